"""Pools of distributions: by hand, against the normal law, and what each keeps."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from tracker.aggregation import linear_pool, quantile_average

Array = np.ndarray[Any, np.dtype[Any]]

POOLS = {
    "linear_pool": lambda _, rows, weights=None: linear_pool(rows, weights),
    "quantile_average": quantile_average,
}
each = pytest.mark.parametrize("name", POOLS)


@st.composite
def panels(draw: st.DrawFn) -> tuple[Array, Array, Array]:
    """Draw a grid, point masses on it, heights with mass outside, and weights."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(2, 6))
    # Hundredths: places and levels a hair apart would make any average ill-conditioned.
    x = np.sort(draw(st.lists(st.integers(0, 10), min_size=m, max_size=m))).astype(float)
    heights = draw(st.lists(st.integers(0, 100), min_size=n * m, max_size=n * m))
    rows = np.sort(np.array(heights).reshape(n, m) / 100, axis=1)
    weights = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    return x, rows, np.array([*weights[:-1], 1], dtype=float)


def test_the_linear_pool_by_hand() -> None:
    rows = [[0.0, 0.2, 1.0], [0.1, 0.6, 0.8]]
    assert linear_pool(rows) == pytest.approx([0.05, 0.4, 0.9])
    assert linear_pool(rows, [3, 1]) == pytest.approx([0.025, 0.3, 0.95])


def test_two_uniforms_averaged_by_quantiles_are_a_uniform() -> None:
    # Uniform on [0, 4] and on [2, 10]: quantiles 4u and 2 + 8u, their mean 1 + 6u.
    x = np.arange(11.0)
    rows = [np.clip(x / 4, 0, 1), np.clip((x - 2) / 8, 0, 1)]
    assert quantile_average(x, rows) == pytest.approx(np.clip((x - 1) / 6, 0, 1))
    # Weights 3 to 1: quantiles .5 + 5u.
    found = quantile_average(x, rows, [3, 1])
    assert found == pytest.approx(np.clip((x - 0.5) / 5, 0, 1))


def test_normal_laws_averaged_by_quantiles_are_a_normal_law() -> None:
    # Means 0 and 4, deviations 1 and 2: mean 2, deviation 1.5; Ratcliff (1979).
    x = np.linspace(-12.0, 16.0, 1401)
    found = quantile_average(x, [ndtr(x), ndtr((x - 4.0) / 2.0)])
    assert found == pytest.approx(ndtr((x - 2.0) / 1.5), abs=1e-4)


def test_the_linear_pool_is_wider_than_its_members_and_the_quantile_average_is_not() -> None:
    x = np.linspace(-10.0, 14.0, 2401)
    rows = [ndtr(x), ndtr(x - 4.0)]

    def deviation(heights: Array) -> float:
        mass, middle = np.diff(heights), (x[1:] + x[:-1]) / 2
        mean = mass @ middle
        return float(np.sqrt(mass @ (middle - mean) ** 2))

    # A mixture of two laws of deviation 1 at a distance of 4: variance 1 + 2^2.
    assert deviation(linear_pool(rows)) == pytest.approx(math.sqrt(5.0), abs=1e-3)
    assert deviation(quantile_average(x, rows)) == pytest.approx(1.0, abs=1e-3)


def test_jumps_and_flats_by_hand() -> None:
    # One is sure of 2, the other says 0 or 4 with a half each: 1 or 3.
    x = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    sure = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    either = [0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1]
    assert quantile_average(x, [sure, either]).tolist() == [0, 0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, 1]


def test_mass_without_a_place_is_averaged_as_it_is() -> None:
    # "Never" .2 and .6; inside, both are uniform, on [0, 2] and on [2, 4]. The first has twice the
    # mass inside, so quantiles are (2 * 2u + 2 + 2u) / 3 = 2/3 + 2u.
    x = np.linspace(0.0, 4.0, 13)
    rows = [0.8 * np.clip(x / 2, 0, 1), 0.4 * np.clip((x - 2) / 2, 0, 1)]
    found = quantile_average(x, rows)
    assert found == pytest.approx(0.6 * np.clip((x - 2 / 3) / 2, 0, 1))
    # As much below the first place.
    found = quantile_average(x, [row + 0.1 for row in rows])
    assert found == pytest.approx(0.1 + 0.6 * np.clip((x - 2 / 3) / 2, 0, 1))


