"""What the day on which something happened says of the same event by an earlier deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.linked import rules as said
from forecasts.linked.one_event import SAME, connected
from forecasts.model import QuestionType
from forecasts.model.link import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from forecasts.linked.settled import Settled
    from forecasts.model import Interval
    from forecasts.model.link import Link


def by_day(links: Sequence[Link], known: Mapping[str, Settled]) -> tuple[said.Rule, ...]:
    """Return that a yes whose day lies within the time of an earlier deadline is a yes there too.

    Within: not before that question opens, and not after it closes.
    """
    return tuple(
        said.Rule(((of, True),), (name, True), (*by, said.InTime(_in_time(known[of], day, name))))
        for of, name, day, by in earlier(links, known)
        if is_within(known[name], day)
    )


def earlier(
    links: Sequence[Link], known: Mapping[str, Settled]
) -> Iterator[tuple[str, str, Interval, tuple[Link, ...]]]:
    """Yield (what happened, same event by another deadline, when, links between them).

    What follows from a yes whenever it happened is left out.
    """
    if not any(link.kind is LinkKind.EARLIER_DEADLINE_OF for link in links):
        return
    plain = said.rules(links)
    group = [link for link in links if link.kind in SAME]
    for of in said.questions(group):
        one = known[of]
        day = one.ruling.happened if one.ruling and one.answer == "yes" else None
        if day is None:
            continue
        later = said.ways((of, True), plain)
        for name, by in connected(of, group).items():
            is_yes_or_no = known[name].question.type is QuestionType.BINARY
            if name != of and is_yes_or_no and (name, True) not in later:
                yield of, name, day, by


def is_within(one: Settled, day: Interval) -> bool:
    """Return whether something happened while a question was asked, all of its day."""
    return one.question.terms.opens_at <= day.start and day.end <= one.question.terms.closes_at


def _in_time(of: Settled, day: Interval, name: str) -> str:
    zone = dates.zone(of.question.terms.timezone)
    return f"{of.question.slug} happened {span(day, zone)}, before {name} closes"


def span(day: Interval, zone: tzinfo) -> str:
    """Return when something happened in words: a day, or from one to another.

    >>> from datetime import UTC, datetime
    >>> from forecasts.model import Interval
    >>> span(Interval(datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 8, 3, tzinfo=UTC)), UTC)
    'from 2026-08-01 to 2026-08-02'
    """
    first = _day(day.start, zone)
    last = _day(max(day.start, day.end - dates.LAST_MOMENT), zone)
    return f"on {first}" if first == last else f"from {first} to {last}"


def _day(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"
