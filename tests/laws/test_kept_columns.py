"""Law: what is kept beside a record, how many rows come at once and by how many threads, no bit."""

from __future__ import annotations

import os
from math import inf
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecasts.store import create_store
from tests.tracker.conftest import Recorder
from tracker import columns
from tracker.columns import bulk, cache, judgeable, kept, threads
from tracker.scoring import DEFAULT_POLICIES, judge

SLUGS = ("q0", "q1", "q2")
PEOPLE = ("ana", "bob", "eve")
who, slug = st.sampled_from(PEOPLE), st.sampled_from(SLUGS)
day = st.integers(-4, 44).map(lambda quarter: quarter / 4)
chance = st.one_of(st.sampled_from([0.0, 1.0, 1 / 3, 1e-5, 5e-324, None]), st.floats(0, 1))
file = st.sampled_from([kept.ROWS.suffix, judgeable.STOOD.suffix])
STEPS = st.one_of(
    st.tuples(st.just("say"), who, slug, day, chance),
    st.tuples(st.just("said"), who, slug, day),
    st.tuples(st.just("range"), who, slug, day),
    st.tuples(st.just("expiring"), who, slug, day),
    st.tuples(st.just("strike"), st.integers(0, 99), day, chance),
    st.tuples(st.just("resolve"), slug, st.sampled_from(["yes", "no", "0.25", "reopened"]), day),
    st.tuples(st.just("ask"), st.integers(6, 14)),
    st.tuples(st.just("retire"), who, day),
    st.tuples(st.just("read"), st.sampled_from([1, 3, 64]), st.sampled_from([1, 2, 3])),
    st.tuples(st.just("spoil"), file, st.floats(0, 1), st.integers(1, 255)),
    st.tuples(st.just("drop"), file),
)


def bits(record: Recorder) -> list[tuple[str, bytes]]:
    """Return every array of the facts about all questions, and of the scores."""
    connection = record.store.connection
    ids = [question.id for question in record.asked.values()]
    known = columns.facts(connection, ids)
    whole: list[Any] = [known, known.questions, known.history]
    for asked in (ids, None):
        laid, case = columns.laid(connection, asked)
        for found in judge(laid.questions, laid.history, DEFAULT_POLICIES, case=case):
            whole += [found, *found.rules.values()]
    return [
        (name, getattr(part, name).tobytes())
        for part in whole
        for name in part.__slots__
        if hasattr(getattr(part, name), "tobytes")
    ]


def do(record: Recorder, step: tuple[Any, ...], rows: list[tuple[str, str, int]]) -> None:
    """Add to the record, or harm or delete the columns beside it."""
    action, *told = step
    for sort in (kept.ROWS, judgeable.STOOD):
        cache.settle(record.path, sort)
    file = cache.place(record.path, told[0] if action in ("spoil", "drop") else "")
    if action == "strike":
        if rows:
            person, asked, id_ = rows[told[0] % len(rows)]
            row = record.say(person, asked, told[1], told[2], strikes=id_)
            rows.append((person, asked, row))
    elif action == "resolve":
        record.resolve(told[0], told[1], known=told[2])
    elif action == "ask":
        record.ask(f"q{len(record.asked)}", closes=told[0])
    elif action == "retire":
        record.change(told[0], retires=told[1])
    elif action == "spoil" and file.exists():
        held = bytearray(file.read_bytes())
        held[int(told[1] * (len(held) - 1))] ^= told[2]
        file.write_bytes(held)
    elif action == "drop":
        file.unlink(missing_ok=True)
    elif action in ("say", "said", "range", "expiring"):
        person, asked, made = told[:3]
        extra: dict[str, Any] = {
            "said": {"action": "said"},
            "range": {"within": (0.55, 0.8)},
            "expiring": {"expires": made + 1},
        }.get(action, {})
        p = {"say": told[-1], "said": None}.get(action, 0.675)
        rows.append((person, asked, record.say(person, asked, made, p, **extra)))


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=5, max_size=20))
def test_columns_from_a_file_are_those_of_the_record_to_the_bit(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    path = tmp_path_factory.mktemp("kept") / "record.db"
    record = Recorder(path, create_store(path))
    for name in SLUGS:
        record.ask(name)
    for name in PEOPLE:
        record.forecaster(name)
    rows: list[tuple[str, str, int]] = []
    record.resolve("q0", "yes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threads, "WORTH_IT", 1)
        patch.setattr(kept, "SCAN_SHARE", 100)
        for step in [*steps, ("read", 7, 2), ("read", 1, 1)]:
            if step[0] != "read":
                do(record, step, rows)
                continue
            patch.setattr(kept, "LARGE", inf)
            anew = bits(record)
            patch.setattr(kept, "LARGE", 0)
            patch.setattr(bulk, "SPAN", step[1])
            patch.setattr(os, "sched_getaffinity", lambda _, cores=step[2]: set(range(cores)))
            assert bits(record) == anew
            assert bits(record) == anew
            cache.settle(path, kept.ROWS)
            assert cache.place(path).exists() == bool(rows)
    record.store.close()
