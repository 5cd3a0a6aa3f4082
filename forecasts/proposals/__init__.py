"""Rules that propose an outcome from a file, a document on the web, or silence."""

from forecasts.proposals.propose import Proposed, check, propose
from forecasts.proposals.rule import Reading, Rule, Silence, as_text, parse_rule

__all__ = ["Proposed", "Reading", "Rule", "Silence", "as_text", "check", "parse_rule", "propose"]
