"""What an open round hides leaves by no export, and is told to have stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk


def test_numbers_of_an_open_round_stay_behind_until_it_closes(desk: Desk, tmp_path: Path) -> None:
    desk.type("predict", "rain", "31%", "--as", "ana")
    assert desk.type("round", "open", "W45").code == 0
    desk.type("predict", "rain", "77%", "--as", "ana")
    sealed = desk.type("export", "tables", str(tmp_path / "during"))
    assert sealed.code == 0
    assert "1 numbers of an open round, until it closes" in sealed.err
    during = (tmp_path / "during" / "forecasts.csv").read_text()
    assert "0.31" in during
    assert "0.77" not in during
    assert desk.type("round", "close").code == 0
    after = desk.type("export", "tables", str(tmp_path / "after"))
    assert "open round" not in after.err
    assert "0.77" in (tmp_path / "after" / "forecasts.csv").read_text()
