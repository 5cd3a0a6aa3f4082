"""A review: what became of one's questions, what was answered about them, and the lesson."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Prompt(StrEnum):
    """What is asked of a surprise, and of a hit nearest to a miss."""

    KNEW = "knew"
    MOVED = "moved"
    AGAIN = "again"
    LUCK = "luck"

    @property
    def asks(self) -> str:
        """The prompt in words."""
        return ASKED[self]

    @property
    def label(self) -> str:
        """The prompt in two or three words, before its answer."""
        return LABELS[self]

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be answered; empty where any words may.

        >>> Prompt.AGAIN.choices
        ('yes', 'no')
        """
        return CHOICES.get(self, ())


ASKED = {
    Prompt.KNEW: "What did you know?",
    Prompt.MOVED: "What would have moved you?",
    Prompt.AGAIN: "Would you say the same again?",
    Prompt.LUCK: "Luck or judgement?",
}
LABELS = {
    Prompt.KNEW: "Knew",
    Prompt.MOVED: "Would have moved",
    Prompt.AGAIN: "Same again",
    Prompt.LUCK: "Luck or judgement",
}
CHOICES = {Prompt.AGAIN: ("yes", "no"), Prompt.LUCK: ("luck", "judgement", "both")}


class Aim(StrEnum):
    """Which way the number of a lesson should go."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review as known now; `id` is the ledger seq of the first row about it.

    period: its name, in days of `timezone`. as_of_seq: the last row of the ledger that it reads.
    questions: the slugs of those that it asks about, in that order.
    """

    forecaster_id: int
    period: str
    timezone: str
    as_of_seq: int
    questions: tuple[str, ...]
    started_at: datetime
    closed_at: datetime | None = None
    entered_by: str | None = None
    id: int = 0

    @property
    def is_open(self) -> bool:
        """Whether answers and a lesson may still be added."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody answered about a question; the newest row of the same person stands."""

    review_id: int
    question_id: int
    prompt: Prompt
    words: str
    said_by: str
    entered_by: str | None = None
    recorded_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a review taught: a rule that the next one can check.

    measure: the number by which it is checked, as "brier" or "brier:korea" for one topic, with its
    value at the review, None where it was undefined; None for words alone. target: what the number
    should reach, None where it should move in the direction of `aim` at all.
    """

    forecaster_id: int
    period: str
    words: str
    review_id: int
    measure: str | None = None
    aim: Aim | None = None
    value: float | None = None
    target: float | None = None
    entered_by: str | None = None
    recorded_at: datetime | None = None
    id: int = 0
