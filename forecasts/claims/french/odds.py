"""How French writes a probability as a number."""

from __future__ import annotations

import re
from types import MappingProxyType

from forecasts.claims.grammar import Odds

_NAMES = (
    ("un", 1), ("une", 1), ("deux", 2), ("trois", 3), ("quatre", 4), ("cinq", 5), ("six", 6),
    ("sept", 7), ("huit", 8), ("neuf", 9), ("dix", 10), ("douze", 12), ("quinze", 15),
    ("vingt", 20), ("trente", 30), ("quarante", 40), ("cinquante", 50), ("soixante", 60),
    ("cent", 100), ("mille", 1000),
)  # fmt: skip
NUMERALS = MappingProxyType({name: float(number) for name, number in _NAMES})

_N = rf"(?:\d+(?:,\d+)?|{'|'.join(sorted(NUMERALS, key=len, reverse=True))})"
_PERCENT = "(?: ?%| pour cent)"
_BOUND = (
    r"(?:(?:(?P<most>moins (?:de|d')|inferieure? a|au plus|au mieux|a peine|tout au plus|maximum)"
    r"|(?P<least>plus (?:de|d')|superieure? a|au moins|au minimum|bien plus (?:de|d'))) ?)?"
    r"(?:environ |pres de |autour de |quelque |de l'ordre de |a peu pres |quasiment |une? )*"
)
_SHARE = rf"(?P<low>{_N}){_PERCENT}?(?:(?: a | et | ou | ?- ?)(?P<high>{_N}))?{_PERCENT}"
_TIMES = rf"(?P<times>{_N}) (?:(?:chances?|risques?) )?(?:sur|contre) (?P<of>{_N})"
_CHANCE = r"(?:chances?|probabilites?|vraisemblance|risques?|eventualite|possibilites?)"
_PUT = (
    r"(?:evalu|estim|donn|accord|attribu|chiffr|plac|situ|fix|port|pari|assign|voi|mesur"
    r"|juge)[a-z]*"
)
_OF = "(?:de|d'|a|est de|s'eleve a|atteint|entre|:)"
_STANDS = rf"(?:est|reste|demeure|atteint|s'etablit|se situe|{_PUT})(?: [a-z]+ment)?"
_MOST = "(?P<most>ne (?:depasse|excede)(?:nt)? (?:pas|guere)|reste(?:nt)? (?:sous|en dessous de))"
_LEAST = "(?P<least>(?:depasse|excede)(?:nt)?)"
_NEARS = "(?:avoisine|frole|approche|atteint)(?:nt)?"
_COMES_TO = rf"(?:{_MOST}|{_LEAST}|{_NEARS})"
# Peu probable (20 %); improbable, entre 20 et 30 %.
_HEDGE = (
    r"(?:n'(?:est|apparait) (?:pas|guere) |ne (?:sont|semble|parait) (?:pas|guere) )?"
    r"(?:(?:tres |fort |assez )?(?:peu )?|tres |quasi |presque )(?:(?:im)?probables?"
    r"|(?:in)?vraisemblables?|(?:in)?certaine?s?|possibles?|plausibles?)"
)
_BESIDE = (
    rf"\b{_HEDGE}(?: \((?:a |entre |de )?|, ?(?:a )?){_BOUND}{_SHARE}"
    rf"(?: de (?:chances?|probabilite))?(?= *(?:[.,;)]|$))\)?"
)

ODDS = Odds(
    NUMERALS,
    tuple(
        re.compile(pattern)
        for pattern in (
            # 60 % de chances, une probabilité de 40 à 50 %.
            rf"\b{_BOUND}{_SHARE} (?:de |d')(?:chances?|probabilites?|risques?)\b",
            rf"\b{_CHANCE}(?: [a-z]+)? {_OF} ?{_BOUND}{_SHARE}",
            # Deux chances sur trois, une probabilité de trois sur cinq.
            rf"\b{_BOUND}(?P<times>{_N}) (?:chances?|risques?) (?:sur|contre) (?P<of>{_N})\b",
            rf"\b{_CHANCE} (?:[a-z]+ )?(?:de|d'|est de|a) {_BOUND}{_TIMES}\b",
            # La probabilité d'une récession est évaluée à 30 %; nous l'évaluons à un tiers.
            rf"\b{_CHANCE}\b[^.;%]{{0,90}}? {_STANDS} (?:a |de |autour de |entre ){_BOUND}{_SHARE}",
            rf"\b{_PUT} (?:donc )?(?:a|entre) {_BOUND}{_SHARE} (?:la |les |le |ses )?{_CHANCE}",
            rf"\b{_CHANCE}\b[^.;%]{{0,90}}? {_COMES_TO} (?:les )?{_SHARE}",
            _BESIDE,
            # Une chance sur deux; moitié-moitié.
            r"\b(?:cinquante-cinquante|50[-/]50|moitie[- ]moitie)\b|\ba pile ou face\b",
        )
    ),
)
