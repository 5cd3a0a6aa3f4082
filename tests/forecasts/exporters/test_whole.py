"""Files written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pytest

from forecasts.errors import RefusedError
from forecasts.exporters.whole import write_whole

INSTEAD = "Type another."


def put(text: str) -> Callable[[TextIO], int]:
    def writer(file: TextIO) -> int:
        return file.write(text)

    return writer


def write(path: Path, text: str) -> None:
    write_whole({path: put(text)}, INSTEAD)


def test_it_writes_and_writes_over_and_leaves_nothing_beside(tmp_path: Path) -> None:
    for text in ("first", "sécond\n"):
        write(tmp_path / "r.html", text)
        assert (tmp_path / "r.html").read_bytes() == text.encode()
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


@pytest.mark.parametrize("name", ["missing/r.html", ""])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError) as caught:
        write(tmp_path / name, "text")
    assert caught.value.hint == INSTEAD
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RefusedError, match="not a plain file"):
        write(tmp_path / "pipe", "text")


def test_standard_output_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RefusedError, match="- is standard output, and no file") as caught:
        write(Path("-"), "text")
    assert caught.value.hint == INSTEAD
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_cannot_be_encoded_leaves_all_the_old_files(tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    first.write_text("old")
    second.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole({first: put("new"), second: put("\ud800")}, INSTEAD)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.html": "old",
        "b.html": "old",
    }


def test_a_link_that_waits_under_the_draft_name_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    draft = tmp_path / f".r.html.{os.getpid()}.draft"
    draft.symlink_to(victim)
    with pytest.raises(RefusedError):
        write(tmp_path / "r.html", "text")
    assert victim.read_text() == "mine"
    assert draft.is_symlink(), "what others put there is left there"


def test_a_link_in_the_place_itself_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "r.html").symlink_to(victim)
    write(tmp_path / "r.html", "text")
    assert (victim.read_text(), (tmp_path / "r.html").read_text()) == ("mine", "text")


def test_files_and_their_folder_are_brought_to_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, really = [], os.fsync

    def noted(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        really(handle)

    monkeypatch.setattr(os, "fsync", noted)
    write(tmp_path / "r.html", "text")
    assert synced == [(tmp_path / "r.html").stat().st_ino, tmp_path.stat().st_ino]


def test_a_record_is_left_alone_under_any_name(small_record: Path) -> None:
    other = small_record.with_name("report.html")
    small_record.rename(other)
    before = other.read_bytes()
    with pytest.raises(RefusedError, match="is a database"):
        write(other, "text")
    assert other.read_bytes() == before


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal", ".lock", "-WAL"])
def test_the_files_beside_a_record_are_left_alone(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"data.db{ending}").write_text("pages")
    with pytest.raises(RefusedError, match="that a record needs"):
        write(tmp_path / f"data.db{ending}", "text")
    assert (tmp_path / f"data.db{ending}").read_text() == "pages"