def test_who_puts_nothing_inside_has_no_say_there() -> None:
    x = [0.0, 1.0, 2.0]
    assert quantile_average(x, [[0, 0.5, 1], [0, 0, 0]]) == pytest.approx([0, 0.25, 0.5])
    assert quantile_average(x, [[0, 0, 0], [1, 1, 1]], [3, 1]) == pytest.approx([0.25] * 3)
    assert quantile_average([1.0], [[0.5], [0.7]]) == pytest.approx([0.6])
    assert quantile_average([1.0, 1.0], [[0.0, 1.0], [0.0, 1.0]]).tolist() == [0.0, 1.0]


@each
@given(panel=panels())
def test_it_rises_and_keeps_within_the_members(
    name: str, panel: tuple[Array, Array, Array]
) -> None:
    x, rows, weights = panel
    found = POOLS[name](x, rows, weights)
    assert np.all(np.diff(found) >= -1e-12)
    assert np.all((found >= 0.0) & (found <= 1.0))
    assert (found[0], found[-1]) == pytest.approx(
        tuple(weights @ rows[:, k] / weights.sum() for k in (0, -1)), abs=1e-9
    )


@given(panel=panels())
def test_quantiles_that_all_inside_share_stay_between_the_outer_members(
    panel: tuple[Array, Array, Array],
) -> None:
    x, rows, weights = panel
    inside = np.concatenate([np.zeros((len(rows), 1)), rows, np.ones((len(rows), 1))], axis=1)
    wide = np.concatenate([[x[0] - 1.0], x, [x[-1] + 1.0]])
    found = quantile_average(wide, inside, weights)
    among = inside[weights > 0]
    single = np.append(np.diff(wide) > 0, True) & np.insert(np.diff(wide) > 0, 0, True)
    assert np.all((found >= among.min(axis=0) - 1e-9)[single])
    assert np.all((found <= among.max(axis=0) + 1e-9)[single])


@each
@given(panel=panels(), n=st.integers(1, 4))
def test_of_one_mind_it_is_what_all_say(
    name: str, panel: tuple[Array, Array, Array], n: int
) -> None:
    x, rows, _ = panel
    found = POOLS[name](x, np.repeat(rows[:1], n, axis=0))
    # At a place given three times only the first and the last height count.
    outer = np.append(True, np.diff(x) > 0) | np.append(np.diff(x) > 0, True)
    assert found[outer] == pytest.approx(rows[0][outer], abs=1e-9)


@each
@given(panel=panels(), data=st.data())
def test_the_order_of_members_does_not_matter_and_two_count_twice(
    name: str, panel: tuple[Array, Array, Array], data: st.DataObject
) -> None:
    x, rows, weights = panel
    one = POOLS[name](x, rows, weights)
    order = data.draw(st.permutations(range(len(rows))))
    assert POOLS[name](x, rows[order], weights[order]) == pytest.approx(one, abs=1e-9)
    twice = POOLS[name](x, np.concatenate([rows, rows]), np.concatenate([weights, weights]))
    assert twice == pytest.approx(one, abs=1e-9)


@given(panel=panels(), shift=st.integers(-5, 5), scale=st.sampled_from([0.5, 3.0, 1e6]))
def test_the_unit_of_places_does_not_matter(
    panel: tuple[Array, Array, Array], shift: int, scale: float
) -> None:
    x, rows, weights = panel
    moved = quantile_average(shift + scale * x, rows, weights)
    assert moved == pytest.approx(quantile_average(x, rows, weights), abs=1e-9)


@each
@pytest.mark.parametrize(
    ("rows", "weights", "message"),
    [
        ([0.0, 1.0], None, "give a row a member"),
        (np.empty((0, 2)), None, "give a row a member"),
        ([[0.5, 0.4]], None, r"F falls from 0\.5 to 0\.4"),
        ([[0.0, 1.1]], None, r"F\[0, 1\] is 1\.1"),
        ([[0.0, math.nan]], None, "finite"),
        ([[0.0, 1.0]], [1, 1], "give 1 finite numbers"),
    ],
)
def test_what_are_no_distributions_is_refused(
    name: str, rows: Any, weights: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        POOLS[name]([0.0, 1.0], rows, weights)


def test_a_grid_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="x falls"):
        quantile_average([1.0, 0.0], [[0.0, 1.0]])
    with pytest.raises(ValueError, match=r"x has shape \(3,\)"):
        quantile_average([0.0, 1.0, 2.0], [[0.0, 1.0]])
    with pytest.raises(ValueError, match="give a row a member"):
        quantile_average([[0.0, 1.0]], [[0.0, 1.0]])
