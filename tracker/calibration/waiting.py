"""Questions that wait for an outcome: the curves between which the curve will lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.corp import Corp, corp
from tracker.comparison.clusters import clusters

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MOST_WAITING = 0.1


@dataclass(frozen=True, slots=True)
class WaitingBounds:
    """The decomposition if every waiting question ends no, and if every one ends yes.

    waiting of questions have no outcome, share = waiting / questions, None without questions.
    reason: why there is no verdict on calibration, None where one may be given.
    """

    all_no: Corp
    all_yes: Corp
    waiting: int
    questions: int
    share: float | None
    reason: str | None


def waiting_bounds(
    p: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None = None,
    questions: ArrayLike | None = None,
) -> WaitingBounds:
    """Return the CORP curves with all waiting questions no and all yes, and how many wait.

    p, weights: as for `corp`; y: 0, 1, or nan for a question that waits; questions: an integer
    each, the same one for all votes of a question (None: one vote each); shape (n,). Every
    p's recalibrated value given the outcomes lies between those of the two curves. Above 10%
    waiting there is no verdict. Raises ValueError when the arguments are not of this form.

    >>> found = waiting_bounds([0.2, 0.8, 0.8], [0, 1, np.nan])
    >>> found.all_no.happened.tolist(), found.all_yes.happened.tolist(), found.reason
    ([0.0, 0.5], [0.0, 1.0], '1 of 3 questions wait for an outcome, more than 10%')
    """
    outcome = np.asarray(y, dtype=np.float64)
    waits = np.isnan(outcome)
    all_no, all_yes = (
        corp(p, np.where(waits, then, outcome), weights, questions) for then in (0.0, 1.0)
    )
    question, count = clusters(questions, len(outcome))
    waiting = len(np.unique(question[waits]))
    share = waiting / count if count else None
    reason = None
    if waiting > MOST_WAITING * count:
        reason = f"{waiting:,} of {count:,} questions wait for an outcome, more than 10%"
    return WaitingBounds(all_no, all_yes, waiting, count, share, reason)
