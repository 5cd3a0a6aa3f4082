"""Rows read in bulk are those of the table, whatever they hold and however many come at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import product
from math import inf
from typing import Any

import numpy as np
import pytest

from forecasts.errors import DamagedError
from forecasts.model import times
from tests.tracker.conftest import Recorder
from tracker import columns
from tracker.columns import bulk
from tracker.columns.bulk import ForecastRows, forecast_rows
from tracker.scoring import NEVER

TABLE = """
    SELECT id, question_id, forecaster_id, made_at, expires_at, recorded_at,
        CASE WHEN action <> 'withdrawal' THEN probability END, low, high, strikes, action = 'said'
    FROM forecasts ORDER BY id
"""
# Ends, tiny ones, one that is no multiple of 2^-62, thirds, and the least step from a half.
CHANCES = (0.0, 1.0, 1e-5, 5e-324, 2.0**-10, 2.0**-10 - 2.0**-64, 1 / 3, 0.12, 0.5 + 2.0**-53)


@pytest.fixture
def odd(record: Recorder) -> Recorder:
    """Return a record with every sort of row, on six questions."""
    for i, who in product(range(6), ("ana", "bob", "eve")):
        slug = f"q{i}"
        if slug not in record.asked:
            record.ask(slug, group=f"g{i % 2}")
        for day, p in enumerate(CHANCES):
            record.say(who, slug, day * 0.7 + 0.1 * i, p, recorded=day)
        row = record.say(who, slug, 7, 0.3, expires=8.5)
        record.say(who, slug, 7.1, 0.4, strikes=row)
        record.say(who, slug, 6, None)  # an older day than the row before: told late
        record.say(who, slug, 3, 0.675, within=(0.55, 0.8))
        record.say(who, slug, 3, None, action="said")
        record.say(who, slug, 3, 0.2)
        if i < 5:
            record.resolve(slug, "yes" if i % 2 else "no", known=9)
    record.change("eve", retires=6.5)
    return record


def by_row(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table as plain Python reads them, nan as None."""
    for *ids, made, expires, recorded, p, low, high, strikes, said in connection.execute(TABLE):
        clocks = (times.to_us(times.from_text(text)) if text else NEVER for text in (made, expires))
        recorded_us = times.to_us(times.from_text(recorded))
        yield (*ids, *clocks, recorded_us, p, low, high, strikes or 0, bool(said))


def as_rows(read: ForecastRows) -> list[tuple[Any, ...]]:
    size = len(read.id)
    expires_us, strikes, said = np.full(size, NEVER), np.zeros(size, int), np.zeros(size, bool)
    low, high = np.full((2, size), np.nan)
    said[read.said] = True
    assert (np.diff(read.few) > 0).all()
    for column, few in (
        (expires_us, read.expires_us), (strikes, read.strikes), (low, read.low), (high, read.high),
    ):  # fmt: skip
        column[read.few] = few
    ids = (read.id, read.question_id, read.forecaster_id)
    every = (*ids, read.made_us, expires_us, read.recorded_us, read.p, low, high, strikes, said)
    lists = (column.tolist() for column in every)
    plain = ([None if x != x else x for x in column] for column in lists)  # noqa: PLR0124 - nan
    return list(zip(*plain, strict=True))


def question_ids(record: Recorder) -> list[int]:
    return [question.id for question in record.asked.values()]


def test_every_row_is_read_as_it_stands_in_the_table(odd: Recorder) -> None:
    found = forecast_rows(odd.store.connection, question_ids(odd))
    assert as_rows(found) == list(by_row(odd.store.connection))


@pytest.mark.parametrize(("span", "batch"), [(1, 1), (7, 2), (64, 500)])
@pytest.mark.parametrize("share", [0, inf], ids=["whole table", "by index"])
def test_how_many_rows_come_at_once_changes_no_bit(
    odd: Recorder, monkeypatch: pytest.MonkeyPatch, span: int, batch: int, share: float
) -> None:
    connection, ids = odd.store.connection, question_ids(odd)
    whole = as_rows(forecast_rows(connection, ids))
    monkeypatch.setattr(bulk, "SPAN", span)
    monkeypatch.setattr(bulk, "BATCH", batch)
    monkeypatch.setattr(bulk, "SCAN_SHARE", share)
    assert as_rows(forecast_rows(connection, ids[::-1])) == whole
    some = {ids[4], ids[1]}
    assert as_rows(forecast_rows(connection, list(some))) == [r for r in whole if r[1] in some]
    assert as_rows(forecast_rows(connection, [])) == []


