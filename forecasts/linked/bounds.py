"""Which room one's numbers on linked questions leave for a new one, and which links say so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.linked import listed
from forecasts.linked import rules as said
from forecasts.model.link import LinkKind
from forecasts.parse import probability_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from forecasts.model.link import Link

TOLERANCE = 1e-9
NOISE = 1e-6  # of a step: what computing leaves


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that a question's own links put below or above its chance, and why.

    exact: whether the links allow no other. of: the questions whose numbers it comes from.
    """

    limit: float
    lower: bool
    because: str
    of: tuple[str, ...]
    exact: bool = False

    @property
    def room(self) -> str:
        """What it leaves, in words, rounded into the room.

        >>> Bound(1.0 - 0.7, lower=False, because="", of=()).room
        'so at most 30%'
        """
        if self.exact:
            return f"so {probability_text(self.limit)}"
        # Finer where a hundredth of a percent would be a large share of what is left.
        steps = 1e4 if 0.01 <= self.limit <= 0.99 else 1e6  # noqa: PLR2004 - 1% from either end
        whole = self.limit * steps
        limit = math.ceil(whole - NOISE) if self.lower else math.floor(whole + NOISE)
        return f"so at {'least' if self.lower else 'most'} {probability_text(limit / steps)}"


def bounds(
    slug: str,
    links: Sequence[Link],
    numbers: Mapping[str, float],
    known: Mapping[str, bool] | None = None,
) -> tuple[Bound, ...]:
    """Return what a forecaster's numbers on linked questions leave for one question.

    numbers: question -> probability. known: question -> whether it happened, of what is settled;
    its number counts no more. One at a time, so two numbers that only together leave no room are
    for `forecasts coherence` to find. A number on a question that is asked given another is no
    chance of an event until that one has happened: before, it bounds what is linked to it as the
    same event, and nothing else.

    >>> from forecasts.model.link import Link
    >>> links = [Link(kind=LinkKind.IMPLIES, one="joint", other="talks")]
    >>> [(b.limit, b.lower, b.because) for b in bounds("talks", links, {"joint": 0.4})]
    [(0.4, True, 'joint implies talks, and joint is at 40%')]
    """
    settled = known or {}
    chances = {**numbers, **{name: float(happened) for name, happened in settled.items()}}
    given = {
        one: tuple(name for name in names if not settled.get(name))
        for one, names in said.conditions(links).items()
    }
    given = {one: names for one, names in given.items() if names}
    events = {name: p for name, p in chances.items() if name not in given and name != slug}
    told = _Told(chances, settled)
    plain = said.rules(links, met={name for name, happened in settled.items() if happened})
    return (
        *(_by_ways(slug, plain, events, told) if slug not in given else ()),
        *(_by_parts(slug, links, events, told) if slug not in given else ()),
        *_by_condition(slug, links, given, told),
    )


def broken(
    slug: str,
    p: float,
    links: Sequence[Link],
    numbers: Mapping[str, float],
    known: Mapping[str, bool] | None = None,
) -> list[Bound]:
    """Return which bounds a number breaks, the furthest first; [] for none."""
    found = []
    for bound in bounds(slug, links, {k: v for k, v in numbers.items() if k != slug}, known):
        gap = bound.limit - p if bound.lower else p - bound.limit
        if gap > TOLERANCE:
            found.append((gap, bound))
    return [bound for _, bound in sorted(found, key=lambda pair: -pair[0])]


@dataclass(frozen=True, slots=True)
class _Told:
    """The numbers to hold another against, and how they are said."""

    chances: Mapping[str, float]
    settled: Mapping[str, bool]

    def __call__(self, *names: str) -> str:
        return listed([self._one(name) for name in names])

    def _one(self, name: str) -> str:
        if name in self.settled:
            return f"{name} is {'yes' if self.settled[name] else 'no'}"
        return f"{name} is at {probability_text(self.chances[name])}"


def _by_ways(
    slug: str, plain: Sequence[said.Rule], events: Mapping[str, float], told: _Told
) -> Iterator[Bound]:
    """Yield what follows along links: of what it would mean, and of what would mean it."""
    ahead, behind = said.ways((slug, True), plain), said.ways((slug, False), plain)
    for name, p in events.items():
        exact = (name, True) in ahead and (name, False) in behind
        for way, lower, limit in (
            (ahead.get((name, True)), False, p),
            (ahead.get((name, False)), False, 1.0 - p),
            (behind.get((name, False)), True, p),
        ):
            if way is not None:
                because = said.sentence(*said.phrases(way), told(name))
                yield Bound(limit, lower, because, (name,), exact)


def _by_parts(
    slug: str, links: Sequence[Link], events: Mapping[str, float], told: _Told
) -> Iterator[Bound]:
    """Yield what holds of the whole of several, and of one part of them (Frechet 1935)."""
    wholes: dict[str, list[Link]] = {}
    for link in links:
        if link.kind is LinkKind.ALL_OF:
            wholes.setdefault(link.one, []).append(link)
    for whole, each in wholes.items():
        parts = [link.other for link in each]
        others = [part for part in parts if part != slug]
        if not all(part in events for part in others):
            continue
        missing = sum(1.0 - events[part] for part in others)
        if slug == whole and missing < 1.0:
            because = said.sentence(*said.phrases(each), told(*others))
            yield Bound(1.0 - missing, lower=True, because=because, of=tuple(others))
        elif slug in parts and whole in events and events[whole] + missing < 1.0:
            because = said.sentence(*said.phrases(each), told(whole, *others))
            yield Bound(events[whole] + missing, lower=False, because=because, of=(whole, *others))


def _by_condition(
    slug: str, links: Sequence[Link], given: Mapping[str, tuple[str, ...]], told: _Told
) -> Iterator[Bound]:
    """Yield what a conditional leaves: P(b | a) P(a) <= P(b) <= P(b | a) P(a) + 1 - P(a).

    Of several conditions the chance of all is not said: what it is at least bounds both.
    """
    for link in links:
        if link.kind is not LinkKind.SAME_EVENT:
            continue
        for one, plain in ((link.one, link.other), (link.other, link.one)):
            if one in given and plain not in given and slug in (one, plain):
                yield from _conditional(slug, one, plain, given[one], told)


def _conditional(
    slug: str, one: str, plain: str, given: tuple[str, ...], told: _Told
) -> Iterator[Bound]:
    held = (*given, plain if slug == one else one)
    if not set(held) <= told.chances.keys():
        return
    a = 1.0 - sum(1.0 - told.chances[name] for name in given)
    if a <= 0.0:
        return
    p = told.chances[held[-1]]
    if slug == plain:
        low, high = p * a, p * a + 1.0 - a
    else:
        low, high = max((p - (1.0 - a)) / a, 0.0), min(p / a, 1.0)
    because = f"{one} is {plain} given {listed(given)}, and {told(*held)}"
    yield Bound(low, lower=True, because=because, of=held)
    yield Bound(high, lower=False, because=because, of=held)
