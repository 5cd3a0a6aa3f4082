"""Calibration by verbal term, horizon and topic, as the lines of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reports.calibrated.floors import EACH
from tracker.reports.calibrated.interval_words import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.reports.calibrated.labels import Label

LABEL_HEADERS = ("n", "stated", "happened", "difference", "pooled", "95% interval")


def label_row(one: Label) -> tuple[str, ...]:
    """Return a line of a table: the raw difference beside the pooled one, in points."""
    if one.stated is None or one.happened is None or one.difference is None:
        return one.label, str(one.questions), *["-"] * 5
    interval = "-"
    if one.low is not None and one.high is not None:
        interval = f"{points(one.low)} to {points(one.high)}"
    pooled = points(one.pooled) if one.pooled is not None else "-"
    return (
        one.label, str(one.questions), whole(one.stated), whole(one.happened),
        points(one.difference), pooled, interval,
    )  # fmt: skip


def too_few(labels: Sequence[Label]) -> str:
    """Return which labels have too few questions for a line; nothing where none has."""
    few = [one for one in labels if one.stated is None]
    if not few:
        return ""
    listed = ", ".join(f"{one.label} ({one.questions})" for one in few)
    return f"too few, {EACH} questions are needed: {listed}."


def points(difference: float) -> str:
    """Return a difference of probabilities in percentage points, with a sign.

    >>> points(0.123), points(-0.001)
    ('+12', '0')
    """
    rounded = round(100 * difference)
    return f"{rounded:+d}" if rounded else "0"
