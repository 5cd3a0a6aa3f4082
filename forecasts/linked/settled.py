"""What a linked question came to: its rulings on record, and the one in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import ResolutionStatus

if TYPE_CHECKING:
    from forecasts.model import Question, Resolution

VOID = (ResolutionStatus.ANNULLED.value, ResolutionStatus.AMBIGUOUS.value)


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

    def answer_before(self, seq: int) -> str | None:
        """Return what `answer` was when that entry was made."""
        earlier = [row for row in self.history if row.id < seq]
        return _answer(earlier[-1] if earlier else None)


def _answer(ruling: Resolution | None) -> str | None:
    if ruling is None or ruling.status is ResolutionStatus.REOPENED:
        return None
    return ruling.outcome or ruling.status.value
