"""One table of a TOML file of the library, read strictly: what is wrong is named, and where."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from forecasts import dates, parse
from forecasts.errors import ForecastsError, InputError
from forecasts.model import times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

T = TypeVar("T")
SHOWN = 40  # characters of a value that an error repeats
CRITERIA = ("counts", "does_not_count", "who_says_so", "if_unclear")
WHOLE = frozenset({"set", "log"})  # the tables that are a file
# Every key a table may have. `brief` and a forecaster's `about` are for readers of the file.
KEYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(keys.split())
        for name, keys in {
            "set": "title about sources forecasters questions event_types links watches",
            "link": "one kind other days latest_at note",
            "watch": "question brief name unit every_days",
            "source": "slug title author publisher date_from date_to date_basis language url",
            "forecaster": "name kind about",
            "question": "slug brief type title opens_at closes_at resolves_by timezone background"
            " topics group url options range_min range_max open_lower open_upper unit"
            " reference_class by_deadline said resolution " + " ".join(CRITERIA),
            "reference class": "k n basis",
            "saying": "forecaster source at word scale low high probability about note",
            "resolution": "outcome happened known_at source_url note",
            "event type": "id kind type title topics first_year last_year class_from url options"
            " none range_min range_max unit unknown_years " + " ".join(CRITERIA),
            "log": "kinds events",
            "kind": "id title complete",
            "event": "kind date to published_on value what publisher title url dated checked",
        }.items()
    }
)

# What a key means whose name does not say it.
MEANT: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("event", "publisher"): ': it is who says so, such as publisher = "Reuters"',
        ("event", "checked"): ': it is "text" where the date was read at its url, else "memory"',
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file: gives values of the type asked for, and names itself in failures."""

    within: str
    kind: str
    values: Mapping[str, Any]

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.values) - KEYS[self.kind]):
            known = ", ".join(sorted(KEYS[self.kind]))
            raise self.wrong(f"there is no key {unknown[0]!r}; the keys are {known}")

    @property
    def place(self) -> str:
        """The file, the tables around this one, and this one's name where it has one."""
        if self.kind in WHOLE:
            return self.within
        if self.kind == "event":
            return f"{self.within}: event {self.values.get('kind')} {self.values.get('date')}"
        name = next((f" {self.values[k]}" for k in ("slug", "id", "name") if k in self.values), "")
        return f"{self.within}: {self.kind}{name}"

    def wrong(self, why: str) -> ForecastsError:
        """Return an error that says what is wrong with this table."""
        return ForecastsError(f"{self.place}: {why}.")

    def need(self, key: str, type_: type[T]) -> T:
        """Return the value, which must be there."""
        found = self.may(key, type_)
        if found is None:
            raise self.wrong(f"{key} is missing{MEANT.get((self.kind, key), '')}")
        return found

    def may(self, key: str, type_: type[T]) -> T | None:
        """Return the value, or None where the key is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if type(value) is not type_:  # a datetime is a date, and a bool an int, to isinstance
            raise self.wrong(f"{key} is {_shown(value)}, which is no {type_.__name__}")
        if isinstance(value, float) and not isfinite(value):
            raise self.wrong(f"{key} is {value}, which is no number")
        if isinstance(value, str) and (hidden := parse.hidden_characters(value, lines=True)):
            raise self.wrong(f"{key} holds characters that cannot be seen: {hidden[0]}")
        return value

    def instant(self, key: str) -> datetime:
        """Return an instant in UTC."""
        found = self.need(key, datetime)
        if found.tzinfo is None:
            raise self.wrong(f"{key} has no offset from UTC: end it with Z")
        try:
            return times.from_text(found.isoformat())
        except ValueError as error:
            raise self.wrong(f"{key} is {found}: {error}") from error

    def zone(self, key: str) -> ZoneInfo:
        """Return the time zone of that name, UTC where the key is not there."""
        try:
            return dates.zone(self.may(key, str) or "UTC")
        except InputError as error:
            raise self.wrong(error.message.rstrip(".")) from error

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of words."""
        found = self.need(key, list)
        for word in found:
            Table(self.within, self.kind, {key: word}).need(key, str)
        return tuple(found)

    def one(self, key: str, kind: str, read: Callable[[Table], T]) -> T | None:
        """Return what `read` makes of the table under a key, or None where it is not there."""
        found = self.may(key, dict)
        return None if found is None else self._read(kind, found, read)

    def each(self, key: str, kind: str, read: Callable[[Table], T]) -> tuple[T, ...]:
        """Return what `read` makes of every table of a list."""
        return tuple(self._read(kind, values, read) for values in self.may(key, list) or ())

    def _read(self, kind: str, values: Mapping[str, Any], read: Callable[[Table], T]) -> T:
        if not isinstance(values, dict):
            raise self.wrong(f"{_shown(values)} is no {kind}: write its keys and values")
        table = Table(self.place, kind, values)
        try:
            return read(table)
        except ValueError as error:
            raise table.wrong(str(error).rstrip(".")) from error


def whole(file: str, kind: str, text: str) -> Table:
    """Return the table that the TOML text is; raise ForecastsError when it is no TOML."""
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise ForecastsError(f"{file} is nested too deeply.") from None
    except ValueError as error:  # a number of thousands of digits is one that tomllib lets pass
        raise ForecastsError(f"{file} is no TOML: {error}.") from error
    return Table(file, kind, found)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
