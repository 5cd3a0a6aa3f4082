"""Aggregates over options as forecasters: rows of options, computed anew when a member changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation.option_methods import (
    StandingOptions,
    each_option,
    extremized_pool,
    floored_log_pool_of,
    linear_pool_of,
    log_pool_of,
)
from tracker.aggregation.paths import METHODS, by_performance, exponents
from tracker.scoring.aggregates import lay_instants
from tracker.scoring.offers import offers
from tracker.scoring.stretches import NEVER, Said, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.aggregation.option_methods import OptionMethod
    from tracker.scoring.aggregates import Past
    from tracker.scoring.offers import Choice, Offers
    from tracker.scoring.stretches import Booleans, Clocks, Floats, Integers, Stretches

POOLS: dict[str, OptionMethod] = {
    "mean": linear_pool_of,
    "geometric": log_pool_of,
    "geometric-floored": floored_log_pool_of,
}


@dataclass(frozen=True, slots=True)
class OptionAggregates:
    """Paths of aggregates over options, as Aggregates; p has shape (rows, methods, options).

    nan where nobody stands, and for an option that is not on offer.
    """

    question: Integers
    at_us: Integers
    members: Integers
    recorded_us: Integers
    p: Floats
    daily: Integers

    def said(self, forecaster: int) -> Said:
        """Return when an aggregate spoke, as rows of the forecaster of that index."""
        size = len(self.at_us)
        return Said(
            question=self.question,
            forecaster=np.full(size, forecaster),
            made_us=self.at_us,
            until_us=np.full(size, NEVER),
            recorded_us=self.recorded_us,
            peer=np.zeros(size, dtype=bool),
            stands=self.members > 0,
        )


def option_aggregates(  # noqa: PLR0913, PLR0917 - questions, what was said of them, and how to pool
    clocks: Clocks,
    choices: Sequence[Choice],
    said: Said,
    shares: Floats,
    names: Sequence[str],
    past: Past | None = None,
) -> OptionAggregates:
    """Return the aggregates of all who speak in `said`, by each method of METHOD_NAMES.

    shares: as in `judge_options`. Once an option comes on offer of which a member says nothing,
    the member no longer stands, as there. What happened is not looked at. Raises ValueError where
    a method is undefined for what stands.
    """
    methods = [_method(name, past, said.forecaster) for name in names]
    epochs = offers(clocks, choices)
    laid = lay_instants(speaking(epochs, clocks, said, shares), said.made_us, clocks.ends_us)
    offered = epochs.offered[epochs.epoch(laid.question, laid.at_us)]
    members, recorded_us = np.zeros(len(laid.at_us), dtype=np.int64), laid.at_us.copy()
    p = np.full((len(laid.at_us), len(names), shares.shape[1]), np.nan)
    for at, rows in laid.blocks:
        spoken = (said.forecaster[rows], said.made_us[rows], np.nan_to_num(shares[rows]))
        now = StandingOptions(laid.at_us[at], *spoken, offered[at])
        members[at], recorded_us[at] = len(rows), said.recorded_us[rows].max(axis=0)
        for i, method in enumerate(methods):
            pooled = method(now)
            p[at, i] = np.where(now.offered | (pooled > 0.0), pooled, np.nan)
    return OptionAggregates(laid.question, laid.at_us, members, recorded_us, p, laid.daily)


def rules_out(clocks: Clocks, choices: Sequence[Choice], said: Said, shares: Floats) -> bool:
    """Return whether 0 ever stood for an option on offer, which leaves the log pool undefined."""
    epochs = offers(clocks, choices)
    stood = speaking(epochs, clocks, said, shares)
    offered = epochs.offered[epochs.epoch(stood.question, stood.start_us)]
    return bool((offered & (shares[stood.row] <= 0.0)).any())


def speaking(epochs: Offers, clocks: Clocks, said: Said, shares: Floats) -> Stretches:
    """Return the stretches in which rows stand: cut where the offer changes, and ended by silence.

    A row that says nothing of an option on offer does not stand, whatever happens.
    """
    cut, epoch = epochs.cut(stretches(said, clocks))
    kept = ~_silent(shares[cut.row], epochs.offered[epoch])
    parts = ("row", "pair", "question", "start_us", "end_us")
    return replace(cut, **{name: getattr(cut, name)[kept] for name in parts})


def _silent(shares: Floats, offered: Booleans) -> Booleans:
    return np.asarray((np.isnan(shares) & offered).any(axis=1))


def _method(name: str, past: Past | None, members: Integers) -> OptionMethod:
    if name in POOLS:
        return POOLS[name]
    if name in METHODS:
        return each_option(METHODS[name])
    if past is None:
        return linear_pool_of
    if name == "performance":
        everyone = np.union1d(members, past.scores.forecaster)
        return each_option(by_performance(past.scores, everyone))
    return extremized_pool(exponents(past.said))
