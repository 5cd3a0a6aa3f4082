"""What takes the future from a cue in Spanish: the past, hearsay, advice, what did not happen."""

from __future__ import annotations

import re

from forecasts.claims.grammar import ANY
from forecasts.claims.letters import vocabulary
from forecasts.claims.spanish.times import GONE_YEAR, NUMERAL, ON

CLITICS = r"(?:(?:se|me|nos|le|les|lo|los|la|las|te|os) ){0,2}"
ADVERBS = (
    r"(?:(?:[a-z]+mente|ya|muy|mas|bien|aun|todavia|casi|tambien|tampoco|quiza|tal vez|sin duda"
    r"|pronto|siempre|nunca|jamas|harto|bastante|poco|tan|por fuerza|apenas|asi) )*"
)

# A finite verb of the past, with its accents: a date beside it foretells nothing.
_PAST = (
    r"\b(?:ha|han|hemos|había|habían|hubo|era|eran|fue|fueron|estaba|estaban|tenía|tenían|iba|iban"
    r"|dijo|hizo|hicieron|dio|dieron|tuvo|tuvieron|pudo|quiso|puso|vino|estuvo|supo|cayó"
    r"|\w{2,}(?:aba|aban|aron|ieron|ió|uyó|ujo|ujeron))\b"
    r"|\b\w+[^r\W]ían\b|\b(?:ten|hac|pod|deb|viv|exist|sab|segu|parec|manten|dec|ten)ía\b"
    r"|\b\w{2,}(?<![rR])[bcdfghjklmnñpqrstvxzu]ó\b|\b(?:logr|compr|mir|entr|retir|declar)ó\b"
)
# A habit, a duty, a plan or a wish.
_WISHED = (
    r"\b(?:cada (?:año|mes|semana|día|invierno|verano)|a menudo|con frecuencia|habitualmente"
    r"|veces al año"
    r"|busca(?:n)? |se propone|hay que (?!esperar|temer|contar|suponer|prever)|habría que"
    r"|conviene|objetivos?\b|meta de"
    r"|aspira|desea|pide|piden|exige|propon|recom|reclam|insta|urge|llam(?:a|an|amos) a"
    r"|aboga|debe(?:n|mos)? |se compromet|quiere|ojalá|ambición|contempla|prohíbe|establece|prevé\b"
    r"|^(?!ayer)\w{3,}(?:ar|er|ir)(?:se|l[aeo]s?)?\b|\bdesde hace\b"
    r"|\bdesde (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre)\b"
    r"|fija|obliga|dispone|estipula|autoriza|permite)"
)
# What a rule makes people do, or lets them do, by a day.
_DUTY = (
    r"(?:presentar|declarar|publicar|remitir|enviar|entregar|solicitar|notificar|renovar|comunicar"
    r"|aportar|informar|rendir|inscribir|tramitar|consultar|descargar|cumplimentar"
    r"|acogerse)(?:se)?\b"
)
HABIT = re.compile(
    r"\b(?:a menudo|con frecuencia|siempre|habitualmente|cada (?:año|invierno|verano|vez que"
    r"|\w+ años))\b"
)
NOT_COMING = re.compile(rf"{_PAST}|{_WISHED}|^(?:en|el) [^,;]{{0,20}}{GONE_YEAR}")
GONE = re.compile(_PAST)
GONE_OR_HABIT = re.compile(f"{_PAST}|{HABIT.pattern}")

# Words with the ending of a future or a conditional that are something else: names and nouns,
# and the past of verbs whose own stem ends in r ("quería", "abría").
_R_STEMS = vocabulary(
    "quer requer refer suger adquir ocurr mor sufr abr cubr descubr encubr prefer her corr recurr"
    " discurr transcurr incurr concurr recorr socorr difer transfer confer infer interfer ingir"
    " digir inger parec reabr"
)
NOUNS = vocabulary(
    "materia feria arteria miseria bacteria historia secretaria artilleria infanteria"
    " caballeria refineria mineria ingenieria gendarmeria porteria libreria galeria"
    " bateria tuberia averia alegria mayoria minoria categoria teoria autoria asesoria"
    " auditoria siria nigeria liberia algeria argelia via dia dias guerreria"
    " pesqueria loteria consejeria tesoreria contaduria furia injuria centuria"
    " industria patria memoria teheran coran azafran alacran duran moran beltran refran"
    " queremos requeremos esperemos consideremos miremos recuperemos comisaria notaria ganaderia"
    " mensajeria hosteleria carniceria tonteria brujeria cafeteria pasteleria ferreteria"
    " sastreria correria cristaleria perfumeria averias galerias mayorias minorias categorias"
    " serias teorias baterias tuberias refinerias historias materias secretarias ferias"
) | {stem + ending for stem in _R_STEMS for ending in ("ia", "ian", "iamos")}

