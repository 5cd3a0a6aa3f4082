"""Disks without room: which one it is, how much was needed, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from forecasts.store import questions
from tests.forecasts.cli.conftest import NOW, Desk
from tests.small_disk import filled, mounted

NAME = "Zaphodine"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 4 MB with 80 kB free."""
    with mounted(tmp_path / "small", "4m") as place:
        filled(place, 80_000)
        yield place


@pytest.fixture
def there(desk: Desk, small: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return the desk with its record on the small disk."""
    (small / "ballast").unlink()
    path = small / "there.db"
    shutil.copy(desk.path, path)
    monkeypatch.setenv("FORECASTS_DB", str(path))
    return Desk(path, desk.capsys)


def names(place: Path) -> list[str]:
    return sorted(str(file.relative_to(place)) for file in place.rglob("*"))


@pytest.mark.parametrize("target", ["", "copy.db", "new"])
def test_a_backup_tells_which_disk_is_full_and_what_it_needs(
    desk: Desk, small: Path, target: str
) -> None:
    words = desk.refuses("backup", str(small / target))
    assert words.startswith(f"Error: the disk at {small} is full: ")
    assert " kB needed, 77.8 kB free; no copy was made." in words  # the draft counts as free
    assert names(small) == ["ballast"]


@pytest.mark.parametrize(
    "words",
    [
        ("export", "ledger", "{small}/out.jsonl"),
        ("export", "tables", "{small}/out"),
        ("report", "--html", "{small}/out.html"),
        ("report", "--markdown", "{small}/out.md"),
        ("agenda", "--markdown", "{small}/out.md"),
        ("round", "sheet", "--folder", "{small}/out"),
    ],
)
def test_a_file_that_finds_no_room_is_told_and_leaves_nothing(
    desk: Desk, small: Path, words: tuple[str, ...]
) -> None:
    assert desk.type("round", "open", "W45", "--topic", "weather").code == 0
    filled(small)
    answer = desk.type(*(word.format(small=small) for word in words))
    assert answer.code == 1
    assert f"No space left on device): the disk at {small} is full: 0 bytes free." in answer.err
    assert names(small) == ["ballast"]


@pytest.mark.parametrize(
    "words", [("init",), ("demo",), ("import", "ledger", "{file}", "--init"), ("restore", "{copy}")]
)
def test_a_record_that_finds_no_room_leaves_nothing(
    desk: Desk, small: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file, copy = tmp_path / "out.jsonl", tmp_path / "copy.db"
    assert desk.type("export", "ledger", str(file)).code == 0
    assert desk.type("backup", str(copy)).code == 0
    typed = (word.format(file=file, copy=copy) for word in words)
    answer = desk.type(*typed, "--db", str(small / "new.db"))
    assert answer.code == 1
    assert answer.err.startswith(f"Error: the disk at {small} is full: ")
    assert names(small) == ["ballast"]


@pytest.mark.parametrize("words", [("predict", "rain", "12%"), ("forecaster", "add", "dee")])
def test_a_record_on_a_full_disk_is_told_as_such(there: Desk, words: tuple[str, ...]) -> None:
    before = names(there.path.parent)
    ballast = filled(there.path.parent)
    answer = there.type(*words)
    assert answer.code == 1
    assert f"the disk at {there.path.parent} is full: " in answer.err
    ballast.unlink()
    assert there.type(*words).code == 0
    assert {*names(there.path.parent)} <= {*before, "there.db.lock"}


@pytest.mark.parametrize("left", [0, 40_000])
@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "rain"),
        ("verify",),
        ("leaderboard",),
        ("backup", "{elsewhere}/copy.db"),
        ("export", "ledger", "{elsewhere}/out.jsonl"),
        ("export", "tables", "{elsewhere}/out"),
    ],
)
def test_what_is_on_a_full_disk_can_be_read_and_brought_elsewhere(
    there: Desk, tmp_path: Path, words: tuple[str, ...], left: int
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    typed = [word.format(elsewhere=elsewhere) for word in words]
    before = names(there.path.parent)
    ballast = filled(there.path.parent, left)
    answer = there.type(*typed)
    assert answer.code == 0, answer.err
    assert "full" not in answer.err
    assert there.type("doctor").code == 1  # since the disk is full, and for nothing else
    ballast.unlink()
    assert there.type("list").code == 0  # who opens it in earnest takes away what SQLite began
    assert names(there.path.parent) == before
    if words[0] == "backup":
        assert there.type("verify", "--db", str(elsewhere / "copy.db")).code == 0


def test_a_restore_that_finds_no_room_leaves_nothing_and_keeps_the_record(
    there: Desk, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert there.type("backup", str(copy)).code == 0
    assert there.type("predict", "rain", "12%").code == 0
    head, before = there.head(), names(there.path.parent)
    size = there.path.stat().st_size
    for left in (size // 2, size + size // 3):  # none for what is kept; for that, and no more
        ballast = filled(there.path.parent, left)
        for _ in range(2):
            answer = there.type("restore", str(copy), "--lose-newer")
            assert answer.code == 1
            assert f"the disk at {there.path.parent} is full: " in answer.err
        ballast.unlink()
        assert there.head() == head
        assert {*names(there.path.parent)} <= {*before, "there.db.lock"}
    assert there.type("restore", str(copy), "--lose-newer").code == 0


@pytest.fixture
def long(desk: Desk) -> None:
    """Put the name into a short text on record, and 3 MB beside it."""
    with closing(desk.store()) as store, store.append(NOW, "test") as batch:
        rain = questions.find(store, "rain").id
        for text in (f"So says {NAME}.", "A long report. " * 200_000):
            row = {"question_id": rain, "observed_at": batch.recorded_at}
            batch.add("evidence", {**row, "words_text": batch.text(text)})


@pytest.mark.usefixtures("long")
def test_words_that_are_blanked_on_a_full_disk_are_told_and_go_when_there_is_room(
    desk: Desk, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["mount", "-o", "remount,size=12m", str(small)], check=True)
    (small / "ballast").unlink()
    path = small / "there.db"
    shutil.copy(desk.path, path)
    monkeypatch.setenv("FORECASTS_DB", str(path))
    ballast = filled(small, 400_000)  # room for the entry, none for the file anew
    typed = ("redact", "--search", NAME, "--why", "a name", "--yes")
    answer = desk.type(*typed)
    assert answer.code == 1
    assert "Blanked: " in answer.out
    assert "it is on record, but the file still holds the words: the disk at" in answer.err
    assert f"{small} is full: 3.26 MB needed, " in answer.err
    assert "type the same again" in answer.err
    ballast.unlink()
    again = desk.type(*typed)
    assert (again.code, "Cleaned: the file holds nothing more" in again.out) == (0, True)
    assert "stands nowhere on record" in again.err
    assert not path.with_name("there.db.unclean").exists()
    assert desk.type(*typed).code == 1  # nothing is left to do
    assert NAME.encode() not in path.read_bytes()


@pytest.mark.usefixtures("long")
def test_a_full_disk_of_temporary_files_is_named(desk: Desk, small: Path) -> None:
    typed = ("redact", "--search", NAME, "--why", "a name", "--yes", "--db", str(desk.path))
    command = [sys.executable, "-m", "forecasts", *typed]
    env = {**os.environ, "SQLITE_TMPDIR": str(small)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"the disk at {small} is full: 3.26 MB needed, " in done.stderr
