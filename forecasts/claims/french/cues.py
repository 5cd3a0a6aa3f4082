"""The words by which French speaks of the future: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.french.tense import (
    ADVERBS,
    CLITICS,
    GONE,
    GONE_OR_HABIT,
    HABIT,
    NOT_COMING,
    OUTCOME,
)
from forecasts.claims.french.times import AHEAD, GIVEN, NUMERAL, ON
from forecasts.claims.grammar import cue

_IS = (
    rf"(?:est|sont|n'est|ne sont|sera|seront|serait|reste(?:nt)?|demeure(?:nt)?|semble(?:nt)?"
    rf"|parai(?:t|ssent)|apparai(?:t|ssent)|s'annonce(?:nt)?) {ADVERBS}"
)
_ISNT = (
    rf"n(?:'est|'etant|e sont|e semble(?:nt)?|e parai(?:t|ssent)|e reste|'apparait) (?:pas|guere"
    rf"|nullement|jamais|en rien|plus) {ADVERBS}"
)
_TO_BELIEVE = (
    r"(?:croire|penser|craindre|redouter|s'attendre|esperer|supposer|prevoir|parier|gager|presumer"
    r"|douter|envisager)"
)

RANKS = (
    cue(Kind.SUPERLATIVE, r"(?:le|la|les|l'[a-z]+ la|l'[a-z]+ le) plus (?:probables?|plausibles?"
        r"|vraisemblables?|credibles?)", "les meilleures chances"),
    cue(Kind.SUPERLATIVE, r"(?:le|la|les) moins (?:probables?|vraisemblables?)", positive=False),
    cue(Kind.COMPARATIVE,
        r"(?:bien |beaucoup |encore )?plus (?:probables?|vraisemblables?)(?! qu'improbable)",
        "de plus en plus (?:probables?|vraisemblables?)"),
    cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?moins (?:probables?|vraisemblables?)",
        "de moins en moins probables?", "de plus en plus improbables?", positive=False),
)  # fmt: skip

LIKELIHOOD = (
    cue(Kind.NO_NUMBER, "plus probable qu'improbable", "sans (?:nul |aucun )?doute",
        "selon toute (?:probabilite|vraisemblance|apparence)", "assez (?:probable|vraisemblable)",
        "rien d'(?:impossible|improbable|invraisemblable)",
        "peut-etre (?:une |l')(?:question|affaire) de", around=True),
)  # fmt: skip

# It is hard to see, there is little chance, nobody believes.
DOUBTS = (
    cue(Kind.NO_NUMBER, "douteu(?:x|se)s?", "difficilement", "invraisemblables?",
        r"(?:voi[ts]|voyons|imaginons|imagine|concoi[ts]) mal", r"(?:difficile|malaise|delicat"
        r"|dur) (?:d'(?:imaginer|envisager|esperer)|de (?:croire|concevoir|penser|voir))",
        r"(?:lui |leur |nous )?sera (?:difficile|impossible)",
        r"(?:hors|loin) (?:de portee|d'atteinte)",
        r"(?:guere|pas|peu|aucune?|moins|plus) (?:de |la moindre )?chances?",
        "chances? (?:[a-z]+ )?(?:minces?|faibles?|infimes?|nulles?|reduites?|limitees?)",
        r"(?:chances?|probabilites?|espoirs?|risques?) [^,;.]{0,50}(?:sont|est|restent?|demeurent?"
        rf"|semblent?|paraissent|parait) {ADVERBS}"
        r"(?:minces?|faibles?|infimes?|null?e?s?|reduite?s?|limitee?s?|maigres?|tenue?s?)",
        r"(?:minces?|faibles?|maigres?) (?:chances?|espoirs?)", "peu d'espoirs?",
        rf"{_ISNT}(?:certain|sur|acquis|garanti|assure|joue|ecrit|gagne|dit|pour demain"
        r"|a l'ordre du jour|pre(?:s|ts?|tes?) d|en vue|credible|realiste|tenable|a la portee)e?s?",
        r"loin d'(?:etre|avoir) (?:acqui|gagn|assur|certain|garanti|jou|termin|fini|fait|regl"
        "|ecrit|boucl|clos|dit)[a-z]*", "n'a(?:ura)? pas lieu", "n'en finit pas",
        r"rien (?:ne |n')(?:dit|garantit|laisse|permet|indique|annonce|assure|prouve|augure"
        r"|suggere)", r"(?:n'|ne )?(?:laisse|augure)(?:nt)? rien (?:presager )?de bon",
        r"(?:rien|tout) n'est (?:joue|ecrit|acquis|regle|fait|perdu|gagne)", r"permis de douter",
        r"(?:n'est|ne sont|n'y a|nul n'est) (?:pas |plus )?a l'abri d[e']",
        "n'attend(?:ons|ez) (?:pas|rien)", r"(?<!de )(?<!nul )(?<!aucun )dout(?:e|ons|ent) (?:fort "
        r"|beaucoup )?(?:que|qu'|de)(?!s? doute)", r"n(?:e |'y )(?:s'attend|croi[ts]|croient"
        r"|croyons|pensons?|attend|attendons|imagin|crains|compt)(?:e|ent|ons)? (?:pas|guere|plus"
        r"|nullement)(?= (?:que(?! (?:de|\d|deux|trois|cinq|dix))|qu'|a une?|en une?|possible|d)"
        r"|[.,;]| [a-z]+(?:er|ir|re)\b)", "n'y croi(?:t|ent) (?:plus|pas|guere)",
        r"(?:nul|personne|aucun|aucune|peu|rares) [^,;]{0,40}(?:n'y |ne |n'|a )(?:croi(?:t|ent)"
        r"|pari|attend|mis|imagin|espere|suivre|envisage|entrevoi|prevoi)[a-z]*",
        r"aucune intention",
        "(?:illusoire|irrealiste|utopique|chimerique|peine perdue|chimere|vain)s?(?= |[.,;])",
        r"releve(?:nt)? (?:du|de l[a']? ?) ?(?:illusion|chimere|utopie|miracle|voeu|reve"
        r"|fantasme)", "mort-nee?s?", "science-fiction",
        r"permis d'en douter", "doute est permis",
        r"(?:reste|demeure|est|semble)(?:nt)? (?:encore |tres |bien "
        r"|pour le moins )?hypothetiques?",
        r"(?<!n')(?<!ne )(?:exclu(?:t|ent)|ecarte(?:nt)?) (?:que|qu'|une?|cette|tout|l'hypothese"
        r"|la possibilite)", r"n(?:e |')(?:peu[tx]|peuvent|saurait|pouvons) (?:[a-z]+ )?(?:imaginer"
        r"|croire|concevoir|esperer|envisager|s'attendre)", r"(?:j'en doute"
        r"|peut en douter)(?=[.,;])",
        r"n(?:'est|e sont|e semble(?:nt)?) (?:[a-z]+ment )?(?:pas|guere|plus"
        r"|nullement) (?:[a-z]+ment )?"
        r"(?:appele|destine|promis|voue)e?s? (?:a|au|aux)(?= )",
        r"(?:je|nous|on) ne (?:crois|croit|croyons) (?:pas|guere|plus|nullement) (?:[a-z]+ment )?"
        r"(?:a|au|aux)(?= )", r"(?:peu[tx]|pouvons|en droit d[e']) ?(?:fort |[a-z]+ment "
        r"|en )*douter",
        r"(?:je|nous|on) n(?:e |')(?:anticip|prevoi|prevoy|entrevoi|entrevoy|voi|voy|pressen)"
        r"(?:e|ons|s|t|tons) (?:pas|guere|plus|aucune?) (?:venir |poindre |arriver )?"
        r"(?:d'|d[eu]s? |une? |l[ae] |l'|que |qu')",
        "(?:n'est|rien de) moins sure?s?", r"tout sauf (?:acqui|certain|sur|assur|garanti|gagn|jou)"
        r"[a-z]*", r"n'a(?:ura)? rien d(?:e |')(?:acquis|assure|certain|gagne|garanti|evident|sur)",
        r"ne (?:parier|miser)(?:ais|ait|ions|aient) (?:pas|guere|plus)",
        r"ne tien(?:t|nent) (?:plus )?(?:qu')?a (?:un fil|presque rien)",
        r"tien(?:t|nent) a un fil", r"en (?:mauvaise|tres mauvaise) (?:voie|posture)",
        r"(?:vi(?:t|vent)|entame(?:nt)?) (?:sans doute )?(?:ses|leurs) dernier(?:e?s) [a-z]+",
        r"aura(?:it|ient)? (?:beau|du mal|grand-peine|toutes les peines)",
        "(?:pure|simple) (?:hypothese|speculation|vue)", "du plomb dans l'aile", "en sursis",
        "a bout de souffle", "voeu pieux", r"n'est pas au bout d[eu']",
        r"n'[a-z]+ (?:pas|jamais) fini d[e']", "mal engagee?s?", positive=False),
    cue(Kind.ASSERTED, "hors de question", r"(?<!n')(?<!ne )(?:est|sont|sera|parai(?:t|ssent)"
        r"|semble(?:nt)?) (?:[a-z]+ment |donc |aujourd'hui )*exclue?s?", "impensables?",
        "inenvisageables?",
        "inconcevables?", "impossible (?:que|qu')", "intenables?", positive=False),
)  # fmt: skip

# Nothing rules it out.
NOT_RULED_OUT = (
    cue(Kind.NO_NUMBER, r"(?:n'est|ne sont) (?:pas|plus|nullement) (?:a )?(?:exclu(?:e?s?|re))",
        r"(?:pas|jamais) (?:a |totalement |completement )?(?:exclure|ecarter|exclue?s?)",
        "n'exclu(?:t|ent|ons) (?:pas|plus)",
        r"ne (?:peut|peuvent|saurai(?:t|ent)) (?:pas )?(?:etre )?(?:[a-z]+ment )?(?:exclu"
        r"|ecarte)(?:e?s?|re?)",
        r"n'est (?:pas|nullement) (?:impossible|a ecarter|interdit|inconcevable|impensable)",
        rf"{_IS}(?:envisageables?|concevables?|plausibles?|previsibles?|jouables?|credibles?)",
        "envisageables?", "concevables?", "evitables?", r"n'est (?:plus|pas) tabou",
        r"devien(?:t|nent) (?:peu a peu |enfin )?(?:possible|pensable|envisageable|credible"
        r"|probable)s?", "plausibles?", "previsibles?", "hypothese a ne pas",
        rf"{_IS}possibles?(?! (?:de|d')(?! voir|'ici))",
        r"ne ser(?:ais|ait|ions) (?:pas|guere) (?:surpris|etonne|surprenant|etonnant)"),
)  # fmt: skip

# Chances, odds, dangers and prospects as nouns, where no verb of the past stands with them.
NOUNS_OF_CHANCE = (
    cue(Kind.NO_NUMBER, r"(?:fortes?|bonnes?|serieuses?|grandes?|toutes (?:les|ses)|quelques?|une"
        r"|toute|ses|de vraies|reelles?) chances?",
        "(?:ont|a) (?:encore |toujours )?leurs? chances?",
        r"(?:probabilites?|chances?) (?:que|qu'|d'une?|de (?!la\b)|d'[a-z]+r|sur)",
        rf"{NUMERAL} chances? sur {NUMERAL}", r"probabilites?(?= [^,;]{0,60}\d ?%)",
        r"chances(?= (?:de|d'|du|sont|semblent|paraissent|restent|se|s'))", "imminente?s?",
        r"perspectives? [^,;.]{0,40}?(?:restent?|sont|demeurent?|s'assombri|s'amelior|se degrad)"
        "[a-z]*", r"l'avenir (?:d(?:e|u|es) ?[^,;.]{2,40} )?(?:se joue|s'ecrit|appartient"
        r"|passe par|s'annonce)", r"(?:principal|premier|seul|vrai|grand) (?:risque|danger)",
        r"(?:aleas|risques?) [^,;.]{0,70}(?:baissiers?|haussiers?|(?:a|vers) la (?:baisse|hausse)"
        r"|orientee?s?)",
        r"scenario (?:central|de reference|de base|privilegie|favori|le plus|median|noir)",
        r"(?:notre|nos|mon|leur) (?:[a-z]+ )?(?:pronostic|pari|scenario|prevision|projection"
        r"|estimation|attente|hypothese centrale)s?",
        r"(?:releve|abaisse|revise|maintient|porte)(?:nt)? [^.;]{0,25}(?:prevision|projection)s?",
        "le consensus (?:est|attend|anticipe|table|ressort|s'etablit|prevoit|se situe)",
        r"previsions? (?:est|sont|tablent)", "(?:nul|aucun) doute", unless=GONE),
    cue(Kind.NO_NUMBER, r"probabilites? (?:d[e']|qu[e'])",
        unless=re.compile(r"\b(?:était|avait|fut|concluait|évoquait)\b")),
)  # fmt: skip

# Everything points to it; one has to expect it.
SIGNS = (
    cue(Kind.NO_NUMBER, r"tout (?:porte|laisse|indique|donne|incite|conduit|invite|pousse|concourt"
        r"|plaide|amene|semble|est reuni|est en place|annonce|montre que|suggere)", "tout depend",
        r"(?:l'histoire|l'experience|le passe) (?:enseigne|suggere|incite)",
        r"(?:fort |gros |beaucoup )?a (?:parier|gager)", r"(?:je|nous|on) (?:en )?pari(?:e|ons)",
        r"prends (?:le|les) paris?", "parions|gageons", "mon petit doigt",
        rf"lieu (?:de (?!travail)|d')(?={_TO_BELIEVE})",
        r"a (?:craindre|redouter|prevoir|attendre)\b",
        r"il faut (?:craindre|redouter|s'attendre|compter|prevoir)", rf"(?:peut|doit|devons"
        rf"|pouvons|faut) (?:donc |raisonnablement |au mieux |toutefois |s'"
        rf"|nous )*{_TO_BELIEVE}(?: (?:a|que|qu'|un|une|des|le|la|les)\b)", r"(?:laiss(?:e|ent"
        r"|ant)|fai(?:t|sant)|font) (?:tous |toutes )?(?:craindre|presager|augurer|entrevoir"
        r"|redouter|peser|planer|esperer|prevoir|penser que|croire que)",
        r"(?:la )?tendance est (?:a|au)", r"(?:le temps|le calendrier|l'horloge) (?:joue|presse)",
        r"couve(?:nt)?(?= |[.,;])",
        "a portee de main", r"n'(?:ai|avons) (?:pas|guere|plus) (?:de |le moindre )doutes?",
        r"(?:je|nous|on) (?:l[ae]s? |l')?(?:voi[st]|voyons) (?:[a-z]+ )?(?:venir|arriver|poindre)",
        r"(?:guette|menace|rode|gronde)(?:nt)?(?=[.,;])", r"(?:la balance|le vent|la fortune"
        r"|le rapport de forces?) (?:penche|tourne|souffle|bascule)", "en (?:tres )?bonne voie",
        r"(?:averti(?:t|ssent)|met(?:tent)? en garde|alerte(?:nt)?) (?:contre|sur"
        r"|d[eu']) ?(?:une?\b"
        r"|de possibles|le risque|les risques)",
        r"(?:tient|tiennent) la corde", "vent en poupe",
        r"boulevard (?:devant|s'ouvre)", "en position de force", "messe est dite",
        "des (?:en )?sont jetes",
        "pronostic vital", r"(?:horizon|avenir|ciel|perspectives?)[^.;]{0,30} s(?:'assombri"
        r"|e degag|'eclairci)"
        "[a-z]+", r"(?:va|vont|allons|courons|court) au-devant d[eu']",
        r"cour(?:t|ons|ent) (?:tout droit )?(?:a la|a l'|a sa|au) (?:catastrophe|ruine|perte"
        r"|faillite|echec|affrontement|desastre|drame|impasse|crise)",
        rf"partie?s? pour (?:{NUMERAL} |durer|longtemps)",
        r"d(?:e belles|e beaux|e longs?|e longues) (?:annees|jours|mois) devant",
        r"(?:il faut|force est de) s'y (?:attendre|preparer|resoudre|faire)",
        r"(?:est|sont) dans l'air", "dans les (?:tuyaux|cartons)",
        r"(?:heure|date|echeance|terme|moment|fin|jour)\b[a-z' ]{0,25} (?:s')?approche",
        "augure(?:nt)?", "presage(?:nt)?", "prefigure(?:nt)?", r"(?:mur|mure)s? pour",
        r"suggere(?:nt)? (?:qu[e']|une?|des)",
        r"(?:menace|menacent) (?:d[e'u]|l[ae]s?|l'|desormais)", r"sous la menace d[e'u]",
        r"(?:guette|guettent)(?= (?:l[ae]s?|l'|nos|notre))", "en (?:peril|danger)",
        r"fai(?:t|sant) (?:guere|aucun|pas|plus) ?(?:l'ombre d'un |de )?(?:doute|debat|mystere)",
        "a n'en (?:pas|point) douter", "assurement", "(?:attendons|preparons)-nous",
        "qu'on ne s'y trompe pas", unless=HABIT),
)  # fmt: skip

# Who is ahead, and who is lost.
ODDS_ON = (
    cue(Kind.NO_NUMBER, rf"{_IS}(?:donnee?s?|favori(?:te)?s?|assuree?s? d[e']|certain d'etre"
        rf"|sur d[e'] |bien placee?s?"
        r"|en position de (?:l'emporter|force))", r"(?:fait|font) figure de favori",
        r"part(?:ent)? (?:grande? )?(?:favori(?:te)?s?|gagnant|perdant|battu|avec une longueur)",
        "longueurs? d'avance",
        r"laisse(?:nt)? (?:peu|guere|aucune?|pas) [^,;.]{0,10}(?:place|marge|chances?)",
        r"(?:a|ont) (?:encore )?du (?:potentiel|chemin)",
        r"nous (?:visons|voyons|privilegions|penchons|jugeons|parions)",
        rf"{_IS}(?:acquis|assure|garanti|compromis|perdu d'avance|scelle)e?s?(?! par)",
        r"touche(?:nt)? a (?:sa|leur) fin", r"(?:a|ont) (?:encore )?de la marge",
        r"mieux vaut (?:se preparer|s'attendre|s'habituer)",
        r"menacee?s? (?:d[e']|par)(?![^.;]* depuis)",
        r"(?:a|ont) vocation a", "donne(?:nt|rais)? pas cher", "mal parti",
        "les jeux sont faits", "l'affaire est entendue", "c'en est fini", r"(?:quasi|quasiment"
        r"|presque|pratiquement|virtuellement|a peu pres)[ -](?:certaine?s?|sure?s?|acquise?s?"
        r"|assuree?s?|inevitables?)"),
)  # fmt: skip

# What is inevitable, in store, expected by somebody.
CERTAINTIES = (
    cue(Kind.ASSERTED, "inevitables?", "ineluctables?", "a l'aube d[eu']", "inevitablement",
        "ineluctablement",
        "immanquablement", "inexorablement", "fatalement", "infailliblement", "tot ou tard",
        r"(?:est|plus|qu'|que) ?(?:une? |la |l')?(?:simple |pure )?(?:question|affaire)"
        r" de (?:quelques |deux |trois )?(?:temps|jours"
        r"|semaines|mois|annees|heures)", r"n'est (?:pas|plus) de savoir si",
        r"(?:est|sont|semblent?|parait|paraissent|reste(?:nt)?) (?:[a-z]+ment )?(?:appele|destine"
        r"|voue|amene|condamne|promis|parti|bien parti|mal parti)e?s? (?:a|au|aux|pour)",
        r"(?:vouee?s?|condamnee?s?|promise?s?) (?:a|au|aux)(?= )", "s'apprete(?:nt)? a",
        r"(?:est|sont) comptee?s?", "joue[es]? d'avance", "plie[es]?(?= |[.])",
        r"(?:est|sont) (?:[a-z]+ment )?en (?:passe|voie) d[e']", "sur le point d[e']",
        "a deux doigts d[e']", r"au bord d[eu']", r"(?:est|sont) a la veille d[e'u]",
        "aux portes d[eu']", "reste(?:nt)? a venir",
        r"(?:est|sont) (?:encore )?(?:a venir|devant nous|devant lui)",
        r"(?:ne fait|ne font) que commencer", "qu'(?:un debut|a ses debuts)", "de beaux jours",
        r"s(?:e profile|e dessine|'annonce|e prepare|e precise)(?:nt)?",
        r"pointe(?:nt)? a l'horizon",
        r"semble(?:nt)? (?:bien |toutefois |desormais )?(?:devoir|se |s'|appele|promis)",
        r"promet(?:tent)? d'(?:etre|avoir)", "a (?:coup sur|tous les coups)", "quoi qu'il arrive",
        r"(?:va|vont) (?:en )?(?:s')?[a-z]+ant",
        r"s'(?:achemine|oriente|enfonce)(?:nt)? (?:vers|dans)", r"(?:se dirige|court|courent"
        r"|glisse|derive|fonce|va|vont|file|marche|avance"
        r"|penche)(?:nt)? (?:selon [a-z]+ )?(?:tout )?(?:droit "
        r"|lentement |surement |a grands pas )?(?:vers (?!l'arriere)|dans le mur|a sa perte"
        r"|a l'echec|a l'affrontement|a la (?:faillite|catastrophe|ruine|rupture))",
        r"mene(?:nt)? (?:tout )?droit", r"(?:nous|les|l'|vous) attend(?:ent)?(?= )", "pend au nez",
        "l'heure de verite", "le pire est",
        r"le plus (?:dur|difficile|delicat) (?:est|reste|commence)", "c'est couru(?: d'avance)?",
        r"(?:c'est|est) (?:ecrit|plie|joue|scelle)(?=[.,;:])"),
)  # fmt: skip

FORECASTS = (
    cue(Kind.ASSERTED, r"(?:les )?marches? (?:[a-z]+ )?(?:integr|escompt|anticip|pari|attend"
        r"|mis)[a-z]+"
        r"(?! qu'[a-z]+ ont)", r"sondages? (?:[a-z]+ )?(?:donn|promett|predi|place)[a-z]+"
        r"(?= [^.;]*\b(?:gagnant|vainqueur|victoire|defaite|perdant|en tete|battu|majorite))",
        r"s'attendre (?:a|au)", r"s'attend(?:ent|ons)? (?:a|au)",
        r"(?:table|mise|parie)(?:nt)? (?:[a-z]+ment |desormais |encore |plutot )?sur",
        r"(?:prevoi(?:t|ent)|anticip(?:e|ent)|escompte(?:nt)?|pronostique(?:nt)?|projette(?:nt)?"
        r"|predi(?:t|sent)) (?:pour [^,;]{3,20} )?(?:que|qu'|une?|des|le|la|les|l'|desormais|pour"
        r"|\d)", r"(?:craint|redoute) (?:que|qu'|une?|de nouve|d'autres)",
        r"(?:craign|redout|apprehend)ent (?:[a-z]+ )?(?:que|qu'|une?|des|le|la|les|l'|d[e'])",
        rf"(?:prevoi(?:t|ent)|projette(?:nt)?|compte(?:nt)?(?: bien)?|entend(?:ent)?"
        rf"|envisage(?:nt)?|veut"
        rf"|veulent) (?:d(?:e |'))?(?=[a-z]+(?:er|ir|re|oir)\b[^;]* {ON})", r"(?:nous|je) (?:en "
        r"|l')?(?:prevoy|estim|attend|anticip|tabl|pench|projet|escompt|pronostiqu|mis"
        r"|redout|craign|crain)(?:e|ons|s)"),
    cue(Kind.ASSERTED,
        r"n(?:'est|e sont) (?:[a-z]+ ){0,2}(?:attendu|prevu|programme|envisage)e?s?",
        positive=False),
    cue(Kind.ASSERTED,
        rf"(?:voi(?:t|ent)|situe(?:nt)?|chiffre(?:nt)?|estime(?:nt)?)(?=[^;:]* \d[^;:]* {ON})",
        exact=True),
    cue(Kind.ASSERTED, r"(?:attendu|prevu|anticipe|escompte)e?s? (?:de|a|autour de|entre) (?=\d)",
        alone=True, unless=GONE),
    cue(Kind.ASSERTED, rf"(?:prevu|attendu|programme|fixe|planifie|annonce|repousse|reporte|agende"
        rf"|escompte|anticipe|convoque|promis)e?s? {ADVERBS}(?={ON})",
        rf"(?:est|sont|reste(?:nt)?) {ADVERBS}(?:attendu|prevu|programme|anticipe|escompte)e?s?"),
    cue(Kind.ASSERTED, rf"nous (?:ne |n')?{CLITICS}[a-z]+rons"),
)  # fmt: skip

MODALS = (
    cue(Kind.ASSERTED, rf"n(?:e |'){CLITICS}(?:echapp|manqu|tard)er(?:a|ont) (?:pas|guere|point)"),
    cue(Kind.NO_NUMBER, r"ne risque(?:nt)? (?:pas|guere|plus) (?:[a-z]+ )?d[e']", positive=False),
    cue(Kind.NO_NUMBER, r"ne pour(?:rait|raient|ra|ront) (?:pas|plus|guere|jamais)",
        r"ne (?:devrait|devraient|saurait|sauraient) (?:pas|plus|guere|jamais)", positive=False),
    cue(Kind.NO_NUMBER, "pourr(?:ait|aient|a|ont)", "peut-etre", "eventuellement", "possiblement",
        r"il (?:se peut|se pourrait)(?: [a-z]+)? (?:que|qu')",
        r"(?<!le )(?<!un )(?<!du )(?<!ce )(?<!es )(?<!de )(?<!au )(?<!al )risque(?:nt)?"
        r"(?: en (?:effet|outre|revanche|fait|particulier)| (?:a|de) nouveau| a terme| au contraire"
        r"| [a-z]+|, [^,;]{2,40},){0,2} (?:de|d')", rf"on pourrait {ADVERBS}(?:{OUTCOME}"
        rf"|voir l|assister|deboucher)",
        r"nous devrions (?:[a-z]+ )?(?:savoir|connaitre|assister|atteindre|voir)",
        r"risque(?:nt)? (?:gros|l'implosion|la faillite|fort)", "susceptibles? d[e']",
        r"risquant (?:[a-z]+ )?d[e']",
        "potentiellement", "devrai(?:t|ent)",
        r"ne peu(?:t|vent) (?:qu[e'])(?= ?[a-z' ]{0,4}[a-z]+(?:er|ir|re)\b)",
        rf"peu(?:t|vent) {ADVERBS}(?={OUTCOME})",
        rf"peu(?:t|vent) {ADVERBS}[a-z']+(?:er|ir|re)\b(?=[^,;:]* {ON})"),
    cue(Kind.ASSERTED,
        rf"doi(?:t|vent) (?={ADVERBS}{CLITICS}[a-z']+(?:er|ir|re|oir)\b[^;:]* {ON})"),
    # The near future, the simple future and the conditional.
    cue(Kind.ASSERTED, rf"(?:ne |n'){CLITICS}(?:va|vont) (?:[a-z]+ment )?(?:pas|plus|guere"
        rf"|jamais) {ADVERBS}{CLITICS}[a-z]+(?:er|ir|re|oir)", positive=False),
    cue(Kind.ASSERTED, rf"n(?:e |'){CLITICS}[a-z]+r(?:a|ont|ait|aient) (?:pas|plus|guere|jamais|ni"
        r"|aucune?|nul(?:le)?|nullement|point|rien|personne)",
        r"(?:personne|rien|nul(?:le)?|aucune?|jamais|pas une?)(?:(?! (?:sait|si|que)\b"
        r"| qu')[^,;.]){0,50}? "
        rf"n(?:e |'){CLITICS}[a-z]+r(?:a|ont|ait|aient)", positive=False),
    cue(Kind.ASSERTED, r"(?:(?!^)[a-z]+|viend|reste|suiv|se|fau[td])r(?:a|ont|ait|aient)",
        rf"(?:va|vont|allons)(?:,[^,;.]{{2,40}},)? {ADVERBS}{CLITICS}"
        r"[a-z]+(?:er|ir|re|oir)"),
)  # fmt: skip

# What happens on a day that is known.
_SCHEDULED = (
    r"(?:(?:expire|s'acheve|se termine|debute|commence|demarre|s'ouvre|ouvre|ferme|vote|quitte"
    r"|tombe|accueille|organise|cede|passe|joue|signe|publie|arrive|entre|statue|s'applique"
    r"|bascule|cesse|prete|remet|se prononce|se renouvelle|rentre|livre|tranche|preside"
    r"|examine|retrouve|retourne|presente|rencontre|inaugure|epuise|se deroule|a lieu|ont lieu"
    r"|redevient|augmente)(?:nt)?|(?:prend|rend|se rend|perd)(?:ent)?|prennent"
    r"|(?:se tien|vien|intervien|devien|revien)(?:t|nent)|(?:se reuni|eli|choisi)(?:t|ssent)"
    r"|(?:par|sor)(?:t|tent)|doi(?:t|vent)|rejoi(?:nt|gnent)|attein(?:t|gnent))"
)

# The present with a date, a coming time, a condition, a danger: where nothing else says more.
PRESENTS = (
    cue(Kind.ASSERTED, rf"(?<!sera )(?<!seront ){_SCHEDULED}(?=[^;:]{{0,80}}?\b{ON})",
        rf"^(?:{ON})(?: 20\d\d)?(?=,? [^;]*?\b{_SCHEDULED}\b)", alone=True, unless=GONE_OR_HABIT),
    cue(Kind.ASSERTED, *AHEAD, *GIVEN, alone=True, unless=NOT_COMING),
    cue(Kind.ASSERTED, r"si (?!bien|l'on en croit|(?:elle|il|ils|elles|on|ce|c') ?(?:est|sont|a"
        r"|ont|n'))(?=[^,;]{5,120}, (?!c'est|il faut|ce n'est))",
        r"s'ils? (?!est|sont|a |ont|n'est)(?=[^,;]{5,120}, (?!c'est|il faut))",
        r"^que (?=[^,;.]{5,80},? et )",
        r"^(?:encore |que )?une? (?:autre |second[e]? |nouve[a-z]+ )?[a-z]+"
        r"(?: de (?:plus|trop|cet ordre))? et (?=l)", r"^sans (?=(?:une?|l[ae]|les?|ce|cet"
        r"|cette)\b[^,;.]{3,50}, c'est )",
        r"(?:reponse|verdict|decision|resultat|rendez-vous|suite|epilogue|cap)s?(?: [a-z]+)? "
        rf"(?=(?:le |au |en |dans |a l'|cet |fin ){ON})", alone=True, unless=NOT_COMING),
    cue(Kind.NO_NUMBER, r"(?:risques?|danger|menaces?|perspectives?|probabilites?|eventualites?"
        r"|spectre|possibilites?|hypothese) (?:(?!vien)[a-z]+ )?(?:d'|de |du |des |que |qu')",
        r"(?:risques?|menaces?|danger)(?: [a-z']+){0,3} (?:est|sont|demeure(?:nt)?|reste(?:nt)?"
        r"|existe|grandit|s'accroit|augmente|subsiste)(?: bien)?",
        r"scenarios? (?:d'une?|du|de l)", r"(?:hypothese|scenario|option|perspective"
        r"|piste)s?\b[^.;]{0,80}(?:realiste|credible|serieuse)s?", r"(?:issue|avenir|sort|resultat"
        r"|suite|survie|succes|ratification|adoption|avenement)s? [^,;]{0,60}(?:incertaine?s?"
        r"|compromise?s?|en jeu|en suspens)", alone=True, unless=NOT_COMING),
)  # fmt: skip

CUES = (
    *RANKS, *LIKELIHOOD, *DOUBTS, *NOT_RULED_OUT, *NOUNS_OF_CHANCE, *SIGNS, *ODDS_ON,
    *CERTAINTIES, *FORECASTS, *MODALS, *PRESENTS,
)  # fmt: skip
