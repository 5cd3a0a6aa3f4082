"""A generated record is one that the product itself could have written, and the same every time."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from forecasts.store import forecasters, forecasts, open_store, questions, resolutions, verification
from tracker import columns

GENERATE = Path(__file__).parents[2] / "bench" / "generate.py"
SIZE = 3_000
Made = Callable[..., Path]


def written(path: Path, size: int, seed: int, *options: str) -> Path:
    command = [sys.executable, str(GENERATE), "-n", str(size), "--seed", str(seed)]
    subprocess.run([*command, "--out", str(path), *options], check=True, capture_output=True)
    return path


def head(path: Path) -> str:
    store = open_store(path)
    with closing(store):
        return str(store.receipt())


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("generated") / "record.db", SIZE, 1)


@pytest.fixture
def connection(record: Path) -> sqlite3.Connection:
    return open_store(record).connection


def test_the_chain_holds_and_every_guard_is_back(record: Path) -> None:
    verdict = verification.verify(open_store(record))
    assert verdict.findings == ()
    assert verdict.receipt.seq > SIZE


def test_the_seed_alone_says_what_is_in_it(record: Path, tmp_path: Path) -> None:
    small = [written(tmp_path / f"{i}.db", 200, seed) for i, seed in enumerate((1, 1, 2))]
    heads = [head(path) for path in small]
    assert heads[0] == heads[1]
    assert heads[0] != heads[2]
    assert head(record) not in heads


def test_every_fact_is_one_that_the_model_takes(connection: sqlite3.Connection) -> None:
    asked = questions.everything(connection)
    assert [question.number for question in asked] == list(range(1, len(asked) + 1))
    said = [row for question in asked for row in forecasts.history(connection, question.id)]
    assert len(said) == SIZE
    assert len(forecasters.everyone(connection)) == round(SIZE**0.5)
    assert resolutions.all_latest(connection)
    by_id = {row.id: row for row in said}
    for row in said:
        assert row.recorded_at is not None
        assert row.made_at <= row.recorded_at
        if row.strikes is not None:
            struck = by_id[row.strikes]
            pairs = [(one.question_id, one.forecaster_id) for one in (row, struck)]
            assert pairs[0] == pairs[1]
            assert struck.id < row.id


ROWS = "SELECT 1 FROM forecasts f JOIN questions_now q ON q.id = f.question_id"
PAIRS = """
    SELECT 1 FROM forecasts f JOIN forecasts g ON f.question_id = g.question_id
    AND f.forecaster_id = g.forecaster_id AND f.id < g.id
"""
ANSWERS = "SELECT 1 FROM questions_now q JOIN resolutions_now r ON r.question_id = q.id"
THERE = {
    "a withdrawal": f"{ROWS} WHERE action = 'withdrawal'",
    "words alone": f"{ROWS} WHERE action = 'said'",
    "a second look": f"{ROWS} WHERE action = 'reaffirmation'",
    "a struck row": f"{ROWS} WHERE strikes IS NOT NULL",
    "an expiry": f"{ROWS} WHERE expires_at IS NOT NULL",
    "a range": f"{ROWS} WHERE low < probability AND high > probability",
    "a tie": f"{PAIRS} AND f.made_at = g.made_at",
    "a row told after a later one": f"{PAIRS} AND f.made_at > g.made_at",
    "a late row": f"{ROWS} WHERE f.made_at > q.closes_at",
    "an early row": f"{ROWS} WHERE f.made_at < q.opens_at",
    "an annulment": f"{ANSWERS} WHERE r.status = 'annulled'",
    "a second answer": f"{ANSWERS} WHERE r.status = 'resolved' AND r.replaces IS NOT NULL",
    "an answer known early": f"{ANSWERS} WHERE r.known_at < q.closes_at",
    "an answer known first": f"{ANSWERS} WHERE r.known_at < q.opens_at",
    "a fraction": f"{ANSWERS} WHERE r.outcome = '0.25'",
    "a reference class": f"{ANSWERS} WHERE q.reference_class IS NOT NULL",
    "a question of the past": f"{ANSWERS} WHERE q.retrospective",
    "somebody retired": "SELECT 1 FROM forecasters_now WHERE retired_at IS NOT NULL",
    "a group": "SELECT 1 FROM questions_now GROUP BY group_name HAVING count(group_name) > 1",
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = written(tmp_path_factory.mktemp("generated") / "large.db", 30_000, 1)
    return open_store(path).connection


@pytest.mark.parametrize("what", list(THERE))
def test_it_holds_what_records_hold(large: sqlite3.Connection, what: str) -> None:
    assert large.execute(THERE[what]).fetchone() == (1,)


def test_a_few_forecast_most_and_most_a_few(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT count(*) FROM forecasts GROUP BY forecaster_id ORDER BY 1")
    counts = [count for (count,) in rows]
    assert sum(counts[-len(counts) // 5 :]) > 0.4 * SIZE
    assert counts[len(counts) // 2] < SIZE / len(counts)


def test_words_are_found_as_after_an_ask(record: Path, tmp_path: Path) -> None:
    connection = open_store(record).connection
    before = connection.execute("SELECT rowid, * FROM questions_search ORDER BY 1").fetchall()
    copy = tmp_path / "copy.db"
    copy.write_bytes(record.read_bytes())
    store = open_store(copy)
    for question in questions.everything(store.connection):
        questions.index(store.connection, question.id, question.slug, question.terms)
    after = store.connection.execute("SELECT rowid, * FROM questions_search ORDER BY 1").fetchall()
    assert before == after


def test_without_a_chain_the_facts_are_the_same(record: Path, tmp_path: Path) -> None:
    bare = open_store(written(tmp_path / "bare.db", SIZE, 1, "--no-chain")).connection
    whole = open_store(record).connection
    assert bare.execute("SELECT count(*) FROM ledger").fetchone() == (0,)
    for table in ("forecasts", "question_revisions", "resolutions", "forecasters", "appends"):
        rows = [
            each.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for each in (bare, whole)
        ]
        assert rows[0] == rows[1]
    ids = columns.resolved(whole)
    assert len(ids) > 10
    assert (
        columns.facts(bare, ids).history.p.tobytes()
        == columns.facts(whole, ids).history.p.tobytes()
    )
