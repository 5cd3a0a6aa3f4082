"""Two forecasters compared on the questions both were scored on, and what would tell them apart."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker import columns
from tracker.columns import STORED_POLICIES
from tracker.comparison import Paired, difficulty_adjusted, paired, verdict
from tracker.comparison.paired import DELTA
from tracker.reports.standings import APART
from tracker.scoring import KIND_RULES
from tracker.scoring.policy import Kind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracker.columns import Losses, Name
    from tracker.columns.ends import Unanswered
    from tracker.scoring import Policy

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

# Losses from 0 to 1 on one scale, whatever the question: a bet on a difference needs its bounds.
RULES = ("brier", "spherical_loss", "rps", "crps_scaled")
SCHEDULED = STORED_POLICIES[0]
DIGITS = 12  # of a mean loss: what differs beyond is the order of a sum


@dataclass(frozen=True, slots=True)
class UnderPolicy:
    """Both under one policy, on the questions both were scored on; a and b are mean losses.

    difference: b minus a, above 0 a is better. attainable: the mean of what an early close leaves
    of a scheduled score. paired: the interval, the evidence and what would tell. waits_for: the
    first question to end without an outcome, None where it holds none back; held_back: how many
    questions the evidence does not look at, since they were to end after it. a_place, b_place: in
    the order of the means of all who were scored on every common question, `places` of them.
    """

    policy: str
    a: float
    b: float
    attainable: float
    verdict: str
    paired: Paired
    waits_for: str | None
    held_back: int
    a_place: int
    b_place: int
    places: int


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
            "e_waits_for": self.shown.waits_for,
            "delta": self.delta,
            "policies": [_flat(row) | self._order(row) for row in self.policies],
            "adjusted": [asdict(row) for row in self.adjusted],
            "beside": [asdict(row) for row in self.beside],
        }

    def ahead(self, row: UnderPolicy) -> str | None:
        """Return whose mean loss is the lower one; None where both have the same place."""
        if row.a_place == row.b_place:
            return None
        return self.a if row.a_place < row.b_place else self.b

    def _order(self, row: UnderPolicy) -> dict[str, object]:
        return {
            "ahead": self.ahead(row),
            "a_place": row.a_place,
            "b_place": row.b_place,
            "places": row.places,
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
    waiting: Sequence[Unanswered] = (),
) -> Comparison | None:
    """Return the comparison on the resolved ones of these questions; None without a common one.

    Under the policy, and under every stored one beside it. waiting: those of both without an
    outcome, which the evidence must not run ahead of. The caller holds one snapshot.
    """
    policies = dict.fromkeys((*STORED_POLICIES, policy))
    found = columns.losses(connection, question_ids, [*policies], rule)

    def under(one: Losses) -> UnderPolicy | None:
        return _under(connection, one, pair, delta, _of(waiting, rule, one.policy))

    rows = [row for one in found if (row := under(one)) is not None]
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
    waiting: Sequence[Unanswered] = (),
) -> Comparison | None:
    """Return the same at the one instant of an "at" policy, with who else stood then.

    Beside them: the base rate, and every person.
    """
    (found,) = columns.losses(connection, question_ids, [policy], rule)
    shown = _under(connection, found, pair, delta, _of(waiting, rule, policy))
    if shown is None:
        return None
    beside = _beside(found, pair, columns.names(connection))
    return Comparison(pair[0].name, pair[1].name, rule, delta, shown, (shown,), (), beside)


def _shared(found: Losses, pair: tuple[Name, Name]) -> tuple[Losses, Losses]:
    """Return the pairs of both on the questions both were scored on, one beside the other."""
    first, second = (found.of(who.id) for who in pair)
    return first.on(second.question), second.on(first.question)


def _of(waiting: Sequence[Unanswered], rule: str, policy: Policy) -> list[Unanswered]:
    """Return those that this rule and policy will score once they have an outcome."""
    return [
        one
        for one in waiting
        if rule in KIND_RULES[one.kind]
        and (one.has_spot or policy.kind is not Kind.SPOT)
        and (policy.kind is not Kind.AT or one.since_us <= policy.at_us)
    ]


def _under(
    connection: sqlite3.Connection,
    found: Losses,
    pair: tuple[Name, Name],
    delta: float,
    waiting: Sequence[Unanswered],
) -> UnderPolicy | None:
    first, second = _shared(found, pair)
    n = len(first.question)
    if not n:
        return None
    every = np.concatenate((first.question, [one.id for one in waiting])).astype(np.int64)
    place = columns.scheduled_ends(connection, every).place
    groups = columns.clusters(connection, every)
    order, counted = np.argsort(place[:n]), _before(place, groups, n)
    # A mean over time may leave the range of its losses by a last digit.
    own, others = (np.clip(side.loss[order], 0.0, 1.0) for side in (first, second))
    result = paired(own, others, groups[order], delta=delta, counted=counted[order])
    held_back = n - int(counted.sum())
    return UnderPolicy(
        policy=str(found.policy),
        a=float(first.loss.mean()),
        b=float(second.loss.mean()),
        attainable=float(first.attainable.mean()),
        verdict=verdict(result.low, result.high),
        paired=result,
        waits_for=waiting[int(np.argmin(place[n:]))].slug if held_back else None,
        held_back=held_back,
        **_places(connection, found, pair, first.question),
    )


def _places(
    connection: sqlite3.Connection, found: Losses, pair: tuple[Name, Name], question: Integers
) -> dict[str, int]:
    """Return the places of both by mean loss among those scored on all of these questions.

    Means over other questions are no measure of anybody. Baselines and aggregates have no place,
    unless they are of the pair; equal means share the better one.
    """
    on = found.on(question)
    known, own = columns.names(connection), {who.id for who in pair}
    who, index, count = np.unique(on.forecaster, return_inverse=True, return_counts=True)
    means = np.round(np.bincount(index, on.loss) / count, DIGITS)
    listed = np.array([id_ in own or known[id_].kind not in APART for id_ in who.tolist()])
    there = means[listed & (count == len(question))]
    a, b = (int((there < means[who == one.id]).sum()) + 1 for one in pair)
    return {"a_place": a, "b_place": b, "places": len(there)}


def _before(place: Integers, groups: Integers, n: int) -> Booleans:
    """Return which of the first n questions belong to clusters that end before all the others.

    A cluster is whole where its last question stands, with an outcome or without.
    """
    if n == len(place):
        return np.ones(n, dtype=bool)
    late = groups[place >= place[n:].min()]
    return np.asarray(~np.isin(groups[:n], late))


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
