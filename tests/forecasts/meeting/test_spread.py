"""How far people are apart: on a yes/no question, of options, of numbers and of dates."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import parse
from forecasts.distributions import typed
from forecasts.meeting.spread import apart, log_odds, median, spread
from forecasts.model import Action, Criteria, Forecast, Question, QuestionType, Terms
from forecasts.model.needs import complete

NOW = datetime(2026, 11, 1, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)


def asked(kind: QuestionType, **terms: object) -> Question:
    given_ = {
        "title": "Will it?", "opens_at": NOW, "closes_at": END, "resolves_by": END,
        "criteria": Criteria("a", "", "b", "c"), **terms,
    }  # fmt: skip
    whole = complete(kind, Terms(**given_))  # type: ignore[arg-type]
    return Question(
        id=1, number=1, slug="it", type=kind, revision=1, revision_id=2, terms=whole,
        recorded_at=NOW,
    )  # fmt: skip


def said(question: Question, words: str) -> Forecast:
    stated = (
        parse.probability(words, certain=True)
        if question.type is QuestionType.BINARY
        else typed.read(typed.Typed(words=tuple(words.split())), question, NOW)
    )
    return Forecast(
        question_id=1, revision_id=2, forecaster_id=3, action=Action.FORECAST,
        made_at=NOW + timedelta(hours=1), stated=stated,
    )  # fmt: skip


def voices(question: Question, **words: str) -> list[tuple[str, Forecast]]:
    return [(name, said(question, text)) for name, text in words.items()]


YES_NO = asked(QuestionType.BINARY)
LEADER = asked(
    QuestionType.MULTIPLE_CHOICE, options='[{"name":"kim"},{"name":"lee"},{"name":"other"}]'
)
TESTS = asked(QuestionType.NUMERIC, range_min=0.0, range_max=50.0)
MEET = asked(QuestionType.DATE, range_min=NOW.timestamp(), range_max=END.timestamp())


def test_a_yes_no_question_is_as_wide_as_its_outer_two() -> None:
    found = spread(voices(YES_NO, ana="30%", ben="12%", cal="60%"), YES_NO)
    assert found is not None
    assert (found.lowest.forecaster, found.highest.forecaster) == ("ben", "cal")
    assert found.median == pytest.approx(0.3)
    # ln(0.6/0.4) - ln(0.12/0.88), by hand
    assert found.log_odds == pytest.approx(0.405465 + 1.992430, abs=1e-6)


def test_one_alone_is_not_apart_from_anybody() -> None:
    assert spread(voices(YES_NO, ana="30%"), YES_NO) is None
    assert spread([], YES_NO) is None


def test_a_certainty_beside_another_number_is_infinitely_far_and_beside_itself_not() -> None:
    wide = spread(voices(YES_NO, ana="0", ben="1%"), YES_NO)
    same = spread(voices(YES_NO, ana="0", ben="0"), YES_NO)
    assert wide is not None
    assert same is not None
    assert (wide.log_odds, same.log_odds) == (math.inf, 0.0)


def test_of_options_the_one_that_divides_most_is_named() -> None:
    both = voices(LEADER, ana="kim=60% lee=30% other=10%", ben="kim=50% lee=48% other=2%")
    found = spread(both, LEADER)
    assert found is not None
    # other: ln(1/9) against ln(1/49); lee and kim lie closer
    assert (found.option, found.lowest.forecaster) == ("other", "ben")
    assert found.log_odds == pytest.approx(math.log(49) - math.log(9))


def test_of_numbers_it_is_the_chance_above_the_middle_of_the_medians() -> None:
    found = spread(voices(TESTS, ana="p10=2 p50=8 p90=20", ben="p10=10 p50=12 p90=30"), TESTS)
    assert found is not None
    assert found.place == pytest.approx(10.0)
    # ana: two twelfths of the 40% between 8 and 20 lie below 10; ben: 10% do
    assert found.lowest.forecaster == "ana"
    assert found.lowest.chance == pytest.approx(0.5 - 0.4 * 2 / 12)
    assert found.highest.chance == pytest.approx(0.9)


def test_of_a_date_that_somebody_holds_for_unlikely_it_is_the_chance_by_the_horizon() -> None:
    found = spread(voices(MEET, ana="2026-12-01=80% never=10%", ben="never=90%"), MEET)
    assert found is not None
    assert found.place == pytest.approx(END.timestamp())
    assert [voice.chance for voice in found.voices] == pytest.approx([0.1, 0.9])


@given(st.lists(st.floats(0.001, 0.999), min_size=2, max_size=6))
def test_the_distance_is_that_of_the_log_odds_whoever_speaks_first(chances: list[float]) -> None:
    rows = [(str(i), said(YES_NO, f"{p:.17f}")) for i, p in enumerate(chances)]
    found, turned = spread(rows, YES_NO), spread(rows[::-1], YES_NO)
    assert found is not None
    assert turned is not None
    assert found.log_odds == turned.log_odds
    exact = [row.stated.probability for _, row in rows]  # type: ignore[union-attr]
    widest = max(apart(p, q) for p in exact for q in exact)
    assert found.log_odds == pytest.approx(widest)
    assert found.lowest.chance <= found.median <= found.highest.chance


def test_log_odds_turn_the_sign_with_the_event() -> None:
    assert log_odds(0.2) == pytest.approx(-log_odds(0.8))
    assert median([4.0, 1.0, 3.0, 2.0]) == 2.5
