"""An outcome that a rule proposes: shown, accepted by a person, or objected to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.cli import options, wording
from forecasts.cli.output import json_line, say, say_out
from forecasts.errors import InputError, RefusedError
from forecasts.model import Objection, times
from forecasts.proposals import Silence, parse_rule
from forecasts.store import proposals, questions

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from forecasts.model import Proposal, Question, Resolution
    from forecasts.store import Receipt, Store


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection with the outcome it speaks against; no receipt where it was there already."""

    question: Question
    proposed: str
    objection: Objection
    receipt: Receipt | None


def standing(connection: sqlite3.Connection, question: Question) -> Proposal:
    """Return the proposal that stands on a question; raise RefusedError where there is none."""
    found = proposals.of_question(connection, question.id)
    if found is None:
        raise RefusedError(
            f"no rule proposes an outcome of {question.slug} now.",
            what_else(question),
        )
    return found


def what_else(question: Question) -> str:
    """Return what to type where no proposal stands: look now, or say what happened."""
    hand = f"Say what happened: {by_hand(question)}"
    if question.terms.resolver is None:
        return hand
    return f"Look now: {options.typed_db(f'forecasts resolver {question.slug}')}\n{hand}"


def by_hand(question: Question) -> str:
    """Return the command that records an outcome without the rule."""
    slug = f"{question.slug} {question.type.answer}"
    return options.typed_db(f'forecasts resolve {slug} --source URL --quote "…"')


def to_accept(store: Store, question: Question, uuid: str | None, now: datetime) -> Proposal:
    """Return the proposal that stands on a question and may be accepted.

    Raises RefusedError while objections are awaited, and where there are any.
    """
    with store.append(now, "resolve", uuid) as batch:  # a retry ends here: it was accepted before
        found = standing(batch.connection, question)
    if found.objections:
        last = found.objections[-1]
        raise RefusedError(
            f"{last.objector} objects: {last.note}", f"Decide it by hand: {by_hand(question)}"
        )
    if found.object_by is not None and now < found.object_by:
        raise RefusedError(
            f"objections are awaited until {times.to_minute(found.object_by)}.",
            f"Accept it then, or decide it by hand: {by_hand(question)}",
        )
    return found


def in_words(rule: str) -> str:
    """Return what people read of a rule on record; the text itself where another wrote it."""
    try:
        return str(parse_rule(rule))
    except InputError:
        return rule


def read_by_rule(proposal: Proposal) -> str:
    """Return what stands in place of a source: the rule, and the hash of what it read."""
    read = f" in bytes of SHA-256 {proposal.content_sha256}" if proposal.content_sha256 else ""
    return f"proposed by a rule{read}: {in_words(proposal.rule)}"


def check_standing(connection: sqlite3.Connection, question: Question, new: Resolution) -> None:
    """Raise RefusedError when a ruling, a proposal or an objection overtook what is accepted."""
    if new.proposal_id is None:
        return
    found = proposals.of_question(connection, question.id)
    if found is None or found.id != new.proposal_id or found.objections:
        raise RefusedError(
            f"{question.slug} was ruled on, proposed anew or objected to meanwhile.",
            f"Look again: forecasts show {question.slug}",
        )


def objected(
    store: Store, name: str, why: str, by: str | None, uuid: str | None, now: datetime
) -> Objected:
    """Record an objection to the proposal that stands; raise what refuses it."""
    note = parse.plain(why, "the objection", lines=True)
    if not note:
        raise InputError("an objection, but why?", "Type the reason in quotes.")
    login = options.login()
    who = parse.plain(by or login, "who objects")
    with store.append(now, "resolve", uuid) as batch:
        question = questions.find(store, name)
        proposed, found, said = spoken_against(batch.connection, question, now)
        objection = Objection(
            question_id=question.id,
            proposal_id=found.id if found else None,
            objector=who,
            note=note,
            entered_by=None if who == login else login,
        )
        if (who, note) in [(each.objector, each.note) for each in said]:
            return Objected(question, proposed, objection, None)
        proposals.object_to(batch, objection)
    return Objected(question, proposed, objection, batch.receipt)


