"""Signatures over the chain's head at a forecast: who signed it attests all that came before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.errors import RefusedError
from forecasts.store import keys
from forecasts.store.chain import has_table
from forecasts.store.findings import Code, Finding

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from forecasts.model import Forecaster
    from forecasts.store.append import Batch
    from forecasts.store.keys import Key, Signer

SIGNED_FACT = b"forecasts-signature/1\0"
# Of each signature: the forecast's row and the hash there, whose it is, and the append it is in.
ROWS = """
    SELECT s.id, s.fact_id, s.key_id, s.signature, l.hash, f.forecaster_id,
        (SELECT min(a.id) FROM appends a WHERE a.id > s.fact_id)
    FROM signatures s
        LEFT JOIN ledger l ON l.seq = s.fact_id AND l."table" = 'forecasts'
        LEFT JOIN forecasts f ON f.id = s.fact_id
    {where} ORDER BY s.id
"""
HEADS = "SELECT k.id, l.hash FROM keys k LEFT JOIN ledger l ON l.seq = k.id - 1"
LAST = (1 << 63) - 1
UNSIGNED = """
    SELECT min(id), count(*) FROM forecasts WHERE forecaster_id = ? AND id > ? AND id < ?
        AND id NOT IN (SELECT fact_id FROM signatures)
"""
# Fixes without a signature of forecasts that have one: no command adds them.
STRIKING = """
    SELECT min(id), count(*), strikes FROM forecasts
        WHERE strikes IN (SELECT fact_id FROM signatures)
            AND id NOT IN (SELECT fact_id FROM signatures)
"""
NAME = "SELECT name FROM forecasters_now WHERE id = ?"
BY = "SELECT k.public_key FROM signatures s JOIN keys k ON k.id = s.key_id WHERE s.fact_id = ?"


def add(batch: Batch, who: Forecaster, signer: Signer) -> int:
    """Sign the forecast that was just added, in the same append; return the signature's row id.

    Raises RefusedError where the key is not the forecaster's in force.
    """
    key = keys.in_force(keys.everyones(batch.connection), who.id)
    if key is None or key.public_key != signer.public_key:
        raise RefusedError(
            f"the key of {who.name} changed meanwhile; nothing was recorded.", "Type it again."
        )
    signature = signer.sign(SIGNED_FACT + batch.head).hex()
    return batch.add("signatures", {"fact_id": batch.seq, "key_id": key.id, "signature": signature})


def said_by(connection: sqlite3.Connection, fact_ids: Sequence[int]) -> dict[int, str]:
    """Return forecast id -> the fingerprint of the key by which it is said to be signed."""
    found = {}
    for fact in fact_ids:
        row = connection.execute(BY, (fact,)).fetchone()
        if row is not None:
            found[fact] = keys.fingerprint(keys.of_hex(row[0]))
    return found


def check_struck(connection: sqlite3.Connection, struck: int) -> None:
    """Raise RefusedError where a fix without a signature would strike a forecast that has one."""
    if key := said_by(connection, [struck]).get(struck):
        raise RefusedError(
            f"the last entry is signed by the key {key}: who cannot sign cannot strike it.",
            "Add --sign; or type the number without --fix, and the last entry stays on record.",
        )


def check(
    connection: sqlite3.Connection, fact_ids: Sequence[int] | None = None
) -> tuple[int, list[Finding]]:
    """Return how many signatures are good, and what is wrong with the others and with the keys.

    fact_ids: only those on these forecasts. A signature is good when it is of the forecast's own
    forecaster, by the key in force when it came on record, in the append of that forecast, and over
    the chain's hash there. Raises RefusedError where cryptography is missing.
    """
    if not has_table(connection, "signatures"):  # as in an older schema
        return 0, []
    known = keys.everyones(connection)
    good, found = 0, list(_keys(connection, known))
    by_id = {key.id: key for key in known}
    where = "" if fact_ids is None else f"WHERE s.fact_id IN ({', '.join(map(str, fact_ids))})"
    signed: set[int] = set()
    for row in connection.execute(ROWS.format(where=where)).fetchall():
        why = "signs a row that was signed before" if row[1] in signed else _fault(row, by_id)
        signed.add(row[1])
        if why:
            words = f"signatures row {row[0]} {why}"
            found.append(Finding(Code.FORGED, "signatures", words, row[0]))
        good += not why
    if fact_ids is None:
        found += [*_striking(connection), *_unsigned(connection, known)]
    return good, found


def _striking(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Find what strikes a signed forecast, and is not signed: whoever wrote it had no key."""
    seq, rows, struck = connection.execute(STRIKING).fetchone()
    if rows:
        words = f"forecasts row {seq} strikes row {struck}, which is signed, and is not"
        yield Finding(Code.UNSIGNED, "forecasts", words, seq, rows)


