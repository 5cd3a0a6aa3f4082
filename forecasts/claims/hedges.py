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
    """A pattern and what it says. exact: matched as it is written, accents and capitals too.

    around: it may have a word of the scale within it, and is read before that word if longer.
    """

    pattern: re.Pattern[str]
    kind: Kind
    positive: bool = True
    exact: bool = False
    around: bool = False


def _cue(
    kind: Kind, *patterns: str, positive: bool = True, exact: bool = False, around: bool = False
) -> Cue:
    return Cue(re.compile(rf"\b(?:{'|'.join(patterns)})\b"), kind, positive, exact, around)


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
         "in all (?:likelihood|probability)", "(?:fairly|quite|reasonably|rather) likely",
         around=True),
    _cue(Kind.NO_NUMBER, "(?:fairly|quite|rather) unlikely", "not (?:very|particularly|too) likely",
         "highly doubtful", "doubtful", positive=False, around=True),
    _cue(Kind.NO_NUMBER, r"(?:hard|difficult) to (?:see|imagine|envisage|picture|believe)",
         r"(?:little|scant|slim|not much|dim|poor) (?:chance|prospects?|likelihood|hope)",
         r"(?:little|no) reason to (?:expect|think|believe)", r"(?:I|i|we) (?:very much )?doubt",
         r"(?:not|never) (?:expect|anticipate|foresee|envisage|bet on|count on)",
         r"not (?:guaranteed|assured|a given)", positive=False),
    _cue(Kind.ASSERTED, "inevitabl[ey]", "unavoidabl[ey]", "only a matter of time",
         r"(?:certain|sure|bound|destined|poised|set|about) to(?= [a-z]+)",
         r"(?:is|are) (?:[a-z]+ly )?(?:now )?(?:expected|forecast|projected|predicted|scheduled"
         r"|due|slated|planned|tipped|earmarked) (?:to|for|in|on|by|at)",
         r"on (?:course|track) (?:to|for)", r"(?:on|to) the (?:verge|brink) of",
         r"(?:is|are) (?:heading|headed) (?:for|towards?)", "sooner or later",
         r"(?:stands?|promises?) to (?:be|gain|lose|win|become)", "in the offing",
         r"(?:expects?|anticipates?|foresees?|predicts?)(?! (?:of|from)\b)",
         r"(?:we|I|i) (?:forecast|project|assess)", r"forecasts? (?:that|growth|a|an)",
         r"pric(?:es?|ing) in"),
    _cue(Kind.NO_NUMBER, r"(?:my|our|the best) (?:own |best )?(?:guess|bet|hunch)",
         r"(?:my|our|the) (?:central|base|baseline|main) (?:case|scenario|projection|forecast"
         r"|estimate|expectation)", r"our (?:projection|forecast|expectation)",
         r"(?:chances|probability|likelihood|odds) (?:that|is|are|of)",
         r"every (?:reason|sign) (?:to (?:expect|think|believe)|that)"),
    _cue(Kind.NO_NUMBER, r"should (?:[a-z]+ly |soon |then |also |not )?(?:fall|rise|ease|slow"
         r"|grow|reach|recover|stabilise|stabilize|improve|decline|drop|climb|shrink|narrow|widen"
         r"|peak|average|stay|remain|become|arrive|suffice|be (?:able|complete|completed|ready"
         r"|enough|over|finished|available))"),
    _cue(Kind.ASSERTED, "non-starter", "out of the question", "inconceivable", "unthinkable",
         "no (?:chance|prospect)", positive=False),
    _cue(Kind.ASSERTED, r"will (?:not|never)", "won't", r"(?:is|are) not going to",
         "(?:isn't|aren't) going to", "shan't",
         "shall not", "'ll (?:not|never)", positive=False),
    _cue(Kind.ASSERTED, "will", "shall", "'ll", r"(?:is|are|'re|'s|'m|am) going to"),
    _cue(Kind.ASSERTED, r"would (?:not|never)", "wouldn't", positive=False),
    _cue(Kind.ASSERTED, "would"),
    _cue(Kind.NO_NUMBER, r"(?:could|may|might) (?:not|never)", "can only", "cannot", "can't",
         positive=False),
    _cue(Kind.NO_NUMBER, "could", "may", "might", "potentially", "possibly", "perhaps", "maybe",
         "conceivably", "plausibly", "it is (?:possible|conceivable|plausible)",
         "possible that", r"(?:an?|some|every|the) (?:real |[a-z]{4,} )?"
         r"(?:chance|risk|possibility|prospect)", r"\d+ ?(?:%|per cent|percent) (?:chance"
         "|probability|likelihood)", "far from (?:certain|assured|clear that)",
         r"(?:remains|is|not) (?:im)?possible", "plausible", "liable to", "can be expected to",
         "almost surely", r"(?:lies?|lie) ahead", "imminent",
         "(?:roughly |about )?even (?:chance|odds)",
         "(?:cannot|can't) be (?:ruled out|excluded)", "threatens? to"),
)  # fmt: skip

