"""Lines of JSON back into a record: every hash is checked while they are read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from forecasts import ledger
from forecasts.errors import DamagedError, ForecastsError, InputError
from forecasts.store import transfer
from forecasts.store.transfer import Columns, Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from forecasts.store import Store
    from forecasts.store.transfer import Received

    Told = Callable[[int, int], None] | None

LONGEST = 1 << 26  # bytes of a line: 64 MB, more than a row with a dozen texts of a million letters
STEP = 5_000  # rows between two reports of progress
BLANKED = "its {column} is left out, and no redaction on record says so"


def read(store: Store, file: Path, told: Told = None) -> Received:
    """Add what the file holds and the record lacks, all of it or nothing; return what was done.

    Raises InputError for a file that is no ledger, DamagedError, with the line, for one that was
    changed or cut, RefusedError for one that parts from the record's own history.
    """
    lines = _Lines(file, Columns(store.connection), told)
    with file.open("rb") as opened:
        try:
            return transfer.receive(store, lines.links(opened))
        except transfer.UnfitError as error:
            error.message = f"{file.name}:{error.seq + 1}: {error.message}"  # below the first line
            raise


class _Lines:
    """A file of links, read from its start; each must follow from the one before."""

    def __init__(self, file: Path, columns: Columns, told: Told) -> None:
        self.file = file
        self.columns = columns
        self.told = told
        self.number = 0
        self.previous = ledger.GENESIS
        self.left_out: dict[str, tuple[int, str]] = {}  # text id -> its line and column
        self.redacted: set[str] = set()

    def links(self, opened: Any) -> Iterator[Link]:  # noqa: ANN401 - a file of bytes
        """Yield the links; raise at the first line that is not as it was exported."""
        lines = iter(lambda: opened.readline(LONGEST), b"")
        total, head = self._header(next(lines, b""))
        for number, raw in enumerate(lines, 2):
            self.number = number
            if number - 1 > total:
                raise self._changed(f"the file goes on after row {total:,}, its last")
            link = self._link(raw)
            self._note_texts(link)
            yield link
            if self.told and (link.seq % STEP == 0 or link.seq == total):
                self.told(link.seq, total)
        self._ended(total, head)
        for text_id, (line, column) in self.left_out.items():
            if text_id not in self.redacted:
                self.number = line
                raise self._changed(BLANKED.format(column=column.removesuffix("_text")))

    def _ended(self, total: int, head: str) -> None:
        """Raise unless the lines that were read are all that the first line tells of."""
        self.number = max(self.number, 1)
        if self.number - 1 < total:
            raise self._changed(f"the file ends here, after row {self.number - 1:,} of {total:,}")
        if self.previous.hex() != head:
            raise self._changed("its hash is not the head that the first line tells")

    def _header(self, raw: bytes) -> tuple[int, str]:
        try:
            first = json.loads(raw)
            seq, head = int(first["seq"]), str(first["head"])
            if first["format"] != transfer.FORMAT:
                raise ValueError  # noqa: TRY301 - as any other first line
        except (ValueError, OverflowError, KeyError, TypeError, RecursionError):
            raise InputError(
                f"{self.file} is no ledger of forecasts.", "Make one: forecasts export ledger FILE"
            ) from None
        return seq, head

    def _link(self, raw: bytes) -> Link:
        """Return the link of a line that stands as it was exported and follows from the last."""
        seq = self.number - 1
        try:
            link = _parsed(raw)
            if link.line().encode() + b"\n" != raw:
                raise self._changed("it is not as it was exported")
            _check_texts(link)
            if (link.seq, link.row.get("id")) != (seq, seq):
                raise self._changed(f"it is row {link.seq} and should be row {seq}")
            if ledger.link(self.previous, link.table, link.row) != link.hash:
                raise self._changed("its hash does not follow from the line before")
            self.columns.check(link.table, link.row)
        except (
            ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError,
        ) as error:  # fmt: skip
            raise self._changed(_why(error, raw)) from None
        except ForecastsError as error:
            if isinstance(error, DamagedError):
                raise
            raise ForecastsError(f"{self._place}: {error.message}", error.hint) from None
        self.previous = link.hash
        return link

    def _note_texts(self, link: Link) -> None:
        for column, kept in link.texts.items():
            if kept is None:
                self.left_out.setdefault(str(link.row[column]), (self.number, column))
        if link.table == "redactions":
            self.redacted.add(str(link.row["text_id"]))

    @property
    def _place(self) -> str:
        return f"{self.file.name}:{self.number}"

    def _changed(self, why: str) -> DamagedError:
        return DamagedError(
            f"{self._place}: {why}; nothing was written.",
            "The file was changed or cut since it was exported: get it again.",
        )


def _why(error: Exception, raw: bytes) -> str:
    """Return in words why a line cannot be read."""
    if raw.endswith(b"\n"):
        return f"it is not as it was exported ({error})"
    if len(raw) < LONGEST:
        return "the file ends in the middle of this line"
    return f"the line has more than {LONGEST >> 20} MB"


def _parsed(raw: bytes) -> Link:
    found = json.loads(raw)
    texts = {
        str(name): None if kept is None else (bytes.fromhex(kept["salt"]), str(kept["text"]))
        for name, kept in found.get("texts", {}).items()
    }
    row = dict(found["row"].items())
    return Link(int(found["seq"]), str(found["table"]), row, bytes.fromhex(found["hash"]), texts)


def _check_texts(link: Link) -> None:
    """Raise ValueError unless the texts are those that the row names."""
    named = {name for name in link.row if name.endswith("_text")}
    if named != link.texts.keys():
        raise ValueError("its long texts are not those that it names")
    for name, kept in link.texts.items():
        if kept is not None and ledger.text_id(*kept) != link.row[name]:
            raise ValueError(f"its {name.removesuffix('_text')} is not what was recorded")
