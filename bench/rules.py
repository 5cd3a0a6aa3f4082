"""How long the rules take on arrays, beside other libraries and beside reading the memory."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.rules import brier, crps, log_loss, mean_loss

Floats = NDArray[np.float64]
POINTS = 201  # of a distribution's grid, Metaculus' number
TURNS = 15  # enough for one of them to run undisturbed


@dataclass(frozen=True, slots=True)
class Timed:
    """The least time of some turns, and what came of it."""

    ms: float
    result: Any


def timed(work: Callable[[], Any], turns: int = TURNS) -> Timed:
    """Run a piece of work several times; the least time is the one that nothing disturbed."""
    best, result = np.inf, None
    for _ in range(turns):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return Timed(best * 1e3, result)


def forecasts(n: int, seed: int) -> tuple[Floats, NDArray[np.int8]]:
    """Return n probabilities in whole percents, and what happened."""
    rng = np.random.default_rng(seed)
    p = rng.integers(1, 100, n) / 100
    return p, (rng.random(n) < p).astype(np.int8)


def reading_ms(*arrays: NDArray[Any]) -> float:
    """Return how long it takes to read these arrays once, by the fastest way numpy has."""
    flat = [array.ravel().view(np.uint8) for array in arrays]
    words = [one[: len(one) // 8 * 8].view(np.int64) for one in flat]
    ways = (np.max, np.bitwise_or.reduce)
    return min(timed(lambda way=way: [way(one) for one in words]).ms for way in ways)


def others(p: Floats, y: NDArray[np.int8]) -> dict[str, tuple[Callable[[], float], ...]]:
    """Return library -> its mean Brier score and its mean log loss, of those installed."""
    found: dict[str, tuple[Callable[[], float], ...]] = {}
    try:
        import scoringrules
    except ModuleNotFoundError:
        print("scoringrules: not installed (see the extra `bench`)")
    else:
        found["scoringrules"] = (
            lambda: float(scoringrules.brier_score(y, p).mean()),
            lambda: float(scoringrules.log_score(y, p).mean()),
        )
    try:
        from sklearn import metrics
    except ModuleNotFoundError:
        print("scikit-learn: not installed (see the extra `bench`)")
    else:
        found["scikit-learn"] = (
            lambda: float(metrics.brier_score_loss(y, p)),
            lambda: float(metrics.log_loss(y, p)),
        )
    return found


def show(name: str, took: Timed, limit_ms: float, ours_ms: float) -> None:
    """Print one line: the time, over the time of reading the memory, and over ours."""
    over = f"{took.ms / limit_ms:8.1f}" if limit_ms else f"{'':8}"
    print(f"  {name:28}{took.ms:10.1f}{over}{took.ms / ours_ms:10.2f}")


def binary(n: int, seed: int) -> None:
    """Time the mean scores of n binary forecasts, and the scores one by one."""
    p, y = forecasts(n, seed)
    limit_ms = reading_ms(p, y)
    print(f"\n{n:,} binary forecasts; to read them takes {limit_ms:.1f} ms")
    print(f"  {'means':28}{'ms':>10}{'x read':>8}{'over ours':>10}")
    rules = (brier, log_loss)
    each = [timed(lambda rule=rule: mean_loss(rule, p, y)) for rule in rules]
    both = timed(lambda: mean_loss(rules, p, y))
    assert both.result == tuple(one.result for one in each)
    show("ours, Brier", each[0], limit_ms, each[0].ms)
    show("ours, log", each[1], limit_ms, each[1].ms)
    show("ours, Brier + log", both, limit_ms, both.ms)
    for name, work in others(p, y).items():
        theirs = [timed(one, 2) for one in work]
        for one, mine in zip(theirs, each, strict=True):
            np.testing.assert_allclose(one.result, mine.result, rtol=1e-9)
        total = Timed(sum(one.ms for one in theirs), None)
        show(f"{name}, Brier", theirs[0], limit_ms, each[0].ms)
        show(f"{name}, log", theirs[1], limit_ms, each[1].ms)
        show(f"{name}, Brier + log", total, limit_ms, both.ms)
    one_by_one(p, y, limit_ms)


def one_by_one(p: Floats, y: NDArray[np.int8], limit_ms: float) -> None:
    """Time the scores as arrays, which the memory that must be written to bounds."""
    print(f"  {'each':28}{'ms':>10}{'x read':>8}{'over ours':>10}")
    for name, rule, libraries in (
        ("Brier", brier, "brier_score"),
        ("log", log_loss, "log_score"),
    ):
        ours = timed(lambda rule=rule: rule(p, y))
        show(f"ours, {name}", ours, limit_ms, ours.ms)
        if find_spec("scoringrules"):
            score = getattr(import_module("scoringrules"), libraries)
            theirs = timed(lambda score=score: score(y, p), 2)
            np.testing.assert_allclose(theirs.result, ours.result, rtol=1e-9)
            show(f"scoringrules, {name}", theirs, limit_ms, ours.ms)


def distributions(n: int, seed: int) -> None:
    """Time the CRPS of n piecewise-linear distributions on a grid."""
    rng = np.random.default_rng(seed)
    x = np.linspace(0.0, 100.0, POINTS)
    heights = np.sort(rng.random((n, POINTS)), axis=1)
    heights[:, 0], heights[:, -1] = 0.0, 1.0
    y = rng.random(n) * 100
    limit_ms = reading_ms(heights)
    took = timed(lambda: crps(x, heights, y, 0.0, 100.0), 3)
    some = slice(0, min(n, 200))
    np.testing.assert_allclose(
        took.result[some], midpoints(x, heights[some], y[some]), rtol=1e-3, atol=1e-3
    )
    print(f"\n{n:,} CRPS of {POINTS} points; to read them takes {limit_ms:.1f} ms")
    show("ours", took, limit_ms, took.ms)


def midpoints(x: Floats, heights: Floats, y: Floats, steps: int = 20_000) -> Floats:
    """Return the CRPS by its definition, summed over small steps: slow, and nearly right."""
    at = (np.arange(steps) + 0.5) * (x[-1] / steps)
    rows = (
        np.interp(at, x, row) - (at >= outcome) for row, outcome in zip(heights, y, strict=True)
    )
    return np.array([(row * row).mean() * x[-1] for row in rows])


def main() -> int:
    """Print how long each rule takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=10_000_000, help="binary forecasts (10 million)")
    parser.add_argument("--distributions", type=int, default=100_000, help="CRPS (100,000)")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    binary(told.n, told.seed)
    distributions(told.distributions, told.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
