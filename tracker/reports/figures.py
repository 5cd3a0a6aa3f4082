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


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A question from its opening to its scheduled close.

    line: what is told of it. people: how many of them are in it. happened_at and known_at are None
    where they lie outside that time or are not on record. evidence_at: when evidence came.
    """

    opens_at: datetime
    closes_at: datetime
    line: Line
    people: int
    revised_at: tuple[datetime, ...]
    happened_at: datetime | None
    known_at: datetime | None
    evidence_at: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Course):
    """A question of yes or no, y from 0 to 100%.

    spread: the range of the people, empty where fewer than two stood. base_rate: empty without a
    reference class.
    """

    spread: tuple[Spread, ...]
    base_rate: tuple[Step, ...]
    outcome: float


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
class Fan(Course):
    """A question of a number or a date: medians with their 50% and 90% bands over time.

    Of several people it is the median of their medians, both bands from the lowest to the highest.
    dated: places are seconds since 1970. low, high: what the scale has to show. outcome: the ends
    of what happened, None where that has no place, and in words. line: the one number by which it
    is told (see `statements.heard`).
    """

    said: str
    places: tuple[Places, ...]
    dated: bool
    timezone: str
    unit: str
    low: float
    high: float
    outcome: tuple[float, float] | None
    outcome_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices(Course):
    """A question with options: a line for each, the one that happened drawn as the own one.

    line: that one, under the name of who said it. others: of those with the highest chances.
    """

    option: str
    others: tuple[Line, ...]


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
    """Mean advantages over one reference, above 0 better; rows in reading order.

    counted: what the number of each row counts, clusters of questions or questions shared.
    """

    against: str
    rows: tuple[Interval, ...]
    counted: str = "clusters"


@dataclass(frozen=True, slots=True)
class Share:
    """What happened of what was stated, both from 0 to 1; weight: of the votes that stated it."""

    stated: float
    happened: float
    weight: float


@dataclass(frozen=True, slots=True)
class Band:
    """Where curves of calibrated forecasters lie at a stated probability, from 0 to 1."""

    stated: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """What happened over what was stated: the CORP curve, on its band and over its weight.

    curve, band: by stated probability, ascending. level: of the band, as 0.9. all_yes, all_no: the
    curves if the `waiting` questions end so, empty where none waits. questions: with an outcome.
    """

    curve: tuple[Share, ...]
    band: tuple[Band, ...]
    level: float
    all_yes: tuple[Share, ...]
    all_no: tuple[Share, ...]
    questions: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated on a question, from 0 to 1, and whether it happened.

    base_rate: None without a reference class.
    """

    question: str
    title: str
    p: float
    happened: bool
    base_rate: float | None


@dataclass(frozen=True, slots=True)
class StatedHappened:
    """A row a question, which the renderers sort by p; when: as "30 days before it closed"."""

    rows: tuple[Stated, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A question's advantage: the reference's score minus the own, above 0 better."""

    question: str
    title: str
    advantage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """The advantages over one reference, their mean and its 90% interval over clusters.

    low, high: None where there are too few clusters for an interval.
    """

    against: str
    rows: tuple[Difference, ...]
    mean: float
    low: float | None
    high: float | None
    clusters: int


@dataclass(frozen=True, slots=True)
class AtHorizon:
    """The mean advantage so many days before the close, of the questions that were open then.

    low, high: its 90% interval, None where there are too few clusters for one. same: the horizon
    that holds the very same questions with the same numbers, None for the first of such.
    """

    days: int
    advantage: float
    low: float | None
    high: float | None
    questions: int
    same: int | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """Mean advantages over one reference by days to close, in any order; a horizon may lack."""

    against: str
    points: tuple[AtHorizon, ...]


@dataclass(frozen=True, slots=True)
class PooledRow:
    """One topic, verbal term or kind: its raw value, and that drawn towards all of them.

    pooled, low, high: None where it cannot be pooled, when the raw value stands alone.
    """

    name: str
    raw: float
    pooled: float | None
    low: float | None
    high: float | None
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """Partly pooled values by label, rows in reading order; 0 is level.

    by: what the labels are, as "topic" or "verbal term". percent: values are shares, as happened
    minus stated, shown in percentage points; else they are advantages in Brier. below, above: what
    a value under and over 0 means, as "happened less often than stated".
    """

    by: str
    rows: tuple[PooledRow, ...]
    percent: bool
    below: str
    above: str


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves of alike size in the week after news, and the share of them toward the outcome.

    moved: their mean size in log-odds, 0 or more. low, high: the 90% interval of the share, None
    where there are too few. share is from 0 to 1; calibrated: the share that would have, had the
    numbers moved to been calibrated (see `updates.Updates`).
    """

    moved: float
    share: float
    low: float | None
    high: float | None
    moves: int
    calibrated: float


@dataclass(frozen=True, slots=True)
class Updating:
    """Whether moves after news went toward what happened, small ones to large ones."""

    points: tuple[Moves, ...]


Life = Path | Fan | Choices  # of one question
Chart = (
    Life | Forest | Reliability | StatedHappened | Differences | Horizon | Pooled | Updating
)  # of any kind
