"""Aggregates of the record's forecasters: their paths, and what those scored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation import PastScores
from tracker.columns.ends import scheduled_ends
from tracker.columns.facts import Facts, facts, unresolved
from tracker.columns.option_facts import OptionFacts, option_facts
from tracker.columns.scored import SCHEDULED, Scored, clusters, names, of_judged, of_pairs, together
from tracker.scoring import History, Said, judge, judge_options
from tracker.scoring.aggregates import (
    LEARNING,
    Aggregates,
    Past,
    PastQuestions,
    aggregates,
    certain,
    joined,
    part,
    past_scores,
    past_statements,
)
from tracker.scoring.option_aggregates import OptionAggregates, option_aggregates, rules_out

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracker.scoring import Judged, Policy

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Poolable:
    """The questions whose forecasts can be made into one: yes/no questions, and with options."""

    binary: Facts
    options: tuple[OptionFacts, ...]

    @property
    def question_id(self) -> Integers:
        """The ids of all questions, the yes/no questions first."""
        rest = (one.question_id for one in self.options)
        return np.concatenate([self.binary.question_id, *rest])


def poolable(
    connection: sqlite3.Connection, question_ids: Sequence[int], *, resolved: bool = True
) -> Poolable:
    """Return the facts about these questions: of the resolved ones, or of all others."""
    read = facts if resolved else unresolved
    return Poolable(
        read(connection, question_ids), option_facts(connection, question_ids, resolved=resolved)
    )


@dataclass(frozen=True, slots=True)
class Aggregated:
    """Aggregates of yes/no questions; spoken: the members' rows, with places in `members`."""

    known: Facts
    spoken: History
    paths: Aggregates


@dataclass(frozen=True, slots=True)
class OptionsAggregated:
    """Aggregates of questions with options; said, shares: the members' rows, as in `spoken`."""

    known: OptionFacts
    said: Said
    shares: Floats
    paths: OptionAggregates


@dataclass(frozen=True, slots=True)
class Pooled:
    """Aggregates by some methods of the members of these ids; paths have a column a method.

    Questions of a path are indices into the ids of `known` beside it.
    """

    methods: tuple[str, ...]
    members: tuple[int, ...]
    binary: Aggregated
    options: tuple[OptionsAggregated, ...]

    @property
    def daily(self) -> int:
        """On how many questions they were computed once a day."""
        return len(self.binary.paths.daily) + sum(len(one.paths.daily) for one in self.options)


def pooled(
    connection: sqlite3.Connection,
    known: Poolable,
    methods: Sequence[str],
    members: Sequence[int],
    past: Poolable,
) -> Pooled:
    """Return the aggregates of the forecasters of these ids on the known questions.

    past: the resolved questions that weights and exponents may be learned from. Raises ValueError
    where a method is undefined for what stands.
    """
    crew = _by_name(connection, members)
    learned = _past(connection, past, crew) if set(methods) & set(LEARNING) else None
    spoken = spoken_by(known.binary, crew)
    binary = aggregates(known.binary.questions, spoken, methods, learned)
    options = []
    for one in known.options:
        said, shares = said_by(one, crew)
        paths = option_aggregates(one.clocks, one.choices, said, shares, methods, learned)
        options.append(OptionsAggregated(one, said, shares, paths))
    return Pooled(tuple(methods), crew, Aggregated(known.binary, spoken, binary), tuple(options))


def has_certainty(connection: sqlite3.Connection, known: Poolable, members: Sequence[int]) -> bool:
    """Return whether a member ever said 0 or 1, which leaves geometric means undefined."""
    crew = _by_name(connection, members)
    return certain(known.binary.questions, spoken_by(known.binary, crew)) or any(
        rules_out(one.clocks, one.choices, *said_by(one, crew)) for one in known.options
    )


