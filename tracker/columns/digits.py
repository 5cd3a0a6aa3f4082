"""Numbers and instants out of texts of one width that stand back to back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Integers = NDArray[np.int64]

ZERO = ord("0")
INSTANT = "2026-11-03T05:00:00.000000Z"  # how the record writes one
IS_DIGIT = np.array([sign.isdigit() for sign in INSTANT])
SEPARATORS = np.array(
    [0 if sign.isdigit() else ord(sign) - ZERO for sign in INSTANT], dtype=np.int16
).astype(np.uint8)[:, np.newaxis]
LIMITS = np.where(IS_DIGIT, 9, 0).astype(np.uint8)[:, np.newaxis]
FIRST_CENTURY, LAST_CENTURY = 19, 21  # years beyond these are left to a parser that knows them
# Where two digits of it stand together, and the most that they may say.
PAIRS = (0, 2, 5, 8, 11, 14, 17, 20, 22, 24)
MOST = (LAST_CENTURY, 99, 12, 31, 23, 59, 59, 99, 99, 99)


def _days() -> Integers:
    """Return the days from 1970 to the first of each month, from January 1900 on."""
    months = np.arange(f"{FIRST_CENTURY}00-01", f"{LAST_CENTURY + 1}00-02", dtype="datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


DAYS = _days()


def numbers(text: bytes, width: int) -> Integers:
    """Return whole numbers of `width` digits each, up to 19; nothing is checked.

    >>> numbers(b"007042", 3)
    array([ 7, 42])
    """
    digits = _columns(text, width)
    digits -= np.uint8(ZERO)
    odd = width % 2
    found = digits[0].astype(np.int64) if odd else np.zeros(digits.shape[1], dtype=np.int64)
    for pair in digits[odd::2] * np.uint8(10) + digits[odd + 1 :: 2]:
        found *= 100
        found += pair
    return found


def instants(text: bytes) -> Integers | None:
    """Return instants in microseconds since 1970, of texts as the record writes them.

    None when one of them is written in another way or names no instant.

    >>> instants(b"1970-01-01T00:00:01.000000Z" * 2)
    array([1000000, 1000000])
    """
    if len(text) % len(INSTANT):
        return None
    signs = _columns(text, len(INSTANT))
    signs -= np.uint8(ZERO)
    signs -= SEPARATORS  # what is left of a digit is up to 9, of a separator 0
    if (signs > LIMITS).any():
        return None
    pairs = [signs[place] * np.uint8(10) + signs[place + 1] for place in PAIRS]
    if any((pair > most).any() for pair, most in zip(pairs, MOST, strict=True)):
        return None
    century, year, month, day, *clock = pairs
    if (century < FIRST_CENTURY).any() or not (month.all() and day.all()):
        return None
    months = (century - np.int64(FIRST_CENTURY)) * 1200 + year * np.int64(12) + month - 1
    total: Integers = DAYS[months] + day - 1
    if (total >= DAYS[months + 1]).any():  # a 30 February
        return None
    for unit, base in zip(clock, (24, 60, 60, 100, 100, 100), strict=True):
        total *= base
        total += unit
    return total


def _columns(text: bytes, width: int) -> Bytes:
    """Return the bytes by their place in each text: a row for each place."""
    return np.frombuffer(text, dtype=np.uint8).reshape(-1, width).T.copy()
