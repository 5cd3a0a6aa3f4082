"""What a tick did, told in words or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.cli import options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import json_line, say_out
from forecasts.errors import ForecastsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker import jobs

SHOWN = 3  # failures


def told(result: jobs.TickResult, *, as_json: bool) -> None:
    """Say what a tick did; raise ForecastsError when a unit of it failed."""
    last = result.last_tick_at
    if as_json:
        since = (options.now() - last).total_seconds() if last else None
        json_line(
            {
                "scored": result.scored,
                "restated": result.restated,
                "done": list(result.done),
                "failed": list(result.failed),
                "as_of_seq": result.as_of_seq,
                "seconds_since_last_tick": since,
            }
        )
    elif not result.scored and not result.failed and not result.lines:
        say_out("Nothing is due.")
    else:
        see = options.typed_db("forecasts report")
        if result.scored or result.without:
            say_out(f"{paragraph(_scored(result))}\nSee: {see}")
        for line in result.lines:
            say_out(f"{line}.")
    if result.failed:
        raise ForecastsError(
            f"{len(result.failed)} could not be done: {few(result.failed)}.",
            "The rest was. Each is tried again; see: "
            + options.typed_db("forecasts tracker status"),
        )


def few(failed: Sequence[str]) -> str:
    """Return the first few failures as one clause, and how many more there are.

    >>> few(["rain: gone.", "snow: gone", "hail: gone", "fog: gone"])
    'rain: gone; snow: gone; hail: gone; and 1 more'
    """
    more = [f"and {len(failed) - SHOWN} more"] if len(failed) > SHOWN else []
    return "; ".join([*(one.rstrip(".") for one in failed[:SHOWN]), *more])


SHORT = {
    "the question was annulled": "annulled",
    "the outcome is ambiguous": "ambiguous",
    "the outcome is disputed: withheld until it is settled": "disputed",
    "the question was reopened": "reopened",
    "the outcome was known before the question opened": "known before it opened",
    "no forecast stood before the question closed or its outcome was known": "no forecast in time",
}


def _scored(result: jobs.TickResult) -> str:
    """Return how many questions have scores, and why the others have none."""
    if not result.without:
        restated = f", {result.restated} of them restated" if result.restated else ""
        return f"Scored {questions(result.scored)}{restated}."
    none = len(result.without)
    why = ", ".join(dict.fromkeys(SHORT.get(reason, reason) for reason in result.without))
    restated = f"; {result.restated} restated" if result.restated else ""
    has = "has" if none == 1 else "have"
    return f"Scored {questions(result.scored - none)}; {none} {has} no score ({why}){restated}."


def questions(count: int) -> str:
    """Return the count with its noun."""
    return "1 question" if count == 1 else f"{count} questions"
