"""A question of yes or no, drawn: the chance over time between its opening and its close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.reports.numbers import chance
from tracker.reports.render import marks
from tracker.reports.render.drawing import (
    POINTED,
    Drawing,
    at_ends,
    at_time,
    dated,
    ms,
    of_life,
    placed,
    short,
    stepped,
    stripe,
    stripes,
    time_axis,
)
from tracker.reports.render.palette import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from tracker.reports.figures import Path, Spread

    Row = dict[str, Any]


def path(chart: Path) -> Drawing:
    """Return the chance as a step line, on the range of people and the base rate."""
    ends = [*labels(chart), *dated(chart, chart.outcome, chart.line.steps, chart.base_rate)]
    rows = {
        "spread": _area(chart.spread),
        "head": [{"text": f"▒  lowest to highest of {chart.people} people"}]
        if chart.spread
        else [],
        "base": stepped(chart.base_rate),
        "line": stepped(chart.line.steps),
        "known": placed(chart.known_at, chart.outcome),
        "happened": placed(chart.happened_at, chart.outcome),
        POINTED: _pointed(chart),
    }
    return of_life(chart, _layers(chart), rows, ends)


def _layers(chart: Path) -> list[alt.Chart]:
    """Return the layers from back to front, each on the rows of its name."""
    import altair as alt

    x, y = time_axis(chart), marks.chances()
    steps = marks.steps(x, y)
    return [
        marks.area("spread", LIGHT.spread, x, y, alt.Y2("high:Q")),
        marks.line("base", *steps, own=False),
        *marks.events(x),
        marks.line("line", *steps, own=True),
        marks.ring("known", x, y),
        marks.of("happened")
        .mark_point(size=40, filled=True, color=LIGHT.event, opacity=1)
        .encode(x, y),
        marks.above("head"),
        *marks.told(x, y),
    ]


def _area(spread: Sequence[Spread]) -> list[Row]:
    rows: list[Row] = []
    piece = 0
    for place, part in enumerate(spread):
        piece += place > 0 and spread[place - 1].end != part.start
        rows += [
            {"at": ms(at), "p": part.low, "high": part.high, "piece": piece}
            for at in (part.start, part.end)
        ]
    return rows


def labels(chart: Path) -> list[Row]:
    """Return what stands at the end of each line, moved apart where two would overlap."""
    own = (chart.line.steps, short(chart.line.name), LIGHT.own)
    return at_ends([own, (chart.base_rate, "base rate", LIGHT.quiet)])


def _pointed(chart: Path) -> list[Row]:
    rows = []
    for start, end in stripes(chart, chart.line.steps, chart.spread, chart.base_rate):
        lines = []
        if own := at_time(chart.line.steps, start):
            lines.append(f"{short(chart.line.name)}: {chance(own.p)}")
        if spread := at_time(chart.spread, start):
            lines.append(f"{chart.people} people: {chance(spread.low)} to {chance(spread.high)}")
        if base := at_time(chart.base_rate, start):
            lines.append(f"base rate: {chance(base.p)}")
        rows.append(stripe(start, end, lines))
    return rows
