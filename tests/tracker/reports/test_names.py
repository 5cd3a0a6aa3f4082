"""A page without other people's names says that there is a way to have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("busy_desk")
@pytest.mark.parametrize("named", [True, False])
def test_a_masked_page_says_that_names_can_be_had(
    tmp_path: Path, command: Any, *, named: bool
) -> None:
    page = tmp_path / "r.html"
    words = ["--names"] if named else []
    done = command("report", "--forecaster", "ana", "--html", str(page), *words, day=400)
    assert done.code == 0
    assert ("--names" in done.err) is not named
    assert ("other people go by letters" in page.read_text()) is not named
    assert "Scoring report: ana" in page.read_text()


def test_on_the_screen_nobody_is_masked(busy_desk: Any, command: Any) -> None:
    assert busy_desk.record.asked
    assert "--names" not in command("report", "--forecaster", "ana", day=400).out
