"""`forecasts anchor`: keep the head of the chain where the record's owner cannot change it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options, tags
from forecasts.cli.layout import fields
from forecasts.cli.output import json_line, say_out
from forecasts.errors import DamagedError, RefusedError
from forecasts.model import times
from forecasts.store import AlreadyAppendedError, AnotherEntryError, anchors, beside
from forecasts.store.durable import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forecasts.store import Receipt, Store

FILE = click.Path(path_type=Path, dir_okay=False)
NONCE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a head is to be kept."""

    git: Path | None
    file: Path | None
    ots: Path | None
    rfc3161: Path | None

    def is_kept(self, places: tuple[str, ...]) -> bool:
        """Return whether each of them is among the places of an entry, as it is written there."""
        files = (("file", self.file), ("ots", self.ots), ("rfc3161", self.rfc3161))
        tagged = self.git is None or any(p.startswith(f"git {self.git} ") for p in places)
        return tagged and all(f"{kind} {file}" in places for kind, file in files if file)


@click.command(
    epilog="\b\nExamples:\n  forecasts anchor\n  forecasts anchor --git ~/anchors"
    "\n  forecasts anchor --file anchors.txt --rfc3161 head.tsq"
)
@click.option("--git", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="Tag the newest commit of a repository.")  # fmt: skip
@click.option("--file", metavar="FILE", type=FILE, help="Add a line to a file.")
@click.option("--ots", metavar="FILE", type=FILE, help="Write a file to stamp by OpenTimestamps.")
@click.option("--rfc3161", metavar="FILE", type=FILE, help="Write a request for a time stamp.")
@options.db_option
@options.json_option
@options.uuid_option
def anchor(
    git: Path | None, file: Path | None, ots: Path | None, rfc3161: Path | None, db: Path,
    as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Print the head of the chain to keep elsewhere, and put on record that you did.

    Who rewrites the record later, the whole chain with it, cannot meet what was kept: forecasts
    verify --anchor FILE, or --git DIR. So keep it where the record's owner cannot change it: push
    the tag, mail the line, print it. --json prints one object: seq head at line places[] receipt.
    """
    now, wanted = options.now(), Wanted(git, file, ots, rfc3161)
    for each in filter(None, (file, ots, rfc3161)):
        beside.refuse(each, db, "Name a file of its own: --file anchors.txt")
    with options.opened(db) as store:
        refuse_again(store, wanted, uuid)
        head = _head(store)
        line = anchors.line(head, times.to_text(now))
        places = list(_kept(wanted, head, line))
        with store.append(now, "anchor", uuid) as batch:
            for place, _ in places or [("", "")]:
                anchors.record(batch, head, place or None, options.login())
    _tell(head, line, places, batch.receipt, as_json=as_json)


def refuse_again(store: Store, wanted: Wanted, uuid: str | None) -> None:
    """Raise AlreadyAppendedError for a retry, which writes no file again.

    AnotherEntryError where the entry of that name kept the head elsewhere: who is told that it is
    on record would look in vain for the file.
    """
    try:
        with store.append(options.now(), "anchor", uuid):
            pass  # an append without rows leaves no trace
    except AlreadyAppendedError as error:
        if wanted.is_kept(anchors.places_of(store.connection, uuid or "")):
            raise
        raise AnotherEntryError(uuid or "", error.seq) from error


def _head(store: Store) -> Receipt:
    """Return the head; raise where there is none, or the record no longer meets an older anchor."""
    head = store.receipt()
    if not head.seq:
        raise RefusedError("nothing is on record yet.", "Ask a question: forecasts ask --help")
    _, faults = anchors.against(store.connection, anchors.on_record(store.connection))
    if faults:
        raise DamagedError(f"{faults[0].words}.", options.typed_db("forecasts verify"))
    return head


def _kept(wanted: Wanted, head: Receipt, line: str) -> Iterator[tuple[str, str]]:
    """Keep the head where it was asked for; yield each place, and what to do there next."""
    if wanted.git:
        name = tags.tag(wanted.git, head, line)
        yield f"git {wanted.git} {name}", f"git -C {wanted.git} push origin {name}"
    if wanted.file:
        _write(wanted.file, f"{line}\n".encode(), "ab")
        yield f"file {wanted.file}", ""
    if wanted.ots:
        _write(wanted.ots, f"{line}\n".encode(), "xb")
        yield f"ots {wanted.ots}", f"ots stamp {wanted.ots}"
    if wanted.rfc3161:
        request = anchors.time_stamp_request(head.head, os.urandom(NONCE_BYTES))
        _write(wanted.rfc3161, request, "xb")
        answer = wanted.rfc3161.with_suffix(".tsr")
        send = (
            "curl -H 'Content-Type: application/timestamp-query'"
            f" --data-binary @{wanted.rfc3161} URL-OF-AN-AUTHORITY > {answer}"
        )
        yield f"rfc3161 {wanted.rfc3161}", send


def _write(path: Path, content: bytes, mode: str) -> None:
    """Write a file down to the disk, whole or not at all; "xb" leaves one that is there alone."""
    try:
        file = path.open(mode, buffering=0)
    except FileExistsError:
        raise RefusedError(f"{path} is there already.", "Name a new file.") from None
    with file:
        before = os.fstat(file.fileno()).st_size
        try:
            while content:  # a full disk takes a part, and refuses the rest with its reason
                content = content[file.write(content) :]
            os.fsync(file.fileno())
        except OSError:
            # Half a line would spoil those before it, and half a request its name for a retry.
            file.truncate(before) if mode == "ab" else path.unlink()
            raise
    settle(path.absolute().parent)


def _tell(
    head: Receipt, line: str, places: list[tuple[str, str]], receipt: Receipt, *, as_json: bool
) -> None:
    if as_json:
        json_line({
            "seq": head.seq, "head": head.head.hex(), "at": line.rpartition("at=")[2],
            "line": line, "places": [place for place, _ in places], "receipt": str(receipt),
        })  # fmt: skip
        return
    say_out(line)
    say_out(fields((*(("Kept", place) for place, _ in places), ("Receipt", str(receipt)))))
    here = "keep that line where the record's owner cannot change it"
    for step in [step for _, step in places if step] if places else [here]:
        say_out(f"Next: {step}")
