"""Who may not read the record may not read what is made of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest

from tests.forecasts.cli.conftest import Desk

MADE = {
    "copy.db": ("backup", "copy.db"),
    "out.jsonl": ("export", "ledger", "out.jsonl"),
    "out/forecasts.csv": ("export", "tables", "out"),
    "due.ics": ("export", "calendar", "due.ics"),
}


@pytest.fixture(params=[0o000, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Have the account give its files all rights, or none to others."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o400])
@pytest.mark.parametrize("name", MADE)
@pytest.mark.usefixtures("umask")
def test_what_is_made_of_the_record_has_its_rights(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rights: int, name: str
) -> None:
    if "calendar" in MADE[name]:
        pytest.importorskip("icalendar")
    monkeypatch.chdir(tmp_path)
    desk.path.chmod(rights)
    answer = desk.type(*MADE[name])
    assert answer.code == 0, answer.err
    writable = 0o200 if name.endswith(".db") else 0  # SQLite must write a copy
    assert S_IMODE((tmp_path / name).stat().st_mode) == rights | writable


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files to others")
def test_a_group_that_is_another_one_may_read_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.path.chmod(0o640)
    os.chown(desk.path, 0, 12_345)
    assert desk.type("export", "ledger", str(tmp_path / "out.jsonl")).code == 0
    assert S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == 0o600


def test_the_folder_of_backups_and_what_a_restore_keeps_are_the_owners(
    desk: Desk, umask: int
) -> None:
    del umask
    desk.path.chmod(0o600)
    copy = Path(desk.type("backup", "--json").json["backup"])
    assert S_IMODE(copy.parent.stat().st_mode) == 0o700
    desk.type("predict", "rain", "12%")
    answer = desk.type("restore", str(copy), "--lose-newer", "--json")
    for file in (desk.path, Path(answer.json["kept"])):
        assert S_IMODE(file.stat().st_mode) == 0o600
