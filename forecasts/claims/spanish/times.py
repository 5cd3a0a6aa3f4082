"""When and on what condition, as Spanish says it."""

from __future__ import annotations

import re

from forecasts.claims.grammar import YEAR

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
# As a text of 2026 says it (see years.py): a present tense with a year up to 2024 tells history,
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

_NO_TIME = (
    "(?:orador|ponente|numero|capitulo|articulo|tren|vuelo|informe|boletin|nota"
    "|edicion|entrega|actualizacion|dictamen)"
)
# What lies ahead whenever it is said, if it is said in the present tense.
AHEAD = (
    rf"(?<!sobre los )(?<!sobre las )(?<!sobre el )(?<!sobre la )proxim[oa]s?(?! {_NO_TIME})",
    "proximamente", "de aqui a", r"que (?:viene|vienen|vendra)", "venider[oa]s?",
    "por venir", "en breve", "pronto", "manana", "a (?:la larga|la postre)", "en adelante",
    r"a (?:corto|medio|mediano|largo|mas largo) plazo", "en el horizonte", "en (?:el|un) futuro",
    rf"(?:dentro de|en cosa de|en apenas|en unos|en menos de) (?:{NUMERAL} )?{_UNIT}",
    rf"(?<!vez )en {NUMERAL} (?:semanas|meses|anos|decadas)", "de la noche a la manana",
    "un dia u otro",
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

_IF = "seguir|continuar|mantenerse|persistir|no|confirmarse|prosperar|ganar|perder"
# A condition, and a forecast that holds if nothing else happens.
GIVEN = (
    r"salvo (?:[a-z]+ )?(?:sorpresas?|imprevistos?|milagro|vuelco|accidente|giro|crisis|que)",
    r"a (?:este|ese|tal|semejante) (?:ritmo|paso)", "al (?:ritmo|paso) (?:actual|que)",
    rf"(?<![a-z] )de (?:{_IF})(?= )", "si nada cambia", "de lo contrario(?= ?,)", "mientras no",
    "a menos que",
    "con las politicas (?:actuales|vigentes)", "en caso de", "en (?:tal|ese) (?:caso|supuesto)",
    r"sin una? (?:acuerdo|pacto|cambio|reaccion|giro|rescate|alivio|ajuste|reforma|consenso)",
    "si las cosas",
)  # fmt: skip

# Words that lead up to a time, and what is a time behind them: by the end of, in the course of.
_LEAD = (
    r"(?:(?:a mas tardar|como (?:muy|mas) tarde|no antes de|antes del?|despues del?|hasta"
    r"|mas alla del?|para|en|desde|durante|hacia|sobre|al?|a partir del?|dentro del?|entre|tras|por"
    r"|de aqui al?|de cara al?|con vistas al?|a lo largo del?|al filo del?|bien entrad[oa]"
    r"|est[ea]|mism[oa]|el|la|los|las|del?|todo|horizonte|ya) ){1,5}"
)
_EDGE = (
    r"(?:(?:fin|fines|finales|principios|mediados|comienzos|inicios|cierre|termino|mitad|final)"
    r" del? (?:la |este |esta |su )?)"
)
_ORDINAL = (
    r"(?:primera?|segund[oa]|tercera?|cuart[oa]|ultim[oa]|proxim[oa]|primeros|ultimos|segundos)"
)
_PERIOD = (
    r"(?:semana|mes(?:es)?|bimestre|cuatrimestre|trimestre|semestre|ano|lustro|quinquenio|decada"
    r"|siglo|ejercicio|curso|legislatura|mandato|sexenio|periodo|generacion)s?"
)
_COMES = r"(?:que (?:vienen?|entran?|comienza|empieza)|proxim[oa]s?|venider[oa]s?|entrantes?)"
_SEASON = (
    r"(?:primavera|verano|otono|invierno|navidad(?:es)?|semana santa|temporada (?:seca|de lluvias))"
)
_YEARS = rf"{YEAR}(?: ?[-/] ?(?:20)?\d\d\b| (?:o|y|a|u) {YEAR})?"
_MONTHS = (
    rf"(?:mes de )?{_MONTH}(?: del? {YEAR}| {YEAR}| proximo| del ano que viene)?"
    rf"(?: (?:o|y|a) {_MONTH}(?: del? {YEAR})?)?"
)
_POINT = (
    rf"(?:{_MONTHS}|\d{{1,2}}(?:º|o)? de {_MONTHS}|proximo \d{{1,2}} de {_MONTH}|{_YEARS}"
    rf"|(?:anos|decada de(?: los)?(?: anos)?) (?:{YEAR}|veinte|treinta|cuarenta|cincuenta)"
    rf"|{_ORDINAL} (?:mitad|parte|quincena|tramo|{_PERIOD})(?! consecuti| seguid)(?: del? (?:la "
    rf"|este |esta )?"
    rf"(?:{_MONTHS}|{YEAR}|{_PERIOD}(?: {_COMES}| en curso)?))?"
    rf"|proxim[oa]s? (?:{NUMERAL} )?(?:(?:a|o|u) {NUMERAL} )?(?:{_UNIT}|{_PERIOD}"
    rf"|{_SEASON}|{_MONTH}|{_WEEKDAY})"
    rf"|{_PERIOD} {_COMES}|{_SEASON}(?: del? {YEAR}| {_COMES}| austral| boreal)?"
    rf"|{_WEEKDAY}(?: {_COMES}| \d{{1,2}} de {_MONTH})?"
    rf"|lo que (?:queda|resta|falta) del? (?:la |este |esta )?{_PERIOD}"
    rf"|[1-4]t (?:de )?{YEAR})"
)
_OF_A_TIME = rf"(?:{_POINT}|{_PERIOD}(?: {_COMES}| en curso)?)"
_SPAN = rf"(?:{NUMERAL} (?:a|o|u) {NUMERAL} |{NUMERAL} |un par de |una (?:decena|quincena) de )"
_MEETS = (
    r"(?:elecci(?:on|ones)|comicios|presidenciales|legislativas|municipales|generales|autonomicas"
    r"|europeas|intermedias|balotaje|(?:primera|segunda) vuelta|referendo|referendum|consulta"
    r"|plebiscito|primarias|cumbre|congreso|investidura|votacion|reunion|conferencia|pleno"
    r"|asamblea(?: general)?|consejo europeo|presupuestos?|sesion|cop ?\d*|mundial|cosecha|zafra"
    r"|vencimiento|expiracion|transicion|revision|relevo|toma de posesion|cambio de gobierno)"
)
_HELD = (
    r"(?: (?:[a-z]+(?:ales|arias|ivas|icas|al|aria|iva|ica|edias))){0,2}"
    rf"(?: (?:de la |del |de los |de |en )(?:{_POINT}|(?<!en )"
    r"(?!(?:su|sus|una?|nuev[oa]s?|est[aeo]|l[ao]s?|el)\b)[\w-]+)"
    rf"|(?: {YEAR}| {_COMES}))?(?: del? {YEAR}| de {_MONTHS})?"
)
_UNTIL = (
    r"(?:antes del?|despues del?|hasta|tras|para|desde|en|durante|con motivo del?|de aqui al?"
    r"|de cara al?|con vistas al?|al termino del?|en visperas del?|a la espera del?|en)"
)
DATES = re.compile(
    rf"\b(?:(?!del? (?!aqui)){_LEAD}(?:{_EDGE}{_OF_A_TIME}|{_POINT})"
    rf"|(?:finales|principios|mediados|comienzos|fines) del? (?:la )?{_OF_A_TIME}"
    r"|(?:antes de|hasta|despues de|para) (?:que (?:acabe|termine|finalice|concluya|expire|empiece"
    r"|comience|arranque|llegue|venza)|acabar|terminar|finalizar|concluir|expirar)"
    rf" (?:el |la |los )?(?:{_POINT}|[\w-]+)"
    rf"|{_UNTIL} (?:(?:las?|los|el|su|sus|estas?|este|un|una) )?(?:proxim[oa]s? )?{_MEETS}{_HELD}"
    rf"|{_MEETS}(?: (?!antes|despues)[a-z]+s)? (?:del? |de los ){_POINT}"
    rf"|(?:en|dentro de|de aqui a|en cosa de|en menos de|antes de) (?:unos |apenas |los |solo )?"
    rf"{_SPAN}(?:{_UNIT}|{_PERIOD})\b(?: {_COMES})?"
    rf"|(?:en|durante|dentro de|a lo largo de|para|por) (?:los|las|el|la) {_ORDINAL}?s? ?"
    rf"(?:{NUMERAL} )?(?:{_UNIT}|{_PERIOD}) {_COMES}"
    rf"|(?:el|la) {_PERIOD} {_COMES}|(?:el |la )?proxim[oa] {_PERIOD}"
    r"|a (?:muy |mas )?(?:corto|medio|mediano|largo) plazo|en el (?:corto|mediano|largo) plazo"
    rf"|est[ea] (?:mism[oa] )?{_PERIOD}(?! pasad)|manana|en breve)\b"
)

# Up to the next stop, but over the comma of a number.
_REST = r"(?:[^,;:.()\u00ab\u00bb]|(?<=\d)[.,](?=\d))*"
_INFINITIVE = r"[a-z]+(?:ar|er|ir)(?:se|l[aeo]s?|nos)?"
_SUBJUNCTIVE = (
    r"(?=(?:[a-z]+ ){0,5}(?:sea|este|haya|llegue|acabe|termine|empiece|caiga|tenga|pueda|salga"
    r"|vuelva|venga|ceda|pierda|gane|baje|suba|abra|cierre|vote|firme|asuma|deje|cambie|falte"
    r"|(?:se )?[a-z]+(?:zca|ique|egue|ente|ite|one|ine|oque|unda|enda|ange))n?\b)"
)
CONDITIONS = re.compile(
    r"\b(?:(?<!como )(?<!por )(?<!aun )(?<!saber )(?<!incluso )(?<!ni )si (?!bien|acaso)"
    r"|a menos (?:que|de que)|siempre (?:que|y cuando)|(?:en|para) (?:el )?caso de(?: que)?"
    r"|en el supuesto de(?: que)?|supon(?:iendo|gamos) que|en la hipotesis de(?: que)?|salvo(?! en)"
    r"|excepto (?:que|si)|a no ser que|con tal (?:de )?que|(?:a|con la|bajo la) condicion de"
    r"|sujet[oa]s? a(?: que)?|a falta de|por falta de|en ausencia de|mientras(?! tanto)"
    r"|en tanto (?=[^,;:.]*\b(?:no|siga)\b)|en tanto (?:en cuanto|que)|en la medida en que"
    r"|dependiendo del?|en funcion del?|segun (?:quien|como|cual|si|el resultado|lo que)|sin que"
    r"|sin (?=(?:una?|el|la|los|las|acuerdo"
    r"|apoyo|ayuda|reformas?|medidas?|nuev[a-z]+|concesion(?:es)?|garantias?|mayoria|cambios?"
    r"|financiacion|financiamiento|intervencion|respaldo)\b)|a poco que|por poco que|de ser asi"
    rf"|(?:(?<=^)|(?<=[,;:] )|(?<=y )|(?<=que ))de (?:no |llegar a )?(?!haber){_INFINITIVE}\b"
    rf"|de no {_INFINITIVE}\b|de (?:llegar|confirmarse|mantenerse|seguir|continuar|persistir)\b"
    r"|una vez (?:que|[a-z]+(?:ad|id|t|ch|st|rt|lt)[oa]s?\b)|(?:tan pronto|en cuanto|apenas)"
    rf"(?: como)? {_SUBJUNCTIVE}|(?:cuando|hasta que) {_SUBJUNCTIVE}|como no (?=[a-z]+[ae]n?\b)"
    rf"){_REST}"
)
