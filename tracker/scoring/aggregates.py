"""Aggregates as forecasters: the rows of their paths, to be judged as anybody's are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation import PastScores
from tracker.aggregation.paths import (
    METHODS,
    PastStatements,
    Standing,
    by_exponent,
    by_performance,
    instants,
    standing,
)
from tracker.scoring.case import Case
from tracker.scoring.stretches import NEVER, History, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracker.aggregation.paths import Method
    from tracker.scoring.policies import Judged
    from tracker.scoring.stretches import Booleans, Floats, Integers, Questions, Stretches

BLOCK = 1_000_000  # forecasts that are aggregated in one go
METHOD_NAMES = (*METHODS, "extremized", "performance")
LEARNING = ("extremized", "performance")


@dataclass(frozen=True, slots=True)
class Past:
    """What aggregates may learn from: the members' scores, and what the mean of them said.

    Its forecasters are the indices of the histories that are aggregated.
    """

    scores: PastScores
    said: PastStatements


@dataclass(frozen=True, slots=True)
class PastQuestions:
    """Of each past question, by index, what decides when and in which order it teaches.

    cluster: a code. place: where it comes in an order of them that is the same in every record,
    so that sums over questions have the same bits. learned_us: from when on it may be learned
    from: its outcome was known and it was scheduled to have ended. Questions that a yes ends early
    would else come first, and flatter whoever says yes.
    """

    cluster: Integers
    place: Integers
    learned_us: Integers


@dataclass(frozen=True, slots=True)
class Aggregates:
    """Paths of aggregates of the same members; a row for each instant at which one changed.

    question: index. members: how many stand. recorded_us: the latest record of what stands.
    p: shape (rows, methods), nan where nobody stands. daily: the indices of the questions on which
    they were computed once a day.
    """

    question: Integers
    at_us: Integers
    members: Integers
    recorded_us: Integers
    p: Floats
    daily: Integers

    def history(self, method: int, forecaster: int) -> History:
        """Return the path of one method as rows of the forecaster of that index.

        Each stands until the next one; it has no range and is nobody's peer.
        """
        p = self.p[:, method]
        return History(
            question=self.question,
            forecaster=np.full(len(p), forecaster),
            made_us=self.at_us,
            until_us=np.full(len(p), NEVER),
            recorded_us=self.recorded_us,
            p=p,
            low=p,
            high=p,
            peer=np.zeros(len(p), dtype=bool),
        )


def aggregates(
    questions: Questions, history: History, names: Sequence[str], past: Past | None = None
) -> Aggregates:
    """Return the aggregates of all whose rows the history holds, by each method of METHOD_NAMES.

    past: what could not be learned before an instant does not count at it; None is an empty one.
    Raises ValueError where a method is undefined for what stands.
    """
    methods = [_method(name, past, history.forecaster) for name in names]
    laid = lay_instants(stretches(history, questions), history.made_us, questions.ends_us)
    members, recorded_us = np.zeros(len(laid.at_us), dtype=np.int64), laid.at_us.copy()
    p = np.full((len(laid.at_us), len(names)), np.nan)
    for at, rows in laid.blocks:
        said = (history.forecaster[rows], history.made_us[rows], history.p[rows])
        now = Standing(laid.at_us[at], *said)
        members[at], recorded_us[at] = len(rows), history.recorded_us[rows].max(axis=0)
        p[at] = np.stack([method(now) for method in methods], axis=1)
    return Aggregates(laid.question, laid.at_us, members, recorded_us, p, laid.daily)


@dataclass(frozen=True, slots=True)
class Instants:
    """When aggregates are computed: the question and time of each instant, and who stands.

    daily: the indices of the questions that are looked at once a day. blocks: instants at which
    equally many stand, of all questions, as places in at_us, with the rows that stand, shape
    (n, m), the one made first on top; many at once, since each call of a method costs.
    """

    question: Integers
    at_us: Integers
    daily: Integers
    blocks: tuple[tuple[Integers, Integers], ...]


def lay_instants(stood: Stretches, made_us: Integers, ends_us: Integers) -> Instants:
    """Return the instants at which who stands changes; made_us is by row, ends_us by question."""
    question, at_us, daily = [], [], []
    by_count: dict[int, list[tuple[Integers, Integers]]] = {}
    before = 0
    for q in np.unique(stood.question).tolist():
        own = slice(*np.searchsorted(stood.question, [q, q + 1]))
        spans, rows = (stood.start_us[own], stood.end_us[own]), stood.row[own]
        changes_us, once_a_day = instants(*spans, int(ends_us[q]))
        for place, there in standing(*spans, made_us[rows], changes_us):
            by_count.setdefault(len(there), []).append((before + place, rows[there]))
        at_us.append(changes_us)
        question.append(np.full(len(changes_us), q))
        daily += [q] * once_a_day
        before += len(changes_us)
    by_count.pop(0, None)
    nothing = [np.empty(0, dtype=np.int64)]
    return Instants(
        np.concatenate(question or nothing),
        np.concatenate(at_us or nothing),
        np.array(daily, dtype=np.int64),
        tuple(block for parts in by_count.values() for block in _in_blocks(parts)),
    )


def _in_blocks(parts: Sequence[tuple[Integers, Integers]]) -> Iterator[tuple[Integers, Integers]]:
    """Yield the instants of the parts with their rows, together but in pieces of bounded size."""
    at = np.concatenate([places for places, _ in parts])
    rows = np.concatenate([there for _, there in parts], axis=1)
    pieces = -(-rows.size // BLOCK)
    yield from zip(np.array_split(at, pieces), np.array_split(rows, pieces, axis=1), strict=True)


def _method(name: str, past: Past | None, members: Integers) -> Method:
    if name in METHODS:
        return METHODS[name]
    if past is None:  # equal weights, and an exponent of 1
        return METHODS["mean"]
    if name == "performance":
        return by_performance(past.scores, np.union1d(members, past.scores.forecaster))
    return by_exponent(past.said)


def past_scores(judged: Judged, those: PastQuestions) -> PastScores:
    """Return the members' Brier scores, judged under the scheduled policy.

    There gaps are filled, so that scores of one question can be compared.
    """
    loss = judged.rules["brier"].score
    order = np.lexsort((judged.forecaster, those.place[judged.question]))
    kept = order[~np.isnan(loss[order])]
    question = judged.question[kept]
    return PastScores(
        loss=loss[kept],
        forecaster=judged.forecaster[kept],
        question=those.place[question],
        cluster=those.cluster[question],
        known_us=those.learned_us[question],
    )


def past_statements(questions: Questions, history: History, those: PastQuestions) -> PastStatements:
    """Return what the mean of the members said half-way through each question's scheduled time.

    Only where the outcome was not known by then, so that what happened did not choose the instant.
    Certainties are left out: no exponent moves them.
    """
    said = aggregates(questions, history, ["mean"]).history(0, 0)
    case = Case.of(questions, said)
    opens_us, closes_us = questions.opens_us, questions.closes_us
    stood = case.standing_at(opens_us + (closes_us - opens_us) // 2)
    stood = stood[stood >= 0]
    question, p = case.stood.question[stood], said.p[case.stood.row[stood]]
    order = np.argsort(those.place[question])
    kept = order[(p[order] > 0.0) & (p[order] < 1.0)]
    question = question[kept]
    return PastStatements(
        p=p[kept],
        happened=questions.outcome[question],
        cluster=those.cluster[question],
        known_us=those.learned_us[question],
    )


def certain(questions: Questions, history: History) -> bool:
    """Return whether 0 or 1 ever stood, which leaves the geometric mean of odds undefined."""
    p = history.p[stretches(history, questions).row]
    return bool(((p <= 0.0) | (p >= 1.0)).any())


def part(history: History, kept: Booleans | NDArray[np.intp]) -> History:
    """Return the rows that `kept` marks, or names in their new order."""
    return History(*(getattr(history, column)[kept] for column in History.__slots__))


def joined(histories: Sequence[History]) -> History:
    """Return the rows of all in the order of a history; each forecaster is in one of them."""
    columns = [
        np.concatenate([getattr(history, column) for history in histories])
        for column in History.__slots__
    ]
    whole = History(*columns)
    return part(whole, np.lexsort((whole.forecaster, whole.question)))
