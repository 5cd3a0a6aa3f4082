"""What was said on a question of any kind, and what happened, in the question's own units."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forecasts.distributions.curve import Curve
from forecasts.distributions.notation import deadline_text, figure
from forecasts.model import QuestionType, Stated, times
from forecasts.model.prediction import Shares
from tracker.reports.numbers import chance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecasts.model import Question
    from forecasts.model.forecast import Prediction

YES_NO = ("yes", "no")
BELOW, ABOVE, NEVER = "below", "above", "never"
CHOICES = (QuestionType.MULTIPLE_CHOICE, QuestionType.ORDINAL)
FEW = 3  # options that are said one by one
DIGITS = 3  # significant, of a number in a few words
FAR_OUT = 0.1  # a tail of this or less is worth a word


@dataclass(frozen=True, slots=True)
class Given:
    """The chance that was given to what happened; `to` says to what, `often` how rare that is.

    often: how often so little, or something so far out on either side, comes about.
    """

    chance: float
    to: str
    often: float


def is_yes_no(question: Question) -> bool:
    """Return whether yes or no answers the question."""
    return question.type is QuestionType.BINARY


def said(stated: Prediction, question: Question) -> str:
    """Return a prediction in a few words: a chance, the likeliest options, a median, a date."""
    if isinstance(stated, Stated):
        return chance(stated.probability)
    if isinstance(stated, Shares):
        return likeliest(offered(stated, question))
    curve = Curve.over(stated, question.terms)
    if question.type is QuestionType.DATE:
        upper = curve.scale.upper
        middle = curve.place(0.5)
        half = f"half by {day(middle, question)}, " if middle is not None else ""
        return f"{half}{chance(curve.height(upper))} by {day(upper, question)}"
    return _number(curve, question)


def likeliest(pairs: Sequence[tuple[str, float]]) -> str:
    """Return the options with the highest chances, the likeliest first; the rest are counted."""
    ordered = sorted(pairs, key=lambda pair: -pair[1])
    shown = ", ".join(f"{name} {chance(p)}" for name, p in ordered[:FEW])
    return shown if len(pairs) <= FEW else f"{shown} and {len(pairs) - FEW} more"


def _number(curve: Curve, question: Question) -> str:
    low, middle, high = (curve.place(level) for level in (0.1, 0.5, 0.9))
    if middle is None:
        below = curve.below > curve.above
        mass, end = (curve.below, curve.scale.lower) if below else (curve.above, curve.scale.upper)
        return f"{chance(mass)} {BELOW if below else ABOVE} {amount(end, question)}"
    if low is None or high is None:
        return amount(middle, question)
    texts = alike(low, middle, high)
    return f"{texts[1]} ({texts[0]} to {texts[2]}){_unit(question)}"


def alike(*values: float) -> tuple[str, ...]:
    """Return numbers that stand together, none finer than the largest; none rounds to nothing.

    >>> alike(-0.085, 1.29, 2.67), alike(0.004, 0.12, 35.0)
    (('-0.09', '1.29', '2.67'), ('0.004', '0.1', '35'))
    """
    most = max(map(abs, values))
    whole = len(f"{most:.0f}") if most >= 1.0 else DIGITS
    rounded = (round(value, max(0, DIGITS - whole)) if most >= 1.0 else value for value in values)
    return tuple(figure(near or value, DIGITS) for near, value in zip(rounded, values, strict=True))


def offered(shares: Shares, question: Question) -> tuple[tuple[str, float], ...]:
    """Return the options that have a probability, with it, in the question's order."""
    pairs = zip(question.terms.choices, shares.probabilities, strict=False)
    return tuple((option.name, p) for option, p in pairs if p is not None)


def amount(value: float, question: Question) -> str:
    """Return a number of a question with its unit, for reading."""
    return f"{figure(value, DIGITS)}{_unit(question)}"


def _unit(question: Question) -> str:
    return f" {question.terms.unit}" if question.terms.unit else ""


def day(place: float, question: Question) -> str:
    """Return the last day that a deadline lets in, on the question's clocks."""
    text = deadline_text(float(round(place)), ZoneInfo(question.terms.timezone))
    return text[: len("2026-12-31")]


def reference_words(question: Question) -> str:
    """Return what the reference class says of options or a date; empty without one."""
    known, terms = question.terms.reference_class, question.terms
    if known is None or is_yes_no(question):
        return ""
    if question.type is QuestionType.DATE:
        return f"{chance(known.rate)} by {day(_horizon(question), question)}"
    counts = dict(zip(known.options, known.counts, strict=False))
    names = [option.name for option in terms.choices if option.offered(terms.opens_at)]
    total = sum(counts.get(name, 0) for name in names) + len(names) / 2
    shares = tuple((counts.get(name, 0) + 0.5) / total for name in names)
    return likeliest(tuple(zip(names, shares, strict=True)))


