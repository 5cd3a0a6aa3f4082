"""What stood when: the cuts of one forecaster's history, and its drawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.history import BLOCKS, NOT_YET, Track, sparkline, tracks
from forecasts.model import Action, Forecast, Forecaster, ForecasterKind, Stated
from forecasts.model.prediction import Shares

ANA = Forecaster(1, "ana", ForecasterKind.PERSON)
START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def row(id_: int, day: float, p: float | None = None, **more: Any) -> Forecast:
    action = more.pop("action", Action.WITHDRAWAL if p is None else Action.FORECAST)
    return Forecast(
        question_id=1,
        revision_id=2,
        forecaster_id=more.pop("forecaster_id", 1),
        id=id_,
        action=action,
        made_at=START + day * DAY,
        stated=None if p is None else Stated(p, ""),
        **more,
    )


def said(track: Track, until: float = 10) -> list[tuple[float, float, float]]:
    """Return (from day, to day, probability) of each stretch of a question that opens on day 0."""
    return [
        ((s.start - START) / DAY, (s.end - START) / DAY, s.probability)
        for s in track.stretches(START, START + until * DAY)
    ]


def test_a_forecast_stands_until_the_next_one_or_the_end() -> None:
    assert said(Track(ANA, (row(1, 2, 0.3), row(2, 5, 0.4)))) == [(2, 5, 0.3), (5, 10, 0.4)]


def test_what_is_no_single_probability_stands_too_and_has_none() -> None:
    shares = replace(row(1, 2, 0.3), stated=Shares((0.5, 0.5)))
    track = Track(ANA, (shares, row(2, 5)))
    (stood,) = track.stretches(START, START + 10 * DAY)
    assert (stood.start, stood.end, stood.forecast) == (START + 2 * DAY, START + 5 * DAY, shares)
    assert track.numbers == (shares,)
    with pytest.raises(ValueError, match="only a yes/no question"):
        _ = stood.probability


def test_a_forecast_from_before_the_opening_stands_from_the_opening() -> None:
    assert said(Track(ANA, (row(1, -3, 0.3), row(2, -1, 0.4)))) == [(0, 10, 0.4)]


def test_a_withdrawal_and_an_expiry_leave_nothing_standing() -> None:
    expiring = row(3, 6, 0.4, expires_at=START + 8 * DAY)
    assert said(Track(ANA, (row(1, 1, 0.3), row(2, 4), expiring))) == [(1, 4, 0.3), (6, 8, 0.4)]


def test_a_struck_row_never_stood_and_words_end_nothing() -> None:
    words = row(2, 3, None, action=Action.SAID, words="less likely")
    track = Track(ANA, (row(1, 1, 0.3), words, row(3, 4, 0.9), row(4, 5, 0.1, strikes=3)))
    assert said(track) == [(1, 5, 0.3), (5, 10, 0.1)]
    assert track.struck == {3}
    assert [r.id for r in track.numbers] == [1, 4]


def test_retirement_ends_what_stands() -> None:
    retired = Forecaster(1, "ana", ForecasterKind.PERSON, (), START + 7 * DAY)
    track = Track(retired, (row(1, 2, 0.3),))
    assert said(track) == [(2, 7, 0.3)]
    assert track.standing(START + 6 * DAY) is not None
    assert track.standing(START + 7 * DAY) is None


def test_of_two_rows_at_one_instant_the_later_in_the_record_stands() -> None:
    assert said(Track(ANA, (row(1, 2, 0.3), row(2, 2, 0.4)))) == [(2, 10, 0.4)]


def test_what_stood_just_before_an_instant_is_the_left_limit() -> None:
    track = Track(ANA, (row(1, 2, 0.3), row(2, 5, 0.4)))
    before = track.standing_before(START, START + 5 * DAY)
    assert before is not None
    assert before.id == 1
    assert Track(ANA, (row(1, 2, 0.3), row(2, 5))).standing_before(START, START + 9 * DAY) is None


def test_tracks_come_by_name_one_a_forecaster() -> None:
    zoe = Forecaster(2, "Zoë", ForecasterKind.PERSON)
    rows = [row(1, 1, 0.5, forecaster_id=2), row(2, 2, 0.3), row(3, 3, 0.4, forecaster_id=2)]
    found = tracks(rows, {1: ANA, 2: zoe})
    assert [(t.forecaster.name, [r.id for r in t.rows]) for t in found] == [
        ("ana", [2]),
        ("Zoë", [1, 3]),
    ]


def test_the_path_shows_what_stood_a_gap_and_the_time_to_come() -> None:
    track = Track(ANA, (row(1, 1, 0.0), row(2, 3), row(3, 4, 1.0), row(4, 5, 0.5)))
    until = START + 6 * DAY
    line = sparkline(track.stretches(START, until), START, START + 10 * DAY, until, 10)
    assert line == f" {BLOCKS[0]}{BLOCKS[0]} {BLOCKS[7]}{BLOCKS[4]}{NOT_YET * 4}"


def test_a_change_today_shows_in_the_column_that_holds_now() -> None:
    track = Track(ANA, (row(1, 0, 0.1), row(2, 49.5, 0.9)))
    until = START + 49.6 * DAY
    line = sparkline(track.stretches(START, until), START, START + 100 * DAY, until, 10)
    assert line == BLOCKS[0] * 4 + BLOCKS[7] + NOT_YET * 5


days = st.floats(-5, 15, allow_nan=False)


@given(
    st.lists(
        st.tuples(days, st.none() | st.floats(0, 1), st.none() | st.floats(0.01, 9)), max_size=9
    )
)
def test_stretches_never_overlap_and_lie_within_the_question(
    drawn: list[tuple[float, float | None, float | None]],
) -> None:
    rows = [
        row(i, day, p, expires_at=None if length is None else START + (day + length) * DAY)
        for i, (day, p, length) in enumerate(drawn, 1)
    ]
    rows.sort(key=lambda r: (r.made_at, r.id))
    found = Track(ANA, tuple(rows)).stretches(START, START + 10 * DAY)
    ends = [START, *(s.end for s in found)]
    assert all(end <= s.start < s.end for end, s in zip(ends, found, strict=False))
    assert ends[-1] <= START + 10 * DAY
