"""Where messages go, told by the environment or a keyring and never by the record."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import unquote, urlsplit

from forecasts.errors import ForecastsError, InputError

SMTP, PASSWORD = "FORECASTS_SMTP", "FORECASTS_SMTP_PASSWORD"
MAIL_TO, MAIL_FROM, NOTIFY = "FORECASTS_MAIL_TO", "FORECASTS_MAIL_FROM", "FORECASTS_NOTIFY"
KEYRING_SERVICE = "forecasts"
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
ADDRESS = re.compile(r"[^@\s<>,]+@[^@\s<>,]+")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail. `security` is starttls, tls from the start, or none at all."""

    host: str
    port: int
    security: str
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address; with a forecaster's name it gets that one's reminders too."""

    address: str
    forecaster: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that sending needs but the secrets; empty where nothing was set."""

    server: MailServer | None = None
    sender: str = ""
    recipients: tuple[Recipient, ...] = ()
    channels: tuple[str, ...] = ()  # apprise addresses, which may hold secrets: never printed

    @property
    def sends(self) -> bool:
        """Whether anything leaves the machine at all."""
        return bool((self.server and self.recipients) or self.channels)


def settings() -> Settings:
    """Return the settings in the environment; raise InputError, naming the variable, for bad ones.

    FORECASTS_SMTP: smtp://user@host:587 (STARTTLS), smtps://user@host:465, or smtp+plain://host:25
    where the network itself is trusted. FORECASTS_MAIL_TO: addresses, or name=address for a
    forecaster's own. FORECASTS_NOTIFY: addresses as apprise writes them.
    """
    server, recipients = _server(os.environ.get(SMTP, "")), _recipients()
    sender = os.environ.get(MAIL_FROM, "")
    if server and recipients and not ADDRESS.search(sender):
        raise InputError(
            f"{MAIL_FROM} holds no address to send mail from.",
            f"export {MAIL_FROM}=forecasts@example.org",
        )
    return Settings(server, sender, recipients, tuple(os.environ.get(NOTIFY, "").split()))


def password(server: MailServer) -> str | None:
    """Return the password for the mail server: from the environment, else from a keyring.

    The keyring is asked where its library is installed (the extra `notify`), for the service
    "forecasts" and the name user@host. Raises ForecastsError where it cannot be opened.
    """
    told = os.environ.get(PASSWORD)
    if told or server.user is None or find_spec("keyring") is None:
        return told
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING_SERVICE, f"{server.user}@{server.host}")
    except KeyringError as error:
        raise ForecastsError(
            f"the keyring cannot be opened: {type(error).__name__}.",
            f"Unlock it, or export {PASSWORD}.",
        ) from error


def _server(text: str) -> MailServer | None:
    if not text:
        return None
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in PORTS or not parts.hostname or port == -1:
        raise InputError(
            f"{SMTP} names no mail server.", f"export {SMTP}=smtp://user@mail.example.org:587"
        )
    if parts.password:
        raise InputError(
            f"{SMTP} holds a password, which other programs can read there.",
            f"Leave it out, and export {PASSWORD}, or keep it in a keyring.",
        )
    security = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}[parts.scheme]
    user = unquote(parts.username) if parts.username else None
    return MailServer(parts.hostname, port or PORTS[parts.scheme], security, user)


def _recipients() -> tuple[Recipient, ...]:
    found = []
    words = os.environ.get(MAIL_TO, "").replace(",", " ").split()
    for place, word in enumerate(words, 1):
        name, _, address = word.rpartition("=")
        if not ADDRESS.fullmatch(address):
            raise InputError(
                f"{MAIL_TO} is no list of addresses: word {place} of it is none.",
                f"export {MAIL_TO}='team@example.org ana=ana@example.org'",
            )
        found.append(Recipient(address, name or None))
    return tuple(found)
