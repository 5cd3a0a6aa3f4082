"""When and on what condition, as French says it."""

from __future__ import annotations

import re

from forecasts.claims.grammar import YEAR

_MONTH = "(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
_WEEKDAY = "(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_PART = (
    r"(?:printemps|ete|automne|hiver|rentree|trimestre|semestre|legislature|mandat|fin|mi-|debut"
    r"|mois|annee|decennie|siecle|quinquennat|noel|paques)"
)
_UNIT = "(?:heures?|jours?|semaines?|mois|trimestres?|ans?|annees?|decennies?|generations?)"
_EVENT_AHEAD = (
    "(?:elections?|scrutin|sommet|congres|referendum|presidentielle|legislatives|municipales"
    "|europeennes|midterms|second tour|premier tour|investiture|assemblee)"
)
NUMERAL = (
    r"(?:\d+(?:er)?|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|dix-huit"
    r"|vingt"
    r"|trente|quelques|plusieurs|une dizaine d'|une quinzaine de|une vingtaine d')"
)
# As a text of 2026 says it (see years.py): a present tense with a year up to 2024 tells history,
# with one from 2025 on it may be a schedule, and from 2027 on the year alone is enough.
_COMING_YEAR = r"20(?:2[5-9]|[3-9]\d)"
_FAR_YEAR = r"20(?:2[7-9]|[3-9]\d)"
GONE_YEAR = r"(?:1\d{3}|20[01]\d|202[0-4])"

# A date beside a verb: in October, the 14 March, at the end of the half year, in three weeks.
ON = (
    r"(?:en|au|aux|a|a la|a l'|le|la|l'|des|debut|fin|mi-|courant|avant|d'ici|dans|pour|pour la"
    rf"|cet|cette|ce|lors|vers|apres|sous|(?={_WEEKDAY})) ?(?:l'|la |le |les |{NUMERAL} ?)*"
    r"(?:(?:premiere?|second|deuxieme|troisieme|quatrieme|dernier) )?"
    rf"(?:mi-|fin |debut )?(?:{_MONTH}(?! {GONE_YEAR})|{_PART}(?! dernier| passe)|{_COMING_YEAR}"
    rf"|prochain|{_UNIT}\b|{_WEEKDAY}|demain|lendemain|{_EVENT_AHEAD})"
)

# What follows in a series of papers, and tells no time.
_NO_TIME = (
    "(?:orateur|intervenant|numero|chapitre|article|arret|train|vol|rapport|note|bulletin"
    "|livraison|edition|avis|synthese)"
)
# What lies ahead whenever it is said, if it is said in the present tense.
AHEAD = (
    rf"prochaine?s?(?! {_NO_TIME})",
    "prochainement",
    rf"d'ici (?:a |la |le |l'|les |peu|fin|mi-|{NUMERAL}|{_COMING_YEAR})",
    r"a venir", "bientot", "sous peu", "a terme", "demain", "desormais plus",
    r"a (?:tres )?(?:court|moyen|long|plus long|breve) (?:terme|echeance)", r"a l'horizon",
    "a l'avenir", "a l'arrivee", "au bout du compte", "tot ou tard",
    rf"dans (?:les |moins de |a peine |environ )?{NUMERAL} ?{_UNIT}", rf"sous {NUMERAL} {_UNIT}",
    r"au plus (?:tot|tard)", r"(?:pas|jamais|rien|personne) (?:[a-z']+ ){0,3}avant",
    "au (?:mieux|pire)", "a tout (?:moment|instant)", "d'un (?:jour|moment) a l'autre",
    "plus tot qu[e'] ?(?:tard|on)", "du jour au lendemain", "compte a rebours",
    rf"reste(?:nt)? (?:encore |moins de |a peine )?{NUMERAL} ?{_UNIT}",
    "pour (?:longtemps|de bon|durer|encore)", "n'est pas demain", "un jour ou l'autre",
    "dans le (?:meilleur|pire) des cas",
    rf"avant (?:la |le |l')?(?:fin|mi-|ete|automne|hiver|printemps|noel|{_COMING_YEAR})",
    rf"(?:en|des|vers|fin|debut|mi-|courant|pour|ete|jusqu'en|apres) {_FAR_YEAR}",
    rf"(?:partir de|compter de|automne|printemps|hiver|semestre|trimestre|horizon) {_FAR_YEAR}",
    r"(?:ne )?(?:commence|debute|demarre)(?:nt)? (?:tout )?(?:juste|a peine)",
)  # fmt: skip

# A condition, and a forecast that holds if nothing else happens.
GIVEN = (
    r"sauf (?:[a-z]+ )?(?:surprise|accident|imprevu|coup|miracle|revirement|crise|choc|si\b)",
    r"a (?:ce|cette) (?:[a-z]+ )?(?:rythme|train|allure|vitesse)",
    r"au rythme (?:actuel|ou)", r"a moins (?:que|qu'|d'un|de\b)", "sinon(?! d)", "sans quoi",
    "si rien (?:ne|n')", "si (?:la |les )?(?:tendance|choses|rien)", "toutes choses egales",
    "en l'etat", r"tant que?'?", "faute d'(?:accord|argent|alternative|alternance)",
    r"en cas d[e'u]", r"dans (?:l'hypothese|l'eventualite|ce cas|le cas contraire|pareil cas)",
)  # fmt: skip

