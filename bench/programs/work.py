"""The work that every program does alike: what to read, what to compute, how to hand it in.

Read the record; for every pair of a forecaster and a live, resolved binary question, lay out how
long each forecast stood in [O, E), E = min(C, K), and give the pair the mean over [O, C) of its
loss, filled with the reference's loss where none stood (SCORING: the scheduled policy). A pair
that never stood has no score. Hand in, for every forecaster, how many pairs and their mean Brier
and log loss; and for each tenth (a, b] of the probabilities the sums of weight, weight times p and
weight times outcome over the stretches, weighted by their share of [O, C).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

# How each column of these comes in fastest is each program's own affair.
QUESTIONS = """
    SELECT q.id AS question, q.opens_at, q.closes_at, min(q.closes_at, r.known_at) AS ends_at,
        r.outcome, q.reference_class
    FROM questions_now q JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.type = 'binary' AND r.status = 'resolved' AND coalesce(q.retrospective, 0) = 0
"""
FORECASTERS = "SELECT id AS forecaster, retired_at FROM forecasters_now"
FORECASTS = """
    SELECT id, question_id AS question, forecaster_id AS forecaster, action, probability AS p,
        made_at, expires_at, strikes
    FROM forecasts
"""
PARTS = os.cpu_count() or 1  # in which connectorx reads the forecasts at once


def database() -> str:
    """Return the path of the record: the one argument of each program."""
    return str(Path(sys.argv[1]).resolve())


def uri() -> str:
    """Return the record as connectorx is told of it."""
    return f"sqlite://{database()}"


def chance(outcome: str) -> float:
    """Return what happened as a number: 1 for yes, 0 for no, or a fraction."""
    return {"yes": 1.0, "no": 0.0}.get(outcome) if outcome in ("yes", "no") else float(outcome)


def rate(reference_class: str | None) -> float:
    """Return what the reference says: (k + 1/2) / (n + 1), or 1/2."""
    if not reference_class:
        return 0.5
    k, n = map(int, reference_class.split("/"))
    return (k + 0.5) / (n + 1)


def hand_in(leaderboard: Iterable[Sequence[float]], calibration: Iterable[Sequence[float]]) -> None:
    """Print rows of forecaster, pairs, Brier, log loss; and of tenth, weight, stated, happened."""
    rows = ([float(x) for x in row] for row in sorted(leaderboard))
    tenths = ([float(x) for x in row] for row in sorted(calibration))
    json.dump({"leaderboard": list(rows), "calibration": list(tenths)}, sys.stdout)
