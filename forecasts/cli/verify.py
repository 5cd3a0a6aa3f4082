"""`forecasts verify`: check that nothing on record was changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say_out
from forecasts.cli.progress import progress
from forecasts.errors import DamagedError, InputError, NoDatabaseError
from forecasts.store import anchors, verification

if TYPE_CHECKING:
    from forecasts.store import Store
    from forecasts.store.anchors import Anchor
    from forecasts.store.verification import Finding, Verdict

HINT = "Restore a backup from before, or ask whoever had the file; receipts tell what was said."
LONG = 100_000  # rows that take a second


def as_record(verdict: Verdict) -> dict[str, object]:
    """Return the verdict in the shape that --json prints."""
    faults = verdict.faults
    return {
        "ok": not faults,
        "code": faults[0].code.value if faults else "ok",
        "seq": verdict.receipt.seq,
        "head": verdict.receipt.head.hex(),
        "findings": [_finding(found) for found in verdict.findings],
        "anchors": verdict.anchors,
        "signatures": verdict.signed,
    }


def _finding(found: Finding) -> dict[str, object]:
    return {
        "code": found.code.value,
        "table": found.table or None,
        "seq": found.seq,
        "rows": found.rows,
        "words": found.words,
    }


@click.command(
    epilog="\b\nExamples:\n  forecasts verify --db korea.db\n"
    "  forecasts verify --anchor anchors.txt --anchor 2026-W40.html --git ~/anchors\n"
    "  forecasts verify --full --json\n  forecasts verify --since 5093:013f2a4401ceb828"
)
@click.option("--full", is_flag=True, help="Signatures too.")
@click.option("--since", metavar="SEQ|RECEIPT", help="Only the rows after that one.")
@click.option("--anchor", "files", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
              help="A file that holds a head: of `anchor`, or a report.")  # fmt: skip
@click.option("--git", "folders", metavar="DIR", multiple=True, type=click.Path(path_type=Path),
              help="A repository with tags of `anchor`.")  # fmt: skip
@options.db_option
@options.json_option
def verify(
    full: bool, since: str | None, files: tuple[Path, ...], folders: tuple[Path, ...], db: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Check that every row is still what was recorded.

    Reads the whole record: SQLite's pages, the chain over every row, the texts behind their
    hashes, and the guards that refuse changes. Exit code 3 when something does not hold. Who
    rewrote the whole chain is found by --anchor: a file that was kept elsewhere, in which a report,
    a line of forecasts anchor, --json of either, or a time stamp holds the head as it was. With
    --since the older rows are taken as they are, and texts and references are not looked at.

    Codes in findings: damaged changed rewritten missing unchained forged guards; redacted (a text
    was blanked), clock (a clock was set back) and keys (a key nobody vouches for) are no failures.
    --json prints one object: ok code seq head findings[code table seq rows words] anchors
    signatures, the last null without --full.
    """
    try:
        with options.opened(db) as store:
            seen = heads(files, folders)
            start = _start(store, since)
            seen += [start] if start and start.head else []
            verdict = verification.verify(
                store, since=start.seq or 0 if start else 0, full=full, seen=seen,
                told=progress("checking", LONG),
            )  # fmt: skip
    except NoDatabaseError as error:
        raise DamagedError(error.message, error.hint) from error
    except UnicodeDecodeError as error:  # in what SQLite says of it
        raise DamagedError(f"{db} is damaged in words that cannot be read.", HINT) from error
    _tell(db, verdict, start, as_json=as_json)


def heads(files: tuple[Path, ...], folders: tuple[Path, ...]) -> list[Anchor]:
    """Return the heads that were kept in files and in tags of repositories."""
    found = [anchor for file in files for anchor in anchors.read(file)]
    if folders:
        from forecasts.cli import tags

        found += [anchor for folder in folders for anchor in tags.read(folder)]
    return found


def _start(store: Store, typed: str | None) -> Anchor | None:
    """Return from which row on to look: of a receipt with its head, of a number without."""
    if typed is None:
        return None
    if ":" in typed:
        return anchors.parsed(typed, "--since")
    if not (typed.isascii() and typed.isdigit()) or int(typed) > store.receipt().seq:
        raise InputError(
            f"--since {typed}: the record has the rows 1 to {store.receipt().seq}.",
            "Type one of them, or a receipt.",
        )
    return anchors.Anchor(int(typed), "", "--since")


def _tell(db: Path, verdict: Verdict, start: Anchor | None, *, as_json: bool) -> None:
    if as_json:
        json_line(as_record(verdict))
    if verdict.faults:
        raise DamagedError("\n".join(map(str, (f"{db} does not hold.", *verdict.findings))), HINT)
    if as_json:
        return
    rows = verdict.receipt.seq - (start.seq or 0 if start else 0)
    after = f" after row {start.seq:,}" if start else ""
    held = f", {_counted(verdict.anchors, 'anchor')} met" if verdict.anchors else ""
    signed = "" if verdict.signed is None else f", {_counted(verdict.signed, 'signature')} good"
    head = f"{db} holds: {rows:,} rows{after}{held}{signed}, head {verdict.receipt}."
    say_out("\n".join((head, *map(str, verdict.findings))))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
