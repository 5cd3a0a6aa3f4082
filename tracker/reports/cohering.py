"""Whose numbers on linked questions fit together: read from the record, judged by coherence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts import linked
from forecasts.model import ResolutionStatus
from forecasts.model.forecast import standing
from forecasts.store import forecasters, forecasts, links, questions, resolutions
from tracker.coherence.possible import TooManyWorldsError
from tracker.coherence.stated import coherence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from forecasts.model import Forecast, Forecaster
    from forecasts.model.link import Link
    from tracker.coherence.stated import Coherence


ENDED = (ResolutionStatus.ANNULLED, ResolutionStatus.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class Cohering:
    """A forecaster's numbers on one set of linked questions.

    found: None where they cannot be computed with, for the reason `why`. broken: which links they
    break, in words.
    """

    forecaster: str
    found: Coherence | None
    broken: tuple[str, ...]
    why: str | None = None


def components(known: Sequence[Link]) -> tuple[tuple[Link, ...], ...]:
    """Return the links by what hangs together, in the order of their first link."""
    found: list[tuple[Link, ...]] = []
    seen: set[int] = set()
    for link in known:
        if link.id not in seen:
            part = linked.around(link.one, known)
            seen |= {one.id for one in part}
            found.append(part)
    return tuple(found)


def cohering(
    connection: sqlite3.Connection,
    who: Sequence[Forecaster] | None,
    now: datetime,
    hidden: frozenset[int] = frozenset(),
) -> tuple[Cohering, ...]:
    """Return how the standing numbers of each forecaster fit, a set of linked questions at a time.

    who: None for all who have two numbers or more in a set. hidden: rows that are not to be seen.
    """
    found = []
    everyone = who if who is not None else forecasters.everyone(connection)
    for part in components(links.everything(connection)):
        names = list(dict.fromkeys(name for link in part for name in (link.one, link.other)))
        asked = {name: questions.by_slug(connection, name) for name in names}
        known: dict[str, bool] = {}
        said: dict[int, dict[str, float]] = {}
        for name, question in asked.items():
            ruled = resolutions.latest(connection, question.id) if question else None
            if ruled is not None and ruled.outcome in ("yes", "no"):
                known[name] = ruled.outcome == "yes"
            elif question is not None and (ruled is None or ruled.status not in ENDED):
                rows = forecasts.history(connection, question.id)
                seen = [row for row in rows if row.id not in hidden]
                for forecaster_id, p in _standing(seen, now):
                    said.setdefault(forecaster_id, {})[name] = p
        judged = (_judged(one, part, said.get(one.id, {}), known) for one in everyone)
        found += [one for one in judged if one is not None]
    return tuple(found)


def _standing(rows: Sequence[Forecast], now: datetime) -> Iterator[tuple[int, float]]:
    """Yield (forecaster's id, probability) of what stands."""
    for forecaster_id in dict.fromkeys(row.forecaster_id for row in rows):
        stands = standing((row for row in rows if row.forecaster_id == forecaster_id), now)
        if stands is not None and stands.chance is not None:
            yield forecaster_id, stands.chance.probability


def _judged(
    who: Forecaster, part: Sequence[Link], said: dict[str, float], known: dict[str, bool]
) -> Cohering | None:
    try:
        found = coherence(part, said, known)
    except TooManyWorldsError as error:
        return Cohering(who.name, None, (), f"{error}: link fewer, or ask of a part")
    if found is None:
        return None
    words: dict[frozenset[str], str] = {}  # each clash once, though each of its numbers breaks it
    for name, p in said.items():
        for bound in linked.broken(name, p, part, said):
            clash = frozenset((name, *bound.of))
            words.setdefault(clash, f"{name} {_percent(p)}: {bound.because}")
    return Cohering(who.name, found, tuple(words.values()))


def _percent(p: float) -> str:
    from forecasts.parse import probability_text

    return probability_text(p)
