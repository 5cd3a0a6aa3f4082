"""The worlds that links between events leave: every way in which all of them can turn out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forecasts.model.link import FORWARD, LinkKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from forecasts.model.link import Link

MOST = 100_000  # worlds: past that the nearest mixture of them takes minutes


class TooManyWorldsError(ValueError):
    """Links that leave more worlds than can be computed with."""


def possible(
    links: Sequence[Link], events: Sequence[str], known: Mapping[str, bool] | None = None
) -> NDArray[np.bool_]:
    """Return whether each event comes true in each world, shape (len(events), worlds).

    Worlds are those that keep every link on yes and no: implies, earlier-deadline-of, excludes,
    all-of (the whole happens where all its parts do) and same-event; given and within say nothing
    of them. known: what has come true or not already; no world is against it. No column at all
    where nothing can be kept. Raises TooManyWorldsError past 100,000 worlds.

    >>> from forecasts.model.link import Link
    >>> joint = Link(kind=LinkKind.IMPLIES, one="joint", other="talks")
    >>> possible([joint], ["joint", "talks"]).astype(int).T.tolist()
    [[0, 0], [0, 1], [1, 1]]
    """
    place = {name: row for row, name in enumerate(events)}
    worlds = np.zeros((len(events), 1), dtype=bool)
    checks = _checks(links, place)
    for row, name in enumerate(events):
        answers = (False, True) if known is None or name not in known else (known[name],)
        grown = [worlds.copy() for _ in answers]
        for copy, answer in zip(grown, answers, strict=True):
            copy[row] = answer
        worlds = np.concatenate(grown, axis=1)
        for rows, holds in checks:
            if max(rows) == row:  # all that it speaks of is decided now
                worlds = worlds[:, holds(worlds)]
        if worlds.shape[1] > MOST:
            raise TooManyWorldsError(f"{len(events)} linked events leave over {MOST:,} worlds")
    order = np.lexsort(worlds[::-1]) if worlds.size else slice(None)
    return worlds[:, order]


def _checks(links: Sequence[Link], place: Mapping[str, int]) -> list[_Check]:
    """Return (rows of the events that it speaks of, which worlds keep it) for each link."""
    found: list[_Check] = []
    parts: dict[int, list[int]] = {}
    for link in links:
        if link.one not in place or link.other not in place:
            continue
        one, other = place[link.one], place[link.other]
        if link.kind is LinkKind.EXCLUDES:
            found.append(((one, other), _excluding(one, other)))
        elif link.kind is LinkKind.SAME_EVENT:
            found.append(((one, other), _equal(one, other)))
        elif link.kind in FORWARD:
            found.append(((one, other), _implying(one, other)))
        if link.kind is LinkKind.ALL_OF:
            parts.setdefault(one, []).append(other)
    return found + [((whole, *each), _whole(whole, each)) for whole, each in parts.items()]


def _excluding(one: int, other: int) -> _Holds:
    return lambda worlds: ~(worlds[one] & worlds[other])


def _equal(one: int, other: int) -> _Holds:
    return lambda worlds: worlds[one] == worlds[other]


def _implying(one: int, other: int) -> _Holds:
    return lambda worlds: ~worlds[one] | worlds[other]


def _whole(whole: int, parts: Sequence[int]) -> _Holds:
    return lambda worlds: worlds[whole] | ~worlds[list(parts)].all(axis=0)


if TYPE_CHECKING:
    from collections.abc import Callable

    _Holds = Callable[[NDArray[np.bool_]], NDArray[np.bool_]]
    _Check = tuple[tuple[int, ...], _Holds]
