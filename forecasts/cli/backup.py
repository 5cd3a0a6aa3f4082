"""`forecasts backup`: a checked copy of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.progress import progress

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.store import Store
    from forecasts.store.backup import Copy

EPILOG = """\b
Examples:
  forecasts backup --db korea.db
  forecasts backup /media/disk/korea --keep 90 --db korea.db
  15 6 * * *  forecasts backup --db /srv/korea.db    # every morning, in a crontab
"""


@click.command(epilog=EPILOG)
@click.argument("place", metavar="[DIR|FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--keep",
    metavar="N",
    type=click.IntRange(min=1),
    default=30,
    show_default=True,
    help="How many copies stay in DIR: older ones of this record are removed.",
)
@options.db_option
@options.json_option
def backup(place: Path | None, keep: int, db: Path, as_json: bool) -> None:
    """Copy the record into DIR, by default the folder backups beside it, or to FILE.db.

    Others may go on writing. The copy is checked as verify does before it gets its name, which
    tells the time in UTC; it is a record like any other. Send it elsewhere too: a copy on the
    same disk dies with it. `forecasts restore FILE` brings it back.

    --json prints one object: db, backup, bytes, seq, head, removed (older copies).
    """
    with options.opened(db) as store:
        made, removed = make(store, place, options.now(), keep)
    for fault in made.faults:
        say(f"Copied as it is: {fault}. See: {options.typed_db('forecasts verify')}")
    if as_json:
        json_line(as_record(db, made, removed))
        return
    say_out(f"Wrote {made.path}: {made.receipt.seq:,} rows, {size(made)}, head {made.receipt}.")
    say_out("Checked: the copy holds what its chain says.")
    if removed:
        say_out(f"Removed, since {keep} are kept: {', '.join(file.name for file in removed)}")


def make(
    store: Store, place: Path | None, now: datetime, keep: int
) -> tuple[Copy, tuple[Path, ...]]:
    """Make the copy where it belongs; return it, and the older copies that were removed for it."""
    from forecasts.store.backup import FOLDER, back_up, back_up_in, prune
    from forecasts.store.durable import folder_for

    told = progress("copying")
    if place is not None and not place.is_dir() and place.suffix:
        return back_up(store, place, told), ()
    folder = place or store.path.parent / FOLDER
    with folder_for(folder, mode=0o700, parents=False):
        made = back_up_in(store, folder, now, told)
    return made, prune(store, folder, keep, made.path)


def as_record(db: Path, made: Copy, removed: tuple[Path, ...]) -> dict[str, object]:
    """Return what was done in the shape that --json prints."""
    return {
        "db": str(db),
        "backup": str(made.path),
        "bytes": made.size,
        "seq": made.receipt.seq,
        "head": made.receipt.head.hex(),
        "removed": [str(file) for file in removed],
    }


def size(made: Copy) -> str:
    """Return the size of a copy for people."""
    return f"{made.size / 1e6:,.1f} MB"
