"""Wrong command lines: one line of what was wrong, one of what to type."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("argv", "lines"),
    [
        (["show"], ["Error: missing argument 'QUESTION'.",
                    "Type: forecasts show QUESTION   (more: forecasts show --help)"]),
        (["show", "a", "b"], ["Error: got unexpected extra argument (b).",
                              "Type: forecasts show QUESTION   (more: forecasts show --help)"]),
        (["report", "--rational"], [("Error: there is no option --rational; did you mean"
                                     " --rationales?"),
                                    "See every option: forecasts report --help"]),
        (["completion", "sh"], [("Error: invalid value for '{bash|zsh|fish}': 'sh' is not one of"
                                " 'bash', 'zsh', 'fish'."),
                                "See what it takes: forecasts completion --help"]),
        (["shwo"], ["Error: there is no command 'shwo'.", "Did you mean 'show'?"]),
        (["watch"], ["Error: forecasts watch and what?",
                     "There are: add, end, list, record. See: forecasts watch --help"]),
        (["forecaster", "ad"], None),
        (["score", "--policy"], None),
    ],
)  # fmt: skip
def test_a_usage_error_is_two_lines(
    argv: list[str], lines: list[str] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 2
    assert said.err.startswith("Error: ")
    if lines is not None:
        assert said.err.splitlines() == lines


def test_what_may_not_be_written_says_whose_to_look_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from forecasts.cli import _refused

    place = tmp_path / "data.db.tick.lock"
    assert _refused(PermissionError(13, "Permission denied", str(place))) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == f"Error: the system refused: {place}: Permission denied."
    assert said[1].startswith(f"See whose it is: ls -ld {place}")
    assert _refused(OSError(28, "No space left on device", str(place))) == 1
    assert "make room" in capsys.readouterr().err


def test_the_front_door_names_forecasts_of_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "Record a forecast." in capsys.readouterr().out


def test_an_outcome_below_0_is_no_option(desk: Desk) -> None:
    ask = (
        "ask",
        "How cold?",
        "--slug",
        "cold",
        "--closes",
        "2026-11-30",
        "--min",
        "-9",
        "--max",
        "9",
    )
    assert desk.type(*ask).code == 0
    known = ("--no-source", "seen", "--known", "2026-12-01")
    later = NOW + 40 * DAY
    assert desk.type("resolve", "cold", "-2.4", *known, at=later).code == 0
    assert desk.type("resolve", "cold", "-4..-2", *known, at=later).code == 0
    assert "there is no option --tp" in desk.refuses("resolve", "cold", "3", "--tp", code=2)
    assert "extra argument (4)" in desk.refuses("resolve", "cold", "3", "4", code=2)
