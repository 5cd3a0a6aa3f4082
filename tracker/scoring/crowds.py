"""Peer points of every pair under a policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.scoring import peer
from tracker.scoring.case import ratio, summed
from tracker.scoring.policy import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.scoring.case import Case
    from tracker.scoring.policy import Policy
    from tracker.scoring.stretches import Floats, Integers


@dataclass(frozen=True, slots=True)
class Crowds:
    """The others on each question, and every stretch's points against them, integrated.

    scale: 1, or ½ for continuous questions, whose points Metaculus halves.
    """

    points_us: Floats
    crowds: tuple[peer.Crowd, ...]
    logs: tuple[int, ...]
    scale: float

    @classmethod
    def of(cls, case: Case, logs: Sequence[int], scale: float = 1.0) -> Crowds:
        """Lay out the crowds; logs: ln of what each stretch gave to the outcome, in 2^-80."""
        stood = case.stood
        bounds = np.searchsorted(stood.question, np.arange(len(case.questions.opens_us) + 1))
        points_us, crowds = np.zeros(len(logs)), []
        for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            part = slice(low, high)
            points_us[part], others = peer.integrals(
                stood.start_us[part],
                stood.end_us[part],
                list(logs[part]),
                case.history.peer[stood.row[part]],
            )
            crowds.append(others)
        return cls(points_us * scale, tuple(crowds), tuple(logs), scale)

    def points(
        self, policy: Policy, case: Case, at_us: Integers | None, row: Integers | None
    ) -> Floats:
        """Return each pair's points; nan at a snapshot where nothing of it stood."""
        if at_us is None or row is None:
            total = summed(case.stood.pair, self.points_us, case.pairs)
            return ratio(total, case.stood_us if policy.kind is Kind.OPEN else case.life_us)
        points = np.full(case.pairs, np.nan)
        for pair in np.flatnonzero(row >= 0).tolist():
            question = int(case.stood.pair_question[pair])
            count, total_log = self.crowds[question].at(int(at_us[question]))
            among = bool(case.history.peer[case.stood.row[row[pair]]])
            own = peer.advantage(self.logs[row[pair]], count, total_log, among=among)
            points[pair] = own * self.scale
        return points
