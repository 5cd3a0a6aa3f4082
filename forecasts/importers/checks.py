"""What rows say about each other and the clock: what no row shows when it is read by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.lines.instants import instant_cell
from forecasts.lines.problems import SHOWN
from forecasts.lines.text import meant, shown
from forecasts.linked import checking
from forecasts.linked.rules import around, components
from forecasts.linked.suited import unsuited
from forecasts.model.link import Link, LinkKind
from forecasts.model.needs import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from forecasts.lines import Tables
    from forecasts.lines.tables import LinkLine
    from forecasts.model import Question

CLOCKS_DIFFER = timedelta(minutes=5)  # what the clocks of two machines may differ by
DAY = timedelta(days=1)


def check(
    tables: Tables, on_record: frozenset[str], old: Mapping[str, Question], now: datetime
) -> None:
    """Note rows about questions that are neither on record nor in the tables, and about the future.

    A question that changes its type is noted too. `on_record` holds the slugs of the record, `old`
    its questions that the tables speak of.
    """
    problems = tables.problems
    _note_retyped(tables, old)
    for file, number, column, slug in _unknown(tables, on_record):
        why = f"there is no question {shown(slug)}{meant_slug(tables, on_record, slug)}"
        problems.add(file, number, column, why)
    for resolution in tables.resolutions.lines:
        if resolution.known_at > now:
            why = f"{instant_cell(resolution.known_at)} is still to come"
            problems.add(tables.resolutions.file, resolution.number, "known_at", why)
    _note_ahead(tables, old, now)


def _note_ahead(tables: Tables, old: Mapping[str, Question], now: datetime) -> None:
    """Note forecasts that are still to come, but for what was said today and is dated by its day.

    That stands at the end of its day in the question's zone, as a claim of a text of today does.
    """
    end = now + CLOCKS_DIFFER
    ahead = [line for line in tables.forecasts.lines if line.made_at > end]
    if not ahead:
        return
    asked = [(line.question, line.terms) for line in tables.questions.lines]
    asked += [(slug, question.terms) for slug, question in old.items()]
    zones = {(slug, terms.timezone) for slug, terms in asked}
    for line in ahead:
        of_today = any(
            slug == line.question and line.made_at == _end_of_day(now, zone) for slug, zone in zones
        )
        if not of_today:
            why = f"{instant_cell(line.made_at)} is still to come"
            tables.problems.add(tables.forecasts.file, line.number, "made_at", why)


def _end_of_day(now: datetime, zone: str) -> datetime:
    """Return the last microsecond of the present day of a zone, as a typed day is read."""
    tz = dates.zone(zone)
    day = now.astimezone(tz).date().isoformat()
    return dates.instant(day, dates.Edge.MADE, tz, now)


def _note_retyped(tables: Tables, old: Mapping[str, Question]) -> None:
    types = {slug: question.type for slug, question in old.items()}
    for line in tables.questions.lines:
        before = types.setdefault(line.question, line.type)
        if line.type is not before:
            why = f"{line.question} is {SPOKEN[before]} and stays one: ask a new question"
            tables.problems.add(tables.questions.file, line.number, "type", why)


def meant_slug(tables: Tables, on_record: frozenset[str], slug: str) -> str:
    """Return ". Did you mean x?" for a slug that is near, for as long as problems are shown."""
    if tables.problems.count >= SHOWN:
        return ""
    known = on_record.union(line.question for line in tables.questions.lines)
    return meant(slug, known)


def note_unsuited(new: Sequence[LinkLine], asked: Mapping[str, Question], tables: Tables) -> None:
    """Note links that cannot be said of questions of these kinds."""
    for line in new:
        wrong = unsuited(LinkKind(line.kind), asked[line.from_question], asked[line.to_question])
        if wrong is not None:
            tables.problems.add(tables.links.file, line.number, "kind", wrong.why)


def note_circles(new: Sequence[LinkLine], standing: Sequence[Link], tables: Tables) -> None:
    """Note the first link with which those on record and in the table make no sense together."""
    known = list(standing)
    for line in new:
        kind, one, other = LinkKind(line.kind), line.from_question, line.to_question
        known.append(Link(kind=kind, one=one, other=other, days=line.days))
    try:
        for part in components(known):
            checking.check(part)
    except checking.CircularError:
        for place, line in enumerate(new, len(standing)):
            try:
                checking.check(around(line.from_question, known[: place + 1]))
            except checking.CircularError as error:
                tables.problems.add(tables.links.file, line.number, "kind", str(error))
                return


def _unknown(tables: Tables, on_record: frozenset[str]) -> Iterator[tuple[str, int, str, str]]:
    """Yield (file, line, column, slug) where a row names a question that is nowhere.

    A question whose own row is bad is left alone: that row is shown, and mending it mends these.
    """
    questions = tables.questions
    if not questions.whole:
        return
    known = on_record.union((line.question for line in questions.lines), questions.spoilt)
    for part in (tables.forecasts, tables.resolutions):
        for line in part.lines:
            if line.question not in known:
                yield part.file, line.number, "question", line.question
    for link in tables.links.lines:
        for column, slug in (("from", link.from_question), ("to", link.to_question)):
            if slug not in known:
                yield tables.links.file, link.number, column, slug
