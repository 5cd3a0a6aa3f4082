"""A question set's TOML text, read strictly: a missing, unknown or ill-typed key is named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from forecasts import answer, dates
from forecasts.errors import InputError
from forecasts.library.mechanical import RULES
from forecasts.library.question_set import (
    UNRECORDED,
    EventType,
    QuestionSet,
    Said,
    SetForecaster,
    SetQuestion,
    SetWatch,
)
from forecasts.library.table import CRITERIA, Table, whole
from forecasts.linked import checking
from forecasts.model import (
    Criteria,
    ForecasterKind,
    QuestionType,
    ReferenceClass,
    Resolution,
    ResolutionStatus,
    Source,
    Stated,
    Terms,
    needs,
    times,
)
from forecasts.model.link import Link, LinkKind

if TYPE_CHECKING:
    from forecasts.library.events import Event, EventLog


def read(name: str, file: str, text: str, log: EventLog) -> QuestionSet:
    """Return the question set that the TOML text states; `file` is named in what is raised.

    The events of its event types are those of the log. Raises ForecastsError saying which table and
    key is wrong, and how.
    """
    top = whole(file, "set", text)
    found = QuestionSet(
        name=name,
        title=top.need("title", str),
        about=top.need("about", str).strip(),
        sources=top.each("sources", "source", _source),
        forecasters=top.each("forecasters", "forecaster", _forecaster),
        questions=top.each("questions", "question", _question),
        event_types=top.each("event_types", "event type", lambda x: _event_type(x, log)),
        links=top.each("links", "link", _link),
        watches=top.each("watches", "watch", _watch),
    )
    _check_names(found, top)
    return found


def _check_names(found: QuestionSet, top: Table) -> None:
    """Raise when something is said by whom, or in what, the set does not list."""
    _check_linked(found, top)
    forecasters = {w.name for w in found.forecasters if w.kind is not ForecasterKind.BASELINE}
    sources = {source.slug for source in found.sources}
    for question in found.questions:
        for said in question.said:
            if said.forecaster not in forecasters:
                raise top.wrong(f"{question.slug} names no publication here: {said.forecaster}")
            if said.source not in sources:
                raise top.wrong(f"{question.slug} names no source here: {said.source}")


def _check_linked(found: QuestionSet, top: Table) -> None:
    """Raise for a link or an indicator of no question, and for links that cannot hold."""
    slugs = {question.slug for question in found.questions}
    named = [("link", slug) for link in found.links for slug in (link.one, link.other)]
    named += [("watch", watch.question) for watch in found.watches]
    for what, slug in named:
        if slug not in slugs:
            raise top.wrong(f"a {what} names no question here: {slug}")
    try:
        checking.check(found.links)
    except checking.CircularError as error:
        raise top.wrong(str(error)) from error


def _watch(table: Table) -> SetWatch:
    return SetWatch(
        table.need("question", str),
        table.need("name", str),
        table.may("unit", str),
        table.need("every_days", float),
    )


def _link(table: Table) -> Link:
    kind, names = table.need("kind", str), [kind.value for kind in LinkKind]
    if kind not in names:
        raise table.wrong(f"{kind!r} is no kind of link; there are {', '.join(names)}")
    return Link(
        kind=LinkKind(kind),
        one=table.need("one", str),
        other=table.need("other", str),
        days=table.may("days", float),
        latest_at=table.instant("latest_at") if table.values.get("latest_at") else None,
        note=table.may("note", str),
    )


def _source(table: Table) -> Source:
    return Source(
        slug=table.need("slug", str),
        title=table.need("title", str),
        author=table.may("author", str),
        publisher=table.may("publisher", str),
        date_from=table.need("date_from", date),
        date_to=table.need("date_to", date),
        date_basis=table.need("date_basis", str),
        language=table.need("language", str),
        url=table.may("url", str),
    )


def _forecaster(table: Table) -> SetForecaster:
    name, kind = table.need("name", str), ForecasterKind(table.need("kind", str))
    if kind is ForecasterKind.BASELINE and name not in RULES:
        raise table.wrong(f"no rule makes its forecasts; there are {', '.join(RULES)}")
    return SetForecaster(name, kind)


def _question(table: Table) -> SetQuestion:
    kind = QuestionType(table.may("type", str) or QuestionType.BINARY)
    asked = SetQuestion(
        slug=table.need("slug", str),
        terms=needs.complete(kind, _terms(table)),
        type=kind,
        said=table.each("said", "saying", _said),
    )
    return replace(
        asked, resolution=table.one("resolution", "resolution", lambda x: _resolution(x, asked))
    )


def _terms(table: Table) -> Terms:
    closes_at = table.instant("closes_at")
    background, reference_class = table.need("background", str), None
    if counted := table.one("reference_class", "reference class", _reference_class):
        reference_class, basis = counted
        background = f"{background} The reference class: {basis}."
    return Terms(
        title=table.need("title", str),
        opens_at=table.instant("opens_at"),
        closes_at=closes_at,
        resolves_by=table.instant("resolves_by") if table.values.get("resolves_by") else closes_at,
        criteria=_criteria(table),
        background=background,
        timezone=table.zone("timezone").key,
        options=_options(table),
        range_min=_end(table, "range_min"),
        range_max=_end(table, "range_max"),
        open_lower=table.may("open_lower", bool) or False,
        open_upper=table.may("open_upper", bool) or False,
        unit=table.may("unit", str),
        topics=table.words("topics"),
        group=table.may("group", str),
        url=table.need("url", str),
        reference_class=reference_class,
        by_deadline=table.may("by_deadline", bool) or False,
    )


def _options(table: Table) -> str | None:
    if "options" not in table.values:
        return None
    try:
        return json.dumps(table.need("options", list), allow_nan=False)
    except TypeError as error:  # a day among them
        raise table.wrong("options are names, or tables of name, from, until and other") from error


def _year(table: Table, key: str) -> int:
    found = table.need(key, int)
    if not times.FIRST_YEAR <= found <= times.LAST_YEAR:
        raise table.wrong(f"{key} is {found}, which is no year of this record")
    return found


def _end(table: Table, key: str) -> float | None:
    """Return an end of the range, that of a date in seconds since 1970."""
    if isinstance(table.values.get(key), datetime):
        return times.to_seconds(table.instant(key))
    return table.may(key, float)


def _reference_class(table: Table) -> tuple[ReferenceClass, str]:
    """Return the class, and what was counted: the record keeps the numbers alone."""
    found = ReferenceClass((table.need("k", int),), table.need("n", int))
    return found, table.need("basis", str)


def _criteria(table: Table) -> Criteria:
    return Criteria(*(table.need(key, str) for key in CRITERIA))


def _said(table: Table) -> Said:
    word, probability = table.need("word", str), table.may("probability", float)
    stated = None
    if probability is not None:
        low, high = table.need("low", float), table.need("high", float)
        stated = Stated(probability, word, word, table.need("scale", str), low, high)
        if not 0.0 <= low <= probability <= high <= 1.0:
            raise table.wrong("low, probability and high rise from 0 to 1")
    return Said(
        forecaster=table.need("forecaster", str),
        source=table.need("source", str),
        made_at=table.instant("at"),
        words=word,
        note=table.need("note", str),
        stated=stated,
        about=table.may("about", str),
    )


def _resolution(table: Table, asked: SetQuestion) -> Resolution:
    outcome, day = table.need("outcome", str), table.may("happened", date)
    is_binary = asked.type is QuestionType.BINARY
    if is_binary and (outcome not in ("yes", "no") or (outcome == "yes") != (day is not None)):
        raise table.wrong("the outcome is no, or yes with the day on which it happened")
    zone = dates.zone(asked.terms.timezone)
    happened = dates.interval(day.isoformat(), zone, times.EPOCH) if day else None
    try:
        found = answer.answer_of(asked, outcome, happened)
    except InputError as error:
        raise table.wrong(error.message.rstrip(".")) from error
    return Resolution(
        question_id=UNRECORDED,
        status=ResolutionStatus.RESOLVED,
        outcome=found.outcome,
        happened=found.happened,
        known_at=table.instant("known_at"),
        source_url=table.need("source_url", str),
        note=table.need("note", str),
    )


def _event_type(table: Table, log: EventLog) -> EventType:
    options, unknown = table.may("options", dict) or {}, table.may("unknown_years", list) or []
    if any(type(name) is not str for name in options.values()):
        raise table.wrong("options are names, each under a kind of the log")
    if any(type(year) is not int for year in unknown):
        raise table.wrong("unknown_years are years")
    found = EventType(
        id=table.need("id", str),
        type=QuestionType(table.may("type", str) or QuestionType.BINARY),
        title=table.need("title", str),
        criteria=_criteria(table),
        topics=table.words("topics"),
        first_year=_year(table, "first_year"),
        last_year=_year(table, "last_year"),
        class_from=_year(table, "class_from"),
        url=table.need("url", str),
        options=tuple((kind, name) for name, kind in options.items()),
        none=table.may("none", str),
        range_min=table.may("range_min", float),
        range_max=table.may("range_max", float),
        unit=table.may("unit", str),
        unknown_years=frozenset(unknown),
    )
    kinds = list(options.values()) or [table.may("kind", str) or found.id]
    return replace(found, events=_logged(found, kinds, table, log))


def _logged(found: EventType, kinds: list[str], table: Table, log: EventLog) -> tuple[Event, ...]:
    """Return the type's events; raise unless the log lists them all for the years it counts."""
    counted = range(found.class_from, found.last_year + 1)
    for id_ in kinds:
        kind = log.kind(id_)
        if kind is None:
            raise table.wrong(f"the event log has no kind {id_!r}")
        if missing := set(counted) - set(kind.complete) - found.unknown_years:
            raise table.wrong(f"the event log is not complete for {min(missing)}")
    return tuple(event for event in log.events if event.kind in kinds and event.day.year in counted)