def test_an_empty_record_has_no_rows(record: Recorder) -> None:
    assert as_rows(forecast_rows(record.store.connection, [])) == []


def test_instants_written_in_another_way_are_read_all_the_same(odd: Recorder) -> None:
    before = list(by_row(odd.store.connection))
    odd.tamper(
        "UPDATE forecasts SET made_at = replace(made_at, '.000000Z', 'Z') WHERE id % 5 = 0",
        "UPDATE forecasts SET recorded_at = replace(recorded_at, '.000000Z', '.0Z')",
    )
    assert as_rows(forecast_rows(odd.store.connection, question_ids(odd))) == before


def test_an_instant_that_is_none_is_named_with_its_row(odd: Recorder) -> None:
    id_ = odd.asked["q3"].id
    odd.tamper(
        f"UPDATE forecasts SET made_at = '2026-02-30T00:00:00.000000Z' WHERE question_id = {id_}"
    )
    with pytest.raises(DamagedError, match="made_at of forecasts row"):
        columns.facts(odd.store.connection, question_ids(odd))


def test_a_forecaster_who_is_not_there_is_no_silent_gap(odd: Recorder) -> None:
    eve = odd.people["eve"].id
    odd.tamper("PRAGMA foreign_keys = OFF", f"DELETE FROM forecasters WHERE forecaster_id = {eve}")
    with pytest.raises(DamagedError, match="names a forecaster who is not there"):
        columns.facts(odd.store.connection, question_ids(odd))


@pytest.mark.parametrize("stranger", [1 << 20, 1 << 40])
def test_a_forecaster_whose_id_is_too_large_is_not_taken_for_another(
    odd: Recorder, stranger: int
) -> None:
    last = f"SELECT max(id) FROM forecasts WHERE question_id = {odd.asked['q3'].id}"
    odd.tamper(
        "PRAGMA foreign_keys = OFF",
        f"UPDATE forecasts SET forecaster_id = {stranger} WHERE id = ({last})",
    )
    with pytest.raises(DamagedError, match=r"q3 .* a forecaster who is not there"):
        columns.facts(odd.store.connection, question_ids(odd))


@pytest.mark.parametrize("id_", [1 << 24, 1 << 27, 1 << 40])
def test_ids_of_any_size_are_read(odd: Recorder, monkeypatch: pytest.MonkeyPatch, id_: int) -> None:
    last = "(SELECT max(id) FROM forecasts)"
    odd.tamper("PRAGMA foreign_keys = OFF", f"UPDATE forecasts SET id = {id_} WHERE id = {last}")
    rows = list(by_row(odd.store.connection))
    connection = odd.store.connection
    assert as_rows(bulk.rows_between(connection, 0, rows[-2][0])) == rows[:-1]
    assert as_rows(bulk.rows_between(connection, id_ - 3, id_)) == rows[-1:]
    some = question_ids(odd)[:1]
    monkeypatch.setattr(bulk, "SCAN_SHARE", 0)
    assert as_rows(forecast_rows(connection, some)) == [row for row in rows if row[1] in some]


@pytest.mark.parametrize("share", [0, inf], ids=["whole table", "by index"])
def test_the_facts_of_all_questions_are_those_of_each(
    odd: Recorder, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    connection = odd.store.connection
    alone = [columns.facts(connection, [id_]) for id_ in question_ids(odd)[:5]]
    monkeypatch.setattr(bulk, "SCAN_SHARE", share)
    together = columns.facts(connection, question_ids(odd))
    for part in ("made_us", "until_us", "recorded_us", "p", "low", "high", "peer"):
        each = np.concatenate([getattr(one.history, part) for one in alone])
        assert each.tobytes() == getattr(together.history, part).tobytes(), part
    seqs = columns.newest(connection, question_ids(odd))
    assert together.as_of_seq.tolist() == [seqs[id_] for id_ in together.question_id.tolist()]
    assert together.question_id.tolist() == question_ids(odd)[:5]


def test_rows_are_in_the_order_of_pairs_and_times_and_seqs(odd: Recorder) -> None:
    known = columns.facts(odd.store.connection, question_ids(odd))
    history = known.history
    keys = list(zip(history.question, history.forecaster, history.made_us, strict=True))
    assert keys == sorted(keys)
    on_day_3 = history.made_us == times.to_us(odd.at(3))
    first = history.p[on_day_3 & (history.question == 0) & (history.forecaster == 0)]
    assert first.tolist() == [0.675, 0.2]  # at one instant the later seq comes after
    assert 0.3 not in history.p.tolist()  # it was struck
