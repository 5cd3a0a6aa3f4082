"""What pieces of evidence say together: odds times likelihood ratios, and what each was worth."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecast
    from forecasts.model.evidence import Evidence

# word -> (grade, likelihood ratio). Jeffreys' grades of evidence (Theory of Probability, 1961,
# appendix B) change at 10^½ and at 10: each word stands for a round number at or within its grade.
STRENGTHS: Mapping[str, tuple[int, float]] = MappingProxyType(
    {"weak": (1, 1.5), "moderate": (2, 4.0), "strong": (3, 10.0)}
)
UP, DOWN = "up", "down"
LARGEST = 1000.0
_N = r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
FORM = re.compile(rf"{_N}(?: ?[:/] ?{_N})?")  # 3, .5, 1/3, 3:1


@dataclass(frozen=True, slots=True)
class Weighed:
    """One piece of evidence with what it suggests.

    prior, suggested: the chance of yes before it and after. own: the number of its author that
    stood when it was noted. gained: the log score that the suggestion gained by it, in nats, once
    there is an outcome; positive is better. late: it was noted when the answer was known already,
    and moves nothing.
    """

    piece: Evidence
    prior: float | None
    suggested: float | None
    own: float | None
    gained: float | None = None
    late: bool = False


def ratio(text: str) -> float:
    """Return a likelihood ratio typed as 3, 0.5, 1/3 or 3:1; raise InputError for anything else.

    >>> ratio("1/4"), ratio("3:1")
    (0.25, 3.0)
    """
    typed = FORM.fullmatch(text.strip())
    top, bottom = (float(typed[1]), float(typed[2] or 1)) if typed else (0.0, 1.0)
    found = top / bottom if bottom else 0.0
    if not 1.0 / LARGEST <= found <= LARGEST:
        raise InputError(
            f"{text[:40]!r} is no likelihood ratio from 1/1000 to 1000.",
            "Type how many times likelier it is if yes than if no: 3, or 1/3.",
        )
    return found


def updated(p: float, likelihood_ratio: float) -> float:
    """Return the chance whose odds are those of `p` times the ratio (Bayes, 1763).

    >>> updated(0.25, 3.0)
    0.5
    """
    return p * likelihood_ratio / (p * likelihood_ratio + 1.0 - p)


def weighed(
    pieces: Iterable[Evidence],
    own: Track,
    base_rate: float | None,
    *,
    until: datetime,
    happened: bool | None = None,
) -> tuple[Weighed, ...]:
    """Return pieces in the order in which they were noted, each with the running suggestion.

    It starts from the number of one's own that stood when the first piece was noted, else from the
    base rate, and again from each later number of one's own: what was noted before it is in it. A
    piece without a ratio leaves it as it is. The product holds where no piece follows from another.
    until: when the answer was known, else now.

    >>> from datetime import UTC, datetime
    >>> from forecasts.history import Track
    >>> from forecasts.model import Forecaster, ForecasterKind
    >>> silent = Track(Forecaster(1, "ana", ForecasterKind.PERSON), ())
    >>> weighed((), silent, 0.2, until=datetime(2026, 11, 1, tzinfo=UTC))
    ()
    """
    noted = sorted(pieces, key=lambda piece: (piece.recorded_at, piece.id))
    found: list[Weighed] = []
    running, started = base_rate, None
    for piece in noted:
        if piece.recorded_at > until:
            found.append(Weighed(piece, None, None, None, late=True))
            continue
        stands = own.standing(piece.recorded_at)
        if stands and stands is not started:
            running, started = _chance(stands), stands
        prior, r = running, piece.likelihood_ratio
        if prior is not None and r is not None:
            running = updated(prior, r)
        gained = _gained(prior, running, happened=happened) if r is not None else None
        found.append(Weighed(piece, prior, running, _chance(stands), gained))
    return tuple(found)


def _chance(row: Forecast | None) -> float | None:
    return row.chance.probability if row and row.chance else None


def _gained(prior: float | None, after: float | None, *, happened: bool | None) -> float | None:
    if prior is None or after is None or happened is None:
        return None
    one, two = (prior, after) if happened else (1.0 - prior, 1.0 - after)
    return math.log(two / one) if one > 0.0 and two > 0.0 else None


def suggestion(found: tuple[Weighed, ...], own: Track) -> Weighed | None:
    """Return the last piece where it was noted after one's newest number, else None.

    Then its suggestion stands beside that number; a newer number has taken it in.
    """
    newest = max((row.made_at for row in own.numbers), default=None)
    since = [one for one in found if newest is None or one.piece.recorded_at >= newest]
    moved = any(one.piece.likelihood_ratio is not None for one in since)
    return since[-1] if moved and since[-1].suggested is not None else None
