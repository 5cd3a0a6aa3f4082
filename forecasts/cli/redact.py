"""`forecasts redact`: blank words for good, with a reason on record."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.errors import ForecastsError, InputError, NotFoundError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from forecasts.store import Receipt, Store
    from forecasts.store.redaction import Sighting

SHOWN = 20  # places that are listed
NAMED = 5  # of those that were blanked
BEYOND = (
    "Not reached: backups, copies, exports and reports made before, mail that was sent, what"
    " others wrote down, and what the disk itself keeps of files that were written over."
)
EPILOG = """\b
Examples:
  forecasts redact --search "J. Doe" --db korea.db
  forecasts redact --search "J. Doe" --why "a source's name" --db korea.db
  forecasts redact 57 rationale --why "a source's name" --db korea.db
"""


@click.command(epilog=EPILOG)
@click.argument("seq", required=False, type=click.IntRange(min=1))
@click.argument("column", required=False)
@click.option("--search", "word", metavar="WORD", help="Every long text that holds this.")
@click.option("--why", metavar="REASON", help="Why, for the record: it stays there for good.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.db_option
@options.json_option
@options.uuid_option
def redact(
    seq: int | None,
    column: str | None,
    word: str | None,
    why: str | None,
    yes: bool,
    db: Path,
    as_json: bool,
    uuid: str | None,
) -> None:
    """Blank a long text for good: a rationale, criteria, a background, a quote, a note, an answer.

    Name it by the SEQ of its row and its COLUMN, or list where a word stands with --search, and
    blank it there by adding --why. The row stays in the chain, and verify says "redacted". The
    words leave the record's file, its index and its free pages; titles, names, slugs and
    addresses are facts and stay. Backups and files made before are not touched: they are named.

    --json prints one object: redacted and elsewhere [table seq column], copies (that still hold
    it), clean (the file holds it no more), seq, receipt. Ask nothing with --yes.
    """
    with options.opened(db) as store:
        finish(store, uuid, lambda: places(store, seq, column, word, why))
        found = places(store, seq, column, word, why)
        texts = [place for place in found if place.text_id]
        if not found:
            tell_cleaned(store, word, as_json=as_json)
            return
        if why is None or not (texts and agreed(found, why, word, yes=yes, as_json=as_json)):
            listed(found, word, as_json=as_json)
            return
        receipt, fault, copies = done(store, texts, why.strip(), uuid)
    tell(found, receipt, copies, is_clean=fault is None, as_json=as_json)
    refuse(fault)


def finish(store: Store, uuid: str | None, meant: Callable[[], Sequence[Sighting]]) -> None:
    """Clean the file where the entry of that name was recorded, and raise that it was.

    AnotherEntryError where it is another text that is meant now.
    """
    from forecasts.store import AlreadyAppendedError, AnotherEntryError, redaction, retries

    if uuid is None:  # to look where words stand, nobody must be able to write
        return
    try:
        with store.append(options.now(), "redact", uuid):
            pass  # an append without rows leaves no trace
    except AlreadyAppendedError as error:
        refuse(redaction.clean(store))
        texts = set[str | None]()
        with suppress(NotFoundError):  # as the words stand nowhere, once they are blanked
            texts = {place.text_id for place in meant()} - {None}
        if not texts <= retries.blanked(store.connection, uuid):
            raise AnotherEntryError(uuid, error.seq) from error
        raise


def refuse(fault: ForecastsError | None) -> None:
    """Raise what kept the file from being written anew without the words, if anything did."""
    if fault is not None:
        raise type(fault)(
            f"it is on record, but the file still holds the words: {fault.message}",
            "Once that has passed, type the same again: it cleans the file.",
        ) from fault


def places(
    store: Store, seq: int | None, column: str | None, word: str | None, why: str | None
) -> Sequence[Sighting]:
    """Return the texts that are meant, and where else the word stands.

    None, where the word is gone and the file could be cleaned of it just now. Raises NotFoundError
    for one that stands nowhere else.
    """
    from forecasts.store import redaction

    if (word is None) == (seq is None) or (seq is None) != (column is None):
        raise InputError(
            "name a text by its row and column, or a word.",
            'forecasts redact SEQ COLUMN --why "…"   or: forecasts redact --search "WORD"',
        )
    if seq is not None and column is not None:
        if not (why or "").strip():
            raise InputError("why is it blanked? The reason goes on record.", 'Add --why "…"')
        return [redaction.find(store.connection, seq, column)]
    if not redaction.plain(word or ""):
        raise InputError("an empty word stands everywhere.", 'forecasts redact --search "WORD"')
    found = redaction.search(store.connection, str(word))
    if not found:
        cleaned, was_unclean = "", redaction.is_unclean(store.path)
        if why is not None:  # typed again, since the file could not be cleaned the first time
            refuse(redaction.clean(store))
            cleaned = ", and the file holds nothing more of what was blanked before"
            if was_unclean:
                return ()
        raise NotFoundError(
            f"{word!r} stands nowhere on record{cleaned}.",
            "Case, line breaks and how an accent is written make no difference.",
        )
    return found


def agreed(
    found: Sequence[Sighting], why: str, word: str | None, *, yes: bool, as_json: bool
) -> bool:
    """Return whether the texts are to be blanked; ask where that was not said."""
    from forecasts.store.redaction import holds

    if word and holds(why, word):
        raise RefusedError(
            "the reason itself holds the word, and can never be blanked.", "Word it otherwise."
        )
    if yes:
        return True
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise RefusedError("nobody is here to be asked; nothing was blanked.", "Add --yes")
    texts = [place for place in found if place.text_id]
    show(texts)
    question = f"Blank {'it' if len(texts) == 1 else f'these {len(texts)} texts'} for good?"
    click.confirm(question, abort=True, err=True)
    return True


def done(
    store: Store, texts: Sequence[Sighting], why: str, uuid: str | None
) -> tuple[Receipt, ForecastsError | None, tuple[Path, ...]]:
    """Blank the texts and clean the file; return the receipt, what kept it from that, copies."""
    from forecasts.store import redaction
    from forecasts.store.backup import FOLDER

    ids = [str(place.text_id) for place in texts]
    me = options.login()
    with store.append(options.now(), "redact", uuid) as batch:
        redaction.blank(batch, ids, why, me)
    receipt = batch.receipt  # others may have written since
    fault = redaction.clean(store)
    folder = store.path.absolute().parent
    around = (*folder.glob("*"), *folder.joinpath(FOLDER).glob("*"))
    files = [file for file in sorted(around) if file.suffix == store.path.suffix]
    others = [file for file in files if file.is_file() and not file.samefile(store.path)]
    return receipt, fault, redaction.holders(others, ids)


def show(found: Sequence[Sighting]) -> None:
    """Write where words stand, one line each."""
    for place in found[:SHOWN]:
        where = f"{place.seq:>7}" if place.seq else "      -"
        say(f"{where}  {place.table} {place.name}: {place.around}")
    if len(found) > SHOWN:
        say(f"         and {len(found) - SHOWN:,} more")


def listed(found: Sequence[Sighting], word: str | None, *, as_json: bool) -> None:
    """Say where a word stands, and what could be done about it."""
    import shlex

    texts = [place for place in found if place.text_id]
    others = [place for place in found if not place.text_id]
    if as_json:
        json_line({"found": _rows(texts), "elsewhere": _rows(others)})
        return
    if texts:
        show(texts)
        more = f"forecasts redact --search {shlex.quote(word or '')} --why REASON"
        what = "One long text holds" if len(texts) == 1 else f"{len(texts):,} long texts hold"
        say_out(f"{what} it. To blank that: {options.typed_db(more)}")
    if others:
        tell_elsewhere(others)


def tell_elsewhere(others: Sequence[Sighting]) -> None:
    """Say where a word stands that cannot be blanked."""
    what = (
        "a cell that is no long text, and stays"
        if len(others) == 1
        else (f"{len(others):,} cells that are no long texts, and stay")
    )
    say(f"It stands in {what}:")
    show(others)


def tell(
    found: Sequence[Sighting],
    receipt: Receipt,
    copies: Sequence[Path],
    *,
    is_clean: bool,
    as_json: bool,
) -> None:
    """Say what was blanked, and what this could not reach."""
    texts = [place for place in found if place.text_id]
    others = [place for place in found if not place.text_id]
    if as_json:
        json_line(
            {
                "redacted": _rows(texts),
                "elsewhere": _rows(others),
                "copies": [str(copy) for copy in copies],
                "clean": is_clean,
                "seq": receipt.seq,
                "receipt": str(receipt),
            }
        )
    else:
        named = ", ".join(f"{place.table} {place.seq} {place.name}" for place in texts[:NAMED])
        more = f", and {len(texts) - NAMED:,} more" if len(texts) > NAMED else ""
        say_out(f"Blanked: {named}{more}\nReceipt {receipt}")
        if others:
            tell_elsewhere(others)
        for copy in copies:
            say(f"Still in {copy}: remove it, or blank it there too.")
        say(BEYOND)


def tell_cleaned(store: Store, word: str | None, *, as_json: bool) -> None:
    """Say that the file holds nothing more of what was blanked before."""
    receipt = store.receipt()
    if as_json:
        none: dict[str, list[object]] = {"redacted": [], "elsewhere": [], "copies": []}
        json_line({**none, "clean": True, "seq": receipt.seq, "receipt": str(receipt)})
        return
    say_out("Cleaned: the file holds nothing more of what was blanked before.")
    say(f"{word!r} stands nowhere on record.")


def _rows(found: Sequence[Sighting]) -> list[dict[str, object]]:
    return [{"table": p.table, "seq": p.seq, "column": p.name} for p in found]
