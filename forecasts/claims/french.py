"""How French speaks of the future, on letters without accents: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.grammar import ANY, COUNT, EVENT, YEAR, Grammar, cue
from forecasts.claims.letters import vocabulary

# Endings of the French future and conditional, as far as no other tense of a common verb has them.
_FUTURE_STEM = r"[a-z]*(?:[^ae]e|ee|i|d|rr|u|v|[ti]t|mp|nc|se|fe|oie)r"
_CLITICS = r"(?:se |s'|y |en |l[ae]s? |l'|lui |leur |nous )?"
CUES = (
    cue(Kind.SUPERLATIVE, r"(?:le|la|les|l'[a-z]+ la|l'[a-z]+ le) plus (?:probables?|"
         r"vraisemblables?)", "les meilleures chances"),
    cue(Kind.SUPERLATIVE, r"(?:le|la|les) moins (?:probables?|vraisemblables?)", positive=False),
    cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?plus (?:probables?|vraisemblables?)"
         r"(?! qu'improbable)", "de plus en plus (?:probables?|vraisemblables?)"),
    cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?moins (?:probables?|vraisemblables?)",
         "de moins en moins probables?", "de plus en plus improbables?", positive=False),
    cue(Kind.NO_NUMBER, "plus probable qu'improbable", "sans (?:nul )?doute", "selon toute "
         "(?:probabilite|vraisemblance)", "assez (?:probable|vraisemblable)", around=True),
    cue(Kind.NO_NUMBER, "douteu(?:x|se)s?", "difficilement",
         r"(?:voi[ts]|voyons|imaginons|imagine|concoi[ts]) mal",
         r"difficile (?:d'imaginer|de (?:croire|concevoir|penser|voir))",
         r"(?:hors|loin) (?:de portee|d'atteinte)", r"(?:guere|pas|peu|aucune?) (?:de )?chances?",
         r"n'est (?:pas|guere|nullement) (?:certain|sur|acquis|garanti)e?s?",
         "rien ne (?:dit|garantit|laisse)", r"(?:je )?doute(?:ons)? (?:fort )?que",
         r"ne (?:s'attend|croi[ts]|croient|croyons|pensons)(?:ent)? (?:pas|guere|plus)",
         positive=False,
         around=True),
    cue(Kind.NO_NUMBER, r"(?:n'est|ne sont) pas (?:a )?exclu(?:e?s?|re)",
         r"ne (?:peut|peuvent|saurai(?:t|ent)) (?:pas )?etre (?:exclu|ecarte)e?s?",
         r"(?:fortes|bonnes|serieuses) chances",
         r"(?:probabilite|chances?) (?:que|d'un|de voir|sur)",
         r"\d+ ?% de (?:chances?|probabilite)",
         "envisageables?", "concevables?", "plausibles?", "previsibles?",
         r"n'est pas (?:impossible|a ecarter)", "a l'horizon",
         r"ne ser(?:ais|ait|ions) (?:pas|guere) (?:surpris|etonne|surprenant|etonnant)",
         r"tout (?:porte a|laisse|indique|donne a|incite a)(?: [a-z]+er| croire)? que",
         r"(?:fort |gros )?a (?:parier|gager)", r"(?:je|nous) pari(?:e|ons)", "a craindre que",
         r"(?:laissent?|fai(?:t|sant)|font) (?:craindre|presager|augurer|entrevoir)",
         r"menace(?:nt)? de"),
    cue(Kind.ASSERTED, "inevitables?", "ineluctables?", r"n'est qu'une question de temps",
         r"(?:est|sont|semblent?|parait|paraissent) (?:appele|destine|voue|amene|condamne"
         r"|promis)e?s? a",
         "s'appretent? a",
         r"(?:est|sont|reste(?:nt)?) (?:attendu|prevu|programme|annonce)e?s? (?:pour|en|d'ici|avant"
         r"|a|au|aux|le|la|dans|fin|debut|des|cet|cette|l'an)",
         r"(?:est|sont) en (?:passe|voie) de", "sur le point de", r"a prevoir", "reste a venir",
         r"s(?:e profile|e dessine|'annonce)(?:nt)?", r"semble(?:nt)? devoir",
         r"promet(?:tent)? d(?:'|e )[a-z]+r", "a coup sur", r"(?:va|vont) (?:en )?(?:s')?[a-z]+ant",
         "immanquablement", "inexorablement",
         r"s'attendre a", r"s'attend(?:ent|ons)? a", r"table(?:nt)? sur", "tot ou tard",
         r"(?:prevoi(?:t|ent)|anticip(?:e|ent)) (?:que|un|une|des|le|la|les|l')",
         "nous (?:prevoyons|estimons|attendons|anticipons|tablons)"),
    cue(Kind.ASSERTED, r"nous (?:n'|ne )?(?:aur|ser|fer|verr|pourr|devr|saur|ir|viendr|tiendr"
         r"|voudr|assister|rester)ons"),
    cue(Kind.ASSERTED, "hors de question", r"(?:est|sont|parait|semble|reste) exclue?s?",
         "impensables?", "inenvisageables?",
         positive=False),
    cue(Kind.NO_NUMBER, r"ne pour(?:rait|raient|ra|ront) (?:pas|plus|guere|jamais)",
         positive=False),
    cue(Kind.NO_NUMBER, "pourr(?:ait|aient|a|ont)", "peut-etre", "eventuellement",
         "possiblement", "il (?:est possible|se peut) que", "il n'est pas exclu que",
         r"risquent? de", "susceptibles? de", "potentiellement", "devrai(?:t|ent)"),
    cue(Kind.ASSERTED, r"ne (?:va|vont) (?:[a-z]+ment )?(?:pas|plus|guere|jamais) (?:[a-z]+ment )?"
         rf"{_CLITICS}[a-z]+(?:er|ir|re)", positive=False),
    cue(Kind.ASSERTED, rf"n(?:e |'){_CLITICS}{_FUTURE_STEM}(?:a|ont|ait|aient) (?:pas|plus"
         r"|guere|jamais)",
         positive=False),
    cue(Kind.ASSERTED, rf"{_FUTURE_STEM}(?:a|ont|ait|aient)", r"(?:va|vont|allons) "
         rf"(?:[a-z]+ment |bientot |encore |sans doute )?{_CLITICS}[a-z]+(?:er|ir|re)"),
)  # fmt: skip

# In front of a word of the scale these turn it round: "not likely", "no es probable".
NOT = re.compile(r"\bn(?:e |')(?:est|sont|sera|serait|semble|parait) (?:pas|guere) $")

# Words with the ending of a future or a conditional that are something else.
NOUNS = vocabulary(
    "opera camera libera considera espera prepara ira rira attira retira respira inspira"
    " aspira admira empira mesura assura jura dura figura endura esperait considerait"
    " liberait operait preferait tirait attirait retirait inspirait admirait durait"
    " assurait mesurait accelera accelerait genera generait recupera recuperait sera-ce"
    " extrait contrait attrait retrait portrait distrait abstrait souverait"
)

# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
BEFORE = (
    (ANY, re.compile(
        r"\b(?:etait|etaient|fut|furent|semblait|paraissait)(?: [a-z]+ment)?,?"
        r" (?:pas |deja |toujours )?$")),
    (re.compile("serai"), re.compile(
        r"\b(?:selon|d'apres) (?!no(?:s|tre)\b)[^,;]{3,60}, [^,;]{0,120}$")),
)  # fmt: skip

# What stands right behind it and does the same.
BEHIND = (
    (ANY, re.compile(
        r"^(?: (?:pas|plus|deja|aussi|bien|ainsi|[a-z]+ment))* (?:avoir(?! (?:lieu|d[eu]s?"
        r"|une?|l[ae]s?|a|pour|besoin|tout|peu|plus|raison)\b)|ete|eu|du a"
        r"|en raison|lie|le resultat|[a-z]{3,}(?:e|ee|es|ees)\b(?= (?:par|en \d|hier)))")),
    (re.compile(r".*r(?:ait|aient)$"), re.compile(
        r"^ (?:deja|actuellement|aujourd'hui)\b")),
    (re.compile("devrai"), re.compile(
        r"^[^.;]* (?:sans (?:attendre|delai|tarder)|au plus vite|d'urgence)\b")),
    (re.compile("ferai"), re.compile("^ (?:bien|mieux) de\\b")),
    (re.compile(r".*\baurai(?:t|ent)$"), re.compile(
        r"^(?: (?:pas|deja|ainsi|[a-z]+ment))* (?!une\b|qu')[a-z]+"
        r"(?:e|ee|es|ees|u|ue|i|is|it|int)\b")),
    (re.compile(r".*\bserai(?:t|ent)$"), re.compile(
        r"^(?: (?:pas|deja|ainsi|[a-z]+ment))* (?:parti|venu|arrive|mort|devenu|entre"
        r"|rentre|sorti|tombe|alle|reste|revenu|intervenu)e?s?\b")),
)  # fmt: skip

# What somebody once believed or said would come.
REPORTED = re.compile(
    r"\b(?:(?:a|ont|avait|avaient) (?:d'abord |toujours |longtemps )?"
    r"(?:dit|declare|annonce|promis|cru|espere|pense|averti"
    r"|affirme|indique)|pensait|croyait|esperait|dans l'espoir)\b[^,;:]*$"
)

# What did not happen, and what would have followed.
COUNTERFACTUAL = re.compile(r"\b(?:si|s'ils?) [^,;.]{2,60}(?:avai(?:t|ent)) [a-z]+(?:e|i|u|s|t)\b")

# "probably" and its like speak of what comes only with a verb that does.
ADVERB = re.compile(r"(?:probablement|vraisemblablement|certainement|peut-etre|doute)$")

COMING = re.compile(
    r"(?:[a-z]+r(?:a|ont|ait|aient)\b|\b(?:avant|d'ici|futur|prochain|bientot|va|vont|que"
    r"|de [a-z]+r|conduire|mener)\b)"
)

_MONTH = "(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
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
