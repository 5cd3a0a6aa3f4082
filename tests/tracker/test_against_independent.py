"""Every score as `scores --json` prints it, against a script that knows the definitions alone."""

from __future__ import annotations

import ast
import csv
import json
import math
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.store import forecasters, questions

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

INDEPENDENT = Path(__file__).with_name("independent.py")
CROWDS = Path(__file__).parents[3] / "shared" / "data"
POLICIES = ("scheduled", "open", "last", "spot", "before-close:7d")
TOLERANCE = {
    "metaculus_baseline": 1e-10,
    "metaculus_peer": 1e-10,
}  # points count to 100; else 1e-12
REASONS = {
    "known first": {"the outcome was known before the question opened"},
    "never stood": {"no forecast stood before the question closed or its outcome was known"},
    "known by then": {"the outcome was known by then"},
    "none stood": {"no forecast stood then", "the question was not open then"},
    None: {None},
}
SECOND = 1 / 86_400
MICROSECOND = SECOND / 1_000_000

# (slug, opens, closes, outcome, known, columns of their own); times in days.
ASKED: tuple[tuple[str, float, float, str, float, dict[str, str]], ...] = (
    ("late", 0, 30, "yes", 12, {}),
    ("early-birds", 5, 30, "no", 30, {}),
    ("ties", 0, 30, "no", 30, {}),
    ("certain-yes", 0, 30, "yes", 30, {"reference_class": "3/40"}),
    ("certain-no", 0, 30, "no", 30, {}),
    ("nobody-in-time", 0, 30, "yes", 3, {}),
    ("known-at-opening", 5, 30, "yes", 5, {}),
    ("known-before-opening", 5, 30, "no", 2, {}),
    ("early-yes", 0, 90, "yes", 20.25, {"reference_class": "3/40", "by_deadline": "true"}),
    ("withdrawn", 0, 30, "no", 31, {"reference_class": "0/7"}),
    ("expired", 2, 30, "yes", 30, {"reference_class": "7/7"}),
    ("out-of-order", 0, 30, "no", 30, {}),
    ("mended", 0, 30, "no", 30, {}),
    ("retired", 0, 30, "yes", 29, {}),
    ("part-of-a-day", 0.3, 10.7, "yes", 10.6, {"reference_class": "1/9", "by_deadline": "true"}),
    ("coin-by-deadline", 0, 30, "no", 30, {"by_deadline": "true"}),
    ("spot", 0, 30, "no", 30, {"spot_at": "10"}),
    ("spot-known", 0, 30, "yes", 10, {"spot_at": "10"}),
    ("spot-outside", 5, 30, "no", 30, {"spot_at": "4"}),
    ("spot-at-close", 5, 30, "no", 31, {"spot_at": "30"}),
    ("sibling-a", 0, 30, "no", 30, {"group": "siblings"}),
    ("sibling-b", 0, 60, "yes", 45, {"group": "siblings"}),
    ("revised", 0, 30, "no", 30, {"title": "Will it, in other words?"}),
    ("crowded", 0, 30, "no", 30, {"reference_class": "20/40"}),
    ("re-resolved", 0, 30, "no", 8, {}),
    ("re-resolved", 0, 30, "yes", 25, {}),
    ("one-second-of-years", 0, 3650, "no", 3650, {"reference_class": "2/9", "by_deadline": "true"}),
    ("short", 0, 3, "yes", 3, {}),
    ("one-day", 0, 1, "no", 1, {"reference_class": "1/3"}),
    ("known-in-the-last-week", 0, 30, "yes", 24, {}),
    ("annulled", 0, 30, "annulled", 12, {}),
    ("ambiguous", 0, 30, "ambiguous", 30, {}),
)
# (slug, forecaster, day, p or None for a withdrawal, day of expiry).
SAID: tuple[tuple[str, str, float, float | None, float | None], ...] = (
    ("late", "ana", 2, 0.3, None),
    ("late", "ana", 12, 0.99, None),
    ("late", "ben", 12 - MICROSECOND, 0.7, None),
    ("late", "coin", 0, 0.5, None),
    ("early-birds", "ana", 1, 0.9, None),
    ("early-birds", "ana", 3, 0.2, None),
    ("early-birds", "ben", 1, 0.9, 4),
    ("early-birds", "ben", 7, 0.4, 5000),
    ("early-birds", "cho", 2, None, None),
    ("ties", "ana", 4, 0.9, None),
    ("ties", "ana", 4, 0.1, None),
    ("ties", "ana", 9, 0.3, None),
    ("ties", "ben", 4, 0.2, None),
    ("ties", "ben", 4, None, None),
    ("ties", "cho", 4, None, None),
    ("ties", "cho", 4, 0.2, None),
    ("certain-yes", "ana", 0, 1, None),
    ("certain-yes", "ben", 0, 0, None),
    ("certain-yes", "cho", 0, 0.5, None),
    ("certain-yes", "cho", 30 - MICROSECOND, 0, None),
    ("certain-no", "ana", 0, 1, None),
    ("certain-no", "ana", 1, 0.2, None),
    ("certain-no", "ben", 0, 0, None),
    ("nobody-in-time", "ana", 3, 0.9, None),
    ("nobody-in-time", "ben", 20, 0.9, None),
    ("known-at-opening", "ana", 1, 0.4, None),
    ("known-before-opening", "ana", 1, 0.4, None),
    ("early-yes", "ana", 3.5, 0.2, None),
    ("early-yes", "ana", 11, 0.6, None),
    ("early-yes", "ben", 19.1, 0.35, None),
    ("early-yes", "coin", 0, 0.5, None),
    ("withdrawn", "ana", 1, 0.3, None),
    ("withdrawn", "ana", 6, None, None),
    ("withdrawn", "ana", 20.4, 0.2, None),
    ("withdrawn", "ben", 3, None, None),
    ("expired", "ana", 1, 0.8, 2),
    ("expired", "ana", 5, 0.7, 9),
    ("expired", "ana", 14, 0.6, 100),
    ("expired", "ben", 5, 0.7, 20),
    ("expired", "ben", 6, 0.9, None),
    ("out-of-order", "ana", 20, 0.9, None),
    ("out-of-order", "ana", 4, 0.2, None),
    ("out-of-order", "ana", 11, None, None),
    ("out-of-order", "ana", 1, 0.7, None),
    ("mended", "ana", 2, 0.12, None),
    ("mended", "ben", 2, 0.4, None),
    ("mended", "ben", 5, 0.4, None),
    ("mended", "ben", 8.5, 0.4, None),
    ("retired", "old", 2, 0.9, None),
    ("retired", "old", 11, 0.1, None),
    ("retired", "ana", 2, 0.8, None),
    ("part-of-a-day", "ana", 4, 0.2, None),
    ("part-of-a-day", "ben", 10.5, 0.3, None),
    ("coin-by-deadline", "ana", 13, 0.2, 17.4),
    ("spot", "ana", 10, 0.3, None),
    ("spot", "ben", 10 + MICROSECOND, 0.3, None),
    ("spot", "cho", 1, 0.8, 10),
    ("spot-known", "ana", 3, 0.6, None),
    ("spot-outside", "ana", 2, 0.6, None),
    ("spot-at-close", "ana", 6, 0.6, None),
    ("sibling-a", "ana", 0, 0.25, None),
    ("sibling-b", "ana", 0, 0.55, None),
    ("revised", "ana", 3, 0.05, None),
    ("crowded", "ana", 0, 0.3, None),
    ("crowded", "ben", 10, 0.6, None),
    ("crowded", "cho", 12, 0.0001, 15),
    ("crowded", "base-rate", 5, 0.5, None),
    ("crowded", "coin", 0, 0.5, None),
    ("re-resolved", "ana", 3, 0.4, None),
    ("re-resolved", "ben", 12, 0.9, None),
    ("one-second-of-years", "ana", 1825 - SECOND / 2, 0.1, 1825 + SECOND / 2),
    ("short", "ana", 1, 0.9, None),
    ("one-day", "ana", 0.25, 0.4, 0.5),
    ("known-in-the-last-week", "ana", 22, 0.7, None),
    ("known-in-the-last-week", "ben", 23, 0.7, None),
    ("annulled", "ana", 2, 0.5, None),
    ("ambiguous", "ana", 2, 0.5, None),
)
PEOPLE = (
    ("ana", "person", None), ("ben", "team", None), ("cho", "publication", None),
    ("old", "person", 9.5), ("base-rate", "baseline", None), ("coin", "baseline", None),
)  # fmt: skip
QUESTION = ("question", "title", "type", "opens_at", "closes_at", "spot_at", "reference_class",
            "by_deadline", "group")  # fmt: skip


