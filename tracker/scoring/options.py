"""Questions with options judged: multiple choice, and ordinal with the ranked score as well."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules import brier, log_loss, metaculus_baseline, rps, spherical_loss
from tracker.rules.metaculus import limited
from tracker.scoring import peer
from tracker.scoring.case import Case
from tracker.scoring.crowds import Crowds
from tracker.scoring.losses import Rated
from tracker.scoring.offers import NOTHING, Offers, offers
from tracker.scoring.policies import (
    DEFAULT_POLICIES,
    NEVER_STOOD,
    NOT_OFFERED,
    ONE_OPTION,
    PEER,
    Judged,
    judged,
)
from tracker.scoring.stretches import stretches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.scoring.offers import Choice
    from tracker.scoring.policy import Policy
    from tracker.scoring.stretches import Booleans, Clocks, Floats, Integers, Said, Stretches

LOSSES = ("brier", "log_loss", "spherical_loss")
BASELINE = "metaculus_baseline"
OPTION_RULES = (*LOSSES, BASELINE, PEER)
ORDINAL_RULES = (*LOSSES, "rps", BASELINE, PEER)
FEWEST = 2


@dataclass(frozen=True, slots=True)
class EpochLoss:
    """A loss that is the same throughout each epoch of a question."""

    offers: Offers
    loss: Floats

    def at(self, question: Integers, at_us: Integers) -> Floats:
        """Return the loss at each instant."""
        return np.asarray(self.loss[self.offers.epoch(question, at_us)])

    def between(self, question: Integers, start_us: Integers, end_us: Integers) -> Floats:
        """Return the integral of the loss over [start, end), epoch by epoch."""
        total = np.zeros(len(question))
        first, last = (self.offers.first[question + i] for i in (0, 1))
        for i in range(int(np.diff(self.offers.first).max(initial=1))):
            epoch = np.minimum(first + i, last - 1)
            after = np.minimum(epoch + 1, len(self.offers.start_us) - 1)
            until = np.where(epoch + 1 < last, np.minimum(self.offers.start_us[after], end_us),
                             end_us)  # fmt: skip
            begins = start_us if i == 0 else np.maximum(self.offers.start_us[epoch], start_us)
            length = np.where(first + i < last, np.maximum(until - begins, 0), 0)
            total += self.loss[epoch] * length
        return total


def judge_options(  # noqa: PLR0913 - as judge, with the options beside
    clocks: Clocks,
    choices: Sequence[Choice],
    said: Said,
    shares: Floats,
    policies: Sequence[Policy] = DEFAULT_POLICIES,
    *,
    ordinal: bool = False,
) -> tuple[Judged, ...]:
    """Return the scores of all pairs under each policy, as `judge` does for yes/no questions.

    shares: a row of probabilities for each row of `said`, shape (n, options), nan for an option
    that was not on offer when it was made. Once an option comes on offer of which a row says
    nothing, the row no longer stands: else not updating would be paid for. A stretch in which
    what happened was not on offer, and no option stood for it, counts as none standing.
    """
    laid = lay_options(clocks, choices, said, shares, ordinal=ordinal)
    crowds = Crowds.of(laid.case, peer.in_units(laid.logs))
    found = judged(laid.case, laid.rated, crowds, policies)
    return tuple(_named(one, laid.ever) for one in found)


@dataclass(frozen=True, slots=True)
class OptionCase:
    """Questions with options laid out, and each rule's losses of every stretch.

    given: the probability of the option that is scored, for each stretch. logs: its ln, limited
    as the points are. ever: the pairs of whom something stood, on offer or not. offers: what was
    on offer when.
    """

    case: Case
    rated: dict[str, Rated]
    given: Floats
    logs: Floats
    ever: Booleans
    offers: Offers


def lay_options(
    clocks: Clocks, choices: Sequence[Choice], said: Said, shares: Floats, *, ordinal: bool
) -> OptionCase:
    """Return the stretches, cut where the offer changes, with the losses of each."""
    epochs = offers(clocks, choices)
    before = stretches(said, clocks)
    stood, epoch = _over_the_offer(epochs, before, shares)
    case = Case.of(clocks, said, stood)
    stated, target = np.nan_to_num(shares[stood.row]), epochs.target[epoch]
    own = _scores(stated, epochs.offered[epoch], target, ordinal=ordinal)
    ever = np.zeros(case.pairs, dtype=bool)
    ever[before.pair] = True
    given = stated[np.arange(len(target)), target]
    rated = _rated(epochs, own, ordinal=ordinal)
    return OptionCase(case, rated, given, own["log"], ever, epochs)


def _rated(epochs: Offers, own: Mapping[str, Floats], *, ordinal: bool) -> dict[str, Rated]:
    """Return each rule's losses beside those of the reference and of even chances."""
    reference, even = (
        _scores(rows, epochs.offered, epochs.target, ordinal=ordinal)
        for rows in (epochs.reference, epochs.even)
    )
    # Where what happened was not on offer nobody loses anything, the reference included.
    rated = {
        rule: Rated(
            own[rule],
            reference=EpochLoss(epochs, np.nan_to_num(reference[rule])),
            even=EpochLoss(epochs, np.nan_to_num(even[rule])),
        )
        for rule in ((*LOSSES, "rps") if ordinal else LOSSES)
    }
    return {**rated, BASELINE: Rated(own[BASELINE], undefined=ONE_OPTION)}


