"""A prediction fits its question: the kind, the options on offer, the ends of the range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forecasts.model import QuestionType, Stated, Terms, times
from forecasts.model.fit import WANTED, check_prediction
from forecasts.model.forecast import Prediction
from forecasts.model.prediction import Family, Heights, Quantiles, Shares

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
CLOSES = datetime(2026, 6, 1, tzinfo=UTC)
START, END = times.to_seconds(OPENS), times.to_seconds(CLOSES)
DAY = 86_400.0
COMES = '["a","b",{"name":"c","from":"2026-02-01T00:00:00Z","until":"2026-03-01T00:00:00Z"}]'


@dataclass(frozen=True)
class Asked:
    """A question as far as a prediction is held against it."""

    type: QuestionType
    terms: Terms


def asked(kind: str, **more: Any) -> Asked:
    ranges = {"numeric": {"range_min": 0.0, "range_max": 50.0},
              "date": {"range_max": END, "open_upper": True},
              "ordinal": {"options": '["low","high"]'},
              "multiple_choice": {"options": COMES}}  # fmt: skip
    dates = {"opens_at": OPENS, "closes_at": CLOSES, "resolves_by": CLOSES}
    return Asked(
        QuestionType(kind), Terms(**{"title": "?", **dates, **ranges.get(kind, {}), **more})
    )


def refusal(question: Asked, stated: Prediction, at: datetime = OPENS) -> str:
    """Return why a prediction is refused, "" when it is not."""
    try:
        check_prediction(question, stated, at)
    except ValueError as error:
        return str(error)
    return ""


PREDICTIONS: dict[str, tuple[Prediction, ...]] = {
    "binary": (Stated(0.5, ""),),
    "ordinal": (Shares((0.5, 0.5)),),
    "multiple_choice": (Shares((0.5, 0.5)), Shares((0.5, 0.5, None))),
    "numeric": (Quantiles(((0.5, 8.0),)), Heights((0.0, 1.0)), Family("normal", (25.0, 5.0))),
    "date": (Quantiles(((0.5, END),)), Heights((0.0, 0.2)),
             Family("normal", (START + 60 * DAY, 9 * DAY))),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(QuestionType))
def test_a_kind_takes_its_own_predictions_and_says_so_of_others(kind: QuestionType) -> None:
    for stated in PREDICTIONS[kind.value]:
        assert refusal(asked(kind.value), stated) == ""
    forms = {type(stated) for stated in PREDICTIONS[kind.value]}
    others = [x for found in PREDICTIONS.values() for x in found if type(x) not in forms]
    assert others
    assert all(WANTED[kind] in refusal(asked(kind.value), other) for other in others)


@pytest.mark.parametrize(
    ("day", "shares", "why"),
    [
        (0, (0.5, 0.5), ""),
        (0, (0.5, 0.5, None), ""),
        (0, (0.5, 0.4, 0.1), "'c' is not on offer then: write null"),
        (-9, (0.5, 0.4, 0.1), "'c' is not on offer then"),
        (0, (1.0, None, None), "'b' is on offer and has no probability: write 0"),
        (0, (1.0,), "'b' is on offer and has no probability: write 0"),
        (0, (0.25, 0.25, None, 0.5), "it has 4 probabilities for 3 options: a, b, c"),
        (31, (0.5, 0.5), "'c' is on offer and has no probability"),
        (31, (0.5, 0.5, None), "'c' is on offer and has no probability"),
        (31, (0.5, 0.5, 0.0), ""),
        (58.9, (0.5, 0.4, 0.1), ""),
        (59, (0.5, 0.4, 0.1), "'c' is not on offer then"),
        (59, (0.5, 0.5, None), ""),
    ],
)
def test_shares_are_of_the_options_on_offer_then(day: float, shares: Any, why: str) -> None:
    found = refusal(asked("multiple_choice"), Shares(shares), OPENS + timedelta(days=day))
    assert found.startswith(why) if why else found == ""


def test_what_is_said_before_the_opening_is_held_against_the_opening() -> None:
    question = asked("multiple_choice", opens_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert refusal(question, Shares((0.5, 0.4, 0.1))) == ""


@pytest.mark.parametrize(
    ("more", "pairs", "why"),
    [
        ({}, ((0.1, 0.0), (0.9, 50.0)), ""),
        ({}, ((0.1, -1.0), (0.9, 30.0)), "-1 lies below 0, where the range ends"),
        ({}, ((0.1, 3.0), (0.9, 50.5)), "50.5 lies past 50, where the range ends"),
        ({"open_lower": True, "open_upper": True}, ((0.1, -1.0), (0.9, 50.5)), ""),
        ({"range_min": None, "range_max": None}, ((0.1, -1e9), (0.9, 1e9)), ""),
    ],
)
def test_quantiles_lie_within_closed_ends(more: Any, pairs: Any, why: str) -> None:
    assert refusal(asked("numeric", **more), Quantiles(pairs)) == why


def test_dates_lie_between_the_opening_and_the_horizon() -> None:
    question = asked("date")
    assert refusal(question, Quantiles(((0.1, START), (0.4, END)))) == ""
    early = refusal(question, Quantiles(((0.1, START - 60.0), (0.4, END))))
    assert early == "2025-12-31 23:59Z lies below 2026-01-01 00:00Z, where the range ends"
    late = refusal(question, Quantiles(((0.1, START), (0.4, END + 60.0))))
    assert late.startswith("2026-06-01 00:01Z lies past 2026-06-01 00:00Z")
    assert "'not by then'" in late
    assert refusal(asked("date", open_lower=True), Quantiles(((0.1, START - 60.0),))) == ""


@pytest.mark.parametrize(
    ("more", "heights", "why"),
    [
        ({}, (0.0, 0.3, 1.0), ""),
        ({}, (0.2, 0.3, 1.0), ""),  # a point mass on the closed lower end
        ({}, (0.0, 1.0 - 1e-12), ""),
        ({}, (0.0, 0.9), "it ends at 0.9: where the range is closed above it ends at 1"),
        ({"open_upper": True}, (0.0, 0.9), ""),
        ({"bins": 2}, (0.0, 0.3, 1.0), ""),
        ({"bins": 3}, (0.0, 0.3, 1.0), "it has 3 heights, and 3 bins have 4 edges"),
        ({"range_min": None, "range_max": None}, (0.0, 1.0), "a cdf lies on the question's range"),
    ],
)
def test_a_cdf_lies_on_the_grid_and_ends_at_1_where_it_is_closed(
    more: Any, heights: Any, why: str
) -> None:
    assert refusal(asked("numeric", **more), Heights(heights)).startswith(why)
    assert bool(refusal(asked("numeric", **more), Heights(heights))) == bool(why)


@pytest.mark.parametrize(
    ("more", "parameters", "why"),
    [
        ({}, (25.0, 8.0), ""),  # 0.09% lies past either end: a point mass there
        ({}, (25.0, 9.0), "0.3% of it lies below 0, a closed end"),
        ({}, (40.0, 5.0), "2.3% of it lies above 50, a closed end"),
        ({}, (25.0, 1e-9), ""),
        ({"open_upper": True}, (40.0, 5.0), ""),
        ({"open_lower": True}, (5.0, 5.0), ""),
        ({"range_min": None, "range_max": None}, (0.0, 1e9), ""),
    ],
)
def test_a_family_keeps_within_closed_ends(more: Any, parameters: Any, why: str) -> None:
    found = refusal(asked("numeric", **more), Family("normal", parameters))
    assert found.startswith(why) if why else found == ""


def test_a_family_of_dates_ends_at_the_horizon_with_what_is_left() -> None:
    assert refusal(asked("date"), Family("normal", (END, 9 * DAY))) == ""
    early = refusal(asked("date"), Family("normal", (START, DAY)))
    assert early.startswith("50.0% of it lies below 2026-01-01 00:00Z, a closed end")
