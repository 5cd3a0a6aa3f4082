"""Statements that cannot all be right: what is nearest to them, and what they would lose."""

from __future__ import annotations

from tracker.coherence.conditionals import conditional_bounds
from tracker.coherence.nearest import distance_to_coherent, nearest_coherent
from tracker.coherence.sure_loss import SureLoss, sure_loss

__all__ = [
    "SureLoss",
    "conditional_bounds",
    "distance_to_coherent",
    "nearest_coherent",
    "sure_loss",
]
