"""Words laid out for reading: labelled lines and paragraphs, no wider than the terminal."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from forecasts.cli.output import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDEST = 100  # longer lines are hard to read, however wide the screen
NARROWEST = 40


def width() -> int:
    """Return the columns to write in: the terminal's, 40 to 100; 100 where there is none."""
    try:
        columns = int(os.environ.get("COLUMNS", "")) or WIDEST
    except ValueError:
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns or WIDEST
        except (OSError, ValueError):
            columns = WIDEST
    return max(NARROWEST, min(columns, WIDEST))


def bold(text: str) -> str:
    """Return a heading: bold on a terminal, plain elsewhere and with NO_COLOR."""
    return click.style(safe(text), bold=True)


def paragraph(text: str, first: str = "", rest: str | None = None) -> str:
    """Return the text wrapped, led by `first` on its first line and by `rest` on the others.

    Lines that were typed apart stay apart; a word longer than the line (a URL) is kept whole.

    >>> paragraph("a b", "- ")
    '- a b'
    """
    lead = " " * len(first) if rest is None else rest
    lines: list[str] = []
    for line in safe(text, lines=True).splitlines() or [""]:
        lines += textwrap.wrap(
            line,
            width(),
            initial_indent=lead if lines else first,
            subsequent_indent=lead,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [(lead if lines else first).rstrip()]
    return "\n".join(lines)


def fields(rows: Iterable[tuple[str, str]], indent: int = 2) -> str:
    """Return labelled lines, their texts aligned; a row without text is left out.

    >>> print(fields([("Opens", "today"), ("Closes", ""), ("Answer by", "tomorrow")]))
      Opens      today
      Answer by  tomorrow
    """
    filled = [(label, text) for label, text in rows if text]
    widest = max((len(label) for label, _ in filled), default=0)
    lead = " " * indent
    return "\n".join(paragraph(text, f"{lead}{label.ljust(widest)}  ") for label, text in filled)
