"""`forecasts link`: which questions hang together, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts import dates, linked, parse
from forecasts.cli import linking, options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import json_lines, say, say_out
from forecasts.dates import Edge
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model import QuestionType, times
from forecasts.model.link import Link, LinkKind
from forecasts.store import links, questions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Question
    from forecasts.store import Receipt, Store

EXAMPLES = """\b
Examples:
  forecasts link talks-before-midterms implies talks-before-2029
  forecasts link kim-meets-xi-next excludes kim-meets-putin-next
  forecasts link joint --all-of talks-before-midterms --all-of armistice
  forecasts link recognition --given deal-before-2029
  forecasts link joint within 90d of armistice --latest 2027-02-01
  forecasts link their-question same-event ours
  forecasts link                              (lists them all)
  forecasts link joint implies talks --remove

\b
implies, earlier-deadline-of  yes to the first means yes to the second
excludes                      not both
--all-of                      it happens where all of these do, and only there
--given                       it is asked for the case that this happens, and
                              is annulled where it does not
within Nd of                  the first asks whether it happens so close to it
same-event                    two questions about one thing

\b
--json prints a line for each link: question kind to days latest_at note;
a clash of outcomes on record stands in clashes[] of each link's component.
"""
OF = "of"


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1, metavar="[QUESTION [RELATION QUESTION]]",
                shell_complete=options.slugs)  # fmt: skip
@click.option("--given", metavar="QUESTION", help="It is asked for the case that this happens.",
              shell_complete=options.slugs)  # fmt: skip
@click.option("--all-of", "parts", metavar="QUESTION", multiple=True,
              help="It happens where all of these do; repeat.",
              shell_complete=options.slugs)  # fmt: skip
@click.option("--latest", metavar="DATE", help="With within: its last day at the latest.")
@click.option("--note", metavar="TEXT", help="Why they hang together.")
@click.option("--remove", is_flag=True, help="Take the link back; it stays on record.")
@options.tz_option
@options.db_option
@options.json_option
@options.uuid_option
def link(
    words: tuple[str, ...], given: str | None, parts: tuple[str, ...], latest: str | None,
    note: str | None, remove: bool, tz: str | None, db: Path, as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Say how questions hang together, or list the links.

    Links are what `coherence` checks numbers by, what `predict` warns about, and what `resolve`
    draws its next questions from.
    """
    with options.opened(db) as store:
        if len(words) < 2 and not given and not parts:  # noqa: PLR2004 - one question alone
            _list(store, words[0] if words else None, as_json=as_json)
            return
        closing = dates.instant(latest, Edge.DEADLINE, options.zone_of(tz), options.now()) \
            if latest else None  # fmt: skip
        wanted = typed(store, words, given, parts, closing, note, removing=remove)
        receipt = (removed if remove else added)(store, wanted, uuid)
        _tell(wanted, receipt, removed=remove, as_json=as_json)


def typed(
    store: Store,
    words: Sequence[str],
    given: str | None,
    parts: Sequence[str],
    latest: datetime | None,
    note: str | None,
    *,
    removing: bool,
) -> tuple[Link, ...]:
    """Return the links that were typed; raise InputError for what is none."""
    if not words:
        raise InputError("which question?", "Type: forecasts link QUESTION implies QUESTION")
    one = _question(store, words[0])
    why = parse.plain(note, "--note") if note else None
    if given or parts:
        if len(words) > 1 or (given and parts):
            raise InputError("one relation at a time.", "Type --given, --all-of or words alone.")
        names = [given] if given else parts
        kind = LinkKind.GIVEN if given else LinkKind.ALL_OF
        if kind is LinkKind.ALL_OF and len(names) == 1 and not removing:
            raise InputError("all of one is that one.", "Name two or more: --all-of A --all-of B")
        return tuple(_link(kind, one, _question(store, name or ""), None, None, why)
                     for name in names)  # fmt: skip
    kind, days, name = _relation(words[1:])
    if latest is not None and kind is not LinkKind.WITHIN:
        raise InputError("--latest goes with within.", "Leave it out.")
    return (_link(kind, one, _question(store, name), days, latest, why),)


def _relation(words: Sequence[str]) -> tuple[LinkKind, float | None, str]:
    relation, *rest = words
    try:
        kind = LinkKind(relation)
    except ValueError:
        known = ", ".join(kind.value for kind in LinkKind)
        raise InputError(f"{relation!r} is no relation.", f"There are: {known}.") from None
    if kind is LinkKind.WITHIN:
        if len(rest) != 3 or rest[1] != OF:  # noqa: PLR2004 - length, "of", question
            raise InputError("within what of which?", "Type: forecasts link A within 90d of B")
        return kind, parse.duration(rest[0]).total_seconds() / 86_400, rest[2]
    if len(rest) != 1:
        raise InputError(f"{relation} which question?", f"Type: forecasts link A {relation} B")
    return kind, None, rest[0]


