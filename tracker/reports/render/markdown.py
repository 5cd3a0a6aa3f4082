"""A report as Markdown, its charts as SVG files beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from tracker.reports.render.visible import visible
from tracker.reports.section import Address, Command, Entry, Fields, Figure, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.reports.section import Block, Report

SPECIAL = re.compile(r"([\\`*_~\[\]<>|&$^@])")
AT_THE_START = re.compile(r"^(\s*)([#+=:-]|\d+(?=[.)](?:\s|$)))")
WEB = re.compile(r"https?://[^\s<>\"'\\`|]+")


def as_markdown(report: Report, pictures: Sequence[str]) -> str:
    """Return the report as Markdown; `pictures` names the file of each figure, in order."""
    names = iter(pictures)
    lines = [f"# {escaped(report.title)}", "", escaped(report.subtitle), ""]
    for section in report.sections:
        lines += [f"## {escaped(section.title)}", ""]
        for block in section.blocks:
            lines += _block(block, names)
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    r"""Return the text as Markdown that shows exactly it: no markup, link, image or table cell.

    >>> escaped("[x](javascript:alert(1)) <b> 2|3")
    '\\[x\\](javascript:alert(1)) \\<b\\> 2\\|3'
    """
    safe = SPECIAL.sub(r"\\\1", visible(text).strip())
    return AT_THE_START.sub(_at_start, safe.replace("://", ":\\//"))


def _at_start(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"


def _block(block: Block, names: Iterator[str]) -> list[str]:
    if isinstance(block, Entry):
        inner = [line for part in block.blocks for line in _block(part, names)]
        return [f"### {escaped(block.title)}", "", *inner]
    if isinstance(block, Words):
        return [escaped(block.text), ""]
    if isinstance(block, Command):
        return ["```console", visible(block.text), "```", ""]
    if isinstance(block, Fields):
        return [*_fields(block), ""]
    if isinstance(block, Figure):
        return [f"![{escaped(block.finding)}]({quote(next(names))})", ""]
    return [*_table(block), ""]


def _fields(block: Fields) -> list[str]:
    return [
        f"- **{escaped(label)}:** {'; '.join(_value(value) for value in values)}"
        for label, values in block.rows
    ]


def _value(value: str | Address) -> str:
    if isinstance(value, str):
        return escaped(value)
    return f"<{value.url}>" if WEB.fullmatch(value.url) else escaped(value.url)


def _table(block: Table) -> list[str]:
    rule = ["---:" if place in block.right else "---" for place in range(len(block.headers))]
    rows = [_row([escaped(cell) for cell in row]) for row in (block.headers, *block.rows)]
    caption = [f"{escaped(block.caption)}:", ""] if block.caption else []
    return [*caption, rows[0], _row(rule), *rows[1:]]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
