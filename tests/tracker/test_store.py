"""The judge's own tables: what is due, what is replaced, what is kept, who may tick."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

import pytest

from forecasts.errors import BusyError
from tracker import store as own
from tracker.diary.lock import ticking
from tracker.store import COLUMNS, ScoreRows, Unit

if TYPE_CHECKING:
    from tests.tracker.conftest import Recorder

VERSION = 1


@pytest.fixture
def ready(record: Recorder) -> Recorder:
    """Return a record with the judge's tables and one resolved question on which ana spoke."""
    own.prepare(record.store)
    record.ask("rain")
    record.say("ana", "rain", 1, 0.3)
    record.resolve("rain", "yes")
    return record


def row(question: int, resolution: int, forecaster: int = 7) -> tuple[object, ...]:
    """Return a row of scores with the numbers left out."""
    return (question, resolution, forecaster, 99, 1)


HEAD = ("question_id", "resolution_id", "forecaster_id", "as_of_seq", "forecasts")


def write(
    record: Recorder, unit: Unit, *rows: tuple[object, ...], policies: tuple[str, ...] = ("last",)
) -> int:
    parts = [ScoreRows(policy, VERSION, HEAD, rows) for policy in policies]
    with own.writing(record.store) as connection:
        return own.write(connection, [unit], parts, VERSION, record.at(1000))


def test_tables_are_made_once(record: Recorder) -> None:
    connection = record.store.connection
    assert not own.ready(connection)
    own.prepare(record.store)
    assert own.ready(connection)
    with own.writing(record.store):
        own.note(connection, "a", "1")
        own.note(connection, "a", "2")
    own.prepare(record.store)
    assert (own.state(connection, "a"), own.state(connection, "b")) == ("2", None)


def test_the_judges_tables_are_no_part_of_the_record(ready: Recorder) -> None:
    before = ready.store.receipt()
    write(ready, Unit(3, 9, 99), row(3, 9))
    assert ready.store.receipt() == before


def due(record: Recorder) -> list[str]:
    slugs = {question.id: slug for slug, question in record.asked.items()}
    return [slugs[id_] for id_ in own.due(record.store.connection, VERSION)]


def scan(record: Recorder) -> None:
    """Note that everything on record was looked at."""
    with own.writing(record.store) as connection:
        own.note(connection, "version", str(VERSION))
        own.note(connection, "scanned_seq", str(record.store.receipt().seq))


def test_due_are_resolved_questions_with_a_fact_since_the_last_scan(ready: Recorder) -> None:
    ready.ask("hail")
    ready.say("ana", "hail", 1, 0.3)
    ready.say("ben", "rain", 1, 0.3)
    assert due(ready) == ["rain"]
    scan(ready)
    assert due(ready) == []
    for change in (
        lambda: ready.say("ana", "rain", 2, 0.4),
        lambda: ready.resolve("rain", "no"),
        lambda: ready.revise("rain", background="More words."),
        lambda: ready.change("ben", aliases=("b.",)),
        lambda: ready.change("ana", retires=5),
    ):
        change()
        assert due(ready) == ["rain"]
        scan(ready)
    ready.forecaster("cho")
    ready.say("ana", "hail", 2, 0.4)
    ready.change("cho", retires=5)
    assert due(ready) == []
    assert own.due(ready.store.connection, VERSION + 1) == [ready.asked["rain"].id]


def test_before_there_are_tables_all_that_is_resolved_is_due(record: Recorder) -> None:
    for slug in ("rain", "snow", "hail"):
        record.ask(slug)
    record.resolve("snow", "annulled")
    record.resolve("rain", "yes")
    assert due(record) == ["rain", "snow"]


def test_what_is_written_again_under_the_same_resolution_is_replaced(ready: Recorder) -> None:
    assert write(ready, Unit(3, 9, 99), row(3, 9), row(3, 9, forecaster=8)) == 0
    assert write(ready, Unit(3, 9, 120), row(3, 9)) == 0
    (kept,) = ready.rows()
    assert (kept["forecaster_id"], kept["superseded"]) == (7, 0)
    (scored,) = ready.rows("scored")
    assert scored["as_of_seq"] == 120


def test_under_another_resolution_the_earlier_rows_stay_superseded(ready: Recorder) -> None:
    write(ready, Unit(3, 9, 99), row(3, 9), policies=("last", "open"))
    write(ready, Unit(4, 8, 99), row(4, 8))
    assert write(ready, Unit(3, 15, 120), row(3, 15)) == 1
    found = {(r["question_id"], r["resolution_id"], r["superseded"]) for r in ready.rows()}
    assert found == {(3, 9, 1), (3, 15, 0), (4, 8, 0)}
    assert write(ready, Unit(3, 15, 130), row(3, 15)) == 0


