"""Reports on invented desks, held word for word to files that were read line by line.

After a change that is meant: `make golden` writes the files in golden/ anew. Then read what
`git diff` shows, with the list in test_golden_never.py beside it, and commit both.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from importlib import util
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forecasts.cli import run
from forecasts.model.evidence import Evidence
from forecasts.store import Store, evidence, forecasters, open_store, questions
from tracker.periods import Period
from tracker.reports import build
from tracker.reports.material import Scope
from tracker.reports.periodic import on_period
from tracker.reports.reader import read
from tracker.reports.render.as_json import as_json
from tracker.reports.render.markdown import as_markdown
from tracker.reports.render.terminal import as_text
from tracker.reports.section import Report

HERE = Path(__file__).parent
FOLDER = HERE / "golden"
WRITE = os.environ.get("GOLDEN") == "1"
WIDTH = 80
SEASON, SEED = 19, 199  # of which 14 are resolved by its end, 3 wait and 2 are void
DIGITS = 6  # significant ones of a number in JSON: the rest is the machine's


def _beside(name: str) -> Any:
    """Return a module of this folder, which is no package."""
    spec = util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = util.module_from_spec(spec)
    sys.modules[name] = found  # where its dataclasses look for themselves
    spec.loader.exec_module(found)
    return found


invented, worded = _beside("invented"), _beside("worded")
Analyst, Desk, Entry = invented.Analyst, invented.Desk, invented.Entry

ANA = (Analyst("ana", noise=0.6),)
BUSY = (Analyst("ana", noise=0.6, every=7),)
TEAM = (
    Analyst("house", "team", noise=0.3, every=25),
    ANA[0],
    Analyst("bo", boldness=1.6),
    Analyst("cy", noise=0.9, share=0.6),
    Analyst("dee", share=0.1),
    Analyst("market", "crowd", noise=0.6, share=0.8, every=15),
)


@dataclass(frozen=True)
class Case:
    """A record of so many days, and the report that is asked of it; who: whose record it is."""

    entries: Callable[[], list[Any]]
    days: int
    period: str | None = None
    who: str | None = None
    step: int = 7  # days from one import to the next


def small() -> list[Any]:
    """Return a season of one analyst's short questions, some of which still wait at its end."""
    found: list[Any] = Desk(BUSY, SEASON, 100, seed=SEED, shortest=10, longest=32).entries()
    return found


def team() -> list[Any]:
    found: list[Any] = Desk(TEAM, 430, 1096, seed=2).entries()
    return found


def changed(outcome: str, day: float) -> Callable[[], list[Any]]:
    """Return the season with the first outcome ruled anew on a day."""

    def entries() -> list[Any]:
        found = small()
        first = next(entry for entry in found if entry.table == "resolutions")
        other = {"yes": "no", "no": "yes"}[first.cells[1]] if outcome == "other" else outcome
        why = "The ministry has corrected its list."
        cells = (first.cells[0], other, first.cells[2], "", "", "", why)
        return sorted([*found, Entry(day, "resolutions", cells)], key=lambda entry: entry.day)

    return entries


CASES = {
    "n0": Case(list, 31, "2024-01"),
    "n1": Case(lambda: Desk(ANA, 1, 90, seed=5).entries(), 240, who="ana", step=30),
    "n14": Case(small, 91, "2024-Q1", who="ana"),
    "n400": Case(team, 1096, step=30),
    "n400-quarter": Case(team, 1096, "2025-Q4", step=30),
    "disputed": Case(changed("disputed", 75), 91, "2024-03"),
    "restated": Case(changed("other", 75), 91, "2024-03"),
    # Yes or no, options, ordered options, numbers and dates, with words: see worded.py.
    "kinds": Case(worded.season, 182, who="ana"),
    "kinds-week": Case(worded.season, 182, "2024-W11", who="ana"),
}


def note(path: Path, days: int) -> None:
    """Note news about every third question, a fifth of its time after its opening."""
    now = invented.START + timedelta(days=days)
    with closing(open_store(path)) as store:
        asked = questions.everything(store.connection)[::3]
        with store.append(now, "evidence") as batch:
            for one in asked:
                seen = one.terms.opens_at + one.duration / 5
                evidence.add(batch, Evidence(question_id=one.id, observed_at=seen, recorded_at=now))


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the record of a case, made once."""
    made: dict[Any, Path] = {}

    def record(name: str) -> Path:
        case = CASES[name]
        if case.entries not in made:
            folder = tmp_path_factory.mktemp("invented")
            if name == "n0":
                assert run(["init", "--db", str(folder / "data.db")], now=invented.START) == 0
                made[case.entries] = folder / "data.db"
            elif case.entries is worded.season:
                made[case.entries] = worded.record(folder, case.days)
            else:
                made[case.entries] = invented.record(case.entries(), folder, case.days, case.step)
            if case.entries is team:
                note(made[case.entries], case.days)
        return made[case.entries]

    return record


def report(path: Path, case: Case) -> Report:
    now = invented.START + timedelta(days=case.days)
    with closing(open_store(path)) as store:

        def scope(then: Store) -> Scope:
            return Scope(me=forecasters.named(then, case.who) if case.who else None)

        if case.period is None:
            return build("scoring", read(store, scope(store), now, "0"))
        period = Period.parse(case.period)
        return on_period(store, period, ZoneInfo("UTC"), scope, now, version="0")


def texts(made: Report) -> dict[str, str]:
    """Return the report in each format, without what differs from one making to the next."""
    names = [f"chart-{place}.svg" for place in range(1, len(made.figures) + 1)]
    told = json.loads(as_json(made), parse_float=lambda text: float(f"{float(text):.{DIGITS}g}"))
    every = {
        "txt": as_text(made, WIDTH),
        "md": as_markdown(made, names),
        "json": json.dumps(told, indent=1, ensure_ascii=False),
    }
    # The head's hash holds the salts of texts and the names of appends, drawn anew every time.
    return {
        ending: re.sub(r"\b(\d+):[0-9a-f]{16}\b", r"\1:head", text).rstrip("\n") + "\n"
        for ending, text in every.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_a_report_says_what_was_read(name: str, records: Callable[[str], Path]) -> None:
    for ending, text in texts(report(records(name), CASES[name])).items():
        file = FOLDER / f"{name}.{ending}"
        if WRITE:
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{file.name}: if it is meant, make golden"
