"""The dates and the conditions that an English sentence names, in letters without accents."""

from __future__ import annotations

import re

from forecasts.claims.english.times import AHEAD, CALENDAR
from forecasts.claims.grammar import COUNT, YEAR

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_UNITS = "(?:days?|weeks?|months?|quarters?|years?|decades?|generations?)"
_DAY = (
    rf"(?:\d{{1,2}} {_MONTH}(?: {YEAR})?|{_MONTH}(?: of)? {YEAR}"
    rf"|{_MONTH} \d{{1,2}}(?!\d)(?:,? {YEAR})?|{YEAR})"
)
_SOME = (
    r"(?:(?:a )?few|several|(?:a )?couple of|some|half[- ]dozen|\d+|two|three|four|five|six|seven"
    r"|eight|nine|ten|twelve|eighteen|twenty|[a-z]+)"
)
_HAPPENING = (
    r"(?:elections?|midterms?|primary|primaries|vote|poll|referendum|summit|meeting|conference"
    r"|congress|session|inauguration|deadline|budget|census|recess|convention|world cup|olympics"
    r"|games|harvest|runoff|run-off|handover|anniversary|ballot|plenum|review|wage round)"
)
_PLAIN_WORD = r"(?!before |by |until |after |in |on |of |and |or |but |that |the )[\w'-]+ "
_EXACT = (
    r"(?: of (?:this|next) year)?(?:,? (?:at the (?:very )?(?:latest|earliest|soonest)"
    r"|or (?:so|two|earlier|sooner|later)))?"
)
_PERIOD = "(?:year|month|week|decade|century|quarter|season|term|parliament|mandate)"
_OF_PERIOD = "(?:the|this|next|his|her|its)"
_TO = "(?:by|before|until|at|towards?|around|for|from|after)"

# By year's end, before the decade is out, for the rest of this decade, by the end of 2027.
_ENDS = (
    rf"{_TO} (?:the |this )?{_PERIOD}(?:'s |s' |-| )end\b(?: {YEAR})?",
    rf"(?:by|before|until) (?:the|this) {_PERIOD} (?:is (?:out|over)|ends|closes)",
    rf"(?:for|over|in|during) (?:the )?(?:rest|remainder) of {_OF_PERIOD} [a-z]+",
    (
        rf"{_TO} (?:the )?(?:very )?(?:end|close|start|middle|turn) of"
        rf" (?:{_OF_PERIOD} {_PERIOD}|{_DAY})"
    ),
)
# In the mid-2020s, over the next few weeks, in the next year or two, by Q3 2027.
_SPANS = (
    (
        r"(?:in|by|until|before|from|during|into|through(?:out)?) (?:the )?"
        r"(?:early |late |mid-?|early to mid-?|mid- to late )?20\d0s"
    ),
    (
        rf"(?:in|over|within|during|for|through(?:out)?) the (?:next|coming|following)"
        rf" (?:{_SOME} (?:(?:to|or) {_SOME} )?)?{_UNITS}\b(?: or (?:so|two|three))?"
    ),
    (
        r"(?:in|by|before|until|during|from|for|since) (?:the )?(?:first|second|third|fourth|last"
        r"|final) (?:quarter|half|months?|weeks?|days)"
        rf"(?: of (?:the (?:year|decade)|next year|{_DAY}))?"
    ),
    rf"(?:in|by|before|until|during|from) (?:h[12]|q[1-4])(?: (?:of )?{YEAR})?",
    rf"within (?:the next )?{COUNT} {_UNITS}",
    r"(?:for|in) (?:several )?(?:months|years)|this (?:year|month|decade)",
    r"in the (?:short|medium|long)(?:er)? (?:term|run)",
)
# Before the midterms, at the NATO summit in June 2027, until the war ends.
_EVENTS = (
    (
        rf"(?:until )?(?:before|by|until|after|ahead of|at|following|between now and|this side of)"
        rf" (?:the |its |their |his |her |an? )?(?:{_PLAIN_WORD}){{0,4}}?{_HAPPENING}\b"
        rf"(?: {_HAPPENING}\b)?(?: (?:in|of|on) (?:the )?{_DAY})?"
    ),
    (
        r"(?:before|until|after|no later than|ahead of) (?:the )?"
        rf"(?:{_PLAIN_WORD}){{1,6}}?(?:in |of )?{_DAY}"
    ),
    (
        r"(?:until|before) (?:the|its|their|both|either) (?:[a-z'-]+ ){1,4}(?:ends?|is over"
        r"|are over|expires?|leaves?|opens?|closes?|begins?|starts?|returns?|lifts?|stops?)\b"
    ),
)
_DAYS = (
    rf"between {_DAY} and {_DAY}|from {_DAY} (?:to|until) {_DAY}",
    (
        r"(?:by|in|before|until|during|since|from|after|on|through|around|about)"
        rf" (?:early |mid-|late |end-)?{_DAY}{_EXACT}"
    ),
)
DATES = re.compile(
    rf"\b(?:{'|'.join((*_ENDS, *_SPANS, *_EVENTS, *_DAYS))}"
    rf"|(?:{'|'.join((*AHEAD, *CALENDAR))}){_EXACT})"
)

