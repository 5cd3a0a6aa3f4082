"""Reports and reminders, sent: by mail to each address, in words to each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.errors import NotFoundError
from tracker.diary import reminders, written
from tracker.diary.reminders import EVERYBODY

if TYPE_CHECKING:
    from tracker.delivery.message import Message
    from tracker.diary.tasks import Task
    from tracker.jobs.desk import Desk


MAIL, NOTIFY = "mail", "notify"
MAIL_PAGE = ".mail.html"  # how the name of a report's page for mail ends


def mail(desk: Desk, task: Task) -> None:
    """Mail a report to one address; a second sending bears the same Message-ID."""
    from tracker.delivery.mail import send

    plan, _, address = task.subject.partition(" to ")
    settings = desk.settings
    if settings.server is None or address not in [one.address for one in settings.recipients]:
        desk.done(task)  # nobody wants it any more
        return
    send(settings.server, _report(desk, task, plan), settings.sender, address, desk.now)
    desk.done(task)


def notify(desk: Desk, task: Task) -> None:
    """Tell one channel, by its place among FORECASTS_NOTIFY, the words of a report."""
    from tracker.delivery.chat import notify as tell

    plan, _, place = task.subject.partition(" to channel ")
    channels = desk.settings.channels
    if int(place) <= len(channels):
        tell(channels[int(place) - 1], _report(desk, task, plan))
    desk.done(task)


def _report(desk: Desk, task: Task, plan: str) -> Message:
    """Return the message of a report, from the files that were written."""
    from tracker.delivery.message import Image, Message

    noted = written.find(desk.store.connection, plan, task.period)
    if noted is None:
        raise NotFoundError(f"the report {plan} on {task.period} is not on the book.")
    page, words, *more = (desk.folder / name for name in noted.files)
    page = next((file for file in more if file.name.endswith(MAIL_PAGE)), page)
    html = page.read_text(encoding="utf-8")
    # Of the files from before there was a page for mail, no picture is shown by name.
    shown = [file for file in more if f'src="{file.name}"' in html]
    for file in shown:
        html = html.replace(f'src="{file.name}"', f'src="cid:{file.name}"')
    late = " (late)" if noted.late else ""
    return Message(
        key=_key(desk, task),
        subject=f"Forecasts: {task.period}{late}",
        text=words.read_text(encoding="utf-8"),
        html=html,
        images=tuple(Image(file.name, file.read_bytes()) for file in shown),
    )


def _key(desk: Desk, task: Task) -> str:
    """Return the task's name, and which record it is of: other records have tasks of that name."""
    first = desk.store.connection.execute("SELECT hash FROM ledger WHERE seq = 1").fetchone()
    return f"{bytes(first[0]).hex()}/{task.name}" if first else task.name


def remind(desk: Desk, task: Task) -> None:
    """Mail one address its reminders: what concerns all, and what concerns its forecaster."""
    from tracker.delivery.mail import send

    name, _, address = task.subject.rpartition(" at ")
    settings = desk.settings
    message = _reminders(desk, task, None if name == "all" else name)
    known = address in [one.address for one in settings.recipients]
    if settings.server is not None and known and message is not None:
        send(settings.server, message, settings.sender, address, desk.now)
    desk.done(task)


def remind_channel(desk: Desk, task: Task) -> None:
    """Tell one channel what everybody is reminded of."""
    from tracker.delivery.chat import notify as tell

    place, channels = int(task.subject.rpartition(" ")[2]), desk.settings.channels
    message = _reminders(desk, task, None)
    if place <= len(channels) and message is not None:
        tell(channels[place - 1], message)
    desk.done(task)


def _reminders(desk: Desk, task: Task, name: str | None) -> Message | None:
    """Return the reminders of a batch for everybody, and for one forecaster; None for none."""
    from forecasts.store import forecasters
    from tracker.delivery.message import Message

    who = forecasters.named(desk.store, name) if name else None
    meant = {EVERYBODY} | ({who.id} if who else set())
    batch = reminders.of_batch(desk.store.connection, task.period)
    found = [one for one in batch if one.forecaster_id in meant]
    if not found:
        return None
    count = "1 thing" if len(found) == 1 else f"{len(found)} things"
    return Message(
        key=_key(desk, task),
        subject=f"Forecasts: {count} to look at",
        text="\n\n".join(one.line for one in found) + "\n",
    )