def _named(found: Judged, ever: Booleans) -> Judged:
    """Return the scores with the right reason for those whose forecasts were over other options."""
    gone = (found.reason == NEVER_STOOD) & ever
    return replace(found, reason=np.where(gone, NOT_OFFERED, found.reason))


def _over_the_offer(epochs: Offers, stood: Stretches, shares: Floats) -> tuple[Stretches, Integers]:
    """Return the parts of the stretches that give every option on offer its probability."""
    cut, epoch = epochs.cut(stood)
    silent = np.isnan(shares[cut.row]) & epochs.offered[epoch]
    kept = ~silent.any(axis=1) & (epochs.target[epoch] != NOTHING)
    parts = {
        name: getattr(cut, name)[kept] for name in ("row", "pair", "question", "start_us", "end_us")
    }
    return replace(cut, **parts), epoch[kept]


def _scores(
    stated: Floats, offered: Booleans, target: Integers, *, ordinal: bool
) -> dict[str, Floats]:
    """Return each rule's loss or points of rows of options, and ln p under "log"; nan without one.

    Options that a row has no use for are left out of the sums, so that a row's bits do not depend
    on how many options other questions have.
    """
    names = (*LOSSES, "rps", BASELINE, "log")
    found = {name: np.full(len(stated), np.nan) for name in names}
    used = offered | (stated > 0.0)
    masks, group = np.unique(used, axis=0, return_inverse=True)
    for i, mask in enumerate(masks):
        rows = np.flatnonzero((group.ravel() == i) & (target != NOTHING))
        if not len(rows):
            continue
        columns = np.flatnonzero(mask)
        y = np.searchsorted(columns, target[rows])
        p, alive = stated[np.ix_(rows, columns)], offered[np.ix_(rows, columns)]
        for name, values in _of_one_shape(p, alive, y, ordinal=ordinal).items():
            found[name][rows] = values
    return found


def _of_one_shape(p: Floats, alive: Booleans, y: Integers, *, ordinal: bool) -> dict[str, Floats]:
    """Return the scores of rows that all speak of the same number of options."""
    if p.shape[1] < FEWEST:  # the only option there is: nothing can be lost
        zero = np.zeros(len(p))
        return dict.fromkeys((*LOSSES, "rps", "log"), zero)
    scores = {"brier": brier(p, y), "log_loss": log_loss(p, y)}
    scores["spherical_loss"] = spherical_loss(p, y)
    if ordinal:
        scores["rps"] = rps(p, y)
    within = _within(p, alive)
    scores["log"] = np.log(limited(within, alive)[np.arange(len(p)), y])
    several = alive.sum(axis=1) >= FEWEST
    points = np.full(len(p), np.nan)
    if several.any():
        points[several] = metaculus_baseline(
            within[several], "multiple_choice", y[several], options=alive[several]
        )
    scores[BASELINE] = points
    return scores


def _within(p: Floats, alive: Booleans) -> Floats:
    """Return the rows over the options on offer alone, as the points are defined."""
    gone = (p * ~alive).sum(axis=1) > 0.0
    if not gone.any():
        return p
    kept = np.where(alive, p, 0.0)
    kept[kept.sum(axis=1) <= 0.0] = 1.0
    kept = np.where(alive, kept, 0.0)
    return np.where(gone[:, np.newaxis], kept / kept.sum(axis=1, keepdims=True), p)
