"""Who ticks: one at a time, told by name, and no hindrance by those who only ask."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from forecasts.errors import BusyError, RefusedError
from tracker.diary.lock import holder, ticking

if TYPE_CHECKING:
    from pathlib import Path

ASKING = """
import sys
from pathlib import Path
from tracker.diary.lock import holder
print("asking", flush=True)
while True:
    holder(Path(sys.argv[1]))
"""


def test_the_holder_is_told_and_nobody_when_it_has_gone(tmp_path: Path) -> None:
    db = tmp_path / "data.db"
    assert holder(db) is None
    with ticking(db, "tracker run, process"):
        me = f"tracker run, process {os.getpid()}"
        assert holder(db) == me
        with pytest.raises(BusyError, match=f"{me} ticks") as busy, ticking(db):
            pass
        assert busy.value.exit_code == 75
    assert holder(db) is None


def test_a_link_to_the_record_gives_no_second_right(tmp_path: Path) -> None:
    db, link = tmp_path / "data.db", tmp_path / "elsewhere" / "link.db"
    db.touch()
    link.parent.mkdir()
    link.symlink_to(db)
    with ticking(db):
        assert holder(link) == f"process {os.getpid()}"
        with pytest.raises(BusyError), ticking(link):
            pass


def test_who_only_asks_keeps_nobody_from_ticking(tmp_path: Path) -> None:
    db = tmp_path / "data.db"
    with ticking(db):
        pass
    argv = [sys.executable, "-c", ASKING, str(db)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout
        assert asking.stdout.readline() == "asking\n"
        try:
            for _ in range(300):
                with ticking(db):
                    pass
        finally:
            asking.kill()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be written"), ticking(tmp_path / "no" / "a.db"):
        pass
