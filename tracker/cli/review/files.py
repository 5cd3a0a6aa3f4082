"""The document of a review on the screen and in files, with what may leave the desk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import say
from tracker.cli import pages
from tracker.cli.review import chosen
from tracker.reviews.assembled import Frame
from tracker.reviews.document import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from forecasts.model import Forecaster
    from forecasts.model.review import Review
    from forecasts.store import Store
    from tracker.cli.review.chosen import Opened
    from tracker.reports.section import Report

OTHERS = ("leaderboard", "disagreement")  # sections that name people
FILE = click.Path(path_type=Path, dir_okay=False)
OPTIONS = (
    click.option("--html", metavar="FILE", type=FILE, help="Write one HTML file, opened offline."),
    click.option("--markdown", metavar="FILE", type=FILE, help="Write Markdown, charts beside it."),
    click.option("--names", is_flag=True, help="Other people's names in files too."),
    click.option("--rationales", is_flag=True, help="The reasons that were given, in files too."),
)


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where the document goes, and what may leave the desk in it."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a document goes; names, rationales: whether files may hold them."""

    html: Path | None
    markdown: Path | None
    names: bool
    rationales: bool

    @property
    def leaves(self) -> bool:
        """Whether it leaves the desk."""
        return self.html is not None or self.markdown is not None

    def opened(self, store: Store, review: Review) -> Opened:
        """Return a review with as much as may be shown."""
        return chosen.opened(
            store, Frame.of(store, review), review, files=self.leaves, names=self.names,
            reasons=self.rationales or not self.leaves,
        )  # fmt: skip

    def made(self, store: Store, opened: Opened, review: Review, whose: Forecaster) -> Report:
        """Return the document of a review as it stands."""
        said = replace(opened.written, review=review)
        you = chosen.is_mine(store, whose)
        return document(opened.found, said, opened.moved, options.now(), you=you)

    def remark(self, made: Report) -> None:
        """Say how others are called in files where they are."""
        if self.leaves and not self.names and any(part.key in OTHERS for part in made.sections):
            say("Other people go by letters in it; --names writes their names.")

    def put(self, made: Report, *, as_json: bool) -> None:
        """Write the files, else print the document; JSON is printed either way."""
        pages.write(made, self.html, self.markdown)
        self.remark(made)
        if as_json or not self.leaves:
            pages.show(made, as_json=as_json)
