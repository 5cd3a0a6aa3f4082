"""Charts of questions that are more than yes or no: fans of quantiles, and a line an option."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from forecasts.distributions.notation import deadline_text, figure
from forecasts.model import times
from tracker.reports.numbers import chance
from tracker.reports.render.drawing import (
    LABELS_APART,
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
    from datetime import datetime

    import altair as alt

    from tracker.reports.figures import Choices, Fan, Places

    Row = dict[str, Any]

TALL = 220
AXIS, DATES = 60, 80  # pixels of the scale at the left
DIGITS = 3
PLAIN, LARGE = "format(datum.value, ',.6~r')", "format(datum.value, '.3~s')"
DAY_OF = len("2026-12-31")
PERCENTS = (0, 0.25, 0.5, 0.75, 1)
OPTION = 14  # letters of an option's name in a chart


def fan(chart: Fan) -> Drawing:
    """Return medians with their bands, and what happened as a line across."""
    import altair as alt

    labels = _fan_labels(chart)
    rows = {
        "wide": _band(chart, "low90", "high90"),
        "core": _band(chart, "low50", "high50"),
        "revised": [{"at": ms(at)} for at in chart.revised_at],
        "line": _middles(chart),
        "outcome": [{"p": _height(chart, at)} for at in sorted(set(chart.outcome or ()))],
        "known": [{"at": ms(chart.known_at), "p": _height(chart, sum(chart.outcome) / 2)}]
        if chart.known_at and chart.outcome
        else [],
        "right": [row for row in labels if row["right"]],
        "left": [row for row in labels if not row["right"]],
    }
    layers = alt.layer(*_fan_layers(chart)).properties(height=TALL)
    axis = DATES if chart.dated else AXIS
    return Drawing(layers, rows, lambda width: inner(chart, labels, width - axis), 130)


def _fan_layers(chart: Fan) -> list[alt.Chart]:
    import altair as alt

    x, y = time_axis(chart), _scale(chart)
    kind = "T" if chart.dated else "Q"
    steps = (x, y, alt.Detail("piece:N"), alt.Order("order:Q"))

    def of(rows: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(rows))

    def band(rows: str, color: str) -> alt.Chart:
        made: alt.Chart = (
            of(rows)
            .mark_area(color=color, opacity=1)
            .encode(x, y, alt.Y2(f"high:{kind}"), alt.Detail("piece:N"))
        )
        return made

    return [
        band("wide", LIGHT.spread),
        band("core", LIGHT.core),
        of("revised").mark_rule(color=LIGHT.quiet, strokeDash=[4, 4]).encode(x),
        of("line").mark_line(color=LIGHT.own, strokeWidth=2.4).encode(*steps),
        of("outcome").mark_rule(color=LIGHT.event, strokeWidth=1.5).encode(y),
        _ring(of("known"), x, y),
        *_words(of, x, y),
    ]


def _scale(chart: Fan) -> alt.Y:
    import altair as alt

    ends = [_height(chart, chart.low), _height(chart, chart.high)]
    if chart.dated:
        return (
            alt.Y("p:T", title=None)
            .scale(type="utc", domain=ends, nice=False)
            .axis(format="%b %Y", domain=False, ticks=False, tickCount=5)
        )
    return (
        alt.Y("p:Q", title=chart.unit or None)
        .scale(domain=ends, nice=False, zero=False)
        .axis(domain=False, ticks=False, tickCount=5, labelExpr=LARGE if _large(chart) else PLAIN)
    )


def _large(chart: Fan) -> bool:
    return max(abs(chart.low), abs(chart.high)) >= 1e5  # noqa: PLR2004 - longer than the axis


def _ring(layer: alt.Chart, *encodings: alt.X | alt.Y) -> alt.Chart:
    made: alt.Chart = layer.mark_point(
        size=130, strokeWidth=2, color=LIGHT.event, fill=None, opacity=1
    ).encode(*encodings)
    return made


def _words(of: Any, x: alt.X, y: alt.Y) -> list[alt.Chart]:  # noqa: ANN401 - altair's own
    import altair as alt

    words = (x, y, alt.Text("text:N"), alt.Color("color:N", scale=None))
    sides: tuple[tuple[str, Literal["left", "right"], int], ...] = (
        ("right", "left", 8),
        ("left", "right", -8),
    )
    return [of(rows).mark_text(align=align, dx=dx).encode(*words) for rows, align, dx in sides]


def _height(chart: Fan, place: float) -> float:
    """Return a place as the scale takes it: milliseconds of a date."""
    return place * 1000 if chart.dated else place


def _band(chart: Fan, low: str, high: str) -> list[Row]:
    rows: list[Row] = []
    piece = 0
    for before, one in zip((None, *chart.places), chart.places, strict=False):
        piece += before is not None and before.end != one.start
        ends = {"p": _height(chart, getattr(one, low)), "high": _height(chart, getattr(one, high))}
        rows += [{"at": ms(at), **ends, "piece": piece} for at in (one.start, one.end)]
    return rows


def _middles(chart: Fan) -> list[Row]:
    """Return the corners of the medians; where there is none, or nothing stood, is a gap."""
    rows: list[Row] = []
    piece, before = 0, None
    for one in chart.places:
        if one.middle is None:
            before = None
            continue
        piece += before != one.start
        height = _height(chart, one.middle)
        rows += [{"at": ms(at), "p": height, "piece": piece} for at in (one.start, one.end)]
        before = one.end
    return [{**row, "order": place} for place, row in enumerate(rows)]


def _fan_labels(chart: Fan) -> list[Row]:
    """Return who said it and the last median at its end, and what happened at the left."""
    step = LABELS_APART * (chart.high - chart.low)
    rows: list[Row] = []
    if chart.outcome is not None:
        top = max(chart.outcome)
        above = top + step / 1.5 if top + step < chart.high else min(chart.outcome) - step / 1.5
        rows.append(_label(chart.opens_at, above, chart.outcome_words, LIGHT.event))
    if chart.places:
        rows.append(_end(chart, chart.places[-1], rows, step))
    return [{**row, "p": _height(chart, row["p"])} for row in rows]


def _end(chart: Fan, last: Places, rows: Sequence[Row], step: float) -> Row:
    """Return the label at the end of the medians, off the line and the words of the outcome."""
    at = chart.high if last.middle is None else last.middle
    for taken in (*(chart.outcome or ()), *(row["p"] for row in rows)):
        if abs(at - taken) < step:
            at = taken - step if at < taken or taken + step > chart.high else taken + step
    said = "" if last.middle is None else f" {place_words(chart, last.middle)}"
    return _label(last.end, at, f"{short(chart.line.name)}{said}", LIGHT.own)


def _label(at: datetime, height: float, text: str, color: str) -> Row:
    return {"at": ms(at), "p": height, "text": text, "color": color, "right": True}


def place_words(chart: Fan, place: float) -> str:
    """Return a place on the scale for reading: a number, or the last day of a deadline."""
    if not chart.dated:
        return figure(place, DIGITS)
    return deadline_text(float(round(place)), ZoneInfo(chart.timezone))[:DAY_OF]


def start_words(chart: Fan) -> str:
    """Return the lower end of the scale for reading: of dates the first day, not the one before."""
    if not chart.dated:
        return figure(chart.low, DIGITS)
    return f"{times.from_seconds(chart.low).astimezone(ZoneInfo(chart.timezone)):%Y-%m-%d}"


# --- A line an option ----------------------------------------------------------------------------


def choices(chart: Choices) -> Drawing:
    """Return the line of each option, named at its end; the one that happened stands out."""
    import altair as alt

    labels = [*_option_labels(chart), *dated(chart, 1.0, 1.0, LABELS_APART)]
    rows = {
        "others": [
            {**row, "piece": f"{place}-{row['piece']}"}
            for place, line in enumerate(chart.others)
            for row in stepped(line.steps)
        ],
        "revised": [{"at": ms(at)} for at in chart.revised_at],
        "line": stepped(chart.line.steps),
        "known": [{"at": ms(at), "p": 1.0} for at in (chart.known_at,) if at],
        "right": [row for row in labels if row["right"]],
        "left": [row for row in labels if not row["right"]],
    }
    layers = alt.layer(*_option_layers(chart)).properties(height=TALL)
    return Drawing(layers, rows, lambda width: inner(chart, labels, width - AXIS), 130)


def _option_layers(chart: Choices) -> list[alt.Chart]:
    import altair as alt

    x = time_axis(chart)
    y = (
        alt.Y("p:Q", title=None)
        .scale(domain=[0, 1], nice=False)
        .axis(format=".0%", values=[*PERCENTS], domain=False, ticks=False)
    )
    steps = (x, y, alt.Detail("piece:N"), alt.Order("order:Q"))

    def of(rows: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(rows))

    return [
        of("revised").mark_rule(color=LIGHT.quiet, strokeDash=[4, 4]).encode(x),
        of("others").mark_line(color=LIGHT.reference, strokeWidth=1.2).encode(*steps),
        of("line").mark_line(color=LIGHT.own, strokeWidth=2.4).encode(*steps),
        _ring(of("known"), x, y),
        *_words(of, x, y),
    ]


def _option_labels(chart: Choices) -> list[Row]:
    """Return the options' names at the ends of their lines, each clear of the next."""
    lines = [(chart.option, chart.line.steps, LIGHT.own)]
    lines += [(line.name, line.steps, LIGHT.quiet) for line in chart.others]
    rows = [
        _label(steps[-1].end, steps[-1].p, f"{_brief(name)} {chance(steps[-1].p)}", color)
        for name, steps, color in lines
        if steps
    ]
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
