"""Charts with a row for each forecaster, label or question, its name at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.reports.numbers import chance, counted
from tracker.reports.render import marks
from tracker.reports.render.drawing import ABOUT, LETTER, POINTED, ROW, Drawing, short
from tracker.reports.render.palette import LIGHT
from tracker.reports.render.visible import visible
from tracker.reports.spoken import signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from tracker.reports.figures import Forest, Pooled, StatedHappened

    Row = dict[str, Any]

STEP = 0.01  # between two labels of a scale: they have two decimals
COUNTS = 44  # pixels for the numbers at the right
CENTRE = f"(width - names + {COUNTS}) / 2"  # of the whole width, names and numbers too
GAP = 0.5  # of a row, above the mechanical forecasters
EDGE = 12  # pixels beyond the end of a scale, for half a label
POINTS = "datum.value == 0 ? '0' : format(100 * datum.value, '+.0f') + ' pts'"
SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+.2f')"
STATED, RATED = "●  happened    ○  did not", "    │  base rate"
POOLED = "●  pooled    ○  raw"


def forest(chart: Forest) -> Drawing:
    """Return mean advantages with their intervals; mechanical forecasters are hollow."""
    rows: list[Row] = [
        {
            "row": place + (GAP if row.apart and not chart.rows[0].apart else 0),
            "name": short(row.name),
            "value": row.mean,
            "low": row.low,
            "high": row.high,
            "count": f"{row.clusters:,}",
            "color": LIGHT.quiet if row.apart else LIGHT.own,
            "fill": LIGHT.page if row.apart else LIGHT.own,
            ABOUT: f"{short(row.name)}\n{signed(row.mean)} ({signed(row.low)} to"
            f" {signed(row.high)})\n{row.clusters:,} {chart.counted}",
        }
        for place, row in enumerate(chart.rows)
    ]
    title = f"worse  ←  Brier advantage over the {chart.against}  →  better"
    return _intervals(rows, title, SIGNED, chart.counted)


def pooled(chart: Pooled) -> Drawing:
    """Return pooled values with their intervals, the raw ones hollow beside them."""

    def told(value: float) -> str:
        return f"{100 * value:+.0f} points" if chart.percent else signed(value)

    rows: list[Row] = []
    for place, row in enumerate(chart.rows):
        lines = [short(row.name)]
        if row.pooled is not None and row.low is not None and row.high is not None:
            lines.append(f"pooled {told(row.pooled)} ({told(row.low)} to {told(row.high)})")
        lines += [f"raw {told(row.raw)}", counted(row.questions, "question")]
        rows.append(
            {
                "row": place,
                "name": short(row.name),
                "raw": row.raw,
                "value": row.pooled,
                "low": row.low,
                "high": row.high,
                "count": f"{row.questions:,}",
                "color": LIGHT.own,
                "fill": LIGHT.own,
                ABOUT: "\n".join(lines),
            }
        )
    title = f"{chart.below}  ←  →  {chart.above}"
    return _intervals(rows, title, POINTS if chart.percent else SIGNED, "n", raw=True)


def _intervals(
    rows: list[Row], title: str, labels: str, heading: str, *, raw: bool = False
) -> Drawing:
    import altair as alt

    ends = [0.0, *(row[end] for row in rows for end in ("low", "high", "raw") if row.get(end))]
    margin = max(0.01, 0.06 * (max(ends) - min(ends)))
    x = (
        alt.X("value:Q", title=title)
        .scale(domain=[min(ends) - margin, max(ends) + margin], nice=False)
        .axis(labelExpr=labels, domain=False, tickMinStep=STEP, titleX=alt.ExprRef(CENTRE))
    )
    sure = [row for row in rows if row["value"] is not None]
    last = rows[-1]["row"]
    layers = alt.layer(*_interval_layers(x, last)).properties(height=ROW * (len(rows) + 2))
    return Drawing(
        layers,
        {
            "rows": rows,
            "sure": sure,
            POINTED: _stripes(rows),
            "raw": rows if raw else [],
            "zero": [{"value": 0, "row": -0.6, "foot": last + 0.7}],
            "head": [{"row": -1, "count": heading, "text": POOLED if raw else ""}],
        },
        lambda width: width - COUNTS,
        90,
        names=max(len(row["name"]) for row in rows) * LETTER + 24,
    )


def _interval_layers(x: alt.X, last: float) -> list[alt.Chart]:
    import altair as alt

    y = _rows(last, 1.4)
    color = alt.Color("color:N", scale=None)
    return [
        marks.of("zero").mark_rule(color=LIGHT.quiet).encode(x, y, alt.Y2("foot:Q")),
        marks.of("sure")
        .mark_rule(strokeWidth=2)
        .encode(y, alt.X("low:Q"), alt.X2("high:Q"), color),
        marks.of("raw")
        .mark_point(size=50, opacity=1, strokeWidth=1.5, stroke=LIGHT.quiet, fill=LIGHT.page)
        .encode(y, alt.X("raw:Q")),
        marks.of("sure")
        .mark_point(size=70, opacity=1, strokeWidth=2)
        .encode(x, y, alt.Stroke("color:N", scale=None), alt.Fill("fill:N", scale=None)),
        *_names(y),
        *(
            marks.of(name)
            .mark_text(align="right", dx=COUNTS, color=LIGHT.quiet)
            .encode(y, alt.Text("count:N"), x=alt.value("width"))
            for name in ("rows", "head")
        ),
        marks.of("head")
        .mark_text(align="left", color=LIGHT.quiet)
        .encode(y, alt.Text("text:N"), x=alt.value({"expr": "-names"})),
        marks.pointed(alt.Y("top:Q"), alt.Y2("foot:Q")),
    ]


def stated_happened(chart: StatedHappened) -> Drawing:
    """Return a dot a question from the least to the most likely, filled where it happened."""
    import altair as alt

    told = sorted(chart.rows, key=lambda row: (-row.p, row.happened, row.question))
    rows: list[Row] = [
        {
            "row": place,
            "name": visible(row.title),
            "p": row.p,
            "base": row.base_rate,
            "fill": LIGHT.own if row.happened else LIGHT.page,
            ABOUT: "\n".join(_stated(row.title, row.p, row.base_rate, happened=row.happened)),
        }
        for place, row in enumerate(told)
    ]
    rated = [row for row in rows if row["base"] is not None]
    lead = [{"row": -1, "p": 0, "text": STATED + (RATED if rated else "")}]
    layers = alt.layer(*_stated_layers(chart.when, len(rows) - 1))
    return Drawing(
        layers.properties(height=ROW * (len(rows) + 1.6)),
        {"rows": rows, "rated": rated, "head": lead, POINTED: _stripes(rows)},
        lambda width: width - EDGE,
        70,
        names=max(len(row["name"]) for row in rows) * LETTER + 24,
    )


def _stated_layers(when: str, last: float) -> list[alt.Chart]:
    import altair as alt

    y = _rows(last, 1.6)
    x = (
        alt.X("p:Q", title=f"stated {when}")
        .scale(domain=[0, 1], nice=False)
        .axis(format=".0%", values=[*marks.PERCENTS], domain=False, grid=True)
    )
    return [
        marks.of("rated")
        .mark_tick(color=LIGHT.reference, orient="vertical", size=16, thickness=2, opacity=1)
        .encode(alt.X("base:Q"), y),
        marks.of("rows")
        .mark_point(size=80, opacity=1, strokeWidth=2, stroke=LIGHT.own)
        .encode(x, y, alt.Fill("fill:N", scale=None)),
        *_names(y),
        marks.of("head")
        .mark_text(align="left", color=LIGHT.quiet)
        .encode(y, alt.Text("text:N"), x=alt.value({"expr": "-names"})),
        marks.pointed(alt.Y("top:Q"), alt.Y2("foot:Q")),
    ]


def _stated(title: str, p: float, base: float | None, *, happened: bool) -> list[str]:
    rate = [] if base is None else [f"base rate {chance(base)}"]
    outcome = "it happened" if happened else "it did not happen"
    return [visible(title), f"stated {chance(p)}", outcome, *rate]


def _rows(last: float, above: float) -> alt.Y:
    """Return the scale of rows from the top, with room for a heading above them."""
    import altair as alt

    made: alt.Y = alt.Y("row:Q", title=None, axis=None).scale(
        domain=[-above, last + 0.7], reverse=True, nice=False
    )
    return made


def _names(y: alt.Y) -> list[alt.Chart]:
    import altair as alt

    return [
        marks.of("rows")
        .mark_text(align="right", dx=-8, color=LIGHT.ink, limit=alt.ExprRef("fitting"))
        .encode(y, alt.Text("name:N"), x=alt.value(0))
    ]


def _stripes(rows: Sequence[Row]) -> list[Row]:
    return [{"top": row["row"] - 0.5, "foot": row["row"] + 0.5, ABOUT: row[ABOUT]} for row in rows]
