"""The life of a question of any kind, ready to be drawn: a path, a fan, or a line an option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import QuestionType, ResolutionStatus, times
from tracker.reports import statements
from tracker.reports.figures import Choices, Fan, Line, Places, Step
from tracker.reports.paths import drawn, ends_of, inside, path_of, people_of, together

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.model import Forecast, Question
    from tracker.reports.figures import Life
    from tracker.reports.material import Story

    Stood = list[tuple[datetime, datetime, list[Forecast]]]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_OPTIONS = 5  # drawn beside the one that happened
MARGIN = 0.05  # of the height, above and below what is to be shown


def life_of(story: Story, subject: str | None, now: datetime) -> Life:
    """Return a question's life as told by the subject, or by all who forecast it."""
    question = story.asked.question
    if question.type is QuestionType.BINARY:
        return path_of(story, subject, now)
    tracks, name = drawn(story.tracks, subject)
    until = min(now, story.asked.ends_at)
    stood = list(together(tracks, question.terms.opens_at, until))
    if question.type in statements.CHOICES:
        return _choices(story, name, stood, now)
    return _fan(story, name, stood, now)


def _outcome(story: Story) -> str:
    resolution = story.asked.resolution
    resolved = resolution is not None and resolution.status is ResolutionStatus.RESOLVED
    return str(resolution.outcome) if resolution and resolved else ""


def _choices(story: Story, name: str, stood: Stood, now: datetime) -> Choices:
    question, outcome = story.asked.question, _outcome(story)
    happened_at, known_at = ends_of(story, now)
    lines = [_option_line(question, option.name, stood) for option in question.terms.choices]
    told = next((line for line in lines if line.name == outcome), Line(outcome, ()))
    others = [line for line in lines if line.name != outcome and line.steps]
    likely = sorted(others, key=lambda line: -max(step.p for step in line.steps))
    return Choices(
        opens_at=question.terms.opens_at,
        closes_at=question.terms.closes_at,
        line=Line(name, told.steps),
        option=outcome,
        others=tuple(likely[:MOST_OPTIONS]),
        people=len(people_of(story.tracks)),
        revised_at=inside(story, story.revised_at, now),
        happened_at=happened_at,
        known_at=known_at,
        evidence_at=inside(story, story.evidence_at, now),
    )


def _option_line(question: Question, option: str, stood: Stood) -> Line:
    """Return the path of an option's chance, the median where there are several."""
    steps = []
    for start, end, rows in stood:
        said = [statements.heard(row.stated, question, option) for row in rows if row.stated]
        known = [p for p in said if p is not None]
        if known:
            steps.append(Step(start, end, statements.middle_of(known)))
    return Line(option, tuple(steps))


def _fan(story: Story, name: str, stood: Stood, now: datetime) -> Fan:
    question, outcome = story.asked.question, _outcome(story)
    happened_at, known_at = ends_of(story, now)
    places = tuple(_places(question, *part) for part in stood)
    ends = _ends(question, outcome)
    low, high = _domain(question, places, ends)
    last = stood[-1][2] if stood else []
    dated = question.type is QuestionType.DATE
    return Fan(
        opens_at=question.terms.opens_at,
        closes_at=question.terms.closes_at,
        line=Line(name, _heard(question, stood)),
        said=_last(question, last),
        places=places,
        dated=dated,
        timezone=question.terms.timezone,
        unit=question.terms.unit or "",
        low=low,
        high=high,
        outcome=ends,
        outcome_words=statements.outcome_words(outcome, question) if outcome else "",
        people=len(people_of(story.tracks)),
        revised_at=inside(story, story.revised_at, now),
        happened_at=happened_at,
        known_at=known_at,
        evidence_at=inside(story, story.evidence_at, now),
    )


def _last(question: Question, rows: Sequence[Forecast]) -> str:
    """Return what was said last: one's words, or the range of several people's."""
    stated = [row.stated for row in rows if row.stated]
    if len(stated) == 1:
        return statements.said(stated[0], question)
    return statements.span(stated, question, "") if stated else ""


def _heard(question: Question, stood: Stood) -> tuple[Step, ...]:
    """Return the chance of a date by its horizon over time; nothing for a number."""
    if question.type is not QuestionType.DATE:
        return ()
    return _option_line(question, "", stood).steps


def _places(question: Question, start: datetime, end: datetime, rows: list[Forecast]) -> Places:
    """Return the levels of one prediction, or of several the spread and middle of their medians."""
    stated = [row.stated for row in rows if row.stated]
    least, most = statements.edges(stated[0], question)
    if len(stated) == 1:
        found = statements.quantiles(stated[0], question, LEVELS)
        low90, low50 = (least if at is None else at for at in found[:2])
        high50, high90 = (most if at is None else at for at in found[3:])
        return Places(start, end, low90, low50, found[2], high50, high90)
    beyond = [statements.quantiles(one, question, (0.5,))[0] for one in stated]
    medians = [most if at is None else at for at in beyond]
    middle = statements.middle_of(medians)
    low, high = min(medians), max(medians)
    return Places(start, end, low, low, middle if middle < most else None, high, high)


def _ends(question: Question, outcome: str) -> tuple[float, float] | None:
    """Return the ends of what happened on the scale; None for what lies outside it."""
    if outcome in ("", statements.BELOW, statements.ABOVE, statements.NEVER):
        return None
    if question.type is QuestionType.DATE:
        place = times.to_seconds(times.from_text(outcome))
        return place, place
    parts = [float(part) for part in outcome.split("..")]
    return parts[0], parts[-1]


def _domain(
    question: Question, places: Sequence[Places], ends: tuple[float, float] | None
) -> tuple[float, float]:
    """Return the part of the scale that is worth showing: what was said, and what happened."""
    scale = question.terms.scale
    shown = [at for one in places for at in (one.low90, one.high90)]
    shown += ends or ()
    if question.type is QuestionType.DATE:
        return times.to_seconds(question.terms.opens_at), times.to_seconds(question.terms.horizon)
    if not shown:
        shown = [scale.lower, scale.upper] if scale else [0.0, 1.0]
    low, high = min(shown), max(shown)
    margin = MARGIN * (high - low) or max(1.0, abs(high)) * MARGIN
    low, high = low - margin, high + margin
    if scale is not None and low < scale.lower <= min(shown):
        low = scale.lower
    if scale is not None and max(shown) <= scale.upper < high:
        high = scale.upper
    return low, high
