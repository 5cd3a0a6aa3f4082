"""What an outcome says, read into the one text that the record keeps for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.errors import InputError
from forecasts.model import Interval, QuestionType, times
from forecasts.model.fit import place_text
from forecasts.model.needs import CHOICES
from forecasts.model.scale import LARGEST

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.model.fit import Asked

BELOW, ABOVE, NEVER = "below", "above", "never"
SHOWN = 40  # characters of a text that an error repeats
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome as the record keeps it, and for dates the time in which it happened.

    A date's outcome is the end of that time.
    """

    outcome: str
    happened: Interval | None = None


def outcome_of(question: Asked, text: str, now: datetime | None = None) -> str:
    """Return the text that the record keeps for an outcome (see `answer_of`)."""
    return answer_of(question, text, now=now).outcome


def answer_of(
    question: Asked, text: str, happened: Interval | None = None, now: datetime | None = None
) -> Answer:
    """Return an outcome as the record keeps it; raise InputError, saying what to type instead.

    binary: yes, no, or a share of yes such as 0.3. multiple_choice, ordinal: the option's name.
    numeric: the number by repr, low..high for one known only so far, below or above past an open
    end. date: the instant by which it had happened, below, or never. `happened` is when it
    happened, if that was said; relative days such as yesterday need `now`.
    """
    found = text.strip()
    if question.type is QuestionType.DATE:
        return _date(question, found, happened, now)
    if question.type is QuestionType.NUMERIC:
        return Answer(_numeric(question, found), happened)
    if question.type in CHOICES:
        return Answer(_option(question, found), happened)
    return Answer(_binary(found), happened)


def _binary(found: str) -> str:
    if re.fullmatch(_NUMBER, found):
        share = float(found)
        if 0.0 < share < 1.0:
            return repr(share)
        meant = {0.0: "no", 1.0: "yes"}.get(share)
        raise InputError(
            f"{found[:SHOWN]!r} is no outcome of a yes/no question.",
            f"Type {meant}." if meant else "Type yes, no, or a share of yes such as 0.3.",
        )
    return parse.binary_outcome(found)


def _option(question: Asked, found: str) -> str:
    from difflib import get_close_matches

    names = {option.name.casefold(): option.name for option in question.terms.choices}
    if found.casefold() in names:
        return names[found.casefold()]
    close = get_close_matches(found.casefold(), names, n=1, cutoff=0.6)
    listed = ", ".join(names.values())
    hint = f"Did you mean {names[close[0]]}?" if close else f"Type one of: {listed}."
    raise InputError(f"{found[:SHOWN]!r} is none of the options.", hint)


def _numeric(question: Asked, found: str) -> str:
    word = found.lower()
    if word in (BELOW, ABOVE):
        return _past_an_open_end(question, word)
    low, dots, high = found.partition("..")
    ends = [_number(part.strip()) for part in (low, high if dots else low)]
    if None in ends:
        raise InputError(
            f"{found[:SHOWN]!r} is no outcome of a numeric question.",
            "Type the number, such as 7.5; 7..8 if only that is known; below or above past an"
            " open end.",
        )
    first, last = ends
    if first == last:
        return repr(first)
    if first is not None and last is not None and first > last:
        raise InputError(f"{found[:SHOWN]!r} runs backwards.", f"Type {high}..{low}.")
    return f"{first!r}..{last!r}"


def _number(text: str) -> float | None:
    if not re.fullmatch(_NUMBER, text) or abs(float(text)) > LARGEST:
        return None
    return float(text) + 0.0  # -0.0 becomes 0.0


def _past_an_open_end(question: Asked, word: str) -> str:
    scale = question.terms.scale
    if scale is None:
        raise InputError(f"there is no range to lie {word}.", "Type the number.")
    is_open, end = {
        BELOW: (scale.open_lower, scale.lower),
        ABOVE: (scale.open_upper, scale.upper),
    }[word]
    if not is_open:
        dated = question.type is QuestionType.DATE
        why = f"the range is closed at {place_text(end, dated=dated)}: nothing lies {word}."
        raise InputError(why, f"Type the {'day' if dated else 'number'}.")
    return word


def _date(question: Asked, found: str, happened: Interval | None, now: datetime | None) -> Answer:
    word = found.lower()
    if word == ABOVE:
        word = NEVER
    if word in (NEVER, BELOW):
        if happened is not None and word == NEVER:
            raise InputError("what never happened has no date.", "Leave out when it happened.")
        if word == BELOW:
            _past_an_open_end(question, BELOW)
        return Answer(word, happened)
    said = _interval(question, found, now)
    if happened is not None and said not in (happened, Interval(happened.end, happened.end)):
        raise InputError(
            f"it cannot have happened by {times.to_minute(said.end)} and by"
            f" {times.to_minute(happened.end)}.",
            "Type the day it happened once.",
        )
    found_at = happened or said
    horizon = question.terms.horizon
    if found_at.end > horizon:
        raise InputError(
            f"{times.to_minute(found_at.end)} lies past the horizon, {times.to_minute(horizon)}.",
            "Type never: it had not happened by then.",
        )
    return Answer(times.to_text(found_at.end), found_at)


def _interval(question: Asked, found: str, now: datetime | None) -> Interval:
    from forecasts import dates

    zone = dates.zone(question.terms.timezone)
    absolute = re.match(r"[0-9]{4}", found, re.ASCII)
    if now is None and not absolute:
        why = f"{found[:SHOWN]!r} is no date."
        raise InputError(why, "Type 2026-11-03, an instant, or never.")
    return dates.interval(found, zone, now or times.EPOCH)
