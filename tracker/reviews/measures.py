"""The numbers by which a lesson can be checked: what each is, and the sample it is the mean of."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from forecasts.errors import InputError
from forecasts.model.review import Aim
from tracker.reports.numbers import counted
from tracker.reports.spoken import number, signed
from tracker.reviews import process
from tracker.reviews.process import Sample, of_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.reviews.assembled import Assembled, Reviewed

Unit = Literal["score", "difference", "share", "points", "days"]
BRIER = "brier"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that the judge computes of a review: the mean of a sample.

    of: what one value of the sample is. better: which way is better, None where that is towards 0.
    label: under which it stands among the process numbers of every review, empty where it does not.
    """

    words: str
    of: str
    unit: Unit
    better: Aim | None
    sample: Callable[[Assembled], Sample]
    label: str = ""


def _briers(found: Assembled) -> Sample:
    return of_pairs((score, one.group) for one, score, _ in _scores(found))


def _advantages(found: Assembled) -> Sample:
    return of_pairs(
        (reference - score, one.group)
        for one, score, reference in _scores(found)
        if reference is not None
    )


def _scores(found: Assembled) -> list[tuple[Reviewed, float, float | None]]:
    """Return the scheduled Brier scores and the base rate's; numbers have none."""
    return [
        (one, one.score.score, one.score.reference)
        for one in found.items
        if one.score is not None and one.score.score is not None and one.score.rule == BRIER
    ]


def _happened_minus_stated(found: Assembled) -> Sample:
    cast = found.votes
    rows = zip((cast.y - cast.p).tolist(), cast.group, cast.inside.tolist(), strict=True)
    return of_pairs((value, group) for value, group, inside in rows if inside)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "brier": Measure("mean scheduled Brier score", "question", "score", Aim.LOWER, _briers),
        "advantage": Measure(
            "mean Brier advantage over the base rate", "question", "difference", Aim.HIGHER,
            _advantages,
        ),
        "calibration": Measure(
            "what happened minus what was stated 7 days before the close", "question due to end"
            " in the period", "points", None, _happened_minus_stated,
        ),
        "coverage": Measure(
            "share of the time in which a number stood", "question", "share", Aim.HIGHER,
            lambda found: process.coverage(found.items), label="Coverage",
        ),
        "unseen": Measure(
            "days from the last look to the end", "question", "days", Aim.LOWER,
            lambda found: process.days_unseen(found.items), label="Last look",
        ),
        "reasons": Measure(
            "share of moves with a reason", "move", "share", Aim.HIGHER,
            lambda found: process.reasons(found.items), label="Reasons",
        ),
        "outside-view": Measure(
            "share of questions with a base rate on record before the own number", "question",
            "share", Aim.HIGHER, lambda found: process.outside_views(found.items),
            label="Outside view",
        ),
        "news": Measure(
            "share of news followed by a look within a week", "piece of news", "share", Aim.HIGHER,
            lambda found: process.prompt_looks(found.items), label="After news",
        ),
        "sure": Measure(
            "share of questions with a number at 90% or more, or 10% or less, on which one failed",
            "question", "share", Aim.LOWER, lambda found: process.sure_and_wrong(found.items),
            label="Certainty",
        ),
    }
)  # fmt: skip


def listed() -> tuple[tuple[str, str], ...]:
    """Return a line for each measure: its name and better side, and what it is."""
    return tuple(
        (f"  {name:<13} {(one.better or 'towards 0'):<10} ", one.words)
        for name, one in MEASURES.items()
    )


def parse(text: str) -> tuple[Measure, str | None]:
    """Return the measure that a name such as brier or brier:korea stands for, and its topic.

    Raises InputError for any other name.
    """
    name, _, topic = text.partition(":")
    if name not in MEASURES:
        raise InputError(f"{name!r} is no measure.", f"Type one of: {', '.join(MEASURES)}.")
    return MEASURES[name], topic or None


def sample_of(text: str, found: Assembled) -> Sample:
    """Return the sample of a measure, as it is written in a lesson, in what was assembled."""
    measure, topic = parse(text)
    return measure.sample(found if topic is None else found.of_topic(topic))


def words_of(text: str) -> str:
    """Return what a measure is, with its topic.

    >>> words_of("brier:korea")
    'mean scheduled Brier score, topic korea'
    """
    measure, topic = parse(text)
    return f"{measure.words}, topic {topic}" if topic else measure.words


def value_words(text: str, value: float, *, change: bool = False) -> str:
    """Return a value of a measure in its unit; change: a difference of two, with its sign.

    >>> value_words("coverage", 0.815), value_words("coverage", -0.05, change=True)
    ('82%', '-5 points')
    """
    unit = parse(text)[0].unit
    if unit == "share" and not change:
        return f"{100 * value:.0f}%"
    if unit in ("share", "points"):
        points = f"{100 * value:+.0f}"
        return f"{'0' if points in ('+0', '-0') else points} points"
    if unit == "days":
        days = f"{value:{'+' * change}.1f}".removesuffix(".0")
        return f"{days} day{'s' * (days.lstrip('+-') != '1')}"
    return signed(value) if change or unit == "difference" else number(value)


def n_words(text: str, sample: Sample) -> str:
    """Return how many values a number is the mean of.

    >>> n_words("reasons", Sample((1.0, 0.0), ("a", "a")))
    '2 moves on 1 question'
    >>> n_words("calibration", Sample((0.2, 0.0), ("a", "b")))
    '2 questions due to end in the period'
    """
    of = parse(text)[0].of
    noun, _, rest = of.partition(" ")
    if of == "piece of news":
        said = f"{len(sample.values)} piece{'s' * (len(sample.values) != 1)} of news"
    else:
        said = f"{counted(len(sample.values), noun)}{' ' * bool(rest)}{rest}"
    if noun == "question" and sample.clusters == len(sample.values):
        return said
    what = "group" if noun == "question" else "question"
    return f"{said} {'in' if what == 'group' else 'on'} {counted(sample.clusters, what)}"
