"""How Spanish writes a probability as a number."""

from __future__ import annotations

import re
from types import MappingProxyType

from forecasts.claims.grammar import Odds

_NAMES = (
    ("un", 1), ("una", 1), ("uno", 1), ("dos", 2), ("tres", 3), ("cuatro", 4), ("cinco", 5),
    ("seis", 6), ("siete", 7), ("ocho", 8), ("nueve", 9), ("diez", 10), ("doce", 12),
    ("quince", 15), ("veinte", 20), ("treinta", 30), ("cuarenta", 40), ("cincuenta", 50),
    ("sesenta", 60), ("setenta", 70), ("ochenta", 80), ("noventa", 90), ("cien", 100),
    ("ciento", 100), ("mil", 1000),
)  # fmt: skip
NUMERALS = MappingProxyType({name: float(number) for name, number in _NAMES})

_N = rf"(?:\d+(?:,\d+)?|{'|'.join(sorted(NUMERALS, key=len, reverse=True))})"
_PERCENT = "(?: ?%| por ciento)"
_BOUND = (
    r"(?:(?:(?P<most>menos (?:de|del)|inferior(?:es)? al?|como mucho|a lo sumo|como maximo|apenas)"
    r"|(?P<least>mas (?:de|del)|superior(?:es)? al?|al menos|como minimo|no menos de)) )?"
    r"(?:en torno al?|cerca del?|alrededor del?|aproximadamente|un|el|del|de|casi| )*"
)
_TO = "(?: a | al | y | y el | y un | o | ?- ?)"
_SHARE = rf"(?P<low>{_N}){_PERCENT}?(?:{_TO}(?P<high>{_N}))?{_PERCENT}"
_EACH = "(?:de cada|entre|sobre|de|contra)"
_TIMES = rf"(?P<times>{_N}) {_EACH} (?P<of>{_N})"
_CHANCE = r"(?:posibilidad(?:es)?|probabilidad(?:es)?|opci(?:on|ones)|riesgo)"
_PUT = (
    r"(?:estim|calcul|cifr|situ|fij|otorg|conced|atribu|asign|valor|evalu|ronda|damos|doy|dan"
    r"|ponemos|supera)[a-z]*"
)
_OF = "(?:de|del|es de|es del|asciende al?|alcanza|ronda|supera|cercanas? al?|entre|:)"
_STANDS = rf"(?:es|son|sigue|asciende|alcanza|se situa|{_PUT})(?: [a-z]+mente)?"
_MOST = "(?P<most>no (?:supera|rebasa|llega|pasa|alcanza)n?|no va mas alla)"
_LEAST = "(?P<least>(?:supera|rebasa|pasa)n?)"
_NEARS = "(?:ronda|roza|alcanza|se acerca)n?"
_COMES_TO = rf"(?:{_MOST}|{_LEAST}|{_NEARS})"
# Poco probable (20 %); improbable, entre 20 y 30 %.
_HEDGE = (
    r"(?:no (?:es|son|parecen?|lo veo|resulta) )?"
    r"(?:(?:muy |bastante )?(?:poco )?|casi )(?:(?:im)?probables?|(?:in)?verosimil(?:es)?"
    r"|(?:in)?ciert[oa]s?|segur[oa]s?|posibles?|plausibles?)"
)
_BESIDE = (
    rf"\b{_HEDGE}(?: \((?:a |al |en |entre |de |del )?|, (?!del? )(?:al |en )?){_BOUND}{_SHARE}"
    rf"(?: de (?:posibilidades|probabilidad))?(?= *(?:[.,;)]|$))\)?"
)

ODDS = Odds(
    NUMERALS,
    tuple(
        re.compile(pattern)
        for pattern in (
            # Un 60 % de posibilidades, una probabilidad del 40 al 50 %.
            rf"\b{_BOUND}{_SHARE} de {_CHANCE}\b",
            rf"\b{_CHANCE}(?: [a-z]+)? {_OF} ?{_BOUND}{_SHARE}",
            # Dos posibilidades de cada tres, una opción entre cinco.
            rf"\b{_BOUND}(?P<times>{_N}) {_CHANCE} {_EACH} (?P<of>{_N})\b",
            rf"\b{_CHANCE} (?:[a-z]+ )?(?:de|es de|son de) {_BOUND}{_TIMES}\b",
            # La probabilidad de recesión se estima en un 15 %.
            rf"\b{_CHANCE}\b[^.;%]{{0,90}}? {_STANDS} (?:de|en|al?|entre) {_BOUND}{_SHARE}",
            rf"\b{_PUT} (?:en|entre) {_BOUND}{_SHARE} (?:la |las |el |sus )?{_CHANCE}",
            rf"\b{_CHANCE}\b[^.;%]{{0,90}}? {_COMES_TO} (?:el |al |del )?{_SHARE}",
            _BESIDE,
            # Cincuenta por ciento cada uno.
            r"\b(?:cincuenta-cincuenta|50[-/]50|mitad y mitad)\b|\ba cara o cruz\b",
        )
    ),
)
