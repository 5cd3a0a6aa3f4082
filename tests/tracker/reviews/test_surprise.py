"""How surprising an outcome was, kind by kind, against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forecasts.history import Track
from forecasts.model import (
    Action,
    Forecast,
    Forecaster,
    ForecasterKind,
    Question,
    QuestionType,
    Stated,
    Terms,
)
from forecasts.model.prediction import Quantiles, Shares
from tracker.reviews.surprise import chance_of, is_miss, mean_chance

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def asked(kind: QuestionType, **terms: object) -> Question:
    base = Terms(title="T?", opens_at=at(0), closes_at=at(100), resolves_by=at(100))
    return Question(
        id=1, number=1, slug="t", type=kind, revision=1, revision_id=1,
        terms=replace(base, **terms),
    )  # fmt: skip


BINARY = asked(QuestionType.BINARY)
NUMBER = asked(QuestionType.NUMERIC, range_min=0.0, range_max=100.0)
OPTIONS = asked(QuestionType.MULTIPLE_CHOICE, options='["Xi", "Putin"]')
UNIFORM = Quantiles(((0.0, 0.0), (0.5, 50.0), (1.0, 100.0)))


@pytest.mark.parametrize(
    ("stated", "question", "outcome", "chance"),
    [
        (Stated(0.3, ""), BINARY, "yes", 0.3),
        (Stated(0.3, ""), BINARY, "no", 0.7),
        (Stated(0.3, ""), BINARY, "0.25", 0.95),
        (Shares((0.2, 0.8)), OPTIONS, "Xi", 0.2),
        (UNIFORM, NUMBER, "50", 1.0),
        (UNIFORM, NUMBER, "5", 0.1),
        (UNIFORM, NUMBER, "95", 0.1),
        (UNIFORM, NUMBER, "2..5", 0.1),
    ],
)
def test_the_chance_that_was_given_to_what_happened(
    stated: object, question: Question, outcome: str, chance: float
) -> None:
    assert chance_of(stated, question, outcome) == pytest.approx(chance)  # type: ignore[arg-type]


def track(*said: tuple[float, float]) -> Track:
    rows = tuple(
        Forecast(id=place, question_id=1, revision_id=1, forecaster_id=1, action=Action.FORECAST,
                 made_at=at(day), stated=Stated(p, ""))
        for place, (day, p) in enumerate(said, 1)
    )  # fmt: skip
    return Track(Forecaster(1, "ana", ForecasterKind.PERSON), rows)


def test_it_is_averaged_over_the_time_in_which_numbers_stood() -> None:
    # 30 days at 10% and 60 days at 40%; the ten days before the first number say nothing.
    found = mean_chance([track((10, 0.1), (40, 0.4))], BINARY, "yes", at(100))
    assert found == pytest.approx((30 * 0.1 + 60 * 0.4) / 90)


def test_of_several_it_is_the_median_at_each_time() -> None:
    tracks = [track((0, p)) for p in (0.1, 0.2, 0.9)]
    assert mean_chance(tracks, BINARY, "yes", at(100)) == pytest.approx(0.2)


def test_what_was_said_when_the_outcome_was_known_gives_nothing() -> None:
    assert mean_chance([track((50, 0.1))], BINARY, "yes", at(50)) is None


@pytest.mark.parametrize(
    ("chance", "question", "outcome", "miss"),
    [
        (0.49, BINARY, "yes", True),
        (0.5, BINARY, "yes", False),
        (0.49, NUMBER, "5", False),
        (1.0 - 0.8, NUMBER, "5", True),
        (0.21, NUMBER, "5", False),
    ],
)
def test_a_miss_was_not_expected(
    chance: float,
    question: Question,
    outcome: str,
    miss: bool,  # noqa: FBT001
) -> None:
    assert is_miss(chance, question, outcome) is miss