# What a crisis, a price or a government does by itself, as no reader is told to do.
OUTCOME = (
    r"(?:(?:aun |todavia )?(?:volver a |empezar a |llegar a |acabar |terminar |seguir )?(?:agravar"
    r"|degenerar|derivar|desembocar|desencadenar|provocar|llevar|conducir|durar|prolongar|alargar"
    r"|eternizar|caer|bajar|subir|aumentar|reanudar|estallar|hundir|fracasar|disparar|desaparecer"
    r"|extender|perder|costar|empeorar|ralentizar|repuntar|estancar|complicar|acabar|terminar"
    r"|moderar|estabilizar|crecer|mejorar|reducir|situar|alcanzar|permitir|descender|recuperar"
    r"|acelerar|frenar|ceder|remitir|converger|normalizar|superar|mantener|seguir|quedar|cerrar"
    r"|rondar|registrar|avanzar|retroceder|contribuir|traducir|suponer|generar|pasar|tocar|llegar"
    r"|romper|torcer|saltar|salir|ser suficiente|bastar|estar (?:list|operativ|en marcha)"
    r"|prosperar|cambiar|dar un vuelco|saltar por los aires|producir|tumbar|lograr|abaratar"
    r"|encarecer|convertir|volver|prender|hacer (?:caer|estallar)|arrastrar|causar|ocurrir"
    r"|suceder|perdurar|alterar|ganar|devolver|echar|arruinar|derribar|desatar|estrechar|ampliar"
    r"|absorber|rebajar|entrar|aprobar|resultar|beneficiar|condicionar|perjudicar|favorecer"
    r"|decantar|decidir|influir|pesar|aguantar|resistir|sostener|sobrevivir|imponer|vencer"
    r"|confirmar|plantar|desplomar|trabar|atascar|enfriar|recalentar|desinflar|descarrilar"
    r"|desbordar"
    r"|resentir|tambalear|quebrar|colapsar|deteriorar|debilitar|contagiar|descontrolar|torcer"
    r"|ratificar|repetir|prorrogar|continuar|reanudar|regresar|bastar|persistir|reflejar|empujar)"
    r"(?:se|l[aeo]s?|[oa]s?)?\b|ser (?:muy |mas |aun )?(?:decisiv|clave|determinante|importante"
    r"|peligros|fatal|letal|suficiente)[oa]?s?\b)"
)
_FORECASTERS = (
    r"(?:proyeccion(?:es)?|prevision(?:es)?|modelos?|escenarios?|simulacion(?:es)?|fmi|ocde|airef"
    r"|economistas|calculos|analistas|estimacion(?:es)?|hipotesis|demografos|banco|ine|bce|cepal"
    r"|comision|funcas|consultoras?|institutos?|encuestas?|sondeos?|consenso"
    r"|agencia internacional)\b"
)
_HEARSAY = (
    r"(?:segun|a decir de|en palabras de|de acuerdo con|a juicio de|en opinion de) (?!nuestr"
    r"|(?:el|la|los|las) cual|quien|mi\b"
    rf"|mis\b|todo|como|se\b|(?:[a-z']+ ){{0,3}}?{_FORECASTERS})"
)

