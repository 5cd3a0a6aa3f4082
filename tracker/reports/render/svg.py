"""Charts as SVG and PNG: drawn by vl-convert, named for screen readers, fit for the dark."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from tracker.reports.render import artist
from tracker.reports.render.drawing import POINTED
from tracker.reports.render.palette import LIGHT, repainted
from tracker.reports.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.reports.section import Figure

MARGIN = 16  # pixels round a chart that is a file of its own
GROUND = f'<rect x="-{MARGIN}" y="-{MARGIN}" width="100%" height="100%" fill="{LIGHT.page}"/>'
ROOT = re.compile(r"<svg\b[^>]*?\bviewBox=\"0 0 ([\d.]+) ([\d.]+)\"[^>]*>")


def inline(figure: Figure, specs: Sequence[dict[str, Any]], name: str) -> list[str]:
    """Return the figure as <svg> elements for a page, one a width; `name` is unique in it."""
    return [_svg(figure, spec, f"{name}-{place}") for place, spec in enumerate(specs)]


def standing_alone(figure: Figure, spec: dict[str, Any]) -> str:
    """Return the figure as a file of its own, on a ground of its own with a margin."""
    dark = f"@media (prefers-color-scheme:dark){{{repainted('')}}}"
    return _svg(figure, spec, "chart", f"<style>{dark}</style>{GROUND}", MARGIN)


def as_png(figure: Figure, spec: dict[str, Any]) -> bytes:
    """Return the figure as PNG with twice the pixels, light, on a ground of its own."""
    import vl_convert

    return vl_convert.svg_to_png(_svg(figure, spec, "chart", GROUND, MARGIN), scale=2)


def _svg(figure: Figure, spec: dict[str, Any], name: str, more: str = "", margin: int = 0) -> str:
    still = {**spec, "datasets": {**spec["datasets"], POINTED: []}}
    text = artist.svg(still)
    found = ROOT.search(text)
    if found is None:
        raise ValueError("the chart has no size")
    width, height = (f"{float(size) + 2 * margin:g}" for size in found.groups())
    title, finding = escape(visible(figure.title)), escape(visible(figure.finding))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{margin} -{margin} {width} {height}"'
        f' width="{width}" height="{height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{title}</title><desc id="{name}-d">{finding}</desc>'
    )
    return f"{head}{more}{text[found.end() :]}"
