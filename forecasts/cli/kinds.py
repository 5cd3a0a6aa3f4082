"""How predictions on options, numbers and dates are said, drawn and printed as JSON."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from forecasts.cli import picture, timeline
from forecasts.cli.output import percent
from forecasts.cli.wording import chance, loss, moment, stated_json
from forecasts.distributions.curve import Curve
from forecasts.distributions.notation import figure
from forecasts.model import QuestionType, Stated, times, written
from forecasts.model.needs import CHOICES
from forecasts.model.prediction import Shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from forecasts.model import Forecast, Question, Terms
    from forecasts.model.option import Option
    from forecasts.model.prediction import Distribution

    Prediction = Shares | Distribution

FEW = 4  # options or deadlines that are said one by one in a few words
MANY = 8  # and in full
DIGITS = 3  # significant, of a number in a few words
LUMP = 0.01  # a point mass worth a word
DUST = 1e-9  # mass below this is rounding


def label(question: Question) -> Callable[[float], str]:
    """Return how places on a question's scale are written: as days, or as numbers."""
    if question.type is QuestionType.DATE:
        return lambda place: timeline.day(place, question.terms.timezone)
    return figure


def offered(shares: Shares, terms: Terms) -> tuple[tuple[str, float], ...]:
    """Return the options that have a probability, with it."""
    pairs = zip(terms.choices, shares.probabilities, strict=False)  # some may have come later
    return tuple((option.name, p) for option, p in pairs if p is not None)


def brief(stated: Prediction, question: Question) -> str:
    """Return a prediction in a few words: the options, a median with its range, or deadlines."""
    if isinstance(stated, Shares):
        pairs = offered(stated, question.terms)
        shown = pairs if len(pairs) <= FEW else sorted(pairs, key=lambda p: -p[1])[: FEW - 1]
        words = ", ".join(f"{name} {chance(p)}" for name, p in shown)
        return words if len(shown) == len(pairs) else f"{words} and {len(pairs) - FEW + 1} more"
    return brief_curve(Curve.over(stated, question.terms), question)


def brief_curve(curve: Curve, question: Question) -> str:
    """Return a distribution in a few words: a median with its range, or deadlines."""
    if question.type is QuestionType.DATE:
        return timeline.deadlines(curve, question.terms.timezone, FEW - 1)
    unit = f" {question.terms.unit}" if question.terms.unit else ""
    return f"{_middle(curve)}{unit}"


def short(stated: Prediction, question: Question) -> str:
    """Return a prediction in a cell of a table: the likeliest option, or a median, or a chance."""
    if isinstance(stated, Shares):
        name, p = max(offered(stated, question.terms), key=lambda pair: pair[1])
        return f"{name} {percent(p)}"
    curve = Curve.over(stated, question.terms)
    if question.type is QuestionType.DATE:
        upper = curve.scale.upper
        return f"{percent(curve.height(upper))} by {timeline.day(upper, question.terms.timezone)}"
    return _middle(curve)


def _middle(curve: Curve) -> str:
    low, middle, high = (curve.place(level) for level in (0.1, 0.5, 0.9))
    if middle is None:  # it lies outside, at no stated place
        return _below(curve) if curve.below > curve.above else _above(curve)
    if low is None or high is None:
        return figure(middle, DIGITS)
    dash = "-" if low >= 0.0 else " to "
    return f"{figure(middle, DIGITS)} ({figure(low, DIGITS)}{dash}{figure(high, DIGITS)})"


def read_as(stated: Prediction, question: Question) -> str:
    """Return how a prediction was read, in full: what will be scored."""
    if isinstance(stated, Shares):
        return ", ".join(f"{name} {chance(p)}" for name, p in offered(stated, question.terms))
    curve = Curve.over(stated, question.terms)
    if question.type is QuestionType.DATE:
        return timeline.deadlines(curve, question.terms.timezone)
    parts = [*_between(curve), *_lumps(curve), *_past(curve)]
    return "; ".join(parts)


def _between(curve: Curve) -> Iterable[str]:
    low, middle, high = (curve.place(level) for level in (0.1, 0.5, 0.9))
    if low is not None and low == high:
        return  # a point mass, which is said as such
    if low is not None and high is not None:
        yield f"80% between {figure(low)} and {figure(high)}"
    elif high is not None:
        yield f"90% up to {figure(high)}"
    elif low is not None:
        yield f"90% above {figure(low)}"
    if middle is not None:
        yield f"half above {figure(middle)}"


