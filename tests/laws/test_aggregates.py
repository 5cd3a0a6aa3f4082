"""Laws of aggregates: of one member, of members who agree, and of what was not known yet."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.cli import run
from tracker.scoring import DAY_US, NEVER, History, Policy, Questions, judge
from tracker.scoring.aggregates import (
    METHOD_NAMES,
    Past,
    PastQuestions,
    aggregates,
    past_scores,
    past_statements,
)
from tracker.scoring.distribution_aggregates import (
    ALL_METHODS,
    DISTRIBUTION_METHOD_NAMES,
    LEARNING,
)

if TYPE_CHECKING:
    from pathlib import Path

DATES = (3, 8, 14, 21, 26, 28)  # which of the made questions ask for a date
POLICIES = ("scheduled", "open", "last", "spot", "before-close:5d")
OPENS = datetime(2026, 1, 1, tzinfo=UTC)
NOW = OPENS + timedelta(days=900)

# Few instants, so that rows often meet each other, the opening, the close and the expiry.
day = st.integers(-2, 12)
chance = st.sampled_from([0.001, 0.2, 0.5, 0.97])
rows = st.lists(st.tuples(day, st.none() | chance, st.none() | day), min_size=1, max_size=8)


def questions(closes: int, known: int) -> Questions:
    instants = (np.array([at * DAY_US], dtype=np.int64) for at in (0, closes, known, 3))
    return Questions(
        *instants, outcome=np.ones(1), rate=np.full(1, 0.2),
        has_class=np.ones(1, dtype=bool), by_deadline=np.ones(1, dtype=bool),
    )  # fmt: skip


def history(drawn: list[tuple[int, float | None, int | None]], members: int = 1) -> History:
    """Return what all members said alike."""
    said = [row for _ in range(members) for row in sorted(drawn, key=lambda row: row[0])]
    made, p, until = zip(*said, strict=True)
    values = np.array([np.nan if x is None else x for x in p])
    made_us = np.array(made, dtype=np.int64) * DAY_US
    return History(
        question=np.zeros(len(said), dtype=np.int64),
        forecaster=np.repeat(np.arange(members), len(drawn)),
        made_us=made_us,
        until_us=np.array([NEVER if x is None else x * DAY_US for x in until]),
        recorded_us=made_us + 4 * DAY_US,
        p=values, low=values, high=values, peer=np.ones(len(said), dtype=bool),
    )  # fmt: skip


def numbers(asked: Questions, said: History) -> list[list[Any]]:
    """Return every number of every pair under every policy."""
    found = []
    for one in judge(asked, said, [Policy.parse(policy) for policy in POLICIES]):
        # Peer points are of others, who are not there.
        rules = [of for name, of in one.rules.items() if name != "metaculus_peer"]
        columns = [getattr(of, part) for of in rules for part in ("score", "reference", "uniform")]
        columns += [one.coverage, one.attainable, one.hindsight, one.forecasts, one.reason]
        found.append([str(column.tolist()) for column in columns])
    return found


@pytest.mark.parametrize("method", METHOD_NAMES)
@given(rows, st.integers(1, 12), st.integers(1, 12))
def test_an_aggregate_of_one_member_scores_what_the_member_scores(
    method: str, drawn: list[tuple[int, float | None, int | None]], closes: int, known: int
) -> None:
    asked, said = questions(closes, known), history(drawn)
    found = aggregates(asked, said, [method])
    if len(found.at_us):
        assert numbers(asked, found.history(0, 0)) == numbers(asked, said)
    else:
        (own,) = judge(asked, said, [Policy.parse("scheduled")])
        assert own.reason.all()


@pytest.mark.parametrize("method", METHOD_NAMES)
@given(rows, st.integers(2, 6))
def test_members_who_agree_are_an_aggregate_that_agrees(
    method: str, drawn: list[tuple[int, float | None, int | None]], members: int
) -> None:
    asked = questions(10, 10)
    one, all_ = (aggregates(asked, history(drawn, n), [method]) for n in (1, members))
    assert str(all_.p.tolist()) == str(one.p.tolist())
    assert (all_.members == one.members * members).all()


@given(st.lists(st.tuples(chance, chance, st.booleans(), st.integers(1, 30)), max_size=6))
def test_what_is_learned_later_changes_nothing_before(
    drawn: list[tuple[float, float, bool, int]],
) -> None:
    """Questions with what two members said, what happened, and the day it may be learned from."""
    asked = questions(28, 28)
    said = history([(d, 0.2 + d / 100, None) for d in range(0, 28, 3)], 2)
    methods = ("performance", "extremized")
    for until in (5, 15, 30):
        known = [row for row in drawn if row[3] < until]
        whole, part = (aggregates(asked, said, methods, past(these)) for these in (drawn, known))
        before = whole.at_us <= until * DAY_US
        assert whole.p[before].tolist() == part.p[before].tolist()


def past(drawn: list[tuple[float, float, bool, int]]) -> Past:
    n = len(drawn)
    columns = [np.full(n, at * DAY_US, dtype=np.int64) for at in (0, 10, 10, 3)]
    p = np.array([row[:2] for row in drawn], dtype=float).reshape(-1, 2).ravel()
    made_us = np.zeros(2 * n, dtype=np.int64)
    asked = Questions(
        *columns, outcome=np.array([float(row[2]) for row in drawn]), rate=np.full(n, 0.5),
        has_class=np.zeros(n, dtype=bool), by_deadline=np.zeros(n, dtype=bool),
    )  # fmt: skip
    said = History(
        question=np.repeat(np.arange(n), 2), forecaster=np.tile([0, 1], n), made_us=made_us,
        until_us=np.full(2 * n, NEVER), recorded_us=made_us, p=p, low=p, high=p,
        peer=np.ones(2 * n, dtype=bool),
    )  # fmt: skip
    learned_us = np.array([row[3] * DAY_US for row in drawn], dtype=np.int64)
    those = PastQuestions(np.arange(n), np.arange(n), learned_us)
    (judged,) = judge(asked, said, [Policy.parse("scheduled")])
    return Past(past_scores(judged, those), past_statements(asked, said, those))


def tables(folder: Path, seed: int, order: random.Random | None = None) -> Path:
    """Write a year of short questions with five members' histories; `order` mixes the rows."""
    luck = random.Random(seed)
    folder.mkdir()
    asked, said, answers = [], [], []
    for i in range(30):
        opens = OPENS + timedelta(days=luck.randrange(300))
        closes = opens + timedelta(days=luck.choice([5, 20, 40]))
        dated = i in DATES
        kind, horizon = ("date", closes.isoformat()) if dated else ("binary", "")
        asked.append(f"q{i},Will it?,{kind},{opens.isoformat()},{closes.isoformat()},"
                     f"{luck.choice(['', 'a', 'b'])},{horizon}")  # fmt: skip
        outcome = luck.choice(["yes", "no"])
        if dated:
            outcome = {"yes": (opens + (closes - opens) / 2).isoformat(), "no": "never"}[outcome]
        if i % 5:
            answers.append(f"q{i},{outcome},{closes.isoformat()}")
        for who in ("ana", "ben", "cho", "dan", "eve"):
            for _ in range(luck.randrange(4)):
                made = opens + timedelta(days=luck.randrange(-1, 40))
                p = luck.choice([0.2, luck.random()])
                middle, end = ((opens + (closes - opens) / part).isoformat() for part in (3, 1))
                knots = json.dumps({p / 3: middle, p: end}).replace('"', '""')
                stated = f',"{knots}"' if dated else f"{p},"
                said.append(f"q{i},{who},{made.isoformat()},{stated}")
    unique = list({tuple(row.split(",")[:3]): row for row in said}.values())
    if order is not None:
        order.shuffle(asked)
        order.shuffle(unique)
    for name, header, lines in (
        ("questions", "question,title,type,opens_at,closes_at,group,range_max", asked),
        ("forecasts", "question,forecaster,made_at,probability,quantiles", unique),
        ("resolutions", "question,outcome,known_at", answers),
    ):
        (folder / f"{name}.csv").write_text("\n".join([header, *lines]) + "\n")
    return folder


