"""The words by which sentences speak of the future, in three languages, on letters without accents.

A cue is what stands in the text; whether it speaks of the future there is for `tense` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.claims.claim import Kind
from forecasts.claims.language import ENGLISH, FRENCH, SPANISH
from forecasts.claims.letters import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern and what it says. exact: matched as it is written, accents and capitals too."""

    pattern: re.Pattern[str]
    kind: Kind
    positive: bool = True
    exact: bool = False


def _cue(kind: Kind, *patterns: str, positive: bool = True, exact: bool = False) -> Cue:
    return Cue(re.compile(rf"\b(?:{'|'.join(patterns)})\b"), kind, positive, exact)


_ENGLISH = (
    _cue(Kind.SUPERLATIVE, r"(?:the|its|their|his|her|our) (?:most (?:likely|probable)|likeliest)",
         "the best (?:chance|odds)"),
    _cue(Kind.SUPERLATIVE, r"(?:the|its|their|his|her|our) least (?:likely|probable)",
         positive=False),
    _cue(Kind.COMPARATIVE, r"(?:far |much |even |slightly )?more (?:likely|probable)(?! than not)",
         r"increasingly (?:likely|probable)", "likelier"),
    _cue(Kind.COMPARATIVE, r"(?:far |much |even |slightly )?less (?:likely|probable)",
         r"increasingly (?:unlikely|improbable)", r"more (?:unlikely|improbable)", positive=False),
    _cue(Kind.NO_NUMBER, "more likely than not", "most likely", "most probably",
         "in all (?:likelihood|probability)", "(?:fairly|quite|reasonably|rather) likely"),
    _cue(Kind.NO_NUMBER, "(?:fairly|quite|rather) unlikely", "not (?:very|particularly|too) likely",
         "highly doubtful", "doubtful", positive=False),
    _cue(Kind.ASSERTED, "inevitabl[ey]", "unavoidabl[ey]", "only a matter of time",
         r"(?:certain|sure|bound|destined|poised|set|about) to(?= [a-z]+)",
         r"(?:is|are|was|were) (?:widely )?(?:expected|forecast|projected|predicted) to",
         r"we (?:expect|anticipate|forecast|project|assess)"),
    _cue(Kind.ASSERTED, "non-starter", "out of the question", "inconceivable", "unthinkable",
         "no (?:chance|prospect)", positive=False),
    _cue(Kind.ASSERTED, r"will (?:not|never)", "won't", r"(?:is|are) not going to", "shall not",
         positive=False),
    _cue(Kind.ASSERTED, "will", "shall", r"(?:is|are) going to"),
    _cue(Kind.ASSERTED, r"would (?:not|never)", "wouldn't", positive=False),
    _cue(Kind.ASSERTED, "would"),
    _cue(Kind.NO_NUMBER, r"(?:could|may|might) (?:not|never)", "can only", "cannot", "can't",
         positive=False),
    _cue(Kind.NO_NUMBER, "could", "may", "might", "potentially", "possibly", "perhaps", "maybe",
         "conceivably", "plausibly", "it is (?:possible|conceivable|plausible)",
         "possible that", r"(?:a|some|every|the) (?:real |realistic |good |fair |slim |growing )?"
         "(?:chance|risk|possibility|prospect)", "(?:roughly |about )?even (?:chance|odds)",
         "(?:cannot|can't) be (?:ruled out|excluded)", "threatens? to"),
)  # fmt: skip

# Endings of the French future and conditional, as far as no other tense of a common verb has them.
_FUTURE_STEM = r"[a-z]*(?:[^ae]e|i|d|rr|u|v|[ti]t|mp|se|fe|oie)r"
_FRENCH = (
    _cue(Kind.SUPERLATIVE, r"(?:le|la|les|l'[a-z]+ la|l'[a-z]+ le) plus (?:probables?|"
         r"vraisemblables?)", "les meilleures chances"),
    _cue(Kind.SUPERLATIVE, r"(?:le|la|les) moins (?:probables?|vraisemblables?)", positive=False),
    _cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?plus (?:probables?|vraisemblables?)"
         r"(?! qu'improbable)", "de plus en plus (?:probables?|vraisemblables?)"),
    _cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?moins (?:probables?|vraisemblables?)",
         "de moins en moins probables?", "de plus en plus improbables?", positive=False),
    _cue(Kind.NO_NUMBER, "plus probable qu'improbable", "sans (?:nul )?doute", "selon toute "
         "(?:probabilite|vraisemblance)", "assez (?:probable|vraisemblable)"),
    _cue(Kind.NO_NUMBER, "douteu(?:x|se)s?", positive=False),
    _cue(Kind.ASSERTED, "inevitables?", "ineluctables?", r"n'est qu'une question de temps",
         r"(?:est|sont) (?:appele|destine|voue|amene)e?s? a", "s'appretent? a",
         "nous (?:prevoyons|estimons|attendons)"),
    _cue(Kind.ASSERTED, "hors de question", r"(?:est|sont|parait|semble|reste) exclue?s?",
         "impensables?", "inenvisageables?",
         positive=False),
    _cue(Kind.NO_NUMBER, r"ne pour(?:rait|raient|ra|ront) (?:pas|plus|guere|jamais)",
         positive=False),
    _cue(Kind.NO_NUMBER, "pourr(?:ait|aient|a|ont)", "peut-etre", "eventuellement",
         "possiblement", "il (?:est possible|se peut) que", "il n'est pas exclu que",
         r"risquent? de", "susceptibles? de", "potentiellement", "devrai(?:t|ent)"),
    _cue(Kind.ASSERTED, rf"n(?:e |'){_FUTURE_STEM}(?:a|ont|ait|aient) (?:pas|plus|guere|jamais)",
         positive=False),
    _cue(Kind.ASSERTED, rf"{_FUTURE_STEM}(?:a|ont|ait|aient)", r"(?:va|vont) (?:[a-z]+ment )?"
         r"[a-z]+(?:er|ir|re)"),
)  # fmt: skip

