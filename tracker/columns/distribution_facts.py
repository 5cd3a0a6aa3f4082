"""Questions of numbers and dates and what was said of them, read from the record one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.errors import DamagedError
from forecasts.model import times
from forecasts.store import questions as stored
from tracker.columns import asked
from tracker.columns.facts import batches, marks
from tracker.columns.instants import instants_us
from tracker.columns.said import statements
from tracker.scoring import Clocks, Curve, Said, judge_date, judge_number

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from forecasts.model import Question
    from tracker.scoring import Judged, Policy, Range

DISTRIBUTION_KINDS = ("date", "numeric")
QUESTIONS = """
    SELECT q.id, r.outcome, r.known_at, r.happened_from FROM questions q
    LEFT JOIN resolutions_now r ON r.question_id = q.id AND r.status = 'resolved'
    WHERE q.type = ? AND (r.id IS NOT NULL) = ? AND q.id IN ({marks}) ORDER BY q.id
"""


@dataclass(frozen=True, slots=True)
class DistributionFacts:
    """One question with everybody's rows; its index in `said` is 0.

    outcome: None where it is not resolved, and then never known. since: the start of the time in
    which a date came, where that is on record. curves: a distribution for each
    row of `said`, None for a withdrawal; of a date over days since the opening.
    """

    kind: str
    question: Question
    outcome: str | None
    since: str | None
    clocks: Clocks
    said: Said
    curves: tuple[Curve | None, ...]
    forecaster_id: NDArray[np.int64]

    @property
    def over(self) -> Range | None:
        """The range, in the unit of the curves."""
        terms = self.question.terms
        if self.kind == "date":
            return asked.date(terms, None).over
        return asked.number(terms, "above").over

    @property
    def has_class(self) -> bool:
        """Whether it has a reference class."""
        return self.question.terms.reference_class is not None

    def judged(
        self, said: Said, curves: Sequence[Curve | None], policies: Sequence[Policy]
    ) -> tuple[Judged, ...]:
        """Return what rows on this question scored, which has an outcome."""
        terms, outcome = self.question.terms, str(self.outcome)
        if self.kind == "date":
            asked_of = asked.date(terms, outcome, since=self.since)
            return judge_date(self.clocks, asked_of, said, curves, policies)
        return judge_number(self.clocks, asked.number(terms, outcome), said, curves, policies)


def distribution_facts(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    *,
    resolved: bool,
    kinds: Sequence[str] = DISTRIBUTION_KINDS,
) -> tuple[DistributionFacts, ...]:
    """Return the questions of numbers and dates among these: the resolved ones or the others.

    The caller holds one snapshot. Raises DamagedError, naming the question, when a row cannot be
    read.
    """
    return tuple(
        _readable(connection, kind, row)
        for kind in kinds
        for ids in batches(question_ids)
        for row in connection.execute(
            QUESTIONS.format(marks=marks(ids)), [kind, int(resolved), *ids]
        ).fetchall()
    )


def _readable(connection: sqlite3.Connection, kind: str, row: tuple[Any, ...]) -> DistributionFacts:
    try:
        return _of(connection, kind, *row)
    except ValueError as error:
        slug = connection.execute("SELECT slug FROM questions WHERE id = ?", row[:1])
        raise DamagedError(
            f"the record of {slug.fetchone()[0]} cannot be read: {error}.",
            "See what was changed: forecasts verify",
        ) from error


def _of(
    connection: sqlite3.Connection, kind: str, id_: int, *resolved: str | None
) -> DistributionFacts:
    outcome, known_at, since = resolved
    question = stored.of_ids(connection, [id_])[id_]
    terms = question.terms
    spoken = statements(connection, [id_])
    curves_of = asked.date_curves if kind == "date" else asked.number_curves
    opens_us, closes_us, spot_us = (
        instants_us([times.maybe_to_text(at)])
        for at in (terms.opens_at, terms.closes_at, terms.spot_at)
    )
    return DistributionFacts(
        kind=kind,
        question=question,
        outcome=outcome,
        since=since,
        clocks=Clocks(opens_us, closes_us, instants_us([known_at]), spot_us),
        said=spoken.said,
        curves=tuple(curves_of(terms, spoken.stated)),
        forecaster_id=spoken.forecaster_id,
    )
