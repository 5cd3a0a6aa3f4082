"""The record's tables as numbered migrations, with the guards that keep facts as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import fact_tables
from forecasts.errors import ForecastsError
from forecasts.fact_tables import ALSO_ONCE, FIRST_FACTS, INDEXES, LIFE_CYCLE_FACTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

APPLICATION_ID = 0x46434153  # "FCAS": tells this record from any other SQLite file

VIEWS = """
CREATE VIEW forecasters_now AS
    SELECT f.forecaster_id AS id, f.name, f.kind, f.aliases, f.retired_at
    FROM forecasters f
    WHERE f.id = (SELECT max(g.id) FROM forecasters g WHERE g.forecaster_id = f.forecaster_id);
CREATE VIEW resolutions_now AS
    SELECT r.* FROM resolutions r
    WHERE r.id = (SELECT max(s.id) FROM resolutions s WHERE s.question_id = r.question_id);
CREATE VIEW questions_now AS
    SELECT q.id, q.number, q.slug, q.type, q.follows, r.id AS revision_id, r.revision, r.title,
        r.criteria_text, r.background_text, r.opens_at, r.closes_at, r.resolves_by, r.timezone,
        r.options, r.range_min, r.range_max, r.open_lower, r.open_upper, r.zero_point, r.bins,
        r.levels, r.unit, r.topics, r.group_name, r.url, r.spot_at, r.reference_class,
        r.by_deadline, r.retrospective, q.recorded_at
    FROM questions q JOIN question_revisions r ON r.question_id = q.id
    WHERE r.id = (SELECT max(s.id) FROM question_revisions s WHERE s.question_id = q.id);
CREATE VIEW forecasts_now AS
    SELECT q.slug AS question, w.name AS forecaster, f.probability, f.typed, f.made_at,
        f.expires_at, f.question_id, f.forecaster_id, f.id
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY question_id, forecaster_id ORDER BY made_at DESC, id DESC) AS age
        FROM forecasts
        WHERE action <> 'said'
            AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
    ) f
    JOIN questions q ON q.id = f.question_id
    JOIN forecasters_now w ON w.id = f.forecaster_id
    WHERE f.age = 1 AND f.action <> 'withdrawal';
"""

# What awaits a second person is not in force: the ruling before it stands until then.
LIFE_CYCLE_VIEWS = """
CREATE VIEW resolutions_now AS
    SELECT r.* FROM resolutions r
    WHERE r.id = (
        SELECT s.id FROM resolutions s
        WHERE s.question_id = r.question_id AND (s.awaits IS NOT 1 OR EXISTS (
            SELECT 1 FROM confirmations c
            WHERE c.resolution_id = s.id AND lower(c.confirmer) IS NOT lower(s.resolver)))
        ORDER BY s.id DESC LIMIT 1);
CREATE VIEW proposals_now AS
    SELECT p.* FROM proposals p
    WHERE p.id = (SELECT max(s.id) FROM proposals s WHERE s.question_id = p.question_id)
        AND NOT EXISTS (
            SELECT 1 FROM resolutions r WHERE r.question_id = p.question_id AND r.id > p.id);
CREATE VIEW rounds_now AS
    SELECT r.round_id AS id, r.name, r.questions, r.forecasters, r.closes_at, r.closed_at,
        r.entered_by
    FROM rounds r
    WHERE r.id = (SELECT max(s.id) FROM rounds s WHERE s.round_id = r.round_id);
"""

TEXTS = """
CREATE TABLE texts (id TEXT PRIMARY KEY, salt BLOB, text TEXT) STRICT, WITHOUT ROWID;
CREATE TRIGGER texts_insert BEFORE INSERT ON texts
    WHEN EXISTS (SELECT 1 FROM texts WHERE id = NEW.id)
    BEGIN SELECT raise(ABORT, 'texts: this text is already kept'); END;
CREATE TRIGGER texts_update BEFORE UPDATE ON texts
    WHEN NEW.id <> OLD.id OR NEW.text IS NOT NULL OR NEW.salt IS NOT NULL
    BEGIN SELECT raise(ABORT, 'texts: a text can be blanked and never changed'); END;
