"""How many of some questions are of a kind, and how many have a spot time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.columns.facts import batches, marks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

EVERY = "SELECT id FROM questions"
OF_KIND = "SELECT count(*) FROM questions WHERE type = ? AND id IN ({marks})"
WITH_SPOT = "SELECT count(spot_at) FROM questions_now WHERE id IN ({marks})"


def of_kind(connection: sqlite3.Connection, question_ids: Sequence[int], kind: str) -> int:
    """Return how many of these questions are of that kind."""
    return sum(
        connection.execute(OF_KIND.format(marks=marks(ids)), [kind, *ids]).fetchone()[0]
        for ids in batches(question_ids)
    )


def with_spot(connection: sqlite3.Connection, question_ids: Sequence[int] | None) -> int:
    """Return how many of these questions (None: of all) have a spot time."""
    if question_ids is None:
        question_ids = [id_ for (id_,) in connection.execute(EVERY)]
    return sum(
        connection.execute(WITH_SPOT.format(marks=marks(ids)), ids).fetchone()[0]
        for ids in batches(question_ids)
    )
