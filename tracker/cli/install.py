"""`forecasts tracker install`: how to have it started by the machine."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import say
from forecasts.errors import InputError
from tracker.cli.desk import reports_option, zone

if TYPE_CHECKING:
    from collections.abc import Sequence

SETTINGS = "%h/.config/forecasts.env"  # where systemd finds the settings of mail and the like
UNIT = """\
[Unit]
Description=Forecasts tracker of {db}

[Service]
Type=exec
ExecStart={command}
WorkingDirectory={folder}
EnvironmentFile=-{settings}
Restart=on-failure
RestartSec=30

[Install]
WantedBy=default.target
"""


@click.command(
    epilog="\b\nExamples:\n  forecasts tracker install --systemd\n"
    "  forecasts tracker install --cron"
)
@click.option("--systemd", is_flag=True, help="A service that runs all the time.")
@click.option("--cron", is_flag=True, help="A line for crontab: a tick every hour.")
@reports_option
@options.tz_option
@options.db_option
def install(systemd: bool, cron: bool, folder: Path | None, tz: str | None, db: Path) -> None:
    """Print the unit or the line that starts the tracker, and how to enable it.

    Nothing is installed: look at it, then do what it says.
    """
    if systemd == cron:
        raise InputError(
            "which way? One of both.", "Type --systemd, or --cron where there is no systemd."
        )
    with options.opened(db):  # a record that is not there would be found out at night
        place = db.absolute()
    if not str(place).isprintable():
        raise InputError(f"{str(place)!r} does not fit into one line.", "Rename that folder.")
    more = ["--reports", str(folder.absolute())] if folder else []
    more += ["--tz", zone(tz)] if tz else []
    if cron:
        click.echo(cron_line(place, more))
        tell_cron()
    else:
        click.echo(unit(place, more), nl=False)
        tell_systemd(place)


def tell_cron() -> None:
    """Say how to have cron start it."""
    say("Add that line by: crontab -e")
    say("It says nothing unless something fails; cron mails that to you.")
    say(
        "Settings of mail and of hosts go above it, as NAME=value: cron does not know your shell's."
    )


def tell_systemd(db: Path) -> None:
    """Say how to have systemd start it."""
    name = f"forecasts-{re.sub(r'[^A-Za-z0-9]+', '-', db.stem)}.service"
    say(f"Save it:    forecasts tracker install --systemd --db {shlex.quote(str(db))} \\")
    say(f"                > ~/.config/systemd/user/{name}")
    say(f"Enable it:  systemctl --user enable --now {name}")
    say("Keep it up when you are logged out:  loginctl enable-linger")
    say("Settings of mail and of hosts go into ~/.config/forecasts.env, as NAME=value, readable by")
    say("you alone.")


def program() -> list[str]:
    """Return how this very program is started, by its full path, whatever else PATH has."""
    beside = Path(sys.executable).with_name("forecasts")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "forecasts"]


def unit(db: Path, more: Sequence[str]) -> str:
    """Return a systemd unit for a user's services."""
    command = [*program(), "tracker", "run", "--db", str(db), *more]
    return UNIT.format(
        db=_plain(str(db)),
        command=" ".join(_quoted(word) for word in command),
        folder=_plain(str(db.parent)),
        settings=SETTINGS,
    )


def cron_line(db: Path, more: Sequence[str]) -> str:
    """Return a line of crontab, in which a percent sign would end the command."""
    command = shlex.join([*program(), "tracker", "tick", "--db", str(db), *more])
    return f"17 * * * * {command} >/dev/null".replace("%", r"\%")


def _plain(text: str) -> str:
    """Return a text with the signs doubled that systemd would replace (systemd.unit(5))."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """Return a word of ExecStart (systemd.service, Command lines)."""
    plain = _plain(word).replace("$", "$$")
    if re.fullmatch(r"[\w@%+=:,./$-]+", plain, re.ASCII):
        return plain
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
