"""A question with options, drawn: a line for each, named at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.reports.figures import Line
from tracker.reports.numbers import chance
from tracker.reports.render import marks
from tracker.reports.render.drawing import (
    POINTED,
    Drawing,
    at_ends,
    at_time,
    dated,
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
    import altair as alt

    from tracker.reports.figures import Choices

    Row = dict[str, Any]

OPTION = 14  # letters of an option's name in a chart


def choices(chart: Choices) -> Drawing:
    """Return the line of each option, named at its end; the one that happened stands out."""
    labels = [
        *_labels(chart),
        *dated(chart, 1.0, chart.line.steps, *(one.steps for one in chart.others)),
    ]
    rows = {
        "others": [
            {**row, "piece": f"{place}-{row['piece']}"}
            for place, line in enumerate(chart.others)
            for row in stepped(line.steps)
        ],
        "line": stepped(chart.line.steps),
        "known": placed(chart.known_at, 1.0),
        POINTED: _pointed(chart),
    }
    return of_life(chart, _layers(chart), rows, labels)


def _layers(chart: Choices) -> list[alt.Chart]:
    x, y = time_axis(chart), marks.chances()
    steps = marks.steps(x, y)
    return [
        *marks.events(x),
        marks.line("others", *steps, own=False),
        marks.line("line", *steps, own=True),
        marks.ring("known", x, y),
        *marks.told(x, y),
    ]


def _labels(chart: Choices) -> list[Row]:
    lines = [(chart.line.steps, _brief(chart.option), LIGHT.own)]
    return at_ends(
        [*lines, *((line.steps, _brief(line.name), LIGHT.quiet) for line in chart.others)]
    )


def _brief(name: str) -> str:
    shown = short(name)
    return shown if len(shown) <= OPTION else f"{shown[: OPTION - 1]}…"


def _pointed(chart: Choices) -> list[Row]:
    lines = (Line(chart.option, chart.line.steps), *chart.others)
    rows = []
    for start, end in stripes(chart, *(line.steps for line in lines)):
        said = [(line.name, at_time(line.steps, start)) for line in lines]
        rows.append(
            stripe(start, end, [f"{short(name)}: {chance(one.p)}" for name, one in said if one])
        )
    return rows
