"""One JSON document from the web, fetched with care: listed hosts, no redirects, small, soon."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from forecasts.errors import ForecastsError, RefusedError

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

HOSTS, PRIVATE_HOSTS = "FORECASTS_HOSTS", "FORECASTS_PRIVATE_HOSTS"
MOST_BYTES = 2_000_000
MOST_S = 20.0  # for the whole document
STEP_S = 5.0  # for the connection, and for each read
PIECE = 1 << 16
OK = 200
PORTS = {"http": 80, "https": 443}


def fetch(url: str) -> bytes:
    """Return the bytes of a document. The machine's owner lists the hosts, in FORECASTS_HOSTS.

    A host whose address is not a global one (this machine, the local network, a cloud's metadata)
    must stand in FORECASTS_PRIVATE_HOSTS as well. The address that was checked is the one that is
    connected to. Raises RefusedError for what is not allowed, ForecastsError for what fails.
    """
    parts = urlsplit(url)
    host, scheme = (parts.hostname or "").lower(), parts.scheme.lower()
    _check_listed(url, host, scheme, has_user=parts.username is not None)
    port = parts.port or PORTS[scheme]
    address = _address(host, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    from http.client import HTTPException

    connection = _connection(scheme, host, port, address)
    try:
        connection.request(
            "GET", path, headers={"Accept": "application/json", "Connection": "close"}
        )
        return _read(url, connection.getresponse())
    except (OSError, HTTPException) as error:
        raise ForecastsError(f"{url} could not be read: {error}.", "Try again later.") from error
    finally:
        connection.close()


def _listed(variable: str) -> frozenset[str]:
    return frozenset(os.environ.get(variable, "").replace(",", " ").lower().split())


def _check_listed(url: str, host: str, scheme: str, *, has_user: bool) -> None:
    if scheme not in PORTS or not host or has_user:
        raise RefusedError(f"{url} is no plain web address.", "Type https://host/path.")
    if host not in _listed(HOSTS):
        raise RefusedError(
            f"{host} is not among the hosts that may be read.",
            f"If you trust it: export {HOSTS}={' '.join(sorted({*_listed(HOSTS), host}))!r}",
        )


def _address(host: str, port: int) -> str:
    """Return an address of a host, all of whose addresses may be connected to."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ForecastsError(f"{host} is not found: {error}.", "Check the address.") from error
    for *_, place in found:
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not mapped.is_global and host not in _listed(PRIVATE_HOSTS):
            raise RefusedError(
                f"{host} is {place[0]}, which is no public address.",
                f"If that is meant: export {PRIVATE_HOSTS}={host!r}",
            )
    return str(found[0][4][0])


def _connection(scheme: str, host: str, port: int, address: str) -> HTTPConnection:
    """Return a connection to the address that was checked, under the host's name."""
    import ssl
    from http.client import HTTPConnection

    connection = HTTPConnection(host, port, timeout=STEP_S)
    try:
        connection.sock = socket.create_connection((address, port), STEP_S)
        if scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
    except OSError as error:
        connection.close()
        raise ForecastsError(f"{host} does not answer: {error}.", "Try again later.") from error
    return connection


def _read(url: str, response: HTTPResponse) -> bytes:
    """Return the body; a redirect, an error, too many bytes or too long a time is a failure."""
    if response.status != OK:
        moved = response.getheader("Location")
        raise ForecastsError(
            f"{url} answers {response.status} {response.reason}.",
            f"It points to {moved}: if that is right, put it into the rule." if moved else "",
        )
    patience = time.monotonic() + MOST_S
    body = b""
    while piece := response.read1(PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise ForecastsError(f"{url} is longer than {MOST_BYTES:,} bytes.")
        if time.monotonic() > patience:
            raise ForecastsError(f"{url} takes longer than {MOST_S:g} seconds.")
    return body
