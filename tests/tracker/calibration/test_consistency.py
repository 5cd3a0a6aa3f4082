"""The consistency band: its law, its clusters, its seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from tracker.calibration import consistency_band


def test_with_one_probability_it_is_the_binomial_range() -> None:
    # scipy 1.17.1: with one block the curve is the share of yes.
    band = consistency_band([0.3] * 200, resamples=4000)
    quantiles = binom.ppf([0.05, 0.95], 200, 0.3) / 200
    # The standard error of such a quantile is .0011.
    assert [band.low[0], band.high[0]] == pytest.approx(quantiles, abs=0.0055)
    assert (band.level, band.resamples, band.seed) == (0.9, 4000, 1)


def test_a_cluster_draws_once_for_all_its_votes() -> None:
    p = [0.5] * 100
    whole = consistency_band(p, groups=[3] * 100)
    assert (whole.low.tolist(), whole.high.tolist()) == ([0.0], [1.0])
    alone, pairs = consistency_band(p), consistency_band(p, groups=np.arange(100) // 2)
    ratio = (pairs.high[0] - pairs.low[0]) / (alone.high[0] - alone.low[0])
    assert ratio == pytest.approx(2**0.5, rel=0.1)


def test_within_a_cluster_yes_at_a_low_p_is_yes_at_a_high_one() -> None:
    # One U: the votes agree unless it falls between them, so every curve rises without pooling.
    band = consistency_band([0.2, 0.6], groups=[0, 0], level=0.5, resamples=4000)
    assert band.stated.tolist() == [0.2, 0.6]
    assert (band.low.tolist(), band.high.tolist()) == ([0.0, 0.0], [0.0, 1.0])


def test_a_heavy_vote_counts_for_more() -> None:
    even = consistency_band([0.5] * 50)
    uneven = consistency_band([0.5] * 50, [10.0] * 2 + [0.1] * 48)
    assert uneven.high[0] - uneven.low[0] > 2 * (even.high[0] - even.low[0])


def test_a_vote_without_weight_has_no_place() -> None:
    assert consistency_band([0.2, 0.5], [0.0, 1.0]).stated.tolist() == [0.5]


def test_the_seed_makes_the_same_band_and_another_one_another() -> None:
    p = np.linspace(0.05, 0.95, 40)
    assert consistency_band(p, seed=7).low.tobytes() == consistency_band(p, seed=7).low.tobytes()
    assert consistency_band(p, seed=7).low.tobytes() != consistency_band(p, seed=8).low.tobytes()


def test_many_probabilities_are_shown_at_500_places_with_both_ends() -> None:
    p = np.linspace(0.0, 1.0, 3000)
    band = consistency_band(p, resamples=20)
    assert len(band.stated) == len(band.low) == 500
    assert (band.stated[0], band.stated[-1]) == (0.0, 1.0)


def test_edges() -> None:
    assert consistency_band([]).low.shape == (0,)
    certain = consistency_band([0.0, 1.0], resamples=50)
    assert (certain.low.tolist(), certain.high.tolist()) == ([0.0, 1.0], [0.0, 1.0])
    for wrong in ({"level": 1.0}, {"resamples": 0}):
        with pytest.raises(ValueError, match="level is"):
            consistency_band([0.5], **wrong)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.9]), st.floats(0.1, 1), st.integers(0, 5)),
        min_size=1,
        max_size=20,
    ),
    data=st.data(),
)
def test_no_order_of_rows_changes_a_bit_and_the_band_holds_the_diagonal(
    rows: list[tuple[float, float, int]], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(rows))

    def band(these: list[Any], *, grouped: bool) -> Any:
        p, w, g = zip(*these, strict=True)
        return consistency_band(p, w, g if grouped else None, level=0.98, resamples=100)

    for grouped in (True, False):
        one, other = band(rows, grouped=grouped), band(mixed, grouped=grouped)
        assert one.low.tobytes() == other.low.tobytes()
        assert one.high.tobytes() == other.high.tobytes()
        assert (np.diff(one.low) >= 0).all()
        assert ((one.low >= 0.0) & (one.low <= one.high) & (one.high <= 1.0)).all()
