"""One vote a question of those whose scheduled end has passed, for lessons on calibration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import times
from tracker.columns.cohort import cohort
from tracker.columns.stood import CHANCE_KINDS, stood
from tracker.columns.votes import votes_before_close
from tracker.reports.calibrated.inquiry import COMPANION_HOURS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracker.reports.window import Window

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Votes:
    """What stood 7 days before the close of each question with an outcome, one vote each.

    Of the questions that were to end by the period's end, chosen by that and never by how they came
    out. p: the chance of yes, or of the likeliest option; y: 1 where it happened, else 0; group:
    what hangs together; topics: of each question; ends_us: its scheduled end. inside:
    whether it was to end in the period.
    """

    p: Floats
    y: Floats
    group: tuple[str, ...]
    topics: tuple[tuple[str, ...], ...]
    ends_us: NDArray[np.int64]
    inside: Booleans

    def outside(self, window: Window) -> Votes:
        """Return the same without the questions that were to end in another period, inside."""
        starts_us, over_us = (times.to_us(at) for at in (window.starts_at, window.ends_at))
        held = (self.ends_us > starts_us) & (self.ends_us <= over_us)
        return replace(self, inside=self.inside & ~held)

    def of_topic(self, topic: str) -> Votes:
        """Return the votes on questions of one topic."""
        kept = [place for place, topics in enumerate(self.topics) if topic in topics]
        return replace(
            self,
            p=self.p[kept],
            y=self.y[kept],
            group=tuple(self.group[place] for place in kept),
            topics=tuple(self.topics[place] for place in kept),
            ends_us=self.ends_us[kept],
            inside=self.inside[kept],
        )


def votes_by(
    connection: sqlite3.Connection, forecaster_ids: Sequence[int], window: Window
) -> Votes:
    """Return the votes of a forecaster by the end of a period; outcomes in part are left out."""
    found = cohort(connection, times.to_us(window.ends_at), CHANCE_KINDS)
    standing = stood(connection, found, forecaster_ids, one_vote=True)
    every = votes_before_close(standing, found, COMPANION_HOURS)
    done = every.only(~every.waits & ~every.fraction)
    member = {one.id: one for one in found.members}
    cast = [member[id_] for id_ in done.question.tolist()]
    starts_us = times.to_us(window.starts_at)
    ends_us = np.array([one.ends_us for one in cast], dtype=np.int64)
    return Votes(
        p=done.p,
        y=done.y,
        group=tuple(one.group or one.slug for one in cast),
        topics=tuple(one.topics for one in cast),
        ends_us=ends_us,
        inside=ends_us > starts_us,
    )
