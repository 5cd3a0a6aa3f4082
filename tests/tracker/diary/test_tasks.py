"""Units of work: done once, tried again with patience, superseded, undone after a wrong clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.store import create_store
from tracker import store as own
from tracker.diary import tables, tasks
from tracker.diary.tasks import Task

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MAIL = Task("mail", "weekly to a@example.org", "2026-W47", NOW)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    store = create_store(tmp_path / "data.db")
    own.prepare(store)
    tables.begin(store, list)
    yield store.connection
    store.close()


def test_what_is_done_is_not_done_again(book: sqlite3.Connection) -> None:
    tasks.plan(book, MAIL)
    tasks.plan(book, MAIL)
    assert tasks.waiting(book, NOW) == (MAIL,)
    assert tasks.finish(book, MAIL, NOW)
    assert not tasks.finish(book, MAIL, NOW + MINUTE)
    assert tasks.is_done(book, MAIL)
    assert tasks.waiting(book, NOW + MINUTE) == ()


def test_what_fails_waits_twice_as_long_each_time_up_to_a_day(book: sqlite3.Connection) -> None:
    now, waits = NOW, []
    for _ in range(13):
        failure = tasks.fail(book, MAIL, "no server", now)
        waits.append((failure.retry_at - now) / MINUTE)
        assert tasks.waiting(book, failure.retry_at - MINUTE / 2) == ()
        now = failure.retry_at
        assert tasks.waiting(book, now) == (MAIL,)
    assert waits == [*(2**k for k in range(11)), 1440, 1440]
    (told,) = tasks.failures(book)
    assert (told.task, told.error, told.attempts) == (MAIL, "no server", 13)
    tasks.finish(book, MAIL, now)
    assert tasks.failures(book) == ()


def test_the_newest_look_takes_the_place_of_older_ones(book: sqlite3.Connection) -> None:
    for day in (20, 21, 22):
        at = NOW.replace(day=day)
        tasks.supersede(book, "proposal", f"2026-11-{day}")
        tasks.fail(book, Task("proposal", "rain", f"2026-11-{day}", at), "gone", at)
    assert [one.task.period for one in tasks.failures(book)] == ["2026-11-22"]


def test_a_report_undone_takes_its_own_messages_with_it_and_no_others(
    book: sqlite3.Connection,
) -> None:
    others = [
        Task("report", "weekly", "2026-W46", NOW),
        Task("mail", "weekly-2 to a@example.org", "2026-W47", NOW),
        Task("reminders", "weekly", "2026-W47", NOW),
    ]
    for one in (MAIL, Task("report", "weekly", "2026-W47", NOW), *others):
        tasks.finish(book, one, NOW)
    tasks.forget_report(book, "weekly", "2026-W47")
    assert book.execute("SELECT count(*) FROM tasks").fetchone() == (3,)
    assert all(tasks.is_done(book, one) for one in others)


def test_what_a_clock_did_a_day_early_is_undone_and_what_failed_is_tried_now(
    book: sqlite3.Connection,
) -> None:
    soon = Task("reminders", "reminders", "soon", NOW + timedelta(hours=23))
    later = Task("reminders", "reminders", "later", NOW + timedelta(hours=25))
    for one in (soon, later):
        tasks.finish(book, one, NOW + timedelta(days=3650))
    tasks.fail(book, MAIL, "no server", NOW + timedelta(days=3650))
    tasks.forget_the_future(book, NOW)
    assert tasks.is_done(book, soon)
    assert not tasks.is_done(book, later)
    assert tasks.waiting(book, NOW) == (MAIL,)
