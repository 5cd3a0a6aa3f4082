"""No anchor is written into a record, and no record is taken for an anchor."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.errors import FAILED, OK
from forecasts.store import beside, create_store, open_store
from tests.conftest import NOW

Said = pytest.CaptureFixture[str]
WAYS = ("itself", "-wal", "-shm", "-journal", ".lock", ".tick.lock", ".columns", "a link to it",
        "a second name", "another record", "another's -wal", "another's link")  # fmt: skip


def named(way: str, record: Path) -> Path:
    """Return a name of a file that belongs to this record or to another."""
    folder = record.with_name("elsewhere")
    folder.mkdir()
    other = folder / "other.db"
    if "another" in way:
        create_store(other).close()
    if way == "a second name":
        (folder / "second.db").hardlink_to(record)
    for link, target in (("a link to it", record), ("another's link", other)):
        if way == link:
            (folder / "link").symlink_to(target)
    return {
        "itself": record, "a link to it": folder / "link", "a second name": folder / "second.db",
        "another record": other, "another's -wal": folder / "other.db-wal",
        "another's link": folder / "link",
    }.get(way, record.with_name(record.name + way))  # fmt: skip


@pytest.mark.parametrize("option", ["--file", "--ots", "--rfc3161"])
@pytest.mark.parametrize("way", WAYS)
def test_no_anchor_is_written_into_a_record(
    way: str, option: str, small_record: Path, capsys: Said
) -> None:
    place = named(way, small_record)
    before = small_record.read_bytes(), place.read_bytes() if place.exists() else None
    code = run(["anchor", option, str(place), "--db", str(small_record)], now=NOW)
    said = capsys.readouterr().err
    assert (code, "an anchor is kept outside of it" in said) == (FAILED, True)
    assert "Name a file of its own" in said
    after = small_record.read_bytes(), place.read_bytes() if place.exists() else None
    assert before == after
    assert run(["verify", "--db", str(small_record)]) == OK


@pytest.mark.parametrize("way", WAYS)
def test_a_record_is_no_anchor(way: str, small_record: Path, capsys: Said) -> None:
    """It holds heads of its own, and whoever rewrote it rewrote those too."""
    assert run(["anchor", "--file", str(small_record.with_name("kept.txt")),
                "--db", str(small_record)], now=NOW) == OK  # fmt: skip
    place = named(way, small_record)
    capsys.readouterr()
    with closing(open_store(small_record)):  # its pages are beside it then
        code = run(["verify", "--anchor", str(place), "--db", str(small_record)])
    said = capsys.readouterr().err
    assert (code, "Name what was kept" in said) == (FAILED, True)


def test_files_of_ones_own_are_taken(small_record: Path) -> None:
    folder = small_record.parent
    for name in ("anchors.txt", "small.db.txt", "notes-wal", ".lock", "small.dbx", "new.lock"):
        beside.refuse(folder / name, small_record, "")
    for place in ("anchors.txt", "notes-wal"):
        words = ["anchor", "--file", str(folder / place), "--db", str(small_record)]
        assert run(words, now=NOW) == OK
        assert run(["verify", "--anchor", str(folder / place), "--db", str(small_record)]) == OK
