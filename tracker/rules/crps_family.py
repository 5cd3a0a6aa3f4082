"""The continuous ranked probability score of distributions named by their parameters."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.arguments import Floats, plain, within
from tracker.rules.cdf import finite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import ArrayLike


def crps_family(name: str, parameters: Sequence[ArrayLike], y: ArrayLike) -> float | Floats:
    """Return the integral of (F(z) - 1{y <= z})^2 over all z, for F of a named family.

    name and parameters, in this order, each a number or shape (n,):
    normal: mu, sigma. lognormal: mu and sigma of the logarithm, so that the median is exp(mu).
    logistic: mu, scale. student_t: degrees of freedom, above 1, mu, scale.
    sigma or scale 0 is a point mass, and gives the distance to it. y: a number or shape (n,).
    Shape (n,), or a float for numbers, in units of y. From 0 (best) without end; lower is better.
    It knows of no range; on a question that has one, use `crps` on the family's heights there.
    Raises ValueError when the family is unknown, a number is not finite, a scale is negative,
    degrees of freedom are not above 1, parameters are another number or too large for floats.

    Source: Gneiting et al. (2005) for the normal; Baran & Lerch (2015) for the lognormal;
    Jordan et al. (2019) for the logistic and Student's t.

    >>> round(crps_family("normal", (0.0, 1.0), 0.0), 6)
    0.233695
    """
    if name not in FAMILIES:
        raise ValueError(f"there is no family {name!r}: give one of {', '.join(FAMILIES)}")
    names, of_family = FAMILIES[name]
    if len(parameters) != len(names):
        message = f"{name} needs {', '.join(names)}: {len(parameters)} parameters were given"
        raise ValueError(message)
    numbers = [finite(value, given) for value, given in zip(parameters, names, strict=True)]
    within(numbers[-1], 0.0, math.inf, name=names[-1], what="a scale is not negative")
    if name == "student_t" and np.any(numbers[0] <= 1.0):
        raise ValueError("student_t needs more than 1 degree of freedom: else the loss is infinite")
    # A scale of 0 sends standardised distances to infinity, where every formula gives |y - mu|.
    with np.errstate(all="ignore"):
        loss = of_family(finite(y, "y"), *numbers)
    if np.isnan(loss).any():
        raise ValueError(f"{name} with {parameters} is too large to compute with")
    return plain(np.maximum(loss, 0.0))


def _standardised(off: Floats, scale: Floats) -> Floats:
    """Return off / scale, for a scale of 0 infinity with the sign of `off`."""
    far = np.array(np.broadcast_to(np.copysign(np.inf, off), np.broadcast(off, scale).shape))
    return np.asarray(np.divide(off, scale, out=far, where=scale > 0.0))


def _normal(y: Floats, mu: Floats, sigma: Floats) -> Floats:
    from scipy.special import ndtr

    z = _standardised(y - mu, sigma)
    density = np.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)
    centre = 2.0 * density - 1.0 / math.sqrt(math.pi)
    return np.asarray((y - mu) * (2.0 * ndtr(z) - 1.0) + sigma * centre)


def _lognormal(y: Floats, mu: Floats, sigma: Floats) -> Floats:
    from scipy.special import log_ndtr, ndtr

    z = _standardised(np.log(np.maximum(y, 0.0)) - mu, sigma)
    # Sums of logarithms, since the mean exp(mean) overflows long before its products with
    # small chances do.
    mean = mu + sigma * sigma / 2.0
    below = np.exp(mean + log_ndtr(z - sigma))
    beyond = np.exp(mean + log_ndtr(-sigma / math.sqrt(2.0)))
    return np.asarray(y * (2.0 * ndtr(z) - 1.0) - 2.0 * (below - beyond))


def _logistic(y: Floats, mu: Floats, scale: Floats) -> Floats:
    off = np.abs(y - mu)
    z = _standardised(off, scale)
    return np.asarray(off + scale * (2.0 * np.log1p(np.exp(-z)) - 1.0))


def _student_t(y: Floats, freedom: Floats, mu: Floats, scale: Floats) -> Floats:
    from scipy.special import betaln, stdtr

    z = _standardised(y - mu, scale)
    # f(z) (v + z^2) = exp(...), which stays finite where z^2 does not.
    peak = np.log(freedom) / 2.0 - betaln(0.5, freedom / 2.0)
    weighted = np.exp(peak - (freedom - 1.0) / 2.0 * np.log1p(z * z / freedom))
    spread = np.sqrt(freedom) * np.exp(
        betaln(0.5, freedom - 0.5) - 2.0 * betaln(0.5, freedom / 2.0)
    )
    centre = 2.0 * (weighted - spread) / (freedom - 1.0)
    return np.asarray((y - mu) * (2.0 * stdtr(freedom, z) - 1.0) + scale * centre)


FAMILIES: Mapping[str, tuple[tuple[str, ...], Callable[..., Floats]]] = MappingProxyType(
    {
        "normal": (("mu", "sigma"), _normal),
        "lognormal": (("mu", "sigma"), _lognormal),
        "logistic": (("mu", "scale"), _logistic),
        "student_t": (("degrees of freedom", "mu", "scale"), _student_t),
    }
)
