"""Whether the number of last time's lesson moved, said as surely as the two samples allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from forecasts.model.review import Aim
from tracker.comparison import LEAST_CLUSTERS
from tracker.reports.against_before import interval
from tracker.reports.numbers import PERCENT
from tracker.reviews.measures import n_words, parse, sample_of, value_words, words_of

if TYPE_CHECKING:
    from forecasts.model.review import Lesson
    from tracker.reviews.assembled import Assembled
    from tracker.reviews.process import Sample

Verdict = Literal["as meant", "the other way", "past 0", "cannot tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The number of a lesson then and now; None where a period had nothing to compute it from.

    low, high: the 90% interval of now minus before, over clusters of questions; None where `reason`
    says why. verdict: past 0 is said of a bias that turned over and is no nearer to 0. reached:
    whether the number now is at its target, None without one.
    """

    period: str
    before: float | None
    now: float | None
    n_before: str
    n: str
    difference: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    reason: str | None
    reached: bool | None


def moved(
    lesson: Lesson, before: Assembled, now: Assembled, *, outside: bool = False
) -> Moved | None:
    """Return how the number of a lesson moved between two reviews; None of words alone.

    The two periods own different questions, so the interval is that of two samples; questions of
    one group that stand in both count as one cluster. outside: whether `now` leaves out what lies
    in the lesson's own period.
    """
    if lesson.measure is None or lesson.aim is None:
        return None
    past, own = sample_of(lesson.measure, before), sample_of(lesson.measure, now)
    low = high = difference = None
    if past.mean is not None and own.mean is not None:
        difference = own.mean - past.mean
        low, high = _interval(own, past)
    apart = f"outside {lesson.period}" if outside else ""
    return Moved(
        period=lesson.period,
        before=past.mean,
        now=own.mean,
        n_before=n_words(lesson.measure, past),
        n=", ".join(filter(None, (n_words(lesson.measure, own), apart))),
        difference=difference,
        low=low,
        high=high,
        verdict=_verdict(lesson, past.mean, own.mean, low, high),
        reason=_reason(past, own, low, apart),
        reached=_reached(lesson, own.mean),
    )


def _interval(own: Sample, past: Sample) -> tuple[float | None, float | None]:
    place: dict[str, int] = {}
    codes, codes_past = (
        np.array([place.setdefault(group, len(place)) for group in one.groups], dtype=np.int64)
        for one in (own, past)
    )
    return interval(np.array(own.values), codes, np.array(past.values), codes_past)


def _verdict(
    lesson: Lesson, before: float | None, now: float | None, low: float | None, high: float | None
) -> Verdict:
    if before is None or now is None or low is None or high is None or low <= 0.0 <= high:
        return "cannot tell"
    if (low > 0.0) is not (lesson.aim is Aim.HIGHER):
        return "the other way"
    return "past 0" if _towards_0(lesson) and abs(now) >= abs(before) else "as meant"


def _towards_0(lesson: Lesson) -> bool:
    return lesson.measure is not None and parse(lesson.measure)[0].better is None


def _reason(past: Sample, own: Sample, low: float | None, apart: str) -> str | None:
    if past.mean is None:
        return "there was nothing to compute it from then"
    if own.mean is None:
        return " ".join(filter(None, ("there was nothing", apart, "to compute it from now")))
    if low is None:
        return (
            f"an interval needs {LEAST_CLUSTERS} clusters of related questions in each of the two,"
            f" and there are {past.clusters} and {own.clusters}"
        )
    return None


def _reached(lesson: Lesson, now: float | None) -> bool | None:
    if lesson.target is None or now is None or lesson.aim is None:
        return None
    if _towards_0(lesson):
        return abs(now) <= abs(lesson.target)
    return now <= lesson.target if lesson.aim is Aim.LOWER else now >= lesson.target


def sentences(lesson: Lesson, found: Moved) -> tuple[str, ...]:
    """Return whether the number moved: both values, the interval, and what that lets one say."""
    assert lesson.measure is not None  # noqa: S101 - only such a lesson has moved
    name = words_of(lesson.measure)
    then, now = (
        "nothing" if value is None else value_words(lesson.measure, value)
        for value in (found.before, found.now)
    )
    head = f"{name[0].upper()}{name[1:]}: {then} in {found.period} ({found.n_before})"
    said = [f"{head}, {now} now ({found.n}); it was to go {_where(lesson)}."]
    if found.difference is None or found.low is None or found.high is None:
        said.append(f"Whether it moved cannot be told: {found.reason}.")
    else:
        change, low, high = (
            value_words(lesson.measure, value, change=True)
            for value in (found.difference, found.low, found.high)
        )
        ends = f"{change} ({PERCENT}: {low} to {high})"
        words = {
            "cannot tell": f"Whether it moved cannot be told: {ends}.",
            "as meant": f"It moved as meant: {ends}. A number picked because it stood out also"
            " comes back towards the middle by itself.",
            "the other way": f"It moved the other way: {ends}.",
            "past 0": f"It moved past 0, and is no nearer to it: {ends}.",
        }
        said.append(words[found.verdict])
    if found.reached is not None and lesson.target is not None:
        target = value_words(lesson.measure, lesson.target)
        said.append(f"The target, {target}, was {'' if found.reached else 'not '}reached.")
    return tuple(said)


def lesson_measure_words(lesson: Lesson) -> str:
    """Return how a lesson is checked: the number, its value then, and which way it should go."""
    if lesson.measure is None or lesson.aim is None:
        return "words alone; no number checks it"
    at = "undefined so far" if lesson.value is None else value_words(lesson.measure, lesson.value)
    goal = f", to {value_words(lesson.measure, lesson.target)}" if lesson.target is not None else ""
    return f"{words_of(lesson.measure)}, {at}, should go {_where(lesson)}{goal}"


def _where(lesson: Lesson) -> str:
    """Return which way the number should go; of a bias that is towards 0."""
    return f"{lesson.aim}, towards 0" if _towards_0(lesson) else f"{lesson.aim}"
