"""Neither the order in which facts were recorded nor how many are read at once changes a bit."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run
from forecasts.model.prediction import Quantiles
from forecasts.store import create_store
from tests.tracker.conftest import Recorder
from tracker.columns import bulk

Step = Callable[[Recorder], object]


def facts() -> tuple[list[Step], list[Step], list[Step]]:
    """Return what is asked, said and resolved: 100 questions of every kind, some in groups."""
    luck, asked, said, resolved = random.Random(3), [], [], []
    for k in range(100):
        slug, closes = f"q{k:02}", luck.uniform(15, 40)
        terms: dict[str, Any] = {
            "closes": closes,
            "group": f"g{k // 4}" if k % 5 == 0 else None,
            "topics": (("east", "west")[k % 2],),
        }
        if k % 12 == 7:
            terms |= {"kind": "multiple_choice", "options": '["red", "green", "blue"]'}
        if k % 12 == 9:
            terms |= {"kind": "numeric", "range_min": 0.0, "range_max": 10.0}
        asked.append(lambda r, slug=slug, terms=terms: r.ask(slug, **terms))
        for day in {round(luck.uniform(0, closes), 3) for _ in range(3)}:
            p: Any = round(luck.uniform(0.05, 0.95), 1)
            if k % 12 == 7:
                p = (p / 2, 1 - p, p / 2)
            if k % 12 == 9:
                p = Quantiles(((0.1, p), (0.5, 4 + p), (0.9, 8 + p)))
            who = luck.choice(("ana", "ana", "ben"))
            said.append(lambda r, who=who, slug=slug, day=day, p=p: r.say(who, slug, day, p))
        answer = {7: "green", 9: "4.5"}.get(k % 12, luck.choice(("yes", "no", "0.3")))
        known = luck.uniform(10, closes)
        if k % 20:
            resolved.append(lambda r, s=slug, a=answer, at=known: r.resolve(s, a, known=at))
    return asked, said, resolved


def told(folder: Path, luck: random.Random, votes: str, capsys: pytest.CaptureFixture[str]) -> str:
    folder.mkdir()
    store = create_store(folder / "record.db")
    record = Recorder(folder / "record.db", store)
    asked, said, resolved = facts()
    names = ["ana", "ben"]
    for part in (names, asked, said, resolved):
        luck.shuffle(part)  # type: ignore[arg-type]
    for name in names:
        record.forecaster(name)
    for step in (*asked, *said, *resolved):
        step(record)
    store.close()
    capsys.readouterr()
    for kind in ([], ["--kind", "numeric"]):
        argv = ["calibration", "--forecaster", "ana", "--votes", votes, *kind, "--json"]
        assert run([*argv, "--db", str(record.path)], now=Recorder.at(1000)) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["questions"] >= 30
    assert lines[1]["intervals"]["questions"] >= 2
    return json.dumps([{k: v for k, v in line.items() if k != "as_of_seq"} for line in lines])


@pytest.mark.parametrize("votes", ["path", "before-close:14d"])
def test_the_order_of_rows_changes_no_bit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], votes: str
) -> None:
    first, other = (
        told(tmp_path / str(seed), random.Random(seed), votes, capsys) for seed in (1, 2)
    )
    assert first == other


def test_nor_does_how_much_is_read_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(tmp_path / "whole", random.Random(1), "path", capsys)
    monkeypatch.setattr(bulk, "BATCH", 3)
    assert told(tmp_path / "parts", random.Random(1), "path", capsys) == whole