def test_forgetting_keeps_what_was_superseded(ready: Recorder) -> None:
    write(ready, Unit(3, 9, 99), row(3, 9))
    write(ready, Unit(3, 15, 120), row(3, 15))
    scan(ready)
    own.forget(ready.store)
    assert [r["resolution_id"] for r in ready.rows()] == [9]
    assert ready.rows("scored") == []
    assert due(ready) == ["rain"]


def test_stored_rows_come_by_question_resolution_policy_as_asked_and_forecaster(
    ready: Recorder,
) -> None:
    policies = ("last", "open", "scheduled")
    write(ready, Unit(4, 10, 99), row(4, 10, 8), row(4, 10, 7), policies=policies)
    write(ready, Unit(3, 9, 99), row(3, 9))
    write(ready, Unit(3, 15, 99), row(3, 15))
    rows = own.stored(ready.store.connection, [4, 3, 5], ["open", "last"])
    assert [(r[0], r[3], r[2], r[1]) for r in rows] == [
        (4, 10, "open", 7),
        (4, 10, "open", 8),
        (4, 10, "last", 7),
        (4, 10, "last", 8),
        (3, 9, "last", 7),
        (3, 15, "last", 7),
    ]
    assert all(len(r) == len(COLUMNS) for r in rows)


def test_rows_come_back_as_they_were_written_and_empty_where_they_were(ready: Recorder) -> None:
    columns = ("question_id", "forecaster_id", "resolution_id", "as_of_seq", "forecasts")
    first = ScoreRows("open", VERSION, (*columns, "brier"), ((3, 7, 9, 99, 2, 0.25),))
    other = ScoreRows("open", VERSION, (*columns, "reason"), ((3, 8, 9, 99, 0, "why"),))
    with own.writing(ready.store) as connection:
        own.write(connection, [Unit(3, 9, 99)], [first, other], VERSION, ready.at(1000))
    stored = own.stored(ready.store.connection, [3], ["open"])
    assert stored == [*first.full(), *other.full()]
    named = [dict(zip(COLUMNS, row, strict=True)) for row in stored]
    assert [(r["brier"], r["reason"], r["crps"]) for r in named] == [
        (0.25, None, None),
        (None, "why", None),
    ]
    assert {(r["policy"], r["version"], r["superseded"]) for r in named} == {("open", VERSION, 0)}


def test_work_that_fails_is_counted_until_it_is_done(ready: Recorder) -> None:
    question = ready.asked["rain"].id
    for day in (1, 2):
        with own.writing(ready.store) as connection:
            own.fail(connection, "rain", 9, f"broken on day {day}", ready.at(day))
    (work,) = ready.rows("work")
    assert (work["attempts"], work["error"], work["done_at"]) == (2, "broken on day 2", None)
    write(ready, Unit(question, 9, 99))
    assert ready.rows("work")[0]["done_at"] == "2028-09-27T00:00:00.000000Z"  # day 1000
    with own.writing(ready.store) as connection:
        own.fail(connection, "rain", 9, "broken anew", ready.at(1001))
    (work,) = ready.rows("work")
    assert (work["attempts"], work["error"], work["done_at"]) == (1, "broken anew", None)


def test_a_transaction_that_fails_leaves_nothing(ready: Recorder) -> None:
    write(ready, Unit(3, 9, 99), row(3, 9))
    before = ready.rows()

    def torn(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM scores")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), own.writing(ready.store) as connection:
        torn(connection)
    assert ready.rows() == before


def test_one_process_ticks_at_a_time_and_its_name_is_that_of_the_last_holder(
    record: Recorder,
) -> None:
    lock = record.path.with_name("record.db.tick.lock")
    lock.write_text("process 1234567, which is long gone")
    with ticking(record.path):
        assert lock.read_text() == f"process {os.getpid()}"
        with pytest.raises(BusyError) as refused, ticking(record.path):
            pass
    assert refused.value.exit_code == 75
    assert refused.value.message == f"process {os.getpid()} ticks {record.path}."
    with ticking(record.path):
        pass


def test_the_lock_is_given_back_when_a_tick_fails(record: Recorder) -> None:
    with pytest.raises(ZeroDivisionError), ticking(record.path):
        _ = 1 / 0
    with ticking(record.path):
        pass


def test_what_can_be_computed_again_does_not_wait_for_the_disk(ready: Recorder) -> None:
    def synchronous(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA synchronous").fetchone()[0])

    waits = synchronous(ready.store.connection)
    with own.writing(ready.store) as connection:
        assert synchronous(connection) == waits == 2
    with own.writing(ready.store, lasting=False) as connection:
        assert synchronous(connection) == 1
    assert synchronous(ready.store.connection) == waits
    with pytest.raises(ValueError, match="lost"), own.writing(ready.store, lasting=False):
        raise ValueError("lost")
    assert synchronous(ready.store.connection) == waits
