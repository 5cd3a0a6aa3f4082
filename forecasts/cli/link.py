"""`forecasts link`: which questions hang together, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts import dates, parse
from forecasts.cli import options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import json_lines, say, say_out
from forecasts.dates import Edge
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.linked import checking, rules
from forecasts.linked.following import contradictions
from forecasts.linked.suited import unsuited
from forecasts.model import times
from forecasts.model.link import Link, LinkKind
from forecasts.store import links, questions
from forecasts.store.settled import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Question
    from forecasts.store import Receipt, Store

EXAMPLES = """\b
Examples:
  forecasts link talks-before-midterms implies talks-before-2029
  forecasts link kim-meets-xi-next excludes kim-meets-putin-next
  forecasts link joint --all-of talks-before-midterms --all-of armistice
  forecasts link joint --all-of prisoners     (one more part)
  forecasts link recognition --given deal-before-2029
  forecasts link payer --given deal-before-2029 --given troops-left
  forecasts link joint within 90d of armistice --latest 2027-02-01
  forecasts link their-question same-event ours
  forecasts link                              (lists them all)
  forecasts link joint implies talks --remove

\b
implies, earlier-deadline-of  yes to the first means yes to the second
excludes                      not both
--all-of                      it happens where all of these do, and only there
--given                       it is asked for the case that this happens (all
                              of these), and is annulled where it does not
within Nd of                  the first asks whether it happens so close to it
same-event                    two questions about one thing

