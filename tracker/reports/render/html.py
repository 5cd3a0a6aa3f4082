"""A report as one HTML file: it opens offline, and asks nothing from outside."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.reports.render import script
from tracker.reports.render.charts import NARROW, WIDE, drawn
from tracker.reports.render.palette import DARK, LIGHT, repainted
from tracker.reports.render.svg import inline
from tracker.reports.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from tracker.reports.section import Address, Report

PAGE, STYLE = "report.html.j2", "report.css.j2"
# Nothing may be fetched or run but the style and the script of the page itself, by their hashes.
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src {style}"
LIGHT_ONLY = re.compile(r"@media \(prefers-color-scheme:dark\)\{.*?\n\}\n", re.DOTALL)
VARIABLE = re.compile(r"var\(--(\w+)\)")
WHOLE = re.compile(r"\b\d{4}-(?:W\d\d|Q\d|\d\d-\d\d|\d\d)\b")
PANEL = "#f4f6f8"


def as_html(report: Report) -> str:
    """Return the report as a page for light and dark, desk, phone and paper.

    Each chart is there as still pictures, and drawn anew by script where scripts run.
    """
    from markupsafe import Markup

    making = script.started() if report.figures else None
    pictures = _pictures(report)
    page = _environment()
    colours = Markup(repainted("svg"))  # noqa: S704 - our own
    style = Markup(page.get_template(STYLE).render(light=LIGHT, dark=DARK, repainted=colours))  # noqa: S704
    policy = POLICY.format(style=_source(style))
    text = Markup()
    if making is not None:
        done = making.result()
        policy += f"; script-src {done.source}"
        text = Markup(done.text)  # noqa: S704 - our own
    numbered = dict(zip(map(id, report.figures), pictures, strict=True))
    return page.get_template(PAGE).render(
        report=report, style=style, policy=policy, scheme="light dark", script=text,
        picture=lambda figure: numbered[id(figure)],
    )  # fmt: skip


def as_mail(report: Report, pictures: Sequence[str]) -> str:
    """Return the report as a page for mail programs: no script, no variable, no vector picture.

    `pictures` names the picture of each figure, in order. It is light, as the pictures are.
    """
    from markupsafe import Markup

    page = _environment()
    whole = page.get_template(STYLE).render(light=LIGHT, dark=DARK, repainted="")
    colours = {name: getattr(LIGHT, name) for name in LIGHT.__slots__} | {"panel": PANEL}
    style = VARIABLE.sub(lambda name: colours[name[1]], LIGHT_ONLY.sub("", whole))
    names = dict(zip(map(id, report.figures), pictures, strict=True))
    image = page.from_string(
        '<img src="{{ name }}" width="{{ width }}" alt="{{ (title ~ ". " ~ finding)|visible }}">'
    )
    return page.get_template(PAGE).render(
        report=report, style=Markup(style), policy="", scheme="light", script="",  # noqa: S704
        picture=lambda figure: Markup(  # noqa: S704 - escaped by the template
            image.render(
                name=names[id(figure)], width=WIDE, title=figure.title, finding=figure.finding
            )
        ),
    )  # fmt: skip


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    page = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters["visible"] = visible
    page.filters["words"] = words
    page.filters["web"] = is_web
    return page


def _pictures(report: Report) -> list[Markup]:
    """Return each chart as two still pictures, and as data for the script to draw.

    One is drawn while the next is specified.
    """
    from markupsafe import Markup

    found = []
    with ThreadPoolExecutor(1) as drawing:
        for place, figure in enumerate(report.figures):
            specs = drawn(figure.chart, (WIDE, NARROW))
            found.append((drawing.submit(inline, figure, specs, f"chart-{place}"), specs))
        # Our own drawing: every text in it was escaped when it was drawn.
        return [
            Markup(
                '<div class="wide">{}</div>\n<div class="narrow">{}</div>\n'
                '<script type="application/json">{}</script>'
            ).format(*map(Markup, (*still.result(), script.data(specs))))
            for still, specs in found
        ]


def _source(text: str) -> str:
    """Return the source by which a Content-Security-Policy names a style or a script."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def words(text: str) -> Markup:
    """Return a text for a page, in which no day, week or month breaks at its hyphens.

    >>> words("2026-W48 <b>")
    Markup('<span class="brief">2026-W48</span> &lt;b&gt;')
    """
    from markupsafe import Markup, escape

    whole = WHOLE.sub(r'<span class="brief">\g<0></span>', str(escape(visible(text))))
    return Markup(whole)  # noqa: S704 - escaped


def is_web(address: Address) -> bool:
    """Return whether an address is plain http and may be a link; javascript: and others are not.

    >>> from tracker.reports.section import Address
    >>> is_web(Address("https://example.org/a")), is_web(Address("javascript:alert(1)"))
    (True, False)
    """
    return address.url.startswith(("https://", "http://")) and address.url.isprintable()
