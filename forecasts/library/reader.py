"""A question set's TOML text, read strictly: a missing, unknown or ill-typed key is named."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from forecasts import dates
from forecasts.errors import ForecastsError, InputError
from forecasts.library.mechanical import RULES
from forecasts.library.question_set import (
    UNRECORDED,
    Event,
    EventType,
    QuestionSet,
    Said,
    SetForecaster,
    SetQuestion,
)
from forecasts.model import (
    Criteria,
    ForecasterKind,
    ReferenceClass,
    Resolution,
    ResolutionStatus,
    Source,
    Stated,
    Terms,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

T = TypeVar("T")
CRITERIA = ("counts", "does_not_count", "who_says_so", "if_unclear")
# Every key a table may have. `brief` and a forecaster's `about` are for readers of the file.
KEYS: Mapping[str, frozenset[str]] = {
    name: frozenset(keys.split())
    for name, keys in {
        "set": "title about sources forecasters questions event_types",
        "source": "slug title author publisher date_from date_to date_basis language url",
        "forecaster": "name kind about",
        "question": "slug brief title opens_at closes_at resolves_by timezone background topics"
        " group url reference_class by_deadline said resolution " + " ".join(CRITERIA),
        "reference class": "k n basis",
        "saying": "forecaster source at word scale low high probability note",
        "resolution": "outcome happened known_at source_url note",
        "event type": "id title topics first_year last_year class_from url events unknown_years "
        + " ".join(CRITERIA),
        "event": "date source_url what",
    }.items()
}


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file: gives values of the type asked for, and names itself in failures."""

    within: str
    kind: str
    values: Mapping[str, Any]

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.values) - KEYS[self.kind]):
            raise self.wrong(f"there is no key {unknown[0]!r}")

    @property
    def place(self) -> str:
        """The file, the tables around this one, and this one's name where it has one."""
        if self.kind == "set":
            return self.within
        name = next((f" {self.values[k]}" for k in ("slug", "id", "name") if k in self.values), "")
        return f"{self.within}: {self.kind}{name}"

    def wrong(self, why: str) -> ForecastsError:
        return ForecastsError(f"{self.place}: {why}.")

    def need(self, key: str, type_: type[T]) -> T:
        found = self.may(key, type_)
        if found is None:
            raise self.wrong(f"{key} is missing")
        return found

    def may(self, key: str, type_: type[T]) -> T | None:
        value = self.values.get(key)
        if value is None:
            return None
        if type(value) is not type_:  # a datetime is a date, and a bool an int, to isinstance
            raise self.wrong(f"{key} is {value!r}, which is no {type_.__name__}")
        return value

    def instant(self, key: str) -> datetime:
        found = self.need(key, datetime)
        if found.tzinfo is None:
            raise self.wrong(f"{key} has no offset from UTC: end it with Z")
        return found.astimezone(UTC)

    def zone(self, key: str) -> ZoneInfo:
        try:
            return dates.zone(self.may(key, str) or "UTC")
        except InputError as error:
            raise self.wrong(error.message.rstrip(".")) from error

    def words(self, key: str) -> tuple[str, ...]:
        return tuple(str(word) for word in self.need(key, list))

    def one(self, key: str, kind: str, read: Callable[[_Table], T]) -> T | None:
        found = self.may(key, dict)
        return None if found is None else self._read(kind, found, read)

    def each(self, key: str, kind: str, read: Callable[[_Table], T]) -> tuple[T, ...]:
        return tuple(self._read(kind, values, read) for values in self.may(key, list) or ())

    def _read(self, kind: str, values: Mapping[str, Any], read: Callable[[_Table], T]) -> T:
        table = _Table(self.place, kind, values)
        try:
            return read(table)
        except ValueError as error:
            raise table.wrong(str(error).rstrip(".")) from error


