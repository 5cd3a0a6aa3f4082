"""A report on the screen and in files: the same for every command that makes one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from forecasts.cli.layout import width
from forecasts.cli.output import say

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from tracker.reports.section import Report


def show(made: Report, *, as_json: bool) -> None:
    """Print a report, as words or as one JSON object."""
    if as_json:
        from tracker.reports.render.as_json import as_json as text

        click.echo(text(made))
    else:
        from tracker.reports.render.terminal import as_text

        click.echo(as_text(made, width(), lambda title: click.style(title, bold=True)))


def write(made: Report, html: Path | None, markdown: Path | None) -> None:
    """Write the files that were asked for, all or none, and say which on standard error."""
    from forecasts.exporters.whole import write_whole

    texts, said = {}, []
    if html is not None:
        from tracker.reports.render.html import as_html

        texts[html] = as_html(made)
        said.append(f"Wrote {html}.")
    if markdown is not None:
        from tracker.reports.render.markdown import as_markdown
        from tracker.reports.render.svg import standing_alone

        names = [f"{markdown.stem}-{place}.svg" for place in range(1, len(made.figures) + 1)]
        for name, figure in zip(names, made.figures, strict=True):
            texts[markdown.with_name(name)] = standing_alone(figure)
        texts[markdown] = as_markdown(made, names)
        charts = f" and beside it {', '.join(names)}" if names else ""
        said.append(f"Wrote {markdown}{charts}.")
    files = {path: partial(_put, text=text) for path, text in texts.items()}
    write_whole(files, "Name another file: --html report.html, or --markdown report.md")
    for line in said:
        say(line)


def _put(file: TextIO, text: str) -> int:
    return file.write(text)
