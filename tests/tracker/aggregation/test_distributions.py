"""Pools of distributions: by hand, against closed forms and exact fractions, and their laws."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import median
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from tracker.aggregation import (
    linear_pool,
    quantile_average,
    quantile_median,
    quantile_trimmed_mean,
)
from tracker.aggregation.distributions import crossed, thinned
from tracker.aggregation.knots import Panel
from tracker.rules import crps, deadline_brier

Member = tuple[list[float], list[float]]

POOLS = {
    "linear_pool": linear_pool,
    "quantile_average": quantile_average,
    "quantile_median": quantile_median,
    "quantile_trimmed_mean": lambda x, f: quantile_trimmed_mean(x, f, 0.3),
}
each = pytest.mark.parametrize("name", POOLS)
LEVELS = [Fraction(k, 97) for k in range(1, 97)]  # no member has a knot at any of them


@st.composite
def members(draw: st.DrawFn, *, whole: bool = False) -> list[Member]:
    """Draw 1 to 4 members of 1 to 6 knots: point masses, flats, mass outside unless `whole`."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        n = draw(st.integers(2 if whole else 1, 6))
        x = sorted(draw(st.lists(st.integers(0, 10), min_size=n, max_size=n)))
        f = sorted(draw(st.lists(st.integers(0, 20), min_size=n, max_size=n)))
        if whole:
            f[0], f[-1] = 0, 20
        found.append(([float(place) for place in x], [height / 20 for height in f]))
    return found


def split(panel: list[Member]) -> tuple[list[list[float]], list[list[float]]]:
    return [x for x, _ in panel], [f for _, f in panel]


def height(member: Any, at: Fraction) -> Fraction:
    """Return F at a place that is no knot: constant beyond the outer knots."""
    knots = [(Fraction(x), Fraction(f)) for x, f in zip(*member, strict=True)]
    below = [knot for knot in knots if knot[0] < at]
    above = [knot for knot in knots if knot[0] > at]
    if not below:
        return knots[0][1]
    if not above:
        return knots[-1][1]
    (left, low), (right, high) = below[-1], above[0]
    return low + (high - low) * (at - left) / (right - left)


def place(member: Any, level: Fraction) -> Fraction | float:
    """Return the quantile of a level at which no knot lies, infinite where it is not reached."""
    knots = [(Fraction(x), Fraction(f)) for x, f in zip(*member, strict=True)]
    below = [knot for knot in knots if knot[1] < level]
    above = [knot for knot in knots if knot[1] > level]
    if not below:
        return -math.inf
    if not above:
        return math.inf
    (left, low), (right, high) = below[-1], above[0]
    return left + (right - left) * (level - low) / (high - low)


def at_levels(found: Any) -> list[float]:
    """Return the quantiles of what was found; nothing found reaches no level."""
    return [math.nan if found is None else float(place(found, level)) for level in LEVELS]


def same(found: list[float], expected: list[float]) -> None:
    """Compare places; where nothing was found there is to be no finite place."""
    for one, other in zip(found, expected, strict=True):
        if math.isnan(one):
            assert not math.isfinite(other)
        else:
            assert one == pytest.approx(other, abs=1e-9)


def test_the_linear_pool_by_hand() -> None:
    # 3 : 1. At 1 the first has .2; the second has a point mass of .4 at 2 and .2 outside.
    x, f = linear_pool([[0, 1, 3], [2, 2, 4]], [[0, 0.2, 1], [0, 0.4, 0.8]], [3, 1])
    assert x.tolist() == [0, 1, 2, 2, 3, 4]
    assert f == pytest.approx([0, 0.15, 0.45, 0.55, 0.9, 0.95])


def test_the_linear_pool_is_the_mixture() -> None:
    x = np.linspace(-9.0, 13.0, 45)
    places, found = linear_pool([x, x], [ndtr(x), ndtr((x - 4.0) / 2.0)], [3, 1])
    assert places.tolist() == x.tolist()
    assert found == pytest.approx(0.75 * ndtr(x) + 0.25 * ndtr((x - 4.0) / 2.0), abs=1e-15)


def test_two_uniforms_averaged_by_quantiles_are_a_uniform() -> None:
    # Uniform on [0, 4] and on [2, 10]: quantiles 4u and 2 + 8u, their mean 1 + 6u.
    x, f = quantile_average([[0, 4], [2, 10]], [[0, 1], [0, 1]])
    assert (x.tolist(), f.tolist()) == ([1, 7], [0, 1])
    x, f = quantile_average([[0, 4], [2, 10]], [[0, 1], [0, 1]], [3, 1])
    assert (x.tolist(), f.tolist()) == ([0.5, 5.5], [0, 1])


