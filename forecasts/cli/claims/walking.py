"""`forecasts claims walk`: through a text, claim by claim."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forecasts.claims import Kind
from forecasts.cli import options
from forecasts.cli.claims import accepting
from forecasts.cli.claims.reading import Read, read
from forecasts.cli.claims.scanning import MARGIN, head
from forecasts.cli.domain import Domain
from forecasts.cli.layout import bold, paragraph
from forecasts.cli.output import say
from forecasts.cli.scales import scale_of, scale_option
from forecasts.cli.source import known_sources
from forecasts.cli.terms import Typed
from forecasts.errors import ForecastsError, InputError

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.claims import Claim
    from forecasts.store import Store
    from forecasts.words import Scale

KEYS = "a new question, q one that is asked, = the same as another, d dismiss, Enter later, x stop"
STOP, LATER = "x", ""


@click.command(epilog="\b\nExample:\n  forecasts claims walk csds-brief --publication 'CSDS brief'")
@click.argument("source", required=False, shell_complete=known_sources)
@click.option("--publication", metavar="NAME", help="Who says it; by default the source's name.")
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
    with options.opened(db) as store:
        pass_through(store, source, scale_of(scale), publication, tz)


def pass_through(
    store: Store, source: str | None, scale: Scale, publication: str | None, tz: str | None
) -> None:
    """Ask about each open claim until the end, or until told to stop."""
    done: set[int] = set()
    while True:
        found = read(store, source, scale)  # anew: an acceptance settles others
        claim = _next(found, done)
        if claim is None:
            say("That was the last one.")
            return
        click.echo(f"\n{bold(f'{claim.n:3}')} {head(claim)}\n{paragraph(claim.sentence, MARGIN)}")
        key = click.prompt(KEYS, default=LATER, show_default=False, err=True).strip().lower()
        if key == STOP:
            return
        try:
            settled = key == LATER or _do(store, found, claim, key, publication, tz)
        except ForecastsError as error:
            say(f"{error.message} {error.hint}")
            continue
        if settled:
            done.add(claim.n)


def _next(found: Read, done: set[int]) -> Claim | None:
    for claim in found.claims:
        if claim.kind is not Kind.INDICATOR and claim.n not in {*found.decided, *done}:
            return claim
    return None


def _do(
    store: Store, found: Read, claim: Claim, key: str, publication: str | None, tz: str | None
) -> bool:
    """Do what a key asks for; return whether it was one of them."""
    slug = found.source.slug
    context = click.get_current_context()
    db = context.params["db"]
    if key == "d":
        why = _asked("Why") or None
        context.invoke(accepting.dismiss, n=claim.n, why=why, slug=slug, db=db)
    elif key == "=":
        m = click.prompt("The same as claim number", type=int, err=True)
        context.invoke(accepting.same, n=claim.n, as_n=m, slug=slug, db=db)
    elif key in ("a", "q"):
        opposite = False
        if claim.term is not None:
            opposite = click.confirm("Does it ask for the opposite?", default=False, err=True)
        said = accepting.Said(found, claim, publication, None, opposite=opposite)
        typed, there = (None, _asked("Question")) if key == "q" else (_typed(tz), None)
        new = accepting.new_question(
            store, found, typed or NOTHING, Domain(), there, None, anyway=False
        )
        accepting.tell(accepting.recorded(store, said, new, None), as_json=False)
    else:
        say(f"{key!r} is none of: {KEYS}.")
        return False
    return True


def _asked(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer.strip()


NOTHING = Typed(
    title=None, opens=None, closes=None, resolves=None, spot=None, tz=None, counts=None,
    not_counts=None, source=None, unclear=None, criteria=None, background=None, topics=(),
    group=None, url=None, base_rate=None, by_deadline=None, retrospective=None, second_person=None,
)  # fmt: skip


def _typed(tz: str | None) -> Typed:
    """Ask for the words and the day of a question."""
    from dataclasses import replace

    return replace(
        NOTHING,
        tz=tz,
        title=_asked('The question ("Will …?")') or None,
        closes=_asked("Last day that counts") or None,
        counts=_asked("What counts as yes") or None,
        not_counts=_asked("What does not") or None,
        source=_asked("Who says so") or None,
        unclear=_asked("What follows if it stays unclear") or None,
    )
