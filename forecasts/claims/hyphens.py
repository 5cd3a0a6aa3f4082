"""Words that a line's end broke at a hyphen, put together."""

from __future__ import annotations

import re

from forecasts.claims.letters import folded, vocabulary
from forecasts.claims.misread import KNOWN

BROKEN = re.compile(r"(?<![\w-])(\w{1,40})(-\n|\u00ad\n|- (?=[a-z\u00df-\u00ff]))([^\W\d_]+)")
HYPHENATED = re.compile(r"(?<=\w)-\n(?=\w)")
COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+|[^\W\d_]+")
# What goes on behind a hyphen that stands for the half of a pair: short- and long-term.
PAIRED = vocabulary(
    "and or to but nor if as in on at of by the a an it is was will et ou a au y o u e ni de que"
)
# The first halves of compounds, and the endings that make a word of their own of them.
HEADS = vocabulary(
    "long short medium near mid high low large small full half first second third well self cross"
    " one two three four five six seven eight nine non single double large hard soft fast slow"
    " peut demi quasi vis moyen court sous avant"
)
ENDINGS = re.compile(
    r"(?:er|ers|est|ed|en|ened|ens|ening|ly|ness|age|ages|fall|falls|ary|ty|teen|ties|being"
    r"|fare|ship|ships|ling|ing|ering|ish|some|time|ment|ments|come|sense|dle|ies|sion|sions|lights?"
    r"|ways?|lists?|listed|ware|down|night|roads?|i|e|y|es|s|t|st|ta|te|ee|tir|tant)\b"
)
TAILS = vocabulary(
    "term scale led backed based centric owned funded made friendly wide style occupied held"
    " related linked era old range level profile ranking speed tech income cost growth sector run"
    " sized lived standing making maker makers driven oriented dependent intensive producing"
    " exporting importing brokered sponsored run controlled free year month week day point"
    " meme memes dire"
)
# French asks and points with these behind a hyphen: est-elle, celui-ci.
TURNED = re.compile(r"\w*[td]-(?:ils?|elles?|on)|(?:celui|celle|ceux|celles|jusque)-(?:ci|la)")
LEAST = 3  # letters of a half that may be a word
# Halves of one word that are words themselves: under-stand, partner-ship.
PREFIXES = vocabulary(
    "under over out up with for fore through inter any some every there where when how not who"
    " what all al may mean war tar can man car pro pre sur par con son port sin sobre entre contra"
)
SUFFIXES = vocabulary(
    "ship ships able ment less ful age ages man men like wise ward wards side land lands where"
    " thing body one work works ever time times fire port ports line lines"
)


def words_of(text: str) -> frozenset[str]:
    """Return the words and the compounds of a text in plain letters, without broken ones."""
    return frozenset(COMPOUND.findall(folded(BROKEN.sub(" ", text))))


def closed(text: str, words: frozenset[str]) -> str:
    r"""Return a text with the words whole that a hyphen and a line's end broke, on one line.

    words: those of the whole text, by which "cease-fire" or "ceasefire" is told.

    >>> closed("party lead-\ners of the Russia-\nled bloc, short- and long-term", frozenset())
    'party leaders of the Russia-led bloc, short- and long-term'
    """

    def whole(broken: re.Match[str]) -> str:
        head, end, tail = broken.groups()
        if end == "- " and tail in PAIRED:
            return broken[0]
        if end == "\u00ad\n" or _is_one(head, tail, words):
            return head + tail
        return f"{head}-{tail}"

    text = BROKEN.sub(whole, text)
    return HYPHENATED.sub("-", text).replace("\n", " ")


def _is_one(head: str, tail: str, words: frozenset[str]) -> bool:
    """Return whether the hyphen between two parts was put there by the page alone."""
    first, second = folded(head), folded(tail)
    whole, compound = first + second, f"{first}-{second}"
    if whole in KNOWN:
        return True
    if not tail[0].islower() or head[-1].isdigit() or head.isupper() or compound in words:
        return whole in words and compound not in words
    if whole in words:
        return True
    if second in TAILS or TURNED.fullmatch(compound):
        return False
    if first in HEADS:
        return ENDINGS.match(second) is not None
    both = min(len(first), len(second)) >= LEAST and {first, second} <= words
    return not both or first in PREFIXES or second in SUFFIXES
