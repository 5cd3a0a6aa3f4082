"""What takes the future from a cue in French: the past, hearsay, advice, what did not happen."""

from __future__ import annotations

import re

from forecasts.claims.french.times import GONE_YEAR, NUMERAL, ON
from forecasts.claims.grammar import ANY
from forecasts.claims.letters import vocabulary

CLITICS = r"(?:se |s'|y |en |l[ae]s? |l'|lui |leur |nous |vous |me |m'|te |t'){0,2}"
ADVERBS = (
    r"(?:(?:[a-z]+ment|sans doute|peut-etre|pas|plus|jamais|guere|aussi|donc|bien|bientot|encore"
    r"|alors|ainsi|desormais|vite|certes|meme|tout|toujours|tres|fort|deja|ensuite|enfin|trop"
    r"|largement|quasi|presque|lui|elle|eux|rien|tous|toutes|ni|a nouveau|de nouveau|a terme"
    r"|de loin) )*"
)

# A finite verb of the past, with its accents: a date beside it foretells nothing.
_PAST = (
    r"\b(?:est|sont|n'est|ne sont) (?:pas |plus |\w+ment )*(?:ven|part|arriv|mort|deven|rest|tomb"
    r"|all|né|entr|sort|pass|mont|descend|retourn|rentr|parven|interven|reven)(?:é|u|i)?e?s?\b"
    r"|\b(?:a|ont|avait|avaient|s'est|se sont|était|étaient|eut|fut|furent|n'a|n'ont|l'a|l'ont)"
    r" (?:pas |plus |jamais |déjà |aussi |été |\w+ment |d'ailleurs )*"
    r"(?!prévu|attendu|programm|fix|annonc|condamn|appel|promis|destin|vou|compt|menac|tout|une?\b"
    r"|lieu|le\b|la\b|du\b|droit|envie|trois|depuis|lui\b|aussi|ainsi|toujours|plus|mieux|assez"
    r"|assur|certain|donné|parti|mal|bien|favori|en\b|mieux|peu)"
    r"\w+(?:é|i|u|is|it|ert|eint|aint)e?s?\b"
    r"|\baurai(?:t|ent) (?:été|\w+é)\b|\b(?!(?:re|par|satis|dé|bien)?fait\b|sait\b|plaît\b"
    r"|naît\b|connaît\b|paraît\b|souhait\b"
    r"|lait\b|ait\b)\w+[^r\W]ai(?:en)?t\b|\b\w+(?:èrent|irent|urent)\b"
)
# A habit, a duty, a plan or a wish.
_WISHED = (
    r"\b(?:chaque |régulièrement|souvent|d'ordinaire|d'habitude|tous les \w+ ans|fois par an"
    r"|cherche(?:nt)? à"
    r"|il faut (?!s'attendre|craindre|compter|prévoir)|faudrait|convient|objectifs?\b"
    r"|vise(?:nt)?\b"
    r"|souhait|espèr|réclam|exig|propos|recommand|préconis|appel(?:le|ons|lent) (?:à|de)|plaid"
    r"|doi(?:t|vent) |devons|ambition|s'engage|demand|voulons|veulent|veut |prévoi(?:t|ent)\b"
    r"|interdi(?:t|sent)"
    r"|^(?!hier|hiver|janvier|février|premier|dernier|avenir|désir)\w{2,}(?:er|ir)\b"
    r"|fixe(?:nt)?\b|annonce(?:nt)? (?:une?|l[ae]s?|des|son|sa|ses)\b|impose(?:nt)?\b|oblige"
    r"|autorise|stipule|instaure)"
)
# What a rule makes people do by a day.
_DUTY = (
    r"(?:deposer|declarer|publier|remettre|soumettre|transmettre|notifier|respecter|renouveler"
    r"|communiquer|fournir|s'inscrire|se conformer|s'acquitter|etre (?:depos|adress|transmi)[a-z]+)"
)
HABIT = re.compile(
    r"\b(?:régulièrement|souvent|sans cesse|d'ordinaire|d'habitude|chaque (?:année|hiver|été"
    r"|fois)|tou(?:te)?s les (?:\w+ )?(?:ans|mois|jours|semaines|années))\b"
)
NOT_COMING = re.compile(rf"{_PAST}|{_WISHED}|^(?:en|le) [^,;]{{0,20}}{GONE_YEAR}")
GONE = re.compile(_PAST)
GONE_OR_HABIT = re.compile(f"{_PAST}|{HABIT.pattern}")

