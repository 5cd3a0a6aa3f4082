"""How the tracker stands, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.cli import options
from forecasts.cli.output import day
from forecasts.model import times
from tracker.cli.told import questions

if TYPE_CHECKING:
    from tracker.jobs import Failure, Heartbeat, Standing

SHOWN = 3  # coming firings
AHEAD = timedelta(minutes=1)  # less is a clock being set right
START = "forecasts tracker run"


def words(found: Standing) -> str:
    """Return what people read: whether it lives, what it does next, what waits and what failed."""
    lines = life(found, found.holder)
    if found.is_dead and not found.holder:
        lines.append(f"Start it again, by systemd, cron, or: {options.typed_db(START)}")
    if found.holder and found.is_dead:
        lines.append("It is at a long piece of work, or hangs.")
        number = found.holder.rpartition(" ")[2]
        end = f" (kill -9 {number})" if number.isdecimal() else ""
        lines.append(f"If it hangs, end it{end}, then start it again: {options.typed_db(START)}")
    elif found.holder:
        lines.append(f"Ticking: {found.holder}.")
    if found.coming:
        coming = (f"{one.plan} {times.to_minute(one.at)}" for one in found.coming[:SHOWN])
        lines.append(f"Next: {', '.join(coming)}.")
    lines.append(f"Scored so far: {questions(found.scored)}.")
    if found.waiting:
        lines.append(f"Waiting to be scored: {questions(found.waiting)}.")
        lines.append(f"Type: {options.typed_db('forecasts tracker tick')}")
    if found.overdue:
        due = options.typed_db("forecasts due")
        lines.append(f"Awaiting an outcome: {questions(found.overdue)}. Type: {due}")
    return "\n".join([*lines, *map(failed, found.failures)])


def life(found: Heartbeat, holder: str | None) -> list[str]:
    """Return in sentences when the tracker last worked, and whether it is dead or hangs.

    holder: who holds the right to tick, if anybody.
    """
    if found.last_tick_at is None or found.lag is None:
        lines = ["The tracker has never run on this record."]
        if found.last_scored_at is not None:
            lines.append(f"Scores were last computed {ago(found.now - found.last_scored_at)}.")
        return lines
    if found.lag < -AHEAD:
        ahead = f"dated {length(-found.lag)} ahead of this clock ({day(found.last_tick_at)})"
        return [
            f"The last tick is {ahead}: the clock was set back, or ran ahead.",
            "The next tick puts the schedule back, and does what fell due.",
        ]
    lines = [f"Last tick {ago(found.lag)} ({day(found.last_tick_at)})."]
    if found.is_dead and found.interval is not None:
        who = f"{holder} holds the right to tick, and does not" if holder else "The tracker is dead"
        lines.append(
            f"{who[0].upper()}{who[1:]}: it ticked every {length(found.interval)}, and three such"
            " times have passed without a tick."
        )
    return lines


def failed(failure: Failure) -> str:
    """Return in a sentence what failed, how often, and when it is tried again."""
    times_tried = "once" if failure.attempts == 1 else f"{failure.attempts} times"
    again = f" Next try {times.to_minute(failure.retry_at)}." if failure.retry_at else ""
    return f"Failed {times_tried}: {failure.question}: {failure.error.rstrip('.')}.{again}"


def ago(lag: timedelta) -> str:
    """Return how long ago something was.

    >>> ago(timedelta(seconds=30)), ago(timedelta(hours=50))
    ('30 seconds ago', '2 days ago')
    """
    return "just now" if lag < timedelta(seconds=1) else f"{length(lag)} ago"


def length(span: timedelta) -> str:
    """Return a span of time in its largest unit, rounded down.

    >>> length(timedelta(seconds=60)), length(timedelta(hours=30))
    ('1 minute', '1 day')
    """
    seconds = int(span.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' * (count > 1)}"
    return "1 second" if seconds == 1 else f"{seconds} seconds"
