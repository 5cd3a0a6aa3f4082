"""The second look at an outcome: recorded, and told beside the ruling that it confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from forecasts import outcome, parse
from forecasts.cli import offering, options, wording
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import json_line, say
from forecasts.errors import InputError, RefusedError
from forecasts.history import Track, tracks
from forecasts.model import Confirmation, ResolutionStatus, times
from forecasts.store import confirmations, forecasters, forecasts, questions, resolutions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from forecasts.cli.offering import Offer
    from forecasts.model import Forecast, Forecaster, Question, Resolution
    from forecasts.store import Receipt, Store

ALONE = ("by", "note")  # what may be typed with --confirm


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmation with what it confirms; no receipt where it was on record already."""

    question: Question
    resolution: Resolution
    confirmation: Confirmation
    tracks: tuple[Track, ...]
    receipt: Receipt | None

    def said_by(self, name: str | None) -> Forecast | None:
        """Return the last number of a person on the question, if there is one."""
        own = [track for track in self.tracks if name and track.forecaster.goes_by(name)]
        return own[0].numbers[-1] if own and own[0].numbers else None


def confirmed(
    store: Store, name: str, typed: Mapping[str, str | None], uuid: str | None, now: datetime
) -> Confirmed:
    """Record that a second person finds the last ruling on a question right.

    Raises RefusedError for the one who made it, and where there is nothing to confirm.
    """
    more = [option for option, text in typed.items() if text is not None and option not in ALONE]
    if more:
        raise InputError(
            "--confirm records no outcome of its own.", "Type it with --by and --note."
        )
    login = options.login()
    who = parse.plain(typed["by"] or login, "who confirms")
    note = parse.plain(options.long_text(typed["note"]), "the note", lines=True) or None
    with store.append(now, "resolve", uuid) as batch:
        question = questions.find(store, name)
        ruled = to_confirm(batch.connection, question)
        known = {each.id: each for each in forecasters.everyone(batch.connection)}
        refuse_self(question, ruled, who, known.values())
        said = tracks(forecasts.history(batch.connection, question.id), known)
        entered_by = None if who == login else login
        found = Confirmation(
            resolution_id=ruled.id, confirmer=who, note=note, entered_by=entered_by
        )
        before = confirmations.of_question(batch.connection, question.id)
        if any(
            each.resolution_id == ruled.id and not each.is_by_another(who) and each.note == note
            for each in before
        ):
            return Confirmed(question, ruled, found, said, None)
        confirmations.record(batch, found)
    return Confirmed(question, ruled, found, said, batch.receipt)


def to_confirm(connection: sqlite3.Connection, question: Question) -> Resolution:
    """Return the last ruling on a question; raise RefusedError where it settles nothing."""
    slug, newest = question.slug, resolutions.newest(connection, question.id)
    if newest is None:
        raise RefusedError(f"{slug} has no outcome to confirm.", "See what waits: forecasts due")
    if not newest.status.settles:
        raise RefusedError(
            f"{slug} is {newest.status}: there is no outcome to confirm.",
            f'Settle it: forecasts resolve {slug} {question.type.answer} --source URL --quote "…"',
        )
    return newest


def refuse_self(
    question: Question, ruled: Resolution, who: str, known: Iterable[Forecaster]
) -> None:
    """Raise RefusedError when the one who confirms is the one who resolved, by any name."""
    resolver = ruled.resolver or ""
    one = next((each for each in known if each.goes_by(who)), None)
    same = who.casefold() == resolver.casefold() or (one is not None and one.goes_by(resolver))
    if same:
        raise RefusedError(
            f"{resolver} resolved {question.slug}: the second look is another person's.",
            f"Let somebody else type: forecasts resolve {question.slug} --confirm",
        )


def by_others(resolution: Resolution, found: Iterable[Confirmation]) -> tuple[Confirmation, ...]:
    """Return the confirmations of a resolution by others than its resolver."""
    return tuple(
        each
        for each in found
        if each.resolution_id == resolution.id and each.is_by_another(resolution.resolver)
    )


