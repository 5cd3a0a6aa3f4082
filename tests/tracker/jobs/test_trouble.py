"""Disks that are full, records that others hold, work that fails: the rest is done."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from forecasts.store import connection as opening
from tests.small_disk import mounted

if TYPE_CHECKING:
    from tests.tracker.jobs.conftest import Tracked

MONDAY = "2026-11-09T07:10Z"
LATER = "2026-11-09T07:12Z"
HELD_S = 60.0 if os.environ.get("TORTURE") else 2.0


def test_a_record_held_by_another_program_for_a_while_is_waited_for(
    tracked: Tracked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WAIT_S", 2 * HELD_S)
    with closing(sqlite3.connect(tracked.path, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        threading.Timer(HELD_S, lambda: other.execute("COMMIT")).start()
        start = time.monotonic()
        assert "report/weekly/2026-W45" in tracked.tick(MONDAY)["done"]
        assert time.monotonic() - start > HELD_S * 0.9


def test_a_record_that_stays_held_is_said_and_the_next_tick_does_the_work(
    tracked: Tracked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WAIT_S", 0.2)
    with closing(sqlite3.connect(tracked.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        code, out, err = tracked(MONDAY, "tracker", "tick")
        assert (code, out) == (75, "")
        assert err.startswith(f"Error: {tracked.path} is held by another program.")
    assert "report/weekly/2026-W45" in tracked.tick(LATER)["done"]
    assert tracked.rows("SELECT max(attempts), max(error) FROM tasks") == [(1, None)]


FULL = """
import resource, sys
from datetime import datetime
from forecasts.cli import run
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
sys.exit(run(["tracker", "tick", "--db", sys.argv[1]], now=datetime.fromisoformat(sys.argv[3])))
"""


def test_a_disk_without_room_for_record_and_reports_is_said_and_nothing_is_half_done(
    tracked: Tracked,
) -> None:
    """A limit on the size of files fails as a full disk does, of the record too."""
    tracked.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    argv = [sys.executable, "-c", FULL, str(tracked.path), "20000", MONDAY]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: ")
    assert not list(tracked.path.parent.glob("reports/*"))
    assert "report/weekly/2026-W45" in tracked.tick(LATER)["done"]
    assert tracked.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.fixture
def small_disk(tracked: Tracked) -> object:
    """Mount a disk of 48 KiB where the reports go."""
    with mounted(tracked.path.parent / "reports", "48k") as place:
        yield place


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_of_reports_is_recorded_and_tried_again_with_patience(
    tracked: Tracked,
) -> None:
    reports = tracked.path.parent / "reports"
    (reports / "ballast").write_bytes(bytes(40_000))
    code, out, err = tracked(MONDAY, "tracker", "tick")
    assert code == 1
    assert "report/weekly/2026-W45" in err
    assert "No space left on device" in err
    assert "Traceback" not in err + out
    assert [file.name for file in reports.iterdir()] == ["ballast"]
    done = tracked.rows("SELECT kind FROM tasks WHERE done_at IS NOT NULL")
    assert ("reminders",) in done
    _, out, _ = tracked(MONDAY, "tracker", "status")
    assert "Failed once: report/weekly/2026-W45" in out
    assert "Next try 2026-11-09 07:11Z." in out
    assert tracked.tick("2026-11-09T07:10:59Z")["failed"] == []
    assert len(tracked.tick("2026-11-09T07:11Z")["failed"]) == 1
    assert tracked.rows("SELECT attempts, retry_at FROM tasks WHERE done_at IS NULL") == [
        (2, "2026-11-09T07:13:00.000000Z")
    ]
    (reports / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,size=4m", str(reports)], check=True)
    assert tracked.tick("2026-11-09T07:13Z")["done"] == ["report/weekly/2026-W45"]
    assert tracked.reports == ["2026-W45"]
    assert tracked.tick("2026-11-10T06:00Z")["failed"] == []


def test_drafts_of_a_killed_process_are_no_hindrance_and_are_cleared(tracked: Tracked) -> None:
    """In a container every process has the same number, and so its drafts the same names."""
    reports = tracked.path.parent / "reports"
    reports.mkdir()
    (reports / f".2026-W45.html.{os.getpid()}.draft").write_text("half a page")
    (reports / ".2026-W45.md.1.draft").write_text("half a page")
    assert "report/weekly/2026-W45" in tracked.tick(MONDAY)["done"]
    assert [file.name for file in reports.iterdir() if file.suffix == ".draft"] == []


def test_a_plan_that_was_removed_while_its_report_failed_is_asked_for_no_more(
    tracked: Tracked,
) -> None:
    (tracked.path.parent / "reports").write_text("in the way")
    assert len(tracked.tick(MONDAY)["failed"]) == 1
    assert tracked(LATER, "tracker", "schedule", "remove", "weekly")[0] == 0
    assert tracked.tick(LATER)["failed"] == []
    assert tracked.rows("SELECT count(*) FROM tasks WHERE done_at IS NULL") == [(0,)]


def test_work_of_a_kind_that_a_newer_program_planned_is_left_to_it(tracked: Tracked) -> None:
    tracked.rows(
        "INSERT INTO tasks (kind, subject, period, due_at, late, attempts, retry_at)"
        " SELECT 'songs', 'all', '', due_at, 0, 0, due_at FROM tasks LIMIT 1"
    )
    assert "report/weekly/2026-W45" in tracked.tick(MONDAY)["done"]
