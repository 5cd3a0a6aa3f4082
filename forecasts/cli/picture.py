"""A prediction drawn in a few lines of block characters: bars for options, a curve's density."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from forecasts.cli.layout import width
from forecasts.cli.output import columns, percent, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forecasts.distributions.curve import Curve

ACROSS = "▏▎▍▌▋▊▉█"
UP = "▁▂▃▄▅▆▇█"
BARS = 8  # lines at most
ROWS = 3  # lines of the density
INDENT = "  "
WIDEST = 64  # columns of a density, and of a line of bars
LONGEST_NAME = 24
FIGURES = 5  # columns of a percentage
SLIVER = 0.001  # what a bar calls less than that, or that from all
LEVELS = (0.5, 0.1, 0.9)  # what is marked on the axis, the most important first
DUST = 1e-12  # mass below this is rounding
ROUNDING = 1e-6  # of an eighth of a character


def bars(shares: Sequence[tuple[str, float]]) -> str:
    """Return a line with a bar for each option, the longest for the likeliest.

    Of more than eight options the seven likeliest are drawn, and the rest are counted.

    >>> print(bars([("yes", 0.25), ("no", 0.75)]))
      yes  ████████████████▊                                     25%
      no   ██████████████████████████████████████████████████    75%
    """
    order = sorted(range(len(shares)), key=lambda i: -shares[i][1])
    kept = sorted(order if len(order) <= BARS else order[: BARS - 1])
    shown = [(_cut(safe(shares[i][0])), shares[i][1]) for i in kept]
    rest = f"{len(shares) - len(shown)} more" if len(shown) < len(shares) else ""
    names = max(columns(name) for name in (*(name for name, _ in shown), rest))
    room = min(width(), WIDEST) - names - FIGURES - 3 * len(INDENT)
    most = max(p for _, p in shown) or 1.0
    lines = []
    for name, p in shown:
        pad = " " * (names - columns(name))
        bar = _bar(p / most, room).ljust(room)
        lines.append(f"{INDENT}{name}{pad}{INDENT}{bar}{INDENT}{_figure(p)}")
    if rest:
        left = _figure(max(1.0 - sum(p for _, p in shown), 0.0))
        lines.append(f"{INDENT}{rest.ljust(names + room + 2 * len(INDENT))}{left}")
    return "\n".join(lines)


def _figure(p: float) -> str:
    """Return a percentage in five columns."""
    text = percent(p)
    if 0.0 < p < SLIVER or 1.0 - SLIVER < p < 1.0:
        text = "<0.1%" if p < SLIVER else ">99%"
    return text.rjust(FIGURES)


def _cut(name: str) -> str:
    while columns(name) > LONGEST_NAME:
        name = f"{name[:-2]}…"
    return name


def _bar(share: float, room: int) -> str:
    """Return a bar that fills a share of the room, to an eighth of a column."""
    whole, part = divmod(ceil(share * room * len(ACROSS) - ROUNDING), len(ACROSS))
    return ACROSS[-1] * whole + (ACROSS[part - 1] if part else "")


def density(
    curve: Curve, label: Callable[[float], str], past: tuple[str, str], first: str | None = None
) -> str:
    """Return the density of a curve over its range, in six lines.

    Columns are equally wide on the question's scale. The axis marks the median and the 10% and
    90% quantiles; `label` writes a place, `first` stands at the lower end in place of its label,
    and `past` says what lies outside each end.
    """
    size = min(width() - 2 * len(INDENT), WIDEST)
    places = curve.scale.grid(size + 1)
    heights = [curve.height(place) for place in places]
    if not curve.scale.open_lower:
        heights[0] = 0.0  # what lies on a closed end lies in the first column
    masses = [high - low for low, high in pairwise(heights)]
    peak = max(masses)
    eighths = [ceil(m / peak * ROWS * len(UP) - ROUNDING) if m > DUST else 0 for m in masses]
    found = [(level, curve.place(level)) for level in LEVELS]
    marks = {
        level: _column(curve, place, size)
        for level, place in found
        if place is not None and places[0] <= place <= places[-1]
    }
    named = [(marks[level], label(place)) for level, place in found if place and level in marks]
    rows = [
        *(row(eighths, place) for place in reversed(range(ROWS))),
        _axis(curve, marks, size),
        labels(named, size),
        _ends((first or label(curve.scale.lower), label(curve.scale.upper)), past, size),
    ]
    return "\n".join(f"{INDENT}{row}".rstrip() for row in rows if row.strip())


def _column(curve: Curve, place: float, size: int) -> int:
    return min(int(curve.scale.share(place) * size), size - 1)


def row(eighths: Sequence[int], place: int) -> str:
    """Return a line of the columns: the `place`-th from below."""
    levels = (min(max(n - place * len(UP), 0), len(UP)) for n in eighths)
    return "".join(UP[n - 1] if n else " " for n in levels)


def _axis(curve: Curve, marks: dict[float, int], size: int) -> str:
    """Return the axis: open ends as points of an arrow, marks for the quantiles."""
    line = ["─"] * size
    line[0] = "<" if curve.scale.open_lower else "├"
    line[-1] = ">" if curve.scale.open_upper else "┤"
    for level in reversed(marks):
        line[marks[level]] = "┼" if level == LEVELS[0] else "┬"
    return "".join(line)


def labels(marks: Sequence[tuple[int, str]], size: int) -> str:
    """Return the labels under their marks; one that would touch an earlier one is left out."""
    line = [" "] * size
    for column, text in marks:
        start = max(0, min(column - len(text) // 2, size - len(text)))
        around = line[max(0, start - 2) : start + len(text) + 2]
        if all(c == " " for c in around):
            line[start : start + len(text)] = text
    return "".join(line)


def _ends(ends: tuple[str, str], past: tuple[str, str], size: int) -> str:
    """Return the two ends of the range, each with what lies outside it."""
    low, high = ends
    left = f"{low} ({past[0]})" if past[0] else low
    right = f"({past[1]}) {high}" if past[1] else high
    return f"{left}{right.rjust(max(size - len(left), len(right) + 1))}"
