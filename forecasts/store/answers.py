"""Answers of reviews in and out of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times
from forecasts.model.review import Answer, Prompt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from forecasts.store import Batch

SELECT = """
    SELECT a.id, a.review_id, a.question_id, a.prompt, t.text, a.said_by, a.entered_by,
        a.recorded_at
    FROM answers a LEFT JOIN texts t ON t.id = a.words_text
    WHERE a.review_id = ? AND a.question_id IS NOT NULL
    ORDER BY a.id
"""
BLANKED = "(redacted)"


def of_review(connection: sqlite3.Connection, review_id: int) -> tuple[Answer, ...]:
    """Return what stands in a review: the newest answer of each person to each prompt.

    In the order in which they were first given.
    """
    standing: dict[tuple[int, str, str], Answer] = {}
    for row in connection.execute(SELECT, (review_id,)):
        id_, review, question, prompt, words, said_by, entered_by, recorded = row
        found = Answer(
            id=id_,
            review_id=review,
            question_id=question,
            prompt=Prompt(prompt),
            words=BLANKED if words is None else words,
            said_by=said_by or "",
            entered_by=entered_by,
            recorded_at=times.from_text(recorded),
        )
        standing[_key(found)] = found
    return tuple(standing.values())


def record(batch: Batch, given: Iterable[Answer]) -> int:
    """Add answers, each replacing the same person's last one; return how many were new.

    One that stands in the same words adds nothing.
    """
    added = 0
    for one in given:
        before = {_key(other): other for other in of_review(batch.connection, one.review_id)}
        last = before.get(_key(one))
        if last is not None and last.words == one.words:
            continue
        row: dict[str, str | int | None] = {
            "review_id": one.review_id,
            "question_id": one.question_id,
            "prompt": one.prompt.value,
            "words_text": batch.text(one.words),
            "said_by": one.said_by,
            "replaces": last.id if last else None,
            "entered_by": one.entered_by,
        }
        batch.add("answers", row)
        added += 1
    return added


def _key(answer: Answer) -> tuple[int, str, str]:
    return answer.question_id, answer.prompt.value, answer.said_by.casefold()
