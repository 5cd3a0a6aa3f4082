"""Private keys: files of one's own that the record never sees, and the option to sign."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forecasts.cli import options
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.store import keys
from forecasts.store.durable import settle

if TYPE_CHECKING:
    from forecasts.store import Store
    from forecasts.store.keys import Key

PASSPHRASE = "FORECASTS_PASSPHRASE"  # noqa: S105 - the name of a setting
OTHERS = 0o077  # the rights of everybody else


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """An Ed25519 key that can sign."""

    private: Any

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of its public key."""
        return bytes(self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of a signature."""
        return bytes(self.private.sign(message))


def folder() -> Path:
    """Return where private keys are kept: of the user, never beside the record."""
    return Path(click.get_app_dir("forecasts")) / "keys"


def file_of(public_key: bytes) -> Path:
    """Return the file of the private key that belongs to a public one."""
    return folder() / f"{keys.fingerprint(public_key)}.pem"


def made(passphrase: str) -> PrivateKey:
    """Make a private key and put it into a file that nobody else may read."""
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise RefusedError("keys need cryptography, which is missing.", keys.NEEDED) from None
    key = PrivateKey(Ed25519PrivateKey.generate())
    locked: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        locked = serialization.BestAvailableEncryption(passphrase.encode())
    text = key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked
    )
    path = file_of(key.public_key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    settle(path.parent)  # the public half is on record for good, so the name must outlive it
    return key


@cache
def at_hand(public_key: bytes) -> PrivateKey:
    """Return the private key that belongs to a public one.

    Raises NotFoundError where this account has none, RefusedError where others may read its file,
    InputError for a wrong passphrase.
    """
    path = file_of(public_key)
    if not path.exists():
        raise NotFoundError(
            f"the private key {keys.fingerprint(public_key)} is not in {path.parent}.",
            'Copy it there; or, where it is lost: forecasts key new --lost "why"',
        )
    if path.stat().st_mode & OTHERS:
        raise RefusedError(f"others may read {path}.", f"chmod 600 {path}")
    key = PrivateKey(_loaded(path))
    if key.public_key != public_key:
        raise RefusedError(f"{path} holds another key than its name says.", "forecasts key list")
    return key


def _loaded(path: Path) -> object:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        raise RefusedError("keys need cryptography, which is missing.", keys.NEEDED) from None
    text = path.read_bytes()
    try:
        return load_pem_private_key(text, _passphrase(path) if b"ENCRYPTED" in text else None)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError(f"{path} cannot be read: a wrong passphrase?", "Type it again.") from error


def _passphrase(path: Path) -> bytes:
    if typed := os.environ.get(PASSPHRASE):
        return typed.encode()
    if not sys.stdin.isatty():
        raise InputError(
            f"{path} has a passphrase.", f"Set {PASSPHRASE}, or type it on a terminal."
        )
    return str(click.prompt("Passphrase", hide_input=True, err=True)).encode()


def new_passphrase() -> str:
    """Return a passphrase that was typed twice, or the one in the environment."""
    if typed := os.environ.get(PASSPHRASE):
        return typed
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True))


def signer(store: Store, who: str | None) -> PrivateKey:
    """Return the private key of who speaks; raise NotFoundError where there is none."""
    speaker = options.speaker(store, who)
    known = keys.everyones(store.connection)
    key = keys.in_force(known, speaker.id) if speaker else None
    if key is None:
        name = speaker.name if speaker else options.login()
        raise NotFoundError(f"{name} has no key to sign with.", "Make one: forecasts key new")
    return at_hand(key.public_key)


def at_hand_or_none(key: Key) -> PrivateKey | None:
    """Return the private key where this account has it."""
    return at_hand(key.public_key) if file_of(key.public_key).exists() else None
