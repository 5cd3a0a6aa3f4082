"""Predictions written out as they are typed, so that they read back as the same."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.model import times
from forecasts.model.prediction import Family, Quantiles, Shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from forecasts.model.option import Option
    from forecasts.model.prediction import Distribution

DAY = timedelta(days=1)
SHORT = (5, 10, 25, 50, 75, 90, 95)  # percents that have an option of their own
SMALL = 0.01  # levels below it are typed with their sign
DIGITS = 4  # significant digits of a number for reading


def number_text(value: float) -> str:
    """Return the shortest decimal that is read back as exactly the same number.

    >>> number_text(30.0), number_text(0.125)
    ('30', '0.125')
    """
    return repr(value + 0.0).removesuffix(".0")


def figure(value: float, digits: int = DIGITS) -> str:
    """Return a number for reading: four significant digits, or so many, whole numbers in full.

    >>> figure(1234567.8), figure(0.00123456), figure(8.0)
    ('1,234,568', '0.001235', '8')
    """
    if value == 0.0 or not 1e-6 <= abs(value) < 1e15:  # noqa: PLR2004 - beyond, zeros hide it
        return f"{value + 0.0:.{digits}g}"
    whole = len(f"{abs(value):.0f}") if abs(value) >= 1.0 else 0
    decimals = max(0, digits - whole) if whole else digits - 1 - _magnitude(value)
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _magnitude(value: float) -> int:
    from math import floor, log10

    return floor(log10(abs(value)))


def deadline_text(place: float, tz: ZoneInfo) -> str:
    """Return the last day that a deadline lets in, or the instant where it is not a day's end.

    >>> from zoneinfo import ZoneInfo
    >>> deadline_text(86400.0, ZoneInfo("UTC")), deadline_text(3600.0, ZoneInfo("UTC"))
    ('1970-01-01', '1970-01-01T01:00:00+00:00')
    """
    instant = times.from_seconds(place)
    local = instant.astimezone(tz)
    start = datetime.combine(local.date(), time(), tz)
    if start.astimezone(UTC) == instant:
        return (local.date() - DAY).isoformat()
    return local.isoformat()


def options_text(pairs: Iterable[tuple[str, str]]) -> str:
    """Return `--option NAME=PROBABILITY` for each pair, quoted for a shell where it must be.

    >>> options_text([("Kim Jong Un", "40%")])
    "--option 'Kim Jong Un=40%'"
    """
    return " ".join(f"--option {shlex.quote(f'{name}={p}')}" for name, p in pairs)


def quantiles_text(pairs: Iterable[tuple[float, str]]) -> str:
    """Return `--p10 3` for each level and place, `--quantile 2.5=3` for levels without an option.

    >>> quantiles_text([(0.1, "3"), (0.025, "1")])
    '--p10 3 --quantile 2.5=1'
    """
    parts = []
    for level, place in pairs:
        percent = parse.probability_text(level).removesuffix("%")
        short = percent.isdigit() and int(percent) in SHORT
        sign = "%" if 0.0 < level < SMALL else ""  # a bare 0.1 might be 10%
        parts.append(f"--p{percent} {place}" if short else f"--quantile {percent}{sign}={place}")
    return " ".join(parts)


def shares_text(shares: Shares, options: Sequence[Option]) -> str:
    """Return the options with their exact probabilities as they are typed."""
    pairs = zip(options, shares.probabilities, strict=True)
    return options_text((o.name, parse.probability_text(p)) for o, p in pairs if p is not None)


def numbers_text(distribution: Distribution) -> str:
    """Return a distribution over numbers as it is typed; empty for a grid, which takes a file."""
    if isinstance(distribution, Quantiles):
        return quantiles_text((level, number_text(place)) for level, place in distribution.pairs)
    if isinstance(distribution, Family):
        return f"--{distribution.name} {','.join(map(number_text, distribution.parameters))}"
    return ""


def dates_text(distribution: Distribution, tz: ZoneInfo) -> str:
    """Return a distribution over dates as it is typed; empty for a grid, which takes a file.

    The start of the curve (level 0) is not typed: nothing has happened by then.
    """
    if not isinstance(distribution, Quantiles):
        return ""
    pairs = [(level, place) for level, place in distribution.pairs if level > 0.0]
    return by_text((deadline_text(p, tz), parse.probability_text(level)) for level, p in pairs)


def by_text(pairs: Iterable[tuple[str, str]]) -> str:
    """Return `--by DATE=PROBABILITY` for each pair.

    >>> by_text([("2026-12-31", "20%")])
    '--by 2026-12-31=20%'
    """
    return " ".join(f"--by {day}={p}" for day, p in pairs)
