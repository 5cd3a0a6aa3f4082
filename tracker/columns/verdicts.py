"""Resolved questions of every kind judged from the record, with the ids behind the indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from forecasts.errors import DamagedError
from forecasts.model import times
from forecasts.store import questions as stored
from tracker.columns import asked
from tracker.columns.facts import batches, marks, newest
from tracker.columns.instants import instants_us
from tracker.columns.judgeable import laid
from tracker.columns.said import Statements, statements
from tracker.scoring import (
    NEVER,
    RULE_NAMES,
    Clocks,
    date_likeness,
    judge,
    judge_dates,
    judge_numbers,
    judge_options,
    likeness,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from forecasts.model import Question, Terms
    from tracker.columns.asked import Statement
    from tracker.scoring import Curve, Judged, Policy

    Booleans = NDArray[np.bool_]
    Integers = NDArray[np.int64]
    CurvesOf = Callable[[Terms, Sequence[Statement]], list[Curve | None]]

OPTION_KINDS = ("multiple_choice", "ordinal")
WITH_BRIER = ("binary", *OPTION_KINDS, "date")  # the kinds whose Brier scores share a scale
KINDS = (*WITH_BRIER, "numeric")
AT_ONCE = 200  # questions about numbers or dates: what is said on them takes the most memory


@dataclass(frozen=True, slots=True)
class Verdict:
    """Questions of one kind judged under one policy; the ids are by index of `judged`.

    resolution_id: the resolution in force, 0 for a question that is still open. as_of_seq: the
    newest fact about each question. has_spot: whether it has a spot time.
    """

    kind: str
    judged: Judged
    question_id: Integers
    forecaster_id: Integers
    resolution_id: Integers
    as_of_seq: Integers
    has_class: Booleans
    has_spot: Booleans


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what happened, None while it is open, and when that was known.

    since: the start of the time in which it happened, where that is on record.
    """

    question: Question
    outcome: str | None
    known_at: datetime | None
    resolution_id: int
    since: str | None


RESOLVED = """
    SELECT q.id, r.outcome, r.known_at, r.id, r.happened_from
    FROM questions q JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.type = ? AND r.status = 'resolved' AND q.id IN ({marks}) ORDER BY q.id
"""
OPEN_DATES = """
    SELECT q.id, NULL, NULL, 0, NULL FROM questions_now q
    LEFT JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.type = 'date' AND coalesce(r.status, 'reopened') = 'reopened' AND q.opens_at < ?
        AND q.id IN ({marks})
    ORDER BY q.id
"""
TYPES = "SELECT DISTINCT type FROM questions WHERE id IN ({marks})"


def verdicts(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    policies: Sequence[Policy],
    kinds: Sequence[str] = KINDS,
    *,
    peer: bool = True,
) -> Iterator[Verdict]:
    """Yield the judged questions, verdicts for each kind and policy; numbers and dates in parts.

    Without `peer` those on yes/no questions have Brier and log loss alone.
    The caller holds one snapshot. Raises DamagedError, naming the question, when a row cannot be
    read.
    """
    there = {
        kind
        for ids in batches(question_ids)
        for (kind,) in connection.execute(TYPES.format(marks=marks(ids)), ids)
    }
    if "binary" in there:
        rules = RULE_NAMES if peer else ("brier", "log_loss")
        yield from _binary(connection, question_ids, policies, rules)
    for kind in (kind for kind in kinds if kind in there and kind != "binary"):
        rows = [
            row
            for ids in batches(question_ids)
            for row in connection.execute(RESOLVED.format(marks=marks(ids)), [kind, *ids])
        ]
        at_once = max(len(rows), 1) if kind in OPTION_KINDS else AT_ONCE
        for start in range(0, len(rows), at_once):
            yield from _named(connection, kind, rows[start : start + at_once], policies)


def resolved_of(
    connection: sqlite3.Connection, question_id: int, kind: str
) -> tuple[Terms, str, Clocks, Statements] | None:
    """Return a resolved question's terms, outcome, clocks and rows; None without an outcome."""
    row = connection.execute(RESOLVED.format(marks="?"), [kind, question_id]).fetchone()
    if row is None:
        return None
    question = stored.of_ids(connection, [question_id])[question_id]
    known = statements(connection, [question_id])
    return question.terms, str(row[1]), _clocks([_asked(question, row)], None), known


def happened_from(connection: sqlite3.Connection, question_id: int) -> str | None:
    """Return the start of the time in which a date came, None where it is not on record."""
    row = connection.execute(RESOLVED.format(marks="?"), ["date", question_id]).fetchone()
    return None if row is None else row[4]


def _asked(question: Question, row: tuple[Any, ...]) -> _Asked:
    return _Asked(question, row[1], times.maybe_from_text(row[2]), *row[3:])


def provisional(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    policies: Sequence[Policy],
    now: datetime,
) -> Iterator[Verdict]:
    """Yield what open date questions have scored on the deadlines up to now.

    Nothing later changes what they scored on these, as long as it had not happened by then.
    """
    for ids in batches(question_ids):
        statement, keys = OPEN_DATES.format(marks=marks(ids)), [times.to_text(now), *ids]
        rows = connection.execute(statement, keys).fetchall()
        for start in range(0, len(rows), AT_ONCE):
            yield from _named(connection, "date", rows[start : start + AT_ONCE], policies, now)


