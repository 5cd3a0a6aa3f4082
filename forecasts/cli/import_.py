"""`forecasts import`: read records from files."""

from __future__ import annotations

import shlex
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.progress import progress
from forecasts.errors import ForecastsError, NotFoundError
from forecasts.lines import FORECASTERS, FORECASTS, LINKS, QUESTIONS, RESOLUTIONS
from forecasts.model import ForecasterKind
from forecasts.store import create_store, open_store, remove
from forecasts.store.connection import is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forecasts.importers.merge import Merged
    from forecasts.lines import Tables
    from forecasts.store import Receipt, Store
    from forecasts.store.transfer import Received

LONG = 50_000  # rows, about two seconds of reading; less is not worth a bar


@click.group("import", epilog="\b\nExample:\n  forecasts import tables crowd --init --kind crowd")
def import_() -> None:
    """Read records from files: many rows at once, all of them or none."""


def columns() -> str:
    """Return the tables and their columns, as --help shows them."""
    rows = []
    for table in (QUESTIONS, FORECASTS, RESOLUTIONS, FORECASTERS, LINKS):
        needed, other = table.names[: table.required], table.names[table.required :]
        words = wrap(f"{' '.join(needed)} | {' '.join(other)}", 60)
        rows += [f"  {table.name if i == 0 else '':<12} {part}" for i, part in enumerate(words)]
    return "\n".join(["\b", "Columns, those before the bar required:", *rows])


EXAMPLE = "\b\nExample:\n  forecasts import tables crowd --init --kind crowd --db c.db"


@import_.command(epilog=f"{columns()}\n\n{EXAMPLE}")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--init", "make", is_flag=True, help="Make the record when there is none.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ForecasterKind]),
    default=ForecasterKind.PERSON.value,
    show_default=True,
    help="What new forecasters are, where the tables do not say.",
)
@options.db_option
@options.json_option
@options.uuid_option
def tables(folder: Path, make: bool, kind: str, db: Path, as_json: bool, uuid: str | None) -> None:
    """Read the tables in DIR, .csv or .jsonl: what is new is added, what is known is skipped.

    Any of the five may be missing, and a column that is left out changes nothing on record. Times
    end in Z or an offset; topics and aliases are set apart by semicolons; happened_at is an
    instant, or from/to. The same slug with other words is a revision, another outcome a
    re-resolution; of two numbers for one instant the later line stands. Bad rows are all shown,
    and then nothing is written.

    A forecast has one of probability; probabilities, a JSON list in the order of the options, null
    for one not on offer; cdf, a list of heights on the equally spaced grid of the range; quantiles,
    an object of level to number or instant; family, {"name": "normal", "parameters": [8, 2]}.
    Options are a JSON list of names, or of objects of name, from, until and other; a date
    question's range_max is its horizon. An outcome is yes, no, a share of yes, an option, a
    number, low..high, a day or instant, below, above or never; or annulled, ambiguous, disputed or
    reopened.

    --json prints one object: db, questions {added revised known}, forecasts {added known late},
    resolutions {added re_resolved known}, forecasters {made changed}, links {added known},
    not_read (files beside the tables), seq, receipt (null when nothing was new), next.
    """
    from forecasts.importers import IMPORTERS
    from forecasts.importers.merge import merge, refuse_bad_rows

    now, who = options.now(), ForecasterKind(kind)
    if not make:
        open_store(db).close()  # a mistyped path is told before a long file is read
    read = IMPORTERS["tables"](folder, progress("reading"))
    with (
        made(db, lambda: refuse_bad_rows(read, who, now)) if make else nullcontext(),
        options.opened(db, bulk=True) as store,
        store.append(now, "import tables", uuid) as batch,
    ):
        before = batch.seq
        done = merge(batch, read, who, now, progress("writing"))
        new = batch.seq > before
    tell(folder, db, read, done, batch.receipt if new else None, as_json=as_json)


@import_.command(epilog="\b\nExample:\n  forecasts import ledger korea.jsonl --init --db copy.db")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--init", "make", is_flag=True, help="Make the record when there is none.")
@options.db_option
@options.json_option
def ledger(file: Path, make: bool, db: Path, as_json: bool) -> None:
    """Read a FILE of `forecasts export ledger`: the same rows, the same hashes, the same head.

    Every hash is checked while it is read, and a line that was changed is refused by its number.
    Into a record that is a beginning of it, the rest is added; where the two part, nothing is
    written. What the file says was blanked is blanked here too. A retry adds nothing.

    --json prints one object: db, added, known, blanked, seq, head, next.
    """
    from forecasts.cli.redact import refuse

    if not file.exists():
        raise NotFoundError(f"there is no file {file}.", "Make one: forecasts export ledger FILE")
    if not make and not db.exists():
        typed = f"forecasts import ledger {shlex.quote(str(file))} --init"
        raise NotFoundError(
            f"there is no record at {db}.",
            f"Make one of the file: {options.typed_db(typed)}",
        )
    with made(db) if make else nullcontext(), options.opened(db, bulk=True) as store:
        done, fault = receive(store, file)
        broken = broken_rules(store) if done.added else ()
    tell_ledger(file, db, done, as_json=as_json)
    for each in broken:
        say(f"Read as it is: {each}. See: {options.typed_db('forecasts verify')}")
    refuse(fault)