def _lumps(curve: Curve) -> Iterable[str]:
    """Yield the point masses that are worth a word."""
    for place, knots in groupby(curve.knots, key=lambda knot: knot[0]):
        heights = [height for _, height in knots]
        if heights[-1] - heights[0] >= LUMP:
            yield f"{percent(heights[-1] - heights[0])} at {figure(place)} exactly"


def _past(curve: Curve) -> Iterable[str]:
    """Yield what lies outside the range."""
    if curve.below > DUST:
        yield _below(curve)
    if curve.above > DUST:
        yield _above(curve)


def _below(curve: Curve) -> str:
    return f"{percent(curve.below)} below {figure(curve.scale.lower)}"


def _above(curve: Curve) -> str:
    return f"{percent(curve.above)} above {figure(curve.scale.upper)}"


def rows(
    stated: Prediction, question: Question, now: datetime | None = None, *, headed: bool = True
) -> tuple[tuple[str, str], ...]:
    """Return the labelled lines on how a prediction was read, at stake, and as time goes by.

    With `now`, also what a curve of dates has come to say since it was made. `headed` leaves out
    what a heading with the prediction in a few words says already.
    """
    read = read_as(stated, question)
    known = headed and read == brief(stated, question)
    found = (
        ("Read as", "" if known else read),
        ("At stake", stakes(stated, question)),
        ("Gone", gone(stated, question, now) if now else ""),
    )
    if isinstance(stated, Shares) or question.type is not QuestionType.DATE:
        return found
    curve, zone = Curve.over(stated, question.terms), question.terms.timezone
    return (
        *found,
        ("If nothing", timeline.if_nothing(curve, zone)),
        ("By now", timeline.by_now(curve, zone, now) if now else ""),
    )


def gone(stated: Prediction, question: Question, now: datetime) -> str:
    """Return the shares on options that are no longer on offer, lost until a new number."""
    if not isinstance(stated, Shares):
        return ""
    left = {one.name for one in question.terms.choices if one.offered_until}
    away = {one.name for one in question.terms.choices if not one.offered(now)} & left
    held = [(name, p) for name, p in offered(stated, question.terms) if p > 0 and name in away]
    said = ", ".join(f"{chance(p)} on {name}" for name, p in held)
    return f"{said}: no longer on offer, lost until there is a new number" if held else ""


def refreshed(stated: Prediction, question: Question, now: datetime) -> str:
    """Return what to type where a curve of dates has gone stale by `now`; empty elsewhere."""
    if isinstance(stated, Shares) or question.type is not QuestionType.DATE:
        return ""
    curve = Curve.over(stated, question.terms)
    return timeline.refreshed(curve, question.terms.timezone, now)


def losses(shares: Shares, terms: Terms) -> tuple[tuple[str, float], ...]:
    """Return the Brier score (half scale, 0 best, 1 worst) should each option come about."""
    pairs = offered(shares, terms)
    squares = sum(p * p for _, p in pairs)
    return tuple((name, ((1.0 - p) ** 2 + squares - p * p) / 2.0) for name, p in pairs)


def stakes(stated: Prediction, question: Question) -> str:
    """Return what is lost if each option comes about; empty for numbers and dates."""
    if not isinstance(stated, Shares):
        return ""
    found = losses(stated, question.terms)
    said = ", ".join(f"if {name} {loss(score)}" for name, score in found[:MANY])
    rest = f" and {len(found) - MANY} more" if len(found) > MANY else ""
    return f"{said}{rest} lost (Brier: 0 is best, 1 is worst)"


def branches(stated: Prediction, question: Question) -> str:
    """Return a prediction as it is read when an answer is due, with the score of each branch."""
    words = read_as(stated, question)
    if not isinstance(stated, Shares):
        return f"{words}."
    found = losses(stated, question.terms)
    said = ", ".join(f"if {name} {loss(score)}" for name, score in found)
    return f"{words}. Brier {said}."


def picture_of(stated: Prediction, question: Question) -> str:
    """Return a prediction drawn in at most eight lines."""
    if isinstance(stated, Shares):
        return picture.bars(offered(stated, question.terms))
    return picture_of_curve(Curve.over(stated, question.terms), question)


