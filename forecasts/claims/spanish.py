"""How Spanish speaks of the future, on letters without accents: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.grammar import ANY, COUNT, EVENT, YEAR, Grammar, cue
from forecasts.claims.letters import vocabulary

_CLITICS = r"(?:(?:se|me|nos|le|les|lo|los|la|las|se l[aeo]s?) )?"
_ADVERBS = (
    r"(?:(?:[a-z]+mente|ya|muy|mas|bien|aun|todavia|casi|tambien|tampoco|quiza|tal vez|sin duda"
    r"|pronto|siempre|nunca|jamas|harto|bastante|poco|tan|por fuerza) )*"
)
_PREDICATE = r"(?:es|son|sera|seran|seria|parece|parecen|resulta|resultan|sigue siendo|veo|vemos) "
_INFINITIVE = r"[a-z]*(?:ar|er|ir)(?:se|l[aeo]s?|nos|sel[aeo]s?)?"

# When: a month, a season, a part of a year, a year that is no history to this program.
_MONTH = (
    "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_PART = (
    r"(?:primavera|verano|otono|invierno|trimestre|semestre|mandato|fin|fines|finales|principios"
    r"|mediados|comienzos)"
)
_COMING_YEAR = r"20(?:2[5-9]|[3-9]\d)"
_NUMERAL = (
    r"(?:\d+|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|diez|doce|quince|veinte|unos"
    r"|pocos)"
)
_ON = (
    r"(?:en|el|a|al|para|antes de|antes del|hasta|dentro de|durante|hacia|desde|por|de aqui a|este"
    rf"|esta) (?:el |la |los |las |lo que queda de |{_NUMERAL} )*"
    r"(?:(?:primer|segundo|tercer|cuarto|ultimo|primera|segunda|proxim[oa]s?) )?"
    rf"(?:{_MONTH}(?! (?:de )?20(?:[01]\d|2[0-4]))|{_PART}(?! pasad)|{_COMING_YEAR}|lunes|martes"
    r"|miercoles|jueves|viernes|sabado|domingo|de (?=[a-z]+)"
    rf"{_MONTH}|dias|semanas|meses|anos|ano (?:que viene|proximo))\b"
)
_COMING = (
    r"proxim[oa]s?", "proximamente", "de aqui a", "que viene", "venider[oa]s?", "por venir",
    "en breve", "pronto", "manana", "a (?:la larga|la postre)", "en adelante",
    r"a (?:corto|medio|mediano|largo|mas largo) plazo", "en el horizonte", "en el futuro",
    rf"(?:dentro de|en cosa de) {_NUMERAL} (?:dias|semanas|meses|anos)",
    rf"en {_NUMERAL} (?:semanas|meses|anos)",
    "tarde o temprano", "antes o despues", r"(?:como muy|a mas) (?:tarde|pronto|tardar)",
    r"en el (?:mejor|peor) de los casos", r"(?:no|nunca|jamas) antes de", "antes de que",
    r"antes de(?:l)? (?:fin|finales|acabar|terminar|ano|verano|otono|invierno|primavera)",
    rf"antes de {_COMING_YEAR}",
    r"(?:en|hacia|para) 20(?:2[7-9]|[3-9]\d)",
)  # fmt: skip

# A finite verb of the past, a duty, a plan or a wish: a date beside it foretells nothing.
_PAST = (
    r"\b(?:ha|han|hemos|había|habían|hubo|era|eran|fue|fueron|estaba|estaban|tenía|tenían|iba|iban"
    r"|dijo|hizo|hicieron|dio|dieron|tuvo|tuvieron|pudo|quiso|puso|vino|estuvo|supo|cayó"
    r"|\w{2,}(?:aba|aban|aron|ieron|ió|uyó|ujo|ujeron))\b"
    r"|\b(?!(?:no|esto|aquello)\b)\w{2,}(?<![rR])(?:[bcdfghjklmnñpqrstvxzu])ó\b"
)
_WISHED = (
    r"\b(?:hay que (?!esperar|temer|contar|suponer|prever)|habría que|conviene|objetivos?\b|meta de"
    r"|aspira|desea|pide|piden|exige|propon|recom|reclam|insta|urge|llam(?:a|an|amos) a"
    r"|aboga|debe(?:n|mos)? |se compromet|quiere|ojalá|ambición)"
)
_NOT_COMING = re.compile(f"{_PAST}|{_WISHED}")
_GONE = re.compile(_PAST)

# Words with the ending of a future or a conditional that are something else: names and nouns,
# and the past of verbs whose own stem ends in r ("quería", "abría").
_R_STEMS = vocabulary(
    "quer requer refer suger adquir ocurr mor sufr abr cubr descubr encubr prefer her corr"
    " recurr discurr transcurr incurr concurr recorr socorr difer transfer confer infer interfer"
    " ingir digir inger parec sugir reabr"
)
NOUNS = vocabulary(
    "materia feria arteria miseria bacteria historia secretaria artilleria infanteria"
    " caballeria refineria mineria ingenieria gendarmeria porteria libreria galeria"
    " bateria tuberia averia alegria mayoria minoria categoria teoria autoria asesoria"
    " auditoria siria nigeria liberia algeria argelia via dia dias guerreria"
    " pesqueria loteria consejeria tesoreria contaduria furia injuria centuria imprenteria"
    " industria patria memoria teheran coran azafran alacran duran moran beltran refran"
    " queremos requeremos esperemos consideremos miremos recuperemos comisaria ganaderia"
    " mensajeria hosteleria carniceria tonteria brujeria cafeteria pasteleria ferreteria"
    " sastreria correria loteria cristaleria perfumeria cancilleria averias galerias mayorias"
    " serias parecia iria"
) | {stem + ending for stem in _R_STEMS for ending in ("ia", "ian", "iamos")}
# Present, and still something that comes: a wish or a politeness in the conditional.
_POLITE = r"(?:gusta|quer|preferi|desea|dese)r?ia(?:n|mos)?"

# What a crisis, a price or a government does by itself, as no reader is told to do.
_OUTCOME = (
    r"(?:volver a |empezar a |llegar a |acabar |terminar )?(?:agravar|degenerar|derivar|desembocar"
    r"|desencadenar|provocar|llevar|conducir|durar|prolongar|alargar|eternizar|caer|bajar|subir"
    r"|aumentar|reanudar|estallar|hundir|fracasar|disparar|desaparecer|extender|perder|costar"
    r"|empeorar|ralentizar|repuntar|estancar|complicar|acabar|terminar|moderar|estabilizar|crecer"
    r"|mejorar|reducir|situar|alcanzar|permitir|descender|recuperar|acelerar|frenar|ceder|remitir"
    r"|converger|normalizar|superar|mantener|seguir|quedar|cerrar|rondar|registrar|avanzar"
    r"|retroceder"
    r"|contribuir|traducir|suponer|generar|pasar|tocar|llegar|romper|torcer|saltar|salir)(?:se)?\b"
)
_FORECASTERS = (
    r"(?:[a-z']+ ){0,3}?(?:proyeccion(?:es)?|prevision(?:es)?|modelos?|escenarios?"
    r"|simulacion(?:es)?"
    r"|fmi|ocde|economistas|calculos|analistas|estimacion(?:es)?|hipotesis)\b"
)
_HEARSAY = (
    rf"(?:segun|a decir de|en palabras de|de acuerdo con) (?!nuestr|mi\b|mis\b|todo|como|se\b"
    rf"|{_FORECASTERS})"
)
_CONDITIONAL = (
    r"(?:(?:pod|tend|vend|pond|sald|ha|di|quer|sab|cab|hab|vald|manten|deten|obten|dispond|supond"
    r"|propond|impond|conten|sosten|retend|mantend|detend|obtend|contend|sostend|interven"
    r"|intervend|convend|proven|reha|satisfa|desha|predi|contradi)r|[a-z]+[aei]r|ser|ir|dar|ver)"
    r"ia(?:n|mos)?"
)
_FUTURE = r"\w*(?:ar|er|ir|dr|rr|br|[hH]ar|[dD]ir)(?:á|án|emos)"

CUES = (
    cue(Kind.SUPERLATIVE, r"(?:el|la|los|las|lo) (?:[a-z]+ )?mas (?:probables?|verosimil(?:es)?"
         r"|plausibles?|creibles?)", "(?:las mayores|las mejores) (?:posibilidades|opciones)"),
    cue(Kind.SUPERLATIVE, r"(?:el|la|los|las|lo) (?:[a-z]+ )?menos probables?", positive=False),
    cue(Kind.COMPARATIVE, r"(?:mucho |aun )?mas probables?(?! que improbable)",
         "cada vez mas probables?"),
    cue(Kind.COMPARATIVE, r"(?:mucho |aun )?menos probables?", "cada vez menos probables?",
         "cada vez mas improbables?", positive=False),
    # Words around a word of the scale.
    cue(Kind.NO_NUMBER, "mas probable que improbable", r"con (?:toda|cierta|bastante|mucha|alta"
         r"|gran) (?:probabilidad|seguridad|certeza)", "bastante probables?", "seguramente",
         around=True),
    # It is hard to see, there is little chance, nobody believes.
    cue(Kind.NO_NUMBER, "dudos[oa]s?", "dificilmente",
         r"dud(?:a|an|o|amos)(?: mucho)? (?:que|de que)", "poco verosimil(?:es)?", "inverosimil",
         rf"{_PREDICATE}{_ADVERBS}dificil (?:que|imaginar|pensar|creer|ver|concebir)",
         "dificil (?:sera|seria|parece|resulta|es)", r"(?:le|les|nos) (?:sera|resultara) "
         r"(?:muy )?(?:dificil|imposible)",
         r"cuesta (?:creer|imaginar|pensar|ver)",
         r"(?:no|tampoco|ni) (?:cabe|hay que|es de|debemos|podemos|se puede) (?:esperar|prever"
         r"|confiar)",
         r"(?:no|tampoco) (?:es|parece|esta|resulta) (?:nada |muy |tan |del todo )?(?:seguro|claro"
         r"|previsible|de esperar|escrito|ganado|cerrado|decidido|dicho)",
         r"(?:no|tampoco) parece (?:[a-z]+ )?(?:que|probable|haber|ir|dispuest)",
         r"no (?:esta|estan) (?:[a-z]+ ){0,3}(?:garantizad|asegurad|escrit)[oa]s?",
         r"remot[oa]s? (?:la|las) (?:posibilidad|probabilidad|opcion)(?:es)?",
         r"(?:posibilidad|probabilidad|opcion)(?:es)? (?:[a-z]+ )?(?:es |son |sigue siendo |parece "
         r"|parecen |siguen siendo )?(?:muy )?(?:remot|escas|baj|minim|infim|nul)[ao]s?",
         r"(?:poca|pocas|escasa|escasas|nulas|ninguna|minimas|remotas) (?:posibilidades"
         r"|probabilidades"
         r"|opciones|posibilidad|probabilidad|opcion|esperanza|esperanzas|perspectivas)",
         r"(?:no|nada|nadie|ninguno?a?|tampoco) (?:nos |me )?(?:esperamos|prevemos|creemos|creo"
         r"|cree"
         r"|espera|preve|contamos con|vemos|veo|pienso|pensamos|hace pensar|hace prever|indica"
         r"|apunta a|augura|permite|invita a)(?! (?:a)?\b$)",
         r"(?:no hay|sin|ni hay|tampoco hay|no existen|no tiene|no tienen|no se ven?|no se atisban?"
         r"|no se vislumbran?|no muestra|no muestran|no da|no dan) (?:[a-z]+ )?(?:motivos?"
         r"|razon(?:es)?"
         r"|indicios?|visos|senal(?:es)?|perspectivas?|trazas|atisbos?|ninguna|en el horizonte"
         r"|muestras)", "(?:quimera|espejismo|utopi[ac]o?|ilusorio|irreal|impensable|entelequia)s?",
         r"lejos de", positive=False, around=True),
    # Nothing rules it out, there is a chance, everything points to it.
    cue(Kind.NO_NUMBER, r"lo mas (?:segur|previsibl|logic|normal|esperabl)[oe]",
         "previsible(?:mente)?", "presumiblemente", "esperables?", "imprevisibles?",
         r"(?:es|seria|parece) de (?:suponer|esperar|prever|temer)",
         r"(?:hay que|habra que|toca|conviene) (?:suponer|temer|esperar|contar con|prepararse)",
         r"(?:cabe|podemos|puede|es posible|se puede|debemos) (?:esperar|prever|suponer|temer"
         r"|pensar|augurar|anticipar|aventurar)(?:se)?", "a lo mejor", "acaso",
         r"(?:no|tampoco|ni) (?:hay que|se puede|se debe|puede|pueden|conviene|es posible|cabe"
         r"|podemos|debemos|es) (?:descart|exclu)[a-z]+", r"(?:no|tampoco) (?:se )?(?:descarta"
         r"|excluye)"
         r"(?:n|mos)?", r"todo (?:indica|apunta|hace|lleva|parece|invita|induce|sugiere|augura"
         r"|presagia|conduce|esta (?:listo|preparado|dispuesto|servido))",
         r"(?:probabilidad|posibilidad|opcion)(?:es)? de (?:que|cada|una?\b|exito|victoria|[a-z]+"
         r"(?:ar|er|ir)\b)", rf"{_NUMERAL} (?:posibilidades|probabilidades|opciones) (?:de|entre"
         rf"|sobre)"
         rf" (?:cada )?{_NUMERAL}", r"probabilidad(?:es)?(?=[^,;]{0,80}\d ?%)",
         r"(?:amenaza|amenazan) con", "descabellado", rf"{_PREDICATE}{_ADVERBS}plausibles?",
         "plausibles?", "inminentes?",
         r"no (?:es|resulta|parece) (?:imposible|descartable|inconcebible|impensable)",
         r"no (?:seria|sera|es) (?:[a-z]+ )?(?:raro|extrano|sorprendente|de extranar|sorpresa"
         r"|la primera vez)", r"no (?:me|nos) (?:sorprender|extranar)ia",
         r"apost(?:amos|aria|ariamos|emos|o) (?:a|por)", "apuesto",
         r"(?:muchas|altas|serias|buenas|grandes|todas las|bastantes|algunas) (?:posibilidades"
         r"|probabilidades|opciones|papeletas)", "papeletas",
         r"\d+ ?% de (?:probabilidad|posibilidad|opcion)(?:es)?", "a buen seguro", "con seguridad",
         r"(?:no cabe|no hay|sin|ninguna|no queda|sin ningun genero de"
         r"|no deja lugar a) (?:la menor "
         r"|ninguna )?dudas?", r"(?:me|nos) tem(?:o|emos)", r"mucho me temo",
         r"(?:hay|existe) (?:[a-z]+ )?(?:riesgo|peligro)", "esta por ver", "quien sabe si",
         r"escenario (?:central|base)", r"nuestr[oa] (?:pronostico|apuesta|escenario|prevision)"),
    # What is inevitable, in store, expected by somebody.
    cue(Kind.ASSERTED, "inevitables?", "ineludibles?", "inevitablemente", "irremediablemente",
         "inexorablemente", "indefectiblemente", "fatalmente", "por fuerza",
         r"(?:es|son) (?:ya )?(?:solo |solamente |tan solo |una )?cuestion de (?:tiempo|dias"
         r"|semanas"
         r"|meses|anos|poco|horas)", r"no es (?:ya )?si\b", r"(?:esta|estan) (?:cantad"
         r"|servid)[oa]s?",
         r"(?:se )?da(?:n|mos)? por (?:hech|descontad|segur|sentad)[oa]s?",
         r"(?:esta|estan|parecen?|sigue|siguen) (?:llamad|destinad|abocad|condenad"
         r"|predestinad)[oa]s?"
         " al?", "(?:llamad|destinad|abocad|condenad)[oa]s? al?", "se (?:dispone|disponen) a",
         r"(?:se espera|prevemos|esperamos|se preven?|preven?|estimamos|calculamos|anticipamos"
         r"|pronosticamos|pronostican?|vaticinan?|auguran?|anticipan?|presagian?|proyectan?"
         r"|descuentan?)(?: que)?",
         r"apuntan? (?:a|hacia)(?: que| una?| otr[oa]| el| la| los| las)",
         r"(?:estima|estiman|calcula|calculan|cifran?|situan?|ven)(?=[^;:]* "
         rf"{_ON})",
         r"(?:espera|esperan|confian? en|preven?)(?=[^;:]{0,60} (?:que|en) )",
         r"se (?:avecina|perfila|vislumbra|anuncia|aproxima|acerca|cierne|orienta)n?",
         r"(?:esta|estan|queda|quedan|sigue|siguen) (?:[a-z]+mente )?(?:previst|programad|anunciad"
         r"|fijad|convocad|planead|planificad)[oa]s?", "a (?:punto|un paso) de",
         rf"(?:previst|programad|anunciad|fijad|convocad|aplazad)[oa]s? (?={_ON})",
         r"a las puertas de", "al borde de[l]?", "a la vuelta de la esquina", "en puertas",
         r"(?:va|van) (?:camino|rumbo) (?:de|a|hacia)", r"(?:camina|avanza|deriva|va|van|marcha"
         r"|se encamina|se dirige|se desliza|apunta|tiende|se inclina)n? (?:hacia|a un[ao]?|a su)",
         r"(?:nos|les?|me) (?:espera|aguarda)n?", r"espera(?:n)? (?:tiempos|meses|anos|semanas)"),
    cue(Kind.ASSERTED, "inviables?", "impensables?", "imposible que", "inconcebibles?",
         r"fuera de (?:toda )?(?:consideracion|discusion|alcance|cuestion)",
         "descartad[oa]s?", positive=False),
    # Modals.
    cue(Kind.NO_NUMBER, "no podri(?:a|an)", positive=False),
    cue(Kind.NO_NUMBER, "podri(?:a|an|amos)", "puede que", "puede ser que", "quizas?", "tal vez",
         "posiblemente", "potencialmente", "eventualmente",
         rf"(?:es|sea|parece|resulta|veo|vemos) {_ADVERBS}posible(?:s)?(?! (?:consultar|leer|ver\b"
         r"|acceder|descargar))", "cabe la posibilidad", r"(?:el|un) riesgo de que",
         r"(?:corre|corren|corremos)(?: [a-z]+)? (?:el )?(?:riesgo|peligro)",
         rf"deberian? (?:de )?(?:[a-z]+mente |empezar a |ir )?{_OUTCOME}",
         rf"pued(?:e|en) {_ADVERBS}{_OUTCOME}", rf"pued(?:e|en) {_INFINITIVE}\b(?=[^,;:]* {_ON})"),
    cue(Kind.ASSERTED, rf"debe(?:n)? (?=(?:de )?{_INFINITIVE}\b[^;:]* {_ON})",
         rf"(?:ha|han|hemos|habra|habran) de (?={_INFINITIVE}\b)", r"tendrian? que",
         r"esta(?:n)? en condiciones de"),
    # The future, the conditional, "ir a".
    cue(Kind.ASSERTED, rf"[Nn]o (?:[a-z]+ )?{_FUTURE}", rf"(?:[Nn]unca|[Jj]amás) {_FUTURE}",
         positive=False, exact=True),
    cue(Kind.ASSERTED, r"no irán?", positive=False, exact=True),
    cue(Kind.ASSERTED, r"irán?", _FUTURE, r"(?:[Ss]er|[Ii]r|[Hh]abr|[Tt]endr|[Pp]odr|[Vv]er)é",
         exact=True),
    cue(Kind.ASSERTED, rf"no {_CLITICS}(?:va|van|vamos|vaya|vayan) a {_INFINITIVE}",
         rf"no {_CLITICS}{_CONDITIONAL}", positive=False),
    cue(Kind.ASSERTED, _CONDITIONAL,
         rf"(?:va|van|vamos|vaya|vayan) (?:[a-z]+ )?a (?:[a-z]+mente )?(?:no )?{_INFINITIVE}"),
    # The present with a date, a coming time, a condition, a danger: where nothing else says more.
    cue(Kind.ASSERTED, r"(?:expira|vence|concluye|finaliza|termina|acaba|arranca|empieza|comienza"
         r"|entra|caduca|llega|abre|cierra|vota|elige|renueva|firma|celebra|reune|inicia|estrena"
         r"|aplica|deja|deja de|pasa|cumple|acoge|decide|publica|presenta|activa|sale|asume"
         r"|abandona|regresa|vuelve|recibe|mantiene|pierde|juega|cambia|ingresa|toca|estrena)n?"
         r"(?=[^;:]{0,80}?\b"
         rf"{_ON})",
         r"(?:tienen? lugar|toman? posesion|acuden? a|eligen|se (?:reunen|disputan?)|son"
         r"|cumplen|deciden|reciben|asumen|pierden|vuelven)(?=[^;:]{0,80}?\b"
         rf"{_ON})",
         alone=True, unless=_GONE),
    cue(Kind.ASSERTED, *_COMING, alone=True, unless=_NOT_COMING),
    cue(Kind.ASSERTED, r"si (?!bien|no\b[^,]{0,3},)(?=[^,;]{5,120}, (?!es que|hay que))",
         alone=True, unless=_NOT_COMING),
    cue(Kind.NO_NUMBER, r"(?:riesgos?|peligros?|amenazas?|perspectivas?|probabilidad(?:es)?"
         r"|posibilidad(?:es)?|expectativas?|fantasma) (?:[a-z]+ )?(?:de|del)",
         r"(?:riesgos?|amenaza|peligro)(?: [a-z]+){0,3} (?:es|son|sigue|siguen|persisten?|se"
         r"|continua"
         r"|permanece|aumenta|crece|existe)",
         r"inciert[oa]s?", "en el aire", "peligra", "esta en juego", "pende de un hilo",
         alone=True, unless=_NOT_COMING),
)  # fmt: skip

# In front of a word of the scale these turn it round: "not likely", "no es probable".
NOT = re.compile(r"\bno (?:es|son|sera|seria|parece|resulta) $")

_WOULD = re.compile(r".*ia(?:n|mos)?$")
_LIKELY = re.compile(r".*(?:probable|posible|verosimil|plausible)s?$")
_PARTICIPLE = r"[a-z]+(?:ado|ido|sto|cho|rto)"

# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
BEFORE = (
    (ANY, re.compile(r"\b(?:era|eran|fue|fueron|parecia|resulto)(?: [a-z]+mente)?,? $"
        r"|\b(?:se [a-z]{2,}io|[a-z]{2,}ieron|[a-z]{2,}aron|debio) $"
        r"|\b(?:inicialmente|estaba|estaban) $")),
    # An indirect question.
    (ANY, re.compile(
        r"\b(?:ignora(?:n|mos)?|sabe(?:n|mos)?|se|saber|pregunta(?:n|rse)?|explicado|aclarado"
        r"|precisado|dicho|explica|aclara|precisa) (?:[a-z]+ )?(?:si|que|quien(?:es)?|cuando|como"
        r"|donde|por que|cuanto|con quien|cual) (?!no cabe)[^,;:]*$")),
    (_WOULD, re.compile(rf"\b{_HEARSAY}[^,;]{{3,80}}, [^,;]{{0,120}}$")),
    (re.compile("tendrian? que"), re.compile(
        r"^(?!.*\b(?:si|de lo contrario|en (?:ese|tal|este) caso|entonces|sin|de [a-z]+(?:ar|er"
        r"|ir))\b)")),
    (re.compile("(?:el|la|los|las|lo) (?:[a-z]+ )?(?:mas|menos) "), re.compile(
        r"\b(?:explicacion|causa|origen|razon|autor|motivo|responsable|interpretacion) $")),
    (re.compile("preve|anticip|espera|estima"), re.compile(
        r"\b(?:ley|plan|texto|acuerdo|tratado|presupuesto|programa|reglamento|directiva|articulo"
        r"|contrato|constitucion|proyecto|pacto|calendario|norma|decreto)\b[^,;.]{0,30}$")),
)  # fmt: skip

# What stands right behind it and does the same.
BEHIND = (
    (ANY, re.compile(
        r"^(?: (?:ya|tambien|asi|[a-z]+mente))* (?:haber (?:[a-z]+mente )?"
        rf"{_PARTICIPLE}|haya|hayan|sido|debido a|resultado)\b")),
    (_WOULD, re.compile(r"^ (?:ya|actualmente|hoy)\b")),
    (_WOULD, re.compile(rf"^(?![^.]*\b{_ON})[^.;]*,? {_HEARSAY}")),
    # A rumour of what is: numbers that somebody counts without a condition.
    (re.compile("(?:carecer|contar|dispondr|poseer|emplear|albergar|vivir|cobrar|operar)ia"),
     re.compile(r"^[^.]*\bsegun\b")),
    # Advice.
    (re.compile("deberia|tendria|habria"), re.compile(
        r"^(?: que\b|, al menos|[^.;]* (?:cuanto antes|sin (?:demora|esperar|tardar)))")),
    (re.compile("deberian?$|convendria|cabria|valdria|urgiria|gustaria|querria|preferiria|mereceria"
        "|desearia"), re.compile("")),
    (re.compile("haria"), re.compile(r"^ (?:bien|mejor) en\b")),
    (re.compile("seria"), re.compile(
        r"^(?: [a-z]+mente| muy| mas| tan)* (?:deseable|hora|bueno|preferible|juicioso|oportuno"
        r"|util"
        r"|sensato|bienvenid|absurdo|prudente|justo|normal|necesario|falso|vano|logico|urgente"
        r"|ingenuo|injusto|excesivo|prematuro|arriesgado|tentador|exagerado|imprudente|lamentable"
        r"|conveniente|aconsejable|recomendable|mejor|un (?:error|acierto)|una (?:pena|lastima"
        r"|ingenuidad|imprudencia|equivocacion)|irresponsable)")),
    (re.compile(r".*\bhabria(?:n|mos)?$"), re.compile(rf"^(?: [a-z]+mente)? {_PARTICIPLE}\b")),
    # What is likely to have happened.
    (_LIKELY, re.compile(rf"^ que [^,;]*?\b(?:haya|hayan|ha|han|hubiera) {_PARTICIPLE}\b")),
)  # fmt: skip

# What somebody once believed or said would come.
REPORTED = re.compile(
    r"\b(?:dijo|dijeron|declaro|anuncio|prometio|creia|creian|pensaba|pensaban|esperaba|esperaban"
    r"|afirmo|advirtio|aseguro|aseguraron|temia|temian|sostuvo|insistio|explico|calculaba|jur[oa]"
    r"|garantizo|vaticino|pronostico|auguraba|preveia|preveian|imaginaba|reconocio|adelanto"
    r"|confiaba|confirmo|preciso|senalo|indico|(?:ha|han|habia|habian) (?:dicho|anunciado|prometido"
    r"|asegurado|advertido|afirmado|declarado|jurado|reconocido)|con la esperanza|espera que"
    r"|promete"
    r"|prometen)\b[^,;:]*$"
)

# What did not happen, and what would have followed.
COUNTERFACTUAL = re.compile(r"\b(?:si|de|aunque) [^,;.]{0,60}\bhub(?:iera|iese)n?\b|\bde haber ")

# "probably" and its like speak of what comes only with a verb that does.
ADVERB = re.compile(
    r"(?:probablemente|posiblemente|seguramente|quizas?|tal vez|certeza|sin dudas?|con seguridad"
    r"|acaso|presumiblemente)$"
)

COMING = re.compile(
    r"(?:[a-z]+r(?:a|an|ia|ian)\b|\b(?:antes|futuro|proxim[oa]s?|pronto|va a|van a|que"
    r"|siga|sigan|[a-z]+(?:ar|er|ir)|[a-z]+(?:e|a|en|an)\b(?= (?:en|a|al|el|la|los|las)))"
    r"\b)"
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
