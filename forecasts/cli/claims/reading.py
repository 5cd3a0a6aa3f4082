"""The claims of a source as they are read again, with what was made of each."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from forecasts import claims
from forecasts.claims.misread import corrected
from forecasts.cli.source import known_sources
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model.decision import Decision, Made
from forecasts.store import claims as kept
from forecasts.store import sources

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from forecasts.claims import Claim
    from forecasts.model import Source
    from forecasts.store import Store
    from forecasts.words import Scale

of_option = click.option(
    "--of", "slug", metavar="SOURCE", shell_complete=known_sources,
    help="Which text; the one added last by default.",
)  # fmt: skip
publication_option = click.option(
    "--publication", metavar="NAME",
    help="Who says it; by default who says its other claims, else the source's name.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A source with its claims, and what was made of them by the claim's number."""

    source: Source
    claims: tuple[Claim, ...]
    decided: Mapping[int, Decision]

    def claim(self, n: int) -> Claim:
        """Return the n-th claim; raise NotFoundError for none."""
        for one in self.claims:
            if one.n == n:
                return one
        raise NotFoundError(
            f"{self.source.slug} has no claim {n}; it has {len(self.claims)}.",
            f"See: forecasts claims scan {self.source.slug}",
        )


def read(store: Store, slug: str | None, scale: Scale) -> Read:
    """Return a source's claims, read from the text on record."""
    source = sources.find(store.connection, slug) if slug else _newest(store)
    text = sources.text_of(store.connection, source)
    if text is None:
        speaks = kept.spoken_as(store.connection, source.id)
        named = f" --publication {shlex.quote(speaks)}" if speaks else ""
        raise RefusedError(
            f"the words of {source.slug} are not on record.",
            f"Add the text itself: forecasts source add FILE --slug {source.slug}-text"
            f"{', and accept its claims with' if named else ''}{named}",
        )
    found = claims.scan(text, scale, source.date_to)
    return Read(source, found, placed(found, kept.of_source(store.connection, source.id).values()))


def again(connection: sqlite3.Connection, before: Read) -> Read:
    """Return a source's claims with what is made of them by now: under the lock, nothing is late.

    A pass over a text may take an hour, in which others decide too.
    """
    known = kept.of_source(connection, before.source.id).values()
    return replace(before, decided=placed(before.claims, known))


def placed(found: tuple[Claim, ...], known: Iterable[Decision]) -> dict[int, Decision]:
    """Return decisions by the numbers that their claims have now.

    A later release may find more in a text, which moves the numbers: the sentence and the hedge
    tell which claim was meant, the sentence alone where the hedge is read otherwise, its letters
    where a line's end or a scanner's slip is, and the number where the words are redacted.
    """
    decided: dict[int, Decision] = {}
    left = list(known)
    for same in (_same_words, _same_sentence, _same_letters, _same_number):
        for one in tuple(left):
            said = [claim.n for claim in found if claim.n not in decided and same(claim, one)]
            if said:
                decided[min(said, key=lambda n: abs(n - one.n))] = one
                left.remove(one)
    return decided


def _same_words(claim: Claim, one: Decision) -> bool:
    return (claim.sentence, claim.hedge) == (one.sentence, one.hedge)


def _same_sentence(claim: Claim, one: Decision) -> bool:
    return claim.sentence == one.sentence


def _same_letters(claim: Claim, one: Decision) -> bool:
    return _letters(claim.sentence) == _letters(one.sentence)


def _letters(sentence: str) -> str:
    return "".join(filter(str.isalnum, corrected(sentence)))


def _same_number(claim: Claim, one: Decision) -> bool:
    return one.sentence == kept.REDACTED and claim.n == one.n


def _newest(store: Store) -> Source:
    with_text = [
        one for one in sources.everything(store.connection)
        if sources.text_of(store.connection, one) is not None
    ]  # fmt: skip
    if not with_text:
        raise InputError("no text is on record.", "Add one: forecasts source add FILE")
    return with_text[-1]


def decision(read_: Read, claim: Claim, made: Made, entered_by: str) -> Decision:
    """Return what is to be recorded of a claim; it takes the place of what stood before."""
    before = read_.decided.get(claim.n)
    return Decision(
        source_id=read_.source.id,
        n=claim.n,
        sentence=claim.sentence,
        hedge=claim.hedge,
        kind=claim.kind.value,
        positive=claim.positive,
        scale=claim.scale if claim.term else None,
        low=claim.term.low if claim.term else None,
        high=claim.term.high if claim.term else None,
        language=claim.language,
        made=made,
        replaces=before.id if before else None,
        entered_by=entered_by,
    )
