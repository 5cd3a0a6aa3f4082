"""What an aggregate says of a question now, or said when it ended, and how it came there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.distributions.curve import Curve, extent
from forecasts.model import QuestionType, times
from forecasts.model.needs import CHOICES
from forecasts.model.prediction import Quantiles
from forecasts.store import courtesy
from tracker import columns
from tracker.columns import STORED_POLICIES, OptionFacts
from tracker.columns.aggregate_scores import AggregateScore, aggregate_scores
from tracker.reports.aggregated import WITH_BRIER, label
from tracker.scoring import stretches
from tracker.scoring.distribution_aggregates import LEARNING, settled
from tracker.scoring.offers import offers
from tracker.scoring.option_aggregates import speaking

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from forecasts.model import Question
    from forecasts.store.listing import Line
    from tracker.columns import DistributionFacts, DistributionsAggregated, Facts, Name, Pooled
    from tracker.scoring import Curve as Scored
    from tracker.scoring import Stretches
    from tracker.scoring.aggregates import Aggregates
    from tracker.scoring.option_aggregates import OptionAggregates
    from tracker.scoring.stretches import Asked

DAY_S = 86_400
MICROSECONDS = 6  # decimals of a second


@dataclass(frozen=True, slots=True)
class Shape:
    """A distribution over the answers to a question of a number or a date, as it is scored."""

    curve: Curve
    question: Question

    @property
    def median(self) -> float | None:
        """The middle, in the question's unit; None where it is not reached."""
        return self.curve.place(0.5)

    def as_json(self, *, whole: bool) -> dict[str, object]:
        """Return its quantiles at the question's levels and what lies outside; `whole`: knots."""
        levels, knots = self.question.terms.quantile_levels, dict.fromkeys(self.curve.knots)
        found: dict[str, object] = {
            "quantiles": {repr(level): self._plain(self.curve.place(level)) for level in levels},
            "below": self.curve.below,
            "above": self.curve.above,
        }
        if whole:
            found["knots"] = [[self._plain(place), height] for place, height in knots]
        return found

    def _plain(self, place: float | None) -> float | str | None:
        if place is None or self.question.type is not QuestionType.DATE:
            return place
        return times.to_text(times.from_seconds(place))


# A chance of yes, the chance of each option by name, or a distribution.
Said = float | tuple[tuple[str, float], ...] | Shape


@dataclass(frozen=True, slots=True)
class Change:
    """What an aggregate said from an instant on; p is None where nobody stood."""

    at: datetime
    p: Said | None
    members: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one member says."""

    forecaster: str
    kind: str
    p: Said


@dataclass(frozen=True, slots=True)
class AggregateNow:
    """An aggregate of a question; `aggregate` is None where nobody stands, or where it is hidden.

    at: now, or just before the question ended. members: how many stand then. daily: it is computed
    once a day, since its members change too often. thinned: a distribution read at some of its
    members' knots, since they have too many. hidden: the reader has not said anything yet,
    or others have in a round that is open.
    scores: what it scored under the policies of `score`, empty without an outcome.
    """

    question: str
    title: str
    status: str
    method: str
    label: str
    at: datetime
    aggregate: Said | None
    members: int
    daily: bool
    thinned: bool
    hidden: bool
    changes: tuple[Change, ...]
    made_of: tuple[Part, ...]
    scores: tuple[AggregateScore, ...]

    def as_json(self) -> dict[str, object]:
        """Return the object of one line of `aggregate --json`."""
        return {
            "question": self.question,
            "status": self.status,
            "method": self.method,
            "label": self.label,
            "at": times.to_text(self.at),
            "aggregate": _plain(self.aggregate, whole=True),
            "members": self.members,
            "daily": self.daily,
            "thinned": self.thinned,
            "hidden": self.hidden,
            "changes": [
                {"at": times.to_text(row.at), "p": _plain(row.p), "members": row.members}
                for row in self.changes
            ],
            "made_of": [
                {"forecaster": part.forecaster, "kind": part.kind, "p": _plain(part.p)}
                for part in self.made_of
            ],
            "scores": [asdict(row) for row in self.scores],
        }


def _plain(p: Said | None, *, whole: bool = False) -> object:
    if isinstance(p, Shape):
        return p.as_json(whole=whole)
    return dict(p) if isinstance(p, tuple) else p


def aggregates_now(  # noqa: PLR0913 - whose, of what, how and when
    connection: sqlite3.Connection, lines: Sequence[Line], method: str, members: Sequence[int],
    now: datetime, *, reader: int | None, with_others: bool,
) -> list[AggregateNow]:  # fmt: skip
    """Return the aggregate of the forecasters of these ids on each question, in order.

    Questions of a kind that the method is undefined for are passed over.
    Numbers are hidden on questions that are open and that the reader has not forecast, unless
    with_others, and on those with others' numbers of an open round. Raises ValueError where the
    method is undefined for what stands.
    """
    names = columns.names(connection)
    sealed = courtesy.sealed(connection, reader, now).questions
    states: dict[int, _State] = {}
    scores: dict[int, tuple[AggregateScore, ...]] = {}
    for past in (False, True):
        ids = [line.id for line in lines if line.retrospective is past]
        resolved = columns.resolved(connection, retrospective=past) if method in LEARNING else []
        learned = columns.poolable(connection, resolved, distributions=WITH_BRIER)
        for over in (True, False):
            known = columns.poolable(connection, ids, resolved=over)
            found = columns.pooled(connection, known, [method], members, learned)
            states |= {state.question: state for state in _states(found, names, now)}
            if over:
                scores |= aggregate_scores(found, STORED_POLICIES)
    return [
        _shown(
            states[line.id],
            line,
            method,
            scores.get(line.id, ()),
            hidden=line.slug in sealed
            or courtesy.hides(line.status, entered=line.touched, with_others=with_others),
        )
        for line in lines
        if line.id in states
    ]


@dataclass(frozen=True, slots=True)
class _State:
    question: int
    at: datetime
    daily: bool
    thinned: bool
    changes: tuple[Change, ...]
    made_of: tuple[Part, ...]


def _states(found: Pooled, names: Mapping[int, Name], now: datetime) -> Iterator[_State]:
    """Yield where the aggregate of each question stands: now, or just before the question ended."""
    binary = found.binary
    crew = [names[id_] for id_ in found.members]
    if found.chance_methods:
        stood = stretches(binary.spoken, binary.known.questions)
        said = (binary.spoken.forecaster, binary.spoken.p)
        yield from _of(binary.known, binary.known.questions, binary.paths, stood, said, crew, now)
        for one in found.options:
            epochs = offers(one.known.clocks, one.known.choices)
            stood = speaking(epochs, one.known.clocks, one.said, one.shares)
            said = (one.said.forecaster, one.shares)
            yield from _of(one.known, one.known.clocks, one.paths, stood, said, crew, now)
    for method in found.distribution_methods:
        yield from (_of_curves(one, method, crew, now) for one in found.distributions)


def _of_curves(
    found: DistributionsAggregated, method: str, crew: Sequence[Name], now: datetime
) -> _State:
    known, (path,) = found.known, found.paths([method])
    at_us = int(np.clip(times.to_us(now), known.clocks.opens_us[0], known.clocks.ends_us[0] - 1))
    stood = stretches(found.said, known.clocks)
    there = (stood.start_us <= at_us) & (at_us < stood.end_us)
    parts = []
    for row in stood.row[there].tolist():
        who, curve = crew[found.said.forecaster[row]], found.curves[row]
        if curve is not None:
            parts.append(Part(who.name, who.kind, _shape(curve, known)))
    changes = (
        Change(times.from_us(at), _shape(curve, known) if curve else None, members)
        for at, curve, members in zip(
            path.at_us.tolist(), path.curves, path.members.tolist(), strict=True
        )
        if at <= at_us
    )
    return _State(
        question=known.question.id,
        at=times.from_us(at_us),
        daily=path.daily,
        thinned=path.thinned,
        changes=tuple(changes),
        made_of=tuple(sorted(parts, key=lambda part: part.forecaster.casefold())),
    )


def _shape(curve: Scored, known: DistributionFacts) -> Shape:
    """Return a curve as it is scored, places in the question's unit, of dates in seconds."""
    whole, terms = settled(curve, known.over), known.question.terms
    places = whole.places.tolist()
    if known.kind == "date":
        opens_s = times.to_seconds(terms.opens_at)
        places = [round(opens_s + days * DAY_S, MICROSECONDS) for days in places]
    ends = Quantiles(((0.0, places[0]), (1.0, places[-1])))
    pairs = zip(places, whole.heights.tolist(), strict=True)
    return Shape(Curve(terms.scale or extent(ends), tuple(pairs)), known.question)


