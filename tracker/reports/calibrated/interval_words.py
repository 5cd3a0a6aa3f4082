"""How often outcomes fell into the intervals stated for numbers and dates, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reports.numbers import chance, counted

if TYPE_CHECKING:
    from tracker.calibration import Coverage
    from tracker.reports.calibrated.build import Calibration

BARS = "▁▂▃▄▅▆▇█"


def interval_words(found: Calibration) -> list[str]:
    """Return how often outcomes fell into the central intervals; empty without such questions."""
    one = found.intervals
    if not one.questions and not one.waiting:
        return []
    when = before_close(one.votes)
    waiting = f", {one.waiting} wait" if one.waiting else ""
    head = f"Numbers and dates, {when}: {counted(one.questions, 'outcome')}{waiting}."
    said = [head, *(_covered(each) for each in one.coverage if one.questions)]
    if one.pit is not None:
        tall = "".join(BARS[round(n / max(one.pit) * (len(BARS) - 1))] for n in one.pit)
        said.append(
            f"Where outcomes fell, tenth by tenth of what was stated, level if calibrated: {tall}"
            f" ({' '.join(map(str, one.pit))})."
        )
    return said


def _covered(one: Coverage) -> str:
    inside = f"{one.level:.0%} intervals held {one.inside} of {one.n}"
    if one.share is None:
        return f"{inside}: {one.reason}."
    if one.low is None or one.high is None:
        return f"{inside}, {whole(one.share)}: {one.reason}."
    low, high = max(one.low, 0.0), min(one.high, 1.0)
    verdict = "no sign that they are too wide or too narrow"
    if not one.low <= one.level <= one.high:
        verdict = "too wide" if one.low > one.level else "too narrow"
    return f"{inside}, {whole(one.share)} (95%: {low:.0%} to {high:.0%}): {verdict}."


def before_close(votes: str) -> str:
    """Return how long before the close the one vote a question was taken.

    >>> before_close("before-close:7d")
    '7 days before the close'
    """
    length = votes.partition(":")[2]
    unit = {"d": "day", "h": "hour"}[length[-1]]
    return f"{counted(int(length[:-1]), unit)} before the close"


def whole(p: float) -> str:
    """Return a share in whole percents, with more digits next to 0 and 100%.

    >>> whole(0.967), whole(0.002), whole(1.0)
    ('97%', '0.2%', '100%')
    """
    rounded = round(100 * p)
    return chance(p) if rounded in (0, 100) else f"{rounded}%"