# Verbs whose own stem ends in r: their past looks like a future ("espérait", "montra").
_R_STEMS = vocabulary(
    "esper consider prefer oper liber recuper gener acceler toler exager ger suger sugger inser"
    " refer differ transfer adher reiter moder cooper prosper exasper persever confer deliber"
    " numer alter penetr administr enregistr illustr demontr montr remontr rencontr centr concentr"
    " entr rentr filtr infiltr orchestr chiffr celebr sombr encombr nombr denombr equilibr vibr"
    " manoeuvr livr delivr oeuvr ouvr rouvr couvr recouvr decouvr souffr offr tir attir retir"
    " etir chavir respir inspir aspir conspir expir admir vir desir"
    " empir dur endur jur assur rassur mesur"
    " figur procur captur structur restructur satur censur inaugur augur murmur clotur restaur"
    " instaur declar prepar separ compar repar accapar empar demarr egar deplor explor ignor"
    " amelior deterior elabor collabor ador devor honor perfor memor commemor evapor pleur demeur"
    " effleur mour cour parcour recour secour concour encour acquer conquer requer soutir"
)
NOUNS = vocabulary(
    "opera camera cholera extra ultra infra supra contra intra sahara ankara para front affront"
    " cobra algebra sierra terra hydra mantra agora flora aurora pandora diaspora accra basra lira"
    " libra naira tiara bora sumatra cassandra rira sera-ce extrait attrait retrait portrait "
    "distrait abstrait"
    " soustrait trait parait apparait disparait reparait comparait transparait effraient braient"
    " aimerait aimeraient voudrait voudraient souhaiterait souhaiteraient prefererait dirait"
    " prefereraient conviendrait meriterait meriteraient"
) | {stem + ending for stem in _R_STEMS for ending in ("a", "ait", "aient", "ons")}

# What a crisis, a price or a government does by itself, as no reader is told to do.
OUTCOME = (
    r"(?:(?:s'|se |en |vite |a tout moment |encore |l'|la |le ){0,2})(?:aggraver|degenerer|basculer"
    r"|deraper|provoquer|enrayer|gripper|caler|derailler|ecrouler|emballer|vaciller|stagner|plonger"
    r"|flechir|deteriorer|fissurer"
    r"|entrainer|declencher|conduire|aboutir|deboucher|durer|prolonger|eterniser|tomber|chuter"
    r"|baisser|monter|augmenter|remonter|reprendre|repartir|effondrer|echouer|flamber|exploser"
    r"|disparaitre|etendre|perdre|couter|empirer|ralentir|rebondir|embraser|enliser|retourner"
    r"|eclater|precipiter|faire (?:basculer|tomber|chuter|exploser|voler|deraper|capoter)"
    r"|emporter|renverser|bouleverser|redevenir|devenir|atteindre|produire|arriver|changer"
    r"|ebranler|compromettre|menacer|ruiner|prendre (?:des|plusieurs)|mettre le feu|peser"
    r"|profiter|nuire|jouer|suffire|etre (?:decisif|fatal|determinant)|surgir"
    r"|survenir|rompre|ceder|craquer|se reproduire)\b"
)
# What an author tells somebody to do.
_ADVISED = (
    r"(?:regarder|inspirer|inquieter|cesser|veiller|garder d|abstenir|tirer|reflechir|investir"
    r"|accepter|admettre|reconnaitre|comprendre|interroger|mefier|preoccuper|soucier|assumer"
    r"|exiger|saisir|privilegier|preparer|anticiper|mobiliser|repenser|revoir|consacrer|lire"
    r"|ecouter|apprendre|oser|faire (?:preuve|mieux|entendre)|prendre (?:garde|exemple|acte"
    r"|l'initiative|en compte|conscience|soin|le temps)|donner l'exemple|commencer par"
    r"|etre (?:clair|associe|tenu|la priorite|repense|revu)|rester (?:ferme|vigilant|uni)"
    r"|travailler|servir|payer|rester une exception"
    r"|viser|parler|dire|repondre|financer|doter|defendre|rappeler|associer|consulter|rejouir"
    r"|feliciter|aller plus loin|adapter|harmoniser|diversifier)"
)
_FORECASTERS = (
    r"(?:projections?|previsions?|modeles?|scenarios?|simulations?|fmi|ocde|economistes|insee"
    r"|calculs|analystes|hypotheses?|demographes|banque|bce|commission|ofce|rexecode|instituts?"
    r"|sondages?|cabinets?|agence internationale|cour des comptes|consensus)\b"
)
_HEARSAY = (
    r"(?:selon|d'apres|a en croire|au dire de|aux dires de|de l'aveu de) (?!no(?:s|tre)\b|toute"
    r"|(?:la|le|les)quel|qui\b|que\b|les? cas"
    rf"|moi\b|(?:[a-z']+ ){{0,3}}?(?:l'|d')?{_FORECASTERS})"
)
_SAYS = (
    r"(?:(?:estime|affirme|assure|indique|rapporte|dit|ecrit|jure|soutient|explique|plaide|souligne"
    r"|confie|objecte|pretend|promet)(?:nt|-t-on|-t-il|-t-elle)? |dit-on|dit-il"
    r"|croit-on|croit savoir|murmure-t-on|apprend-on|semble-t-il|assure-t-on|a ce qu'on"
    r"|(?:a|ont|avait) (?:[a-z]+ment )?(?:dit|objecte|affirme|assure|lance|declare|explique|promis"
    r"|retorque|repondu|averti|confie|jure)|a-t-(?:il|elle|on) )"
)

