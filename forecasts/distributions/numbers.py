"""A distribution over numbers, read from quantiles or a named family."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from forecasts.distributions.curve import Curve
from forecasts.distributions.notation import figure, number_text, quantiles_text
from forecasts.errors import InputError
from forecasts.model.fit import PAST_THE_END
from forecasts.model.prediction import Family, Quantiles
from forecasts.model.scale import LARGEST, Scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from forecasts.model.prediction import Knots

SHOWN = 40  # characters of a text that an error repeats
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)
LEVEL = re.compile(r"p?([0-9]{1,3}(?:\.[0-9]{1,12})?)%?", re.IGNORECASE)
FIVE = (0.05, 0.25, 0.5, 0.75, 0.95)  # the levels in which a family is written out


def number(text: str, unit: str | None = None) -> float:
    """Return the number that was typed, its unit after it or not; raise InputError otherwise.

    >>> number("-1.5e3"), number("8 %", "%")
    (-1500.0, 8.0)
    """
    typed = text.strip()
    bare = typed.removesuffix(unit).rstrip() if unit else typed
    if len(bare) <= SHOWN and NUMBER.fullmatch(bare) and abs(value := float(bare)) <= LARGEST:
        return value
    raise InputError(f"{typed[:SHOWN]!r} is no number{_why(bare)}.", "Type it as 30, 0.5 or 1e6.")


def _why(typed: str) -> str:
    if any(c.isdigit() and not c.isascii() for c in typed):
        return ": write the digits 0 to 9"
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:[,_' ][0-9]{3})+(?:\.[0-9]+)?", typed):
        return f": write it in one, {re.sub(r'[^0-9.+-]', '', typed)}"
    if re.fullmatch(r"[+-]?[0-9]{0,9},[0-9]{1,9}", typed):
        return f": write a point, {typed.replace(',', '.')}"
    return ""


def level(text: str) -> float:
    """Return the level of a quantile typed as a percentage: 10, 2.5, p90.

    >>> level("10"), level("p2.5")
    (0.1, 0.025)
    """
    match = LEVEL.fullmatch(text.strip())
    if match is None or Fraction(match[1]) > 100:  # noqa: PLR2004 - percent
        raise InputError(
            f"{text[:SHOWN]!r} is no level of a quantile.", "Type a percentage: --quantile 10=3"
        )
    percent = Fraction(match[1])
    if 0 < percent < 1 and not text.strip().endswith("%"):
        raise InputError(
            f"{text.strip()!r} may be {float(percent * 100):g}% or {match[1]}%.",
            f"Type --quantile {float(percent * 100):g}%=3, or --quantile {match[1]}%=3",
        )
    return float(percent / 100)


def quantiles(
    pairs: Iterable[tuple[str, str]], scale: Scale | None, unit: str | None, typed: str
) -> Quantiles:
    """Return the quantiles typed as (percentage, number), in whatever order.

    Raises InputError, with what to type instead, for quantiles that cross and for numbers past a
    closed end of the scale.

    >>> quantiles([("90", "30"), ("10", "3")], None, None, "").pairs
    ((0.1, 3.0), (0.9, 30.0))
    """
    found = sorted((level(percent), number(text, unit)) for percent, text in pairs)
    check_levels(found, [number_text(place) for _, place in found])
    if scale is not None:
        _check_ends(found, scale)
    return Quantiles(tuple(found), typed)


def check_levels(pairs: Sequence[tuple[float, float]], places: Sequence[str]) -> None:
    """Raise InputError for a level given twice and for places that fall; `places` are as typed.

    The order that is meant is written out.
    """
    for (one, _), (other, _) in pairwise(pairs):
        if one == other:
            raise InputError(f"the {one * 100:g}% quantile is given twice.", "Type it once.")
    falls = [i for i in range(1, len(pairs)) if pairs[i][1] < pairs[i - 1][1]]
    if falls:
        i = falls[0]
        low, high = (f"p{pairs[j][0] * 100:g} {places[j]}" for j in (i - 1, i))
        order = sorted(range(len(pairs)), key=lambda j: pairs[j][1])
        rising = [(pairs[i][0], places[j]) for i, j in enumerate(order)]
        raise InputError(
            f"the quantiles cross: {low} lies above {high}.", f"Type {quantiles_text(rising)}"
        )


def _check_ends(pairs: Sequence[tuple[float, float]], scale: Scale) -> None:
    """Raise InputError for a place past a closed end; those past it are moved there, no others."""
    low = -LARGEST if scale.open_lower else scale.lower
    high = LARGEST if scale.open_upper else scale.upper
    outside = [place for _, place in pairs if not low <= place <= high]
    if not outside:
        return
    side, end = ("below", low) if outside[0] < low else ("above", high)
    why = f"{figure(outside[0])} lies {side} {figure(end)}, where the range ends."
    if len(outside) == len(pairs):
        raise InputError(why, f"Type numbers from {figure(scale.lower)} to {figure(scale.upper)}.")
    moved = [(height, number_text(min(max(place, low), high))) for height, place in pairs]
    raise InputError(why, f"Type what lies within: {quantiles_text(moved)}")


def _within(knots: Knots, scale: Scale, levels: Sequence[float]) -> str:
    """Return what to type for the part of a curve that lies within the scale."""
    wide = Scale(
        min(scale.lower, knots[0][0]), max(scale.upper, knots[-1][0]), scale.open_lower,
        scale.open_upper,
    )  # fmt: skip
    curve = Curve.through(knots, wide)
    low = curve.height(scale.lower) if knots[0][0] < scale.lower and not scale.open_lower else 0.0
    high = curve.height(scale.upper) if knots[-1][0] > scale.upper and not scale.open_upper else 1.0
    if high <= low:
        return f"Type numbers from {figure(scale.lower)} to {figure(scale.upper)}."
    places = [curve.place(low + level * (high - low)) for level in levels]
    # Past an open end nothing is moved: what lies there lies at no stated place.
    rounded = [_rounded(knots[-1][0] if place is None else place, scale) for place in places]
    return f"Type what lies within: {quantiles_text(zip(levels, rounded, strict=True))}"


def _rounded(place: float, scale: Scale) -> str:
    """Return a number of few digits near a place, no further out than the scale."""
    short = float(figure(place).replace(",", ""))
    low = short if scale.open_lower else max(short, scale.lower)
    return number_text(low if scale.open_upper else min(low, scale.upper))


def normal(text: str, scale: Scale | None, unit: str | None, typed: str) -> Family:
    """Return the normal distribution typed as MEAN,DEVIATION.

    Raises InputError, with the quantiles to type instead, when more than 0.1% of it lies past a
    closed end, and for a deviation that is not above 0.

    >>> normal("8,2", None, None, "").parameters
    (8.0, 2.0)
    """
    mean, comma, deviation = text.partition(",")
    if not comma:
        raise InputError(f"{text[:SHOWN]!r} is no mean and deviation.", "Type both: --normal 8,2")
    parameters = number(mean, unit), number(deviation, unit)
    if parameters[1] <= 0.0:
        sure = quantiles_text(
            [(0.0, number_text(parameters[0])), (1.0, number_text(parameters[0]))]
        )
        raise InputError(
            "a deviation is a number above 0.", f"Type one; of a number that is certain: {sure}"
        )
    found = Family("normal", parameters, typed)
    if scale is not None:
        _check_family(found, scale)
    return found


def _check_family(family: Family, scale: Scale) -> None:
    past_lower = 0.0 if scale.open_lower else family.height(scale.lower)
    past_upper = 0.0 if scale.open_upper else 1.0 - family.height(scale.upper)
    mean, deviation = family.parameters
    grid = [mean + deviation * i / 20 for i in range(-80, 81)]
    fine = tuple((place, family.height(place)) for place in grid)
    past = max(past_lower, past_upper)
    if past > PAST_THE_END:
        side, end = ("below", scale.lower) if past == past_lower else ("above", scale.upper)
        raise InputError(
            f"{past:.1%} of the normal lies {side} {figure(end)}, where the range ends.",
            _within(fine, scale, FIVE),
        )
