"""Which review is meant: whose, on which period; and what it reads."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from forecasts.cli import options
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.store import forecasters, reviews
from tracker.periods import DAY, Length, Period
from tracker.reports.window import Window
from tracker.reviews import written
from tracker.reviews.assembled import Frame, assemble, last_instant
from tracker.reviews.moved import moved

if TYPE_CHECKING:
    from datetime import date

    from forecasts.model import Forecaster
    from forecasts.model.review import Review
    from forecasts.store import Store
    from tracker.reviews.assembled import Assembled
    from tracker.reviews.moved import Moved
    from tracker.reviews.written import Written

ME = "me"

whose_option = click.option(
    "--forecaster", "whose", metavar="NAME", default=ME, show_default=True,
    help="Whose review: yours, somebody's, or a team's.", shell_complete=options.people,
)  # fmt: skip
period_option = click.option(
    "--period", metavar="PERIOD", help="Of which period: 2026-Q3, 2026-10, 2026-W47."
)
by_option = click.option(
    "--by", metavar="NAME", envvar="FORECASTS_AS",
    help="Who answers (or FORECASTS_AS); your login name by default.",
    shell_complete=options.people,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A review with what it speaks of, what was written in it, and how last time's number moved."""

    found: Assembled
    written: Written
    moved: Moved | None


def reviewed(store: Store, whose: str) -> Forecaster:
    """Return whose review is meant; raise NotFoundError for a name that is not on record."""
    name = os.environ.get("FORECASTS_AS", "").strip() or None if whose == ME else whose
    if whose == ME and (known := forecasters.named(store, ME)) is not None:
        return known
    found = options.speaker(store, name)
    if found is None:
        raise NotFoundError(
            f"{options.login()} has no numbers on record.",
            "Say whose review it is: --forecaster NAME   See: forecasts forecaster list",
        )
    return found


def me(store: Store) -> Forecaster | None:
    """Return who reads; None for a login name that is not on record."""
    return options.speaker(store, os.environ.get("FORECASTS_AS", "").strip() or None)


def period_of(text: str | None, today: date) -> Period:
    """Return the period that was typed, else the last quarter that ended; raise InputError."""
    if text is None:
        return Period.of(Length.QUARTERLY, today).before
    try:
        return Period.parse(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is no period.",
            "Type a quarter, month, week or day: 2026-Q3, 2026-10, 2026-W47, 2026-11-22.",
        ) from error


def on_record(store: Store, whose: Forecaster, period: str | None) -> Review:
    """Return the review of a period, else the open one, else the last; raise NotFoundError."""
    name = period_of(period, options.now().date()).name if period else None
    found = reviews.of_forecaster(store.connection, whose.id, name)
    if not found:
        of = f" of {name}" if name else ""
        raise NotFoundError(
            f"there is no review{of} of {whose.name}.", f"Start one: {start_of(whose, name)}"
        )
    still_open = [one for one in found if one.is_open]
    return (still_open or found)[-1]


def start_of(whose: Forecaster, period: str | None) -> str:
    """Return the command that starts a review, of the last quarter where no period is named."""
    typed = f" --period {period}" if period else ""
    return options.typed_db(f"forecasts review start{_flag(whose)}{typed}")


def _flag(whose: Forecaster) -> str:
    import shlex

    mine = whose.goes_by(options.login())
    return "" if mine else f" --forecaster {shlex.quote(whose.name)}"


def command(review: Review, whose: Forecaster, name: str, more: str = "") -> str:
    """Return a command of this review, to be typed next."""
    typed = f"forecasts review {name}{_flag(whose)} --period {review.period}{more}"
    return options.typed_db(typed)


def closed(review: Review, whose: Forecaster) -> RefusedError:
    """Return what is said of a review to which nothing can be added, and what to type instead."""
    error = reviews.closed(review)
    error.hint = f"To go over it once more: {command(review, whose, 'start', ' --again')}"
    return error


def assembled(store: Store, frame: Frame, *, files: bool = False, names: bool = True) -> Assembled:
    """Return what a review speaks of; files: as it leaves the desk, with names or without."""
    return assemble(
        store, frame, version("forecasts"), me=me(store), files=files, names=names or not files,
        flag=options.typed_db(""),
    )  # fmt: skip


def opened(
    store: Store,
    frame: Frame,
    review: Review | None,
    *,
    files: bool = False,
    names: bool = True,
    reasons: bool = True,
) -> Opened:
    """Return a review read whole; None for one that is not on record yet."""
    found = assembled(store, frame, files=files, names=names)
    return with_written(store, found, review, files=files, names=names, reasons=reasons)


def with_written(
    store: Store,
    found: Assembled,
    review: Review | None,
    *,
    files: bool = False,
    names: bool = True,
    reasons: bool = True,
) -> Opened:
    """Return what was assembled with what was written, and how last time's number moved."""
    said = written.read(store, found, review, reasons=reasons, masked=files and not names)
    change = None
    if said.before is not None and said.before.measure is not None:
        past = Frame.of(store, written.review_of(store, said.before))
        taught, own = assembled(store, past), found
        if overlap := past.window.period.end > found.frame.window.period.start:
            zone, at = ZoneInfo(past.window.timezone), found.frame.window.ends_at
            own = found.outside(Window.of(store.connection, past.window.period, zone, at))
        change = moved(said.before, taught, own, outside=overlap)
    return Opened(found, said, change)


def about(opened: Opened, slug: str) -> Opened:
    """Return a review narrowed down to one of its questions; raise RefusedError for any other."""
    review = opened.written.review
    if review is None or not opened.found.named((slug,)):
        raise RefusedError(
            f"{slug} is no question of this review.",
            f"See: {command(review, opened.found.frame.forecaster, 'show')}" if review else "",
        )
    one = replace(review, questions=(slug,))
    return replace(opened, written=replace(opened.written, review=one))


def entered_by(store: Store, whose: Forecaster, deed: str, typed: str) -> str | None:
    """Return who keeps a review, where that is not the one reviewed: FORECASTS_AS, else the login.

    deed: as in "start a review"; typed: its command. Raises RefusedError where only others may.
    """
    said = me(store) if os.environ.get("FORECASTS_AS", "").strip() else None
    # Who says that they are the one reviewed is typed for by the login, as with a number.
    name = said.name if said and said.id != whose.id else options.login()
    if not forecasters.may_enter(store.connection, whose, name):
        import shlex

        few = whose.may_enter or ()
        raise RefusedError(
            f"only {' or '.join(few)} may {deed} of {whose.name}.",
            f"If that is you: FORECASTS_AS={shlex.quote(few[0])} {typed}" if few else "",
        )
    return None if whose.goes_by(name) else name


def runs_on(found: Assembled, review: Review) -> str:
    """Return that a period was read before it was over, and how the rest comes in; else empty."""
    window = found.frame.window
    if not window.so_far:
        return ""
    end = window.period.ends_at(ZoneInfo(window.timezone))
    runs = "runs" if options.now() < end else "ran"
    last = f"{window.period.end - DAY:%Y-%m-%d}"
    once = "once this one is closed, " if review.is_open else ""
    again = command(review, found.frame.forecaster, "start", " --again")
    return (
        f"{window.period.name} {runs} until {last}; {once}what is resolved"
        f" after {last_instant(found.frame)} needs: {again}"
    )


def is_mine(store: Store, whose: Forecaster) -> bool:
    """Return whether the reader is the one reviewed."""
    reader = me(store)
    return reader is not None and reader.id == whose.id
