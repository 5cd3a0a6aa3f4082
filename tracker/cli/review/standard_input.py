"""Replies as JSON Lines: each line answers about a question, or is the lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.errors import InputError
from forecasts.lines import Problems
from forecasts.model.review import Prompt
from tracker.cli.review.replies import Replies, Reply, Taught, checked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

NAME = "standard input"
LONGEST = 1_000_000
ABOUT = ("question", "by", *(prompt.value for prompt in Prompt))
RULE = ("lesson", "measure", "topic", "aim", "target")


def replies(file: TextIO) -> Replies:
    """Return what the lines say; raise BulkError with every line that cannot be read."""
    import json

    problems, said = Problems(), list[Reply]()
    lesson: Taught | None = None
    for place, line in enumerate(file.read(LONGEST).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = _row(json.loads(line))
            if "lesson" in row and lesson is not None:
                problems.add(NAME, place, "", "a second lesson: a review has one")
            elif "lesson" in row:
                lesson = Taught(*(row.get(key, "") for key in RULE))
            else:
                said += _answers(row)
        except (ValueError, RecursionError):
            problems.add(NAME, place, "", "no JSON object")
        except InputError as error:
            problems.add(NAME, place, "", f"{error.message} {error.hint}".strip())
    problems.refuse()
    if not said and lesson is None:
        raise InputError(
            "standard input holds no answer.",
            'One a line: {"question": "talks", "knew": "…", "luck": "judgement"}',
        )
    return Replies(tuple(said), lesson)


def _row(found: object) -> dict[str, str]:
    """Return an object with texts alone; what is null is left out."""
    if not isinstance(found, dict):
        raise InputError("no JSON object.")
    row = {key: value for key, value in found.items() if value is not None}
    known = RULE if "lesson" in row else ABOUT
    for key, value in row.items():
        if key not in known:
            raise InputError(f"{key!r} is not known.", f"There are: {', '.join(known)}.")
        if not isinstance(value, str):
            raise InputError(f"{key} is no text.", "Write it in quotes.")
    return row


def _answers(row: Mapping[str, str]) -> list[Reply]:
    if "question" not in row:
        raise InputError("it names no question.", 'Add "question": "SLUG".')
    found = [
        Reply(row["question"], prompt, checked(prompt, row[prompt.value]), row.get("by"))
        for prompt in Prompt
        if prompt.value in row
    ]
    if not found:
        raise InputError(f"it answers nothing about {row['question']}.")
    return found
