"""What a verification finds: codes, words, and one finding for many rows of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Code(StrEnum):
    """What may be wrong with a record, the gravest first; from REDACTED on they are no failures."""

    DAMAGED = "damaged"  # SQLite cannot read its own pages
    CHANGED = "changed"  # a row or text is not the one that was recorded
    REWRITTEN = "rewritten"  # the chain does not hold, or is not the one that an anchor saw
    MISSING = "missing"  # a row or text is named and not there
    UNCHAINED = "unchained"  # a row came in past the chain
    INVALID = "invalid"  # a row that holds, and that this program never writes
    FORGED = "forged"  # a signature or a key is not by whom it is said to be
    GUARDS = "guards"  # what refuses changes, or shows the present, is not as it was made
    REDACTED = "redacted"  # a text was blanked, which is allowed and shown
    CLOCK = "clock"  # a row says an earlier time than the one before it
    KEYS = "keys"  # a key that the one before it does not vouch for
    DEVELOPMENT = "development"  # a schema that no version was released with
    UNSIGNED = "unsigned"  # a forecast of somebody who had a key, without a signature


NO_FAILURES = frozenset({Code.REDACTED, Code.CLOCK, Code.KEYS, Code.DEVELOPMENT, Code.UNSIGNED})
MEANING = {
    Code.DAMAGED: "file damaged",
    Code.CHANGED: "row changed",
    Code.REWRITTEN: "history rewritten",
    Code.MISSING: "row missing",
    Code.UNCHAINED: "row added past the chain",
    Code.INVALID: "row against the rules",
    Code.FORGED: "signature not valid",
    Code.GUARDS: "guards missing",
    Code.REDACTED: "redacted",
    Code.CLOCK: "clock set back",
    Code.KEYS: "key not vouched for",
    Code.DEVELOPMENT: "made by a development version",
    Code.UNSIGNED: "not signed",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: `seq` is the first row concerned, `rows` how many there are."""

    code: Code
    table: str
    words: str
    seq: int | None = None
    rows: int = 1

    def __str__(self) -> str:
        more = f" ({self.rows:,} such rows)" if self.rows > 1 else ""
        return f"{MEANING[self.code]}: {self.words}{more}"


@dataclass(frozen=True, slots=True)
class Bad:
    """One row that does not hold."""

    code: Code
    table: str
    seq: int


WORDS = {
    Code.CHANGED: "{table} row {seq} is not what was recorded",
    Code.REWRITTEN: "the chain does not hold at row {seq}",
    Code.MISSING: "{table} row {seq} is in the chain and not in its table",
    Code.UNCHAINED: "{table} row {seq} came in past the chain",
}


def gathered(rows: Iterable[Bad]) -> list[Finding]:
    """Return one finding for each kind of fault in each table, which names the first row."""
    first: dict[tuple[Code, str], Bad] = {}
    count: dict[tuple[Code, str], int] = {}
    for bad in rows:
        first.setdefault((bad.code, bad.table), bad)
        count[bad.code, bad.table] = count.get((bad.code, bad.table), 0) + 1
    return [
        Finding(
            bad.code,
            bad.table,
            WORDS[bad.code].format(table=bad.table, seq=bad.seq),
            bad.seq,
            count[key],
        )
        for key, bad in first.items()
    ]


def gravest_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings in the order of their codes.

    >>> redacted, changed = Finding(Code.REDACTED, "", "a"), Finding(Code.CHANGED, "", "b")
    >>> [str(each) for each in gravest_first([redacted, changed])]
    ['row changed: b', 'redacted: a']
    """
    gravity = list(Code)
    return tuple(sorted(found, key=lambda each: gravity.index(each.code)))
