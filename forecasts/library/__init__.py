"""Question sets and an event log that ship with the program: TOML files beside this one."""

from __future__ import annotations

from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.errors import NotFoundError
from forecasts.library import events, reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forecasts.library.question_set import QuestionSet

LIBRARY: Mapping[str, str] = MappingProxyType({"korea": "korea.toml"})
EVENTS = "events.toml"


def load(name: str) -> QuestionSet:
    """Return the question set of that name; raise NotFoundError when none is called so.

    >>> len(load("korea").sources)
    2
    """
    if name not in LIBRARY:
        raise NotFoundError(
            f"no question set is called {name!r}.", f"There is: {', '.join(LIBRARY)}."
        )
    file = LIBRARY[name]
    return reader.read(name, file, _text(file), event_log())


def event_log() -> events.EventLog:
    """Return the log of dated public facts.

    >>> len(event_log().events) >= 150
    True
    """
    return events.read(EVENTS, _text(EVENTS))


def event_text() -> str:
    """Return the text of that log."""
    return _text(EVENTS)


def _text(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8")
