"""`forecasts doctor`: what is wrong with a record and its machine, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say_out, table
from forecasts.errors import DamagedError, ForecastsError
from tracker.cli.checks import examine
from tracker.cli.checks.finding import State

if TYPE_CHECKING:
    from tracker.cli.checks import Found


# As options.db_option, but for a file that may not be read: that is a finding.
db_option = click.option(
    "--db",
    type=click.Path(path_type=Path, readable=False),
    default="data.db",
    envvar="FORECASTS_DB",
    show_default=True,
    help="The record to look at (or FORECASTS_DB).",
)


@click.command(epilog="\b\nExample:\n  forecasts doctor --db korea.db")
@db_option
@options.json_option
def doctor(db: Path, as_json: bool) -> None:
    """Look for what is wrong with the record, this machine, and the tracker.

    Says how bad each finding is (ok, note, warning, wrong) and what to do about it. Changes
    nothing on disk. Exit code 3 when the record is not whole, 1 when something else is wrong.
    The whole chain is checked by verify. With --json one object: ok, findings[check state words
    command].
    """
    found = examine(db, options.now())
    if as_json:
        json_line(as_record(found))
    else:
        tell(found)
    judge(found)


def as_record(found: tuple[Found, ...]) -> dict[str, object]:
    """Return the findings in the shape that --json prints."""
    return {
        "ok": not _faults(found),
        "findings": [
            {
                "check": check,
                "state": finding.state.value,
                "words": finding.words,
                "command": finding.command or None,
            }
            for check, finding in found
        ],
    }


def tell(found: tuple[Found, ...]) -> None:
    """Write the findings, the gravest first, and below them what to do, one line each."""
    states = list(State)
    ordered = sorted(found, key=lambda each: states.index(each[1].state))
    table(("state", "check", "finding"), [(f.state.value, name, f.words) for name, f in ordered])
    todo = dict.fromkeys((name, f.command) for name, f in ordered if f.command)
    if todo:
        lines = (f"  {name}:\n    {command}" for name, command in todo)
        say_out("\n".join(("What to do", *lines)))


def judge(found: tuple[Found, ...]) -> None:
    """Raise DamagedError when the record is not whole, ForecastsError when all else is wrong."""
    faults = _faults(found)
    if not faults:
        return
    words = f"something is wrong: {', '.join(faults)}."
    if any(finding.broken for _, finding in found):
        raise DamagedError(words, "The record is not whole. What to do is said above.")
    raise ForecastsError(words, "What to do is said above.")


def _faults(found: tuple[Found, ...]) -> list[str]:
    """Return the names of the checks that find something wrong, each once."""
    names = (check for check, finding in found if finding.state is State.WRONG)
    return list(dict.fromkeys(names))
