"""What a prediction would score under each outcome, told while none is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.cli import wording
from forecasts.model import Stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forecasts.model import Question
    from forecasts.model.forecast import Prediction

SNAPSHOTS = (
    "These Brier scores are snapshots, of what stood at the close alone; the scheduled score is"
    " over all the time. "
)
NO_AVERAGE = "In no average until an outcome has a source."


def outcomes(stated: Prediction, question: Question) -> str:
    """Return a prediction as it was read, with what it would score under each outcome."""
    if isinstance(stated, Stated):
        return _either_way(stated)
    from forecasts.cli import kinds

    return kinds.branches(stated, question)


def worded(stated: Prediction | None) -> str:
    """Return the scale and range of a word, with the score of both answers; empty for a number."""
    if not isinstance(stated, Stated) or stated.word is None or stated.low is None:
        return ""
    return _either_way(stated)


def _either_way(stated: Stated) -> str:
    return f"{wording.read_as(stated)}. {wording.branches(stated)}"


def caveat(shown: Iterable[Prediction | None]) -> str:
    """Return what to know of the scores that are told of predictions, where any is."""
    return f"{SNAPSHOTS if any(map(_has_brier_score, shown)) else ''}{NO_AVERAGE}"


def _has_brier_score(stated: Prediction | None) -> bool:
    if stated is None or isinstance(stated, Stated):
        return stated is not None
    from forecasts.model.prediction import Shares

    return isinstance(stated, Shares)