_FUTURE = re.compile(r".*(?:r(?:a|an|emos)|ria(?:n|mos)?)$")
_WOULD = re.compile(r".*ria(?:n|mos)?$")
# What is said to be: a modal says what is thought to come, whoever is asked.
_HEARD = re.compile(r"(?!.*podria).*ria(?:n|mos)?$")
# What a text says of its own course: who debates it, when it comes out.
_PAPER = "(?:nota|informe|numero|boletin|edicion|entrega|actualizacion|documento|dictamen)"
_OWN = r"(?:examinad|debatid|discutid|presentad|publicad|sometid|votad|remitid)[oa]s?"
_SOME_SAY = (
    r"(?:algun[oa]s|otr[oa]s|much[oa]s|vari[oa]s|ciert[oa]s|hay quien(?:es)?) (?:[a-z]+ ){0,4}?"
    r"(?:consideran?|creen?|piensan?|opinan?|estiman?|sostienen?|afirman?)"
    r"|dicen|cuentan|comentan|se (?:dice|rumorea|comenta|cuenta)"
)
_YEARS_AGO = rf"(?:hace (?:apenas |ya )?{NUMERAL} [a-z]+|el (?:ano|mes) pasado|la semana pasada)"
_LIKELY = re.compile(r".*(?:probable|posible|verosimil|plausible)s?$")
_PARTICIPLE = r"[a-z]+(?:ado|ido|sto|cho|rto|ados|idos|ada|ida|adas|idas)"
ADVERB = re.compile(
    r"(?:probablemente|posiblemente|seguramente|quizas?|tal vez|certeza|sin dudas?|con seguridad"
    r"|acaso|presumiblemente|duda|previsiblemente)$"
)

# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
BEFORE = (
    (ANY, re.compile(r"\b(?:era|eran|fue|fueron|parecia|resulto|habia)(?: [a-z]+mente)?,? $"
        r"|\b(?:se [a-z]{2,}io|[a-z]{2,}ieron|[a-z]{2,}aron|debio) $"
        r"|\b(?:inicialmente|estaba|estaban) $")),
    (ANY, re.compile(rf"^(?:{_YEARS_AGO}),[^,;]*$|\b(?:{_SOME_SAY}) (?:[a-z]+mente |tambien )?"
        r"que [^;:]*$")),
    (_FUTURE, re.compile(
        rf"\b(?:la|el) (?:proxim[oa]|presente) {_PAPER} (?:de [a-z]+ )?(?:se )?$")),
    (re.compile("anticip|preve|pronostic|espera|calcul|estim"), re.compile(
        r"\b(?:analistas|economistas|expertos|agentes|participantes) (?:consultad|encuestad)[oa]s"
        r"\b[^.;]*$")),
    # An indirect question.
    (ANY, re.compile(
        r"\b(?:ignora(?:n|mos)?|sabe(?:n|mos)?|no se|saber|pregunta(?:n|rse)?|explicado|aclarado"
        r"|precisado|dicho|explica|aclara|precisa|desconoce|cuestion es|pregunta es|duda es"
        r"|incognita es) (?:[a-z]+ )?(?:si|que|quien(?:es)?"
        r"|cuando|como|donde|adonde|a donde|hasta donde|por que|cuanto|con quien"
        r"|cual) (?!no cabe)[^,;:]*$")),
    (ANY, re.compile(r"\b(?:decir|aclarar|precisar|confirmar|revelar|claro) (?:si|cuando"
        r"|quien)\b[^,;:]*$")),
    (ANY, re.compile(r"\b(?:(?:hacia|hasta|por|en) donde|adonde) [^,;:]{0,40}$")),
    (re.compile("(?:ver|explicar|senalar|detallar)(?:an?|emos)$"), re.compile(r"\bcomo (?:se "
        r"|ya )?$")),
    (_FUTURE, re.compile(r"\b(?:describe|explica|muestra|analiza|examina|estudia|imagina)[nr]? como"
        r" (?:se )?$|(?<!lo )(?<!la )(?<!el )\bcual(?:es)? $"
        r"|(?<!en )\bcuanto(?: [a-z]+)? (?:se )?$"
        r"|\b(?:sino|ni) (?:cuando|como|quien|donde)(?: y (?:como|cuando|donde))? (?:se )?$")),
    # What a text says of itself, and proverbs.
    (_FUTURE, re.compile(
        r"\b(?:el lector|el tiempo|la historia|segun se|mas adelante|en este informe|aqui)"
        r" (?:se |lo |nos )?$"
        r"|\b(?:esta|este|la presente|nuestra|nuestro) (?:nota|estudio|articulo|seccion|parte"
        r"|capitulo|informe|documento|trabajo|texto|papel|ensayo|recuadro|apartado"
        r"|epigrafe)\b[^,;]{0,20}$")),
    (_FUTURE, re.compile(rf"^(?:en|el \d+ de [a-z]+ de|hacia) {GONE_YEAR},?[^,;]*$"
        r"|\b(?:anos|meses|semanas|dias|poco|ano|mes|dia) (?:despues(?! de)|mas tarde|siguiente),?"
        r" (?:[a-z]+ ){0,4}$")),
    (_HEARD, re.compile(rf"\b{_HEARSAY}[^,;]{{3,80}}, [^,;]{{0,120}}$")),
    (re.compile("tendrian? que"), re.compile(
        r"^(?!.*\b(?:si|mucho|poco|muy mal|de lo contrario|en (?:ese|tal|este) caso|entonces|sin"
        r"|de no"
        r"|de [a-z]+(?:ar|er|ir))\b)")),
    (re.compile("(?:record|observ|not|advert|comprend|apreci|constat)[aei]ra"), re.compile(
        r"\bse (?:nos )?$")),
    (_FUTURE, re.compile(r"\bel proximo (?:informe|numero|boletin|capitulo|articulo) (?:se )?$"
        r"|\bpor algo $|^quien [^,;]* l[oa] $|\bel tiempo (?:lo )?$")),
    (_WOULD, re.compile(r"\baquel(?:la|los|las)?\b[^,;]*$|\b(?:de|en) 1[5-9]\d\d\b[^,;]*$")),
    (ADVERB, re.compile(
        r"\b(?:es|son|esta|estan|ha|han|se debe|se deben|se trata|se trataba) $")),
    (re.compile("(?:el|la) (?:explicacion|causa|origen|razon|autor|motivo|interpretacion)"), ANY),
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
    # What leads up to a list, and what is to be watched.
    (ANY, re.compile(r"^[^.]*:\s*$")),
    (re.compile("seguir"), re.compile(
        r"^ (?:de cerca|con (?:[a-z]+ )?(?:atencion|interes|detalle)|atentamente)\b")),
    (re.compile("seran?"), re.compile(
        rf"^ {_OWN} (?:en (?:comision|pleno|sesion|consejo)|ante l)")),
    (_WOULD, re.compile(r"^ (?:ya|actualmente|hoy)\b")),
    (_WOULD, re.compile(rf"^(?![^.]*\b{ON})[^.;]*,? {_HEARSAY}")),
    (_WOULD, re.compile(r"^[^.;]*\bsegun (?:se (?:rumore|dice|cree|cuent|sab|coment)|trascend"
        r"|versiones|fuentes|informes|filtrac)")),
    # What a text says of itself.
    (re.compile("(?:examin|analiz|abord|estudi|repas|describ|trat|mostr|desarroll"
        "|present)[aei]remos$"
        "|volveremos|empezaremos|comenzaremos"), re.compile(
        "^(?: sobre| por | a (?:ello|esto|este)| primero| despues| a continuacion| en (?:est"
        "|el ap|la s"
        ")| l[ao]s? (?:caus|orig|antec|princ|dos|tres|cuatro))")),
    (_FUTURE, re.compile(r"^[^.;]* (?:por separado|tod[oa]s l[oa]s (?:anos|meses|semanas|dias)"
        r"|(?<!como )cada (?:ano|mes|semana|trimestre|dia)|en anexo|adjunto)\b")),
    (re.compile("tendran?"), re.compile("^ (?:de plazo |tiempo )?hasta (?:el|finales|fin)\\b")),
    (re.compile("deben?|deberan?|podran?"), re.compile(rf"^ ?{_DUTY}")),
    (re.compile(rf"pueden? {_DUTY}"), ANY),
    # A guess at what is: it must be a matter of, they will be some fifty years old.
    (re.compile("sera"), re.compile("^ (?:que|cosa de|porque|por eso|un decir)\\b")),
    (re.compile("seran?"), re.compile(
        rf"^ (?:las?|como las?) (?:{NUMERAL}|once|una)\b(?! [a-z]+s\b(?! de la))")),
    (re.compile("tendran?"), re.compile(
        rf"^ (?:ya |hoy )?(?:{NUMERAL}|cerca de|como|unos|alrededor de)(?: [a-z0-9]+)? anos\b"
        r"(?! (?:para|de plazo))")),
    (re.compile("(?:estar|ser|tendr|andar|sabr|querr|pensar|har)an?$"), re.compile(
        r"^[^.;]*\b(?:a estas horas|a esta hora|ahora(?! en adelante)|en este momento"
        r"|a estas alturas"
        r"|en su casa|en casa)\b")),
    (ADVERB, re.compile(r"^ (?:por eso|por ello|por esa razon|de ahi|a eso)\b")),
    # A rumour of what is: what somebody counts or places without a condition.
    (re.compile("(?:.* )?(?:carecer|contar|ignorar|dispondr|poseer|emplear|albergar"
        "|vivir|cobrar|operar"
        "|residir|trabajar|ocultar|financiar|recibir)ia"), re.compile(r"^[^.]*\bsegun\b")),
    (re.compile("(?:residi|ocultar|escond|encontrar|hallar)ria[n]?"), re.compile(
        rf"^(?![^.]*\b(?:si|{ON})\b) en\b")),
    (re.compile("estarian?|residirian?|se ocultarian?|contarian?|tratarian?"), re.compile(
        r"^ (?:detras|en [a-z]+ desde|ya|escondid|refugiad|implicad|de un)")),
    # What somebody proclaimed, in his own words.
    (ANY, re.compile(r"^[^\u00ab]*[\u00bb\u201d\"] ?,? ?(?:me |nos |le )?(?:[a-z]{2,}(?:aba|aban"
        r"|aron|ieron|io)|dijo|dijeron|afirmo|aseguro|declaro|proclamo|anuncio|lanzo|zanjo"
        r"|sentencio|ha dicho|confeso|reitero|explico|prometio|(?:ha|han|habia|habian) [a-z]+[ai]do"
        r"|promete|asegura|jura|insiste|repite)\b")),
    # History told in the future or the conditional.
    (_FUTURE, re.compile(
        rf"^[^,;]{{0,40}}(?<!como )\b(?:en|hasta|el \d+ de) (?:[a-z]+ de )?{GONE_YEAR}\b"
        r"|^ (?:anos|meses|poco) (?:despues|mas tarde)\b|^ mas (?:abajo|adelante)\b"
        r"|^ en el anexo")),
    (re.compile("nuestr|escenario|balance"), re.compile(
        r"^[^.;,]{0,40}\b(?:era|eran|fue|fueron|apuntaba|preveia|situaba)\b")),
    (re.compile("veremos"), re.compile("^(?: mas adelante| como| si| que| cuanto| en|[.])")),
    (re.compile("(?:sub|sobre)estimaria"), re.compile("")),
    # Advice.
    (re.compile("deberia|tendria|habria"), re.compile(
        r"^(?: que\b|, al menos|[^.;]* (?:cuanto antes|sin (?:demora|esperar|tardar)))")),
    (re.compile("cabria$"), re.compile("")),
    (re.compile("deberian?$|deberiamos$|convendria|valdria|urgiria|gustaria|querria"
        "|preferiria|mereceria|desearia|diria$"), re.compile("")),
    (re.compile("podriamos|podria"), re.compile(
        r"^ (?:explicar|deber|tratar|reflejar|proceder|provenir|corresponder|obedecer|responder a"
        r"|ser (?:de origen|obra|la causa|el origen|fruto)|estar detras"
        r"|haber [a-z]+[ai]do)(?:se)?\b"
        r"|^ (?:decir|pensar|creer|objetar|argumentar|parecer|afirmar|hablar|alegar)(?:se)?\b")),
    (re.compile("haria"), re.compile(r"^ (?:bien|mejor|falta(?! un milagro)) ?")),
    (re.compile("dira$"), re.compile(r"^(?: que exag|[.,])")),
    (re.compile("(?:no )?seria"), re.compile(
        r"^(?: [a-z]+mente| muy| mas| tan)* (?:deseable|hora|bueno|preferible|juicioso|oportuno"
        r"|util"
        r"|sensato|bienvenid|absurdo|prudente|justo|normal|necesario|honesto|deshonesto"
        r"|simplista|legitimo|hipocrita|enganoso|falso"
        r"|vano|logico|urgente"
        r"|ingenuo|injusto|excesivo|prematuro|arriesgado|tentador|exagerado|imprudente|lamentable"
        r"|conveniente|aconsejable|recomendable|mejor|un (?:error|acierto)|una (?:pena|lastima"
        r"|ingenuidad|imprudencia|equivocacion)|de (?:nosotros|mi|ell[ao]s)|irresponsable|exacto"
        r"|interesante|hasta)")),
    (re.compile(r".*\bhabria(?:n|mos)?$"), re.compile(rf"^(?: [a-z]+mente)? {_PARTICIPLE}\b")),
    (re.compile(r".*habra que$|habra$"), re.compile(
        r"^ (?:que )?(?:estar atent|seguir de cerca|vigilar|ver\b|observar|tener en cuenta)")),
    # What is likely to have happened.
    (_LIKELY, re.compile(rf"^ que [^,;]*?\b(?:haya|hayan|ha|han|hubiera) {_PARTICIPLE}\b")),
)  # fmt: skip

