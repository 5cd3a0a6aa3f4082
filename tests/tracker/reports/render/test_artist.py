"""A second process draws what the first would, and one that is gone is done without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tracker.reports.render import artist

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC: dict[str, Any] = {
    "data": {"values": [{"a": 1, "b": "né <b>"}, {"a": 2, "b": "two"}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b"}},
}


@pytest.fixture
def alone() -> Iterator[None]:
    """Draw without a second process, and leave one that runs as it was."""
    running = artist.STARTED[:]
    artist.STARTED.clear()
    artist.bundle.cache_clear()
    yield
    for one in artist.STARTED:
        one.process.kill()
        one.process.wait()
    artist.STARTED[:] = running


@pytest.mark.usefixtures("alone")
def test_both_draw_the_same() -> None:
    here = artist.svg(SPEC)
    script = artist.bundle("window.a = 1;")
    artist.begin()
    assert len(artist.STARTED) == 1
    artist.bundle.cache_clear()
    assert artist.bundle("window.a = 1;") == script
    assert artist.svg(SPEC) == here
    assert len(artist.STARTED) == 1


@pytest.mark.usefixtures("alone")
def test_one_that_was_killed_is_done_without() -> None:
    artist.begin()
    (one,) = artist.STARTED
    one.process.kill()
    one.process.wait()
    assert artist.svg(SPEC).startswith("<svg")
    assert artist.STARTED == []


@pytest.mark.usefixtures("alone")
def test_what_cannot_be_drawn_is_said_as_it_is_here() -> None:
    artist.begin()
    with pytest.raises(ValueError, match="SVG conversion failed"):
        artist.svg({"mark": 7})


@pytest.mark.usefixtures("alone")
def test_a_folder_of_the_same_name_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "tracker"
    theirs.mkdir()
    (theirs / "__init__.py").write_text("open('taken', 'w')")
    monkeypatch.chdir(tmp_path)
    artist.begin()
    assert artist.svg(SPEC).startswith("<svg")
    assert not (tmp_path / "taken").exists()
    assert len(artist.STARTED) == 1
