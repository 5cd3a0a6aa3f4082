"""What a question set holds: questions, what was published about them, and types of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import QuestionType

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.library.events import Event
    from forecasts.model import Criteria, ForecasterKind, Resolution, Source, Stated, Terms
    from forecasts.model.link import Link

UNRECORDED = 0  # the id of what is not in a record yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a publication says of a question; `stated` is None for words without a number.

    about: the option that such words rank first.
    """

    forecaster: str
    source: str
    made_at: datetime
    words: str
    note: str
    stated: Stated | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuestion:
    """A question, what was said of it, and its outcome where a source has one.

    `earlier` are the numbers of its kind that were public when it opened.
    """

    slug: str
    terms: Terms
    type: QuestionType = QuestionType.BINARY
    said: tuple[Said, ...] = ()
    resolution: Resolution | None = None
    earlier: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """Something that happens in some years: asked for each of first_year to last_year.

    `events` are all that the log lists from class_from to last_year; `unknown_years` are those not
    established. `options` pairs kinds of the log with names; `names` are these and, last, the name
    for a year without any.
    """

    id: str
    title: str
    criteria: Criteria
    topics: tuple[str, ...]
    first_year: int
    last_year: int
    class_from: int
    url: str
    type: QuestionType = QuestionType.BINARY
    options: tuple[tuple[str, str], ...] = ()
    none: str | None = None
    range_min: float | None = None
    range_max: float | None = None
    unit: str | None = None
    unknown_years: frozenset[int] = frozenset()
    events: tuple[Event, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The options of a question with options, the one for none of them last."""
        return (*(name for _, name in self.options), *((self.none,) if self.none else ()))


@dataclass(frozen=True, slots=True)
class SetForecaster:
    """A publication, or a mechanical baseline."""

    name: str
    kind: ForecasterKind


@dataclass(frozen=True, slots=True)
class SetWatch:
    """An indicator of a question, to be looked at every so many days."""

    question: str
    name: str
    unit: str | None
    every_days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """A question set as read from its file; times are UTC."""

    name: str
    title: str
    about: str
    sources: tuple[Source, ...]
    forecasters: tuple[SetForecaster, ...]
    questions: tuple[SetQuestion, ...]
    event_types: tuple[EventType, ...]
    links: tuple[Link, ...] = ()
    watches: tuple[SetWatch, ...] = ()
