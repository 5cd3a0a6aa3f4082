"""Whatever was changed behind the guards is found, and the first bad row is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forecasts import fact_tables, schema
from forecasts.cli import run
from forecasts.store import open_store, redaction
from forecasts.store.verification import Code, Finding, verify

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@contextmanager
def tampered(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the record with its guards off, and put them back afterwards as if nothing happened."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)


def found_in(path: Path) -> tuple[Finding, ...]:
    with closing(open_store(path)) as store:
        return verify(store).findings


def only(path: Path) -> Finding:
    """Return what was found, which must be one thing."""
    (found,) = found_in(path)
    return found


def ids(path: Path, table: str) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        return [id_ for (id_,) in connection.execute(f"SELECT id FROM {table} ORDER BY id")]


def test_a_record_nobody_touched_holds(small_record: Path) -> None:
    with closing(open_store(small_record)) as store:
        verdict = verify(store)
    assert verdict.findings == verdict.faults == ()
    assert verdict.receipt.seq == ids(small_record, "appends")[-1]


def test_a_changed_row_is_named(small_record: Path) -> None:
    with tampered(small_record) as connection:
        connection.execute("UPDATE forecasts SET probability = 0.99 WHERE probability = 0.5")
    found = only(small_record)
    assert (found.code, found.table) == (Code.CHANGED, "forecasts")
    assert found.seq == ids(small_record, "forecasts")[1]
    assert str(found) == f"row changed: forecasts row {found.seq} is not what was recorded"


def test_the_first_of_many_changed_rows_is_named(small_record: Path) -> None:
    with tampered(small_record) as connection:
        connection.execute("UPDATE forecasts SET typed = 'x'")
    found = only(small_record)
    assert (found.code, found.rows, found.seq) == (
        Code.CHANGED, 3, ids(small_record, "forecasts")[0])  # fmt: skip


def test_every_value_of_every_table_is_covered(small_record: Path, tmp_path: Path) -> None:
    """Change each cell of the last row of each table by the least there is."""
    other = {"INTEGER": "ifnull({0}, 0) + 1", "REAL": "ifnull({0}, 0) + 1e-9",
             "TEXT": "ifnull({0}, '') || 'x'", "BLOB": "zeroblob(32)"}  # fmt: skip
    with closing(sqlite3.connect(small_record)) as connection:
        cells = [
            (table, row[1], row[2])
            for table in (*fact_tables.FACTS, "ledger", "texts")
            for row in connection.execute(f"PRAGMA table_info({table})")
        ]
    missed = []
    for table, column, kind in cells:
        copy = tmp_path / "copy.db"
        shutil.copy(small_record, copy)
        with tampered(copy) as connection:
            value = other[kind].format(f'"{column}"')
            key = {"ledger": "seq"}.get(table, "id")
            row = f"{key} = (SELECT max({key}) FROM {table})"
            connection.execute(f'UPDATE {table} SET "{column}" = {value} WHERE {row}')
        with closing(open_store(copy)) as store:
            if not verify(store).faults:
                missed.append((table, column))
        for file in tmp_path.glob("copy.db*"):
            file.unlink()
    assert missed == []
    assert len(cells) > 100


def test_a_row_that_was_taken_out_is_missed(small_record: Path) -> None:
    gone = ids(small_record, "evidence")[0]
    with tampered(small_record) as connection:
        connection.execute("DELETE FROM evidence")
    found = only(small_record)
    assert (found.code, found.table, found.seq) == (Code.MISSING, "evidence", gone)


def test_a_row_that_others_name_is_missed_there_too(small_record: Path) -> None:
    gone = ids(small_record, "questions")[0]
    with tampered(small_record) as connection:
        connection.execute("DELETE FROM questions WHERE id = ?", (gone,))
    words = [found.words for found in found_in(small_record)]
    assert f"questions row {gone} is in the chain and not in its table" in words
    assert any("names a row of questions that is not there" in each for each in words)


def test_a_text_that_was_taken_out_is_missed(small_record: Path) -> None:
    with tampered(small_record) as connection:
        connection.execute("DELETE FROM texts WHERE text = 'Look up.'")
    found = only(small_record)
    lesson = ids(small_record, "lessons")[0]
    assert (found.code, found.table, found.seq) == (Code.MISSING, "lessons", lesson)


def test_a_changed_text_is_found(small_record: Path) -> None:
    with tampered(small_record) as connection:
        connection.execute("UPDATE texts SET text = 'It did not.' WHERE text = 'It rained.'")
    found = only(small_record)
    assert (found.code, found.table, found.rows) == (Code.CHANGED, "texts", 1)


def test_a_row_past_the_chain_is_found_though_no_guard_was_touched(small_record: Path) -> None:
    last = ids(small_record, "appends")[-1]
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO lessons (id, period, words_text, recorded_at)"
            " SELECT ?, period, words_text, recorded_at FROM lessons",
            (last + 1,),
        )
    found = only(small_record)
    assert (found.code, found.table, found.seq) == (Code.UNCHAINED, "lessons", last + 1)


def test_a_rewritten_hash_is_told_from_a_changed_row(small_record: Path) -> None:
    seq = ids(small_record, "forecasts")[1]
    with tampered(small_record) as connection:
        connection.execute("UPDATE ledger SET hash = zeroblob(32) WHERE seq = ?", (seq,))
    found = only(small_record)
    assert (found.code, found.table, found.seq) == (Code.REWRITTEN, "ledger", seq)
    assert found.words == f"the chain does not hold at row {seq}"


def test_a_link_that_was_taken_out_is_found(small_record: Path) -> None:
    seq = ids(small_record, "forecasts")[1]
    with tampered(small_record) as connection:
        connection.execute("DELETE FROM ledger WHERE seq = ?", (seq,))
    found = {(each.code, each.seq) for each in found_in(small_record)}
    assert found == {(Code.REWRITTEN, seq), (Code.UNCHAINED, seq)}


def test_a_row_rewritten_with_its_own_hash_breaks_the_next(small_record: Path) -> None:
    """Who recomputes one hash must recompute all that follow."""
    seq = ids(small_record, "forecasts")[1]
    with tampered(small_record) as connection:
        connection.execute("UPDATE forecasts SET probability = 0.99 WHERE id = ?", (seq,))
    with closing(open_store(small_record)) as store:
        row = store.connection.execute("SELECT * FROM forecasts WHERE id = ?", (seq,))
        columns = [column[0] for column in row.description]
        before = store.connection.execute("SELECT hash FROM ledger WHERE seq = ?", (seq - 1,))
        from forecasts import ledger

        forged = ledger.link(
            before.fetchone()[0], "forecasts", dict(zip(columns, row.fetchone(), strict=True))
        )
    with tampered(small_record) as connection:
        connection.execute("UPDATE ledger SET hash = ? WHERE seq = ?", (forged, seq))
    assert only(small_record).seq == seq + 1


def test_a_link_to_no_table_is_found(small_record: Path) -> None:
    seq = ids(small_record, "forecasts")[1]
    with tampered(small_record) as connection:
        connection.execute("UPDATE ledger SET \"table\" = 'forecast' WHERE seq = ?", (seq,))
    found = {(each.code, each.table, each.seq) for each in found_in(small_record)}
    assert found == {(Code.MISSING, "forecast", seq), (Code.UNCHAINED, "forecasts", seq)}


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DROP TRIGGER links_update", "the trigger links_update is gone"),
        ("DROP INDEX appends_by_uuid", "the index appends_by_uuid is gone"),
        (
            "CREATE TRIGGER wash AFTER INSERT ON links BEGIN SELECT 1; END",
            "the trigger wash is not one that this program made",
        ),
        (
            "CREATE UNIQUE INDEX trap ON sources (slug)",
            "the index trap is not one that this program made",
        ),
        (
            "ALTER TABLE links ADD COLUMN more TEXT",
            "the table links was altered, or made by a development version",
        ),
        ("DROP TABLE evidence", "the table evidence is gone"),
    ],
)
def test_guards_that_are_not_as_they_were_made_are_found(
    small_record: Path, sql: str, words: str
) -> None:
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute(sql)
    found = [each for each in found_in(small_record) if each.code is Code.GUARDS]
    assert words in [each.words for each in found]


def test_an_altered_guard_is_found(small_record: Path) -> None:
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER links_update")
        connection.execute("CREATE TRIGGER links_update BEFORE UPDATE ON links BEGIN SELECT 1; END")
    found = only(small_record)
    assert (found.code, found.words) == (Code.GUARDS, "the trigger links_update was altered")


def views() -> list[str]:
    """Return the names of the views that a record made now has."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for step in schema.MIGRATIONS:
            step(fresh)
        return [name for (name,) in fresh.execute("SELECT name FROM pragma_table_list"
                " WHERE type = 'view'")]  # fmt: skip


