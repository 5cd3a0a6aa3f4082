"""How French speaks of the future, on letters without accents: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.grammar import ANY, COUNT, EVENT, YEAR, Grammar, cue
from forecasts.claims.letters import vocabulary

_CLITICS = r"(?:se |s'|y |en |l[ae]s? |l'|lui |leur |nous |me |m')?"
_ADVERBS = (
    r"(?:(?:[a-z]+ment|sans doute|peut-etre|pas|plus|jamais|guere|aussi|donc|bien|bientot|encore"
    r"|alors|ainsi|desormais|vite|certes|meme|tout|toujours|tres|fort|deja|ensuite|enfin) )*"
)
_PREDICATE = (
    r"(?:est|sont|sera|seront|serait|reste(?:nt)?|demeure(?:nt)?|semble(?:nt)?|parai(?:t|ssent)"
    r"|apparai(?:t|ssent)|juge(?:ons)?|tenons(?: pour)?) "
)

# When: a month, a season, a part of a year, a year that is no history to this program.
_MONTH = "(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
_PART = (
    r"(?:printemps|ete|automne|hiver|rentree|trimestre|semestre|mandat|fin|mi-|debut|mois|annee)"
)
_COMING_YEAR = r"20(?:2[5-9]|[3-9]\d)"
_NUMERAL = r"(?:\d+|un|une|deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze|vingt|quelques)"
_ON = (
    r"(?:en|au|aux|a|a la|a l'|le|la|l'|des|debut|fin|mi-|courant|avant|d'ici|dans|pour|pour la"
    rf"|cet|cette|ce|lors|vers) ?(?:l'|la |le |les |{_NUMERAL} )*"
    r"(?:(?:premiere?|second|deuxieme|troisieme|quatrieme|dernier) )?"
    rf"(?:mi-|fin |debut )?(?:{_MONTH}(?! 20(?:[01]\d|2[0-4]))|{_PART}(?! dernier)|{_COMING_YEAR}"
    rf"|prochain|jours?\b|semaines?|mois|ans?\b|heures|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|demain)"
)
_COMING = (
    r"prochaine?s?", "prochainement", rf"d'ici (?:a |la |le |l'|les |peu|fin|mi-|{_NUMERAL})",
    "a venir", "bientot", "sous peu", "a terme", "demain",
    r"a (?:court|moyen|long|plus long|breve) (?:terme|echeance)", r"a l'horizon", "a l'avenir",
    rf"dans (?:les )?{_NUMERAL} (?:jours|semaines|mois|ans|annees)", "tot ou tard",
    r"au plus (?:tot|tard)", r"(?:pas|jamais) avant", "au (?:mieux|pire)",
    rf"avant (?:la |le |l')?(?:fin|mi-|ete|automne|hiver|printemps|{_COMING_YEAR})",
    r"(?:en|des|vers) 20(?:2[7-9]|[3-9]\d)",
)  # fmt: skip

# A finite verb of the past, a duty, a plan or a wish: a date beside it foretells nothing.
_PAST = (
    r"\b(?:a|ont|avait|avaient|est|sont|s'est|était|étaient|eut|fut|furent|n'a|n'ont|l'a|l'ont)"
    r" (?:pas |plus |jamais |déjà |aussi |été |\w+ment |d'ailleurs )*"
    r"(?!prévu|attendu|programm|fix|annonc|condamn|appel|promis|destin|vou|compt|menac|tout|une?\b"
    r"|lieu|le\b|la\b)\w+(?:é|i|u|is|it|ert|eint|aint)e?s?\b"
    r"|\b(?!(?:re|par|satis|dé|bien)?fait\b|sait\b|plaît\b|naît\b|connaît\b|paraît\b|souhait\b"
    r"|lait\b|ait\b)\w+[^r\W]ai(?:en)?t\b|\b\w+(?:èrent|irent|urent)\b"
)
_WISHED = (
    r"\b(?:il faut (?!s'attendre|craindre|compter|prévoir)|faudrait|convient|objectifs?\b"
    r"|vise(?:nt)?\b"
    r"|souhait|espèr|réclam|exig|propos|recommand|préconis|appel(?:le|ons|lent) (?:à|de)|plaid"
    r"|doi(?:t|vent) |devons|ambition|s'engage|demand|voulons|veulent|veut )"
)
_NOT_COMING = re.compile(f"{_PAST}|{_WISHED}")
_GONE = re.compile(_PAST)

# Verbs whose own stem ends in r: their past looks like a future ("espérait", "montra").
_R_STEMS = vocabulary(
    "esper consider prefer oper liber recuper gener acceler toler exager ger suger sugger inser"
    " refer differ transfer adher reiter moder cooper prosper exasper persever confer deliber"
    " numer alter penetr administr enregistr illustr demontr montr remontr rencontr centr"
    " concentr entr rentr filtr infiltr orchestr chiffr celebr sombr encombr nombr denombr"
    " equilibr vibr manoeuvr livr delivr oeuvr ouvr rouvr couvr recouvr decouvr souffr offr tir"
    " attir retir respir inspir aspir conspir expir admir vir desir empir dur endur jur assur"
    " rassur mesur figur procur captur structur restructur satur censur inaugur augur murmur"
    " clotur restaur instaur declar prepar separ compar repar accapar empar demarr egar deplor"
    " explor ignor amelior deterior elabor collabor ador devor honor perfor memor commemor evapor"
    " pleur demeur effleur mour cour parcour recour secour concour encour acquer conquer requer"
    " soutir"
)
NOUNS = vocabulary(
    "opera camera cholera extra ultra infra supra contra intra sahara ankara para front affront"
    " cobra algebra sierra terra hydra mantra agora flora aurora pandora diaspora accra basra lira"
    " libra sumatra cassandra rira sera-ce extrait attrait retrait portrait distrait abstrait"
    " soustrait trait parait apparait disparait reparait comparait transparait effraient braient"
    " aimerait aimeraient voudrait voudraient souhaiterait souhaiteraient prefererait dirait"
    " prefereraient conviendrait gagnerait gagneraient meriterait meriteraient"
) | {stem + ending for stem in _R_STEMS for ending in ("a", "ait", "aient", "ons")}

# What a crisis, a price or a government does by itself, as no reader is told to do.
_OUTCOME = (
    r"(?:s'|se )?(?:aggraver|degenerer|basculer|deraper|provoquer|entrainer|declencher|conduire"
    r"|aboutir|deboucher|durer|prolonger|eterniser|tomber|chuter|baisser|monter|augmenter|remonter"
    r"|reprendre|repartir|effondrer|echouer|flamber|exploser|disparaitre|etendre|perdre|couter"
    r"|empirer|ralentir|rebondir|embraser|enliser|retourner|eclater|precipiter|faire basculer)\b"
)
# What an author tells somebody to do.
_ADVISED = (
    r"(?:regarder|inspirer|cesser|veiller|garder d|abstenir|tirer|reflechir|investir|accepter"
    r"|admettre|reconnaitre|comprendre|interroger|mefier|preoccuper|soucier|assumer|exiger|saisir"
    r"|privilegier|eviter|preparer|anticiper|mobiliser|repenser|revoir|consacrer|encourager"
    r"|soutenir|proposer|imposer|lire|ecouter|apprendre|oser|faire (?:preuve|mieux|davantage|plus"
    r"|des|du|un)|prendre (?:garde|exemple|acte|l'initiative|en compte|ses|leurs|des|conscience)"
    r"|donner l'exemple|mettre (?:fin|en place|davantage)|commencer par|etre (?:plus|davantage"
    r"|clair|ferme|associe|tenu|la priorite)|rester (?:ferme|vigilant|uni)|servir|travailler"
    r"|viser|parler|dire|repondre|financer|doter|defendre|garantir|renforcer|aider|pouvoir)"
)
_HEARSAY = (
    r"(?:selon|d'apres|a en croire|au dire de|aux dires de|de l'aveu de) (?!no(?:s|tre)\b|toute"
    r"|(?:[a-z']+ ){0,3}?(?:projections?|previsions?|modeles?|scenarios?|simulations?|fmi|ocde"
    r"|economistes|insee|calculs|analystes|hypotheses?)\b)"
)

CUES = (
    cue(Kind.SUPERLATIVE, r"(?:le|la|les|l'[a-z]+ la|l'[a-z]+ le) plus (?:probables?|plausibles?"
         r"|vraisemblables?|credibles?)", "les meilleures chances"),
    cue(Kind.SUPERLATIVE, r"(?:le|la|les) moins (?:probables?|vraisemblables?)", positive=False),
    cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?plus (?:probables?|vraisemblables?)"
         r"(?! qu'improbable)", "de plus en plus (?:probables?|vraisemblables?)"),
    cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?moins (?:probables?|vraisemblables?)",
         "de moins en moins probables?", "de plus en plus improbables?", positive=False),
    # Words around a word of the scale.
    cue(Kind.NO_NUMBER, "plus probable qu'improbable", "sans (?:nul |aucun )?doute", "selon toute "
         "(?:probabilite|vraisemblance|apparence)", "assez (?:probable|vraisemblable)",
         "rien d'(?:impossible|improbable|invraisemblable)", around=True),
    # It is hard to see, there is little chance, nobody believes.
    cue(Kind.NO_NUMBER, "douteu(?:x|se)s?", "difficilement",
         r"(?:voi[ts]|voyons|imaginons|imagine|concoi[ts]) mal",
         r"(?:difficile|malaise|delicat) (?:d'(?:imaginer|envisager|esperer)|de (?:croire|concevoir"
         r"|penser|voir))", r"(?:lui |leur )sera (?:difficile|impossible)",
         r"(?:hors|loin) (?:de portee|d'atteinte)",
         r"(?:guere|pas|peu|aucune?|moins|plus) (?:de )?chances?", "chances? (?:[a-z]+ )?(?:minces?"
         r"|faibles?|infimes?|nulles?)", "minces? chances?",
         rf"n(?:'est|'etant|e sont|e semble|e parait) (?:pas|guere|nullement|jamais|en rien) "
         rf"{_ADVERBS}(?:certain|sur|acquis|garanti|assure|joue|ecrit|gagne|dit|pour demain"
         r"|a l'ordre du jour|pres d)e?s?", r"loin d'(?:etre|avoir)",
         "rien (?:ne |n')(?:dit|garantit|laisse|permet|indique|annonce|assure|prouve|augure"
         "|suggere)", "(?:n'|ne )?(?:laisse|augure)(?:nt)? rien (?:presager )?de bon",
         r"doute(?:ons|nt)? (?:fort |beaucoup )?(?:que|qu'|de)(?!s? doute)",
         r"n(?:e |')(?:s'attend|croi[ts]|croient|croyons|pensons?|attend|attendons|imagin|crains"
         r"|compt)(?:e|ent|ons)? (?:pas|guere|plus|nullement)", "peu d'espoir",
         "(?:illusoire|irrealiste|utopique|chimerique|peine perdue)s?", r"releve(?:nt)? d(?:e l|u)"
         r"[' ]?(?:illusion|chimere|utopie|miracle|voeu pieux|reve)",
         positive=False, around=True),
    # Nothing rules it out, there is a chance, everything points to it.
    cue(Kind.NO_NUMBER, r"(?:n'est|ne sont) (?:pas|plus|nullement) (?:a )?(?:exclu(?:e?s?|re))",
         r"(?:pas|jamais) (?:a )?(?:exclure|ecarter)", "n'exclu(?:t|ent|ons) (?:pas|plus)",
         r"ne (?:peut|peuvent|saurai(?:t|ent)) (?:pas )?(?:etre )?(?:exclu|ecarte)(?:e?s?|re?)",
         r"n'est (?:pas|nullement) (?:impossible|a ecarter|interdit|inconcevable|impensable)",
         r"(?:fortes?|bonnes?|serieuses?|grandes?|toutes (?:les|ses)|quelques?|une|toute) chances?",
         r"(?:probabilites?|chances?) (?:que|qu'|d'un|de (?!la\b)|d'[a-z]+r|sur)",
         rf"{_NUMERAL} (?:chances?|fois) sur {_NUMERAL}", "probabilites?(?= [^,;]{0,60}\\d ?%)",
         r"\d+ ?% de (?:chances?|probabilite|risques?)",
         "envisageables?", "concevables?", "plausibles?", "previsibles?", "imminente?s?",
         rf"{_PREDICATE}{_ADVERBS}possibles?(?! (?:de|d')(?! voir))",
         r"ne ser(?:ais|ait|ions) (?:pas|guere) (?:surpris|etonne|surprenant|etonnant)",
         r"tout (?:porte|laisse|indique|donne|incite|conduit|invite|pousse|concourt|plaide|amene"
         r"|semble indiquer|est reuni|est en place)(?! (?:a|le monde)$)",
         r"(?:fort |gros |beaucoup )?a (?:parier|gager)", r"(?:je|nous) pari(?:e|ons)",
         "parions|gageons", r"(?:il y a|a) (?:tout )?lieu de (?:penser|craindre|croire|s'attendre)",
         r"a (?:craindre|redouter|prevoir|attendre)\b", "il faut (?:craindre|redouter|s'attendre"
         r"|compter avec)", r"(?:peut|doit|devons|pouvons) (?:donc |raisonnablement |au mieux )?"
         r"(?:s'|nous )?(?:attendre (?:a|au)|craindre|redouter|parier|gager|esperer)",
         r"(?:laiss(?:e|ent|ant)|fai(?:t|sant)|font) (?:craindre|presager|augurer|entrevoir"
         r"|redouter|peser|planer)", "augurent?", "presage(?:nt)?", "(?:menace|menacent) d(?:e |')",
         "(?:nul|aucun) doute", r"fai(?:t|sant) (?:guere|aucun|pas|plus) ?(?:l'ombre d'un |de )?"
         r"(?:doute|debat|mystere)", "a n'en (?:pas|point) douter", "assurement",
         "sous la menace d[e']", "scenario central", "(?:notre|mon) (?:pronostic|pari|scenario)"),
    # What is inevitable, in store, expected by somebody.
    cue(Kind.ASSERTED, "inevitables?", "ineluctables?", "inevitablement", "ineluctablement",
         "immanquablement", "inexorablement", "fatalement", "infailliblement",
         r"(?:n'est|ce n'est|n'est plus|est)(?: plus)?(?: qu'|,? )une? (?:simple )?(?:question|"
         r"affaire) de (?:temps|jours|semaines|mois|annees)", "n'est pas de savoir si",
         r"(?:est|sont|semblent?|parait|paraissent|reste(?:nt)?) (?:[a-z]+ment )?(?:appele|destine"
         r"|voue|amene|condamne|promis|parti|bien parti|mal parti)e?s? (?:a|au|aux|pour)",
         "s'appretent? a", "(?:est|sont) compte[es]s?", "joue[es]? d'avance",
         r"(?:est|sont) en (?:passe|voie) d[e']", "sur le point d[e']", "a deux doigts d[e']",
         "au bord d[eu']",
         "reste(?:nt)? a venir", "(?:est|sont) (?:encore )?(?:a venir|devant nous)",
         r"s(?:e profile|e dessine|'annonce|e prepare)(?:nt)?", r"semble(?:nt)? (?:bien "
         r"|toutefois )?"
         r"(?:devoir|se |s'|appele|promis)",
         r"promet(?:tent)? d'(?:etre|avoir)", "a coup sur",
         r"(?:va|vont) (?:en )?(?:s')?[a-z]+ant",
         r"s'(?:achemine|oriente|enfonce)(?:nt)? vers", r"(?:se dirige|court|glisse|derive|fonce"
         r"|va|vont|file)(?:nt)? (?:tout )?(?:droit )?(?:vers|a sa perte|a l'echec"
         r"|a l'affrontement)",
         r"s'attendre (?:a|au)", r"s'attend(?:ent|ons)? (?:a|au)", r"(?:table|mise"
         r"|parie)(?:nt)? sur",
         r"(?:prevoi(?:t|ent)|anticip(?:e|ent)|escompte(?:nt)?|pronostique(?:nt)?|projette(?:nt)?"
         r"|predi(?:t|sent)) (?:pour [^,;]{3,20} )?(?:que|qu'|une?|des|le|la|les|l'|desormais|\d)",
         rf"prevoi(?:t|ent) d(?:e |')(?=[^;]* {_ON})",
         r"(?:nous|je) (?:prevoy|estim|attend|anticip|tabl|penche|pencher|projet|escompt|pronostiqu"
         r"|mis|redout|craign)(?:e|ons|s)"),
    cue(Kind.ASSERTED, rf"(?:prevu|attendu|programme|fixe|planifie|annonce|repousse|reporte|agende"
         rf"|escompte|anticipe)e?s? {_ADVERBS}(?={_ON})",
         rf"(?:est|sont|reste(?:nt)?) {_ADVERBS}(?:attendu|prevu|programme|anticipe|escompte)e?s?"),
    cue(Kind.ASSERTED, rf"nous (?:ne |n')?{_CLITICS}[a-z]+rons"),
    cue(Kind.ASSERTED, "hors de question", rf"{_PREDICATE}{_ADVERBS}exclue?s?",
         "impensables?", "inenvisageables?", "inconcevables?", "impossible (?:que|qu')",
         positive=False),
    # Modals.
    cue(Kind.NO_NUMBER, r"ne pour(?:rait|raient|ra|ront) (?:pas|plus|guere|jamais)",
         positive=False),
    cue(Kind.NO_NUMBER, "pourr(?:ait|aient|a|ont)", "peut-etre", "eventuellement",
         "possiblement", r"il (?:se peut|se pourrait)(?: [a-z]+)? (?:que|qu')",
         r"risque(?:nt)? (?:[a-z]+ )?(?:de|d')", "susceptibles? d[e']", "potentiellement",
         "devrai(?:t|ent)", rf"peu(?:t|vent) {_ADVERBS}(?={_OUTCOME})",
         rf"peu(?:t|vent) [a-z]+(?:er|ir|re)\b(?=[^,;:]* {_ON})"),
    cue(Kind.ASSERTED, rf"doi(?:t|vent) (?={_ADVERBS}{_CLITICS}[a-z]+(?:er|ir|re|oir)\b[^;:]* "
         rf"{_ON})"),
    # The near future, the simple future and the conditional.
    cue(Kind.ASSERTED, rf"ne {_CLITICS}(?:va|vont) (?:[a-z]+ment )?(?:pas|plus|guere|jamais) "
         rf"{_ADVERBS}{_CLITICS}[a-z]+(?:er|ir|re|oir)", positive=False),
    cue(Kind.ASSERTED, rf"n(?:e |'){_CLITICS}[a-z]+r(?:a|ont|ait|aient) (?:pas|plus|guere|jamais)",
         positive=False),
    cue(Kind.ASSERTED, r"[a-z]+r(?:a|ont|ait|aient)", rf"(?:va|vont|allons) {_ADVERBS}{_CLITICS}"
         r"[a-z]+(?:er|ir|re|oir)"),
    # The present with a date, a coming time, a condition, a danger: where nothing else says more.
    cue(Kind.ASSERTED, r"(?:expire|s'acheve|se termine|debute|commence|demarre|s'ouvre|ouvre|ferme"
         r"|vote|quitte|tombe|accueille|organise|cede|passe|joue|signe|publie|arrive|entre"
         r"|s'applique|bascule|cesse|prete|remet|se prononce|se renouvelle|rentre|livre)(?:nt)?"
         r"(?=[^;:]{0,80}?\b"
         rf"{_ON})",
         r"(?:prend|prennent|a lieu|ont lieu|se tient|se tiennent|se deroulent?|vien(?:t|nent) a"
         r"|intervien(?:t|nent)|se reuni(?:t|ssent)|se rend(?:ent)?|eli(?:t|sent)|par(?:t|tent)"
         r"|devien(?:t|nent)|rejoi(?:nt|gnent)|revien(?:t|nent)|rend(?:ent)?|retrouve(?:nt)?"
         r"|retourne(?:nt)?|perd(?:ent)?)"
         r"(?=[^;:]{0,80}?\b"
         rf"{_ON})",
         alone=True, unless=_GONE),
    cue(Kind.ASSERTED, *_COMING, alone=True, unless=_NOT_COMING),
    cue(Kind.ASSERTED, r"si (?!bien|l'on en croit)(?=[^,;]{5,120}, (?!c'est|il faut|ce n'est))",
         r"s'ils? (?=[^,;]{5,120}, (?!c'est|il faut))",
         alone=True, unless=_NOT_COMING),
    cue(Kind.NO_NUMBER, r"(?:risques?|danger|menaces?|perspectives?|probabilites?|eventualites?"
         r"|spectre"
         r"|possibilites?) (?:[a-z]+ )?(?:d'|de |du |des |que |qu')",
         r"(?:risques?|menaces?|danger) (?:est|sont|demeure(?:nt)?|reste(?:nt)?) (?:bien )?(?:reel"
         r"|eleve|serieu|important|fort|faible|limite|modere|maximal|considerable|la\b)",
         r"incertaine?s?", r"compromise?s?", r"au (?:coeur|centre) de la prochaine",
         alone=True, unless=_NOT_COMING),
)  # fmt: skip

# In front of a word of the scale these turn it round: "not likely", "no es probable".
NOT = re.compile(r"\bn(?:e |')(?:est|sont|sera|serait|semble|parait) (?:pas|guere) $")

_CONDITIONAL = re.compile(r".*r(?:ait|aient)\b")
_LIKELY = re.compile(r".*(?:probable|vraisemblable|possible|plausible|envisageable|concevable)s?$")
_ADVERB = re.compile(
    r"(?:probablement|vraisemblablement|certainement|peut-etre|.*doute|eventuellement"
    r"|potentiellement|possiblement|assurement)$"
)
_SOME = r"(?:un|une|le|la|les|des|de|du|peu|plus|moins|que|pas|tout|en|lieu|pour|tendance|a)\b"

# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
BEFORE = (
    (ANY, re.compile(
        r"\b(?:etait|etaient|fut|furent|semblait|paraissait|avait|avaient)(?: [a-z]+ment)?,?"
        r" (?:pas |deja |toujours |initialement |un temps )?$"
        r"|\binitialement $")),
    # An indirect question.
    (ANY, re.compile(
        r"\b(?:ignore(?:nt|ons)?|sai(?:t|s)|savons|savent|savoir|demande(?:nt|r)?|precise)\b"
        r"[^,;:]{0,30}\b(?:si|s'ils?|ce qu[ei']|qui|quand|comment|ou|pourquoi|combien"
        r"|quel(?:le)?s?)"
        r"\b[^,;:]*$")),
    (_CONDITIONAL, re.compile(rf"\b{_HEARSAY}[^,;]{{3,80}}, [^,;]{{0,120}}$")),
    (re.compile("devrai"), re.compile(r"\b(?:on|nul|personne ne|ne) $")),
    (_ADVERB, re.compile(
        r"\b(?:a|ont|est|sont|avait|avaient|ai|suis|[a-z]'(?:a|est|ont)) (?:pas |plus |tres )?$")),
    (re.compile("(?:le|la|les) (?:plus|moins) "), re.compile(
        r"\b(?:explication|cause|origine|raison|auteur|motif|responsable|interpretation)s? $")),
    (re.compile("chances? |une chance"), re.compile(r"\b(?:eu|la|sa|leur|ma|eut) $")),
    (re.compile(r"(?:prevoi|anticip)"), re.compile(
        r"\b(?:loi|plan|texte|accord|traite|budget|programme|reglement|directive|article|contrat"
        r"|constitution|projet|pacte|calendrier|charte|convention|il|elle|qui"
        r"|que)\b[^,;.]{0,30}$")),
    (re.compile("(?:un|plus|moins) previsible|previsibles?$"), re.compile(r"\b(?:plus|moins"
    r"|peu) $")),
    (re.compile("bien$|plausible|inevitable"), re.compile(r"\b(?:juge|jugee|jugeait) $")),
)  # fmt: skip

# What stands right behind it and does the same.
BEHIND = (
    (ANY, re.compile(
        r"^(?: (?:pas|plus|deja|aussi|bien|ainsi|[a-z]+ment))* (?:avoir(?! (?:lieu|d[eu]s?"
        r"|une?|l[ae]s?|a|pour|besoin|tout|peu|plus|raison|des)\b)|ete|eu|du a"
        r"|en raison|lie|le resultat|[a-z]{3,}(?:e|ee|es|ees)\b(?= (?:par|en \d|hier)))")),
    (_CONDITIONAL, re.compile(r"^ (?:deja|actuellement|aujourd'hui|desormais)\b")),
    (_CONDITIONAL, re.compile(
        rf"^(?![^.]*\b{_ON})[^.;]*,? (?:{_HEARSAY}|(?:estime|affirme|assure|indique|rapporte|dit"
        r"|ecrit|jure|soutient|explique)(?:nt|-t-on|-t-il|-t-elle)? |dit-on)")),
    # A rumour of what is: numbers that somebody counts without a condition.
    (re.compile(r"(?:compterai|disposerai|detiendrai|posseder|abriterai|hebergerai|emploierai"
        r"|comprendrai|vivrai|travaillerai|combattrai|oper)"), re.compile("")),
    # Advice.
    (re.compile("devrai"), re.compile(
        r"^[^.;]* (?:sans (?:attendre|delai|tarder)|au plus vite|d'urgence|plutot|davantage"
        r"|en priorite)\b")),
    (re.compile("devrai"), re.compile(
        rf"^(?![^.]*\b{_ON}) (?:ne )?{_ADVERBS}{_CLITICS}{_ADVERBS}{_ADVISED}")),
    (re.compile("faudrai"), re.compile(
        r"^(?! (?:au (?:moins|minimum) |plus d[e'] ?|pres d[e'] ?|encore |sans doute "
        r"|environ )*(?:\d|une?|deux"
        r"|trois|quatre|cinq|dix|quinze|vingt|des (?:annees|mois|decennies)|plusieurs|attendre"
        r"|compter|du temps))")),
    (re.compile("vaudrai"), re.compile("^ mieux")),
    (re.compile("ferai"), re.compile("^ (?:bien|mieux) de\\b")),
    (re.compile("(?:.*')?serai"), re.compile(
        r"^(?: [a-z]+ment| plus| fort| tout a fait| aussi| donc)* (?:souhaitable|temps|bon"
        r"|preferable"
        r"|judicieu|opportun|utile|sage|bienvenu|dommage|absurde|prudent|bien avise|bien inspire"
        r"|avise|inspire|juste|normal|necessaire|faux|vain|logique|urgent|naif|injuste|excessif"
        r"|premature|hasardeu|tentant|exagere|imprudent|regrettable|indique|une? (?:erreur|faute"
        r"|tort) (?:de|d')|irresponsable)")),
    (re.compile(r".*\baurai(?:t|ent)\b"), re.compile(
        rf"^(?: (?:pas|deja|ainsi|jamais|[a-z]+ment))* (?!{_SOME}|qu'|d')[a-z]+"
        r"(?:e|ee|es|ees|u|us|ue|ues|i|is|ie|it|int|ert)\b|^ (?:tort|interet|besoin)\b")),
    (re.compile(r".*\bserai(?:t|ent)\b"), re.compile(
        r"^(?: (?:pas|deja|ainsi|[a-z]+ment))* (?:parti|venu|arrive|mort|devenu|entre"
        r"|rentre|sorti|tombe|alle|reste|revenu|intervenu|ne)e?s?\b")),
    # What is likely to have happened.
    (_LIKELY, re.compile(
        r"^ (?:que |qu')[^,;]*?\b(?:ait|aient|a|ont|avait|avaient) (?:pas |deja |ete |[a-z]+ment )*"
        rf"(?!{_SOME})[a-z]+(?:e|ee|es|ees|u|us|ue|ues|i|is|ie|it|int|ert)\b"
        r"|^ (?:que |qu')[^,;]*?\b(?:etait|etaient|soit deja)\b")),
)  # fmt: skip

# What somebody once believed or said would come.
_SAID = (
    r"(?:dit|declare|annonce|promis|cru|espere|pense|averti|affirme|indique|assure|jure|rappele"
    r"|soutenu|explique|confie|estime|juge|prevenu|garanti|fait (?:savoir|valoir)|laisse entendre"
    r"|souligne|precise|pretendu|repete|repondu|ajoute|concede|reconnu|admis|predit|calcule|vu"
    r"|parie|table|redoute|craint|imagine|appris|decide|compris|jure|certifie|signale)"
)
REPORTED = re.compile(
    rf"\b(?:(?:a|ont|avait|avaient|avions) (?:[a-z]+ment |d'abord |toujours |longtemps |pourtant )*"
    rf"{_SAID}|(?:pens|croy|esper|craign|redout|dis|affirm|promett|assur|prevoy|annonc|estim|juge"
    r"|tabl|imagin|soutena|pari|s'attend)(?:ait|aient|ions)|promit|declara|annonca|assura|affirma"
    r"|dans l'espoir|esper(?:e|ent|ons) (?:que|qu')|promet(?:tent)? (?:que|qu')|jure(?:nt)? "
    r"(?:que|qu'))\b[^,;:]*$"
)

# What did not happen, and what would have followed.
COUNTERFACTUAL = re.compile(
    r"\b(?:si|s'ils?) [^,;.]{2,60}(?:avai(?:t|ent)) (?:pas |plus |ete |[a-z]+ment )*[a-z]+"
    r"(?:e|ee|es|ees|i|u|s|t)\b|\bquand (?:bien )?meme [^,;.]{2,60}aurai(?:t|ent)\b"
)

# "probably" and its like speak of what comes only with a verb that does.
ADVERB = _ADVERB
COMING = re.compile(
    r"(?:[a-z]+r(?:a|ont|ait|aient)\b|\b(?:avant|d'ici|futur|prochain[a-z]*|bientot|va|vont|que"
    rf"|de [a-z]+r|conduire|mener|a venir|{_ON})\b)"
)

_DAY = (
    rf"(?:(?:le )?\d{{1,2}}(?:er)? {_MONTH}(?: {YEAR})?|{_MONTH} {YEAR}"
    rf"|{YEAR})"
)
DATES = re.compile(
    rf"\b(?:(?:avant|d'ici(?: a)?|jusqu'(?:a|au|en)|apres) (?:l[ae'] ?)?(?:{EVENT} )?"
    rf"(?:de |en )?{_DAY}"
    r"|(?:avant|d'ici) (?:la )?(?:fin|mi-)[a-z' ]{3,20}\b"
    rf"|(?:en|depuis|des|au cours de|fin|debut) {_DAY}"
    rf"|(?:dans|sous|d'ici) {COUNT} (?:jours|semaines|mois|ans)"
    r"|(?:dans|au cours des|ces) (?:les )?(?:prochaine?s|mois|annees)(?: (?:mois|annees"
    r"|semaines|jours|a venir))?|l'an(?:nee)? prochaine?|a (?:court|moyen|long) terme)"
)

CONDITIONS = re.compile(
    r"\b(?:si|s'ils?|a moins que?|a condition (?:que|de)|tant que?|en cas de|selon que"
    r"|pourvu que|faute de|sans que?)\b[^,;:.]*"
)

# What is changing or stands still.
CHANGES = re.compile(
    r"\b(?:reste(?:nt)?|demeure(?:nt)?|manifeste(?:nt)?|(?:a|ont) (?:ralenti|augmente"
    r"|baisse|repris|refuse|cesse)|s'est orientee?|ces derniers mois|recemment)\b"
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
