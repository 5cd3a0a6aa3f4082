"""What a receipt that somebody kept still proves, and what it was given for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.store import anchors, forecasts
from forecasts.store.chain import chain

if TYPE_CHECKING:
    import sqlite3

    from forecasts.model import Forecast
    from forecasts.store.anchors import Anchor
    from forecasts.store.findings import Finding

BEFORE = "SELECT coalesce(max(id), 0) FROM appends WHERE id < ?"
FORECASTS = "SELECT id FROM forecasts WHERE id > ? AND id <= ? ORDER BY id"
SHOWN = 20  # forecasts of one append that are named


@dataclass(frozen=True, slots=True)
class Checked:
    """A receipt held against the record.

    faults: why it does not hold; none where it does. command, recorded_at: of the append that it
    was given for; None where no append ends at that row. forecasts: its first ones.
    """

    receipt: Anchor
    faults: tuple[Finding, ...]
    command: str | None
    recorded_at: str | None
    forecasts: tuple[Forecast, ...]
    more: int


def check(connection: sqlite3.Connection, receipt: Anchor) -> Checked:
    """Return whether the record still goes through a receipt, and what it was given for.

    The rows of that append are hashed again; of those before it the chain speaks as it stands,
    and `verify` reads them all.
    """
    assert receipt.seq is not None  # noqa: S101 - a receipt names its row
    _, faults = anchors.against(connection, [receipt])
    if faults:
        return Checked(receipt, tuple(faults), None, None, (), 0)
    (before,) = connection.execute(BEFORE, (receipt.seq,)).fetchone()
    given = connection.execute(
        "SELECT command, recorded_at FROM appends WHERE id = ?", (receipt.seq,)
    ).fetchone()
    ids = [id_ for (id_,) in connection.execute(FORECASTS, (before, receipt.seq))]
    command, recorded_at = given or (None, None)
    return Checked(
        receipt,
        tuple(chain(connection, before, until=receipt.seq)),
        command,
        recorded_at,
        tuple(forecasts.by_id(connection, id_) for id_ in ids[:SHOWN]),
        max(0, len(ids) - SHOWN),
    )