def test_normal_laws_averaged_by_quantiles_are_a_normal_law() -> None:
    """Means 0 and 4, deviations 1 and 2: mean 2, deviation 1.5; Ratcliff (1979)."""
    levels = np.arange(1, 200) / 200
    normal = ndtri(levels)
    x, f = quantile_average([normal, 4.0 + 2.0 * normal], [levels, levels])
    assert f.tolist() == levels.tolist()
    assert x == pytest.approx(2.0 + 1.5 * normal, abs=1e-14)
    x, _ = quantile_average([normal, 4.0 + 2.0 * normal], [levels, levels], [1, 3])
    assert x == pytest.approx(3.0 + 1.75 * normal, abs=1e-14)
    # On grids of places their levels differ, and each is a little other between its knots.
    grid = np.linspace(-12.0, 16.0, 1401)
    x, f = quantile_average([grid, grid], [ndtr(grid), ndtr((grid - 4.0) / 2.0)])
    inner = (f > 0.001) & (f < 0.999)
    assert x[inner] == pytest.approx(2.0 + 1.5 * ndtri(f[inner]), abs=2e-3)


def test_the_linear_pool_is_wider_than_its_members_and_the_quantile_average_is_not() -> None:
    x = np.linspace(-10.0, 14.0, 2401)
    rows = [ndtr(x), ndtr(x - 4.0)]

    def deviation(places: Any, heights: Any) -> float:
        mass, middle = np.diff(heights), (places[1:] + places[:-1]) / 2
        return float(np.sqrt(mass @ (middle - mass @ middle) ** 2))

    # A mixture of two laws of deviation 1 at a distance of 4: variance 1 + 2^2.
    assert deviation(*linear_pool([x, x], rows)) == pytest.approx(math.sqrt(5.0), abs=1e-3)
    assert deviation(*quantile_average([x, x], rows)) == pytest.approx(1.0, abs=1e-3)


def test_medians_of_quantiles_by_hand() -> None:
    # Quantiles 4u, 1 + u and 3 - u/2 ... of uniforms on [0, 4], [1, 2] and [2.5, 3]: the middle is
    # 1 + u up to u = 1/3, where it meets 4u; that up to 5/7, where it meets 2.5 + u/2; then that.
    x, f = quantile_median([[0, 4], [1, 2], [2.5, 3]], [[0, 1]] * 3)
    assert x == pytest.approx([1, 4 / 3, 20 / 7, 3])
    assert f == pytest.approx([0, 1 / 3, 5 / 7, 1])
    # Of two it is the mean; a weight above half decides alone.
    x, f = quantile_median([[0, 4], [2, 10]], [[0, 1]] * 2)
    assert (x.tolist(), f.tolist()) == ([1, 7], [0, 1])
    assert quantile_median([[0, 4], [2, 10]], [[0, 1]] * 2, [3, 2])[0].tolist() == [0, 4]


def test_jumps_and_flats_by_hand() -> None:
    # One is sure of 2, the other says 0 or 4 with a half each: 1 or 3.
    sure, either = ([2, 2], [0, 1]), ([0, 0, 4, 4], [0, 0.5, 0.5, 1])
    x, f = quantile_average(*split([sure, either]))
    assert (x.tolist(), f.tolist()) == ([1, 1, 3, 3], [0, 0.5, 0.5, 1])
    x, f = linear_pool(*split([sure, either]))
    assert x.tolist() == [0, 0, 2, 2, 4, 4]
    assert f.tolist() == [0, 0.25, 0.25, 0.75, 0.75, 1]


def test_never_is_averaged_by_heights_and_greatest_by_quantiles() -> None:
    """By day 100 at 80%, 60% and 10%; uniform until then."""
    x, f = [[0, 100]] * 3, [[0, 0.8], [0, 0.6], [0, 0.1]]
    assert linear_pool(x, f)[1][-1] == pytest.approx(0.5)
    places, heights = quantile_average(x, f)
    # A tenth is reached on days 12.5, 16.67 and 100.
    assert heights.tolist() == [0, 0.1]
    assert places == pytest.approx([0, (12.5 + 100 / 6 + 100) / 3])
    # Half of the members never reach more than .6, and it is the middle one that ends there.
    places, heights = quantile_median(x, f)
    assert heights[-1] == pytest.approx(0.6)
    assert places[-1] == pytest.approx(100)


