"""Calibration as a record shows it: as many numbers as there are outcomes for."""

from __future__ import annotations

from tracker.reports.calibrated.build import Calibration, calibrated
from tracker.reports.calibrated.inquiry import KINDS, Inquiry

__all__ = ["KINDS", "Calibration", "Inquiry", "calibrated"]
