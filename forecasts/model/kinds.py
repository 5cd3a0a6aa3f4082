"""The short lists of the record: kinds of forecaster and question, what a row does, statuses."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class ForecasterKind(StrEnum):
    """What stands behind a name. `aggregate` is computed by the judge and never stored."""

    PERSON = "person"
    TEAM = "team"
    CROWD = "crowd"
    MODEL = "model"
    PUBLICATION = "publication"
    BASELINE = "baseline"


class QuestionType(StrEnum):
    """What kind of answer a question has."""

    BINARY = "binary"
    MULTIPLE_CHOICE = "multiple_choice"
    ORDINAL = "ordinal"
    NUMERIC = "numeric"
    DATE = "date"

    @property
    def answer(self) -> str:
        """What stands for an outcome in a command to type."""
        return {"binary": "yes/no", "numeric": "NUMBER", "date": "DATE"}.get(self, "OPTION")

    @property
    def forecast(self) -> str:
        """What stands for a prediction in a command to type."""
        return {
            "binary": "12%",
            "numeric": "--p10 3 --p50 8 --p90 30",
            "date": "--by DATE=20% --by LATER=45% --never 30%",
        }.get(self, "--option NAME=40% for each option")


class Status(StrEnum):
    """Where a question stands; computed from facts and the clock, never stored."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    DUE = "due"
    RESOLVED = "resolved"
    ANNULLED = "annulled"
    AMBIGUOUS = "ambiguous"
    DISPUTED = "disputed"
    REOPENED = "reopened"


class Action(StrEnum):
    """What a forecast row does to the number that stands."""

    FORECAST = "forecast"
    REAFFIRMATION = "reaffirmation"
    WITHDRAWAL = "withdrawal"
    SAID = "said"  # words without a number: kept, never scored


class Origin(StrEnum):
    """How a forecast came into the record."""

    TYPED = "typed"
    IMPORTED = "imported"
    CLAIM = "claim"


class ResolutionStatus(StrEnum):
    """What a resolution row says of its question."""

    RESOLVED = "resolved"
    ANNULLED = "annulled"
    AMBIGUOUS = "ambiguous"
    DISPUTED = "disputed"
    REOPENED = "reopened"

    @property
    def settles(self) -> bool:
        """Whether it says what became of the question, and does not ask for it anew."""
        return self not in (ResolutionStatus.DISPUTED, ResolutionStatus.REOPENED)


def status_at(
    opens_at: datetime,
    closes_at: datetime,
    resolves_by: datetime,
    said: ResolutionStatus | None,
    now: datetime,
) -> Status:
    """Return the status at `now` of a question of these dates; `said` is its last resolution's.

    A reopened question is open again until its close; after it, an answer is due again.
    """
    if said is not None and said.value != Status.REOPENED.value:
        return Status(said.value)
    if now < opens_at:
        return Status.DRAFT
    if now < closes_at:
        return Status.OPEN if said is None else Status.REOPENED
    return Status.CLOSED if now < resolves_by else Status.DUE
