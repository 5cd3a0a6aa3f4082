"""What people type, read: probabilities, durations, outcomes and plain words."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.errors import InputError

if TYPE_CHECKING:
    from fractions import Fraction

    from forecasts.model import Stated
    from forecasts.words import Scale

WAYS = "Type 70%, 0.7, 7:3, 3/4, '1 in 20', or a word such as likely."
LONGEST = 400  # characters; the smallest float written out as a percentage takes 344
SHOWN = 40  # characters of a text that an error repeats
TITLE_LENGTH = 300  # characters
CENTURY = timedelta(days=36_525)
_NUMBER = r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_PERCENT = rf"{_NUMBER}\s*(?:%|per ?cent)"
_ODDS = rf"{_NUMBER}\s*:\s*{_NUMBER}"
_SHARE = r"([0-9]+)(?:\s*/\s*|\s+in\s+)([0-9]+)"
_KEPT_FORMAT_CHARACTERS = "\u200c\u200d"  # joiners that Persian, Hindi and emoji need


def probability(text: str, *, certain: bool = False, scale: Scale | None = None) -> Stated:
    """Return the probability that was typed, with what was typed and the word's range if a word.

    A word is read on the scale, ICD 203 unless given. What is recorded as 0 or 1 needs `certain`.
    Raises InputError, saying what to type instead, for anything else.

    >>> probability("1 in 20").probability
    0.05
    >>> probability("likely").low
    0.55
    """
    from forecasts import words
    from forecasts.model import Stated

    typed = text.strip()
    scale = scale or words.SCALES[words.ICD_203]
    term = scale.look_up(typed) if len(typed) <= LONGEST and typed.isprintable() else None
    if term is not None:
        word = " ".join(typed.lower().split())
        check_certain(typed, term.point, certain=certain)
        return Stated(term.point, typed, word, scale.name, term.low, term.high)
    value = _fraction(typed)
    if value > 1:
        why = _why_outside(typed, value)
        raise InputError(f"{typed[:SHOWN]!r} is not a probability: {why}", WAYS)
    check_certain(typed, p := float(value), certain=certain)
    return Stated(p, typed)


def check_certain(typed: str, p: float, *, certain: bool) -> None:
    """Raise InputError for a probability that is recorded as 0 or 1, unless it is meant.

    What is recorded counts: a number typed very near 0 or 1 rounds to it.

    >>> check_certain("99%", 0.99, certain=False)
    """
    if p in (0.0, 1.0) and not certain:
        raise InputError(
            f"{typed[:SHOWN]!r} is certainty, and one wrong certainty is an infinite log loss.",
            "Type a number between, such as 1% or 99%, or add --certain if you mean it.",
        )


def _readable(typed: str) -> bool:
    return len(typed) <= LONGEST and typed.isascii() and typed.isprintable()


def _fraction(typed: str) -> Fraction:
    if _readable(typed):
        try:
            value = _number(typed.lower())
        except ZeroDivisionError:
            value = None
        if value is not None:
            return value
    raise InputError(f"{typed[:SHOWN]!r} is not a probability{_why_unread(typed)}", WAYS)


def _number(typed: str) -> Fraction | None:
    from fractions import Fraction

    if match := re.fullmatch(_PERCENT, typed):
        return Fraction(match[1]) / 100
    if re.fullmatch(_NUMBER, typed):
        return Fraction(typed)
    if match := re.fullmatch(_ODDS, typed):
        return Fraction(match[1]) / (Fraction(match[1]) + Fraction(match[2]))
    if match := re.fullmatch(_SHARE, typed):
        return Fraction(match[1]) / Fraction(match[2])
    return None


def _why_unread(typed: str) -> str:
    if any(c.isdigit() and not c.isascii() for c in typed):
        return ": write the digits 0 to 9."
    if re.fullmatch(r"[0-9]{0,9},[0-9]{1,9} ?%?", typed):
        return f": write a point, {typed.replace(',', '.')}."
    if re.match(r"-\s*[0-9.]", typed):
        return ": it lies below 0; a probability is 0 to 100%."
    if re.fullmatch(r"[0-9.]{1,20}e[+-]?[0-9]{1,3}", typed.lower()):
        return ": write it without an exponent, such as 0.1%."
    if typed[:1].isalpha():
        return _why_no_word(typed[:SHOWN])
    return "."


def _why_no_word(typed: str) -> str:
    from difflib import get_close_matches

    from forecasts import words

    close = get_close_matches(typed.lower(), words.SCALES[words.ICD_203].terms, n=1, cutoff=0.8)
    return "".join(f": did you mean {word}?" for word in close) or "."


def _why_outside(typed: str, value: Fraction) -> str:
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", typed) and value <= 100:  # noqa: PLR2004 - percent
        return f"it is above 1. Did you mean {typed}%?"
    return "it lies above 1, which is 100%."


def probability_text(p: float) -> str:
    """Return the shortest percentage that is read back as exactly the same number.

    >>> probability_text(0.125), probability_text(0.07)
    ('12.5%', '7%')
    """
    whole = round(p * 100)
    if whole / 100 == p:
        return f"{whole}%"
    from decimal import Decimal

    percent = (Decimal(repr(p)) * 100).normalize()
    return f"{percent:f}%"


def duration(text: str) -> timedelta:
    """Return a length of time typed as 36h, 7d, 3 weeks or 3mo (30 days a month); whole hours.

    >>> duration("7d").days
    7
    """
    length = r"([0-9]{1,6})\s*(h|hours?|d|days?|w|weeks?|mo|months?)"
    match = re.fullmatch(rf"\s*{length}\s*", text, re.ASCII)
    if match is None or int(match[1]) == 0:
        raise InputError(f"{text[:SHOWN]!r} is no length of time.", "Type 36h, 7d, 3w or 2mo.")
    hours = {"h": 1, "d": 24, "w": 168, "m": 720}[match[2][0]]
    found = timedelta(hours=int(match[1]) * hours)
    if found > CENTURY:
        raise InputError(f"{text!r} is more than a century.", "Type 36h, 7d, 3w or 2mo.")
    return found


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
            f"{text[:SHOWN]!r} is no outcome of a yes/no question.",
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


def title(text: str) -> str:
    """Return a question's title: one line of 1 to 300 characters; raise InputError otherwise.

    >>> title(" Will it rain? ")
    'Will it rain?'
    """
    found = plain(text, "the title")
    if not found:
        raise InputError("the title is empty.", 'Type one: "Will … before 1 July 2027?"')
    if len(found) > TITLE_LENGTH:
        raise InputError(
            f"the title has {len(found)} characters; {TITLE_LENGTH} is the most.",
            "Ask in one sentence and put the rest into --counts or --background.",
        )
    return found


def name(text: str) -> str:
    """Return a forecaster's name; raise InputError for one that cannot be told apart on a screen.

    >>> name(" Ana Kim ")
    'Ana Kim'
    """
    from forecasts.model.forecaster import NAME

    found = plain(text, "the name")
    if not NAME.fullmatch(found):
        raise InputError(f"{found[:SHOWN]!r} is no name.", "Type 1 to 80 characters.")
    return found


def web_address(text: str) -> str:
    """Return an address on the web; raise InputError for anything a report could not link to.

    >>> web_address("https://example.org/news")
    'https://example.org/news'
    """
    found = plain(text, "the address")
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", found, re.IGNORECASE):
        raise InputError(f"{found[:SHOWN]!r} is no web address.", "Type https://… in full.")
    return found
