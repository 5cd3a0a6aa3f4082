"""`forecasts export tables`: what is written, and what is said to be left out."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from forecasts.cli import run


def test_it_writes_the_tables_and_lists_what_they_leave_out(
    small_record: Path, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    argv = ["export", "tables", str(folder), "--db", str(small_record)]
    assert run(argv, now=now) == 0
    said = capsys.readouterr()
    assert [line.split() for line in said.out.splitlines()[1:]] == [
        ["questions.csv", "2", "rows"],
        ["forecasts.csv", "3", "rows"],
        ["resolutions.csv", "1", "rows"],
        ["forecasters.csv", "1", "rows"],
        ["links.csv", "1", "rows"],
    ]
    assert "3 typed words" in said.err
    assert all(words in said.err for words in ("1 lessons", "1 reviews", "1 answers of reviews"))
    assert run(argv, now=now) == 0  # the same again, as after a kill at its very end
    capsys.readouterr()
    (tmp_path / "out" / "links.csv").write_text("mine")
    assert run(argv, now=now) == 1
    assert "--force" in capsys.readouterr().err
    assert run([*argv, "--force"], now=now) == 0


def test_json_is_one_object(
    small_record: Path, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    argv = ["export", "tables", str(folder), "--jsonl", "--json", "--db", str(small_record)]
    assert run(argv, now=now) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert said.err == ""
    assert found["folder"] == str(folder)
    assert found["files"][1] == {"table": "forecasts", "file": "forecasts.jsonl", "rows": 3}
    assert found["not_carried"]["evidence"] == 1
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        part["file"] for part in found["files"]
    )