def _past(connection: sqlite3.Connection, past: Poolable, crew: Sequence[int]) -> Past:
    """Return what may be learned: scores of all kinds, and what was said of yes/no questions."""
    ids = past.question_id
    known_us = [past.binary.questions.known_us, *(one.clocks.known_us for one in past.options)]
    ends = scheduled_ends(connection, ids)
    learned_us = np.maximum(ends.at_us, np.concatenate(known_us))
    every = (clusters(connection, ids), ends.place, learned_us)
    edges = np.cumsum([len(known) for known in known_us])[:-1]
    split = zip(*(np.split(column, edges) for column in every), strict=True)
    first, *rest = [PastQuestions(*columns) for columns in split]
    spoken = spoken_by(past.binary, crew)
    (judged,) = judge(past.binary.questions, spoken, [SCHEDULED])
    scores = [past_scores(judged, first)]
    for one, those in zip(past.options, rest, strict=True):
        said, shares = said_by(one, crew)
        scores.append(past_scores(_judged_options(one, said, shares, SCHEDULED), those))
    columns = zip(*([getattr(s, c) for c in PastScores.__slots__] for s in scores), strict=True)
    whole = PastScores(*(np.concatenate(column) for column in columns))
    order = np.lexsort((whole.forecaster, whole.question))
    in_order = PastScores(*(getattr(whole, column)[order] for column in PastScores.__slots__))
    return Past(in_order, past_statements(past.binary.questions, spoken, first))


def _judged_options(known: OptionFacts, said: Said, shares: Floats, policy: Policy) -> Judged:
    ordinal = known.kind == "ordinal"
    (judged,) = judge_options(known.clocks, known.choices, said, shares, [policy], ordinal=ordinal)
    return judged


def _by_name(connection: sqlite3.Connection, members: Sequence[int]) -> tuple[int, ...]:
    """Return the ids by name: sums over members then have the same bits in every record."""
    known = names(connection)
    return tuple(sorted(set(members), key=lambda id_: known[id_].name))


def _places(forecaster_id: Integers, members: Sequence[int]) -> Integers:
    """Return the place in `members` of each forecaster, -1 for who is none."""
    place = np.full(len(forecaster_id), -1)
    for i, id_ in enumerate(members):
        place[forecaster_id == id_] = i
    return place


def spoken_by(known: Facts, members: Sequence[int]) -> History:
    """Return the rows of the forecasters of these ids, with places in `members` as indices."""
    place = _places(known.forecaster_id, members)[known.history.forecaster]
    every = replace(known.history, forecaster=place)
    return joined([part(every, place >= 0)])


def said_by(known: OptionFacts, members: Sequence[int]) -> tuple[Said, Floats]:
    """Return the rows of the forecasters of these ids and their shares, as `spoken_by`."""
    place = _places(known.forecaster_id, members)[known.said.forecaster]
    kept = np.flatnonzero(place >= 0)
    kept = kept[np.lexsort((place[kept], known.said.question[kept]))]
    said = replace(known.said, forecaster=place)
    return Said(*(getattr(said, column)[kept] for column in Said.__slots__)), known.shares[kept]


def scored_aggregates(connection: sqlite3.Connection, found: Pooled, policy: Policy) -> Scored:
    """Return what the aggregates scored, judged beside everybody's forecasts.

    The aggregate by the method methods[i] has the forecaster id -1 - i: ids of the record are
    above 0, and an aggregate is never on record.
    """
    ids = -1 - np.arange(len(found.methods))
    known, count = found.binary.known, len(found.binary.known.forecaster_id)
    paths = [found.binary.paths.history(i, count + i) for i in range(len(ids))]
    with_paths = replace(
        known,
        history=joined([known.history, *paths]),
        forecaster_id=np.concatenate((known.forecaster_id, ids)),
    )
    (judged,) = judge(known.questions, with_paths.history, [policy])
    parts = [of_judged(connection, with_paths, judged)]
    parts += [_scored_options(one, ids, policy) for one in found.options]
    every = together(parts)
    scored = every.only(every.forecaster < 0)
    return replace(scored, cluster=clusters(connection, scored.question))


def _scored_options(found: OptionsAggregated, ids: Integers, policy: Policy) -> Scored:
    known, count = found.known, len(found.known.forecaster_id)
    said = [known.said, *(found.paths.said(count + i) for i in range(len(ids)))]
    columns = [np.concatenate([getattr(one, c) for one in said]) for c in Said.__slots__]
    shares = np.concatenate([known.shares, *(found.paths.p[:, i] for i in range(len(ids)))])
    whole = Said(*columns)
    order = np.lexsort((whole.forecaster, whole.question))
    rows = Said(*(column[order] for column in columns))
    judged = _judged_options(known, rows, shares[order], policy)
    forecaster_id = np.concatenate((known.forecaster_id, ids))
    return of_pairs(
        judged,
        known.question_id[judged.question],
        forecaster_id[judged.forecaster],
        known.has_class[judged.question],
    )
