"""What is installed is what is here: every file of both packages, and a command that works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("forecasts", "tracker")


def run(command: list[str], folder: Path, **environment: str) -> str:
    """Run a process in a folder and return what it printed; fail with its words otherwise."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, as every installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    run([sys.executable, "-c", build, str(folder)], ROOT)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_every_file_of_both_packages_and_no_other(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    here = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert held == here
    assert {
        "forecasts/py.typed",
        "tracker/py.typed",
        "forecasts/library/korea.toml",
        "forecasts/library/events.toml",
    } <= held


def test_the_wheel_brings_the_licence_and_the_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    named = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
    assert "MIT License" in archive.read(named["LICENSE"]).decode()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entry = project["scripts"]["forecasts"]
    assert f"forecasts = {entry}" in archive.read(named["entry_points.txt"]).decode()
    assert f"Version: {project['version']}" in archive.read(named["METADATA"]).decode()


def test_the_demo_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    where = run([sys.executable, "-c", "import forecasts; print(forecasts.__file__)"], work,
                PYTHONPATH=str(site))  # fmt: skip
    assert where.startswith(str(site))
    run([sys.executable, "-m", "forecasts", "demo"], work, PYTHONPATH=str(site))
    assert (work / "data.db").exists()


def test_uv_installs_it_for_daily_use(tmp_path: Path) -> None:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not here, so `uv tool install .` was not tried")
    tools = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    install = [uv, "tool", "install", "--quiet", str(ROOT)]
    # What was downloaded before will do; a fresh machine has to ask the network.
    known = subprocess.run([*install, "--offline"], env=os.environ | tools, check=False)
    if known.returncode:
        run(install, tmp_path, **tools)
    assert "verify" in run([str(tmp_path / "bin" / "forecasts"), "--help"], tmp_path)
