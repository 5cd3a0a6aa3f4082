"""Where messages go is read from the environment; what is wrong there is said by its name."""

from __future__ import annotations

import pytest

from forecasts.errors import InputError
from tracker.delivery.settings import (
    MAIL_FROM,
    MAIL_TO,
    NOTIFY,
    SMTP,
    MailServer,
    Recipient,
    settings,
)

ALL = (SMTP, MAIL_TO, MAIL_FROM, NOTIFY)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ALL:
        monkeypatch.delenv(name, raising=False)


def test_nothing_leaves_the_machine_unless_it_is_asked_for() -> None:
    assert not settings().sends


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, "starttls")),
        (
            "smtp://a%40b@mail.example.org:2525",
            MailServer("mail.example.org", 2525, "starttls", "a@b"),
        ),
        ("smtps://ana@mail.example.org", MailServer("mail.example.org", 465, "tls", "ana")),
        ("smtp+plain://localhost", MailServer("localhost", 25, "none")),
    ],
)
def test_a_mail_server_is_an_address(
    text: str, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SMTP, text)
    monkeypatch.setenv(MAIL_TO, "team@example.org, ana=ana@example.org")
    monkeypatch.setenv(MAIL_FROM, "Forecasts <forecasts@example.org>")
    found = settings()
    assert found.server == server
    assert found.recipients == (Recipient("team@example.org"), Recipient("ana@example.org", "ana"))
    assert found.sends


@pytest.mark.parametrize(
    ("variable", "text", "says"),
    [
        (SMTP, "mail.example.org", "no mail server"),
        (SMTP, "smtp://mail.example.org:port", "no mail server"),
        (SMTP, "smtp://ana:secret@mail.example.org", "holds a password"),
        (MAIL_TO, "ana", "word 1 of it is none"),
        (MAIL_FROM, "", "no address to send mail from"),
    ],
)
def test_what_cannot_be_used_is_named(
    variable: str, text: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SMTP, "smtp://mail.example.org")
    monkeypatch.setenv(MAIL_TO, "ana@example.org")
    monkeypatch.setenv(MAIL_FROM, "forecasts@example.org")
    monkeypatch.setenv(variable, text)
    with pytest.raises(InputError) as refused:
        settings()
    assert variable in str(refused.value)
    assert says in str(refused.value)
    assert "secret" not in str(refused.value)