# What somebody once believed or said would come.
_SAID = (
    r"(?:asegur|afirm|declar|anunci|promet|advirt|advert|sostuv|sosten|insist|explic|garantiz"
    r"|vaticin|pronostic|augur|reconoc|confirm|senal|indic|repit|repet|jur|proclam|coment|apunt"
    r"|aventur|adelant|precis|sugir|suger|reiter|prevei|admit|avis)"
)
_THOUGHT = r"(?:pens|sab|cre|esper|tem|calcul|imagin|confi|estim|juzg|supon|sospech|preve|da)"
REPORTED = re.compile(
    rf"\b(?:dijo|dijeron|decia|decian|juro|jura|{_SAID}(?:o(?! del?\b)|aron|aba|aban|ia|ian|io"
    rf"|ieron)"
    rf"|{_THOUGHT}(?:aron|aba|aban|ia|ian|io|ieron)|daban? por (?:hech|segur)[oa]"
    r"|(?:ha|han|habia|habian) (?:[a-z]+mente )?(?:dicho|anunciado"
    r"|prometido|asegurado|adelantado|confirmado|sugerido|avisado|explicado|senalado|advertido"
    r"|afirmado|declarado|jurado|reconocido|insistido|garantizado)"
    r"|con la esperanza|esperan? que|confian? en que|esperemos que|confiemos en que|prometen?"
    r"|(?:asegura|jura|insiste en|repite|proclama|pretende)n? que|(?:dice|afirma|sostiene) que"
    r"|ojala)"
    r"\b[^,;:]*$"
)

