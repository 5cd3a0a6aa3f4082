"""Points as Metaculus defines them: against uniform chances (baseline) and against peers."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import numpy as np

from tracker.rules.arguments import Floats, Vector, of_what_happened, outcomes, plain, probabilities
from tracker.rules.log_loss import log_loss

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST, MOST = 0.001, 0.999
POINTS = 100.0
KINDS = ("binary", "multiple_choice", "ordinal")


@overload
def metaculus_baseline(
    p: float, kind: str, y: float, *, options: ArrayLike | None = None
) -> float: ...
@overload
def metaculus_baseline(
    p: Vector, kind: str, y: ArrayLike, *, options: ArrayLike | None = None
) -> Floats: ...
def metaculus_baseline(
    p: ArrayLike, kind: str, y: ArrayLike, *, options: ArrayLike | None = None
) -> float | Floats:
    """Return 100 ln(p_y K) / ln K points: 0 for uniform chances, higher is better.

    p: for kind "binary" a probability or shape (n,), with y 0, 1 or a fraction r, which gives
    r S(p, 1) + (1 - r) S(p, 0); for "multiple_choice" and "ordinal" shape (n, K) with y the option
    index from 0. options: bool, shape (K,) or (n, K), which options were on offer (default all);
    K counts those, the others must have probability 0. As part of the definition p is limited to
    [0.001, 0.999], a row of options likewise and then renormalised.
    Shape (n,), or a float for a scalar; from -896.6 to 99.9 points.
    Raises ValueError when an argument is not of this form.

    Source: Metaculus, scores FAQ (baseline score).

    >>> round(metaculus_baseline(0.9, "binary", 1), 6)
    84.799691
    """
    p = probabilities(p)
    if kind not in KINDS or (kind == "binary") == (p.ndim > 1):
        message = (
            f"kind {kind!r} with p of shape {p.shape}: "
            "binary needs a number or (n,), multiple_choice and ordinal need (n, K)"
        )
        raise ValueError(message)
    if p.ndim <= 1:
        return plain(POINTS - POINTS / np.log(2.0) * log_loss(np.clip(p, LEAST, MOST), y))
    offered = _offered(p, options)
    index = outcomes(y, p)
    if not np.all(np.take_along_axis(offered, index[:, np.newaxis], axis=1)):
        raise ValueError("y names an option that was not on offer")
    given = of_what_happened(limited(p, offered), index)
    return plain(POINTS + POINTS * np.log(given) / np.log(offered.sum(axis=1)))


def metaculus_peer(p_by_forecaster: Vector, y: int | None = None) -> Floats:
    """Return 100 (ln p - mean of the others' ln p) points for each forecaster, 0 for one alone.

    p_by_forecaster: shape (forecasters,), what each who stands at that instant gave to what
    happened (for a binary question that resolved no: 1 - p); or shape (forecasters, K), a row of
    options each, with y the option index from 0. As part of the definition p is limited to
    [0.001, 0.999], a row of options likewise and then renormalised. Shape (forecasters,); higher is
    better, from -690.7 to 690.7; they sum to 0. A nan is refused: leave out who does not stand.
    Raises ValueError when an argument is not of this form.

    Source: Metaculus, scores FAQ (peer score).

    >>> metaculus_peer([0.9, 0.45]).round(6).tolist()
    [69.314718, -69.314718]
    """
    p = probabilities(p_by_forecaster, name="p_by_forecaster")
    if p.ndim == 0 or (p.ndim > 1) != (y is not None):
        message = (
            f"p_by_forecaster has shape {p.shape}: give (forecasters,) without y, "
            "or (forecasters, K) and y, the index of the option that happened"
        )
        raise ValueError(message)
    if y is None:
        logs = np.log(np.clip(p, LEAST, MOST))
    else:
        logs = np.log(of_what_happened(limited(p, np.ones(p.shape, dtype=bool)), outcomes(y, p)))
    count = len(logs)
    if count <= 1:
        return np.zeros(count)
    others = (logs.sum() - logs) / (count - 1)
    return np.asarray(POINTS * (logs - others))


def limited(p: Floats, offered: NDArray[np.bool_]) -> Floats:
    """Return rows of options limited to [0.001, 0.999] where on offer, and renormalised.

    >>> limited(np.array([[0.0, 1.0]]), np.array([[True, True]]))
    array([[0.001, 0.999]])
    """
    rows = np.where(offered, np.clip(p, LEAST, MOST), 0.0)
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))


def _offered(p: Floats, options: ArrayLike | None) -> NDArray[np.bool_]:
    mask = np.asarray(True if options is None else options)
    if mask.dtype != np.bool_ or mask.shape not in ((), p.shape[1:], p.shape):
        message = f"options has shape {mask.shape} of {mask.dtype}: give bool, (K,) or (n, K)"
        raise ValueError(message)
    offered = np.broadcast_to(mask, p.shape)
    if np.any(p[~offered] > 0.0):
        raise ValueError("p gives probability to an option that was not on offer")
    if p.size and offered.sum(axis=1).min() <= 1:
        raise ValueError("options leaves fewer than 2 options on offer")
    return offered
