"""Means over questions, how sure they are, and forecasters compared."""

from __future__ import annotations

from tracker.comparison.difficulty import DifficultyAdjusted, difficulty_adjusted
from tracker.comparison.intervals import (
    LEAST_CLUSTERS,
    ClusteredMean,
    clustered_mean,
    verdict,
)
from tracker.comparison.paired import EProcess, Paired, paired, paired_e_process

__all__ = [
    "LEAST_CLUSTERS",
    "ClusteredMean",
    "DifficultyAdjusted",
    "EProcess",
    "Paired",
    "clustered_mean",
    "difficulty_adjusted",
    "paired",
    "paired_e_process",
    "verdict",
]