def read(name: str, file: str, text: str) -> QuestionSet:
    """Return the question set that the TOML text states; `file` is named in what is raised.

    Raises ForecastsError saying which table and key is wrong, and how.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ForecastsError(f"{file} is no TOML: {error}.") from error
    top = _Table(file, "set", values)
    found = QuestionSet(
        name=name,
        title=top.need("title", str),
        about=top.need("about", str).strip(),
        sources=top.each("sources", "source", _source),
        forecasters=top.each("forecasters", "forecaster", _forecaster),
        questions=top.each("questions", "question", _question),
        event_types=top.each("event_types", "event type", _event_type),
    )
    _check_names(found, top)
    return found


def _check_names(found: QuestionSet, top: _Table) -> None:
    """Raise when something was said by whom, or in what, the set does not list."""
    forecasters = {w.name for w in found.forecasters if w.kind is not ForecasterKind.BASELINE}
    sources = {source.slug for source in found.sources}
    for question in found.questions:
        for said in question.said:
            if said.forecaster not in forecasters:
                raise top.wrong(f"{question.slug} names no publication here: {said.forecaster}")
            if said.source not in sources:
                raise top.wrong(f"{question.slug} names no source here: {said.source}")


def _source(table: _Table) -> Source:
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


def _forecaster(table: _Table) -> SetForecaster:
    name, kind = table.need("name", str), ForecasterKind(table.need("kind", str))
    if kind is ForecasterKind.BASELINE and name not in RULES:
        raise table.wrong(f"no rule makes its forecasts; there are {', '.join(RULES)}")
    return SetForecaster(name, kind)


def _question(table: _Table) -> SetQuestion:
    zone = table.zone("timezone")
    return SetQuestion(
        slug=table.need("slug", str),
        terms=_terms(table, zone),
        said=table.each("said", "saying", _said),
        resolution=table.one("resolution", "resolution", lambda x: _resolution(x, zone)),
    )


def _terms(table: _Table, zone: ZoneInfo) -> Terms:
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
        timezone=zone.key,
        topics=table.words("topics"),
        group=table.may("group", str),
        url=table.need("url", str),
        reference_class=reference_class,
        by_deadline=table.may("by_deadline", bool) or False,
    )


def _reference_class(table: _Table) -> tuple[ReferenceClass, str]:
    """Return the class, and what was counted: the record keeps the numbers alone."""
    found = ReferenceClass((table.need("k", int),), table.need("n", int))
    return found, table.need("basis", str)


def _criteria(table: _Table) -> Criteria:
    return Criteria(*(table.need(key, str) for key in CRITERIA))


def _said(table: _Table) -> Said:
    word, probability = table.need("word", str), table.may("probability", float)
    stated = None
    if probability is not None:
        low, high = table.need("low", float), table.need("high", float)
        stated = Stated(probability, word, word, table.need("scale", str), low, high)
    return Said(
        forecaster=table.need("forecaster", str),
        source=table.need("source", str),
        made_at=table.instant("at"),
        words=word,
        note=table.need("note", str),
        stated=stated,
    )


def _resolution(table: _Table, zone: ZoneInfo) -> Resolution:
    outcome, day = table.need("outcome", str), table.may("happened", date)
    if outcome not in ("yes", "no") or (outcome == "yes") != (day is not None):
        raise table.wrong("the outcome is no, or yes with the day on which it happened")
    return Resolution(
        question_id=UNRECORDED,
        status=ResolutionStatus.RESOLVED,
        outcome=outcome,
        happened=dates.interval(day.isoformat(), zone, times.EPOCH) if day else None,
        known_at=table.instant("known_at"),
        source_url=table.need("source_url", str),
        note=table.need("note", str),
    )


def _event_type(table: _Table) -> EventType:
    return EventType(
        id=table.need("id", str),
        title=table.need("title", str),
        criteria=_criteria(table),
        topics=table.words("topics"),
        first_year=table.need("first_year", int),
        last_year=table.need("last_year", int),
        class_from=table.need("class_from", int),
        url=table.need("url", str),
        events=table.each("events", "event", _event),
        unknown_years=frozenset(table.may("unknown_years", list) or ()),
    )


def _event(table: _Table) -> Event:
    return Event(table.need("date", date), table.need("source_url", str), table.need("what", str))
