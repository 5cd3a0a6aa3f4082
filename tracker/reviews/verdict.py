"""The verdict of a review: what so few questions let one say, and what would let one say more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reports.numbers import counted
from tracker.reports.section import Section, Words
from tracker.reports.spoken import number

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.reports.calibrated.words import Speech
    from tracker.reports.few_votes import FewVotes
    from tracker.reviews.assembled import Assembled

MOSTLY = 0.5
FINDING = 3  # sentences after the first: expected and observed, Brier, conclusion
LEAST_SEEN = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What may be said; numbers are None where no question that has ended has a vote.

    reviewed: the questions of the review; waiting, void: what else has a number, and no outcome.
    questions: those that have ended, each with one vote `days` before its close. low to high: what
    a calibrated forecaster gets nine times in ten. seen: how surely so many questions show 1.5-fold
    over-confidence; needed: how many show it four times in five, at the present pace by needed_at.
    """

    reviewed: int
    waiting: int
    void: int
    questions: int
    days: int | None
    expected: float | None
    observed: int | None
    low: int | None
    high: int | None
    brier: float | None
    brier_low: float | None
    brier_high: float | None
    seen: float | None
    needed: int | None
    needed_at: datetime | None
    sentences: tuple[str, ...]


def section(found: Assembled, speech: Speech) -> Section:
    """Return the verdict: the finding, and what it does not show."""
    data = verdict(found, speech)
    first, *rest = data.sentences
    finding, limits = rest[:FINDING], rest[FINDING:]
    blocks = [Words(first), Words(" ".join(finding))]
    if limits:
        blocks.append(Words(" ".join(limits), quiet=True))
    return Section("verdict", "Verdict", tuple(blocks), data)


def verdict(found: Assembled, speech: Speech) -> Verdict:
    """Return what the questions that have ended let one say."""
    few = found.votes.few
    said = [_counts(found, speech)]
    if few is None:
        said += [_nothing(found, speech)]
    else:
        said += [*_numbers(few, speech), _conclusion(few, speech)]
        said += _power(few, found)
        if found.votes.late > MOSTLY:
            said.append("Most of it was recorded after the outcomes were known, so it is no proof"
                        " of foresight.")  # fmt: skip
    if few is not None:
        said.append("All ranges are computed from the stated probabilities.")
    return Verdict(
        reviewed=len(found.items),
        waiting=found.waiting,
        void=found.void,
        questions=len(few.rows) if few else 0,
        days=few.days if few else None,
        expected=few.expected if few else None,
        observed=few.observed if few else None,
        low=few.low if few else None,
        high=few.high if few else None,
        brier=few.brier if few else None,
        brier_low=few.brier_low if few else None,
        brier_high=few.brier_high if few else None,
        seen=few.seen if few else None,
        needed=few.needed if few else None,
        needed_at=few.needed_at if few else None,
        sentences=tuple(said),
    )


def _counts(found: Assembled, speech: Speech) -> str:
    """Return how many questions the review is about, and what became of the others."""
    period = found.frame.window.title
    n = len(found.items)
    came = "question was" if n == 1 else "questions were"
    head = f"{n:,} of {speech.whose} {came} first resolved in {period}"
    parts = []
    if found.waiting:
        parts.append(f"{found.waiting} closed {'one waits' if found.waiting == 1 else 'ones wait'}")
    if found.void:
        parts.append(f"{found.void} {'is' if found.void == 1 else 'are'} void")
    if found.silent:
        parts.append(f"on {found.silent} nothing stood in time")
    return f"{head}{'; ' if parts else ''}{', '.join(parts)}."


def _nothing(found: Assembled, speech: Speech) -> str:
    waits = found.votes.waiting
    why = f"{counted(waits, 'question')} that ended" if waits else "no question that has ended"
    verb = " wait for an outcome" if waits > 1 else " waits for an outcome" if waits else (
        " has a number that stood before its close"
    )  # fmt: skip
    return f"Nothing can be said about {speech.whose} calibration: {why}{verb}."


def _numbers(few: FewVotes, speech: Speech) -> list[str]:
    ended = counted(len(few.rows), "question")
    when = f"{counted(few.days, 'day')} before the close"
    brier, low, high = (number(score) for score in (few.brier, few.brier_low, few.brier_high))
    like = "yours" if speech.you else "these"
    expected = (
        f"Of {ended} that have ended by then {speech.subject} expected {few.expected:.1f} to"
        f" happen, {when}; {few.observed} did; a calibrated forecaster gets {few.low} to"
        f" {few.high} nine times in ten."
    )
    scored = f"The Brier score of these numbers is {brier}; calibrated people with numbers like"
    return [expected, f"{scored} {like} get {low} to {high}."]


def _conclusion(few: FewVotes, speech: Speech) -> str:
    if few.surprising:
        return (
            "Conclusion: fewer than one calibrated forecaster in ten would see the like; ask what"
            f" was missed, and see whether it comes again. It is no verdict on {speech.whose}"
            " calibration yet."
        )
    return (
        f"Conclusion: nothing can be said yet about {speech.whose} calibration, in either"
        " direction."
    )


def _power(few: FewVotes, found: Assembled) -> list[str]:
    """Return how many questions would show over-confidence, and when they will be there."""
    if few.needed is None:
        return ["Numbers of 50%, 0 or 100% alone never show over-confidence, however many."]
    n = len(few.rows)
    if n >= few.needed:
        return [f"{n} questions show 1.5-fold over-confidence four times in five or more."]
    odds = f"one time in {round(1 / few.seen)}" if few.seen >= LEAST_SEEN else (
        "less than one time in twenty"
    )  # fmt: skip
    takes = f"takes about {_round(few.needed)} questions in one planned look"
    said = [
        f"To see 1.5-fold over-confidence four times in five {takes}; with {n} it is seen {odds}."
    ]
    pace = int(found.votes.inside.sum())
    noun = found.frame.window.noun
    if few.needed_at is not None and not found.frame.window.so_far:
        said.append(f"At {pace} a {noun}: {few.needed_at:%B %Y}.")
    said.append("Faster: ask more and shorter questions.")
    return said


def _round(count: int) -> int:
    """Return a count to two digits.

    >>> _round(173), _round(46)
    (170, 46)
    """
    if count < 100:  # noqa: PLR2004 - two digits as it is
        return count
    return int(float(f"{count:.2g}"))
