"""What people type, read: probabilities, durations, outcomes and plain words."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from forecasts import words
from forecasts.errors import InputError
from forecasts.model import Stated

WAYS = "Type 70%, 0.7, 7:3, 3/4, '1 in 20', or a word such as likely."
LONGEST = 40  # characters; a longer text is no probability, and int() of digits would be slow
_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_FORMS = (
    (re.compile(rf"({_NUMBER})\s*(?:%|percent)"), lambda a: Fraction(a) / 100),
    (re.compile(rf"({_NUMBER})"), Fraction),
    (re.compile(rf"({_NUMBER})\s*:\s*({_NUMBER})"), lambda a, b: _ratio(a, _sum(a, b))),
    (re.compile(r"([0-9]+)\s*/\s*([0-9]+)"), lambda a, b: _ratio(a, Fraction(b))),
    (re.compile(r"([0-9]+) in ([0-9]+)"), lambda a, b: _ratio(a, Fraction(b))),
)
_KEPT_FORMAT_CHARACTERS = "\u200c\u200d"  # joiners that Persian, Hindi and emoji need


def _sum(a: str, b: str) -> Fraction:
    return Fraction(a) + Fraction(b)


def _ratio(part: str, whole: Fraction) -> Fraction:
    if whole == 0:
        raise ZeroDivisionError
    return Fraction(part) / whole


def probability(text: str, *, certain: bool = False) -> Stated:
    """Return the probability that was typed, with what was typed and the word's range if a word.

    0 and 1 need `certain`. Raises InputError, saying what to type instead, for anything else.

    >>> probability("1 in 20").probability
    0.05
    >>> probability("likely").low
    0.55
    """
    typed = text.strip()
    term = words.look_up(typed)
    if term is not None:
        return Stated(term.point, typed, typed.lower(), words.ICD_203, term.low, term.high)
    value = _fraction(typed)
    if not 0 <= value <= 1:
        raise InputError(f"{typed!r} is not a probability: {_why_outside(typed, value)}", WAYS)
    if value in (0, 1) and not certain:
        raise InputError(
            f"{typed!r} says it is certain, and one wrong certainty is an infinite log loss.",
            "Type a number between, such as 1% or 99%, or add --certain if you mean it.",
        )
    return Stated(float(value), typed)


def _fraction(typed: str) -> Fraction:
    if len(typed) <= LONGEST and typed.isascii():
        for form, value in _FORMS:
            if match := form.fullmatch(typed.lower()):
                try:
                    return value(*match.groups())
                except ZeroDivisionError:
                    break
    raise InputError(f"{typed[:LONGEST]!r} is not a probability{_why_unread(typed)}.", WAYS)


def _why_unread(typed: str) -> str:
    if any(c.isdigit() and not c.isascii() for c in typed):
        return ": write the digits 0 to 9"
    if re.fullmatch(r"[0-9]*,[0-9]+%?", typed):
        return f": write a point, {typed.replace(',', '.')}"
    if re.match(r"-\s*[0-9.]", typed):
        return ": it lies below 0"
    return ""


def _why_outside(typed: str, value: Fraction) -> str:
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", typed) and value <= 100:  # noqa: PLR2004 - percent
        return f"it is above 1. Did you mean {typed}%?"
    return "it lies above 1, which is 100%."


def probability_text(p: float) -> str:
    """Return the shortest percentage that is read back as exactly the same number.

    >>> probability_text(0.125), probability_text(0.07)
    ('12.5%', '7%')
    """
    percent = (Decimal(repr(p)) * 100).normalize()
    return f"{percent:f}%"


def duration(text: str) -> timedelta:
    """Return a length of time typed as 36h, 7d, 3 weeks or 3mo (30 days a month); whole hours.

    >>> duration("7d").days
    7
    """
    length = r"([0-9]{1,5})\s*(h|hours?|d|days?|w|weeks?|mo|months?)"
    match = re.fullmatch(rf"\s*{length}\s*", text, re.ASCII)
    if match is None or int(match[1]) == 0:
        raise InputError(f"{text!r} is no length of time.", "Type 36h, 7d, 3w or 2mo.")
    hours = {"h": 1, "d": 24, "w": 168, "m": 720}[match[2][0]]
    return timedelta(hours=int(match[1]) * hours)


def duration_text(length: timedelta) -> str:
    """Return the canonical form: whole days as 7d, otherwise hours as 36h.

    >>> duration_text(timedelta(hours=36)), duration_text(timedelta(weeks=1))
    ('36h', '7d')
    """
    hours = round(length.total_seconds() / 3600)
    return f"{hours // 24}d" if hours % 24 == 0 else f"{hours}h"


def binary_outcome(text: str) -> str:
    """Return `yes` or `no`; raise InputError for any other outcome of a yes/no question.

    >>> binary_outcome("Y")
    'yes'
    """
    known = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}
    answer = known.get(text.strip().lower())
    if answer is None:
        raise InputError(
            f"{text!r} is no outcome of a yes/no question.",
            "Type yes or no; if it cannot be decided, --annul or --ambiguous.",
        )
    return answer


def hidden_characters(text: str, *, lines: bool = False) -> tuple[str, ...]:
    r"""Return the control and invisible characters in a text that could deceive a reader.

    A terminal escape, a bidirectional override or a zero-width blank; `lines` allows newline and
    tab. Joiners within words are kept.

    >>> hidden_characters("Will\x1b[2J it?")
    ('U+001B',)
    """
    allowed = _KEPT_FORMAT_CHARACTERS + ("\n\t" if lines else "")
    return tuple(
        f"U+{ord(c):04X}"
        for c in text
        if c not in allowed and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )


def plain(text: str, what: str, *, lines: bool = False) -> str:
    """Return the text, blanks trimmed; raise InputError when it hides control characters.

    >>> plain("  A title ", "the title")
    'A title'
    """
    trimmed = text.strip()
    if hidden := hidden_characters(trimmed, lines=lines):
        raise InputError(
            f"{what} holds characters that cannot be seen: {', '.join(sorted(set(hidden))[:4])}.",
            "Type it again without them.",
        )
    return trimmed
