"""Questions on one event that came to different days, numbers or options."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.linked import rules as said
from forecasts.model import Interval, QuestionType, times
from forecasts.model.link import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from forecasts.linked.settled import Settled
    from forecasts.model.link import Link

DAY = timedelta(days=1)
NEVER = ("no", "never")
SAME = (LinkKind.SAME_EVENT, LinkKind.EARLIER_DEADLINE_OF)


def differing(
    links: Sequence[Link], known: Mapping[str, Settled]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield two questions on one event whose outcomes differ, and how in words.

    Yes here and no there is left out: it is told of all links alike.
    """
    groups = [link for link in links if link.kind in SAME]
    names = [name for name in said.questions(groups) if _outcome(known[name]) is not None]
    for place, one in enumerate(names):
        ways = connected(one, groups)
        for other in names[place + 1 :]:
            by = ways.get(other, ())
            if by and (how := _differ(known[one], known[other], by)):
                yield (one, other), f"{how}, though {said.told(by)}"


def connected(start: str, links: Sequence[Link]) -> dict[str, tuple[Link, ...]]:
    """Return each question that links lead to in either direction, by the shortest way."""
    found: dict[str, tuple[Link, ...]] = {start: ()}
    names = [start]
    for name in names:  # it grows
        for link in links:
            for one, other in ((link.one, link.other), (link.other, link.one)):
                if one == name and other not in found:
                    found[other] = (*found[name], link)
                    names.append(other)
    return found


def _outcome(settled: Settled) -> str | None:
    return settled.ruling.outcome if settled.ruling else None


def _differ(one: Settled, other: Settled, by: Sequence[Link]) -> str:
    """Return how two outcomes differ; empty where they do not, or cannot be compared."""
    first, second = _day(one), _day(other)
    if first and second:
        apart = first.end <= second.start or second.end <= first.start
        days = _label(one, first), _label(other, second)
        return f"{_came(one, first)} and {_came(other, second)}" * (apart and days[0] != days[1])
    if any(link.kind is not LinkKind.SAME_EVENT for link in by):
        return ""
    if one.question.type is not other.question.type:
        return _never(one, other) or _never(other, one)
    if one.question.type is QuestionType.BINARY or _alike(_outcome(one), _outcome(other)):
        return ""
    return " and ".join(f"{s.question.slug} is {_outcome(s)}" for s in (one, other))


def _alike(one: str | None, other: str | None) -> bool:
    """Return whether two outcomes may be the same: options by name, numbers where they overlap."""
    try:
        first, second = ([float(x) for x in (text or "").split("..")] for text in (one, other))
    except ValueError:
        return (one or "").casefold() == (other or "").casefold()
    return first[0] <= second[-1] and second[0] <= first[-1]


def _never(one: Settled, other: Settled) -> str:
    """Return that something never came, though by another question it did before the end."""
    day = _day(other)
    if day is None or _outcome(one) not in NEVER or day.end > one.question.terms.closes_at:
        return ""
    return f"{one.question.slug} is {_outcome(one)} and {_came(other, day)}"


def _day(settled: Settled) -> Interval | None:
    """Return when what a question is about happened, where it did on a known day."""
    outcome = _outcome(settled)
    if settled.ruling is None or outcome in (None, *NEVER):
        return None
    if settled.question.type is QuestionType.DATE and settled.ruling.happened is None:
        end = times.from_text(outcome) if outcome and outcome[0].isdigit() else None
        return Interval(end - DAY, end) if end else None
    return settled.ruling.happened


def _came(settled: Settled, day: Interval) -> str:
    verb = "happened on" if settled.question.type is QuestionType.BINARY else "is"
    return f"{settled.question.slug} {verb} {_label(settled, day)}"


def _label(settled: Settled, day: Interval) -> str:
    return f"{day.start.astimezone(dates.zone(settled.question.terms.timezone)):%Y-%m-%d}"
