"""What incoherent statements would lose for sure to whoever bets against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.coherence.nearest import nearest_coherent
from tracker.coherence.statements import chances, worlds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LEAST_TOLD = 1e-9  # below it a sure win is the rounding of typed probabilities


@dataclass(frozen=True, slots=True)
class SureLoss:
    """Bets at the stated prices that win whatever happens.

    bets: tickets on each statement, the largest of them 1 or -1; a ticket costs the stated
    probability and pays 1 if the statement is true, and a bet below 0 sells that many. least: what
    the bets win, their cost taken off, in the world that is worst for them.
    """

    bets: tuple[float, ...]
    least: float


def sure_loss(
    p: ArrayLike,
    A: ArrayLike,  # noqa: N803 - the incidence matrix of the literature
) -> SureLoss | None:
    """Return the bets against p that win in every world, or None when p is coherent.

    p, A: as in `nearest_coherent`. The bets are proportional to A q - p for the nearest coherent
    A q: a statement that is too low is bought and one that is too high is sold. All worlds lie
    beyond the plane through A q with that normal, so every world pays at least ||A q - p||^2 before
    scaling, and no other bets of that length are sure of more. None too where the largest bet,
    one ticket, would win less than 1e-9. Raises ValueError as `nearest_coherent`.

    Source: de Finetti (1937); the separating hyperplane as in Predd et al. (2009).

    >>> found = sure_loss([0.7, 0.4], [[1, 0], [0, 1]])  # rain and no rain cost 1.10 and pay 1
    >>> [round(bet, 6) for bet in found.bets], round(found.least, 6)
    ([-1.0, -1.0], 0.1)
    """
    stated = chances(p)
    matrix = worlds(A, len(stated))
    bets = nearest_coherent(stated, matrix) - stated
    largest = float(np.abs(bets).max())
    if largest < LEAST_TOLD:
        return None
    tickets = bets / largest
    least = float((tickets @ (matrix - stated[:, np.newaxis])).min())
    return SureLoss(tuple(tickets.tolist()), least) if least >= LEAST_TOLD else None
