"""Cells that hold one of a few things: a type, a kind, an outcome, a zone, a reference class."""

from __future__ import annotations

from functools import lru_cache

from forecasts import dates, parse
from forecasts.errors import InputError
from forecasts.lines.text import KEPT, line, one_of, shown, words
from forecasts.model import Criteria, ForecasterKind, QuestionType, ReferenceClass

# Rows of the resolutions table that hold no outcome.
UNDECIDED = ("annulled", "ambiguous", "disputed", "reopened")
LINK_KINDS = (
    "implies", "excludes", "all-of", "given", "earlier-deadline-of", "within", "same-event",
)  # fmt: skip


def zone(cell: object) -> str:
    """Return the name of a time zone, UTC for an empty cell.

    >>> zone("Asia/Seoul"), zone("")
    ('Asia/Seoul', 'UTC')
    """
    return _zone(line(cell) or "UTC")


@lru_cache(maxsize=KEPT)
def _zone(found: str) -> str:
    return dates.zone(found).key


def criteria(cell: object) -> Criteria:
    """Return the criteria of a question: its four labelled lines, or text on what counts."""
    found = words(cell)
    # Twice, since blank lines before a label are kept by the first reading and not by the next.
    return Criteria.parse(str(Criteria.parse(found))) if found else Criteria()


def reference_class(cell: object) -> ReferenceClass | None:
    """Return how often such things happened, or None for an empty cell.

    >>> reference_class("3/40").n
    40
    """
    found = line(cell)
    if found is None:
        return None
    read = ReferenceClass.parse(found)
    if read.options:
        raise ValueError(f"{shown(found)} counts options: write 3/40 for a yes/no question")
    return read


def question_type(cell: object) -> QuestionType | None:
    """Return the type of a question; raise ValueError for one that is not yet supported."""
    found = line(cell)
    if found is None:
        return None
    if one_of(found, QuestionType) != QuestionType.BINARY:
        raise ValueError(f"{found} questions are not yet supported, binary ones are")
    return QuestionType.BINARY


def forecaster_kind(cell: object) -> ForecasterKind | None:
    """Return what stands behind a forecaster, or None for an empty cell."""
    found = line(cell)
    return ForecasterKind(one_of(found, ForecasterKind)) if found else None


def link_kind(cell: object) -> str | None:
    """Return how two questions hang together, or None for an empty cell."""
    found = line(cell)
    return one_of(found, LINK_KINDS) if found else None


def outcome(cell: object) -> str | None:
    """Return yes or no, or the word that stands in place of an outcome; None for an empty cell.

    >>> outcome("Yes"), outcome("reopened")
    ('yes', 'reopened')
    """
    found = {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else line(cell)
    if found is None or found.lower() in UNDECIDED:
        return found and found.lower()
    try:
        return parse.binary_outcome(found)
    except InputError:
        listed = ", ".join(UNDECIDED)
        raise ValueError(f"{shown(found)} is no outcome: write yes, no, {listed}") from None


def not_yet(cell: object) -> None:
    """Raise ValueError when a cell that only other types of question need is filled in."""
    if cell not in (None, ""):
        raise ValueError("not yet supported: a yes/no question leaves it empty")
