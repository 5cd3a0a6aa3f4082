"""When, as English says it."""

from __future__ import annotations

import re

from forecasts.claims.grammar import YEAR

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_WEEKDAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_SEASON = "(?:spring|summer|autumn|fall|winter|christmas|easter|ramadan|thanksgiving|new year)"
_UNITS = "(?:days|weeks|months|quarters|years|decades|generations)"
_UNIT = (
    "(?:day|week|weekend|month|quarter|half|season|year|decade|generation|century|fiscal year"
    "|term|cycle|session|election|elections|parliament|government|administration|president|budget"
    "|round|phase|census|review|summit|recession|downturn|crisis|war|pandemic|harvest|step|move|one"
    "|few|two|three|four|five|six|ten|twelve|eighteen|twenty|several|couple)"
)
_SOME = (
    r"(?:\d+|an?|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty"
    r"|a few|several|a couple of|half a|some|many|a matter of|the (?:coming"
    r"|next) [a-z]+)(?:(?: to | or | and |-)"
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty))?"
)
_ABOUT = "(?:about |around |roughly |some |perhaps |at least |at most |barely |just |only |under )?"
_EVENT_AHEAD = (
    "(?:elections?|vote|poll|referendum|midterms?|summit|recess|budget|conference|convention"
    "|harvest|rains|deadline|runoff|inauguration|handover|expiry|transition|mandate|term)"
)
_DAY = (
    rf"(?:\d{{1,2}} {_MONTH}(?: {YEAR})?|{_MONTH}(?: of)? {YEAR}"
    rf"|{_MONTH} \d{{1,2}}(?!\d)(?:,? {YEAR})?|{YEAR})"
)
_PART = (
    r"(?:the )?(?:very )?(?:early |mid-|mid |late |later |end-|(?:early|late) in "
    r"|(?:end|start|middle|beginning|close|turn|first half|second half|last quarter"
    r"|(?:first|second|third|fourth|final) quarter|spring|summer|autumn|fall|winter)(?: of| in)? "
    r"(?:the )?|fiscal |fiscal year |q[1-4] )?"
)
_WHEN = (
    rf"(?:{_DAY}|{_MONTH}|{_WEEKDAY}|{_SEASON}|mid-?(?:year|summer|winter|decade|century|{YEAR}s?)"
    rf"|20\d0s|(?:this|next|the) (?:year|month|week|quarter|decade|century|summer|winter|autumn"
    r"|spring|fall|season)(?:'s end)?|year-end|then|(?:the )?(?:first|second|third|fourth|final)"
    r" (?:quarter|half))"
)

