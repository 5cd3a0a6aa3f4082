"""How Spanish speaks of the future, on letters without accents: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.grammar import ANY, COUNT, EVENT, YEAR, Grammar, cue
from forecasts.claims.letters import vocabulary

_CONDITIONAL = (
    r"(?:pod|tend|vend|pond|sald|ha|di|que[r]?r|sab|cab|hab|vald|deb|se|i|da|ve)r?ia(?:n|mos)?"
)
CUES = (
    cue(Kind.SUPERLATIVE, r"(?:el|la|los|las|lo) (?:[a-z]+ )?mas (?:probables?|verosimil(?:es)?)",
         "(?:las mayores|las mejores) (?:posibilidades|opciones)"),
    cue(Kind.SUPERLATIVE, r"(?:el|la|los|las|lo) (?:[a-z]+ )?menos probables?", positive=False),
    cue(Kind.COMPARATIVE, r"(?:mucho |aun )?mas probables?(?! que improbable)",
         "cada vez mas probables?"),
    cue(Kind.COMPARATIVE, r"(?:mucho |aun )?menos probables?", "cada vez menos probables?",
         "cada vez mas improbables?", positive=False),
    cue(Kind.NO_NUMBER, "mas probable que improbable", "con toda probabilidad",
         "bastante probables?", "seguramente", around=True),
    cue(Kind.NO_NUMBER, "dudos[oa]s?", "dificilmente", r"dud(?:o|amos)(?: mucho)? (?:que|de que)",
         r"(?:es|parece|resulta) (?:muy )?dificil (?:que|imaginar|pensar|creer|ver)",
         r"cuesta (?:creer|imaginar|pensar)", r"(?:no|tampoco) cabe (?:esperar|prever)",
         r"(?:no|tampoco) (?:es|parece) (?:seguro|claro|previsible|de esperar)",
         r"no (?:esta|estan) (?:[a-z]+ ){0,3}(?:garantizad|asegurad)[oa]s?",
         r"remot[oa]s? (?:la|las) (?:posibilidad|probabilidad|opcion)(?:es)?",
         r"(?:posibilidad|probabilidad|opcion)(?:es)? (?:es |son |sigue siendo |parece )?(?:muy )?"
         r"(?:remot|escas|baj)[ao]s?", r"(?:pocas|escasas|nulas) (?:posibilidades|probabilidades"
         r"|opciones)", r"no (?:esperamos|prevemos|creemos|creo) que", positive=False, around=True),
    cue(Kind.NO_NUMBER, r"lo mas (?:segur|previsibl|logic|normal)[oe]", "previsible(?:mente)?",
         "presumiblemente", r"es de (?:suponer|esperar|prever|temer)", r"hay que (?:suponer|temer)",
         r"cabe (?:esperar|prever|suponer|temer|pensar)", "a lo mejor", "acaso",
         r"no (?:hay que|se puede|se debe|puede|conviene|es posible) descartar(?:se)?",
         r"todo (?:indica|apunta|hace (?:pensar|prever|suponer)|lleva a (?:pensar|creer))",
         r"(?:probabilidad|posibilidad)(?:es)? de que", r"amenazan? con", "descabellado",
         "plausibles?", "no es (?:imposible|descartable)", r"apost(?:amos|aria|o) (?:a|por)",
         r"(?:muchas|altas|serias|buenas|grandes) (?:posibilidades|probabilidades)",
         r"\d+ ?% de probabilidad(?:es)?", "a buen seguro", "con seguridad"),
    cue(Kind.ASSERTED, "inevitables?", "ineludibles?", "es (?:solo )?cuestion de tiempo",
         r"(?:esta|estan|parecen?) (?:llamad|destinad|abocad|condenad)[oa]s? a",
         "se (?:dispone|disponen) a",
         r"(?:se espera|prevemos|esperamos|se preve|preven?|estimamos|calculamos"
         r"|pronosticamos|pronostican?|vaticinan?|auguran?)(?: que)?",
         r"se (?:avecina|perfila|vislumbra|anuncia)n?",
         r"(?:esta|estan) (?:previst|programad|anunciad)[oa]s? (?:que|para|en|a)", "a punto de",
         r"tarde o temprano", r"(?:va|van) camino de"),
    cue(Kind.ASSERTED, "inviable", "impensable",
         r"fuera de (?:toda )?(?:consideracion|discusion|alcance|cuestion)",
         "descartad[oa]s?", positive=False),
    cue(Kind.NO_NUMBER, "no podri(?:a|an)", positive=False),
    cue(Kind.NO_NUMBER, "podri(?:a|an)", "puede que", "quizas?", "tal vez", "posiblemente",
         "potencialmente", "eventualmente", r"(?:es|sea) posible que", "cabe la posibilidad",
         "no (?:se descarta|cabe descartar)", "deberia(?:n)?", r"(?:el|un) riesgo de que",
         "corren? el riesgo"),
    cue(Kind.ASSERTED, r"[Nn]o (?:[a-z]+ )?\w+(?:ar|er|ir|dr|rr|br|har|dir)(?:á|án|emos)",
         positive=False, exact=True),
    cue(Kind.ASSERTED, r"no irán?", positive=False, exact=True),
    cue(Kind.ASSERTED, r"irán?", r"\w+(?:ar|er|ir|dr|rr|br|[hH]ar|dir)(?:á|án|emos)", exact=True),
    cue(Kind.ASSERTED, r"\w+(?:ar|er|ir|dr|rr|br)ía(?:n|mos)?", r"[hH]aría(?:n)?", exact=True),
    cue(Kind.ASSERTED, r"no (?:se |l[aeo]s? )?(?:va|van|vamos) a [a-z]+(?:ar|er|ir)(?:se"
         r"|l[aeo]s?)?", positive=False),
    cue(Kind.ASSERTED, rf"no (?:[a-z]+ )?{_CONDITIONAL}", positive=False),
    cue(Kind.ASSERTED, _CONDITIONAL, r"[a-z]+(?:er|ir)ia(?:n)?",
         r"(?:va|van|vamos) a (?:[a-z]+mente )?[a-z]+(?:ar|er|ir)(?:se|l[aeo]s?|nos)?"),
)  # fmt: skip

# In front of a word of the scale these turn it round: "not likely", "no es probable".
NOT = re.compile(r"\bno (?:es|son|sera|seria|parece|resulta) $")

# Words with the ending of a future or a conditional that are something else.
NOUNS = vocabulary(
    "materia feria arteria miseria bacteria historia secretaria artilleria infanteria"
    " caballeria refineria mineria ingenieria gendarmeria porteria libreria galeria"
    " bateria tuberia averia alegria mayoria minoria categoria teoria autoria asesoria"
    " auditoria siria nigeria liberia algeria argelia seria serias via dia dias guerreria"
    " pesqueria loteria consejeria tesoreria contaduria furia injuria centuria"
    " industria patria memoria"
)

# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
BEFORE = (
    (ANY, re.compile(r"\b(?:era|eran|fue|fueron|parecia|resulto)(?: [a-z]+mente)?,? $"
        r"|\b(?:se [a-z]{2,}io|[a-z]{2,}ieron|[a-z]{2,}aron|debio) $")),
)  # fmt: skip

# What stands right behind it and does the same.
BEHIND = (
    (ANY, re.compile(
        r"^(?: (?:ya|tambien|asi|[a-z]+mente))* (?:haber (?:[a-z]+mente )?[a-z]+(?:ado"
        r"|ido|sto|cho|rto)|haya|hayan|sido|debido a"
        r"|resultado)\b")),
    (re.compile(r".*ia(?:n|mos)?$"), re.compile(r"^ (?:ya|actualmente|hoy)\b")),
    (re.compile("haria"), re.compile(r"^ (?:bien|mejor) en\b")),
    (re.compile(r"deberia|tendria|habria"), re.compile(
        r"^(?: que\b|, al menos|[^.;]* (?:cuanto antes|sin (?:demora|esperar|tardar)))")),
    (re.compile(r".*\bhabria(?:n|mos)?$"), re.compile(
        r"^(?: [a-z]+mente)? [a-z]+(?:ado|ido|sto|cho|rto)\b")),
)  # fmt: skip

# What somebody once believed or said would come.
REPORTED = re.compile(
    r"\b(?:dijo|declaro|anuncio|prometio|creia|pensaba|esperaba|afirmo|advirtio|aseguro"
    r"|con la esperanza)\b[^,;:]*$"
)

# What did not happen, and what would have followed.
COUNTERFACTUAL = re.compile(r"\b(?:si|de) [^,;.]{0,60}\bhub(?:iera|iese)n?\b")

# "probably" and its like speak of what comes only with a verb that does.
ADVERB = re.compile(r"(?:probablemente|posiblemente|seguramente|quizas?|tal vez|certeza)$")

COMING = re.compile(
    r"(?:[a-z]+r(?:a|an|ia|ian)\b|\b(?:antes|futuro|proxim[oa]s?|pronto|va a|van a|que"
    r"|siga|sigan|[a-z]+(?:ar|er|ir)|[a-z]+(?:e|a|en|an)\b(?= (?:en|a|al|el|la|los|las)))"
    r"\b)"
)

_MONTH = (
    "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_DAY = (
    rf"(?:(?:el )?\d{{1,2}} de {_MONTH}(?: de {YEAR})?"
    rf"|{_MONTH} de {YEAR}|{YEAR})"
)
DATES = re.compile(
    rf"\b(?:(?:antes de(?:l)?|hasta|despues de(?:l)?|para) (?:l[ao]s? )?(?:{EVENT} )?"
    rf"(?:de |en )?{_DAY}"
    r"|(?:antes de|a) (?:fin(?:es|ales)?|principios|mediados) de[a-z ]{3,20}\b"
    rf"|(?:en|desde|durante) {_DAY}"
    rf"|(?:en|dentro de) {COUNT} (?:dias|semanas|meses|anos)"
    r"|en los proximos (?:[a-z]+ )?(?:dias|semanas|meses|anos)|el (?:ano|mes) (?:proximo"
    r"|que viene)|(?:el )?proximo ano|a (?:corto|medio|largo) plazo)"
)

CONDITIONS = re.compile(
    r"\b(?:si|a menos que|siempre que|siempre y cuando|en caso de|mientras(?! tanto)"
    r"|salvo que"
    r"|con tal de que|dependiendo de|segun quien|sin que)\b[^,;:.]*"
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
)
