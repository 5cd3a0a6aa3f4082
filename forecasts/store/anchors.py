"""Heads of the chain that were kept elsewhere, and whether the record still goes through them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.errors import InputError
from forecasts.model import times
from forecasts.store import clock
from forecasts.store.chain import has_table
from forecasts.store.findings import Code, Finding

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from forecasts.ledger import Row
    from forecasts.store.append import Batch, Receipt

HEX_DIGITS = 64  # of a whole head
LEAST_DIGITS = 16  # of what a receipt shows of it: 2^64 chains to try for another that begins so
LATER = "SELECT min(id), count(*) FROM appends WHERE id > ? AND recorded_at < ?"
MEGABYTES_64 = 1 << 26  # of a file that is read for anchors
SHA256 = bytes.fromhex("0609608648016503040201")  # id-sha256 (RFC 5754, section 2.2) in DER
SHA256_NULL = b"\x30\x0d" + SHA256 + b"\x05\x00"
IMPRINT = re.compile(
    rb"(?:\x30\x0d%b\x05\x00|\x30\x0b%b)\x04\x20(.{32})" % (SHA256, SHA256), re.DOTALL
)
MARK = "forecasts-anchor/"
EXPORTED = b'{"format":"forecasts-ledger/'  # how a file of `export ledger` begins
LINE = re.compile(MARK + r"1 seq=([0-9]{1,18}) head=([0-9a-f]{64})\b(?: at=([0-9TZ:.-]{20,32}))?")
# As reports of every form end: in the terminal, in Markdown and in HTML.
FOOTER = re.compile(r"Ledger head(?:</?\w+>|[\s:*])*([0-9]{1,18}):([0-9a-f]{16,64})\b")
RECEIPT = re.compile(r"([0-9]{1,18}):([0-9a-f]{16,64})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head that was kept: the seq, the first 16 to 64 hex digits of the hash, and where.

    seq: None where only the hash was kept; it is then whole. at: when the record ended there, None
    where that was not kept.
    """

    seq: int | None
    head: str
    place: str
    at: datetime | None = None

    def __str__(self) -> str:
        row = "some row" if self.seq is None else f"row {self.seq:,}"
        return f"{self.place} ({row}, head {self.head[:LEAST_DIGITS]})"


def line(receipt: Receipt, at: str) -> str:
    """Return an anchor as one line of text, which `read` finds again.

    >>> from forecasts.store import Receipt
    >>> line(Receipt(7, bytes(32)), "2026-11-22T00:00:00.000000Z")[:46]
    'forecasts-anchor/1 seq=7 head=0000000000000000'
    """
    return f"{MARK}1 seq={receipt.seq} head={receipt.head.hex()} at={at}"


def record(batch: Batch, receipt: Receipt, place: str | None, entered_by: str) -> int:
    """Put on record that a head was kept elsewhere; return the row's id."""
    head = receipt.head.hex()
    row: Row = {"seq": receipt.seq, "head": head, "place": place, "entered_by": entered_by}
    return batch.add("anchors", row)


def places_of(connection: sqlite3.Connection, uuid: str) -> tuple[str, ...]:
    """Return where the entry of that name kept the head."""
    rows = connection.execute(
        "SELECT r.place FROM appends a JOIN anchors r ON r.id < a.id AND r.id >"
        " ifnull((SELECT max(b.id) FROM appends b WHERE b.id < a.id), 0)"
        " WHERE a.uuid = ? AND r.place IS NOT NULL",
        (uuid,),
    )
    return tuple(str(place) for (place,) in rows)


def on_record(connection: sqlite3.Connection) -> list[Anchor]:
    """Return the anchors that the record says it has."""
    if not has_table(connection, "anchors"):  # as in an older schema
        return []
    rows = connection.execute("SELECT id, seq, head FROM anchors ORDER BY id")
    return [Anchor(seq, head, f"anchors row {id_}") for id_, seq, head in rows]


def against(connection: sqlite3.Connection, anchors: Iterable[Anchor]) -> tuple[int, list[Finding]]:
    """Return how many anchors the record goes through, and a finding for each other one."""
    held, found = 0, []
    for anchor in anchors:
        fault = _fault(connection, anchor)
        held += fault is None
        found += [] if fault is None else [fault]
    return held, found


def _fault(connection: sqlite3.Connection, anchor: Anchor) -> Finding | None:
    """Return why the record does not go through an anchor; None where it does."""
    if anchor.seq is None:
        seen = connection.execute(
            "SELECT seq FROM ledger WHERE hash = ?", (bytes.fromhex(anchor.head),)
        ).fetchone()
        words = f"no row of the record has the head that {anchor} has"
        return None if seen else Finding(Code.REWRITTEN, "ledger", words)
    row = connection.execute("SELECT hash FROM ledger WHERE seq = ?", (anchor.seq,)).fetchone()
    if row is None:
        last = connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()[0]
        words = f"the record ends at row {last:,}, before what {anchor} saw"
        return Finding(Code.MISSING, "ledger", words, last + 1)
    is_whole = LEAST_DIGITS <= len(anchor.head) <= HEX_DIGITS
    if is_whole and isinstance(row[0], bytes) and row[0].hex().startswith(anchor.head):
        return None
    words = f"the record does not go through {anchor}: what came before it is not what it was"
    return Finding(Code.REWRITTEN, "ledger", words, anchor.seq)


