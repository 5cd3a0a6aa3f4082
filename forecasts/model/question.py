"""What is asked: a slug, a type, and the terms that decide the answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from forecasts.model.resolution import Resolution

SLUG = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
LABELS = ("Counts", "Does not count", "Who says so", "If unclear")


class QuestionType(StrEnum):
    """What kind of answer a question has."""

    BINARY = "binary"
    MULTIPLE_CHOICE = "multiple_choice"
    ORDINAL = "ordinal"
    NUMERIC = "numeric"
    DATE = "date"


class Status(StrEnum):
    """Where a question stands; computed from facts and the clock, never stored."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    DUE = "due"
    RESOLVED = "resolved"
    ANNULLED = "annulled"
    AMBIGUOUS = "ambiguous"
    DISPUTED = "disputed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Criteria:
    """The four lines that decide an answer.

    >>> Criteria.parse("A signed text.")
    Criteria(counts='A signed text.', does_not_count='', who_says_so='', if_unclear='')
    """

    counts: str = ""
    does_not_count: str = ""
    who_says_so: str = ""
    if_unclear: str = ""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return (label, text) for each of the four lines that is filled in."""
        texts = (self.counts, self.does_not_count, self.who_says_so, self.if_unclear)
        return tuple(pair for pair in zip(LABELS, texts, strict=True) if pair[1])

    def __str__(self) -> str:
        if self.lines() == (("Counts", self.counts),) and Criteria.parse(self.counts) == self:
            return self.counts
        return "\n".join(f"{label}: {text}" for label, text in self.lines())

    @classmethod
    def parse(cls, text: str) -> Criteria:
        """Return the criteria written as four labelled lines; text without labels is what counts.

        `Criteria.parse(str(c)) == c` for every c whose lines do not themselves start with a label.
        """
        parts = dict.fromkeys(LABELS, "")
        label = LABELS[0]
        for line in text.strip().splitlines():
            name, colon, rest = line.partition(":")
            labelled = bool(colon) and name in parts
            label = name if labelled else label
            words = (rest if labelled else line).strip()
            parts[label] = f"{parts[label]}\n{words}" if parts[label] else words
        return cls(*parts.values())


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """How often such things happened: `counts[i]` of `n` cases (one count for a binary question).

    >>> ReferenceClass((3,), 40).rate
    0.08536585365853659
    """

    counts: tuple[int, ...]
    n: int
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.n < 0 or any(k < 0 for k in self.counts) or sum(self.counts) > self.n:
            msg = f"{self.counts} of {self.n} is no reference class: type it as 3/40"
            raise ValueError(msg)

    @property
    def rate(self) -> float:
        """The chance of yes, (k + ½)/(n + 1): Jeffreys' estimate, in (0, 1)."""
        return (self.counts[0] + 0.5) / (self.n + 1)

    def __str__(self) -> str:
        if self.options:
            return json.dumps(dict(zip(self.options, self.counts, strict=True)))
        return f"{self.counts[0]}/{self.n}"

    @classmethod
    def parse(cls, text: str) -> ReferenceClass:
        """Return the class written as `3/40`, or as a JSON object of option to count."""
        if match := re.fullmatch(r"\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*", text):
            return cls((int(match[1]),), int(match[2]))
        try:
            table = json.loads(text)
            counts = tuple(int(k) for k in table.values())
        except (ValueError, AttributeError, TypeError):
            msg = f"{text!r} is no reference class: type it as 3/40 (3 cases of 40)"
            raise ValueError(msg) from None
        return cls(counts, sum(counts), tuple(table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One revision of a question: words, dates and everything the answer depends on."""

    title: str
    opens_at: datetime
    closes_at: datetime
    resolves_by: datetime
    criteria: Criteria = Criteria()
    background: str = ""
    timezone: str = "UTC"
    options: str | None = None
    range_min: float | None = None
    range_max: float | None = None
    open_lower: bool = False
    open_upper: bool = False
    zero_point: float | None = None
    bins: int | None = None
    levels: str | None = None
    unit: str | None = None
    topics: tuple[str, ...] = ()
    group: str | None = None
    url: str | None = None
    spot_at: datetime | None = None
    reference_class: ReferenceClass | None = None
    by_deadline: bool = False
    retrospective: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            msg = "a question needs a title"
            raise ValueError(msg)
        if self.closes_at <= self.opens_at:
            close, opening = f"{self.closes_at:%Y-%m-%d %H:%M}Z", f"{self.opens_at:%Y-%m-%d %H:%M}Z"
            msg = f"it would close ({close}) before it opens ({opening})"
            raise ValueError(msg)
        if self.resolves_by < self.opens_at:
            msg = "the answer cannot be expected before the question opens"
            raise ValueError(msg)
        ZoneInfo(self.timezone)

    def fixed(self) -> tuple[object, ...]:
        """Return what the first forecast fixes: dates, range, options, reference class."""
        return (
            self.opens_at, self.closes_at, self.resolves_by, self.spot_at, self.timezone,
            self.options, self.range_min, self.range_max, self.open_lower, self.open_upper,
            self.zero_point, self.bins, self.levels, self.unit,
            self.reference_class, self.by_deadline, self.retrospective,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it stands now; `id` is its ledger seq, `number` counts 1, 2, 3 as asked."""

    id: int
    number: int
    slug: str
    type: QuestionType
    revision: int
    revision_id: int
    terms: Terms
    recorded_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def title(self) -> str:
        """The title of the present revision."""
        return self.terms.title

    @property
    def duration(self) -> timedelta:
        """The scheduled time from opening to close, always positive."""
        return self.terms.closes_at - self.terms.opens_at


def status_of(question: Question, resolution: Resolution | None, now: datetime) -> Status:
    """Return where the question stands at `now`, given the newest resolution on record.

    A reopened question is open again until its close; after it, an answer is due again.
    """
    terms = question.terms
    if resolution is not None and resolution.status.value != "reopened":
        return Status(resolution.status.value)
    if now < terms.opens_at:
        return Status.DRAFT
    if now < terms.closes_at:
        return Status.OPEN if resolution is None else Status.REOPENED
    return Status.CLOSED if now < terms.resolves_by else Status.DUE
