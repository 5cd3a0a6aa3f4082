"""Numeric questions by hand: ranges, levels, bins, words and intervals for an outcome."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pytest

from tracker.rules import crps, wis
from tracker.rules.cdf import height, knots
from tracker.scoring import (
    DAY_US,
    NEVER,
    REASONS,
    Case,
    Clocks,
    Curve,
    Number,
    Policy,
    Range,
    Said,
    judge_number,
    judge_numbers,
    likeness,
    rate_number,
    with_baseline,
)

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def days(*values: float | None) -> np.ndarray:
    return np.array([NEVER if v is None else round(v * DAY_US) for v in values], dtype=np.int64)


def ten(*, open_lower: bool = False, open_upper: bool = False, bins: int = 10) -> Range:
    """Return the range from 0 to 10."""
    edges = tuple(np.linspace(0.0, 10.0, bins + 1).tolist())
    return Range(0.0, 10.0, open_lower, open_upper, edges)


def curve(*pairs: tuple[float, float]) -> Curve:
    """Return the curve through (place, height)."""
    places, heights = np.array(pairs, dtype=np.float64).T
    return Curve(places, heights)


EVEN = curve((0, 0), (10, 1))
Row = tuple[int, float, Curve | None]


def judged(
    number: Number, rows: Sequence[Row], policy: str = "scheduled", known: float = 10
) -> dict[int, SimpleNamespace]:
    """Judge a question from day 0 to 10; rows are (forecaster, day, curve or a withdrawal)."""
    at = days(*(row[1] for row in rows))
    said = Said(
        question=np.zeros(len(rows), dtype=np.int64),
        forecaster=np.array([row[0] for row in rows]),
        made_us=at,
        until_us=days(*(None for _ in rows)),
        recorded_us=at,
        peer=np.ones(len(rows), dtype=bool),
        stands=np.array([row[2] is not None for row in rows]),
    )
    clocks = Clocks(days(0), days(10), days(known), days(None))
    (found,) = judge_number(clocks, number, said, [row[2] for row in rows], [Policy.parse(policy)])
    return {
        who: SimpleNamespace(
            reason=REASONS[found.reason[i]],
            why={rule: REASONS[codes[i]] for rule, codes in found.undefined.items() if codes[i]},
            low={rule: of.low[i] for rule, of in found.rules.items()},
            high={rule: of.high[i] for rule, of in found.rules.items()},
            reference={rule: of.reference[i] for rule, of in found.rules.items()},
            uniform={rule: of.uniform[i] for rule, of in found.rules.items()},
            **{rule: of.score[i] for rule, of in found.rules.items()},
        )
        for i, who in enumerate(found.forecaster.tolist())
    }


def test_the_even_curve_on_a_closed_range() -> None:
    # The integral of (z/10)^2 from 0 to 5, twice; quantiles at .5, 2.5, 5, 7.5, 9.5.
    found = judged(Number(ten(), LEVELS, 5.0, 5.0), [(0, 0, EVEN)])[0]
    assert found.crps == pytest.approx(10 / 12)
    assert found.crps_scaled == pytest.approx(1 / 12)
    assert found.wis == pytest.approx(
        2 / 5 * (0.05 * 4.5 + 0.25 * 2.5 + 0 + 0.25 * 2.5 + 0.05 * 4.5)
    )
    assert found.metaculus_baseline == pytest.approx(0.0)
    assert found.reference["crps"] == found.uniform["crps"] == pytest.approx(found.crps)


def test_time_weighs_and_the_reference_fills_the_gaps() -> None:
    sure = curve((4.5, 0), (5.5, 1))
    rows: list[Row] = [(0, 2, sure), (0, 6, None), (1, 9, sure)]
    number = Number(ten(), LEVELS, 5.0, 5.0)
    found, own = judged(number, rows, known=8), crps([4.5, 5.5], [0, 1], 5.0, 0.0, 10.0)
    assert found[0].crps == pytest.approx((2 * 10 / 12 + 4 * own + 2 * 10 / 12) / 10)
    assert found[0].reference["crps"] == pytest.approx(0.8 * 10 / 12)
    assert judged(number, rows, "open", known=8)[0].crps == pytest.approx(own)
    assert judged(number, rows, "last", known=8)[0].reason == "no forecast stood then"
    assert judged(number, rows, "before-close:5d", known=8)[0].crps == pytest.approx(own)
    assert found[1].reason.startswith("no forecast stood before")  # late
    # Points count 0 where none stands: 4 of 10 days at 50 ln(1/.1), half of the curve in each bin.
    assert found[0].metaculus_baseline == pytest.approx(0.4 * 50 * math.log(0.5 / 0.1))


def test_open_bounds_take_words_and_the_baseline_gives_them_a_twentieth() -> None:
    over = ten(open_lower=True, open_upper=True)
    said = curve((0, 0.2), (10, 0.7))  # .3 above
    above = judged(Number(over, LEVELS, math.inf, math.inf), [(0, 0, said)])[0]
    assert above.crps == pytest.approx(crps([0, 10], [0.2, 0.7], 10.0, 0.0, 10.0,
                                            open_lower=True, open_upper=True))  # fmt: skip
    assert above.metaculus_baseline == pytest.approx(50 * math.log(0.3 / 0.05))
    assert above.why == {"wis": "a forecast does not reach every level of the question"}
    beyond = judged(Number(over, LEVELS, 123.0, 123.0), [(0, 0, said)])[0]
    assert beyond.crps == pytest.approx(above.crps)
    assert beyond.metaculus_baseline == above.metaculus_baseline
    below = judged(Number(over, LEVELS, -math.inf, -math.inf), [(0, 0, said)])[0]
    assert below.metaculus_baseline == pytest.approx(50 * math.log(0.2 / 0.05))
    line = [0.05, 0.95]
    assert above.reference["crps"] == pytest.approx(
        crps([0, 10], line, 10.0, 0.0, 10.0, open_lower=True, open_upper=True)
    )


@pytest.mark.parametrize(("happened", "given"), [(math.inf, 0.1), (9.0, 0.0), (7.5, 0.4 / 3)])
def test_what_lies_beyond_the_outer_knots_of_open_bounds_is_outside_at_both_ends_alike(
    happened: float, given: float
) -> None:
    over = ten(open_lower=True, open_upper=True)
    said = curve((2, 0.1), (5, 0.5), (8, 0.9))  # .1 below the range and .1 above it
    of_bin = 0.05 if math.isinf(happened) else 0.9 / 10
    for y in (happened, 10.0 - happened):
        number = Number(over, LEVELS, y, y)
        rows: list[Row] = [(0, 0, said), (1, 0, curve((0, 0.05), (10, 0.95)))]
        found = judged(number, rows)[0]
        points = math.log(max(given, 1e-5) / of_bin)
        assert found.metaculus_baseline == pytest.approx(50 * points)
        assert found.metaculus_peer == pytest.approx(50 * points)


def test_without_a_range_only_the_levels_are_scored() -> None:
    quantiles = curve((1, 0.05), (2, 0.25), (4, 0.5), (6, 0.75), (9, 0.95))
    number = Number(None, LEVELS, 5.0, 5.0)
    found = judged(number, [(0, 0, quantiles)])[0]
    assert found.wis == pytest.approx(wis(LEVELS, [1, 2, 4, 6, 9], 5.0))
    no_range = dict.fromkeys(
        ("crps", "crps_scaled", "metaculus_baseline", "metaculus_peer"), "the question has no range"
    )
    assert found.why == no_range
    gap = judged(number, [(0, 5, quantiles)])[0]
    assert math.isnan(gap.wis)
    assert "no range" in gap.why["wis"]
    assert judged(number, [(0, 5, quantiles)], "open")[0].wis == pytest.approx(found.wis)


def test_the_last_of_eight_knots_reaches_the_last_level() -> None:
    # .5 at 5, .95 at 7, and 6 came: the mean of .5 and .05, doubled.
    said = curve(*((k, k / 10) for k in range(7)), (7, 0.95))
    found = judged(Number(None, (0.5, 0.95), 6.0, 6.0), [(0, 0, said)])[0]
    assert found.wis == pytest.approx(0.55)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0.1, 0.5), 0.1 + 1.1),
        ((0.5, 0.6), 1.1 + 0.4 * 3),
        ((0.09, 0.5), None),
        ((0.5, 0.61), None),
    ],
)
def test_a_level_is_reached_from_the_first_knot_to_the_last(
    levels: tuple[float, ...], expected: float | None
) -> None:
    # .1 at 2, .5 at 5.2, .6 at 6, and 3 came.
    found = judged(Number(None, levels, 3.0, 3.0), [(0, 0, curve((2, 0.1), (6, 0.6)))], "last")[0]
    assert found.wis == pytest.approx(math.nan if expected is None else expected, nan_ok=True)
    assert ("wis" in found.why) == (expected is None)


def test_towards_open_bounds_a_curve_stays_as_it_is() -> None:
    # .2 to 2, a line to .7 at 8, and 5 came: .04 x 2, 4 (.45^3 - .2^3), 4 (.55^3 - .3^3), .09 x 2.
    over = ten(open_lower=True, open_upper=True)
    found = judged(Number(over, LEVELS, 5.0, 5.0), [(0, 0, curve((2, 0.2), (8, 0.7)))])[0]
    assert found.crps == pytest.approx(0.08 + 0.3325 + 0.5575 + 0.18)


@pytest.mark.parametrize(
    ("level", "y", "open_lower", "open_upper", "expected"),
    [
        (0.05, 1.0, False, True, 2 * 0.05 * 0.5),  # .05 at .5, on the way from 0 at the bound
        (0.05, 1.0, True, False, None),
        (0.8, 9.0, True, False, 2 * 0.8 * 1.0),  # .8 at 8, on the way to 1 at the bound
        (0.8, 9.0, False, True, None),
    ],
)
def test_each_closed_bound_lets_the_levels_on_its_side_be_reached(
    level: float, y: float, expected: float | None, *, open_lower: bool, open_upper: bool
) -> None:
    over = ten(open_lower=open_lower, open_upper=open_upper)
    found = judged(Number(over, (level,), y, y), [(0, 0, curve((2, 0.2), (6, 0.6)))], "last")[0]
    assert found.wis == pytest.approx(math.nan if expected is None else expected, nan_ok=True)


def test_within_an_interval_the_distance_is_least_at_the_median_whatever_the_levels() -> None:
    found = judged(Number(ten(), (0.25, 0.75), 1.0, 6.0), [(0, 0, EVEN)])[0]
    assert found.low["crps"] == pytest.approx(250 / 300)  # at 5, of (y^3 + (10 - y)^3)/300


def test_a_level_missed_by_rounding_is_reached_at_the_knot_and_not_beyond() -> None:
    said = curve((0, 0), (1, 0.1 + 0.2 - 1e-13))
    assert judged(Number(None, (0.3,), 1.0, 1.0), [(0, 0, said)])[0].wis == 0.0


def test_before_the_first_forecast_an_interval_bounds_the_reference_too() -> None:
    # Of the even curve, (y^3 + (10 - y)^3)/300: least at 5, most at 1, for it and the reference.
    found = judged(Number(ten(), LEVELS, 1.0, 6.0), [(0, 5, EVEN)])[0]
    assert (found.low["crps"], found.high["crps"]) == pytest.approx((250 / 300, 730 / 300))


def test_one_knot_within_closed_bounds_is_two_lines() -> None:
    # z/6 to 3, and from there (10 - z)/14 is left; 3 came: the squares integrated, 1/4 and 7/12.
    found = judged(Number(ten(), LEVELS, 3.0, 3.0), [(0, 0, curve((3, 0.5)))])[0]
    assert found.crps == pytest.approx(1 / 4 + 7 / 12)


def test_closed_bounds_let_three_quantiles_reach_every_level() -> None:
    # Linear on to (0, 0) and (10, 1): .05 at .5, .95 at 9.5.
    found = judged(Number(ten(), LEVELS, 9.5, 9.5), [(0, 0, curve((1, 0.1), (5, 0.5), (9, 0.9)))])
    assert found[0].wis == pytest.approx(wis(LEVELS, [0.5, 2.5, 5, 7.5, 9.5], 9.5))


def test_an_interval_gives_bounds_and_no_score() -> None:
    said = curve((0, 0), (4, 0.8), (6, 0.98), (10, 1))  # median 2.5; least in the bins beyond
    found = judged(Number(ten(), LEVELS, 1.0, 6.0), [(0, 0, said)])[0]
    by_y = [judged(Number(ten(), LEVELS, y, y), [(0, 0, said)])[0] for y in np.linspace(1, 6, 101)]
    for rule in ("crps", "crps_scaled", "wis"):
        each = [getattr(one, rule) for one in by_y]
        assert found.low[rule] == pytest.approx(min(each), abs=1e-9)
        assert found.high[rule] == pytest.approx(max(each), abs=1e-9)
        assert math.isnan(getattr(found, rule))
        assert found.why[rule] == "the outcome is known only as an interval"
    points = [one.metaculus_baseline for one in by_y]
    assert found.low["metaculus_baseline"] == pytest.approx(min(points))
    assert found.high["metaculus_baseline"] == pytest.approx(max(points))
    assert math.isnan(found.reference["crps"])


def test_peer_points_are_halved() -> None:
    one, other = curve((4, 0), (6, 1)), EVEN  # .5 and .1 in the bin (4, 5]
    found = judged(Number(ten(), LEVELS, 4.5, 4.5), [(0, 0, one), (1, 0, other)])
    assert found[0].metaculus_peer == pytest.approx(50 * math.log(5))
    assert found[1].metaculus_peer == pytest.approx(-50 * math.log(5))


def test_a_point_mass_counts_in_the_bin_that_ends_there() -> None:
    mass = curve((0, 0), (3, 0), (3, 1), (10, 1))
    assert judged(Number(ten(), LEVELS, 3.0, 3.0), [(0, 0, mass)])[0].metaculus_baseline == (
        pytest.approx(50 * math.log(10))
    )
    assert mass.at(np.array([2.999, 3.0])).tolist() == [0.0, 1.0]
    assert mass.quantiles((0.01, 0.5, 1.0)).tolist() == [3.0, 3.0, 3.0]


def test_a_curve_is_read_as_the_rules_read_it() -> None:
    rng = np.random.default_rng(11)
    for _ in range(50):
        x, f = np.sort(rng.integers(0, 9, 6)).astype(float), np.sort(rng.random(6))
        read, at = Curve(x, f), np.arange(-1.0, 10.0, 0.5)
        assert read.at(at) == pytest.approx([height(*knots(x, f), at=float(t))[0] for t in at])
        levels = np.linspace(0.01, 0.99, 40)
        found = read.quantiles(levels.tolist())
        there = ~np.isnan(found)
        assert (there == ((levels > f[0] - 1e-12) & (levels <= f[-1]))).all()
        assert (read.at(found[there]) >= levels[there] - 1e-9).all()
        assert (read.at(np.nextafter(found[there], -1) - 1e-9) <= levels[there] + 1e-9).all()


def test_questions_are_judged_together_by_their_bounds_and_levels_and_intervals_alone() -> None:
    known = [
        Number(None, LEVELS, 5.0, 5.0), Number(ten(), LEVELS, 5.0, 5.0),
        Number(ten(open_lower=True), LEVELS, 5.0, 5.0), Number(ten(), (0.5,), 5.0, 5.0),
    ]  # fmt: skip
    assert len({likeness(number) for number in known}) == len(known)
    assert likeness(known[1]) == likeness(Number(ten(bins=4), LEVELS, 9.0, 9.0))
    assert likeness(Number(ten(), LEVELS, 5.0, 6.0)) is None


def test_two_questions_judged_together_each_have_their_own_range() -> None:
    # The line over 10 and over 20 when the middle came: 10/12 and 20/12, a twelfth of the range.
    twenty = Range(0.0, 20.0, open_lower=False, open_upper=False, edges=(0.0, 10.0, 20.0))
    numbers = [Number(ten(), LEVELS, 5.0, 5.0), Number(twenty, LEVELS, 10.0, 10.0)]
    asked = [with_baseline(number) for number in numbers]
    clocks = Clocks(days(0, 0), days(10, 10), days(10, 10), days(None, None))
    both, on = np.zeros(2, dtype=np.int64), np.arange(2)
    said = Said(on, both, days(0, 5), days(None, None), days(0, 5), both == 0, both == 0)
    curves = [EVEN, curve((0, 0), (20, 1))]
    (found,) = judge_numbers(clocks, asked, said, curves, [Policy.parse("scheduled")])
    for of in ("score", "reference", "uniform"):
        assert getattr(found.rules["crps"], of) == pytest.approx([10 / 12, 20 / 12])
        assert getattr(found.rules["crps_scaled"], of) == pytest.approx([1 / 12, 1 / 12])


def test_a_case_is_rated_as_it_is_judged() -> None:
    clocks, rows = Clocks(days(0), days(10), days(10), days(None)), np.zeros(2, dtype=np.int64)
    ever = days(None, None)
    said = Said(rows, np.array([0, 1]), days(0, 0), ever, days(0, 0), rows == 0, rows == 0)
    curves, number = [EVEN, curve((4, 0), (6, 1))], with_baseline(Number(ten(), LEVELS, 5.0, 5.0))
    rated = rate_number(Case.of(clocks, said), number, curves)
    (found,) = judge_number(clocks, number, said, curves, [Policy.parse("last")])
    for rule, of in rated.items():
        assert of.loss == pytest.approx(found.rules[rule].score)