def test_all_the_views_are_known() -> None:
    assert sorted(views()) == ["forecasters_now", "forecasts_now", "proposals_now",
                               "questions_now", "resolutions_now", "rounds_now"]  # fmt: skip


@pytest.mark.parametrize("name", views())
def test_an_altered_view_is_found(small_record: Path, name: str) -> None:
    """Whoever changes what a view shows changes every number and no row."""
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,))
        connection.execute(f"DROP VIEW {name}")
        connection.execute(f"{sql[0]} LIMIT 1")
    found = only(small_record)
    assert (found.code, found.table) == (Code.GUARDS, name)
    assert found.words == f"the view {name} was altered"
    assert run(["verify", "--db", str(small_record)]) != 0


@pytest.mark.parametrize("name", views())
def test_a_view_that_is_gone_or_has_a_trigger_is_found(small_record: Path, name: str) -> None:
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute(f"CREATE TRIGGER wash INSTEAD OF INSERT ON {name} BEGIN SELECT 1; END")
        assert only(small_record).words == "the trigger wash is not one that this program made"
        connection.execute(f"DROP VIEW {name}")
    assert only(small_record).words == f"the view {name} is gone"


def test_views_of_somebody_elses_are_no_fault(small_record: Path) -> None:
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute("CREATE VIEW mine AS SELECT 1 AS one")
        connection.execute("CREATE TRIGGER mine_in INSTEAD OF INSERT ON mine BEGIN SELECT 1; END")
    assert found_in(small_record) == ()


