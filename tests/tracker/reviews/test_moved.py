"""Whether a lesson's number moved, said only as surely as two samples allow."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from forecasts.model.review import Aim, Lesson
from tracker.reviews.moved import lesson_measure_words, moved, sentences
from tracker.reviews.process import Sample

RANDOM = np.random.default_rng(3)
LESSON = Lesson(
    forecaster_id=1, period="2026-Q2", words="Look.", review_id=1, measure="unseen",
    aim=Aim.LOWER, value=20.0, target=10.0,
)  # fmt: skip


@pytest.fixture
def of_samples(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that compares two samples; what they were computed from is beside it."""
    monkeypatch.setattr("tracker.reviews.moved.sample_of", lambda _, found: found.sample)

    def compared(before: Sample, now: Sample, lesson: Lesson = LESSON) -> Any:
        return moved(lesson, *(SimpleNamespace(sample=one) for one in (before, now)))  # type: ignore[arg-type]

    return compared


def sample(mean: float, n: int, letter: str) -> Sample:
    values = RANDOM.normal(mean, 2.0, n)
    return Sample(
        tuple((values - values.mean() + mean).tolist()), tuple(f"{letter}{k}" for k in range(n))
    )


def test_the_interval_is_near_welchs(of_samples: Any) -> None:
    """Of unrelated questions: scipy's 90% interval of Welch's test, within 2% of its width."""
    before, now = sample(20.0, 40, "a"), sample(15.0, 60, "b")
    found = of_samples(before, now)
    known = stats.ttest_ind(now.values, before.values, equal_var=False).confidence_interval(0.9)
    assert found.difference == pytest.approx(-5.0)
    width = known.high - known.low
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=width / 50)
    assert found.verdict == "as meant"
    assert "(90%: " in " ".join(sentences(LESSON, found))


@pytest.mark.parametrize(
    ("mean", "n", "aim", "verdict"),
    [
        (15.0, 40, Aim.LOWER, "as meant"),
        (15.0, 40, Aim.HIGHER, "the other way"),
        (19.9, 40, Aim.LOWER, "cannot tell"),
        (15.0, 7, Aim.LOWER, "cannot tell"),
    ],
)
def test_the_verdict(of_samples: Any, mean: float, n: int, aim: Aim, verdict: str) -> None:
    found = of_samples(sample(20.0, 40, "a"), sample(mean, n, "b"), replace(LESSON, aim=aim))
    assert found.verdict == verdict
    assert (found.low is None) is (n < 8)


def test_values_of_one_question_say_little_twice(of_samples: Any) -> None:
    before, now = sample(20.0, 40, "a"), sample(15.0, 40, "b")
    together = Sample(now.values, ("b",) * 40)
    found = of_samples(before, together)
    assert (found.low, found.verdict) == (None, "cannot tell")


def test_nothing_to_compute_it_from_is_said(of_samples: Any) -> None:
    found = of_samples(sample(20.0, 40, "a"), Sample())
    assert (found.now, found.difference, found.reached) == (None, None, None)
    assert "there was nothing to compute it from now" in " ".join(sentences(LESSON, found))


@pytest.mark.parametrize(("mean", "reached"), [(9.0, True), (15.0, False)])
def test_the_target(of_samples: Any, mean: float, reached: bool) -> None:  # noqa: FBT001
    found = of_samples(sample(20.0, 40, "a"), sample(mean, 40, "b"))
    assert found.reached is reached
    said = " ".join(sentences(LESSON, found))
    assert f"The target, 10 days, was {'' if reached else 'not '}reached." in said


def test_words_alone_have_no_number(of_samples: Any) -> None:
    alone = replace(LESSON, measure=None, aim=None)
    assert of_samples(Sample(), Sample(), alone) is None
    assert lesson_measure_words(alone) == "words alone; no number checks it"


BIAS = replace(LESSON, measure="calibration", aim=Aim.HIGHER, value=-12.0, target=-6.0)


@pytest.mark.parametrize(
    ("now", "verdict", "reached"),
    [
        (-1.0, "as meant", True),
        (5.0, "as meant", True),
        (9.0, "as meant", False),
        (15.0, "past 0", False),
        (-20.0, "the other way", False),
    ],
)
def test_a_bias_moves_towards_0_or_past_it(
    of_samples: Any,
    now: float,
    verdict: str,
    reached: bool,  # noqa: FBT001
) -> None:
    """From -12: 15 is up, as the aim says, and no better."""
    found = of_samples(sample(-12.0, 40, "a"), sample(now, 40, "b"), BIAS)
    assert (found.verdict, found.reached) == (verdict, reached)
    said = " ".join(sentences(BIAS, found))
    assert "it was to go higher, towards 0" in said
    assert ("moved past 0, and is no nearer to it" in said) is (verdict == "past 0")
