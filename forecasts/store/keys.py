"""Who signs with which key: rows of public keys, each vouched for by the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from forecasts.errors import RefusedError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from forecasts.model import Forecaster
    from forecasts.store.append import Batch

SIGNED_KEY = b"forecasts-key/1\0"
ADDED, REVOKED = b"\0", b"\1"
NEEDED = 'uv tool install "forecasts[sign]"   # or: pip install "forecasts[sign]"'
WHY = """
    SELECT k.note_text IS NOT NULL, t.text FROM keys k LEFT JOIN texts t ON t.id = k.note_text
    WHERE k.id = ?
"""
COLUMNS = "id, forecaster_id, public_key, replaces, revoked, signature, recorded_at"


@dataclass(frozen=True, slots=True)
class Key:
    """A row of `keys`; public_key is 32 bytes, signature 64, and empty where there is none."""

    id: int
    forecaster_id: int
    public_key: bytes
    replaces: int | None
    revoked: bool
    signature: bytes
    recorded_at: str

    @property
    def fingerprint(self) -> str:
        """The first 16 hex digits of the public key: what people compare."""
        return fingerprint(self.public_key)


class Signer(Protocol):
    """A private key that is at hand."""

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of its public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of an Ed25519 signature (RFC 8032)."""
        ...


def fingerprint(public_key: bytes) -> str:
    """Return how a public key is told in short.

    >>> fingerprint(bytes(32))
    '0000000000000000'
    """
    return public_key.hex()[:16]


def verified(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether an Ed25519 signature is that key's on that message.

    Raises RefusedError where the library that can tell is not installed.
    """
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise RefusedError("signatures need cryptography, which is missing.", NEEDED) from None
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):  # not that key's, or no key at all
        return False
    return True


def everyones(connection: sqlite3.Connection) -> tuple[Key, ...]:
    """Return all rows of keys, in the order in which they came on record."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM keys ORDER BY id")  # noqa: S608 - our names
    return tuple(
        Key(id_, forecaster, of_hex(public), replaces, bool(revoked), of_hex(signature), at)
        for id_, forecaster, public, replaces, revoked, signature, at in rows
    )


class State(StrEnum):
    """How a key stands."""

    IN_FORCE = "in force"
    REPLACED = "replaced"  # the one after it was signed by it
    LOST = "lost"  # the one after it stands alone
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Span:
    """A key, and the row that ended it; None for one in force. why: as it was typed there.

    A reason that was blanked is "(redacted)"; a key that was replaced has none.
    """

    key: Key
    state: State
    ended: Key | None
    why: str | None


def spans(connection: sqlite3.Connection) -> tuple[Span, ...]:
    """Return every key with from when to when it was in force, in the order of the record."""
    known = everyones(connection)
    return tuple(
        _span(connection, key, next((k for k in known[at + 1 :] if _follows(k, key)), None))
        for at, key in enumerate(known)
        if not key.revoked
    )


def _follows(later: Key, key: Key) -> bool:
    return later.forecaster_id == key.forecaster_id


def _span(connection: sqlite3.Connection, key: Key, ended: Key | None) -> Span:
    if ended is None:
        return Span(key, State.IN_FORCE, None, None)
    is_given, words = connection.execute(WHY, (ended.id,)).fetchone()
    why = words or ("(redacted)" if is_given else None)
    # Only who lost a key, or revoked it, has a reason to give.
    state = State.REVOKED if ended.revoked else State.LOST if is_given else State.REPLACED
    return Span(key, state, ended, why)


def of_hex(text: str | None) -> bytes:
    """Return the bytes that hex digits stand for; none where it is not hex, and so no signature."""
    try:
        return bytes.fromhex(text or "")
    except ValueError:
        return b""


def in_force(keys: Iterable[Key], forecaster_id: int, before: int | None = None) -> Key | None:
    """Return the key that a forecaster signs with, by the rows before `before`; None for none."""
    own = (key for key in keys if key.forecaster_id == forecaster_id)
    last = max((key for key in own if before is None or key.id < before), default=None, key=_seq)
    return None if last is None or last.revoked else last


def _seq(key: Key) -> int:
    return key.id


def message(head: bytes, forecaster_id: int, public_key: bytes, *, revoked: bool) -> bytes:
    """Return what is signed of a key's row; `head` is the chain's hash before that row."""
    what = REVOKED if revoked else ADDED
    return SIGNED_KEY + head + what + forecaster_id.to_bytes(8, "big") + public_key


def add(  # noqa: PLR0913, PLR0917 - the columns of a key
    batch: Batch, who: Forecaster, new: Signer, old: Signer | None, why: str, entered_by: str
) -> int:
    """Add a key and return its row's id; the old key vouches for it, else it speaks for itself.

    Raises RefusedError where `old` is not the key in force.
    """
    before = [key for key in everyones(batch.connection) if key.forecaster_id == who.id]
    last = before[-1] if before else None
    current = in_force(before, who.id)
    if old is not None and (current is None or old.public_key != current.public_key):
        raise RefusedError(f"that is not the key of {who.name} in force.", "forecasts key list")
    said = message(batch.head, who.id, new.public_key, revoked=False)
    return batch.add(
        "keys",
        {
            "forecaster_id": who.id,
            "public_key": new.public_key.hex(),
            "replaces": last.id if last else None,
            "signature": (old or new).sign(said).hex(),
            "note_text": batch.text(why),
            "entered_by": entered_by,
        },
    )


def revoke(batch: Batch, key: Key, signer: Signer | None, why: str, entered_by: str) -> int:
    """Take a key out of force, from this row on; signed by the key itself where it is at hand."""
    said = message(batch.head, key.forecaster_id, key.public_key, revoked=True)
    return batch.add(
        "keys",
        {
            "forecaster_id": key.forecaster_id,
            "public_key": key.public_key.hex(),
            "replaces": key.id,
            "revoked": 1,
            "signature": signer.sign(said).hex() if signer else None,
            "note_text": batch.text(why),
            "entered_by": entered_by,
        },
    )