# What lies ahead whenever it is said, if it is said in the present tense.
AHEAD = (
    rf"next (?:[a-z]+ )?(?:{_UNIT}|{_MONTH}|{_WEEKDAY}|{_SEASON})",
    (
        r"(?:the|its|their|his|her|our) next (?!to\b|day|morning|door|town|village|room|street"
        r"|table"
        r"|page|line|section|chapter|paragraph|best|of kin)[a-z]+"
    ),
    (
        rf"(?:by|before|until|till|no (?:later|earlier|sooner) than|not before|ahead of|beyond"
        rf"|as (?:early|soon|late) as"
        rf"|at the latest by|between now and|starting|beginning|come|into) (?:at least "
        rf"|well (?:into|after) "
        rf"|as late as |about |around |roughly )?{_PART}{_WHEN}"
    ),
    (
        rf"(?:from|through) {_PART}(?:{_MONTH}(?= *[.,;])|{_DAY} on(?:wards?)?|{_MONTH} {YEAR}"
        rf"|{YEAR}"
        rf"|{_MONTH} on(?:wards?)?"
        rf"|(?:the |this |next )?{_SEASON}|(?:this|next) (?:year|month|week)|mid-?{YEAR})"
    ),
    rf"(?:by|before|until|ahead of|after|at) the (?:[a-z]+ ){{0,3}}{_EVENT_AHEAD}",
    (
        r"(?:by|before|until|at|towards?|for) the (?:end|close|rest|remainder|turn) of the"
        r" (?:year|month|week|decade|century|season|quarter|term|mandate|parliament|summer|winter)"
    ),
    r"before (?:long|too long|(?:the|this) (?:decade|year|century|month|week) is (?:out|over))",
    (
        r"(?:by then|by the time|by (?:this time|now) next|from then on|thereafter|tomorrow|tonight"
        r"|(?<!as )(?<!too )soon\b(?! after)|shortly(?! (?:after|before))|eventually|in due course"
        r"|in time|one day"
        r"|in the end|but not before|some day|someday|sooner or later|from now(?: on)?"
        r"|from here(?: on)?|in (?:the )?future"
        r"|in the (?:near|foreseeable|distant|not too distant|medium|short|long|longer"
        r"|near-)(?:er)?"
        r"[ -](?:future|term|run)|for the foreseeable future|in the years? (?:ahead|to come)"
        r"|any (?:day|time|moment|minute) (?:now|soon)|any time soon|anytime soon)"
    ),
    rf"(?:later|earlier|sometime|at some point) (?:this|next|in the) {_UNIT}",
    rf"this (?:coming )?(?:{_SEASON}|weekend|evening)",
    rf"within (?:{_ABOUT}{_SOME} |the (?:next )?(?:[a-z]+ )?)?(?:hours|{_UNITS}|{_UNIT})",
    (
        rf"in {_ABOUT}{_SOME}(?: more)? (?:hours|{_UNITS}|day|week|month|year|decade|generation)"
        r"(?:'s?)?(?: time| or (?:so|two))?(?= *[,.;:)]| (?:at|the|from|if|unless|when|and|but"
        r"|there|he|she"
        r"|or|it|we"
        r"|they|that|most|this)\b|$)"
    ),
    (
        rf"{_SOME} (?:[a-z]+ )?(?:{_UNITS}|day|week|month|year|decade"
        rf"|generation)(?:,? at (?:best|least"
        r"|most|the earliest),?)? (?:away|off|from now|hence|ahead|down the (?:road|line|track)"
        r"|to run"
        r"|to go|to live)"
    ),
    rf"^in {_ABOUT}{_SOME}(?: more)? (?:{_UNITS}|day|week|month|year|decade|generation)(?! of)",
    rf"(?:{_UNITS}|a (?:year|decade|generation)) (?:left|away|off|from now|hence|ahead|to come)",
    r"(?:over|in|during|for|throughout|across) the (?:coming|next|rest|remainder)",
    (
        r"(?:coming(?! (?:back|from|to|under|out|into|in|on|up|down|off|at|for|any|with|as|home)\b)"
        rf"|upcoming|forthcoming|impending) (?:[a-z]+ )?(?:{_UNIT}|{_UNITS}|[a-z]+)"
    ),
    (
        r"for (?:a|another|at least|many|several|some|the) (?:[a-z]+ )?(?:generation|years|months"
        r"|decades|years to come|time to come)(?= (?:to come|yet|ahead|at least)|[.,;])"
    ),
    r"going forward|down the (?:road|line)|in the offing|between now and",
)
# A month, a day or a season without more may lie ahead; a year if it is no history to a text of
# the tables' year.
_COMING_YEAR = r"20(?:2[5-9]|[3-9]\d)"
YEAR_AHEAD = r"20(?:2[7-9]|[3-9]\d)"
_COMING_DAY = (
    rf"(?:\d{{1,2}} {_MONTH}(?: {_COMING_YEAR})?(?! {YEAR})|{_MONTH}(?: of)? {_COMING_YEAR}"
    rf"|{_MONTH} \d{{1,2}}(?!\d)(?:,? {_COMING_YEAR})?(?!,? {YEAR})|{_MONTH}(?! (?:of )?{YEAR})"
    # The year of a bond is its name.
    rf"|{_COMING_YEAR}(?! (?:euro)?(?:bond|note|maturit|paper|contract|gilt|swap|future|series"
    r"|linker|vintage|model)))"
)
CALENDAR = (
    (
        rf"(?:in|on|at|around|about|during|towards?) {_PART}(?:{_COMING_DAY}|{_WEEKDAY}"
        rf"|20[3-9]0s|mid-?{_COMING_YEAR}|the (?:new year|spring|summer|autumn|winter|fall))"
    ),
    rf"(?:late|early|mid|end|spring|summer|autumn|winter) {_COMING_YEAR}",
    r"this (?:year|quarter|decade)",
)

# What somebody said would come, with a day: an announcement.
ANNOUNCED = re.compile(
    r"\b(?:said|says|announced|confirmed|declared)\b[^.;]{0,80}\b(?:would|will)\b[^.;]{0,120}"
    rf"\b(?:{'|'.join((*AHEAD, *CALENDAR))})"
)
