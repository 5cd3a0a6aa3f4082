"""How the meeting's commands say how far people are apart, and whom to ask why."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from forecasts.cli import wording
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.model import QuestionType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecasts.meeting.results import Result
    from forecasts.meeting.spread import Spread, Voice

FAR = 0.4  # log-odds from which the outer two are asked why: from 50% to 60%
NAMED = 12  # voices that are named before the rest are counted
SHOWN = 20  # questions of a round that are shown before the rest are counted
LISTED = 8  # and that are listed by name
SCALE = "Distances are in log-odds: 50% to 60% is 0.4, 12% to 30% is 1.1."


def event(found: Spread) -> str:
    """Return the event whose chances are compared; empty for yes."""
    if found.option is not None:
        return found.option
    if found.place is None:
        return ""
    from forecasts.cli import kinds

    place = kinds.label(found.question)(found.place)
    if found.question.type is QuestionType.DATE:
        return f"by {place}"
    unit = f" {found.question.terms.unit}" if found.question.terms.unit else ""
    return f"above {place}{unit}"


def distance(log_odds: float) -> str:
    """Return a distance in log-odds in one decimal.

    >>> distance(1.149), distance(math.inf)
    ('1.1', 'infinitely far')
    """
    return "infinitely far" if math.isinf(log_odds) else f"{log_odds:.1f}"


def ends(found: Spread) -> str:
    """Return the outer two voices with their chances."""
    low, high = found.lowest, found.highest
    lead = f"{event(found)}: " if event(found) else ""
    return (
        f"{lead}{low.forecaster} {wording.chance(low.chance)},"
        f" {high.forecaster} {wording.chance(high.chance)}"
    )


def card(result: Result) -> str:
    """Return what a round says of one question: the range, the median, and whom to ask why."""
    question, found = result.question, result.spread
    lines = [bold(f"{question.slug}: {head(result)}"), paragraph(question.terms.title)]
    rows: list[tuple[str, str]] = []
    if found is not None and found.log_odds > 0.0:
        rows = [("Lowest", voice(found.lowest)), ("Highest", voice(found.highest))]
        between = [f"{v.forecaster} {wording.chance(v.chance)}" for v in found.voices[1:-1]]
        more = f" and {len(between) - NAMED} more" if len(between) > NAMED else ""
        rows += [("Between", ", ".join(between[:NAMED]) + more), ("Ask why", asked(found))]
    rows.append(("Silent", ", ".join(result.silent)))
    return "\n".join([*lines, *([fields(rows)] if fields(rows) else [])])


def head(result: Result) -> str:
    """Return the range and the median of a question, or what there is in their place."""
    found, said = result.spread, result.said
    if not said:
        return "nobody has a number"
    if found is None:
        words = [f"{name} {wording.said(row, result.question)}" for name, row in said]
        return f"{', '.join(words)}{', alone' if len(said) == 1 else '; not compared'}"
    what = f"{event(found)} " if event(found) else ""
    low, high = (wording.chance(v.chance) for v in (found.lowest, found.highest))
    if found.log_odds == 0.0:
        return f"{what}{low}, all {len(said)} alike"
    middle = wording.chance(found.median)
    return f"{what}{low} to {high}, median {middle}, {distance(found.log_odds)} apart"


def voice(found: Voice) -> str:
    """Return what somebody said, and why."""
    why = found.forecast.rationale
    said = f"{found.forecaster} {wording.chance(found.chance)}"
    return f"{said}: {why}" if why else f"{said}, no reason given"


def asked(found: Spread) -> str:
    """Return whom to ask why; empty where the outer two are close."""
    if found.log_odds < FAR:
        return ""
    return f"{found.lowest.forecaster} and {found.highest.forecaster}"


def cards(results: Sequence[Result]) -> str:
    """Return what a round says of its questions, the widest spread first."""
    if not results:
        return ""
    left = len(results) - SHOWN
    rest = [f"and {left} more: forecasts round show --json has them all"] if left > 0 else []
    shown = [card(result) for result in results[:SHOWN]]
    return "\n\n".join([*shown, *rest, paragraph(SCALE)])


def several(names: Sequence[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f"{', '.join(names[:LISTED])}{more}"


def as_json(result: Result) -> dict[str, object]:
    """Return what a round says of a question as JSON holds it."""
    found = result.spread
    return {
        "question": result.question.slug,
        "title": result.question.terms.title,
        **spread_json(found),
        "voices": [
            {
                "forecaster": name,
                "said": wording.stated_json(row.stated, result.question),
                "why": row.rationale,
            }
            for name, row in result.said
        ],
        "silent": result.silent,
    }


def spread_json(found: Spread | None) -> dict[str, object]:
    """Return how far people are apart as JSON holds it; nulls for fewer than two."""
    return {
        "event": (event(found) or "yes") if found else None,
        "log_odds": found.log_odds if found else None,
        "median": found.median if found else None,
        "lowest": _voice_json(found.lowest) if found else None,
        "highest": _voice_json(found.highest) if found else None,
    }


def _voice_json(found: Voice) -> dict[str, object]:
    row = found.forecast
    return {"forecaster": found.forecaster, "chance": found.chance, "why": row.rationale}
