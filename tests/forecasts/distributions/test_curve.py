"""The curve that is drawn, said and hinted at is the one that the judge scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.distributions.curve import Curve, extent
from forecasts.model.prediction import Family, Heights, Quantiles
from forecasts.model.scale import Scale

CLOSED = Scale(0.0, 50.0)
OPEN = Scale(0.0, 50.0, open_lower=True, open_upper=True)
TYPED = Quantiles(((0.1, 3.0), (0.5, 8.0), (0.9, 30.0)))


def curves() -> st.SearchStrategy[Curve]:
    pairs = st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(0.0, 50.0)), min_size=1, max_size=5)

    def made(found: list[tuple[float, float]], *, lower: bool, upper: bool) -> Curve:
        levels = sorted({level for level, _ in found})
        places = sorted(place for _, place in found)[: len(levels)]
        scale = Scale(0.0, 50.0, open_lower=lower, open_upper=upper)
        return Curve.of(Quantiles(tuple(zip(levels, places, strict=True))), scale)

    return st.builds(made, pairs, lower=st.booleans(), upper=st.booleans())


def test_beyond_the_outer_knot_it_runs_to_a_closed_end_and_stays_towards_an_open_one() -> None:
    assert [Curve.of(TYPED, CLOSED).height(place) for place in (0.0, 1.5, 40.0, 50.0)] == [
        0.0, pytest.approx(0.05), pytest.approx(0.95), 1.0,
    ]  # fmt: skip
    assert [Curve.of(TYPED, OPEN).height(place) for place in (0.0, 1.5, 40.0, 50.0)] == [
        0.1, 0.1, 0.9, 0.9,
    ]  # fmt: skip


def test_mass_outside_an_open_end_lies_at_no_stated_place() -> None:
    curve = Curve.of(TYPED, OPEN)
    assert (curve.below, curve.above) == (0.1, pytest.approx(0.1))
    assert curve.place(0.05) is None
    assert curve.place(0.95) is None
    assert Curve.of(TYPED, CLOSED).below == Curve.of(TYPED, CLOSED).above == 0.0


def test_a_knot_outside_an_open_range_leaves_what_lies_past_the_end_outside() -> None:
    curve = Curve.of(Quantiles(((0.5, 25.0), (0.9, 75.0))), OPEN)
    assert curve.above == pytest.approx(1.0 - 0.7)


def test_a_repeated_place_is_a_point_mass() -> None:
    curve = Curve.of(Quantiles(((0.2, 8.0), (0.7, 8.0))), CLOSED)
    assert curve.height(8.0) == 0.7
    assert curve.height(8.0 - 1e-9) == pytest.approx(0.2)
    assert curve.place(0.3) == curve.place(0.7) == 8.0


def test_mass_given_at_a_closed_lower_end_is_a_point_mass_there() -> None:
    curve = Curve.of(Heights((0.25, 0.5, 1.0)), CLOSED)
    assert (curve.below, curve.height(0.0), curve.place(0.2)) == (0.0, 0.25, 0.0)


@given(curves(), st.floats(0.0, 1.0))
def test_a_place_is_the_lowest_at_which_the_level_is_reached(curve: Curve, level: float) -> None:
    place = curve.place(level)
    if place is None:
        assert level < curve.below or level > curve.height(curve.scale.upper)
    else:
        assert curve.height(place) >= level - 1e-9
        below = np.nextafter(place, -np.inf) - 1e-6
        assert curve.height(below) <= level + 1e-6 or below < curve.knots[0][0]


@given(curves(), st.floats(-10.0, 60.0), st.floats(-10.0, 60.0))
def test_a_curve_never_falls_and_stays_between_0_and_1(curve: Curve, a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0.0 <= curve.height(low) <= curve.height(high) <= 1.0
    assert curve.between(low, high) == pytest.approx(curve.height(high) - curve.height(low))


@given(curves())
def test_it_is_the_curve_whose_crps_the_judge_integrates(curve: Curve) -> None:
    """The integral of (F - 1{y <= z})^2 over the range, by small steps."""
    from tracker.rules import crps

    scale = curve.scale
    own = [(place, height) for place, height in curve.knots if 0.0 <= place <= 50.0]
    z = (np.arange(20_000) + 0.5) * 50.0 / 20_000
    heights = np.array([curve.height(float(place)) for place in z[::20]])
    steps = float(np.mean((heights - (z[::20] >= 20.0)) ** 2) * 50.0)
    exact = crps(
        [place for place, _ in own], [height for _, height in own], 20.0, 0.0, 50.0,
        open_lower=scale.open_lower, open_upper=scale.open_upper,
    )  # fmt: skip
    assert exact == pytest.approx(steps, abs=0.15)


def test_what_is_left_once_a_day_has_gone_by_is_the_conditional_chance() -> None:
    curve = Curve.of(Quantiles(((0.2, 10.0), (0.45, 20.0), (0.7, 30.0))), OPEN)
    assert curve.given_after(10.0, 20.0) == pytest.approx((0.45 - 0.2) / 0.8)
    assert curve.given_after(30.0, 20.0) == 0.0
    assert Curve.of(TYPED, CLOSED).given_after(50.0, 50.0) is None


def test_without_a_range_a_curve_is_shown_where_it_says_most() -> None:
    assert extent(TYPED) == Scale(3.0, 30.0, open_lower=True, open_upper=True)
    assert extent(Quantiles(((0.5, 8.0),))).lower == 0.0
    assert extent(Family("normal", (8.0, 2.0))).upper == 16.0
    with pytest.raises(ValueError, match="range"):
        extent(Heights((0.0, 1.0)))
