"""Which forecast counts when, and what it scored: the time policies. Pure.

What is not named is not loaded, as in tracker.columns.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tracker.scoring.stretches import NEVER, Clocks, History, Questions, Said, Stretches, stretches

if TYPE_CHECKING:
    from tracker.scoring.binary import LOSSES, POINTS, RULE_NAMES, judge, rate
    from tracker.scoring.case import Case
    from tracker.scoring.curves import Curve, Range
    from tracker.scoring.dates import Date, date_likeness, judge_date, judge_dates
    from tracker.scoring.kinds import ALL_RULES, KIND_RULES
    from tracker.scoring.losses import Rated
    from tracker.scoring.numeric import (
        Number,
        judge_number,
        judge_numbers,
        likeness,
        rate_number,
        with_baseline,
    )
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
    "date_likeness",
    "judge",
    "judge_date",
    "judge_dates",
    "judge_number",
    "judge_numbers",
    "judge_options",
    "lay_options",
    "likeness",
    "rate",
    "rate_number",
    "stretches",
    "with_baseline",
]
_ROOMS = {
    "binary": ("LOSSES", "POINTS", "RULE_NAMES", "judge", "rate"),
    "case": ("Case",),
    "curves": ("Curve", "Range"),
    "dates": ("Date", "date_likeness", "judge_date", "judge_dates"),
    "kinds": ("ALL_RULES", "KIND_RULES"),
    "losses": ("Rated",),
    "numeric": (
        "Number",
        "judge_number",
        "judge_numbers",
        "likeness",
        "rate_number",
        "with_baseline",
    ),
    "offers": ("NOTHING", "Choice"),
    "options": ("judge_options", "lay_options"),
    "policies": ("DEFAULT_POLICIES", "REASONS", "VERSION", "Judged", "RuleScores"),
    "policy": ("Policy",),
    "reference": ("DAY_US",),
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