_FUTURE = re.compile(r".*r(?:a|ont|ait|aient)\b")
_CONDITIONAL = re.compile(r".*r(?:ait|aient)\b")
# What is said to be: a modal says what is thought to come, whoever is asked.
_HEARD = re.compile(r"(?!.*(?:devr|pourr)ai).*r(?:ait|aient)\b")
# What a text says of its own course: who debates it, when it comes out.
_OWN = (
    r"(?:examine|debattu|discute|presente|publie|transmis|soumis|remis|actualise|mis en ligne"
    r"|mise en ligne|rendu public|mis a jour)e?s?\b"
)
_PAPER = (
    r"(?:rapport|avis|note|bulletin|etude|document|livraison|edition|numero|synthese|compte rendu)"
)
_SOME_SAY = (
    r"(?:certaine?s|d'autres|d'aucuns|beaucoup|plusieurs|quelques) (?:[a-z']+ ){0,4}?(?:estiment"
    r"|jugent|pensent|considerent|croient|affirment|soutiennent|disent|assurent|parient)"
    r"|on (?:dit|raconte|murmure|pretend)|(?:la rumeur|le bruit) (?:court|veut)"
)
_YEARS_AGO = (
    rf"(?:il y a {NUMERAL} [a-z]+|(?:l'an|l'annee|le mois|la semaine) (?:dernier|derniere|passee?))"
)
_LIKELY = re.compile(
    r".*(?:doute|indique|laisse|probable|vraisemblable|possible|plausible|envisageable"
    r"|concevable)s?$"
)
ADVERB = re.compile(
    r"(?:probablement|vraisemblablement|certainement|peut-etre|sans (?:nul |aucun )?doute"
    r"|eventuellement|surement"
    r"|potentiellement|possiblement|assurement)$"
)
_SOME = r"(?:un|une|le|la|les|des|de|du|peu|plus|moins|que|pas|tout|en|lieu|pour|tendance|a)\b"
_PARTICIPLE = r"[a-z]+(?:ee?s?|ue?s?|ie?s?|ite?s?|inte?s?|erte?s?)\b"

# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
BEFORE = (
    (ANY, re.compile(
        r"\b(?:etait|etaient|fut|furent|semblait|paraissait|avait|avaient)(?: [a-z]+ment)?,?"
        r" (?:pas |deja |toujours |initialement |un temps |d'abord )?$"
        r"|\binitialement $|\b(?:concluait|evoquait|tablait|prevoyait|donnait|faisait|laissait)"
        r" [^,;:]*$")),
    (ANY, re.compile(rf"^(?:{_YEARS_AGO}),[^,;]*$|\b(?:{_SOME_SAY}) (?:[a-z]+ment )?(?:que |qu')"
        r"[^;:]*$")),
    (_FUTURE, re.compile(rf"\bl[ae] (?:prochaine?|presente?) {_PAPER} (?:de [a-z]+ )?$")),
    # An indirect question.
    (ANY, re.compile(
        r"\b(?:ignore(?:nt|ons)?|sai(?:t|s)|savons|savent|savoir|demande(?:nt|r)?|precise|dire"
        r"|reveler|confirmer)\b"
        r"[^,;:]{0,30}\b(?:si|s'ils?|ce qu[ei']|qui|quand|comment|ou|pourquoi|combien"
        r"|quel(?:le)?s?)"
        r"\b[^,;:]*$")),
    # What a text says of itself, and proverbs.
    (_FUTURE, re.compile(
        r"\b(?:le lecteur|l'avenir|l'histoire|qui vivra|seul l'avenir) (?:nous |le |la |les )?$"
        r"|\b(?:cet|cette|la presente|notre|ce) (?:note|etude|article|section|partie|chapitre"
        r"|rapport|document|encadre|contribution|travail|texte|papier)\b[^,;]{0,20}$")),
    (_FUTURE, re.compile(rf"^(?:en|le \d+(?:er)? [a-z]+|des) {GONE_YEAR},?[^,;]*$"
        r"|\b(?:plus tard|apres|le lendemain|le jour suivant|la meme annee|l'annee suivante),"
        r" [^,;]{0,40}$")),
    (_HEARD, re.compile(rf"\b{_HEARSAY}[^,;]{{3,80}}, [^,;]{{0,120}}$")),
    (re.compile("(?:ne )?devrai"), re.compile(r"\b(?:on|nul|personne|nous)(?: ne)? $")),
    (_FUTURE, re.compile(r"\ble prochain (?:rapport|bulletin|numero|point|volet|article) $"
        r"|\bdemain $(?=sera un)|^qui $")),
    (re.compile("presente"), re.compile(r"\b(?:la|cette|une|ci-) ?$")),
    # What a law lets somebody do.
    (re.compile("(?:peut|peuvent)"), re.compile(r"\b(?:article|loi|constitution|reglement|statuts"
        r"|traite|charte|code|convention|decret|contrat|mandat)\b[^,;]{0,60}$")),
    (re.compile("vaudrai"), re.compile(r"\bmieux $")),
    (re.compile("estimerai"), re.compile("sous-$")),
    (re.compile("prevu|attendu|anticipe"), re.compile(r"\b(?:que|comme) $")),
    (re.compile("(?:reporte|note|retiend|trouve|di|ajoute|cite|distingue|limite|li|consulte"
        "|rappelle|objecte|comprend|remarque"
        "|observe|garde|conviend|admett|renver|releve|constate|mesure|devine)ra"),
        re.compile(rf"\bon {CLITICS}$")),
    (re.compile("pourrai"), re.compile(r"\bl'on $|\bon $")),
    (ADVERB, re.compile(
        r"\b(?:a|ont|est|sont|avait|avaient|ai|suis|[a-z]'(?:a|est|ont)) (?:pas |plus |tres )?$")),
    (re.compile("(?:le|la|les) (?:plus|moins) "), re.compile(
        r"\b(?:explication|cause|origine|raison|auteur|motif|responsable|interpretation)s? $")),
    (re.compile(r"l'(?:explication|origine|auteur|interpretation|erreur)"), ANY),
    (re.compile("chances? |une chance"), re.compile(r"\b(?:eu|la|sa|leur|ma|eut) $")),
    (re.compile(r"(?:prevoi|anticip)"), re.compile(
        r"\b(?:loi|plan|texte|accord|traite|budget|programme|reglement|directive|article|contrat"
        r"|constitution|projet|pacte|calendrier|charte|convention)\b[^,;.]{0,30}$"
        r"|\b(?:il|elle|qui|que) (?:y |n')?$")),
    (re.compile("previsibles?$|plausibles?$"), re.compile(r"\b(?:plus|moins|peu|que) $")),
)  # fmt: skip

