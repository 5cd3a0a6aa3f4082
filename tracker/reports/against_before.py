"""Against the period before: whether the advantage over the reference has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracker.comparison import LEAST_CLUSTERS, clustered_mean
from tracker.reports.material import PERSON
from tracker.reports.numbers import LEVEL, PERCENT
from tracker.reports.section import Section, Table, Words
from tracker.reports.spoken import ends, signed, verdict_word
from tracker.reports.standings import APART

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracker.columns import Name, Scored
    from tracker.reports.material import Material
    from tracker.reports.section import Block

Reference = Literal["base rate", "coin"]
LEAD = (
    "Each score is first set against the reference on its own question, so that harder questions"
    " are not taken for worse forecasts. Change is the mean advantage of this period minus that of"
    " the one before, above 0 better, with its 90% interval over clusters of questions."
)


@dataclass(frozen=True, slots=True)
class Change:
    """One forecaster's mean Brier advantage now and before, and the interval of the difference.

    low, high: None where either period has fewer than 8 clusters.
    """

    forecaster: str
    kind: str
    against: Reference
    now: float
    before: float
    questions: int
    questions_before: int
    difference: float
    low: float | None
    high: float | None
    verdict: Literal["better", "worse", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everyone scored in both periods, of other people none where it is about one of them.

    period, before: their names.
    """

    period: str
    before: str
    rows: tuple[Change, ...]


def section(material: Material) -> Section | None:
    """Return the changes since the period before; None for a report that is on no period."""
    window, before = material.window, material.scored_before
    if window is None or before is None:
        return None
    every = changes(material.scored, before, material.names)
    subject = material.subject
    rows = tuple(
        row
        for row in every
        if subject is None or row.kind != PERSON or row.forecaster == subject.name
    )
    data = Changes(window.period.name, window.period.before.name, rows)
    blocks: list[Block] = []
    if rows:
        headers = ("forecaster", "against", data.before, data.period, "change",
                   f"{PERCENT} interval", "verdict")  # fmt: skip
        blocks = [
            Words(LEAD, quiet=True),
            Table(headers, tuple(map(_cells, rows)), frozenset(range(2, 6)), ""),
        ]
    else:
        blocks = [Words(f"Nobody is scored in both {data.before} and {data.period}.")]
    return Section("against_before", f"Against {data.before}", tuple(blocks), data)


def changes(now: Scored, before: Scored, names: Mapping[int, Name]) -> tuple[Change, ...]:
    """Return the change of everyone scored in both, by name, mechanical forecasters last.

    Against the base rate where both periods have questions with a reference class, else the coin.
    """
    both = sorted(set(now.forecaster.tolist()) & set(before.forecaster.tolist()))
    found = [_change(now, before, names[id_]) for id_ in both]
    return tuple(sorted(found, key=lambda row: (row.kind in APART, row.forecaster.casefold())))


def _change(now: Scored, before: Scored, name: Name) -> Change:
    own, earlier = (some.only(some.forecaster == name.id) for some in (now, before))
    classed = bool(own.has_class.any() and earlier.has_class.any())
    if classed:
        own, earlier = (some.only(some.has_class) for some in (own, earlier))
    after, past = (
        (some.reference if classed else some.uniform) - some.brier for some in (own, earlier)
    )
    low, high = interval(after, own.cluster, past, earlier.cluster)
    verdict: Literal["better", "worse", "cannot tell"] = "cannot tell"
    if low is not None and high is not None and not low <= 0 <= high:
        verdict = "better" if low > 0 else "worse"
    return Change(
        forecaster=name.name,
        kind=name.kind,
        against="base rate" if classed else "coin",
        now=float(after.mean()),
        before=float(past.mean()),
        questions=len(after),
        questions_before=len(past),
        difference=float(after.mean() - past.mean()),
        low=low,
        high=high,
        verdict=verdict,
    )


def interval(
    after: NDArray[np.float64],
    clusters: NDArray[np.int64],
    past: NDArray[np.float64],
    clusters_past: NDArray[np.int64],
) -> tuple[float | None, float | None]:
    """Return the 90% interval of mean(after) - mean(past); None under 8 clusters in either.

    after, past: advantages over the reference, one a question. A cluster with questions in both
    counts as one: the interval is that of the mean of every question's influence on the
    difference, as for a regression on the period with cluster-robust errors (Liang & Zeger 1986).

    >>> one, other = np.array([0.1, 0.3] * 4), np.array([0.0, 0.2] * 4)
    >>> low, high = interval(one, np.arange(8), other, np.arange(8, 16))
    >>> round(low, 3), round(high, 3)
    (0.009, 0.191)
    """
    if min(len(set(clusters.tolist())), len(set(clusters_past.tolist()))) < LEAST_CLUSTERS:
        return None, None
    total = len(after) + len(past)
    influence = np.concatenate([
        (after - after.mean()) * (total / len(after)),
        -(past - past.mean()) * (total / len(past)),
    ])  # fmt: skip
    around = clustered_mean(influence, np.concatenate([clusters, clusters_past]), LEVEL)
    if around.low is None or around.high is None:
        return None, None
    difference = float(after.mean() - past.mean())
    return difference + around.low, difference + around.high


def _cells(row: Change) -> tuple[str, ...]:
    counts = (f"n {row.questions_before:,}", f"n {row.questions:,}")
    if row.low is None or row.high is None:
        few = f"under {LEAST_CLUSTERS} clusters"
        return row.forecaster, f"the {row.against}", *counts, "-", few, row.verdict
    return (
        row.forecaster,
        f"the {row.against}",
        f"{signed(row.before)}, {counts[0]}",
        f"{signed(row.now)}, {counts[1]}",
        signed(row.difference),
        ends(row.low, row.high),
        verdict_word(row.verdict, row.difference, row.low, row.high),
    )
