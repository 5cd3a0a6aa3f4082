"""Whose numbers on an open question a report may show: a courtesy among those who forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import ForecasterKind
from forecasts.store import courtesy

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecaster
    from forecasts.store.courtesy import Sealed
    from tracker.reports.material import Asked

# What a team agreed on is everybody's; what is published and what is computed sways nobody anew.
FREE = (ForecasterKind.TEAM, ForecasterKind.PUBLICATION, ForecasterKind.BASELINE)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader sees of open questions; one who is nobody in particular stands for everyone.

    people: the ids of those who are on record and not retired.
    """

    reader: int | None
    others: bool
    sealed: Sealed
    people: frozenset[int]

    @classmethod
    def of(
        cls,
        connection: sqlite3.Connection,
        known: Mapping[int, Forecaster],
        reader: Forecaster | None,
        now: datetime,
        *,
        others: bool,
    ) -> Sight:
        """Return the sight of a reader at an instant; `others` asks for everybody's numbers."""
        own = reader.id if reader else None
        people = frozenset(
            id_
            for id_, who in known.items()
            if who.kind is ForecasterKind.PERSON and not (who.retired_at and who.retired_at <= now)
        )
        return cls(own, others, courtesy.sealed(connection, own, now), people)

    def seen(self, asked: Asked, said: Sequence[Track]) -> tuple[tuple[Track, ...], bool]:
        """Return the tracks that may be shown, and whether any number is held back.

        A reader sees the others' numbers once the own is entered. A report for everyone shows them
        once everybody on record has entered one: then there is nobody left whom they could sway.
        """
        if not courtesy.hides(asked.status, entered=self._entered(said), with_others=self.others):
            open_to_all = tuple(said)
        else:
            open_to_all = tuple(track for track in said if self._is_free(track))
        shown = self.sealed.unsealed(open_to_all)
        return shown, _numbers(shown) < _numbers(said)

    def _entered(self, said: Iterable[Track]) -> bool:
        entered = {track.forecaster.id for track in said if track.numbers}
        if self.reader is not None:
            return self.reader in entered
        return self.people <= entered

    def _is_free(self, track: Track) -> bool:
        return track.forecaster.id == self.reader or track.forecaster.kind in FREE


def _numbers(said: Iterable[Track]) -> int:
    return sum(len(track.numbers) for track in said)
