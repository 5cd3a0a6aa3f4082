"""When and on what condition, as French says it."""

from __future__ import annotations

import re

from forecasts.claims.grammar import COUNT, EVENT, YEAR

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
# Set in 2026, to be moved on with the years: a present tense with a year up to 2024 tells history,
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

# What lies ahead whenever it is said, if it is said in the present tense.
AHEAD = (
    r"prochaine?s?", "prochainement",
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

_DAY = rf"(?:(?:le )?\d{{1,2}}(?:er)? {_MONTH}(?: {YEAR})?|{_MONTH} {YEAR}|{YEAR})"
DATES = re.compile(
    rf"\b(?:(?:avant|d'ici(?: a)?|jusqu'(?:a|au|en)|apres) (?:l[ae'] ?)?(?:{EVENT} )?"
    rf"(?:de |en )?{_DAY}"
    r"|(?:avant|d'ici) (?:la )?(?:fin|mi-)[a-z' ]{3,20}\b"
    rf"|(?:en|depuis|des|au cours de|fin|debut|mi-) ?{_DAY}|le \d{{1,2}}(?:er)? {_MONTH}"
    rf"|(?:dans|sous|d'ici) (?:{COUNT}|{NUMERAL}) {_UNIT}"
    r"|(?:dans|au cours des|ces) (?:les )?(?:prochaine?s|mois|annees)(?: (?:mois|annees"
    r"|semaines|jours|a venir))?|l'an(?:nee)? prochaine?|a (?:court|moyen|long) terme"
    r"|(?:au|a l'|cet|cette|ce) ?(?:printemps|ete|automne|hiver|rentree|annee)"
    r"(?: (?:prochaine?|20\d\d))?|(?:au|en) (?:premier|second|deuxieme|troisieme|quatrieme|dernier)"
    r" (?:trimestre|semestre)(?: 20\d\d)?)"
)

CONDITIONS = re.compile(
    r"\b(?:si|s'ils?|a moins que?|a condition (?:que|de)|tant que?|en cas de|selon que"
    r"|pourvu que|faute de|sans que?|sauf|a defaut d[e'])\b[^,;:.]*"
)
