"""How a report says chances, ranges and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reports.spoken import number

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_SHOWN = 0.001
LEVEL = 0.9  # of every interval in a report; those of `leaderboard` and `compare` hold 95%
PERCENT = f"{LEVEL:.0%}"
OF_WORDS = " Where a word was said, brackets hold the score over all that the word may mean."


def chance(p: float) -> str:
    """Return a probability in percent: three digits, two decimals at most.

    Never 0 or 100% for what is neither.

    >>> chance(0.675), chance(0.00249), chance(0.0004), chance(1.0)
    ('67.5%', '0.25%', 'under 0.1%', '100%')
    """
    if 0 < p < LEAST_SHOWN:
        return "under 0.1%"
    if 1 - LEAST_SHOWN < p < 1:
        return "over 99.9%"
    return f"{round(float(f'{100 * p:.3g}'), 2):g}%"


def range_of(low: float | None, high: float | None) -> str:
    """Return the range of a score over the range of a word, in brackets; nothing without one.

    >>> range_of(0.04, 0.2025), range_of(None, None)
    (' (0.04 to 0.20)', '')
    """
    return "" if low is None or high is None else f" ({number(low)} to {number(high)})"


def of_at_most(score: float, attainable: float, most: float = 1.0) -> str:
    """Return a scheduled score, with the most it could be where an early close limits it.

    most: the highest score of its rule over the whole scheduled time.

    >>> of_at_most(0.03, 0.312), of_at_most(0.25, 1.0), of_at_most(2.0, 0.5, 50.0)
    ('0.03 of at most 0.31', '0.25', '2.00 of at most 25.00')
    >>> of_at_most(0.001, 0.002)
    '0.00, open too short to score much'
    """
    if attainable >= 1:
        return number(score)
    limit = number(attainable * most)
    if limit == number(0.0):
        return f"{number(score)}, open too short to score much"
    return f"{number(score)} of at most {limit}"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun in the right number.

    >>> counted(1, "question"), counted(1200, "question")
    ('1 question', '1,200 questions')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(days: Sequence[int]) -> str:
    """Return some numbers as they are said, the largest first.

    >>> listed([7]), listed([30, 365, 90])
    ('7', '365, 90 and 30')
    """
    *most, last = [f"{one:,}" for one in sorted(days, reverse=True)]
    return f"{', '.join(most)} and {last}" if most else last
