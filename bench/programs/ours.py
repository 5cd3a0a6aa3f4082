"""The product: the record's facts as columns, judged, and averaged as the leaderboard does."""

from __future__ import annotations

from pathlib import Path

# Before numpy, as in the product: it says how many threads that starts.
import tracker  # noqa: F401  # isort: skip
import numpy as np
from work import database, hand_in

from forecasts.store import open_store
from tracker import columns
from tracker.scoring import DEFAULT_POLICIES, judge


def leaderboard(known, case):
    """Return forecaster, pairs, mean Brier and mean log loss."""
    rules = ("brier", "log_loss")
    (judged,) = judge(known.questions, known.history, DEFAULT_POLICIES[:1], rules, case)
    scored = judged.reason == 0
    who = judged.forecaster[scored]
    count = np.bincount(who, minlength=len(known.forecaster_id))
    means = [
        np.bincount(who, judged.rules[rule].score[scored], minlength=len(count))
        / np.maximum(count, 1)
        for rule in rules
    ]
    return np.column_stack([known.forecaster_id, count, *means])[count > 0]


def calibration(known, case):
    """Return tenth, weight, stated and happened."""
    stood = case.stood
    p, y = known.history.p[stood.row], known.questions.outcome[stood.question]
    weight = case.length_us / case.life_us[stood.pair]
    tenth = np.maximum(np.ceil(p * 10).astype(np.intp) - 1, 0)
    sums = [np.bincount(tenth, of, minlength=10) for of in (weight, weight * p, weight * y)]
    return np.column_stack([np.arange(10), *sums])


def main():
    store = open_store(Path(database()))
    with store.snapshot() as connection:
        known, case = columns.laid(connection)
    hand_in(leaderboard(known, case).tolist(), calibration(known, case).tolist())


if __name__ == "__main__":
    main()
