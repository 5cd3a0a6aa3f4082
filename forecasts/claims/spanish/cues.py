"""The words by which Spanish speaks of the future: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.grammar import cue
from forecasts.claims.spanish.tense import (
    ADVERBS,
    CLITICS,
    GONE,
    GONE_OR_HABIT,
    HABIT,
    NOT_COMING,
    OUTCOME,
)
from forecasts.claims.spanish.times import AHEAD, GIVEN, NUMERAL, ON

_IS = (
    rf"(?:es|son|sera|seran|seria|parecen?|resultan?|sigue siendo|siguen siendo|veo|vemos"
    rf"|se antojan?"
    rf"|se presentan?|se muestra|estan?|quedan?) {ADVERBS}"
)
_NOT = "(?:no|ni|tampoco|nada|nadie|nunca|jamas|ningun[oa]?)"
_INFINITIVE = r"[a-z]*(?:ar|er|ir)(?:se|l[aeo]s?|nos|sel[aeo]s?)?"
_TO_BELIEVE = (
    r"(?:esperar|prever|suponer|temer|pensar|creer|augurar|anticipar|aventurar|confiar|imaginar"
    r"|contar con|prepararse|vaticinar|presumir|apostar|concebir)(?:se)?"
)
_CHANCE = "(?:posibilidad|probabilidad|opcion|papeleta|esperanza|perspectiva|expectativa)(?:e?s)?"
# The future keeps its accent: without it "llegara" is a subjunctive of the past.
_FUTURE = r"(?![Hh]abr|Irán\b)(?i:\w*(?:ar|er|ir|dr|rr|br|har|dir)(?:á|án|emos))"
# A perfect future is a guess at what happened, but where a time or a condition stands by it.
_HAS = "(?i:habr(?:á|án|emos))"
_DONE = r"\w{2,}(?:ado|ido|sto|cho|rto|ído)\b"
_NO_TIME = re.compile(
    r"^(?!.*\b(?:antes|cuando|si|para|dentro de|finales|mediados|principios|entonces|al final"
    r"|pronto"
    r"|20[2-9]\d|próxim[oa]s?|que viene|el día que|una vez)\b)"
)
# A scan, or capitals, may have lost the accents; some verbs are seen to be of the future still.
_ACCENTED = re.compile("[áéíóú]")
_OF_THE_FUTURE = (
    r"(?:(?:ser|estar|podr|[a-z]*(?:t|v)endr|[a-z]*pondr|saldr|valdr|habr|querr|sabr|har|dar)an?"
    r"|(?!bander|tercer)[a-z]+(?:ecer|encer|ercer|ucir|guir|uir|bir|umir|mitir|istir|cidir|nder"
    r"|rder"
    r"|ceder|olver|romper|mover|ndir|plir)an?)"
)
_OF_THE_FIRST = (
    r"(?:aument|baj|qued|lleg|pas|llev|super|alcanz|gan|cost|dur|acab|termin|entr|mejor|empeor"
    r"|continu|bast|gener|provoc|agrav|busc|intent|logr|fren|aceler|afect|facilit|cre|dej|encar"
    r"|result|termin|situ|rest|complic|amplia|desat|dispar|obligar|firm|vot|gobern|controlar)"
)
_LOST = re.compile(
    r"[áéíóú]|\b(?:que|si|aunque|cuando|como|ojala|hasta|sin)\b[^,;.]*ara[n]?\b"
    r"|^(?!.*(?:cion\b|\b(?:tambien|mas|asi|segun|pais|paises|economia|politic[ao]s?|proxim[oa]s?"
    r"|ultim[oa]s?|ningun|numero|region|dias?|presion|inversion|crisis|razon)\b))"
)
# And so does the conditional of the first conjugation: "primaria" is an adjective.
_WOULD_AR = r"\w+aría(?:n|mos)?"
_CONDITIONAL = (
    r"(?:(?:pod|tend|vend|pond|sald|vald|ha|di|quer|sab|cab|hab|[a-z]+(?:tend|pond|vend|sald|dec"
    r"|ha))r|[a-z]*[ei]r)ia(?:n|mos)?"
)

RANKS = (
    cue(Kind.SUPERLATIVE, r"(?:el|la|los|las|lo) (?:[a-z]+ )?mas (?:probables?|verosimil(?:es)?"
        r"|plausibles?|creibles?)", "(?:las mayores|las mejores) (?:posibilidades|opciones)"),
    cue(Kind.SUPERLATIVE, r"(?:el|la|los|las|lo) (?:[a-z]+ )?menos probables?", positive=False),
    cue(Kind.COMPARATIVE, r"(?:mucho |aun )?mas probables?(?! que improbable)",
        "cada vez mas probables?", "mas visos"),
    cue(Kind.COMPARATIVE, r"(?:mucho |aun )?menos probables?", "cada vez menos probables?",
        "cada vez mas improbables?", positive=False),
)  # fmt: skip

LIKELIHOOD = (
    cue(Kind.NO_NUMBER, "mas probable que improbable", r"con (?:toda|cierta|bastante|mucha|alta"
        r"|gran|total|absoluta) (?:probabilidad|seguridad|certeza)", "bastante probables?",
        "seguramente", around=True),
    cue(Kind.NO_NUMBER, r"lo (?:mas )?(?:facil|normal|logico|previsible|esperable|natural|seguro"
        r"|razonable) es que", r"se (?:me |nos )?antojan?",
        "(?:alta|altisima|elevada|gran|creciente) probabilidad"),
)  # fmt: skip

# It is hard to see, there is little chance, nobody believes.
DOUBTS = (
    cue(Kind.NO_NUMBER, "dudos[oa]s?", "dificilmente", "dudo",
        r"dud(?:a|an|o|amos)(?: mucho)? (?:que|de que)",
        "poco (?:verosimil|creible|plausible|realista|factible|viable|previsible)(?:e?s)?",
        "(?:baja|bajisima|escasa|poca|minima|reducida|remota) probabilidad",
        "inverosimil(?:es)?", rf"{_IS}dificil (?:que|imaginar|pensar|creer|ver|concebir)",
        "dificil (?:sera|seria|parece|resulta|es)", r"(?:le|les|nos|se)(?: [a-z]+)? (?:sera"
        r"|resultara|costara) (?:muy )?(?:dificil|imposible|caro)",
        r"cuesta (?:creer|imaginar|pensar|ver)",
        rf"{_NOT} (?:cabe|quepa|cabra|hay que|haya que|es de|debemos|podemos|se puede|debe"
        rf"|conviene) {_TO_BELIEVE}",
        rf"{_NOT} (?:me |nos )?(?:es|parecen?|esta|resulta|son) (?:nada |muy |tan |del todo "
        rf"|en absoluto )?"
        r"(?:seguro|claro|previsible|de esperar|escrit|ganad|cerrad|decidid|dich|asegurad"
        r"|garantizad|cerca|a la vista|al alcance|realista|creible|viable)[oa]?s?",
        rf"{_NOT} (?:[a-z]+ ){{0,4}}a la vista",
        rf"{_NOT} parecen? (?:[a-z]+ )?(?:que|probable|haber|ir|dispuest|factible)",
        rf"{_NOT} se (?:contempla|preve|anticipa|proyecta|vislumbra|avizora|divisa|atisba)n?"
        r"(?= (?:que|una?|el|la|l[ao]s|nuev[a-z]+|mas|cambio)\b)",
        "no (?:da|dan|daran?) para (?:tanto|mas|mucho|alegrias)",
        r"nada (?:garantiza|asegura|augura|presagia)", r"no l[ao] tienen? (?:nada )?facil",
        r"no (?:esta|estan) (?:[a-z]+ ){0,3}(?:garantizad|asegurad|escrit)[oa]s?",
        rf"remot[oa]s? (?:la|las) {_CHANCE}", rf"{_CHANCE} (?:(?!era|fue)[a-z]+ )?(?:es |son "
        rf"|sigue siendo "
        rf"|parecen? |siguen siendo |se antojan? )?(?:muy )?"
        r"(?:remot|escas|baj|minim|infim|nul|reducid)[ao]s?",
        rf"(?:poc|escas|nul|ningun|minim|remot)[ao]s? {_CHANCE}",
        r"(?:pocos|nadie|escasos)(?: [a-z]+){0,3} (?:apuestan?|creen?|confian?|esperan?|preven?)",
        rf"{_NOT} (?:nos |me |se |hay quien )?(?:esperamos|prevemos|creemos|creo|cree|creen|espera"
        rf"|preve"
        r"|contamos con|vemos|veo|ve|ven|pienso|pensamos|imagino|hace pensar|hace prever"
        r"|hace presagiar|indica|sugiere|apunta a|augura|permite|invita a)(?! (?:nada|bien"
        r"|en l[ao]s)\b)",
        r"(?:no hay|sin|ni hay|tampoco hay|no existen?|no tienen?|no se (?:ven?|atisban?"
        r"|vislumbran?|aprecian?|adivinan?)|no muestran?|no dan?"
        r"|sin que haya) (?:[a-z]+ )?(?:(?:motivos?|razon(?:es)?|indicios?|senal(?:es)?) (?:de que"
        r"|para|que)|visos|perspectivas?|trazas|atisbos?|ningun[oa]?|en el horizonte|muestras"
        r"|vuelta atras|marcha atras|remedio|solucion|salida|alternativa|intencion|prisa)",
        r"(?:quimera|espejismo|utopi[ac]o?|ilusori[oa]|irrealista|entelequia|papel mojado)s?",
        r"lejos de", "voluntarista", r"(?<!no )(?<!se )(?:descarta|excluye)n? (?:que|una?\b"
        r"|est[ea]\b|tal\b"
        r"|la posibilidad|el escenario|cualquier)", r"(?<!no )(?<!tampoco )se descartan?(?= )",
        r"(?:no|ni|tampoco) (?:hay|existen?|tienen?|quedan?) (?:[a-z]+ )?(?:posibilidad"
        r"|probabilidad"
        r"|opcion|esperanza|perspectiva)(?:e?s)?",
        r"(?:posibilidad|probabilidad|opcion|esperanza|perspectiva|riesgo|peligro)(?:e?s)?"
        rf" [^,;.]{{0,50}}{_IS}(?:remot|escas|baj|minim|infim|nul|reducid|limitad)[ao]s?",
        r"no (?:esta|figura|entra)n? en (?:la agenda|el orden del dia|los planes)",
        r"(?:nadie|no|tampoco) (?:[a-z]+ )?(?:esta|estan|es) (?:a salvo|libre|libres"
        r"|exent[oa]s?) de", "no esper(?:emos|en|es|e)", "(?:licito|permitido) dudar",
        "nace(?:n)? muert[oa]s?", "nada esta (?:decidido|escrito|ganado|perdido|cerrado)",
        "no entra en los planes", "no doy un", "ciencia ficcion",
        "(?:pura|mera) (?:hipotesis|especulacion)", r"(?:a |en )?(?:punto|via) muert[oa]",
        r"(?:dias|horas|meses) contad[oa]s", "herid[oa] de muerte", r"lleva(?:n)? las de perder",
        r"(?:tiene|tienen) (?:poco|escaso|nulo) (?:recorrido|futuro|margen)", "no tiene futuro",
        "no llegara la sangre",
        r"dificil (?:imaginar|pensar|creer|concebir)", r"(?:poco|punto) menos que imposible",
        r"(?:no|nunca|ni) (?:apostaria|apostaria yo|apuesto|daria|doy)(?: [a-z]+)? por",
        r"(?:va|van) por mal camino", "de poco (?:servir|valdr)[a-z]+",
        r"lo (?:tiene|tienen) (?:muy |mas )?(?:dificil|complicado|crudo|negro|cuesta arriba)",
        r"(?:le|les|nos) va a costar", r"dudosamente", "nada (?:mas )?(?:lejos|incierto)",
        positive=False),
    cue(Kind.ASSERTED, "inviables?", "impensables?", "imposible que", "inconcebibles?",
        r"fuera de (?:toda )?(?:consideracion|discusion|alcance|cuestion|la mesa)", "ni por asomo",
        r"(?:descartad|excluid)[oa]s?", "insostenibles?", positive=False),
)  # fmt: skip

# Nothing rules it out.
NOT_RULED_OUT = (
    cue(Kind.NO_NUMBER, rf"{_NOT} (?:hay que|se puede|se debe|pueden?|conviene|es posible"
        r"|cabe|podemos|debemos|es|queda) (?:descart|exclu)[a-z]+",
        rf"{_NOT} (?:se )?(?:descart|exclu(?!siv))[a-z]+", "descabellad[oa]", "plausibles?",
        "concebibles?", "evitables?", "factibles?",
        "verosimil(?:es)?",
        rf"{_NOT} (?:me |nos )?(?:es|resulta|parece|seria|sera) (?:[a-z]+ )?(?:imposible"
        r"|descartable|inconcebible|impensable|raro|extrano|sorprendente|de extranar|sorpresa"
        r"|aventurado|exagerado|temerario)", "hipotesis que (?:conviene|no)",
        rf"{_NOT} ser(?:a|ia) la primera vez que", rf"{_NOT} (?:me|nos|deberia"
        rf"|seria de) (?:sorprend"
        rf"|extran)[a-z]+", "tendria nada de",
        r"dentro de lo (?:posible|probable|previsible|razonable)", "esta por ver",
        "quien sabe si"),
)  # fmt: skip

# Chances, odds, dangers and prospects as nouns, where no verb of the past stands with them.
NOUNS_OF_CHANCE = (
    cue(Kind.NO_NUMBER, rf"{_CHANCE} de (?:que|cada|una?\b|exito|victoria|[a-z]+(?:ar|er|ir)\b)",
        rf"{NUMERAL} {_CHANCE} (?:de|entre|sobre)(?: cada)? {NUMERAL}",
        r"probabilidad(?:es)?(?=[^,;]{0,80}\d ?%)", "inminentes?", rf"(?:muchas|altas|serias"
        rf"|buenas|grandes|todas las|bastantes|algunas|ciertas|reales) {_CHANCE}", "papeletas",
        r"(?:hay|existe) (?:[a-z]+ )?(?:riesgo|peligro)",
        r"(?:principal|mayor|gran|unico|verdadero) (?:riesgo|peligro)", r"balance de riesgos",
        r"(?:mejora|eleva|sube|rebaja|recorta|revisa|mantiene)n? [^.;]{0,25}(?:prevision"
        r"|proyeccion)(?:es)?", "el consenso (?:es|se situa|apunta|preve|espera)",
        r"escenario (?:central|base|de referencia|principal)",
        r"nuestr[oa]s? (?:[a-z]+ )?(?:pronostico|apuesta|escenario|prevision|proyeccion|estimacion"
        r"|hipotesis)(?:es)?", r"(?:sesg|orientad)[oa]s? (?:a la (?:baja|alza)|al alza)",
        r"riesgos (?:[a-z]+ ){0,3}(?:a la baja|al alza)", r"tienen? (?:[a-z]+ )?visos de",
        r"tienen? (?:[a-z]+ )?(?:margen|recorrido|potencial|capacidad) (?:para|de|al alza"
        r"|a la baja)", unless=GONE),
    cue(Kind.NO_NUMBER, r"probabilidad(?:es)? de",
        unless=re.compile(r"\b(?:era|eran|fue|había|estaba|hablaba)\b")),
)  # fmt: skip

# Everything points to it; one has to expect it.
SIGNS = (
    cue(Kind.NO_NUMBER, r"lo (?:mas )?(?:segur|previsibl|logic|normal|esperabl|natural"
        r"|razonabl)[oe]? (?:es|sera|seria)",
        r"lo mas (?:segur|previsibl|logic|normal|esperabl)[oe]", r"(?:la )?tendencia es",
        r"el (?:tiempo|reloj|calendario) (?:juega|corre|apremia)", "tememos",
        "previsible(?:mente)?",
        "presumiblemente", "esperables?", "imprevisibles?",
        r"(?:es|seria|parece) de (?:suponer|esperar|prever|temer)",
        r"(?:hay que|haya que|habra que|toca|conviene|cabe|quepa|cabra|podamos|pueda|convenga"
        r"|podemos|puede|es posible|se puede|debemos"
        rf"|tendremos que|obliga a|invita a|hace|permite) {_TO_BELIEVE}", "cabe dar por",
        "a lo mejor", "acaso", "maduro? para", r"preocupa (?:que|[^,]*, que)", r"todo (?:indica"
        r"|apunta|hace|lleva|parece|invita|induce|sugiere|augura|presagia|conduce|esta (?:listo"
        r"|preparado|dispuesto|servido)|anuncia)", "todo depende", r"(?:los|las|varios|varias"
        r"|muchos) (?:indicios|senales|signos|datos|encuestas|sondeos|indicadores) (?:apuntan"
        r"|sugieren|hacen pensar|invitan|auguran|anticipan)",
        r"(?:la historia|la experiencia|el pasado) (?:ensena|sugiere|invita)",
        r"(?:amenaza|amenazan) (?:con|a (?!menudo)|al\b)", "acechan?",
        r"apost(?:amos|aria|ariamos|emos|o) (?:a|por)", "apuesto", "me juego", r"(?:no cabe|no hay"
        r"|sin|ninguna|no queda|sin ningun genero de|no deja lugar a|fuera de) (?:la menor "
        r"|ninguna |toda )?dudas?", "nadie lo dude", r"(?:me|nos) tem(?:o|emos)", "a buen seguro",
        r"(?:advierten?|alertan?) (?:de(?! que)|sobre|contra) (?:una?\b|posibles?|el riesgo"
        r"|los riesgos)",
        "con seguridad", "preparemonos", "que nadie (?:espere|se engane|se llame|se sorprenda"
        "|se extrane)",
        r"(?:cabria) (?:esperar|temer|prever|suponer)", r"(?:va|van) por (?:muy )?buen camino",
        r"(?:queda|falta|viene|llega) lo (?:mas dificil|mas duro|peor|mejor)",
        r"(?:vamos|va|van) (?:de cabeza|directos?|derech[oa]s?|de lleno) (?:al?|hacia)",
        r"poco menos que (?:inevitable|segur[oa])", "huele a",
        r"no (?:tengo|tenemos|abrigo|abrigamos|albergo|albergamos) (?:[a-z]+ ){0,2}dudas?",
        r"(?:veo|vemos) (?:[a-z]+ )?(?:venir|llegar)", "me inclino por",
        "al caer", "se ve venir", r"(?:practicamente|casi|virtualmente|punto menos que) (?:segur"
        r"|ciert|inevitabl|garantizad)[oae]s?", unless=HABIT),
)  # fmt: skip

# Who is ahead, and who is lost.
ODDS_ON = (
    cue(Kind.NO_NUMBER, r"tienen? (?:todas las de (?:ganar|perder)|a su favor)",
        r"(?:partes?|parten|arrancan?|salen?) (?:[a-z]+ )?(?:como|con) (?:[a-z]+ )?(?:favorit"
        r"|ventaja)[oa]?s?", "(?:es|son|sigue siendo) (?:[a-z]+ )?(?:gran )?(?:favorit[oa]s?)",
        r"lleva(?:n)? (?:[a-z]+ ){0,3}(?:ventaja|delantera)", "tiene continuidad",
        "suerte (?:ya )?(?:esta|parece estar) echada", r"tienen? (?:[a-z]+ )?(?:asegurad"
        r"|garantizad)[oa]s?",
        r"viento (?:[a-z]+ )?(?:sopla|a favor|de cola|en contra|en popa)",
        r"(?:terreno|campo) (?:esta )?abonado", "dadas las condiciones", "en el bolsillo",
        r"horizonte[^.;]{0,20} se (?:oscurec|despej|nubl|aclar)[a-z]+",
        r"con (?:clara |amplia )?ventaja", "esta todo dicho"),
)  # fmt: skip

# What is inevitable, in store, expected by somebody.
CERTAINTIES = (
    cue(Kind.ASSERTED, "inevitables?", "ineludibles?", "inevitablemente", "irremediablemente",
        "inexorablemente", "indefectiblemente", "fatalmente", "por fuerza", "ineluctables?",
        r"(?:(?:es|son|sera) (?:ya )?|sino )(?:solo |solamente |tan solo |una |mera )*"
        r"cuestion de (?:tiempo"
        r"|dias|semanas|meses|anos|poco|horas)", r"no es (?:ya )?si\b",
        r"(?:esta|estan) (?:cantad|servid|escrit|decidid)[oa]s?",
        r"(?:se )?da(?:n|mos)? por (?:hech|descontad|segur|sentad)[oa]s?",
        r"(?<!ha )(?<!han )(?<!habia )(?:llamad|destinad|abocad|condenad|predestinad)[oa]s? al?",
        "se (?:dispone|disponen) a", "a (?:punto|un paso) de", "a las puertas del?",
        "al borde del?", "antesala del?",
        "a la vuelta de la esquina", "en puertas", "en visperas de", r"tienen? los dias",
        "tiempo al tiempo", r"(?:va|van|vamos) (?:camino|rumbo) (?:del?|al?|hacia)",
        r"(?:(?:camina|avanza"
        r"|deriva|marcha|se desliza|va)(?:n|mos)? hacia|(?:camina|se encamina|se dirige|tiende"
        r"|se inclina"
        r"|se asoma|corre|marcha)n? (?:hacia|al?)) (?!l[ao]s? (?:que|vez)|cabo)(?=[a-z])",
        "va para largo", "para rato", "pase lo que pase", r"asoman? (?:una?|l[ao]s?|nuev[a-z]+)",
        r"vamos (?:hacia|camino|directos)",
        r"tocan? a su fin", r"no dejan? (?:[a-z]+ )?(?:margen|lugar|espacio)",
        r"(?:le|les) quedan? (?:[a-z]+ )?(?:potencial|recorrido|margen|cuerda)",
        r"(?:vemos|nos inclinamos|apuntamos a|fijamos)", "promete(?:n)? (?:ser|estar|dar)",
        "al alcance de la mano", r"(?:gana enteros|cobra fuerza|toma cuerpo)",
        r"tienen? todo (?:a favor )?para", r"(?:parecen?|estan?) (?:(?!no)[a-z]+ )?(?:asegurad"
        r"|garantizad|perdid|comprometid|ganad"
        r"|sentenciad|en el aire)[oa]?s?", "no ofrece dudas?",
        r"(?:esta|estan|queda) por (?:hacer|venir|llegar)", "mas vale (?:prepararse|hacerse|ir)",
        r"(?:va|van) (?:a mas|en aumento|a peor|a menos|de mal en peor)",
        r"perspectivas (?:[a-z]+ )?(?:son|siguen|no son|se)",
        r"el futuro (?:de(?:l)? [^,;.]{2,40} )?(?:pasa por|depende|se juega|pertenece)",
        r"se (?:augura|pronostica|vaticina|teme|proyecta|anticipa)n?",
        r"(?:nos|les?|me) (?:espera|aguarda)n?", r"espera(?:n)? (?:tiempos|meses|anos|semanas)",
        r"se presentan? (?=[a-z]+(?:[oa]s?|l|il|es)\b)", r"se (?:avecina|perfila|vislumbra|anuncia"
        r"|aproxima|acerca(?!n? al?\b)|cierne|orienta|atisba|intuye|barrunta|adivina|prepara)n?",
        "lo peor (?:esta|aun|todavia)",
        r"(?:no ha|no han) (?:hecho (?:mas|sino)|terminado|dicho la ultima)",
        r"pinta(?:n)? (?:mal|bien|bastos)", "hay para rato"),
)  # fmt: skip

FORECASTS = (
    cue(Kind.ASSERTED, r"(?:pronosticó|proyectó|anticipó|estimó|previó) (?:una?|que)"
        r"(?=[^.;]*\b(?:para|en) (?:20[2-9]\d|este año|el próximo))", r"^Para (?:20[2-9]\d|este año"
        r"|el próximo año),? (?:\w+ ){0,3}(?:pronosticó|proyectó|anticipó|estimó)", exact=True),
    cue(Kind.ASSERTED, r"mercados? (?:[a-z]+ )?(?:apuesta|descuenta|anticipa|da)n? (?:por|que"
        r"|una?)",
        r"(?:encuestas?|sondeos?) (?:[a-z]+ )?(?:dan?|auguran?|pronostican?|otorgan?|colocan?)"
        r"(?= [^.;]*\b(?:ganador|vencedor|victoria|derrota|mayoria|en cabeza|triunfo))",
        r"(?:se esperan?|prevemos|esperamos|se preven?|preven?|estimamos|calculamos"
        r"|anticipamos|pronosticamos|pronostican?|vaticinan?|auguran?|anticipan?|presagian?"
        r"|proyectan?|descuentan?|presupone|se temen?|temen)(?: que)?",
        r"apuntan? a ser", r"apuntan? (?:a|hacia)(?: que| una?| otr[oa]| el| la| los| las| mas"
        r"| menos)",
        rf"(?:estima|calcula|(?<!la )(?<!una )cifra|situa|ve|coloca)n?(?=[^;:]* {ON})",
        r"(?:calculan|estiman|creen"
        r"|sostienen|advierten) (?:los|las) (?:expertos|analistas|economistas)", r"(?:(?:el|la|los"
        r"|las) )?(?:analistas|economistas|expertos|inversores|mercados?|consenso|fmi"
        r"|banco (?:central|de)|bc|bce|fed|banxico|ocde|comision|instituto|organismo|institucion"
        r"|supervisor|airef"
        r"|agencia)(?:(?!\b(?:no|ni|tampoco)\b)[^.;:]){0,40} (?:esperan?|preven?|confian?"
        r"|aguardan?)", r"(?:esta|estan|queda"
        r"|quedan|sigue|siguen) (?:[a-z]+mente )?(?:previst|programad|anunciad|fijad|convocad"
        r"|planead|planificad|llamad)[oa]s?",
        rf"(?:previst|programad|anunciad|fijad|convocad|aplazad|esperad)[oa]s? (?={ON})",
        rf"(?:prepara|planea|proyecta|contempla|piensa|pretende|planean"
        rf"|preparan) (?={_INFINITIVE}\b[^;]* {ON})"),
)  # fmt: skip

MODALS = (
    cue(Kind.NO_NUMBER, "no podri(?:a|an)", positive=False),
    cue(Kind.NO_NUMBER, "podri(?:a|an|amos)", "puede que", "puede ser que", "quizas?", "tal vez",
        "posiblemente", "potencialmente", "eventualmente", rf"(?:es|sea|parece|resulta|veo|vemos"
        rf"|considero) {ADVERBS}posible(?:s)?(?! (?:consultar|leer"
        r"|ver\b|acceder|descargar))", "cabe la posibilidad",
        r"(?:el|un|del|al) riesgo (?:[a-z]+ )?de que",
        r"(?:corren?|corremos)(?: [a-z]+)? (?:el )?(?:riesgo|peligro)", "mas riesgo corren?",
        rf"deberian? (?:de )?(?:[a-z]+mente |empezar a |ir )?(?:no )?{OUTCOME}",
        r"no pued(?:e|en) (?:sino|mas que)", rf"pued(?:e|en) {ADVERBS}{OUTCOME}",
        rf"pued(?:e|en) {_INFINITIVE}\b(?=[^,;:]* {ON})"),
    cue(Kind.ASSERTED, rf"debe(?:n)? (?=(?:de )?{_INFINITIVE}\b[^;:]* {ON})",
        rf"(?:ha|han|hemos|habra|habran) de (?={_INFINITIVE}\b)", r"tendrian? que",
        r"estan? en (?:condiciones|disposicion) de"),
    # The future, the conditional, "ir a".
    cue(Kind.ASSERTED, rf"no {CLITICS}(?:dejar|tardar|escapar|librar)an? (?:de|en|a)"),
    cue(Kind.ASSERTED, rf"[Nn]o (?:[a-z]+ )?(?:{_FUTURE}|{_HAS}(?! {_DONE}))",
        rf"(?:[Nn]unca|[Jj]amás) {_FUTURE}",
        positive=False, exact=True),
    cue(Kind.ASSERTED, r"no irán?", positive=False, exact=True),
    cue(Kind.ASSERTED, rf"(?i:nadie|ningun[oa]?|nada|jamás|nunca|tampoco"
        rf"|ni(?! (?:cu[aá]|c[oó]mo|qui[eé]n|d[oó]nde|si)))(?:(?! (?:sabe|si|que|cree"
        rf"|duda)\b)[^,;.]){{0,40}}? (?:{_FUTURE}"
        rf"|{_HAS}(?! {_DONE}))",
        positive=False, exact=True),
    cue(Kind.ASSERTED, rf"[Nn]o (?:se |l[aeo]s? )?{_WOULD_AR}", positive=False, exact=True),
    cue(Kind.ASSERTED, rf"{_HAS} {_DONE}", exact=True, unless=_NO_TIME),
    cue(Kind.ASSERTED, rf"[Nn]o {_OF_THE_FUTURE}", positive=False, unless=_ACCENTED),
    cue(Kind.ASSERTED, _OF_THE_FUTURE, unless=_ACCENTED),
    cue(Kind.ASSERTED, rf"no {CLITICS}{_OF_THE_FIRST}(?:ara|aria)n?", positive=False, unless=_LOST),
    cue(Kind.ASSERTED, rf"{_OF_THE_FIRST}(?:ara|aria)n?", unless=_LOST),
    cue(Kind.ASSERTED, r"irán?", _FUTURE, _WOULD_AR, rf"{_HAS}(?! {_DONE})",
        r"(?:[Ss]er|[Ii]r|[Hh]abr|[Tt]endr|[Pp]odr|[Vv]er)é", exact=True),
    cue(Kind.ASSERTED, rf"no {CLITICS}(?:va|van|vamos|vaya|vayan) a {_INFINITIVE}",
        rf"no {CLITICS}{_CONDITIONAL}", positive=False),
    cue(Kind.ASSERTED, _CONDITIONAL, rf"(?:va|van|vamos|vaya"
        rf"|vayan)(?:,[^,;.]{{2,40}},)? (?:[a-z]+ )?a (?:[a-z]+mente )?(?:no )?{_INFINITIVE}"),
)  # fmt: skip

# What happens on a day that is known.
_SCHEDULED = (
    r"(?:(?:expira|vence|concluye|finaliza|termina|acaba|arranca|empieza|comienza|entra|caduca"
    r"|llega"
    r"|abre|cierra|vota|elige|renueva|firma|celebra|reune|inicia|estrena|aplica|deja|pasa|cumple"
    r"|acoge|decide|publica|presenta|activa|sale|asume|preside|examina|abandona|regresa|vuelve"
    r"|recibe|mantiene|pierde|juega|cambia|ingresa|toca|visita|resuelve|inaugura|alcanza|recupera"
    r"|agota|dicta|elimina|ratifica|sube|baja)n?|tienen? lugar|toman? posesion|acuden? a|eligen"
    r"|se disputan?|son)"
)

# The present with a date, a coming time, a condition, a danger: where nothing else says more.
PRESENTS = (
    cue(Kind.ASSERTED, rf"{_SCHEDULED}(?=[^;:]{{0,80}}?\b{ON})",
        rf"^(?:{ON})(?: (?:de )?20\d\d)?(?=,? [^;]*?\b{_SCHEDULED}\b)", alone=True,
        unless=GONE_OR_HABIT),
    cue(Kind.ASSERTED, *AHEAD, *GIVEN, alone=True, unless=NOT_COMING),
    cue(Kind.ASSERTED, r"si (?!bien|no\b[^,]{0,3},)(?=[^,;]{5,120}, (?!es que|hay que))",
        r"(?:cuando|en cuanto|una vez que|tan pronto como) (?:[a-z]+ ){0,4}(?:sea|este|llegue"
        r"|acabe|termine|haya|empiece|caiga|tenga|pueda|salga|entre|vuelva)n?\b",
        r"^que (?=[^,;.]{5,80},? y )",
        r"^(?:otr[oa]|un[a]?) [a-z]+(?: mas| asi)? y (?=(?:el|la|los|las) )",
        rf"(?:respuesta|veredicto|fallo|decision|cita|resultado"
        rf"|desenlace)s?(?: [a-z]+)? (?={ON})", alone=True, unless=NOT_COMING),
    cue(Kind.NO_NUMBER, r"(?:riesgos?|peligros?|amenazas?|perspectivas?|probabilidad(?:es)?"
        r"|posibilidad(?:es)?|expectativas?|fantasma"
        r"|hipotesis) (?:(?!viene)[a-z]+ )?(?:de(?! trabajo)"
        r"|del)", r"(?:riesgos?|amenaza|peligro)(?: [a-z]+){0,3} (?:es|son|sigue|siguen|persisten?"
        r"|se|continua|permanece|aumenta|crece|existe)", "escenarios? (?:de|del)",
        r"(?:hipotesis|escenario|opcion|perspectiva)[^.;]{0,80}(?:realista|creible|seria)s?",
        r"(?:realista|creible)s? (?:la|el|una?) (?:hipotesis|escenario|opcion|perspectiva)",
        r"(?:futuro|desenlace|resultado|panorama|suerte|supervivencia|ratificacion"
        r"|aprobacion|exito|continuidad|viabilidad)[^,;]{0,60} (?:inciert[oa]|en el aire|en juego"
        r"|en duda|en entredicho)",
        "peligran?", "penden? de un hilo", r"lleva(?:ra)? (?:su )?tiempo", "en la cuerda floja",
        alone=True, unless=NOT_COMING),
)  # fmt: skip

CUES = (
    *RANKS, *LIKELIHOOD, *DOUBTS, *NOT_RULED_OUT, *NOUNS_OF_CHANCE, *SIGNS, *ODDS_ON,
    *CERTAINTIES, *FORECASTS, *MODALS, *PRESENTS,
)  # fmt: skip
