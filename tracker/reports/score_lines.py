"""Scores one rule a line: the shape of `scores --json`, from stored or computed rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker import store as own
from tracker.columns import STORED_POLICIES, computed
from tracker.columns.sheet import in_order, parts_of
from tracker.columns.verdicts import provisional
from tracker.scoring import KIND_RULES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tracker.scoring import Policy

_AT = {name: place for place, name in enumerate(own.COLUMNS)}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One pair's score under one rule and policy; None where undefined, with the reason.

    provisional: of an open date question, on the deadlines up to now; it has no resolution.

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
    resolution: int | None
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
    kinds: dict[int, str]
    forecasters: dict[int, str]
    outcomes: dict[int, str | None]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Names:
        """Read the names from the record."""
        return cls(
            dict(connection.execute("SELECT id, slug FROM questions")),
            dict(connection.execute("SELECT id, type FROM questions")),
            dict(connection.execute("SELECT id, name FROM forecasters_now")),
            dict(connection.execute("SELECT id, coalesce(outcome, status) FROM resolutions")),
        )


def score_lines(
    rows: Iterable[Sequence[Any]], names: Names, rules: Sequence[str], *, headline: bool = False
) -> Iterator[ScoreLine]:
    """Yield a line for each row and each of the rules that score its kind of question, in order.

    headline: only for the first of them.
    """
    for row in rows:
        of_kind = KIND_RULES[names.kinds[row[_AT["question_id"]]]]
        wanted = [rule for rule in of_kind if rule in rules]
        for rule in wanted[:1] if headline else wanted:
            yield _line(row, names, rule)


def _line(row: Sequence[Any], names: Names, rule: str) -> ScoreLine:
    score, low, high = (row[_AT[rule + part]] for part in ("", "_low", "_high"))
    reference = uniform = None
    if own.RULES[rule] is own.LOSS_COLUMNS:
        reference, uniform = row[_AT[f"{rule}_reference"]], row[_AT[f"{rule}_uniform"]]
    scored, resolution = score is not None, row[_AT["resolution_id"]]
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
        resolution=resolution or None,
        outcome=names.outcomes[resolution] if resolution else None,
        superseded=bool(row[_AT["superseded"]]),
        provisional=not resolution,
        version=row[_AT["version"]],
        as_of_seq=row[_AT["as_of_seq"]],
        reason=row[_AT["reason"]] or _rule_reason(row, rule),
    )


def _rule_reason(row: Sequence[Any], rule: str) -> str | None:
    """Return why one rule is undefined for a pair that has other scores."""
    reasons = row[_AT["reasons"]]
    return json.loads(reasons).get(rule) if reasons else None


def read_lines(  # noqa: PLR0913 - what `scores` can ask for
    connection: sqlite3.Connection,
    question_ids: Sequence[int] | None,
    policies: Sequence[Policy],
    rules: Sequence[str],
    *,
    superseded: bool = False,
    headline: bool = False,
    now: datetime | None = None,
    stored: bool = True,
) -> list[ScoreLine]:
    """Return the lines of these questions (None: all); policies not stored are computed.

    Stored scores are what the judge wrote at its last run; others come from the facts now, and all
    do where not `stored`. With `now`, open date questions have provisional lines, which are never
    stored.
    """
    if stored:
        rows = _known_rows(connection, question_ids, policies)
    else:
        rows = computed(connection, _resolved(connection, question_ids), policies)
    if now is not None:
        ids = question_ids
        if ids is None:
            ids = [id_ for (id_,) in connection.execute(DATES)]
        for verdict in provisional(connection, ids, policies, now):
            rows += in_order(parts_of(verdict))
    names = Names.of(connection)
    shown = [row for row in rows if superseded or not row[_AT["superseded"]]]
    place = {str(policy): at for at, policy in enumerate(policies)}
    ordered = sorted(shown, key=lambda row: (row[0], row[3], place[str(row[2])]))
    return list(score_lines(ordered, names, rules, headline=headline))


def _known_rows(
    connection: sqlite3.Connection, question_ids: Sequence[int] | None, policies: Sequence[Policy]
) -> list[tuple[Any, ...]]:
    if not own.ready(connection):
        return []
    ids = question_ids
    if ids is None:
        ids = [id_ for (id_,) in connection.execute(SCORED)]
    kept = [str(policy) for policy in policies if policy in STORED_POLICIES]
    others = [policy for policy in policies if policy not in STORED_POLICIES]
    rows = own.stored(connection, ids, kept) if kept else []
    return rows + computed(connection, ids, others) if others else rows


def _resolved(connection: sqlite3.Connection, question_ids: Sequence[int] | None) -> Sequence[int]:
    if question_ids is not None:
        return question_ids
    return [id_ for (id_,) in connection.execute(RESOLVED)]


RESOLVED = "SELECT question_id FROM resolutions_now ORDER BY question_id"
SCORED = "SELECT question_id FROM scored ORDER BY question_id"
DATES = "SELECT id FROM questions WHERE type = 'date'"
