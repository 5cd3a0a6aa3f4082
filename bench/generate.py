"""A seeded record of any size, as years of use would leave it, for benchmarks and tests."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np
import population as drawn
from population import DAY_US, KINDS, MINUTE_US, NEVER, STATUSES, Integers, Population

from forecasts import fact_tables, ledger, schema
from forecasts.ledger import Row
from forecasts.store import Store, create_store

CHUNK = 100_000  # ledger rows written at once
APPEND = 1_000  # rows between two appends
ACTIONS = ("forecast", "reaffirmation", "withdrawal", "said")
# Facts of one instant stand in this order; every row comes after those that it names.
TABLES = ("forecasters", "questions", "question_revisions", "forecasts", "resolutions", "appends")
FORECAST_COLUMNS = (
    "id", "question_id", "revision_id", "forecaster_id", "action", "probability", "typed", "word",
    "scale", "low", "high", "made_at", "expires_at", "strikes", "origin", "recorded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """Every row of the ledger to be, by id - 1: its table, and its place among that table's rows.

    ids: table -> the ids of its rows, in the order of the population.
    """

    table: Integers
    place: Integers
    recorded_us: Integers
    ids: dict[str, Integers]


def cached(size: int, seed: int = 1, *, chained: bool = True) -> Path:
    """Return a record of that size from the temporary folder, made first if it is not there."""
    modules = (drawn, schema, fact_tables, ledger)
    sources = [__file__, *(str(module.__file__) for module in modules)]
    code = hashlib.sha256(b"".join(Path(source).read_bytes() for source in sources))
    folder = Path(tempfile.gettempdir()) / "forecasts-bench"
    folder.mkdir(exist_ok=True)
    kind = "" if chained else "-unchained"
    path = folder / f"{size}-{seed}{kind}-{code.hexdigest()[:12]}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        for old in folder.glob(part.name + "*"):
            old.unlink()
        generate(part, size, seed, chained=chained)
        part.rename(path)
    return path


def generate(path: Path, size: int, seed: int = 1, *, chained: bool = True) -> None:
    """Write a record with that many forecasts, as the product's own appends would have.

    The same size and seed give the same chain. Unless `chained` the ledger is left empty: every
    fact is there, but `verify` will not have it.
    """
    people = drawn.population(size, seed)
    store = create_store(path, bulk=True)
    connection = store.connection
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    # Guards and indexes go out of the way of a load that is known to be good, and come back.
    shape = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')"
        " AND sql IS NOT NULL AND tbl_name <> 'questions_search' ORDER BY rowid"
    ).fetchall()
    for kind, name, _ in shape:
        connection.execute(f"DROP {kind} {name}")
    _write(store, people, seed, chained=chained)
    for _, _, sql in shape:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    path.with_name(path.name + ".lock").unlink(missing_ok=True)


def _write(store: Store, people: Population, seed: int, *, chained: bool) -> None:
    facts = _in_order(people)
    few = dict(_few_rows(people, facts, seed))
    head = ledger.GENESIS
    for start in range(0, len(facts.table), CHUNK):
        part = slice(start, start + CHUNK)
        is_forecast = facts.table[part] == TABLES.index("forecasts")
        said = iter(_forecast_rows(people, facts, facts.place[part][is_forecast]))
        rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        links = []
        for seq, table in enumerate(facts.table[part].tolist(), start + 1):
            name = TABLES[table]
            row = next(said) if name == "forecasts" else few.pop(seq)
            rows[name].append(row)
            if chained:
                head = ledger.link(head, name, row)
                links.append((seq, name, head))
        for name, found in rows.items():
            _insert(store, name, found)
        store.connection.executemany("INSERT INTO ledger VALUES (?, ?, ?)", links)
    store.connection.execute(SEARCH)


# As the product writes it; these questions have no long words.
SEARCH = """
    INSERT INTO questions_search (rowid, slug, title, words, topics)
    SELECT id, slug, title, ' ', replace(coalesce(topics, ''), ';', ' ') FROM questions_now
