"""Charts of a review made of characters: a row each, its interval on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from tracker.reports.figures import (
    Differences,
    Forest,
    Horizon,
    Pooled,
    Reliability,
    StatedHappened,
    Updating,
)
from tracker.reports.numbers import chance, counted
from tracker.reports.render.visible import visible
from tracker.reports.spoken import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAME, WIDEST = 18, 40  # columns of a name, and of the axis at most
TITLE = 30  # columns of a question's title
NOTES = 22  # columns that a note at the right takes
NARROWEST = 20
BARS = " ▁▂▃▄▅▆▇█"
DOT, HOLLOW, TICK, DASH = "●", "○", "│", "─"
Drawn = Forest | Reliability | StatedHappened | Differences | Horizon | Pooled | Updating


@dataclass(frozen=True, slots=True)
class Row:
    """A name, the ends of an interval, the marks that stand on it, and a note at the right."""

    name: str
    ends: tuple[float, float] | None
    marks: tuple[tuple[float, str], ...]
    note: str


def drawn(chart: Drawn, width: int) -> list[str]:
    """Return the lines of a chart at most `width` columns wide."""
    if isinstance(chart, Reliability):
        from tracker.reports.render.reliability import picture

        return picture(chart, width)
    if isinstance(chart, Forest):
        return _axis(_forest(chart), width, ("worse", "better"))
    if isinstance(chart, Pooled):
        sides = f"left of | {chart.below}, right of it {chart.above}"
        return [
            *_axis(_pooled(chart), width, ("", "")),
            *wrap(f"{DOT} pooled  {HOLLOW} raw  {sides}", width),
        ]
    if isinstance(chart, Horizon):
        return _axis(_horizon(chart), width, ("worse", "better"))
    if isinstance(chart, Updating):
        key = f"{DOT} share toward the outcome, 0 to 100%  {TICK} if the numbers are calibrated"
        return [*_axis(_updating(chart), width, None, (0.0, 0.0, 1.0)), *wrap(key, width)]
    if isinstance(chart, StatedHappened):
        rated = any(row.base_rate is not None for row in chart.rows)
        key = f"{DOT} happened  {HOLLOW} did not{f'  {TICK} base rate' * rated}"
        return [*_axis(_stated(chart), width, None, (0.0, 0.0, 1.0)), key]
    return _differences(chart, width)


def _forest(chart: Forest) -> list[Row]:
    return [
        Row(row.name, (row.low, row.high), ((row.mean, HOLLOW if row.apart else DOT),),
            f"{row.clusters:,} {chart.counted}")
        for row in chart.rows
    ]  # fmt: skip


def _pooled(chart: Pooled) -> list[Row]:
    found = []
    for row in chart.rows:
        ends = None if row.low is None or row.high is None else (row.low, row.high)
        pooled = ((row.pooled, DOT),) if row.pooled is not None else ()
        note = counted(row.questions, "question")
        found.append(Row(row.name, ends, ((row.raw, HOLLOW), *pooled), note))
    return found


def _horizon(chart: Horizon) -> list[Row]:
    found = []
    for one in sorted(chart.points, key=lambda one: -one.days):
        if one.same is not None:
            continue
        last = min((other.days for other in chart.points if other.same == one.days), default=None)
        until = "" if last is None else f"-{last}"
        ends = None if one.low is None or one.high is None else (one.low, one.high)
        note = f"{signed(one.advantage)}, n {one.questions:,}"
        found.append(Row(f"{one.days}{until} days before", ends, ((one.advantage, DOT),), note))
    return found


def _updating(chart: Updating) -> list[Row]:
    found = []
    for one in sorted(chart.points, key=lambda one: one.moved):
        ends = None if one.low is None or one.high is None else (one.low, one.high)
        note = f"{chance(one.share)} of {one.moves:,}"
        marks = ((one.calibrated, TICK), (one.share, DOT))
        found.append(Row(f"moved {one.moved:.2f}", ends, marks, note))
    return found


def _stated(chart: StatedHappened) -> list[Row]:
    found = []
    for row in sorted(chart.rows, key=lambda row: (-row.p, row.happened, row.question)):
        base = ((row.base_rate, TICK),) if row.base_rate is not None else ()
        mark = (row.p, DOT if row.happened else HOLLOW)
        found.append(Row(row.title, None, (*base, mark), chance(row.p)))
    return found


def _axis(
    rows: Sequence[Row],
    width: int,
    sides: tuple[str, str] | None,
    scale: tuple[float, float, float] | None = None,
) -> list[str]:
    """Return the rows on one axis; scale: its left end, what it is held against, and its right.

    Without one it is as wide as the rows need, held against 0. sides: what lies left and right.
    """
    if scale is None:
        ends = [0.0, *(end for row in rows for end in row.ends or ())]
        ends += [at for row in rows for at, _ in row.marks]
        scale = (min(ends), 0.0, max(ends))
    low, zero, high = scale
    longest = NAME if sides else TITLE
    names = max(min(len(visible(row.name)), longest) for row in rows)
    columns = max(NARROWEST, min(WIDEST, width - names - NOTES))

    def at(value: float) -> int:
        return round((value - low) / ((high - low) or 1.0) * (columns - 1))

    lines = [] if sides is None else [
        f"{' ' * names}  {f'{sides[0]} '.rjust(at(zero))}| {sides[1]}".rstrip()
    ]  # fmt: skip
    for row in rows:
        cells = [" " if sides else "·"] * columns
        if sides:
            cells[at(zero)] = "|"
        if row.ends:
            start, end = at(row.ends[0]), at(row.ends[1])
            cells[start : end + 1] = DASH * (end + 1 - start)
        for value, mark in row.marks:
            cells[at(value)] = mark
        lines.append(f"{_fitted(row.name, names)}  {''.join(cells)}  {visible(row.note)}")
    return lines


def _fitted(name: str, columns: int) -> str:
    shown = visible(name)
    return (shown if len(shown) <= columns else f"{shown[: columns - 1]}…").ljust(columns)


def _differences(chart: Differences, width: int) -> list[str]:
    """Return how many questions lie where, above the mean with its interval."""
    ends = [0.0, *(row.advantage for row in chart.rows), *_known((chart.low, chart.high))]
    low, high = min(ends), max(ends)
    columns = max(NARROWEST, min(WIDEST, width - NOTES))

    def at(value: float) -> int:
        return round((value - low) / ((high - low) or 1.0) * (columns - 1))

    count = [0] * columns
    for row in chart.rows:
        count[at(row.advantage)] += 1
    tall = [BARS[-(-one * (len(BARS) - 1) // max(count))] for one in count]
    mean = [" "] * columns
    mean[at(0.0)] = "|"
    if chart.low is not None and chart.high is not None:
        start, end = at(chart.low), at(chart.high)
        mean[start : end + 1] = DASH * (end + 1 - start)
    mean[at(chart.mean)] = DOT
    return [
        f"{''.join(tall)}  {counted(len(chart.rows), 'question')}",
        f"{''.join(mean)}  mean {signed(chart.mean)}",
        f"{'worse '.rjust(at(0.0))}| better",
    ]


def _known(ends: Iterable[float | None]) -> list[float]:
    return [end for end in ends if end is not None]
