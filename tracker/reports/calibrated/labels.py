"""Calibration by verbal term, horizon and topic, each drawn towards all by partial pooling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration import partial_pooling
from tracker.columns.cohort import words_said
from tracker.columns.votes import Cast, between, joined
from tracker.reports.calibrated.floors import EACH, few
from tracker.scoring import DAY_US

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracker.columns.cohort import Cohort

    Codes = NDArray[np.int64]

# Days before the scheduled end.
HORIZONS = ((0, 7), (7, 30), (30, 90), (90, 180), (180, 365), (365, None))
FAR_US = 1 << 60


@dataclass(frozen=True, slots=True)
class Label:
    """What was stated and what happened under one label; None where `reason` says why.

    difference: happened - stated, 0 is best; pooled: the same drawn towards that of all labels,
    with its 95% interval.
    """

    label: str
    questions: int
    clusters: int
    stated: float | None
    happened: float | None
    difference: float | None
    pooled: float | None
    low: float | None
    high: float | None
    reason: str | None


def by_term(
    connection: sqlite3.Connection, forecaster_ids: Sequence[int], done: Cast, group: Codes
) -> tuple[Label, ...]:
    """Return the labels of the words that numbers were said with."""
    said = words_said(connection, forecaster_ids)
    if not said:
        return ()
    keys = (column.tolist() for column in (done.forecaster, done.question, done.made_us))
    words = [said.get(key) for key in zip(*keys, strict=True)]
    rows = np.array([word is not None for word in words], dtype=bool)
    names = sorted({word for word in words if word is not None})
    found = _labelled(done.only(rows), group[rows], names, [word for word in words if word])
    return tuple(sorted(found, key=lambda one: -1 if one.stated is None else one.stated))


def by_horizon(found: Cohort, done: Cast, group: Codes) -> tuple[Label, ...]:
    """Return the labels of how long before the scheduled end it was."""
    ends = {member.id: member.ends_us for member in found.members}
    end_us = np.array([ends[id_] for id_ in done.question.tolist()], dtype=np.int64)
    parts, groups, words = [], [], []
    names = [_horizon(low, high) for low, high in HORIZONS]
    codes = dict(zip(done.question.tolist(), group.tolist(), strict=True))
    for (low, high), name in zip(HORIZONS, names, strict=True):
        from_us = end_us - (FAR_US if high is None else high * DAY_US)
        part = between(done, from_us, end_us - low * DAY_US)
        parts.append(part)
        groups += [codes[id_] for id_ in part.question.tolist()]
        words += [name] * len(part.p)
    return _labelled(joined(parts), np.array(groups, dtype=np.int64), names, words)


def by_topic(found: Cohort, done: Cast, group: Codes) -> tuple[Label, ...]:
    """Return the labels of the topics; a question of two counts under both."""
    topics = {member.id: member.topics for member in found.members}
    of = [topics[id_] for id_ in done.question.tolist()]
    rows = np.repeat(np.arange(len(of)), [len(names) for names in of])
    words = [name for names in of for name in names]
    return _labelled(done.only(rows), group[rows], sorted({*words}), words)


def _horizon(low: int, high: int | None) -> str:
    """Return the name of a horizon.

    >>> _horizon(0, 7), _horizon(7, 30), _horizon(365, None)
    ('under 7 days', '7 to 30 days', 'over 365 days')
    """
    if high is None:
        return f"over {low} days"
    return f"{low} to {high} days" if low else f"under {high} days"


def _labelled(
    cast: Cast, group: Codes, names: Sequence[str], words: Sequence[str]
) -> tuple[Label, ...]:
    """Return the labels in the order of `names`, those without votes left out."""
    code = {name: k for k, name in enumerate(names)}
    label = np.array([code[word] for word in words], dtype=np.int64)
    found = []
    for one in partial_pooling(cast.p, cast.y, label, cast.weight, group):
        count = len(np.unique(cast.question[label == one.label]))
        bare = (names[one.label], count, one.clusters)
        if (why := few(count, EACH)) is not None:
            found.append(Label(*bare, None, None, None, None, None, None, why))
            continue
        numbers = (one.stated, one.happened, one.difference, one.pooled, one.low, one.high)
        found.append(Label(*bare, *numbers, one.reason))
    return tuple(found)
