"""One JSON document from the web, fetched with care: listed hosts, no redirects, small, soon."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import threading
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from forecasts.errors import ForecastsError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from http.client import HTTPConnection, HTTPResponse
    from urllib.parse import SplitResult

HOSTS, PRIVATE_HOSTS = "FORECASTS_HOSTS", "FORECASTS_PRIVATE_HOSTS"
MOST_BYTES = 2_000_000
MOST_S = 20.0  # for the whole document
STEP_S = 5.0  # for each connection, and for each read
TRIED = 4  # addresses of a host: not all may be reached from here, such as those of IPv6
OK = 200
PORTS = {"http": 80, "https": 443}
# Whose last four bytes are an address of IPv4 (RFC 4291 section 2.5.5.1, RFC 6052).
HOLDING_IPV4 = (ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("64:ff9b::/96"))
# Names in a query that hand over a secret, without their hyphens, dots and underscores.
SECRETS = frozenset(
    {
        "key", "apikey", "accesskey", "authkey", "servicekey", "subscriptionkey", "token",
        "apitoken", "accesstoken", "authtoken", "pass", "passwd", "password", "pwd", "secret",
        "apisecret", "clientsecret",
    }
)  # fmt: skip


def fetch(url: str) -> bytes:
    """Return the bytes of a document. The machine's owner lists the hosts, in FORECASTS_HOSTS.

    A host whose address is not a global one (this machine, the local network, a cloud's metadata)
    must stand in FORECASTS_PRIVATE_HOSTS as well. Only addresses that were checked are connected
    to. Raises RefusedError for what is not allowed, ForecastsError for what fails.
    """
    from http.client import HTTPException

    parts = plain_address(url)
    host, scheme = (parts.hostname or "").lower(), parts.scheme.lower()
    _check_listed(host)
    port = parts.port or PORTS[scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    found = _addresses(host, port)
    with _connected(host, port, found) as plain, _Limit(plain, MOST_S) as limit:
        try:
            with closing(_speaking(scheme, host, port, plain)) as connection:
                connection.request(
                    "GET", path, headers={"Accept": "application/json", "Connection": "close"}
                )
                body = _read(url, connection.getresponse())
        except (OSError, HTTPException) as error:
            limit.check(url)
            raise ForecastsError(
                f"{url} could not be read: {error}.", "Try again later."
            ) from error
        limit.check(url)
        return body


def plain_address(url: str) -> SplitResult:
    """Return the parts of a web address that may stand in a rule, which everybody can read.

    Raises RefusedError for one with a name or a password in it, and for what is no address.

    >>> plain_address("https://example.org/a.json").hostname
    'example.org'
    """
    refused = RefusedError(
        "that is no plain web address: a rule takes http(s)://host/path, in ASCII, without blanks,"
        " name or password.",
        "Type https://host/path.",
    )
    if re.search(r"[^!-~]", url):
        raise refused
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        raise refused from None
    if parts.scheme.lower() not in PORTS or not parts.hostname or not has_port:
        raise refused
    if parts.username is not None:
        raise refused
    return parts


def check_public(parts: SplitResult) -> None:
    """Raise RefusedError where a part of the query is named as a secret is.

    >>> check_public(plain_address("https://example.org/a?series=rate&page_token=2"))
    """
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if re.sub(r"[-_.]", "", name).lower() in SECRETS:
            raise RefusedError(
                f"{name} in the address is a secret, and everybody can read a rule.",
                "Save the document beside the record, and type --json-at FILE.",
            )


def _listed(variable: str) -> frozenset[str]:
    return frozenset(os.environ.get(variable, "").replace(",", " ").lower().split())


def _check_listed(host: str) -> None:
    if host not in _listed(HOSTS):
        raise RefusedError(
            f"{host} is not among the hosts that may be read.",
            f"If you trust it: export {HOSTS}={' '.join(sorted({*_listed(HOSTS), host}))!r}",
        )


def _addresses(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host to try in turn, all of which may be connected to."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ForecastsError(f"{host} is not found: {error}.", "Check the address.") from error
    for *_, place in found:
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not _is_public(address) and host not in _listed(PRIVATE_HOSTS):
            raise RefusedError(
                f"{host} is {place[0]}, which is no public address.",
                f"If that is meant: export {PRIVATE_HOSTS}={host!r}",
            )
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))[:TRIED]


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Return whether an address leads out, and so does one of IPv4 that it holds (RFC 6052, 3056).

    >>> [_is_public(ipaddress.ip_address(text)) for text in ("9.9.9.9", "64:ff9b::7f00:1")]
    [True, False]
    """
    if not isinstance(address, ipaddress.IPv6Address):
        return address.is_global and not address.is_multicast
    held = address.ipv4_mapped or address.sixtofour
    if held is None and any(address in network for network in HOLDING_IPV4):
        held = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if held is not None:
        return _is_public(held)
    return address.is_global and not address.is_multicast


@contextmanager
def _connected(host: str, port: int, addresses: Sequence[str]) -> Iterator[socket.socket]:
    """Connect to the first address that answers, and to none that the name may have by now."""
    for address in addresses:
        try:
            plain = socket.create_connection((address, port), STEP_S)
        except OSError as error:
            failed = error
            continue
        with plain:
            yield plain
        return
    raise ForecastsError(f"{host} does not answer: {failed}.", "Try again later.") from failed


def _speaking(scheme: str, host: str, port: int, plain: socket.socket) -> HTTPConnection:
    """Return a connection that speaks to a host over a socket, under the host's name."""
    import ssl
    from http.client import HTTPConnection

    connection = HTTPConnection(host, port, timeout=STEP_S)
    connection.sock = plain
    if scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(plain, server_hostname=host)
    return connection


class _Limit:
    """Ends what goes over a socket after a time, whatever still drips through it.

    A time-out of the socket is for each piece: a head that comes letter by letter has none.
    """

    def __init__(self, plain: socket.socket, most_s: float) -> None:
        self.most_s = most_s
        self.line = plain.dup()  # the socket itself changes hands when it is made secret
        self.passed = False
        self.timer = threading.Timer(most_s, self._end)
        self.timer.daemon = True

    def __enter__(self) -> Self:
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        self.timer.join()
        self.line.close()

    def _end(self) -> None:
        self.passed = True
        with suppress(OSError):  # the other side was faster
            self.line.shutdown(socket.SHUT_RDWR)

    def check(self, url: str) -> None:
        """Raise ForecastsError when the time has passed: what came is not whole."""
        if self.passed:
            raise ForecastsError(f"{url} takes longer than {self.most_s:g} seconds.")


def _read(url: str, response: HTTPResponse) -> bytes:
    """Return the body; a redirect, an error or too many bytes is a failure."""
    if response.status != OK:
        moved = response.getheader("Location")
        raise ForecastsError(
            f"{url} answers {response.status} {response.reason}.",
            f"It points to {moved}: if that is right, put it into the rule." if moved else "",
        )
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise ForecastsError(f"{url} is longer than {MOST_BYTES:,} bytes.")
    if response.length:  # half a number is another number
        raise ForecastsError(f"{url} broke off, {response.length} bytes early.", "Try again later.")
    return body
