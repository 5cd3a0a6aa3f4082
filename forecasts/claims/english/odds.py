"""How English writes a probability as a number."""

from __future__ import annotations

import re
from types import MappingProxyType

from forecasts.claims.grammar import Odds

_UNITS = "one two three four five six seven eight nine".split()  # noqa: SIM905 - reads as a list
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred".split()  # noqa: SIM905
NUMERALS = MappingProxyType(
    {word: float(n) for n, word in enumerate(_UNITS + _TEENS, 1)}
    | {word: float(10 * n) for n, word in enumerate(_TENS, 2)}
)

_WORD = (
    f"(?:{'|'.join(_TEENS)}|(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS)}))?|{'|'.join(_UNITS)})"
)
_N = rf"(?:\d+(?:\.\d+)?|{_WORD})"
_PERCENT = "(?:[ -]?(?:%|per ?cent))"
_ABOUT = (
    r"(?:about |around |roughly |perhaps |maybe |some |nearly |almost |approximately |only "
    r"|something like |close to |just |now |currently |an? |the |as (?:low|high|little|much) as )*"
)
_BOUND = (
    r"(?:(?:(?P<most>(?:less|lower|fewer|worse|no more|no better|no higher|not more|smaller) than"
    r"|at (?:most|best)|below|under|up to|well (?:below|under))"
    r"|(?P<least>(?:more|better|greater|higher|no less|larger) than|at least|above|over"
    r"|upwards of|well (?:above|over)|north of)) )?" + _ABOUT
)
_SHARE = rf"(?P<low>{_N}){_PERCENT}?(?:(?: to | and | or | ?- ?)(?P<high>{_N}))?{_PERCENT}"
_IN = r"(?:[ -](?:in|out of)(?: every)?[ -])"
_ENDS = (
    r"(?=$|[.,;:)]| (?:that|of|by|before|at|for|this|next|in|on|today|now|over|within|but|and)\b)"
)
_OF = rf"(?P<of>\d{{1,3}}(?!\d)|{_WORD})"
_TIMES = rf"(?P<times>{_N}){_IN}{_OF}"
_EITHER = (rf"{_SHARE}(?! of\b)", _TIMES + _ENDS)

_CHANCE = "(?:chances?|probability|probabilities|likelihood|odds)"
_RISK = f"(?:{_CHANCE}|risk)"
_BET = "(?:shot|risk|possibility|proposition|bet|prospect|event)"
_PUT = (
    "(?:puts?|places?|estimates?|assess|reckons?|rates?|sets?|gives?|judges?|pegs?|makes?|sees?"
    "|calls?|say|offers?)"
)
_IS = (
    r",? (?:is|are|stands? at|remains?|(?:has|have) (?:risen|fallen|climbed|dropped|grown"
    r"|gone up) to|at|looks?|seems?|rises? to|falls? to|runs? at|comes? to)"
)
# We put the likelihood of rationing this winter at 65 per cent; we put it at one in ten.
_PUT_AT = (
    rf"\b{_PUT} (?:[a-z]+ )?(?:{_RISK}[^.;%]{{0,60}}?|it|that|this|them|those)"
    rf"(?: (?:no )?(?:at|as|is|to))? {_BOUND}"
)
# The chance of a recession is about 30 per cent, or one in three.
_CHANCE_IS = rf"\b{_RISK}(?! that)(?: (?:of|for) [^.;%,]{{0,60}}?)?{_IS} {_BOUND}"
# The chance is far from nil: perhaps one in ten.
_CHANCE_COLON = rf"\b{_CHANCE}\b[^.;]{{0,60}}?(?:[:,-] |\(){_BOUND}"
# A 70 per cent chance, between 60 and 70 percent likely; not a 10 per cent higher chance.
_SHARE_CHANCE = (
    rf"\b{_BOUND}{_SHARE}[ -](?!greater|higher|lower|better|more|less)(?:[a-z]+ )?(?:{_CHANCE}"
    r"|likely|certain|probable|sure|confident|confidence|possibility|risk(?= (?:of|that)))\b"
    r"(?! (?:interval|band|level))"
)
# Unlikely (20 to 30 percent); unlikely, at 10 percent; (70%) likely.
_HEDGE = (
    r"(?:(?:very|highly|extremely|fairly|quite|rather|almost|roughly|most) )?"
    r"(?:(?:un)?likely|(?:im)?probable|probably|(?:un)?certain|certainly|possible|plausible|doubtful"
    r"|remote|even)"
)
_BESIDE = (
    rf"\b{_HEDGE}(?:,? [a-z ,]{{2,30}})? \({_BOUND}{_SHARE}(?: (?:{_CHANCE}|confidence|likely))?\)",
    rf"\b{_HEDGE}(?:,| -) ?(?:at |say |perhaps )?{_BOUND}{_SHARE}(?= *[.,;)]|$)",
    rf"\({_BOUND}{_SHARE}(?: (?:{_CHANCE}))?\) {_HEDGE}\b",
)
# Two to one against, 3-1 on; odds are against where nothing else is said.
_RATIOS = (
    rf"\b(?P<against>{_N})(?: to |-to-|-|/)(?P<for>{_N})(?: odds| shot)? against\b",
    rf"\b(?P<for>{_N})(?: to |-to-|-|/)(?P<against>{_N})(?: odds)? (?:on|in favou?r)\b",
    (
        rf"\bodds (?:of|are|at) {_ABOUT}(?P<against>{_N})(?: to |-to-)(?P<for>{_N})\b"
        r"(?! on\b| in favou?r)"
    ),
    (
        rf"\b(?:{_CHANCE}|edge|lead|favou?rite|{_PUT} (?:it|that|this)|no better than|better than)"
        r"[^.;]{0,30}? (?P<for>\d\d)(?:[-:/]| to )(?P<against>\d\d)\b(?!%| per)"
    ),
)
_EVEN = (
    r"\b(?P<least>better|more|greater|higher)[ -]than[ -]even\b",
    r"\b(?P<most>(?:no better|less|worse|lower)[ -]than[ -]even)\b",
    (
        r"\b(?:even|equal|balanced)[ -](?:chances?|odds|money|probability)\b|\bfifty-fifty\b"
        r"|\b50[-/:]50\b|\btoss-?up\b|\bcoin[- ](?:toss|flip)\b|\b(?:toss|flip) of a coin\b"
        r"|\bas likely as not\b|\babout even\b"
    ),
)

ODDS = Odds(
    NUMERALS,
    tuple(
        re.compile(pattern)
        for pattern in (
            _SHARE_CHANCE,
            rf"\b{_RISK} of {_BOUND}(?:{_SHARE}(?! of\b)|(?P<part>0?\.\d+))",
            *(frame + share for frame in (_PUT_AT, _CHANCE_IS, _CHANCE_COLON) for share in _EITHER),
            rf"\b{_BOUND}{_TIMES}[ -](?:{_CHANCE}|{_BET})\b",
            rf"\b{_BOUND}(?P<times>{_N}) (?:chances?|times){_IN}{_OF}",
            *_BESIDE,
            *_RATIOS,
            *_EVEN,
        )
    ),
    hint=re.compile(rf"\d|\b(?:{_WORD}|even|toss|flip|toss-?up|equal|balanced|likely as not)\b"),
)