def _unsigned(connection: sqlite3.Connection, known: Sequence[Key]) -> list[Finding]:
    """Find the forecasts of each forecaster that carry no signature, though a key was in force.

    Nothing forbids them, and whoever put a forecast in another's name could not have signed it.
    """
    first: dict[int, list[int]] = {}  # forecaster -> the first such row, and how many there are
    for at, key in enumerate(known):
        if key.revoked:
            continue
        ends = (each.id for each in known[at + 1 :] if each.forecaster_id == key.forecaster_id)
        seq, rows = connection.execute(
            UNSIGNED, (key.forecaster_id, key.id, next(ends, LAST))
        ).fetchone()
        if rows:
            first.setdefault(key.forecaster_id, [seq, 0])[1] += rows
    return [
        Finding(
            Code.UNSIGNED,
            "forecasts",
            f"forecasts row {seq} is of {_name(connection, who)}, who had a key in force, and"
            " carries no signature",
            seq,
            rows,
        )
        for who, (seq, rows) in first.items()
    ]


def _name(connection: sqlite3.Connection, forecaster_id: int) -> str:
    row = connection.execute(NAME, (forecaster_id,)).fetchone()
    return str(row[0]) if row else f"the forecaster {forecaster_id}"


def _fault(row: tuple[int, int, int, str, bytes | None, int | None, int | None],
           known: dict[int, Key]) -> str:  # fmt: skip
    """Return why a signature does not count; "" where it does."""
    id_, fact, key_id, signature, head, forecaster, end = row
    key = known.get(key_id)
    if head is None or forecaster is None or key is None:
        return "names no forecast, or no key"
    if key.forecaster_id != forecaster:
        return f"is by a key of somebody else than who made forecasts row {fact}"
    if keys.in_force(known.values(), forecaster, before=id_) != key or key.id > fact:
        return f"is by a key that was not in force at row {fact}"
    if end is None or not fact < id_ < end:
        return f"came on record in another entry than forecasts row {fact}"
    if not keys.verified(key.public_key, keys.of_hex(signature), SIGNED_FACT + head):
        return f"is not one of forecasts row {fact} and what stood before it"
    return ""


def _keys(connection: sqlite3.Connection, known: Sequence[Key]) -> Iterator[Finding]:
    """Find the keys that nobody vouches for, and those whose signature is not valid."""
    heads: dict[int, bytes | None] = dict(connection.execute(HEADS))
    last: dict[int, Key] = {}
    for key in known:
        before = last.get(key.forecaster_id)
        last[key.forecaster_id] = key
        if key.replaces != (before.id if before else None):
            words = f"keys row {key.id} does not follow from the key before it"
            yield Finding(Code.FORGED, "keys", words, key.id)
            continue
        head = heads.get(key.id) or bytes(32)
        yield from _vouched(key, before, head)


def _vouched(key: Key, before: Key | None, head: bytes) -> Iterator[Finding]:
    said = keys.message(head, key.forecaster_id, key.public_key, revoked=key.revoked)
    may_vouch = before is not None and not before.revoked
    if before is not None and may_vouch and keys.verified(before.public_key, key.signature, said):
        if key.revoked and key.public_key != before.public_key:
            words = f"keys row {key.id} revokes another key than the one in force"
            yield Finding(Code.FORGED, "keys", words, key.id)
    elif key.revoked and may_vouch and not key.signature:
        words = f"keys row {key.id} revokes a key, and is not signed by it"
        yield Finding(Code.KEYS, "keys", words, key.id)
    elif not key.revoked and keys.verified(key.public_key, key.signature, said):
        if before is not None:
            words = f"keys row {key.id} has no word of the key before it: ask whose it is"
            yield Finding(Code.KEYS, "keys", words, key.id)
    else:
        words = f"keys row {key.id} is signed by neither that key nor the one before it"
        yield Finding(Code.FORGED, "keys", words, key.id)
