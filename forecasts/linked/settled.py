"""What a linked question came to: its rulings on record, and the one in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from forecasts.model import ResolutionStatus

if TYPE_CHECKING:
    from forecasts.model import Question, Resolution

VOID = (ResolutionStatus.ANNULLED.value, ResolutionStatus.AMBIGUOUS.value)


class Answered(Protocol):
    """What became of a question, now and when an entry was made; seq: of the ruling in force."""

    @property
    def answer(self) -> str | None:
        """Its outcome, or the word for how it ended without one; None where it is awaited."""

    @property
    def seq(self) -> int:
        """The ledger seq of the ruling in force, 0 for none."""

    def answer_before(self, seq: int) -> str | None:
        """Return what `answer` was when that entry was made."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of a question by its rulings alone, (seq, answer) each; seq: of that in force."""

    seq: int = 0
    history: tuple[tuple[int, str | None], ...] = ()

    @property
    def answer(self) -> str | None:
        """Its outcome, or the word for how it ended without one; None where it is awaited."""
        return dict(self.history).get(self.seq)

    def answer_before(self, seq: int) -> str | None:
        """Return what `answer` was when that entry was made."""
        earlier = [answer for id_, answer in self.history if id_ < seq]
        return earlier[-1] if earlier else None


@dataclass(frozen=True, slots=True)
class Settled:
    """A question with the ruling in force, None for none, and all that were recorded."""

    question: Question
    ruling: Resolution | None
    history: tuple[Resolution, ...] = ()

    @property
    def answer(self) -> str | None:
        """Its outcome, or the word for how it ended without one; None where it is awaited."""
        return _answer(self.ruling)

    @property
    def seq(self) -> int:
        """The ledger seq of the ruling in force, 0 for none."""
        return self.ruling.id if self.ruling else 0

    def answer_before(self, seq: int) -> str | None:
        """Return what `answer` was when that entry was made."""
        earlier = [row for row in self.history if row.id < seq]
        return _answer(earlier[-1] if earlier else None)


def _answer(ruling: Resolution | None) -> str | None:
    return answer_of(ruling.status.value, ruling.outcome) if ruling else None


def answer_of(status: str, outcome: str | None) -> str | None:
    """Return the answer of a ruling: its outcome, else its status; None for one that asks anew.

    >>> answer_of("resolved", "yes"), answer_of("annulled", None), answer_of("reopened", None)
    ('yes', 'annulled', None)
    """
    return None if status == ResolutionStatus.REOPENED.value else outcome or status
