"""The verdict of a page on a day or a week: what happened in it, and how little that proves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reports import denominators, moved, verdict
from tracker.reports.material import WAITING
from tracker.reports.numbers import counted
from tracker.reports.section import Section, Words

if TYPE_CHECKING:
    from tracker.reports.material import Material
    from tracker.reports.window import Window

WORDS = (
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
)  # fewer than an interval needs


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """At most three sentences; to_date is the verdict on everything scored by the period's end."""

    resolved: int
    waiting: int
    moved: int
    to_date: verdict.Verdict
    sentences: tuple[str, ...]


def section(material: Material) -> Section:
    """Return what happened in the period, what can be said to date, and the denominators."""
    data = _verdict(material)
    finding, *limits = data.sentences
    line = denominators.count(material).line
    blocks = (Words(finding), Words(" ".join(limits), quiet=True), Words(line, quiet=True))
    return Section("verdict", "Verdict", blocks, data)


def _verdict(material: Material) -> PageVerdict:
    resolved, waiting = len(material.outcomes), len(material.of_status(*WAITING))
    moves, to_date = len(moved.found(material)), verdict.to_date(material)
    if material.window is not None and material.window.begins_at is not None:
        return PageVerdict(resolved, waiting, moves, to_date, to_date.sentences)
    came = counted(resolved, "question") if resolved else "no question"
    first = (
        f"{_named(material.window)} {came} resolved, {waiting or 'none'}"
        f" {'wait' if waiting > 1 else 'waits'} for an outcome, {moves or 'none'} moved."
    )
    known = to_date.sentences[0]
    if to_date.questions:
        known = f"To date: {verdict.continued(known)}"
    sentences = (first, known, _limit(resolved, to_date))
    return PageVerdict(resolved, waiting, moves, to_date, sentences)


def _named(window: Window | None) -> str:
    if window is None:
        return "By now"
    return f"So far this {window.noun}" if window.so_far else f"This {window.noun}"


def _limit(resolved: int, to_date: verdict.Verdict) -> str:
    """Return what the outcomes of so short a time do not show."""
    if not to_date.questions:
        return "There is nothing to conclude, and that is the finding."
    if resolved == 0:
        return "No outcome came in, so nothing about that has changed."
    if resolved < len(WORDS):
        verb = "changes" if resolved == 1 else "change"
        outcome = "outcome" if resolved == 1 else "outcomes"
        return f"{WORDS[resolved]} {outcome} {verb} next to nothing about that."
    return "The outcomes below are in that; by themselves they are not averaged here."
