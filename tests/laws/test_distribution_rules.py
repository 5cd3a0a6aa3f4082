"""Laws that every scoring rule of numbers and dates in the table must obey."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import (
    RULES,
    bin_index,
    bin_probabilities,
    crps,
    crps_scaled,
    deadline_brier,
    interval_log_loss,
    interval_score,
    metaculus_baseline,
    metaculus_peer,
    pinball,
    wis,
)

Array = np.ndarray[Any, np.dtype[Any]]
# The loss of a distribution over [0, 10 units], given as knots, when y happens.
Loss = Callable[[Array, Array, float, float], float]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def quantile(x: Array, f: Array, level: float) -> float:
    """Return the lowest place where the line through the knots reaches the level."""
    k = int(np.argmax(f >= level))
    if k == 0:
        return float(x[0])
    return float(x[k - 1] + (x[k] - x[k - 1]) * (level - f[k - 1]) / (f[k] - f[k - 1]))


def by_interval(x: Array, f: Array, y: float, unit: float) -> float:
    """Return the loss when the date is known to 2 units, and censored after 8."""
    if y > 8 * unit:
        return float(interval_log_loss(x, f, censored_at=8 * unit))
    end = next(end for end in (0, 2, 4, 6, 8) if y <= end * unit) * unit
    return float(interval_log_loss(x, f, interval=(end - 2 * unit, end)))


def bins_of(x: Array, f: Array, y: float, unit: float) -> tuple[Array, Array]:
    """Return the chances of the bins of [0, 10 units], five inside, and which of them happened."""
    grid = np.linspace(0.0, 10 * unit, 6)
    passed = np.searchsorted(x, grid, side="right")
    k = np.clip(passed, 1, len(x) - 1)
    share = (grid - x[k - 1]) / np.where(x[k] > x[k - 1], x[k] - x[k - 1], 1.0)
    line = f[k - 1] + (f[k] - f[k - 1]) * share
    heights = np.where(passed == 0, 0.0, np.where(passed == len(x), f[-1], line))
    chances = bin_probabilities(heights, open_lower=False, open_upper=False)
    return chances, np.array([bin_index(y, 0.0, 10 * unit, 5)])


def baseline(x: Array, f: Array, y: float, unit: float) -> float:
    """Return the Metaculus baseline points times -1."""
    chances, index = bins_of(x, f, y, unit)
    return -float(metaculus_baseline(chances, "numeric", index)[0])


def against_a_peer(x: Array, f: Array, y: float, unit: float) -> float:
    """Return the Metaculus peer points against one who gives all bins the same, times -1."""
    chances, index = bins_of(x, f, y, unit)
    rows = np.concatenate([chances, [[0.0, *[0.2] * 5, 0.0]]])
    return -float(metaculus_peer(rows, int(index[0]), kind="numeric")[0])


LOSSES: dict[str, Loss] = {
    "crps": lambda x, f, y, unit: float(crps(x, f, y, 0, 10 * unit)),
    "crps_scaled": lambda x, f, y, unit: float(crps_scaled(x, f, y, 0, 10 * unit)),
    "wis": lambda x, f, y, _: float(wis(LEVELS, [quantile(x, f, v) for v in LEVELS], y)),
    "pinball": lambda x, f, y, _: float(pinball(quantile(x, f, 0.3), 0.3, y)),
    "interval_score": lambda x, f, y, _: float(
        interval_score(quantile(x, f, 0.1), quantile(x, f, 0.9), 0.8, y)
    ),
    "deadline_brier": lambda x, f, y, unit: float(
        deadline_brier(x, f, y if y <= 8 * unit else None, 8 * unit)
    ),
    "interval_log_loss": by_interval,
}
# Rules that know the outcome only within some part of the range.
PARTIAL: dict[str, Loss] = {
    "crps, open bounds": lambda x, f, y, unit: float(
        crps(x, f, y, 2 * unit, 7 * unit, open_lower=True, open_upper=True)
    ),
    "crps, open below": lambda x, f, y, unit: float(
        crps(x, f, y, 2 * unit, 10 * unit, open_lower=True)
    ),
    "crps, open above": lambda x, f, y, unit: float(crps(x, f, y, 0, 7 * unit, open_upper=True)),
    "metaculus_baseline": baseline,
    "metaculus_peer": against_a_peer,
}
IN_UNITS = {name for name, rule in RULES.items() if rule.unit == "units of the question"}

over_losses = pytest.mark.parametrize("name", LOSSES)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Array, Array]:
    """Draw a distribution over [0, 10]: lines, jumps and flats from 0 to 1."""
    m = draw(st.integers(0, 4))
    tenths = st.integers(0, 100).map(lambda k: k / 10)
    hundredths = st.integers(0, 100).map(lambda k: k / 100)
    x = [0.0, *sorted(draw(st.lists(tenths, min_size=m, max_size=m))), 10.0]
    f = [0.0, *sorted(draw(st.lists(hundredths, min_size=m, max_size=m))), 1.0]
    return np.array(x), np.array(f)


@st.composite
def atoms(draw: st.DrawFn) -> tuple[Array, Array]:
    """Draw places in [0, 10] and the chances of each."""
    k = draw(st.integers(1, 5))
    places = st.integers(0, 100).map(lambda n: n / 10)
    y = draw(st.lists(places, min_size=k, max_size=k, unique=True))
    weight = draw(st.lists(st.integers(1, 20), min_size=k, max_size=k))
    return np.sort(y), np.array(weight) / sum(weight)


def steps(y: Array, weight: Array) -> tuple[Array, Array]:
    """Return the knots of the distribution with these atoms."""
    above = np.cumsum(weight)
    above[-1] = 1.0
    return np.repeat(y, 2), np.stack([np.r_[0.0, above[:-1]], above], axis=1).ravel()


def test_every_rule_of_numbers_and_dates_is_under_these_laws() -> None:
    named = {n for n, rule in RULES.items() if {"numeric", "date"} & set(rule.kinds)}
    assert named == {name for name in (*LOSSES, *PARTIAL) if name in RULES}
    assert set(LOSSES) == {name for name in named if RULES[name].orientation == "loss"}


@pytest.mark.parametrize("loss", [*LOSSES.values(), *PARTIAL.values()], ids=[*LOSSES, *PARTIAL])
@given(truth=atoms(), report=lines())
def test_no_report_beats_the_truth(
    loss: Loss, truth: tuple[Array, Array], report: tuple[Array, Array]
) -> None:
    y, weight = truth
    honest = sum(w * loss(*steps(y, weight), at, 1.0) for at, w in zip(y, weight, strict=True))
    other = sum(w * loss(*report, at, 1.0) for at, w in zip(y, weight, strict=True))
    assert other >= honest - 1e-9


@pytest.mark.parametrize("loss", [*LOSSES.values(), *PARTIAL.values()], ids=[*LOSSES, *PARTIAL])
def test_leaning_away_from_the_truth_costs(loss: Loss) -> None:
    y, weight = np.array([1.5, 2.5, 3, 5, 6.5, 9]), np.array([0.15, 0.1, 0.2, 0.25, 0.15, 0.15])
    x, f = steps(y, weight)
    honest = sum(w * loss(x, f, at, 1.0) for at, w in zip(y, weight, strict=True))
    for lean in (0.3, 3.0):
        other = sum(w * loss(x, f**lean, at, 1.0) for at, w in zip(y, weight, strict=True))
        assert other > honest + 1e-3


@pytest.mark.parametrize("rule", ["baseline", "peer"])
def test_points_of_bins_are_improper_where_bins_are_limited(rule: str) -> None:
    # Every bin counts as 1 in 100,000 at least. Who believes 1 in a million of each of 100 bins
    # and says 0 there loses nothing by it, and has more to give to the others.
    truth = np.concatenate([[0.0], np.full(100, 1e-6), np.full(100, (1 - 1e-4) / 100), [0.0]])
    zeroed = np.where(truth > 1e-5, 0.01, 0.0)
    even = np.concatenate([[0.0], np.full(200, 0.005), [0.0]])

    def points(row: Array) -> Array:
        if rule == "baseline":
            return metaculus_baseline(np.tile(row, (202, 1)), "numeric", np.arange(202))
        pair = np.stack([row, even])
        return np.array([metaculus_peer(pair, k, kind="numeric")[0] for k in range(202)])

    assert truth @ points(zeroed) > truth @ points(truth) + 1e-3


@over_losses
@given(report=lines(), y=st.floats(0.0, 10.0))
def test_losses_stay_in_the_stated_range(name: str, report: tuple[Array, Array], y: float) -> None:
    found = LOSSES[name](*report, y, 1.0)
    assert RULES[name].best <= found <= RULES[name].worst + 1e-12


@over_losses
@given(y=st.floats(0.0, 10.0))
def test_to_be_certain_and_right_is_best(name: str, y: float) -> None:
    assert LOSSES[name](np.array([y, y]), np.array([0.0, 1.0]), y, 1.0) == RULES[name].best


@over_losses
@given(report=lines(), y=st.integers(0, 100).map(lambda k: k / 10))
def test_units_scale_the_loss_or_leave_it(name: str, report: tuple[Array, Array], y: float) -> None:
    x, f = report
    one, other = LOSSES[name](x, f, y, 1.0), LOSSES[name](4.0 * x, f, 4.0 * y, 4.0)
    assert other == pytest.approx(4.0 * one if name in IN_UNITS else one, abs=1e-9)


@over_losses
@given(report=lines(), y=st.floats(0.0, 10.0), k=st.integers(0, 20))
def test_a_knot_more_on_the_line_changes_nothing(
    name: str, report: tuple[Array, Array], y: float, k: int
) -> None:
    x, f = report
    k %= len(x) - 1
    finer_x, finer_f = (np.insert(a, k + 1, (a[k] + a[k + 1]) / 2) for a in (x, f))
    one, other = LOSSES[name](x, f, y, 1.0), LOSSES[name](finer_x, finer_f, y, 1.0)
    assert other == pytest.approx(one, rel=1e-9, abs=1e-9)


@over_losses
def test_no_warning_leaks_and_the_input_stays(name: str) -> None:
    x, f = np.array([0.0, 2.0, 2.0, 9.0]), np.array([0.0, 0.0, 1.0, 1.0])
    x.flags.writeable = f.flags.writeable = False
    with warnings.catch_warnings(), np.errstate(all="warn"):
        warnings.simplefilter("error")
        found = [LOSSES[name](x, f, y, 1.0) for y in (0.0, 2.0, 5.0, 10.0)]
    assert not any(math.isnan(loss) for loss in found)


@pytest.mark.parametrize("knots", [2, 9, 201])
def test_where_the_numbers_lie_in_memory_changes_no_bit(knots: int) -> None:
    random = np.random.default_rng(1)
    x, f = (np.sort(random.random((300, knots)), axis=1) for _ in "xF")
    levels, y = (np.arange(knots) + 0.5) / knots, random.random(300)
    rules: dict[str, Callable[[Array, Array], Any]] = {
        "crps": lambda x, f: crps(x, f, y, 0.0, 1.0),
        "crps, cut": lambda x, f: crps(x, f, y, 0.2, 0.8, open_lower=True, open_upper=True),
        "deadline_brier": lambda x, f: deadline_brier(x, f, 0.4, 0.9),
        "interval_log_loss": lambda x, f: interval_log_loss(x, f, (0.3, 0.6)),
        "wis": lambda x, _: wis(levels, x, y),
    }
    for name, rule in rules.items():
        columns = rule(np.asfortranarray(x), np.asfortranarray(f))
        assert np.array_equal(rule(x, f), columns), name
