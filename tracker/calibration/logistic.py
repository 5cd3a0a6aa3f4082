"""The fit of logit P(y) = a + b x to pooled votes: likeliest, with a prior, or by Firth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from tracker.comparison.clusters import Floats

Number = TypeVar("Number", float, Floats)
STEPS, HALVINGS, SMALL = 500, 60, 1e-12
FAR = 1e9  # a step that long runs away: nothing holds the line
ROUNDING = 1e-13  # of the height: no more than its sums may be off by


@dataclass(frozen=True, slots=True)
class Information:
    """The symmetric matrix [[aa, ab], [ab, bb]] of second derivatives, and what solves it."""

    aa: float
    ab: float
    bb: float

    @property
    def determinant(self) -> float:
        """The determinant; above 0 when intercept and slope are both told apart."""
        return self.aa * self.bb - self.ab * self.ab

    def solve(self, a: Number, b: Number) -> tuple[Number, Number]:
        """Return the solution of information times it = (a, b)."""
        d = self.determinant
        return (self.bb * a - self.ab * b) / d, (self.aa * b - self.ab * a) / d


def logit(p: Floats) -> Floats:
    """Return ln(p / (1 - p)) for p inside (0, 1).

    >>> logit(np.array([0.5]))
    array([0.])
    """
    return np.log(p) - np.log1p(-p)


def chance(z: Floats) -> Floats:
    """Return 1 / (1 + e^-z), in (0, 1), without overflow.

    >>> chance(np.array([0.0, -1e9]))
    array([0.5, 0. ])
    """
    small = np.exp(-np.abs(z))
    return np.where(z >= 0.0, 1.0, small) / (1.0 + small)


def separated(x: Floats, yes: Floats, no: Floats) -> bool:
    """Whether some x parts all yes from all no, so that no slope is the likeliest.

    x: ascending; yes, no: the weight of either outcome there, both occurring somewhere.

    >>> separated(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([1.0, 1.0]))
    True
    """
    on_yes, on_no = x[yes > 0.0], x[no > 0.0]
    return bool(on_no[-1] <= on_yes[0] or on_yes[-1] <= on_no[0])


def information(x: Floats, weight: Floats, a: float, b: float) -> Information:
    """Return the information about (a, b) in votes of this weight at x.

    >>> information(np.array([0.0]), np.array([4.0]), 0.0, 1.0)
    Information(aa=1.0, ab=0.0, bb=0.0)
    """
    mu = chance(a + b * x)
    v = weight * mu * (1.0 - mu)
    return Information(float(v.sum()), float((v * x).sum()), float((v * x * x).sum()))


def fit(
    x: Floats, yes: Floats, no: Floats, *, ridge: float = 0.0, firth: bool = False
) -> tuple[float, float] | None:
    """Return (a, b), or None when the votes do not determine them.

    x: shape (m,); yes, no: the weight of either outcome there. Maximises
    sum yes ln mu + no ln(1 - mu) - ridge (a^2 + (b - 1)^2) / 2, plus half the logarithm of the
    determinant of the information when `firth`, by Newton's steps that are halved until they climb.

    Source: Cox (1958); Firth (1993).

    >>> a, b = fit(np.array([-1.0, 1.0]), np.array([1.0, 3.0]), np.array([3.0, 1.0]))
    >>> round(a, 6), round(b, 6)
    (0.0, 1.098612)
    """
    votes, a, b = _Votes(x, yes, no, ridge, firth), 0.0, 1.0
    here = votes.height(a, b)
    for _ in range(STEPS):
        step = votes.step(a, b)
        if step is None or not max(map(abs, step)) < FAR:
            return None
        if max(map(abs, step)) <= SMALL * max(1.0, abs(a), abs(b)):
            return a + step[0], b + step[1]
        least = here - ROUNDING * (1.0 + abs(here))
        for halving in range(HALVINGS):
            next_a, next_b = (at + 0.5**halving * by for at, by in zip((a, b), step, strict=True))
            there = votes.height(next_a, next_b)
            if there >= least:
                break
        a, b, here = next_a, next_b, there
    return None


@dataclass(frozen=True, slots=True)
class _Votes:
    x: Floats
    yes: Floats
    no: Floats
    ridge: float
    firth: bool

    def height(self, a: float, b: float) -> float:
        """Return what is maximised."""
        z = a + b * self.x
        likely = self.yes * np.logaddexp(0.0, -z) + self.no * np.logaddexp(0.0, z)
        height = -float(likely.sum()) - self.ridge * (a * a + (b - 1.0) ** 2) / 2.0
        if self.firth:
            d = information(self.x, self.yes + self.no, a, b).determinant
            height += 0.5 * math.log(d) if d > 0.0 else -math.inf
        return height

    def step(self, a: float, b: float) -> tuple[float, float] | None:
        """Return Newton's step from (a, b), None where the votes do not tell a from b."""
        weight, mu = self.yes + self.no, chance(a + b * self.x)
        bare = information(self.x, weight, a, b)
        found = Information(bare.aa + self.ridge, bare.ab, bare.bb + self.ridge)
        if not found.determinant > 0.0:
            return None
        pull = self.yes - weight * mu
        if self.firth:  # the leverage of each x pulls its chance towards one half
            quadratic = found.bb - 2.0 * found.ab * self.x + found.aa * self.x**2
            pull += weight * mu * (1.0 - mu) * quadratic / found.determinant * (0.5 - mu)
        to_a = float(pull.sum()) - self.ridge * a
        to_b = float((pull * self.x).sum()) - self.ridge * (b - 1.0)
        return found.solve(to_a, to_b)
