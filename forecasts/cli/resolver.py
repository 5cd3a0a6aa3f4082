"""`forecasts resolver`: a rule of a question that proposes an outcome, and decides none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from forecasts import parse, proposals
from forecasts.cli import options, proposal, wording
from forecasts.cli.layout import bold, fields
from forecasts.cli.output import json_line, say
from forecasts.errors import ForecastsError, InputError
from forecasts.model import times
from forecasts.proposals import Reading, Silence
from forecasts.store import proposals as kept_proposals
from forecasts.store import questions

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Objection, Proposal, Question
    from forecasts.proposals import Proposed, Rule
    from forecasts.store import Receipt, Store

EXAMPLES = """\b
Examples:
  forecasts resolver missile-tests --csv launches.csv --column total --where year=2026
  forecasts resolver rate-cut --json-at https://example.org/rate.json --pointer /rate \\
      --yes-if "< 3.5"
  forecasts resolver satellite-before-2028 --unless-objected 7d
  forecasts resolver missile-tests          (looks now, and notes what it proposes)
  forecasts resolver missile-tests --remove

\b
Files are looked for beside the record. On the web only JSON is read, from hosts
that stand in FORECASTS_HOSTS, and from one without a public address only if it
stands in FORECASTS_PRIVATE_HOSTS too. The address is on record, where everybody
can read it: type none with a password or a key in it.

\b
--json prints one object: question rule outcome source_url quote content_sha256
object_by failed written receipt; outcome is null while there is nothing to propose.
"""
DAY_S = 86_400.0


def typed_rule(
    csv: str | None, column: str | None, where: tuple[str, ...], json_at: str | None,
    pointer: str | None, yes_if: str | None, unless_objected: str | None, outcome: str,
) -> Rule | None:  # fmt: skip
    """Return the rule that was typed, None where none was; raise InputError for two at once."""
    given = [place for place in (csv, json_at, unless_objected) if place is not None]
    if not given:
        if column or where or pointer is not None or yes_if:
            raise InputError("where shall it look?", "Add --csv FILE or --json-at PLACE.")
        return None
    if len(given) > 1:
        raise InputError("one question, two rules.", "Type --csv, --json-at or --unless-objected.")
    if unless_objected is not None:
        return Silence(outcome, parse.duration(unless_objected).total_seconds() / DAY_S)
    pairs = tuple(pair.partition("=") for pair in where)
    if any(not sign for _, sign, _ in pairs):
        raise InputError("--where names a column and a value.", "Type --where year=2026.")
    row = tuple(sorted((name.strip(), value.strip()) for name, _, value in pairs))
    return Reading(given[0], column, row, pointer, yes_if)


@dataclass(frozen=True, slots=True)
class Look:
    """A question's rule, and what it proposes now; `failed` is why it could not look.

    `standing` is the proposal on record, which may be accepted.
    """

    question: Question
    rule: Rule | None
    found: Proposed | None
    failed: str | None = None
    standing: Proposal | None = None


def as_record(look: Look, receipt: Receipt | None) -> dict[str, object]:
    """Return what --json prints."""
    found = look.found
    return {
        "question": look.question.slug,
        "rule": str(look.rule) if look.rule else None,
        "outcome": found.outcome if found else None,
        "source_url": found.source_url if found else None,
        "quote": found.quote if found else None,
        "content_sha256": found.content_sha256 if found else None,
        "object_by": times.maybe_to_text(object_by(look)),
        "failed": look.failed,
        "written": receipt is not None,
        "receipt": str(receipt) if receipt else None,
    }


def object_by(look: Look) -> datetime | None:
    """Return until when objections are awaited: from when it was proposed, not from now."""
    made = look.standing or look.found
    return made.object_by if made else None


def objections(look: Look) -> tuple[Objection, ...]:
    """Return what was said against the proposal that stands."""
    return look.standing.objections if look.standing else ()


def words(look: Look) -> str:
    """Return what people read: the rule, and what it would propose now."""
    slug, found = look.question.slug, look.found
    if look.rule is None:
        return f"{slug} has no rule that proposes an outcome."
    rows = [("Rule", str(look.rule))]
    if found is None:
        early = "nothing yet: it is too early, or the value is not there"
        rows.append(("Could not look now", look.failed) if look.failed else ("Proposes", early))
    else:
        rows += [("Proposes", wording.outcome(found.outcome, look.question))]
        rows += [("Read", found.quote or "")]
        until = object_by(look)
        rows += [("Object", f"by {times.to_minute(until)}")] if until else []
        rows += [("Objects", f"{one.objector}: {one.note}") for one in objections(look)]
    if look.standing is not None:
        rows += [("Decide", proposal.next_step(look.standing, look.question, options.now()))]
    return f"{bold(slug)}\n{fields(rows)}"


@click.command(epilog=EXAMPLES)
@options.question_argument
@click.option("--csv", metavar="FILE", help="A CSV file beside the record.")
@click.option("--column", metavar="NAME", help="Its column; the last row that fits counts.")
@click.option("--where", multiple=True, metavar="NAME=VALUE", help="Which row; repeat for more.")
@click.option("--json-at", metavar="PLACE", help="A JSON file beside the record, or its address.")
@click.option("--pointer", metavar="PATH", help="The value in it, such as /data/0/value.")
@click.option("--yes-if", metavar="TEST", help='What value means yes, such as ">= 5".')
@click.option("--unless-objected", metavar="LENGTH", help="So long after the close: 7d.")
@click.option("--outcome", default="no", show_default=True, help="What silence then means.")
@click.option("--remove", is_flag=True, help="Let no rule propose anything.")
@options.db_option
@options.json_option
@options.uuid_option
def resolver(
    question: str, remove: bool, db: Path, as_json: bool, uuid: str | None,
    **typed: str | tuple[str, ...] | None,
) -> None:  # fmt: skip
    """Have a file, a page or silence propose an outcome; a person accepts it or not."""
    rule = typed_rule(**typed)  # type: ignore[arg-type]
    if remove and rule is not None:
        raise InputError("a rule, or none?", "Type --remove alone.")
    with options.opened(db) as store:
        asked = questions.find(store, question)
        receipt = record(store, asked, rule, uuid) if remove or rule else None
        kept = None if remove else asked.terms.resolver
        known = rule or (proposals.parse_rule(kept) if kept else None)
        look = looked(asked, known, db.absolute().parent)
        receipt = noted(store, look, uuid) or receipt
        standing = kept_proposals.of_question(store.connection, asked.id)
    tell(replace(look, standing=standing), receipt, as_json=as_json)


def record(store: Store, asked: Question, rule: Rule | None, uuid: str | None) -> Receipt | None:
    """Put a question's rule on record, where it is another one; return the receipt if so."""
    text = proposals.as_text(rule) if rule else None
    if text == asked.terms.resolver:
        return None
    if rule is not None:
        proposals.check(asked, rule, store.path.absolute().parent)
    with store.append(options.now(), "resolver", uuid) as batch:
        now_on = questions.find(store, asked.slug)  # what was revised meanwhile stays revised
        questions.revise(batch, now_on, replace(now_on.terms, resolver=text), options.login())
    return batch.receipt


