"""The outside view against R, scipy and its own definition."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from forecasts.outside_view import YEAR_DAYS, Case, Count, bursts, counted, deadlines

SPAN = (date(2000, 1, 1), date(2020, 1, 1))
YEAR, DAY = Case("year"), Case("day")
counts = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (pair[0], sum(pair)))


def of(k: int, n: int, case: Case = YEAR) -> Count:
    return Count(case, *SPAN, k, n, k)


def test_jeffreys_interval_is_that_of_r() -> None:
    # R 4.2.2: qbeta(c(.05, .95), 5.5, 14.5); qbeta(c(.025, .975), 3.5, 37.5); qbeta(.95, .5, 7.5)
    assert of(5, 19).interval() == pytest.approx((0.128354789635, 0.447797681580), abs=1e-11)
    assert of(3, 40).interval(0.95) == pytest.approx((0.021576674443, 0.186814297238), abs=1e-11)
    assert of(0, 7).interval() == pytest.approx((0.0, 0.232464781613), abs=1e-11)
    # R 4.2.2: qgamma(c(.05, .95), 3.5, 366)
    found = of(3, 366, DAY).interval()
    assert found == pytest.approx((0.00296086053183, 0.01921740498544), abs=1e-12)


def test_its_ends_are_exact_where_nothing_or_all_happened() -> None:
    # Brown, Cai and DasGupta (2001), section 4.1.1: the modified ends at k = 0 and k = n.
    assert of(0, 12).interval()[0] == 0.0
    assert of(12, 12).interval()[1] == 1.0
    assert of(0, 12, DAY).interval()[0] == 0.0


def test_the_chance_by_a_deadline_is_that_of_r() -> None:
    # R 4.2.2: 1 - exp(lbeta(5.5, 17) - lbeta(5.5, 14.5)); 1 - (366/466)^3.5
    assert of(5, 19).chance(2.5 * YEAR_DAYS) == pytest.approx(0.537449872546, abs=1e-11)
    assert of(3, 366, DAY).chance(100) == pytest.approx(0.57062862242, abs=1e-11)
    assert of(3, 366, DAY).chance(100) == pytest.approx(stats.lomax.cdf(100, 3.5, scale=366))


def test_its_interval_is_that_of_the_rate() -> None:
    shares = stats.beta.ppf((0.05, 0.95), 5.5, 14.5)
    found = of(5, 19).chance_interval(2.5 * YEAR_DAYS)
    assert found == pytest.approx(tuple(1 - (1 - shares) ** 2.5), abs=1e-11)
    rates = stats.gamma.ppf((0.05, 0.95), 3.5, scale=1 / 366)
    found = of(3, 366, DAY).chance_interval(100)
    assert found == pytest.approx(tuple(1 - np.exp(-100 * rates)), abs=1e-11)


@pytest.mark.parametrize(("k", "n", "years"), [(0, 7, 3), (5, 19, 2.5), (2, 3, 0.4), (9, 10, 8)])
def test_it_is_the_mean_over_the_rate_that_is_not_known(k: int, n: int, years: float) -> None:
    a, b = k + 0.5, n - k + 0.5
    quiet, _ = integrate.quad(lambda u: (1 - stats.beta.ppf(u, a, b)) ** years, 0, 1, limit=200)
    assert of(k, n).chance(years * YEAR_DAYS) == pytest.approx(1 - quiet, abs=1e-6)


@given(counts, st.sampled_from([YEAR, Case("month"), Case("90d", 90)]))
def test_one_case_ahead_has_the_rate_of_the_reference_class(
    pair: tuple[int, int], case: Case
) -> None:
    k, n = pair
    if n:
        assert of(k, n, case).chance(case.days) == pytest.approx((k + 0.5) / (n + 1), abs=1e-12)


@given(counts, st.sampled_from([YEAR, DAY]))
def test_the_chance_grows_with_time_and_the_wait_gives_it_back(
    pair: tuple[int, int], case: Case
) -> None:
    k, n = pair
    if n == 0 or (case is YEAR and k == n):
        return
    one = of(k, n, case)
    chances = [one.chance(days) for days in (0, 1, 10, 100, 1000)]
    assert chances[0] == 0.0
    assert all(before <= after <= 1.0 for before, after in pairwise(chances))
    assert chances[0] < chances[1]
    if (wait := one.waiting_days(0.25)) is not None:
        assert one.chance(wait) == pytest.approx(0.25, abs=1e-9)


def test_what_never_happened_may_take_longer_than_can_be_told() -> None:
    assert of(0, 40).waiting_days(0.999) is None


def test_cases_count_once_and_only_when_they_were_over() -> None:
    days = [date(2006, 3, 1), date(2006, 9, 1), date(2008, 1, 1), date(2009, 2, 1)]
    found = counted(days, YEAR, date(2006, 1, 1), date(2025, 1, 1), date(2009, 12, 31))
    assert (found.k, found.n, found.events) == (2, 3, 3)
    quarters = counted(days, Case("quarter"), date(2006, 1, 1), date(2025, 1, 1), date(2007, 5, 1))
    assert (quarters.k, quarters.n, quarters.after) == (2, 5, date(2007, 4, 1))
    exposed = counted(days, DAY, date(2006, 1, 1), date(2025, 1, 1), date(2009, 2, 2))
    assert (exposed.k, exposed.n) == (4, 1128)


def test_cases_of_a_length_are_counted_back_from_the_end() -> None:
    # Of 2024 the last 90 days begin on 3 October; that day and 31 December share a case.
    for days, k in (((3, 10), (31, 12)), 1), (((2, 10), (3, 10), (31, 12)), 2):
        dates = [date(2024, month, day) for day, month in days]
        found = counted(dates, Case("90d", 90), date(2024, 1, 1), *[date(2025, 1, 1)] * 2)
        assert (found.k, found.n, found.events) == (k, 4, len(days))
        assert found.first == date(2025, 1, 1) - timedelta(days=360)


@given(st.lists(st.integers(-20, 120), max_size=12), st.integers(2, 40), st.integers(40, 100))
def test_a_case_of_a_length_has_an_event_where_a_day_of_it_has(
    at: list[int], length: int, span: int
) -> None:
    first = date(2024, 1, 1)
    after = first + timedelta(days=span)
    found = counted([first + timedelta(days=x) for x in at], Case("c", length), first, after, after)
    stretches = [range(end - length, end) for end in range(span, length - 1, -length)]
    assert found.n == len(stretches)
    assert found.k == sum(any(x in stretch for x in at) for stretch in stretches)


def test_a_span_without_a_whole_case_is_no_count() -> None:
    with pytest.raises(ValueError, match="no whole year"):
        counted([], YEAR, date(2006, 1, 1), date(2025, 1, 1), date(2006, 6, 1))


def test_bursts_are_told_from_chance() -> None:
    # R 4.2.2: var(x)/mean(x) = 2.458333 of 0, 0, 4, 1, 0, 3, 0; pchisq(14.75, 6) leaves 0.022.
    years = (2002,) * 4 + (2003,) + (2005,) * 3
    days = [date(year, 5, 1) for year in years]
    assert bursts(days, date(2000, 1, 1), date(2007, 1, 1)) == pytest.approx(2.458333, abs=1e-6)
    even = [date(year, 5, 1) for year in range(2000, 2010)]
    assert bursts(even, date(2000, 1, 1), date(2010, 1, 1)) is None
    # 0, 0, 2, 1, 0, 2, 0: 1.27 times the mean, which chance does in 27 cases of 100
    pairs = [date(year, 5, 1) for year in (2002, 2002, 2003, 2005, 2005)]
    assert bursts(pairs, date(2000, 1, 1), date(2007, 1, 1)) is None
    assert bursts(days[:3], date(2000, 1, 1), date(2007, 1, 1)) is None
    # a year that is not whole is no year: neither the half of 1999 nor that of 2007
    halves = [*days, date(1999, 8, 1), date(2007, 2, 1)]
    assert bursts(halves, date(1999, 7, 1), date(2007, 6, 1)) == pytest.approx(2.458333, abs=1e-6)


def test_a_deadline_on_the_first_day_is_none() -> None:
    assert deadlines(date(2026, 12, 31), date(2027, 2, 15)) == (
        date(2027, 1, 31), date(2027, 2, 15)
    )  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 9000), st.integers(2, 9))
def test_deadlines_rise_to_the_horizon(start: date, length: int, most: int) -> None:
    horizon = start + timedelta(days=length)
    found = deadlines(start, horizon, most)
    assert found[-1] == horizon
    assert 1 <= len(found) <= most
    assert all(before < after for before, after in pairwise((start, *found)))
