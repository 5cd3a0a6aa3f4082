"""The dates and the conditions that a sentence names, as it writes them."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.claims.language import ENGLISH, FRENCH, SPANISH
from forecasts.claims.letters import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

_MONTH = {
    ENGLISH: "(?:january|february|march|april|may|june|july|august|september|october|november"
    "|december)",
    FRENCH: "(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
    "|decembre)",
    SPANISH: "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    "|diciembre)",
}
_YEAR = r"(?:19|20)\d\d"
_COUNT = r"(?:\d+|one|two|three|six|twelve|un|une|deux|trois|six|dos|tres|seis)"
_DAY = {
    ENGLISH: rf"(?:\d{{1,2}} {_MONTH[ENGLISH]}(?: {_YEAR})?|{_MONTH[ENGLISH]}(?: of)? {_YEAR}"
    rf"|{_MONTH[ENGLISH]} \d{{1,2}}(?!\d)(?:,? {_YEAR})?|{_YEAR})",
    FRENCH: rf"(?:(?:le )?\d{{1,2}}(?:er)? {_MONTH[FRENCH]}(?: {_YEAR})?|{_MONTH[FRENCH]} {_YEAR}"
    rf"|{_YEAR})",
    SPANISH: rf"(?:(?:el )?\d{{1,2}} de {_MONTH[SPANISH]}(?: de {_YEAR})?"
    rf"|{_MONTH[SPANISH]} de {_YEAR}|{_YEAR})",
}
# An event may stand in place of a day: "before the US midterm elections in 2026".
_EVENT = r"[^,;.:]{3,60}?"
DATES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        ENGLISH: re.compile(
            rf"\b(?:(?:before|by|until|after|no later than|ahead of) (?:the )?{_EVENT}(?:in |of )?"
            rf"{_DAY[ENGLISH]}"
            rf"|(?:before|by|until|ahead of) (?:the )?(?:end|start|middle) of [a-z' ]{{3,20}}\b"
            rf"|(?:by|in|before|until|during|since|from|after|on|through) (?:early |mid-|late )?"
            rf"{_DAY[ENGLISH]}"
            rf"|within (?:the next )?{_COUNT} (?:days|weeks|months|years)"
            r"|(?:in|over) the (?:coming|next|following) (?:few )?(?:[a-z]+ )?"
            r"(?:days|weeks|months|years|decade)"
            r"|(?:for|in) (?:several )?(?:months|years)|next (?:week|month|year|spring|summer"
            r"|autumn|winter)|this (?:year|month|decade)|in the (?:short|medium"
            r"|long)(?:er)? (?:term"
            r"|run))"
        ),
        FRENCH: re.compile(
            rf"\b(?:(?:avant|d'ici(?: a)?|jusqu'(?:a|au|en)|apres) (?:l[ae'] ?)?(?:{_EVENT} )?"
            rf"(?:de |en )?{_DAY[FRENCH]}"
            r"|(?:avant|d'ici) (?:la )?(?:fin|mi-)[a-z' ]{3,20}\b"
            rf"|(?:en|depuis|des|au cours de|fin|debut) {_DAY[FRENCH]}"
            rf"|(?:dans|sous|d'ici) {_COUNT} (?:jours|semaines|mois|ans)"
            r"|(?:dans|au cours des|ces) (?:les )?(?:prochaine?s|mois|annees)(?: (?:mois|annees"
            r"|semaines|jours|a venir))?|l'an(?:nee)? prochaine?|a (?:court|moyen|long) terme)"
        ),
        SPANISH: re.compile(
            rf"\b(?:(?:antes de(?:l)?|hasta|despues de(?:l)?|para) (?:l[ao]s? )?(?:{_EVENT} )?"
            rf"(?:de |en )?{_DAY[SPANISH]}"
            r"|(?:antes de|a) (?:fin(?:es|ales)?|principios|mediados) de[a-z ]{3,20}\b"
            rf"|(?:en|desde|durante) {_DAY[SPANISH]}"
            rf"|(?:en|dentro de) {_COUNT} (?:dias|semanas|meses|anos)"
            r"|en los proximos (?:[a-z]+ )?(?:dias|semanas|meses|anos)|el (?:ano|mes) (?:proximo"
            r"|que viene)|(?:el )?proximo ano|a (?:corto|medio|largo) plazo)"
        ),
    }
)
CONDITIONS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        ENGLISH: re.compile(
            r"\b(?:if|unless|provided that|as long as|so long as|depending on|only when"
            r"|in the event (?:of|that)|without [^,]{3,60}?ing|were [a-z' ]{2,30} to)\b[^,;:.]*"
        ),
        FRENCH: re.compile(
            r"\b(?:si|s'ils?|a moins que?|a condition (?:que|de)|tant que?|en cas de|selon que"
            r"|pourvu que|faute de|sans que?)\b[^,;:.]*"
        ),
        SPANISH: re.compile(
            r"\b(?:si|a menos que|siempre que|siempre y cuando|en caso de|mientras(?! tanto)"
            r"|salvo que"
            r"|con tal de que|dependiendo de|segun quien|sin que)\b[^,;:.]*"
        ),
    }
)


def dates(sentence: str, language: str) -> tuple[str, ...]:
    """Return when a sentence says it happens, in its own words.

    >>> dates("Talks take place before the midterm elections in 2026.", "en")
    ('before the midterm elections in 2026',)
    """
    return _all(DATES[language], sentence)


def conditions(sentence: str, language: str) -> tuple[str, ...]:
    """Return on what a sentence makes it depend, in its own words.

    >>> conditions("Growth will hold as long as the war goes on.", "en")
    ('as long as the war goes on',)
    """
    return _all(CONDITIONS[language], sentence)


def _all(pattern: re.Pattern[str], sentence: str) -> tuple[str, ...]:
    found = pattern.finditer(folded(sentence))
    return tuple(dict.fromkeys(sentence[one.start() : one.end()].strip() for one in found))
