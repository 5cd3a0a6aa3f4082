"""What charts share: layers on named rows, the scale of chances, words, and what is pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from tracker.reports.render.drawing import ABOUT, POINTED
from tracker.reports.render.palette import LIGHT

if TYPE_CHECKING:
    import altair as alt

    Place = alt.X | alt.Y | alt.X2 | alt.Y2

PERCENTS = (0, 0.25, 0.5, 0.75, 1)
SIDES: tuple[tuple[str, Literal["left", "right"], int], ...] = (
    ("right", "left", 8),
    ("left", "right", -8),
)


def of(rows: str) -> alt.Chart:
    """Return a layer on the rows of a name."""
    import altair as alt

    return alt.Chart(alt.NamedData(rows))


def chances(field: str = "p", lowest: float = 0.0) -> alt.Y:
    """Return the scale of probabilities at the left, always 0 to 100%.

    lowest: below 0 there is room for something else, which has no place on the scale.
    """
    import altair as alt

    return (
        alt.Y(f"{field}:Q", title=None)
        .scale(domain=[lowest, 1], nice=False)
        .axis(format=".0%", values=[*PERCENTS], domain=False, ticks=False)
    )


def steps(x: alt.X, y: alt.Y) -> tuple[Any, ...]:
    """Return how a step line runs: each piece in order, with gaps between pieces."""
    import altair as alt

    return (x, y, alt.Detail("piece:N"), alt.Order("order:Q"))


def area(rows: str, color: str, *places: Place) -> alt.Chart:
    """Return a band in one flat colour, a gap between its pieces."""
    import altair as alt

    made: alt.Chart = (
        of(rows).mark_area(color=color, opacity=1).encode(*places, alt.Detail("piece:N"))
    )
    return made


def line(rows: str, *places: Any, own: bool) -> alt.Chart:  # noqa: ANN401 - altair's own
    """Return the line a chart is about, or one that it is held against."""
    color, width = (LIGHT.own, 2.4) if own else (LIGHT.reference, 1.2)
    made: alt.Chart = of(rows).mark_line(color=color, strokeWidth=width).encode(*places)
    return made


def ring(rows: str, *places: Place) -> alt.Chart:
    """Return the ring at which an outcome was known."""
    made: alt.Chart = (
        of(rows)
        .mark_point(size=130, strokeWidth=2, color=LIGHT.event, fill=None, opacity=1)
        .encode(*places)
    )
    return made


def events(x: alt.X) -> list[alt.Chart]:
    """Return dashed lines where the criteria were clarified, and triangles where evidence came."""
    import altair as alt

    foot, text = alt.value("height"), alt.Text("text:N")
    return [
        of("revised").mark_rule(color=LIGHT.quiet, strokeDash=[4, 4]).encode(x),
        of("revised")
        .mark_text(align="left", baseline="top", dx=4, color=LIGHT.quiet, fontSize=11)
        .encode(x, text, y=alt.value(0)),
        of("evidence")
        .mark_point(
            shape="triangle-up", size=70, filled=True, color=LIGHT.quiet, opacity=1, yOffset=-6
        )
        .encode(x, y=foot),
        of("evidence")
        .mark_text(align="left", baseline="bottom", dx=8, dy=-1, color=LIGHT.quiet, fontSize=11)
        .encode(x, text, y=foot),
    ]


def above(rows: str) -> alt.Chart:
    """Return a line of words above the plot, at its left: how its marks are read."""
    import altair as alt

    made: alt.Chart = (
        of(rows)
        .mark_text(align="left", baseline="bottom", dy=-8, color=LIGHT.quiet)
        .encode(alt.Text("text:N"), x=alt.value(0), y=alt.value(0))
    )
    return made


def words(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return the words beside their places, those of "right" at the right of them."""
    import altair as alt

    shown = (x, y, alt.Text("text:N"), alt.Color("color:N", scale=None))
    return [of(rows).mark_text(align=align, dx=dx).encode(*shown) for rows, align, dx in SIDES]


def told(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return what lies over the lines of a life: the words, and what is told under the pointer."""
    import altair as alt

    return [*words(x, y), pointed(alt.X("at:T", title=None), alt.X2("until:T"))]


def pointed(*places: Place) -> alt.Chart:
    """Return what is under the pointer: stripes across the chart, seen only while pointed at.

    Upright ones from X to X2, level ones from Y to Y2; each tells what it is about.
    """
    import altair as alt

    upright = any(isinstance(place, alt.X) for place in places)
    across = (
        {"y": alt.value(0), "y2": alt.value("height")}
        if upright
        else {"x": alt.value(0), "x2": alt.value("width")}
    )
    made: alt.Chart = (
        of(POINTED)
        .mark_rect(color=LIGHT.ink, opacity=0)
        .encode(*places, alt.Tooltip(f"{ABOUT}:N"), **across)
    )
    return made
