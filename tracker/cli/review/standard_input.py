"""Replies as JSON Lines: each line answers about a question, or is the lesson."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from forecasts.errors import InputError
from forecasts.model.review import Prompt
from tracker.cli.review.replies import RULE, Faults, Replies, Reply, Taught

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

NAME = "standard input"
LONGEST = 1_000_000
ABOUT = ("question", "by", *(prompt.value for prompt in Prompt))
EXAMPLE = '{"question": "talks", "knew": "…", "luck": "judgement"}'


def replies(file: TextIO) -> Replies:
    """Return what the lines say, with every line and key that cannot be read.

    Raises InputError where there is nothing to read.
    """
    faults, said = Faults(NAME), list[Reply]()
    lesson: Taught | None = None
    for place, line in enumerate(_text(file).split("\n"), 1):
        row = _row(line, place, faults) if line.strip() else None
        if row is None:
            continue
        if not row.keys() & {*RULE}:
            said += _answers(row, place, faults)
        elif lesson is not None:
            faults.add(place, "lesson", f"line {lesson.line('lesson')} is one: a review has one")
        else:
            text, measure, topic, aim, target = (row.get(key, "") for key in RULE)
            lesson = Taught(text, measure, topic, aim, target, (place,) * len(RULE))
    if not said and lesson is None and not faults.found:
        raise InputError(f"{NAME} holds no answer.", f"One a line: {EXAMPLE}")
    return Replies(tuple(said), lesson, NAME, tuple(faults.found))


def _text(file: TextIO) -> str:
    try:
        text = file.read(LONGEST + 1)
    except UnicodeDecodeError as error:
        raise InputError(f"{NAME} is no text in UTF-8.", f"One a line: {EXAMPLE}") from error
    if len(text) > LONGEST:
        raise InputError(f"{NAME} holds more than a million characters.", "Send it in parts.")
    return text.removeprefix("\ufeff")


def _row(line: str, place: int, faults: Faults) -> dict[str, str] | None:
    """Return an object with texts alone, what is null left out; None of a line that is none."""
    try:
        pairs = json.loads(line, object_pairs_hook=tuple)
    except json.JSONDecodeError as error:
        faults.add(place, "", f"no JSON object: {error.msg.lower()} at character {error.colno}")
        return None
    except (ValueError, RecursionError):  # a number of too many digits, brackets in brackets
        pairs = None
    if not isinstance(pairs, tuple):
        faults.add(place, "", f"no JSON object. Write one a line: {EXAMPLE}")
        return None
    row: dict[str, str] = {}
    before, keys = len(faults.found), {key for key, _ in pairs}
    known = ABOUT if "question" in keys or not keys & {*RULE} else RULE
    for key, value in pairs:
        if why := _why_not(key, value, row, known):
            faults.add(place, key, why)
        elif value is not None:
            row[key] = value
    return row if len(faults.found) == before else None


def _why_not(key: str, value: object, row: Mapping[str, str], known: tuple[str, ...]) -> str:
    """Return why a key with its value cannot be taken; empty where it can."""
    if key not in known:
        alone = "; the lesson has a line of its own" if key in RULE else ""
        return f"it is not known{alone}. There are: {', '.join(known)}."
    if key in row:
        return "it stands here twice."
    if isinstance(value, str):
        halves = any("\ud800" <= letter <= "\udfff" for letter in value)
        return "it holds half a character." if halves else ""
    return "" if value is None else "no text: write it in quotes."


def _answers(row: Mapping[str, str], place: int, faults: Faults) -> list[Reply]:
    if "question" not in row:
        faults.add(place, "question", 'it is missing: add "question": "SLUG".')
        return []
    found = [
        Reply(row["question"], prompt, row[prompt.value], row.get("by"), place)
        for prompt in Prompt
        if prompt.value in row
    ]
    if not found:
        listed = ", ".join(prompt.value for prompt in Prompt)
        faults.add(place, "", f"it answers nothing about {row['question']}. Add one of: {listed}.")
    return found
