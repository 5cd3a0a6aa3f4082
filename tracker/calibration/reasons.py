"""Why a number of calibration is not defined, in words that a report can print."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_VOTES = "there are no votes"
ONE_CLASS = "every outcome is the same"
ONE_VOTE = "it needs one vote per question, and path votes give a question one for each stretch"

# The functions that return a bare None have one reason each, and it stands here.
WHY_NONE: Mapping[str, str] = MappingProxyType(
    {
        "auc": f"{NO_VOTES}, or {ONE_CLASS}",
        "ece": NO_VOTES,
        "spiegelhalter": f"{NO_VOTES}, or every probability is 0, one half or 1",
    }
)