# Words that lead up to a time, and what is a time behind them: by the end of, in the course of.
_LEAD = (
    r"(?:(?:au plus (?:tard|tot)|avant|apres|d'ici(?: a| au| aux)?|jusqu'(?:a|au|aux|en)"
    r"|au-dela d[eu]|a partir d[eu]|a compter d[eu]|des|depuis|en|aux?|a|dans|courant|pendant"
    r"|durant|sur|au cours d[eu]|au cours des|lors d[eu]|lors des|pour|vers|sous|entre"
    r"|a l'horizon|a horizon|au lendemain d[eu]|le|la|les|cet|cette|ces|ce|de|du|periode) "
    r"|a l'|l'|d'ici l'){1,4}"
)
_EDGE = r"(?:(?:toute )?(?:fin|debut|mi|milieu|seconde moitie|premiere moitie)(?:-| ))"
_ORDINAL = r"(?:premiere?|seconde?|deuxieme|troisieme|quatrieme|derniere?|prochaine?|[1-4]e|1er)"
_PERIOD = (
    r"(?:semaine|mois|trimestre|semestre|annee|decennie|siecle|exercice|saison|legislature|mandat"
    r"|quinquennat|session|generation)s?"
)
_SEASON = "(?:printemps|automne|hiver|rentree|noel|paques|ramadan|saison (?:des pluies|seche))"
_SUMMER = r"(?:(?<=l')|(?<=cet )|(?<=en )|(?<=fin )|(?<=debut ))ete"  # elsewhere it is "been"
_YEARS = rf"{YEAR}(?: ?[-/] ?(?:20)?\d\d\b|,? (?:ou|et|a) {YEAR})?"
_MONTHS = (
    rf"{_MONTH}(?: {YEAR}| prochain)?(?: (?:ou|et|a) (?:debut |fin |mi-)?{_MONTH}(?: {YEAR})?)?"
)
_POINT = (
    rf"(?:\d{{1,2}}(?:er)? {_MONTH}(?: {YEAR}| prochain)?|(?:mois d[e'] ?)?{_MONTHS}|{_YEARS}"
    rf"|annees? (?:{YEAR}|vingt|trente|quarante|cinquante)|t[1-4] {YEAR}"
    rf"|{_ORDINAL} (?:moitie|partie|quinzaine|{_PERIOD})(?! consecuti| d.affilee"
    rf"| de suite)(?: (?:de |du |d')?(?:l'annee |la )?"
    rf"(?:{_MONTHS}|{YEAR}|decennie|annee|prochaine|mandat|siecle))?"
    rf"|{_PERIOD} prochaine?s?|(?:{_SEASON}|{_SUMMER})(?: {_YEARS}| prochaine?)?"
    rf"|{_WEEKDAY}(?: prochain| \d{{1,2}}(?:er)? {_MONTH}(?: {YEAR})?)?)"
)
_OF_A_TIME = (
    rf"(?:d[eu] ?(?:l'|la |cette |ce |son |sa )?|d'|en )"
    rf"(?:{_POINT}|{_PERIOD}(?: prochaine?| en cours)?|an\b)"
)
_SPAN = (
    rf"(?:{NUMERAL} (?:{_UNIT} )?(?:a|ou) {NUMERAL} |{NUMERAL} ?"
    r"|une (?:dizaine|quinzaine|vingtaine|trentaine) (?:de |d'))"
)
_MEETS = (
    r"(?:elections?|scrutin|presidentielles?|legislatives|municipales|regionales|europeennes"
    r"|midterms|referendum|primaires?|sommet|congres|investiture|vote|reunion|conference|plenum"
    r"|assemblee generale|conseil europeen|(?:premier|second|deuxieme) tour|budget|session|cop ?\d*"
    r"|jeux|mondial|recoltes?|expiration|echeance|transition|revision|releve|audience|proces)"
)
_HELD = (
    r"(?: (?:[a-z]+(?:ale|aire|enne|elle|ive|ique|aine|oise|aise)s?))?"
    rf"(?: (?:de |d'|du |des |en )(?:{_POINT}|(?<!en )(?:l'|la )?"
    r"(?!(?:son|sa|ses|leurs?|une?|nouve[a-z]+|cet?|cette|l[ae]?s?)\b)[\w-]+)"
    rf"|(?: {YEAR}| prochaine?s?))?(?: prochain| {YEAR})?"
)
_UNTIL = (
    r"(?:avant|apres|d'ici(?: a| au| aux)?|jusqu'(?:a|au|aux)|des(?= l)|lors d[eu]|lors des"
    r"|au lendemain d[eu]|au lendemain des|a l'issue d[eu]|a l'issue des|a l'occasion d[eu]"
    r"|a l'approche d[eu]|a l'approche des|a la veille d[eu]|a la veille des|au-dela d[eu]"
    r"|au terme d[eu])"
)
DATES = re.compile(
    rf"\b(?:(?!d[eu] ){_LEAD}(?:{_EDGE}(?:{_OF_A_TIME}|{_POINT})|{_POINT})"
    rf"|(?:fin|debut|mi-|courant|ete|automne|hiver|printemps|rentree|horizon) ?{_POINT}"
    r"|(?:avant|d'ici(?: a)?|jusqu'a|apres) (?:la (?:fin|mi)|le (?:debut|terme)) (?:de |du |des )"
    rf"(?:l'|la |cet |cette |son )?(?:{_POINT}|[\w-]+)"
    rf"|{_WEEKDAY}"
    rf"|{_UNTIL} (?:(?:les?|la|sa|son|ses|leur|ce|cette|l[ae]s? prochaine?s?"
    rf"|l[ae]s? [a-z]+iemes?) |l')?{_MEETS}(?:{_HELD})?"
    rf"|(?<=[' ]){_MEETS}(?: [a-z]+s)? (?:d[eu] |d'){_POINT}"
    rf"|(?:dans|sous|d'ici|avant|a horizon de|a horizon|a l'horizon d[e']|a echeance de)"
    rf" ?(?:les |environ |moins de |plus de |a peine |au moins |encore )*{_SPAN}{_UNIT}"
    r"(?: a venir| au plus| tout au plus| environ)?"
    r"|(?:dans|au cours d[eu]|au cours des|pendant|durant|pour|sur|d'ici|ces|lors des)"
    rf" (?:les |ces |quelques )?(?:{NUMERAL} )?(?:(?:toutes )?prochaine?s (?:{NUMERAL} )?{_UNIT}"
    rf"|{_UNIT} (?:a venir|qui viennent|prochaine?s|suivante?s))|ces prochaine?s {_UNIT}"
    rf"|(?:dans|au cours d[eu]|pendant|durant|sur) (?:la |l'|le )?{_PERIOD} (?:a venir"
    r"|qui vient|qui s'ouvre)"
    r"|l'an prochain|a (?:tres |plus )?(?:court|moyen|long|breve) (?:terme|echeance)|demain"
    r"|(?:cette|cet|ce) (?:annee|semaine|mois|trimestre|semestre)(?! dernier| passe)"
    r"|sous (?:quinzaine|huitaine|peu))\b"
)