def test_a_level_that_only_some_state_is_not_one_of_the_average() -> None:
    # 10, 50 and 90% beside 5, 50 and 95%: only from 10 to 90% do both say anything.
    one, other = ([3, 8, 30], [0.1, 0.5, 0.9]), ([2, 10, 40], [0.05, 0.5, 0.95])
    x, f = quantile_average(*split([one, other]))
    assert f.tolist() == [0.1, 0.5, 0.9]
    # The other says 10% at 2 + 8 * 5/45 and 90% at 10 + 30 * 40/45.
    assert x == pytest.approx([(3 + 2 + 8 / 9) / 2, 9, (30 + 10 + 80 / 3) / 2])
    # Single quantiles: the common one alone, and none at all.
    x, f = quantile_average([[3], [7]], [[0.5], [0.5]])
    assert (x.tolist(), f.tolist()) == ([5], [0.5])
    assert quantile_average([[3], [7]], [[0.5], [0.6]]) is None
    x, f = quantile_median([[3], [4], [7]], [[0.5], [0.5], [0.5]])
    assert (x.tolist(), f.tolist()) == ([4], [0.5])
    # Half below all places, half above them: no middle.
    assert quantile_median([[3], [7]], [[0.0], [1.0]]) is None


def test_a_trimmed_mean_of_quantiles_leaves_out_the_ends_of_every_level() -> None:
    # Uniforms on [0, 4], [1, 2], [2.5, 3]: one of three at each end leaves the median.
    of = [[0, 4], [1, 2], [2.5, 3]], [[0, 1]] * 3
    for one, other in zip(quantile_trimmed_mean(*of, 0.34), quantile_median(*of), strict=True):
        assert one == pytest.approx(other)
    # Of three a share of .3 is nobody.
    same(at_levels(quantile_trimmed_mean(*of, 0.3)), at_levels(quantile_average(*of)))
    with pytest.raises(ValueError, match="share is"):
        quantile_trimmed_mean(*of, 0.5)


