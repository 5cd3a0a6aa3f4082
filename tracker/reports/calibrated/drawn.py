"""The curve of a calibration, ready to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reports.figures import Band, Reliability, Share

if TYPE_CHECKING:
    from tracker.calibration import Corp
    from tracker.reports.calibrated.build import Curve


def reliability(curve: Curve) -> Reliability:
    """Return the curve with its band, and the two it lies between where questions wait."""
    waiting = curve.bounds.waiting
    band = (curve.band.stated.tolist(), curve.band.low.tolist(), curve.band.high.tolist())
    return Reliability(
        curve=_shares(curve.corp),
        band=tuple(Band(*part) for part in zip(*band, strict=True)),
        level=curve.band.level,
        all_yes=_shares(curve.bounds.all_yes) if waiting else (),
        all_no=_shares(curve.bounds.all_no) if waiting else (),
        questions=curve.bounds.questions - waiting,
        waiting=waiting,
    )


def _shares(corp: Corp) -> tuple[Share, ...]:
    found = (corp.stated.tolist(), corp.happened.tolist(), corp.weight.tolist())
    return tuple(Share(*part) for part in zip(*found, strict=True))
