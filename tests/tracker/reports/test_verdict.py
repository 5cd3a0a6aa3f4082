"""The verdict: what n allows, and not a word more."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from forecasts.model import ReferenceClass
from tracker.comparison import clustered_mean


def sentences(desk: Any, **scope: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = desk.section("verdict", **scope).data.sentences
    assert 1 <= len(found) <= 3
    return found


def test_an_empty_record_has_nothing_to_conclude(desk: Any) -> None:
    words = " ".join(sentences(desk))
    assert "Nothing is scored" in words
    assert "nothing to conclude" in words


def test_resolved_but_never_forecast_is_said(desk: Any) -> None:
    desk.ask("q")
    desk.resolve("q", "no")
    assert "no question that was forecast in time has an outcome" in sentences(desk)[0]


def test_one_question_tells_nothing(desk: Any) -> None:
    """0.2 on a no: Brier 0.04, a coin's 0.25."""
    desk.many("ana", 1, 0.2, "no")
    first, *_ = sentences(desk)
    assert first.startswith("ana has 1 question scored; an interval against the coin")
    assert "needs 8 clusters" in first
    assert "cannot be told from luck" in first
    data = desk.section("verdict").data
    assert (data.questions, data.clusters, data.low, data.verdict) == (1, 1, None, "cannot tell")


@pytest.mark.parametrize(
    ("p", "verdict", "words"),
    [(0.2, "better", "ana did better than the coin by"), (0.8, "worse", "ana did worse than")],
)
def test_fourteen_questions_give_an_interval(desk: Any, p: float, verdict: str, words: str) -> None:
    """The interval is the clustered one of tracker.comparison over the 14 differences."""
    desk.many("ana", 7, p, "no")
    desk.many("ana", 7, p + 0.1, "no", start=7)
    differences = np.repeat([0.25 - p**2, 0.25 - (p + 0.1) ** 2], 7)
    expected = clustered_mean(differences, level=0.9)
    assert expected.low is not None
    assert expected.high is not None
    data = desk.section("verdict").data
    assert (data.questions, data.clusters, data.verdict) == (14, 14, verdict)
    assert (data.skill, data.low, data.high) == pytest.approx(
        (expected.mean, expected.low, expected.high)
    )
    first = sentences(desk)[0]
    assert first.startswith(words)
    assert f"(90%: {expected.low:+.2f} to {expected.high:+.2f}, n = 14)" in first


def test_an_interval_with_zero_in_it_cannot_tell(desk: Any) -> None:
    desk.many("ana", 7, 0.4, "no")
    desk.many("ana", 7, 0.4, "yes", start=7)
    assert sentences(desk)[0].startswith("Whether ana is better or worse than the coin cannot be")


def test_questions_of_one_group_are_one_cluster(desk: Any) -> None:
    desk.many("ana", 14, 0.2, "no", group="siblings")
    data = desk.section("verdict").data
    assert (data.questions, data.clusters, data.verdict) == (14, 1, "cannot tell")


def test_the_base_rate_is_the_reference_where_there_is_one(desk: Any) -> None:
    """2 of 3 gives (2 + 1/2) / (3 + 1) = 0.625, Brier 0.39 on a no, against 0.2's 0.04."""
    desk.many("ana", 9, 0.2, "no", reference_class=ReferenceClass.parse("2/3"))
    data = desk.section("verdict").data
    assert data.against == "base rate"
    assert data.skill == pytest.approx(0.625**2 - 0.2**2)


def test_it_speaks_of_me_only_where_i_have_scores(desk: Any) -> None:
    desk.many("ana", 2, 0.2, "no")
    desk.say("bo", "q0", 1, 0.3)
    desk.record.forecaster("chi")
    assert desk.section("verdict", me=desk.who("bo")).data.forecaster == "bo"
    assert desk.section("verdict", me=desk.who("chi")).data.forecaster is None
    named = sentences(desk, forecaster=desk.who("chi"))
    assert named[0].startswith("chi has no score yet")


def test_several_forecasters_are_tallied_and_luck_is_named(desk: Any) -> None:
    for place in range(9):
        desk.ask(f"q{place}")
        for who in range(20):
            desk.say(f"f{who}", f"q{place}", 0, 0.2)
        desk.resolve(f"q{place}", "no")
    words = " ".join(sentences(desk))
    assert "9 questions scored, 20 forecasters" in words
    assert "20 did better, 0 worse" in words
    assert "luck alone puts about 2 of so many off zero" in words


def test_mechanical_forecasters_alone_say_nothing_of_skill(desk: Any) -> None:
    terms = {"reference_class": ReferenceClass.parse("0/30")}
    for place in range(9):
        desk.ask(f"q{place}", **terms)
        desk.say("coin", f"q{place}", 0, 0.5, kind="baseline")
        desk.resolve(f"q{place}", "no")
    words = " ".join(sentences(desk))
    assert "by mechanical forecasters alone: coin did worse than the base rate" in words
    assert "nothing about anybody's skill" in words


def test_what_waits_and_what_was_entered_late_is_said(desk: Any) -> None:
    desk.many("ana", 9, 0.2, "no")
    desk.ask("late")
    desk.say("ana", "late", 1, 0.5)
    assert "1 closed question still waits" in " ".join(sentences(desk))
    assert "entered after" not in " ".join(sentences(desk))
    for place in range(9):
        desk.say("bo", f"q{place}", 0, 0.1, recorded=300)
    named = sentences(desk, forecaster=desk.who("bo"))
    assert "entered after the outcomes were known" in named[2]
