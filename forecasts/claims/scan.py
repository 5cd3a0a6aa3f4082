"""The judgements of a text: each sentence that speaks of the future, by its hedges."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from forecasts import words
from forecasts.claims import denials, indicators, mentions, negation, odds, same, years
from forecasts.claims.claim import STATED_IN_TEXT, Claim, Kind
from forecasts.claims.grammars import GRAMMARS
from forecasts.claims.letters import folded
from forecasts.claims.sentences import Sentence, sentences
from forecasts.claims.tense import in_the_present, speaks_of_the_future

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from forecasts.claims.grammar import Cue
    from forecasts.words import Scale, Term

HALF = 0.5
# Only these with a "not" are what an unlikely thing is: "not very likely" is said of anything from
# even chances down, and "not certain" of most things.
NO_SURPRISE = re.compile(r" (?:be |come as )?(?:at all )?(?:an? )?(?:surpris|shock|astonish|amaz)")
NO_LONGER = re.compile(r"\bn(?:e |')[a-z]+ $")  # "il n'est plus probable"
# A "not" before one of these denies a denial: "would not be surprised", "no es descabellado".
DENIES_A_NO = re.compile(
    r"surpri|shock|astonish|amaz|etonn|sorpren|extran|exclu|ecart|descart|descabell|impossib|imposib"
    r"|incon|impens|\b(?:no|not|pas|guere|aucune?|rien|ne|ni|nada|nadie|nobody|nothing|few|neither"
    r"|none|nul|personne|ningun[oa]?)\b"
)
TURNS_ROUND = re.compile(
    r"(?:(?:is|are|est|sont|es|son) )?"
    r"(?:likely|probabl[ey]s?|probablemente|probablement|vraisemblables?)"
)
SPLIT: dict[str, tuple[str, ...]] = {"en": (), "fr": ("ne ", "n'"), "es": ()}
MOST = 12  # times that one cue counts in a sentence; in prose it stands there twice
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Hedge:
    """A hedge in a sentence: where it stands and what it says.

    present: its clause is of today. denied: a "not" by it may turn it. word: where the word begins
    that is hedged with, behind what denies it; -1 where the hedge begins with it.
    """

    start: int
    end: int
    kind: Kind
    positive: bool
    term: Term | None
    present: bool = False
    denied: bool = False
    word: int = -1

    def said(self, sentence: Sentence) -> str:
        """Return the hedge as the sentence writes it."""
        return sentence.text[self.start : self.end].strip()

    def read_on(self, scale: str) -> str:
        """Return the name of the scale that the hedge is read on."""
        return STATED_IN_TEXT if self.kind is Kind.STATED else scale


def scan(text: str, scale: Scale | None = None, written: date | None = None) -> tuple[Claim, ...]:
    """Return the judgements of a text about the future, one for each hedge, in reading order.

    Then, of the sentences without one, those that name something to watch, as INDICATOR.
    written: the day on which the text was, from which its years lie ahead or are gone.

    >>> [(c.hedge, c.term.point) for c in scan("A deal is very likely to hold until 2027.")]
    [('very likely', 0.875)]
    """
    scale = scale or words.SCALES[words.ICD_203]
    year = written.year if written else years.OF_TABLES
    found: list[Claim] = []
    for sentence in sentences(text):
        if sentence.heading or sentence.text.rstrip().endswith("?"):
            continue
        read = replace(sentence, text=years.as_of_tables(sentence.text, year))
        if hedges := _hedges(read, scale) or _watched(read):
            found += _claims(sentence, hedges, scale.name, year)
    return same.linked(tuple(found))


def _claims(sentence: Sentence, hedges: list[_Hedge], scale: str, year: int) -> Iterator[Claim]:
    first = _claim(sentence, hedges[0], scale, year)
    places = [(max(one.start, one.word), one.end) for one in hedges]
    conditions = mentions.conditions_of(sentence.text, sentence.language, places)
    for hedge, given in zip(hedges, conditions, strict=True):
        yield replace(first, hedge=hedge.said(sentence), kind=hedge.kind, positive=hedge.positive,
                      scale=hedge.read_on(scale), term=hedge.term, denied=hedge.denied,
                      conditions=given)  # fmt: skip


def _claim(sentence: Sentence, hedge: _Hedge, scale: str, year: int) -> Claim:
    return Claim(
        n=0,
        sentence=sentence.text,
        hedge=hedge.said(sentence),
        kind=hedge.kind,
        positive=hedge.positive,
        scale=hedge.read_on(scale),
        term=hedge.term,
        denied=hedge.denied,
        language=sentence.language,
        line=sentence.line,
        dates=mentions.dates(sentence.text, sentence.language, year),
    )


def _hedges(sentence: Sentence, scale: Scale) -> list[_Hedge]:
    """Return the hedges of a sentence; of two that overlap or share a verb the stronger stays."""
    plain = folded(sentence.text)
    found = [*_cued(sentence, plain)]
    cued = [(cue, hedge) for cue, hedge in found if not cue.alone]
    scaled = [*_scaled(sentence, plain, scale), *_stated(sentence, plain)]
    return _future(sentence, plain, cued, scaled) or _future(
        sentence, plain, [(cue, hedge) for cue, hedge in found if cue.alone], []
    )


def _future(
    sentence: Sentence, plain: str, cued: list[tuple[Cue, _Hedge]], scaled: list[_Hedge]
) -> list[_Hedge]:
    taken: list[_Hedge] = []
    ranked = [hedge for cue, hedge in cued if cue.kind in RANKED]
    around = [hedge for cue, hedge in cued if cue.around]
    longest = sorted((*scaled, *around), key=_shortness)
    for hedge in (*ranked, *longest, *(hedge for _, hedge in cued)):
        if any(hedge.start < one.end and one.start < hedge.end for one in taken):
            continue
        if any(_yields(hedge, one) and _same_verb(plain, hedge, one) for one in taken):
            continue
        taken.append(hedge)
    future = [
        one
        for one in taken
        if one.present
        or speaks_of_the_future(
            plain, max(one.start, one.word), max(one.end, one.word), sentence.language
        )
    ]
    said = [one for one in future if not any(_is_said_by(plain, one, other) for other in future)]
    return sorted(said, key=lambda one: one.start)


def _is_said_by(plain: str, bare: _Hedge, hedge: _Hedge) -> bool:
    """Return whether a word without a hedge is of the verb of one that has one."""
    kinds = (bare.kind, hedge.kind)
    return kinds == (Kind.ASSERTED, Kind.NO_NUMBER) and _same_verb(plain, bare, hedge)


def _yields(hedge: _Hedge, stronger: _Hedge) -> bool:
    """Return whether of two hedges of one verb the first says nothing that the other does not."""
    return hedge.kind is Kind.ASSERTED or (
        hedge.kind is Kind.NO_NUMBER and stronger.kind is Kind.STATED
    )


SAYING = ("that ", "que ", "qu'")  # "it is likely that the truce, … will not hold"
VERB_REACH = 45  # characters between "will" and the "probably" that hedges the same verb


def _same_verb(plain: str, weak: _Hedge, hedge: _Hedge) -> bool:
    """Return whether an unhedged "will" belongs to a hedge nearby, as in "will probably"."""
    low, high = sorted(((weak.start, weak.end), (hedge.start, hedge.end)))
    between = plain[low[1] : high[0]].strip(", ")
    near = len(between) <= VERB_REACH or between.startswith(SAYING)
    return near and not re.search(r"[,;:]| and | et | y | o | ou | or ", between)


RANKED = (Kind.SUPERLATIVE, Kind.COMPARATIVE)


def _shortness(hedge: _Hedge) -> int:
    return hedge.start - hedge.end


def _cued(sentence: Sentence, plain: str) -> Iterator[tuple[Cue, _Hedge]]:
    grammar = GRAMMARS[sentence.language]
    small = sentence.text.lower()
    for cue in grammar.cues:
        if cue.unless and cue.unless.search(small):
            continue
        found = cue.pattern.finditer(sentence.text if cue.exact else plain)
        for match in islice(found, MOST):
            said = plain[match.start() : match.end()]
            if said.rsplit(None, 1)[-1] in grammar.nouns or _is_name(
                sentence.text, match.start(), cue.kind
            ):
                continue
            if not cue.positive and denials.denies_nothing(plain, *match.span(), sentence.language):
                continue
            if cue.present and not in_the_present(plain, *match.span(), sentence.language, cue):
                continue
            yield cue, _signed(plain, sentence.language, cue, *match.span())


def _signed(plain: str, language: str, cue: Cue, start: int, end: int) -> _Hedge:
    """Return the hedge that a cue is, speaking against it where a "not" stands before it."""
    hedge = _Hedge(start, end, cue.kind, cue.positive, None, cue.present)
    if cue.kind in (Kind.SUPERLATIVE, Kind.INDICATOR):
        return hedge
    if not cue.positive:
        return replace(hedge, positive=NO_SURPRISE.match(plain, end) is not None)
    if cue.kind is Kind.COMPARATIVE and NO_LONGER.search(plain[:start]):
        return replace(hedge, positive=False)
    turn = denials.turn(plain, start, language, verb=True)
    if turn is None or not turn.reaches or DENIES_A_NO.search(plain, start, end):
        return hedge
    return replace(hedge, start=turn.start, positive=False, word=start)


def _is_name(text: str, start: int, kind: Kind) -> bool:
    """Return whether what looks like a verb is a name or a month: May 2026, Will, Ankara."""
    capital = start > 0 and text[start].isupper() and not text.isupper()
    capital = capital and not text.startswith(("I ", "I'", "I\u2019"), start)
    return kind in (Kind.ASSERTED, Kind.NO_NUMBER) and capital


@cache
def _terms(scale: Scale) -> re.Pattern[str]:
    """Return the pattern of a scale's words, longest first, in plain letters, in all forms.

    A word alone has no feminine in -a: what is "remota" is most often a place.
    """
    known = sorted({folded(word) for word in scale.terms}, key=len, reverse=True)
    plain = (
        re.sub(r"(?<= )(\S+)o$", r"\1[oa]", re.escape(word).replace("\\ ", " ")) for word in known
    )
    inner = "|".join(BLANKS.sub(r"[ -]", word) for word in plain)
    return re.compile(rf"\b(?:{inner})(?:e?s|e)?\b")


def _term(terms: dict[str, Term], word: str) -> Term | None:
    """Return the term of a word in the plural or the feminine: casi seguras, presque certaine."""
    one = word.removesuffix("s")
    forms = (word, one, word[:-2], one.removesuffix("e"), one[:-1] + "o")
    return next((terms[form] for form in forms if form in terms), None)


@cache
def _by_letters(scale: Scale) -> dict[str, Term]:
    return {folded(word): term for word, term in scale.terms.items()}


def _scaled(sentence: Sentence, plain: str, scale: Scale) -> Iterator[_Hedge]:
    """Yield the words of the scale; then those of ICD 203 that it lacks, which give no number."""
    grammar, known = GRAMMARS[sentence.language], words.SCALES[words.ICD_203]
    for of in (scale, *(() if scale is known else (known,))):
        terms = _by_letters(of)
        for match in _terms(of).finditer(plain):
            if (term := _term(terms, match[0].replace("-", " "))) is None:
                continue
            word, end = match.span()
            degree = grammar.degree.search(plain[:word])
            start = degree.start() if degree else word
            numbered = of is scale and not degree
            yield _turned(
                plain, _Hedge(start, end, Kind.SCALED, True, term), sentence.language,  # noqa: FBT003
                little=bool(degree and degree["little"]), numbered=numbered,
            )  # fmt: skip


def _turned(plain: str, hedge: _Hedge, language: str, *, little: bool, numbered: bool) -> _Hedge:
    """Return a word of a scale as what stands around it leaves it."""
    assert hedge.term is not None  # noqa: S101 - a word of a scale has one
    start, end, term, word, sure = hedge.start, hedge.end, hedge.term, -1, True
    # "Ne devrait pas" is one denial, of which one word stands before the hedge and one behind it.
    split = plain[:start].endswith(SPLIT[language])
    denied = negation.denied(plain, hedge.end) and not split
    positive = (term.point >= HALF) != little
    if before := GRAMMARS[language].negation.search(plain[:start]):
        start, term, sure = before.start(), term.negated, _turns_round(plain, hedge)
        positive = not positive
    elif turn := denials.turn(plain, start, language):
        if turn.how is denials.Turn.PERHAPS:
            denied = True
        else:
            word, start = start, turn.start
            sure = turn.how is denials.Turn.EXACT and _turns_round(plain, hedge)
            end, term, positive = end if turn.reaches else turn.end, term.negated, not positive
    else:
        denied |= denials.abroad(plain, start, language)
    positive = positive != denied
    if not (sure and numbered):
        return _Hedge(start, end, Kind.NO_NUMBER, positive, None, word=word)
    return _Hedge(start, end, Kind.SCALED, positive, term, denied=denied, word=word)


def _turns_round(plain: str, hedge: _Hedge) -> bool:
    return TURNS_ROUND.fullmatch(plain, hedge.start, hedge.end) is not None


def _stated(sentence: Sentence, plain: str) -> Iterator[_Hedge]:
    for start, end, term in odds.stated(plain, sentence.language):
        denied = negation.denied(plain, end)
        denied |= denials.turn(plain, start, sentence.language) is not None
        positive = (term.point >= HALF) != denied
        yield _Hedge(start, end, Kind.STATED, positive, term, denied=denied)


def _watched(sentence: Sentence) -> list[_Hedge]:
    """Return what to watch in a sentence that says nothing of the future."""
    found = indicators.found(folded(sentence.text), sentence.language)
    return [_Hedge(*found, Kind.INDICATOR, True, None)] if found else []  # noqa: FBT003
