"""Links between questions in and out of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3

    from forecasts.linked.settled import Answers
    from forecasts.model.link import Link
    from forecasts.store import Batch

STANDING = """l.removed IS NULL
    AND l.id NOT IN (SELECT replaces FROM links WHERE replaces IS NOT NULL)"""
SELECT = f"""
    SELECT l.id, l.kind, a.slug, b.slug, l.days, l.latest_at, n.text
    FROM links l JOIN questions a ON a.id = l.from_question
    JOIN questions b ON b.id = l.to_question LEFT JOIN texts n ON n.id = l.note_text
    WHERE {STANDING} ORDER BY l.id
"""  # noqa: S608 - our own words
GIVEN = f"""
    SELECT from_question, to_question FROM links l WHERE kind = 'given' AND {STANDING} ORDER BY id
"""  # noqa: S608

CONDITIONAL = f"""
    WITH asked AS (
        SELECT from_question AS id FROM links l WHERE kind = 'given' AND {STANDING}
        UNION SELECT to_question FROM links l WHERE kind = 'given' AND {STANDING})
    SELECT q.slug, r.id, r.status, r.outcome, n.id FROM asked JOIN questions q ON q.id = asked.id
    LEFT JOIN resolutions r ON r.question_id = q.id
    LEFT JOIN resolutions_now n ON n.question_id = q.id ORDER BY r.id
"""  # noqa: S608
OF_ONE = """
    SELECT EXISTS (SELECT 1 FROM links l JOIN questions q ON q.slug = ?
        WHERE q.id IN (l.from_question, l.to_question))
"""


def has_any(connection: sqlite3.Connection, slug: str) -> bool:
    """Return whether a question was ever linked: a glance, for those that were not."""
    return bool(connection.execute(OF_ONE, (slug,)).fetchone()[0])


def everything(connection: sqlite3.Connection) -> tuple[Link, ...]:
    """Return the links that stand, in the order in which they were made."""
    rows = connection.execute(SELECT).fetchall()
    if not rows:
        return ()
    from forecasts.model.link import Link, LinkKind

    return tuple(
        Link(
            id=id_,
            kind=LinkKind(kind),
            one=one,
            other=other,
            days=days,
            latest_at=times.maybe_from_text(latest_at),
            note=note,
        )
        for id_, kind, one, other, days, latest_at, note in rows
    )


def given(connection: sqlite3.Connection) -> tuple[tuple[int, int], ...]:
    """Return (id of a question, id of the question that is its condition) for each such pair."""
    return tuple(connection.execute(GIVEN).fetchall())


def answers(connection: sqlite3.Connection) -> dict[str, Answers]:
    """Return what became of the questions that are asked given others, and of these others."""
    from forecasts.linked.settled import Answers, answer_of

    found: dict[str, Answers] = {}
    for slug, id_, status, outcome, seq in connection.execute(CONDITIONAL):
        before = found.get(slug, Answers(seq or 0)).history
        rows = (*before, (id_, answer_of(status, outcome))) if id_ else before
        found[slug] = Answers(seq or 0, rows)
    return found


def add(batch: Batch, link: Link, entered_by: str | None = None) -> int:
    """Add a link and return its id."""
    return batch.add("links", _row(batch, link) | {"entered_by": entered_by})


def remove(batch: Batch, link: Link, entered_by: str | None = None) -> int:
    """Take a link back, in a row that replaces it, and return that row's id."""
    gone = {"replaces": link.id, "removed": 1, "entered_by": entered_by}
    return batch.add("links", _row(batch, link) | gone)


def _row(batch: Batch, link: Link) -> dict[str, str | int | float | None]:
    ids = dict(
        batch.connection.execute(
            "SELECT slug, id FROM questions WHERE slug IN (?, ?)", (link.one, link.other)
        ).fetchall()
    )
    return {
        "kind": link.kind.value,
        "from_question": ids[link.one],
        "to_question": ids[link.other],
        "days": link.days,
        "latest_at": times.maybe_to_text(link.latest_at),
        "note_text": batch.text(link.note),
    }
