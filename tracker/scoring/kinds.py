"""Which rules score which kind of question, in the order in which they are shown."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tracker.scoring.binary import RULE_NAMES
from tracker.scoring.dates import DATE_RULES
from tracker.scoring.numeric import NUMERIC_RULES
from tracker.scoring.options import OPTION_RULES, ORDINAL_RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND_RULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "binary": RULE_NAMES,
        "multiple_choice": OPTION_RULES,
        "ordinal": ORDINAL_RULES,
        "numeric": NUMERIC_RULES,
        "date": DATE_RULES,
    }
)
ALL_RULES = tuple(dict.fromkeys(rule for rules in KIND_RULES.values() for rule in rules))
