"""How one score came about: the stretches, their losses and weights, and the sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import times
from tracker import columns
from tracker.scoring import LOSSES, POINTS, judge, stretches
from tracker.scoring.policy import Kind
from tracker.scoring.reference import reference, reference_loss

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tracker.columns import Facts
    from tracker.scoring import Policy


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time with one number standing; stated is None where the reference filled in."""

    start: datetime
    end: datetime
    stated: float | None
    loss: float
    weight: float

    @property
    def part(self) -> float:
        """What the stretch adds to the score."""
        return self.loss * self.weight


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score taken apart: the stretches' losses times weights add up to it, to be checked."""

    question: str
    forecaster: str
    policy: str
    rule: str
    outcome: str
    opens_at: datetime
    closes_at: datetime
    known_at: datetime
    stretches: tuple[Stretch, ...]
    reference: float | None
    score: float | None
    reason: str | None

    def as_json(self) -> dict[str, object]:
        """Return the object of `explain --json`."""
        return {
            "question": self.question,
            "forecaster": self.forecaster,
            "policy": self.policy,
            "rule": self.rule,
            "outcome": self.outcome,
            "opens_at": times.to_text(self.opens_at),
            "closes_at": times.to_text(self.closes_at),
            "known_at": times.to_text(self.known_at),
            "stretches": [
                {
                    "from": times.to_text(s.start),
                    "to": times.to_text(s.end),
                    "stated": s.stated,
                    "loss": s.loss,
                    "weight": s.weight,
                }
                for s in self.stretches
            ],
            "reference": self.reference,
            "sum": self.score,
            "reason": self.reason,
        }


def explain(
    connection: sqlite3.Connection,
    question_id: int,
    forecaster_id: int,
    policy: Policy,
    rule: str,
) -> Explanation | None:
    """Return the score taken apart, from the facts; None where the pair has no resolved question.

    The caller holds one snapshot. The stretches' parts add up to the score.
    """
    known = columns.facts(connection, [question_id])
    if not len(known.question_id) or forecaster_id not in known.forecaster_id:
        return None
    (judged,) = judge(known.questions, known.history, [policy])
    who = int(np.searchsorted(known.forecaster_id, forecaster_id))
    pair = int(np.flatnonzero(judged.forecaster == who)[0])
    scores = judged.rules[rule]
    reason = columns.reason_words(int(judged.reason[pair]))
    slug, outcome = connection.execute(SLUG, (question_id,)).fetchone()
    return Explanation(
        question=slug,
        forecaster=columns.names(connection)[forecaster_id].name,
        policy=str(policy),
        rule=rule,
        outcome=outcome,
        opens_at=times.from_us(int(known.questions.opens_us[0])),
        closes_at=times.from_us(int(known.questions.closes_us[0])),
        known_at=times.from_us(int(known.questions.known_us[0])),
        stretches=() if reason else _parts(known, pair, policy, rule),
        reference=_number(scores.reference[pair]),
        score=_number(scores.score[pair]),
        reason=reason,
    )


SLUG = """
    SELECT q.slug, r.outcome FROM questions q JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.id = ?
"""


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _parts(known: Facts, pair: int, policy: Policy, rule: str) -> tuple[Stretch, ...]:
    """Return a pair's stretches with their weights, the gaps filled where the policy does."""
    function = {**LOSSES, **POINTS}[rule]
    stood = stretches(known.history, known.questions)
    own = np.flatnonzero(stood.pair == pair)
    stated = known.history.p[stood.row[own]]
    loss = function(stated, np.full(len(own), known.questions.outcome[0]))
    spans = list(zip(stood.start_us[own].tolist(), stood.end_us[own].tolist(), strict=True))
    rows = list(zip(spans, stated.tolist(), loss.tolist(), strict=True))
    opens_us, closes_us = int(known.questions.opens_us[0]), int(known.questions.closes_us[0])
    if policy.kind is Kind.SCHEDULED:
        if rule in LOSSES:
            rows += _filled(known, spans, rule)
        over = closes_us - opens_us
    elif policy.kind is Kind.OPEN:
        over = sum(end - start for start, end in spans)
    else:
        at_us = policy.instant_us(opens_us, closes_us, int(known.questions.ends_us[0]),
                                  int(known.questions.spot_us[0]))  # fmt: skip
        rows = [row for row in rows if row[0][0] <= at_us < row[0][1]]
        over = 0
    return tuple(
        Stretch(times.from_us(span[0]), times.from_us(span[1]), p, value, _share(span, over))
        for span, p, value in sorted(rows, key=lambda row: row[0])
    )


def _share(span: tuple[int, int], over_us: int) -> float:
    """Return the weight of a span: its share of the time averaged over, 1 for a snapshot."""
    return (span[1] - span[0]) / over_us if over_us else 1.0


def _filled(
    known: Facts, spans: list[tuple[int, int]], rule: str
) -> list[tuple[tuple[int, int], None, float]]:
    """Return the gaps between the stretches, each at the reference's mean loss over it."""
    path = reference(known.questions)
    fill = reference_loss(path, known.questions, LOSSES[rule])
    edges = [int(known.questions.opens_us[0])]
    edges += [edge for span in spans for edge in span]
    edges.append(int(known.questions.ends_us[0]))
    zero = np.zeros(1, dtype=np.int64)
    gaps = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end > start:
            total = fill.between(zero, np.array([start]), np.array([end]))
            gaps.append(((start, end), None, float(total[0]) / (end - start)))
    return gaps
