"""The one place where SQLite rows become arrays or DataFrames.

What is not named is not loaded: a leaderboard needs a few of these modules, and all of them take
longer to load than a large record that was read before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tracker.columns.facts import Facts, facts, newest, unresolved
from tracker.columns.judgeable import laid
from tracker.columns.losses import Losses, losses

if TYPE_CHECKING:
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
        under_policies,
    )
    from tracker.columns.selection import resolved
    from tracker.columns.sheet import (
        STORED_POLICIES,
        ScoreSheet,
        computed,
        reason_words,
        score_sheet,
    )

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
    "laid",
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
    "under_policies",
    "unresolved",
]
_ROOMS = {
    "aggregates": (
        "Aggregated",
        "DistributionsAggregated",
        "OptionsAggregated",
        "Poolable",
        "Pooled",
        "has_certainty",
        "poolable",
        "pooled",
        "scored_aggregates",
    ),
    "distribution_facts": ("DistributionFacts",),
    "ends": ("ScheduledEnds", "scheduled_ends"),
    "made": ("days_made", "made_between"),
    "option_facts": ("OptionFacts",),
    "scored": (
        "Name",
        "Scored",
        "clusters",
        "from_facts",
        "from_stored",
        "names",
        "of_judged",
        "under_policies",
    ),
    "selection": ("resolved",),
    "sheet": ("STORED_POLICIES", "ScoreSheet", "computed", "reason_words", "score_sheet"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _ROOM_OF:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
        globals()[name] = value
        return value
