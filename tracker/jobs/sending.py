"""What was written, sent: by mail to each address, in words to each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.errors import NotFoundError
from tracker import delivery
from tracker.delivery import Message
from tracker.diary import written

if TYPE_CHECKING:
    from tracker.diary.tasks import Task
    from tracker.jobs.desk import Desk

MAIL, NOTIFY = "mail", "notify"


def mail(desk: Desk, task: Task) -> None:
    """Mail a report to one address; the task's name is the key of its Message-ID."""
    plan, _, address = task.subject.partition(" to ")
    settings = desk.settings
    if settings.server is None or address not in [one.address for one in settings.recipients]:
        desk.done(task)  # nobody wants it any more
        return
    delivery.send(settings.server, _report(desk, task, plan), settings.sender, address, desk.now)
    desk.done(task)


def notify(desk: Desk, task: Task) -> None:
    """Tell one channel, by its place among FORECASTS_NOTIFY, the words of a report."""
    plan, _, place = task.subject.partition(" to channel ")
    channels = desk.settings.channels
    if int(place) <= len(channels):
        delivery.notify(channels[int(place) - 1], _report(desk, task, plan))
    desk.done(task)


def _report(desk: Desk, task: Task, plan: str) -> Message:
    """Return the message of a report, from the files that were written."""
    noted = written.find(desk.store.connection, plan, task.period)
    if noted is None:
        raise NotFoundError(f"the report {plan} on {task.period} is not on the book.")
    page, words, *_ = (desk.folder / name for name in noted.files)
    late = " (late)" if noted.late else ""
    return Message(
        key=task.name,
        subject=f"Forecasts: {task.period}{late}",
        text=words.read_text(encoding="utf-8"),
        html=page.read_text(encoding="utf-8"),
    )
