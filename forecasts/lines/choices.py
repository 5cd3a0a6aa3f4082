"""Cells that hold one of a few things: a type, a kind, an outcome, a zone, a reference class."""

from __future__ import annotations

from functools import lru_cache

from forecasts import dates
from forecasts.lines.json_cells import JsonText, plain
from forecasts.lines.numbers import Number
from forecasts.lines.text import KEPT, line, one_of, words
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
    found = plain(cell) if isinstance(cell, dict) else line(cell)
    if found is None:
        return None
    return ReferenceClass.parse(found)


def reference_class_cell(found: ReferenceClass | None) -> str | None:
    """Return the cell that `reference_class` reads back."""
    if found is None:
        return None
    return JsonText(found) if found.options else str(found)


def question_type(cell: object) -> QuestionType | None:
    """Return the type of a question, or None for an empty cell."""
    found = line(cell)
    return QuestionType(one_of(found, QuestionType)) if found else None


def forecaster_kind(cell: object) -> ForecasterKind | None:
    """Return what stands behind a forecaster, or None for an empty cell."""
    found = line(cell)
    return ForecasterKind(one_of(found, ForecasterKind)) if found else None


def link_kind(cell: object) -> str | None:
    """Return how two questions hang together, or None for an empty cell."""
    found = line(cell)
    return one_of(found, LINK_KINDS) if found else None


def outcome(cell: object) -> str | None:
    """Return an outcome as it was written, or the word that stands in its place; None for none.

    Which outcomes there are is the question's to say.

    >>> outcome("Kim"), outcome("Reopened"), outcome(True)
    ('Kim', 'reopened', 'yes')
    """
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    found = line(str(cell) if isinstance(cell, Number) else cell)
    return found.lower() if found and found.lower() in UNDECIDED else found
