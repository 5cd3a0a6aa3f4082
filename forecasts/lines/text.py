"""Cells that hold words: read into text, slugs, names and lists of them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.model.question import SLUG

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 40  # characters of a cell that an error repeats
KEPT = 1 << 17  # cells whose reading is kept, since tables repeat names and instants


def shown(cell: object) -> str:
    """Return the start of a cell as an error repeats it.

    >>> shown(["a", None])
    '["a", null]'
    """
    text = repr(cell) if isinstance(cell, str) else json.dumps(cell, default=str)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def text(cell: object) -> str:
    """Return the text of a cell, "" for an empty one; raise ValueError when it is no text."""
    if type(cell) is str:
        return cell
    if cell is None:
        return ""
    raise ValueError(f"{shown(cell)} is no text: put it in quotes")


def words(cell: object) -> str | None:
    """Return a long text of one or more lines, or None for an empty cell.

    >>> words("first" + chr(13) + chr(10) + "second").splitlines()
    ['first', 'second']
    """
    found = text(cell)
    if found and not found.isprintable():
        found = found.replace("\r\n", "\n").replace("\r", "\n")
        _refuse_hidden(found, lines=True)
    return found or None


def line(cell: object) -> str | None:
    """Return a text of one line, blanks trimmed, or None for an empty cell.

    >>> line("  A title ")
    'A title'
    """
    found = text(cell).strip()
    _refuse_hidden(found, lines=False)
    return found or None


def _refuse_hidden(found: str, *, lines: bool) -> None:
    """Raise ValueError for characters that cannot be seen; printable text holds none."""
    if found.isprintable():
        return
    if hidden := parse.hidden_characters(found, lines=lines):
        named = ", ".join(sorted(set(hidden))[:4])
        raise ValueError(f"it holds characters that cannot be seen: {named}")


def title(cell: object) -> str | None:
    """Return a question's title, or None for an empty cell."""
    found = line(cell)
    return parse.title(found) if found else None


def address(cell: object) -> str | None:
    """Return an address on the web, or None for an empty cell."""
    found = line(cell)
    return parse.web_address(found) if found else None


def slug(cell: object) -> str | None:
    """Return the slug of a question, or None for an empty cell."""
    return _slug(text(cell))


@lru_cache(maxsize=KEPT)
def _slug(cell: str) -> str | None:
    found = cell.strip()
    if found and not SLUG.fullmatch(found):
        raise ValueError(
            f"{shown(found)} is no slug: at most 80 letters, digits and . _ - with a letter in it"
        )
    return found or None


def name(cell: object) -> str | None:
    """Return the name of a forecaster, or None for an empty cell."""
    return _name(text(cell))


@lru_cache(maxsize=KEPT)
def _name(cell: str) -> str | None:
    found = cell.strip()
    return parse.name(found) if found else None


def names(cell: object) -> tuple[str, ...]:
    """Return names set apart by semicolons, or a JSON list of them where one holds a semicolon.

    >>> names("A. Lee; Anna")
    ('A. Lee', 'Anna')
    """
    found = text(cell).strip()
    parts: list[object] = json.loads(found) if found.startswith("[") else [*found.split(";")]
    return tuple(read for part in parts if (read := name(part)))


def names_cell(aliases: tuple[str, ...]) -> str | None:
    """Return the cell that `names` reads back."""
    if any(";" in alias or alias.startswith("[") for alias in aliases):
        return json.dumps(aliases, ensure_ascii=False)
    return ";".join(aliases) or None


def topics(cell: object) -> tuple[str, ...]:
    """Return topics set apart by semicolons.

    >>> topics("korea; nuclear")
    ('korea', 'nuclear')
    """
    parts = (part.strip() for part in (line(cell) or "").split(";"))
    return tuple(part for part in parts if part)


def one_of(found: str, known: Iterable[str]) -> str:
    """Return a text that is one of the known ones; raise ValueError naming the nearest."""
    choices = [str(choice) for choice in known]
    if found not in choices:
        listed = ", ".join(choices)
        raise ValueError(f"{shown(found)} is none of {listed}{meant(found, choices)}")
    return found


def meant(found: str, known: Iterable[str]) -> str:
    """Return ". Did you mean x?" for the known name that is nearest to a text, else "".

    >>> meant("probablity", ["probability", "question"])
    '. Did you mean probability?'
    """
    from difflib import get_close_matches

    close = get_close_matches(found.casefold()[:80], list(known), n=1, cutoff=0.6)
    return f". Did you mean {close[0]}?" if close else ""