# A clause, with a comma within a number or a list.
_CLAUSE = (
    r"(?:(?! - )[^,;:.]|(?<=\d)[.,](?=\d)|(?<=[a-z]), (?=[a-z'-]+(?: [a-z'-]+)? and "
    r"[a-z'-]+ [a-z'-]+))*"
)
_THING = r"(?:the|an?|its|their|his|her|this|that|these|those|any|another|it|they|he|she|there|one)"
CONDITIONS = re.compile(
    r"\b(?:"
    r"(?:(?:even|only|but|and) )?(?<!as )(?<!what )(?<!ask )(?<!asked )(?<!see )(?<!know )"
    r"(?<!knows )(?<!tell )(?<!say )(?<!wonder )(?<!matter )(?<!unclear )(?<!doubt )"
    r"if(?! (?:only|any|not|anything|ever|need be|that)\b)"
    r"|unless|provided(?= (?:that|the|it|they|its|their|no|there|he|she|both|all|[a-z]+ [a-z]+s)\b)"
    r"|providing(?= (?:that|the|it|they|no|there)\b)|(?:only )?(?:as|so) long as|depending on"
    r"|contingent (?:up)?on|conditional (?:up)?on|subject to(?! (?:an?|the) (?:fine|penalty))"
    r"|on (?:the )?(?:condition|assumption|proviso) that|assuming|only (?:when|once)"
    r"|barring|absent(?= (?:an?|the|some|any|further|more|[a-z]+ [a-z]+))|(?<!^)absent(?= [a-z]+)"
    r"|failing(?= (?:that|this|an?|the))|short of(?= (?:an?|the|some|war))|but for"
    r"|in the event (?:of|that)|in case of"
    rf"|were {_THING} (?:[a-z'-]+ ){{0,5}}?to|were [a-z' -]{{1,40}}? to"
    rf"|^should(?! (?:we|i|you)\b)|should (?!no longer|not){_THING}"
    r"|^given (?:an?|enough|time|another)|^without (?!doubt|question)(?=[^,;:.]{3,80},)"
    r"|(?<=[a-z] )without (?=(?:an?|another|further|any|such|more|new)"
    r" (?!doubt|question|hitch|word|trace))|without [^,]{3,60}?ing"
    rf"|(?:as soon as|the moment|whenever) (?={_THING}|[a-z]+ (?:is|are|has|have|[a-z]+s)\b)"
    r"|(?<!at )(?<!only )(?<!than )(?<!was )(?<!were )(?<!had )(?<!has )(?<!the )(?<!who )(?<!-)"
    r"once(?! (?:again|more|in\b|every|a\b|an\b|per|upon|or twice|was|were|had|said|told|thought"
    rf"|called|known|considered|[a-z]+ed\b))(?= {_THING}|[a-z' -]+)"
    rf"|(?<!the only )when (?={_THING} (?:[a-z'-]+ ){{0,4}}?(?:is|are|has|have|[a-z]+s)\b)"
    rf")\b{_CLAUSE}"
    # What says all without a clause, and what no comma parts from what follows.
    r"|\bin (?:that|such an|this) (?:event|case)\b"
    r"|^without (?:[a-z'-]+ ){1,5}?[a-z'-]+(?= (?:the|its|their|it|they|there|he|she|we) )"
)
