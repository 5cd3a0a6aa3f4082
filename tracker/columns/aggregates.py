"""Aggregates of the record's forecasters: their paths, and what those scored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation import PastScores
from tracker.columns.distribution_facts import (
    DISTRIBUTION_KINDS,
    DistributionFacts,
    distribution_facts,
)
from tracker.columns.ends import scheduled_ends
from tracker.columns.facts import Facts, facts, unresolved
from tracker.columns.option_facts import OptionFacts, option_facts
from tracker.columns.scored import SCHEDULED, Scored, clusters, names, of_judged, of_pairs, together
from tracker.scoring import History, Said, judge, judge_options
from tracker.scoring.aggregates import (
    METHOD_NAMES,
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
from tracker.scoring.distribution_aggregates import (
    DISTRIBUTION_METHOD_NAMES,
    LEARNING,
    DistributionPath,
    changes_often,
    distribution_paths,
)
from tracker.scoring.option_aggregates import OptionAggregates, option_aggregates, rules_out

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracker.scoring import Curve, Judged, Policy

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Poolable:
    """The questions whose forecasts can be made into one: with chances, and with distributions."""

    binary: Facts
    options: tuple[OptionFacts, ...]
    distributions: tuple[DistributionFacts, ...]

    @property
    def question_id(self) -> Integers:
        """The ids of all questions: yes/no questions, those with options, the others."""
        rest = (one.question_id for one in self.options)
        last = np.array([one.question.id for one in self.distributions], dtype=np.int64)
        return np.concatenate([self.binary.question_id, *rest, last])

    @property
    def known_us(self) -> tuple[Integers, ...]:
        """When outcomes were known, in the order of question_id, an array for each part."""
        options = (one.clocks.known_us for one in self.options)
        last = (one.clocks.known_us for one in self.distributions)
        return (self.binary.questions.known_us, *options, *last)


def poolable(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    *,
    resolved: bool = True,
    distributions: Sequence[str] = DISTRIBUTION_KINDS,
) -> Poolable:
    """Return the facts about these questions: of the resolved ones, or of all others.

    distributions: which of the kinds that take distributions, date and numeric, are among them.
    """
    read = facts if resolved else unresolved
    return Poolable(
        read(connection, question_ids),
        option_facts(connection, question_ids, resolved=resolved),
        distribution_facts(connection, question_ids, resolved=resolved, kinds=distributions),
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
class DistributionsAggregated:
    """Aggregates of one question of a number or a date; said, curves: the members' rows.

    Paths are made when they are asked for: distributions take room.
    """

    known: DistributionFacts
    said: Said
    curves: tuple[Curve | None, ...]
    past: Past | None

    def paths(self, methods: Sequence[str]) -> tuple[DistributionPath, ...]:
        """Return the paths of the aggregates by some methods of DISTRIBUTION_METHOD_NAMES."""
        of = (self.known.clocks, self.known.over, self.said, self.curves)
        return distribution_paths(*of, methods, self.past)

    def judged(self, path: DistributionPath, policies: Sequence[Policy]) -> tuple[Judged, ...]:
        """Return what everybody scored with the aggregate among them.

        Its forecaster index is the one after all others.
        """
        known = self.known
        said, order = beside([known.said, path.said(len(known.forecaster_id))])
        curves = (*known.curves, *path.curves)
        return known.judged(said, [curves[row] for row in order.tolist()], policies)


@dataclass(frozen=True, slots=True)
class Pooled:
    """Aggregates by some methods of the members of these ids.

    Questions of a path are indices into the ids of `known` beside it. Paths of chances have a
    column for each of `chance_methods`.
    """

    methods: tuple[str, ...]
    members: tuple[int, ...]
    binary: Aggregated
    options: tuple[OptionsAggregated, ...]
    distributions: tuple[DistributionsAggregated, ...]

    @property
    def chance_methods(self) -> tuple[str, ...]:
        """The methods that are defined for chances, in order."""
        return tuple(name for name in self.methods if name in METHOD_NAMES)

    @property
    def distribution_methods(self) -> tuple[str, ...]:
        """The methods that are defined for distributions, in order."""
        return tuple(name for name in self.methods if name in DISTRIBUTION_METHOD_NAMES)

    @property
    def daily(self) -> int:
        """On how many questions they are computed once a day."""
        often = [one for one in self.distributions if changes_often(one.known.clocks, one.said)]
        options = sum(len(one.paths.daily) for one in self.options)
        return len(self.binary.paths.daily) + options + len(often)


def pooled(
    connection: sqlite3.Connection,
    known: Poolable,
    methods: Sequence[str],
    members: Sequence[int],
    past: Poolable,
) -> Pooled:
    """Return the aggregates of the forecasters of these ids on the known questions.

    Each method is applied to the questions that it is defined for. past: the resolved questions
    that weights and exponents may be learned from. Raises ValueError where a method is undefined
    for what stands.
    """
    crew = _by_name(connection, members)
    learned = _past(connection, past, crew) if set(methods) & set(LEARNING) else None
    chances = [name for name in methods if name in METHOD_NAMES]
    spoken = spoken_by(known.binary, crew)
    binary = aggregates(known.binary.questions, spoken, chances, learned)
    options = []
    for one in known.options:
        said, shares = said_by(one, crew)
        paths = option_aggregates(one.clocks, one.choices, said, shares, chances, learned)
        options.append(OptionsAggregated(one, said, shares, paths))
    distributions = [
        DistributionsAggregated(one, *curves_by(one, crew), learned) for one in known.distributions
    ]
    first = Aggregated(known.binary, spoken, binary)
    return Pooled(tuple(methods), crew, first, tuple(options), tuple(distributions))


def has_certainty(connection: sqlite3.Connection, known: Poolable, members: Sequence[int]) -> bool:
    """Return whether a member ever said 0 or 1, which leaves geometric means undefined."""
    crew = _by_name(connection, members)
    return certain(known.binary.questions, spoken_by(known.binary, crew)) or any(
        rules_out(one.clocks, one.choices, *said_by(one, crew)) for one in known.options
    )


def _past(connection: sqlite3.Connection, past: Poolable, crew: Sequence[int]) -> Past:
    """Return what may be learned: scores of all kinds, and what was said of yes/no questions."""
    ids, known_us = past.question_id, past.known_us
    ends = scheduled_ends(connection, ids)
    learned_us = np.maximum(ends.at_us, np.concatenate(known_us))
    every = (clusters(connection, ids), ends.place, learned_us)
    edges = np.cumsum([len(known) for known in known_us])[:-1]
    split = zip(*(np.split(column, edges) for column in every), strict=True)
    first, *rest = [PastQuestions(*columns) for columns in split]
    spoken = spoken_by(past.binary, crew)
    (judged,) = judge(past.binary.questions, spoken, [SCHEDULED])
    scores = [past_scores(judged, first)]
    every_judged = [
        *(_judged_options(one, *said_by(one, crew), SCHEDULED) for one in past.options),
        *(one.judged(*curves_by(one, crew), [SCHEDULED])[0] for one in past.distributions),
    ]
    scores += [
        past_scores(judged, those)
        for judged, those in zip(every_judged, rest, strict=True)
        if "brier" in judged.rules
    ]
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
    said, kept = _of_members(known.said, known.forecaster_id, members)
    return said, known.shares[kept]


def curves_by(
    known: DistributionFacts, members: Sequence[int]
) -> tuple[Said, tuple[Curve | None, ...]]:
    """Return the rows of the forecasters of these ids and their curves, as `spoken_by`."""
    said, kept = _of_members(known.said, known.forecaster_id, members)
    return said, tuple(known.curves[row] for row in kept.tolist())


def _of_members(
    said: Said, forecaster_id: Integers, members: Sequence[int]
) -> tuple[Said, NDArray[np.intp]]:
    """Return the rows of the members, with places in `members` as indices, and which they are."""
    place = _places(forecaster_id, members)[said.forecaster]
    kept = np.flatnonzero(place >= 0)
    kept = kept[np.lexsort((place[kept], said.question[kept]))]
    theirs = replace(said, forecaster=place)
    return Said(*(getattr(theirs, column)[kept] for column in Said.__slots__)), kept


def beside(rows: Sequence[Said]) -> tuple[Said, NDArray[np.intp]]:
    """Return all rows in the order of a history, and which they are of the parts in a row."""
    columns = [np.concatenate([getattr(one, c) for one in rows]) for c in Said.__slots__]
    whole = Said(*columns)
    order = np.lexsort((whole.forecaster, whole.question))
    return Said(*(column[order] for column in columns)), order


def scored_aggregates(connection: sqlite3.Connection, found: Pooled, policy: Policy) -> Scored:
    """Return what the aggregates scored, judged beside everybody's forecasts.

    The aggregate by the method methods[i] has the forecaster id -1 - i: ids of the record are
    above 0, and an aggregate is never on record.
    """
    ids = -1 - np.array([found.methods.index(name) for name in found.chance_methods], dtype=int)
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
    parts += [part for one in found.distributions for part in _scored_each(one, found, policy)]
    every = together([part.only(part.forecaster < 0) for part in parts])
    return replace(every, cluster=clusters(connection, every.question))


def _scored_options(found: OptionsAggregated, ids: Integers, policy: Policy) -> Scored:
    known, count = found.known, len(found.known.forecaster_id)
    rows, order = beside([known.said, *(found.paths.said(count + i) for i in range(len(ids)))])
    shares = np.concatenate([known.shares, *(found.paths.p[:, i] for i in range(len(ids)))])
    judged = _judged_options(known, rows, shares[order], policy)
    forecaster_id = np.concatenate((known.forecaster_id, ids))
    return of_pairs(
        judged,
        known.question_id[judged.question],
        forecaster_id[judged.forecaster],
        known.has_class[judged.question],
    )


def _scored_each(one: DistributionsAggregated, found: Pooled, policy: Policy) -> Iterator[Scored]:
    """Yield the pairs of a question that has Brier scores, a date, an aggregate at a time."""
    known, names = one.known, found.distribution_methods
    for name, path in zip(names, one.paths(names), strict=True):
        (judged,) = one.judged(path, [policy])
        yield of_pairs(
            judged,
            np.full(len(judged.question), known.question.id),
            np.append(known.forecaster_id, -1 - found.methods.index(name))[judged.forecaster],
            np.full(len(judged.question), known.has_class),
        )
