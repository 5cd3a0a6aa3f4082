"""Whether a cue speaks of the future where it stands: "may have", "was likely to" do not."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.claims.language import ENGLISH, FRENCH, SPANISH

if TYPE_CHECKING:
    from collections.abc import Mapping

ANY = re.compile("")
REACH = 300  # characters to either side of a cue that are looked at
# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
_BEFORE: Mapping[str, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = MappingProxyType(
    {
        ENGLISH: (
            (ANY, re.compile(
                r"\b(?:was|were|had been|has been|have been|seemed|appeared|looked)"
                r"(?: [a-z]+ly)?,? (?:not |also |never |always |long |still |widely )?$"
                r"|\b(?:what|whether) [^,;]{0,80}$")),
            (re.compile(r"would"), re.compile(
                r"\b(?:failed|had|was|were|[a-z]{2,}ed)\b[^.;]* that (?:[a-z]+ly )?$")),
            (re.compile(r"will"), re.compile(
                r"\b(?:political|good|free|popular|national|strong|own|his|her|its|their|of|last"
                r"|the|a|no) $")),
            (re.compile(r"may"), re.compile(r"\b(?:in|of|since|by|on|from|until|\d{1,2}) $")),
        ),
        FRENCH: (
            (ANY, re.compile(
                r"\b(?:etait|etaient|fut|furent|semblait|paraissait)(?: [a-z]+ment)?,?"
                r" (?:pas |deja |toujours )?$")),
            (re.compile("serai"), re.compile(
                r"\b(?:selon|d'apres) (?!no(?:s|tre)\b)[^,;]{3,60}, [^,;]{0,120}$")),
        ),
        SPANISH: (
            (ANY, re.compile(r"\b(?:era|eran|fue|fueron|parecia|resulto)(?: [a-z]+mente)?,? $"
                r"|\b(?:se [a-z]{2,}io|[a-z]{2,}ieron|[a-z]{2,}aron|debio) $")),
        ),
    }
)  # fmt: skip
# What stands right behind it and does the same.
_BEHIND: Mapping[str, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = MappingProxyType(
    {
        ENGLISH: (
            (re.compile("may|might|could"), re.compile(
                r"^(?: (?:well|also|not))? be (?:right|wrong|true|false|mistaken|correct)\b")),
            (re.compile("would|could|may|might"), re.compile(
                r"^(?: (?:also|not|never))? be (?:a mistake|wrong|unwise|better|best|tempting"
                r"|premature|rash|fair|naive|foolish|good|nice|easy|absurd|an error) to\b"
                r"|^ do (?:well|better) to\b|^ (?:by )?now (?:be|have)\b")),
            (re.compile("(?!will|shall|'ll|won't)"), re.compile(
                r"^(?: (?:also|well|still|already|never|not|only|simply|even|[a-z]+ly))*"
                r" (?:have(?! (?:to|an?|the|no|little|some|any|more|fewer|its|their|his|her"
                r"|serious|consequences|implications|repercussions)\b)|has|had|'ve|was|were|did"
                r"|because|due to|the result|a result|a reaction"
                r"|in response|in the (?:belief|hope)|as a|explains?|reflects?|(?!need|embed|speed"
                r"|exceed|proceed|succeed|feed|shed|spread)[a-z]{2,}ed\b(?! to\b)|went|came|made"
                r"|took|led|began|sent|saw|gave)\b")),
            (re.compile("perhaps|maybe|possibly|probably"), re.compile(
                r"^,? (?:[a-z]+ ){1,3}(?:was|were|had|did)\b")),
        ),
        FRENCH: (
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
        ),
        SPANISH: (
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
        ),
    }
)  # fmt: skip
# What somebody once believed or said would come.
_REPORTED: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        ENGLISH: re.compile(
            r"\b(?:in the (?:belief|hope|expectation)|(?:had |was |were )?(?:believed|believing"
            r"|hoped|hoping|thought|feared|assumed|calculated|said|declared|announced|promised"
            r"|pledged|vowed|warned|claimed|insisted|knew|expected|concluded))\b(?: [^,;:]*)?$"
            r"|\b(?:says?|claims?|insists?|vows?|promises?) (?:that )?(?:it|they|he|she) $"
        ),
        FRENCH: re.compile(
            r"\b(?:(?:a|ont|avait|avaient) (?:d'abord |toujours |longtemps )?"
            r"(?:dit|declare|annonce|promis|cru|espere|pense|averti"
            r"|affirme|indique)|pensait|croyait|esperait|dans l'espoir)\b[^,;:]*$"
        ),
        SPANISH: re.compile(
            r"\b(?:dijo|declaro|anuncio|prometio|creia|pensaba|esperaba|afirmo|advirtio|aseguro"
            r"|con la esperanza)\b[^,;:]*$"
        ),
    }
)
# What did not happen, and what would have followed.
_COUNTERFACTUAL: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        ENGLISH: re.compile(
            r"\bif [^,;.]{2,60} had (?:not |only |ever )?(?!to\b|an?\b|the\b|no\b|more\b|enough\b"
            r"|any\b)[a-z]+\b|^had [^,;.]{3,80},"
        ),
        FRENCH: re.compile(r"\b(?:si|s'ils?) [^,;.]{2,60}(?:avai(?:t|ent)) [a-z]+(?:e|i|u|s|t)\b"),
        SPANISH: re.compile(r"\b(?:si|de) [^,;.]{0,60}\bhub(?:iera|iese)n?\b"),
    }
)
# "probably" and its like speak of what comes only with a verb that does.
_ADVERB: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        ENGLISH: re.compile(
            r"(?<!more )(?<!less )(?<!most )(?:probably|likely|certainly|possibly|perhaps|maybe)$"
        ),
        FRENCH: re.compile(r"(?:probablement|vraisemblablement|certainement|peut-etre|doute)$"),
        SPANISH: re.compile(r"(?:probablemente|posiblemente|seguramente|quizas?|tal vez|certeza)$"),
    }
)
_COMING: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        ENGLISH: re.compile(
            r"\| ?[.;]|\b(?:will|would|shall|won't|to (?!the|an?|its|his|her)[a-z]+|going to"
            r"|that|by|before|until|future|next"
            r"|source|candidate|outcome|scenario|coming|ahead|eventually|soon|remain|continue"
            r"|lead|within|this (?:year|decade))"
            r"\b"
        ),
        FRENCH: re.compile(
            r"(?:[a-z]+r(?:a|ont|ait|aient)\b|\b(?:avant|d'ici|futur|prochain|bientot|va|vont|que"
            r"|de [a-z]+r|conduire|mener)\b)"
        ),
        SPANISH: re.compile(
            r"(?:[a-z]+r(?:a|an|ia|ian)\b|\b(?:antes|futuro|proxim[oa]s?|pronto|va a|van a|que"
            r"|siga|sigan|[a-z]+(?:ar|er|ir)|[a-z]+(?:e|a|en|an)\b(?= (?:en|a|al|el|la|los|las)))"
            r"\b)"
        ),
    }
)


def speaks_of_the_future(sentence: str, start: int, end: int, language: str) -> bool:
    """Return whether the cue at [start, end) of a sentence in plain letters does.

    >>> speaks_of_the_future("they may have left", 5, 8, "en")
    False
    >>> speaks_of_the_future("they may leave", 5, 8, "en")
    True
    """
    cue = sentence[start:end]
    before, behind = sentence[max(0, start - REACH) : start], sentence[end : end + REACH]
    if any(of.match(cue) and there.search(before) for of, there in _BEFORE[language]):
        return False
    if any(of.match(cue) and there.search(behind) for of, there in _BEHIND[language]):
        return False
    if _REPORTED[language].search(before) or _COUNTERFACTUAL[language].search(sentence):
        return False
    if _ADVERB[language].search(cue):
        near = " ".join(before.split()[-4:]) + " | " + " ".join(behind.split()[:8])
        return bool(_COMING[language].search(near))
    return True
