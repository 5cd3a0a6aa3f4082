"""How numbers moved before the outcome: toward it or away, with reasons, soon after news."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.instants import instants_us
from tracker.comparison import clustered_mean
from tracker.reports.calibrated.floors import EACH
from tracker.reports.figures import Moves
from tracker.reports.numbers import LEVEL
from tracker.scoring import DAY_US

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracker.columns.cohort import Cohort
    from tracker.columns.stood import Stood

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

WEEK_US = 7 * DAY_US
SIZES = (0.0, 0.4, 1.0, np.inf)  # in log-odds: under 50 to 60%, under 50 to 73%, further
MOST = 100_000  # rationales that are looked up one by one
REASONED = """
    SELECT question_id, forecaster_id, made_at FROM forecasts
    WHERE rationale_text IS NOT NULL AND forecaster_id IN (SELECT value FROM json_each(?))
        AND question_id IN (SELECT value FROM json_each(?))
        AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
    LIMIT ?
"""
NEWS = """
    SELECT question_id, observed_at FROM evidence
    WHERE removed IS NULL
        AND id NOT IN (SELECT replaces FROM evidence WHERE replaces IS NOT NULL)
    ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updates:
    """The moves on yes/no questions that have ended, up to the outcome.

    toward: how many of the moves went toward what happened; share: that by the number of moves,
    with its 90% interval over clusters, None under 10 moves or 8 clusters. calibrated: the share
    that would have, had all numbers been calibrated: a move up to 30% goes toward what happens
    three times in ten, one down to it seven times; None without moves. reasons: how many came
    with one, None where there are too many to look up. news: how often news came while a number
    stood and the question stayed open for a week; late: how often nobody looked within that week.
    after: moves in the week after news, by size.
    """

    questions: int
    moves: int
    clusters: int
    toward: int
    share: float | None
    low: float | None
    high: float | None
    calibrated: float | None
    reasons: int | None
    news: int
    late: int
    after: tuple[Moves, ...]


@dataclass(frozen=True, slots=True)
class _Moved:
    """Moves, one an element: from one stated number to the next.

    likely: the chance that it goes toward what happens, by the number that was moved to.
    """

    question: Integers
    forecaster: Integers
    made_us: Integers
    toward: Booleans
    likely: Floats


@dataclass(frozen=True, slots=True)
class _After:
    """What somebody did in the week after news: moved by so much, toward the outcome or not.

    likely: the chance that such a move goes toward the outcome, by the number that was moved to.
    """

    question: int
    moved: float
    toward: bool
    likely: float
    late: bool
    whole: bool


def updates(
    connection: sqlite3.Connection, found: Stood, members: Cohort, ids: Sequence[int]
) -> Updates:
    """Return how these forecasters moved; found: what they said on yes/no questions of the cohort.

    Questions without an outcome, or with a fraction, are left out.
    """
    own = found.only((found.y == 0.0) | (found.y == 1.0))
    moved = _moved(own)
    cluster = members.clusters(moved.question)
    share, low, high = _share(moved.toward, cluster)
    after = [one for at in _news(connection) for one in _week(own, *at)]
    return Updates(
        questions=len(np.unique(own.question)),
        moves=len(moved.question),
        clusters=len(np.unique(cluster)),
        toward=int(moved.toward.sum()),
        share=share,
        low=low,
        high=high,
        calibrated=float(moved.likely.mean()) if len(moved.likely) else None,
        reasons=_reasons(connection, moved, ids),
        news=sum(one.whole for one in after),
        late=sum(one.late for one in after),
        after=tuple(_by_size(after, members)),
    )


def _moved(own: Stood) -> _Moved:
    same = (own.question[1:] == own.question[:-1]) & (own.forecaster[1:] == own.forecaster[:-1])
    at = np.flatnonzero(same & (own.p[1:] != own.p[:-1])) + 1
    up = own.p[at] > own.p[at - 1]
    likely = np.where(up, own.p[at], 1.0 - own.p[at])
    return _Moved(
        own.question[at], own.forecaster[at], own.made_us[at], up == (own.y[at] > 0.0), likely
    )


def _share(
    toward: Booleans, cluster: Integers
) -> tuple[float, float, float] | tuple[None, None, None]:
    """Return the share that went toward the outcome, with its interval within 0 and 1."""
    if len(toward) < EACH:
        return None, None, None
    mean = clustered_mean(toward.astype(np.float64), cluster, LEVEL)
    if mean.low is None or mean.high is None:
        return None, None, None
    return mean.mean, max(mean.low, 0.0), min(mean.high, 1.0)


def _reasons(connection: sqlite3.Connection, moved: _Moved, ids: Sequence[int]) -> int | None:
    """Return how many moves came with a reason; None where there are too many to look up."""
    on = np.unique(moved.question).tolist()
    rows = connection.execute(REASONED, (json.dumps([*ids]), json.dumps(on), MOST + 1)).fetchall()
    if len(rows) > MOST:
        return None
    made = instants_us([row[2] for row in rows]).tolist()
    known = {(row[0], row[1], at) for row, at in zip(rows, made, strict=True)}
    if not known:
        return 0
    moves = zip(moved.question.tolist(), moved.forecaster.tolist(), moved.made_us.tolist(),
                strict=True)  # fmt: skip
    return sum(move in known for move in moves)


def _news(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    rows = connection.execute(NEWS).fetchall()
    return [*zip([row[0] for row in rows], instants_us([row[1] for row in rows]).tolist(),
                 strict=True)]  # fmt: skip


def _week(own: Stood, question: int, at_us: int) -> Iterator[_After]:
    """Yield what each one with a number on the question did in the week after news."""
    first, last = np.searchsorted(own.question, [question, question + 1])
    rows = own.only(np.arange(first, last))
    for who in np.unique(rows.forecaster):
        theirs = rows.only(rows.forecaster == who)
        standing = np.flatnonzero((theirs.start_us <= at_us) & (at_us < theirs.end_us))
        if not len(standing):
            continue
        until_us = at_us + WEEK_US
        whole = bool(until_us <= theirs.end_us[-1])
        then = int(np.searchsorted(theirs.start_us, until_us, side="right")) - 1
        before, after = (_log_odds(theirs.p[row]) for row in (standing[0], then))
        likely = theirs.p[then] if after > before else 1.0 - theirs.p[then]
        looked = bool(((theirs.made_us > at_us) & (theirs.made_us <= until_us)).any())
        toward = (after - before) * (2.0 * theirs.y[0] - 1.0) > 0.0
        yield _After(
            question, abs(after - before), bool(toward), float(likely), whole and not looked, whole
        )


def _log_odds(p: float) -> float:
    if p in (0.0, 1.0):
        return float(np.inf if p else -np.inf)
    return float(np.log(p / (1.0 - p)))


def _by_size(after: Sequence[_After], members: Cohort) -> Iterator[Moves]:
    """Yield the moves of each size of which there are ten; to and from certainty is no size."""
    moved = [one for one in after if 0.0 < one.moved < np.inf]
    cluster = members.clusters(np.array([one.question for one in moved], dtype=np.int64))
    size = np.array([one.moved for one in moved])
    toward = np.array([one.toward for one in moved], dtype=bool)
    likely = np.array([one.likely for one in moved])
    for least, most in pairwise(SIZES):
        inside = (size >= least) & (size < most)
        if inside.sum() < EACH:
            continue
        _, low, high = _share(toward[inside], cluster[inside])
        of_size, share, calibrated = (float(of[inside].mean()) for of in (size, toward, likely))
        yield Moves(of_size, share, low, high, int(inside.sum()), calibrated)
