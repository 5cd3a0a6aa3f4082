"""`forecasts claims walk`: through a text, claim by claim."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import click

from forecasts.claims import Kind
from forecasts.cli import drafting, layout, options, prompting
from forecasts.cli.claims import accepting, settling
from forecasts.cli.claims.asking import asked_for, begun, understood
from forecasts.cli.claims.card import card
from forecasts.cli.claims.reading import Read, again, publication_option, read
from forecasts.cli.claims.recording import New, Said, recorded
from forecasts.cli.domain import Domain
from forecasts.cli.output import say
from forecasts.cli.scales import scale_of, scale_option
from forecasts.cli.source import known_sources
from forecasts.cli.terms import Typed
from forecasts.cli.walk import running_clock
from forecasts.errors import ForecastsError, InputError
from forecasts.model.decision import Made
from forecasts.store import questions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from forecasts.claims import Claim
    from forecasts.cli.drafting import Draft
    from forecasts.store import Receipt, Store

KEYS = (
    ("a", "ask it as a new question"),
    ("r", "a question on record asks it"),
    ("=", "another claim says the same"),
    ("d", "dismiss it: no question"),
    ("Enter", "later"),
    ("q", "stop; all so far is on record"),
    ("?", "show these keys"),
)
PROMPT = "a r = d q ? > "
STOPPED = 130


@click.command(epilog="\b\nExample:\n  forecasts claims walk csds-brief --publication 'CSDS brief'")
@click.argument("source", required=False, shell_complete=known_sources)
@publication_option
@scale_option
@options.tz_option
@options.db_option
def walk(
    source: str | None, publication: str | None, scale: str | None, tz: str | None, db: Path
) -> None:
    """Go through the claims of a text that nothing was made of yet, one by one.

    Each answer is on record at once, so it can be left and taken up again.
    """
    if not sys.stdin.isatty():
        raise InputError("there is no terminal here to ask on.", "See: forecasts claims accept -h")
    prompting.fit()
    with options.opened(db) as store:
        found = read(store, source, scale_of(scale))
        Pass(store, found, publication, tz, running_clock()).through()


@dataclass(slots=True)
class Pass:
    """One pass over a text: what was read of it, and what was typed and left, by claim."""

    store: Store
    found: Read
    publication: str | None
    tz: str | None
    clock: Callable[[], datetime]
    left: dict[int, Draft] = field(default_factory=dict)

    def through(self) -> None:
        """Ask about each open claim until the end or `q`; then say what is on record."""
        waiting = self._open()
        head = f"{self.found.source.title}: {len(waiting)} claims of which nothing is made yet."
        say(layout.paragraph(head))
        say(layout.fields(KEYS) if waiting else "Nothing waits.")
        try:
            for place, claim in enumerate(waiting, 1):
                if claim in self._open() and not self._settled(claim, f"{place}/{len(waiting)}"):
                    break
        except (click.Abort, KeyboardInterrupt):
            say("")
            self._say_state()
            raise click.exceptions.Exit(STOPPED) from None
        self._say_state()

    def _open(self) -> list[Claim]:
        """Return the claims that wait, as the record stands: an acceptance settles others too."""
        self.found = again(self.store.connection, self.found)
        decided = self.found.decided
        return [one for one in self.found.claims
                if one.kind is not Kind.INDICATOR and one.n not in decided]  # fmt: skip

    def _settled(self, claim: Claim, place: str) -> bool:
        """Ask until a claim is settled or left for later; return whether the pass goes on."""
        slugs = dict(self.store.connection.execute("SELECT id, slug FROM questions"))
        click.echo(f"\n{place}\n{card(self.found, [claim], slugs)}", err=True)
        while True:
            try:
                key = prompting.line(prompt=f"  {PROMPT}").lower()
            except click.Abort:  # the end of the input, as q
                return False
            if key in ("", "q", "quit"):
                return not key
            try:
                if self._done(claim, key):
                    return True
            except drafting.LeftError as left:
                self.left[claim.n] = left.draft
                prompting.tell("Not recorded; what you typed is kept while you are here: a")
            except ForecastsError as error:
                prompting.tell_error(error)

    def _done(self, claim: Claim, key: str) -> bool:
        """Do what a key asks for; return whether it settled the claim."""
        now = self.clock()
        if key == "d":
            why = prompting.asked("Why (Enter: no reason)", str)
            receipt = settling.settle_dismissed(self.store, self.found, claim.n, why or None, now)
            settling.tell(claim.n, Made.DISMISSED, receipt)
        elif key == "=":
            settling.tell(claim.n, Made.SAME, self._same(claim, now))
        elif key in ("a", "r"):
            said = Said(self.found, claim, self.publication)
            said, new = self._new(said, now) if key == "a" else self._known(said)
            done = recorded(self.store, said, new, now, anyway=False)
            accepting.tell(done, ())
            self.left.pop(claim.n, None)
        else:
            if key != "?":
                prompting.tell(f"{key!r} is no key. There are:")
            say(layout.fields(KEYS))
            return False
        return True

    def _new(self, said: Said, now: datetime) -> tuple[Said, New]:
        """Ask for a question, from where it was left where it was begun before."""
        typed = replace(NOTHING, tz=self.tz)
        start, draft = begun(self.store, said, typed, Domain(), now)
        draft = self.left.get(said.claim.n, draft)
        said, new, self.left[said.claim.n] = asked_for(self.store, said, start, draft, None)
        return said, new

    def _known(self, said: Said) -> tuple[Said, New]:
        """Ask which question on record it is, and what the words say in it."""
        found = prompting.asked(
            "Which one? Type its slug or its number", lambda text: questions.find(self.store, text)
        )
        options_ = [option.name for option in found.terms.choices]
        opposite, about = understood(said.claim, found.type, options_, found.title)
        return replace(said, opposite=opposite, about=about), New(found)

    def _same(self, claim: Claim, now: datetime) -> Receipt:
        def number(text: str) -> int:
            if not text.isdecimal():
                raise InputError(f"{text!r} is no number of a claim.", "Type such as 4.")
            return int(text)

        first = str(claim.same_as) if claim.same_as else ""
        m = prompting.asked("The same as which claim?", number, first)
        return settling.settle_same(self.store, self.found, claim.n, m, now)

    def _say_state(self) -> None:
        """Say what is on record of the text, and how to go on where something waits."""
        waiting = len(self._open())
        made = Counter(one.made for one in self.found.decided.values())
        named = ((Made.ACCEPTED, "asked"), (Made.SAME, "the same as another"),
                 (Made.DISMISSED, "dismissed"))  # fmt: skip
        parts = [f"{made[kind]} {words}" for kind, words in named if made[kind]]
        made_of_it = ", ".join(parts) or "nothing yet"
        say(layout.paragraph(f"On record: {made_of_it}; {waiting} of its claims wait."))
        if waiting:
            command = f"forecasts claims walk {self.found.source.slug}"
            say(f"Go on: {options.typed_db(command)}")


NOTHING = Typed(
    title=None, opens=None, closes=None, resolves=None, spot=None, tz=None, counts=None,
    not_counts=None, source=None, unclear=None, criteria=None, background=None, topics=(),
    group=None, url=None, base_rate=None, by_deadline=None, retrospective=None, second_person=None,
)  # fmt: skip
