"""What links say of a question: beside its words, after its outcome, and at a new number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.cli import options
from forecasts.model import Stated
from forecasts.model.forecast import standing
from forecasts.store import forecasts, links

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from forecasts.linked.settled import Settled
    from forecasts.model import Forecast, Forecaster, Question
    from forecasts.model.link import Link

SHOWN = 2  # numbers of one's own that a new one is held against, the furthest


def around(connection: sqlite3.Connection, slug: str) -> tuple[Link, ...]:
    """Return the links of all that hangs together with a question; () where nothing does."""
    known = links.everything(connection) if links.has_any(connection, slug) else ()
    if not known:
        return ()
    from forecasts.linked import rules

    return rules.around(slug, known)


def rows(connection: sqlite3.Connection, question: Question) -> Iterator[tuple[str, str]]:
    """Yield labelled lines on what a question is linked with, waits for, and contradicts."""
    known = around(connection, question.slug)
    if not known:
        return
    from forecasts.linked import conditions, following, windows
    from forecasts.store.settled import settled

    slug, there = question.slug, settled(connection, known)
    yield "Linked", "; ".join(str(one) for one in known if slug in (one.one, one.other))
    for one in conditions.conditionals(known, there):
        if one.question == slug:
            waits = one.state is conditions.State.WAITS
            yield ("Waits for", ", ".join(one.of)) if waits else ("Condition", one.words)
    for window in windows.windows(known, there):
        if window.question == slug:
            yield "Window", window.words
    for what in following.follows(known, there):
        if what.question == slug:
            yield "By links", f"{what.outcome}, since {what.because}"
    for clash in following.contradictions(known, there):
        if slug in clash.questions:
            yield "Contradiction", clash.words


def broken(
    connection: sqlite3.Connection, question: Question, who: Forecaster, row: Forecast,
    now: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """Return which of one's own numbers on linked questions a new number does not fit.

    Of a question that is settled its outcome stands, whatever was said of it.
    """
    if not isinstance(row.stated, Stated):
        return ()
    known = around(connection, question.slug)
    if not known:
        return ()
    from forecasts.linked import bounds
    from forecasts.parse import probability_text
    from forecasts.store.settled import settled

    there = settled(connection, known)
    happened = {
        slug: one.answer == "yes" for slug, one in there.items() if one.answer in ("yes", "no")
    }
    said = _numbers(connection, there, who, now)
    p = row.stated.probability
    found = bounds.broken(question.slug, p, known, said, happened)
    see = f"see: {options.typed_db('forecasts coherence')}"
    return tuple(
        f"{probability_text(p)} does not fit: {bound.because}, {bound.room}; {see}"
        for bound in found[:SHOWN]
    )


def _numbers(
    connection: sqlite3.Connection, there: dict[str, Settled], who: Forecaster, now: datetime
) -> dict[str, float]:
    """Return what somebody says of questions that have no outcome."""
    found = {}
    for slug, one in there.items():
        if one.answer is None:
            stands = standing(forecasts.history(connection, one.question.id, who.id), now)
            if stands and stands.chance:
                found[slug] = stands.chance.probability
    return found