def receive(store: Store, file: Path) -> tuple[Received, ForecastsError | None]:
    """Read a ledger into the record; return what was done, and why old pages could not be cleaned.

    They are where the file tells of texts that were blanked, on record already or not: who reads
    it again may have been stopped before.
    """
    from forecasts.importers.ledger import read
    from forecasts.store import redaction

    done = read(store, file, progress("reading", LONG))
    return done, redaction.clean(store) if done.redacted else None


def broken_rules(store: Store) -> tuple[str, ...]:
    """Return in words which rows are chained and against the rules: no export leaves them out."""
    from forecasts.store import against_rules, instants

    connection = store.connection
    return tuple(map(str, (*instants.impossible(connection), *against_rules.rows(connection))))


@contextmanager
def made(db: Path, checked: Callable[[], object] = list) -> Iterator[None]:
    """Make the record where there is none; take it away again where no rows come of it."""
    if not is_blank(db):
        yield
        return
    checked()
    create_store(db).close()
    try:
        yield
    except BaseException:
        forget(db)
        raise


def forget(db: Path) -> None:
    """Remove a record that was made for rows that did not come."""
    from forecasts.store import restore

    with suppress(ForecastsError), restore.alone(db) as record:
        if record and not record.execute("SELECT count(*) FROM ledger").fetchone()[0]:
            remove(db)


def tell_ledger(file: Path, db: Path, done: Received, *, as_json: bool) -> None:
    """Say what a ledger added, and what to type next."""
    receipt = done.receipt
    if as_json:
        counts = {"added": done.added, "known": done.known, "blanked": done.blanked}
        head = {"seq": receipt.seq, "head": receipt.head.hex(), "next": tick(db)}
        json_line({"db": str(db), **counts, **head})
    elif done.added:
        say_out(f"Read {file} into {db}: {done.added:,} rows added, {done.known:,} known.")
        say_out(f"Every hash holds. Receipt {receipt}\nNext: {tick(db)}")
    else:
        say_out(f"All {done.known:,} rows of {file} are on record already: nothing was written.")
    if done.blanked:
        say(f"{done.blanked} texts were blanked here too, as the file says.")


def as_record(db: Path, read: Tables, done: Merged, receipt: Receipt | None) -> dict[str, object]:
    """Return the summary as --json prints it."""
    return {
        "db": str(db),
        "questions": {
            "added": done.questions_added,
            "revised": done.questions_revised,
            "known": done.questions_known,
        },
        "forecasts": {
            "added": done.forecasts_added,
            "known": done.forecasts_known,
            "late": done.forecasts_late,
        },
        "resolutions": {
            "added": done.resolutions_added,
            "re_resolved": done.resolutions_re_resolved,
            "known": done.resolutions_known,
        },
        "forecasters": {"made": done.forecasters_made, "changed": done.forecasters_changed},
        "links": {"added": done.links_added, "known": done.links_known},
        "not_read": read.not_read,
        "seq": receipt.seq if receipt else None,
        "receipt": str(receipt) if receipt else None,
        "next": tick(db),
    }


def tick(db: Path) -> str:
    """Return the command that scores what was read."""
    return f"forecasts tracker tick --db {shlex.quote(str(db))}"


def tell(
    folder: Path, db: Path, read: Tables, done: Merged, receipt: Receipt | None, *, as_json: bool
) -> None:
    """Say what was read, and what to type next."""
    if as_json:
        json_line(as_record(db, read, done, receipt))
        return
    if read.not_read:
        say(f"Not read, since they are no tables of the plain format: {', '.join(read.not_read)}")
    counts = {
        name: ", ".join(f"{n:,} {what.replace('_', '-')}" for what, n in part.items() if n)
        for name, part in as_record(db, read, done, receipt).items()
        if isinstance(part, dict)
    }
    rows = [f"  {name:<12} {words}" for name, words in counts.items() if words]
    say_out("\n".join([f"Read {folder} into {db}:", *rows]))
    if done.forecasts_late:
        say_out("Late ones came at or after the close or the known outcome: kept, never scored.")
    if receipt is None:
        say_out("All of it is on record already: nothing was written.")
        return
    say_out(f"Receipt {receipt}\nNext: {tick(db)}")
