"""Many forecasts made into one: of a chance, of options, of a distribution, by past performance."""

from __future__ import annotations

from tracker.aggregation.distributions import (
    linear_pool,
    quantile_average,
    quantile_median,
    quantile_trimmed_mean,
)
from tracker.aggregation.options import log_pool, log_pool_floored
from tracker.aggregation.performance import PastScores, fitted_exponent, performance_weights
from tracker.aggregation.probabilities import (
    extremize,
    geometric_mean_of_odds,
    geometric_mean_of_odds_floored,
    mean,
    median,
    recency_weighted_median,
    recency_weights,
    trimmed_mean,
    weighted_median,
)

__all__ = [
    "PastScores",
    "extremize",
    "fitted_exponent",
    "geometric_mean_of_odds",
    "geometric_mean_of_odds_floored",
    "linear_pool",
    "log_pool",
    "log_pool_floored",
    "mean",
    "median",
    "performance_weights",
    "quantile_average",
    "quantile_median",
    "quantile_trimmed_mean",
    "recency_weighted_median",
    "recency_weights",
    "trimmed_mean",
    "weighted_median",
]
