"""What every chart of a question's life is drawn from: rows, scales and room for labels."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from forecasts.model import times
from tracker.reports.numbers import chance
from tracker.reports.render.palette import LIGHT
from tracker.reports.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    import altair as alt

    from tracker.reports.figures import Life, Places, Spread, Step

    Row = dict[str, Any]

Part = TypeVar("Part", "Step", "Spread", "Places")
DAY = timedelta(days=1)
LETTER = 7.4  # pixels that a letter of SIZE takes on average
NAME = 24  # letters of a name in a chart
MONTHS = 120  # days from which on an axis names months and years
MIDDLE = 0.5
LABELS_APART = 0.09  # of the height, so that two labels do not run into each other
AXIS = 50  # pixels of the scale at the left
TALL, SHORT = 220, 150  # pixels; a chart on a phone is short, so that two are seen at once
PHONE = 320  # pixels of a plot that is on a phone, or in a column on paper
ROW = 26
SIZE = 12
POINTED, ABOUT = "pointed", "about"  # the rows and the words of what is pointed at
STRIPES = 300  # upright ones, as many as a hand can tell apart
HALF = 0.05  # of the height, from the middle of a label to what it may not touch
NARROWEST = 280  # pixels of a plot on a phone
PIECES = 1000  # finer than a pixel; within each the extremes are kept, so that nothing is smoothed


@dataclass(frozen=True, slots=True)
class Drawing:
    """Layers with the rows that they name, and how much of a width is left for the plot itself.

    rows: those of POINTED are told under the pointer, where a script draws the chart. inner: of the
    width that the names at the left leave, which like to have `names` pixels. tick: pixels that
    a label of the lower axis needs. height: by the width of the plot, where it is not fixed.
    roomy: rows for a page that leaves room beside the plot, in place of those of their name.
    """

    layers: alt.LayerChart | alt.FacetChart
    rows: dict[str, list[Row]]
    inner: Callable[[float], float]
    tick: int
    names: float = 0.0
    height: Callable[[float], float] | None = None
    roomy: dict[str, list[Row]] = field(default_factory=dict)


def of_life(
    life: Life,
    layers: Sequence[alt.Chart],
    rows: dict[str, list[Row]],
    words: Sequence[Row],
    axis: float = AXIS,
) -> Drawing:
    """Return the drawing of a question's life, with the rows that every kind has."""
    import altair as alt

    rows |= {
        "revised": _marked(life.revised_at, "clarified"),
        "evidence": _marked(life.evidence_at, "evidence"),
        "right": [row for row in words if row["right"]],
        "left": [row for row in words if not row["right"]],
    }
    return Drawing(
        alt.layer(*layers),
        rows,
        lambda width: _inner(life, words, width - axis),
        130,
        height=lambda width: TALL if width > PHONE else SHORT,
    )


def ms(at: datetime) -> int:
    """Return an instant as milliseconds since 1970, as charts take it."""
    return times.to_us(at) // 1000


def short(name: str) -> str:
    """Return a name that fits beside a line."""
    shown = visible(name)
    return shown if len(shown) <= NAME else f"{shown[: NAME - 1]}…"


def time_axis(life: Life) -> alt.X:
    """Return the axis from the opening to the scheduled close."""
    import altair as alt

    days = (life.closes_at - life.opens_at).days
    return (
        alt.X("at:T", title=None)
        .scale(type="utc", domain=instants(ms(life.opens_at), ms(life.closes_at)), nice=False)
        .axis(format="%b %Y" if days > MONTHS else "%d %b %Y", grid=False, labelFlush=True)
    )


def instants(start: float, end: float) -> alt.ExprRef:
    """Return the ends of a scale of time, in milliseconds since 1970.

    As an expression: plain numbers become dates in a form that a page without eval cannot read.
    """
    import altair as alt

    return alt.ExprRef(f"[{start:.0f}, {end:.0f}]")


def dated(life: Life, at_height: float, *paths: Sequence[Step]) -> list[Row]:
    """Return the date beside the dot and the ring, on the side that has room, clear of the paths.

    at_height: where they stand on the scale of chances.
    """
    at = life.known_at or life.happened_at
    if at is None:
        return []
    early = (at - life.opens_at) / (life.closes_at - life.opens_at) < MIDDLE
    text = f"{'known' if life.known_at else 'happened'} {at:%Y-%m-%d}"
    span = (life.closes_at - life.opens_at) * (len(text) * LETTER / NARROWEST)
    start, end = (at, at + span) if early else (at - span, at)
    taken = [part for path in paths for part in crossed(path, start, end)]
    aside = LABELS_APART if at_height < MIDDLE else -LABELS_APART
    places = [at_height + aside * step for step in (1, 1.75, 2.5, 3.25, 4, 4.75)]
    free = (p for p in places if all(p < low - HALF or p > high + HALF for low, high in taken))
    height = next(free, places[0])
    return [{"at": ms(at), "p": height, "text": text, "color": LIGHT.event, "right": early}]


