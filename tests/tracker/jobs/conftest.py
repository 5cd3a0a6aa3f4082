"""A record with work of every kind for a tick, and ticks of it at any time."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run

MADE = "2026-11-02T12:00Z"  # a Monday, when the record is filled and first ticked
TABLES = {
    "questions": """question,title,type,opens_at,closes_at,range_min,range_max
rain,Will it rain?,binary,2026-10-01T00:00Z,2026-11-10T00:00Z,,
snow,Will it snow?,binary,2026-10-01T00:00Z,2026-11-20T00:00Z,,
hail,Will it hail?,binary,2026-10-01T00:00Z,2026-11-12T00:00Z,,
fog,Will fog come?,binary,2026-10-01T00:00Z,2026-12-24T00:00Z,,
thaw,When does it thaw?,date,2026-10-01T00:00Z,2027-04-01T00:00Z,2026-10-01T00:00Z,2027-04-01T00:00Z
""",
    "forecasts": """question,forecaster,made_at,probability,quantiles
rain,ana,2026-10-02T00:00Z,0.3,
rain,ben,2026-10-20T00:00Z,0.6,
snow,ana,2026-10-03T00:00Z,0.2,
snow,ben,2026-10-03T00:00Z,0.1,
hail,ben,2026-10-05T00:00Z,0.9,
fog,ben,2026-10-05T00:00Z,0.4,
thaw,ana,2026-10-05T00:00Z,,"{""0.1"": ""2026-12-01T00:00Z"", ""0.5"": ""2027-02-01T00:00Z""}"
""",
    "resolutions": """question,outcome,known_at
rain,yes,2026-10-30T00:00Z
""",
}


@dataclass
class Tracked:
    """A record that ticks at any time, its reports beside it."""

    path: Path
    said: Callable[[], Any]

    def __call__(self, at: str, *argv: str) -> tuple[int, str, str]:
        """Run a command on the record; return its exit code and what it said."""
        self.said()
        code = run([*argv, "--db", str(self.path)], now=datetime.fromisoformat(at))
        told = self.said()
        return code, told.out, told.err

    def tick(self, at: str) -> dict[str, Any]:
        """Tick at a time and return what was done."""
        code, out, err = self(at, "tracker", "tick", "--json")
        assert code in {0, 1}, err
        assert out, err
        return dict(json.loads(out))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(query).fetchall()

    @property
    def reports(self) -> list[str]:
        """The names of the reports' pages."""
        return sorted(file.stem for file in (self.path.parent / "reports").glob("*.html"))


@pytest.fixture
def tracked(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> Tracked:
    """Return a record that was filled and ticked on 2 November 2026, a Monday."""
    for name in ("SMTP", "MAIL_TO", "MAIL_FROM", "NOTIFY", "REPORTS", "TZ", "DB"):
        monkeypatch.delenv(f"FORECASTS_{name}", raising=False)
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text)
    found = Tracked(tmp_path / "data.db", capsys.readouterr)
    code, _, err = found(MADE, "import", "tables", str(folder), "--init")
    assert code == 0, err
    assert found.tick(MADE)["failed"] == []
    return found


KEPT = {
    "scores": "*",
    "scored": "*",
    "schedule": "*",
    "tasks": "kind, subject, period, due_at, late, attempts, error, done_at",
    "reports": "*",
    "reminders": "*",
    "provisional": "*",
    "judge": "*",
}


def fingerprint(folder: Path) -> str:
    """Return the hash of all that the tracker keeps in a folder: its tables and its reports."""
    content: list[object] = []
    with closing(sqlite3.connect(folder / "data.db")) as connection:
        for table, columns in KEPT.items():
            rows = connection.execute(f"SELECT {columns} FROM {table}").fetchall()
            content.append((table, sorted(rows, key=repr)))
    files = sorted((folder / "reports").iterdir())
    content += [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]
    return hashlib.sha256(repr(content).encode()).hexdigest()
