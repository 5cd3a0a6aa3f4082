"""When and on what condition, as Spanish says it."""

from __future__ import annotations

import re

from forecasts.claims.grammar import COUNT, EVENT, YEAR

_MONTH = (
    "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_WEEKDAY = "(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)"
_PART = (
    r"(?:primavera|verano|otono|invierno|trimestre|semestre|mandato|legislatura|decada|siglo"
    r"|navidad"
    r"|fin|fines|finales|principios|mediados|comienzos)"
)
_UNIT = "(?:horas|dias|semanas|mes|meses|trimestres|ano|anos|decadas|lustros|generaciones)"
_EVENT_AHEAD = (
    "(?:elecciones|comicios|cumbre|congreso|referendum|presidenciales|legislativas|municipales"
    "|generales|autonomicas|europeas|segunda vuelta|primera vuelta|investidura|asamblea)"
)
NUMERAL = (
    r"(?:\d+|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|dieciocho|veinte"
    r"|treinta|unos|unas|pocos|pocas|algunos|varios|muchos)"
)
# Set in 2026, to be moved on with the years: a present tense with a year up to 2024 tells history,
# with one from 2025 on it may be a schedule, and from 2027 on the year alone is enough.
_COMING_YEAR = r"20(?:2[5-9]|[3-9]\d)"
_FAR_YEAR = r"20(?:2[7-9]|[3-9]\d)"
GONE_YEAR = r"(?:1\d{3}|20[01]\d|202[0-4])"

# A date beside a verb: in October, the 14 March, at the end of the half year, in three weeks.
ON = (
    r"(?:en|el|a|al|para|antes de|antes del|hasta|dentro de|durante|hacia|desde|por|de aqui a|este"
    rf"|esta|tras|de|del) (?:el |la |los |las |lo que queda de |{NUMERAL} )*"
    r"(?:(?:primer|segundo|tercer|cuarto|ultimo|primera|segunda|proxim[oa]s?) )?"
    rf"(?:{_MONTH}(?! (?:de )?{GONE_YEAR})|{_PART}(?! pasad)|{_COMING_YEAR}|{_WEEKDAY}"
    rf"|\d+ de {_MONTH}(?! (?:de )?{GONE_YEAR})|(?<!al )(?<!por ){_UNIT}(?! pasad)|dia siguiente"
    rf"|{_EVENT_AHEAD})\b"
)

# What lies ahead whenever it is said, if it is said in the present tense.
AHEAD = (
    r"proxim[oa]s?", "proximamente", "de aqui a", r"que (?:viene|vienen|vendra)", "venider[oa]s?",
    "por venir", "en breve", "pronto", "manana", "a (?:la larga|la postre)", "en adelante",
    r"a (?:corto|medio|mediano|largo|mas largo) plazo", "en el horizonte", "en (?:el|un) futuro",
    rf"(?:dentro de|en cosa de|en apenas|en unos|en menos de) (?:{NUMERAL} )?{_UNIT}",
    rf"en {NUMERAL} (?:semanas|meses|anos|decadas)", "de la noche a la manana", "un dia u otro",
    "tarde o temprano", "antes o despues", r"(?:como muy|a mas) (?:tarde|pronto|tardar)",
    r"en el (?:mejor|peor) de los casos", r"(?:no|nunca|jamas|nada|nadie) (?:[a-z]+ ){0,3}antes de",
    "antes de que", "hasta que",
    r"antes de(?:l)? (?:fin|finales|acabar|terminar|ano|verano|otono|invierno|primavera|navidad)",
    rf"antes de {_COMING_YEAR}", r"a la vuelta de", "al final del camino",
    "en cualquier momento", "de un momento a otro", "el dia menos pensado",
    "mas (?:pronto|temprano) que tarde", "cuenta atras", "para quedarse", "por mucho tiempo",
    "el dia que",
    rf"(?:en|hacia|para|desde|hasta) {_FAR_YEAR}",
    rf"(?:queda|quedan|falta|faltan) (?:aun |todavia |solo |apenas )?(?:{NUMERAL} )?{_UNIT}",
)  # fmt: skip

# A condition, and a forecast that holds if nothing else happens.
GIVEN = (
    r"salvo (?:[a-z]+ )?(?:sorpresas?|imprevistos?|milagro|vuelco|accidente|giro|crisis|que)",
    r"a (?:este|ese|tal|semejante) (?:ritmo|paso)", "al (?:ritmo|paso) (?:actual|que)",
    r"de (?:seguir|continuar|mantenerse|persistir|no|confirmarse|prosperar|ganar|perder)(?= )",
    "si nada cambia", "de lo contrario", "mientras no", "a menos que",
    "con las politicas (?:actuales|vigentes)", "en caso de", "en (?:tal|ese) (?:caso|supuesto)",
    "sin un (?:acuerdo|pacto|cambio)", "si las cosas",
)  # fmt: skip

_DAY = rf"(?:(?:el )?\d{{1,2}} de {_MONTH}(?: de {YEAR})?|{_MONTH} de {YEAR}|{YEAR})"
DATES = re.compile(
    rf"\b(?:(?:antes de(?:l)?|hasta|despues de(?:l)?|para) (?:l[ao]s? )?(?:{EVENT} )?"
    rf"(?:de |en )?{_DAY}"
    r"|(?:antes de|a) (?:fin(?:es|ales)?|principios|mediados) de[a-z ]{3,20}\b"
    rf"|(?:en|desde|durante|hacia) {_DAY}|el \d{{1,2}} de {_MONTH}"
    rf"|(?:en|dentro de) (?:{COUNT}|{NUMERAL}) (?:dias|semanas|meses|anos)"
    r"|en los proximos (?:[a-z]+ )?(?:dias|semanas|meses|anos)|el (?:ano|mes) (?:proximo"
    r"|que viene)|(?:el )?proximo ano|a (?:corto|medio|largo) plazo"
    r"|(?:en|este|esta|la proxima|el proximo) (?:primavera|verano|otono|invierno)(?: de 20\d\d)?"
    r"|en el (?:primer|segundo|tercer|cuarto|ultimo) (?:trimestre|semestre)(?: de 20\d\d)?)"
)

CONDITIONS = re.compile(
    r"\b(?:si|a menos que|siempre que|siempre y cuando|en caso de|mientras(?! tanto)"
    r"|salvo que|salvo|a no ser que"
    r"|con tal de que|dependiendo de|segun quien|sin que)\b[^,;:.]*"
)