def spoken_against(
    connection: sqlite3.Connection, question: Question, now: datetime
) -> tuple[str, Proposal | None, tuple[Objection, ...]]:
    """Return the outcome that may be objected to, its proposal if it is made, and what was said.

    What silence means may be objected to from the opening on. Raises RefusedError where nothing is
    proposed, and nothing will be by silence.
    """
    found, text = proposals.of_question(connection, question.id), question.terms.resolver
    if found is None and text and proposals.awaits_an_outcome(connection, question, now):
        rule = parse_rule(text)
        if isinstance(rule, Silence):
            return rule.outcome, None, proposals.early_objections(connection, question.id)
    found = standing(connection, question)
    return found.outcome, found, found.objections


def tell(done: Objected, *, as_json: bool) -> None:
    """Print an objection, as words or as JSON."""
    question, objection = done.question, done.objection
    if as_json:
        json_line(
            {
                "question": question.slug,
                "proposed": done.proposed,
                "objector": objection.objector,
                "objection": objection.note,
                "entered_by": objection.entered_by,
                "written": done.receipt is not None,
                "receipt": str(done.receipt) if done.receipt else None,
            }
        )
    elif done.receipt is None:
        say(f"{objection.objector} said that already; nothing was written.")
    else:
        proposed = wording.outcome(done.proposed, question)
        say_out(f"{question.slug}: {objection.objector} objects to {proposed}")
        say_out(f"Receipt {done.receipt}\nNext: decide it by hand: {by_hand(question)}")


def rows(proposal: Proposal, question: Question, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return labelled lines of a proposal: the outcome, its source, and what is said against it."""
    zone, at = question.terms.timezone, proposal.recorded_at
    age = f", {wording.ago(at, now)}" if at else ""
    until, known = proposal.object_by, proposal.known_at
    return (
        ("Proposed", f"{wording.outcome(proposal.outcome, question)}, by a rule{age}"),
        ("Rule", in_words(proposal.rule)),
        ("Happened", wording.when(proposal.happened, zone) if proposal.happened else ""),
        ("Known from", wording.moment(known, zone) if known else ""),
        ("Source", proposal.source_url or ""),
        ("It says", f"“{proposal.quote}”" if proposal.quote else ""),
        ("SHA-256", proposal.content_sha256 or ""),
        (
            "Object by",
            f"{wording.moment(until, zone)} ({wording.ago(until, now)})" if until else "",
        ),
        *(("Objects", f"{each.objector}: {each.note}") for each in proposal.objections),
    )


def next_step(proposal: Proposal, question: Question, now: datetime) -> str:
    """Return the command that a proposal leads to: accept it, object to it, or decide by hand."""
    slug = question.slug
    if proposal.objections:
        return by_hand(question)
    if proposal.object_by is not None and now < proposal.object_by:
        return options.typed_db(f'forecasts resolve {slug} --object "why"')
    return options.typed_db(f"forecasts resolve {slug} --accept")


def as_json(proposal: Proposal) -> dict[str, object]:
    """Return a proposal in the shape that --json prints."""
    happened = proposal.happened
    return {
        "outcome": proposal.outcome,
        "rule": proposal.rule,
        "source_url": proposal.source_url,
        "quote": proposal.quote,
        "content_sha256": proposal.content_sha256,
        "known_at": times.maybe_to_text(proposal.known_at),
        "happened_from": times.to_text(happened.start) if happened else None,
        "happened_to": times.to_text(happened.end) if happened else None,
        "object_by": times.maybe_to_text(proposal.object_by),
        "proposed_at": times.maybe_to_text(proposal.recorded_at),
        "objections": [
            {"objector": each.objector, "objection": each.note} for each in proposal.objections
        ],
    }
