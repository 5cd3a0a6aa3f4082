"""Which forecast counts when, and what it scored: the time policies. Pure."""

from tracker.scoring.binary import LOSSES, POINTS, RULE_NAMES, judge, rate
from tracker.scoring.case import Case
from tracker.scoring.curves import Curve, Range
from tracker.scoring.dates import Date, judge_date
from tracker.scoring.kinds import ALL_RULES, KIND_RULES
from tracker.scoring.losses import Rated
from tracker.scoring.numeric import Number, judge_number, rate_number, with_baseline
from tracker.scoring.offers import NOTHING, Choice
from tracker.scoring.options import judge_options, lay_options
from tracker.scoring.policies import (
    DEFAULT_POLICIES,
    REASONS,
    VERSION,
    Judged,
    RuleScores,
)
from tracker.scoring.policy import Policy
from tracker.scoring.reference import DAY_US
from tracker.scoring.stretches import NEVER, Clocks, History, Questions, Said, Stretches, stretches

__all__ = [
    "ALL_RULES",
    "DAY_US",
    "DEFAULT_POLICIES",
    "KIND_RULES",
    "LOSSES",
    "NEVER",
    "NOTHING",
    "POINTS",
    "REASONS",
    "RULE_NAMES",
    "VERSION",
    "Case",
    "Choice",
    "Clocks",
    "Curve",
    "Date",
    "History",
    "Judged",
    "Number",
    "Policy",
    "Questions",
    "Range",
    "Rated",
    "RuleScores",
    "Said",
    "Stretches",
    "judge",
    "judge_date",
    "judge_number",
    "judge_options",
    "lay_options",
    "rate",
    "rate_number",
    "stretches",
    "with_baseline",
]
