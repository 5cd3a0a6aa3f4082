"""The wait for the next event, drawn: the chance that it has come, by every day up to a horizon."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from forecasts.cli import picture
from forecasts.cli.layout import paragraph, width
from forecasts.cli.output import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forecasts.outside_view import Count

ROWS = 4  # lines of the curve
TOPS = (1.0, 0.5, 0.2, 0.1, 0.04, 0.02, 0.01)  # of the scale of chances
SCALE = 6  # columns of a figure of that scale and a blank


def drawn(one: Count, horizon: float, dated: Callable[[float], str], first: str) -> str:
    """Return the chance of one or more events by each day up to `horizon` days, in eight lines.

    `dated` writes the day that a number of days from the start ends, and `first` the start.
    """
    size = min(width() - 2 * len(picture.INDENT), picture.WIDEST) - SCALE - 1
    chances = [one.chance(horizon * (i + 1) / size) for i in range(size)]
    top = min(edge for edge in TOPS if edge >= min(chances[-1], 1.0))
    eighths = [math.ceil(p / top * ROWS * len(picture.UP) - picture.ROUNDING) for p in chances]
    marks = dict(_marks(one, horizon))
    line = ["─"] * size
    line[-1] = ">"
    for at in marks.values():
        line[min(int(at / horizon * size), size - 1)] = "┼"
    last, middle = dated(horizon), dated(horizon / 2)
    dates = [(0, first), (size - 1, last), (size // 2, middle)]
    rows = [
        *(f"{_figure(row, top)}│{picture.row(eighths, row)}" for row in reversed(range(ROWS))),
        f"{'0%'.rjust(SCALE - 1)} └{''.join(line)}",
        " " * (SCALE + 1) + picture.labels(dates, size),
    ]
    said = " and ".join(f"{percent(level)} ({dated(at)})" for level, at in marks.items())
    words = f"┼ marks the day by which it reaches {said}. " if said else ""
    words += f"By {last} it is {percent(chances[-1])}."
    rows = [f"{picture.INDENT}{line}".rstrip() for line in rows]
    return "\n".join([*rows, paragraph(words, picture.INDENT)])


def _figure(row: int, top: float) -> str:
    """Return what the upper edge of a row stands for; of every second row, which is enough."""
    edge = (row + 1) / ROWS
    return (percent(edge * top) if row % 2 else "").rjust(SCALE - 1) + " "


def _marks(one: Count, horizon: float) -> Iterator[tuple[float, float]]:
    """Yield the levels that are reached up to the horizon, each with its days, in their order."""
    for level in sorted(picture.LEVELS):
        days = one.waiting_days(level)
        if days is not None and days <= horizon:
            yield level, days
