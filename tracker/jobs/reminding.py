"""Reminders: what nobody looked at, what closes or expires, what awaits an outcome or a second."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.model import ForecasterKind, Status, times
from tracker import store as own
from tracker.diary import reminders, tasks
from tracker.diary.reminders import EVERYBODY, Reminder
from tracker.diary.tasks import Task

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from forecasts.model import Proposal
    from forecasts.store import Store
    from forecasts.store.listing import Line
    from tracker.jobs.desk import Desk

KIND, MAIL, NOTIFY = "reminders", "remind", "remind-channel"
AGAIN = timedelta(days=5)  # between two reminders of a question that awaits an outcome
CLOSING = timedelta(days=7)
EXPIRING = timedelta(days=3)
DECIDING = timedelta(days=3)
# A view is old after a tenth of the question's time, and never before three days or after thirty.
SHARE, YOUNGEST, OLDEST = 10, timedelta(days=3), timedelta(days=30)
TAKING = (Status.OPEN, Status.REOPENED)
STANDING = """
    SELECT f.question_id, f.forecaster_id, f.id, f.made_at, f.expires_at, w.name
    FROM forecasts_now f JOIN forecasters_now w ON w.id = f.forecaster_id
    WHERE w.kind IN ('person', 'team') AND (w.retired_at IS NULL OR w.retired_at > ?)
    ORDER BY f.question_id, f.forecaster_id
"""
PEOPLE = f"""
    SELECT id, name FROM forecasters_now
    WHERE kind = '{ForecasterKind.PERSON.value}' AND (retired_at IS NULL OR retired_at > ?)
        AND EXISTS (SELECT 1 FROM forecasts f WHERE f.forecaster_id = forecasters_now.id)
    ORDER BY id
