"""The settings in the environment. What they hold may be secret: only their names are told."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.errors import InputError
from tracker.cli.checks.finding import note, ok, warning, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cli.checks.finding import Finding, Place
    from tracker.delivery.settings import Settings

PREFIX = "FORECASTS_"
# A test holds this list to the names in the code.
KNOWN = frozenset(
    PREFIX + name
    for name in (
        "AS", "DB", "HOSTS", "MAIL_FROM", "MAIL_TO", "NOTIFY", "PASSPHRASE", "PRIVATE_HOSTS",
        "REPORTS", "SCALE", "SIGN", "SMTP", "SMTP_PASSWORD", "TRACEBACK", "TZ",
    )
)  # fmt: skip
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:]+", re.IGNORECASE)


def settings(place: Place) -> Iterator[Finding]:
    """Find the settings that cannot be used."""
    del place
    faults = [*_zone(), *_reports(), *_mail(), *_hosts(), *_unknown()]
    yield from faults
    if not faults:
        names = sorted(name for name in os.environ if name in KNOWN)
        yield ok(f"Usable: {', '.join(names)}." if names else "No setting is set; none is needed.")


def _zone() -> Iterator[Finding]:
    if not (name := os.environ.get(PREFIX + "TZ")):
        return
    try:
        dates.zone(name)
    except InputError:
        yield wrong(
            "FORECASTS_TZ names no time zone: dates cannot be typed.",
            "export FORECASTS_TZ=Asia/Seoul   # or another IANA name",
        )


def _reports() -> Iterator[Finding]:
    if not (name := os.environ.get(PREFIX + "REPORTS")):
        return
    folder = Path(name)
    if not folder.exists():
        yield note("The folder in FORECASTS_REPORTS is not there yet; the tracker makes it.")
    elif not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        yield wrong(
            "FORECASTS_REPORTS names no folder that can be written to: reports fail.",
            'ls -ld "$FORECASTS_REPORTS"',
        )


def _mail() -> Iterator[Finding]:
    from tracker.delivery import settings as delivery

    try:
        found = delivery.settings()
    except InputError as error:
        yield wrong(error.message, error.hint)
        return
    yield from _password(found)
    if found.server and not found.recipients:
        yield warning(
            "FORECASTS_SMTP is set and FORECASTS_MAIL_TO is not: no mail is sent.",
            "export FORECASTS_MAIL_TO=team@example.org",
        )
    if found.recipients and not found.server:
        yield warning(
            "FORECASTS_MAIL_TO is set and FORECASTS_SMTP is not: no mail is sent.",
            "export FORECASTS_SMTP=smtp://user@mail.example.org:587",
        )
    yield from _channels(found)


def _channels(found: Settings) -> Iterator[Finding]:
    from tracker.delivery import chat

    if found.channels and find_spec("apprise") is None:
        yield wrong(
            "FORECASTS_NOTIFY needs apprise, which is not installed.",
            'uv tool install "forecasts[notify]"',
        )
        return
    for at, channel in enumerate(found.channels, 1):
        if not chat.is_known(channel):
            yield wrong(
                f"FORECASTS_NOTIFY: word {at} is no address that apprise knows.",
                "export FORECASTS_NOTIFY=json://hooks.example.org/path   # as apprise writes them",
            )


def _password(found: Settings) -> Iterator[Finding]:
    from tracker.delivery import settings as delivery

    if found.server is None or found.server.user is None:
        return
    if not os.environ.get(delivery.PASSWORD) and find_spec("keyring") is None:
        yield warning(
            "FORECASTS_SMTP names a user, and there is no password: the server may refuse mail.",
            "Set FORECASTS_SMTP_PASSWORD where the tracker runs, or keep it in a keyring",
        )
    elif found.server.security == "none":
        yield warning(
            "FORECASTS_SMTP is smtp+plain: the password crosses the network in the clear.",
            "export FORECASTS_SMTP=smtp://user@mail.example.org:587",
        )


def _hosts() -> Iterator[Finding]:
    listed = {}
    for name in ("HOSTS", "PRIVATE_HOSTS"):
        words = os.environ.get(PREFIX + name, "").replace(",", " ").lower().split()
        listed[name] = set(words)
        bad = [at for at, word in enumerate(words, 1) if not HOST.fullmatch(word)]
        if bad:
            yield wrong(
                f"{PREFIX}{name}: word {bad[0]} is no host's name, and allows nothing.",
                f"export {PREFIX}{name}=data.example.org   # names alone, without https://",
            )
    if listed["PRIVATE_HOSTS"] - listed["HOSTS"]:
        yield warning(
            "FORECASTS_PRIVATE_HOSTS lists a host that FORECASTS_HOSTS lacks: it is not read.",
            "List it in both",
        )


def _unknown() -> Iterator[Finding]:
    from difflib import get_close_matches

    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in KNOWN:
            close = get_close_matches(name, sorted(KNOWN), n=1)
            meant = f" Did you mean {close[0]}?" if close else ""
            yield warning(f"{name} is set, and is no setting of this program.{meant}")
