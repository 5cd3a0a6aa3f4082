"""The Tab key completes commands, options and slugs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forecasts.cli import COMMANDS, run
from forecasts.cli.completion import SHELLS

if TYPE_CHECKING:
    from conftest import Desk


def completed(words: str, place: int, cwd: Path, **environment: str) -> list[str]:
    """Return what bash would be offered for the word at that place."""
    environment |= {
        "_FORECASTS_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(place),
    }
    done = subprocess.run(
        [sys.executable, "-m", "forecasts"],
        env=os.environ | environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.split()]


@pytest.mark.parametrize("shell", list(SHELLS))
def test_the_line_to_add_is_all_that_goes_to_standard_output(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["completion", shell]) == 0
    said = capsys.readouterr()
    assert said.out == SHELLS[shell][1] + "\n"
    assert SHELLS[shell][0] in said.err


def test_the_script_that_bash_loads_is_one_it_can_read(tmp_path: Path) -> None:
    line = SHELLS["bash"][1]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"{line} && complete -p forecasts"],
        env=os.environ | {"PATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_forecasts_completion" in done.stdout, done.stderr


def test_commands_are_completed_from_the_table(tmp_path: Path) -> None:
    assert completed("forecasts ", 1, tmp_path) == list(COMMANDS)
    assert completed("forecasts ver", 1, tmp_path) == ["verify"]
    assert completed("forecasts verify --j", 2, tmp_path) == ["--json"]


def test_slugs_are_completed_from_the_record(small_record: Path) -> None:
    folder = small_record.parent
    assert completed("forecasts show ", 2, folder, FORECASTS_DB=str(small_record)) == [
        "rain",
        "snow",
    ]
    assert completed("forecasts show sn", 2, folder, FORECASTS_DB=str(small_record)) == ["snow"]
    assert completed("forecasts show sn", 2, folder, FORECASTS_DB="no such file") == []


def test_names_and_topics_are_completed_from_the_record(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", "--as", "ben")
    desk.type("revise", "rain", "--topic", "weather")
    folder, known = desk.path.parent, {"FORECASTS_DB": str(desk.path)}
    assert "ben" in completed("forecasts predict rain 5% --as b", 5, folder, **known)
    assert completed("forecasts report --forecaster b", 3, folder, **known) == ["ben"]
    assert completed("forecasts report --topic w", 3, folder, **known) == ["weather"]
