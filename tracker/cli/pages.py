"""A report on the screen and in files: the same for every command that makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli.layout import width
from forecasts.cli.output import say
from forecasts.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.reports.section import Report


def show(made: Report, *, as_json: bool) -> None:
    """Print a report, as words or as one JSON object."""
    if as_json:
        from tracker.reports.render.as_json import as_json as text

        click.echo(text(made))
    else:
        from tracker.reports.render.terminal import as_text

        click.echo(as_text(made, width(), lambda title: click.style(title, bold=True)))


def begin(html: Path | None) -> None:
    """Start what a page needs whatever the record holds, while that is read."""
    if html is not None:
        from tracker.reports.render import artist, script

        artist.begin()
        script.started()


def write(made: Report, html: Path | None, markdown: Path | None) -> None:
    """Write the files that were asked for, all or none, and say which on standard error."""
    from forecasts.exporters.whole import holding, write_whole

    for option, path, such in (("--html", html, "report.html"),
                               ("--markdown", markdown, "report.md")):  # fmt: skip
        if path is not None and not path.name:
            raise InputError(f"{option} names no file.", f"Type one, such as {such}.")
    texts: dict[Path, str | bytes] = {}
    said = []
    if html is not None:
        from tracker.reports.render.html import as_html

        texts[html] = as_html(made)
        said.append(f"Wrote {html}.")
    if markdown is not None:
        from tracker.reports.render import files
        from tracker.reports.render.markdown import as_markdown

        beside = files.charts(made, markdown.stem)
        texts |= {markdown.with_name(name): content for name, content in beside.items()}
        names = files.ending(beside, files.SVG)
        texts[markdown] = as_markdown(made, names)
        charts = f" and beside it {', '.join(names)}, each as PNG too" if names else ""
        said.append(f"Wrote {markdown}{charts}.")
    whole = {path: holding(content) for path, content in texts.items()}
    write_whole(whole, "Name another file: --html report.html, or --markdown report.md")
    for line in said:
        say(line)
