"""A past span lived again: facts revealed at their times, and a tick at each step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from forecasts.exporters import EXPORTERS
from forecasts.importers import IMPORTERS
from forecasts.importers.merge import merge
from forecasts.model import ForecasterKind
from forecasts.store import create_store
from tracker.delivery.settings import Settings
from tracker.jobs.desk import Desk
from tracker.jobs.tick import tick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime, timedelta

    from forecasts.lines import Line, Part, Tables
    from forecasts.store import Store
    from tracker.jobs.tick import Clockwork

    Progress = Callable[[int, int], None]

RECORD = "data.db"
L = TypeVar("L", bound="Line")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to: ticks, questions scored, units of other work, and what failed."""

    ticks: int
    scored: int
    done: tuple[str, ...]
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The instants of a replay: from start to end, the end included, a step apart."""

    start: datetime
    end: datetime
    step: timedelta

    def __iter__(self) -> Iterator[datetime]:
        at = self.start
        while at < self.end:
            yield at
            at += self.step
        yield self.end

    def __len__(self) -> int:
        return -((self.start - self.end) // self.step) + 1


def replay(
    source: Store, folder: Path, span: Span, clockwork: Clockwork, progress: Progress | None = None
) -> Replayed:
    """Live a span of a record again in a record of its own, `folder`/data.db, with its reports.

    All questions stand in it from the start; forecasts are revealed when they were made and
    outcomes when they could be known, each by a clock that stands at that step. Nothing is sent.
    Raises RefusedError where a record is in the folder already.
    """
    with TemporaryDirectory() as drafts:
        EXPORTERS["tables"](source.connection, Path(drafts), as_jsonl=True)
        tables = IMPORTERS["tables"](Path(drafts), None)
    folder.mkdir(parents=True, exist_ok=True)
    store = create_store(folder / RECORD)
    # What is lost with the machine's power is lived through again by typing the same.
    store.connection.execute("PRAGMA synchronous = OFF")
    found = Replayed(0, 0, (), ())
    try:
        before: datetime | None = None
        for place, at in enumerate(span, 1):
            _reveal(store, tables, before, at)
            desk = Desk(store, at, folder / "reports", Settings(), span.step, replayed=True)
            ticked = tick(desk, clockwork)
            found = Replayed(
                place,
                found.scored + ticked.scored,
                (*found.done, *ticked.done),
                (*found.failed, *ticked.failed),
            )
            before = at
            if progress is not None:
                progress(place, len(span))
    finally:
        store.close()
    return found


def _reveal(store: Store, tables: Tables, before: datetime | None, at: datetime) -> None:
    """Put on record what came after `before` up to `at`, and the questions the first time."""
    first = before is None

    def new(moment: datetime) -> bool:
        return moment <= at and (before is None or moment > before)

    shown = replace(
        tables,
        questions=_only(tables.questions, lambda _: first),
        forecasters=_only(tables.forecasters, lambda _: first),
        links=_only(tables.links, lambda _: first),
        forecasts=_only(tables.forecasts, lambda line: new(line.made_at)),
        resolutions=_only(tables.resolutions, lambda line: new(line.known_at)),
    )
    if not any(part.lines for part in (shown.questions, shown.forecasts, shown.resolutions)):
        return
    with store.append(at, "replay") as batch:
        merge(batch, shown, ForecasterKind.PERSON, at)


def _only(part: Part[L], kept: Callable[[L], bool]) -> Part[L]:
    return replace(part, lines=tuple(line for line in part.lines if kept(line)))
