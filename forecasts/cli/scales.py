"""Which scale words are read on: one of ours by its name, or one of your own from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from forecasts.words import Scale

scale_option = click.option(
    "--scale",
    metavar="NAME|FILE.toml",
    envvar="FORECASTS_SCALE",
    help="What words mean: ICD-203 by default, PHIA, Kent, IPCC, or a file of your own, as in"
    " docs/formats.md (FORECASTS_SCALE).",
)


def scale_of(typed: str | None) -> Scale:
    """Return the scale that was named, or that stands in the file; ICD 203 for none."""
    from forecasts import words

    if not typed:
        return words.SCALES[words.ICD_203]
    return words.house(Path(typed)) if typed.endswith(".toml") else words.named(typed)