BLANKED = "UPDATE texts SET salt = NULL, text = NULL WHERE text = 'Look up.'"


def test_a_blanked_text_is_shown_and_is_no_failure(
    small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = ids(small_record, "lessons")[0]
    with closing(open_store(small_record)) as store, store.append(NOW, "redact") as batch:
        text = redaction.find(store.connection, lesson, "words").text_id
        assert redaction.blank(batch, [str(text)], "a name", None) == 1
    found = only(small_record)
    assert (found.code, found.table, found.seq) == (Code.REDACTED, "lessons", lesson)
    assert run(["verify", "--db", str(small_record)]) == 0
    assert f"redacted: the words of lessons row {lesson} was blanked" in capsys.readouterr().out


def test_a_text_that_was_blanked_without_an_entry_is_a_failure(small_record: Path) -> None:
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="blanked by redact alone"):
            connection.execute(BLANKED)
        assert found_in(small_record) == ()
    with tampered(small_record) as connection:
        connection.execute(BLANKED)
    found = only(small_record)
    lesson = ids(small_record, "lessons")[0]
    assert (found.code, found.table, found.seq) == (Code.CHANGED, "lessons", lesson)
    assert found.words.endswith("was blanked, and no redaction on record says so")
    assert run(["verify", "--db", str(small_record)]) == 3


def test_a_text_that_stands_after_its_redaction_is_told_and_can_be_blanked(
    small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (lesson,) = ids(small_record, "lessons")
    with closing(open_store(small_record)) as store, store.append(NOW, "redact") as batch:
        text = str(redaction.find(store.connection, lesson, "words").text_id)
        batch.add("redactions", {"text_id": text, "why": "a name", "entered_by": None})
    found = only(small_record)
    assert (found.code, found.table, found.seq) == (Code.INVALID, "lessons", lesson)
    assert f"the words of lessons row {lesson} stands, though an entry says" in found.words
    typed = ["redact", str(lesson), "words", "--why", "once more", "--yes", "--db"]
    assert f"forecasts {' '.join(typed[:3])} --why" in found.words
    assert run([*typed, str(small_record)], now=NOW) == 0
    assert run(["verify", "--db", str(small_record)]) == 0
    assert "redacted: " in capsys.readouterr().out


@pytest.mark.parametrize("table", ["FORECASTS", "Texts", "Ledger"])
def test_a_trigger_whose_table_was_typed_in_capitals_is_found(
    small_record: Path, table: str
) -> None:
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute(f"CREATE TRIGGER drops BEFORE INSERT ON {table} BEGIN SELECT 1; END")
    assert only(small_record).words == "the trigger drops is not one that this program made"


def test_damaged_pages_are_found(small_record: Path) -> None:
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'texts'")
        start = 4096 * (page.fetchone()[0] - 1)
    content = bytearray(small_record.read_bytes())
    content[start : start + 8] = b"\xff" * 8
    small_record.write_bytes(content)
    assert found_in(small_record)[0].code is Code.DAMAGED


def test_broken_letters_are_found(small_record: Path) -> None:
    with tampered(small_record) as connection:
        connection.execute("UPDATE sources SET title = CAST(x'ff41' AS TEXT)")
        connection.execute("UPDATE texts SET text = CAST(x'ff41' AS TEXT) WHERE text = 'Why.'")
    found = {(each.code, each.table) for each in found_in(small_record)}
    assert found == {(Code.CHANGED, "sources"), (Code.CHANGED, "texts")}


def test_the_gravest_comes_first(small_record: Path) -> None:
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER forecasts_update")
        connection.execute("UPDATE forecasts SET typed = 'x' WHERE probability = 0.5")
    assert [each.code for each in found_in(small_record)] == [Code.CHANGED, Code.GUARDS]


def test_verify_answers_in_words_and_in_json(small_record: Path) -> None:
    command = [sys.executable, "-m", "forecasts", "verify", "--db", str(small_record)]
    good = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    answer = json.loads(good.stdout)
    assert list(answer) == ["ok", "code", "seq", "head", "findings", "anchors", "signatures"]
    assert (answer["ok"], answer["code"], answer["findings"]) == (True, "ok", [])
    assert answer["seq"] == ids(small_record, "appends")[-1]
    assert len(answer["head"]) == 64
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER forecasts_update")
        connection.execute("UPDATE forecasts SET typed = 'x' WHERE probability = 0.5")
    seq = ids(small_record, "forecasts")[1]
    bad = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (bad.returncode, bad.stdout) == (3, "")
    assert f"row changed: forecasts row {seq} is not what was recorded" in bad.stderr
    bad = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    answer = json.loads(bad.stdout)
    assert bad.returncode == 3
    assert (answer["ok"], answer["code"]) == (False, "changed")
    assert [each["code"] for each in answer["findings"]] == ["changed", "guards"]
    assert answer["findings"][0]["seq"] == seq