def printed(db: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run([*words, "--json", "--db", str(db)], now=NOW) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_order_of_rows_does_not_move_an_aggregate_by_a_bit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for name, order in (("one", None), ("other", random.Random(1))):
        folder, db = tables(tmp_path / name, 1, order), tmp_path / f"{name}.db"
        assert run(["import", "tables", str(folder), "--init", "--db", str(db)], now=NOW) == 0
        paths = {
            (method, line["question"]): line["changes"]
            for method in ("mean", "recency", "quantiles", *LEARNING)
            for slug in range(20, 30)
            if method in (DISTRIBUTION_METHOD_NAMES if slug in DATES else METHOD_NAMES)
            for line in printed(db, capsys, "aggregate", f"q{slug}", "--method", method, "--others")
        }
        found.append(paths)
    assert found[0] == found[1]
    assert sum(map(len, found[0].values())) > 100


def test_the_leaderboard_of_people_is_the_same_beside_aggregates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, db = tables(tmp_path / "set", 3), tmp_path / "set.db"
    assert run(["import", "tables", str(folder), "--init", "--db", str(db)], now=NOW) == 0
    before = db.read_bytes()
    people = printed(db, capsys, "leaderboard")
    whole = printed(db, capsys, "leaderboard", "--aggregates")
    assert whole[: len(people)] == people
    rest = whole[len(people) :]
    assert {row["kind"] for row in rest} == {"aggregate"}
    assert len(rest) == len(ALL_METHODS) - 1
    assert db.read_bytes() == before, "aggregates are computed and never stored"
