"""The console blocks of README and of the guides are run, each page in a folder of its own."""

from __future__ import annotations

import re
import shlex
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.library.table import KEYS
from tests.paper import pdf

ROOT = Path(__file__).parent.parent
README, BRIEFS = ROOT / "README.md", ROOT / "docs" / "briefs.md"
FORMATS = ROOT / "docs" / "formats.md"
FILE = re.compile(r"<!-- (\w+\.\w+) -->\n```(?:toml|text)\n(.*?)```", re.DOTALL)
TEXT = re.compile(r"```text\n(.*?)```", re.DOTALL)
BLOCK = re.compile(r"<!-- (\S+) -->\n```console\n(.*?)```", re.DOTALL)


def commands(page: Path) -> list[tuple[datetime, str, str]]:
    """Return (clock, command, expected output) for every `$` line of the console blocks.

    A comment above each block sets the clock; a minute passes between two commands.
    """
    found: list[tuple[datetime, str, str]] = []
    text = page.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) == text.count("```console")
    for start, block in BLOCK.findall(text):
        for minute, part in enumerate(re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]):
            command, _, output = part.partition("\n")
            clock = datetime.fromisoformat(start) + timedelta(minutes=minute)
            found.append((clock, command, output))
    return found


def matches(expected: str, printed: str) -> bool:
    """Return whether the output is as shown, `...` standing for any text and blanks folded."""
    pieces = (" ".join(piece.split()) for piece in expected.split("..."))
    pattern = ".*".join(re.escape(piece) for piece in pieces)
    return re.fullmatch(rf"\s*{pattern}\s*", " ".join(printed.split()), re.DOTALL) is not None


def test_every_command_prints_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show(README, tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("years", [0, 13])  # it says that it can be typed until 2039
def test_the_guide_to_briefs_leads_from_a_pdf_to_a_scored_author(
    years: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (text,) = TEXT.findall(BRIEFS.read_text(encoding="utf-8"))
    (tmp_path / "brief.pdf").write_bytes(pdf(text))
    show(BRIEFS, tmp_path, monkeypatch, capsys, who="ben", later=timedelta(days=365 * years))


def test_the_page_on_files_shows_files_that_are_read_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = dict(FILE.findall(FORMATS.read_text(encoding="utf-8")))
    assert set(files) == {"visits.toml", "house.toml", "note.txt"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    show(FORMATS, tmp_path, monkeypatch, capsys, who="ben")


def test_the_page_on_files_explains_every_key_of_a_log() -> None:
    text = FORMATS.read_text(encoding="utf-8")
    for key in KEYS["kind"] | KEYS["event"]:
        assert f"`{key}`" in text, key


def show(
    page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], who: str | None = None, later: timedelta = timedelta(),
) -> None:  # fmt: skip
    """Run what a page shows, so much later; each command must print what stands below it."""
    monkeypatch.chdir(folder)
    for name in ("FORECASTS_DB", "FORECASTS_AS", "FORECASTS_TZ", "FORECASTS_SCALE"):
        monkeypatch.delenv(name, raising=False)
    if who:
        monkeypatch.setenv("FORECASTS_AS", who)
    shown = commands(page)
    assert len(shown) >= 8
    for clock, command, expected in shown:
        program, *argv = shlex.split(command)
        assert program == "forecasts"
        code = run(argv, now=clock + later)
        printed = capsys.readouterr().out
        assert code == 0, command
        assert matches(expected, printed), f"$ {command}\n{printed}"


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a ... b", "a x b", True),
        ("a ... b", "a x c", False),
        ("a", "a b", False),
        ("...", "", True),
    ],
)
def test_the_comparison_can_fail(expected: str, printed: str, same: bool) -> None:  # noqa: FBT001
    assert matches(expected, printed) is same
