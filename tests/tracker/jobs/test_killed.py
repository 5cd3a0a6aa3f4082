"""A tick that is killed anywhere is made up for by the next one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.tracker.jobs.conftest import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tracker.jobs.conftest import Tracked

POINTS = 50 if os.environ.get("TORTURE") else 10
AT = "2026-11-23T07:30+00:00"  # a Monday: the weekly report and the reminders fire at seven

# Every process is forked from one that has loaded the program, and kills itself before a counted
# statement of SQL or a counted call that changes files.
DRIVER = """
import json, os, shutil, signal, sqlite3, sys
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from forecasts.cli import run

SYSTEM = {"os.mkdir", "os.rename", "os.remove", "fcntl.flock"}
source, at, points = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])

def forked(folder, kill_at=0, counted=None):
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    seen = 0
    def count(*_):
        nonlocal seen
        seen += 1
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
    def connect(*arguments, **options):
        connection = opened(*arguments, **options)
        connection.set_trace_callback(count)
        return connection
    opened, sqlite3.connect = sqlite3.connect, connect
    def heard(event, arguments):
        if event in SYSTEM or event == "open" and set(arguments[1] or "") & set("wax"):
            count()
    sys.addaudithook(heard)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    code = run(["tracker", "tick", "--db", str(folder / "data.db")], now=at)
    if counted:
        counted.write_text(json.dumps([seen, [*sys.modules]]))
    os._exit(code)

def copied(name):
    folder = source.with_name(name)
    shutil.copytree(source, folder)
    return folder

whole = copied("whole")
assert forked(whole, counted=source.with_name("calls")) == 0
calls, modules = json.loads(source.with_name("calls").read_text())
for module in modules:  # loaded once, and not by every process
    with suppress(ImportError):
        import_module(module)
counted = source.with_name("calls")
forked(copied("counted"), counted=counted)
calls, _ = json.loads(counted.read_text())
killed = []
for point in range(points):
    kill_at = 1 + (calls - 1) * point // (points - 1)
    folder = copied(f"killed-{kill_at}")
    if os.WTERMSIG(forked(folder, kill_at)) == signal.SIGKILL:
        assert os.waitstatus_to_exitcode(forked(folder)) == 0, kill_at
        killed.append(folder.name)
print(json.dumps([calls, killed]))
"""


def test_killed_at_any_point_the_next_tick_ends_as_an_unbroken_one(
    tracked: Tracked, tmp_path: Path
) -> None:
    code, _, err = tracked(
        "2026-11-20T12:00Z", "resolve", "snow", "no", "--no-source", "seen", "--by", "ana",
        "--known", "2026-11-20",
    )  # fmt: skip
    assert code == 0, err
    source = tmp_path / "source"
    source.mkdir()
    (source / "reports").mkdir()
    tracked.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    tracked.path.rename(source / "data.db")
    argv = [sys.executable, "-c", DRIVER, str(source), AT, str(POINTS)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    calls, killed = json.loads(done.stdout)
    print(f"killed at {len(killed)} of {calls} calls")  # noqa: T201 - for make torture
    assert calls > 150
    assert len(killed) == POINTS
    whole = fingerprint(tmp_path / "whole")
    files = {file.name for file in (tmp_path / "whole" / "reports").iterdir()}
    assert {"2026-W47.html", "2026-W47.md"} <= files
    assert [name for name in killed if fingerprint(tmp_path / name) != whole] == []
