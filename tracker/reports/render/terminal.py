"""A report for a terminal: wrapped text, aligned columns, charts made of characters."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from forecasts.history import BLOCKS
from tracker.reports.figures import Choices, Fan, Line, Path, Step
from tracker.reports.numbers import chance
from tracker.reports.render import characters
from tracker.reports.render.fans import place_words, start_words
from tracker.reports.render.visible import visible
from tracker.reports.section import Address, Command, Entry, Fields, Figure, Table, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tracker.reports.figures import Life
    from tracker.reports.section import Block, Report

GAP = 2
INDENT = "  "
PLOT = 40  # columns of a path
NAME = 18  # columns of a name beside a chart


def as_text(report: Report, width: int, bold: Callable[[str], str] = str) -> str:
    """Return the report as lines of at most `width` columns; `bold` sets off a heading.

    Only commands, addresses and the line of denominators may be wider: they are kept whole.
    """
    page = [bold(visible(report.title)), *_wrapped(report.subtitle, width), ""]
    for section in report.sections:
        page += [bold(visible(section.title)), *_blocks(section.blocks, width, "", bold), ""]
    return "\n".join(page).rstrip("\n")


def _blocks(
    blocks: Sequence[Block], width: int, indent: str, bold: Callable[[str], str]
) -> list[str]:
    lines: list[str] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        if before and lines[-1] and _set_off(before, block):
            lines.append("")
        if isinstance(block, Entry):
            lines += _wrapped(block.title, width, indent)
            lines += [*_blocks(block.blocks, width, indent + INDENT, bold), ""]
        else:
            lines += _block(block, width, indent)
    return lines[:-1] if lines and lines[-1] == "" else lines


def _set_off(before: Block, block: Block) -> bool:
    """Return whether a blank line stands between two blocks: not around a remark."""
    if isinstance(block, Words) and isinstance(before, Words):
        return not (block.quiet or before.quiet)
    return isinstance(block, Entry | Table | Figure)


def _block(block: Words | Command | Fields | Table | Figure, width: int, indent: str) -> list[str]:
    if isinstance(block, Words):
        whole = indent + visible(block.text)
        return [whole] if block.whole else _wrapped(block.text, width, indent)
    if isinstance(block, Command):
        return [indent + visible(block.text)]
    if isinstance(block, Fields):
        return _fields(block, width, indent)
    if isinstance(block, Table):
        return _table(block, width, indent)
    chart = block.chart
    if isinstance(chart, Path | Fan | Choices):
        return _life(chart, indent)
    return [f"{indent}{line}".rstrip() for line in characters.drawn(chart, width - len(indent))]


def _wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        visible(text),
        width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _fields(block: Fields, width: int, indent: str) -> list[str]:
    widest = max((len(label) for label, _ in block.rows), default=0)
    lines: list[str] = []
    for label, values in block.rows:
        lead = f"{indent}{visible(label).ljust(widest)}{' ' * GAP}"
        for value in values:
            text = value.url if isinstance(value, Address) else value
            lines += _wrapped(text, width, lead, " " * len(lead))
            lead = " " * len(lead)
    return lines


def _table(block: Table, width: int, indent: str) -> list[str]:
    rows = [tuple(visible(cell) for cell in row) for row in block.rows]
    widths = [max(map(len, column)) for column in zip(block.headers, *rows, strict=True)]
    head = _wrapped(block.caption, width, indent) if block.caption else []
    if len(indent) + sum(widths) + GAP * (len(widths) - 1) > width:
        return [*head, *_stacked(block.headers, rows, width, indent)]
    lines = []
    for row in (block.headers, *rows):
        cells = [
            cell.rjust(size) if place in block.right else cell.ljust(size)
            for place, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((indent + (" " * GAP).join(cells)).rstrip())
    return head + lines


def _stacked(
    headers: Sequence[str], rows: Sequence[tuple[str, ...]], width: int, indent: str
) -> list[str]:
    """Return a table that is too wide, each row as its first cell and its others named."""
    lines: list[str] = []
    for first, *others in rows:
        lines += _wrapped(first, width, indent)
        named = " · ".join(
            f"{h}: {c}" for h, c in zip(headers[1:], others, strict=True) if c not in ("", "-")
        )
        lines += _wrapped(named, width, indent + INDENT)
    return lines


def _life(chart: Life, indent: str) -> list[str]:
    """Return a line of blocks of an eighth for each path; points are time still to come."""
    names = _paths(chart)
    widest = max(min(len(visible(name)), NAME) for name, _, _ in names)
    lines = []
    for name, steps, last in names:
        drawn = _drawn(steps, chart.opens_at, chart.closes_at)
        lines.append(f"{indent}{visible(name)[:NAME].ljust(widest)}  {drawn}  {last}".rstrip())
    opens, closes = f"{chart.opens_at:%Y-%m-%d}", f"{chart.closes_at:%Y-%m-%d}"
    axis = opens + closes.rjust(PLOT - len(opens))
    return [*lines, f"{indent}{' ' * widest}  {axis}  {_scale(chart)}".rstrip()]


def _paths(chart: Life) -> list[tuple[str, Sequence[Step], str]]:
    """Return what is drawn: a name, a path between 0 and 1, and what stands at its end."""
    if isinstance(chart, Fan):
        steps = [Step(one.start, one.end, _share(chart, one.middle))
                 for one in chart.places if one.middle is not None]  # fmt: skip
        last = chart.places[-1].middle if chart.places else None
        return [(chart.line.name, steps, "" if last is None else place_words(chart, last))]
    named = [(chart.line.name, chart.line.steps)]
    if isinstance(chart, Choices):
        named = [(line.name, line.steps) for line in (Line(chart.option, chart.line.steps),
                                                      *chart.others)]  # fmt: skip
    elif chart.base_rate:
        named.append(("the base rate", chart.base_rate))
    return [(name, steps, chance(steps[-1].p) if steps else "") for name, steps in named]


def _scale(chart: Life) -> str:
    """Return between which places the medians of a fan are drawn; empty for chances."""
    if not isinstance(chart, Fan):
        return ""
    return f"medians, {start_words(chart)} to {place_words(chart, chart.high)}"


def _share(chart: Fan, place: float) -> float:
    return min(1.0, max(0.0, (place - chart.low) / (chart.high - chart.low)))


def _drawn(steps: Sequence[Step], opens_at: datetime, closes_at: datetime) -> str:
    cells = []
    for column in range(PLOT):
        at = opens_at + (closes_at - opens_at) * (column + 0.5) / PLOT
        p = next((step.p for step in steps if step.start <= at < step.end), None)
        over = not steps or at >= steps[-1].end
        blank = "·" if over else " "
        cells.append(blank if p is None else BLOCKS[min(int(p * len(BLOCKS)), len(BLOCKS) - 1)])
    return "".join(cells)