def _question(store: Store, name: str) -> Question:
    return questions.find(store, name)


def _link(
    kind: LinkKind, one: Question, other: Question, days: float | None,
    latest: datetime | None, note: str | None,
) -> Link:  # fmt: skip
    """Return a link between two questions, checked against their kinds and dates."""
    if kind not in (LinkKind.GIVEN, LinkKind.SAME_EVENT, LinkKind.WITHIN):
        for question in (one, other):
            if question.type is not QuestionType.BINARY:
                raise RefusedError(
                    f"{question.slug} is not answered by yes or no, so nothing can imply it.",
                    "Link it with --given, within or same-event.",
                )
    if kind is LinkKind.EARLIER_DEADLINE_OF and one.terms.closes_at > other.terms.closes_at:
        raise RefusedError(
            f"{one.slug} closes after {other.slug}.",
            f"Type: forecasts link {other.slug} earlier-deadline-of {one.slug}",
        )
    if kind is LinkKind.GIVEN and other.type is not QuestionType.BINARY:
        raise RefusedError(
            f"{other.slug} is not answered by yes or no.", "Ask for one condition of it."
        )
    if latest is not None and one.terms.closes_at > latest:
        raise RefusedError(
            f"{one.slug} closes {times.to_minute(one.terms.closes_at)}, after --latest.",
            "Type a --latest that is not before its close.",
        )
    try:
        return Link(
            kind=kind, one=one.slug, other=other.slug, days=days, latest_at=latest, note=note
        )
    except ValueError as error:
        raise InputError(f"{error}.", "Name two questions.") from None


def added(store: Store, wanted: Sequence[Link], uuid: str | None) -> Receipt:
    """Record links that are new and can hold beside those on record."""
    with store.append(options.now(), "link", uuid) as batch:
        standing = links.everything(batch.connection)
        there = {str(one) for one in standing}
        if repeated := [one for one in wanted if str(one) in there]:
            raise RefusedError(f"it is on record: {repeated[0]}.", "See: forecasts link")
        try:
            linked.check((*standing, *wanted))
        except linked.CircularError as error:
            raise RefusedError(f"{error}.", "See what is linked: forecasts link") from None
        for one in wanted:
            links.add(batch, one, options.login())
    return batch.receipt


def removed(store: Store, wanted: Sequence[Link], uuid: str | None) -> Receipt:
    """Take links back; raise NotFoundError where there is none such."""
    with store.append(options.now(), "link remove", uuid) as batch:
        standing = {str(one): one for one in links.everything(batch.connection)}
        for one in wanted:
            if str(one) not in standing:
                raise NotFoundError(f"there is no link {one}.", "See: forecasts link")
            links.remove(batch, standing[str(one)], options.login())
    return batch.receipt


def _list(store: Store, name: str | None, *, as_json: bool) -> None:
    known = links.everything(store.connection)
    if name is not None:
        known = linked.around(_question(store, name).slug, known)
    outcomes = linking.answers(store.connection)
    if as_json:
        json_lines(as_record(one, linked.clashes(linked.around(one.one, known), outcomes))
                   for one in known)  # fmt: skip
        return
    if not known:
        say_out("Nothing is linked. Type: forecasts link QUESTION implies QUESTION")
    for one in known:
        until = f", until {one.latest_at:%Y-%m-%d} at the latest" if one.latest_at else ""
        say_out(paragraph(f"{one}{until}{f': {one.note}' if one.note else ''}"))
    for clash in linked.clashes(known, outcomes):
        say(f"Clash: {clash}.")


def as_record(one: Link, clashes: Sequence[str]) -> dict[str, object]:
    """Return a link in the shape that --json prints."""
    return {
        "question": one.one,
        "kind": one.kind.value,
        "to": one.other,
        "days": one.days,
        "latest_at": times.maybe_to_text(one.latest_at),
        "note": one.note,
        "clashes": clashes,
    }


def _tell(wanted: Sequence[Link], receipt: Receipt, *, removed: bool, as_json: bool) -> None:
    if as_json:
        json_lines(as_record(one, ()) | {"removed": removed, "receipt": str(receipt)}
                   for one in wanted)  # fmt: skip
        return
    for one in wanted:
        say_out(f"{'No longer' if removed else 'Linked'}: {one}.")
    say_out(f"Receipt {receipt}")
    if not removed:
        say_out(f"Next: {options.typed_db('forecasts coherence')}")
