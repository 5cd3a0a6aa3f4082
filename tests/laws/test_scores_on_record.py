"""Laws of stored scores, on records drawn at random: the facts alone decide, to the bit."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forecasts.cli import run
from forecasts.model import Resolution, ResolutionStatus, times
from forecasts.store import Store, open_store, resolutions
from tracker import columns, jobs
from tracker.columns import STORED_POLICIES
from tracker.reports.explanation import explain
from tracker.reports.standings import standings
from tracker.scoring import LOSSES, POINTS, Policy

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
NOW = OPENS + timedelta(days=900)
SEEDS = (1, 2, 3)
POLICIES = (*map(str, STORED_POLICIES), "before-close:7d")
FATES = ("yes", "no", "early", "annulled", "re-resolved", "reopened", "none", "first", "no", "yes")

QUESTIONS = ("question,title,type,opens_at,closes_at,reference_class,by_deadline,spot_at,group,"
             "retrospective")  # fmt: skip
FORECASTS = "question,forecaster,made_at,probability,withdrawn,expires_at"


def write(folder: Path, seed: int, shuffled: random.Random | None = None) -> Path:
    """Write tables of questions of every fate; `shuffled` mixes the rows of different pairs."""
    chance = random.Random(seed)
    folder.mkdir()
    asked, answers, said = [], [], {}
    for number, fate in enumerate(FATES):
        slug, length = f"q{number}-{fate}", chance.choice([3, 30.4, 100, 365])
        opens = OPENS + timedelta(days=chance.randrange(40))
        closes = opens + timedelta(days=length)
        known = {"early": opens + timedelta(days=length / 3), "first": opens}.get(fate, closes)
        asked.append(
            f"{slug},Will it?,binary,{opens.isoformat()},{closes.isoformat()},"
            f"{chance.choice(['', '0/3', '3/40'])},{chance.choice(['', 'true'])},"
            f"{chance.choice(['', (opens + timedelta(days=2)).isoformat()])},"
            f"{chance.choice(['', 'siblings'])},{chance.choice(['', '', 'true'])}"
        )
        rows = {"early": ["yes"], "first": ["yes"], "re-resolved": ["no", "yes"], "none": []}
        rows["reopened"] = ["no", "reopened"]
        answers += [f"{slug},{outcome},{known.isoformat()}" for outcome in rows.get(fate, [fate])]
        for _ in range(50):
            who = chance.choice(["ana", "ben", "cho", "coin", "old"])
            made = opens + timedelta(days=chance.randrange(-5, int(length) + 5))
            made += timedelta(hours=chance.choice([0, 7]))
            ends = (made + timedelta(days=9)).isoformat() if chance.random() < 0.1 else ""
            p = chance.choice([0, 1, chance.random(), chance.random() ** 9, 1 / 3, ""])
            row = f"{slug},{who},{made.isoformat()},{p},{'true' if p == '' else ''},{ends}"
            said.setdefault((slug, who), []).append(row)
    order = [pair for pair, rows in said.items() for _ in rows]
    if shuffled is not None:
        shuffled.shuffle(order)
        shuffled.shuffle(asked)
    waiting = {pair: iter(rows) for pair, rows in said.items()}
    retired = (OPENS + timedelta(days=50)).isoformat()
    people = ["ana,person,", "coin,baseline,", f"old,model,{retired}", "ben,crowd,", "cho,team,"]
    for name, header, lines in (
        ("questions", QUESTIONS, asked),
        ("forecasts", FORECASTS, [next(waiting[pair]) for pair in order]),
        ("resolutions", "question,outcome,known_at", answers),
        ("forecasters", "name,kind,retired_at", people if shuffled is None else people[::-1]),
    ):
        (folder / f"{name}.csv").write_text("\n".join([header, *lines]) + "\n")
    return folder


def scored(folder: Path, db: Path) -> Path:
    options = ["--db", str(db)]
    assert run(["import", "tables", str(folder), "--init", *options], now=NOW) == 0
    assert run(["tracker", "tick", *options], now=NOW) == 0
    return db


@pytest.fixture(params=SEEDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return a scored record of random facts."""
    opened = open_store(scored(write(tmp_path / "tables", request.param), tmp_path / "x.db"))
    yield opened
    opened.close()