def picture_of_curve(curve: Curve, question: Question) -> str:
    """Return a distribution drawn in six lines."""
    dated, zone = question.type is QuestionType.DATE, question.terms.timezone
    above = "never" if dated else "above:"
    past = (
        f"below: {percent(curve.below)}" if curve.below > DUST else "",
        f"{above} {percent(curve.above)}" if curve.above > DUST else "",
    )
    first = timeline.opening(curve.scale.lower, zone) if dated else None
    return picture.density(curve, label(question), past, first)


def as_json(stated: Prediction, question: Question) -> dict[str, object]:
    """Return a prediction as JSON holds it: probabilities, quantiles, cdf or family."""
    columns = written.columns(stated, dated=question.type is QuestionType.DATE)
    return {name: json.loads(text) for name, text in columns._asdict().items() if text}


def said_json(row: Forecast, before: Forecast | None, question: Question) -> dict[str, object]:
    """Return what a row says, what stood before it, and what each option would lose."""
    stated = row.stated
    if stated is None or isinstance(stated, Stated):
        return {}
    return {
        **as_json(stated, question),
        "typed": stated.typed,
        "read_as": read_as(stated, question),
        "before": stated_json(before.stated if before else None, question),
        "losses": dict(losses(stated, question.terms)) if isinstance(stated, Shares) else None,
    }


def outcome(text: str, question: Question) -> str:
    """Return the outcome of a numeric or date question for reading.

    The record keeps a number, low..high, an instant, or below, above, never.
    """
    terms = question.terms
    if question.type is QuestionType.DATE:
        return timeline.outcome(text, terms)
    unit = f" {terms.unit}" if terms.unit else ""
    if text in ("below", "above") and terms.scale is not None:
        end = terms.scale.lower if text == "below" else terms.scale.upper
        return f"{text} {figure(end)}{unit}"
    return f"{' to '.join(figure(float(part)) for part in text.split('..'))}{unit}"


def asks(question: Question) -> tuple[tuple[str, str], ...]:
    """Return labelled lines for what a question offers: its options, or its range."""
    terms, scale = question.terms, question.terms.scale
    if question.type in CHOICES:
        names = ", ".join(_offer(option, terms.timezone) for option in terms.choices)
        return (("In order" if question.type is QuestionType.ORDINAL else "Options", names),)
    if question.type is QuestionType.DATE:
        return (("Horizon", f"{moment(terms.horizon, terms.timezone)}; what is later is never"),)
    if scale is None:
        return (("Range", f"any number{f' of {terms.unit}' if terms.unit else ''}"),)
    unit = f" {terms.unit}" if terms.unit else ""
    low = f"{figure(scale.lower)}{' or less' if scale.open_lower else ''}"
    high = f"{figure(scale.upper)}{' or more' if scale.open_upper else ''}"
    log = f", logarithmic from {figure(scale.zero_point)}" if scale.zero_point is not None else ""
    values = f", {terms.bins} values" if terms.bins else ""
    return (("Range", f"{low} to {high}{unit}{log}{values}"),)


def _offer(option: Option, zone: str) -> str:
    start, end = option.offered_from, option.offered_until
    parts = [f"from {moment(start, zone)}"] if start else []
    parts += [f"until {moment(end, zone)}"] if end else []
    return f"{option.name} ({', '.join(parts)})" if parts else option.name


def terms_json(question: Question) -> dict[str, object]:
    """Return the options or the range of a question as JSON holds them."""
    terms = question.terms
    if question.type in CHOICES:
        offers = [
            {
                "name": option.name,
                "from": times.maybe_to_text(option.offered_from),
                "until": times.maybe_to_text(option.offered_until),
                "other": option.other,
            }
            for option in terms.choices
        ]
        return {"options": offers}
    dated, scale = question.type is QuestionType.DATE, terms.scale
    ends = (scale.lower, scale.upper) if scale else (None, None)
    low, high = (
        times.to_text(times.from_seconds(end)) if dated and end is not None else end for end in ends
    )
    return {
        "range": {
            "min": low,
            "max": high,
            "open_lower": terms.open_lower,
            "open_upper": terms.open_upper,
            "zero_point": terms.zero_point,
            "bins": terms.bins,
            "unit": terms.unit,
        }
    }
