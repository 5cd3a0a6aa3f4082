"""A claim is made a question at a terminal: what it lacks is asked for, and what its words say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.claims import Kind
from forecasts.cli import ask, drafting
from forecasts.cli.claims.offers import last_days
from forecasts.cli.claims.recording import New, Said, check_publication, of_a_no, usual
from forecasts.cli.drafting import Draft, Line, Start
from forecasts.cli.prompting import asked, chosen
from forecasts.model import QuestionType
from forecasts.model.needs import CHOICES
from forecasts.parse import probability_text as percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.claims import Claim
    from forecasts.cli.domain import Domain
    from forecasts.cli.terms import Typed
    from forecasts.store import Store

NONE_OF_THEM = "none of them"


def begun(
    store: Store, said: Said, typed: Typed, domain: Domain, now: datetime
) -> tuple[Start, Draft]:
    """Return what a question of a claim starts from: what was typed, and what its words offer."""
    source, claim = said.read.source, said.claim
    ranks = claim.kind is Kind.SUPERLATIVE
    start = Start(
        ask.blank(now),
        now,
        last_days(claim, source.date_to),
        QuestionType.MULTIPLE_CHOICE if ranks else QuestionType.BINARY,
    )
    typed = replace(typed, opens=typed.opens or source.date_to.isoformat())
    speaker = said.publication or usual(store.connection, source)
    draft = Draft(
        typed=typed, domain=domain, kind=domain.kind, opposite=said.opposite, about=said.about,
        told=said.opposite or said.about is not None, publication=speaker,
    )  # fmt: skip
    return start, draft


def asked_for(
    store: Store, said: Said, start: Start, draft: Draft, name: str | None
) -> tuple[Said, New, Draft]:
    """Ask for what a question of a claim lacks; return both as they are to be recorded.

    The draft comes with them, to be taken up again should the record refuse them.

    Raises LeftError with what was typed so far.
    """
    check_publication(store, draft.publication or "")
    words = words_line(said.claim)
    draft = replace(draft, slug=draft.slug or name)
    lines = (*drafting.LINES, words, by_line(store), slug_line(store))
    made = drafting.drafted(draft, start, lines, (*drafting.LINES, words))
    final = made.draft
    said = replace(said, publication=final.publication, about=final.about, opposite=final.opposite)
    new = New(None, final.slug, ask.Worded(start.terms(final), final.kind, made.anyway))
    return said, new, final


def words_line(claim: Claim) -> Line:
    """Return the line on which it is said what the words of a claim say in its question."""

    def put(draft: Draft, start: Start) -> Draft:
        options = [option.name for option in start.terms(draft).choices]
        title = draft.typed.title or ""
        opposite, about = understood(claim, draft.kind, options, title)
        return replace(draft, opposite=opposite, about=about, told=True)

    def shown(draft: Draft, start: Start) -> str:
        del start
        if draft.about:
            return f"“{claim.hedge}”: {draft.about} ranked first"
        if claim.term is None or draft.kind is not QuestionType.BINARY:
            return f"“{claim.hedge}”, kept as said: no number{' here' * (claim.term is not None)}"
        term = claim.term.negated if draft.opposite else claim.term
        of = ", said of a no" if draft.opposite else ""
        low, high = percent(term.low), percent(term.high)
        return f"“{claim.hedge}”{of}: {percent(term.point)}, {low} to {high}"

    return Line("Words say", put, shown, lambda draft, _: draft.told)


def understood(
    claim: Claim, kind: QuestionType, options: Sequence[str], title: str
) -> tuple[bool, str | None]:
    """Ask, where it can be meant in two ways, of what a claim says its words.

    Return whether of a no, and the option that it ranks first.
    """
    if kind is QuestionType.BINARY and claim.term is not None:
        yes, no = percent(claim.term.point), percent(claim.term.negated.point)
        question = f"Of which answer does the text say “{claim.hedge}”?"
        ways = (f"of a yes, which is then at {yes}", f"of a no, so that a yes is at {no}")
        return chosen(question, ways, int(of_a_no(claim, title))) == 1, None
    if kind in CHOICES and claim.kind is Kind.SUPERLATIVE:
        words = claim.sentence.casefold()
        named = [place for place, name in enumerate(options) if name.casefold() in words]
        question, likely = f"Which one is “{claim.hedge}”?", named[0] if named else len(options)
        place = chosen(question, (*options, NONE_OF_THEM), likely)
        return False, options[place] if place < len(options) else None
    return False, None


def by_line(store: Store) -> Line:
    """Return the line on which it is said who says it."""

    def put(draft: Draft, start: Start) -> Draft:
        del start

        def read(text: str) -> Draft:
            name = parse.name(text)
            check_publication(store, name)
            return replace(draft, publication=name)

        return asked("Under which name does the publication go?", read, draft.publication or "")

    return Line("Said by", put, lambda draft, _: draft.publication or "", lambda *_: True)


def slug_line(store: Store) -> Line:
    """Return the line of the question's short name: made of its title, or typed."""

    def put(draft: Draft, start: Start) -> Draft:
        def read(text: str) -> Draft:
            title = start.terms(draft).title
            return replace(draft, slug=ask.free_slug(store.connection, text or None, title))

        return asked("Its short name (Enter: made of the question)", read, draft.slug or "")

    def shown(draft: Draft, start: Start) -> str:
        return draft.slug or ask.free_slug(store.connection, None, start.terms(draft).title)

    return Line("Short name", put, shown, lambda *_: True)
