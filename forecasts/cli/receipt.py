"""`forecasts receipt`: whether what one was told is still so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_lines, say_out
from forecasts.errors import DamagedError, InputError
from forecasts.model import times
from forecasts.store import anchors, forecasters, questions, receipts, signatures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from forecasts.model import Forecast
    from forecasts.store import Store
    from forecasts.store.anchors import Anchor
    from forecasts.store.receipts import Checked

SHOWN = 3  # forecasts of one entry that are named
HINT = "Show it to whoever keeps the record, and restore a backup from before the receipt fails."


@click.group(epilog="\b\nExample:\n  forecasts receipt check 123:00a1b2c3d4e5f607")
def receipt() -> None:
    """Hold the record against receipts that were kept."""


@receipt.command(
    epilog="\b\nExamples:\n  forecasts receipt check 123:00a1b2c3d4e5f607\n"
    "  forecasts receipt check --file receipts.txt\n  forecasts receipt check - < receipts.txt"
)
@click.argument("kept", nargs=-1, metavar="[RECEIPT]...")
@click.option("--file", "name", metavar="FILE", help="Read them from a file, one a line.")
@options.db_option
@options.json_option
def check(kept: tuple[str, ...], name: str | None, db: Path, as_json: bool) -> None:
    """Say whether the record still goes through each receipt, and what each was given for.

    Exit code 3 when one does not hold. - reads them from input, one a line. The rows of the entry
    itself are hashed again; forecasts verify reads all that came before. --json prints a line a
    receipt: receipt ok words command recorded_at forecasts[id question forecaster action signed],
    signed being the key's name once its signature was checked, else null.
    """
    typed = list(_typed(kept, name))
    with options.opened(db) as store, store.snapshot() as connection:
        checked = [_as_record(store, receipts.check(connection, each)) for each in typed]
    broken = [each for each in checked if not each["ok"]]
    if as_json:
        json_lines(checked)
    for each in () if as_json else checked:
        if each["ok"]:
            say_out(str(each["words"]))
    if broken:
        raise DamagedError("\n".join(str(each["words"]) for each in broken), HINT)


def _typed(kept: tuple[str, ...], name: str | None) -> Iterator[Anchor]:
    """Yield the receipts that were typed, or stand in a file; raise InputError for none."""
    lines = list(kept)
    if name is not None:
        lines += options.bounded_file(name).splitlines()
    if "-" in lines:
        place = lines.index("-")
        lines[place : place + 1] = options.long_text("-").splitlines()
    wanted = [line for line in lines if line.strip()]
    if not wanted:
        raise InputError("no receipt was typed.", "Type one: forecasts receipt check 123:00a1b2…")
    for line in wanted:
        yield anchors.parsed(line, "the receipt")


def _as_record(store: Store, found: Checked) -> dict[str, object]:
    """Return a checked receipt as --json prints it."""
    text = f"{found.receipt.seq}:{found.receipt.head}"
    rows = list(_forecasts(store, found.forecasts))
    faults = "; ".join(each.words for each in found.faults)
    return {
        "receipt": text,
        "ok": not found.faults,
        "words": f"{text} does not hold: {faults}." if faults else _words(text, found, rows),
        "command": found.command,
        "recorded_at": found.recorded_at,
        "forecasts": rows,
    }


def _forecasts(store: Store, said: Iterable[Forecast]) -> Iterator[dict[str, object]]:
    names = {who.id: who.name for who in forecasters.everyone(store.connection)}
    rows = [row for row in said if row.id is not None]
    asked = questions.of_ids(store.connection, [row.question_id for row in rows])
    by = signatures.said_by(store.connection, [row.id for row in rows if row.id is not None])
    for row in rows:
        assert row.id is not None  # noqa: S101 - it comes from the record
        is_good = row.id in by and signatures.check(store.connection, [row.id])[0] == 1
        yield {
            "id": row.id,
            "question": asked[row.question_id].slug,
            "forecaster": names[row.forecaster_id],
            "action": row.action.value,
            "signed": by[row.id] if is_good else None,
        }


def _words(text: str, found: Checked, rows: list[dict[str, object]]) -> str:
    """Return what a receipt that holds was given for: the numbers themselves may be hidden."""
    if found.command is None or found.recorded_at is None:
        return f"{text} holds."
    at = times.to_minute(times.from_text(found.recorded_at))
    said = [
        f"{row['action']} of {row['forecaster']} on {row['question']}"
        + (f", signed by the key {row['signed']}" if row["signed"] else ", not signed")
        for row in rows
    ]
    rest = len(said) - SHOWN + found.more
    given = "; ".join([*said[:SHOWN], *([f"and {rest:,} more"] if rest > 0 else [])])
    return f"{text} holds: {found.command}, {at}{f': {given}' if given else ''}."
