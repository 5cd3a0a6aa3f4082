"""`forecasts claims same` and `dismiss`: claims of which no question is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from forecasts import parse
from forecasts.cli import options
from forecasts.cli.claims.reading import Read, again, decision, of_option, read
from forecasts.cli.layout import paragraph
from forecasts.cli.output import json_line, say_out
from forecasts.cli.scales import scale_of
from forecasts.errors import InputError, RefusedError
from forecasts.model.decision import Made
from forecasts.store import claims as kept
from forecasts.words import ICD_203

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.store import Receipt, Store


@click.command(epilog="\b\nExample:\n  forecasts claims same 10 4 --of executive-summary")
@click.argument("n", type=int)
@click.argument("as_n", type=int, metavar="M")
@of_option
@options.db_option
@options.json_option
@options.uuid_option
def same(n: int, as_n: int, slug: str | None, db: Path, as_json: bool, uuid: str | None) -> None:
    """Say that the claim N is the accepted claim M, said again: nothing is recorded twice."""
    with options.opened(db) as store:
        found = read(store, slug, scale_of(ICD_203))
        receipt = settle_same(store, found, n, as_n, options.now(), uuid)
    tell(n, Made.SAME, receipt, as_json=as_json)


def settle_same(
    store: Store, found: Read, n: int, as_n: int, now: datetime, uuid: str | None = None
) -> Receipt:
    """Record that a claim is an accepted one; raise InputError or RefusedError where it is not."""
    claim = found.claim(n)
    if n == as_n:
        raise InputError(f"{n} and {as_n} are one claim.", "Name two.")
    with store.append(now, "claims same", uuid) as batch:
        found = again(batch.connection, found)
        check_not_asked(found, n)
        first, before = found.decided.get(as_n), found.decided.get(n)
        if first is None or first.made is not Made.ACCEPTED:
            raise InputError(f"claim {as_n} has not been accepted.", "Accept it first.")
        if before is not None and before.same_as == first.id:
            raise RefusedError(
                f"claim {n} is said to be claim {as_n} already; nothing was written.",
                "Another one: forecasts claims same N M   None: forecasts claims dismiss N",
            )
        row = decision(found, claim, Made.SAME, options.login())
        kept.record(batch, replace(row, question_id=first.question_id, same_as=first.id))
    return batch.receipt


@click.command(epilog='\b\nExample:\n  forecasts claims dismiss 9 --why "not askable: no measure"')
@click.argument("n", type=int)
@click.option("--why", metavar="TEXT", help="The reason.")
@of_option
@options.db_option
@options.json_option
@options.uuid_option
def dismiss(
    n: int, why: str | None, slug: str | None, db: Path, as_json: bool, uuid: str | None
) -> None:
    """Say that the claim N becomes no question, and why."""
    with options.opened(db) as store:
        found = read(store, slug, scale_of(ICD_203))
        receipt = settle_dismissed(store, found, n, why, options.now(), uuid)
    tell(n, Made.DISMISSED, receipt, as_json=as_json)


def settle_dismissed(
    store: Store, found: Read, n: int, why: str | None, now: datetime, uuid: str | None = None
) -> Receipt:
    """Record that a claim becomes no question; another reason takes the place of the first."""
    claim = found.claim(n)
    note = parse.plain(why, "the reason") or None if why else None
    with store.append(now, "claims dismiss", uuid) as batch:
        found = again(batch.connection, found)
        check_not_asked(found, n)
        before = found.decided.get(n)
        if before is not None and before.made is Made.DISMISSED and note in (None, before.note):
            because = f", because: {before.note}" if before.note else ""
            raise RefusedError(
                f"claim {n} is dismissed already{because}; nothing was written.",
                'Another reason: --why "…"   A question after all: forecasts claims accept N',
            )
        row = decision(found, claim, Made.DISMISSED, options.login())
        kept.record(batch, replace(row, note=note))
    return batch.receipt


def check_not_asked(found: Read, n: int) -> None:
    """Raise RefusedError for a claim that is a question: its forecast stands on record."""
    before = found.decided.get(n)
    if before is not None and before.made is Made.ACCEPTED:
        raise RefusedError(
            f"claim {n} is a question already, and what it says is on record.",
            f"See: forecasts claims scan {found.source.slug}",
        )


def tell(n: int, made: Made, receipt: Receipt, *, as_json: bool = False) -> None:
    """Print what became of a claim."""
    if as_json:
        json_line({"n": n, "decision": made.value, "seq": receipt.seq, "receipt": str(receipt)})
    else:
        words = "is what was accepted already" if made is Made.SAME else "becomes no question"
        say_out(paragraph(f"Claim {n} {words}. Receipt {receipt}", "", "  "))
