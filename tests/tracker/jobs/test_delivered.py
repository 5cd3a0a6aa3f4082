"""Reports and reminders on their way: each to whom it is meant for, once, whatever servers do."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tracker.delivery.message import Message

if TYPE_CHECKING:
    from tests.tracker.jobs.conftest import Tracked

MONDAY = "2026-11-09T07:10Z"


class Box:
    """A mail server's box, which may be closed."""

    def __init__(self) -> None:
        self.mail: list[EmailMessage] = []
        self.closed = False
        self.tried = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        self.tried += 1
        if self.closed:
            return "451 try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        found = BytesParser(policy=default).parsebytes(content)
        assert isinstance(found, EmailMessage)
        self.mail.append(found)
        return "250 kept"

    def of(self, subject: str) -> list[tuple[str, str, str]]:
        """Return (to, Message-ID, plain words) of the mail with words in its subject."""
        found = [mail for mail in self.mail if subject in mail["Subject"]]
        words = [mail.get_body(["plain"]) for mail in found]
        return sorted(
            (mail["To"], mail["Message-ID"], part.get_content() if part else "")
            for mail, part in zip(found, words, strict=True)
        )


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    found = Box()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("FORECASTS_SMTP", f"smtp+plain://127.0.0.1:{port}")
    monkeypatch.setenv("FORECASTS_MAIL_FROM", "forecasts@example.org")
    monkeypatch.setenv("FORECASTS_MAIL_TO", "team@example.org ana=ana@example.org")
    yield found
    controller.stop()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    found: list[dict[str, str]] = []

    class Hears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hears)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("FORECASTS_NOTIFY", f"json://127.0.0.1:{server.server_port}/")
    yield found
    server.shutdown()
    server.server_close()


def test_one_tick_writes_the_report_and_sends_it_once_to_each(
    tracked: Tracked, box: Box, heard: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "FORECASTS_MAIL_TO", "team@example.org ana=ana@example.org b=ana@example.org"
    )
    for plan in ("reminders", "quarterly", "proposals"):
        tracked(MONDAY, "tracker", "schedule", "remove", plan)
    assert tracked.tick(MONDAY)["failed"] == []
    folder = tracked.path.parent / "reports"
    words = (folder / "2026-W45.md").read_text()
    ((first,),) = tracked.rows("SELECT lower(hex(hash)) FROM ledger WHERE seq = 1")
    sent = box.of("2026-W45")
    assert [to for to, _, _ in sent] == ["ana@example.org", "team@example.org"]
    for to, name, text in sent:
        key = f"{first}/mail/weekly to {to}/2026-W45"
        assert name == Message(key, "", "").message_id("example.org")
        assert text.split() == words.split()
    assert [one["title"] for one in heard] == ["Forecasts: 2026-W45"]
    for mail in box.mail:
        page = mail.get_body(["html"])
        assert page is not None
        text = page.get_content()
        assert not re.search(r"<script|<svg|var\(|http-equiv", text), "mail programs drop them"
        shown = re.findall(r'<img src="cid:([^"]+)" width="740" alt="[^"]{20,}">', text)
        pictures = {part["Content-ID"]: part for part in mail.walk() if "Content-ID" in part}
        assert sorted(pictures) == sorted(f"<{name}>" for name in shown)
        assert shown == ["2026-W45-1.png"]
        for part in pictures.values():
            assert part.get_content_type() == "image/png"
            assert part.get_content().startswith(b"\x89PNG")
    assert tracked.tick("2026-11-09T07:20Z")["done"] == []
    assert (len(box.mail), len(heard)) == (2, 1)