def printed(db: Path, capsys: pytest.CaptureFixture[str]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return what `scores --json` says under every policy, without the seqs of one record."""
    capsys.readouterr()
    chosen = [word for policy in POLICIES for word in ("--policy", policy)]
    assert run(["scores", "--json", "--superseded", *chosen, "--db", str(db)], now=NOW) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    keys = ("question", "forecaster", "policy", "rule")
    return {
        tuple(line[key] for key in keys): {
            key: value for key, value in line.items() if key not in {"resolution", "as_of_seq"}
        }
        for line in lines
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_in_which_rows_came_does_not_matter(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = scored(write(tmp_path / "one", seed), tmp_path / "one.db")
    mixed = write(tmp_path / "other", seed, random.Random(seed + 100))
    assert (mixed / "forecasts.csv").read_text() != (tmp_path / "one/forecasts.csv").read_text()
    first, second = printed(one, capsys), printed(scored(mixed, tmp_path / "other.db"), capsys)
    assert first == second
    assert len({line["score"] for line in first.values()}) > 100


def turned_round(store: Store) -> int:
    """Resolve again, the other way, what was resolved first; return the question."""
    (id_, outcome, known), *_ = store.connection.execute(
        "SELECT question_id, outcome, known_at FROM resolutions_now WHERE status = 'resolved'"
    )
    answer = Resolution(
        question_id=id_,
        status=ResolutionStatus.RESOLVED,
        outcome={"yes": "no", "no": "yes"}[outcome],
        known_at=times.from_text(known),
    )
    with store.append(NOW, "resolve") as batch:
        resolutions.record(batch, answer)
    return int(id_)


def test_stored_rows_and_facts_give_the_same_leaderboard(store: Store) -> None:
    same_leaderboards(store)
    turned_round(store)
    assert jobs.score(store, NOW).restated == 1
    same_leaderboards(store)


def same_leaderboards(store: Store) -> None:
    connection = store.connection
    names = columns.names(connection).values()
    for retrospective in (False, True):
        ids = columns.resolved(connection, retrospective=retrospective)
        assert ids
        for policy in STORED_POLICIES:
            facts = columns.from_facts(connection, ids, policy)
            rows = columns.from_stored(connection, ids, policy)
            for column in fields(facts):
                one, other = (getattr(x, column.name) for x in (facts, rows))
                assert one.dtype == other.dtype
                assert one.tobytes() == other.tobytes(), (policy, column.name)
            assert standings(facts, names) == standings(rows, names)


def test_one_question_at_a_time_gives_the_same_rows(store: Store) -> None:
    ids = [id_ for (id_,) in store.connection.execute("SELECT id FROM questions")]
    together = columns.score_sheet(store.connection, ids)
    alone = [columns.score_sheet(store.connection, [id_]) for id_ in reversed(ids)]
    assert {row for sheet in alone for row in sheet.rows} == set(together.rows)
    assert {unit for sheet in alone for unit in sheet.units} == set(together.units)
    assert len(together.rows) > 100


def test_what_explain_shows_adds_up_to_the_score(store: Store) -> None:
    connection, checked = store.connection, 0
    pairs = connection.execute("SELECT DISTINCT question_id, forecaster_id FROM forecasts")
    for question, forecaster in pairs.fetchall():
        for policy in map(Policy.parse, POLICIES):
            for rule in (*LOSSES, *POINTS):
                found = explain(connection, question, forecaster, policy, rule)
                if found is None or found.reason:
                    assert found is None or (found.score, found.stretches) == (None, ())
                    continue
                total = math.fsum(stretch.part for stretch in found.stretches)
                assert total == pytest.approx(found.score, rel=1e-12, abs=1e-12)
                edges = [(stretch.start, stretch.end) for stretch in found.stretches]
                assert all(a < b for a, b in edges)
                assert edges == sorted(edges)
                checked += 1
    assert checked > 200


def test_explain_says_what_the_judge_stored(store: Store) -> None:
    connection = store.connection
    rows = connection.execute(
        "SELECT question_id, forecaster_id, policy, log_loss, log_loss_reference, reason"
        " FROM scores WHERE superseded = 0 AND resolution_id IN"
        " (SELECT id FROM resolutions WHERE status = 'resolved')"
    ).fetchall()
    for question, forecaster, policy, score, against, reason in rows:
        found = explain(connection, question, forecaster, Policy.parse(policy), "log_loss")
        assert found is not None
        assert (found.score, found.reference, found.reason) == (score, against, reason)
    assert np.isinf([row[3] for row in rows if row[3] is not None]).any()
