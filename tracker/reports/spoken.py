"""A score in one line of words."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from forecasts.distributions.notation import figure
from forecasts.model import times
from forecasts.store import forecasts

if TYPE_CHECKING:
    import sqlite3

    from tracker.reports.score_lines import ScoreLine

RULE_WORDS = {
    "brier": "Brier",
    "log_loss": "log loss",
    "spherical_loss": "spherical loss",
    "rps": "ranked score",
    "crps": "CRPS",
    "crps_scaled": "CRPS over the range",
    "wis": "interval score",
    "deadline_brier": "deadline Brier",
    "interval_log_loss": "log loss of the interval",
    "metaculus_baseline": "baseline points",
    "metaculus_peer": "peer points",
}
POLICY_WORDS = {
    "scheduled": "",
    "open": " while open",
    "last": " at the end",
    "spot": " at the spot",
}
BEFORE = "before-close:"
WHOLE = 100
HALF_A_HUNDREDTH = 0.005
# Their scores have the unit of the question, which may be millionths.
IN_UNITS = ("crps", "wis")
A_TENTH = 0.1
NOTHING = "0.00"
PAIR = """
    SELECT q.id, w.id, min(q.closes_at, r.known_at)
    FROM resolutions r JOIN questions_now q ON q.id = r.question_id, forecasters_now w
    WHERE r.id = ? AND w.name = ?
"""


def spoken(line: ScoreLine, connection: sqlite3.Connection) -> str:
    """Return the line as words: what was said, what happened, the score against the base rate.

    An early close limits what a scheduled score can reach, so it is shown with "of at most".
    """
    head = f"{line.question} · {line.forecaster}"
    outcome = "open, provisional" if line.provisional else str(line.outcome)
    if line.score is None:
        bounds = ""
        if line.score_low is not None and line.score_high is not None:
            ends = (told(line.score_low, line.rule), told(line.score_high, line.rule))
            bounds = f", {ends[0]} to {ends[1]}"
        return f"{head} · {outcome} · no score: {line.reason}{bounds}"
    said = None if line.provisional else _said(line, connection)
    parts = [head, *([f"said {said}"] if said else []), outcome, _score(line)]
    if line.reference is not None:
        name = "base rate" if line.skill_base is not None else "reference"
        parts.append(f"{name} {told(line.reference, line.rule)}")
    parts.append(coverage_words(line.coverage, line.attainable))
    if line.superseded:
        parts.append("superseded by a later resolution")
    return " · ".join(parts)


def number(value: float) -> str:
    """Return a score for people: two decimals, infinity in words.

    >>> number(0.0144), number(float("inf"))
    ('0.01', 'infinite')
    """
    if value in (float("inf"), float("-inf")):
        return "infinite" if value > 0 else "minus infinite"
    return f"{value:.2f}" if abs(value) >= HALF_A_HUNDREDTH else "0.00"


def told(value: float, rule: str) -> str:
    """Return a score for people: small ones in the question's unit with two significant digits.

    >>> told(0.0000344, "crps"), told(14.531, "crps"), told(0.0144, "brier")
    ('0.000034', '14.53', '0.01')
    """
    if rule in IN_UNITS and 0.0 < abs(value) < A_TENTH:
        return figure(value, 2)
    return number(value)


def exact(value: float, rule: str) -> str:
    """Return a score to be checked by hand: six decimals, six significant digits of small units.

    >>> exact(0.25, "brier"), exact(3.3333e-08, "crps"), exact(float("inf"), "log_loss")
    ('0.250000', '3.3333e-08', 'infinite')
    """
    if isinf(value):
        return number(value)
    if rule in IN_UNITS and 0.0 < abs(value) < A_TENTH:
        return figure(value, 6)
    return f"{value:.6f}"


def signed(value: float) -> str:
    """Return a difference for people: two decimals with a sign, and no sign on nothing.

    >>> signed(0.126), signed(-0.004)
    ('+0.13', '0.00')
    """
    return f"{value:+.2f}" if abs(value) >= HALF_A_HUNDREDTH else "0.00"


def ends(low: float, high: float) -> str:
    """Return an interval of a difference; an end that rounds to nothing says on which side it lies.

    >>> ends(-0.08, -0.001), ends(0.004, 0.21), ends(-0.001, 0.001)
    ('-0.08 to just under 0', 'just over 0 to +0.21', '0.00 to 0.00')
    """
    first, last = signed(low), signed(high)
    if low > 0.0 and first == NOTHING and last != NOTHING:
        first = "just over 0"
    if high < 0.0 and last == NOTHING and first != NOTHING:
        last = "just under 0"
    return f"{first} to {last}"


def verdict_word(
    word: str, difference: float | None, low: float | None = None, high: float | None = None
) -> str:
    """Return a verdict for people: of what rounds to nothing, "the same".

    low, high: of the interval, where a difference that cannot be told from nothing rounds to it at
    both ends.

    >>> verdict_word("better", 0.004), verdict_word("better", 0.126)
    ('the same', 'better')
    >>> verdict_word("cannot tell", 0.0, -0.001, 0.001), verdict_word("cannot tell", 0.0, -0.1, 0.1)
    ('the same', 'cannot tell')
    """
    within = low is not None and high is not None and signed(low) == signed(high) == NOTHING
    told = word in ("better", "worse") and difference is not None
    nothing = told and difference is not None and signed(difference) == NOTHING
    return "the same" if within or nothing else word


def stated_percent(p: float) -> str:
    """Return a stated probability in percent, to four digits at most.

    >>> stated_percent(0.675)
    '67.5%'
    """
    return f"{100 * p:.4g}%"


def coverage_words(coverage: float | None, attainable: float | None) -> str:
    """Return how much of the scheduled time was forecast, of how much could have been.

    >>> coverage_words(0.81, 1.0), coverage_words(0.07, 0.54)
    ('coverage 81 of 100%', 'coverage 7 of at most 54%')
    """
    most = round(100 * (attainable or 0))
    limit = "of 100%" if most == WHOLE else f"of at most {most}%"
    return f"coverage {round(100 * (coverage or 0))} {limit}"


def _score(line: ScoreLine) -> str:
    policy = POLICY_WORDS.get(line.policy, f" {line.policy[len(BEFORE) :]} before the close")
    words = f"{RULE_WORDS[line.rule]}{policy} {told(line.score or 0.0, line.rule)}"
    if line.score_low is not None and line.score_high is not None:
        words += f" ({number(line.score_low)}-{number(line.score_high)} over the word's range)"
    return words


def _said(line: ScoreLine, connection: sqlite3.Connection) -> str | None:
    """Return the first and last number that was said in time, as `15→12%`; None for no number."""
    pair = connection.execute(PAIR, (line.resolution, line.forecaster)).fetchone()
    question, forecaster, end = pair
    rows = forecasts.history(connection, question, forecaster)
    struck = {row.strikes for row in rows}
    said = [
        row.chance.probability
        for row in rows
        if row.chance and row.id not in struck and row.made_at < times.from_text(end)
    ]
    if not said:
        return None
    first, last = stated_percent(said[0]), stated_percent(said[-1])
    return last if first == last else f"{first.removesuffix('%')}→{last}"
