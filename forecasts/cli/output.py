"""What goes to the screen: safe text, tables, JSON lines."""

from __future__ import annotations

import math
import sys
import unicodedata
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

_JOINERS = "\u200c\u200d"
LINES_A_WRITE = 1000
RICH_ROWS = 500  # rich lays out about 1,500 rows a second


def safe(text: str, *, lines: bool = False) -> str:
    r"""Return the text with every control and invisible character written as its code.

    >>> safe("a\x1b[2Jb")
    'a\\u001b[2Jb'
    """
    if text.isascii() and text.isprintable():
        return text
    allowed = _JOINERS + ("\n\t" if lines else "")
    return "".join(
        c
        if c in allowed or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else f"\\u{ord(c):04x}"
        for c in text
    )


def say(words: str) -> None:
    """Write words for people to standard error, so that standard output holds data alone."""
    click.echo(safe(words, lines=True), err=True)


def say_out(words: str) -> None:
    """Write words that are the command's answer to standard output."""
    click.echo(safe(words, lines=True))


def json_line(record: Mapping[str, object]) -> None:
    """Write one JSON object on a line; infinite numbers as the strings of SCORING."""
    click.echo(_json(record))


def json_lines(records: Iterable[Mapping[str, object]]) -> None:
    """Write JSON objects, one a line, many lines at a time: thousands of them are common."""
    lines: list[str] = []
    for record in records:
        lines.append(_json(record))
        if len(lines) == LINES_A_WRITE:
            click.echo("\n".join(lines))
            lines = []
    if lines:
        click.echo("\n".join(lines))


def _json(record: Mapping[str, object]) -> str:
    import json  # here, since most commands print words

    # What is undefined is null with a reason; a nan is a defect, and no JSON.
    plain = {k: _plain(v) for k, v in record.items()}
    return json.dumps(plain, ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> object:
    """Return a value JSON can hold: infinity in words, tuples and mappings all the way down."""
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> None:
    """Write a table: by rich on a terminal, else as columns of plain text; `right` aligns."""
    cells = [[safe(cell) for cell in row] for row in rows]
    flush = frozenset(right)
    if sys.stdout.isatty() and len(cells) <= RICH_ROWS:
        _rich_table(headers, cells, flush)
        return
    widths = [max(columns(x) for x in column) for column in zip(headers, *cells, strict=True)]
    lines = []
    for row in [list(headers), *cells]:
        blanks = [" " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)]
        padded = [
            blank + cell if i in flush else cell + blank
            for i, (cell, blank) in enumerate(zip(row, blanks, strict=True))
        ]
        lines.append("  ".join(padded).rstrip())
    click.echo("\n".join(lines))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: some letters take two, accents none.

    >>> columns("Kim"), columns("김")
    (3, 2)
    """
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me", "Cf") for c in text)


def _rich_table(headers: Sequence[str], cells: list[list[str]], flush: frozenset[int]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for i, header in enumerate(headers):
        if i in flush:
            grid.add_column(header, justify="right", no_wrap=True)
        else:
            grid.add_column(header, overflow="fold")
    for row in cells:
        grid.add_row(*(Text(cell) for cell in row))
    Console().print(grid)


def day(moment: datetime) -> str:
    """Return the UTC date of an instant, with its time where that is not midnight.

    >>> from datetime import UTC, datetime
    >>> day(datetime(2026, 11, 3, 5, tzinfo=UTC))
    '2026-11-03 05:00Z'
    """
    whole = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return f"{moment:%Y-%m-%d}" if whole else f"{moment:%Y-%m-%d %H:%M}Z"


def percent(p: float) -> str:
    """Return a probability for people: whole percents, one decimal under 10% and over 90%.

    Never rounds to 0% or 100% what is neither.

    >>> percent(0.12), percent(0.043), percent(0.0004)
    ('12%', '4.3%', '0.04%')
    """
    per_cent = p * 100
    digits = 0 if 10 <= per_cent <= 90 else 1  # noqa: PLR2004
    text = f"{per_cent:.{digits}f}"
    while p not in (0, 1) and float(text) in (0, 100):
        digits += 1
        text = f"{per_cent:.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"
