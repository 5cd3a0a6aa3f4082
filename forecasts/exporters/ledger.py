"""The whole record as lines of JSON, one for each row of the chain: lossless, and checkable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.errors import DamagedError
from forecasts.exporters.whole import write_whole
from forecasts.store import transfer, verification

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TextIO

    from forecasts.store import Receipt, Store

BLANKED = (
    "No import would take such a file. See all: forecasts verify   To say on record that it was"
    ' blanked: forecasts redact ROW COLUMN --why "…"'
)
STEP = 5_000  # rows between two reports of progress


def write(
    store: Store,
    file: Path,
    *,
    force: bool = False,
    told: Callable[[int, int], None] | None = None,
) -> Receipt:
    """Write every row of the chain, with its long texts, and return the head.

    Read back it gives the same head, and written again the same bytes. What is derived is left
    out. `told(done, total)` hears of progress, in rows. Raises RefusedError for a file that is
    there with something else in it unless `force`, DamagedError for a record that does not hold;
    what was there is kept.
    """
    if lost := verification.lost_texts(store.connection):
        raise DamagedError(f"{lost[0].words}; nothing was written.", BLANKED)
    receipt = store.receipt()

    def lines(target: TextIO) -> int:
        target.write(transfer.header(receipt) + "\n")
        for link in transfer.links(store.connection):
            target.write(link.line() + "\n")
            if told is not None and (link.seq % STEP == 0 or link.seq == receipt.seq):
                told(link.seq, receipt.seq)
        return receipt.seq

    instead = "Name another file: forecasts export ledger FILE"
    over = "" if force else "Name another, or write over it: --force"
    write_whole({file: lines}, instead, record=store.path, over=over)
    return receipt