# What stands right behind it and does the same.
BEHIND = (
    (ANY, re.compile(
        r"^(?: (?:pas|plus|deja|aussi|bien|ainsi|[a-z]+ment))* (?:avoir(?! (?:lieu|d[eu]s?"
        r"|une?|l[ae]s?|a|pour|besoin|tout|peu|plus|raison|des)\b)|(?:ete|eu|lie)\b|du a"
        r"|en raison|le resultat|[a-z]{3,}(?:e|ee|es|ees)\b(?= (?:en \d|hier)))")),
    # What somebody proclaimed, in his own words.
    (ANY, re.compile(r"^[^\u00ab]*[\u00bb\u201d\"] ?,? ?(?:[a-z]+(?:ait|aient)\b|(?:a|ont|avait) "
        r"(?:[a-z]+ment )?[a-z]+(?:e|i|u|is|it)\b|a-t-(?:il|elle|on) )")),
    (ADVERB, re.compile(r"^(?: [a-z]+ment)? [a-z]{3,}(?:e|ee|es|ees) par\b")),
    # What leads up to a list, and what is to be watched.
    (ANY, re.compile(r"^[^.]*:\s*$")),
    (re.compile(".*seront|.*sera$"), re.compile(
        rf"^ (?:[a-z]+ment )?(?:a (?:suivre|surveiller|observer|scruter)\b|{_OWN} (?:en (?:seance"
        r"|commission|pleniere|conseil)|devant l))")),
    (_CONDITIONAL, re.compile(r"^ (?:deja|actuellement|aujourd'hui|desormais)\b")),
    (_CONDITIONAL, re.compile(
        rf"^(?![^.]*\b{ON})[^.;]*,? (?:{_HEARSAY}|{_SAYS})")),
    (re.compile("(?:nous )?.*(?:examine|revien(?:d)?|aborde|montre|etudie|analyse|detaille|evoque"
        "|commence|conclu|traite|presente)rons$"), ANY),
    (re.compile("gagner(?:a|ont|ait|aient)$"), re.compile(
        r"^(?: [a-z]+){0,2}? a [a-z' ]*(?:er|ir|re)\b")),
    (re.compile("auront|aura$"), re.compile("^ jusqu'")),
    (re.compile("souviendra"), re.compile("^ qu[e']")),
    (re.compile("aura"), re.compile("^ compris\\b")),
    (re.compile("doi(?:t|vent)|peu(?:t|vent)|devr(?:a|ont)"), re.compile(rf"^ ?{_DUTY}")),
    (re.compile("doi(?:t|vent)"), re.compile(
        r"^[^.;]*\b(?:a cette heure|en ce moment|actuellement|aujourd'hui)\b")),
    (re.compile("(?:.*')?se(?:rai(?:t|ent)|ront|ra)"), re.compile(
        r"^ (?:mise?s? a jour|actualisee?s?|publiee?s? (?:chaque|tous|toutes))\b")),
    (re.compile("(?:.*')?seraie?n?t"), re.compile(rf"^(?![^.]*\b{ON})(?: [a-z]+ment| aussi)?"
        r" (?:derriere|a l'origine|l'auteur|l'oeuvre|malade|mourant|presente?s?|implique|detenu"
        r"|retenu|cache|refugie|en (?:vie|fuite|possession|contact)|aux mains|impliquee?s?)\b")),
    (re.compile("(?:.*')?(?:trouverai|cacherai|situerai)e?n?t"), re.compile(
        rf"^(?![^.]*\b{ON}) (?:toujours |encore )?(?:au|aux|en|dans|a|a l'|pres|chez|sous)\b")),
    # A rumour of what is: what somebody counts or places without a condition.
    (re.compile(r"(?:compter|disposer|ignorer|savoir|detiendr|posseder|abriter"
        r"|heberger|emploier|comprendr|vivr"
        r"|travailler|combattr|resider|habiter|s'agir|dater|proviendr|appartiendr|souffrir"
        r"|transiter|existeraie?n?t|percevr|toucher|financeraie?n?t)ai"), re.compile("")),
    (re.compile("(?:s')?agirait"), re.compile("")),
    # History told in the future, or looked back on.
    (_FUTURE, re.compile(rf"^[^,;]{{0,40}}(?<!comme )\b(?:en"
        rf"|le \d+(?:er)?) (?:[a-z]+ )?{GONE_YEAR}\b"
        r"|^ (?:plus tard|des annees plus tard)\b|^ (?:bien )?(?:ci-dessous|plus loin"
        r"|en annexe)\b")),
    (re.compile(r".*aura\b"), re.compile(r"^ (?:finalement |donc )?(?:fallu|suffi|dure|marque"
        rf"|(?:tenu|mis|vecu|passe) {NUMERAL})\b")),
    (re.compile("(?:notre|nos|mon|leur|previsions?|scenario)\\b"), re.compile(
        r"^[^.;,]{0,40}\b(?:etait|etaient|fut|tablait|prevoyait|situait)\b")),
    # Advice.
    (re.compile("(?:ne )?devrai"), re.compile(
        r"^[^.;]* (?:sans (?:attendre|delai|tarder)|au plus vite|d'urgence|plutot|davantage"
        r"|en priorite|mieux)\b")),
    (re.compile("(?:ne )?devrai"), re.compile(
        rf"^(?![^.]*\b{ON}) (?:ne )?{ADVERBS}{CLITICS}{ADVERBS}{_ADVISED}")),
    (re.compile("pourrai"), re.compile(
        r"^ (?:croire|penser que|objecter|dire que|se demander|arguer|s'etonner"
        r"|etre tentee? de (?:croire|penser|conclure|dire)|sembler"
        r"|paraitre|utilement|commencer par|s'inspirer)")),
    # A guess at what is behind something.
    (re.compile("(?:il )?pourrai"), re.compile(r"^(?: [a-z]+ment| aussi| bien)* (?:s'expliquer"
        r"|refleter"
        r"|provenir|s'agir|tenir a (?:l|un|ce)|resulter|dater|s'apparenter|etre (?:d'origine"
        r"|due?s? |lie"
        r"|l'oeuvre"
        r"|imputable|la cause|a l'origine|le fait))")),
    (re.compile("verra$"), re.compile(r"^(?: que| bien| plus| ci-| si| comment| ensuite"
        r"| en (?:annexe|quoi)"
        r"|[.,;])")),
    (re.compile("faudrai"), re.compile(
        r"^(?! (?:au (?:moins|minimum) |plus d[e'] ?|pres d[e'] ?|encore |sans doute |environ )*"
        r"(?:\d|une? (?:an|mois|miracle|guerre|choc)|deux|trois|quatre|cinq|dix|quinze|vingt"
        r"|des (?:annees|mois|decennies)|plusieurs|attendre|compter|du temps))")),
    (re.compile("faudra"), re.compile(rf"^ attendre (?:[a-z]+ ){{0,2}}{GONE_YEAR}")),
    (re.compile("faudra"), re.compile("^ (?:voir|surveiller|suivre|veiller|observer|retenir"
        "|garder)")),
    (re.compile("vaudrai"), re.compile("^ mieux")),
    (re.compile("(?:re)?tiendrai"), re.compile("^ a (?:croire|penser)")),
    (re.compile("ferai"), re.compile("^ (?:bien|mieux) de\\b")),
    (re.compile("(?:.*')?serai"), re.compile(
        r"^(?: [a-z]+ment| plus| fort| tout a fait| aussi| donc| pas)* (?:souhaitable|temps|bon"
        r"|preferable|honnete|malhonnete|reducteur|simpliste|abusif|hypocrite|legitime"
        r"|maladroit|presomptueux|trompeur|inexact|cruel|judicieu|opportun|utile|sage|bienvenu"
        r"|dommage|absurde|prudent|bien avise"
        r"|bien inspire|avise|inspire|juste|normal|necessaire|faux|vain|logique|urgent|naif|injuste"
        r"|excessif|premature|hasardeu|tentant|exagere|imprudent|regrettable|indique|plus exact"
        r"|une? (?:erreur|faute|tort) (?:de|d')|irresponsable|paradoxal|interessant)")),
    (re.compile(r".*\baurai(?:t|ent)\b"), re.compile(
        rf"^(?: (?:pas|deja|ainsi|jamais|[a-z]+ment))* (?!{_SOME}|qu'|d'){_PARTICIPLE}"
        r"|^ (?:du|pu|voulu) [a-z']+(?:er|ir|re)\b|^ (?:tort(?! d(?:e croire|e compter|e miser"
        r"|'esperer|'attendre))|interet|besoin)\b")),
    (re.compile(r".*\bserai(?:t|ent)\b"), re.compile(
        r"^(?: (?:pas|deja|ainsi|[a-z]+ment))* (?:parti|venu|arrive|mort|devenu|entre"
        r"|rentre|sorti|tombe|alle|reste|revenu|intervenu|ne)e?s?\b")),
    # What is likely to have happened.
    (_LIKELY, re.compile(
        r"^ (?:que |qu')[^,;]*?\b(?:ait|aient|a|ont|avoir|s'est|avait|avaient) (?:pas |deja |ete "
        r"|[a-z]+ment )*"
        rf"(?!{_SOME}){_PARTICIPLE}|^ (?:que |qu')[^,;]*?\b(?:etait|etaient|soit deja)\b")),
)  # fmt: skip

