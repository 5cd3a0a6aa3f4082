"""The charts of a report as files beside it: SVG, and PNG for whatever shows no SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reports.render.charts import WIDE, drawn
from tracker.reports.render.svg import as_png, standing_alone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.reports.section import Report

SVG, PNG = ".svg", ".png"


def charts(report: Report, stem: str) -> dict[str, str | bytes]:
    """Return name -> content of each chart's two files, in reading order.

    PNG has twice the pixels, for screens that show them, and is light.
    """
    found: dict[str, str | bytes] = {}
    for place, figure in enumerate(report.figures, 1):
        (spec,) = drawn(figure.chart, [WIDE])
        found[f"{stem}-{place}{SVG}"] = standing_alone(figure, spec)
        found[f"{stem}-{place}{PNG}"] = as_png(figure, spec)
    return found


def ending(files: Mapping[str, str | bytes], suffix: str) -> list[str]:
    """Return the names of the files of one kind, in order.

    >>> ending({"r-1.svg": "", "r-1.png": b"", "r-2.svg": ""}, SVG)
    ['r-1.svg', 'r-2.svg']
    """
    return [name for name in files if name.endswith(suffix)]
