"""What stands before a hedge and turns it: "No vote is likely", "I doubt that he will probably"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

REACH = 200  # characters before a hedge that are looked at


class Turn(Enum):
    """What becomes of a word of a scale.

    EXACT: it is denied, "no vote is likely". UNSURE: its sense turns and no number is left,
    "anything but likely". PERHAPS: a "not" stands in its clause, which may be of something else.
    """

    EXACT = "exact"
    UNSURE = "unsure"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True, eq=False)
class Denials:
    """How one language denies what it is about to say, in plain letters, up to the hedge.

    beside: right before it, with its sense turned and no number left. exact: with a number.
    nobody: the subject of a hedge that is itself the verb, "nobody will".
    over: a verb of doubt or of not believing, over the clause of the hedge. somewhere: a "not"
    in the clause of the hedge. harmless: what looks like either and denies nothing.
    """

    beside: re.Pattern[str]
    exact: tuple[re.Pattern[str], ...]
    nobody: re.Pattern[str]
    over: tuple[re.Pattern[str], ...]
    somewhere: re.Pattern[str]
    harmless: re.Pattern[str]


_ADV = r"(?:(?:(?!only\b)[a-z]+ly|now|even|also|still|yet|then|so|at all|in (?:our|my) view,?) )*"
_BE = r"(?:(?:will |would )?be|is|are|'s|'re|isn't|seems?|looks?|appears?|remains?|will|would|'ll)"
_NO_VERB = (
    r"(?!(?:that|who|whom|which|whose|if|whether|when|unless|because|is|are|was|were|has|have|had"
    r"|will|would|can|could|may|might|must|should|do|does|did|doubt|den(?:y|ie)|disput|question"
    r"|believ|think|thought|say|said|see|expect|consider|claim|argu|suggest|mean|find|found|call"
    r"|know|predict|reason|evidence)(?:s|ed|ing|e|es)?\b)"
)
# A "no" that is not the subject of the hedge is of something else: "who lost no seats is likely".
_OPENS = (
    r"(?:^|(?<=[,;:\u2014] )|(?<=\bthat )|(?<=\band )|(?<=\bbut )|(?<=\bso )|(?<=\bat )"
    r"|(?<=\bunder )"
    r"|(?<=\bin )|(?<=\bque )|(?<=qu')|(?<=\bet )|(?<=\bmais )|(?<=\ben )|(?<=\by )|(?<=\bpero )"
    r"|(?<=\bde ))"
)
_NP = rf"(?: {_NO_VERB}[\w'-]+){{0,8}}?(?:, [^,;]{{1,60}},)?"
_TO_HEDGE = r"\b(?=[^,;:.]{0,100}$)"
_ENGLISH = Denials(
    beside=re.compile(
        r"\b(?:(?:anything but|less than|(?:very |so )?far from|nowhere near"
        r"|by no means|in no way|short of|not (?:necessarily|exactly|quite|really|remotely|always"
        rf"|all that)) (?:being )?{_ADV})$"
    ),
    exact=(
        re.compile(
            r"(?:n't|\b(?:not|no longer|no|neither|nor|never|hardly|scarcely|barely)) (?:be )?"
            rf"{_ADV}$"
        ),
        re.compile(
            rf"{_OPENS}(?:no(?!-)|nobody|no[ -]one|none|nothing|neither|nor|never"
            rf"|not (?:one|a single))\b{_NP}"
            rf" {_BE}"
            rf"(?: (?:it|there|he|she|they))?(?: {_NO_VERB}[\w'-]+){{0,4}}? ?{_ADV}$"
        ),
    ),
    nobody=re.compile(rf"\b(?:no|nobody|no one|none|nothing|neither|nor|not one){_NP} {_ADV}$"),
    over=(
        re.compile(
            r"\b(?:doubt(?:s|ed|ful)?|sceptical|skeptical|unconvinced|questions? whether)"
            rf"{_TO_HEDGE}"
        ),
        re.compile(
            r"\b(?:nobody|no one|nothing|none|few|little|no [a-z]+)(?: (?!doubt)[a-z]+){0,4}? "
            r"(?:suggest|indicate|point|believe|think|expect|see|predict|argue|say|claim|impl[yi]"
            rf"|consider|find|regard|call)(?:s|es|d|ed)?{_TO_HEDGE}"
        ),
        re.compile(
            r"(?:n't|\b(?:not|never|cannot|hardly|scarcely)) (?:[a-z]+ly )?(?:think|believe|expect"
            r"|see|say|suggest|consider|regard|find|mean|claim|argue|imply|call|deem|follow"
            rf"|convinced|persuaded){_TO_HEDGE}"
        ),
        re.compile(
            r"\bno (?:reason|evidence|sign|indication|grounds?|basis) (?:to|that|for|in)"
            rf"{_TO_HEDGE}"
        ),
    ),
    somewhere=re.compile(
        r"\b(?:no(?!-[^o])|not|never|nobody|nothing|none|neither|nor|hardly|scarcely|cannot|wrong|false"
        r"|den(?:y|ies)|mistaken?|untrue|myth|(?<!a )few|(?<!a )little|nowhere)\b|n't\b"
    ),
    harmless=re.compile(
        r"\b(?:(?:no|not much|little|beyond|without(?: a)?|never in|leaves? no|not in) doubt"
        r"|no (?:matter|question|wonder|surprise|secret|mistake|later|sooner|earlier|fewer|less"
        r"|more)|not (?:only|just|least|merely|solely|surprisingly|to mention)|whether or not"
        r"|(?:nobody|no one|no [a-z]+|few|not|n't|never|hardly)(?: [a-z]+){0,3}? doubt\w*"
        r"|doubt no more)\b"
    ),
)  # fmt: skip

_FR_NP = r"(?: (?!que\b|qui\b|dont\b|si\b|ne\b|est\b|sont\b|doute)[\w'-]+){0,8}?(?:, [^,;]{1,60},)?"
_FR_ADV = r"(?:(?:[a-z]+ment|encore|tres|plus|donc|comme|pour|du tout|non plus|a ce stade|etre) )*"
_FRENCH = Denials(
    beside=re.compile(
        r"\b(?:(?:tres |fort |bien )?loin d'etre|tout sauf|rien moins que|moins que|tout autre que"
        r"|pas (?:necessairement|forcement|vraiment|toujours|tout a fait|exactement|specialement))"
        rf" {_FR_ADV}$"
    ),
    exact=(
        re.compile(r"\b(?:ne |n')$"),
        re.compile(
            r"\bn(?:e |')(?:[a-z]+ ){1,3}(?:pas|plus|guere|nullement|point|jamais|ni|aucunement"
            rf"|en rien) {_FR_ADV}$"
        ),
        re.compile(
            rf"{_OPENS}(?:aucune?|nul(?:le)?|personne|rien|ni|pas une?"
            rf"|jamais)\b{_FR_NP} n(?:e |')(?:[a-z]+ ){{0,2}}{_FR_ADV}$"
        ),
        re.compile(r"\bni $"),
    ),
    nobody=re.compile(
        r"\b(?:aucune?|nul(?:le)?|(?<!une )(?<!la )(?<!chaque )personne|rien|pas une?)"
        rf"{_FR_NP} n(?:e |')$"
    ),
    over=(
        re.compile(
            r"\b(?:dout(?:e|ons|ez|ent|er|ait|eux|euse)|sceptiques?|peu convaincus?)"
            r"\b(?=[^,;:.]{0,100}$)"
        ),
        re.compile(
            r"\b(?:rien|peu|personne|nul|aucune?)(?: [\w'-]+){0,3}? (?:n'|ne )?(?:[a-z]+ )?"
            r"(?:indique|laisse|suggere|croi|pens|permet|dit|prouve|estim|jug|annonce)[a-z]*"
            r"\b(?=[^,;:.]{0,100}$)"
        ),
        re.compile(
            r"\bn(?:e |')(?:[a-z]+ )?(?:pens|croi|croy|estim|jug|signifi|suggere|dit|prouve|indique"
            r"|veu[tx])[a-z]* (?:pas|plus|guere|nullement|point)\b(?=[^,;:.]{0,100}$)"
        ),
    ),
    somewhere=re.compile(
        r"\b(?:ne|pas|jamais|aucune?|nul(?:le)?|ni|guere|nullement|faux|personne|rien)\b|\bn'"
    ),
    harmless=re.compile(
        r"\b(?:(?:sans|nul|aucun|hors de|pas de|guere de|sans aucun|sans nul) doute|non seulement"
        r"|(?:ne |n')(?:fait|y a|laisse)(?: [a-z]+)? doute|pas seulement|ne [a-z]+ que"
        r"|n'(?:est|a|ont) que"
        r"|(?:n[e'] ?(?:[a-z]+ )?|personne |nul )dout\w+(?: pas| plus| guere)?"
        r"|une personne)\b"
    ),
)  # fmt: skip

_ES_NP = r"(?: (?!que\b|quien\b|si\b|es\b|son\b|dud)[\w'-]+){0,8}?(?:, [^,;]{1,60},)?"
_ES_BE = (
    r"(?:es|son|sera|seran|seria|parecen?|resultan?|esta|estan|se ve|se considera|se antoja"
    r"|ni|va a ser)"
)
_ES_NOT = r"\b(?:no|ya no|ni|tampoco|nunca|jamas) (?:(?:me|nos|se|lo|la|le) )*"
_ES_ADV = r"(?:(?:[a-z]+mente|ya|ni|aun|todavia|siquiera|ahora|en absoluto|como) )*"
_SPANISH = Denials(
    beside=re.compile(
        r"\b(?:poco o nada|nada|(?:muy )?lejos de(?: ser)?|todo menos|cualquier cosa menos"
        r"|menos que|no (?:necesariamente|precisamente|exactamente|del todo|siempre"
        rf"|forzosamente)) {_ES_ADV}$"
    ),
    exact=(
        re.compile(rf"{_ES_NOT}{_ES_ADV}$"),
        re.compile(rf"{_ES_NOT}{_ES_BE} {_ES_ADV}$"),
        re.compile(
            rf"{_OPENS}(?:ningun[oa]?|nadie|nada|ni|nunca|jamas|tampoco)\b{_ES_NP} {_ES_BE}"
            rf" {_ES_ADV}$"
        ),
        re.compile(rf"{_OPENS}(?:ningun[oa]?|nadie|nada)\b{_ES_NP} $"),
    ),
    nobody=re.compile(rf"\b(?:ningun[oa]?|nadie|nada){_ES_NP} $"),
    over=(
        re.compile(
            r"\b(?:dud(?:o|a|an|amos|ar|aria|amos|os[oa])|escepticos?|poco convencid[oa]s?)"
            r"\b(?=[^,;:.]{0,100}$)"
        ),
        re.compile(
            r"\b(?:nada|nadie|ningun[oa]?|pocos|poco)(?: [\w'-]+){0,3}? (?:indica|sugiere|cree"
            r"|piensa|espera|apunta|dice|permite|preve|demuestra)n?\b(?=[^,;:.]{0,100}$)"
        ),
        re.compile(
            r"\b(?:no|tampoco) (?:(?:me|nos|se|lo) )*(?:creo|creemos|cree|creen|pienso|pensamos"
            r"|piensa|esper|signific|quiere decir|indic|sugier|dice|consider|juzg|estim|demuestr)"
            r"[a-z]*\b(?=[^,;:.]{0,100}$)"
        ),
    ),
    somewhere=re.compile(
        r"\b(?:no|ni|nunca|jamas|tampoco|nadie|nada|ningun[oa]?|falso|niegan?)\b"
    ),
    harmless=re.compile(
        r"\b(?:(?:sin|no hay|no cabe|no queda|sin ninguna|ninguna|fuera de)(?: ninguna| toda)?"
        r"(?: lugar a)? dudas?|no (?:solo|solamente|obstante|mas tarde|menos)"
        r"|(?:no|nadie|tampoco|ningun[oa]?(?: [a-z]+)?)(?: se)? dud\w+)\b"
    ),
)  # fmt: skip

DENIALS = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH}
# What ends the clause that a "not" is said of. A comma ends none that an exact denial reaches over.
_BREAK = re.compile(
    r"[;:.!?()]|, |\b(?:and|(?<!anything )(?<!all )but|while|whereas|because|although|though|since"
    r"|unless|so|if|when|et"
    r"|mais|car|tandis que|puisque|lorsque|si|quand|y|pero|porque|aunque|mientras|cuando) "
)
_ENDS = re.compile(
    r"[;:.!?()]|(?<!anything)(?<!all) but | (?:while|mais|pero|mientras) "
    r"|, (?:and|so|et|y|which|who|qui|ce qui|lo que) "
)


@dataclass(frozen=True, slots=True)
class Denial:
    """What denies a hedge: where it begins and ends, and what it makes of it.

    reaches: it goes on to the hedge, which are told as one: "anything but likely".
    """

    start: int
    end: int
    how: Turn
    reaches: bool


def denies_nothing(plain: str, start: int, end: int, language: str) -> bool:
    """Return whether what stands there only looks like a denial: the "duda" of "no hay duda"."""
    found = DENIALS[language].harmless.finditer(plain)
    return any(one.start() < end and start < one.end() for one in found)


def abroad(plain: str, start: int, language: str) -> bool:
    """Return whether a hedge is denied in another language: a short sentence may be of one."""
    found = (turn(plain, start, other) for other in DENIALS if other != language)
    return any(one is not None and one.how is not Turn.PERHAPS for one in found)


def turn(plain: str, start: int, language: str, *, verb: bool = False) -> Denial | None:
    """Return what denies a hedge that begins at `start`; verb: it may be the verb itself.

    plain: the sentence in plain letters. None where nothing denies the hedge.

    >>> turn("no vote is likely", 11, "en").how
    <Turn.EXACT: 'exact'>
    >>> turn("it is anything but likely", 19, "en").how
    <Turn.UNSURE: 'unsure'>
    >>> turn("no doubt war is likely", 16, "en") is None
    True
    """
    of = DENIALS[language]
    before = _blanked(plain[max(0, start - REACH) : start], language)
    offset = start - len(before)
    whole = before[_last(_ENDS, before) :]
    shift = offset + len(before) - len(whole)
    if found := of.beside.search(whole):
        return Denial(shift + found.start(), start, Turn.UNSURE, reaches=True)
    for pattern in of.over:
        if found := pattern.search(whole):
            span = shift + found.start(), shift + found.end()
            return Denial(*span, Turn.UNSURE, reaches=False)
    for pattern in (*of.exact, *((of.nobody,) if verb else ())):
        if found := pattern.search(whole):
            return Denial(shift + found.start(), start, Turn.EXACT, reaches=True)
    clause = before[_last(_BREAK, before) :]
    if (
        len(clause.split()) <= 1 and whole.count(",") > 1
    ):  # behind an aside: "is not, in our view, likely"
        clause = whole
    if found := of.somewhere.search(clause):
        at = start - len(clause) + found.start()
        return Denial(at, at + len(found[0]), Turn.PERHAPS, reaches=False)
    return None


@lru_cache(maxsize=64)
def _blanked(before: str, language: str) -> str:
    """Return the words with what denies nothing struck out: "no doubt", "not only"."""
    harmless = DENIALS[language].harmless
    return harmless.sub(lambda found: "_" * len(found[0]), before)


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((found.end() for found in pattern.finditer(words)), default=0)
