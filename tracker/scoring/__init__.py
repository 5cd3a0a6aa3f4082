"""Which forecast counts when, and what it scored: the time policies. Pure."""

from tracker.scoring.binary import LOSSES, POINTS, RULE_NAMES, judge
from tracker.scoring.policies import (
    DEFAULT_POLICIES,
    REASONS,
    VERSION,
    Judged,
    RuleScores,
)
from tracker.scoring.policy import Policy
from tracker.scoring.reference import DAY_US
from tracker.scoring.stretches import NEVER, History, Questions, Stretches, stretches

__all__ = [
    "DAY_US",
    "DEFAULT_POLICIES",
    "LOSSES",
    "NEVER",
    "POINTS",
    "REASONS",
    "RULE_NAMES",
    "VERSION",
    "History",
    "Judged",
    "Policy",
    "Questions",
    "RuleScores",
    "Stretches",
    "judge",
    "stretches",
]
