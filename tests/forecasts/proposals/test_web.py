"""Fetching against real HTTP listeners: only listed hosts, no redirects, small, soon."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from forecasts.errors import ForecastsError, RefusedError
from forecasts.proposals import web
from forecasts.proposals.web import fetch

DOCUMENT = json.dumps({"data": [{"value": 7}]}).encode()


class Answers(BaseHTTPRequestHandler):
    """A server with a document, and with what a hostile one would send."""

    def do_GET(self) -> None:
        if self.path == "/good":
            self.put(200, DOCUMENT)
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data")
            self.end_headers()
        elif self.path == "/long":
            self.put(200, b" " * (web.MOST_BYTES + 1))
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b" ")
                time.sleep(0.05)
        elif self.path == "/slow-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)
        elif self.path == "/half":
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"12")
        elif self.path == "/silent":
            time.sleep(3)
        else:
            self.put(404, b"none")

    def put(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    listener = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    listener.daemon_threads = True
    listener.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    monkeypatch.setenv(web.HOSTS, "localhost, 127.0.0.1")
    monkeypatch.setenv(web.PRIVATE_HOSTS, "localhost 127.0.0.1")
    yield f"http://localhost:{listener.server_port}"
    listener.shutdown()
    listener.server_close()


def test_a_document_comes_as_it_is(server: str) -> None:
    assert fetch(f"{server}/good") == DOCUMENT


def test_a_host_that_nobody_listed_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(web.HOSTS, "example.org")
    with pytest.raises(RefusedError, match=r"FORECASTS_HOSTS='example\.org localhost'"):
        fetch(f"{server}/good")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "169.254.169.254",
        "10.0.0.1",
        "0.0.0.0",  # noqa: S104 - to be refused
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",  # 169.254.169.254 behind a NAT64 (RFC 6052)
        "[2002:7f00:1::]",  # 127.0.0.1 by 6to4 (RFC 3056)
    ],
)
def test_an_address_that_is_not_public_is_refused(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(web.HOSTS, host.strip("[]"))
    monkeypatch.delenv(web.PRIVATE_HOSTS, raising=False)
    with pytest.raises(RefusedError, match="no public address"):
        fetch(f"http://{host}/good")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://localhost/a",
        "http:///a",
        "file:///etc/passwd",
        "http://me:pw@localhost/good",
        "http://localhost:99999/good",
        "http://localhost:a/good",
        "http://[::1/good",
        "http://localhost/go od",
        "http://localhost/göod",
        "http://localhost/good\r\nX: y",
    ],
)
@pytest.mark.usefixtures("server")
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(RefusedError, match="no plain web address") as refused:
        fetch(url)
    assert "me:pw" not in str(refused.value)


def test_a_redirect_is_told_and_not_followed(server: str) -> None:
    with pytest.raises(ForecastsError, match=r"302.*(?s:.)*169\.254\.169\.254"):
        fetch(f"{server}/moved")


def test_a_document_that_is_not_there_is_said(server: str) -> None:
    with pytest.raises(ForecastsError, match="404"):
        fetch(f"{server}/none")


def test_a_document_without_end_is_cut_off(server: str) -> None:
    with pytest.raises(ForecastsError, match="longer than 2,000,000 bytes"):
        fetch(f"{server}/long")


@pytest.mark.parametrize("path", ["slow", "slow-head"])
def test_a_document_that_drips_is_given_up(
    path: str, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "MOST_S", 0.5)
    began = time.monotonic()
    with pytest.raises(ForecastsError, match="takes longer"):
        fetch(f"{server}/{path}")
    assert time.monotonic() - began < 3.0


def test_a_document_that_breaks_off_is_not_read(server: str) -> None:
    """Of 1234 it would be 12."""
    with pytest.raises(ForecastsError, match="broke off, 2 bytes early"):
        fetch(f"{server}/half")


def test_a_server_that_never_answers_is_given_up(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "STEP_S", 0.5)
    with pytest.raises(ForecastsError, match="could not be read"):
        fetch(f"{server}/silent")


def test_a_host_is_reached_at_the_address_that_answers(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a host with an address of IPv6, from a network without."""
    real = socket.getaddrinfo

    def two(host: str, *rest: Any, **more: Any) -> list[Any]:
        places = ("127.0.0.2", "127.0.0.1") if host == "two.test" else (host,)
        return [found for place in places for found in real(place, *rest, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    monkeypatch.setenv(web.HOSTS, "two.test")
    monkeypatch.setenv(web.PRIVATE_HOSTS, "two.test")
    assert fetch(f"{server}/good".replace("localhost", "two.test")) == DOCUMENT


def test_nobody_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(web.HOSTS, "127.0.0.1")
    monkeypatch.setenv(web.PRIVATE_HOSTS, "127.0.0.1")
    with pytest.raises(ForecastsError, match="does not answer"):
        fetch("http://127.0.0.1:1/")
