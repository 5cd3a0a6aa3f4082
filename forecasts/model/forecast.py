"""What was said: a probability with what was typed for it, or a withdrawal, or a second look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from forecasts.model.kinds import Action, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from forecasts.model.prediction import Distribution, Shares

Prediction: TypeAlias = "Stated | Shares | Distribution"


@dataclass(frozen=True, slots=True)
class Stated:
    """A probability as it was read, beside what was typed; a word brings its scale's range.

    >>> Stated(0.12, "12%").brier(happened=True)
    0.7744
    """

    probability: float
    typed: str
    word: str | None = None
    scale: str | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.probability <= 1.0:
            msg = f"{self.probability} is not a probability"
            raise ValueError(msg)

    def brier(self, *, happened: bool) -> float:
        """Return the Brier score (half scale, 0 best, 1 worst) if it happens or does not."""
        return (self.probability - happened) ** 2


def alike(one: Prediction | None, other: Prediction) -> bool:
    """Return whether two predictions say the same, however they were typed.

    >>> alike(Stated(0.5, "50%"), Stated(0.5, "1:1"))
    True
    """
    return one is not None and replace(one, typed="") == replace(other, typed="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One row of a forecaster's history on a question, in the order (made_at, id).

    about: the option that words without a number rank first, such as "the most likely".
    """

    question_id: int
    revision_id: int
    forecaster_id: int
    action: Action
    made_at: datetime
    stated: Prediction | None = None
    words: str | None = None
    rationale: str | None = None
    origin: Origin = Origin.TYPED
    entered_by: str | None = None
    expires_at: datetime | None = None
    strikes: int | None = None
    source_id: int | None = None
    round_id: int | None = None
    about: str | None = None
    id: int = 0
    recorded_at: datetime | None = None

    def __post_init__(self) -> None:
        numbered = self.action in (Action.FORECAST, Action.REAFFIRMATION)
        if numbered != (self.stated is not None):
            msg = "a forecast or reaffirmation carries a prediction, and nothing else does"
            raise ValueError(msg)
        if (self.action is Action.SAID) != (self.words is not None):
            msg = "words without a number are kept as said, and only they"
            raise ValueError(msg)
        if self.expires_at is not None and self.expires_at <= self.made_at:
            msg = "a forecast cannot expire before it is made"
            raise ValueError(msg)

    @property
    def chance(self) -> Stated | None:
        """The probability of yes; None for a prediction of another kind, or for none."""
        return self.stated if isinstance(self.stated, Stated) else None


def standing(history: Iterable[Forecast], now: datetime) -> Forecast | None:
    """Return the forecast that stands at `now` among one forecaster's rows on one question.

    Struck rows never stood; a withdrawal or an expiry leaves nothing standing.
    """
    rows = list(history)
    struck = {row.strikes for row in rows if row.strikes is not None}
    stood = [
        row
        for row in rows
        if row.id not in struck and row.action is not Action.SAID and row.made_at <= now
    ]
    if not stood:
        return None
    last = max(stood, key=lambda row: (row.made_at, row.id))
    expired = last.expires_at is not None and last.expires_at <= now
    return None if expired or last.action is Action.WITHDRAWAL else last
