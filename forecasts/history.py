"""What one forecaster said on one question: which number stood when, and its path drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from forecasts.model import Action, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from forecasts.model import Forecast, Forecaster

BLOCKS = "▁▂▃▄▅▆▇█"
NOT_YET = "·"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time [start, end) in which one forecast stood; never empty."""

    start: datetime
    end: datetime
    forecast: Forecast

    @property
    def probability(self) -> float:
        """The probability of yes; raises ValueError where the prediction is of another kind."""
        if self.forecast.chance is None:
            msg = "only a yes/no question has one probability"
            raise ValueError(msg)
        return self.forecast.chance.probability


@dataclass(frozen=True, slots=True)
class Track:
    """All that one forecaster said on one question, in the order (made_at, id)."""

    forecaster: Forecaster
    rows: tuple[Forecast, ...]

    @property
    def struck(self) -> frozenset[int]:
        """The ids of the rows that a later row struck: visible, and never scored."""
        return frozenset(row.strikes for row in self.rows if row.strikes is not None)

    @property
    def numbers(self) -> tuple[Forecast, ...]:
        """The rows that carry a prediction and were not struck."""
        struck = self.struck
        return tuple(row for row in self.rows if row.stated and row.id not in struck)

    @property
    def newest(self) -> Forecast | None:
        """The newest number or withdrawal that was not struck: what a fix would strike."""
        return self._live[-1] if self._live else None

    @property
    def _live(self) -> tuple[Forecast, ...]:
        struck = self.struck
        return tuple(r for r in self.rows if r.id not in struck and r.action is not Action.SAID)

    def standing(self, now: datetime) -> Forecast | None:
        """Return the forecast that stands at `now`; a retired forecaster has none."""
        retired_at = self.forecaster.retired_at
        return None if retired_at and retired_at <= now else standing(self.rows, now)

    def stretches(self, opens_at: datetime, until: datetime) -> tuple[Stretch, ...]:
        """Return when each forecast stood in [opens_at, until), as the judge cuts it.

        Each stands from max(made_at, opens_at) until the next row, its expiry, the forecaster's
        retirement or `until`; stretches of zero length are left out.
        """
        rows = self._live
        found = []
        for row, after in zip_longest(rows, rows[1:]):
            ends = (after.made_at if after else None, row.expires_at, self.forecaster.retired_at)
            end = min([until, *(instant for instant in ends if instant)])
            start = max(row.made_at, opens_at)
            if row.stated and start < end:
                found.append(Stretch(start, end, row))
        return tuple(found)

    def standing_before(self, opens_at: datetime, until: datetime) -> Forecast | None:
        """Return the forecast that stood just before `until`, or None."""
        found = self.stretches(opens_at, until)
        return found[-1].forecast if found and found[-1].end == until else None


def tracks(rows: Iterable[Forecast], forecasters: Mapping[int, Forecaster]) -> tuple[Track, ...]:
    """Return one track a forecaster, by name; `rows` are one question's, in order."""
    by_forecaster: dict[int, list[Forecast]] = {}
    for row in rows:
        by_forecaster.setdefault(row.forecaster_id, []).append(row)
    found = [Track(forecasters[key], tuple(said)) for key, said in by_forecaster.items()]
    return tuple(sorted(found, key=lambda track: track.forecaster.name.casefold()))


def sparkline(
    stretches: Iterable[Stretch],
    opens_at: datetime,
    closes_at: datetime,
    until: datetime,
    columns: int,
) -> str:
    """Return the path as one line of blocks over the scheduled life [opens_at, closes_at).

    Each column shows what stood at its end (at `until` in the column that holds it): a block of
    an eighth for each 12.5 %, a blank where nothing stood, a point for time after `until`.

    >>> from datetime import UTC, datetime
    >>> opens_at, closes_at = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 11, tzinfo=UTC)
    >>> sparkline([], opens_at, closes_at, datetime(2026, 1, 4, tzinfo=UTC), 10)
    '   ·······'
    """
    stood = tuple(stretches)
    edges = [opens_at + (closes_at - opens_at) * i / columns for i in range(columns + 1)]
    return "".join(_mark(stood, start, end, until) for start, end in pairwise(edges))


def _mark(stood: tuple[Stretch, ...], start: datetime, end: datetime, until: datetime) -> str:
    if start >= until:
        return NOT_YET
    at = min(end, until)
    for stretch in stood:
        if stretch.start < at <= stretch.end:
            return BLOCKS[min(int(stretch.probability * len(BLOCKS)), len(BLOCKS) - 1)]
    return " "