def _of(  # noqa: PLR0913, PLR0917 - the questions, who stood on them, and the aggregate
    known: Facts | OptionFacts,
    asked: Asked,
    paths: Aggregates | OptionAggregates,
    stood: Stretches,
    said: tuple[NDArray[np.int64], NDArray[np.float64]],
    crew: Sequence[Name],
    now: datetime,
) -> Iterator[_State]:
    looked_us = np.clip(times.to_us(now), asked.opens_us, asked.ends_us - 1)
    for q, at_us in enumerate(looked_us.tolist()):
        options = known.options[q] if isinstance(known, OptionFacts) else None
        path = np.flatnonzero((paths.question == q) & (paths.at_us <= at_us)).tolist()
        there = (stood.question == q) & (stood.start_us <= at_us) & (at_us < stood.end_us)
        parts = [
            Part(crew[said[0][row]].name, crew[said[0][row]].kind, _chances(said[1][row], options))
            for row in stood.row[there].tolist()
        ]
        yield _State(
            question=int(known.question_id[q]),
            at=times.from_us(at_us),
            daily=bool(np.isin(q, paths.daily)),
            thinned=False,
            changes=tuple(
                Change(
                    times.from_us(int(paths.at_us[i])),
                    _chances(paths.p[i, 0], options) if paths.members[i] else None,
                    int(paths.members[i]),
                )
                for i in path
            ),
            made_of=tuple(sorted(parts, key=lambda part: part.forecaster.casefold())),
        )


def _chances(p: NDArray[np.float64], options: tuple[str, ...] | None) -> Said:
    """Return a chance, or those of the options that are spoken of."""
    if options is None:
        return float(p)
    pairs = zip(options, p[: len(options)].tolist(), strict=True)
    return tuple((name, chance) for name, chance in pairs if not np.isnan(chance))


def _shown(
    state: _State, line: Line, method: str, scores: tuple[AggregateScore, ...], *, hidden: bool
) -> AggregateNow:
    last = state.changes[-1] if state.changes else Change(state.at, None, 0)
    return AggregateNow(
        question=line.slug,
        title=line.title,
        status=str(line.status),
        method=method,
        label=label(method, [part.kind for part in state.made_of], options=line.type in CHOICES),
        at=state.at,
        aggregate=None if hidden else last.p,
        members=last.members,
        daily=state.daily,
        thinned=state.thinned,
        hidden=hidden,
        changes=() if hidden else state.changes,
        made_of=() if hidden else state.made_of,
        scores=scores,
    )
