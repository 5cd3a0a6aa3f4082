"""Where messages go is read from the environment; what is wrong there is said by its name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


# A keyring of a machine, as its library loads one: it knows one password, or is locked.
KEYRING = """
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

class Keyring(KeyringBackend):
    priority = 1

    def get_password(self, service, username):
        return {("forecasts", "ana@mail.example.org"): "from the keyring"}.get((service, username))

    def set_password(self, service, username, password):
        raise NotImplementedError

class Locked(Keyring):
    def get_password(self, service, username):
        raise KeyringLocked
"""
ASKED = """
from forecasts.errors import ForecastsError
from tracker.delivery.settings import MailServer, password
try:
    print(password(MailServer("mail.example.org", 587, "starttls", "ana")))
except ForecastsError as error:
    print(error)
"""


def found(folder: Path, **variables: str) -> str:
    """Return the password that a process of its own finds, or why it finds none."""
    (folder / "rings.py").write_text(KEYRING)
    path = os.pathsep.join([str(folder), *sys.path])
    known = {**os.environ, "PYTHONPATH": path, **variables}
    command = [sys.executable, "-c", ASKED]
    return subprocess.run(
        command, env=known, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_password_comes_from_the_environment_else_from_a_keyring(tmp_path: Path) -> None:
    ring = "rings.Keyring"
    assert found(tmp_path, PYTHON_KEYRING_BACKEND=ring) == "from the keyring"
    told = found(tmp_path, PYTHON_KEYRING_BACKEND=ring, FORECASTS_SMTP_PASSWORD="told")  # noqa: S106
    assert told == "told"


def test_a_keyring_that_is_locked_is_said_to_be(tmp_path: Path) -> None:
    words = found(tmp_path, PYTHON_KEYRING_BACKEND="rings.Locked")
    assert words.splitlines() == [
        "the keyring cannot be opened: KeyringLocked.",
        "Unlock it, or export FORECASTS_SMTP_PASSWORD.",
    ]
