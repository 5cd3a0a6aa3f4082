"""Charts as altair specifications: one visual language, direct labels, no colour for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.reports.figures import Choices, Fan, Forest, Path
from tracker.reports.numbers import chance
from tracker.reports.render.drawing import (
    LABELS_APART,
    LETTER,
    Drawing,
    dated,
    inner,
    ms,
    short,
    stepped,
    time_axis,
)
from tracker.reports.render.palette import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from tracker.reports.figures import Chart, Spread

    Row = dict[str, Any]

WIDE, NARROW = 740, 350
TALL, ROW = 220, 26
FONT = "system-ui, sans-serif"
SIZE = 12
AXIS = 50  # pixels of the scale at the left
CLUSTERS = "clusters"  # the heading of their numbers, at the right of a forest plot
GAP = 0.5  # of a row, above the mechanical forecasters
SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+.2f')"


def drawn(chart: Chart, widths: Sequence[int]) -> list[dict[str, Any]]:
    """Return the chart as a Vega-Lite specification for each width in pixels, made by altair.

    altair checks every part as it is made, which takes longer than the drawing; the tests draw
    these charts with the checks on.
    """
    from altair.utils.schemapi import debug_mode

    with debug_mode(arg=False):
        made = drawing_of(chart)
        spec = _styled(made.layers)
    specs = []
    for width in widths:
        inner = made.inner(width)
        ticks = {"axisX": {"tickCount": max(2, int(inner / made.tick))}}
        config = {**spec["config"], **ticks}
        specs.append({**spec, "datasets": made.rows, "width": inner, "config": config})
    return specs


def drawing_of(chart: Chart) -> Drawing:
    """Return the layers of a chart of any kind."""
    from tracker.reports.render import fans

    if isinstance(chart, Forest):
        return _forest(chart)
    if isinstance(chart, Fan):
        return fans.fan(chart)
    if isinstance(chart, Choices):
        return fans.choices(chart)
    if isinstance(chart, Path):
        return _path(chart)
    raise TypeError(f"no drawing of {type(chart).__name__}")


def _styled(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    styled = (
        chart.configure(aria=False, background="transparent", font=FONT, padding=2)
        .configure_view(stroke=None)
        .configure_text(fontSize=SIZE)
        .configure_axis(
            gridColor=LIGHT.grid,
            domainColor=LIGHT.grid,
            tickColor=LIGHT.grid,
            labelColor=LIGHT.quiet,
            titleColor=LIGHT.quiet,
            labelFontSize=SIZE,
            titleFontSize=SIZE,
            titleFontWeight="normal",
        )
    )
    spec: dict[str, Any] = styled.to_dict(validate=False)
    return spec


# --- A question's path ---------------------------------------------------------------------------


def _path(chart: Path) -> Drawing:
    import altair as alt

    labels = [*_labels(chart), *dated(chart, chart.outcome, chart.outcome, LABELS_APART)]
    rows = {
        "spread": _area(chart.spread),
        "base": stepped(chart.base_rate),
        "revised": [{"at": ms(at)} for at in chart.revised_at],
        "line": stepped(chart.line.steps),
        "known": [{"at": ms(at), "p": chart.outcome} for at in (chart.known_at,) if at],
        "happened": [{"at": ms(at), "p": chart.outcome} for at in (chart.happened_at,) if at],
        "right": [row for row in labels if row["right"]],
        "left": [row for row in labels if not row["right"]],
    }
    layers = alt.layer(*_path_layers(chart)).properties(height=TALL)
    return Drawing(layers, rows, lambda width: inner(chart, labels, width - AXIS), 130)


def _path_layers(chart: Path) -> list[alt.Chart]:
    """Return the layers from back to front, each on the rows of its name."""
    import altair as alt

    x = time_axis(chart)
    y = (
        alt.Y("p:Q", title=None)
        .scale(domain=[0, 1], nice=False)
        .axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], domain=False, ticks=False)
    )
    steps = (x, y, alt.Detail("piece:N"), alt.Order("order:Q"))
    words = (x, y, alt.Text("text:N"), alt.Color("color:N", scale=None))

    def of(rows: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(rows))

    return [
        of("spread")
        .mark_area(color=LIGHT.spread, opacity=1)
        .encode(x, y, alt.Y2("high:Q"), alt.Detail("piece:N")),
        of("base").mark_line(color=LIGHT.reference, strokeWidth=1.2).encode(*steps),
        of("revised").mark_rule(color=LIGHT.quiet, strokeDash=[4, 4]).encode(x),
        of("line").mark_line(color=LIGHT.own, strokeWidth=2.4).encode(*steps),
        of("known")
        .mark_point(size=130, strokeWidth=2, color=LIGHT.event, fill=None, opacity=1)
        .encode(x, y),
        of("happened").mark_point(size=40, filled=True, color=LIGHT.event, opacity=1).encode(x, y),
        of("right").mark_text(align="left", dx=8).encode(*words),
        of("left").mark_text(align="right", dx=-8).encode(*words),
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


def _labels(chart: Path) -> list[Row]:
    """Return what stands at the end of each line, moved apart where two would overlap."""
    ends = [(chart.line.steps, short(chart.line.name), LIGHT.own)]
    ends.append((chart.base_rate, "base rate", LIGHT.quiet))
    rows: list[Row] = [
        {"at": ms(steps[-1].end), "p": steps[-1].p, "text": f"{name} {chance(steps[-1].p)}",
         "color": color, "right": True}
        for steps, name, color in ends if steps
    ]  # fmt: skip
    if len(rows) > 1:
        low, high = sorted(rows, key=lambda row: row["p"])
        missing = LABELS_APART - (high["p"] - low["p"])
        if missing > 0:
            low["p"] = max(0.0, low["p"] - missing / 2)
            high["p"] = low["p"] + LABELS_APART
    return rows


# --- A forest plot -------------------------------------------------------------------------------


def _forest(chart: Forest) -> Drawing:
    import altair as alt

    rows = _intervals(chart)
    names = max(len(row["name"]) for row in rows) * LETTER + 10
    clusters = len(CLUSTERS) * LETTER + 10
    return Drawing(
        alt.layer(*_forest_layers(chart, rows)).properties(height=ROW * (len(rows) + 2)),
        {"rows": rows, "zero": [{"mean": 0}], "head": [{"row": -1, "clusters": CLUSTERS}]},
        lambda width: width - names - clusters,
        90,
    )


def _forest_layers(chart: Forest, rows: list[Row]) -> list[alt.Chart]:
    import altair as alt

    ends = [0.0, *(row[end] for row in rows for end in ("low", "high"))]
    margin = max(0.01, 0.06 * (max(ends) - min(ends)))
    y = alt.Y("row:Q", title=None, axis=None).scale(
        domain=[-1.4, rows[-1]["row"] + 0.7], reverse=True, nice=False
    )
    x = (
        alt.X("mean:Q", title=f"worse  ←  Brier advantage over the {chart.against}  →  better")
        .scale(domain=[min(ends) - margin, max(ends) + margin], nice=False)
        .axis(labelExpr=SIGNED, domain=False)
    )
    label = alt.Text("clusters:N")

    def of(name: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(name))

    return [
        of("zero").mark_rule(color=LIGHT.quiet).encode(x),
        of("rows")
        .mark_rule(strokeWidth=2)
        .encode(y, alt.X("low:Q"), alt.X2("high:Q"), alt.Color("color:N", scale=None)),
        of("rows")
        .mark_point(size=70, opacity=1, strokeWidth=2)
        .encode(x, y, alt.Stroke("color:N", scale=None), alt.Fill("fill:N", scale=None)),
        of("rows")
        .mark_text(align="right", dx=-8, color=LIGHT.ink)
        .encode(y, alt.Text("name:N"), x=alt.value(0)),
        *(
            of(name)
            .mark_text(align="left", dx=8, color=LIGHT.quiet)
            .encode(y, label, x=alt.value("width"))
            for name in ("rows", "head")
        ),
    ]


def _intervals(chart: Forest) -> list[Row]:
    """Return the rows to draw; mechanical forecasters are hollow, below a gap."""
    return [
        {
            "row": place + (GAP if row.apart and not chart.rows[0].apart else 0),
            "name": short(row.name),
            "mean": row.mean,
            "low": row.low,
            "high": row.high,
            "clusters": row.clusters,
            "color": LIGHT.quiet if row.apart else LIGHT.own,
            "fill": LIGHT.page if row.apart else LIGHT.own,
        }
        for place, row in enumerate(chart.rows)
    ]
