"""Words laid out for reading: labelled lines and paragraphs, no wider than the terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from forecasts.cli.output import columns, safe, say

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDEST = 100  # longer lines are hard to read, however wide the screen
NARROWEST = 40


def width() -> int:
    """Return the columns to write in: the terminal's, 40 to 100; 100 where there is none."""
    try:
        found = int(os.environ.get("COLUMNS") or os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        found = 0
    return max(NARROWEST, min(found or WIDEST, WIDEST))


def bold(text: str) -> str:
    """Return a heading, wrapped: bold on a terminal, plain elsewhere and with NO_COLOR."""
    return "\n".join(click.style(line, bold=True) for line in paragraph(text).splitlines())


def paragraph(text: str, first: str = "", rest: str | None = None) -> str:
    """Return the text wrapped, led by `first` on its first line and by `rest` on the others.

    Lines that were typed apart stay apart; a word longer than the line (a URL) is kept whole.

    >>> paragraph("a b", "- ")
    '- a b'
    """
    lead = " " * len(first) if rest is None else rest
    lines: list[str] = []
    for line in safe(text, lines=True).splitlines() or [""]:
        lines += _wrapped(line.split(), lead if lines else first, lead)
    return "\n".join(lines)


def note(words: str) -> None:
    """Say what to mind on standard error: a paragraph where a terminal shows it, else one line."""
    text = f"Note: {words}"
    say(paragraph(text) if sys.stderr.isatty() else text)


def _wrapped(words: list[str], first: str, rest: str) -> list[str]:
    """Return the words in lines of at most `width()` columns, of which some letters take two."""
    limit, lines, line, begun = width(), [], first, False
    for word in words:
        if begun and columns(line) + 1 + columns(word) > limit:
            lines.append(line)
            line, begun = rest, False
        line = f"{line} {word}" if begun else line + word
        begun = True
    return [*lines, line.rstrip()]


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
