"""A report as one HTML file: no script, no request, nothing from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.reports.render.charts import NARROW, WIDE
from tracker.reports.render.palette import DARK, LIGHT, repainted
from tracker.reports.render.svg import inline
from tracker.reports.render.visible import visible

if TYPE_CHECKING:
    from tracker.reports.section import Address, Figure, Report

TEMPLATE = "report.html.j2"


def as_html(report: Report) -> str:
    """Return the report as a page that opens offline, light or dark, on a desk or a phone."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    page = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    numbers = {id(figure): place for place, figure in enumerate(report.figures)}

    def pictures(figure: Figure) -> list[Markup]:
        # Our own drawing: every text in it was escaped when it was drawn.
        drawn = inline(figure, (WIDE, NARROW), f"chart-{numbers[id(figure)]}")
        return [Markup(svg) for svg in drawn]  # noqa: S704

    page.filters["visible"] = visible
    page.filters["web"] = is_web
    return page.get_template(TEMPLATE).render(
        report=report, light=LIGHT, dark=DARK, repainted=Markup(repainted("svg")),  # noqa: S704
        pictures=pictures,
    )  # fmt: skip


def is_web(address: Address) -> bool:
    """Return whether an address is plain http and may be a link; javascript: and others are not.

    >>> from tracker.reports.section import Address
    >>> is_web(Address("https://example.org/a")), is_web(Address("javascript:alert(1)"))
    (True, False)
    """
    return address.url.startswith(("https://", "http://")) and address.url.isprintable()
