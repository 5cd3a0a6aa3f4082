"""Aggregates over options as forecasters: paths by hand, options that come and go, one member."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.aggregation import PastScores, fitted_exponent, performance_weights
from tracker.aggregation.paths import PastStatements
from tracker.scoring import DAY_US, NEVER, NOTHING, Choice, Clocks, Policy, Said, judge_options
from tracker.scoring.aggregates import METHOD_NAMES, Past
from tracker.scoring.option_aggregates import OptionAggregates, option_aggregates, rules_out

ALWAYS = -(1 << 62)
NAN = float("nan")
CLOCKS = Clocks(*(np.array([at * DAY_US]) for at in (0, 10, 10, 5)))
THREE = Choice((ALWAYS,) * 3, (NEVER,) * 3, outcome=1)
Row = tuple[int, float, tuple[float, ...] | None]


def spoken(rows: list[Row], until: dict[int, float] | None = None) -> tuple[Said, np.ndarray]:
    """Return rows of (forecaster, day, shares or a withdrawal) of one question."""
    order = sorted(range(len(rows)), key=lambda i: rows[i][:2])
    who, day, p = zip(*(rows[i] for i in order), strict=True)
    made_us = np.array([round(at * DAY_US) for at in day], dtype=np.int64)
    ends = [(until or {}).get(i) for i in order]
    said = Said(
        question=np.zeros(len(rows), dtype=np.int64),
        forecaster=np.array(who, dtype=np.int64),
        made_us=made_us,
        until_us=np.array([NEVER if at is None else round(at * DAY_US) for at in ends]),
        recorded_us=made_us,
        peer=np.ones(len(rows), dtype=bool),
        stands=np.array([x is not None for x in p]),
    )
    return said, np.array([(NAN,) * 3 if x is None else x for x in p])


def path(found: OptionAggregates, method: int = 0) -> list[tuple[float, int, Any]]:
    days = (found.at_us / DAY_US).tolist()
    rows = [None if np.isnan(p).all() else p.tolist() for p in found.p[:, method]]
    return list(zip(days, found.members.tolist(), rows, strict=True))


def near(*p: float) -> Any:
    return pytest.approx(list(p), nan_ok=True)


def test_a_path_moves_whenever_a_member_changes() -> None:
    rows: list[Row] = [(0, -1, (0.2, 0.3, 0.5)), (1, 2, (0.6, 0.3, 0.1)), (0, 6, None)]
    found = option_aggregates(CLOCKS, [THREE], *spoken(rows, {1: 8}), ["mean", "geometric"])
    assert path(found) == [
        (0, 1, near(0.2, 0.3, 0.5)), (2, 2, near(0.4, 0.3, 0.3)), (6, 1, near(0.6, 0.3, 0.1)),
        (8, 0, None),
    ]  # fmt: skip
    roots = np.array([0.12, 0.09, 0.05]) ** 0.5
    assert path(found, 1)[1] == (2, 2, near(*(roots / roots.sum())))
    assert found.said(7).stands.tolist() == [True, True, True, False]
    assert found.daily.tolist() == []


def test_who_says_nothing_of_an_option_on_offer_no_longer_stands() -> None:
    comes = replace(THREE, from_us=(ALWAYS, ALWAYS, 4 * DAY_US))
    rows: list[Row] = [
        (0, 0, (0.2, 0.8, NAN)), (1, 0, (0.6, 0.4, NAN)), (1, 5, (0.3, 0.3, 0.4)),
    ]  # fmt: skip
    found = option_aggregates(CLOCKS, [comes], *spoken(rows), ["mean"])
    assert path(found) == [
        (0, 2, near(0.4, 0.6, NAN)), (4, 0, None), (5, 1, near(0.3, 0.3, 0.4)),
    ]  # fmt: skip


def test_when_an_option_goes_the_pool_over_what_is_left_is_made_anew() -> None:
    goes = replace(THREE, until_us=(NEVER, NEVER, 4 * DAY_US))
    rows: list[Row] = [(0, 0, (0.4, 0.4, 0.2)), (1, 5, (0.2, 0.8, NAN))]
    found = option_aggregates(CLOCKS, [goes], *spoken(rows), ["geometric", "mean"])
    assert path(found) == [
        (0, 1, near(0.4, 0.4, 0.2)), (4, 1, near(0.5, 0.5, NAN)), (5, 2, near(1 / 3, 2 / 3, NAN)),
    ]  # fmt: skip
    assert path(found, 1)[1:] == [(4, 1, near(0.4, 0.4, 0.2)), (5, 2, near(0.3, 0.6, 0.1))]


def test_what_happened_is_not_looked_at() -> None:
    rows: list[Row] = [(0, 0, (0.2, 0.3, 0.5)), (1, 2, (0.6, 0.3, 0.1))]
    comes = replace(THREE, from_us=(ALWAYS, ALWAYS, 4 * DAY_US))
    every = [
        option_aggregates(CLOCKS, [replace(comes, outcome=y)], *spoken(rows), METHOD_NAMES)
        for y in (0, 2, NOTHING)
    ]
    for found in every[1:]:
        assert found.p.tobytes() == every[0].p.tobytes()
        assert found.at_us.tolist() == every[0].at_us.tolist()


def test_it_is_scored_as_a_forecaster_who_said_so() -> None:
    # Mean (.4, .3, .3) from day 2: half of .16 + .49 + .09; before, half of .04 + .49 + .25.
    rows: list[Row] = [(0, 0, (0.2, 0.3, 0.5)), (1, 2, (0.6, 0.3, 0.1))]
    found = option_aggregates(CLOCKS, [THREE], *spoken(rows), ["mean"])
    (judged,) = judge_options(
        CLOCKS, [THREE], found.said(5), found.p[:, 0], [Policy.parse("scheduled")]
    )
    assert judged.forecaster.tolist() == [5]
    assert judged.rules["brier"].score == pytest.approx([(2 * 0.39 + 8 * 0.37) / 10])


chance = st.sampled_from([(0.2, 0.3, 0.5), (0.6, 0.3, 0.1), (0.1, 0.8, 0.1)])
drawn = st.lists(
    st.tuples(st.just(0), st.integers(-1, 11), st.none() | chance), min_size=1, max_size=6
)


@pytest.mark.parametrize("method", METHOD_NAMES)
@given(drawn)
def test_an_aggregate_of_one_member_scores_what_the_member_scores(
    method: str, rows: list[Row]
) -> None:
    said, shares = spoken(rows)
    found = option_aggregates(CLOCKS, [THREE], said, shares, [method])
    if not len(found.at_us):
        return
    policies = [Policy.parse(name) for name in ("scheduled", "open", "last", "spot")]
    own = judge_options(CLOCKS, [THREE], said, shares, policies)
    pooled = judge_options(CLOCKS, [THREE], found.said(0), found.p[:, 0], policies)
    for one, other in zip(own, pooled, strict=True):
        assert one.reason.tolist() == other.reason.tolist()
        assert one.coverage.tolist() == other.coverage.tolist()
        for rule in ("brier", "log_loss", "spherical_loss"):
            scores = (of.rules[rule].score for of in (one, other))
            assert next(scores) == pytest.approx(next(scores), abs=1e-12, nan_ok=True)


def test_a_zero_is_found_where_it_stood_for_an_option_on_offer() -> None:
    comes = replace(THREE, from_us=(ALWAYS, ALWAYS, 4 * DAY_US))
    early: list[Row] = [(0, 0, (0.4, 0.6, 0.0)), (0, 3, (0.4, 0.5, 0.1))]
    assert not rules_out(CLOCKS, [comes], *spoken(early))
    assert rules_out(CLOCKS, [THREE], *spoken(early))
    late: list[Row] = [(0, 11, (0.4, 0.6, 0.0))]
    assert not rules_out(CLOCKS, [THREE], *spoken(late))
    with pytest.raises(ValueError, match="probability 0"):
        option_aggregates(CLOCKS, [THREE], *spoken(early), ["geometric"])


def test_where_nobody_stands_there_is_nothing() -> None:
    found = option_aggregates(CLOCKS, [THREE], *spoken([(0, 12, (0.2, 0.3, 0.5))]), METHOD_NAMES)
    assert found.p.shape == (0, len(METHOD_NAMES), 3)
    assert found.said(1).made_us.tolist() == []


def test_past_scores_weigh_the_options_and_past_means_sharpen_them() -> None:
    """Known on day 2: the first of two members lost less, and 9 in 10 of what the mean gave .7."""
    loss, who = np.array([0.0, 0.5] * 40), np.tile([0, 1], 40)
    question, known = np.repeat(np.arange(40), 2), np.full(80, 2 * DAY_US)
    scores = PastScores(loss, who, question, question, known)
    p, y = np.full(40, 0.7), np.repeat([1.0, 0.0], (36, 4))
    past = Past(scores, PastStatements(p, y, np.arange(40), known[:40]))
    rows: list[Row] = [(0, 0, (0.2, 0.3, 0.5)), (1, 0, (0.6, 0.3, 0.1)), (0, 3, (0.2, 0.3, 0.5))]
    names = ["mean", "performance", "extremized"]
    found = option_aggregates(CLOCKS, [THREE], *spoken(rows), names, past)
    assert [found.p[0, method] for method in range(3)] == [near(0.4, 0.3, 0.3)] * 3
    weight = performance_weights(scores, [0, 1], 3 * DAY_US)
    assert weight[0] > 0.7
    mixed = weight[0] * np.array([0.2, 0.3, 0.5]) + weight[1] * np.array([0.6, 0.3, 0.1])
    assert path(found, 1)[1] == (3, 2, near(*mixed))
    exponent = fitted_exponent(p, y, known[:40], 3 * DAY_US)
    assert exponent > 1.5
    powers = np.array([0.4, 0.3, 0.3]) ** exponent
    assert path(found, 2)[1] == (3, 2, near(*(powers / powers.sum())))
    alone = option_aggregates(CLOCKS, [THREE], *spoken(rows), names)
    assert [alone.p[1, method] for method in range(3)] == [near(0.4, 0.3, 0.3)] * 3
