"""Mail to a real SMTP server on this machine, with STARTTLS and without; chats to a listener."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from forecasts.errors import ForecastsError
from tracker.delivery.chat import notify
from tracker.delivery.mail import send
from tracker.delivery.message import Image, Message
from tracker.delivery.settings import PASSWORD, MailServer

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
FROM, TO = "Forecasts <forecasts@example.org>", "ana@example.org"
PAGE = Message(
    key="report/weekly/2026-W47",
    subject="Week 47:\n2 resolved",
    text="Two questions resolved; nothing follows from two.",
    html='<h1>Week 47</h1><img src="cid:path-1.png">',
    images=(Image("path-1.png", b"\x89PNG"),),
)


class Box:
    """A mailbox; refuses mail for nobody@."""

    def __init__(self) -> None:
        self.mail: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        content = envelope.content
        assert isinstance(content, bytes)
        found = BytesParser(policy=default).parsebytes(content)
        assert isinstance(found, EmailMessage)
        self.mail.append(found)
        return "250 kept"


def only_ana(
    server: SMTP, session: Session, envelope: Envelope, kind: str, data: object
) -> AuthResult:
    del server, session, envelope, kind
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"ana", b"secret")
    return AuthResult(success=right, handled=False)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def plain(box: Box) -> Iterator[MailServer]:
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield MailServer("127.0.0.1", port, "none")
    controller.stop()


@pytest.fixture
def guarded(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    port = free_port()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=only_ana,
    )
    controller.start()
    yield MailServer("localhost", port, "starttls", "ana")
    controller.stop()


def test_a_page_arrives_with_its_plain_words_and_pictures(box: Box, plain: MailServer) -> None:
    send(plain, PAGE, FROM, TO, AT)
    (mail,) = box.mail
    assert mail["Subject"] == "Week 47: 2 resolved"
    assert (mail["From"], mail["To"]) == (FROM, TO)
    assert mail["Date"].datetime == AT
    words, page = mail.get_body(["plain"]), mail.get_body(["html"])
    assert words is not None
    assert page is not None
    assert words.get_content().strip() == PAGE.text
    assert "cid:path-1.png" in page.get_content()
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert [(part["Content-ID"], part.get_content()) for part in pictures] == [
        ("<path-1.png>", b"\x89PNG")
    ]


def test_the_same_key_bears_the_same_message_id(box: Box, plain: MailServer) -> None:
    for _ in range(2):
        send(plain, PAGE, FROM, TO, AT)
    send(plain, Message("report/weekly/2026-W48", "Week 48", "None."), FROM, TO, AT)
    first, again, other = (mail["Message-ID"] for mail in box.mail)
    assert first == again != other
    assert first.endswith("@example.org>")


def test_a_server_that_asks_for_it_gets_tls_and_a_password(
    box: Box, guarded: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "secret")
    send(guarded, PAGE, FROM, TO, AT)
    assert len(box.mail) == 1


def test_a_wrong_password_is_said_without_the_password(
    box: Box, guarded: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "wr0ng")
    with pytest.raises(ForecastsError, match="535") as refused:
        send(guarded, PAGE, FROM, TO, AT)
    assert "wr0ng" not in str(refused.value)
    assert box.mail == []


def test_no_mail_goes_to_a_server_whose_certificate_is_not_trusted(
    box: Box, guarded: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(ForecastsError, match=r"(?i)certificate"):
        send(guarded, PAGE, FROM, TO, AT)
    assert box.mail == []


def test_a_refused_address_is_named(plain: MailServer) -> None:
    with pytest.raises(ForecastsError, match=r"refuses nobody@example\.org"):
        send(plain, PAGE, FROM, "nobody@example.org", AT)


def test_no_server_is_said() -> None:
    with pytest.raises(ForecastsError, match="did not take the mail"):
        send(MailServer("127.0.0.1", 1, "none"), PAGE, FROM, TO, AT)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[dict[str, str]]]]:
    heard: list[dict[str, str]] = []

    class Hears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(json.loads(body))
            self.send_response(500 if self.path == "/broken" else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hears)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, heard
    server.shutdown()
    server.server_close()


def test_a_webhook_hears_the_words(listener: tuple[int, list[dict[str, str]]]) -> None:
    port, heard = listener
    notify(f"json://127.0.0.1:{port}/", PAGE)
    assert heard[0]["title"].split() == PAGE.subject.split()
    assert PAGE.text in heard[0]["message"]


@pytest.mark.parametrize(
    "address", ["json://token:secret@127.0.0.1:{port}/broken", "nonsense://secret", "secret"]
)
def test_a_channel_that_fails_is_said_without_its_address(
    address: str, listener: tuple[int, list[dict[str, str]]], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ForecastsError, match="not delivered") as refused:
        notify(address.format(port=listener[0]), PAGE)
    assert "secret" not in str(refused.value) + "".join(capfd.readouterr())
