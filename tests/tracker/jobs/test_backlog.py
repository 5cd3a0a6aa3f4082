"""After months of silence: all missed reports, marked late, with a bar, and Ctrl-C at any time."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from forecasts.store import open_store

if TYPE_CHECKING:
    from tests.tracker.jobs.conftest import Tracked

MISSED = 90
AWAKE = "2027-01-31T07:30Z"  # 90 days after the record was made

TICK = """
import sys
from datetime import datetime
from forecasts.cli import run
sys.exit(run(["tracker", "tick", "--db", sys.argv[1]], now=datetime.fromisoformat(sys.argv[2])))
"""


def on_a_terminal(tracked: Tracked) -> tuple[subprocess.Popen[bytes], int]:
    ours, theirs = pty.openpty()
    argv = [sys.executable, "-c", TICK, str(tracked.path), AWAKE]
    ticking = subprocess.Popen(argv, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    return ticking, ours


def read(terminal: int, until: str, patience_s: float = 60) -> str:
    """Return what a terminal shows, up to and with some words."""
    seen, end = "", time.monotonic() + patience_s
    while until not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 4096).decode(errors="replace")
            except OSError:  # the other end has gone
                break
    return seen


def test_ninety_missed_days_are_caught_up_with_after_an_interruption(tracked: Tracked) -> None:
    for name in ("weekly", "quarterly"):
        tracked("2026-11-02T12:01Z", "tracker", "schedule", "remove", name)
    add = ("tracker", "schedule", "add", "daily", "--report", "daily")
    assert tracked("2026-11-02T12:01Z", *add)[0] == 0

    ticking, terminal = on_a_terminal(tracked)
    assert "ticking" in read(terminal, "ticking")  # the bar
    while len(tracked.reports) < 3 and ticking.poll() is None:
        time.sleep(0.05)
    ticking.send_signal(signal.SIGINT)
    assert "stopped" in read(terminal, "stopped")
    assert ticking.wait(timeout=30) == 130
    os.close(terminal)
    ((done,),) = tracked.rows("SELECT count(*) FROM reports")
    assert 2 <= done < MISSED
    assert not list(tracked.path.parent.glob("reports/.*"))

    start_s = time.process_time()
    rest = tracked.tick(AWAKE)
    assert time.process_time() - start_s < MISSED
    assert len([name for name in rest["done"] if name.startswith("report/")]) == MISSED - done
    assert tracked.rows("SELECT count(*), min(period), max(period), sum(late) FROM reports") == [
        (MISSED, "2026-11-02", "2027-01-30", MISSED - 1)
    ]
    reminded = tracked.rows("SELECT count(*) FROM tasks WHERE kind = 'reminders'")
    assert reminded == [(1,)]  # and not ninety times


def test_a_late_report_says_what_it_would_have_said_in_time(tracked: Tracked) -> None:
    """The answer on snow is recorded on 20 November: the week before knows nothing of it."""
    ruled = ("resolve", "snow", "no", "--no-source", "seen", "--by", "ana", "--known", "2026-11-20")
    in_time = open_store(tracked.path)
    in_time.connection.execute("VACUUM INTO ?", (str(tracked.path.with_name("in-time.db")),))
    in_time.close()
    assert tracked("2026-11-20T12:00Z", *ruled)[0] == 0
    tracked.tick("2026-11-20T12:01Z")
    late = (tracked.path.parent / "reports" / "2026-W46.md").read_text()
    marked = "- **Late:** written 2026-11-20 12:01Z; it says what it would have said in time\n"
    assert marked in late
    tracked.path.with_name("in-time.db").rename(tracked.path)
    for suffix in ("-wal", "-shm"):
        tracked.path.with_name(tracked.path.name + suffix).unlink(missing_ok=True)
    tracked.tick("2026-11-16T07:01Z")
    assert (tracked.path.parent / "reports" / "2026-W46.md").read_text() == late.replace(marked, "")
