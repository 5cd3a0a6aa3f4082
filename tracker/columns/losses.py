"""Everybody's losses under one rule, pair by pair, from questions of every kind it scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracker.columns.verdicts import Verdict
    from tracker.scoring import Policy

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Losses:
    """Scored pairs under one policy and rule, one an element, by (question, forecaster).

    question, forecaster: ids. loss: lower is better. reference: the reference forecast's on the
    same terms; has_class: whether that rests on a reference class. attainable: of the score.
    """

    policy: Policy
    question: Integers
    forecaster: Integers
    loss: Floats
    reference: Floats
    has_class: Booleans
    attainable: Floats

    def of(self, forecaster: int) -> Losses:
        """Return the pairs of one forecaster."""
        return self.only(self.forecaster == forecaster)

    def on(self, question: Integers) -> Losses:
        """Return the pairs on these questions."""
        return self.only(np.isin(self.question, question))

    def only(self, kept: Booleans | Integers) -> Losses:
        """Return the pairs that `kept` marks, or names in their new order."""
        columns = (getattr(self, column)[kept] for column in self.__slots__[1:])
        return Losses(self.policy, *columns)


def losses(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    policies: Sequence[Policy],
    rule: str,
) -> tuple[Losses, ...]:
    """Return the losses on the resolved ones of these questions, under each policy."""
    from tracker.columns.verdicts import KINDS, verdicts
    from tracker.scoring import KIND_RULES

    kinds = [kind for kind in KINDS if rule in KIND_RULES[kind]]
    parts: dict[str, list[tuple[NDArray[np.generic], ...]]] = {str(p): [] for p in policies}
    peer = rule not in ("brier", "log_loss")  # alone these two are found in half the time
    for verdict in verdicts(connection, question_ids, policies, kinds, peer=peer):
        if rule in verdict.judged.rules:
            parts[str(verdict.judged.policy)].append(_pairs(verdict, rule))
    nothing = (*[np.empty(0, dtype=np.int64)] * 2, *[np.empty(0)] * 2, np.empty(0, dtype=bool))
    found = []
    for policy in policies:
        every = parts[str(policy)] or [(*nothing, np.empty(0))]
        whole = Losses(policy, *(np.concatenate(column) for column in zip(*every, strict=True)))
        found.append(whole.only(np.lexsort((whole.forecaster, whole.question))))
    return tuple(found)


def _pairs(verdict: Verdict, rule: str) -> tuple[NDArray[np.generic], ...]:
    judged, scores = verdict.judged, verdict.judged.rules[rule]
    kept = ~np.isnan(scores.score)
    question = judged.question[kept]
    return (
        verdict.question_id[question],
        verdict.forecaster_id[judged.forecaster[kept]],
        scores.score[kept],
        scores.reference[kept],
        verdict.has_class[question],
        judged.attainable[kept],
    )
