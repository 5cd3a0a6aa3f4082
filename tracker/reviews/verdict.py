"""The verdict of a review: what it is about, and what so few questions let one conclude."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reports import confidence
from tracker.reports.numbers import counted
from tracker.reports.section import Section, Words

if TYPE_CHECKING:
    from tracker.reports.calibrated.words import Speech
    from tracker.reviews.assembled import Assembled

MOSTLY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How many questions the review is about, and what became of the others with a number.

    surprises: of those reviewed. waiting: ended without an outcome. void: came to none in the
    period. silent: resolved in it besides those reviewed, and nothing stood in time.
    """

    reviewed: int
    surprises: int
    waiting: int
    void: int
    silent: int
    sentences: tuple[str, ...]


def section(found: Assembled, speech: Speech) -> Section:
    """Return the verdict: the counts, the conclusion, and what it does not show."""
    data = verdict(found, speech)
    first, *rest = data.sentences
    blocks = [Words(first), *(Words(text, quiet=place > 0) for place, text in enumerate(rest))]
    return Section("verdict", "Verdict", tuple(blocks), data)


def verdict(found: Assembled, speech: Speech) -> Verdict:
    """Return what the questions of a review let one say."""
    depth = found.material.depth
    said = [_counts(found, speech), confidence.summary(depth) or _short(found)]
    known = depth.calibration if depth else None
    if known is not None and (known.counts.hindsight or 0.0) > MOSTLY:
        said.append("Most of it was recorded after the outcomes were known, so it is no proof of"
                    " foresight.")  # fmt: skip
    return Verdict(
        reviewed=len(found.items),
        surprises=len(found.misses),
        waiting=found.waiting,
        void=found.void,
        silent=found.silent,
        sentences=tuple(said),
    )


def _short(found: Assembled) -> str:
    noun, name = found.frame.window.noun, found.frame.forecaster.name
    if not found.frame.window.is_page:
        return f"{name} has no number of its own: nothing is said of its calibration."
    return f"Nothing is said of calibration on the questions of a {noun}: they are too few."


def _ended(found: Assembled) -> str:
    """Return how many have reached their scheduled end, before which calibration counts none."""
    every = [one.question.terms for one in found.items]
    ended = sum(max(one.closes_at, one.resolves_by) <= found.frame.window.ends_at for one in every)
    if ended == len(every) or found.frame.window.is_page:
        return ""
    came = "has reached its" if ended == 1 else "have reached their"
    return (
        f" {ended:,} of the {len(every):,} {came} scheduled end; calibration counts a question from"
        " then on."
    )


def _counts(found: Assembled, speech: Speech) -> str:
    """Return how many questions the review is about, and what became of the others."""
    n, surprises = len(found.items), len(found.misses)
    came = "was" if n == 1 else "were"
    period = found.frame.window.title
    said = f"{n:,} of {speech.whose} questions {came} first resolved in {period}:"
    said += f" {counted(surprises, 'surprise')}, {counted(n - surprises, 'hit')}."
    parts = []
    if found.waiting:
        parts.append(f"{found.waiting} closed {'one waits' if found.waiting == 1 else 'ones wait'}")
    if found.void:
        parts.append(f"{found.void} {'is' if found.void == 1 else 'are'} void")
    if found.silent:
        parts.append(f"on {found.silent} more nothing stood in time")
    said += _ended(found)
    others = ", ".join(parts)
    return f"{said} {others[0].upper()}{others[1:]}." if others else said
