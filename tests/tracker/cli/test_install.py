"""`forecasts tracker install`: what it prints is what systemd and cron read."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder


@pytest.fixture
def awkward(record: Recorder) -> Path:
    """Return a record whose path holds all that these programs read in a way of their own."""
    record.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder = record.path.parent / 'a b%h$HOME"q"'
    folder.mkdir()
    return Path(shutil.copy(record.path, folder / "korea 1.db"))


def test_the_unit_passes_the_check_of_systemd(
    command: Command, awkward: Path, tmp_path: Path
) -> None:
    told = command("tracker", "install", "--systemd", "--reports", str(tmp_path / "r"), db=awkward)
    assert told.code == 0
    name = "forecasts-korea-1.service"
    assert f"systemctl --user enable --now {name}" in told.err
    assert "forecasts.env" in told.err
    lines = dict(line.split("=", 1) for line in told.out.splitlines() if "=" in line)
    escaped = str(awkward).replace("%", "%%").replace("$", "$$").replace('"', '\\"')
    assert f'"{escaped}"' in lines["ExecStart"]
    assert "tracker run --db" in lines["ExecStart"]
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    (tmp_path / name).write_text(told.out)
    check = ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert name not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr


def test_the_line_of_cron_ticks_that_record(command: Command, awkward: Path) -> None:
    """What cron hands to the shell: all after five fields, with each escaped percent sign bare."""
    told = command("tracker", "install", "--cron", db=awkward)
    assert told.code == 0
    (line,) = told.out.splitlines()
    *when, job = line.split(" ", 5)
    assert when == ["17", "*", "*", "*", "*"]
    assert "%" not in job.replace("\\%", "")
    words = shlex.split(job.replace("\\%", "%"))
    assert words[-5:] == ["tracker", "tick", "--db", str(awkward), ">/dev/null"]
    shell = ["/bin/sh", "-c", job.replace("\\%", "%")]
    done = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert command("tracker", "status", db=awkward, day=0).out.startswith("The last tick is dated ")


@pytest.mark.parametrize("way", ["--systemd", "--cron"])
def test_what_is_planned_first_stands_in_the_zone_of_who_installs_it(
    command: Command, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Neither systemd nor cron knows the settings of one's shell."""
    monkeypatch.setenv("FORECASTS_TZ", "Asia/Seoul")
    told = command("tracker", "install", way)
    assert "--tz Asia/Seoul" in told.out
    assert "NAME=value" in told.err
    monkeypatch.delenv("FORECASTS_TZ")
    assert "--tz" not in command("tracker", "install", way).out


def test_it_names_this_very_program(command: Command) -> None:
    out = command("tracker", "install", "--cron").out
    assert str(Path(sys.executable).parent) in out


def test_what_it_cannot_do_is_said(command: Command, record: Recorder) -> None:
    told = command("tracker", "install")
    assert (told.code, told.out) == (2, "")
    assert "--systemd, or --cron" in told.err
    missing = command("tracker", "install", "--cron", db=record.path.with_name("none.db"))
    assert (missing.code, missing.out) == (1, "")