def at_ends(lines: Sequence[tuple[Sequence[Step], str, str]]) -> list[Row]:
    """Return the names and last chances of lines at their ends, each clear of the next.

    lines: the steps of each, its name and its colour.
    """
    rows: list[Row] = [
        {"at": ms(steps[-1].end), "p": steps[-1].p, "text": f"{name} {chance(steps[-1].p)}",
         "color": color, "right": True}
        for steps, name, color in lines if steps
    ]  # fmt: skip
    rows.sort(key=lambda row: row["p"])
    for low, high in pairwise(rows):
        high["p"] = max(high["p"], low["p"] + LABELS_APART)
    for high, low in pairwise(reversed(rows)):
        high["p"] = min(high["p"], 1.0)
        low["p"] = min(low["p"], high["p"] - LABELS_APART)
    return rows


def placed(at: datetime | None, height: float) -> list[Row]:
    """Return a mark at an instant, none where it is unknown."""
    return [] if at is None else [{"at": ms(at), "p": height}]


def crossed(path: Sequence[Step], start: datetime, end: datetime) -> list[tuple[float, float]]:
    """Return the heights that a step line covers in a span of time: its steps and its risers."""
    seen = [step for step in path if step.start < end and step.end > start]
    risers = [(one.p, two.p) for one, two in pairwise(seen)]
    return [(min(pair), max(pair)) for pair in (*risers, *((step.p, step.p) for step in seen))]


def _inner(chart: Life, labels: Sequence[Row], width: float) -> float:
    """Return the width that leaves room for labels which would run over the right edge."""
    life = chart.closes_at - chart.opens_at
    inner = width
    for row in labels:
        if not row["right"]:
            continue
        share = (times.from_us(row["at"] * 1000) - chart.opens_at) / life
        # A place in milliseconds may lie just before an opening in microseconds.
        if share > 0:
            inner = min(inner, (width - len(row["text"]) * LETTER - 8) / share)
    return inner


def stepped(steps: Sequence[Step]) -> list[Row]:
    """Return the corners of a step line; a gap starts a new piece."""
    rows: list[Row] = []
    piece = 0
    for place, step in enumerate(thinned(steps)):
        piece += place > 0 and rows[-1]["at"] != ms(step.start)
        rows += [{"at": ms(at), "p": step.p, "piece": piece} for at in (step.start, step.end)]
    for place, row in enumerate(rows):
        row["order"] = place
    return rows


def stripes(
    chart: Life, *paths: Sequence[Step | Spread | Places]
) -> list[tuple[datetime, datetime]]:
    """Return the stretches of time in which nothing moved on any path, to tell what stood then.

    Of very many, as many as can be pointed at.
    """
    edges = sorted({at for path in paths for part in path for at in (part.start, part.end)})
    every = max(1, math.ceil(len(edges) / STRIPES))
    kept = edges[::every] + edges[-1:]
    return [(start, end) for start, end in pairwise(kept) if start < end <= chart.closes_at]


def at_time(path: Sequence[Part], at: datetime) -> Part | None:
    """Return what stood at an instant, of parts in order of time."""
    place = bisect_right(path, at, key=lambda part: part.start) - 1
    return path[place] if place >= 0 and at < path[place].end else None


def stripe(start: datetime, end: datetime, lines: Sequence[str]) -> Row:
    """Return an upright stripe with what it tells, its time first."""
    day = f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"
    span = day if end - start >= DAY else f"{times.to_minute(start)} to {times.to_minute(end)}"
    return {"at": ms(start), "until": ms(end), ABOUT: "\n".join((span, *lines))}


def _marked(instants: Sequence[datetime], word: str) -> list[Row]:
    """Return a place for each instant, the first with a word beside it."""
    return [{"at": ms(at), "text": "" if place else word} for place, at in enumerate(instants)]


def thinned(steps: Sequence[Step], pieces: int = PIECES) -> list[Step]:
    """Return the steps that can be seen: of very many, in each pixel the first, extremes and last.

    The picture is the same (Jugel et al. 2014, M4), and a path with an entry an hour stays small.
    """
    if len(steps) <= pieces:
        return list(steps)
    start, end = steps[0].start, steps[-1].end
    kept: dict[int, list[int]] = {}
    for place, step in enumerate(steps):
        kept.setdefault(int((step.start - start) / (end - start) * pieces), []).append(place)
    chosen: set[int] = set()
    for places in kept.values():
        low = min(places, key=lambda place: steps[place].p)
        high = max(places, key=lambda place: steps[place].p)
        chosen |= {places[0], low, high, places[-1]}
    seen = sorted(chosen)
    ends = [*(steps[place].start for place in seen[1:]), end]
    return [
        type(steps[place])(steps[place].start, until, steps[place].p)
        for place, until in zip(seen, ends, strict=True)
    ]
