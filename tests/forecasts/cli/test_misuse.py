"""Wrong command lines: one line of what was wrong, one of what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forecasts.cli import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("argv", "lines"),
    [
        (["show"], ["Error: missing argument 'QUESTION'.",
                    "Type: forecasts show QUESTION   (more: forecasts show --help)"]),
        (["show", "a", "b"], ["Error: got unexpected extra argument (b).",
                              "Type: forecasts show QUESTION   (more: forecasts show --help)"]),
        (["report", "--top", "x"], ["Error: there is no option --top; did you mean --topic?",
                                    "See every option: forecasts report --help"]),
        (["completion", "sh"], [("Error: invalid value for '{bash|zsh|fish}': 'sh' is not one of"
                                " 'bash', 'zsh', 'fish'."),
                                "See what it takes: forecasts completion --help"]),
        (["shwo"], ["Error: there is no command 'shwo'.", "Did you mean 'show'?"]),
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
