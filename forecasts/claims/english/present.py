"""What English tells in the present tense and is to come: events, schedules, conditions."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.english.times import AHEAD, CALENDAR
from forecasts.claims.grammar import cue
from forecasts.claims.letters import vocabulary


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(words))


def _of_many(words: frozenset[str]) -> str:
    """Return the verbs as several do them: passes, pass; carries, carry; loses, lose."""
    plural = (
        re.sub(r"(?<=ss|ch|sh)es$|(?<=[xo])es$|(?<!ss|ch|sh|ie)s$", "", word) for word in words
    )
    return "|".join(sorted(re.sub("ies$", "y", word) for word in plural))


# What happens once: told in the present, it is to come. What is so at all times is left out.
_HAPPENS = vocabulary(
    "abandons accelerates adds arrives averages backfires becomes bites blinks blocks caves"
    " climbs collapses crashes crumbles decelerates deepens defaults derails devalues diminishes"
    " disappears disintegrates doubles drops dwindles eases emerges erupts escalates evaporates"
    " expires falls falters fizzles flounders folds founders halves hardens hastens ignites"
    " implodes inherits intensifies intervenes joins lapses loosens loses materialises"
    " materializes misfires multiplies narrows outlasts outlives overheats overtakes peaks"
    " plateaus plummets plunges prevails proliferates provokes quits rallies ratifies reappears"
    " rebels rebounds recedes reconvenes recovers relents resigns resumes resurfaces retaliates"
    " retires retreats returns revolts rises sags scuppers shrinks sinks slides slips slows snaps"
    " soars sparks spikes stabilises stabilizes stagnates stalls strengthens stumbles subsides"
    " succumbs surges survives thaws tightens triggers triples triumphs tumbles unleashes unravels"
    " vanishes vetoes wanes weakens widens wilts wins withers worsens"
)
HAPPENS = _any(_HAPPENS)
_HAPPENS_SO = (
    r"(?:creeps|ticks|edges|inches|grinds|drifts|bounces|swings|climbs|comes in) (?:back|up|down"
    r"|lower|higher|above|below|under|past|ahead of|short of|\d)|comes under|do(?:es)? the rest"
    r"|dies (?:with|in|on|when|unless|by)"
    r"|(?:flares|picks|turns|goes|heats|winds|dries|opens"
    r"|blows) up|breaks (?:down|up|apart|out|off)"
    r"|sets off|gives (?:way|in)|goes (?:under|down|bust|ahead|through|back|nowhere|on to|to waste)"
    r"|(?:steps|backs|dies|shuts|winds|calms) down|holds (?:on|out|together)|muddles (?:through"
    r"|along|on)"
    r"|comes (?:back|unstuck|true|apart|due|first|last|to (?:an end|nothing|pass|a head|blows"
    r"|terms))"
    r"|turns (?:into|out|sour|nasty|on)|(?:limps|drags|soldiers|stumbles|lives|grinds|wears"
    r"|carries|rumbles|staggers) on(?! to\b)"
    r"|goes on(?= *[.,;]| until| and| for)|runs out|gets in|gets away|kills off"
    r"|takes (?:over|effect|power|office|place|hold|off|shape)|falls (?:apart|short|silent)"
    r"|pulls out|wipes out|opens (?:a|the|an)|tips (?:the|it|into)|plunges (?:the|it|into)"
    r"|sends (?:prices|rates|the|a|it)|lifts (?:growth|prices|output|the)|shaves"
)
# The same of what may be so at all times, where it goes on as an event does.
_HAPPENS_IF = vocabulary(
    "approves begins brings changes closes cuts drifts ends fails follows gets grows leaves"
    " lowers moves opens passes raises reaches rejects shifts signs spreads starts stops succeeds"
)
# What somebody does to something: with "the" or "its" behind it, it is no plural.
_ACTS = vocabulary(
    "abandons abolishes annexes bans blows bows boycotts breaches breaks cancels captures ceases"
    " clears clinches completes concedes crosses cuts deploys dips dissolves drains drops dumps"
    " ejects elects enters escalates exits expands extends finishes flips forces fractures"
    " freezes gains gets grabs halts hardens hits ignores imposes invades joins jumps keeps"
    " launches leaves lengthens lifts loses matches merges misses mobilises moves nationalises"
    " nears nominates ousts outbids outgrows outlaws outpaces outperforms overshoots overtakes"
    " overturns overwhelms passes picks plugs postpones prolongs pulls punishes pushes raises"
    " reaches reappoints rebuilds reclaims redeploys reduces regains reinstates rejects relaxes"
    " renews reopens repays repeals repeats replaces resolves restarts restores retakes reverses"
    " revives rolls scales scraps seizes settles shelves shuts signs skips slashes slips softens"
    " splits squeezes stops strikes sues surpasses suspends swallows sweeps swells swings switches"
    " throws topples tops touches turns undercuts undergoes undershoots unwinds upsets vacates"
    " walks wins wipes withdraws"
)
_OBJECT = (
    r"(?= (?:an?|the|its|their|his|her|no|some|any|another|most|half|all|both|it|them|him|one|two"
    r"|three|four|five|\d|\$|eur|from|into|over|out|off|through|past|below|above)(?: |$))"
)
_NEXT = (
    r"(?= (?:rates|again|further|once|its|another|only if|by|twice|back|soon|when|if|as|at last"
    r"|for good|well|badly|in tears|first|harder|faster|worse|better|more|less|\d)|[.,;]| and\b)"
)
# Not behind what makes a noun of it: "the falls", "tax cuts".
_NO_NOUN = (
    r"(?<=[a-z\d,] )(?<!the )(?<!its )(?<!and )(?<!of )(?<!tax )(?<!rate )(?<!by )(?<!two )"
    r"(?<!three )(?<!more )(?<!new )(?<!their )(?<!further )(?<!price )(?<!with )"
)
# Behind a plural, which "is" and "its" only look like.
_MANY = (
    r"(?<=[^']s )(?<!\bis )(?<!\bas )(?<!\bhas )(?<!\bthis )(?<!\bits )(?<!\bwas )(?<!\bus )"
    r"(?<!\bdoes )(?<!\blooks )(?<!\bremains )"
)
# What somebody tells, or what is so every day, is no event.
_TOLD = re.compile(
    r"\bas (?:(?:it|they|he|she) (?:has|have|always)|ever|always|usual)\b|\bsince before\b"
    r"|\b(?:each|every|an?|per) (?:day|week|month|year)\b|\b(?:whenever|shows?"
    r"|according to|argues?|explains?|describes?|says|said|told|tells|writes)\b"
)
EVENTS = (
    cue(Kind.ASSERTED,
        f"{_NO_NOUN}(?:{HAPPENS}|{_HAPPENS_SO}|(?:{_any(_HAPPENS_IF)}){_NEXT}"
        f"|(?:{_any(_ACTS)}){_OBJECT})", f"{_MANY}(?:{_of_many(_ACTS)}){_OBJECT}",
        f"{_MANY}(?:{_of_many(_HAPPENS | _HAPPENS_IF)})(?= (?:further|again|harder|faster"
        "|sharply|sharper|below|above|apart|soon|until|when|if|once|as soon|more|to|back|by"
        r"|in)\b|[.,;])",
        f"{_MANY}(?:creep|tick|edge|inch|grind|drift|bounce|swing|climb|come in) (?:back|up|down"
        "|lower|higher|above|below|under|past|ahead of|short of|\\d)",
        f"(?:does|do) not (?:{_of_many(_HAPPENS)}|survive|last|end|stay|return|come|happen|go"
        "|reverse)(?= *[.,;]| until| unless| without| before| again| if| when| in| by| overnight)",
        "(?<=[a-z] )stays",
        "sees (?:growth|inflation|output|no|little|an?|gdp|prices|rates|demand|further|more"
        r"|slower|weaker|\d)", "puts (?:growth|inflation|output|the) [^,;.]{0,30}at",
        "ends with the", "is all it takes", "keeps? (?:on )?[a-z]+ing", "intends? to", "and then",
        alone=True, present=True, verb=True, unless=_TOLD),
)  # fmt: skip

# The present tense with a time to come, or with a condition.
SCHEDULES = (
    cue(Kind.ASSERTED, *AHEAD, alone=True, present=True),
    cue(Kind.ASSERTED, *CALENDAR, alone=True, present=True),
)
# What happens to things of itself, by which a "when" or an "as" speaks of what is to come.
_CHANGES = (
    "(?:ends?|comes?|slows?|expires?|runs? out|lapses?|leaves?|returns?|falls?|rises?|turns?|stops?"
    "|fails?|arrives?|breaks?|goes|dies|retires?|bites?|fades?|hits?|warms|dries|grows?|ages?"
    "|shrinks?|melts?|tightens?|spreads?|approaches?|nears?|recedes?|widens?|dwindles?|collapses?"
    "|changes?|is over|are over|dries up|clears?|settles?|opens?|closes?|cools?)"
)
_ADVICE = re.compile(r"\b(?:should|must|ought|need to|let us|please)\b")
CONDITIONALS = (
    cue(Kind.ASSERTED,
        "(?:if|unless)(?! (?:any|not|only|so|at all|anything|need be|ever|necessary|possible"
        "|(?:that|this|it|you) (?:sounds?|seems?|looks?|is|think|want|prefer|look|ask"
        r"|like))\b)(?= )[^,;:.]{3,90}", alone=True, present=True, unless=_ADVICE),
    cue(Kind.ASSERTED,
        "^(?:barring|absent|failing|without|short of|but for|assuming) [^;:.]{3,80}(?=,)",
        r"when (?:the |its |their |these |those |that |an? )?(?:[a-z]+ ){1,3}" + _CHANGES,
        r"^when (?!i\b|we\b|he\b|she\b|they\b|asked|it comes to)[^,;.]{3,60}(?=,)",
        "^with [a-z' ]{3,40} (?:gone|out|over|absent|falling|rising|due|ahead|closed|away"
        "|dead)(?=,)",
        "the (?:longer|more|sooner|higher|further|weaker|stronger|later"
        "|less) [^,;.]{3,80}, the (?:more|less|fewer|[a-z]+er)",
        r"^as (?:the |its |their |more |fewer )?(?:[a-z]+ ){1,3}" + _CHANGES,
        "(?:once|as soon as|the moment) (?:the|it|they|its|their|this|these|that|those|he|she"
        "|[a-z]+ (?:is|are|has|have))", "^(?:whoever|whichever|whatever|however) [^,;:.]{3,60}",
        alone=True, present=True),
    cue(Kind.ASSERTED, "(?:as|so) long as [^,;:.]{3,80}",
        "provided(?: that)? (?:the|it|they|its|their|no|this|that)",
        "until (?:the |it |they |its |their |an? |someone |somebody |this )[^,;.]{3,60}",
        "in the event of", "in (?:that|this|such an?|which) (?:event|case)",
        "only (?:if|when|once)", alone=True, present=True, unless=_ADVICE),
    cue(Kind.ASSERTED,
        "should (?:it|there|that|this|they|he|she) [a-z]+(?: one| so)?(?= *[.,;]| by| in"
        "| before)",
        "^should (?![a-z' ]{3,40}(?:wish|want|questions|doubt)\\b)[^,;.]{3,80}(?=,)", alone=True),
)  # fmt: skip
