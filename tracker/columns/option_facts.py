"""Questions with options and what was said of them, read from the record into arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.errors import DamagedError
from forecasts.model import times
from forecasts.store import questions as stored
from tracker.columns import asked
from tracker.columns.facts import batches, marks
from tracker.columns.instants import instants_us
from tracker.columns.said import statements
from tracker.columns.verdicts import OPTION_KINDS
from tracker.scoring import Choice, Clocks, Said

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

QUESTIONS = """
    SELECT q.id, r.outcome, r.known_at FROM questions q
    LEFT JOIN resolutions_now r ON r.question_id = q.id AND r.status = 'resolved'
    WHERE q.type = ? AND (r.id IS NOT NULL) = ? AND q.id IN ({marks}) ORDER BY q.id
"""


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """Questions of one kind with options, with everybody's rows; ids by index as in Facts.

    shares: a row of probabilities for each row of `said`, nan for an option it does not speak of.
    options: the names, question by question.
    """

    kind: str
    clocks: Clocks
    choices: tuple[Choice, ...]
    options: tuple[tuple[str, ...], ...]
    said: Said
    shares: NDArray[np.float64]
    question_id: Integers
    forecaster_id: Integers
    has_class: NDArray[np.bool_]


def option_facts(
    connection: sqlite3.Connection, question_ids: Sequence[int], *, resolved: bool
) -> tuple[OptionFacts, ...]:
    """Return the questions with options among these, by kind: the resolved ones or the others.

    Those without an outcome are never known. The caller holds one snapshot. Raises DamagedError,
    naming the question, when a row cannot be read.
    """
    found = []
    for kind in OPTION_KINDS:
        rows = [
            row
            for ids in batches(question_ids)
            for row in connection.execute(
                QUESTIONS.format(marks=marks(ids)), [kind, int(resolved), *ids]
            )
        ]
        if rows:
            found.append(_readable(connection, kind, rows))
    return tuple(found)


def _readable(
    connection: sqlite3.Connection, kind: str, rows: Sequence[tuple[int, str, str]]
) -> OptionFacts:
    try:
        return _of_kind(connection, kind, rows)
    except ValueError as error:
        if len(rows) > 1:
            for row in rows:
                _readable(connection, kind, [row])  # the one at fault names itself
        slug = connection.execute("SELECT slug FROM questions WHERE id = ?", rows[0][:1])
        raise DamagedError(
            f"the record of {slug.fetchone()[0]} cannot be read: {error}.",
            "See what was changed: forecasts verify",
        ) from error


def _of_kind(
    connection: sqlite3.Connection, kind: str, rows: Sequence[tuple[int, str, str]]
) -> OptionFacts:
    ids = [row[0] for row in rows]
    known = {
        id_: question.terms
        for part in batches(ids)
        for id_, question in stored.of_ids(connection, part).items()
    }
    terms = [known[id_] for id_ in ids]
    choices = tuple(
        asked.choice(of, outcome) for of, (_, outcome, _) in zip(terms, rows, strict=True)
    )
    spoken = statements(connection, ids)
    opens_us, closes_us, spot_us = (
        instants_us([times.maybe_to_text(getattr(of, name)) for of in terms])
        for name in ("opens_at", "closes_at", "spot_at")
    )
    return OptionFacts(
        kind=kind,
        clocks=Clocks(opens_us, closes_us, instants_us([row[2] for row in rows]), spot_us),
        choices=choices,
        options=tuple(tuple(option.name for option in of.choices) for of in terms),
        said=spoken.said,
        shares=asked.shares(spoken.stated, max(len(choice.from_us) for choice in choices)),
        question_id=np.array(ids, dtype=np.int64),
        forecaster_id=spoken.forecaster_id,
        has_class=np.array([of.reference_class is not None for of in terms], dtype=bool),
    )
