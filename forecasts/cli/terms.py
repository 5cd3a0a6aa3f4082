"""The options that word and date a question, and the terms that they make."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from forecasts import dates, parse
from forecasts.cli import options
from forecasts.dates import Edge
from forecasts.errors import InputError
from forecasts.model import Criteria, ReferenceClass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from forecasts.model import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed about a question: None, or no topics, where nothing was."""

    title: str | None
    opens: str | None
    closes: str | None
    resolves: str | None
    spot: str | None
    tz: str | None
    counts: str | None
    not_counts: str | None
    source: str | None
    unclear: str | None
    criteria: str | None
    background: str | None
    topics: tuple[str, ...]
    group: str | None
    url: str | None
    base_rate: str | None
    by_deadline: bool | None
    retrospective: bool | None
    second_person: bool | None

    @property
    def nothing(self) -> bool:
        """Whether no option was given at all."""
        return all(getattr(self, field.name) in (None, ()) for field in fields(self))


OPTIONS = (
    click.option("--closes", metavar="DATE", help="Last day that counts, or an instant."),
    click.option("--opens", metavar="DATE", help="First day; now, or the day of publication."),
    click.option("--resolves", metavar="DATE", help="When an answer is due; the close by default."),
    click.option("--counts", metavar="TEXT", help="What counts as yes."),
    click.option("--not-counts", metavar="TEXT", help="What does not."),
    click.option("--source", metavar="TEXT", help="Who says so."),
    click.option("--unclear", metavar="TEXT", help="What follows if it stays unclear."),
    click.option("--criteria", metavar="TEXT|@FILE", help="All four lines in one text."),
    click.option("--background", metavar="TEXT|@FILE", help="What a forecaster should know."),
    click.option("--url", metavar="URL", help="Where the answer will stand."),
    click.option("--topic", "topics", metavar="TOPIC", multiple=True, help="Repeat for more."),
    click.option("--group", metavar="NAME", help="Questions that share their fate."),
    click.option("--base-rate", metavar="K/N|JSON", help="How often before: 3/40, or {option: k}."),
    click.option(
        "--by-deadline/--not-by-deadline",
        default=None,
        help="It may happen any day up to the close, so its base rate shrinks with the time left.",
    ),
    click.option(
        "--retrospective/--not-retrospective",
        default=None,
        help="Asked of the past: kept out of calibration.",
    ),
    click.option("--spot", metavar="DATE", help="Day on which spot scores look."),
    click.option(
        "--second-person/--no-second-person",
        default=None,
        help="Its outcome counts once somebody else than the resolver confirms it.",
    ),
)


def terms_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options above; it is called with what was typed in one `typed`."""

    @wraps(command)
    def gathered(**given: Any) -> None:  # noqa: ANN401 - click hands over what each option reads
        typed = Typed(**{field.name: given.pop(field.name) for field in fields(Typed)})
        command(typed=typed, **given)

    for option in reversed(OPTIONS):
        gathered = option(gathered)
    return gathered


def terms(typed: Typed, before: Terms, now: datetime) -> Terms:
    """Return the terms `before` with all that was typed put in their place.

    An empty text takes words away. Raises InputError, saying what to type instead.
    """
    zone = dates.zone(typed.tz or before.timezone)

    def at(text: str | None, edge: Edge, otherwise: datetime) -> datetime:
        return otherwise if text is None else dates.instant(text, edge, zone, now)

    opens_at = at(typed.opens, Edge.OPENING, before.opens_at)
    closes_at = at(typed.closes, Edge.DEADLINE, before.closes_at)
    due_at_close = before.resolves_by == before.closes_at
    answer_by = closes_at if due_at_close else before.resolves_by
    if closes_at <= opens_at:
        raise _closed_first(opens_at, closes_at, now)
    try:
        return replace(
            before,
            title=before.title if typed.title is None else parse.title(typed.title),
            opens_at=opens_at,
            closes_at=closes_at,
            resolves_by=at(typed.resolves, Edge.DEADLINE, answer_by),
            timezone=zone.key,
            criteria=_criteria(typed, before.criteria),
            background=_words(typed.background, "--background", before.background, lines=True),
            topics=_topics(typed.topics) if typed.topics else before.topics,
            group=_words(typed.group, "--group", before.group or "") or None,
            url=parse.web_address(typed.url) if typed.url else _kept(typed.url, before.url),
            spot_at=_spot(typed.spot, before, opens_at, closes_at, at),
            reference_class=_reference_class(typed.base_rate, before.reference_class),
            by_deadline=_flag(typed.by_deadline, otherwise=before.by_deadline),
            retrospective=_flag(typed.retrospective, otherwise=before.retrospective),
            second_person=_flag(typed.second_person, otherwise=before.second_person),
        )
    except ValueError as error:
        raise InputError(f"{error}.") from None


def _closed_first(opens_at: datetime, closes_at: datetime, now: datetime) -> InputError:
    opening, close = (f"{moment:%Y-%m-%d %H:%M}Z" for moment in (opens_at, closes_at))
    past = "For a question about the past, add --opens DATE --retrospective."
    return InputError(
        f"it would close ({close}) before it opens ({opening}).",
        past if closes_at <= now else "Type a later --closes, or an earlier --opens.",
    )


def _kept(typed: str | None, before: str | None) -> str | None:
    return before if typed is None else None


def _flag(typed: bool | None, *, otherwise: bool) -> bool:
    return otherwise if typed is None else typed


def _words(text: str | None, what: str, before: str, *, lines: bool = False) -> str:
    if text is None:
        return before
    return parse.plain(options.long_text(text) if lines else text, what, lines=lines)


def _criteria(typed: Typed, before: Criteria) -> Criteria:
    """Return the four lines as they will be read back: a text may bring labels of its own."""
    text = _words(typed.criteria, "--criteria", str(before), lines=True)
    base = Criteria.parse(text)
    lines = Criteria(
        counts=_words(typed.counts, "--counts", base.counts),
        does_not_count=_words(typed.not_counts, "--not-counts", base.does_not_count),
        who_says_so=_words(typed.source, "--source", base.who_says_so),
        if_unclear=_words(typed.unclear, "--unclear", base.if_unclear),
    )
    return Criteria.parse(str(lines))


def _topics(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the topics, each once; a semicolon parts them too."""
    topics = [parse.plain(topic, "--topic") for text in typed for topic in text.split(";")]
    return tuple(dict.fromkeys(topic for topic in topics if topic))


def _spot(
    text: str | None,
    before: Terms,
    opens_at: datetime,
    closes_at: datetime,
    at: Callable[[str | None, Edge, datetime], datetime],
) -> datetime | None:
    if text is None:
        return before.spot_at
    spot_at = at(text, Edge.MADE, closes_at)
    if not opens_at <= spot_at < closes_at:
        raise InputError(f"{text!r} does not lie between opening and close.", "Type --spot DATE.")
    return spot_at


def _reference_class(text: str | None, before: ReferenceClass | None) -> ReferenceClass | None:
    if text is None or not text.strip():
        return before if text is None else None
    return ReferenceClass.parse(text)
