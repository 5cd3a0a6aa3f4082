"""What is asked: a slug, a type, and the terms that decide the answer."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from forecasts.model import times
from forecasts.model.kinds import QuestionType, Status, status_at

if TYPE_CHECKING:
    from forecasts.model.option import Option
    from forecasts.model.reference_basis import ReferenceBasis
    from forecasts.model.resolution import Resolution
    from forecasts.model.scale import Scale

SLUG = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
SLUG_LENGTH = 60  # characters at most of a slug that is made from a title
OPENINGS = frozenset({"will", "do", "does", "did", "is", "are", "there", "be", "the", "a", "an"})
LABELS = ("Counts", "Does not count", "Who says so", "If unclear")
CLASS_FORMS = 'type it as 3/40 (3 cases of 40), or of options as {"Kim": 3, "Lee": 1}'
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)  # by which a distribution is scored unless others are said
# The terms that the first forecast fixes: all that a score depends on.
FIXED = (
    "opens_at", "closes_at", "resolves_by", "spot_at", "timezone", "options", "range_min",
    "range_max", "open_lower", "open_upper", "zero_point", "bins", "levels", "unit",
    "reference_class", "by_deadline", "retrospective",
)  # fmt: skip


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
        return cls(*(part.strip() for part in parts.values()))


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
        counted = self.counts and all(k >= 0 for k in self.counts) and sum(self.counts) <= self.n
        if not counted or (self.options and len(self.options) != len(self.counts)):
            msg = f"{sum(self.counts)} of {self.n} is no reference class: {CLASS_FORMS}"
            raise ValueError(msg)

    @property
    def rate(self) -> float:
        """The chance of yes, (k + ½)/(n + 1): Jeffreys' estimate, in (0, 1)."""
        return (self.counts[0] + 0.5) / (self.n + 1)

    def rate_within(self, share: float) -> float:
        """Return the chance of yes in a share of the whole time, 1 - (1 - rate)^share.

        >>> round(ReferenceClass((1,), 2).rate_within(0.5), 6)
        0.292893
        """
        return -math.expm1(share * math.log1p(-self.rate))

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
            counts = tuple(k if type(k) is int else -1 for k in table.values())
        except (ValueError, AttributeError, RecursionError):
            msg = f"{text[:40]!r} is no reference class: {CLASS_FORMS}"
            raise ValueError(msg) from None
        return cls(counts, sum(counts), tuple(table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One revision of a question: words, dates and everything the answer depends on.

    `second_person` asks that another person confirm its outcome; `resolver` is the JSON text of a
    rule that proposes one. `reference_basis` says how the reference class was counted.
    """

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
    second_person: bool = False
    resolver: str | None = None
    reference_basis: ReferenceBasis | None = None

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
        if self.timezone != "UTC":  # zones take some milliseconds to load
            _check_zone(self.timezone)

    def fixed(self) -> tuple[object, ...]:
        """Return what the first forecast fixes: dates, range, options, reference class."""
        return tuple(getattr(self, name) for name in FIXED)

    def moved(self, before: Terms, now: datetime) -> tuple[str, ...]:
        """Return the names of fixed terms that differ from those before; words may differ.

        Options may be added at the end, each on offer from `now` or later.
        """
        moved = [name for name in FIXED if getattr(self, name) != getattr(before, name)]
        if "options" in moved and self.options and before.options:
            old, new = before.choices, self.choices
            added = new[len(old) :]
            if new[: len(old)] == old and all(
                option.offered_from is not None and option.offered_from >= now for option in added
            ):
                moved.remove("options")
        return tuple(moved)

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options in their order, none where there are none; raises ValueError for bad text."""
        if self.options is None:
            return ()
        from forecasts.model import option

        return option.from_text(self.options)

    @property
    def horizon(self) -> datetime:
        """The instant up to which a date is asked for; raises ValueError without one."""
        if self.range_max is None:
            msg = "the question has no horizon"
            raise ValueError(msg)
        return times.from_seconds(self.range_max)

    @property
    def scale(self) -> Scale | None:
        """The range of a numeric or date question, which starts at the opening unless it is said.

        None without one. Dates are seconds since 1970.
        """
        if self.range_max is None:
            return None
        from forecasts.model.scale import Scale

        lower = times.to_seconds(self.opens_at) if self.range_min is None else self.range_min
        return Scale(lower, self.range_max, self.open_lower, self.open_upper, self.zero_point)

    @property
    def quantile_levels(self) -> tuple[float, ...]:
        """The levels at which a distribution is scored by its quantiles; raises ValueError."""
        if self.levels is None:
            return LEVELS
        found = json.loads(self.levels)
        if not isinstance(found, list) or any(type(level) not in (int, float) for level in found):
            msg = "levels are a JSON list of numbers, such as [0.1, 0.5, 0.9]"
            raise ValueError(msg)
        return tuple(float(level) for level in found)


def _check_zone(name: str) -> None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = f"{name!r} is no time zone"
        raise ValueError(msg) from None


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
    def example(self) -> str:
        """What stands for a prediction of it in a command to type; numbers lie in its range."""
        scale = self.terms.scale if self.type is QuestionType.NUMERIC else None
        if scale is None:
            return self.type.forecast
        low, middle, high = (f"{place:.15g}" for place in scale.example())
        return f"--p10 {low} --p50 {middle} --p90 {high}"

    @property
    def duration(self) -> timedelta:
        """The scheduled time from opening to close, always positive."""
        return self.terms.closes_at - self.terms.opens_at


def slug_of(title: str) -> str:
    """Return a slug made of a title: ASCII, lower case, at most 60 characters, whole words.

    Empty when the title holds no Latin letter.

    >>> slug_of("Will Kim and Xi meet in person before 2027?")
    'kim-and-xi-meet-in-person-before-2027'
    """
    ascii_ = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"'|(?<=\b[a-z])\.(?=[a-z]\b)", "", ascii_)  # Kim's, U.S.
    words = re.findall(r"[a-z0-9]+", joined)
    while words and words[0] in OPENINGS:
        del words[0]
    slug = "-".join(words)
    if len(slug) > SLUG_LENGTH:
        whole, hyphen, _ = slug[: SLUG_LENGTH + 1].rpartition("-")
        slug = whole if hyphen else slug[:SLUG_LENGTH]
    return slug if SLUG.fullmatch(slug) else ""


def status_of(question: Question, resolution: Resolution | None, now: datetime) -> Status:
    """Return where the question stands at `now`, given the newest resolution on record."""
    terms = question.terms
    said = resolution.status if resolution else None
    return status_at(terms.opens_at, terms.closes_at, terms.resolves_by, said, now)
