"""How English speaks of the future, on letters without accents."""

from __future__ import annotations

import re

from forecasts.claims.english.cues import CUES
from forecasts.claims.english.mentions import CONDITIONS, DATES
from forecasts.claims.english.odds import ODDS
from forecasts.claims.english.tense import (
    ADVERB,
    BEFORE,
    BEHIND,
    CLAUSES,
    COMING,
    COUNTERFACTUAL,
    REPORTED,
)
from forecasts.claims.english.times import ANNOUNCED
from forecasts.claims.grammar import Grammar
from forecasts.claims.letters import vocabulary

# In front of a word of the scale these turn it round: "not likely", "no es probable".
NOT = re.compile(r"(?:\bnot|n't|\bhardly|\bnor) (?:be )?(?:at all )?$")

# And these make another word of one: a scale that lacks "very unlikely" gives it no number.
DEGREE = re.compile(
    r"\b(?:(?P<little>(?:scarcely|barely) )|(?:very|highly|extremely|exceptionally|exceedingly"
    r"|overwhelmingly|vanishingly|hugely|pretty|quite|fairly|rather|somewhat|reasonably|moderately"
    r"|increasingly) )$"
)

# Words with the ending of a future or a conditional that are something else.
NOUNS = vocabulary("")

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
    degree=DEGREE,
    nouns=NOUNS,
    before=BEFORE,
    behind=BEHIND,
    reported=REPORTED,
    announced=ANNOUNCED,
    counterfactual=COUNTERFACTUAL,
    adverb=ADVERB,
    coming=COMING,
    dates=DATES,
    conditions=CONDITIONS,
    changes=CHANGES,
    clauses=CLAUSES,
    odds=ODDS,
)
