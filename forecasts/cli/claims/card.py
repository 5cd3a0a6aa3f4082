"""How a claim is shown: its hedge, what that stands for, and the sentence that it is made in."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import click

from forecasts.claims import Kind
from forecasts.cli.layout import paragraph
from forecasts.parse import probability_text as percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from forecasts.claims import Claim
    from forecasts.cli.claims.reading import Read

MARGIN = "    "
FOLLOWING = 3  # words that tell a hedge from another one of its sentence
WHY = {
    Kind.NO_NUMBER: "gives no number",
    Kind.COMPARATIVE: "compares, gives no number",
    Kind.SUPERLATIVE: "ranks first, graded right or wrong",
    Kind.ASSERTED: "no hedge, gives no number",
    Kind.INDICATOR: "to watch",
    Kind.SCALED: "gives no number",
    Kind.STATED: "gives no number",
}


def cards(found: Read, shown: Iterable[Claim], slugs: Mapping[int, str]) -> Iterator[str]:
    """Yield what is shown of each sentence: the claims made in it, once its words, when and if."""
    for _, group in groupby(shown, key=lambda one: (one.line, one.sentence)):
        yield card(found, list(group), slugs)


def card(found: Read, claims: list[Claim], slugs: Mapping[int, str]) -> str:
    """Return what is shown of a sentence, and of these claims of it."""
    first = claims[0]
    lines = []
    for claim in claims:
        number, *rest = f"{claim.n:3}", head(claim, _followed(found, claim))
        text = paragraph(f"{rest[0]}{_state(found, claim, slugs)}", f"{number} ")
        lines.append(click.style(number, bold=True) + text[len(number) :])
    lines.append(_marked(paragraph(first.sentence, MARGIN), claims))
    for label, parts in (("when", first.dates), *_conditions(claims)):
        if parts:
            lines.append(paragraph("; ".join(parts), f"{MARGIN}{label}: ", MARGIN))
    return "\n".join(lines)


def _conditions(claims: Sequence[Claim]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the conditions of a sentence, and of which claim each is where not of all."""
    if len({one.conditions for one in claims}) == 1:
        yield "condition", claims[0].conditions
        return
    for one in claims:
        yield f"condition of {one.n}", one.conditions


def head(claim: Claim, said: str | None = None) -> str:
    """Return the hedge of a claim with what it stands for.

    said: the hedge with what follows it, where the hedge alone would not tell which is meant.
    """
    words = f'"{said or claim.hedge}"'
    if claim.term is not None:
        low, high = percent(claim.term.low), percent(claim.term.high)
        of_a_no = ""
        if claim.denied:
            of_a_no = f"; by a “not”, which makes it {percent(claim.term.negated.point)}"
        if low == high:
            return f"{words}: {claim.scale}, {low}{of_a_no}"
        on = f"{claim.scale}," if claim.kind is Kind.STATED else claim.scale
        return f"{words}: {on} {low} to {high}, read as {percent(claim.term.point)}{of_a_no}"
    against = "" if claim.positive else "speaks against; "
    return f"{words}: {against}{WHY[claim.kind]}"


def _followed(found: Read, claim: Claim) -> str | None:
    """Return a hedge with the next words, where its sentence holds that hedge more than once."""
    like = [
        one.n
        for one in found.claims
        if (one.line, one.sentence, one.hedge) == (claim.line, claim.sentence, claim.hedge)
    ]
    places = [place.end() for place in _places(claim.hedge, claim.sentence)]
    if len(like) < 2 or len(places) != len(like):  # noqa: PLR2004 - one hedge is told by its word
        return None
    rest = claim.sentence[places[like.index(claim.n)] :].split()
    return " ".join([claim.hedge, *rest[:FOLLOWING], *["…"] * (len(rest) > FOLLOWING)])


def _places(hedge: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"(?<!\w){re.escape(hedge)}(?!\w)", text))


def _marked(text: str, claims: Iterable[Claim]) -> str:
    """Return a sentence with its hedges in bold, each that stands whole on a line and only once."""
    for hedge in dict.fromkeys(claim.hedge for claim in claims):
        if len(places := _places(hedge, text)) == 1:
            start, end = places[0].span()
            text = text[:start] + click.style(hedge, bold=True) + text[end:]
    return text


def _state(found: Read, claim: Claim, slugs: Mapping[int, str]) -> str:
    decided = found.decided.get(claim.n)
    if decided is not None:
        asked = slugs.get(decided.question_id or 0)
        return f" · {decided.made}" + (f" as {asked}" if asked else "")
    if claim.same_as is not None:
        return f" · seems to say what {claim.same_as} says"
    return ""
