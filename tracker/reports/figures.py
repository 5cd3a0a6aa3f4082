"""What charts show, as data: how it is drawn is the renderers' business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A probability that stood over the time [start, end)."""

    start: datetime
    end: datetime
    p: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The lowest and highest probability that stood over the time [start, end)."""

    start: datetime
    end: datetime
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """A named path; times in which nothing stood are gaps between its steps."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A question's life: x from opening to scheduled close, y from 0 to 100%.

    spread: the range of `people` people, empty where fewer than two stood. base_rate: empty
    without a reference class. happened_at and known_at are None where they lie outside the life
    of the question or are not on record.
    """

    opens_at: datetime
    closes_at: datetime
    line: Line
    spread: tuple[Spread, ...]
    people: int
    base_rate: tuple[Step, ...]
    revised_at: tuple[datetime, ...]
    outcome: float
    happened_at: datetime | None
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where the levels 5, 25, 50, 75 and 95% of a distribution lay over the time [start, end).

    Ends that lie outside the range stand on its edge; middle is None where the median does.
    """

    start: datetime
    end: datetime
    low90: float
    low50: float
    middle: float | None
    high50: float
    high90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """A question of a number or a date: medians with their 50% and 90% bands over time.

    Of several people it is the median of their medians, both bands from the lowest to the highest.
    dated: places are seconds since 1970. low, high: what the scale has to show. outcome: the ends
    of what happened, None where that has no place, and in words. line: the one number by which it
    is told (see `statements.heard`).
    """

    opens_at: datetime
    closes_at: datetime
    line: Line
    said: str
    places: tuple[Places, ...]
    dated: bool
    timezone: str
    unit: str
    low: float
    high: float
    outcome: tuple[float, float] | None
    outcome_words: str
    people: int
    revised_at: tuple[datetime, ...]
    happened_at: datetime | None
    known_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A question with options: a line for each, the one that happened drawn as the own one.

    line: that one, under the name of who said it. others: of those with the highest chances.
    """

    opens_at: datetime
    closes_at: datetime
    line: Line
    option: str
    others: tuple[Line, ...]
    people: int
    revised_at: tuple[datetime, ...]
    happened_at: datetime | None
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class Interval:
    """A row of a forest plot: a mean advantage with its interval over clusters of questions.

    apart: a mechanical forecaster, shown below the others.
    """

    name: str
    mean: float
    low: float
    high: float
    clusters: int
    apart: bool


@dataclass(frozen=True, slots=True)
class Forest:
    """Mean advantages over one reference, above 0 better; rows in reading order."""

    against: str
    rows: tuple[Interval, ...]


Life = Path | Fan | Choices  # of one question
