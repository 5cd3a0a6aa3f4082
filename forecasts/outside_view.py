"""The outside view: how often such things happened, and what that says of the time to come."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR_DAYS = 365.2425
MONTHS = {"year": 12, "quarter": 3, "month": 1}  # of the calendar, in a case of that name
DAY = "day"
BURST_YEARS = 5  # fewer say nothing of bursts
FITS = 1.25  # how much longer or shorter than its question a case may be
LONGEST_CASES = 1e6  # a waiting time that is longer is not told


@dataclass(frozen=True, slots=True)
class Case:
    """What is counted as one case: a year, quarter or month, so many days, or each day's exposure.

    >>> Case("quarter").days
    91.310625
    """

    name: str
    length_days: int | None = None

    @property
    def days(self) -> float:
        """How many days a case has on average."""
        if self.length_days is not None:
            return float(self.length_days)
        return 1.0 if self.name == DAY else YEAR_DAYS * MONTHS[self.name] / 12

    @property
    def is_exposure(self) -> bool:
        """Whether every event is counted over days, and not cases with and without one."""
        return self.name == DAY

    def index(self, day: date, after: date) -> int:
        """Return the number of the case that a day lies in; of a length, counted back from `after`.

        >>> Case("year").index(date(2024, 2, 1), date(2025, 1, 1))
        2024
        >>> [Case("90d", 90).index(date(2024, 10, day), date(2024, 12, 31)) for day in (2, 1)]
        [-1, -2]
        """
        if self.length_days is not None:
            return (day - after).days // self.length_days
        if self.is_exposure:
            return day.toordinal()
        return (day.year * 12 + day.month - 1) // MONTHS[self.name]

    def start(self, day: date) -> date:
        """Return the first day of the case of the calendar that a day lies in."""
        if self.length_days is not None or self.is_exposure:
            return day
        months = self.index(day, day) * MONTHS[self.name]
        return date(months // 12, months % 12 + 1, 1)


def named(per: str) -> Case:
    """Return the case of a name on record.

    >>> named("180d").days
    180.0
    """
    return Case(per) if per in (*MONTHS, DAY) else Case(per, int(per.removesuffix("d")))


def unlike(case: Case, runs_days: float) -> str | None:
    """Return whether a case is shorter or longer than a question, None where they are alike.

    >>> unlike(Case("quarter"), 404.0)
    'shorter'
    """
    if 1 / FITS <= runs_days / case.days <= FITS:
        return None
    return "shorter" if case.days < runs_days else "longer"


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted on the days [first, after): `k` of `n` cases had an event, or more.

    By exposure, `k` events on `n` days. What follows of it: the rate has the posterior of Jeffreys'
    prior, Beta(k + ½, n - k + ½) for a share of cases and Gamma(k + ½, n) for a rate a day
    (Jeffreys, An invariant form for the prior probability in estimation problems, 1946).
    """

    case: Case
    first: date
    after: date
    k: int
    n: int
    events: int

    def __post_init__(self) -> None:
        if self.n < 1:
            msg = f"there is no whole {self.case.name} from {self.first} to {self.after}"
            raise ValueError(msg)

    @property
    def rate(self) -> float:
        """The chance that a case has one, (k + ½)/(n + 1); by exposure (k + ½)/n events a day.

        >>> round(Count(Case("year"), date(2006, 1, 1), date(2025, 1, 1), 5, 19, 14).rate, 3)
        0.275
        """
        return (self.k + 0.5) / (self.n if self.case.is_exposure else self.n + 1)

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """Return Jeffreys' equal-tailed interval for the rate; 0 and 1 are kept where k is at them.

        Its lower end is 0 for k = 0 and its upper end 1 for k = n (Brown, Cai and DasGupta,
        Interval estimation for a binomial proportion, 2001). scipy is loaded for the quantiles.

        >>> found = Count(Case("year"), date(2006, 1, 1), date(2025, 1, 1), 5, 19, 14)
        >>> low, high = found.interval()
        >>> round(low, 3), round(high, 3)
        (0.128, 0.448)
        """
        from scipy.special import betaincinv, gammaincinv

        tails = ((1.0 - level) / 2.0, (1.0 + level) / 2.0)
        if self.case.is_exposure:
            low, high = (float(gammaincinv(self.k + 0.5, q)) / self.n for q in tails)
            return (0.0 if self.k == 0 else low), high
        a, b = self.k + 0.5, self.n - self.k + 0.5
        low, high = (float(betaincinv(a, b, q)) for q in tails)
        return (0.0 if self.k == 0 else low), (1.0 if self.k == self.n else high)

    def chance(self, days: float) -> float:
        """Return the chance of one or more within so many days, in [0, 1).

        The wait is exponential with a rate that is not known: over Gamma it is Lomax',
        1 - (n/(n + t))^(k + ½) (Lomax, Business failures, 1954); over Beta, whose cases are t,
        1 - B(a, b + t)/B(a, b), which for one case is the rate itself.

        >>> counted = Count(Case("year"), date(2006, 1, 1), date(2025, 1, 1), 5, 19, 14)
        >>> round(counted.chance(365.2425), 6) == round(counted.rate, 6)
        True
        """
        t = max(days, 0.0) / self.case.days
        if self.case.is_exposure:
            return -math.expm1(-(self.k + 0.5) * math.log1p(t / self.n))
        b, whole = self.n - self.k + 0.5, self.n + 1.0
        fell = math.lgamma(b + t) - math.lgamma(b) + math.lgamma(whole) - math.lgamma(whole + t)
        return -math.expm1(min(fell, 0.0))

    def chance_interval(self, days: float, level: float = 0.9) -> tuple[float, float]:
        """Return the chance of one or more within so many days at both ends of the rate's interval.

        >>> low, high = Count(Case("day"), date(2024, 1, 1), date(2025, 1, 1), 3, 366, 3
        ...     ).chance_interval(366.0)
        >>> round(low, 3), round(high, 3)
        (0.662, 0.999)
        """
        t = max(days, 0.0) / self.case.days
        low, high = self.interval(level)
        if self.case.is_exposure:
            return -math.expm1(-low * t), -math.expm1(-high * t)
        return 1.0 - (1.0 - low) ** t, 1.0 - (1.0 - high) ** t

    def waiting_days(self, level: float) -> float | None:
        """Return the days within which one comes with that chance; None past a million cases.

        >>> counted = Count(Case("year"), date(2006, 1, 1), date(2025, 1, 1), 5, 19, 14)
        >>> round(counted.chance(counted.waiting_days(0.5)), 9)
        0.5
        """
        low, high = 0.0, self.case.days
        while self.chance(high) < level:
            low, high = high, high * 2.0
            if high > LONGEST_CASES * self.case.days:
                return None
        while high - low > 1e-12 * high:
            middle = (low + high) / 2.0
            low, high = (middle, high) if self.chance(middle) < level else (low, middle)
        return high


