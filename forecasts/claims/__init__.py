"""What a text says about the future: sentences, their hedges, what a hedge stands for.

Read from words alone: no clock, no file and no record.
"""

from __future__ import annotations

from forecasts.claims.claim import Claim, Kind
from forecasts.claims.scan import scan

__all__ = ["Claim", "Kind", "scan"]
