"""What links say of a question: beside its words, after its outcome, and at a new number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.cli import options
from forecasts.model import Resolution, ResolutionStatus, Stated
from forecasts.model.forecast import standing
from forecasts.store import forecasts, links, questions, resolutions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from forecasts.cli.ruling import Ruled
    from forecasts.linked import Consequence
    from forecasts.model import Forecast, Forecaster, Question
    from forecasts.model.link import Link
    from forecasts.store import Store

ANSWERS = """
    SELECT q.slug, r.outcome FROM resolutions_now r JOIN questions q ON q.id = r.question_id
    WHERE r.status = 'resolved'
"""
ENDED = "SELECT 1 FROM resolutions_now WHERE question_id = ? AND status <> 'reopened'"


def answers(connection: sqlite3.Connection) -> dict[str, str | None]:
    """Return question -> its outcome in force, of those that have one."""
    return dict(connection.execute(ANSWERS).fetchall())


def around(connection: sqlite3.Connection, slug: str) -> tuple[Link, ...]:
    """Return the links of all that hangs together with a question; () where nothing does."""
    known = links.everything(connection) if links.has_any(connection, slug) else ()
    if not known:
        return ()
    from forecasts import linked

    return linked.around(slug, known)


def rows(connection: sqlite3.Connection, question: Question) -> Iterator[tuple[str, str]]:
    """Yield labelled lines on what a question is linked with, waits for, and clashes with."""
    known = around(connection, question.slug)
    if not known:
        return
    from forecasts import linked
    from forecasts.model.link import LinkKind

    outcomes = answers(connection)
    own = [one for one in known if question.slug in (one.one, one.other)]
    yield "Linked", "; ".join(map(str, own))
    waits = [
        one.other for one in own
        if one.kind is LinkKind.GIVEN and one.one == question.slug and one.other not in outcomes
    ]  # fmt: skip
    ended = connection.execute(ENDED, (question.id,)).fetchone()
    if waits and not ended:
        yield "Waits for", ", ".join(waits)
    failed = [
        one.other for one in own
        if one.kind is LinkKind.GIVEN and one.one == question.slug
        and outcomes.get(one.other) == "no"
    ]  # fmt: skip
    if failed and not ended:
        yield "Condition", f"{', '.join(failed)} did not happen: it can be annulled"
    if found := linked.clashes(known, outcomes):
        yield "Clash", "; ".join(found)


def following(store: Store, ruled: Ruled) -> tuple[Consequence, ...]:
    """Return what an outcome means for linked questions that have none."""
    connection, new = store.connection, ruled.resolution
    known = around(connection, ruled.question.slug)
    settled = new.status is ResolutionStatus.RESOLVED and not new.awaits
    if not known or not settled or new.outcome not in ("yes", "no"):
        return ()
    from forecasts import linked

    ended = {
        slug: outcome or status
        for slug, outcome, status in connection.execute(
            "SELECT q.slug, r.outcome, r.status FROM resolutions_now r"
            " JOIN questions q ON q.id = r.question_id WHERE r.status <> 'reopened'"
        )
    }
    return linked.consequences(ruled.question.slug, new.outcome, known, ended)


def annul(
    store: Store, ruled: Ruled, found: tuple[Consequence, ...], now: datetime
) -> tuple[Consequence, ...]:
    """Annul the conditional questions whose condition has failed; return those that it did.

    Not where the condition's failing is only what follows from another outcome, nor where the
    question asks for a second person's word: these are offered.
    """
    given = {one for one, other in links.given(store.connection) if other == ruled.question.id}
    ended = [one for one in found if one.outcome is None and ruled.resolution.outcome == "no"]
    asked = [(one, questions.find(store, one.question)) for one in ended]
    some = [
        (one, question)
        for one, question in asked
        if question.id in given and not question.terms.second_person
    ]
    if not some:
        return ()
    with store.append(now, "resolve") as batch:
        for one, question in some:
            ruling = Resolution(
                question_id=question.id,
                status=ResolutionStatus.ANNULLED,
                known_at=now,
                resolver=options.login(),
                note=one.because,
            )
            resolutions.record(batch, ruling)
    return tuple(one for one, _ in some)


def commands(ruled: Ruled, found: tuple[Consequence, ...]) -> Iterator[str]:
    """Yield what follows and the command that records it, a line each."""
    for one in found:
        if one.outcome is None:
            command = f'forecasts resolve {one.question} --annul "{one.because}"'
        else:
            source = ruled.resolution.source_url
            why = f"--source {source}" if source else f'--no-source "{one.because}"'
            command = f"forecasts resolve {one.question} {one.outcome} {why}"
        yield f"{one.because}: {options.typed_db(command)}"


def broken(
    connection: sqlite3.Connection, question: Question, who: Forecaster, row: Forecast,
    now: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """Return which of one's own numbers on linked questions a new number does not fit."""
    if not isinstance(row.stated, Stated):
        return ()
    known = around(connection, question.slug)
    if not known:
        return ()
    from forecasts import linked

    said = {}
    for slug in {name for one in known for name in (one.one, one.other)} - {question.slug}:
        other = questions.by_slug(connection, slug)
        stands = other and standing(forecasts.history(connection, other.id, who.id), now)
        if stands and stands.chance:
            said[slug] = stands.chance.probability
    found = linked.broken(question.slug, row.stated.probability, known, said)
    see = f"see: {options.typed_db('forecasts coherence')}"
    return tuple(f"it does not fit: {bound.because}; {see}" for bound in found[:2])
