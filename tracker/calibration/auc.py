"""The area under the ROC curve: how well the stated probabilities tell yes from no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.votes import pooled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def auc(p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> float | None:
    """Return the chance that a yes had a higher p than a no, ties counted half.

    p: probabilities, y: 0 or 1, weights: not negative, all of shape (n,). From 0 to 1, .5 tells
    nothing apart, higher is better; it does not see calibration. None when there are no votes or
    every outcome is the same. Raises ValueError when the arguments are not of this form.

    Source: Hanley & McNeil (1982).

    >>> auc([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1])
    0.875
    """
    pool = pooled(p, y, weights)
    yes, no = float(pool.yes.sum()), float(pool.no.sum())
    if yes == 0.0 or no == 0.0:
        return None
    below = np.cumsum(pool.no) - pool.no
    # Weights near the smallest float multiply to 0, so the two totals divide one by one.
    ahead = float((pool.yes / yes * ((below + pool.no / 2.0) / no)).sum())
    return min(1.0, ahead)  # rounding alone can lift it above
