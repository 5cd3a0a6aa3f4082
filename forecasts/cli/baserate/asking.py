"""What is to be counted, for which question and as known when; and what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from forecasts import dates, outside_view, parse
from forecasts.errors import InputError, RefusedError
from forecasts.library import event_file
from forecasts.model import QuestionType, Status, status_of
from forecasts.outside_view import DAY, MONTHS, Case, Count
from forecasts.store import questions, resolutions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forecasts.library.event_file import NamedLog
    from forecasts.library.events import Kind
    from forecasts.model import Question
    from forecasts.store import Store

LISTED = 8  # kinds that an error names


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed."""

    log: str
    kind: str | None
    first_years: tuple[int, ...]
    last_year: int | None
    case: Case
    cutoff: str | None
    by: str | None
    level: float

    @classmethod
    def of(cls, log: str, typed: Mapping[str, Any]) -> Asked:
        """Return what was typed on the command line."""
        values = dict(typed)
        level, per = int(values.pop("level")) / 100, values.pop("per")
        return cls(log=log, level=level, case=case_of(per), **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted, a window each; start: from when the wait is told, up to `by`.

    left_out: events of the kind that were not public before the cut-off. last_year: of the window,
    where it was typed; later: events after it that were public by then. bursts: of each window.
    """

    log: NamedLog
    kind: Kind
    windows: tuple[Count, ...]
    cutoff: date
    left_out: int
    first_years: tuple[int, ...]
    last_year: int | None
    later: int
    level: float
    start: date
    by: date | None
    bursts: tuple[float | None, ...]
    question: Question | None
    takes_forecasts: bool = True


def case_of(per: str) -> Case:
    """Return what is counted as a case; raise InputError for what is none.

    >>> case_of("180d").days
    180.0
    """
    if per in (*MONTHS, DAY):
        return Case(per)
    try:
        days = parse.duration(per) // timedelta(days=1)
    except InputError:
        days = 0
    if days < 2:  # noqa: PLR2004 - a day is counted by --per day
        raise InputError(
            f"{per[:20]!r} is no case to count.", "Type year, quarter, month, 180d, or day."
        )
    return Case(f"{days}d", days)


def check_alone(*, recorded: bool) -> None:
    """Raise InputError where something is to be recorded for no question."""
    if recorded:
        raise InputError("for which question?", "Add --question QUESTION.")


def question_of(store: Store, name: str) -> Question:
    """Return a question that may have a reference class; raise RefusedError for one of numbers."""
    found = questions.find(store, name)
    if found.type not in (QuestionType.BINARY, QuestionType.DATE):
        raise RefusedError(
            f"{found.slug} asks for more than whether or when something happens.",
            "Its reference class counts its options: forecasts revise --help",
        )
    return found


def is_settled(store: Store, question: Question, now: datetime) -> bool:
    """Return whether a question has an outcome, or none any more: nobody forecasts it."""
    found = status_of(question, resolutions.latest(store.connection, question.id), now)
    return found in (Status.RESOLVED, Status.ANNULLED)


def answered(asked: Asked, question: Question | None, now: datetime) -> Counted:
    """Return what the log says, for a question or for anybody."""
    log = event_file.read(asked.log)
    kind = _kind(log, asked.kind)
    cutoff = _cutoff(asked.cutoff, question, now)
    known = [
        event.day for event in log.log.events if _is(event.kind, event.published_on, kind, cutoff)
    ]
    left_out = sum(e.kind == kind.id and e.published_on >= cutoff for e in log.log.events)
    start, last = _start(asked, question, cutoff, now), asked.last_year
    first_years = asked.first_years or _first_years(kind, log.name)
    windows = tuple(_window(asked, kind, known, first, cutoff, log.name) for first in first_years)
    return Counted(
        log=log,
        kind=kind,
        windows=windows,
        cutoff=cutoff,
        left_out=left_out,
        first_years=first_years,
        last_year=last,
        later=sum(day.year > last for day in known) if last else 0,
        level=asked.level,
        start=start,
        by=_by(asked, question, start, now),
        bursts=tuple(outside_view.bursts(known, one.first, one.after) for one in windows),
        question=question,
    )


def _is(kind: str, published_on: date, wanted: Kind, cutoff: date) -> bool:
    return kind == wanted.id and published_on < cutoff


def _kind(log: NamedLog, name: str | None) -> Kind:
    kinds = log.log.kinds
    if name is None and len(kinds) == 1:
        return kinds[0]
    found = log.log.kind(name or "")
    if found is None:
        from difflib import get_close_matches

        if not kinds:
            raise InputError(f"{log.name} lists no event.", "Type a log with a line for each.")
        ids = [kind.id for kind in kinds]
        near = get_close_matches(name or "", ids, n=LISTED, cutoff=0.5) or ids
        more = f" and {len(ids) - LISTED} more" if len(near) > LISTED else ""
        what = f"{log.name} has no kind {name[:60]!r}." if name else "which kind of event?"
        raise InputError(what, f"There are: {', '.join(near[:LISTED])}{more}.")
    return found


def _first_years(kind: Kind, log: str) -> tuple[int, ...]:
    if not kind.complete:
        raise InputError(
            f"{log} does not say from which year on it lists all {kind.id or 'events'}.",
            "Type --from YEAR: a count that starts with an event says too much.",
        )
    return (kind.complete.start,)


def _window(
    asked: Asked, kind: Kind, known: list[date], first: int, cutoff: date, log: str
) -> Count:
    """Return what a window amounts to; raise InputError where the log does not list it whole."""
    whole = kind.complete
    last = asked.last_year or (whole[-1] if whole else cutoff.year)
    if whole and not (whole.start <= first and last <= whole[-1]):
        raise InputError(
            f"{log} lists every {kind.id} from {whole.start} to {whole[-1]} only.",
            "Type --from and --to within these years, or keep a log of your own.",
        )
    if last < first:
        raise InputError(f"{first} to {last} is no window.", "Type --from YEAR and --to YEAR.")
    span = date(first, 1, 1), date(last + 1, 1, 1)
    try:
        return outside_view.counted(known, asked.case, *span, cutoff)
    except ValueError as error:
        raise InputError(f"{error}, as known before {cutoff}.", "Type an earlier --from.") from None


def _cutoff(typed: str | None, question: Question | None, now: datetime) -> date:
    """Return the day before which an event must have been public, at most today."""
    if typed is None:
        at = min(question.terms.opens_at, now) if question else now
    else:
        at = dates.instant(typed, dates.Edge.OPENING, dates.zone("UTC"), now)
    if at > now:
        raise InputError(f"{typed!r} has not come yet.", "Type a day that has passed.")
    return at.date()


def _start(asked: Asked, question: Question | None, cutoff: date, now: datetime) -> date:
    """Return from when the wait is told: the cut-off that was typed, else now; in a question."""
    if question is None:
        return cutoff
    terms = question.terms
    over = now >= terms.closes_at
    return terms.opens_at.date() if over or asked.cutoff else max(terms.opens_at, now).date()


def _by(asked: Asked, question: Question | None, start: date, now: datetime) -> date | None:
    """Return the last day that the chance is told for; None where there is none to tell."""
    if asked.by is not None:
        zone = dates.zone(question.terms.timezone if question else "UTC")
        end = dates.instant(asked.by, dates.Edge.DEADLINE, zone, now)
        if end <= datetime.combine(start, time(), zone):
            raise InputError(
                f"{asked.by!r} lies before {start}, from when it is counted.",
                "Type a later --by, or an earlier --cutoff.",
            )
    elif question is not None:
        zone, terms = dates.zone(question.terms.timezone), question.terms
        end = terms.horizon if question.type is QuestionType.DATE else terms.closes_at
    else:
        return None
    return (end - dates.LAST_MOMENT).astimezone(zone).date()
