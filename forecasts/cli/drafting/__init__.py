"""A question worded at a terminal: what is missing is asked for, shown whole, and mended."""

from __future__ import annotations

from forecasts.cli.drafting.asking import drafted
from forecasts.cli.drafting.draft import Draft, LeftError, Line, Offer, Start
from forecasts.cli.drafting.lines import (
    ANSWER,
    BASE_RATE,
    CLOSES,
    COUNTS,
    NOT_COUNTS,
    SOURCE,
    TITLE,
    UNCLEAR,
)

LINES = (TITLE, ANSWER, CLOSES, COUNTS, NOT_COUNTS, SOURCE, UNCLEAR, BASE_RATE)

__all__ = [
    "CLOSES",
    "COUNTS",
    "LINES",
    "SOURCE",
    "TITLE",
    "Draft",
    "LeftError",
    "Line",
    "Offer",
    "Start",
    "drafted",
]
