"""A report on a period that ended: read as the record stood then, written whole, noted once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forecasts.errors import NotFoundError
from tracker import store as own
from tracker.diary import plans, tasks, written
from tracker.diary.tasks import Task
from tracker.jobs.sending import MAIL, MAIL_PAGE, NOTIFY
from tracker.periods import Period

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.store import Store
    from tracker.diary.plans import Plan
    from tracker.jobs.desk import Desk
    from tracker.reports.section import Report

KIND = "report"


def write(desk: Desk, task: Task) -> None:
    """Write the report of a plan on a period, and note it; then it may be sent.

    A late report says what it would have said in time: facts recorded since are not in it.
    """
    plan = plans.named(desk.store.connection, task.subject)
    if plan is None:
        with own.writing(desk.store) as connection:
            tasks.drop(connection, task)
        return
    period = Period.parse(task.period)
    made, seq = made_for(desk.store, plan, period, desk.now, late=task.late)
    sent = _sendings(desk, task)
    mailed = any(following.kind == MAIL for following in sent)
    files = put(made, desk.folder, filed_as(plan, period), mailed=mailed)
    noted = written.Written(plan.name, period.name, files, seq, task.late, desk.now)
    with own.writing(desk.store) as connection:
        if tasks.finish(connection, task, desk.now):
            written.keep(connection, noted)
            for following in sent:
                tasks.plan(connection, following)


def filed_as(plan: Plan, period: Period) -> str:
    """Return the name of a report's files: the period's, and the plan's where it has its own."""
    return period.name if plan.name == period.length else f"{period.name}-{plan.name}"


def made_for(
    store: Store, plan: Plan, period: Period, now: datetime, *, late: bool = False
) -> tuple[Report, int]:
    """Return the report on a period, as the record stood at its end, and the seq of that.

    A page for a day or a week, the scoring report for a month or a quarter; `late` marks it so.
    """
    from importlib.metadata import version

    from forecasts.store import forecasters
    from tracker.reports.material import Scope
    from tracker.reports.periodic import on_period

    def scope(then: Store) -> Scope:
        who = forecasters.named(then, plan.forecaster) if plan.forecaster else None
        if plan.forecaster and who is None:
            raise NotFoundError(
                f"nobody was called {plan.forecaster!r} by the end of {period.name}."
            )
        return Scope(forecaster=who, reader=who, topic=plan.topic, names=plan.names)

    zone, program = ZoneInfo(plan.timezone), version("forecasts")
    made = on_period(store, period, zone, scope, now, version=program, late=late)
    return made, made.period.seq if made.period else 0


def put(made: Report, folder: Path, name: str, *, mailed: bool = False) -> tuple[str, ...]:
    """Write a report as HTML and Markdown, all files or none; return their names.

    mailed: as a page for mail too, which shows the charts as PNG.
    """
    from forecasts.exporters.whole import holding, write_whole
    from forecasts.store.durable import folder_for
    from tracker.reports.render import files
    from tracker.reports.render.html import as_html, as_mail
    from tracker.reports.render.markdown import as_markdown

    charts = files.charts(made, name)
    markdown = as_markdown(made, files.ending(charts, files.SVG))
    texts = {f"{name}.html": as_html(made), f"{name}.md": markdown, **charts}
    if mailed:
        texts[f"{name}{MAIL_PAGE}"] = as_mail(made, files.ending(charts, files.PNG))
    whole = {folder / file: holding(content) for file, content in texts.items()}
    with folder_for(folder):
        for file in folder.iterdir():  # what a killed process began to write; nobody else does now
            if file.name.startswith(f".{name}") and file.suffix == ".draft":
                file.unlink()
        write_whole(
            whole, f"Make room for it, or give the tracker another folder: --reports DIR ({folder})"
        )
    return tuple(texts)


def _sendings(desk: Desk, task: Task) -> tuple[Task, ...]:
    """Return what sends a report: a task for each address and each channel."""
    settings = desk.settings
    to = [recipient.address for recipient in settings.recipients] if settings.server else []
    subjects = [(MAIL, f"{task.subject} to {address}") for address in to]
    subjects += [
        (NOTIFY, f"{task.subject} to channel {n}") for n, _ in enumerate(settings.channels, 1)
    ]
    return tuple(Task(kind, subject, task.period, task.due_at) for kind, subject in subjects)
