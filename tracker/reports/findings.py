"""What a chart shows, in words: for who cannot see it, and for who reads one line of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reports.figures import (
    Differences,
    Horizon,
    Pooled,
    Reliability,
    StatedHappened,
    Updating,
)
from tracker.reports.numbers import PERCENT, chance, counted
from tracker.reports.spoken import signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.reports.figures import Band, PooledRow, Share

MOST = 5  # points that are told
Reviewed = Reliability | StatedHappened | Differences | Horizon | Pooled | Updating


def finding(chart: Reviewed) -> str:
    """Return what a chart of a review shows, its numbers with their n and their intervals.

    >>> from tracker.reports.figures import Moves
    >>> finding(Updating((Moves(0.4, 0.7, 0.55, 0.82, 40, 0.63),)))
    'Moves toward the outcome: of 40 by 0.40 in log-odds 70% (55% to 82%), if calibrated 63%.'
    """
    if isinstance(chart, Reliability):
        return _reliability(chart)
    if isinstance(chart, StatedHappened):
        return _stated(chart)
    if isinstance(chart, Differences):
        return _differences(chart)
    if isinstance(chart, Horizon):
        return _horizon(chart)
    return _pooled(chart) if isinstance(chart, Pooled) else _updating(chart)


def _reliability(chart: Reliability) -> str:
    outside = [one for one in chart.curve if not _inside(one, chart.band)]
    whole = sum(one.weight for one in chart.curve) or 1.0
    share = sum(one.weight for one in outside) / whole
    told = "; ".join(
        f"at {chance(one.stated)} stated it happened {chance(one.happened)} of the time"
        for one in _spread_out(chart.curve)
    )
    band = f"the band that at each point holds {chart.level:.0%} of calibrated curves"
    where = f"{share:.0%} of the weight lies outside {band}" if outside else (
        f"all of it lies inside {band}"
    )  # fmt: skip
    waits = f" {counted(chart.waiting, 'question')} wait and can bend it." if chart.waiting else ""
    return f"What happened over what was stated, n = {chart.questions:,}: {told}; {where}.{waits}"


def _inside(one: Share, band: Sequence[Band]) -> bool:
    near = min(band, key=lambda part: abs(part.stated - one.stated), default=None)
    return near is None or near.low <= one.happened <= near.high


def _spread_out(curve: Sequence[Share]) -> list[Share]:
    """Return some points of a curve, the first and the last among them."""
    if len(curve) <= MOST:
        return list(curve)
    return [curve[round(place * (len(curve) - 1) / (MOST - 1))] for place in range(MOST)]


def _stated(chart: StatedHappened) -> str:
    happened = sum(row.happened for row in chart.rows)
    expected = sum(row.p for row in chart.rows)
    odd = max(chart.rows, key=lambda row: abs(row.happened - row.p), default=None)
    worst = ""
    if odd is not None:
        outcome = "it happened" if odd.happened else "it did not happen"
        worst = f" Furthest off: {odd.title}, {chance(odd.p)}, {outcome}."
    return (
        f"Of {counted(len(chart.rows), 'question')} {happened} happened;"
        f" what was stated {chart.when} adds up to {expected:.1f}.{worst}"
    )


def _differences(chart: Differences) -> str:
    better = sum(row.advantage > 0 for row in chart.rows)
    worse = sum(row.advantage < 0 for row in chart.rows)
    ends = "" if chart.low is None or chart.high is None else (
        f", {PERCENT} {signed(chart.low)} to {signed(chart.high)}"
    )  # fmt: skip
    return (
        f"Against the {chart.against}, {better} of {counted(len(chart.rows), 'question')} went"
        f" better and {worse} worse; mean Brier advantage {signed(chart.mean)}{ends},"
        f" {counted(chart.clusters, 'cluster')}."
    )


def _horizon(chart: Horizon) -> str:
    told = "; ".join(
        f"{one.days} days before the close {signed(one.advantage)}"
        f"{_ends(one.low, one.high)}, n = {one.questions:,}"
        for one in sorted(chart.points, key=lambda one: -one.days)
    )
    return f"Brier advantage over the {chart.against}, {PERCENT} intervals: {told}."


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({signed(low)} to {signed(high)})"


def _pooled(chart: Pooled) -> str:
    rows = "; ".join(f"{row.name} {_row(chart, row)}" for row in chart.rows)
    unit = "percentage points" if chart.percent else "Brier"
    return f"By {chart.by}, in {unit}, below 0 {chart.below}, above it {chart.above}: {rows}."


def _row(chart: Pooled, row: PooledRow) -> str:
    def told(value: float) -> str:
        return f"{100 * value:+.0f}" if chart.percent else signed(value)

    if row.pooled is None or row.low is None or row.high is None:
        return f"raw {told(row.raw)}, n = {row.questions:,}"
    ends = f"{told(row.low)} to {told(row.high)}"
    return f"{told(row.pooled)} ({ends}), raw {told(row.raw)}, n = {row.questions:,}"


def _updating(chart: Updating) -> str:
    told = "; ".join(
        f"of {one.moves:,} by {one.moved:.2f} in log-odds {chance(one.share)}"
        + (
            ""
            if one.low is None or one.high is None
            else f" ({chance(one.low)} to {chance(one.high)})"
        )
        + f", if calibrated {chance(one.calibrated)}"
        for one in sorted(chart.points, key=lambda one: one.moved)
    )
    return f"Moves toward the outcome: {told}."