# Who says what comes, to be counted all the same: a forecaster, or whoever names the day.
ANNOUNCED = re.compile(
    rf"\b{_FORECASTERS}[^.;]{{0,60}}\b(?:dijo|dijeron|senal|estim|indic|precis|afirm|sostuv"
    rf"|anticip|proyect"
    r"|calcul|advirti|reiter|agreg|anadi)(?:o|aron|ieron)? que"
    r"|\b(?:dijo|anuncio|indico|senalo|preciso|confirmo|(?:ha|han) (?:dicho|anunciado"
    r"|confirmado)) que"
    r"[^.;]*r(?:a|an|ia|ian)\b[^.;]*\b(?:antes de|hasta|para 20|en 20[2-9]\d|proxim[oa]s?"
    r"|que viene)\b"
)

# What did not happen, and what would have followed.
COUNTERFACTUAL = re.compile(
    r"\b(?:si|de|aunque) [^,;.]{0,60}\bhub(?:iera|iese)n?\b|\bde haber |\bde no haber "
)

# "probably" and its like speak of what comes only with a verb that does.
# A subjunctive is seen only by what it is not: neither a past nor a state of today.
_STATE = (
    r"(?:es|son|esta|estan|hay|tienen?|sabe|saben|existe|existen|ha|han|he|hemos|haya|hayan|habia"
    r"|habian|fue|fueron|era|eran|hubo|debe|deben|debio|siempre|explica|explican|refleja|reflejan"
    r"|[a-z]+(?:aron|ieron|aba|aban|io|uyo|ujo))"
)
COMING = re.compile(
    r"\b(?:[a-z]+r(?:a|an|ia|ian)|antes|futuro|proxim[oa]s?|pronto|va a|van a)\b"
    rf"|^(?!.*\b{_STATE}\b)"
)