# Up to the next stop, but over the comma of a number.
_REST = r"(?:[^,;:.()\u00ab\u00bb]|(?<=\d)[.,](?=\d))*"
_DONE = (
    r"(?:que |qu'|[a-z'-]+(?: [a-z'-]+){0,5} [a-z]+(?:ee?s?|ie?s?|ue?s?|ise?s?)\b|[a-z]+ee?s?\b)"
)
CONDITIONS = re.compile(
    r"\b(?:(?<!comme )(?<!meme )(?<!savoir )(?<!demander )(?<!comme s')(?:s'ils?"
    r"|si (?!bien que|peu|vite|longtemps|souvent|loin|tot|tard|on veut|j'ose|[a-z]+ que\b))"
    r"|au cas ou|dans le cas ou|(?:dans|sous) l'(?:hypothese|eventualite) (?:ou|d[eu'])"
    r"|(?:a|en) (?:suppos|admett)(?:er|ant|re) que?|suppose que|a supposer que?"
    r"|a moins (?:que?|d[e'](?! ?(?:\d|(?:une?|deux|trois|dix|cent) (?:an|mois|semaine|jour|kilom"
    r"|pour))))|(?:a|sous|sans) (?:la )?condition (?:que?|d[e'])|sous reserve (?:que?|d[eu'])"
    r"|pourvu que?|pour (?:peu|autant) que?|pour autant que?|(?:aussi longtemps|tant) que?"
    r"|des (?:lors|l'instant) que?|des que?(?= )|du moment que?|en cas d[e'u]|(?:selon|suivant)"
    r" que?|selon (?:l'issue|le resultat|qui)|en fonction d[eu']|faute d[e']|a defaut d[e']"
    rf"|en l'absence d[e']|une fois (?!de plus|encore|par|pour|sur|n.est)(?={_DONE})|sans que?"
    r"|sans (?=(?:une?|l[ae]s?|accord|soutien|appui|aide|reformes?|mesures?|nouve[a-z]+"
    r"|concessions?|garanties?|cela|majorite|changement)\b|l')"
    r"|sauf(?! (?:en|a l|au|aux|pour|dans|que|le|la|les)\b)|moyennant"
    r"|(?:lorsqu|quand|aussitot qu)(?:e |'| )(?=[^,;:.]*\b[a-z]+(?:ra|ront)\b)"
    rf"){_REST}"
)
