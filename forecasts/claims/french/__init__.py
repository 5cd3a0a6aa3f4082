"""How French speaks of the future, on letters without accents."""

from __future__ import annotations

import re

from forecasts.claims.french.cues import CUES
from forecasts.claims.french.odds import ODDS
from forecasts.claims.french.tense import (
    ADVERB,
    ANNOUNCED,
    BEFORE,
    BEHIND,
    COMING,
    COUNTERFACTUAL,
    NOUNS,
    REPORTED,
)
from forecasts.claims.french.times import CONDITIONS, DATES
from forecasts.claims.grammar import Grammar

# In front of a word of the scale these turn it round: "n'est pas probable".
NOT = re.compile(
    r"\bn(?:e |')(?:(?:me|nous|lui|le|la|les) )?(?:est|sont|sera|serait|semble(?:nt)?"
    r"|parai(?:t|ssent)|apparait|juge(?:ons)?|considere|considerons|estime|estimons|croi[st]|croyons|tien[st]|tenons)"
    r" (?:pas|guere|plus|nullement|en rien)(?: du tout| vraiment)?(?: comme| pour)? $"
)

# And these make another word of one: a scale that lacks "very unlikely" gives it no number.
DEGREE = re.compile(
    r"\b(?:(?P<little>(?:(?:tres|fort|bien|assez|plutot|trop|si|aussi) )?peu )|(?:tres|fort|bien"
    r"|assez|plutot|hautement|extremement|eminemment|relativement|tout a fait) )$"
)

# What is changing or stands still.
CHANGES = re.compile(
    r"\b(?:reste(?:nt)?|demeure(?:nt)?|manifeste(?:nt)?|(?:a|ont) (?:ralenti|augmente"
    r"|baisse|repris|refuse|cesse)|s'est orientee?|ces derniers mois|recemment)\b"
)

GRAMMAR = Grammar(
    cues=CUES,
    negation=NOT,
    degree=DEGREE,
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
    announced=ANNOUNCED,
    odds=ODDS,
)
