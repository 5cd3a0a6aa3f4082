"""The one place where SQLite rows become arrays or DataFrames."""

from tracker.columns.facts import Facts, facts, newest
from tracker.columns.scored import Name, Scored, from_facts, from_stored, names, resolved
from tracker.columns.sheet import STORED_POLICIES, ScoreSheet, computed, reason_words, score_sheet

__all__ = [
    "STORED_POLICIES",
    "Facts",
    "Name",
    "ScoreSheet",
    "Scored",
    "computed",
    "facts",
    "from_facts",
    "from_stored",
    "names",
    "newest",
    "reason_words",
    "resolved",
    "score_sheet",
]
