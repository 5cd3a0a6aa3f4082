"""When and on what condition, as English says it."""

from __future__ import annotations

import re

from forecasts.claims.grammar import COUNT, EVENT, YEAR

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DAY = (
    rf"(?:\d{{1,2}} {_MONTH}(?: {YEAR})?|{_MONTH}(?: of)? {YEAR}"
    rf"|{_MONTH} \d{{1,2}}(?!\d)(?:,? {YEAR})?|{YEAR})"
)
DATES = re.compile(
    rf"\b(?:(?:before|by|until|after|no later than|ahead of) (?:the )?{EVENT}(?:in |of )?"
    rf"{_DAY}"
    rf"|(?:before|by|until|ahead of) (?:the )?(?:end|start|middle) of [a-z' ]{{3,20}}\b"
    rf"|(?:by|in|before|until|during|since|from|after|on|through) (?:early |mid-|late )?"
    rf"{_DAY}"
    rf"|within (?:the next )?{COUNT} (?:days|weeks|months|years)"
    r"|(?:in|over) the (?:coming|next|following) (?:few )?(?:[a-z]+ )?"
    r"(?:days|weeks|months|years|decade)"
    r"|(?:for|in) (?:several )?(?:months|years)|next (?:week|month|year|spring|summer"
    r"|autumn|winter)|this (?:year|month|decade)|in the (?:short|medium"
    r"|long)(?:er)? (?:term"
    r"|run))"
)

CONDITIONS = re.compile(
    r"\b(?:if|unless|provided that|as long as|so long as|depending on|only when"
    r"|in the event (?:of|that)|without [^,]{3,60}?ing|were [a-z' ]{2,30} to)\b[^,;:.]*"
)