def test_a_server_that_refuses_is_asked_again_with_patience_and_takes_it_once(
    tracked: Tracked, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORECASTS_MAIL_TO", "team@example.org")
    tracked(MONDAY, "tracker", "schedule", "remove", "reminders")
    box.closed = True
    first = tracked.tick(MONDAY)
    assert "report/weekly/2026-W45" in first["done"]
    assert len(first["failed"]) == 1
    assert "451 try again later" in first["failed"][0]
    asked = []
    for minute in range(11, 32):
        tracked.tick(f"2026-11-09T07:{minute}Z")
        asked.append(box.tried)
    assert asked[-1] == 5  # after 1, 2, 4 and 8 minutes
    box.closed = False
    assert tracked.tick("2026-11-09T07:45Z")["done"] == ["mail/weekly to team@example.org/2026-W45"]
    assert tracked.tick("2026-11-09T09:00Z")["done"] == []
    assert len(box.of("2026-W45")) == 1


def test_reminders_go_to_whom_they_concern(
    tracked: Tracked, box: Box, heard: list[dict[str, str]]
) -> None:
    """Rain has its outcome; hail closes on the 12th without a forecast of ana, and then awaits one.

    To ana's address go hers and everybody's; to the team's, and to the chat, everybody's alone.
    """
    tracked(MONDAY, "tracker", "schedule", "remove", "weekly")
    tracked.tick("2026-11-06T07:10Z")
    ((to, name, words),) = box.of("to look at")
    assert to == "ana@example.org"
    assert "hail closes 2026-11-12 00:00Z without a forecast of ana." in words
    assert "forecasts predict hail --as ana" in words
    assert heard == []
    tracked.tick("2026-11-06T08:10Z")
    assert len(box.mail) == 1
    tracked.tick("2026-11-12T07:10Z")
    found = [mail for mail in box.of("to look at") if mail[1] != name]
    assert [to for to, _, _ in found] == ["ana@example.org", "team@example.org"]
    assert all("hail awaits an outcome since 2026-11-12 00:00Z." in text for *_, text in found)
    assert len(heard) == 1
    assert "hail awaits an outcome" in heard[0]["message"]
    assert "of ana" not in heard[0]["message"]


def test_what_awaits_an_outcome_is_told_every_five_days_with_a_count_of_what_was_missed(
    tracked: Tracked, box: Box
) -> None:
    tracked(MONDAY, "tracker", "schedule", "remove", "weekly")
    told = []
    for day in (12, 13, 16, 17, 18):
        before = len(box.of("to look at"))
        tracked.tick(f"2026-11-{day}T07:10Z")
        new = box.of("to look at")[before:] if len(box.of("to look at")) > before else []
        told.append(any("hail awaits" in text for *_, text in new))
    rows = "SELECT occurrence, missed FROM reminders WHERE kind = 'outcome' AND question_id ="
    hail = f"{rows} (SELECT id FROM questions WHERE slug = 'hail') ORDER BY rowid"
    since = "2026-11-12T00:00:00.000000Z"
    assert tracked.rows(hail) == [(f"{since}/0", 0), (f"{since}/1", 0)]
    tracked.tick("2026-12-08T07:10Z")  # after twenty days of silence
    assert tracked.rows(hail)[2:] == [(f"{since}/5", 3)]
    assert any("3 earlier reminders were missed" in text for *_, text in box.of("to look at"))


def test_two_plans_of_reminders_at_one_local_time_both_reach_people(
    tracked: Tracked, box: Box
) -> None:
    """At seven in Seoul hail has not closed; at seven in London it has, and awaits an outcome."""
    noon = "2026-11-11T12:00Z"
    for plan in ("weekly", "reminders"):
        assert tracked(noon, "tracker", "schedule", "remove", plan)[0] == 0
    for zone in ("Asia/Seoul", "Europe/London"):
        argv = ("add", zone[-5:].lower(), "--reminders", "--cron", "0 7 * * *", "--tz", zone)
        assert tracked(noon, "tracker", "schedule", *argv)[0] == 0
    tracked.tick("2026-11-11T22:10Z")
    before = box.of("to look at")
    assert [to for to, *_ in before] == ["ana@example.org"]
    tracked.tick("2026-11-12T07:10Z")
    new = [mail for mail in box.of("to look at") if mail not in before]
    assert [to for to, *_ in new] == ["ana@example.org", "team@example.org"]
    assert all("hail awaits an outcome" in text for *_, text in new)


def test_a_reminder_is_typed_as_it_stands_whatever_the_name(tracked: Tracked) -> None:
    name = "Bo $(id) Li"
    assert tracked(MONDAY, "forecaster", "add", name)[0] == 0
    assert tracked(MONDAY, "predict", "fog", "20%", "--as", name)[0] == 0
    tracked.tick("2026-11-10T07:20Z")
    rows = tracked.rows(f"SELECT command FROM reminders WHERE words LIKE '%of {name}.%'")
    assert rows == [(f"forecasts predict hail --as '{name}'",)]


def test_without_mail_the_tick_itself_tells_new_reminders_once(tracked: Tracked) -> None:
    code, told, _ = tracked("2026-11-05T07:10Z", "tracker", "tick")
    assert code == 0
    assert (
        "Reminder: hail closes 2026-11-12 00:00Z without a forecast of ana. (Will it hail?)"
        " (type: forecasts predict hail --as ana)."
    ) in told
    assert "Nothing is due" not in told
    assert "Reminder" not in tracked("2026-11-05T07:20Z", "tracker", "tick")[1]
