"""How Spanish speaks of the future, on letters without accents."""

from __future__ import annotations

import re

from forecasts.claims.grammar import Grammar
from forecasts.claims.spanish.cues import CUES
from forecasts.claims.spanish.odds import ODDS
from forecasts.claims.spanish.tense import (
    ADVERB,
    ANNOUNCED,
    BEFORE,
    BEHIND,
    COMING,
    COUNTERFACTUAL,
    NOUNS,
    REPORTED,
)
from forecasts.claims.spanish.times import CONDITIONS, DATES

# In front of a word of the scale these turn it round: "no es probable".
NOT = re.compile(
    r"\b(?:no|tampoco) (?:(?:me|nos|se|lo|la|le) ){0,2}(?:es|son|sera|seria|parecen?|resultan?|veo"
    r"|vemos|ve|consideran?|considero|creo|creemos|estiman?|juzgan?|antojan?)"
    r" (?:nada |como |del todo )?$"
)

# And these make another word of one: a scale that lacks "very unlikely" gives it no number.
DEGREE = re.compile(
    r"\b(?:(?P<little>(?:(?:muy|bastante|tan|demasiado|mas bien) )?poco )|(?:muy|bastante|altamente"
    r"|sumamente|extremadamente|harto|relativamente) )$"
)

# What is changing or stands still.
CHANGES = re.compile(
    r"\b(?:sigue(?:n)?|continua(?:n)?|permanece(?:n)?|esta(?:n)? mostrando|(?:ha|han)"
    r" (?:aumentado|disminuido|caido|crecido|reanudado|rechazado|desplazado)|se ha(?:n)?"
    r" [a-z]+do|en los ultimos meses|recientemente)\b"
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