def counted(days: Sequence[date], case: Case, first: date, after: date, known: date) -> Count:
    """Return what the events' first days amount to on [first, after), before the day `known`.

    Cases that were not over by `known` are left out: it could not be known that they stay quiet.
    Raises ValueError where no whole case is left.

    >>> found = counted([date(2006, 10, 14)], Case("year"), date(2006, 1, 1), date(2025, 1, 1),
    ...     date(2009, 5, 1))
    >>> (found.k, found.n, str(found.after))
    (1, 3, '2009-01-01')
    """
    end = case.start(min(after, known))
    begin = first
    if case.length_days is not None:
        whole = max((end - first).days // case.length_days, 0)
        begin = end - timedelta(days=whole * case.length_days)
    within = [day for day in days if begin <= day < end]
    if case.is_exposure:
        return Count(case, begin, end, len(within), (end - begin).days, len(within))
    n = case.index(end, end) - case.index(begin, end) if begin < end else 0
    return Count(case, begin, end, len({case.index(day, end) for day in within}), n, len(within))


def bursts(days: Sequence[date], first: date, after: date) -> float | None:
    """Return variance over mean of the events a whole year where they come in bursts, else None.

    By Fisher's index of dispersion, (years - 1) variance/mean against chi-squared at 5% (Fisher,
    Statistical methods for research workers, 1925); never under five years. Above 1, events counted
    by exposure promise the next one too soon.

    >>> found = bursts([date(2006, 1, day) for day in range(1, 15)], date(2001, 1, 1), date(2011, 1, 1))
    >>> round(found, 3)
    14.0
    """  # noqa: E501 - one line of an example
    years = range(first.year + (first > date(first.year, 1, 1)), after.year)
    within = [day.year for day in days if day.year in years]
    if len(years) < BURST_YEARS or len(within) < BURST_YEARS:
        return None
    from scipy.special import chdtrc

    by_year = Counter(within)
    mean = len(within) / len(years)
    index = sum((by_year[year] - mean) ** 2 for year in years) / (len(years) - 1) / mean
    unlikely = float(chdtrc(len(years) - 1, index * (len(years) - 1))) < 0.05  # noqa: PLR2004
    return index if unlikely else None


def deadlines(start: date, horizon: date, most: int = 8) -> tuple[date, ...]:
    """Return last days of years, quarters or months up to a horizon, the horizon itself last.

    The finest of them that makes at most `most`; every so many years where even these are more.

    >>> [str(day) for day in deadlines(date(2026, 11, 22), date(2028, 6, 30), 4)]
    ['2026-12-31', '2027-12-31', '2028-06-30']
    """
    for months in (1, 3, 12, 24, 60, 120, 240, 600):
        ends = []
        at = (start.year * 12 + start.month - 1) // months * months + months
        while (end := date(at // 12, at % 12 + 1, 1) - timedelta(days=1)) < horizon:
            ends.append(end)
            at += months
        if len(ends) < most:
            return (*(end for end in ends if end > start), horizon)
    return (horizon,)
