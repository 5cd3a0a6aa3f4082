"""The words by which English speaks of the future: a table for each construction."""

from __future__ import annotations

from forecasts.claims.claim import Kind
from forecasts.claims.grammar import cue

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