def noted(store: Store, look: Look, uuid: str | None) -> Receipt | None:
    """Put on record what a rule proposes, where that is news; return the receipt if so."""
    now, asked, found, rule = options.now(), look.question, look.found, look.rule
    if found is None or rule is None:
        return None
    if not kept_proposals.awaits_an_outcome(store.connection, asked, now):
        return None
    new = found.as_proposal(asked, rule, now)
    standing = kept_proposals.of_question(store.connection, asked.id)
    if standing and (standing.outcome, standing.rule) == (new.outcome, new.rule):
        return None
    with store.append(now, "resolver", f"{uuid}-proposed" if uuid else None) as batch:
        added = kept_proposals.propose(batch, new)
    return batch.receipt if added is not None else None


def looked(asked: Question, rule: Rule | None, folder: Path) -> Look:
    """Return what a rule says now; that its file is not there yet is no failure of the rule."""
    if rule is None:
        return Look(asked, None, None)
    try:
        return Look(asked, rule, proposals.propose(asked, rule, folder, options.now()))
    except ForecastsError as error:
        return Look(asked, rule, None, f"{error.message} {error.hint}".strip())


def tell(look: Look, receipt: Receipt | None, *, as_json: bool) -> None:
    """Print a question's rule, as words or as JSON."""
    if as_json:
        json_line(as_record(look, receipt))
        return
    click.echo(words(look))
    if receipt is not None:
        say(f"Receipt {receipt}")
