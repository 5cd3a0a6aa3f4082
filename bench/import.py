"""How fast plain tables come in, beside plain SQL inserts and the same import without a chain."""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from forecasts.importers import tables
from forecasts.importers.merge import merge
from forecasts.model import ForecasterKind, times
from forecasts.store import create_store, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forecasts.ledger import Row
    from forecasts.store import Store

ROWS = 200_000
A_QUESTION = 200  # forecasts
ROUNDS = 3  # the best of each counts: others may be at work on this machine
START = datetime(2020, 1, 1, tzinfo=UTC)
# The shape that was measured when the record was designed: 53,000 rows a second, chained and
# guarded, on a machine whose plain inserts ran at 120,000. An import may take a quarter more.
LEAST = 0.75 * 53 / 120
MOST = 1.7  # times the same import without a chain


def written(folder: Path, rows: int) -> None:
    """Write tables of so many forecasts, each at an instant of its own."""
    chance = random.Random(6)
    asked, said = ["question,title,type,opens_at,closes_at"], []
    for at in range(rows // A_QUESTION):
        asked.append(f"q-{at},Will it be {at}?,binary,2020-01-01T00:00Z,2021-01-01T00:00Z")
        for who in range(A_QUESTION):
            made_at = START + timedelta(seconds=chance.randrange(31_000_000))
            said.append(
                f"q-{at},f-{who},{made_at:%Y-%m-%dT%H:%M:%SZ},{chance.randint(1, 99) / 100}"
            )
    (folder / "questions.csv").write_text("\n".join(asked) + "\n", encoding="utf-8")
    head = "question,forecaster,made_at,probability\n"
    (folder / "forecasts.csv").write_text(head + "\n".join(said) + "\n", encoding="utf-8")


@contextmanager
def fresh() -> Iterator[Store]:
    """Make a record of its own, with the page cache of an import."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(create_store(Path(folder) / "data.db", bulk=True)) as store,
    ):
        yield store


def import_tables(folder: Path) -> int:
    """Read the tables into a new record, as `forecasts import tables --init` does."""
    with fresh() as store, store.append(START, "import tables") as batch:
        return merge(
            batch, tables.read(folder), ForecasterKind.PERSON, datetime.now(UTC)
        ).forecasts_added


def import_without_chain(folder: Path) -> int:
    """Read the tables into a new record, without a hash and without the ledger."""
    insert = shape.insert

    def facts_alone(connection: object, many: str, single: str, rows: object) -> None:
        if many is not shape.LEDGER_MANY:
            insert(connection, many, single, rows)  # type: ignore[arg-type]

    with (
        patch.object(shape.Shape, "link", lambda *_: b""),
        patch.object(shape, "insert", facts_alone),
    ):
        return import_tables(folder)


def rows_of(count: int) -> list[Row]:
    """Return forecasts in memory, as an import adds them."""
    made = [times.to_text(START + timedelta(seconds=i)) for i in range(1000)]
    same: dict[str, str | int] = {
        "question_id": 1,
        "revision_id": 2,
        "forecaster_id": 3,
        "action": "forecast",
    }
    return [
        {**same, "probability": (i % 99 + 1) / 100, "made_at": made[i % 1000], "origin": "imported"}
        for i in range(count)
    ]


def insert_plainly(rows: list[Row]) -> int:
    """Insert rows into the forecasts table by executemany, without guards, keys or a chain."""
    with fresh() as store:
        connection = store.connection
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DROP TRIGGER forecasts_insert")
        names = [*rows[0], "recorded_at"]
        values = [(*row.values(), "2026-11-22T06:00:00.000000Z") for row in rows]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            f"INSERT INTO forecasts ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            values,
        )
        connection.execute("COMMIT")
    return len(rows)


def insert_chained(rows: list[Row]) -> int:
    """Add rows through the record's own append: chained and guarded."""
    with fresh() as store:
        store.connection.execute("PRAGMA foreign_keys = OFF")
        with store.append(START, "bench") as batch:
            batch.add_many("forecasts", rows)
    return len(rows)


def timed(work: Callable[[], int]) -> float:
    """Return the rows a second of processor time."""
    start = time.process_time()
    rows = work()
    return rows / (time.process_time() - start)


def main() -> None:
    """Measure the four ways, one after the other, and compare the best of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=ROWS, help="how many forecasts")
    count = parser.parse_args().n
    gc.set_threshold(100_000)  # as the command sets it
    with tempfile.TemporaryDirectory() as name:
        folder, rows = Path(name), rows_of(count)
        written(folder, count)
        ways: dict[str, Callable[[], int]] = {
            "plain SQL, executemany": lambda: insert_plainly(rows),
            "chained and guarded, from memory": lambda: insert_chained(rows),
            "import of tables": lambda: import_tables(folder),
            "import of tables, no chain": lambda: import_without_chain(folder),
        }
        found: dict[str, float] = dict.fromkeys(ways, 0.0)
        for _ in range(ROUNDS):
            for way, work in ways.items():
                found[way] = max(found[way], timed(work))
    plain, _, whole, unchained = found.values()
    for way, rate in found.items():
        print(f"{way:<34} {rate:>9,.0f} rows a second of processor time, {rate / plain:.2f}")
    print(f"The chain makes an import {unchained / whole:.2f} times as long; at most {MOST}.")
    print(f"An import runs at {whole / plain:.2f} of plain SQL; at least {LEAST:.2f}.")
    sys.exit(unchained / whole > MOST or whole / plain < LEAST)


if __name__ == "__main__":
    main()
