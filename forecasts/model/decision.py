"""What was made of a claim of a published text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Made(StrEnum):
    """Accepted: a question and a forecast. Dismissed: nothing. Same: another claim's question."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was made of the n-th claim of a source, with the sentence as it was read then.

    low, high: None where the hedge gives no number. question_id: of what it was accepted as.
    same_as: the row of the decision on the claim that says the same.
    """

    source_id: int
    n: int
    sentence: str
    hedge: str
    kind: str
    positive: bool
    scale: str | None
    low: float | None
    high: float | None
    language: str
    made: Made
    question_id: int | None = None
    forecast_id: int | None = None
    same_as: int | None = None
    note: str | None = None
    replaces: int | None = None
    entered_by: str | None = None
    id: int = 0