def rows(
    resolution: Resolution,
    question: Question,
    history: Sequence[Resolution],
    found: Iterable[Confirmation],
    now: datetime,
) -> tuple[tuple[str, str], ...]:
    """Return labelled lines of what came of a ruling: who confirms it, or what is in dispute."""
    looks = by_others(resolution, found)
    waits = "a second person; until then it counts for nothing"
    return (
        *dispute_rows(resolution, question, history, now),
        *(("Confirmed", confirmed_by(look)) for look in looks),
        ("Awaits", waits if resolution.awaits and not looks else ""),
        ("Proposed", "by a rule" if resolution.proposal_id is not None else ""),
    )


def confirmed_by(look: Confirmation) -> str:
    """Return who confirmed a ruling, when, and what was noted."""
    at = f", {times.to_minute(look.recorded_at)}" if look.recorded_at else ""
    typed = f", entered by {look.entered_by}" if look.entered_by else ""
    return f"by {look.confirmer}{typed}{at}{f': {look.note}' if look.note else ''}"


def dispute_rows(
    resolution: Resolution, question: Question, history: Sequence[Resolution], now: datetime
) -> tuple[tuple[str, str], ...]:
    """Return both results of a dispute, and by when it is to be decided; nothing of others."""
    if resolution.status is not ResolutionStatus.DISPUTED:
        return ()
    before, until = outcome.disputed(history, resolution), resolution.decide_by
    by = f", by {before.resolver}" if before and before.resolver else ""
    claimed = resolution.claimed
    zone = question.terms.timezone
    return (
        ("On record", f"{wording.ruling(before, question)}{by}" if before else ""),
        (
            "Claimed",
            f"{wording.outcome(claimed, question)}, by {resolution.resolver}" if claimed else "",
        ),
        (
            "Decide by",
            f"{wording.moment(until, zone)} ({wording.ago(until, now)})" if until else "",
        ),
    )


def echo(done: Confirmed) -> str:
    """Return what people read after a confirmation: by whom, and what it makes count."""
    question, ruled, look = done.question, done.resolution, done.confirmation
    own, seconds = done.said_by(ruled.resolver), done.said_by(look.confirmer)
    forecast = f", who forecast it: {wording.said(own, question)}" if own else ""
    too = f", who forecast it too: {wording.said(seconds, question)}" if seconds else ""
    head = f"{question.slug}: {wording.ruling(ruled, question)}, confirmed by {look.confirmer}"
    table = (
        ("Resolver", f"{ruled.resolver}{forecast}" if ruled.resolver else ""),
        ("Confirmed", f"{confirmed_by(look)}{too}"),
        ("Counts", "from now on" if ruled.awaits else "as it did before"),
        ("Receipt", str(done.receipt)),
    )
    score = options.typed_db("forecasts score")
    return f"{bold(head)}\n{paragraph(question.title)}\n\n{fields(table)}\n\nNext: {score}"


def tell(done: Confirmed, follows: Sequence[Offer] = (), *, as_json: bool) -> None:
    """Print a confirmation, as words or as JSON, and what follows from it by the links."""
    ruled, look = done.resolution, done.confirmation
    if as_json:
        own = done.said_by(ruled.resolver)
        json_line(
            {
                "question": done.question.slug,
                "status": ruled.status.value,
                "outcome": ruled.outcome,
                "resolver": ruled.resolver,
                "forecast_it": own is not None,
                "confirmer": look.confirmer,
                "note": look.note,
                "entered_by": look.entered_by,
                "awaited": ruled.awaits,
                "written": done.receipt is not None,
                "receipt": str(done.receipt) if done.receipt else None,
                "follows": [one.as_json() for one in follows],
            }
        )
    elif done.receipt is None:
        say(f"{look.confirmer} confirmed that already; nothing was written.")
    else:
        click.echo(echo(done))
        offering.tell(follows)
