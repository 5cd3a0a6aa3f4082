"""`forecasts key`: keys that forecasts are signed with."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from forecasts.cli import options, signing
from forecasts.cli.layout import fields
from forecasts.cli.output import json_line, json_lines, say_out, table
from forecasts.errors import NotFoundError, RefusedError
from forecasts.model import times
from forecasts.store import forecasters, keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forecasts.model import Forecaster
    from forecasts.store import Receipt, Store
    from forecasts.store.keys import Key, Signer


@click.group(epilog="\b\nExample:\n  forecasts key new --as ana")
def key() -> None:
    """Sign forecasts, so that nobody else can put one in your name, or change what came before."""


@key.command(epilog="\b\nExamples:\n  forecasts key new\n  forecasts key new --as ana --passphrase")
@click.option("--passphrase", is_flag=True, help="Ask for words that the file is locked with.")
@click.option("--lost", metavar="WHY", callback=options.reason,
              help="The key before is lost and cannot vouch for this one.")  # fmt: skip
@options.as_option
@options.db_option
@options.json_option
@options.uuid_option
def new(
    passphrase: bool, lost: str | None, who: str | None, db: Path, as_json: bool, uuid: str | None
) -> None:
    """Make a key: its public half goes on record, its private half into a file of yours alone.

    The key before it, where there is one, signs that this one follows it. --json prints one object:
    forecaster key public_key replaces vouched_for file receipt.
    """
    with options.opened(db) as store:
        speaker, me = _speaker(store, who), options.login()
        before = keys.in_force(keys.everyones(store.connection), speaker.id)
        old = signing.at_hand(before.public_key) if before and lost is None else None
        made = signing.made(signing.new_passphrase() if passphrase else "")
        file = signing.file_of(made.public_key)
        try:
            with store.append(options.now(), "key new", uuid) as batch:
                options.entered_by(store, speaker)
                keys.add(batch, speaker, made, old, lost or "", me)
        except BaseException:
            known = keys.everyones(store.connection)  # an interrupt may come after the COMMIT
            if made.public_key not in {each.public_key for each in known}:
                file.unlink()  # a private key whose public half is not on record is of no use
            raise
    _tell(speaker, made.public_key, before, batch.receipt, file, old is not None, as_json=as_json)


def _speaker(store: Store, who: str | None) -> Forecaster:
    found = options.speaker(store, who)
    if found is None:
        name = shlex.quote(options.login())
        raise NotFoundError(
            f"{options.login()} is not on record.", f"First: forecasts forecaster add {name}"
        )
    return found


def _tell(
    who: Forecaster, public_key: bytes, before: Key | None, receipt: Receipt, file: Path,
    vouched_for: bool, *, as_json: bool,
) -> None:  # fmt: skip
    if as_json:
        json_line({
            "forecaster": who.name, "key": keys.fingerprint(public_key),
            "public_key": public_key.hex(),
            "replaces": before.fingerprint if before else None,
            "vouched_for": vouched_for, "file": str(file), "receipt": str(receipt),
        })  # fmt: skip
        return
    say_out(fields((
        ("Key", f"{keys.fingerprint(public_key)} of {who.name}"),
        ("In place of", f"{before.fingerprint}" if before else ""),
        ("Vouched for", "by the key before it" if vouched_for else "by nobody: tell the others its"
            " name, in person"),
        ("Private key", f"{file}   (keep a copy of it elsewhere; it is never in the record)"),
        ("Receipt", str(receipt)),
    )))  # fmt: skip
    say_out("Next: forecasts predict QUESTION 12% --sign   (or always: export FORECASTS_SIGN=1)")


@key.command("list", epilog="\b\nExample:\n  forecasts key list")
@options.db_option
@options.json_option
def list_(db: Path, as_json: bool) -> None:
    """List everybody's keys, the newest last: from when to when each is in force, and why it ended.

    `verify --full` checks them. Keys of --json: id forecaster key public_key state (in force,
    replaced, lost or revoked) since until why.
    """
    with options.opened(db) as store:
        rows = list(_rows(store))
    if as_json:
        json_lines(rows)
    elif rows:
        shown = ("forecaster", "key", "state", "since", "until", "why")
        table(shown, [[str(row[name] or "") for name in shown] for row in rows])
    else:
        say_out("Nobody has a key. Make one: forecasts key new")


def _rows(store: Store) -> Iterator[dict[str, object]]:
    names = {who.id: who.name for who in forecasters.everyone(store.connection)}
    for each in keys.spans(store.connection):
        ended = each.ended
        yield {
            "id": each.key.id,
            "forecaster": names[each.key.forecaster_id],
            "key": each.key.fingerprint,
            "public_key": each.key.public_key.hex(),
            "state": each.state.value,
            "since": _minute(each.key),
            "until": _minute(ended) if ended else None,
            "why": each.why,
        }


def _minute(key: Key) -> str:
    return times.to_minute(times.from_text(key.recorded_at))


@key.command(epilog='\b\nExample:\n  forecasts key revoke --as ana --why "the laptop was stolen"')
@click.option("--why", metavar="TEXT", required=True, callback=options.reason,
              help="What happened to it.")  # fmt: skip
@options.as_option
@options.db_option
@options.json_option
@options.uuid_option
def revoke(why: str, who: str | None, db: Path, as_json: bool, uuid: str | None) -> None:
    """Take your key out of force: what is signed with it from now on does not count.

    What was signed before stays signed. The key signs this itself where this account has it.
    --json prints one object: forecaster key signed receipt.
    """
    with options.opened(db) as store:
        speaker = _speaker(store, who)
        there = keys.in_force(keys.everyones(store.connection), speaker.id)
        signer: Signer | None = signing.at_hand_or_none(there) if there else None
        with store.append(options.now(), "key revoke", uuid) as batch:  # a retry ends here
            if there is None:
                raise RefusedError(f"{speaker.name} has no key in force.", "forecasts key list")
            options.entered_by(store, speaker)
            keys.revoke(batch, there, signer, why, options.login())
    told = {"forecaster": speaker.name, "key": there.fingerprint, "signed": signer is not None,
            "receipt": str(batch.receipt)}  # fmt: skip
    if as_json:
        json_line(told)
        return
    how = "" if signer else "; not signed by it, since its file is not here"
    say_out(f"Revoked {there.fingerprint} of {speaker.name}{how}.\nReceipt {batch.receipt}")