# Endings of the French future and conditional, as far as no other tense of a common verb has them.
_FUTURE_STEM = r"[a-z]*(?:[^ae]e|ee|i|d|rr|u|v|[ti]t|mp|nc|se|fe|oie)r"
_CLITICS = r"(?:se |s'|y |en |l[ae]s? |l'|lui |leur |nous )?"
_FRENCH = (
    _cue(Kind.SUPERLATIVE, r"(?:le|la|les|l'[a-z]+ la|l'[a-z]+ le) plus (?:probables?|"
         r"vraisemblables?)", "les meilleures chances"),
    _cue(Kind.SUPERLATIVE, r"(?:le|la|les) moins (?:probables?|vraisemblables?)", positive=False),
    _cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?plus (?:probables?|vraisemblables?)"
         r"(?! qu'improbable)", "de plus en plus (?:probables?|vraisemblables?)"),
    _cue(Kind.COMPARATIVE, r"(?:bien |beaucoup |encore )?moins (?:probables?|vraisemblables?)",
         "de moins en moins probables?", "de plus en plus improbables?", positive=False),
    _cue(Kind.NO_NUMBER, "plus probable qu'improbable", "sans (?:nul )?doute", "selon toute "
         "(?:probabilite|vraisemblance)", "assez (?:probable|vraisemblable)", around=True),
    _cue(Kind.NO_NUMBER, "douteu(?:x|se)s?", "difficilement",
         r"(?:voi[ts]|voyons|imaginons|imagine|concoi[ts]) mal",
         r"difficile (?:d'imaginer|de (?:croire|concevoir|penser|voir))",
         r"(?:hors|loin) (?:de portee|d'atteinte)", r"(?:guere|pas|peu|aucune?) (?:de )?chances?",
         r"n'est (?:pas|guere|nullement) (?:certain|sur|acquis|garanti)e?s?",
         "rien ne (?:dit|garantit|laisse)", r"(?:je )?doute(?:ons)? (?:fort )?que",
         r"ne (?:s'attend|croi[ts]|croient|croyons|pensons)(?:ent)? (?:pas|guere|plus)",
         positive=False,
         around=True),
    _cue(Kind.NO_NUMBER, r"(?:n'est|ne sont) pas (?:a )?exclu(?:e?s?|re)",
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
    _cue(Kind.ASSERTED, "inevitables?", "ineluctables?", r"n'est qu'une question de temps",
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
    _cue(Kind.ASSERTED, r"nous (?:n'|ne )?(?:aur|ser|fer|verr|pourr|devr|saur|ir|viendr|tiendr"
         r"|voudr|assister|rester)ons"),
    _cue(Kind.ASSERTED, "hors de question", r"(?:est|sont|parait|semble|reste) exclue?s?",
         "impensables?", "inenvisageables?",
         positive=False),
    _cue(Kind.NO_NUMBER, r"ne pour(?:rait|raient|ra|ront) (?:pas|plus|guere|jamais)",
         positive=False),
    _cue(Kind.NO_NUMBER, "pourr(?:ait|aient|a|ont)", "peut-etre", "eventuellement",
         "possiblement", "il (?:est possible|se peut) que", "il n'est pas exclu que",
         r"risquent? de", "susceptibles? de", "potentiellement", "devrai(?:t|ent)"),
    _cue(Kind.ASSERTED, r"ne (?:va|vont) (?:[a-z]+ment )?(?:pas|plus|guere|jamais) (?:[a-z]+ment )?"
         rf"{_CLITICS}[a-z]+(?:er|ir|re)", positive=False),
    _cue(Kind.ASSERTED, rf"n(?:e |'){_CLITICS}{_FUTURE_STEM}(?:a|ont|ait|aient) (?:pas|plus"
         r"|guere|jamais)",
         positive=False),
    _cue(Kind.ASSERTED, rf"{_FUTURE_STEM}(?:a|ont|ait|aient)", r"(?:va|vont|allons) "
         rf"(?:[a-z]+ment |bientot |encore |sans doute )?{_CLITICS}[a-z]+(?:er|ir|re)"),
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
         "bastante probables?", "seguramente", around=True),
    _cue(Kind.NO_NUMBER, "dudos[oa]s?", "dificilmente", r"dud(?:o|amos)(?: mucho)? (?:que|de que)",
         r"(?:es|parece|resulta) (?:muy )?dificil (?:que|imaginar|pensar|creer|ver)",
         r"cuesta (?:creer|imaginar|pensar)", r"(?:no|tampoco) cabe (?:esperar|prever)",
         r"(?:no|tampoco) (?:es|parece) (?:seguro|claro|previsible|de esperar)",
         r"no (?:esta|estan) (?:[a-z]+ ){0,3}(?:garantizad|asegurad)[oa]s?",
         r"remot[oa]s? (?:la|las) (?:posibilidad|probabilidad|opcion)(?:es)?",
         r"(?:posibilidad|probabilidad|opcion)(?:es)? (?:es |son |sigue siendo |parece )?(?:muy )?"
         r"(?:remot|escas|baj)[ao]s?", r"(?:pocas|escasas|nulas) (?:posibilidades|probabilidades"
         r"|opciones)", r"no (?:esperamos|prevemos|creemos|creo) que", positive=False, around=True),
    _cue(Kind.NO_NUMBER, r"lo mas (?:segur|previsibl|logic|normal)[oe]", "previsible(?:mente)?",
         "presumiblemente", r"es de (?:suponer|esperar|prever|temer)", r"hay que (?:suponer|temer)",
         r"cabe (?:esperar|prever|suponer|temer|pensar)", "a lo mejor", "acaso",
         r"no (?:hay que|se puede|se debe|puede|conviene|es posible) descartar(?:se)?",
         r"todo (?:indica|apunta|hace (?:pensar|prever|suponer)|lleva a (?:pensar|creer))",
         r"(?:probabilidad|posibilidad)(?:es)? de que", r"amenazan? con", "descabellado",
         "plausibles?", "no es (?:imposible|descartable)", r"apost(?:amos|aria|o) (?:a|por)",
         r"(?:muchas|altas|serias|buenas|grandes) (?:posibilidades|probabilidades)",
         r"\d+ ?% de probabilidad(?:es)?", "a buen seguro", "con seguridad"),
    _cue(Kind.ASSERTED, "inevitables?", "ineludibles?", "es (?:solo )?cuestion de tiempo",
         r"(?:esta|estan|parecen?) (?:llamad|destinad|abocad|condenad)[oa]s? a",
         "se (?:dispone|disponen) a",
         r"(?:se espera|prevemos|esperamos|se preve|preven?|estimamos|calculamos"
         r"|pronosticamos|pronostican?|vaticinan?|auguran?)(?: que)?",
         r"se (?:avecina|perfila|vislumbra|anuncia)n?",
         r"(?:esta|estan) (?:previst|programad|anunciad)[oa]s? (?:que|para|en|a)", "a punto de",
         r"tarde o temprano", r"(?:va|van) camino de"),
    _cue(Kind.ASSERTED, "inviable", "impensable",
         r"fuera de (?:toda )?(?:consideracion|discusion|alcance|cuestion)",
         "descartad[oa]s?", positive=False),
    _cue(Kind.NO_NUMBER, "no podri(?:a|an)", positive=False),
    _cue(Kind.NO_NUMBER, "podri(?:a|an)", "puede que", "quizas?", "tal vez", "posiblemente",
         "potencialmente", "eventualmente", r"(?:es|sea) posible que", "cabe la posibilidad",
         "no (?:se descarta|cabe descartar)", "deberia(?:n)?", r"(?:el|un) riesgo de que",
         "corren? el riesgo"),
    _cue(Kind.ASSERTED, r"[Nn]o (?:[a-z]+ )?\w+(?:ar|er|ir|dr|rr|br|har|dir)(?:á|án|emos)",
         positive=False, exact=True),
    _cue(Kind.ASSERTED, r"no irán?", positive=False, exact=True),
    _cue(Kind.ASSERTED, r"irán?", r"\w+(?:ar|er|ir|dr|rr|br|[hH]ar|dir)(?:á|án|emos)", exact=True),
    _cue(Kind.ASSERTED, r"\w+(?:ar|er|ir|dr|rr|br)ía(?:n|mos)?", r"[hH]aría(?:n)?", exact=True),
    _cue(Kind.ASSERTED, r"no (?:se |l[aeo]s? )?(?:va|van|vamos) a [a-z]+(?:ar|er|ir)(?:se"
         r"|l[aeo]s?)?", positive=False),
    _cue(Kind.ASSERTED, rf"no (?:[a-z]+ )?{_SPANISH_CONDITIONAL}", positive=False),
    _cue(Kind.ASSERTED, _SPANISH_CONDITIONAL, r"[a-z]+(?:er|ir)ia(?:n)?",
         r"(?:va|van|vamos) a (?:[a-z]+mente )?[a-z]+(?:ar|er|ir)(?:se|l[aeo]s?|nos)?"),
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
