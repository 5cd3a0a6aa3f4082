"""How a prediction of a date is said: its nested deadlines, and what it says as time goes by."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.cli.output import percent
from forecasts.cli.wording import local_time
from forecasts.distributions.notation import by_text, deadline_text
from forecasts.model import times
from forecasts.parse import probability_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.distributions.curve import Curve
    from forecasts.model import Terms

LAST_MOMENT = timedelta(microseconds=1)
DAY_S = 86_400
MANY = 8  # deadlines that are said one by one
DUST = 1e-9  # mass below this is rounding
STALE = 0.005  # mass on days gone by from which a curve of dates is stale
DECIMALS = 3  # of a chance that is to be typed


def day(place: float, zone: str) -> str:
    """Return the last day that a deadline lets in, or that holds an instant, in a zone.

    >>> day(86400.0, "UTC")
    '1970-01-01'
    """
    return f"{local_time(times.from_seconds(place) - LAST_MOMENT, zone):%Y-%m-%d}"


def opening(place: float, zone: str) -> str:
    """Return the day that begins at an instant, or holds it: where a range of days starts.

    >>> opening(86400.0, "UTC")
    '1970-01-02'
    """
    return f"{local_time(times.from_seconds(place), zone):%Y-%m-%d}"


def deadlines(curve: Curve, zone: str, most: int = MANY) -> str:
    """Return the nested deadlines of a curve, and the chance that it does not happen at all."""
    *places, horizon = nested(curve, most)
    return _said([(place, curve.height(place)) for place in places], horizon, curve.above, zone)


def _said(chances: Sequence[tuple[float, float]], horizon: float, never: float, zone: str) -> str:
    parts = [f"by {day(place, zone)} {percent(p)}" for place, p in chances]
    last = day(horizon, zone)
    parts.append(f"not by {last} {percent(never)}" if never > DUST else f"by {last} 100%")
    return ", ".join(parts)


def nested(curve: Curve, most: int) -> tuple[float, ...]:
    """Return the deadlines at which a curve is told, the horizon last.

    Its own knots where they are few, else even steps of whole days before the horizon.
    """
    upper = curve.scale.upper
    own = sorted({place for place, height in curve.knots if height > 0.0 and place < upper})
    if len(own) > most:
        still = (place for place, height in reversed(curve.knots) if height == 0.0)
        days = (upper - next(still, curve.scale.lower)) / DAY_S
        own = [upper - DAY_S * round(days * i / most) for i in range(most - 1, 0, -1)]
    return (*own, upper)


def if_nothing(curve: Curve, zone: str) -> str:
    """Return what the same curve says once its first deadline has gone by without the event."""
    first, *then = nested(curve, MANY)
    later = curve.given_after(first, then[0]) if then else None
    if later is None:
        return ""
    says = f"the same curve then says {percent(later)} by {day(then[0], zone)}"
    return f"happens by {day(first, zone)}, {says}"


def remaining(curve: Curve, now: datetime) -> tuple[tuple[float, float], ...]:
    """Return (deadline, chance by it) for the days to come, given that nothing has happened.

    The last is the horizon. Empty while the curve puts under half a percent before `now`, and when
    it leaves nothing for later.
    """
    passed = times.to_seconds(now)
    if curve.height(passed) < STALE:
        return ()
    ahead = [place for place in nested(curve, MANY) if place > passed]
    chances = [(place, curve.given_after(passed, place)) for place in ahead]
    return tuple((place, p) for place, p in chances if p is not None)


def by_now(curve: Curve, zone: str, now: datetime) -> str:
    """Return what a stale curve says of the days to come, since nothing happened before `now`."""
    left = remaining(curve, now)
    if not left:
        return ""
    *chances, (horizon, p) = left
    return f"as nothing has happened: {_said(chances, horizon, 1.0 - p, zone)}"


def refreshed(curve: Curve, zone: str, now: datetime) -> str:
    """Return what to type to say what a stale curve says of the days to come; empty if none is."""
    left = remaining(curve, now)
    if not left:
        return ""
    tz, given, last = dates.zone(zone), [], 0.0
    for place, p in left[:-1]:
        rounded = round(p, DECIMALS)
        if last < rounded < 1.0:
            given.append((deadline_text(place, tz), probability_text(rounded)))
            last = rounded
    never = round(1.0 - round(left[-1][1], DECIMALS), DECIMALS)
    if not 0.0 < never < 1.0:  # certainty is for people to type
        return ""
    return f"{by_text(given)} --never {probability_text(never)}".lstrip()


def outcome(text: str, terms: Terms) -> str:
    """Return the outcome of a date question for reading: the day, or that there was none."""
    if text == "never":
        return f"not by {day(times.to_seconds(terms.horizon), terms.timezone)}"
    if text == "below":
        return "before it opened"
    return day(times.to_seconds(times.from_text(text)), terms.timezone)
