"""The smallest sets of numbers that cannot all be right, and the links that say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model.link import LinkKind
from tracker.coherence.nearest import distance_to_coherent, nearest_coherent
from tracker.coherence.possible import possible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forecasts.model.link import Link
    from tracker.coherence.statements import Floats

    _Unit = tuple[list[Link], list[Link]]

APART = 1e-7  # closer to what fits, numbers fit: the solver is as exact as that
DUST = 1e-12  # a move that is the rounding of numbers that fit
SILENT = (LinkKind.WITHIN, LinkKind.GIVEN)  # say nothing of the worlds
MOST = 4096  # worlds up to which each link and each further number is tried


@dataclass(frozen=True, slots=True)
class Clash:
    """Numbers of which none can be left out and the rest still clash, and the links that say so.

    total, limit: where they are together too high or too low, their sum and the most or the least
    that it can be; None for both where their clash is no matter of a sum.
    """

    questions: tuple[str, ...]
    links: tuple[Link, ...]
    total: float | None = None
    limit: float | None = None


def clashes(
    links: Sequence[Link],
    events: Sequence[str],
    numbers: Mapping[str, float],
    known: Mapping[str, bool],
) -> tuple[Clash, ...]:
    """Return sets of numbers that clash, so many that without one of each the rest fits.

    A number in none of these is told with what it clashes with, where that is found. links, events,
    known: as in `possible`. numbers: question -> stated probability, events of `events` alone. Each
    set is irreducible: any of its numbers left out, the others fit.

    Source: the deletion filter of Chinneck & Dravnieks (1991).

    >>> from forecasts.model.link import Link
    >>> pair = Link(kind=LinkKind.EXCLUDES, one="a", other="b")
    >>> clashes([pair], ["a", "b"], {"a": 0.7, "b": 0.7}, {})[0].questions
    ('a', 'b')
    """
    place = {name: row for row, name in enumerate(events)}
    worlds = possible(links, events, known).astype(float)
    left, found = list(numbers), []
    while moved := _moved(left, numbers, worlds, place):
        core = _irreducible(moved, numbers, worlds, place)
        found.append(_explained(core, links, numbers, known, worlds, place))
        counts = {name: sum(name in one.questions for one in found) for name in core}
        left.remove(max(core, key=lambda name: counts[name]))
    for name in numbers if found and worlds.shape[1] <= MOST else ():
        if not any(name in one.questions for one in found):
            core = _with(name, [*numbers], numbers, worlds, place)
            found += [_explained(core, links, numbers, known, worlds, place)] if core else []
    return tuple(found)


def _with(
    name: str,
    names: Sequence[str],
    numbers: Mapping[str, float],
    worlds: Floats,
    place: Mapping[str, int],
) -> list[str]:
    """Return numbers with which one clashes, itself among them; [] where none are found."""
    fits: list[str] = []
    others = [one for one in names if one != name]
    for other in others:
        if not _clash([*fits, other], numbers, worlds, place):
            fits.append(other)
    for rest in (*([other] for other in others), fits):
        core = [one for one in names if one == name or one in rest]
        if _clash(core, numbers, worlds, place):
            core = _irreducible(core, numbers, worlds, place)
            if name in core:
                return core
    return []


def _moved(
    names: Sequence[str], numbers: Mapping[str, float], worlds: Floats, place: Mapping[str, int]
) -> list[str]:
    """Return the names whose numbers would have to move; [] where all fit.

    These clash without the others, since whoever bets against them needs no other ticket.
    """
    if not names:
        return []
    stated = np.array([numbers[name] for name in names])
    moves = nearest_coherent(stated, worlds[[place[name] for name in names]]) - stated
    if np.linalg.norm(moves) <= APART:
        return []
    return [name for name, move in zip(names, moves.tolist(), strict=True) if abs(move) > DUST]


def _clash(
    names: Sequence[str], numbers: Mapping[str, float], worlds: Floats, place: Mapping[str, int]
) -> bool:
    if not names:
        return False
    matrix = worlds[[place[name] for name in names]]
    return distance_to_coherent([numbers[name] for name in names], matrix) > APART


def _irreducible(
    names: Sequence[str], numbers: Mapping[str, float], worlds: Floats, place: Mapping[str, int]
) -> list[str]:
    """Return some of the names that clash, of which none can be left out."""
    core = list(names)
    for name in names:
        rest = [one for one in core if one != name]
        if _clash(rest, numbers, worlds, place):
            core = rest
    return core


def _explained(  # noqa: PLR0913, PLR0917 - the numbers, and all that they are held against
    core: Sequence[str],
    links: Sequence[Link],
    numbers: Mapping[str, float],
    known: Mapping[str, bool],
    worlds: Floats,
    place: Mapping[str, int],
) -> Clash:
    matrix = worlds[[place[name] for name in core]]
    units = _units([link for link in links if link.kind not in SILENT])
    for unit in [*units] if worlds.shape[1] <= MOST else ():
        rest = [one for one in units if one is not unit]
        if _clash_by(rest, core, numbers, known):
            units = rest
    total, sums = sum(numbers[name] for name in core), matrix.sum(axis=0)
    low, high = float(sums.min()), float(sums.max())
    limit = low if total < low - APART else high if total > high + APART else None
    needed = {id(link) for told, _ in units for link in told}
    told = tuple(link for link in links if id(link) in needed)
    return Clash(tuple(core), told, total if limit is not None else None, limit)


def _units(links: Sequence[Link]) -> list[_Unit]:
    """Return each thing that links say, as (how it is told, what it asks of worlds).

    Of a whole it is said that it means each part, and that all its parts mean it.
    """
    wholes: dict[str, list[Link]] = {}
    for link in links:
        if link.kind is LinkKind.ALL_OF:
            wholes.setdefault(link.one, []).append(link)
    alone = [
        ([link], [replace(link, kind=LinkKind.IMPLIES)] if link.kind is LinkKind.ALL_OF else [link])
        for link in links
    ]
    return [*((each, each) for each in wholes.values()), *alone]


def _clash_by(
    units: Sequence[_Unit],
    core: Sequence[str],
    numbers: Mapping[str, float],
    known: Mapping[str, bool],
) -> bool:
    """Return whether numbers clash by these links alone."""
    links = [link for _, asked in units for link in asked]
    names = list(dict.fromkeys((*core, *(n for e in links for n in (e.one, e.other)))))
    worlds = possible(links, names, {k: v for k, v in known.items() if k in names})
    place = {name: row for row, name in enumerate(names)}
    return _clash(core, numbers, worlds.astype(float), place)
