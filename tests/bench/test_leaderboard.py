"""The benchmark's programs come to the same numbers, and a program that does not is told."""

from __future__ import annotations

import importlib.util
import math
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def leaderboard() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_leaderboard", BENCH / "leaderboard.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_all_programs_agree_on_two_thousand_forecasts() -> None:
    command = [sys.executable, str(BENCH / "leaderboard.py"), "-n", "2000", "--turns", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "the same numbers from all" in done.stdout
    lines = [line for line in done.stdout.splitlines() if line[:1].isalpha()]
    measured = {line.split("  ")[0] for line in lines}
    missing = {line.partition(":")[0] for line in lines if "not installed" in line}
    assert {"ours, first run", "ours, second run", "sqlite3 + numpy"} <= measured
    assert len(measured & {"connectorx + DuckDB", "pandas groupby.apply"} | missing) >= 2


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ([[1.0, 2.0]], [[1.0, 2.0]], 0.0),
        ([[1.0, 2.0]], [[1.0, 1.0]], 0.5),
        ([[math.inf]], [[math.inf]], 0.0),
        ([[math.inf]], [[1.0]], math.inf),
        ([[math.nan]], [[1.0]], math.inf),
        ([[1.0], [2.0]], [[1.0]], math.inf),
        ({"a": [[1.0]]}, {"b": [[1.0]]}, math.inf),
        ({"a": [[1.0]], "b": []}, {"a": [[0.5]], "b": []}, 0.5),
    ],
)
def test_results_are_compared_number_by_number(
    leaderboard: ModuleType, one: object, other: object, apart: float
) -> None:
    assert leaderboard.furthest(one, other) == apart


def test_a_program_that_comes_to_other_numbers_is_told(
    leaderboard: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.py"
    other.write_text('print(\'{"leaderboard": [[1.0, 1.0, 0.2, 0.3]], "calibration": []}\')')
    wrong = leaderboard.Program("another", str(other))
    monkeypatch.setattr(leaderboard, "PROGRAMS", (leaderboard.OURS, wrong))
    with pytest.raises(SystemExit, match="another comes to other numbers"):
        leaderboard.measured(leaderboard.made(200, 1), 200, 1)


def test_what_is_not_installed_is_left_out(
    leaderboard: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "needs_more.py"
    file.write_text("import no_such_library")
    lacking = leaderboard.Program("lacking", str(file))
    monkeypatch.setattr(leaderboard, "PROGRAMS", (leaderboard.OURS, lacking))
    taken = leaderboard.measured(leaderboard.made(200, 1), 200, 2)
    assert list(taken) == [leaderboard.OURS]
    assert capsys.readouterr().out.count("lacking: not installed") == 1
