"""What linked questions came to, read from the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.linked import rules
from forecasts.linked.settled import Settled
from forecasts.store import questions, resolutions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from forecasts.model.link import Link


def settled(connection: sqlite3.Connection, links: Iterable[Link]) -> dict[str, Settled]:
    """Return question -> what it came to, of all that links speak of."""
    found = {}
    for slug in rules.questions(links):
        question = questions.by_slug(connection, slug)
        if question is not None:
            history = resolutions.history(connection, question.id)
            in_force = resolutions.latest(connection, question.id) if history else None
            found[slug] = Settled(question, in_force, history)
    return found
