"""A question with options, drawn: a line for each, named at its end."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tracker.reports.figures import Line
from tracker.reports.numbers import chance
from tracker.reports.render import marks
from tracker.reports.render.drawing import (
    LABELS_APART,
    POINTED,
    Drawing,
    at_time,
    dated,
    ms,
    of_life,
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
        "known": [{"at": ms(at), "p": 1.0} for at in (chart.known_at,) if at],
        POINTED: _pointed(chart),
    }
    return of_life(chart, _layers(chart), rows, labels)


def _layers(chart: Choices) -> list[alt.Chart]:
    import altair as alt

    x, y = time_axis(chart), marks.chances()
    steps = marks.steps(x, y)
    return [
        *marks.events(x),
        marks.line("others", *steps, own=False),
        marks.line("line", *steps, own=True),
        marks.ring("known", x, y),
        *marks.words(x, y),
        marks.pointed(alt.X("at:T", title=None), alt.X2("until:T")),
    ]


def _labels(chart: Choices) -> list[Row]:
    """Return the options' names at the ends of their lines, each clear of the next."""
    lines = [(chart.option, chart.line.steps, LIGHT.own)]
    lines += [(line.name, line.steps, LIGHT.quiet) for line in chart.others]
    rows: list[Row] = [
        {"at": ms(steps[-1].end), "p": steps[-1].p, "text": f"{_brief(name)} {chance(steps[-1].p)}",
         "color": color, "right": True}
        for name, steps, color in lines if steps
    ]  # fmt: skip
    rows.sort(key=lambda row: row["p"])
    for low, high in pairwise(rows):
        high["p"] = max(high["p"], low["p"] + LABELS_APART)
    for high, low in pairwise(reversed(rows)):
        high["p"] = min(high["p"], 1.0)
        low["p"] = min(low["p"], high["p"] - LABELS_APART)
    return rows


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
