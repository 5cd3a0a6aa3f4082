"""Which of three languages a sentence is in, by its small words."""

from __future__ import annotations

import re

from forecasts.claims.letters import folded, vocabulary

ENGLISH, FRENCH, SPANISH = "en", "fr", "es"
# Words that one of the three has and the other two have not.
SMALL_WORDS = {
    ENGLISH: vocabulary(
        "the of and to is that for with as by from has have will be are its his their this which"
        " would was were been not or an at than it he they who but if when more most"
    ),
    FRENCH: vocabulary(
        "ils elles nous vous je"
        " le les des du une et est pour dans par sur avec au aux ce cette qui ne pas sont il elle"
        " ses leur mais ou comme plus selon tout toute tous cela donc ils sera"
        " si avait etait serait aurait meme sans apres"
        " dont d'un d'une n'est qu'il l'on entre aussi etre"
    ),
    SPANISH: vocabulary(
        "ellos ellas nosotros"
        " el los las del y por para con una se su sus al lo como pero o mas ha han ser sera entre"
        " sobre sin este esta esto si ya muy tambien cuando hacia desde no hay cada fue donde quien"
    ),
}
WORD = re.compile(r"[a-z']+")
# And letters, in words that are no names.
LETTERS = {
    FRENCH: re.compile(
        r"(?<!\w)(?![A-Z\u00c0-\u00de])\w*[\u00e0\u00e7\u00e8\u00ea\u00ee\u00f4\u00f9\u00fb\u0153]"
    ),
    SPANISH: re.compile(
        r"(?<!\w)(?![A-Z\u00c0-\u00de])\w*[\u00e1\u00ed\u00f1\u00f3\u00fa]|[\u00bf\u00a1]"
    ),
}


def language_of(text: str, otherwise: str = ENGLISH, margin: int = 1) -> str:
    """Return en, fr or es; `otherwise` where neither small words nor letters tell.

    margin: by how many words one language must lead. "y" alone makes no sentence Spanish.

    >>> language_of("Il est peu probable que les troupes partent.")
    'fr'
    >>> language_of("De prosperar, Rusia quedar\u00e1 aislada.")
    'es'
    """
    words = WORD.findall(folded(text))
    # Also what stands before an apostrophe: l', d', qu' and n' are French.
    french = sum(word[:2] in ("l'", "d'", "n'", "s'") or word[:3] == "qu'" for word in words)
    counts = {
        language: sum(word in known for word in words) for language, known in SMALL_WORDS.items()
    }
    counts[FRENCH] += french
    for language, letters in LETTERS.items():
        counts[language] += len(letters.findall(text))
    best = max(counts, key=lambda language: counts[language])
    runner_up = max(count for language, count in counts.items() if language != best)
    return best if counts[best] >= runner_up + margin else otherwise
