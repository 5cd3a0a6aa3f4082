"""A forecaster's numbers on linked events, whether they fit together, and what they would lose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forecasts.linked.rules import conditions
from forecasts.model.link import LinkKind
from tracker.coherence.clashes import APART, clashes
from tracker.coherence.conditionals import conditional_bounds
from tracker.coherence.nearest import nearest_coherent
from tracker.coherence.possible import possible
from tracker.coherence.sure_loss import sure_loss

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from forecasts.model.link import Link
    from tracker.coherence.clashes import Clash
    from tracker.coherence.sure_loss import SureLoss

FITS = 1e-9  # closer than that to what was stated, a number is what was stated


class NoWorldError(ValueError):
    """Outcomes that cannot all be right, so that nothing can be held against them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A probability that was stated of an event, and the coherent one nearest to it."""

    question: str
    stated: float
    nearest: float

    @property
    def clashes(self) -> bool:
        """Whether the number would have to move."""
        return abs(self.nearest - self.stated) > FITS


@dataclass(frozen=True, slots=True)
class Conditional:
    """A stated chance given conditions, and the least and greatest that the others leave for it.

    Both bounds are None where the others give the condition no chance.
    """

    question: str
    conditions: tuple[str, ...]
    stated: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Coherence:
    """Linked statements: the coherent numbers nearest to them, how far off, what they lose.

    distance: the root of the sum of squared moves, 0 where all fit. sure: bets in the order of the
    statements, None where nothing is sure to be lost. clashes: which of them, by which links.
    """

    statements: tuple[Statement, ...]
    distance: float
    conditionals: tuple[Conditional, ...]
    sure: SureLoss | None
    clashes: tuple[Clash, ...] = ()


def coherence(
    links: Sequence[Link], said: Mapping[str, float], known: Mapping[str, bool] | None = None
) -> Coherence | None:
    """Return how the numbers on linked questions fit; None where fewer than two are linked.

    links: of one connected component. said: question -> probability from 0 to 1. known: question ->
    whether it came true, of those that are settled: their numbers are left out. A question that is
    asked given another has a number on a condition, and no event of its own: such numbers are held
    against the bounds that the others leave, and never moved; once its conditions have all happened
    it is an event like any other. Raises TooManyWorldsError; NoWorldError where `known` cannot be.

    Source: de Finetti (1937); Predd et al. (2009).

    >>> from forecasts.model.link import Link
    >>> joint = Link(kind=LinkKind.IMPLIES, one="joint", other="talks")
    >>> found = coherence([joint], {"joint": 0.4, "talks": 0.3})
    >>> [(one.question, round(one.nearest, 6)) for one in found.statements]
    [('joint', 0.35), ('talks', 0.35)]
    """
    settled = known or {}
    links = [one for one in links if not (one.kind is LinkKind.GIVEN and settled.get(one.other))]
    plain, events, conditional = _events(links)
    stated = [name for name in events if name in said and name not in settled]
    settled = {k: v for k, v in settled.items() if k in events}
    worlds = _left(plain, events, settled)
    if not stated:
        return None
    held = {name: said[name] for name in stated}
    place = {name: row for row, name in enumerate(events)}
    matrix = worlds[[place[name] for name in stated]].astype(float)
    statements = np.array([*held.values()]), matrix
    found = Coherence(
        *_nearest(stated, *statements),
        conditionals=_conditionals(links, said, worlds, place, statements),
        sure=sure_loss(*statements),
    )
    if found.distance > APART:
        return replace(found, clashes=clashes(plain, events, held, settled))
    return found if len(stated) > 1 or conditional & said.keys() else None


def _left(
    links: Sequence[Link], events: Sequence[str], known: Mapping[str, bool]
) -> NDArray[np.bool_]:
    worlds = possible(links, events, known)
    if not worlds.shape[1]:
        raise NoWorldError("outcomes contradict each other")
    return worlds


def _nearest(
    names: Sequence[str], numbers: np.ndarray, matrix: np.ndarray
) -> tuple[tuple[Statement, ...], float]:
    """Return the statements with the nearest numbers, without the noise of computing; how far."""
    found = nearest_coherent(numbers, matrix)
    found = np.where(np.abs(found - numbers) > FITS, np.round(found, 12), numbers)
    statements = tuple(map(Statement, names, numbers.tolist(), found.tolist()))
    return statements, float(np.linalg.norm(found - numbers))


def _events(links: Sequence[Link]) -> tuple[list[Link], list[str], set[str]]:
    """Return the links between events, the events, and the questions asked given another."""
    given = [(link.one, link.other) for link in links if link.kind is LinkKind.GIVEN]
    conditional = {one for one, _ in given}
    loose = {e.one for e in links if e.kind is LinkKind.ALL_OF and e.other in conditional}
    plain = [
        replace(link, kind=LinkKind.IMPLIES)  # its other parts alone do not make the whole
        if link.kind is LinkKind.ALL_OF and link.one in loose
        else link
        for link in links
        if not {link.one, link.other} & conditional
    ]
    named = [name for link in plain for name in (link.one, link.other)]
    told = [name for pair in _same(links) if conditional & set(pair) for name in pair]
    events = (*named, *(other for _, other in given), *told)
    return plain, [name for name in dict.fromkeys(events) if name not in conditional], conditional


def _same(links: Sequence[Link]) -> list[tuple[str, str]]:
    return [(link.one, link.other) for link in links if link.kind is LinkKind.SAME_EVENT]


def _conditionals(
    links: Sequence[Link],
    said: Mapping[str, float],
    worlds: np.ndarray,
    place: Mapping[str, int],
    statements: tuple[np.ndarray, np.ndarray],
) -> tuple[Conditional, ...]:
    """Return the conditionals whose plain question is linked to them as the same event."""
    given = conditions(links)
    found = []
    for one in (name for name in given if name in said):
        names = {name for pair in _same(links) if one in pair for name in pair} - {one}
        if not {*given[one]} <= place.keys():  # a condition that itself hangs on another
            continue
        all_of_them = worlds[[place[name] for name in given[one]]].all(axis=0)
        if not all_of_them.any():  # one has failed
            continue
        for name in sorted(names & place.keys()):
            event = worlds[place[name]].astype(float)
            bounds = conditional_bounds(*statements, event, all_of_them.astype(float))
            low, high = bounds or (None, None)
            found.append(Conditional(one, given[one], said[one], low, high))
    return tuple(found)
