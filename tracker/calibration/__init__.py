"""Calibration: whether what was called 30% happens three times in ten, one idea a file."""

from __future__ import annotations

from tracker.calibration.auc import auc
from tracker.calibration.consistency import ConsistencyBand, consistency_band
from tracker.calibration.corp import Corp, corp
from tracker.calibration.coverage import Coverage, central_coverage
from tracker.calibration.cox import Cox, cox
from tracker.calibration.e_process import CalibrationEProcess, e_process
from tracker.calibration.ece import ece
from tracker.calibration.expected_yes import ExpectedYes, expected_yes, yes_law
from tracker.calibration.murphy import Murphy, murphy
from tracker.calibration.partial_pooling import (
    LabelCalibration,
    Pooling,
    partial_pooling,
    random_effects,
)
from tracker.calibration.pit import pit, pit_ends
from tracker.calibration.planned_look import brier_range, power, questions_needed
from tracker.calibration.reasons import NO_VOTES, ONE_CLASS, ONE_VOTE, WHY_NONE
from tracker.calibration.recalibration import Recalibration, recalibrate, recalibration
from tracker.calibration.reliability import Bin, reliability
from tracker.calibration.spiegelhalter import Spiegelhalter, spiegelhalter
from tracker.calibration.waiting import WaitingBounds, waiting_bounds
from tracker.calibration.wilson import wilson

__all__ = [
    "NO_VOTES",
    "ONE_CLASS",
    "ONE_VOTE",
    "WHY_NONE",
    "Bin",
    "CalibrationEProcess",
    "ConsistencyBand",
    "Corp",
    "Coverage",
    "Cox",
    "ExpectedYes",
    "LabelCalibration",
    "Murphy",
    "Pooling",
    "Recalibration",
    "Spiegelhalter",
    "WaitingBounds",
    "auc",
    "brier_range",
    "central_coverage",
    "consistency_band",
    "corp",
    "cox",
    "e_process",
    "ece",
    "expected_yes",
    "murphy",
    "partial_pooling",
    "pit",
    "pit_ends",
    "power",
    "questions_needed",
    "random_effects",
    "recalibrate",
    "recalibration",
    "reliability",
    "spiegelhalter",
    "waiting_bounds",
    "wilson",
    "yes_law",
]
