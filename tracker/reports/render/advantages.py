"""Advantages over a reference: one a question as a strip of dots, and by days to the close."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Any

from tracker.reports.numbers import counted
from tracker.reports.render import marks
from tracker.reports.render.drawing import ABOUT, AXIS, POINTED, TALL, Drawing
from tracker.reports.render.palette import LIGHT
from tracker.reports.render.rows import EDGE, SIGNED, STEP
from tracker.reports.render.visible import visible
from tracker.reports.spoken import signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from tracker.reports.figures import Difference, Differences, Horizon

    Row = dict[str, Any]

PLACES, MANY = (32, 80), 60  # columns of dots, fewer for few; more than so many are many
DOT, HIGH = 10.0, 150.0  # pixels from one dot to the one on top of it, and of all at most
MEAN = 36  # pixels under the dots, for their mean and its words
DAYS = (365, 180, 90, 30, 7)
BEYOND = 1.3  # times a day count, at either end of the axis


def differences(chart: Differences) -> Drawing:
    """Return a dot a question, stacked where they meet, over their mean and its interval."""
    import altair as alt

    ends = [0.0, chart.low or 0.0, chart.high or 0.0, *(row.advantage for row in chart.rows)]
    margin = max(0.01, 0.04 * (max(ends) - min(ends)))
    domain = (min(ends) - margin, max(ends) + margin)
    rows = _stacked(chart.rows, domain)
    high = max(row["level"] for row in rows) + 1.2
    dot = min(DOT, HIGH / high)
    mean: Row = {"value": chart.mean, "low": chart.low, "high": chart.high,
                 "level": -0.4 * MEAN / dot, "text": _mean(chart)}  # fmt: skip
    layers = alt.layer(*_strip_layers(chart.against, domain, (-MEAN / dot, high - 0.5), dot))
    return Drawing(
        layers.properties(height=dot * high + MEAN),
        {"rows": rows, "mean": [mean], "sure": [mean] if chart.low is not None else [],
         "zero": [{"value": 0}], POINTED: _columns(rows, domain)},
        lambda width: width - 2 * EDGE,
        90,
    )  # fmt: skip


def _mean(chart: Differences) -> str:
    if chart.low is None or chart.high is None:
        return f"mean {signed(chart.mean)}, no interval from {counted(chart.clusters, 'cluster')}"
    return f"mean {signed(chart.mean)} (90%: {signed(chart.low)} to {signed(chart.high)})"


def _stacked(rows: Sequence[Difference], domain: tuple[float, float]) -> list[Row]:
    """Return the dots, each at its own value, on top of those that it would cover."""
    step = (domain[1] - domain[0]) / PLACES[len(rows) > MANY]
    found: list[Row] = []
    for row in sorted(rows, key=lambda row: (row.advantage, row.question)):
        near = {one["level"] for one in found if row.advantage - one["value"] < step}
        level = next(k for k in range(len(found) + 1) if k not in near)
        found.append({"value": row.advantage, "level": level,
                      ABOUT: f"{visible(row.title)}\n{signed(row.advantage)}"})  # fmt: skip
    return found


def _strip_layers(
    against: str, across: tuple[float, float], up: tuple[float, float], dot: float
) -> list[alt.Chart]:
    import altair as alt

    x = (
        alt.X("value:Q", title=f"worse  ←  Brier advantage over the {against}  →  better")
        .scale(domain=[*across], nice=False)
        .axis(labelExpr=SIGNED, domain=False, grid=False, tickMinStep=STEP)
    )
    y = alt.Y("level:Q", title=None, axis=None).scale(domain=[*up], nice=False)
    return [
        marks.of("zero")
        .mark_rule(color=LIGHT.quiet)
        .encode(x, y=alt.value(0), y2=alt.value({"expr": f"height - {MEAN / 2}"})),
        marks.of("rows")
        .mark_point(size=0.5 * dot**2, stroke=LIGHT.own, fill=LIGHT.core, opacity=1,
                    strokeWidth=0.15 * dot)
        .encode(x, y),
        marks.of("sure")
        .mark_rule(strokeWidth=3, color=LIGHT.own)
        .encode(y, alt.X("low:Q"), alt.X2("high:Q")),
        marks.of("mean").mark_point(size=90, filled=True, color=LIGHT.own, opacity=1).encode(x, y),
        marks.of("mean")
        .mark_text(align="center", dy=15, color=LIGHT.own)
        .encode(x, y, alt.Text("text:N")),
        marks.pointed(x, alt.X2("until:Q")),
    ]  # fmt: skip


def _columns(rows: Sequence[Row], domain: tuple[float, float]) -> list[Row]:
    """Return a stripe for each column of dots, with all that stand in it."""
    values = sorted({row["value"] for row in rows})
    edges = [domain[0], *((a + b) / 2 for a, b in pairwise(values)), domain[1]]
    return [
        {"value": start, "until": end,
         ABOUT: "\n".join(row[ABOUT] for row in rows if row["value"] == value)}
        for value, (start, end) in zip(values, pairwise(edges), strict=True)
    ]  # fmt: skip


# --- By days to the close ------------------------------------------------------------------------


def horizon(chart: Horizon) -> Drawing:
    """Return the mean advantage by days to the close, from far to near, n above each."""
    import altair as alt

    rows: list[Row] = [
        {
            "days": one.days,
            "value": one.advantage,
            "low": one.low,
            "high": one.high,
            "n": f"n {one.questions:,}",
            ABOUT: f"{one.days} days before the close\n{signed(one.advantage)}"
            + ("" if one.low is None or one.high is None
               else f" ({signed(one.low)} to {signed(one.high)})")
            + f"\n{counted(one.questions, 'question')} open then",
        }
        for one in sorted(chart.points, key=lambda one: -one.days)
    ]  # fmt: skip
    ends = [0.0, *(row[end] for row in rows for end in ("value", "low", "high") if row[end])]
    margin = max(0.01, 0.08 * (max(ends) - min(ends)))
    domain = (min(ends) - margin, max(ends) + 3 * margin)
    layers = alt.layer(*_horizon_layers(chart.against, domain)).properties(height=TALL)
    return Drawing(
        layers,
        {"rows": rows, "sure": [row for row in rows if row["low"] is not None],
         "zero": [{"value": 0, "text": f"the {chart.against}"}],
         POINTED: _by_days(rows)},
        lambda width: width - AXIS - 2 * EDGE,
        60,
    )  # fmt: skip


def _horizon_layers(against: str, domain: tuple[float, float]) -> list[alt.Chart]:
    import altair as alt

    x = (
        alt.X("days:Q", title="days to the close")
        .scale(type="log", domain=[DAYS[0] * BEYOND, DAYS[-1] / BEYOND], nice=False)
        .axis(values=[*DAYS], format="d", grid=False)
    )
    y = (
        alt.Y("value:Q", title=f"Brier advantage over the {against}")
        .scale(domain=[*domain], nice=False, zero=False)
        .axis(labelExpr=SIGNED, domain=False, ticks=False, tickCount=5, tickMinStep=STEP)
    )
    return [
        marks.of("zero").mark_rule(color=LIGHT.quiet).encode(y),
        marks.of("sure")
        .mark_rule(strokeWidth=2, color=LIGHT.own)
        .encode(x, alt.Y("low:Q"), alt.Y2("high:Q")),
        marks.of("rows").mark_point(size=70, filled=True, color=LIGHT.own, opacity=1).encode(x, y),
        marks.of("rows")
        .mark_text(baseline="top", color=LIGHT.quiet)
        .encode(x, alt.Text("n:N"), y=alt.value(2)),
        marks.pointed(x, alt.X2("until:Q")),
    ]


def _by_days(rows: Sequence[Row]) -> list[Row]:
    days = [row["days"] for row in rows]
    edges = [DAYS[0] * BEYOND, *(sqrt(a * b) for a, b in pairwise(days)), DAYS[-1] / BEYOND]
    return [
        {"days": start, "until": end, ABOUT: row[ABOUT]}
        for row, (start, end) in zip(rows, pairwise(edges), strict=True)
    ]
