"""Wilson's interval against scipy and published numbers."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from tracker.calibration import wilson


@pytest.mark.parametrize(("k", "n"), [(0, 5), (1, 5), (5, 5), (7, 10), (81, 263), (500, 1000)])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
def test_it_is_that_of_scipy(k: int, n: int, level: float) -> None:
    # scipy 1.17.1, binomtest(...).proportion_ci(method="wilson").
    theirs = binomtest(k, n).proportion_ci(level, method="wilson")
    assert wilson(k, n, level) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_the_published_example() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_the_ends_are_exact() -> None:
    assert {wilson(0, n)[0] for n in range(1, 100)} == {0.0}
    assert {wilson(n, n)[1] for n in range(1, 100)} == {1.0}
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("k", "n", "level"), [(3, 2, 0.9), (-1, 2, 0.9), (1, 2, 1.0), (1, 2, 0)])
def test_what_is_no_share_is_refused(k: float, n: float, level: float) -> None:
    with pytest.raises(ValueError, match=r"k from 0 to n|between 0 and 1"):
        wilson(k, n, level)
