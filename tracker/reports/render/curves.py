"""What happened over what was stated, and the share of moves that went the right way."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tracker.reports.numbers import chance, counted
from tracker.reports.render import marks
from tracker.reports.render.drawing import ABOUT, AXIS, POINTED, TALL, Drawing
from tracker.reports.render.palette import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from tracker.reports.figures import Band, Reliability, Share, Updating

    Row = dict[str, Any]

WIDEST, TALLEST = 480, 1.18  # pixels of a curve, and its height by its width
BINS = 20  # of the histogram
FOOT, TOP = -0.2, -0.04  # where its bars stand and how high they reach, in the curve's unit
LINE = 0.055  # of the height, from one line of the key to the next
MIDDLE = 0.5
MOST_DOTS = 40
TOWARD = "●  went toward the outcome    —  if calibrated"
POINTS = 200  # of a curve, more than can be told apart


def reliability(chart: Reliability) -> Drawing:
    """Return the curve with its band about the diagonal, over a histogram of weight."""
    import altair as alt

    curve = thinned(chart.curve)
    rows: dict[str, list[Row]] = {
        "band": [{"p": b.stated, "low": b.low, "high": b.high, "piece": 0} for b in chart.band],
        "diagonal": [{"p": 0, "happened": 0}, {"p": 1, "happened": 1}],
        "yes": _curve(chart.all_yes),
        "no": _curve(chart.all_no),
        "curve": _curve(chart.curve),
        "dots": _curve(curve) if len(curve) <= MOST_DOTS else [],
        "bars": _histogram(chart.curve),
        "key": _key(chart),
        POINTED: _pointed(chart, curve),
    }
    layers = alt.layer(*_curve_layers()).properties(height=WIDEST)
    return Drawing(
        layers,
        rows,
        lambda width: min(width - AXIS, WIDEST),
        60,
        height=lambda width: width * TALLEST,
        roomy={"key": _key(chart, beside=True)},
    )


def _curve_layers() -> list[alt.Chart]:
    import altair as alt

    x = (
        alt.X("p:Q", title="stated")
        .scale(domain=[0, 1], nice=False)
        .axis(format=".0%", values=[*marks.PERCENTS], grid=False)
    )
    y = marks.chances("happened", FOOT)
    thin = [
        marks.of(rows).mark_line(color=LIGHT.event, strokeWidth=1, strokeDash=dash).encode(x, y)
        for rows, dash in (("yes", [1, 0]), ("no", [4, 3]))
    ]
    return [
        marks.of("band")
        .mark_area(color=LIGHT.spread, opacity=1)
        .encode(x, alt.Y("low:Q"), alt.Y2("high:Q")),
        marks.line("diagonal", x, y, own=False),
        *thin,
        marks.line("curve", x, y, own=True),
        marks.of("dots").mark_point(size=30, filled=True, color=LIGHT.own, opacity=1).encode(x, y),
        marks.of("bars")
        .mark_rect(color=LIGHT.core)
        .encode(x, alt.X2("until:Q"), alt.Y("foot:Q"), alt.Y2("top:Q")),
        marks.of("key")
        .mark_text(align="left", baseline="middle")
        .encode(x, y, alt.Text("text:N"), alt.Color("color:N", scale=None)),
        marks.pointed(x, alt.X2("until:Q")),
    ]


def thinned(curve: Sequence[Share]) -> list[Share]:
    """Return the points at which a curve bends: the ends of its level parts, and no others.

    >>> from tracker.reports.figures import Share
    >>> [one.stated for one in thinned([Share(p, 0.5, 1) for p in (0.1, 0.2, 0.3)])]
    [0.1, 0.3]
    """
    heights = [one.happened for one in curve]
    inner = zip(curve[1:-1], heights, heights[2:], strict=False)
    bends = [one for one, before, after in inner if not before == one.happened == after]
    kept = [*curve[:1], *bends, *(curve[-1:] if len(curve) > 1 else ())]
    every = max(1, -(-len(kept) // POINTS))
    return kept if every == 1 else [*kept[::every], kept[-1]]


def _curve(curve: Sequence[Share]) -> list[Row]:
    return [{"p": one.stated, "happened": one.happened} for one in thinned(curve)]


def _histogram(curve: Sequence[Share]) -> list[Row]:
    weight = [0.0] * BINS
    for one in curve:
        weight[min(int(one.stated * BINS), BINS - 1)] += one.weight
    most = max(weight, default=0.0) or 1.0
    return [
        {"p": place / BINS, "until": (place + 0.9) / BINS, "foot": FOOT,
         "top": FOOT + (TOP - FOOT) * one / most}
        for place, one in enumerate(weight) if one > 0
    ]  # fmt: skip


def _key(chart: Reliability, *, beside: bool = False) -> list[Row]:
    """Return the words that explain the lines, in the corner that the curve leaves free.

    beside: at the right of the plot, where there is room.
    """
    lines = [
        ("● what happened", LIGHT.own),
        (f"▒ {chart.level:.0%} if calibrated", LIGHT.quiet),
        ("— as stated", LIGHT.quiet),
    ]
    if chart.waiting:
        lines += [
            (f"— if all {chart.waiting} that wait end yes", LIGHT.event),
            ("- - if they all end no", LIGHT.event),
        ]
    early = [one.happened for one in (*chart.curve, *chart.all_yes) if one.stated < MIDDLE]
    late = [one.happened for one in (*chart.curve, *chart.all_no) if one.stated > MIDDLE]
    high = 1 - max(early, default=0.0) >= min(late, default=1.0)
    top = 0.97 if high or beside else LINE * len(lines)
    left = 1.04 if beside else 0.02 if high else 0.47
    return [
        {"p": left, "happened": top - LINE * place, "text": text, "color": color}
        for place, (text, color) in enumerate(lines)
    ]


def _pointed(chart: Reliability, curve: Sequence[Share]) -> list[Row]:
    """Return a stripe for each point of the curve, from half-way to half-way."""
    edges = [0.0, *((one.stated + two.stated) / 2 for one, two in pairwise(curve)), 1.0]
    rows: list[Row] = []
    for one, (start, end) in zip(curve, pairwise(edges), strict=True):
        lines = [f"stated {chance(one.stated)}", f"happened {chance(one.happened)}"]
        if band := min(chart.band, key=lambda b: abs(b.stated - one.stated), default=None):
            lines.append(f"if calibrated {_span(band)}")
        rows.append({"p": start, "until": end, ABOUT: "\n".join(lines)})
    return rows


def _span(band: Band) -> str:
    return f"{chance(band.low)} to {chance(band.high)}"


# --- Moves after news ----------------------------------------------------------------------------


def updating(chart: Updating) -> Drawing:
    """Return the share of moves toward the outcome by their size, a tick where calibrated."""
    import altair as alt

    rows: list[Row] = [
        {
            "moved": one.moved,
            "p": one.share,
            "low": one.low,
            "high": one.high,
            "n": f"n {one.moves:,}",
            "calibrated": one.calibrated,
            ABOUT: f"moved by {one.moved:.2f} in log-odds\n{chance(one.share)} toward the outcome"
            + ("" if one.low is None or one.high is None
               else f" ({chance(one.low)} to {chance(one.high)})")
            + f"\nif calibrated {chance(one.calibrated)}\n{counted(one.moves, 'move')}",
        }
        for one in sorted(chart.points, key=lambda one: one.moved)
    ]  # fmt: skip
    sure = [row for row in rows if row["low"] is not None]
    most = max(row["moved"] for row in rows) * 1.08
    layers = alt.layer(*_moved_layers(most)).properties(height=TALL)
    return Drawing(
        layers,
        {
            "rows": rows,
            "sure": sure,
            "head": [{"text": TOWARD}],
            POINTED: _between(rows, most),
        },
        lambda width: width - AXIS,
        90,
    )


def _moved_layers(most: float) -> list[alt.Chart]:
    import altair as alt

    x = (
        alt.X("moved:Q", title="moved in the week after news, in log-odds")
        .scale(domain=[0, most], nice=False)
        .axis(grid=False)
    )
    y = marks.chances()
    return [
        marks.above("head"),
        marks.of("rows")
        .mark_tick(color=LIGHT.reference, orient="horizontal", size=24, thickness=2, opacity=1)
        .encode(x, alt.Y("calibrated:Q")),
        marks.of("sure")
        .mark_rule(strokeWidth=2, color=LIGHT.own)
        .encode(x, alt.Y("low:Q"), alt.Y2("high:Q")),
        marks.of("rows").mark_point(size=70, filled=True, color=LIGHT.own, opacity=1).encode(x, y),
        marks.of("rows")
        .mark_text(baseline="bottom", dy=-3, color=LIGHT.quiet, fontSize=11)
        .encode(x, alt.Text("n:N"), y=alt.value("height")),
        marks.pointed(x, alt.X2("until:Q")),
    ]


def _between(rows: Sequence[Row], most: float) -> list[Row]:
    edges = [0.0, *((a["moved"] + b["moved"]) / 2 for a, b in pairwise(rows)), most]
    return [
        {"moved": start, "until": end, ABOUT: row[ABOUT]}
        for row, (start, end) in zip(rows, pairwise(edges), strict=True)
    ]
