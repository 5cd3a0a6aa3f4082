"""Sure losses: by hand, in every world, and as much as can be sure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.coherence import distance_to_coherent, sure_loss
from tracker.coherence.nearest import nearest_coherent

Array = np.ndarray[Any, np.dtype[Any]]


def wins(bets: Array, p: Array, matrix: Array) -> list[float]:
    """Return what the bets win in each world, ticket by ticket."""
    return [
        sum(bet * (world[i] - p[i]) for i, bet in enumerate(bets)) for world in matrix.T.tolist()
    ]


def test_de_finetti_s_book_on_rain_and_no_rain() -> None:
    # .70 and .40 are asked for one ticket each, and one of them pays 1: sell both, win .10.
    found = sure_loss([0.7, 0.4], np.eye(2))
    assert found is not None
    assert found.bets == pytest.approx((-1.0, -1.0))
    assert found.least == pytest.approx(0.1)
    # Too cheap: .5 and .3 for what pays 1: buy both, win .2.
    cheap = sure_loss([0.5, 0.3], np.eye(2))
    assert cheap is not None
    assert (cheap.bets, cheap.least) == (pytest.approx((1.0, 1.0)), pytest.approx(0.2))


def test_a_part_likelier_than_the_whole_is_sold_against_the_whole() -> None:
    # a and b at .5, a at .3: sell the part, buy the whole; .2 is left whatever happens, and where
    # a comes without b the whole pays 1 more.
    p, matrix = np.array([0.5, 0.3]), np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    found = sure_loss(p, matrix)
    assert found is not None
    assert found.bets == pytest.approx((-1.0, 1.0))
    assert found.least == pytest.approx(0.2)
    assert wins(np.array(found.bets), p, matrix) == pytest.approx([0.2, 1.2, 0.2])


def test_what_is_coherent_loses_nothing_for_sure() -> None:
    assert sure_loss([0.6, 0.4], np.eye(2)) is None
    assert sure_loss([0.1 + 0.2, 0.7], np.eye(2)) is None  # .30000000000000004
    assert sure_loss([0.2, 0.5, 0.5], [[1, 0, 0], [1, 1, 0], [1, 1, 0]]) is None


def test_who_never_believes_what_must_be_loses_the_rest() -> None:
    # One world: it is true. A ticket at .25 pays 1 for sure.
    found = sure_loss([0.25], [[1.0]])
    assert found is not None
    assert (found.bets, found.least) == ((1.0,), pytest.approx(0.75))


@st.composite
def incoherent(draw: st.DrawFn) -> tuple[Array, Array]:
    m, k = draw(st.integers(1, 6)), draw(st.integers(1, 9))
    p = draw(st.lists(st.floats(0.0, 1.0), min_size=m, max_size=m))
    cells = draw(st.lists(st.integers(0, 1), min_size=m * k, max_size=m * k))
    return np.array(p), np.array(cells, dtype=float).reshape(m, k)


@given(case=incoherent())
def test_in_every_world_the_bets_win_at_least_what_is_said(case: tuple[Array, Array]) -> None:
    p, matrix = case
    found, distance = sure_loss(p, matrix), distance_to_coherent(p, matrix)
    if found is None:
        assert distance < 1e-6
        return
    bets = np.array(found.bets)
    assert np.abs(bets).max() == pytest.approx(1.0)
    assert min(wins(bets, p, matrix)) == pytest.approx(found.least, abs=1e-12)
    assert found.least > 0.0
    # The least a bet of length 1 is sure of is the distance.
    assert found.least == pytest.approx(distance * float(np.linalg.norm(bets)), abs=1e-9)
    towards = nearest_coherent(p, matrix) - p
    assert bets == pytest.approx(towards / np.abs(towards).max())


@given(case=incoherent(), data=st.data())
def test_no_other_bets_of_the_same_length_are_sure_of_more(
    case: tuple[Array, Array], data: Any
) -> None:
    p, matrix = case
    found = sure_loss(p, matrix)
    length = 1.0 if found is None else float(np.linalg.norm(found.bets))
    sure = 0.0 if found is None else found.least
    m = len(p)
    other = np.array(data.draw(st.lists(st.integers(-9, 9), min_size=m, max_size=m)), dtype=float)
    other[0] += not other.any()
    other = other / np.linalg.norm(other) * length
    assert min(wins(other, p, matrix)) <= sure + 1e-6 * (found is None) + 1e-9


def test_what_is_no_statement_is_refused() -> None:
    with pytest.raises(ValueError, match=r"statement 1 is -0.1"):
        sure_loss([0.5, -0.1], np.eye(2))
