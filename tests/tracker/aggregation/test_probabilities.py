"""Aggregates of chances against worked numbers, public ones, and what each must always keep."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.aggregation import (
    extremize,
    geometric_mean_of_odds,
    geometric_mean_of_odds_floored,
    mean,
    median,
    recency_weighted_median,
    recency_weights,
    trimmed_mean,
    weighted_median,
)

AGGREGATES = {
    "mean": mean,
    "median": median,
    "trimmed_mean": lambda p: trimmed_mean(p, 0.2),
    "geometric_mean_of_odds": geometric_mean_of_odds,
    "geometric_mean_of_odds_floored": geometric_mean_of_odds_floored,
    "recency_weighted_median": recency_weighted_median,
}
WEIGHTED = {
    "mean": mean,
    "geometric_mean_of_odds": geometric_mean_of_odds,
    "weighted_median": weighted_median,
}
UNORDERED = [name for name in AGGREGATES if not name.startswith("recency")]

each = pytest.mark.parametrize("name", AGGREGATES)
each_weighted = pytest.mark.parametrize("name", WEIGHTED)
chances = st.one_of(st.sampled_from([0.001, 0.1, 0.5, 0.999]), st.floats(0.001, 0.999))
thousandths = st.integers(0, 1000).map(lambda k: k / 1000)
crowds = st.lists(chances, min_size=1, max_size=12)


@st.composite
def weighted_crowds(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    p = draw(crowds)
    weight = st.one_of(st.just(0.0), st.floats(0.01, 5.0))
    weights = draw(st.lists(weight, min_size=len(p), max_size=len(p)))
    return p, [*weights[:-1], 1.0]


def test_worked_by_hand() -> None:
    p = [0.1, 0.2, 0.3, 0.8, 0.9]
    assert mean(p) == pytest.approx(0.46)
    assert median(p) == 0.3
    assert median([0.9, 0.1, 0.2, 0.4]) == pytest.approx(0.3)
    assert mean([0.2, 0.6], weights=[3, 1]) == pytest.approx(0.3)
    assert mean([[0.2, 0.8], [0.6, 0.4]], weights=[3, 1]) == pytest.approx([0.3, 0.7])
    # Odds 1/9, 1/4, 3/7, 4 and 9: the product is 3/7, its fifth root 0.84411.
    odds = (3 / 7) ** 0.2
    assert geometric_mean_of_odds(p) == pytest.approx(odds / (1 + odds), abs=1e-12)
    # Odds 1/4 and 4 with weights 3 to 1: 4^(-3/4 + 1/4) = 1/2.
    assert geometric_mean_of_odds([0.2, 0.8], [3, 1]) == pytest.approx(1 / 3, abs=1e-12)


def test_trimmed_means_by_hand() -> None:
    p = [0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert trimmed_mean(p, 0.0) == pytest.approx(mean(p))
    assert trimmed_mean(p, 0.09) == pytest.approx(mean(p))
    assert trimmed_mean(p, 0.1) == pytest.approx(sum(p[1:9]) / 8)
    assert trimmed_mean(p, 0.3) == pytest.approx(sum(p[3:7]) / 4)
    assert trimmed_mean(p, 0.499) == pytest.approx(0.55)
    assert trimmed_mean([0.3], 0.4) == 0.3
    assert trimmed_mean([0.3, 0.4], math.nextafter(0.5, 0.0)) == pytest.approx(0.35)


def test_the_share_cut_is_not_lost_to_rounding() -> None:
    # 100 * 0.29 is 28.999999999999996 in floating point; 29 are to be cut.
    p = np.concatenate([np.zeros(29), np.full(42, 0.3), np.ones(29)])
    assert 100 * 0.29 < 29
    assert trimmed_mean(p, 0.29) == 0.3


@pytest.mark.parametrize(
    ("p", "a", "to"),
    [
        # Odds 7/3 to the power 2.5 are 8.31640, which is the probability .892664.
        (0.7, 2.5, 0.892664),
        (0.3, 2.5, 0.107336),
        (0.8, 2.0, 16 / 17),
        (0.8, 0.5, 2 / 3),
        (0.9, 1.0, 0.9),
        (0.9, 0.0, 0.5),
        (0.5, 7.0, 0.5),
        (0.0, 2.5, 0.0),
        (1.0, 2.5, 1.0),
        (0.999, 1e6, 1.0),
        (1e-300, 100.0, 0.0),
    ],
)
def test_extremized_numbers(p: float, a: float, to: float) -> None:
    # Baron et al. (2014), p^a / (p^a + (1 - p)^a).
    found = extremize(p, a)
    assert type(found) is float
    assert found == pytest.approx(to, abs=5e-7)
    assert extremize(np.array([p, 1 - p]), a) == pytest.approx([to, 1 - to], abs=5e-7)


@given(p=thousandths, q=thousandths, a=st.floats(0.1, 10.0))
def test_extremizing_keeps_sides_and_order(p: float, q: float, a: float) -> None:
    assert extremize(1.0 - p, a) == pytest.approx(1.0 - extremize(p, a), abs=1e-12)
    if p <= q:
        assert extremize(p, a) <= extremize(q, a) + 1e-15
    further = abs(extremize(p, a) - 0.5) - abs(p - 0.5)
    assert further * (a - 1.0) >= -1e-12


@given(p=st.floats(0.05, 0.95), a=st.floats(0.2, 3.0), b=st.floats(0.2, 3.0))
def test_extremizing_twice_multiplies_the_exponents(p: float, a: float, b: float) -> None:
    assert extremize(extremize(p, a), b) == pytest.approx(extremize(p, a * b), abs=1e-10)


@given(p=crowds, a=st.floats(0.2, 3.0))
def test_the_geometric_mean_commutes_with_extremizing(p: list[float], a: float) -> None:
    # Satopää et al. (2014): G^a / (1 + G^a), with G the geometric mean of the odds.
    odds = math.prod((x / (1 - x)) ** (a / len(p)) for x in p)
    assert extremize(geometric_mean_of_odds(p), a) == pytest.approx(odds / (1 + odds), rel=1e-9)
    assert geometric_mean_of_odds(extremize(p, a)) == pytest.approx(odds / (1 + odds), rel=1e-9)


def test_recency_weights_are_those_metaculus_publishes() -> None:
    # Its test suite (tests/unit/test_utils/test_the_math/test_aggregations.py, 2025) expects three
    # forecasts, oldest first, in a histogram with these weights.
    assert recency_weights(3) == pytest.approx([0.48092170020263214, 0.7277212189012763, 1.0])
    assert recency_weights(2).tolist() == [1.0, 1.0]
    assert recency_weights(1).tolist() == [1.0]


@pytest.mark.parametrize(
    ("p", "to", "average"),
    [
        # The same test suite, by what it calls centers and means.
        ([0.5], 0.5, 0.5),
        ([0.8, 0.6], 0.7, 0.7),
        ([0.8, 0.7, 0.6], 0.7, 0.6764978623159252),
        ([0.8, 0.7, 0.5, 0.6], 0.6, 0.6196126164947732),
    ],
)
def test_recency_weighted_numbers_of_metaculus(p: list[float], to: float, average: float) -> None:
    assert recency_weighted_median(p) == pytest.approx(to, abs=1e-15)
    assert mean(p, recency_weights(len(p))) == pytest.approx(average, abs=1e-15)


def test_recency_counts() -> None:
    # 7 old at .2 weigh 6.62 in units of exp(sqrt(7) - sqrt(12)), 5 new at .7 weigh 8.12.
    old, new = [0.2] * 7, [0.7] * 5
    assert median(old + new) == 0.2
    assert recency_weighted_median(old + new) == 0.7
    assert recency_weighted_median(new + old) == 0.2


def test_weighted_medians_by_hand() -> None:
    assert weighted_median([0.1, 0.2, 0.6], [1, 1, 1]) == 0.2
    assert weighted_median([0.1, 0.2, 0.6], [1, 1, 5]) == 0.6
    # Weights .1 + .2 and .3 part in halves, though not to the last digit.
    assert weighted_median([0.1, 0.2, 0.6], [0.1, 0.2, 0.3]) == pytest.approx(0.4)
    assert weighted_median([0.6, 0.1], [0, 1]) == 0.1
    assert weighted_median([0.6, 0.1, 0.3], [1, 1, 0]) == pytest.approx(0.35)


@each
@given(p=crowds)
def test_it_lies_between_the_least_and_the_greatest(name: str, p: list[float]) -> None:
    assert min(p) <= AGGREGATES[name](p) <= max(p)  # type: ignore[operator]


@each
@given(p=chances, n=st.integers(1, 20))
def test_of_one_mind_it_is_what_all_say(name: str, p: float, n: int) -> None:
    found = AGGREGATES[name]([p] * n)
    assert type(found) is float
    assert found == p


@pytest.mark.parametrize("name", UNORDERED)
@given(p=crowds, data=st.data())
def test_the_order_of_members_does_not_matter(
    name: str, p: list[float], data: st.DataObject
) -> None:
    assert AGGREGATES[name](p) == AGGREGATES[name](data.draw(st.permutations(p)))


@each
@given(p=crowds, data=st.data())
def test_who_says_more_never_lowers_it(name: str, p: list[float], data: st.DataObject) -> None:
    k = data.draw(st.integers(0, len(p) - 1))
    more = [*p[:k], data.draw(st.floats(p[k], 0.999)), *p[k + 1 :]]
    assert AGGREGATES[name](more) >= AGGREGATES[name](p) - 1e-12  # type: ignore[operator]


@each
@given(p=crowds)
def test_turned_round_it_is_turned_round(name: str, p: list[float]) -> None:
    turned = AGGREGATES[name]([1.0 - x for x in p])
    assert turned == pytest.approx(1.0 - AGGREGATES[name](p), abs=1e-12)  # type: ignore[operator]


@each_weighted
@given(crowd=weighted_crowds(), scale=st.floats(1e-3, 1e3), data=st.data())
def test_weights_have_no_scale_and_follow_their_members(
    name: str, crowd: tuple[list[float], list[float]], scale: float, data: st.DataObject
) -> None:
    p, weights = crowd
    one = WEIGHTED[name](p, weights)
    assert WEIGHTED[name](p, [scale * w for w in weights]) == pytest.approx(one, abs=1e-9)
    order = data.draw(st.permutations(range(len(p))))
    moved = WEIGHTED[name]([p[k] for k in order], [weights[k] for k in order])
    assert moved == pytest.approx(one, abs=1e-12)


@each_weighted
@given(crowd=weighted_crowds(), extra=chances)
def test_a_weight_of_two_is_two_members_and_of_none_is_nobody(
    name: str, crowd: tuple[list[float], list[float]], extra: float
) -> None:
    p, weights = crowd
    one = WEIGHTED[name](p, weights)
    twice = WEIGHTED[name]([*p, p[0]], [*weights, weights[0]])
    doubled = WEIGHTED[name](p, [2.0 * weights[0], *weights[1:]])
    assert twice == pytest.approx(doubled, abs=1e-9)
    assert WEIGHTED[name]([*p, extra], [*weights, 0.0]) == pytest.approx(one, abs=1e-12)


def test_certainties_are_refused_or_floored_under_a_name_that_says_so() -> None:
    for certain in (0.0, 1.0):
        with pytest.raises(ValueError, match="use geometric_mean_of_odds_floored"):
            geometric_mean_of_odds([0.5, certain])
    # A floor of 1/10 on 0 and 1/2: odds 1/9 and 1, their geometric mean 1/3.
    assert geometric_mean_of_odds_floored([0.5, 0.0], 0.1) == pytest.approx(0.25)
    assert geometric_mean_of_odds_floored([1.0, 1.0], 0.1) == 0.9
    assert geometric_mean_of_odds_floored([0.0, 0.5], 0.1, [0, 1]) == 0.5
    assert geometric_mean_of_odds([0.0, 0.5], [0, 1]) == 0.5
    assert mean([0.0, 1.0]) == median([0.0, 1.0]) == 0.5


def test_hair_s_breadth_from_certainty_nothing_overflows() -> None:
    tiny = 5e-324
    assert geometric_mean_of_odds([tiny, tiny]) == tiny
    assert 0.0 < geometric_mean_of_odds([tiny, 0.5]) < 1e-100
    assert mean([0.2, 0.4], weights=[1e308, 1e308]) == pytest.approx(0.3)


@each
@pytest.mark.parametrize(
    ("p", "message"),
    [
        ([], r"p has shape \(0,\)|there are 0 members"),
        ([0.2, 1.5], r"p\[1\] is 1.5"),
        ([0.2, math.nan], r"p\[1\] is nan"),
        (0.5, r"p has shape \(\)"),
    ],
)
def test_what_is_no_crowd_is_refused(name: str, p: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        AGGREGATES[name](p)


@each_weighted
@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0], "give 2 finite numbers"),
        ([1.0, math.nan], "give 2 finite numbers"),
        ([1.0, math.inf], "give 2 finite numbers"),
        ([1.0, -0.1], "must not be negative"),
        ([0.0, 0.0], "one of them must be above 0"),
    ],
)
def test_what_are_no_weights_is_refused(name: str, weights: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        WEIGHTED[name]([0.2, 0.3], weights)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: trimmed_mean([0.2], 0.5), "share is 0.5"),
        (lambda: trimmed_mean([0.2], -0.1), "share is -0.1"),
        (lambda: trimmed_mean([0.2], math.nan), "share is nan"),
        (lambda: extremize(0.5, -1.0), "a is -1.0"),
        (lambda: extremize(0.5, math.inf), "a is inf"),
        (lambda: extremize(0.5, math.nan), "a is nan"),
        (lambda: extremize(1.5, 2.0), "p is 1.5"),
        (lambda: extremize([[0.5, 0.5]], 2.0), "p has shape"),  # type: ignore[list-item]
        (lambda: geometric_mean_of_odds_floored([0.5], 0.5), "floor is 0.5"),
        (lambda: geometric_mean_of_odds_floored([0.5], 0.0), "floor is 0.0"),
        (lambda: mean([[0.5, 0.4]]), "sums to 0.9"),
    ],
)
def test_parameters_out_of_range_are_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