CREATE TRIGGER texts_delete BEFORE DELETE ON texts
    BEGIN SELECT raise(ABORT, 'texts: a text can be blanked and never deleted'); END;
"""

TOLD_BLANKS = """
DROP TRIGGER texts_update;
CREATE TRIGGER texts_update BEFORE UPDATE ON texts
    WHEN NEW.id <> OLD.id OR NEW.text IS NOT NULL OR NEW.salt IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM redactions WHERE text_id = OLD.id)
    BEGIN SELECT raise(ABORT, 'texts: a text is blanked by redact alone, and never changed'); END;
"""

LEDGER = """
CREATE TABLE ledger (seq INTEGER PRIMARY KEY, "table" TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TRIGGER ledger_insert BEFORE INSERT ON ledger
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
    BEGIN SELECT raise(ABORT, 'ledger: rows are appended one after the other'); END;
CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger
    BEGIN SELECT raise(ABORT, 'ledger: rows are never changed'); END;
CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger
    BEGIN SELECT raise(ABORT, 'ledger: rows are never deleted'); END;
"""

# Derived, so it may be rewritten: words of the present revision, for `list --search`.
SEARCH = "CREATE VIRTUAL TABLE questions_search USING fts5(slug, title, words, topics);"


def guarded(table: str, definition: str) -> str:
    """Return the DDL of a fact table with its indexes and its three append-only guards."""
    once = " ".join(
        f"OR EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column})"  # noqa: S608 - our names
        for column in ALSO_ONCE.get(table, ())
    )
    indexes = "\n".join(
        f"CREATE INDEX {table}_by_{columns.split(',')[0]} ON {table} ({columns});"
        for columns in INDEXES.get(table, ())
    )
    # ruff reads the DDL as a query made of somebody's words; every name in it is our own.
    return f"""
    CREATE TABLE {table} (id INTEGER PRIMARY KEY, {definition}) STRICT;
    {indexes}
    CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}
        WHEN NEW.id < 1 OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {once}
        BEGIN SELECT raise(ABORT, '{table}: a fact is added once and never replaced'); END;
    CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
        BEGIN SELECT raise(ABORT, '{table}: facts are never changed'); END;
    CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
        BEGIN SELECT raise(ABORT, '{table}: facts are never deleted'); END;
    """  # noqa: S608


def _statements(script: str) -> list[str]:
    """Split a script into statements: executescript would commit the migration half-way."""
    import sqlite3

    statements, pending = [], ""
    for piece in script.split(";"):
        pending += piece + ";"
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return [statement for statement in statements if statement.strip(" \n;")]


def _added(tables: Mapping[str, str], columns: Mapping[str, tuple[str, ...]]) -> str:
    """Return the DDL of tables that are new, and of columns that come to others."""
    return "".join(
        (
            *(guarded(table, definition) for table, definition in tables.items()),
            *(
                f"ALTER TABLE {table} ADD COLUMN {column};"
                for table, added in columns.items()
                for column in added
            ),
        )
    )


def first_tables(connection: sqlite3.Connection) -> None:
    """Make the record: every fact table for every type of question, the chain and the views."""
    added = _added(FIRST_FACTS, {})
    for statement in _statements(LEDGER + TEXTS + added + VIEWS + SEARCH):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def predictions_of_every_kind(connection: sqlite3.Connection) -> None:
    """Show all forms of a prediction in forecasts_now, and not the probability alone."""
    shown = "f.probability, f.probabilities, f.quantiles, f.cdf, f.family,"
    view = VIEWS[VIEWS.index("CREATE VIEW forecasts_now") :]
    for statement in ("DROP VIEW forecasts_now", view.replace("f.probability,", shown)):
        connection.execute(statement)


def life_cycle(connection: sqlite3.Connection) -> None:
    """Let outcomes be proposed, confirmed and disputed, and numbers be asked for in rounds."""
    added = _added(LIFE_CYCLE_FACTS, fact_tables.LIFE_CYCLE_COLUMNS)
    people, _, questions = (f"CREATE VIEW{view}" for view in VIEWS.split("CREATE VIEW")[1:4])
    views = "".join(
        (
            "DROP VIEW forecasters_now; DROP VIEW resolutions_now; DROP VIEW questions_now;",
            people.replace("f.retired_at", "f.retired_at, f.may_enter"),
            questions.replace("r.retrospective,", "r.retrospective, r.second_person, r.resolver,"),
            LIFE_CYCLE_VIEWS,
        )
    )
    for statement in _statements(added + views):
        connection.execute(statement)


def reviews(connection: sqlite3.Connection) -> None:
    """Let a review ask and teach, and forecasters say whether they want hints."""
    people = f"CREATE VIEW{VIEWS.split('CREATE VIEW')[1]}"
    view = people.replace("f.retired_at", "f.retired_at, f.may_enter, f.hints")
    added = _added(fact_tables.REVIEW_FACTS, fact_tables.REVIEW_COLUMNS)
    for statement in _statements(f"{added} DROP VIEW forecasters_now; {view}"):
        connection.execute(statement)


def trust(connection: sqlite3.Connection) -> None:
    """Let heads be anchored, forecasts be signed, and what was blanked be said."""
    for statement in _statements(_added(fact_tables.TRUST_FACTS, {})):
        connection.execute(statement)


def claims(connection: sqlite3.Connection) -> None:
    """Let texts be kept with what was made of their claims, and indicators be watched."""
    questions = f"CREATE VIEW{VIEWS.split('CREATE VIEW')[3]}"
    columns = "r.retrospective, r.second_person, r.resolver, r.reference_basis,"
    view = questions.replace("r.retrospective,", columns)
    added = _added(fact_tables.CLAIM_FACTS, fact_tables.CLAIM_COLUMNS)
    for statement in _statements(f"{added} DROP VIEW questions_now; {view}"):
        connection.execute(statement)


def told_blanks(connection: sqlite3.Connection) -> None:
    """Let a text be blanked only where an entry says so; add what development left out before."""
    for table, columns in {**fact_tables.CLAIM_COLUMNS, **fact_tables.LEFT_OUT}.items():
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        for column in columns:
            if column.split()[0] not in there:
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for statement in _statements(TOLD_BLANKS):
        connection.execute(statement)


# A schema change is a function at the end of this table; a released one is never edited.
MIGRATIONS = (
    first_tables, predictions_of_every_kind, life_cycle, reviews, trust, claims, told_blanks,
)  # fmt: skip
VERSION = len(MIGRATIONS)

# SHA-256 of what `triggers` returns for a record of this schema: a writer compares a hundred
# triggers with it in less than a millisecond, where to make a record to compare takes twenty.
TRIGGERS = "45c57113ce55e49e2961df525111d44f8e5ecee7a915b866ff864ed3039819d6"
# Of the DDL of tables and guards as versions under development made them on 2026-11-22, before
# the schemas 4, 5 and 6 were settled: the first 16 hex digits of each SHA-256.
DEVELOPMENT = frozenset({
    "2a103be578efd25e", "fe8785fbe70907f5", "8eaebe75f9a0b4f9", "f055ea1189f0cc50",
    "273b3aa2e37463a4", "368ea6014f8b61c4",
    "fd947031c15ad467", "a45bbbb9589b6c17",  # the first two, with what `told_blanks` adds
})  # fmt: skip


def version_of(connection: sqlite3.Connection) -> int:
    """Return the number of migrations the file has had; 0 for a file that is no record."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(found: int) -> None:
    """Raise for a schema that only a newer version of this program knows."""
    if found > VERSION:
        raise ForecastsError(
            f"this record has schema {found}, newer than this program's {VERSION}.",
            "Upgrade: uv tool upgrade forecasts, or pipx upgrade forecasts.",
        )


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date; the caller holds the write lock. Raise when it is newer.

    sqlite-utils keeps the book of what was applied; user_version is the gate that every command
    can read without importing it.
    """
    found = version_of(connection)
    refuse_newer(found)
    if found == VERSION:
        return
    from sqlite_utils import Database, Migrations

    migrations = Migrations("forecasts")
    for step in MIGRATIONS:
        migrations(name=step.__name__)(lambda db, step=step: step(db.conn))
    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {VERSION}")
