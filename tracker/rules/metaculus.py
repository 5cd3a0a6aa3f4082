"""Points as Metaculus defines them: against uniform chances (baseline) and against peers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

from tracker.rules.arguments import Floats, Vector, of_what_happened, outcomes, plain, probabilities
from tracker.rules.log_loss import log_loss

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Name = TypeVar("Name")

LEAST, MOST = 0.001, 0.999
LEAST_BIN = 1e-5
OUTSIDE = 0.05  # what the baseline gives beyond each open bound
POINTS = 100.0
CHANCES = ("binary", "multiple_choice", "ordinal")
CONTINUOUS = ("numeric", "date")
# Chosen by Metaculus so that continuous questions score about as wide as binary ones.
SCALE = 2.0


@overload
def metaculus_baseline(
    p: float, kind: str, y: float, *, options: ArrayLike | None = None
) -> float: ...
@overload
def metaculus_baseline(
    p: Vector, kind: str, y: ArrayLike, *, options: ArrayLike | None = None, open_bounds: int = 0
) -> Floats: ...
def metaculus_baseline(
    p: ArrayLike,
    kind: str,
    y: ArrayLike,
    *,
    options: ArrayLike | None = None,
    open_bounds: int = 0,
) -> float | Floats:
    """Return points against chances that know nothing: 0 for those, higher is better.

    "binary": p a probability or shape (n,), y 0, 1 or a fraction r, which gives
    r S(p, 1) + (1 - r) S(p, 0). "multiple_choice" and "ordinal": p of shape (n, K), y the option
    index from 0; options: bool, shape (K,) or (n, K), which were on offer (default all), the others
    must have probability 0. Both: 100 ln(p_y K) / ln K, K = 2 or the options on offer, with p
    limited to [0.001, 0.999], a row of options likewise and then renormalised. "numeric", "date":
    p of shape (n, bins + 2) and y as `tracker.rules.bins` gives them, 50 ln(p_y / b) with p at
    least 1e-5; b = 0.05 for the two outer bins, else (1 - 0.05 open_bounds) / bins, open_bounds how
    many of the range's bounds are open. Shape (n,), or a float for a scalar; binary from -896.6 to
    99.9 points. Raises ValueError when an argument is not of this form.

    Source: Metaculus, scores FAQ (baseline score).

    >>> round(metaculus_baseline(0.9, "binary", 1), 6)
    84.799691
    """
    p = probabilities(p)
    _check_kind(p, kind, options, open_bounds)
    if p.ndim <= 1:
        return plain(POINTS - POINTS / np.log(2.0) * log_loss(np.clip(p, LEAST, MOST), y))
    if kind in CONTINUOUS:
        return _of_bins(p, outcomes(y, p), open_bounds)
    offered = _offered(p, options)
    index = outcomes(y, p)
    if not np.all(np.take_along_axis(offered, index[:, np.newaxis], axis=1)):
        raise ValueError("y names an option that was not on offer")
    given = of_what_happened(limited(p, offered), index)
    return plain(POINTS + POINTS * np.log(given) / np.log(offered.sum(axis=1)))


@overload
def metaculus_peer(
    p_by_forecaster: Vector, y: int | None = None, *, kind: str = "binary"
) -> Floats: ...
@overload
def metaculus_peer(
    p_by_forecaster: Mapping[Name, Any], y: int | None = None, *, kind: str = "binary"
) -> dict[Name, float]: ...
def metaculus_peer(
    p_by_forecaster: Vector | Mapping[Any, Any], y: int | None = None, *, kind: str = "binary"
) -> Floats | dict[Any, float]:
    """Return 100 (ln p - mean of the others' ln p) points for each forecaster, 0 for one alone.

    p_by_forecaster: shape (forecasters,), what each who stands at that instant gave to what
    happened (for a binary question that resolved no: 1 - p); or shape (forecasters, K), a row of
    options or of bins each, with y the index of what happened; or a mapping of forecaster to that,
    which returns forecaster -> points. As part of the definition p is
    limited to [0.001, 0.999], a row of options likewise and then renormalised. kind "numeric" or
    "date": p is that of a bin, at least 1e-5, and the points are halved. Shape (forecasters,);
    higher is better, from -690.7 to 690.7, continuous within 575.6; they sum to 0. A nan is
    refused: leave out who does not stand. Raises ValueError when an argument is not of this form.

    Source: Metaculus, scores FAQ (peer score).

    >>> metaculus_peer([0.9, 0.45]).round(6).tolist()
    [69.314718, -69.314718]
    """
    if isinstance(p_by_forecaster, Mapping):
        points = metaculus_peer(list(p_by_forecaster.values()), y, kind=kind)
        return dict(zip(p_by_forecaster, points.tolist(), strict=True))
    p = probabilities(p_by_forecaster, name="p_by_forecaster")
    if p.ndim == 0 or (p.ndim > 1) != (y is not None) or kind not in (*CHANCES, *CONTINUOUS):
        message = (
            f"kind {kind!r} with p_by_forecaster of shape {p.shape}: give (forecasters,) without y,"
            " or (forecasters, K) and y, the index of what happened"
        )
        raise ValueError(message)
    given = _limited_to_what_happened(p, y, kind)
    count = len(given)
    if count <= 1:
        return np.zeros(count)
    logs = np.log(given)
    others = (logs.sum() - logs) / (count - 1)
    return np.asarray(POINTS / (SCALE if kind in CONTINUOUS else 1.0) * (logs - others))


def _limited_to_what_happened(p: Floats, y: int | None, kind: str) -> Floats:
    if kind in CONTINUOUS:
        return np.maximum(p if y is None else of_what_happened(p, outcomes(y, p)), LEAST_BIN)
    if y is None:
        return np.clip(p, LEAST, MOST)
    return of_what_happened(limited(p, np.ones(p.shape, dtype=bool)), outcomes(y, p))


def _of_bins(p: Floats, index: NDArray[Any], open_bounds: int) -> Floats:
    bins = p.shape[1] - 2
    return points_of_bin(of_what_happened(p, index), index, bins, open_bounds)


def points_of_bin(given: Floats, index: ArrayLike, bins: ArrayLike, open_bounds: int) -> Floats:
    """Return the baseline points of what was given to the bin of that index, of so many inside.

    >>> points_of_bin(np.array([0.01]), 3, 100, 0).tolist()
    [0.0]
    """
    place, inside = np.asarray(index), np.asarray(bins)
    even = (1.0 - OUTSIDE * open_bounds) / inside
    baseline = np.where((place > 0) & (place <= inside), even, OUTSIDE)
    return np.asarray(POINTS / SCALE * np.log(np.maximum(given, LEAST_BIN) / baseline))


def _check_kind(p: Floats, kind: str, options: ArrayLike | None, open_bounds: int) -> None:
    if kind not in (*CHANCES, *CONTINUOUS) or (kind == "binary") == (p.ndim > 1):
        message = (
            f"kind {kind!r} with p of shape {p.shape}: binary needs a number or (n,), "
            "multiple_choice and ordinal need (n, K), numeric and date need (n, bins + 2)"
        )
        raise ValueError(message)
    if kind in CONTINUOUS and (options is not None or p.shape[1] <= 2):  # noqa: PLR2004
        raise ValueError(f"kind {kind!r} needs bins between the two outside, and has no options")
    if open_bounds not in ((0, 1, 2) if kind in CONTINUOUS else (0,)):
        raise ValueError(f"open_bounds is {open_bounds}: 0, 1 or 2, and 0 without a range")


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
