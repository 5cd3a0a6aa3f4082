"""Two forecasters compared on the questions both were scored on, and what would tell them apart."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker import columns
from tracker.columns import STORED_POLICIES
from tracker.comparison import Paired, difficulty_adjusted, paired, verdict
from tracker.comparison.paired import DELTA

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracker.columns import Losses, Name
    from tracker.scoring import Policy

    Floats = NDArray[np.float64]

# Losses from 0 to 1 on one scale, whatever the question: a bet on a difference needs its bounds.
RULES = ("brier", "spherical_loss", "rps", "crps_scaled")
SCHEDULED = STORED_POLICIES[0]


@dataclass(frozen=True, slots=True)
class UnderPolicy:
    """Both under one policy, on the questions both were scored on; a and b are mean losses.

    difference: b minus a, above 0 a is better. attainable: the mean of what an early close leaves
    of a scheduled score. paired: the interval, the evidence and what would tell.
    """

    policy: str
    a: float
    b: float
    attainable: float
    verdict: str
    paired: Paired


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Scheduled Brier over all questions of a forecaster.

    raw: the plain mean. adjusted: as if all had answered the same questions; shrunk: that drawn
    towards everybody's mean. None where undefined.
    """

    forecaster: str
    questions: int
    raw: float
    adjusted: float | None
    shrunk: float | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody else at the same instant: mean losses on the common questions they stood on too."""

    forecaster: str
    kind: str
    questions: int
    loss: float
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two forecasters compared; `policies` has every policy under which there is a difference."""

    a: str
    b: str
    rule: str
    delta: float
    shown: UnderPolicy
    policies: tuple[UnderPolicy, ...]
    adjusted: tuple[Adjusted, ...]
    beside: tuple[Beside, ...]

    def as_json(self) -> dict[str, object]:
        """Return the object of `compare --json`."""
        evidence = self.shown.paired.e_process
        return {
            "a": self.a,
            "b": self.b,
            "rule": self.rule,
            **_flat(self.shown),
            "reason": self.shown.paired.reason,
            "e_value": evidence.e_value,
            "e_for": {"first": self.a, "second": self.b, None: None}[evidence.side],
            "e_threshold": evidence.threshold,
            "e_declared": {"first": self.a, "second": self.b, None: None}[evidence.declared],
            "e_declared_after": evidence.declared_after,
            "delta": self.delta,
            "policies": [_flat(row) for row in self.policies],
            "adjusted": [asdict(row) for row in self.adjusted],
            "beside": [asdict(row) for row in self.beside],
        }


def _flat(row: UnderPolicy) -> dict[str, object]:
    found = row.paired
    return {
        "policy": row.policy,
        "questions": found.questions,
        "clusters": found.clusters,
        "a_loss": row.a,
        "b_loss": row.b,
        "attainable": row.attainable,
        "difference": found.difference,
        "low": found.low,
        "high": found.high,
        "n80": found.n80,
        "verdict": row.verdict,
    }


def compare(  # noqa: PLR0913, PLR0917 - a comparison is of two, under a policy and a rule
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    pair: tuple[Name, Name],
    policy: Policy,
    rule: str = "brier",
    delta: float = DELTA,
) -> Comparison | None:
    """Return the comparison on the resolved ones of these questions; None without a common one.

    Under the policy, and under every stored one beside it. The caller holds one snapshot.
    """
    policies = dict.fromkeys((*STORED_POLICIES, policy))
    found = columns.losses(connection, question_ids, [*policies], rule)
    rows = [row for one in found if (row := _under(connection, one, pair, delta)) is not None]
    shown = next((row for row in rows if row.policy == str(policy)), None)
    if shown is None:
        return None
    brier = found[0]
    if rule != "brier":
        (brier,) = columns.losses(connection, question_ids, [SCHEDULED], "brier")
    adjusted = _adjusted(connection, brier, pair)
    return Comparison(pair[0].name, pair[1].name, rule, delta, shown, tuple(rows), adjusted, ())


def compare_at(  # noqa: PLR0913, PLR0917 - as compare
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    pair: tuple[Name, Name],
    policy: Policy,
    rule: str = "brier",
    delta: float = DELTA,
) -> Comparison | None:
    """Return the same at the one instant of an "at" policy, with who else stood then.

    Beside them: the base rate, and every person.
    """
    (found,) = columns.losses(connection, question_ids, [policy], rule)
    shown = _under(connection, found, pair, delta)
    if shown is None:
        return None
    beside = _beside(found, pair, columns.names(connection))
    return Comparison(pair[0].name, pair[1].name, rule, delta, shown, (shown,), (), beside)


def _shared(found: Losses, pair: tuple[Name, Name]) -> tuple[Losses, Losses]:
    """Return the pairs of both on the questions both were scored on, one beside the other."""
    first, second = (found.of(who.id) for who in pair)
    return first.on(second.question), second.on(first.question)


def _under(
    connection: sqlite3.Connection, found: Losses, pair: tuple[Name, Name], delta: float
) -> UnderPolicy | None:
    first, second = _shared(found, pair)
    if not len(first.question):
        return None
    order = np.argsort(columns.scheduled_ends(connection, first.question).place)
    groups = columns.clusters(connection, first.question)
    # A mean over time may leave the range of its losses by a last digit.
    own, others = (np.clip(side.loss[order], 0.0, 1.0) for side in (first, second))
    result = paired(own, others, groups[order], delta=delta)
    return UnderPolicy(
        policy=str(found.policy),
        a=float(first.loss.mean()),
        b=float(second.loss.mean()),
        attainable=float(first.attainable.mean()),
        verdict=verdict(result.low, result.high),
        paired=result,
    )


def _adjusted(
    connection: sqlite3.Connection, brier: Losses, pair: tuple[Name, Name]
) -> tuple[Adjusted, ...]:
    """Return both sides' means over all their questions, adjusted by everybody's scores."""
    if not len(brier.loss):
        return ()
    fit = difficulty_adjusted(
        brier.loss, brier.forecaster, brier.question, columns.clusters(connection, brier.question)
    )
    rows = dict(zip(fit.forecasters, zip(fit.adjusted, fit.shrunk, strict=True), strict=True))
    return tuple(
        Adjusted(who.name, len(own.loss), float(own.loss.mean()), *rows[who.id])
        for who in pair
        if len((own := brier.of(who.id)).loss)
    )


def _beside(
    found: Losses, pair: tuple[Name, Name], known: Mapping[int, Name]
) -> tuple[Beside, ...]:
    first, second = _shared(found, pair)
    rows = []
    if first.has_class.any():
        kept = first.has_class
        means = (first.reference[kept], first.loss[kept], second.loss[kept])
        rows.append(_row("base rate", "reference", *means))
    there = np.setdiff1d(found.forecaster, [who.id for who in pair]).tolist()
    people = sorted((known[id_] for id_ in there if known[id_].kind == "person"), key=_by_name)
    for who in people:
        own = found.of(who.id).on(first.question)
        if len(own.loss):
            sides = (side.on(own.question).loss for side in (first, second))
            rows.append(_row(who.name, who.kind, own.loss, *sides))
    return tuple(rows)


def _by_name(who: Name) -> str:
    return who.name.casefold()


def _row(name: str, kind: str, *losses: Floats) -> Beside:
    return Beside(name, kind, len(losses[0]), *(float(side.mean()) for side in losses))