def outcome_words(outcome: str, question: Question) -> str:
    """Return an outcome for reading: an option, a number with its unit, a day, or not by when."""
    if question.type is QuestionType.DATE:
        if outcome in (NEVER, BELOW):
            scale = question.terms.scale
            start = "" if scale is None else f" {day(scale.lower, question)}"
            return f"not by {day(_horizon(question), question)}" if outcome == NEVER else (
                f"before{start}"
            )  # fmt: skip
        return day(times.to_seconds(times.from_text(outcome)), question)
    if question.type is not QuestionType.NUMERIC:
        return outcome
    scale = question.terms.scale
    if outcome in (BELOW, ABOVE) and scale is not None:
        return f"{outcome} {amount(scale.lower if outcome == BELOW else scale.upper, question)}"
    # What is on record is exact; it is shown so.
    exact = " to ".join(f"{float(part):,.10g}" for part in outcome.split(".."))
    return f"{exact}{_unit(question)}"


def _horizon(question: Question) -> float:
    return times.to_seconds(question.terms.horizon)


def span(stated: Sequence[Prediction], question: Question, outcome: str) -> str:
    """Return the range of what several said: of their chances, their medians or their dates.

    Of options it is the chance of the one that happened, of dates that of one by the horizon.
    """
    values = [heard(one, question, outcome) for one in stated]
    known = [value for value in values if value is not None]
    if not known:
        return "-"
    low, high = min(known), max(known)
    if question.type is QuestionType.NUMERIC:
        return f"median {' to '.join(alike(low, high))}{_unit(question)}"
    chances = f"{chance(low).rstrip('%')} to {chance(high)}"
    if question.type in CHOICES:
        return f"{outcome} {chances}"
    if question.type is QuestionType.DATE:
        return f"{chances} by {day(_horizon(question), question)}"
    return chances


def heard(stated: Prediction, question: Question, outcome: str) -> float | None:
    """Return the one number by which a prediction is told: a chance, or a median.

    The chance of yes, of the option that happened, of the event by the horizon. None where it is
    not said.
    """
    if isinstance(stated, Stated):
        return stated.probability
    if isinstance(stated, Shares):
        return dict(offered(stated, question)).get(outcome)
    curve = Curve.over(stated, question.terms)
    if question.type is QuestionType.DATE:
        return curve.height(curve.scale.upper)
    return curve.place(0.5)


def heard_name(question: Question, outcome: str) -> str:
    """Return what `heard` is of: the option, or the date; empty where it goes without saying."""
    if question.type in CHOICES:
        return outcome
    return f"by {day(_horizon(question), question)}" if question.type is QuestionType.DATE else ""


def middle_of(values: Sequence[float]) -> float:
    """Return the median of some numbers, at least one."""
    return float(median(values))


def given(stated: Prediction, question: Question, outcome: str) -> Given | None:
    """Return what chance a prediction gave to what happened; None where that cannot be said."""
    if isinstance(stated, Stated):
        if outcome not in YES_NO:
            return None
        p = stated.probability if outcome == YES_NO[0] else 1 - stated.probability
        return Given(p, "what happened", p)
    if isinstance(stated, Shares):
        of_option = dict(offered(stated, question)).get(outcome)
        return None if of_option is None else Given(of_option, "what happened", of_option)
    curve = Curve.over(stated, question.terms)
    if outcome == NEVER:
        left = 1.0 - curve.height(_horizon(question))
        return Given(left, "what happened", left)
    place = _place(outcome, question, curve)
    return None if place is None else _tail(curve, place, question, outcome)


def _place(outcome: str, question: Question, curve: Curve) -> float | None:
    """Return where an outcome lies, its nearest point where an interval is known; None for none."""
    if question.type is QuestionType.DATE:
        return None if outcome == BELOW else times.to_seconds(times.from_text(outcome))
    if outcome in (BELOW, ABOVE):
        return None
    ends = [float(part) for part in outcome.split("..")]
    middle = curve.place(0.5)
    return min(max(ends[0] if middle is None else middle, ends[0]), ends[-1])


def _tail(curve: Curve, place: float, question: Question, outcome: str) -> Given | None:
    """Return the chance of something so low, or so high, where that was small; else None."""
    up_to, from_on = curve.height(place), 1.0 - _height_below(curve, place)
    tail = min(up_to, from_on)
    if tail > FAR_OUT:
        return None
    dated = question.type is QuestionType.DATE
    word = ("as early as" if dated else "as low as") if up_to <= from_on else (
        "as late as" if dated else "as high as"
    )  # fmt: skip
    what = "a date" if dated else "a number"
    return Given(tail, f"{what} {word} {outcome_words(outcome, question)}", min(1.0, 2 * tail))


def _height_below(curve: Curve, place: float) -> float:
    """Return the probability of a value below `place`, a point mass there left out."""
    heights = [height for at, height in curve.knots if at == place]
    return min(heights) if heights else curve.height(place)


def quantiles(
    stated: Prediction, question: Question, levels: Sequence[float]
) -> tuple[float | None, ...]:
    """Return the places of some levels of a distribution; None for one that lies outside."""
    if isinstance(stated, Stated | Shares):
        return (None,) * len(levels)
    curve = Curve.over(stated, question.terms)
    return tuple(curve.place(level) for level in levels)


def edges(stated: Prediction, question: Question) -> tuple[float, float]:
    """Return the ends of the range of a prediction: the question's, or where it says most."""
    if isinstance(stated, Stated | Shares):
        return 0.0, 1.0
    scale = Curve.over(stated, question.terms).scale
    return scale.lower, scale.upper
