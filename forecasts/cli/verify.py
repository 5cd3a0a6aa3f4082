"""`forecasts verify`: check that nothing on record was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say_out
from forecasts.errors import DamagedError, NoDatabaseError
from forecasts.store import verification

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.store.verification import Finding, Verdict

HINT = "Restore a backup from before, or ask whoever had the file; receipts tell what was said."


def as_record(verdict: Verdict) -> dict[str, object]:
    """Return the verdict in the shape that --json prints."""
    faults = verdict.faults
    return {
        "ok": not faults,
        "code": faults[0].code.value if faults else "ok",
        "seq": verdict.receipt.seq,
        "head": verdict.receipt.head.hex(),
        "findings": [_finding(found) for found in verdict.findings],
    }


def _finding(found: Finding) -> dict[str, object]:
    return {
        "code": found.code.value,
        "table": found.table or None,
        "seq": found.seq,
        "rows": found.rows,
        "words": found.words,
    }


@click.command(epilog="\b\nExample:\n  forecasts verify --db korea.db")
@options.db_option
@options.json_option
def verify(db: Path, as_json: bool) -> None:
    """Check that every row is still what was recorded.

    Reads the whole record: SQLite's pages, the chain over every row, the texts behind their
    hashes, and the guards that refuse changes. Exit code 3 when something does not hold.
    """
    try:
        with options.opened(db) as store:
            verdict = verification.verify(store)
    except NoDatabaseError as error:
        raise DamagedError(error.message, error.hint) from error
    if as_json:
        json_line(as_record(verdict))
    if verdict.faults:
        raise DamagedError("\n".join(map(str, (f"{db} does not hold.", *verdict.findings))), HINT)
    if not as_json:
        say_out("\n".join((f"{db} holds: {verdict.receipt.seq:,} rows, head {verdict.receipt}.",
                           *map(str, verdict.findings))))  # fmt: skip
