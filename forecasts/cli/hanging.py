"""What links leave to do in the whole record: to annul, reopen, record or settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.cli import offering, options
from forecasts.store import links

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from forecasts.cli.offering import Offer
    from forecasts.linked.conditions import Conditional
    from forecasts.linked.following import Contradiction
    from forecasts.linked.settled import Settled
    from forecasts.linked.windows import Window


@dataclass(frozen=True, slots=True)
class Hanging:
    """What links say of the record as it stands.

    waits: questions whose condition is not known. offers: what is to be recorded. contradictions:
    each with the newest of its questions. windows: questions whose window is known.
    """

    waits: Mapping[str, Conditional]
    offers: tuple[Offer, ...] = ()
    contradictions: tuple[tuple[str, Contradiction], ...] = ()
    windows: Mapping[str, Window] | None = None


def found(connection: sqlite3.Connection) -> Hanging:
    """Return what links say of the record, one set of questions that hang together at a time."""
    every = links.everything(connection)
    if not every:
        return Hanging({})
    from forecasts.linked import rules
    from forecasts.linked.conditions import State, conditionals
    from forecasts.linked.following import contradictions
    from forecasts.linked.windows import windows
    from forecasts.store.settled import settled

    waits: dict[str, Conditional] = {}
    until: dict[str, Window] = {}
    offers, against = [], []
    for part in rules.components(every):
        there = settled(connection, part)
        waits |= {o.question: o for o in conditionals(part, there) if o.state is State.WAITS}
        offers += [one for one in offering.standing(part, there) if one.command]
        against += [(_newest(one.questions, there), one) for one in contradictions(part, there)]
        until |= {one.question: one for one in windows(part, there)}
    return Hanging(waits, tuple(offers), tuple(against), until)


def _newest(names: Sequence[str], there: Mapping[str, Settled]) -> str:
    """Return the question that was resolved last."""
    return max(names, key=lambda name: ruling.id if (ruling := there[name].ruling) else 0)


def look_again(slug: str) -> str:
    """Return the command that takes an outcome back which contradicts others."""
    return options.typed_db(f'forecasts resolve {slug} --reopen "why"')
