"""`forecasts restore`: put a copy back in the record's place."""

from __future__ import annotations

import shlex
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.progress import progress
from forecasts.errors import DamagedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from forecasts.store import Store
    from forecasts.store.restore import Standing

EPILOG = "\b\nExample:\n  forecasts restore backups/korea-20261103T050000Z.db --db korea.db"


@click.command(epilog=EPILOG)
@click.argument("copy", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--anchor",
    "anchors",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Anchors or receipts that were kept elsewhere: the copy must extend them.",
)
@click.option("--lose-newer", is_flag=True, help="Let go the rows that the copy lacks.")
@click.option("--anyway", is_flag=True, help="Take a copy that is damaged or extends no anchor.")
@options.db_option
@options.json_option
def restore(
    copy: Path, anchors: tuple[Path, ...], lose_newer: bool, anyway: bool, db: Path, as_json: bool
) -> None:
    """Put the backup FILE in the record's place; what was there is kept beside it.

    The copy is checked first. It is refused when it lacks rows that the record has, when it does
    not extend an anchor on record or in a file, and while another program has the record open.
    What was blanked since the copy was made is blanked again.

    --json prints one object: db, from, seq, head, kept (the record before), lost (rows), common
    (the last seq that both have), blanked (texts).
    """
    from forecasts.store import anchors as known
    from forecasts.store import restore as restoring

    refuse_no_copy(copy, db)
    place = db.resolve() if db.is_symlink() else db  # what stands in place of a link is no record
    heads = [head for file in anchors for head in known.read(file)]
    with opened(copy, place) as found, restoring.alone(place) as present:
        standing = restoring.compared(found, present, heads)
        restoring.refuse(standing, db, lose_newer=lose_newer, anyway=anyway)
        now = options.now()
        with restoring.blanked_again(found, place, standing, now) as clean:
            kept = restoring.put(clean, place, present, kept_at(place, now), progress("copying"))
    tell(db, copy, standing, kept, as_json=as_json)


def refuse_no_copy(copy: Path, db: Path) -> None:
    """Raise NotFoundError, naming the newest backup, where there is nothing to restore from."""
    if copy.is_file() and copy.stat().st_size:
        return
    is_folder = copy.is_dir()
    if is_folder:
        what = f"{copy} is a folder: name the copy in it"
    else:
        what = f"there is no copy to restore from at {copy}"
        what += ": that file is empty" if copy.exists() else ""
    raise NotFoundError(f"{what}.", another(copy, db))


@contextmanager
def opened(copy: Path, db: Path) -> Iterator[Store]:
    """Open the copy; where that cannot be read, say which other one there is."""
    from forecasts.store import restore as restoring

    with ExitStack() as ending:
        try:
            found = ending.enter_context(restoring.opened(copy, db))
        except (NotFoundError, DamagedError) as error:
            error.hint = another(copy, db)
            raise
        yield found


def another(copy: Path, db: Path) -> str:
    """Return what to type instead of a copy that is none: the newest backup that is seen."""
    from forecasts.store.backup import FOLDER, copies

    folder = copy if copy.is_dir() else db.parent / FOLDER
    found = copies(db, folder) if folder.is_dir() else ()
    for newest in (each for each in found if not (copy.exists() and each.samefile(copy))):
        typed = options.typed_db(f"forecasts restore {shlex.quote(str(newest))}")
        return f"The newest backup: {typed}"
    return "Where the backups are, `forecasts backup` said when it made them."


def kept_at(db: Path, now: datetime) -> Path:
    """Return a name that is free for the record that was there."""
    from forecasts.store.backup import STAMP

    stem = f"{db.stem}-before-{now.strftime(STAMP)}"
    names = (f"{stem}{more}{db.suffix}" for more in ("", *(f"-{n}" for n in range(2, 100))))
    return next(place for name in names if not (place := db.with_name(name)).exists())


def tell(db: Path, copy: Path, standing: Standing, kept: Path | None, *, as_json: bool) -> None:
    """Say what stands in the record's place now, and what became of the one before."""
    if as_json:
        json_line(
            {
                "db": str(db),
                "from": str(copy),
                "seq": standing.copy.seq,
                "head": standing.copy.head.hex(),
                "kept": str(kept) if kept else None,
                "lost": standing.lost,
                "common": standing.common,
                "blanked": len(standing.blanked),
            }
        )
        return
    say_out(f"Restored {db} from {copy}: {standing.copy.seq:,} rows, head {standing.copy}.")
    if kept:
        say_out(f"The record before is kept as {kept}.")
    if standing.lost:
        from forecasts.store.restore import loss

        say_out(f"It alone has {loss(standing).removesuffix(',')}.")
    if standing.blanked:
        say_out(f"{len(standing.blanked)} texts that had been blanked were blanked again.")
    if kept and standing.present is None:
        say(f"{kept} could not be read: what it had beyond the copy is not known.")
