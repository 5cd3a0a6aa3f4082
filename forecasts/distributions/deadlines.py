"""A distribution over dates, read from deadlines with the chance that it happens by each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from forecasts import dates, parse
from forecasts.dates import Edge
from forecasts.distributions.notation import by_text, deadline_text
from forecasts.distributions.numbers import check_levels, level
from forecasts.errors import InputError
from forecasts.model import times
from forecasts.model.prediction import ROUNDING, Quantiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from forecasts.model.scale import Scale

SHOWN = 40  # characters of a text that an error repeats
A_LITTLE = 0.001  # what sets two deadlines of the same chance apart


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a date is asked within: its range, whose upper end is the horizon, and its zone."""

    scale: Scale
    tz: ZoneInfo
    now: datetime

    def place(self, text: str) -> float:
        """Return where a typed deadline lies; raise InputError outside the range or in the past."""
        found = self._read(text)
        if found <= self.scale.lower:
            opened = times.to_minute(times.from_seconds(self.scale.lower))
            raise InputError(f"{text!r} lies before the question opens, {opened}.", self._span)
        if found > self.scale.upper:
            raise InputError(f"{text!r} lies after the horizon, {self.horizon}.", self._span)
        if found <= self.from_now:
            raise InputError(
                f"{text!r} has gone by, and nothing has happened on record.",
                "Type days to come; if it has happened: forecasts resolve QUESTION DATE",
            )
        return found

    def _read(self, text: str) -> float:
        return times.to_seconds(dates.instant(text, Edge.DEADLINE, self.tz, self.now))

    def past(self, text: str) -> bool:
        """Return whether a typed deadline has gone by."""
        return self._read(text) <= self.from_now

    @property
    def _span(self) -> str:
        return f"Type days up to {self.horizon}; what comes later is --never."

    @property
    def from_now(self) -> float:
        """Where the present lies, or the opening when that is still to come."""
        return max(times.to_seconds(self.now), self.scale.lower)

    @property
    def horizon(self) -> str:
        """The last day up to which the date is asked for."""
        return self.words(self.scale.upper)

    def words(self, place: float) -> str:
        """Return a place as a deadline is typed."""
        return deadline_text(place, self.tz)


def deadlines(
    pairs: Iterable[tuple[str, str]],
    never: str | None,
    calendar: Calendar,
    typed: str,
    *,
    certain: bool = False,
) -> Quantiles:
    """Return the curve through the chance by each deadline, 0 now; the rest is never.

    A chance of never that leaves something between the last deadline and the horizon puts it
    there. Raises InputError, with what to type instead, for chances that fall or add up to more
    than 1, and for days before the opening or after the horizon.
    """
    found = sorted(
        (calendar.place(day), parse.probability(chance, certain=certain).probability)
        for day, chance in pairs
    )
    _check_rising(found, calendar)
    last = found[-1][1] if found else 0.0
    if never is not None:
        by_horizon = 1.0 - parse.probability(never, certain=certain).probability
        parse.check_certain(f"--never {never}", by_horizon, certain=certain)
        _check_never(found, last, by_horizon, calendar)
        if by_horizon > last + ROUNDING:
            found.append((calendar.scale.upper, by_horizon))
    if not found or found[-1][1] == 0.0:
        if not certain:
            raise InputError("no day is given a chance.", "Type --by DATE=20% and --never 80%")
        found = [(calendar.scale.upper, 0.0)]
    return _from_now(((chance, place) for place, chance in found), calendar, typed)


def quantiles(pairs: Iterable[tuple[str, str]], calendar: Calendar, typed: str) -> Quantiles:
    """Return the curve through quantiles typed as (percentage, day), 0 now."""
    given = [(level(percent), day.strip()) for percent, day in pairs]
    told = [(height, day) for height, day in given if height > 0.0 or not calendar.past(day)]
    found = sorted((height, calendar.place(day), day) for height, day in told)
    if not found:
        raise InputError("no day to come is given a chance.", "Type --p50 DATE, or --by DATE=20%")
    places = [(height, place) for height, place, _ in found]
    check_levels(places, [day for _, _, day in found])
    return _from_now(places, calendar, typed)


def _from_now(pairs: Iterable[tuple[float, float]], calendar: Calendar, typed: str) -> Quantiles:
    """Return the quantiles with the start of the curve: nothing has happened by now."""
    found = tuple(pairs)
    start = () if found[0][0] == 0.0 else ((0.0, calendar.from_now),)
    return Quantiles((*start, *found), typed)


def _check_rising(found: Sequence[tuple[float, float]], calendar: Calendar) -> None:
    for (place, chance), (after, later) in pairwise(found):
        one, other = calendar.words(place), calendar.words(after)
        if place == after:
            raise InputError(f"by {one} is given twice.", "Type it once.")
        if later < chance:
            raise InputError(
                f"by {other} is less likely than by {one}, which comes first: a chance by a day"
                " holds all that comes before it.",
                f"Type {_mended(found, calendar)}",
            )
        if later == chance:
            raise InputError(
                f"by {other} is as likely as by {one}: could nothing happen between?",
                f"Type {_mended(found, calendar)}",
            )


def _mended(found: Sequence[tuple[float, float]], calendar: Calendar) -> str:
    """Return the deadlines with each chance a little above the one before where it was not."""
    rising: list[tuple[str, str]] = []
    before = -1.0
    for place, chance in found:
        before = chance if chance > before else min(round(before + A_LITTLE, 12), 1.0)
        rising.append((calendar.words(place), parse.probability_text(before)))
    return by_text(rising)


def _check_never(
    found: Sequence[tuple[float, float]], last: float, by_horizon: float, calendar: Calendar
) -> None:
    """Raise InputError unless the chance of never goes with that by the last deadline."""
    left = parse.probability_text(round(1.0 - last, 12))
    never = parse.probability_text(round(1.0 - by_horizon, 12))
    if by_horizon < last - ROUNDING:
        chance, day = parse.probability_text(last), calendar.words(found[-1][0])
        raise InputError(
            f"by {day} {chance} and never {never} are more than 100%.", f"Type --never {left}"
        )
    at_horizon = found and found[-1][0] == calendar.scale.upper
    if at_horizon and by_horizon > last + ROUNDING:
        raise InputError(
            f"by {calendar.horizon}, the horizon, {parse.probability_text(last)} leaves {left} for"
            f" never, not {never}.",
            f"Type --never {left}, or another chance by {calendar.horizon}.",
        )
