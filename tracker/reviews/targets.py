"""What the number of a lesson may be asked to do: go to its better side, within its range."""

from __future__ import annotations

import math
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.errors import InputError, RefusedError
from forecasts.model.review import Aim
from tracker.reviews.measures import parse, value_words, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.reviews.measures import Unit

TYPED = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)) *(%|points?|days?|)", re.ASCII | re.IGNORECASE)
# Of each unit: the least and the greatest value, and how people say that.
RANGES: Mapping[Unit, tuple[float, float, str]] = MappingProxyType(
    {
        "score": (0.0, 1.0, "from 0 to 1"),
        "difference": (-1.0, 1.0, "from -1 to 1"),
        "share": (0.0, 1.0, "from 0% to 100%"),
        "points": (-1.0, 1.0, "from -100 to 100 points"),
        "days": (0.0, math.inf, "0 days or more"),
    }
)
SUFFIXES: Mapping[Unit, tuple[str, ...]] = MappingProxyType(
    {"share": ("%",), "points": ("%", "point", "points"), "days": ("", "day", "days")}
)
EXAMPLES: Mapping[Unit, float] = MappingProxyType(
    {"score": 0.15, "difference": 0.05, "share": 0.8, "points": 0.05, "days": 7.0}
)
STEP = 0.05  # by which an example is above an advantage


def best_of(text: str) -> float:
    """Return the best value that a measure can have.

    >>> best_of("brier"), best_of("reasons"), best_of("calibration")
    (0.0, 1.0, 0.0)
    """
    measure = parse(text)[0]
    least, most, _ = RANGES[measure.unit]
    if measure.better is None:
        return 0.0
    return least if measure.better is Aim.LOWER else most


def better_side(text: str, value: float | None) -> Aim | None:
    """Return which way a measure is better from its value: a bias towards 0, all others one way.

    None of a bias without a value, or at 0.

    >>> better_side("calibration", -0.12).value, better_side("brier", None).value
    ('higher', 'lower')
    """
    better = parse(text)[0].better
    if better is not None or not value:
        return better
    return Aim.LOWER if value > 0.0 else Aim.HIGHER


def aim_of(text: str, typed: str, value: float | None) -> Aim:
    """Return which way the number of a lesson should go: its better side.

    value: the number at the review, None where it has none. Raises InputError for words that are no
    aim, RefusedError for the worse side and where there is nothing to better.
    """
    name = words_of(text)
    fits = [aim for aim in Aim if typed and aim.value.startswith(typed.strip().lower())]
    if typed and len(fits) != 1:
        raise InputError(f"{typed!r} is no aim.", "Type lower or higher, or leave it out.")
    better = better_side(text, value)
    if value is None and better is None:
        raise RefusedError(
            f"{name} has no value in this review, so that which way is towards 0 is not known.",
            "Check the lesson by another number, or write it in words alone.",
        )
    if better is None or (value is not None and _said(text, value) == _said(text, best_of(text))):
        raise RefusedError(
            f"{name} is {_said(text, value or 0.0)}, which is the best there is.",
            "Check the lesson by another number, or write it in words alone.",
        )
    if fits and fits[0] is not better:
        raise RefusedError(
            f"{fits[0]} is the worse side of {name}{_now(text, value)}: {_why(text, better)}.",
            f"Type {better}, or leave the aim out.",
        )
    return better


def target_of(text: str, typed: str, value: float | None = None) -> float:
    """Return what a measure should reach, as typed: 0.15, 3 days, 80%, 5 points.

    value: the number at the review, from which the target lies on the better side. Raises
    InputError for what is no number or has the wrong unit, RefusedError for a target that the
    measure cannot have, or has reached.

    >>> target_of("coverage", "80%", 0.4), target_of("unseen", "3")
    (0.8, 3.0)
    """
    name, unit = words_of(text), parse(text)[0].unit
    hint = f"Type it as {example_of(text, value)}."
    found = TYPED.fullmatch(typed.strip())
    if found is None or found[2].lower() not in SUFFIXES.get(unit, ("",)):
        raise InputError(f"{typed!r} is no target of {name}.", hint)
    target = _read(text, found[1])
    least, most, span = RANGES[unit]
    if not least <= target <= most or math.isinf(target):
        raise RefusedError(f"{typed} cannot be reached: {name} is {span}.", hint)
    better = better_side(text, value)
    if value is None or better is None:
        return target
    if _past_0(text, value, target):
        raise RefusedError(
            f"{typed} is past 0: {name} is {_said(text, value)}, and better towards 0.", hint
        )
    nearer = target < value if better is Aim.LOWER else target > value
    if not nearer or _said(text, target) == _said(text, value):
        raise RefusedError(
            f"{typed} is reached already: {name} is {_said(text, value)}, and"
            f" {_why(text, better)}.",
            hint,
        )
    return target


def target_typed(text: str, value: float) -> str:
    """Return a target as it is typed.

    >>> target_typed("coverage", 0.8), target_typed("brier", 0.15)
    ('80%', '0.15')
    """
    percent = parse(text)[0].unit in ("share", "points")
    return f"{100.0 * value:.10g}%" if percent else f"{value:.10g}"


def example_of(text: str, value: float | None) -> str:
    """Return a target that can be typed: half-way from the value to the best there is.

    >>> example_of("unseen", 57.0), example_of("reasons", 0.36), example_of("calibration", -0.12)
    ('28', '68%', '-6%')
    """
    measure, best = parse(text)[0], best_of(text)
    if value is None:
        lower = measure.unit == "share" and measure.better is Aim.LOWER
        return _typed(text, 1.0 - EXAMPLES["share"] if lower else EXAMPLES[measure.unit])
    half = min(best, value + STEP) if measure.unit == "difference" else (value + best) / 2.0
    near, shown = _typed(text, half), _said(text, value)
    return _typed(text, best) if _said(text, _read(text, near)) == shown else near


def _typed(text: str, target: float) -> str:
    """Return a target in round figures, as it is typed."""
    unit = parse(text)[0].unit
    if unit in ("share", "points"):
        return f"{round(100.0 * target)}%"
    return f"{round(target)}" if unit == "days" else f"{target:.2f}"


def _read(text: str, digits: str) -> float:
    """Return the number that digits stand for, a percentage as a share."""
    percent = parse(text)[0].unit in ("share", "points")
    return float(digits.removesuffix("%")) / (100.0 if percent else 1.0) + 0.0


def _past_0(text: str, value: float, target: float) -> bool:
    return parse(text)[0].better is None and value * target < 0.0


def _said(text: str, value: float) -> str:
    return value_words(text, value)


def _now(text: str, value: float | None) -> str:
    return "" if value is None else f", {_said(text, value)} now"


def _why(text: str, better: Aim) -> str:
    if parse(text)[0].better is None:
        return f"it is better towards 0, so {better}"
    return f"{better} is better"
