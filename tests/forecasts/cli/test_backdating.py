"""No typed forecast can be dated back, by whatever way it is typed."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from forecasts.cli import COMMANDS, front_door, run
from forecasts.model import times

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
# Commands whose --at is a time to look at, or from which a rule holds: none of a forecast.
LOOKS = {"compare", "forecaster retire"}
ROWS = "SELECT origin, action, made_at, recorded_at FROM forecasts WHERE id > ? ORDER BY id"


def leaves(group: click.Group, before: str = "") -> dict[str, click.Command]:
    context, found = click.Context(group), {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found |= leaves(command, f"{before}{name} ")
        else:
            found[f"{before}{name}"] = command
    return found


def test_no_command_takes_the_time_at_which_a_forecast_was_made() -> None:
    assert set(COMMANDS) <= {name.split()[0] for name in leaves(front_door)}
    times_taken = re.compile(r"--(made|made-at|recorded|recorded-at|at|when|now|clock|date)$")
    taking = {
        name
        for name, command in leaves(front_door).items()
        if any(times_taken.match(opt) for each in command.params for opt in each.opts)
    }
    assert taking <= LOOKS


def rows(path: Path, after: int) -> list[tuple[str, str, str, str]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(ROWS, (after,)).fetchall()


def last(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT max(seq) FROM ledger").fetchone()[0])


TYPED = {
    "predict": ["predict", "snow", "12%", "--as", "ana"],
    "predict --uuid": [
        "predict",
        "snow",
        "12%",
        "--as",
        "ana",
        "--uuid",
        "20010101-0000-1000-8000-000000000000",
    ],
    "predict for another": ["predict", "snow", "likely", "--as", "a."],
    "walk": ["predict", "--walk", "--as", "ana"],
    "round": ["round", "enter", "{sheet}", "--as", "ana"],
}


@pytest.mark.parametrize("way", TYPED)
def test_what_is_typed_is_made_when_it_is_recorded(
    way: str, small_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = ["--db", str(small_record)]
    assert run(["predict", "snow", "30%", "--as", "ana", *db], now=NOW) == 0
    after = last(small_record)
    monkeypatch.setattr("sys.stdin", io.StringIO("20%\n" * 5))
    now = NOW + timedelta(hours=1)
    argv = TYPED[way]
    if way == "round":
        sheets = tmp_path / "sheets"
        assert run(["round", "sheet", "--folder", str(sheets), *db], now=NOW) == 0
        (sheet,) = sheets.iterdir()
        with sheet.open(newline="") as file:
            header, *lines = csv.reader(file)
        for line in lines:
            line[header.index("p")] = "20%" if "snow" in line else ""
        with sheet.open("w", newline="") as file:
            csv.writer(file).writerows([header, *lines])
        argv = [word.format(sheet=sheet) for word in argv]
        after = last(small_record)
    assert run([*argv, *db], now=now) == 0
    found = rows(small_record, after)
    assert found
    for origin, _, made_at, recorded_at in found:
        assert origin == "typed"
        assert times.to_text(now) <= recorded_at <= made_at
        assert made_at <= times.to_text(now + timedelta(minutes=1))  # a walker may think


def test_an_imported_forecast_is_marked_whatever_its_table_says(
    small_record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, db = tmp_path / "tables", ["--db", str(small_record)]
    folder.mkdir()
    line = {"question": "snow", "forecaster": "ana", "made_at": "2026-10-03T00:00Z",
            "probability": 0.9}  # fmt: skip
    after = last(small_record)
    table = folder / "forecasts.jsonl"
    table.write_text(json.dumps(line | {"origin": "typed"}) + "\n")
    assert run(["import", "tables", str(folder), *db], now=NOW) != 0
    assert rows(small_record, after) == []
    table.write_text(json.dumps(line) + "\n")
    assert run(["import", "tables", str(folder), *db], now=NOW) == 0
    ((origin, _, made_at, recorded_at),) = rows(small_record, after)
    assert (origin, recorded_at) == ("imported", times.to_text(NOW))
    assert made_at < recorded_at
    capsys.readouterr()
    assert run(["show", "snow", "--as", "ana", *db], now=NOW) == 0
    assert "imported" in capsys.readouterr().out


def test_one_entry_under_a_clock_that_was_set_back_hides_none_of_those_that_follow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data.db"

    def typed(days: float, *words: str) -> str:
        assert run([*words, "--db", str(path)], now=NOW + timedelta(days=days)) == 0
        return capsys.readouterr().err

    typed(0, "init")
    typed(0, "ask", "Rain?", "--slug", "rain", "--closes", "2027-01-01", "--opens", "2026-01-01")
    typed(-30, "forecaster", "add", "ana")
    for days, p in ((-29.9, "90%"), (-29.8, "95%")):
        assert "behind the newest entry" in typed(days, "predict", "rain", p, "--as", "ana")
    run(["verify", "--json", "--db", str(path)], now=NOW)
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["code"], found["rows"]) == ("clock", 3)
