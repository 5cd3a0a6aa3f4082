"""What a meeting should talk about: what closes, where people differ, who moved, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.history import tracks
from forecasts.meeting.spread import Spread, spread
from forecasts.model import ForecasterKind, Status
from forecasts.store import courtesy, forecasters, forecasts, links, listing, questions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.linked.conditions import Conditional
    from forecasts.model import Forecast, Forecaster, Question
    from forecasts.store.courtesy import Sealed
    from forecasts.store.listing import Line

TAKING = (Status.OPEN, Status.REOPENED)
MOVED = 0.4  # in log-odds: from 50% to 60%
CHUNK = 1000  # questions read by one statement


@dataclass(frozen=True, slots=True)
class Open:
    """An open question, as far as a reader may see it.

    own: what stands from the reader. seen: (name, what stands) of the people who may be seen.
    hidden: whether others' numbers are, until the reader's own entry. sealed: whether others have
    numbers in an open round, which are left out.
    """

    line: Line
    question: Question
    own: Forecast | None
    seen: tuple[tuple[str, Forecast], ...]
    before: tuple[tuple[str, Forecast], ...]
    hidden: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class Move:
    """How far one person moved; `before` and `after` are what stood then and stands now."""

    line: Line
    question: Question
    forecaster: str
    before: Forecast
    after: Forecast
    size: float


@dataclass(frozen=True, slots=True)
class Tied:
    """A question that counts only given others, where it stands, and the first of these."""

    line: Line
    conditional: Conditional
    condition: Line
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a meeting should talk about. since: what moved is compared with what stood then."""

    since: datetime
    until: datetime
    closing: tuple[Open, ...]
    spreads: tuple[Spread, ...]
    moves: tuple[Move, ...]
    conditionals: tuple[Tied, ...]
    hidden: int
    sealed: int


def gather(  # noqa: PLR0913 - for whom, when, and how far back and ahead
    connection: sqlite3.Connection,
    reader: Forecaster | None,
    now: datetime,
    *,
    since: datetime,
    until: datetime,
    with_others: bool,
) -> Agenda:
    """Return what is open at `now`, as its reader may see it: numbers of people alone.

    Questions of the past are left out. Spreads and moves come widest first, the rest by their date.
    """
    lines = listing.lines(connection, now, reader.id if reader else None)
    live = [line for line in lines if line.status in TAKING and not line.retrospective]
    sealed = courtesy.sealed(connection, reader.id if reader else None, now)
    view = _View(connection, reader, sealed, now, since, with_others=with_others)
    asked = list(view.opened(live))
    spreads = [found for one in asked if (found := spread(one.seen, one.question))]
    moves = [move for one in asked for move in _moves(one)]
    return Agenda(
        since=since,
        until=until,
        closing=tuple(
            sorted((o for o in asked if o.line.closes_at <= until), key=lambda o: o.line.closes_at)
        ),
        spreads=tuple(sorted((s for s in spreads if s.log_odds > 0.0), key=lambda s: -s.log_odds)),
        moves=tuple(sorted(moves, key=lambda move: -move.size)),
        conditionals=tuple(_conditionals(connection, lines)),
        hidden=sum(one.hidden for one in asked),
        sealed=sum(one.sealed for one in asked),
    )


@dataclass(frozen=True, slots=True)
class _View:
    """Who looks at the record, when, and what is hidden."""

    connection: sqlite3.Connection
    reader: Forecaster | None
    sealed: Sealed
    now: datetime
    since: datetime
    with_others: bool

    def opened(self, lines: Iterable[Line]) -> Iterator[Open]:
        known = {who.id: who for who in forecasters.everyone(self.connection)}
        asked = list(lines)
        for start in range(0, len(asked), CHUNK):
            some = asked[start : start + CHUNK]
            found = questions.of_ids(self.connection, [line.id for line in some])
            for line in some:
                rows = forecasts.history(self.connection, line.id) if line.forecasts else ()
                yield self._open(line, found[line.id], tracks(rows, known))

    def _open(self, line: Line, question: Question, said: tuple[Track, ...]) -> Open:
        me = self.reader.id if self.reader else None
        own = [track for track in said if track.forecaster.id == me]
        others = self.sealed.unsealed(track for track in said if track.forecaster.id != me)
        entered = any(row.stated for track in own for row in track.rows)
        hides = courtesy.hides(line.status, entered=entered, with_others=self.with_others)
        people = [
            track
            for track in (*own, *(() if hides else others))
            if track.forecaster.kind is ForecasterKind.PERSON
        ]
        return Open(
            line,
            question,
            own[0].standing(self.now) if own else None,
            _standing(people, self.now),
            _standing(people, self.since),
            hides and bool(others),
            line.slug in self.sealed.questions,
        )


def _standing(said: Iterable[Track], at: datetime) -> tuple[tuple[str, Forecast], ...]:
    stood = [(track.forecaster.name, track.standing(at)) for track in said]
    return tuple((name, row) for name, row in stood if row is not None)


def _moves(one: Open) -> Iterator[Move]:
    """Yield who moved by 0.4 in log-odds or more, as their two numbers are apart."""
    before = dict(one.before)
    for name, after in one.seen:
        if name not in before or before[name].id == after.id:
            continue
        found = spread([("", before[name]), ("", after)], one.question)
        # 50% to 60% is 0.405: what is meant by the limit is not lost to rounding.
        if found is not None and found.log_odds >= MOVED:
            yield Move(one.line, one.question, name, before[name], after, found.log_odds)


def _conditionals(connection: sqlite3.Connection, lines: Iterable[Line]) -> Iterator[Tied]:
    """Yield the questions that count only given others, and are not over."""
    known = links.everything(connection)
    if not links.given(connection):
        return
    from forecasts.linked.conditions import conditionals
    from forecasts.store.settled import settled

    by_slug = {line.slug: line for line in lines}
    there = settled(connection, known)
    for one in conditionals(known, there):
        condition = one.of[0]
        ruling = there[condition].ruling
        outcome = ruling.outcome if ruling else None
        yield Tied(by_slug[one.question], one, by_slug[condition], outcome)
