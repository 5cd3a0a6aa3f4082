"""The scoring rules, one a file, and the table of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from tracker.rules.bins import bin_index, bin_probabilities
from tracker.rules.brier import brier
from tracker.rules.crps import crps, crps_scaled
from tracker.rules.crps_family import crps_family
from tracker.rules.dates import deadline_brier, interval_log_loss
from tracker.rules.log_loss import log_loss
from tracker.rules.mean import mean_loss
from tracker.rules.metaculus import metaculus_baseline, metaculus_peer
from tracker.rules.quantile import interval_score, pinball, wis
from tracker.rules.rps import rps
from tracker.rules.spherical import spherical_loss

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "RULES",
    "Rule",
    "bin_index",
    "bin_probabilities",
    "brier",
    "crps",
    "crps_family",
    "crps_scaled",
    "deadline_brier",
    "interval_log_loss",
    "interval_score",
    "log_loss",
    "mean_loss",
    "metaculus_baseline",
    "metaculus_peer",
    "pinball",
    "rps",
    "spherical_loss",
    "wis",
]

OPTIONS = ("multiple_choice", "ordinal")
CHANCES = ("binary", *OPTIONS)
DISTRIBUTIONS = ("numeric", "date")


@dataclass(frozen=True, slots=True)
class Rule:
    """A scoring rule and what a reader must know about its numbers.

    kinds: the question types it scores. orientation: a loss is better when lower, points when
    higher. best and worst: the ends of its range for outcomes that are not fractional; of points,
    the ends on binary questions. limits_p: whether its definition limits probabilities before it
    scores them.
    """

    name: str
    kinds: tuple[str, ...]
    function: Callable[..., Any]
    orientation: Literal["loss", "points"]
    best: float
    worst: float
    unit: str
    limits_p: bool
    source: str


_BASELINE_BEST = 100.0 + 100.0 * math.log2(0.999)
_BASELINE_WORST = 100.0 + 100.0 * math.log2(0.001)
_PEER_BEST = 100.0 * math.log(0.999 / 0.001)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            Rule(
                name="brier",
                kinds=CHANCES,
                function=brier,
                orientation="loss",
                best=0.0,
                worst=1.0,
                unit="half scale",
                limits_p=False,
                source="Brier (1950)",
            ),
            Rule(
                name="log_loss",
                kinds=CHANCES,
                function=log_loss,
                orientation="loss",
                best=0.0,
                worst=math.inf,
                unit="nats",
                limits_p=False,
                source="Good (1952)",
            ),
            Rule(
                name="spherical_loss",
                kinds=CHANCES,
                function=spherical_loss,
                orientation="loss",
                best=0.0,
                worst=1.0,
                unit="1 - cosine",
                limits_p=False,
                source="Gneiting & Raftery (2007)",
            ),
            Rule(
                name="rps",
                kinds=("ordinal",),
                function=rps,
                orientation="loss",
                best=0.0,
                worst=1.0,
                unit="half scale",
                limits_p=False,
                source="Epstein (1969)",
            ),
            Rule(
                name="crps",
                kinds=DISTRIBUTIONS,
                function=crps,
                orientation="loss",
                best=0.0,
                worst=math.inf,
                unit="units of the question",
                limits_p=False,
                source="Matheson & Winkler (1976)",
            ),
            Rule(
                name="crps_scaled",
                kinds=("numeric",),
                function=crps_scaled,
                orientation="loss",
                best=0.0,
                worst=1.0,
                unit="share of the range",
                limits_p=False,
                source="Matheson & Winkler (1976)",
            ),
            Rule(
                name="wis",
                kinds=DISTRIBUTIONS,
                function=wis,
                orientation="loss",
                best=0.0,
                worst=math.inf,
                unit="units of the question",
                limits_p=False,
                source="Bracher et al. (2021)",
            ),
            Rule(
                name="pinball",
                kinds=DISTRIBUTIONS,
                function=pinball,
                orientation="loss",
                best=0.0,
                worst=math.inf,
                unit="units of the question",
                limits_p=False,
                source="Koenker & Bassett (1978)",
            ),
            Rule(
                name="interval_score",
                kinds=DISTRIBUTIONS,
                function=interval_score,
                orientation="loss",
                best=0.0,
                worst=math.inf,
                unit="units of the question",
                limits_p=False,
                source="Gneiting & Raftery (2007)",
            ),
            Rule(
                name="deadline_brier",
                kinds=("date",),
                function=deadline_brier,
                orientation="loss",
                best=0.0,
                worst=1.0,
                unit="half scale",
                limits_p=False,
                source="Graf et al. (1999)",
            ),
            Rule(
                name="interval_log_loss",
                kinds=("date",),
                function=interval_log_loss,
                orientation="loss",
                best=0.0,
                worst=math.inf,
                unit="nats",
                limits_p=False,
                source="Good (1952)",
            ),
            Rule(
                name="metaculus_baseline",
                kinds=(*CHANCES, *DISTRIBUTIONS),
                function=metaculus_baseline,
                orientation="points",
                best=_BASELINE_BEST,
                worst=_BASELINE_WORST,
                unit="points",
                limits_p=True,
                source="Metaculus, scores FAQ",
            ),
            Rule(
                name="metaculus_peer",
                kinds=(*CHANCES, *DISTRIBUTIONS),
                function=metaculus_peer,
                orientation="points",
                best=_PEER_BEST,
                worst=-_PEER_BEST,
                unit="points",
                limits_p=True,
                source="Metaculus, scores FAQ",
            ),
        )
    }
)
