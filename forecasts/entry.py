"""What may be recorded as a forecast: whether the question takes one, and the row it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from forecasts.errors import InputError, RefusedError
from forecasts.model import (
    Action,
    Forecast,
    ForecasterKind,
    Origin,
    QuestionType,
    Status,
    status_of,
    times,
)

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from forecasts.history import Track
    from forecasts.model import Question, Resolution
    from forecasts.model.forecast import Prediction

FIX_WITHIN = timedelta(minutes=15)
TURN = timedelta(minutes=1)  # longer than an entry waits for the lock


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody says of a question; `stated` None means the number that stands, once more."""

    stated: Prediction | None
    rationale: str | None = None
    expires_at: datetime | None = None
    fix: bool = False


def check_question(question: Question, resolution: Resolution | None, now: datetime) -> None:
    """Raise RefusedError, with what to do instead, unless the question takes forecasts at `now`."""
    status = status_of(question, resolution, now)
    if status not in (Status.OPEN, Status.REOPENED):
        said = resolution.outcome if resolution else None
        outcome = f": {_spoken(said, question)}" if said else ""
        raise RefusedError(*_refusal(question, status, outcome))


def _spoken(outcome: str, question: Question) -> str:
    """Return an outcome as it was typed: of a date the day, of a number without needless zeros."""
    from forecasts import dates
    from forecasts.distributions.notation import deadline_text, number_text

    if question.type is QuestionType.DATE and outcome[0].isdigit():
        zone = dates.zone(question.terms.timezone)
        return deadline_text(times.to_seconds(times.from_text(outcome)), zone)
    if question.type is QuestionType.NUMERIC and outcome not in ("below", "above"):
        return "..".join(number_text(float(part)) for part in outcome.split(".."))
    return outcome


def _refusal(question: Question, status: Status, outcome: str) -> tuple[str, str]:
    """Return why a question of that status takes no forecast, and what to do instead."""
    slug, terms = question.slug, question.terms
    opens, closed = times.to_minute(terms.opens_at), times.to_minute(terms.closes_at)
    if status is Status.DRAFT:
        return f"{slug} takes no forecasts before it opens on {opens}.", "Type it again then."
    if status is Status.CLOSED:
        return (
            f"{slug} closed on {closed}: a forecast made now would never count.",
            f"To go on forecasting: forecasts ask --like {slug} --closes DATE",
        )
    if status is Status.DUE:
        command = f'forecasts resolve {slug} {question.type.answer} --source URL --quote "…"'
        awaits = f"{slug} closed on {closed} and awaits its outcome."
        return awaits, f"Say what happened: {command}"
    return (
        f"{slug} is {status}{outcome}; it takes no more forecasts.",
        f'If that is wrong: forecasts resolve {slug} --reopen "why"',
    )


def after(track: Track, now: datetime) -> datetime:
    """Return the moment of an entry: not before one made while this one waited for its turn.

    The clock is read before the record is locked. An entry dated further ahead was made by another
    clock, and moves nothing.
    """
    last = track.newest
    waited = last is not None and now < last.made_at <= now + TURN
    return last.made_at if last is not None and waited else now


def check_forecaster(track: Track, now: datetime) -> None:
    """Raise RefusedError when the forecaster has retired by `now`."""
    who = track.forecaster
    if who.retired_at is not None and who.retired_at <= now:
        raise RefusedError(
            f"{who.name} retired on {times.to_minute(who.retired_at)} and forecasts no more.",
            "Name another forecaster with --as NAME.",
        )


def check_unsaid(track: Track, question: Question, *, fix: bool = False) -> None:
    """Raise RefusedError where a publication has spoken of the question: it never says it anew.

    A slip in what was typed for it may be fixed; what a claim of its text says may not.
    """
    who, struck = track.forecaster, track.struck
    stands = [row for row in track.rows if row.id not in struck]
    slip = fix and all(row.origin is Origin.TYPED for row in stands)
    if who.kind is ForecasterKind.PUBLICATION and stands and not slip:
        raise RefusedError(
            f"{who.name} is a publication and has spoken of {question.slug}: what it said is never"
            " updated.",
            "Your own number: --as YOUR-NAME. A later text is a publication of its own:"
            " --as ANOTHER-NAME",
        )


def expiry(text: str, tz: ZoneInfo, now: datetime) -> datetime:
    """Return when a forecast lapses: a length of time from now, or a day that it still covers.

    Raises InputError for what is neither, and for what lies in the past.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> expiry("2w", ZoneInfo("UTC"), datetime(2026, 1, 1, tzinfo=UTC)).isoformat()
    '2026-01-15T00:00:00+00:00'
    """
    from forecasts import dates, parse

    try:
        length = parse.duration(text)
    except InputError:
        if text.strip().startswith("0"):  # 0d names no day to come, though a date grammar has it
            raise
        expires_at = dates.instant(text, dates.Edge.DEADLINE, tz, now)
    else:
        if length.days > 366 * (times.LAST_YEAR - now.year):
            raise InputError(f"{text!r} from now lies past {times.LAST_YEAR}.", "Type less.")
        expires_at = now + length
    if expires_at <= now:
        raise InputError(
            f"{text!r} lies in the past: a forecast cannot expire before it is made.",
            "Type a length such as 30d, or a day to come.",
        )
    return expires_at