\b
--json prints a line for each link: question kind to days latest_at note;
outcomes on record that contradict each other stand in contradictions[] of each
link between questions that they hang together with.
"""
OF = "of"


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1, metavar="[QUESTION [RELATION QUESTION]]",
                shell_complete=options.slugs)  # fmt: skip
@click.option("--given", metavar="QUESTION", multiple=True,
              help="It is asked for the case that this happens; repeat.",
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
    words: tuple[str, ...], given: tuple[str, ...], parts: tuple[str, ...], latest: str | None,
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
        wanted = typed(store, words, given, parts, closing, note)
        receipt = (removed if remove else added)(store, wanted, uuid)
        whole = "" if remove else _whole(wanted, links.everything(store.connection))
    _tell(wanted, receipt, whole, removed=remove, as_json=as_json)


def typed(
    store: Store,
    words: Sequence[str],
    given: Sequence[str],
    parts: Sequence[str],
    latest: datetime | None,
    note: str | None,
) -> tuple[Link, ...]:
    """Return the links that were typed; raise InputError for what is none."""
    if not words:
        raise InputError("which question?", "Type: forecasts link QUESTION implies QUESTION")
    one = _question(store, words[0])
    why = parse.plain(note, "--note") if note else None
    if given or parts:
        if len(words) > 1 or (given and parts):
            raise InputError("one relation at a time.", "Type --given, --all-of or words alone.")
        names = [*dict.fromkeys(given or parts)]
        kind = LinkKind.GIVEN if given else LinkKind.ALL_OF
        return tuple(_link(kind, one, _question(store, name), None, None, why)
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
    if (wrong := unsuited(kind, one, other)) is not None:
        raise RefusedError(f"{wrong.why}.", wrong.instead)
    if kind is LinkKind.EARLIER_DEADLINE_OF and one.terms.closes_at > other.terms.closes_at:
        raise RefusedError(
            f"{one.slug} closes after {other.slug}.",
            f"Type: forecasts link {other.slug} earlier-deadline-of {one.slug}",
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
        there = {_said(one): one for one in standing}
        new = [one for one in wanted if _said(one) not in there]
        if not new:
            raise RefusedError(
                f"it is on record: {there[_said(wanted[0])]}.", "See: forecasts link"
            )
        _check_new_whole(new, standing)
        _check_possible(wanted[0].one, (*standing, *new))
        for one in new:
            links.add(batch, one, options.login())
    return batch.receipt


def _check_possible(slug: str, standing: Sequence[Link]) -> None:
    """Raise RefusedError for links with a question, near or far, that make no sense together."""
    try:
        checking.check(rules.around(slug, standing))
    except checking.CircularError as error:
        raise RefusedError(f"{error}.", "See what is linked: forecasts link") from None


def _said(one: Link) -> str:
    """Return what a link says, the same for both directions of one that has none."""
    if one.kind in (LinkKind.EXCLUDES, LinkKind.SAME_EVENT):
        return f"{one.kind} {sorted((one.one, one.other))}"
    return f"{one.kind} {one.one} {one.other}"


def removed(store: Store, wanted: Sequence[Link], uuid: str | None) -> Receipt:
    """Take links back; raise NotFoundError where there is none such."""
    with store.append(options.now(), "link remove", uuid) as batch:
        standing = {_said(one): one for one in links.everything(batch.connection)}
        for one in wanted:
            if _said(one) not in standing:
                raise NotFoundError(f"there is no link {one}.", "See: forecasts link")
            links.remove(batch, standing.pop(_said(one)), options.login())
        _check_wholes(wanted, standing.values())
    return batch.receipt


def _check_new_whole(new: Sequence[Link], standing: Sequence[Link]) -> None:
    """Raise InputError for a whole of a single part; one more is added to those on record."""
    if len(new) == 1 and new[0].kind is LinkKind.ALL_OF:
        whole = new[0].one
        if not any(one.kind is LinkKind.ALL_OF and one.one == whole for one in standing):
            raise InputError("all of one is that one.", "Name two or more: --all-of A --all-of B")


def _check_wholes(gone: Sequence[Link], left: Iterable[Link]) -> None:
    """Raise RefusedError where a whole is left with a single part, or with parts too few."""
    standing = tuple(left)
    left = [one for one in standing if one.kind is LinkKind.ALL_OF]
    for whole in {one.one for one in gone if one.kind is LinkKind.ALL_OF}:
        parts = [one.other for one in left if one.one == whole]
        if len(parts) == 1:
            raise RefusedError(
                f"{whole} would be all of {parts[0]} alone, and all of one is that one.",
                f"Take that back too: add --all-of {parts[0]}",
            )
        if parts:  # fewer mean the whole, which may be more than others allow
            _check_possible(whole, standing)


def _list(store: Store, name: str | None, *, as_json: bool) -> None:
    known = links.everything(store.connection)
    if name is not None:
        known = rules.around(_question(store, name).slug, known)
    there = settled(store.connection, known)
    if as_json:
        for part in rules.components(known):
            clashes = [clash.words for clash in contradictions(part, there)]
            json_lines(as_record(one, clashes) for one in part)
        return
    if not known:
        say_out("Nothing is linked. Type: forecasts link QUESTION implies QUESTION")
    for one in known:
        latest = f", until {times.to_minute(one.latest_at)}" if one.latest_at else ""
        say_out(paragraph(f"{one}{latest}{f': {one.note}' if one.note else ''}"))
    for clash in contradictions(known, there):
        say(paragraph(f"Contradiction: {clash.words}."))


def as_record(one: Link, clashes: Sequence[str]) -> dict[str, object]:
    """Return a link in the shape that --json prints."""
    return {
        "question": one.one,
        "kind": one.kind.value,
        "to": one.other,
        "days": one.days,
        "latest_at": times.maybe_to_text(one.latest_at),
        "note": one.note,
        "contradictions": clashes,
    }


def _whole(wanted: Sequence[Link], standing: Sequence[Link]) -> str:
    """Return of what a question is the whole by now, where parts were added to others; else ''."""
    first = wanted[0]
    whole = first.one if first.kind is LinkKind.ALL_OF else ""
    parts = [one for one in standing if one.kind is LinkKind.ALL_OF and one.one == whole]
    return rules.told(parts) if len(parts) > len(wanted) else ""


def _tell(
    wanted: Sequence[Link], receipt: Receipt, whole: str, *, removed: bool, as_json: bool
) -> None:
    if as_json:
        json_lines(as_record(one, ()) | {"removed": removed, "receipt": str(receipt)}
                   for one in wanted)  # fmt: skip
        return
    for one in wanted:
        say_out(f"{'No longer' if removed else 'Linked'}: {one}.")
    if whole:
        say_out(paragraph(f"By now {whole}."))
    say_out(f"Receipt {receipt}")
    if not removed:
        say_out(f"Next: {options.typed_db('forecasts coherence')}")