@given(members(), st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_heights_are_the_means_that_exact_fractions_give(
    panel: list[Member], weights: list[int]
) -> None:
    weight = [*weights[: len(panel) - 1], 1]
    found = linear_pool(*split(panel), weight)
    for k in range(-2, 25):
        at = Fraction(k, 2) + Fraction(1, 7)
        total = sum(w * height(one, at) for w, one in zip(weight, panel, strict=True))
        assert float(height(found, at)) == pytest.approx(float(total / sum(weight)), abs=1e-12)


@given(members(), st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_quantiles_are_the_means_that_exact_fractions_give(
    panel: list[Member], weights: list[int]
) -> None:
    weight = [*weights[: len(panel) - 1], 1]
    expected = []
    for level in LEVELS:
        places = [(w, place(one, level)) for w, one in zip(weight, panel, strict=True) if w]
        finite = all(isinstance(at, Fraction) for _, at in places)
        total = sum(w * at for w, at in places) / sum(weight) if finite else None
        infinite = {at for _, at in places if not isinstance(at, Fraction)}
        expected.append(float(total) if total is not None else sum(infinite))
    same(at_levels(quantile_average(*split(panel), weight)), expected)


@given(members())
@example([([0.0, 4.0], [0.0, 1.0]), ([1.0, 2.0], [0.0, 1.0]), ([2.5, 3.0], [0.0, 1.0])])
def test_medians_are_those_that_exact_fractions_give(panel: list[Member]) -> None:
    expected = [float(median(place(one, level) for one in panel)) for level in LEVELS]
    same(at_levels(quantile_median(*split(panel))), expected)


@given(members(whole=True), st.integers(-1, 11))
def test_the_linear_pool_scores_no_worse_than_its_members_do_on_average(
    panel: list[Member], y: int
) -> None:
    """Squares are convex in the heights: for crps, and for every deadline of a date."""
    x, f = linear_pool(*split(panel))
    for rule in (
        lambda x, f: crps(x, f, float(y), -1.0, 11.0),
        lambda x, f: deadline_brier(x, f, float(y) if y >= 0 else None, 11.0),
    ):
        assert rule(x, f) <= np.mean([rule(*one) for one in panel]) + 1e-12


@given(members(whole=True), st.integers(-1, 11))
def test_the_quantile_average_scores_no_worse_than_its_members_do_on_average(
    panel: list[Member], y: int
) -> None:
    """Crps is twice the mean pinball loss over levels, which is convex in the quantiles."""
    own = np.mean([crps(*one, float(y), -1.0, 11.0) for one in panel])
    assert crps(*quantile_average(*split(panel)), float(y), -1.0, 11.0) <= own + 1e-12


def test_with_mass_outside_the_quantile_average_may_score_worse_than_its_members() -> None:
    """So it is for dates: one who says never draws the whole average there."""
    panel = [([0.0, 10.0], [0.0, 1.0]), ([0.0, 10.0], [0.0, 0.0])]
    x, f = quantile_average(*split(panel))
    assert f.max() == 0.0
    own = np.mean([deadline_brier(*one, 0.0, 10.0) for one in panel])
    assert deadline_brier(x, f, 0.0, 10.0) == pytest.approx(1.0)
    assert own == pytest.approx((1 / 3 + 1) / 2)


@each
@given(panel=members(), data=st.data())
def test_the_order_of_members_changes_no_bit(
    name: str, panel: list[Member], data: st.DataObject
) -> None:
    found = POOLS[name](*split(panel))
    mixed = POOLS[name](*split(data.draw(st.permutations(panel))))
    if found is None:
        assert mixed is None
    else:
        assert [part.tobytes() for part in found] == [part.tobytes() for part in mixed]


@each
@given(panel=members(), n=st.integers(1, 4))
def test_of_one_mind_it_is_what_all_say(name: str, panel: list[Member], n: int) -> None:
    one = panel[0]
    found = POOLS[name](*split([one] * n))
    if found is not None:
        same(at_levels(found), [float(place(one, level)) for level in LEVELS])
    at = [Fraction(k, 2) + Fraction(1, 7) for k in range(21)]
    if found is not None and one[1][0] < one[1][-1]:
        inside = [z for z in at if found[0][0] < z < found[0][-1]]
        heights = ([float(height(of, z)) for z in inside] for of in (found, one))
        assert next(heights) == pytest.approx(next(heights), abs=1e-12)


@each
@given(panel=members())
def test_what_it_gives_is_a_distribution_function_without_idle_knots(
    name: str, panel: list[Member]
) -> None:
    found = POOLS[name](*split(panel))
    if found is None:
        return
    x, f = found
    assert len(x) == len(f)
    assert (np.diff(x) >= 0.0).all()
    assert (np.diff(f) >= 0.0).all()
    assert ((np.diff(x) > 0.0) | (np.diff(f) > 0.0)).all()
    assert f.min() >= 0.0
    assert f.max() <= 1.0
    assert min(min(one) for one, _ in panel) <= x[0]
    assert x[-1] <= max(max(one) for one, _ in panel)


@given(members(), st.integers(-5, 5), st.sampled_from([0.5, 3.0, 1e6]))
def test_the_unit_of_places_does_not_matter(panel: list[Member], shift: int, scale: float) -> None:
    x, f = split(panel)
    found = quantile_average(x, f)
    moved = quantile_average([[shift + scale * at for at in one] for one in x], f)
    if found is None or moved is None:
        assert found is moved
    else:
        assert moved[0] == pytest.approx(shift + scale * found[0], rel=1e-12, abs=1e-9)
        assert moved[1].tolist() == found[1].tolist()


def test_levels_at_which_members_cross_are_found_once() -> None:
    panel = Panel.of([[0, 4], [1, 2], [2.5, 3]], [[0, 1]] * 3)
    # 4u = 1 + u, 4u = 2.5 + u/2; the others keep apart.
    assert crossed(panel) == pytest.approx([0, 1 / 3, 5 / 7, 1])
    assert crossed(Panel.of([[0, 4]], [[0, 1]])).tolist() == [0, 1]
    assert len(crossed(panel, 3)) == 3


def test_too_many_knots_are_thinned_evenly_and_keep_the_ends() -> None:
    assert thinned(np.arange(5.0), None).tolist() == [0, 1, 2, 3, 4]
    assert thinned(np.arange(5.0), 5).tolist() == [0, 1, 2, 3, 4]
    assert thinned(np.arange(101.0), 5).tolist() == [0, 25, 50, 75, 100]


@each
@pytest.mark.parametrize(
    ("x", "rows", "message"),
    [
        ([], [], "0 members have places"),
        ([[0.0, 1.0]], [[0.0, 1.0]] * 2, "1 members have places and 2 heights"),
        ([[0.0, 1.0]], [[0.5, 0.4]], r"F falls from 0\.5 to 0\.4"),
        ([[0.0, 1.0]], [[0.0, 1.1]], r"F\[0, 1\] is 1\.1"),
        ([[0.0, 1.0]], [[0.0, math.nan]], "finite"),
        ([[1.0, 0.0]], [[0.0, 1.0]], "x falls"),
        ([[0.0, 1.0, 2.0]], [[0.0, 1.0]], r"x has shape \(3,\)"),
        ([[[0.0, 1.0], [0.0, 1.0]]], [[0.0, 1.0]], "one array of places"),
    ],
)
def test_what_are_no_distributions_is_refused(name: str, x: Any, rows: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        POOLS[name](x, rows)


def test_weights_that_are_none_are_refused_and_a_weight_of_nothing_counts_for_nothing() -> None:
    x, f = [[0, 1], [2, 3]], [[0, 1], [0, 1]]
    for pool in (linear_pool, quantile_average, quantile_median):
        with pytest.raises(ValueError, match="give 2 finite numbers"):
            pool(x, f, [1])
        with pytest.raises(ValueError, match="must not be negative"):
            pool(x, f, [-1, 2])
        assert pool(x, f, [0, 2])[0].tolist() == [2, 3]
