"""What statements leave open about the chance of one event given another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.coherence.nearest import nearest_coherent
from tracker.coherence.statements import Floats, chances, event, worlds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

NO_CHANCE = 1e-6  # the solver keeps its constraints within 1e-7


def conditional_bounds(
    p: ArrayLike,
    A: ArrayLike,  # noqa: N803 - the incidence matrix of the literature
    outcome: ArrayLike,
    condition: ArrayLike,
) -> tuple[float, float] | None:
    """Return the least and the greatest P(outcome | condition) that the statements allow.

    p, A: as in `nearest_coherent`, whose result stands for statements that clash. outcome,
    condition: whether each event comes true in a world, 0 or 1, shape (k,). Both bounds lie from
    0 to 1 and are exact within about 1e-6; a conditional between them clashes with nothing. None
    where no distribution that agrees with the statements gives the condition a chance of 1e-6.
    Raises ValueError when p, A or an event is not of this form.

    Source: Frechet (1935) for two events; the linear programme of Charnes & Cooper (1962).

    >>> A = [[1, 1, 0, 0], [1, 0, 1, 0]]  # a and b; worlds ab, a alone, b alone, neither
    >>> low, high = conditional_bounds([0.6, 0.7], A, outcome=A[1], condition=A[0])
    >>> round(low, 6), round(high, 6)
    (0.5, 1.0)
    """
    stated = chances(p)
    matrix = worlds(A, len(stated))
    happens = event(outcome, matrix.shape[1], "outcome")
    given = event(condition, matrix.shape[1], "condition")
    nearest = nearest_coherent(stated, matrix)
    most = -_least(-given, np.ones(len(given)), matrix, nearest)
    if most < NO_CHANCE:
        return None
    low = _least(happens * given, given, matrix, nearest)
    high = -_least(-happens * given, given, matrix, nearest)
    return min(max(low, 0.0), 1.0), min(max(high, 0.0), 1.0)


def _least(payoff: Floats, given: Floats, matrix: Floats, nearest: Floats) -> float:
    """Return the least payoff q / given q over the q of the simplex with matrix q = nearest.

    With y = q / (given q) it is linear: (matrix - nearest) y = 0 and given y = 1.
    """
    from scipy.optimize import linprog

    rows = np.vstack((matrix - nearest[:, np.newaxis], given))
    target = np.append(np.zeros(len(nearest)), 1.0)
    found = linprog(payoff, A_eq=rows, b_eq=target, bounds=(0.0, None), method="highs")
    if found.status != 0:
        raise ArithmeticError(f"the linear programme was not solved: {found.message}")
    return float(found.fun)