def instant(day: float | None) -> str:
    zero = datetime.fromisoformat("2026-01-01T00:00Z")
    if day is None:
        return ""
    return (zero + timedelta(microseconds=round(day * 86_400_000_000))).isoformat()


def write(folder: Path, name: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])


def put_traps(folder: Path, *, without: str = "") -> Path:
    """Write the tables above, leaving out the forecasts of one question."""
    folder.mkdir()
    asked, answers = [], []
    for slug, opens, closes, outcome, known, own in ASKED:
        row = {"question": slug, "title": "Will it?", "type": "binary"}
        row |= {"opens_at": instant(opens), "closes_at": instant(closes)} | own
        if "spot_at" in own:
            row["spot_at"] = instant(float(own["spot_at"]))
        if "title" in own:
            asked.append(
                tuple((row | {"title": "Will it?"}).get(column, "") for column in QUESTION)
            )
        asked.append(tuple(row.get(column, "") for column in QUESTION))
        answers.append((slug, outcome, instant(known)))
    said = [
        (slug, who, instant(day), "" if p is None else p, "true" if p is None else "", instant(end))
        for slug, who, day, p, end in SAID
        if slug != without
    ]
    write(folder, "questions", QUESTION, asked)
    write(folder, "resolutions", ("question", "outcome", "known_at"), answers)
    columns = ("question", "forecaster", "made_at", "probability", "withdrawn", "expires_at")
    write(folder, "forecasts", columns, said)
    people = [(name, kind, instant(day)) for name, kind, day in PEOPLE]
    write(folder, "forecasters", ("name", "kind", "retired_at"), people)
    return folder


