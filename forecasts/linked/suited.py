"""Whether a link can be said of two questions, by what kinds of answer they have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import QuestionType
from forecasts.model.link import LinkKind

if TYPE_CHECKING:
    from forecasts.model import Question

YES_OR_NO = (
    LinkKind.IMPLIES, LinkKind.EXCLUDES, LinkKind.ALL_OF, LinkKind.EARLIER_DEADLINE_OF
)  # fmt: skip
NOUNS = {QuestionType.BINARY: "yes or no", QuestionType.MULTIPLE_CHOICE: "options",
         QuestionType.ORDINAL: "ordered options", QuestionType.NUMERIC: "a number",
         QuestionType.DATE: "a date"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unsuited:
    """Why a link cannot be said of two questions, and what to type instead."""

    why: str
    instead: str


def unsuited(kind: LinkKind, one: Question, other: Question) -> Unsuited | None:
    """Return why a link cannot be said of questions of these kinds; None where it can."""
    for question in (one, other) if kind in YES_OR_NO else ():
        if question.type is not QuestionType.BINARY:
            return Unsuited(
                f"{question.slug} is not answered by yes or no, and {kind} is said of that alone",
                "Link it with --given, within or same-event, or ask a yes/no question of it.",
            )
    if kind is LinkKind.GIVEN and other.type is not QuestionType.BINARY:
        return Unsuited(
            f"{other.slug} is not answered by yes or no, so it is no condition",
            "Ask a yes/no question of it.",
        )
    if kind is LinkKind.SAME_EVENT and not _comparable(one, other):
        return Unsuited(
            f"{one.slug} is a question of {NOUNS[one.type]}, {other.slug} of"
            f" {NOUNS[other.type]}: no outcome of the one is one of the other",
            "Link questions of one kind, or a yes/no question and a date.",
        )
    return None


def _comparable(one: Question, other: Question) -> bool:
    """Return whether two questions may be about one event: of one kind, or a yes/no and a date."""
    kinds = {one.type, other.type}
    return len(kinds) == 1 or kinds in (
        {QuestionType.BINARY, QuestionType.DATE},
        {QuestionType.MULTIPLE_CHOICE, QuestionType.ORDINAL},
    )
