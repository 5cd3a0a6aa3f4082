"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from forecasts.errors import RefusedError
from tracker.reports.render.files import write_whole


def test_it_writes_and_writes_over_and_leaves_nothing_beside(tmp_path: Path) -> None:
    for text in ("first", "sécond\n"):
        write_whole(tmp_path / "r.html", text)
        assert (tmp_path / "r.html").read_bytes() == text.encode()
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


@pytest.mark.parametrize("name", ["missing/r.html", ""])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError):
        write_whole(tmp_path / name, "text")
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_cannot_be_encoded_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_that_waits_under_the_draft_name_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / f".r.html.{os.getpid()}.draft").symlink_to(victim)
    with pytest.raises(RefusedError):
        write_whole(tmp_path / "r.html", "text")
    assert victim.read_text() == "mine"
