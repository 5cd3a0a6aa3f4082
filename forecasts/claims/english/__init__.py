"""How English speaks of the future, on letters without accents: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.grammar import ANY, COUNT, EVENT, YEAR, Grammar, cue
from forecasts.claims.letters import vocabulary

CUES = (
    cue(Kind.SUPERLATIVE, r"(?:the|its|their|his|her|our) (?:most (?:likely|probable)|likeliest)",
         "the best (?:chance|odds)"),
    cue(Kind.SUPERLATIVE, r"(?:the|its|their|his|her|our) least (?:likely|probable)",
         positive=False),
    cue(Kind.COMPARATIVE, r"(?:far |much |even |slightly )?more (?:likely|probable)(?! than not)",
         r"increasingly (?:likely|probable)", "likelier"),
    cue(Kind.COMPARATIVE, r"(?:far |much |even |slightly )?less (?:likely|probable)",
         r"increasingly (?:unlikely|improbable)", r"more (?:unlikely|improbable)", positive=False),
    cue(Kind.NO_NUMBER, "more likely than not", "most likely", "most probably",
         "in all (?:likelihood|probability)", "(?:fairly|quite|reasonably|rather) likely",
         around=True),
    cue(Kind.NO_NUMBER, "(?:fairly|quite|rather) unlikely", "not (?:very|particularly|too) likely",
         "highly doubtful", "doubtful", positive=False, around=True),
    cue(Kind.NO_NUMBER, r"(?:hard|difficult) to (?:see|imagine|envisage|picture|believe)",
         r"(?:little|scant|slim|not much|dim|poor) (?:chance|prospects?|likelihood|hope)",
         r"(?:little|no) reason to (?:expect|think|believe)", r"(?:I|i|we) (?:very much )?doubt",
         r"(?:not|never) (?:expect|anticipate|foresee|envisage|bet on|count on)",
         r"not (?:guaranteed|assured|a given)", positive=False),
    cue(Kind.ASSERTED, "inevitabl[ey]", "unavoidabl[ey]", "only a matter of time",
         r"(?:certain|sure|bound|destined|poised|set|about) to(?= [a-z]+)",
         r"(?:is|are) (?:[a-z]+ly )?(?:now )?(?:expected|forecast|projected|predicted|scheduled"
         r"|due|slated|planned|tipped|earmarked) (?:to|for|in|on|by|at)",
         r"on (?:course|track) (?:to|for)", r"(?:on|to) the (?:verge|brink) of",
         r"(?:is|are) (?:heading|headed) (?:for|towards?)", "sooner or later",
         r"(?:stands?|promises?) to (?:be|gain|lose|win|become)", "in the offing",
         r"(?:expects?|anticipates?|foresees?|predicts?)(?! (?:of|from)\b)",
         r"(?:we|I|i) (?:forecast|project|assess)", r"forecasts? (?:that|growth|a|an)",
         r"pric(?:es?|ing) in"),
    cue(Kind.NO_NUMBER, r"(?:my|our|the best) (?:own |best )?(?:guess|bet|hunch)",
         r"(?:my|our|the) (?:central|base|baseline|main) (?:case|scenario|projection|forecast"
         r"|estimate|expectation)", r"our (?:projection|forecast|expectation)",
         r"(?:chances|probability|likelihood|odds) (?:that|is|are|of)",
         r"every (?:reason|sign) (?:to (?:expect|think|believe)|that)"),
    cue(Kind.NO_NUMBER, r"should (?:[a-z]+ly |soon |then |also |not )?(?:fall|rise|ease|slow"
         r"|grow|reach|recover|stabilise|stabilize|improve|decline|drop|climb|shrink|narrow|widen"
         r"|peak|average|stay|remain|become|arrive|suffice|be (?:able|complete|completed|ready"
         r"|enough|over|finished|available))"),
    cue(Kind.ASSERTED, "non-starter", "out of the question", "inconceivable", "unthinkable",
         "no (?:chance|prospect)", positive=False),
    cue(Kind.ASSERTED, r"will (?:not|never)", "won't", r"(?:is|are) not going to",
         "(?:isn't|aren't) going to", "shan't",
         "shall not", "'ll (?:not|never)", positive=False),
    cue(Kind.ASSERTED, "will", "shall", "'ll", r"(?:is|are|'re|'s|'m|am) going to"),
    cue(Kind.ASSERTED, r"would (?:not|never)", "wouldn't", positive=False),
    cue(Kind.ASSERTED, "would"),
    cue(Kind.NO_NUMBER, r"(?:could|may|might) (?:not|never)", "can only", "cannot", "can't",
         positive=False),
    cue(Kind.NO_NUMBER, "could", "may", "might", "potentially", "possibly", "perhaps", "maybe",
         "conceivably", "plausibly", "it is (?:possible|conceivable|plausible)",
         "possible that", r"(?:an?|some|every|the) (?:real |[a-z]{4,} )?"
         r"(?:chance|risk|possibility|prospect)", r"\d+ ?(?:%|per cent|percent) (?:chance"
         "|probability|likelihood)", "far from (?:certain|assured|clear that)",
         r"(?:remains|is|not) (?:im)?possible", "plausible", "liable to", "can be expected to",
         "almost surely", r"(?:lies?|lie) ahead", "imminent",
         "(?:roughly |about )?even (?:chance|odds)",
         "(?:cannot|can't) be (?:ruled out|excluded)", "threatens? to"),
)  # fmt: skip

# In front of a word of the scale these turn it round: "not likely", "no es probable".
NOT = re.compile(r"(?:\bnot|n't|\bhardly|\bnor) (?:be )?(?:at all )?$")

# Words with the ending of a future or a conditional that are something else.
NOUNS = vocabulary("")

# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
BEFORE = (
    (ANY, re.compile(
        r"\b(?:was|were|had been|has been|have been|seemed|appeared|looked)"
        r"(?: [a-z]+ly)?,? (?:not |also |never |always |long |still |widely )?$"
        r"|\b(?:what|whether) [^,;]{0,80}$")),
    (re.compile(r"would"), re.compile(
        r"\b(?:failed|had|was|were|[a-z]{2,}ed)\b[^.;]* that (?:[a-z]+ly )?$")),
    (re.compile(r"will"), re.compile(
        r"\b(?:political|good|free|popular|national|strong|own|his|her|its|their|of|last"
        r"|the|a|no) $")),
    (re.compile(r"may"), re.compile(r"\b(?:in|of|since|by|on|from|until|\d{1,2}) $")),
)  # fmt: skip

# What stands right behind it and does the same.
BEHIND = (
    (re.compile("may|might|could"), re.compile(
        r"^(?: (?:well|also|not))? be (?:right|wrong|true|false|mistaken|correct)\b")),
    (re.compile("would|could|may|might"), re.compile(
        r"^(?: (?:also|not|never))? be (?:a mistake|wrong|unwise|better|best|tempting"
        r"|premature|rash|fair|naive|foolish|good|nice|easy|absurd|an error) to\b"
        r"|^ do (?:well|better) to\b|^ (?:by )?now (?:be|have)\b")),
    (re.compile("(?!will|shall|'ll|won't)"), re.compile(
        r"^(?: (?:also|well|still|already|never|not|only|simply|even|[a-z]+ly))*"
        r" (?:have(?! (?:to|an?|the|no|little|some|any|more|fewer|its|their|his|her"
        r"|serious|consequences|implications|repercussions)\b)|has|had|'ve|was|were|did"
        r"|because|due to|the result|a result|a reaction"
        r"|in response|in the (?:belief|hope)|as a|explains?|reflects?|(?!need|embed|speed"
        r"|exceed|proceed|succeed|feed|shed|spread)[a-z]{2,}ed\b(?! to\b)|went|came|made"
        r"|took|led|began|sent|saw|gave)\b")),
    (re.compile("perhaps|maybe|possibly|probably"), re.compile(
        r"^,? (?:[a-z]+ ){1,3}(?:was|were|had|did)\b")),
)  # fmt: skip

# What somebody once believed or said would come.
REPORTED = re.compile(
    r"\b(?:in the (?:belief|hope|expectation)|(?:had |was |were )?(?:believed|believing"
    r"|hoped|hoping|thought|feared|assumed|calculated|said|declared|announced|promised"
    r"|pledged|vowed|warned|claimed|insisted|knew|expected|concluded))\b(?: [^,;:]*)?$"
    r"|\b(?:says?|claims?|insists?|vows?|promises?) (?:that )?(?:it|they|he|she) $"
)

# What did not happen, and what would have followed.
COUNTERFACTUAL = re.compile(
    r"\bif [^,;.]{2,60} had (?:not |only |ever )?(?!to\b|an?\b|the\b|no\b|more\b|enough\b"
    r"|any\b)[a-z]+\b|^had [^,;.]{3,80},"
)

# "probably" and its like speak of what comes only with a verb that does.
ADVERB = re.compile(
    r"(?<!more )(?<!less )(?<!most )(?:probably|likely|certainly|possibly|perhaps|maybe)$"
)

COMING = re.compile(
    r"\| ?[.;]|\b(?:will|would|shall|won't|to (?!the|an?|its|his|her)[a-z]+|going to"
    r"|that|by|before|until|future|next"
    r"|source|candidate|outcome|scenario|coming|ahead|eventually|soon|remain|continue"
    r"|lead|within|this (?:year|decade))"
    r"\b"
)

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

# What is changing or stands still.
CHANGES = re.compile(
    r"\b(?:remains? (?:heavily |ultimately |un)?[a-z]+|(?:has|have) (?:[a-z]+ly |also )?"
    r"(?:slowed|increased|risen|fallen|grown|declined|dropped|resumed|stalled|refused"
    r"|refrained|encroached|sought|decided|indicated|signalled|signaled|provided)"
    r"|(?:is|are) (?:signall?ing|increasing|growing|declining|stalling|sending|buying"
    r"|delaying|skewed|aimed)|recently [a-z]+(?:ed|ing)|delayed|in recent (?:weeks|months))"
    r"\b"
)

GRAMMAR = Grammar(
    cues=CUES,
    negation=NOT,
    nouns=NOUNS,
    before=BEFORE,
    behind=BEHIND,
    reported=REPORTED,
    counterfactual=COUNTERFACTUAL,
    adverb=ADVERB,
    coming=COMING,
    dates=DATES,
    conditions=CONDITIONS,
    changes=CHANGES,
)