def independent(folder: Path) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """Return (question, forecaster, policy, rule) -> what the script says of it."""
    argv = [sys.executable, "-I", str(INDEPENDENT), str(folder)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {tuple(row[:4]): tuple(row[4:]) for row in rows}


def printed(command: Command, db: Path | None = None) -> dict[tuple[str, ...], dict[str, Any]]:
    """Return (question, forecaster, policy, rule) -> the line of `scores --json`."""
    chosen = [word for policy in POLICIES for word in ("--policy", policy)]
    told = command("scores", "--json", *chosen, db=db)
    assert told.code == 0
    assert "spot time" in told.err or not told.err  # a crowd may have none
    keys = ("question", "forecaster", "policy", "rule")
    lines = {tuple(line[key] for key in keys): line for line in told.json}
    assert len(lines) == len(told.json)
    return lines


def differences(
    lines: dict[tuple[str, ...], dict[str, Any]], expected: dict[tuple[str, ...], tuple[Any, ...]]
) -> list[str]:
    """Return every number that is not the script's, within 1e-12."""
    found = []
    for key, (score, reference, coverage, attainable, forecasts, reason) in expected.items():
        line = lines[key]
        numbers = {"score": score, "coverage": coverage, "attainable": attainable}
        if reason is None:
            numbers["reference"] = reference
        for name, value in numbers.items():
            got = line[name]
            within = TOLERANCE.get(key[3], 1e-12)
            if (got is None) != (value is None) or (
                got is not None and not close(float(got), float(value), within)
            ):
                found.append(f"{key} {name}: {got} and not {value}")
        if line["forecasts"] != forecasts or line["reason"] not in REASONS[reason]:
            found.append(f"{key}: {line['forecasts']}, {line['reason']} and not {reason}")
    return found


def close(one: float, other: float, within: float) -> bool:
    return one == other or (math.isfinite(one) and abs(one - other) <= within)


@pytest.fixture
def traps(record: Recorder, command: Command, tmp_path: Path) -> Path:
    """Score every trap: tables imported, and one question's rows by hand, two of them struck."""
    folder = put_traps(tmp_path / "all")
    most = put_traps(tmp_path / "most", without="mended")
    assert command("import", "tables", str(most), day=5000).code == 0
    connection = record.store.connection
    record.asked = {question.slug: question for question in questions.everything(connection)}
    record.people = {who.name: who for who in forecasters.everyone(connection)}
    typo = record.say("ana", "mended", 2, 0.92)
    worse = record.say("ana", "mended", 2.001, 0.95, strikes=typo)
    record.say("ana", "mended", 2, 0.12, strikes=worse)
    record.say("ben", "mended", 2, 0.4)
    record.say("ben", "mended", 5, 0.4, action="reaffirmation")
    record.say("ben", "mended", 8.5, 0.4, action="reaffirmation")
    record.say("ben", "mended", 9, None, action="said")
    record.tick()
    return folder


def test_every_trap_is_scored_as_the_definitions_say(traps: Path, command: Command) -> None:
    expected, lines = independent(traps), printed(command)
    assert differences(lines, expected) == []
    void = {key for key in lines if key[0] in {"annulled", "ambiguous"}}
    assert lines.keys() - void == expected.keys()
    assert {key[2] for key in void} == set(POLICIES) - {"spot"}
    assert all(lines[key]["score"] is None for key in void)
    assert {lines[key]["reason"] for key in void} == {
        "the question was annulled",
        "the outcome is ambiguous",
    }


def test_the_traps_are_there(traps: Path) -> None:
    expected = independent(traps)
    scores = {key: row[0] for key, row in expected.items()}
    assert {row[5] for row in expected.values()} == set(REASONS)
    assert scores["certain-yes", "ben", "scheduled", "log_loss"] == math.inf
    assert scores["certain-yes", "cho", "last", "log_loss"] == math.inf
    assert scores["certain-no", "ana", "open", "log_loss"] == math.inf
    assert scores["certain-no", "ana", "last", "brier"] == pytest.approx(0.04)
    assert scores["certain-yes", "ana", "scheduled", "brier"] == 0.0
    assert scores["ties", "ana", "before-close:7d", "brier"] == pytest.approx(0.09)
    # 12 of 30 days were possible: the reference fills two, .3 stands for ten.
    expect = (2 * 0.25 + 10 * 0.49) / 30
    assert scores["late", "ana", "scheduled", "brier"] == pytest.approx(expect, abs=1e-15)
    assert expected["late", "ana", "scheduled", "brier"][2:4] == (10 / 30, 12 / 30)


@pytest.mark.parametrize(
    ("crowd", "asked", "said", "resolved"),
    [("theatre", 101, 5792, 53), ("replication", 103, 15130, 103)],
)
def test_real_crowds_are_scored_as_the_definitions_say(
    crowd: str, asked: int, said: int, resolved: int, tmp_path: Path, command: Command
) -> None:
    folder = CROWDS / crowd
    if not folder.is_dir():
        pytest.skip(f"the {crowd} tables are not beside this repository")
    db = tmp_path / "crowd.db"
    (done,) = command("import", "tables", str(folder), "--init", "--json", db=db).json
    added = [done[table]["added"] for table in ("questions", "forecasts", "resolutions")]
    assert added == [asked, said, resolved]
    (ticked,) = command("tracker", "tick", "--json", db=db).json
    assert (ticked["scored"], ticked["failed"]) == (resolved, [])
    expected, lines = independent(folder), printed(command, db)
    assert lines.keys() == expected.keys()
    assert len(expected) > 900
    assert differences(lines, expected) == []


def test_the_script_knows_nothing_of_the_product() -> None:
    tree = ast.parse(INDEPENDENT.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    assert names <= set(sys.stdlib_module_names)
