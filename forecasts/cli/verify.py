"""`forecasts verify`: check that nothing on record was changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.progress import progress
from forecasts.errors import DamagedError, InputError, NoDatabaseError
from forecasts.ledger import GENESIS
from forecasts.store import Receipt, anchors, beside, guards, verification
from forecasts.store.findings import Code, Finding

if TYPE_CHECKING:
    from forecasts.store import Store
    from forecasts.store.anchors import Anchor
    from forecasts.store.verification import Verdict

HINT = "Restore a backup from before, or ask whoever had the file; receipts tell what was said."
GUARDS = "Every row holds. Put them back, which goes on record: "
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
@click.option("--restore-guards", is_flag=True, help="Put guards back, where every row holds.")
@options.db_option
@options.json_option
def verify(
    full: bool, since: str | None, files: tuple[Path, ...], folders: tuple[Path, ...],
    restore_guards: bool, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """Check that every row is still what was recorded.

    Reads the whole record: SQLite's pages, the chain over every row, the texts behind their
    hashes, and the guards that refuse changes. Exit code 3 when something does not hold. Who
    rewrote the whole chain is found by --anchor: a file that was kept elsewhere, in which a report,
    a line of forecasts anchor, --json of either, or a time stamp holds the head as it was. With
    --since the older rows are taken as they are, and texts and references are not looked at.

    A record of an older version is read as it is. Nothing is changed, unless --restore-guards finds
    guards missing and every row whole: then they are put back, which goes on record.

    Codes in findings: damaged changed rewritten missing unchained invalid forged guards; redacted
    (a text was blanked), clock (a clock was set back), keys (a key nobody vouches for) and unsigned
    (a forecast of somebody who had a key) are no failures; the last two with --full alone.
    --json prints one object: ok code seq head findings[code table seq rows words] anchors
    signatures, the last null without --full.
    """
    start, hint = None, HINT
    try:
        seen = heads(files, folders, db)
        with options.opened(db, as_it_is=True) as store:
            start = _start(store, since)
            seen += [start] if start and start.head else []
            verdict = verification.verify(
                store, since=start.seq or 0 if start else 0, full=full, seen=seen,
                told=progress("checking", LONG),
            )  # fmt: skip
    except (NoDatabaseError, DamagedError) as error:
        verdict, hint = _unopened(error.message), error.hint
    if restore_guards:
        verdict = _restored(db, verdict, start)
    _tell(db, verdict, start, hint, as_json=as_json)


def _unopened(why: str) -> Verdict:
    """Return the verdict on a file that cannot be opened as the record that it was."""
    found = Finding(Code.DAMAGED, "", why.rstrip("."))
    return verification.Verdict(Receipt(0, GENESIS), (found,))


def _restored(db: Path, verdict: Verdict, start: Anchor | None) -> Verdict:
    """Put the guards back where nothing else is wrong; return what is to be told then."""
    if {found.code for found in verdict.faults} != {Code.GUARDS}:
        return verdict
    if start is not None:
        raise InputError("guards are put back where every row holds.", "Leave --since out.")
    with options.opened(db) as store:
        count, receipt = guards.restore(store, options.now())
    say(f"Put back (guards, indexes, views): {count}; that is on record, receipt {receipt}.")
    rest = tuple(found for found in verdict.findings if found.code is not Code.GUARDS)
    return replace(verdict, findings=rest, receipt=receipt)


def heads(files: tuple[Path, ...], folders: tuple[Path, ...], db: Path) -> list[Anchor]:
    """Return the heads that were kept in files and in tags of repositories.

    Raises RefusedError for a file of a record: what stands in there was kept nowhere else.
    """
    for file in files:
        beside.refuse(file, db, "Name what was kept: a line of forecasts anchor, or a report.")
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


def _tell(db: Path, verdict: Verdict, start: Anchor | None, hint: str, *, as_json: bool) -> None:
    if as_json:
        json_line(as_record(verdict))
    if start is None and {found.code for found in verdict.faults} == {Code.GUARDS}:
        is_mended = guards.can_be_put_back(verdict.faults)
        mend = options.typed_db("forecasts verify --restore-guards")
        hint = f"{GUARDS}{mend}" if is_mended else f"Every row holds. {guards.INSTEAD}"
    if verdict.faults:
        words = "\n".join(map(str, (f"{db} does not hold.", *verdict.findings)))
        raise DamagedError(words, hint)
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
