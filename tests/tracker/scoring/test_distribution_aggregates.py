"""Aggregates of numbers and dates as forecasters: paths by hand, edges, and one member's scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.aggregation import PastScores, performance_weights
from tracker.aggregation.paths import PastStatements
from tracker.rules import crps
from tracker.scoring import (
    DAY_US,
    NEVER,
    Clocks,
    Curve,
    Date,
    Judged,
    Number,
    Policy,
    Range,
    Said,
    distribution_aggregates,
    judge_date,
    judge_number,
)
from tracker.scoring.aggregates import Past
from tracker.scoring.distribution_aggregates import (
    DISTRIBUTION_METHOD_NAMES,
    LEARNING,
    DistributionPath,
    changes_often,
    distribution_path,
    settled,
)

Row = tuple[int, float, Curve | None]
CLOCKS = Clocks(*(np.array([at * DAY_US]) for at in (0, 10, 10, 5)))
POLICIES = [Policy.parse(p) for p in ("scheduled", "open", "last", "spot", "before-close:5d")]
LEVELS = (0.1, 0.5, 0.9)
TENTHS = tuple(np.linspace(0.0, 10.0, 11).tolist())


def curve(*pairs: tuple[float, float]) -> Curve:
    """Return the curve through (place, height)."""
    places, heights = np.array(pairs, dtype=np.float64).T
    return Curve(places, heights)


def ten(*, open_lower: bool = False, open_upper: bool = False) -> Range:
    return Range(0.0, 10.0, open_lower, open_upper, TENTHS)


def spoken(rows: list[Row], until: dict[int, float] | None = None) -> tuple[Said, list[Any]]:
    """Return rows of (forecaster, day, curve or a withdrawal) of one question."""
    order = sorted(range(len(rows)), key=lambda i: rows[i][:2])
    who, day, curves = zip(*(rows[i] for i in order), strict=True)
    made_us = np.array([round(at * DAY_US) for at in day], dtype=np.int64)
    ends = [(until or {}).get(i) for i in order]
    said = Said(
        question=np.zeros(len(rows), dtype=np.int64),
        forecaster=np.array(who, dtype=np.int64),
        made_us=made_us,
        until_us=np.array([NEVER if at is None else round(at * DAY_US) for at in ends]),
        recorded_us=made_us,
        peer=np.ones(len(rows), dtype=bool),
        stands=np.array([x is not None for x in curves]),
    )
    return said, list(curves)


def path(found: DistributionPath) -> list[tuple[float, int, Any]]:
    """Return (day, members, (places, heights)) of each row, None where nothing stands."""
    days = (found.at_us / DAY_US).tolist()
    knots = [None if c is None else (c.places.tolist(), c.heights.tolist()) for c in found.curves]
    return list(zip(days, found.members.tolist(), knots, strict=True))


LOW, HIGH = curve((0, 0), (4, 1)), curve((2, 0), (10, 1))


def test_a_path_moves_whenever_a_member_changes() -> None:
    rows: list[Row] = [(0, -1, LOW), (1, 2, HIGH), (0, 6, None)]
    found = distribution_path(CLOCKS, ten(), *spoken(rows, {1: 8}), "quantiles")
    low, both, high = ([0, 4], [0, 1]), ([1, 7], [0, 1]), ([2, 10], [0, 1])
    assert path(found) == [(0, 1, low), (2, 2, both), (6, 1, high), (8, 0, None)]
    assert found.said(7).stands.tolist() == [True, True, True, False]
    assert found.said(7).forecaster.tolist() == [7] * 4
    assert not found.said(7).peer.any()
    assert (found.daily, found.thinned) == (False, False)


def test_the_pool_takes_members_as_they_are_scored() -> None:
    """Run on to 0 and 1 at closed bounds, and as they are towards open ones."""
    typed, sure = curve((2, 0.2), (6, 0.6)), curve((5, 0), (5, 1))
    rows: list[Row] = [(0, 0, typed), (1, 0, sure)]
    closed = distribution_path(CLOCKS, ten(), *spoken(rows), "mean")
    places, heights = path(closed)[0][2]
    assert places == [0, 2, 5, 5, 6, 10]
    assert heights == pytest.approx([0, 0.1, 0.25, 0.75, 0.8, 1])
    ajar = ten(open_lower=True, open_upper=True)
    places, heights = path(distribution_path(CLOCKS, ajar, *spoken(rows), "mean"))[0][2]
    assert places == [2, 5, 5, 6]
    assert heights == pytest.approx([0.1, 0.25, 0.75, 0.8])
    # Without a range nothing is run on, either.
    assert path(distribution_path(CLOCKS, None, *spoken(rows), "mean"))[0][2][0] == places
    # By quantiles: only from .2 to .6 do both say anything.
    places, heights = path(distribution_path(CLOCKS, ajar, *spoken(rows), "quantiles"))[0][2]
    assert (places, heights) == ([3.5, 5.5], [0.2, 0.6])


def test_a_curve_is_settled_once_and_mass_on_a_closed_bound_is_a_point_mass() -> None:
    assert settled(LOW, ten()).places.tolist() == [0, 4, 10]
    lump = settled(curve((0, 0.3), (10, 0.8)), ten())
    assert lump.places.tolist() == [0, 0, 10, 10]
    assert lump.heights.tolist() == [0, 0.3, 0.8, 1]
    assert settled(lump, ten()).places.tolist() == lump.places.tolist()
    # Knots beyond a bound, as only an import may hold, keep their order.
    beyond = settled(curve((-2, 0.1), (12, 0.9)), ten())
    assert beyond.places.tolist() == [-2, -2, 12, 12]


def test_places_are_averaged_in_the_unit_whatever_the_scale() -> None:
    rows: list[Row] = [(0, 0, curve((1, 0), (10, 1))), (1, 0, curve((10, 0), (100, 1)))]
    edges = tuple(np.geomspace(1.0, 100.0, 11).tolist())
    log = Range(1.0, 100.0, True, True, edges, zero_point=0.0)  # noqa: FBT003
    for over in (log, Range(1.0, 100.0, True, True, edges)):  # noqa: FBT003
        found = path(distribution_path(CLOCKS, over, *spoken(rows), "quantiles"))
        assert found[0][2] == ([5.5, 55], [0, 1])


def test_on_whole_numbers_a_pool_and_a_median_stay_and_a_mean_of_quantiles_need_not() -> None:
    sure = [curve((place, 0), (place, 1)) for place in (2, 3, 3)]
    rows: list[Row] = [(who, 0, said) for who, said in enumerate(sure)]
    ajar = ten(open_lower=True, open_upper=True)
    pool, middle, average = (
        path(distribution_path(CLOCKS, ajar, *spoken(rows), name))[0][2]
        for name in ("mean", "median", "quantiles")
    )
    assert pool[0] == [2, 2, 3, 3]
    assert pool[1] == pytest.approx([0, 1 / 3, 1 / 3, 1])
    assert middle == ([3, 3], [0, 1])
    assert average[0] == pytest.approx([8 / 3, 8 / 3])


def test_where_no_level_is_reached_by_all_nothing_stands() -> None:
    ajar = ten(open_lower=True, open_upper=True)
    rows: list[Row] = [(0, 0, curve((3, 0.5))), (1, 4, curve((5, 0.6)))]
    found = distribution_path(CLOCKS, ajar, *spoken(rows), "quantiles")
    assert path(found) == [(0, 1, ([3], [0.5])), (4, 2, None)]
    assert found.said(2).stands.tolist() == [True, False]


def test_members_of_one_mind_are_what_they_say() -> None:
    typed = curve((2, 0.2), (6, 0.6))
    rows: list[Row] = [(who, 0, typed) for who in range(3)]
    for name in DISTRIBUTION_METHOD_NAMES:
        found = distribution_path(CLOCKS, ten(), *spoken(rows), name)
        assert found.curves == (typed,)
        assert found.members.tolist() == [3]


def test_recency_counts_who_spoke_last() -> None:
    """Weights .48, .73 and 1 by when each spoke: half of 2.21 is passed at the second of places."""
    rows: list[Row] = [
        (0, 0, curve((0, 0), (1, 1))), (1, 1, curve((4, 0), (5, 1))), (2, 2, curve((8, 0), (9, 1))),
    ]  # fmt: skip
    last = path(distribution_path(CLOCKS, ten(), *spoken(rows), "recency"))[-1][2]
    assert last == ([4, 5], [0, 1])
    equal = path(distribution_path(CLOCKS, ten(), *spoken([*rows, (3, 3, LOW)]), "recency"))[-1][2]
    # .37, .55, .76 and 1 of 2.68, quantiles of which are 0, 4, 8 and 0 at the start: half at 4.
    assert equal[0][0] == 0


def test_past_scores_weigh_the_pool_and_the_mean_of_quantiles() -> None:
    """Who lost less on questions known before day 2 weighs more from then on, and not before."""
    loss, who = np.array([0.0, 0.5] * 40), np.tile([0, 1], 40)
    question, known = np.repeat(np.arange(40), 2), np.full(80, 2 * DAY_US)
    scores = PastScores(loss, who, question, question, known)
    past = Past(scores, PastStatements(*(np.empty(0),) * 4))
    rows: list[Row] = [(0, 0, LOW), (1, 0, HIGH), (0, 2.5, curve((0, 0), (4.0, 1), (5, 1)))]
    weight = performance_weights(scores, [0, 1], 3 * DAY_US)
    assert weight[0] > 0.7
    pool = distribution_path(CLOCKS, ten(), *spoken(rows), "performance", past)
    assert [np.interp(4, c.places, c.heights) for c in pool.curves if c] == [
        pytest.approx(0.5 + 0.125), pytest.approx(weight[0] + weight[1] / 4),
    ]  # fmt: skip
    average = distribution_path(CLOCKS, ten(), *spoken(rows), "quantiles-performance", past)
    assert path(average)[0][2] == ([1, 7], [0, 1])
    assert path(average)[1][2][0] == pytest.approx([2 * weight[1], 4 * weight[0] + 10 * weight[1]])
    assert {"performance", "quantiles-performance", "extremized"} == set(LEARNING)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12), st.integers(0, 4)), max_size=12),
    st.integers(0, 9),
)
def test_what_is_learned_later_changes_nothing_before(
    drawn_past: list[tuple[int, int, int]], until: int
) -> None:
    """Past questions that two members answered: who lost, the day it was known, and how much."""

    def past(rows: list[tuple[int, int, int]]) -> Past:
        loss = np.array([(lost / 4, 0.25)[:: 1 if who else -1] for who, _, lost in rows])
        question, who = np.repeat(np.arange(len(rows)), 2), np.tile([0, 1], len(rows))
        known = np.repeat(np.array([day * DAY_US for _, day, _ in rows], dtype=np.int64), 2)
        return Past(
            PastScores(loss.ravel(), who, question, question, known),
            PastStatements(*(np.empty(0),) * 4),
        )

    said = spoken([(who, day, (LOW, HIGH)[(day + who) % 2]) for day in range(9) for who in (0, 1)])
    for name in ("performance", "quantiles-performance"):
        whole, part = (
            distribution_path(CLOCKS, ten(), *said, name, past(rows))
            for rows in (drawn_past, [row for row in drawn_past if row[1] < until])
        )
        before = int((whole.at_us <= until * DAY_US).sum())
        assert str(path(whole)[:before]) == str(path(part)[:before])


def test_over_ten_thousand_changes_are_looked_at_daily() -> None:
    rows: list[Row] = [(0, i / 2000, LOW if i % 2 else HIGH) for i in range(10_001)]
    said, curves = spoken(rows)
    assert changes_often(CLOCKS, said)
    found = distribution_path(CLOCKS, ten(), said, curves, "mean")
    assert (found.daily, len(found.at_us)) == (True, 10)
    assert not changes_often(CLOCKS, spoken(rows[1:])[0])
    assert not changes_often(CLOCKS, spoken([(0, 12, LOW)])[0])


def test_members_of_too_many_knots_are_read_at_some_and_it_is_said() -> None:
    grid = np.linspace(0.0, 10.0, 1500)
    rows: list[Row] = [
        (who, 0, Curve(grid + who / 7000, np.linspace(0.0, 1.0, 1500) ** (1 + who)))
        for who in range(3)
    ]
    ajar = ten(open_lower=True, open_upper=True)
    for name in DISTRIBUTION_METHOD_NAMES:
        found = distribution_path(CLOCKS, ajar, *spoken(rows), name)
        assert found.thinned
        (one,) = found.curves
        assert one is not None
        assert len(one.places) <= 4000
        if name == "mean":
            whole = np.mean(
                [np.interp(one.places, c.places, c.heights) for _, _, c in rows], axis=0
            )
            assert one.heights == pytest.approx(whole)


def test_a_number_is_scored_as_a_forecaster_who_said_so() -> None:
    rows: list[Row] = [(0, 0, LOW), (1, 2, HIGH)]
    found = distribution_path(CLOCKS, ten(), *spoken(rows), "quantiles")
    (judged,) = judge_number(
        CLOCKS, Number(ten(), LEVELS, 5.0, 5.0), found.said(5), found.curves, POLICIES[:1]
    )
    first, then = (crps(*of, 5.0, 0.0, 10.0) for of in (([0, 4], [0, 1]), ([1, 7], [0, 1])))
    assert judged.rules["crps"].score == pytest.approx([(2 * first + 8 * then) / 10])
    assert judged.forecaster.tolist() == [5]


heights = st.lists(st.integers(0, 4), min_size=3, max_size=3).map(sorted)
chance = heights.map(lambda f: Curve(np.array([1.0, 4.0, 8.0]), np.array(f) / 4))
drawn = st.lists(
    st.tuples(st.just(0), st.integers(-1, 11), st.none() | chance), min_size=1, max_size=6
)


def scores(judged: tuple[Judged, ...]) -> list[str]:
    """Return every number of every pair under every policy, to the bit."""
    found = []
    for one in judged:
        rules = [of for name, of in one.rules.items() if name != "metaculus_peer"]
        columns = [getattr(of, part) for of in rules for part in ("score", "reference", "uniform")]
        columns += [one.coverage, one.attainable, one.forecasts, one.reason]
        found += [str(column.tolist()) for column in columns]
    return found


@pytest.mark.parametrize("method", DISTRIBUTION_METHOD_NAMES)
@given(
    drawn,
    st.sampled_from([ten(), ten(open_lower=True, open_upper=True)]),
    st.sampled_from([5.0, 0.0, 10.0]),
)
def test_a_number_aggregated_of_one_member_scores_what_the_member_scores(
    method: str, rows: list[Row], over: Range, y: float
) -> None:
    said, curves = spoken(rows)
    found = distribution_path(CLOCKS, over, said, curves, method)
    if len(found.at_us):
        number = Number(over, LEVELS, y, y)
        own = judge_number(CLOCKS, number, said, curves, POLICIES)
        alike = judge_number(CLOCKS, number, found.said(0), found.curves, POLICIES)
        assert scores(alike) == scores(own)


@pytest.mark.parametrize("method", DISTRIBUTION_METHOD_NAMES)
@given(drawn, st.sampled_from([3, 9, None]))
def test_a_date_aggregated_of_one_member_scores_what_the_member_scores(
    method: str, rows: list[Row], happened: int | None
) -> None:
    said, curves = spoken(rows)
    over = Range(0.0, 10.0, False, True, TENTHS)  # noqa: FBT003
    found = distribution_path(CLOCKS, over, said, curves, method)
    if len(found.at_us):
        happened_us = NEVER if happened is None else happened * DAY_US
        date = Date(10 * DAY_US, happened_us, 10 * DAY_US, over, LEVELS)
        own = judge_date(CLOCKS, date, said, curves, POLICIES)
        assert scores(judge_date(CLOCKS, date, found.said(0), found.curves, POLICIES)) == scores(
            own
        )


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 9), chance), min_size=1, max_size=8,
        unique_by=lambda row: row[:2],
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_whoever_is_listed_first_no_bit_changes(rows: list[Row], luck: Any) -> None:
    names = list(range(4))
    luck.shuffle(names)
    renamed: list[Row] = [(names[who], day, said) for who, day, said in rows]
    for method in ("median", "mean", "quantiles", "recency", "trimmed"):
        one, other = (
            distribution_path(CLOCKS, ten(open_upper=True), *spoken(of), method)
            for of in (rows, renamed)
        )
        assert str(path(one)) == str(path(other))


def test_dates_score_no_worse_pooled_than_their_members_on_average() -> None:
    """Squares of heights are convex: it holds for every deadline and every instant."""
    over = Range(0.0, 10.0, False, True, TENTHS)  # noqa: FBT003
    luck = np.random.default_rng(5)
    for _ in range(50):
        rows: list[Row] = [
            (who, 0, Curve(np.array([0.0, 3.0, 10.0]), np.append(0.0, np.sort(luck.random(2)))))
            for who in range(4)
        ]
        said, curves = spoken(rows)
        happened_us = int(luck.integers(1, 15)) * DAY_US
        happened_us = NEVER if happened_us > 10 * DAY_US else happened_us
        date = Date(10 * DAY_US, happened_us, 10 * DAY_US, over, LEVELS)
        pool = distribution_path(CLOCKS, over, said, curves, "mean")
        for policy in POLICIES:
            (own,) = judge_date(CLOCKS, date, said, curves, [policy])
            (one,) = judge_date(CLOCKS, date, pool.said(0), pool.curves, [policy])
            assert one.rules["brier"].score[0] <= own.rules["brier"].score.mean() + 1e-12


def test_every_method_is_a_name_of_its_own() -> None:
    assert len(set(distribution_aggregates.ALL_METHODS)) == len(distribution_aggregates.ALL_METHODS)
