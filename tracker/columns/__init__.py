"""The one place where SQLite rows become arrays or DataFrames."""

from tracker.columns.aggregates import (
    Aggregated,
    DistributionsAggregated,
    OptionsAggregated,
    Poolable,
    Pooled,
    has_certainty,
    poolable,
    pooled,
    scored_aggregates,
)
from tracker.columns.distribution_facts import DistributionFacts
from tracker.columns.ends import ScheduledEnds, scheduled_ends
from tracker.columns.facts import Facts, facts, newest, unresolved
from tracker.columns.losses import Losses, losses
from tracker.columns.made import days_made, made_between
from tracker.columns.option_facts import OptionFacts
from tracker.columns.scored import (
    Name,
    Scored,
    clusters,
    from_facts,
    from_stored,
    names,
    of_judged,
    resolved,
)
from tracker.columns.sheet import STORED_POLICIES, ScoreSheet, computed, reason_words, score_sheet

__all__ = [
    "STORED_POLICIES",
    "Aggregated",
    "DistributionFacts",
    "DistributionsAggregated",
    "Facts",
    "Losses",
    "Name",
    "OptionFacts",
    "OptionsAggregated",
    "Poolable",
    "Pooled",
    "ScheduledEnds",
    "ScoreSheet",
    "Scored",
    "clusters",
    "computed",
    "days_made",
    "facts",
    "from_facts",
    "from_stored",
    "has_certainty",
    "losses",
    "made_between",
    "names",
    "newest",
    "of_judged",
    "poolable",
    "pooled",
    "reason_words",
    "resolved",
    "scheduled_ends",
    "score_sheet",
    "scored_aggregates",
    "unresolved",
]
