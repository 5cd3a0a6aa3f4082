"""Long texts blanked for good, where words stand, and the file cleaned of what was blanked."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts.errors import BusyError, ForecastsError, NotFoundError
from forecasts.fact_tables import FACTS
from forecasts.store import inspection, questions, room
from forecasts.store.connection import explained, file_of, size_of
from forecasts.store.durable import settle
from forecasts.store.lock import write_lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from forecasts.store import Batch, Store

TEXT_COLUMN = "_text"
UNCLEAN = ".unclean"
SNIPPET = 30  # characters shown on each side of a word
CHUNK = 500  # ids in one statement
READERS_MS = 1_000  # how long other programs are waited for: all who write wait with us
SQLITE_TABLES = ("sqlite_", "questions_search", "_sqlite_migrations", "ledger", "texts")


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where words stand: a table's column, at a seq. text_id: the long text that holds them.

    text_id is None in a column that is no long text, where nothing can be blanked, and seq in a
    table that holds no facts. around: the words with what stands beside them.
    """

    table: str
    seq: int | None
    column: str
    text_id: str | None
    around: str

    @property
    def name(self) -> str:
        """The column as it is typed: without the ending of a long text."""
        return self.column.removesuffix(TEXT_COLUMN)


@dataclass(frozen=True, slots=True)
class Redaction:
    """A text that was blanked on record, why, and who typed it."""

    text_id: str
    why: str
    entered_by: str | None


