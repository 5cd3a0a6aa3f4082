"""Updating: whether numbers moved toward what happened, with reasons, and soon after news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import LEAST_CLUSTERS
from tracker.reports import figures
from tracker.reports.calibrated.floors import EACH
from tracker.reports.numbers import PERCENT, counted
from tracker.reports.process import late, reasons
from tracker.reports.section import Figure, Section, Words

if TYPE_CHECKING:
    from tracker.reports.material import Material
    from tracker.reports.section import Block
    from tracker.reports.updates import Updates


def section(material: Material) -> Section | None:
    """Return how the voice moved on questions that have ended; None where nothing was told."""
    depth = material.depth
    if depth is None or depth.voice is None or depth.updates is None:
        return None
    found = depth.updates
    if not found.questions:
        return None
    rest = [f"{words}." for words in (reasons(found), late(found)) if words]
    said = " ".join(text[0].upper() + text[1:] for text in rest)
    blocks: list[Block] = [Words(_moves(found))]
    if depth.process is None:
        blocks.append(Words(said, quiet=True))
    if found.after:
        chart = figures.Updating(found.after)
        blocks.append(Figure(chart, "Moves in the week after news", _finding(found)))
    return Section("updating", "Updating", tuple(blocks), found)


def _moves(found: Updates) -> str:
    on = counted(found.questions, "yes/no question")
    have = "has" if found.questions == 1 else "have"
    if not found.moves:
        return f"No number moved on the {on} that {have} ended."
    head = f"{counted(found.moves, 'move')} on {on} that {have} ended"
    if found.share is None or found.low is None or found.high is None:
        return (
            f"{head}: {found.toward:,} toward what happened. A share needs {EACH} moves in"
            f" {LEAST_CLUSTERS} clusters of questions, and there are {found.moves:,} in"
            f" {found.clusters:,}."
        )
    return (
        f"{head}: {found.share:.0%} went toward what happened ({PERCENT}: {found.low:.0%} to"
        f" {found.high:.0%}; of calibrated moves to these numbers {found.calibrated or 0.0:.0%}"
        " would)."
    )


def _finding(found: Updates) -> str:
    said = []
    for one in found.after:
        ends = "" if one.low is None or one.high is None else (
            f", {PERCENT} {one.low:.0%} to {one.high:.0%}"
        )  # fmt: skip
        said.append(
            f"of {one.moves} moves of about {one.moved:.1f} in log-odds {one.share:.0%} went toward"
            f" the outcome{ends}; of calibrated ones {one.calibrated:.0%} would"
        )
    return f"In the week after news, {', and '.join(said)}."