# What somebody once believed or said would come.
_SAID = (
    r"(?:dit|declare|annonce|promis|cru|espere|pense|averti|affirme|indique|assure|jure|rappele"
    r"|soutenu|explique|confie|estime|juge|prevenu|garanti|fait (?:savoir|valoir)|laisse entendre"
    r"|souligne|precise|pretendu|repete|repondu|ajoute|concede|reconnu|admis|predit|calcule|vu"
    r"|parie|table|redoute|craint|imagine|appris|decide|compris|certifie|signale|repris)"
)
REPORTED = re.compile(
    rf"\b(?:(?:a|ont|avait|avaient|avions) (?:[a-z]+ment |d'abord |toujours |longtemps |pourtant "
    r"|deja |aussi |ainsi |encore )*"
    rf"{_SAID}|(?:pens|croy|esper|craign|redout|dis|affirm|promett|assur|prevoy|annonc|estim|juge"
    r"|tabl|imagin|soutena|pari|s'attend|sav)(?:ait|aient)|(?:etait|etaient) (?:entendu|prevu"
    r"|convenu|acquis|clair|evident|question)e?s? (?:que|qu'|d)"
    r"|promit|declara|annonca|assura|affirma"
    r"|dans l'espoir|esper(?:e|ent|ons) (?:que|qu')|promet(?:tent)? (?:que|qu')"
    r"|(?:jure|assure|martele|repete|clame|pretend|proclame|certifie)(?:nt|ent)? (?:que|qu')"
    r"|(?:affirme|soutient) (?:que|qu'))\b[^,;:]*$"
)