def text_columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield (table, column) of every column that holds the id of a long text."""
    for table in FACTS:
        for row in connection.execute(f"PRAGMA table_info({table})").fetchall():
            if str(row[1]).endswith(TEXT_COLUMN):
                yield table, str(row[1])


def find(connection: sqlite3.Connection, seq: int, column: str) -> Sighting:
    """Return the long text in a column of the row at a seq, whether or not it was blanked.

    Raises NotFoundError, naming the texts of the row, where there is none.
    """
    last = connection.execute("SELECT max(seq) FROM ledger").fetchone()[0] or 0
    found = connection.execute('SELECT "table" FROM ledger WHERE seq = ?', (min(seq, last + 1),))
    row = found.fetchone()  # SQLite takes no number of more than 64 bits
    if row is None:
        raise NotFoundError(f"there is no row {seq}.", 'Find it: forecasts redact --search "WORD"')
    table = str(row[0])
    names = [name for where, name in text_columns(connection) if where == table]
    wanted = column.removesuffix(TEXT_COLUMN) + TEXT_COLUMN
    ids = {
        name: connection.execute(f"SELECT {name} FROM {table} WHERE id = ?", (seq,)).fetchone()[0]  # noqa: S608 - our names
        for name in names
    }
    if ids.get(wanted) is None:
        there = [name.removesuffix(TEXT_COLUMN) for name, id_ in ids.items() if id_]
        hint = f"It has: {', '.join(there)}" if there else "It has no long text at all."
        raise NotFoundError(f"row {seq} of {table} has no {column}.", hint)
    kept = connection.execute("SELECT text FROM texts WHERE id = ?", (ids[wanted],)).fetchone()
    around = _around(str(kept[0] or ""), "") if kept else ""
    return Sighting(table, seq, wanted, str(ids[wanted]), around)


def search(connection: sqlite3.Connection, word: str) -> tuple[Sighting, ...]:
    """Return where a word stands, as `holds` has it: in long texts first, then in other columns."""
    kept = connection.execute("SELECT id, text FROM texts WHERE text IS NOT NULL")
    texts = {str(name): str(text) for name, text in kept if holds(str(text), word)}
    found = []
    for table, column in text_columns(connection) if texts else ():
        rows = connection.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608 - our names
        found += [
            Sighting(table, seq, column, name, _around(texts[name], word))
            for seq, name in rows
            if name in texts
        ]
    return (*sorted(found, key=lambda each: each.seq or 0), *_elsewhere(connection, word))


def _elsewhere(connection: sqlite3.Connection, word: str) -> Iterator[Sighting]:
    """Yield where a word stands in columns that are no long texts."""
    connection.create_function("holds", 1, lambda cell: isinstance(cell, str) and holds(cell, word))
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in names:
        if table.startswith(SQLITE_TABLES):
            continue
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        for _, column, kind, *_ in columns:
            if kind != "TEXT" or (table in FACTS and column.endswith(TEXT_COLUMN)):
                continue
            seq = "id" if table in FACTS else "NULL"
            for id_, cell in connection.execute(
                f"SELECT {seq}, {column} FROM {table} WHERE holds({column})"  # noqa: S608 - our names
            ).fetchall():
                yield Sighting(table, id_, column, None, _around(cell, word))


def _around(text: str, word: str) -> str:
    """Return the word with some of what stands around it, on one line."""
    text, word = plain(text), plain(word)
    at = max(text.casefold().find(word.casefold()), 0)
    start, end = max(at - SNIPPET, 0), at + len(word) + SNIPPET
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return before + text[start:end].strip() + after


def holds(text: str, word: str) -> bool:
    r"""Return whether a word stands in a text, whatever its case, and however it is written.

    A name that a line break parts, or an accent set apart from its letter, is the same name.

    >>> holds("Said Jane\n  DOE.", "jane doe"), holds("Jose\u0301", "Jos\u00e9")
    (True, True)
    """
    return plain(word).casefold() in plain(text).casefold()


def plain(text: str) -> str:
    """Return a text in one form of each letter, on one line, without marks that nobody sees.

    Those are refused where words are typed, and can be in a table that was imported.
    """
    if text.isascii():
        return " ".join(text.split())
    import unicodedata

    seen = (each for each in text if unicodedata.category(each) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", "".join(seen)).split())


def blank(batch: Batch, texts: Sequence[str], why: str, entered_by: str | None) -> int:
    """Blank the texts of these ids and record why; return how many still stood.

    The words leave the index of `list --search` too. What the file's free pages still hold goes
    with `clean`.
    """
    connection = batch.connection
    names = [name for name in dict.fromkeys(texts) if _untold(connection, name)]
    for name in names:
        batch.add("redactions", {"text_id": name, "why": why, "entered_by": entered_by})
    blank_texts(connection, names)
    return len(names)


def again(batch: Batch, redactions: Iterable[Redaction]) -> int:
    """Blank what was blanked before and stands again; return how many texts that were."""
    return sum(blank(batch, [each.text_id], each.why, each.entered_by) for each in redactions)


def standing(connection: sqlite3.Connection, texts: Iterable[str]) -> list[str]:
    """Return those of some texts that were not blanked."""
    stands = "SELECT 1 FROM texts WHERE id = ? AND text IS NOT NULL"
    return [name for name in texts if connection.execute(stands, (name,)).fetchone()]


def _untold(connection: sqlite3.Connection, name: str) -> bool:
    """Return whether the text is there, and not both blanked and recorded as such."""
    row = connection.execute("SELECT text IS NOT NULL FROM texts WHERE id = ?", (name,)).fetchone()
    told = connection.execute("SELECT 1 FROM redactions WHERE text_id = ?", (name,)).fetchone()
    return row is not None and (bool(row[0]) or told is None)


def blank_texts(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    """Blank texts, and take their words out of the index of `list --search`."""
    if names:
        _mark(file_of(connection))
    connection.execute("PRAGMA secure_delete = ON")
    connection.executemany(
        "UPDATE texts SET salt = NULL, text = NULL WHERE id = ?", [(name,) for name in names]
    )
    for start in range(0, len(names), CHUNK):
        part = names[start : start + CHUNK]
        marks = ", ".join("?" * len(part))
        touched = connection.execute(
            f"""SELECT DISTINCT question_id FROM question_revisions
            WHERE criteria_text IN ({marks}) OR background_text IN ({marks})""",  # noqa: S608 - marks
            [*part, *part],
        ).fetchall()
        for found in questions.of_ids(connection, [row[0] for row in touched]).values():
            questions.index(connection, found.id, found.slug, found.terms)


def clean(store: Store) -> ForecastsError | None:
    """Write the file anew without what was blanked; return what kept it from that, None if nothing.

    BusyError while another program reads an older state, whose pages are still needed.
    """
    connection = store.connection
    try:
        with explained(store.path), write_lock(store.path):
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("INSERT INTO questions_search (questions_search) VALUES ('rebuild')")
            _rewrite(store)
            connection.execute(f"PRAGMA busy_timeout = {READERS_MS}")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy:  # under the lock: after it the note may be of another's words
                with suppress(OSError):  # the words are gone, whatever becomes of the note
                    mark_of(store.path).unlink(missing_ok=True)
    except ForecastsError as error:
        return error
    return BusyError(f"another program reads {store.path}.") if busy else None


def mark_of(record: Path) -> Path:
    """Return the file that lies beside a record from a redaction until its file is clean."""
    real = record.resolve()
    return real.with_name(real.name + UNCLEAN)


def is_unclean(record: Path) -> bool:
    """Return whether words were blanked and may still stand in old pages of the file."""
    return mark_of(record).exists()


def _mark(record: Path) -> None:
    """Note that the file is to be cleaned: a program may be stopped between the two."""
    with suppress(OSError):  # without it all is done as well, and only a stop goes unseen
        mark_of(record).touch()
        settle(record.parent)


def _rewrite(store: Store) -> None:
    """Write every page anew: first into a temporary file, then beside the record."""
    try:
        store.connection.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_FULL":
            raise
        size = size_of(store.connection)
        disks = {room.disk_of(place) for place in (temporary(), store.path)}
        needed = 2 * size // len(disks)  # one of the two files on each
        short = min(disks, key=room.free)
        real = store.path.resolve()
        begun = room.taken(real.with_name(f"{real.name}-wal")) if short in real.parents else 0
        raise room.full(short, needed, begun, so="nothing was cleaned") from error


def temporary() -> Path:
    """Return the folder of SQLite's temporary files (sqlite.org/tempfiles.html, section 5)."""
    named = (os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"))
    places = [Path(name) for name in (*named, "/var/tmp", "/usr/tmp", "/tmp", ".") if name]  # noqa: S108 - SQLite's
    return next(place for place in places if place.is_dir() and os.access(place, os.W_OK | os.X_OK))


def holders(paths: Iterable[Path], texts: Sequence[str]) -> tuple[Path, ...]:
    """Return those of some copies of the record in which one of the texts still stands."""
    return tuple(path for path in paths if _holds(path, texts))


def _holds(path: Path, texts: Sequence[str]) -> bool:
    try:
        with inspection.looking(path, inspection.pages(path)) as copy:
            rows = (
                copy.connection.execute("SELECT text IS NOT NULL FROM texts WHERE id = ?", (name,))
                for name in texts
            )
            return any((row.fetchone() or (0,))[0] for row in rows)
    except (ForecastsError, sqlite3.Error):
        return False


def blanked(connection: sqlite3.Connection) -> tuple[Redaction, ...]:
    """Return every redaction on record, the first one first."""
    rows = connection.execute("SELECT text_id, why, entered_by FROM redactions ORDER BY id")
    return tuple(Redaction(*row) for row in rows)