def _binary(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    policies: Sequence[Policy],
    rules: Sequence[str],
) -> Iterator[Verdict]:
    known, case = laid(connection, question_ids)
    for judged in judge(known.questions, known.history, policies, rules, case):
        yield Verdict(
            "binary",
            judged,
            known.question_id,
            known.forecaster_id,
            known.resolution_id,
            known.as_of_seq,
            known.questions.has_class,
            known.questions.spot_us != NEVER,
        )


def _named(
    connection: sqlite3.Connection,
    kind: str,
    rows: Sequence[tuple[Any, ...]],
    policies: Sequence[Policy],
    now: datetime | None = None,
) -> list[Verdict]:
    """Return the verdicts on some questions; a row that cannot be read names its question."""
    try:
        return _of_kind(connection, kind, rows, policies, now)
    except ValueError as error:
        if len(rows) > 1:
            for row in rows:
                _named(connection, kind, [row], policies, now)  # the one at fault names itself
        slug = connection.execute("SELECT slug FROM questions WHERE id = ?", rows[0][:1])
        raise DamagedError(
            f"the record of {slug.fetchone()[0]} cannot be read: {error}.",
            "See what was changed: forecasts verify",
        ) from error


def _of_kind(
    connection: sqlite3.Connection,
    kind: str,
    rows: Sequence[tuple[Any, ...]],
    policies: Sequence[Policy],
    now: datetime | None,
) -> list[Verdict]:
    ids = [row[0] for row in rows]
    found = {
        id_: question
        for part in batches(ids)
        for id_, question in stored.of_ids(connection, part).items()
    }
    those = [_asked(found[row[0]], row) for row in rows]
    known = statements(connection, ids)
    seqs = newest(connection, ids)
    return [
        Verdict(
            kind,
            judged,
            np.array([one.question.id for one in part], dtype=np.int64),
            known.forecaster_id,
            np.array([one.resolution_id for one in part], dtype=np.int64),
            np.array([seqs[one.question.id] for one in part], dtype=np.int64),
            np.array([one.question.terms.reference_class is not None for one in part]),
            clocks.spot_us != NEVER,
        )
        for part, clocks, every in _judged(kind, those, known, policies, now)
        for judged in every
    ]


def _judged(
    kind: str,
    those: Sequence[_Asked],
    known: Statements,
    policies: Sequence[Policy],
    now: datetime | None,
) -> Iterator[tuple[list[_Asked], Clocks, tuple[Judged, ...]]]:
    """Yield questions that are judged together, their clocks and what was found."""
    if kind in OPTION_KINDS:
        clocks = _clocks(those, now)
        choices = [asked.choice(one.question.terms, str(one.outcome)) for one in those]
        width = max(len(choice.from_us) for choice in choices)
        shares, ordinal = asked.shares(known.stated, width), kind == "ordinal"
        judged = judge_options(clocks, choices, known.said, shares, policies, ordinal=ordinal)
        yield list(those), clocks, judged
    elif kind == "numeric":
        numbers = [asked.number(one.question.terms, str(one.outcome)) for one in those]
        for places in _alike([likeness(number) for number in numbers]):
            part, clocks, rows = _some(those, places, known, now)
            curves = _curves(part, rows, asked.number_curves)
            some = [numbers[place] for place in places]
            yield part, clocks, judge_numbers(clocks, some, rows.said, curves, policies)
    else:
        now_us = NEVER if now is None else times.to_us(now)
        dates = [asked.date(one.question.terms, one.outcome, now_us, one.since) for one in those]
        for places in _alike([date_likeness(date) for date in dates]):
            part, clocks, rows = _some(those, places, known, now)
            curves = _curves(part, rows, asked.date_curves)
            same = [dates[place] for place in places]
            yield part, clocks, judge_dates(clocks, same, rows.said, curves, policies)


def _alike(keys: Sequence[tuple[object, ...] | None]) -> Iterator[list[int]]:
    """Yield the places of equal keys together, and those without one alone."""
    found: dict[object, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(place if key is None else key, []).append(place)
    yield from found.values()


def _some(
    those: Sequence[_Asked], places: Sequence[int], known: Statements, now: datetime | None
) -> tuple[list[_Asked], Clocks, Statements]:
    """Return some of the questions with their clocks and the rows on them."""
    part = [those[place] for place in places]
    return part, _clocks(part, now), known.on(places)


def _curves(part: Sequence[_Asked], known: Statements, of: CurvesOf) -> list[Curve | None]:
    """Return the curve of every row."""
    starts = np.searchsorted(known.said.question, np.arange(len(part) + 1)).tolist()
    return [
        curve
        for one, start, end in zip(part, starts, starts[1:], strict=False)
        for curve in of(one.question.terms, known.stated[start:end])
    ]


def _clocks(those: Sequence[_Asked], now: datetime | None) -> Clocks:
    """Return the clocks; a question that is still open is as if known now."""
    terms = [one.question.terms for one in those]
    return Clocks(
        opens_us=_us([of.opens_at for of in terms]),
        closes_us=_us([of.closes_at for of in terms]),
        known_us=_us([one.known_at or now for one in those]),
        spot_us=_us([of.spot_at for of in terms]),
    )


def _us(instants: Sequence[datetime | None]) -> Integers:
    return instants_us([times.maybe_to_text(at) for at in instants])