# Who says what comes, to be counted all the same: a forecaster, or whoever names the day.
ANNOUNCED = re.compile(
    rf"\b{_FORECASTERS}[^.;]{{0,60}}\b(?:a|ont) (?:[a-z]+ment )?(?:estime|juge|indique|annonce"
    rf"|dit|averti"
    rf"|calcule|prevenu|ajoute|precise) (?:que|qu')"
    r"|\b(?:a|ont) (?:[a-z]+ment )?(?:annonce|dit|indique|precise|confirme|declare) (?:que"
    r"|qu')[^.;]*"
    r"r(?:a|ont|ait|aient)\b[^.;]*\b(?:avant|d'ici|jusqu'|en 20[2-9]\d|prochaine?s?)\b"
)

# What did not happen, and what would have followed.
COUNTERFACTUAL = re.compile(
    r"\b(?:si|s'ils?) [^,;.]{2,60}(?:avai(?:t|ent)) (?:pas |plus |ete |[a-z]+ment )*(?!lieu"
    r"|besoin|un|le|la|les|des|peu|plus)[a-z]+"
    r"(?:e|ee|es|ees|i|u|s|t)\b|\bquand (?:bien )?meme [^,;.]{2,60}aurai(?:t|ent)\b"
)

# "probably" and its like speak of what comes only with a verb that does.
COMING = re.compile(
    r"(?:[a-z]+r(?:a|ont|ait|aient)\b|\b(?:avant|d'ici|futur|prochain[a-z]*|bientot|va|vont|que"
    rf"|de [a-z]+r|conduire|mener|a venir|{ON})\b)"
)
