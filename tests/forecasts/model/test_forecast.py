"""Forecast rows: what each carries, and which one stands."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.model import Action, Forecast, Stated, standing

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def row(id_: int, hours: int, **more: Any) -> Forecast:
    given = {"action": Action.FORECAST, "stated": Stated(0.5, "50%"), **more}
    if given["action"] in (Action.WITHDRAWAL, Action.SAID):
        given["stated"] = None
    made_at = NOW + hours * HOUR
    return Forecast(id=id_, question_id=1, revision_id=1, forecaster_id=1, made_at=made_at, **given)


@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan, math.inf, -math.inf])
def test_only_probabilities_are_stated(p: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        Stated(p, "x")


def test_the_brier_score_is_the_squared_distance_to_what_happened() -> None:
    # Brier (1950) on the half scale: (p - y)^2.
    assert Stated(0.25, "25%").brier(happened=True) == 0.5625
    assert Stated(0.25, "25%").brier(happened=False) == 0.0625
    assert Stated(1.0, "1").brier(happened=True) == 0.0


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"stated": None}, "carries a prediction"),
        ({"action": Action.REAFFIRMATION, "stated": None}, "carries a prediction"),
        ({"words": "likely"}, "kept as said"),
        ({"action": Action.SAID}, "kept as said"),
        ({"expires_at": NOW}, "expire"),
        ({"expires_at": NOW - HOUR}, "expire"),
    ],
)
def test_a_row_carries_what_its_action_needs_and_nothing_else(wrong: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        row(1, 0, **wrong)


def test_withdrawals_carry_no_number() -> None:
    with pytest.raises(ValueError, match="carries a prediction"):
        Forecast(
            question_id=1,
            revision_id=1,
            forecaster_id=1,
            made_at=NOW,
            action=Action.WITHDRAWAL,
            stated=Stated(0.5, "50%"),
        )


def test_the_newest_number_stands_and_seq_parts_two_of_one_instant() -> None:
    first, second = row(1, 0), row(2, 0)
    assert standing([second, first], NOW) == second
    assert standing([first, row(3, 1)], NOW) == first
    assert standing([], NOW) is None
    assert standing([row(1, 1)], NOW) is None


def test_nothing_stands_after_a_withdrawal_until_the_next_number() -> None:
    history = [row(1, -3), row(2, -2, action=Action.WITHDRAWAL)]
    assert standing(history, NOW) is None
    assert standing(history, NOW - 3 * HOUR) == history[0]
    again = row(3, -1)
    assert standing([*history, again], NOW) == again


def test_an_expiry_ends_a_forecast_at_its_instant_and_revives_none_before_it() -> None:
    history = [row(1, -3), row(2, -2, expires_at=NOW)]
    assert standing(history, NOW - timedelta(microseconds=1)) == history[1]
    assert standing(history, NOW) is None


def test_a_struck_row_never_stood_and_words_alone_never_stand() -> None:
    history = [row(1, -3), row(2, -2), row(3, -1, strikes=2)]
    assert standing(history[:2], NOW) == history[1]
    assert standing(history, NOW) == history[2]
    assert standing(history, NOW - 2 * HOUR) == history[0]
    said = row(4, 0, action=Action.SAID, words="less likely")
    assert standing([*history, said], NOW) == history[2]


@given(st.lists(st.tuples(st.integers(-5, 5), st.booleans()), max_size=8), st.randoms())
def test_the_order_in_which_rows_are_given_does_not_matter(made: Any, random: Any) -> None:
    rows = [
        row(i, hours, action=Action.WITHDRAWAL if out else Action.FORECAST)
        for i, (hours, out) in enumerate(made, 1)
    ]
    mixed = list(rows)
    random.shuffle(mixed)
    assert standing(mixed, NOW) == standing(rows, NOW)
