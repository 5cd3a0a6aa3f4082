"""One scan of the record shared out among threads, each with a connection of its own."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from forecasts.store.readers import readers
from tracker.rules.shares import processors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

Key = TypeVar("Key")
Part = TypeVar("Part")

WORTH_IT = 4  # parts for a thread of its own: opening the file again takes time too


def in_threads(
    connection: sqlite3.Connection,
    keys: Sequence[Key],
    read: Callable[[sqlite3.Connection, Key], Part],
) -> list[Part]:
    """Return read(connection, key) of every key, in their order, several at a time.

    SQLite and numpy leave Python's lock to others while they work. What comes out is the same
    however many threads there are. Raises what the first key that cannot be read raises.
    """
    found: list[Part | BaseException] = [ValueError()] * len(keys)

    def work(own: sqlite3.Connection, first: int, step: int) -> None:
        for i in range(first, len(keys), step):
            try:
                found[i] = read(own, keys[i])
            except BaseException as error:  # noqa: BLE001 - raised again by the thread that asked
                found[i] = error
                return

    with readers(connection, min(processors(), len(keys) // WORTH_IT) - 1) as others:
        step = len(others) + 1
        threads = [Thread(target=work, args=(own, i, step)) for i, own in enumerate(others, 1)]
        for thread in threads:
            thread.start()
        work(connection, 0, step)
        for thread in threads:
            thread.join()
    return [_part(each) for each in found]


def _part(found: Part | BaseException) -> Part:
    if isinstance(found, BaseException):
        raise found
    return found