_SPANISH_CONDITIONAL = (
    r"(?:pod|tend|vend|pond|sald|ha|di|que[r]?r|sab|cab|hab|vald|deb|se|i|da|ve)r?ia(?:n|mos)?"
)
_SPANISH = (
    _cue(Kind.SUPERLATIVE, r"(?:el|la|los|las|lo) (?:[a-z]+ )?mas (?:probables?|verosimil(?:es)?)",
         "(?:las mayores|las mejores) (?:posibilidades|opciones)"),
    _cue(Kind.SUPERLATIVE, r"(?:el|la|los|las|lo) (?:[a-z]+ )?menos probables?", positive=False),
    _cue(Kind.COMPARATIVE, r"(?:mucho |aun )?mas probables?(?! que improbable)",
         "cada vez mas probables?"),
    _cue(Kind.COMPARATIVE, r"(?:mucho |aun )?menos probables?", "cada vez menos probables?",
         "cada vez mas improbables?", positive=False),
    _cue(Kind.NO_NUMBER, "mas probable que improbable", "con toda probabilidad",
         "bastante probables?", "seguramente"),
    _cue(Kind.NO_NUMBER, "dudos[oa]s?", positive=False),
    _cue(Kind.ASSERTED, "inevitables?", "ineludibles?", "es (?:solo )?cuestion de tiempo",
         r"(?:esta|estan) (?:llamad|destinad|abocad)[oa]s? a", "se (?:dispone|disponen) a",
         r"(?:se espera|prevemos|esperamos|se preve) que"),
    _cue(Kind.ASSERTED, "inviable", "impensable", "descartad[oa]s?", positive=False),
    _cue(Kind.NO_NUMBER, "no podri(?:a|an)", positive=False),
    _cue(Kind.NO_NUMBER, "podri(?:a|an)", "puede que", "quizas?", "tal vez", "posiblemente",
         "potencialmente", "eventualmente", r"(?:es|sea) posible que", "cabe la posibilidad",
         "no (?:se descarta|cabe descartar)", "deberia(?:n)?", r"(?:el|un) riesgo de que",
         "corren? el riesgo"),
    _cue(Kind.ASSERTED, r"[Nn]o (?:[a-z]+ )?\w+(?:ar|er|ir|dr|rr|br|har|dir)(?:á|án|emos)",
         positive=False, exact=True),
    _cue(Kind.ASSERTED, r"\w+(?:ar|er|ir|dr|rr|br|[hH]ar|dir)(?:á|án|emos)", exact=True),
    _cue(Kind.ASSERTED, r"\w+(?:ar|er|ir|dr|rr|br)ía(?:n|mos)?", r"[hH]aría(?:n)?", exact=True),
    _cue(Kind.ASSERTED, rf"no (?:[a-z]+ )?{_SPANISH_CONDITIONAL}", positive=False),
    _cue(Kind.ASSERTED, _SPANISH_CONDITIONAL, r"[a-z]+(?:er|ir)ia(?:n)?",
         r"(?:va|van) a (?:[a-z]+mente )?[a-z]+(?:ar|er|ir)(?:se|l[aeo]s?)?"),
)  # fmt: skip

CUES: Mapping[str, tuple[Cue, ...]] = MappingProxyType(
    {ENGLISH: _ENGLISH, FRENCH: _FRENCH, SPANISH: _SPANISH}
)

# In front of a word of the scale these turn it round: "not likely", "no es probable".
NOT: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        ENGLISH: re.compile(r"(?:\bnot|n't|\bhardly|\bnor) (?:be )?(?:at all )?$"),
        FRENCH: re.compile(r"\bn(?:e |')(?:est|sont|sera|serait|semble|parait) (?:pas|guere) $"),
        SPANISH: re.compile(r"\bno (?:es|son|sera|seria|parece|resulta) $"),
    }
)

# Words with the ending of a future or a conditional that are something else.
NOUNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        ENGLISH: vocabulary(""),
        FRENCH: vocabulary(
            "opera camera libera considera espera prepara ira rira attira retira respira inspira"
            " aspira admira empira mesura assura jura dura figura endura esperait considerait"
            " liberait operait preferait tirait attirait retirait inspirait admirait durait"
            " assurait mesurait accelera accelerait genera generait recupera recuperait sera-ce"
            " extrait contrait attrait retrait portrait distrait abstrait souverait"
        ),
        SPANISH: vocabulary(
            "materia feria arteria miseria bacteria historia secretaria artilleria infanteria"
            " caballeria refineria mineria ingenieria gendarmeria porteria libreria galeria"
            " bateria tuberia averia alegria mayoria minoria categoria teoria autoria asesoria"
            " auditoria siria nigeria liberia algeria argelia seria serias via dia dias guerreria"
            " pesqueria loteria consejeria tesoreria contaduria furia injuria centuria"
            " industria patria memoria"
        ),
    }
)
