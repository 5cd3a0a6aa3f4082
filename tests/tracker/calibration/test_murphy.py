"""Murphy's decomposition in exact fractions, and its correction for bias."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.calibration import NO_VOTES, ONE_VOTE, Murphy, corp, murphy


def exact(sample: Any, bins: int | None, *, weighted: bool) -> dict[str, float]:
    """Return the terms in fractions, one loop after another; the sample's p are hundredths."""
    rows = [
        (Fraction(round(p * 100), 100), int(y), Fraction(round(w * 100), 100) if weighted else 1)
        for p, y, w in zip(sample.p, sample.y, sample.weights, strict=True)
    ]
    cells: dict[Any, list[Any]] = {}
    for row in rows:
        p = row[0]
        cells.setdefault(p if bins is None else max(0, -(-p * bins // 1) - 1), []).append(row)
    total = sum(w for _, _, w in rows)
    base = sum(w * y for _, y, w in rows) / total
    found = dict.fromkeys(("rel", "res", "within_variance", "within_covariance"), Fraction(0))
    for cell in cells.values():
        weight = sum(w for _, _, w in cell)
        stated = sum(w * p for p, _, w in cell) / weight
        happened = sum(w * y for _, y, w in cell) / weight
        found["rel"] += weight * (stated - happened) ** 2 / total
        found["res"] += weight * (happened - base) ** 2 / total
        found["within_variance"] += sum(w * (p - stated) ** 2 for p, _, w in cell) / total
        found["within_covariance"] += (
            2 * sum(w * (p - stated) * (y - happened) for p, y, w in cell) / total
        )
    found["unc"] = base * (1 - base)
    found["score"] = sum(w * (p - y) ** 2 for p, y, w in rows) / total
    return {name: float(value) for name, value in found.items()}


def adds_up(found: Murphy) -> float:
    """Return the sum that the score should be; every term is there."""
    assert found.rel is not None
    assert found.res is not None
    assert found.unc is not None
    assert found.within_variance is not None
    assert found.within_covariance is not None
    return found.rel - found.res + found.unc + found.within_variance - found.within_covariance


@pytest.mark.parametrize("bins", [None, 1, 5, 10])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_terms_in_exact_fractions(sample: Any, bins: int | None, *, weighted: bool) -> None:
    found = murphy(sample.p, sample.y, bins, weights=sample.weights if weighted else None)
    for name, value in exact(sample, bins, weighted=weighted).items():
        assert getattr(found, name) == pytest.approx(value, abs=1e-12), name
    assert adds_up(found) == pytest.approx(found.score, abs=1e-12)


def test_by_unique_p_nothing_is_left_within_and_unc_is_that_of_corp(sample: Any) -> None:
    found = murphy(sample.p, sample.y)
    assert (found.within_variance, found.within_covariance) == (0.0, 0.0)
    assert found.unc == pytest.approx(corp(sample.p, sample.y).unc, abs=1e-12)
    assert found.cells == len(set(sample.p.tolist()))


def test_the_correction_of_ferro_and_fricker_by_hand() -> None:
    # Cells of 4 with 1 and 3 yes: s = (3/12 + 3/12) / 8, t = 4 * 4 / (64 * 7). UNC is a quarter,
    # which the correction may not lift, so nothing is taken off; with 4 yes in the second, it is.
    even = murphy([0.2] * 4 + [0.8] * 4, [1, 0, 0, 0, 1, 1, 1, 0], bias_corrected=True)
    assert (even.rel, even.res, even.unc) == pytest.approx((0.0025, 0.0625, 0.25), abs=1e-12)
    p, y = [0.2] * 4 + [0.6] * 4, [1, 0, 0, 0, 1, 1, 1, 1]
    s, t = 3 / 12 / 8, 5 * 3 / (64 * 7)
    raw, found = murphy(p, y), murphy(p, y, bias_corrected=True)
    share = min(1.0, raw.rel / s, max(raw.res / (s - t), (raw.res - 1) / (s - t)))  # type: ignore[operator]
    share = min(share, (1 - 4 * raw.unc) / (4 * t))  # type: ignore[operator]
    assert 0.0 < share < 1.0
    assert found.rel == pytest.approx(raw.rel - share * s, abs=1e-12)  # type: ignore[operator]
    assert found.res == pytest.approx(raw.res - share * s + share * t, abs=1e-12)  # type: ignore[operator]
    assert found.unc == pytest.approx(raw.unc + share * t, abs=1e-12)  # type: ignore[operator]
    assert adds_up(found) == pytest.approx(found.score, abs=1e-12)


def test_a_calibrated_forecaster_has_less_miscalibration_once_corrected() -> None:
    """The raw REL of 200 calibrated votes at 10 values is (1/200) sum p(1-p) in the mean."""
    random = np.random.default_rng(5)
    values = np.arange(1, 11) / 25
    p = np.repeat(values, 20)
    raw, corrected = [], []
    for _ in range(300):
        y = random.random(200) < p
        raw.append(murphy(p, y).rel)
        corrected.append(murphy(p, y, bias_corrected=True).rel)
    assert np.mean(raw) == pytest.approx((values * (1 - values)).sum() / 200, abs=0.0006)
    # The limits that keep REL at 0 or above leave some of the bias.
    assert np.mean(corrected) < np.mean(raw) / 2  # type: ignore[operator]


def test_the_correction_needs_one_vote_per_question(sample: Any) -> None:
    found = murphy(sample.p, sample.y, bias_corrected=True, weights=sample.weights)
    assert (found.rel, found.res, found.unc, found.score) == (None, None, None, None)
    assert found.reason == ONE_VOTE


def test_cells_of_one_vote_have_no_correction_and_are_counted() -> None:
    found = murphy([0.1, 0.2, 0.3], [0, 1, 0], bias_corrected=True)
    assert found.single == found.cells == 3
    assert found.rel == murphy([0.1, 0.2, 0.3], [0, 1, 0]).rel


def test_edges() -> None:
    assert murphy([], []).reason == NO_VOTES
    assert murphy([0.3], [0], weights=[0.0]).reason == NO_VOTES
    assert murphy([0.3], [1], bias_corrected=True).reason == (
        "one vote has no bias that could be estimated"
    )
    one_class = murphy([0.3, 0.3, 0.9], [1, 1, 1], bias_corrected=True)
    assert (one_class.res, one_class.unc) == (0.0, 0.0)
    assert adds_up(one_class) == pytest.approx(one_class.score)
    right = murphy([0.0, 1.0], [0, 1])
    assert (right.rel, right.res, right.unc) == (0.0, 0.25, 0.25)
    assert murphy([0.5] * 4, [1, 1, 0, 0]).rel == 0.0
    assert murphy([0.1] * 3, [0, 1, 0]).within_variance == 0.0  # .1 * 3 / 3 is not .1


@given(
    rows=st.lists(
        st.tuples(
            st.one_of(st.sampled_from([0.0, 0.3, 0.5, 1.0]), st.floats(0, 1)),
            st.integers(0, 1),
            st.floats(0.01, 1),
        ),
        min_size=1,
        max_size=30,
    ),
    bins=st.one_of(st.none(), st.integers(1, 12)),
    data=st.data(),
)
def test_the_terms_add_up_and_no_order_of_rows_changes_a_bit(
    rows: list[tuple[float, int, float]], bins: int | None, data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(rows))
    (p, y, w), (q, z, v) = zip(*rows, strict=True), zip(*mixed, strict=True)
    found = murphy(p, y, bins, weights=w)  # type: ignore[arg-type]
    assert adds_up(found) == pytest.approx(found.score, abs=1e-12)
    assert found == murphy(q, z, bins, weights=v)  # type: ignore[arg-type]
    if len(rows) > 1:
        corrected = murphy(p, y, bins, bias_corrected=True)  # type: ignore[arg-type]
        assert adds_up(corrected) == pytest.approx(corrected.score, abs=1e-12)
        assert min(corrected.rel, corrected.res) >= 0.0  # type: ignore[type-var]
        assert corrected.unc <= 0.25 + 1e-12  # type: ignore[operator]
