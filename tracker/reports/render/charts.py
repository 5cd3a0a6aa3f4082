"""Charts as altair specifications: one visual language, direct labels, no colour for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.reports import figures
from tracker.reports.render import advantages, curves, fans, options, paths, rows
from tracker.reports.render.drawing import SIZE, Drawing
from tracker.reports.render.palette import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import altair as alt

    from tracker.reports.figures import Chart

WIDE, NARROW = 740, 350
FONT = "system-ui, sans-serif"
NAMES = 0.48  # of the width, for names at the left at most
FITTING = 0.82  # of that, since still pictures measure by a font that is a sixth narrower than some
SLACK = 22  # pixels beside them, since letters differ from one font to the next
DRAWINGS: Mapping[type, Callable[[Any], Drawing]] = {
    figures.Path: paths.path,
    figures.Fan: fans.fan,
    figures.Choices: options.choices,
    figures.Forest: rows.forest,
    figures.Pooled: rows.pooled,
    figures.StatedHappened: rows.stated_happened,
    figures.Reliability: curves.reliability,
    figures.Updating: curves.updating,
    figures.Differences: advantages.differences,
    figures.Horizon: advantages.horizon,
}


def drawn(chart: Chart, widths: Sequence[int]) -> list[dict[str, Any]]:
    """Return the chart as a Vega-Lite specification for each width in pixels, made by altair.

    altair checks every part as it is made, which takes longer than the drawing; the tests draw
    these charts with the checks on.
    """
    from altair.utils.schemapi import debug_mode

    with debug_mode(arg=False):
        made = drawing_of(chart)
        spec = _styled(made.layers)
    sizes = [_sized(made, spec["config"], width) for width in widths]
    return [
        {**spec, **size, "datasets": made.rows | (made.roomy if width >= WIDE else {})}
        for size, width in zip(sizes, widths, strict=True)
    ]


def drawing_of(chart: Chart) -> Drawing:
    """Return the layers of a chart of any kind."""
    return DRAWINGS[type(chart)](chart)


def _sized(made: Drawing, config: dict[str, Any], width: int) -> dict[str, Any]:
    """Return the parts of a specification that depend on its width."""
    names = min(made.names, NAMES * width)
    inner = made.inner(width - names)
    ticks = {"axisX": {"tickCount": max(2, int(inner / made.tick))}}
    sized: dict[str, Any] = {"width": inner, "config": {**config, **ticks}}
    if made.names:
        # Where there is room for the longest name it is whole in any font: letters count as wide.
        share = 1.0 if names == made.names else FITTING
        room = {"names": names - SLACK, "fitting": share * (names - SLACK)}
        sized["params"] = [{"name": name, "value": value} for name, value in room.items()]
    if made.height is not None:
        sized["height"] = made.height(inner)
    return sized


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
