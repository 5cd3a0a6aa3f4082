"""A question of a number or a date, drawn: medians with their bands over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from forecasts.distributions.notation import deadline_text, figure
from forecasts.model import times
from tracker.reports.render import marks
from tracker.reports.render.drawing import (
    DAY,
    LABELS_APART,
    MONTHS,
    POINTED,
    Drawing,
    at_time,
    instants,
    ms,
    of_life,
    short,
    stripe,
    stripes,
    time_axis,
)
from tracker.reports.render.palette import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import altair as alt

    from tracker.reports.figures import Fan, Places

    Row = dict[str, Any]

NUMBERS, DATES = 60, 80  # pixels of the scale at the left
DIGITS = 3
PLAIN, LARGE = "format(datum.value, ',.6~r')", "format(datum.value, '.3~s')"
DAY_OF = len("2026-12-31")


def fan(chart: Fan) -> Drawing:
    """Return medians with their bands, and what happened as a line across."""
    labels = _fan_labels(chart)
    rows = {
        "wide": _band(chart, "low90", "high90"),
        "core": _band(chart, "low50", "high50"),
        "line": _middles(chart),
        "outcome": [{"p": _height(chart, at)} for at in sorted(set(chart.outcome or ()))],
        "known": [{"at": ms(chart.known_at), "p": _height(chart, sum(chart.outcome) / 2)}]
        if chart.known_at and chart.outcome
        else [],
        POINTED: _pointed(chart),
    }
    axis = DATES if chart.dated else NUMBERS
    return of_life(chart, _fan_layers(chart), rows, labels, axis)


def _fan_layers(chart: Fan) -> list[alt.Chart]:
    import altair as alt

    x, y = time_axis(chart), _scale(chart)
    kind = "T" if chart.dated else "Q"
    high = alt.Y2(f"high:{kind}")
    return [
        marks.area("wide", LIGHT.spread, x, y, high),
        marks.area("core", LIGHT.core, x, y, high),
        *marks.events(x),
        marks.line("line", *marks.steps(x, y), own=True),
        marks.of("outcome").mark_rule(color=LIGHT.event, strokeWidth=1.5).encode(y),
        marks.ring("known", x, y),
        *marks.told(x, y),
    ]


def _scale(chart: Fan) -> alt.Y:
    import altair as alt

    ends = [_height(chart, chart.low), _height(chart, chart.high)]
    if chart.dated:
        near = chart.high - chart.low <= MONTHS * DAY.total_seconds()
        return (
            alt.Y("p:T", title=None)
            .scale(type="utc", domain=instants(*ends), nice=False)
            .axis(format="%d %b" if near else "%b %Y", domain=False, ticks=False, tickCount=5)
        )
    return (
        alt.Y("p:Q", title=chart.unit or None)
        .scale(domain=ends, nice=False, zero=False)
        .axis(domain=False, ticks=False, tickCount=5, labelExpr=LARGE if _large(chart) else PLAIN)
    )


def _large(chart: Fan) -> bool:
    return max(abs(chart.low), abs(chart.high)) >= 1e5  # noqa: PLR2004 - longer than the axis


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


def _pointed(chart: Fan) -> list[Row]:
    rows = []
    for start, end in stripes(chart, chart.places):
        if (one := at_time(chart.places, start)) is None:
            continue
        median = "outside the range" if one.middle is None else place_words(chart, one.middle)
        lines = [f"{short(chart.line.name)}: median {median}"]
        if (one.low90, one.high90) == (one.low50, one.high50):
            lines.append(f"lowest to highest: {_span(chart, one.low90, one.high90)}")
        else:
            lines += [
                f"half: {_span(chart, one.low50, one.high50)}",
                f"90%: {_span(chart, one.low90, one.high90)}",
            ]
        rows.append(stripe(start, end, lines))
    return rows


def _span(chart: Fan, low: float, high: float) -> str:
    return f"{place_words(chart, low)} to {place_words(chart, high)}"
