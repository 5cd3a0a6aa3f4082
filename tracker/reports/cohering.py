"""Whose numbers on linked questions fit together: read from the record, judged by coherence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forecasts.linked import bounds, listed, rules
from forecasts.linked.conditions import conditionals
from forecasts.linked.following import contradictions, yes_and_no
from forecasts.linked.settled import VOID
from forecasts.model.forecast import standing
from forecasts.model.link import LinkKind
from forecasts.parse import probability_text
from forecasts.store import forecasters, forecasts, links
from forecasts.store.settled import settled
from tracker.coherence.possible import TooManyWorldsError
from tracker.coherence.stated import NoWorldError, coherence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from forecasts.linked.conditions import Conditional
    from forecasts.linked.following import Contradiction
    from forecasts.linked.settled import Settled
    from forecasts.model import Forecast, Forecaster
    from forecasts.model.link import Link
    from tracker.coherence.clashes import Clash
    from tracker.coherence.stated import Coherence


@dataclass(frozen=True, slots=True)
class Cohering:
    """A forecaster's numbers on one set of linked questions.

    found: None where they cannot be computed with, for the reason `why`. broken: which links they
    break, in words. doubted: the questions whose outcomes contradict each other; the numbers are
    held against none of these.
    """

    forecaster: str
    found: Coherence | None
    broken: tuple[str, ...]
    why: str | None = None
    doubted: tuple[str, ...] = ()


def cohering(
    connection: sqlite3.Connection,
    who: Sequence[Forecaster] | None,
    now: datetime,
    hidden: frozenset[int] = frozenset(),
) -> tuple[Cohering, ...]:
    """Return how the standing numbers of each forecaster fit, a set of linked questions at a time.

    who: None for all who have two numbers or more in a set; of who has retired nothing stands.
    hidden: rows that are not to be seen.
    """
    found: list[Cohering] = []
    asked = who if who is not None else forecasters.everyone(connection)
    active = [one for one in asked if not one.has_retired(now)]
    for part in rules.components(links.everything(connection)):
        known: dict[str, bool] = {}
        said: dict[int, dict[str, float]] = {}
        there = settled(connection, part)
        doubted = _doubted(part, there)
        for name, one in there.items():
            if name in doubted:
                continue
            if one.answer in ("yes", "no"):
                known[name] = one.answer == "yes"
            elif one.answer not in VOID:
                rows = forecasts.history(connection, one.question.id)
                seen = [row for row in rows if row.id not in hidden]
                for forecaster_id, p in _standing(seen, now):
                    said.setdefault(forecaster_id, {})[name] = p
        judged = (_judged(one, part, said.get(one.id, {}), known) for one in active)
        found += [replace(one, doubted=doubted) for one in judged if one is not None]
    return tuple(found)


def _doubted(part: Sequence[Link], there: Mapping[str, Settled]) -> tuple[str, ...]:
    """Return the questions without whose answers the rest of them can all be right."""
    left, found = dict(there), dict[str, None]()
    while wrong := [name for one in yes_and_no(part, left) for name in one.questions]:
        found |= dict.fromkeys(wrong)
        left |= {name: replace(left[name], ruling=None) for name in wrong}
    return tuple(found)


def contradicting(
    connection: sqlite3.Connection, inside: Collection[int] | None = None
) -> tuple[Contradiction, ...]:
    """Return which outcomes on record cannot all be right, each set of questions once.

    inside: ids of the questions of which one at least must be among them; None for all.
    """
    found: list[Contradiction] = []
    for part in rules.components(links.everything(connection)):
        there = settled(connection, part)
        found += [
            one for one in contradictions(part, there)
            if inside is None or any(there[name].question.id in inside for name in one.questions)
        ]  # fmt: skip
    return tuple(found)


def tied(connection: sqlite3.Connection, inside: Collection[int]) -> dict[int, Conditional]:
    """Return by id the questions that are asked given others, and are not over."""
    known = [one for one in links.everything(connection) if one.kind is LinkKind.GIVEN]
    there = settled(connection, known)
    found = ((there[one.question].question.id, one) for one in conditionals(known, there))
    return {id_: one for id_, one in found if id_ in inside}


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
    except NoWorldError as error:
        return Cohering(who.name, None, (), f"not checked, since {error}")
    if found is None:
        return None
    words = [_clash(clash, said, known) for clash in found.clashes]
    for one in found.conditionals:
        broken = bounds.broken(one.question, one.stated, part, said, known)
        words += [f"{one.question} {probability_text(one.stated)}: {bound.because}, {bound.room}"
                  for bound in broken[:1]]  # fmt: skip
    return Cohering(who.name, found, tuple(words))


def _clash(clash: Clash, said: dict[str, float], known: dict[str, bool]) -> str:
    """Return which numbers clash, by which links and outcomes, and how far their sum is off."""
    numbers = listed([f"{name} {probability_text(said[name])}" for name in clash.questions])
    settled = [
        f"{name} is {'yes' if known[name] else 'no'}"
        for name in rules.questions(clash.links)
        if name in known
    ]
    why = rules.sentence(*rules.phrases(clash.links), *settled)
    if clash.total is None or clash.limit is None or len(clash.questions) == 1:
        return f"{numbers}: {why}"
    most = "most" if clash.limit < clash.total else "least"
    total = probability_text(round(clash.total, 6))
    fits = f"at {most} {probability_text(clash.limit)} fits"
    return f"{numbers}: {why}; they add up to {total}, where {fits}"