"""


def _insert(store: Store, table: str, rows: list[Row]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    marks = ", ".join(f":{column}" for column in columns)
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    store.connection.executemany(insert, rows)


def _in_order(people: Population) -> Facts:
    """Give every row its id: by when it was recorded, those it names first."""
    who, asked, said = people.forecasters, people.questions, people.forecasts
    retired = np.flatnonzero(who.retired_us != NEVER)
    revised = np.flatnonzero(asked.revised_us != NEVER)
    restated, answered = (np.flatnonzero(each) for each in _answered(people))
    asked_us = asked.opens_us - 7 * DAY_US
    start_us = min(int(asked_us.min()), int(said.recorded_us.min())) - DAY_US
    known_us = np.maximum(asked.known_us, asked_us) + 60 * MINUTE_US
    parts = (
        (0, [np.full(len(who.kind), start_us), who.retired_us[retired]]),
        (1, [asked_us]),
        (2, [asked_us, asked.revised_us[revised]]),
        (3, [np.maximum(said.recorded_us, asked_us[said.question])]),
        (4, [known_us[restated], known_us[answered] + DAY_US]),
    )
    recorded = [np.concatenate(columns) for _, columns in parts]
    every = np.sort(np.concatenate(recorded))
    fixed = said.recorded_us[said.strikes != NEVER]  # typed, each in an entry of its own
    recorded.append(np.concatenate((every[APPEND - 1 :: APPEND], every[-1:], fixed)))
    sizes = [len(column) for column in recorded]
    recorded_us = np.concatenate(recorded)
    table = np.repeat(np.arange(len(TABLES)), sizes)
    order = np.lexsort((table, recorded_us))
    place = np.concatenate([np.arange(size) for size in sizes])
    ids = np.empty(len(order), dtype=np.int64)
    ids[order] = np.arange(1, len(order) + 1)
    by_table = np.split(ids, np.cumsum(sizes)[:-1])
    named = dict(zip(TABLES, by_table, strict=True))
    # Every row says the time of its entry, which ends with its row in appends.
    ends = np.sort(named["appends"])
    entry = ends[np.searchsorted(ends, np.arange(1, len(order) + 1))]
    return Facts(table[order], place[order], recorded_us[order][entry - 1], named)


def _answered(people: Population) -> tuple[Integers, Integers]:
    """Return which questions have an outcome that was replaced, and which have a last word."""
    asked = people.questions
    reopened = asked.status == STATUSES.index("reopened")
    return ~np.isnan(asked.before) | reopened, asked.status < len(STATUSES) - 1


def _few_rows(people: Population, facts: Facts, seed: int) -> Iterator[tuple[int, Row]]:
    """Yield (id, row) of every table but the forecasts."""
    texts = _texts(facts.recorded_us)
    parts = (
        _forecasters(people, facts.ids),
        _questions(facts.ids),
        _revisions(people, facts.ids),
        _resolutions(people, facts.ids),
    )
    for row in chain.from_iterable(parts):
        yield int(row["id"]), {**row, "recorded_at": texts[int(row["id"]) - 1]}
    for id_ in facts.ids["appends"].tolist():
        name = uuid.uuid5(uuid.NAMESPACE_OID, f"{seed}/{id_}")
        row = {"id": id_, "uuid": str(name), "command": "import"}
        yield id_, {**row, "recorded_at": texts[id_ - 1]}


def _forecasters(people: Population, ids: dict[str, Integers]) -> Iterator[Row]:
    who = people.forecasters
    n = len(who.kind)
    retired = np.flatnonzero(who.retired_us != NEVER).tolist()
    own = ids["forecasters"].tolist()
    for i, id_ in [*enumerate(own[:n]), *zip(retired, own[n:], strict=True)]:
        changed = id_ != own[i]
        yield {
            "id": id_,
            "forecaster_id": own[i],
            "replaces": own[i] if changed else None,
            "name": f"forecaster {i + 1}",
            "kind": KINDS[int(who.kind[i])],
            "retired_at": _text(who.retired_us[i]) if changed else None,
        }


def _questions(ids: dict[str, Integers]) -> Iterator[Row]:
    order = np.argsort(ids["questions"])  # numbers rise with the ids
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    for id_, n in zip(ids["questions"].tolist(), number.tolist(), strict=True):
        yield {"id": id_, "number": n, "slug": f"question-{n}", "type": "binary"}


def _revisions(people: Population, ids: dict[str, Integers]) -> Iterator[Row]:
    asked = people.questions
    revised = np.flatnonzero(asked.revised_us != NEVER).tolist()
    count, own, of = len(asked.status), ids["question_revisions"].tolist(), ids["questions"]
    for i, id_ in [*enumerate(own[:count]), *zip(revised, own[count:], strict=True)]:
        again = id_ != own[i]
        closes_at = _text(asked.closes_us[i])
        tries, group = int(asked.tries[i]), int(asked.group[i])
        yield {
            "id": id_,
            "question_id": int(of[i]),
            "revision": 2 if again else 1,
            "title": f"Will event {i + 1} happen{', as reported' if again else ''}?",
            "opens_at": _text(asked.opens_us[i]),
            "closes_at": closes_at,
            "resolves_by": closes_at,
            "timezone": "UTC",
            "topics": f"topic {i % 7};topic {i % 5 + 7}",
            "group_name": f"group {group}" if group >= 0 else None,
            "spot_at": _maybe_text(asked.spot_us[i]),
            "reference_class": f"{int(asked.hits[i])}/{tries}" if tries else None,
            "retrospective": 1 if asked.retrospective[i] else None,
        }


def _resolutions(people: Population, ids: dict[str, Integers]) -> Iterator[Row]:
    asked, of = people.questions, ids["questions"]
    restated, answered = (np.flatnonzero(each).tolist() for each in _answered(people))
    own = ids["resolutions"].tolist()
    first = dict(zip(restated, own, strict=False))
    for i, id_ in first.items():
        before = 0.0 if np.isnan(asked.before[i]) else float(asked.before[i])
        yield _resolution(id_, int(of[i]), "resolved", before, int(asked.known_us[i]), None)
    for i, id_ in zip(answered, own[len(restated) :], strict=True):
        status, outcome = STATUSES[int(asked.status[i])], float(asked.outcome[i])
        known_us = int(asked.known_us[i])
        yield _resolution(id_, int(of[i]), status, outcome, known_us, first.get(i))


def _resolution(
    id_: int, question: int, status: str, outcome: float, known_us: int, replaces: int | None
) -> Row:
    words = {1.0: "yes", 0.0: "no"}.get(outcome, str(outcome))
    return {
        "id": id_,
        "question_id": question,
        "status": status,
        "outcome": words if status == "resolved" else None,
        "known_at": _text(known_us),
        "no_source": "seen",
        "replaces": replaces,
    }


def _forecast_rows(people: Population, facts: Facts, rows: Integers) -> Iterator[Row]:
    said = people.forecasts
    asked = said.question[rows]
    ids = facts.ids["forecasts"]
    words = said.word[rows]
    p = [None if np.isnan(x) else x for x in said.p[rows].tolist()]
    low, high = (
        [column[word] if word >= 0 else None for word in words.tolist()]
        for column in (drawn.WORD_LOW, drawn.WORD_HIGH)
    )
    spoken = [
        drawn.WORDS[word] if word >= 0 else "conceivable" if action == drawn.SAID else None
        for word, action in zip(words.tolist(), said.action[rows].tolist(), strict=True)
    ]
    strikes = np.where(said.strikes[rows] == NEVER, NEVER, ids[said.strikes[rows]])
    columns = (
        ids[rows].tolist(),
        facts.ids["questions"][asked].tolist(),
        _revision_ids(people, facts, rows).tolist(),
        facts.ids["forecasters"][said.forecaster[rows]].tolist(),
        [ACTIONS[code] for code in said.action[rows].tolist()],
        p,
        [word or (None if x is None else f"{x:.4%}") for word, x in zip(spoken, p, strict=True)],
        spoken,
        ["ICD 203" if word >= 0 else None for word in words.tolist()],
        low,
        high,
        _texts(said.made_us[rows]),
        [text if us != NEVER else None for us, text in _each(said.expires_us[rows])],
        [None if id_ == NEVER else id_ for id_ in strikes.tolist()],
        ["imported" if id_ == NEVER else "typed" for id_ in strikes.tolist()],
        _texts(facts.recorded_us[ids[rows] - 1]),
    )
    for row in zip(*columns, strict=True):
        yield dict(zip(FORECAST_COLUMNS, row, strict=True))


def _revision_ids(people: Population, facts: Facts, rows: Integers) -> Integers:
    """Return the revision that was in force when each row was recorded."""
    asked, count = people.questions, len(people.questions.status)
    own, question = facts.ids["question_revisions"], people.forecasts.question[rows]
    second = own[:count].copy()
    second[asked.revised_us != NEVER] = own[count:]
    later = second[question] < facts.ids["forecasts"][rows]
    return np.where(later, second[question], own[question])


def _each(instants: Integers) -> Iterator[tuple[int, str]]:
    return zip(instants.tolist(), _texts(instants), strict=True)


def _texts(instants: Integers) -> list[str]:
    """Return instants as the record writes them."""
    return [f"{text}Z" for text in np.datetime_as_string(instants.view("datetime64[us]")).tolist()]


def _text(instant: int) -> str:
    return _texts(np.array([instant]))[0]


def _maybe_text(instant: int) -> str | None:
    return None if instant == NEVER else _text(instant)


def main() -> int:
    """Write a record where it was asked for, or keep one in the temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=10_000, help="forecasts (default 10000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="where to write it (default: temporary folder)")
    parser.add_argument("--no-chain", action="store_true", help="leave the ledger empty")
    told = parser.parse_args()
    start = datetime.now(UTC)
    if told.out:
        generate(told.out, told.n, told.seed, chained=not told.no_chain)
    path = told.out or cached(told.n, told.seed, chained=not told.no_chain)
    took_s = (datetime.now(UTC) - start).total_seconds()
    print(f"{path}: {told.n:,} forecasts, {path.stat().st_size / 1e6:.0f} MB, {took_s:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
