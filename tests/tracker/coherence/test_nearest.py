"""Nearest coherent probabilities: known closed forms, and the promise in every world."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression, nnls

from tracker.coherence import distance_to_coherent, nearest_coherent

Array = np.ndarray[Any, np.dtype[Any]]

chance = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0.0, 1.0))


@st.composite
def statements(draw: st.DrawFn) -> tuple[Array, Array]:
    """Draw a few statements about a few worlds, most of them incoherent."""
    m, k = draw(st.integers(1, 6)), draw(st.integers(1, 9))
    p = draw(st.lists(chance, min_size=m, max_size=m))
    cells = draw(st.lists(st.integers(0, 1), min_size=m * k, max_size=m * k))
    return np.array(p), np.array(cells, dtype=float).reshape(m, k)


def nested(deadlines: int) -> Array:
    """Return "by t?" for each deadline, in worlds by when it happens, never the last."""
    worlds = np.arange(deadlines + 1)
    return (worlds <= np.arange(deadlines)[:, np.newaxis]).astype(float)


def test_rain_and_no_rain_share_the_excess() -> None:
    # .7 + .4 = 1.1: each gives up half of .1; the distance is sqrt(2 x .05^2).
    assert nearest_coherent([0.7, 0.4], np.eye(2)) == pytest.approx([0.65, 0.35], abs=1e-15)
    assert distance_to_coherent([0.7, 0.4], np.eye(2)) == pytest.approx(math.sqrt(0.005))


def test_a_partition_is_the_projection_on_the_simplex() -> None:
    # .9 .5 .05 sum to 1.45. A third of .45 off each would leave the last below 0: it is 0, and
    # the other two give up .4 / 2 each (Michelot 1986).
    assert nearest_coherent([0.9, 0.5, 0.05], np.eye(3)) == pytest.approx([0.7, 0.3, 0.0])


def test_a_part_is_no_likelier_than_the_whole() -> None:
    # a and b said .5, a said .3: both .4. Worlds: ab, a alone, no a.
    assert nearest_coherent([0.5, 0.3], [[1, 0, 0], [1, 1, 0]]) == pytest.approx([0.4, 0.4])


def test_a_conjunction_cannot_be_less_than_its_parts_force() -> None:
    # P(a) = P(b) = .9 force P(ab) >= .8; .5 was said. The plane a + b - ab <= 1 is 1.3 - 1 = .3
    # off, its normal (1, 1, -1) has the squared length 3: move each by .1.
    found = nearest_coherent([0.9, 0.9, 0.5], [[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 0]])
    assert found == pytest.approx([0.8, 0.8, 0.6])
    assert distance_to_coherent(
        [0.9, 0.9, 0.5], [[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 0]]
    ) == pytest.approx(0.3 / math.sqrt(3))


@example(
    p=[
        0.4373877542200265,
        0.4228889922642235,
        0.5,
        0.006664088493712363,
        0.0,
        0.4228889922642235,
        0.0,
        0.5,
        0.5,
        0.0,
        1.0,
        1.0,
    ]
)  # nnls of scipy 1.17.1 ends early
@given(p=st.lists(chance, min_size=1, max_size=12))
def test_nested_deadlines_alone_are_isotonic_regression(p: list[float]) -> None:
    expected = isotonic_regression(np.array(p)).x
    assert nearest_coherent(p, nested(len(p))) == pytest.approx(expected, abs=1e-9)


@given(case=statements())
def test_in_every_world_it_loses_less_by_the_squared_distance(case: tuple[Array, Array]) -> None:
    p, matrix = case
    nearest = nearest_coherent(p, matrix)
    stated, coherent = (((x[:, np.newaxis] - matrix) ** 2).sum(axis=0) for x in (p, nearest))
    assert np.all(coherent <= stated - distance_to_coherent(p, matrix) ** 2 + 1e-12)


@given(case=statements(), data=st.data())
def test_no_other_mixture_of_worlds_is_nearer(case: tuple[Array, Array], data: Any) -> None:
    p, matrix = case
    k = matrix.shape[1]
    raw = np.array(data.draw(st.lists(st.floats(0.0, 1.0), min_size=k, max_size=k))) + 1e-9
    other = matrix @ (raw / raw.sum())
    assert distance_to_coherent(p, matrix) <= np.linalg.norm(other - p) + 1e-12


@given(case=statements())
def test_it_is_that_of_least_squares_with_a_heavy_row(case: tuple[Array, Array]) -> None:
    p, matrix = case
    heavy = 1e5
    distinct = np.unique(matrix, axis=1)
    rows = np.vstack((distinct, np.full(distinct.shape[1], heavy)))
    mixture, _ = nnls(rows, np.append(p, heavy))
    expected = distinct @ (mixture / mixture.sum())
    assert nearest_coherent(p, matrix) == pytest.approx(expected, abs=1e-6)


@given(case=statements(), data=st.data())
def test_what_is_coherent_comes_back_and_so_does_the_nearest(
    case: tuple[Array, Array], data: Any
) -> None:
    p, matrix = case
    k = matrix.shape[1]
    raw = np.array(data.draw(st.lists(st.integers(0, 5), min_size=k, max_size=k))) + 1e-12
    coherent = np.clip(matrix @ (raw / raw.sum()), 0.0, 1.0)
    assert nearest_coherent(coherent, matrix) == pytest.approx(coherent, abs=1e-7)
    once = np.clip(nearest_coherent(p, matrix), 0.0, 1.0)
    assert nearest_coherent(once, matrix) == pytest.approx(once, abs=1e-7)


@given(case=statements(), data=st.data())
def test_worlds_twice_or_in_another_order_change_nothing(
    case: tuple[Array, Array], data: Any
) -> None:
    p, matrix = case
    order = data.draw(st.permutations(range(matrix.shape[1])))
    again = np.hstack((matrix[:, order], matrix))
    assert np.array_equal(nearest_coherent(p, again), nearest_coherent(p, matrix))


def test_thousands_of_worlds_are_milliseconds_and_still_exact() -> None:
    # Twelve events and all their 4,096 worlds, with pairs: no two statements are alone coherent.
    rng = np.random.default_rng(3)
    events = (np.arange(4096)[np.newaxis, :] >> np.arange(12)[:, np.newaxis] & 1).astype(float)
    matrix = np.vstack((events, events[:6] * events[6:]))
    p = rng.random(18)
    nearest = nearest_coherent(p, matrix)
    normal = nearest - p
    # Optimal: no world lies on the near side of the plane through the nearest point.
    assert (normal @ matrix).min() >= normal @ nearest - 1e-12
    assert np.linalg.norm(normal) > 0.1


@pytest.mark.parametrize(
    ("p", "matrix", "message"),
    [
        ([], np.ones((0, 2)), "at least one"),
        ([[0.5]], [[1.0]], r"p has shape \(1, 1\)"),
        ([0.5, 1.2], np.eye(2), "statement 1 is 1.2"),
        ([math.nan, 0.2], np.eye(2), "statement 0 is nan"),
        ([0.5], np.eye(2), r"A has shape \(2, 2\): give 1 rows"),
        ([0.5], [1.0], r"A has shape \(1,\)"),
        ([0.5], np.ones((1, 0)), r"A has shape \(1, 0\)"),
        ([0.5], [[math.inf]], "not finite"),
    ],
)
def test_what_is_no_statement_is_refused(p: Any, matrix: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nearest_coherent(p, matrix)
