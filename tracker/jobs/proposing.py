"""Outcomes that rules propose: looked for where a question has a rule and no outcome yet."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from forecasts.store import AlreadyAppendedError, AnotherEntryError
from tracker import store as own
from tracker.diary import tasks
from tracker.diary.tasks import Task

if TYPE_CHECKING:
    from forecasts.model import Question
    from tracker.jobs.desk import Desk

KIND, EACH = "proposals", "proposal"
WITH_A_RULE = "SELECT slug FROM questions_now WHERE resolver IS NOT NULL ORDER BY slug"


def plan_each(desk: Desk, task: Task) -> None:
    """Plan a look for every question that has a rule and awaits an outcome: one may fail alone."""
    found = [
        Task(EACH, slug, task.period, task.due_at, task.late)
        for (slug,) in desk.store.connection.execute(WITH_A_RULE).fetchall()
        if _asks(desk, slug)
    ]
    with own.writing(desk.store) as connection:
        if tasks.finish(connection, task, desk.now):
            # A page that is gone for a year would be asked for a year's days.
            tasks.supersede(connection, EACH, task.period)
            for one in found:
                tasks.plan(connection, one)


def propose_one(desk: Desk, task: Task) -> None:
    """Put on record what a question's rule proposes, if anything new; it decides nothing."""
    from forecasts import proposals
    from forecasts.store import proposals as kept

    question = _asks(desk, task.subject)
    text = question.terms.resolver if question else None
    if question is None or text is None:
        desk.done(task)
        return
    rule = proposals.parse_rule(text)
    found = proposals.propose(question, rule, desk.store.path.absolute().parent, desk.now)
    standing = kept.of_question(desk.store.connection, question.id)
    if found is None or (standing and (standing.outcome, standing.rule) == (found.outcome, text)):
        desk.done(task)
        return
    proposal = found.as_proposal(question, rule, desk.now)
    # Facts first, under a name made of the task's: after a crash the same append adds nothing.
    name = str(uuid5(NAMESPACE_URL, f"{task.name}/{text}"))
    again = suppress(AlreadyAppendedError, AnotherEntryError)
    with again, desk.store.append(desk.now, "tracker", name) as batch:
        kept.propose(batch, proposal)
    desk.done(task)


def _asks(desk: Desk, slug: str) -> Question | None:
    """Return a question that still awaits an outcome, or None."""
    from forecasts.store import proposals, questions

    question = questions.find(desk.store, slug)
    asks = proposals.awaits_an_outcome(desk.store.connection, question, desk.now)
    return question if asks else None
