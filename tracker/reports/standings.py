"""The leaderboard: each forecaster's means, how sure they are, and who can be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracker.comparison import ClusteredMean, clustered_mean, difficulty_adjusted, verdict
from tracker.reports.order import Place, alphabetical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from tracker.columns import Name, Scored

    Floats = NDArray[np.float64]

APART = ("baseline", "aggregate")
Against = Literal["base rate", "coin"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One forecaster's row; every number is a plain mean over scored questions.

    brier and log_loss: lower is better. skill_base, skill_uniform: the reference's loss minus the
    own, higher is better; None where no question has a reference class. peer: None where no score
    has peer points, as that of a date's deadlines after a withdrawal. low and high: the interval
    of the skill that `against` names ("base rate" or "coin"), None under 8 clusters; skill_over:
    the number of questions that skill is over.
    """

    forecaster: str
    kind: str
    questions: int
    clusters: int
    coverage: float
    hindsight: float
    brier: float
    log_loss: float
    skill_base: float | None
    skill_uniform: float
    peer: float | None
    adjusted: float | None
    shrunk: float | None
    low: float | None
    high: float | None
    verdict: str
    against: Against
    skill_over: int

    @property
    def skill(self) -> float | None:
        """The skill that `against` names."""
        return self.skill_base if self.against == "base rate" else self.skill_uniform


def standings(
    scored: Scored, names: Iterable[Name], level: float = 0.95, *, against: Against | None = None
) -> tuple[Standing, ...]:
    """Return the leaderboard, people first and mechanical forecasters apart at the end.

    against: the reference of every row's interval; None takes the base rate for those whom it
    gives an interval, else the coin. Order: by shrunk Brier where forecasters share questions,
    else by skill, for those whose intervals do not overlap; else alphabetical (see `ordered`), so
    that no rank is shown that the numbers do not bear.
    """
    if not len(scored.question):
        return ()
    fit = difficulty_adjusted(scored.brier, scored.forecaster, scored.question, scored.cluster)
    adjusted = dict(zip(fit.forecasters, zip(fit.adjusted, fit.shrunk, strict=True), strict=True))
    known = {name.id: name for name in names}
    by_forecaster = np.argsort(scored.forecaster, kind="stable")
    starts = np.cumsum(fit.scored)[:-1]
    rows = [
        _standing(scored.only(own), known[id_], adjusted[id_], level, against)
        for id_, own in zip(fit.forecasters, np.split(by_forecaster, starts), strict=True)
    ]
    people = [row for row in rows if row.kind not in APART]
    apart = [row for row in rows if row.kind in APART]
    return (*ordered(people), *ordered(apart))


def _standing(
    own: Scored,
    name: Name,
    adjusted: tuple[float | None, float | None],
    level: float,
    against: Against | None,
) -> Standing:
    """Return the row of one forecaster; own: the pairs that are theirs."""
    classed = own.only(own.has_class)
    base = _advantage(classed, classed.reference, level) if len(classed.question) else None
    uniform = _advantage(own, own.uniform, level)
    on_base = base is not None and (base.low is not None or uniform.low is None)
    if against is not None:
        on_base = against == "base rate"
    shown = base if base is not None and on_base else uniform
    peer = own.peer[~np.isnan(own.peer)]
    return Standing(
        forecaster=name.name,
        kind=name.kind,
        questions=len(own.question),
        clusters=len(np.unique(own.cluster)),
        coverage=float(own.coverage.mean()),
        hindsight=float(own.hindsight.mean()),
        brier=float(own.brier.mean()),
        log_loss=float(own.log_loss.mean()),
        skill_base=base.mean if base else None,
        skill_uniform=uniform.mean,
        peer=float(peer.mean()) if len(peer) else None,
        adjusted=adjusted[0],
        shrunk=adjusted[1],
        low=shown.low,
        high=shown.high,
        verdict=verdict(shown.low, shown.high),
        against="base rate" if base is not None and on_base else "coin",
        skill_over=len((classed if base is not None and on_base else own).question),
    )


def _advantage(own: Scored, reference: Floats, level: float) -> ClusteredMean:
    """Return the mean Brier advantage over a reference, above 0 better, with its interval."""
    return clustered_mean(reference - own.brier, own.cluster, level)


def ordered(rows: Sequence[Standing]) -> tuple[Standing, ...]:
    """Return the rows by shrunk Brier where all have one, else by skill against the coin.

    As far as their intervals tell them apart, and else by the alphabet (see `alphabetical`).
    """
    by_shrunk = all(row.shrunk is not None for row in rows)
    return alphabetical(
        Place(
            row, row.forecaster, _rank(row, by_shrunk=by_shrunk), row.low, row.high, row.against
        )
        for row in rows
    )  # fmt: skip


def _rank(row: Standing, *, by_shrunk: bool) -> float:
    # Against the coin for every row: the base rate is another measure for each set of questions.
    return row.shrunk if by_shrunk and row.shrunk is not None else -row.skill_uniform