def forecast(
    entry: Entry, question: Question, track: Track, now: datetime, entered_by: str | None
) -> Forecast:
    """Return the row that the entry makes; made_at is `now`, since nobody forecasts backwards.

    A repeated number that was to expire runs the same length again. Raises RefusedError when
    there is nothing to repeat or to fix, and where a publication has spoken already.
    """
    check_unsaid(track, question, fix=entry.fix)
    stated, expires_at = entry.stated, entry.expires_at
    if stated is None:
        before = _standing(track, question, now, "repeat")
        stated = before.stated
        _check_repeated(stated, question, now)
        if expires_at is None and before.expires_at is not None:
            expires_at = now + (before.expires_at - before.made_at)
    return Forecast(
        question_id=question.id,
        revision_id=question.revision_id,
        forecaster_id=track.forecaster.id,
        action=Action.REAFFIRMATION if entry.stated is None else Action.FORECAST,
        stated=stated,
        made_at=now,
        rationale=entry.rationale,
        expires_at=expires_at,
        strikes=_fixable(track, question, now).id if entry.fix else None,
        entered_by=entered_by,
    )


def _check_repeated(stated: Prediction | None, question: Question, now: datetime) -> None:
    """Raise RefusedError where options came or went since, and shares would not speak of all."""
    from forecasts.model.prediction import Shares

    if not isinstance(stated, Shares):
        return
    shares = zip_longest(question.terms.choices, stated.probabilities)
    said = [(option, share, option.offered(now)) for option, share in shares]
    new = [option.name for option, share, offered in said if offered and share is None]
    gone = [option.name for option, share, offered in said if share is not None and not offered]
    if not new and not gone:
        return
    from forecasts import parse
    from forecasts.distributions.notation import options_text
    from forecasts.distributions.shares import SLIVER

    here = [(option.name, share) for option, share, offered in said if offered]
    typed = [(name, SLIVER if p is None else parse.probability_text(p)) for name, p in here]
    why = f"{', '.join(new)} came on offer since" if new else f"{', '.join(gone)} is gone since"
    raise RefusedError(
        f"what stands on {question.slug} cannot be said once more: {why}.",
        f"Type all of it: forecasts predict {question.slug} {options_text(typed)} --normalise",
    )


def withdrawal(
    question: Question, track: Track, now: datetime, why: str | None, entered_by: str | None
) -> Forecast:
    """Return the row that takes back what stands; raise RefusedError when nothing does."""
    check_forecaster(track, now)
    check_unsaid(track, question)
    _standing(track, question, now, "withdraw")
    return Forecast(
        question_id=question.id,
        revision_id=question.revision_id,
        forecaster_id=track.forecaster.id,
        action=Action.WITHDRAWAL,
        made_at=now,
        rationale=why,
        entered_by=entered_by,
    )


def _standing(track: Track, question: Question, now: datetime, verb: str) -> Forecast:
    """Return the forecast that stands, or say why there is none."""
    stands = track.standing(now)
    if stands is not None:
        return stands
    last = track.newest
    why = "has said nothing on it yet"
    if last is not None and last.made_at > now:
        raise RefusedError(
            f"{track.forecaster.name} spoke on {question.slug} at {times.to_minute(last.made_at)},"
            f" and this clock shows {times.to_minute(now)}: it is behind.",
            "Set it right, then type it again.",
        )
    if last is not None:
        withdrew = last.action is Action.WITHDRAWAL
        at = last.made_at if withdrew else last.expires_at or last.made_at
        why = f"{'withdrew' if withdrew else 'let the last number expire'} on {times.to_minute(at)}"
    raise RefusedError(
        f"there is nothing to {verb} on {question.slug}: {track.forecaster.name} {why}.",
        f"Type a number: forecasts predict {question.slug} {question.example}",
    )


def _fixable(track: Track, question: Question, now: datetime) -> Forecast:
    """Return the row that a fix strikes; raise RefusedError when it is too late for that."""
    last, name = track.newest, track.forecaster.name
    command = f"forecasts predict {question.slug} {question.example}"
    way_on = f"Type the number without --fix: {command}"
    if last is None:
        raise RefusedError(f"{name} has nothing to fix on {question.slug}.", way_on)
    if abs(now - last.made_at) > FIX_WITHIN:
        made = times.to_minute(last.made_at)
        raise RefusedError(
            f"{name}'s last entry on {question.slug} dates from {made}; a slip can be fixed for"
            " 15 minutes, and after that it stays on record.",
            way_on,
        )
    return last
