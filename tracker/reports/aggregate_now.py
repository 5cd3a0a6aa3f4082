"""What an aggregate says of a question now, or said when it ended, and how it came there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import Status, times
from tracker import columns
from tracker.reports.aggregated import label
from tracker.scoring import stretches
from tracker.scoring.aggregates import LEARNING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from forecasts.store.listing import Line
    from tracker.columns import Aggregated, Name

# While a question takes forecasts, other people's numbers would sway one's own.
OPEN = (Status.DRAFT, Status.OPEN, Status.REOPENED)


@dataclass(frozen=True, slots=True)
class Change:
    """What an aggregate said from an instant on; p is None where nobody stood."""

    at: datetime
    p: float | None
    members: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one member says."""

    forecaster: str
    kind: str
    p: float


@dataclass(frozen=True, slots=True)
class AggregateNow:
    """An aggregate of a question; `aggregate` is None where nobody stands, or where it is hidden.

    at: now, or just before the question ended. members: how many stand then. daily: it is computed
    once a day, since its members change too often. hidden: the reader has not said anything yet.
    """

    question: str
    title: str
    status: str
    method: str
    label: str
    at: datetime
    aggregate: float | None
    members: int
    daily: bool
    hidden: bool
    changes: tuple[Change, ...]
    made_of: tuple[Part, ...]

    def as_json(self) -> dict[str, object]:
        """Return the object of one line of `aggregate --json`."""
        return {
            "question": self.question,
            "status": self.status,
            "method": self.method,
            "label": self.label,
            "at": times.to_text(self.at),
            "aggregate": self.aggregate,
            "members": self.members,
            "daily": self.daily,
            "hidden": self.hidden,
            "changes": [
                {"at": times.to_text(row.at), "p": row.p, "members": row.members}
                for row in self.changes
            ],
            "made_of": [
                {"forecaster": part.forecaster, "kind": part.kind, "p": part.p}
                for part in self.made_of
            ],
        }


def aggregates_now(  # noqa: PLR0913 - whose, of what, how and when
    connection: sqlite3.Connection,
    lines: Sequence[Line],
    method: str,
    members: Sequence[int],
    now: datetime,
    *,
    with_others: bool,
) -> list[AggregateNow]:
    """Return the aggregate of the forecasters of these ids on each yes/no question, in order.

    Numbers are hidden on questions that are open and that the reader has not forecast, unless
    with_others. Raises ValueError where the method is undefined for what stands.
    """
    names = columns.names(connection)
    states: dict[int, _State] = {}
    for past in (False, True):
        ids = [line.id for line in lines if line.retrospective is past]
        resolved = columns.resolved(connection, retrospective=past) if method in LEARNING else []
        learned = columns.facts(connection, resolved)
        for known in (columns.facts(connection, ids), columns.unresolved(connection, ids)):
            found = columns.aggregated(connection, known, [method], members, learned)
            states |= {state.question: state for state in _states(found, names, now)}
    return [
        _shown(states[line.id], line, method, hidden=not with_others and _is_hidden(line))
        for line in lines
        if line.id in states
    ]


@dataclass(frozen=True, slots=True)
class _State:
    question: int
    at: datetime
    daily: bool
    changes: tuple[Change, ...]
    made_of: tuple[Part, ...]


def _is_hidden(line: Line) -> bool:
    return line.status in OPEN and not line.touched


def _states(found: Aggregated, names: Mapping[int, Name], now: datetime) -> Iterator[_State]:
    """Yield where the aggregate of each question stands: now, or just before the question ended."""
    paths, questions, spoken = found.paths, found.known.questions, found.spoken
    stood = stretches(spoken, questions)
    looked_us = np.clip(times.to_us(now), questions.opens_us, questions.ends_us - 1)
    for q, (id_, at_us) in enumerate(
        zip(found.known.question_id.tolist(), looked_us.tolist(), strict=True)
    ):
        path = np.flatnonzero((paths.question == q) & (paths.at_us <= at_us))
        there = (stood.question == q) & (stood.start_us <= at_us) & (at_us < stood.end_us)
        rows = stood.row[there]
        said = zip(spoken.forecaster[rows].tolist(), spoken.p[rows].tolist(), strict=True)
        parts = [_part(names[found.members[who]], p) for who, p in said]
        yield _State(
            question=id_,
            at=times.from_us(at_us),
            daily=bool(np.isin(q, paths.daily)),
            changes=tuple(
                Change(
                    times.from_us(int(paths.at_us[i])),
                    float(paths.p[i, 0]) if paths.members[i] else None,
                    int(paths.members[i]),
                )
                for i in path
            ),
            made_of=tuple(sorted(parts, key=lambda part: part.forecaster.casefold())),
        )


def _part(who: Name, p: float) -> Part:
    return Part(who.name, who.kind, p)


def _shown(state: _State, line: Line, method: str, *, hidden: bool) -> AggregateNow:
    last = state.changes[-1] if state.changes else Change(state.at, None, 0)
    return AggregateNow(
        question=line.slug,
        title=line.title,
        status=str(line.status),
        method=method,
        label=label(method, [part.kind for part in state.made_of]),
        at=state.at,
        aggregate=None if hidden else last.p,
        members=last.members,
        daily=state.daily,
        hidden=hidden,
        changes=() if hidden else state.changes,
        made_of=() if hidden else state.made_of,
    )