"""  # noqa: S608 - our own word
DISPUTED = "SELECT question_id, id, decide_by FROM resolutions_now WHERE status = 'disputed'"


def remind(desk: Desk, task: Task) -> None:
    """Note what people should look at, and plan what tells them; each occasion once."""
    with desk.store.snapshot():
        titles = dict(desk.store.connection.execute("SELECT id, title FROM questions_now"))
        found = [
            replace(one, words=f"{one.words} ({titles[one.question_id]})")
            for one in due(desk.store, desk.now)
        ]
    batch = f"{task.subject} {task.period}"  # two plans may fire at one local time, in two zones
    with own.writing(desk.store) as connection:
        if not tasks.finish(connection, task, desk.now):
            return
        new = [one for one in found if reminders.add(connection, one, batch, desk.now)]
        if new:
            for following in _sendings(desk, task, batch):
                tasks.plan(connection, following)


def new_in(connection: sqlite3.Connection, done: Sequence[str]) -> tuple[str, ...]:
    """Return the reminders that came of tasks by their names, each with the command to type."""
    parts = [name.split("/", 2) for name in done if name.startswith(f"{KIND}/")]
    batches = [f"{subject} {period}" for _, subject, period in parts]
    new = (one for batch in batches for one in reminders.of_batch(connection, batch))
    return tuple(f"Reminder: {one.words} (type: {one.command})" for one in new)


def due(store: Store, now: datetime) -> Iterator[Reminder]:
    """Yield everything that somebody should be reminded of now, noted before or not."""
    from forecasts.store import listing

    lines = {line.id: line for line in listing.lines(store.connection, now, None)}
    live = {id_: line for id_, line in lines.items() if not line.retrospective}
    yield from _awaiting_an_outcome(store.connection, live, now)
    yield from _awaiting_a_second(store.connection, now)
    yield from _disputed(store.connection, live, now)
    yield from _proposed(store.connection, live, now)
    yield from _not_looked_at(store.connection, live, now)
    yield from _without_a_forecast(store.connection, live, now)


def _counted(
    connection: sqlite3.Connection, kind: str, question_id: int, since: datetime, now: datetime
) -> tuple[str, int]:
    """Return which reminder is due, every five days since an instant, and how many were missed."""
    start, number = times.to_text(since), (now - since) // AGAIN
    sent = reminders.last_count(connection, kind, question_id, start)
    return f"{start}/{number}", max(number - sent - 1, 0)


def _awaiting_an_outcome(
    connection: sqlite3.Connection, lines: dict[int, Line], now: datetime
) -> Iterator[Reminder]:
    for line in lines.values():
        if line.status is not Status.DUE:
            continue
        since = max(line.closes_at, line.resolves_by)
        which, missed = _counted(connection, "outcome", line.id, since, now)
        yield Reminder(
            kind="outcome",
            question_id=line.id,
            forecaster_id=EVERYBODY,
            occurrence=which,
            missed=missed,
            words=f"{line.slug} awaits an outcome since {times.to_minute(since)}.",
            command=f"forecasts resolve {line.slug} {line.type.answer} --source URL",
        )


def _awaiting_a_second(connection: sqlite3.Connection, now: datetime) -> Iterator[Reminder]:
    """Yield the outcomes that count only once confirmed, and once those that a forecaster entered.

    The latter count already: whoever else is on record is asked a single time.
    """
    from forecasts.store import confirmations

    alone = len(connection.execute(PEOPLE, (times.to_text(now),)).fetchall()) < 2  # noqa: PLR2004
    for one in confirmations.unconfirmed(connection):
        ruled = one.resolution
        if ruled.recorded_at is None or (alone and not ruled.awaits):
            continue
        outcome = f"{one.question}: {ruled.outcome or ruled.status} by {ruled.resolver}"
        if ruled.awaits:
            which, missed = _counted(
                connection, "second", ruled.question_id, ruled.recorded_at, now
            )
            words = f"{outcome} awaits a second person."
        else:
            which, missed = f"{ruled.id}/own", 0
            words = f"{outcome}, who forecast it; a second person may look."
        yield Reminder(
            kind="second",
            question_id=ruled.question_id,
            forecaster_id=EVERYBODY,
            occurrence=which,
            missed=missed,
            words=words,
            command=f"forecasts resolve {one.question} --confirm",
        )


def _disputed(
    connection: sqlite3.Connection, lines: dict[int, Line], now: datetime
) -> Iterator[Reminder]:
    for question_id, _, text in connection.execute(DISPUTED).fetchall():
        line, by = lines.get(question_id), times.maybe_from_text(text)
        if line is None or by is None or now < by - DECIDING:
            continue
        which, missed = _counted(connection, "dispute", line.id, by - DECIDING, now)
        yield Reminder(
            kind="dispute",
            question_id=line.id,
            forecaster_id=EVERYBODY,
            occurrence=which,
            missed=missed,
            words=f"{line.slug} is disputed, to be decided by {times.to_minute(by)}.",
            command=f"forecasts show {line.slug}",
        )


def _proposed(
    connection: sqlite3.Connection, lines: dict[int, Line], now: datetime
) -> Iterator[Reminder]:
    from forecasts.store import proposals

    for proposal in proposals.standing(connection):
        line = lines.get(proposal.question_id)
        if line is None:
            continue
        stage, more, ending = _stage(proposal, line, now)
        yield Reminder(
            kind="proposal",
            question_id=line.id,
            forecaster_id=EVERYBODY,
            occurrence=f"{proposal.id}{stage}",
            words=f"{line.slug}: a rule proposes {proposal.outcome}{more}.",
            command=f"forecasts resolve {line.slug} {ending}",
        )


def _stage(proposal: Proposal, line: Line, now: datetime) -> tuple[str, str, str]:
    """Return what a proposal has come to, in words, and how the command that it leads to ends."""
    if proposal.objections:
        return (
            "/objected",
            f"; {proposal.objections[-1].objector} objects",
            (f"{line.type.answer} --source URL"),
        )
    if proposal.object_by is not None and now < proposal.object_by:
        until = times.to_minute(proposal.object_by)
        return "/waiting", f", unless somebody objects by {until}", '--object "why"'
    return "", "", "--accept"


def _not_looked_at(
    connection: sqlite3.Connection, lines: dict[int, Line], now: datetime
) -> Iterator[Reminder]:
    """Yield the forecasts that grew old, are about to expire, or have expired."""
    rows = connection.execute(STANDING, (times.to_text(now),)).fetchall()
    for question_id, forecaster_id, row, made_at, expires_at, name in rows:
        line = lines.get(question_id)
        if line is None or line.status not in TAKING:
            continue
        looked_at, ends_at = times.from_text(made_at), times.maybe_from_text(expires_at)
        words = None
        if ends_at is not None and now >= ends_at - EXPIRING:
            kind, which = ("expired", row) if now >= ends_at else ("expiring", row)
            verb = "expired" if now >= ends_at else "expires"
            words = f"{line.slug}: the forecast of {name} {verb} on {times.to_minute(ends_at)}."
        elif (old := (now - looked_at) // _pace(line)) > 0:
            # After one pace, two, four, eight: whoever does not answer is not pestered.
            kind, which = "old", f"{row}/{old.bit_length()}"
            words = f"{line.slug}: {name} last looked {(now - looked_at).days} days ago."
        if words is not None:
            yield Reminder(
                kind=kind,
                question_id=question_id,
                forecaster_id=forecaster_id,
                occurrence=str(which),
                words=words,
                command=f"forecasts predict {line.slug} --reaffirm --as {shlex.quote(name)}",
            )


def _pace(line: Line) -> timedelta:
    return min(max((line.closes_at - line.opens_at) / SHARE, YOUNGEST), OLDEST)


def _without_a_forecast(
    connection: sqlite3.Connection, lines: dict[int, Line], now: datetime
) -> Iterator[Reminder]:
    """Yield what closes within a week, for each person who has no number on it."""
    rows = connection.execute(STANDING, (times.to_text(now),))
    standing = {(question_id, forecaster_id) for question_id, forecaster_id, *_ in rows}
    people = connection.execute(PEOPLE, (times.to_text(now),)).fetchall()
    for line in lines.values():
        if line.status not in TAKING or line.closes_at > now + CLOSING:
            continue
        for forecaster_id, name in people:
            if (line.id, forecaster_id) not in standing:
                yield Reminder(
                    kind="closing",
                    question_id=line.id,
                    forecaster_id=forecaster_id,
                    occurrence=times.to_text(line.closes_at),
                    words=f"{line.slug} closes {times.to_minute(line.closes_at)} without a"
                    f" forecast of {name}.",
                    command=f"forecasts predict {line.slug} --as {shlex.quote(name)}",
                )


def _sendings(desk: Desk, task: Task, batch: str) -> Iterator[Task]:
    settings = desk.settings
    if settings.server is not None:
        for recipient in settings.recipients:
            subject = f"{recipient.forecaster or 'all'} at {recipient.address}"
            yield Task(MAIL, subject, batch, task.due_at)
    for place, _ in enumerate(settings.channels, 1):
        yield Task(NOTIFY, f"channel {place}", batch, task.due_at)
