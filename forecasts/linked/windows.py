"""What a day leaves open: the days round another event, and a day that is not exact enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.linked.deadlines import earlier, span
from forecasts.model import QuestionType
from forecasts.model.link import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from forecasts.linked.settled import Settled
    from forecasts.model.link import Link


@dataclass(frozen=True, slots=True)
class Window:
    """The days round another event in which a question can come true.

    ends_at: None where the other did not happen while it was asked, or it is not known well when.
    """

    question: str
    of: str
    ends_at: datetime | None
    words: str

    def is_over(self, now: datetime) -> bool:
        """Return whether the last of its days has passed."""
        return self.ends_at is not None and self.ends_at <= now


def windows(links: Sequence[Link], known: Mapping[str, Settled]) -> Iterator[Window]:
    """Yield the windows of questions without an answer, of which the other event is settled."""
    yield from _within(links, known)
    yield from _undecided(links, known)


def _within(links: Sequence[Link], known: Mapping[str, Settled]) -> Iterator[Window]:
    for link in links:
        if link.kind is not LinkKind.WITHIN or link.days is None:
            continue
        one, other = known[link.one], known[link.other]
        if one.answer is not None or other.ruling is None or other.ruling.outcome is None:
            continue
        length = f"{link.days:g} days of {link.other}"
        happened = other.ruling.happened
        if other.answer in ("no", "never"):
            words = f"{link.other} is {other.answer}: look whether {link.one} can still come"
            yield Window(link.one, link.other, None, words)
        elif happened is not None and other.question.type in (
            QuestionType.BINARY, QuestionType.DATE
        ):  # fmt: skip
            ends_at = happened.end + timedelta(days=link.days)
            ends_at = min(ends_at, one.question.terms.closes_at, link.latest_at or ends_at)
            zone = dates.zone(one.question.terms.timezone)
            last = (ends_at - dates.LAST_MOMENT).astimezone(zone)
            words = f"the last of the {length} is {last:%Y-%m-%d}"
            yield Window(link.one, link.other, ends_at, words)


def _undecided(links: Sequence[Link], known: Mapping[str, Settled]) -> Iterator[Window]:
    """Yield the questions on one event by other deadlines for which its day says too little."""
    for of, name, day, _ in earlier(links, known):
        terms = known[name].question.terms
        edges = {"by its close": terms.closes_at, "after its opening": terms.opens_at}
        crossed = [words for words, at in edges.items() if day.start < at < day.end]
        if crossed and known[name].answer is None:
            when = span(day, dates.zone(terms.timezone))
            open_ = f"which leaves open whether it did {crossed[0]}"
            yield Window(name, of, None, f"{of} happened {when}, {open_}: look it up")
