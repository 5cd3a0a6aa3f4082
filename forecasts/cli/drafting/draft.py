"""A question as far as it is typed, and a line of it that is asked for and shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from forecasts.cli.domain import Domain, with_domain
from forecasts.cli.terms import terms
from forecasts.model import QuestionType

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from forecasts.cli.terms import Typed
    from forecasts.model import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question as far as it is typed, and what the words of a claim say in it.

    opposite: whether the words are said of its not coming about. about: the option that they rank
    first. told: whether both were asked for. answered: whether it was said what the answer can be.
    publication: who says them. slug: None for one made of the title.
    """

    typed: Typed
    domain: Domain
    kind: QuestionType = QuestionType.BINARY
    opposite: bool = False
    about: str | None = None
    told: bool = False
    answered: bool = False
    publication: str | None = None
    slug: str | None = None

    def put(self, **typed: Any) -> Draft:  # noqa: ANN401 - each line its own
        """Return the draft with that typed in its lines."""
        return replace(self, typed=replace(self.typed, **typed))


@dataclass(frozen=True, slots=True)
class Offer:
    """A last day that a sentence names, and the words that name it."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Start:
    """What a draft starts from: the terms that stand already, and the clock.

    offers: last days to take. likely: the kind of answer that is offered first.
    """

    base: Terms
    now: datetime
    offers: tuple[Offer, ...] = ()
    likely: QuestionType = QuestionType.BINARY

    def terms(self, draft: Draft) -> Terms:
        """Return the terms so far; raise InputError for what cannot stand in them."""
        found = terms(draft.typed, self.base, self.now)
        return with_domain(draft.domain, draft.kind, found, self.base, self.now)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a draft.

    there: whether it was typed already, or stands in what the draft starts from. mends: the options
    by which the lint names it. fits: whether such a question has it.
    """

    label: str
    ask: Callable[[Draft, Start], Draft]
    shown: Callable[[Draft, Start], str]
    there: Callable[[Draft, Start], bool]
    mends: tuple[str, ...] = ()
    fits: Callable[[Draft], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that was read over, and whether it stands though its title and dates disagree."""

    draft: Draft
    anyway: bool = False


class LeftError(Exception):
    """Somebody left a draft as it is; nothing was recorded of it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("the draft was left")
        self.draft = draft
