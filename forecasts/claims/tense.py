"""Whether a cue speaks of the future where it stands: "may have", "was likely to" do not."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.claims.language import ENGLISH, FRENCH, SPANISH

if TYPE_CHECKING:
    from collections.abc import Mapping

ANY = re.compile("")
# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
_BEFORE: Mapping[str, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = MappingProxyType(
    {
        ENGLISH: (
            (ANY, re.compile(
                r"\b(?:was|were|had been|has been|have been|seemed|appeared|looked)"
                r"(?: [a-z]+ly)? (?:not |also |never )?$"
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
                r"\b(?:etait|etaient|fut|furent|semblait|paraissait)(?: [a-z]+ment)? (?:pas )?$")),
        ),
        SPANISH: (
            (ANY, re.compile(r"\b(?:era|eran|fue|fueron|parecia|resulto)(?: [a-z]+mente)? $")),
        ),
    }
)  # fmt: skip
# What stands right behind it and does the same.
_BEHIND: Mapping[str, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = MappingProxyType(
    {
        ENGLISH: (
            (ANY, re.compile(
                r"^(?: (?:also|well|still|already|never|not|only|simply|even|[a-z]+ly))*"
                r" (?:have|has|had|'ve|was|were|did|because|due to|the result|a result|a reaction"
                r"|in response|in the (?:belief|hope)|as a|explains?|reflects?|(?!need|embed|speed"
                r"|exceed|proceed|succeed|feed|shed|spread)[a-z]{2,}ed\b(?! to\b)|went|came|made"
                r"|took|led|began|sent|saw|gave)\b")),
            (re.compile("perhaps|maybe|possibly|probably"), re.compile(
                r"^,? (?:[a-z]+ ){1,3}(?:was|were|had|did)\b")),
        ),
        FRENCH: (
            (ANY, re.compile(
                r"^(?: (?:pas|plus|deja|aussi|bien|ainsi|[a-z]+ment))* (?:avoir|ete|eu|du a"
                r"|en raison|lie|le resultat|[a-z]{3,}(?:e|ee|es|ees)\b(?= (?:par|en \d|hier)))")),
            (re.compile(r".*\b(?:aurai(?:t|ent)|serai(?:t|ent))$"), re.compile(
                r"^(?: (?:pas|deja|ainsi|[a-z]+ment))* [a-z]+(?:e|ee|es|ees|u|ue|i|is|it|int)\b")),
        ),
        SPANISH: (
            (ANY, re.compile(
                r"^(?: (?:ya|tambien|asi|[a-z]+mente))* (?:haber|haya|hayan|sido|debido a"
                r"|resultado)\b")),
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
            r"\b(?:(?:a|ont|avait|avaient) (?:dit|declare|annonce|promis|cru|espere|pense|averti"
            r"|affirme|indique)|pensait|croyait|esperait|dans l'espoir)\b[^,;:]*$"
        ),
        SPANISH: re.compile(
            r"\b(?:dijo|declaro|anuncio|prometio|creia|pensaba|esperaba|afirmo|advirtio|aseguro"
            r"|con la esperanza)\b[^,;:]*$"
        ),
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
    before, behind, cue = sentence[:start], sentence[end:], sentence[start:end]
    if any(of.match(cue) and there.search(before) for of, there in _BEFORE[language]):
        return False
    if any(of.match(cue) and there.search(behind) for of, there in _BEHIND[language]):
        return False
    if _REPORTED[language].search(before):
        return False
    if _ADVERB[language].search(cue):
        near = " ".join(before.split()[-4:]) + " | " + " ".join(behind.split()[:8])
        return bool(_COMING[language].search(near))
    return True