def dated_back(connection: sqlite3.Connection, anchors: Iterable[Anchor]) -> list[Finding]:
    """Find entries that came after an anchor was made, and say that they were recorded before."""
    found = []
    for anchor in anchors:
        if anchor.seq is None or anchor.at is None:
            continue
        before = times.to_text(anchor.at - clock.TURN)
        seq, rows = connection.execute(LATER, (anchor.seq, before)).fetchone()
        if rows:
            words = (
                f"row {seq} says that it was recorded before {times.to_minute(anchor.at)}, when"
                f" {anchor.place} saw the record end at row {anchor.seq:,}"
            )
            found.append(Finding(Code.CLOCK, "appends", words, seq, rows))
    return found


def parsed(text: str, place: str) -> Anchor:
    """Return a receipt as it was printed, seq and 16 or more hex digits; raise InputError else.

    >>> parsed("7:00112233445566AA", "typed").head
    '00112233445566aa'
    """
    match = RECEIPT.fullmatch(text.strip().lower().replace(",", ""))
    if match is None or not int(match[1]):
        raise InputError(
            f"{text.strip()[:80]!r} is no receipt.",
            "It is a number, a colon and at least 16 of the digits 0-9a-f: 123:00a1b2c3d4e5f607",
        )
    return Anchor(int(match[1]), match[2], place)


def read(path: Path) -> list[Anchor]:
    """Return the anchors in a file: lines of `anchor`, a report, JSON, or an RFC 3161 request.

    Raises InputError for a file that cannot be read or holds none: it would prove nothing.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MEGABYTES_64)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Name a file.") from error
    found = list(_found(content, str(path)))
    if not found:
        raise InputError(
            f"{path} holds no anchor: no line of `forecasts anchor`, and no report's ledger head.",
            "Make one: forecasts anchor --file anchors.txt",
        )
    return found


def _found(content: bytes, place: str) -> Iterator[Anchor]:
    if content.startswith(EXPORTED):  # its first line has the head; a text in it may quote another
        content = content.partition(b"\n")[0]
    if content[:1] == b"\x30" and (imprint := IMPRINT.search(content)):
        yield Anchor(None, imprint[1].hex(), place)
        return
    text = content.decode(errors="replace")
    own = list(_of_json(text, place)) if text.lstrip()[:1] == "{" else []
    if not own and (footers := FOOTER.findall(text)):
        # The footer comes last; what stands above it may be anybody's words.
        own = list(_real(((int(footers[-1][0]), footers[-1][1]),), place))
    # A line in the words of a report must not hide its footer, and then need not be one.
    lines = _lines(text, place) if own else of_text(text, place)
    yield from dict.fromkeys((*own, *lines))


def of_text(text: str, place: str) -> list[Anchor]:
    """Return the anchors that stand in a text as lines of `anchor`, such as a tag's message.

    Raises InputError for a line that begins like one and is none.
    """
    if text.count(MARK) != len(LINE.findall(text)):
        bad = next(each for each in text.splitlines() if MARK in each and not LINE.search(each))
        raise InputError(f"{place}: {bad[:80]!r} is no anchor.", "Was it changed?")
    return _lines(text, place)


def _lines(text: str, place: str) -> list[Anchor]:
    return [
        Anchor(int(seq), head, place, clock.read(at or None))
        for seq, head, at in LINE.findall(text)
        if int(seq)  # every record goes through an empty one's
    ]


def _of_json(text: str, place: str) -> Iterator[Anchor]:
    """Yield the anchors in what a command printed with --json, one object a line."""
    for each in text.splitlines() if text.count("\n{") else [text]:
        try:
            said = json.loads(each)
        except (ValueError, RecursionError):
            continue
        if not isinstance(said, dict):
            continue
        footer = said.get("footer")
        head = footer.get("head") if isinstance(footer, dict) else said.get("receipt")
        seq, whole = said.get("seq"), said.get("head")
        if isinstance(seq, int) and isinstance(whole, str):
            head = f"{seq}:{whole}"
        if isinstance(head, str) and (match := RECEIPT.fullmatch(head)):
            yield from _real(((int(match[1]), match[2]),), place)


def _real(pairs: Iterable[tuple[int, str]], place: str) -> Iterator[Anchor]:
    """Yield the anchors, but none of an empty record: every record goes through that."""
    yield from (Anchor(seq, head, place) for seq, head in pairs if seq)


def time_stamp_request(head: bytes, nonce: bytes) -> bytes:
    """Return a TimeStampReq (RFC 3161, section 2.4.1) in DER for a head, a SHA-256 hash as it is.

    nonce: 8 random bytes, which the answer repeats. It asks for the certificate too.

    >>> time_stamp_request(bytes(32), bytes(8))[:4].hex()
    '30440201'
    """
    imprint = _der(0x30, SHA256_NULL + _der(0x04, head))
    number = _der(0x02, b"\x01" + nonce)  # the first byte keeps it positive, and of one length
    return _der(0x30, _der(0x02, b"\x01") + imprint + number + _der(0x01, b"\xff"))


def _der(tag: int, content: bytes) -> bytes:
    """Return one value in DER; each here is shorter than 128 bytes."""
    return bytes((tag, len(content))) + content
