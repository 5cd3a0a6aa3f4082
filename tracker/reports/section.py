"""What a report is made of: sections of blocks, the same for every way of rendering them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.reports.figures import Chart


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `quiet` is a remark that may be passed over, `whole` one line to be kept so."""

    kind: ClassVar[str] = "words"
    text: str
    quiet: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command to type, shown whole so that it can be copied."""

    kind: ClassVar[str] = "command"
    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where to look on the web; a link where it is plain http, words where it is anything else."""

    url: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled lines, each of one or more texts or addresses."""

    kind: ClassVar[str] = "fields"
    rows: tuple[tuple[str, tuple[str | Address, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `right` are the columns of numbers, `caption` says how to read it."""

    kind: ClassVar[str] = "table"
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    caption: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its heading, and its finding in words for who cannot see it."""

    kind: ClassVar[str] = "figure"
    chart: Chart
    title: str
    finding: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list, under a heading of its own."""

    kind: ClassVar[str] = "entry"
    title: str
    blocks: tuple[Words | Command | Fields | Table | Figure, ...]


Block = Words | Command | Fields | Table | Figure | Entry


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: `data` is what programs read of it, `blocks` what people read."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    data: object


@dataclass(frozen=True, slots=True)
class PeriodTold:
    """The period of a report, for programs.

    seq: the last row of the ledger that was read. late: whether it was written late. owned: the
    questions first resolved on record in it, each told by this period alone.
    """

    name: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    so_far: bool
    seq: int
    late: bool
    owned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as of the newest entry of the record, made at an instant, in reading order.

    title: its name, and what it was narrowed down to. period: what it is on, None for all time.
    """

    name: str
    title: str
    subtitle: str
    topic: str | None
    retrospective: bool
    as_of: datetime | None
    made_at: datetime
    period: PeriodTold | None
    sections: tuple[Section, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every chart, in reading order."""
        blocks = [block for section in self.sections for block in section.blocks]
        inner = [part for b in blocks for part in (b.blocks if isinstance(b, Entry) else (b,))]
        return tuple(block for block in inner if isinstance(block, Figure))


def fields(*rows: tuple[str, str | Address | tuple[str | Address, ...]]) -> Fields:
    """Return labelled lines; a row without any text is left out.

    >>> fields(("Source", ""), ("Outcome", "yes")).rows
    (('Outcome', ('yes',)),)
    """
    found = []
    for label, value in rows:
        texts = value if isinstance(value, tuple) else (value,)
        if kept := tuple(text for text in texts if text):
            found.append((label, kept))
    return Fields(tuple(found))
