"""What a unit of work has at hand: the record, the time, where files go, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.errors import BusyError, ForecastsError
from forecasts.store.connection import explained
from tracker import store as own
from tracker.diary import tasks

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta
    from pathlib import Path

    from forecasts.store import Store
    from tracker.delivery.settings import Settings
    from tracker.diary.tasks import Task

    Do = Callable[["Desk", Task], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a tick works.

    folder: of the reports. settings: where messages go, if anywhere. interval: until the next
    tick, where that is known. replayed: whether a past is lived again, to which no fact is added.
    """

    store: Store
    now: datetime
    folder: Path
    settings: Settings
    interval: timedelta | None = None
    replayed: bool = False

    def perform(self, task: Task, do: Do) -> str | None:
        """Do a unit of work and return None, or note that it failed and return why.

        What it writes it writes in one transaction with the note that it is done (see `done`). A
        failure of one unit stops no other. Raises BusyError while another program holds the record.
        """
        if tasks.is_done(self.store.connection, task):
            return None
        try:
            with explained(self.store.path):
                do(self, task)
        except BusyError:
            raise  # no fault of this unit, and the next would not get further
        except ForecastsError as error:
            return self._failed(task, error.message)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
            return self._failed(task, f"{type(error).__name__}: {error}")
        return None

    def _failed(self, task: Task, words: str) -> str:
        with own.writing(self.store) as connection:
            tasks.fail(connection, task, words, self.now)
        return words

    def done(self, task: Task) -> None:
        """Note that a task is done."""
        with own.writing(self.store) as connection:
            tasks.finish(connection, task, self.now)
