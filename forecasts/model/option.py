"""The options of a question: their names, and from when until when each is on offer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from forecasts.model import times
from forecasts.model.forecaster import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

OTHER = "other"  # the name that makes an option the other one, in any case
# Words that stand in place of an outcome, so no option may be called by them.
RESERVED = frozenset({"annulled", "ambiguous", "disputed", "reopened"})


@dataclass(frozen=True, slots=True)
class Option:
    """An answer on offer in [offered_from, offered_until); None means from or to the ends.

    An outcome that was not on offer scores the option marked `other`.

    >>> Option("Kim"), Option("Other").other
    (Option(name='Kim', offered_from=None, offered_until=None, other=False), True)
    """

    name: str
    offered_from: datetime | None = None
    offered_until: datetime | None = None
    other: bool = False

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or self.name.casefold() in RESERVED:
            msg = f"{self.name[:40]!r} is no name for an option"
            raise ValueError(msg)
        if self.name.casefold() == OTHER:
            object.__setattr__(self, "other", True)
        start, end = self.offered_from, self.offered_until
        if start is not None and end is not None and end <= start:
            msg = f"{self.name} would leave before it is on offer"
            raise ValueError(msg)

    def offered(self, at: datetime) -> bool:
        """Return whether the option is on offer at an instant."""
        start, end = self.offered_from, self.offered_until
        return (start is None or start <= at) and (end is None or at < end)


@lru_cache(maxsize=1024)  # every forecast on a question asks for its options
def from_text(text: str) -> tuple[Option, ...]:
    """Return the options of a JSON list of names, or objects of name, from, until and other.

    Raises ValueError for anything else.

    >>> [option.name for option in from_text('["Kim", {"name": "Lee", "other": true}]')]
    ['Kim', 'Lee']
    """
    found = json.loads(text)
    if not isinstance(found, list):
        msg = "options are a JSON list of names"
        raise ValueError(msg)  # noqa: TRY004 - words that cannot be read, not a bug
    return tuple(_option(entry) for entry in found)


def _option(entry: Any) -> Option:  # noqa: ANN401 - JSON of any shape
    if isinstance(entry, str):
        return Option(entry)
    try:
        start, end = (times.maybe_from_text(entry.get(key)) for key in ("from", "until"))
        return Option(entry["name"], start, end, bool(entry.get("other")))
    except (AttributeError, KeyError, TypeError):
        msg = f"{json.dumps(entry)[:40]} is no option: write its name"
        raise ValueError(msg) from None


def to_text(options: Iterable[Option]) -> str:
    """Return the JSON list that `from_text` reads back, as the record keeps it.

    >>> to_text((Option("Kim"), Option("Lee", times.EPOCH)))
    '["Kim",{"name":"Lee","from":"1970-01-01T00:00:00.000000Z"}]'
    """
    entries = [_entry(option) for option in options]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def _entry(option: Option) -> str | dict[str, str | bool]:
    entry: dict[str, str | bool] = {"name": option.name}
    if option.offered_from is not None:
        entry["from"] = times.to_text(option.offered_from)
    if option.offered_until is not None:
        entry["until"] = times.to_text(option.offered_until)
    if option.other and option.name.casefold() != OTHER:
        entry["other"] = True
    return entry if len(entry) > 1 else option.name
