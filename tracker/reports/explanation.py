"""How one score came about: the stretches, their losses and weights, and the sum."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import times
from tracker import columns
from tracker.columns.laid_out import laid_out
from tracker.reports.explained import Explanation, Stretch
from tracker.reports.explained_dates import explain_date
from tracker.scoring.policies import NEVER_STOOD, NOT_OFFERED
from tracker.scoring.policies import judged as each
from tracker.scoring.policy import Kind

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tracker.columns.laid_out import LaidOut
    from tracker.scoring import Policy
    from tracker.scoring.losses import LossPath
    from tracker.scoring.stretches import Asked

    # A span of time, the row that stands with what it says (None: the reference), and the loss.
    _Piece = tuple[tuple[int, int], tuple[int, float] | None, float]


def explain(  # noqa: PLR0913, PLR0917 - one pair, one policy, one rule, one instant
    connection: sqlite3.Connection, question_id: int, forecaster_id: int, policy: Policy, rule: str,
    now: datetime | None = None,
) -> Explanation | None:  # fmt: skip
    """Return the score taken apart, from the facts; None where the pair has nothing to score.

    The caller holds one snapshot. The stretches' parts add up to the score. With `now`, an open
    question of a date is explained as it scores on its deadlines up to then.
    """
    slug, kind, outcome = connection.execute(SLUG, (question_id,)).fetchone()
    if kind == "date":
        return explain_date(connection, question_id, forecaster_id, policy, rule, now)
    known = laid_out(connection, question_id, kind)
    if known is None or forecaster_id not in known.forecaster_id:
        return None
    who = int(np.searchsorted(known.forecaster_id, forecaster_id))
    pair = int(np.flatnonzero(known.case.stood.pair_forecaster == who)[0])
    (judged,) = each(known.case, {rule: known.rated[rule]}, None, [policy])
    scores, clocks = judged.rules[rule], known.case.questions
    code = int(judged.reason[pair]) or int(judged.undefined.get(rule, judged.reason)[pair])
    if code == NEVER_STOOD and known.on_offer is not None and known.on_offer.ever[pair]:
        code = NOT_OFFERED
    reason = columns.reason_words(code)
    return Explanation(
        question=slug,
        forecaster=columns.names(connection)[forecaster_id].name,
        policy=str(policy),
        rule=rule,
        outcome=outcome,
        opens_at=times.from_us(int(clocks.opens_us[0])),
        closes_at=times.from_us(int(clocks.closes_us[0])),
        known_at=times.from_us(int(clocks.known_us[0])),
        stretches=() if reason else _parts(known, pair, policy, rule),
        reference=_number(scores.reference[pair]),
        score=_number(scores.score[pair]),
        low=_number(scores.low[pair]),
        high=_number(scores.high[pair]),
        reason=reason,
        kind=kind,
    )


SLUG = """
    SELECT q.slug, q.type, r.outcome
    FROM questions q LEFT JOIN resolutions_now r ON r.question_id = q.id WHERE q.id = ?
"""


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _parts(known: LaidOut, pair: int, policy: Policy, rule: str) -> tuple[Stretch, ...]:
    """Return a pair's stretches with their weights, the gaps filled where the policy does."""
    stood, rated, clocks = known.case.stood, known.rated[rule], known.case.questions
    own = np.flatnonzero(stood.pair == pair)
    spans = list(zip(stood.start_us[own].tolist(), stood.end_us[own].tolist(), strict=True))
    said = zip(stood.row[own].tolist(), known.stated[own].tolist(), strict=True)
    rows: list[_Piece] = list(zip(spans, said, rated.loss[own].tolist(), strict=True))
    opens_us, closes_us = int(clocks.opens_us[0]), int(clocks.closes_us[0])
    if policy.kind is Kind.SCHEDULED:
        if rated.reference is not None:
            changes = known.on_offer.changes_us if known.on_offer else []
            rows += _filled(rated.reference, clocks, spans, changes)
        over = closes_us - opens_us
    elif policy.kind is Kind.OPEN:
        over = sum(end - start for start, end in spans)
    else:
        at_us = policy.instant_us(opens_us, closes_us, int(clocks.ends_us[0]),
                                  int(clocks.spot_us[0]))  # fmt: skip
        rows = [row for row in rows if row[0][0] <= at_us < row[0][1]]
        over = 0
    ordered = sorted(rows, key=lambda row: row[0])
    return tuple(_stretch(known, piece, _share(piece[0], over)) for piece in ordered)


def _stretch(known: LaidOut, piece: _Piece, weight: float) -> Stretch:
    (start, end), said, loss = piece
    on_offer = known.on_offer
    return Stretch(
        times.from_us(start),
        times.from_us(end),
        None if said is None else said[1],
        loss,
        weight,
        option=None if on_offer is None else on_offer.scored(start),
        gone=() if on_offer is None or said is None else on_offer.gone(said[0], start),
    )


def _share(span: tuple[int, int], over_us: int) -> float:
    """Return the weight of a span: its share of the time averaged over, 1 for a snapshot."""
    return (span[1] - span[0]) / over_us if over_us else 1.0


def _filled(
    fill: LossPath, clocks: Asked, spans: list[tuple[int, int]], changes_us: list[int]
) -> list[_Piece]:
    """Return the gaps between the stretches, each at the reference's mean loss over it.

    They are cut where the offer changes: the loss is another one then.
    """
    edges = [int(clocks.opens_us[0])]
    edges += [edge for span in spans for edge in span]
    edges.append(int(clocks.ends_us[0]))
    zero = np.zeros(1, dtype=np.int64)
    gaps: list[_Piece] = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        cuts = [first, *(at for at in changes_us if first < at < last), last]
        for start, end in pairwise(cuts):
            if end > start:
                total = fill.between(zero, np.array([start]), np.array([end]))
                gaps.append(((start, end), None, float(total[0]) / (end - start)))
    return gaps
