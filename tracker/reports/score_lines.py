"""Scores one rule a line: the shape of `scores --json`, from stored or computed rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker import store as own
from tracker.columns import STORED_POLICIES, computed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.scoring import Policy

_AT = {name: place for place, name in enumerate(own.COLUMNS)}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One pair's score under one rule and policy; None where undefined, with the reason.

    reference: the reference forecast's loss on the same terms. skill_base: that minus the score,
    where the question has a reference class; skill_uniform: the same against ½.
    """

    question: str
    forecaster: str
    rule: str
    policy: str
    score: float | None
    score_low: float | None
    score_high: float | None
    coverage: float | None
    attainable: float | None
    reference: float | None
    skill_base: float | None
    skill_uniform: float | None
    forecasts: int
    resolution: int
    outcome: str | None
    superseded: bool
    provisional: bool
    version: int
    as_of_seq: int
    reason: str | None

    def as_json(self) -> dict[str, object]:
        """Return the object of one line."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in score rows stand for."""

    questions: dict[int, str]
    forecasters: dict[int, str]
    outcomes: dict[int, str | None]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Names:
        """Read the names from the record."""
        return cls(
            dict(connection.execute("SELECT id, slug FROM questions")),
            dict(connection.execute("SELECT id, name FROM forecasters_now")),
            dict(connection.execute("SELECT id, coalesce(outcome, status) FROM resolutions")),
        )


def score_lines(
    rows: Iterable[Sequence[Any]], names: Names, rules: Sequence[str]
) -> Iterator[ScoreLine]:
    """Yield a line for each row and rule, in their order."""
    for row in rows:
        for rule in rules:
            yield _line(row, names, rule)


def _line(row: Sequence[Any], names: Names, rule: str) -> ScoreLine:
    score, low, high = (row[_AT[rule + part]] for part in ("", "_low", "_high"))
    reference = uniform = None
    if own.RULES[rule] is own.LOSS_COLUMNS:
        reference, uniform = row[_AT[f"{rule}_reference"]], row[_AT[f"{rule}_uniform"]]
    scored = score is not None
    classed = scored and row[_AT["has_class"]] and reference is not None
    return ScoreLine(
        question=names.questions[row[_AT["question_id"]]],
        forecaster=names.forecasters[row[_AT["forecaster_id"]]],
        rule=rule,
        policy=row[_AT["policy"]],
        score=score,
        score_low=low,
        score_high=high,
        coverage=row[_AT["coverage"]],
        attainable=row[_AT["attainable"]],
        reference=reference,
        skill_base=reference - score if classed else None,
        skill_uniform=uniform - score if scored and uniform is not None else None,
        forecasts=row[_AT["forecasts"]],
        resolution=row[_AT["resolution_id"]],
        outcome=names.outcomes[row[_AT["resolution_id"]]],
        superseded=bool(row[_AT["superseded"]]),
        provisional=False,
        version=row[_AT["version"]],
        as_of_seq=row[_AT["as_of_seq"]],
        reason=row[_AT["reason"]],
    )


def read_lines(
    connection: sqlite3.Connection,
    question_ids: Sequence[int] | None,
    policies: Sequence[Policy],
    rules: Sequence[str],
    *,
    superseded: bool = False,
) -> list[ScoreLine]:
    """Return the lines of these questions (None: all); policies not stored are computed.

    Stored scores are what the judge wrote at its last run; others come from the facts now.
    """
    if not own.ready(connection):
        return []
    ids = question_ids or [id_ for (id_,) in connection.execute(SCORED)]
    kept = [str(policy) for policy in policies if policy in STORED_POLICIES]
    others = [policy for policy in policies if policy not in STORED_POLICIES]
    rows = own.stored(connection, ids, kept) if kept else []
    if others:
        rows += computed(connection, ids, others)
    names = Names.of(connection)
    shown = [row for row in rows if superseded or not row[_AT["superseded"]]]
    place = {str(policy): at for at, policy in enumerate(policies)}
    ordered = sorted(shown, key=lambda row: (row[0], row[3], place[str(row[2])]))
    return list(score_lines(ordered, names, rules))


SCORED = "SELECT question_id FROM scored ORDER BY question_id"
