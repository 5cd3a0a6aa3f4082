"""`forecasts export`: write the record to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

LONG = 50_000  # rows, about a second of writing; less is not worth a bar


@click.group(epilog="\b\nExample:\n  forecasts export tables out --db korea.db")
def export() -> None:
    """Write the record to files."""


@export.command(epilog="\b\nExample:\n  forecasts export tables out --jsonl --db korea.db")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--jsonl", is_flag=True, help="JSON Lines in place of CSV.")
@click.option("--force", is_flag=True, help="Write over tables that are there.")
@options.db_option
@options.json_option
def tables(folder: Path, jsonl: bool, force: bool, db: Path, as_json: bool) -> None:
    """Write questions, forecasts, resolutions, forecasters and links into DIR.

    Read back by `forecasts import tables DIR`, they give the same scores to the last bit. What
    they do not carry is listed. In CSV an apostrophe stands before a text that a spreadsheet
    would run as a formula; the import takes it off again.

    --json prints one object: folder, files [table file rows], not_carried {what: how many}.
    """
    from forecasts.exporters import EXPORTERS
    from forecasts.store import courtesy, lines

    with options.opened(db) as store, store.snapshot() as connection:
        sealed = courtesy.sealed(connection, None, options.now()).rows
        write = EXPORTERS["tables"]
        written = write(connection, folder, as_jsonl=jsonl, force=force, sealed=sealed)
        missing = lines.not_carried(connection)
    if sealed:
        missing["numbers of an open round, until it closes"] = len(sealed)
    if as_json:
        files = [{"table": w.table, "file": w.file, "rows": w.rows} for w in written]
        json_line({"folder": str(folder), "files": files, "not_carried": missing})
        return
    rows = "\n".join(f"  {part.file:<18} {part.rows:>9,} rows" for part in written)
    say_out(f"Wrote {folder}:\n{rows}")
    tell_missing(missing)


@export.command(epilog="\b\nExample:\n  forecasts export ledger korea.jsonl --db korea.db")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@options.db_option
@options.json_option
def ledger(file: Path, force: bool, db: Path, as_json: bool) -> None:
    """Write the whole record into FILE, losing nothing: JSON Lines, one for each row of the chain.

    A line has the row's seq, its table, its columns, its hash, and its long texts with their
    salt, so that anyone can check the chain with SHA-256 alone. Read back by `forecasts import
    ledger FILE`, it gives the same head. Numbers of an open round are in it too.

    --json prints one object: file, rows, seq, head.
    """
    from forecasts.exporters.ledger import write
    from forecasts.store import courtesy

    with options.opened(db) as store, store.snapshot() as connection:
        head = write(store, file, force=force, told=progress("writing", LONG))
        sealed = len(courtesy.sealed(connection, None, options.now()).rows)
    if as_json:
        json_line({"file": str(file), "rows": head.seq, "seq": head.seq, "head": head.head.hex()})
        return
    say_out(f"Wrote {file}: {head.seq:,} rows, head {head}.")
    if sealed:
        say(f"It shows {sealed} numbers of a round that is still open: pass it on after its close.")


@export.command(epilog="\b\nExample:\n  forecasts export calendar due.ics --db korea.db")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@options.db_option
@options.json_option
def calendar(file: Path, db: Path, as_json: bool) -> None:
    """Write what closes and what awaits an answer into FILE, for a calendar to read.

    Every question without an outcome has an entry at its close, and one for its answer where
    that is later. Needs the extra `notify`. --json prints one object: file, entries.
    """
    from forecasts.exporters.calendar import write

    with options.opened(db) as store, store.snapshot() as connection:
        entries = write(connection, file, options.now())
    if as_json:
        json_line({"file": str(file), "entries": entries})
    else:
        say_out(f"Wrote {file}: {entries} entries.")


def tell_missing(missing: Mapping[str, int]) -> None:
    """Say what the tables leave out."""
    if missing:
        rows = "\n".join(f"  {count:>9,} {what}" for what, count in missing.items())
        say(f"On record, and not in these tables:\n{rows}")
