"""`forecasts backup` and `restore`: copies that hold, and none that loses rows unseen."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from forecasts.model import ForecasterKind
from forecasts.store import backup, connection, forecasters, open_store
from forecasts.store.verification import verify
from tests.forecasts.cli.conftest import NOW, Desk

LATER = NOW + timedelta(hours=1)
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM ledger").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


def heads(path: Path) -> str:
    with closing(open_store(path)) as store:
        assert verify(store).faults == ()
        return str(store.receipt())


def backed_up(desk: Desk, *words: str, hours: float = 0) -> Path:
    answer = desk.type("backup", *words, "--json", at=NOW + timedelta(hours=hours))
    assert answer.code == 0, answer.err
    return Path(answer.json["backup"])


def test_a_backup_is_a_record_of_the_same_head(desk: Desk) -> None:
    desk.path.chmod(0o640)
    copy = backed_up(desk)
    assert copy == desk.path.parent / "backups" / "desk-20261101T120000Z.db"
    assert heads(copy) == desk.head()
    assert copy.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    answer = desk.type("backup", str(desk.path.parent / "one.db"))
    assert f"Wrote {desk.path.parent / 'one.db'}: " in answer.out
    assert "Checked" in answer.out


def test_a_backup_writes_over_nothing(desk: Desk) -> None:
    copy = backed_up(desk)
    assert "is there already" in desk.refuses("backup", str(copy))
    again = desk.type("backup", "--json", at=NOW).json
    assert again["backup"].endswith(f"{copy.stem}-2.db")  # of the same second
    assert "is there already" in desk.refuses("backup", str(desk.path))
    assert "No such file" in desk.refuses("backup", str(desk.path.parent / "no" / "such"))


def test_backups_of_one_second_by_several_programs_are_all_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (
        "import sys; from datetime import datetime; from forecasts.cli import run;"
        " sys.exit(run(['backup'], now=datetime.fromisoformat(sys.argv[1])))"
    )
    checked = backup.checked

    def while_another_is_faster(draft: Path) -> object:
        subprocess.run([sys.executable, "-c", other, NOW.isoformat()], check=True)
        return checked(draft)

    monkeypatch.setattr(backup, "checked", while_another_is_faster)
    second = backed_up(desk)
    first = second.with_name("desk-20261101T120000Z.db")
    assert second.name == "desk-20261101T120000Z-2.db"
    assert heads(first) == heads(second) == desk.head()
    assert len(list(second.parent.iterdir())) == 2


def test_a_backup_on_a_network_file_system_is_refused_with_words(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / "far"
    far.mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/ {far} nfs4 rw 0 0\n")
    monkeypatch.setattr(connection.network_kind, "__defaults__", (mounts,))
    words = desk.refuses("backup", str(far / "copy.db"))
    assert "network file system (nfs4)" in words
    assert "on a local disk, and send the finished file there" in words
    assert list(far.iterdir()) == []


def test_a_copy_on_a_network_file_system_is_read_from_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backed_up(desk)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/ {copy.parent} nfs4 rw 0 0\n")
    monkeypatch.setattr(connection.refuse_network, "__defaults__", (mounts,))
    head = heads(desk.path)
    desk.path.unlink()
    assert desk.type("restore", str(copy)).code == 0
    assert heads(desk.path) == head


def test_the_oldest_copies_go_and_none_that_holds_what_the_record_lacks(desk: Desk) -> None:
    first, second, third = (backed_up(desk, hours=hours) for hours in (0, 1, 2))
    with closing(open_store(first)) as other, other.append(NOW, "test") as batch:
        forecasters.add(batch, "eve", ForecasterKind.PERSON)
    foreign = first.parent / "other-20200101T000000Z.db"
    foreign.write_bytes(b"another's")
    answer = desk.type("backup", "--keep", "2", "--json", at=NOW + timedelta(hours=3))
    assert answer.json["removed"] == [str(second)]
    assert sorted(file.name for file in first.parent.glob("*.db")) == [
        first.name, third.name, "desk-20261101T150000Z.db", foreign.name
    ]  # fmt: skip


def test_the_copy_just_made_stays_though_a_fast_clock_named_another_later(desk: Desk) -> None:
    ahead = backed_up(desk, hours=5000)
    answer = desk.type("backup", "--keep", "1", "--json", at=NOW)
    assert answer.json["removed"] == [str(ahead)]
    assert Path(answer.json["backup"]).exists()


def test_a_damaged_record_gives_no_backup(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as raw, raw:
        raw.execute("DROP TRIGGER forecasters_update")
        raw.execute("UPDATE forecasters SET name = 'eve' WHERE name = 'ana'")
    answer = desk.type("backup")
    assert answer.code == 3
    assert "no backup was made" in answer.err
    assert "forecasters row 1 is not what was recorded" in answer.err
    assert not (desk.path.parent / "backups").exists()


def test_what_a_killed_backup_left_is_removed_by_the_next(desk: Desk) -> None:
    folder = desk.path.parent / "backups"
    folder.mkdir()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = folder / f".desk-20261101T110000Z.db.{dead.pid}.draft"
    living = folder / f".desk-20261101T110000Z.db.{os.getppid()}.draft"
    left.touch()
    living.touch()
    backed_up(desk)
    assert (left.exists(), living.exists()) == (False, True)


def test_a_copy_of_what_was_there_before_comes_back(desk: Desk) -> None:
    copy = backed_up(desk)
    before = desk.head()
    desk.type("predict", "rain", "12%")
    newer = desk.head()
    words = desk.refuses("restore", str(copy))
    assert "2 rows after seq" in words
    assert "would be gone" in words
    answer = desk.type("restore", str(copy), "--lose-newer", "--json")
    assert answer.code == 0, answer.err
    assert (desk.head(), answer.json["lost"]) == (before, 2)
    kept = Path(answer.json["kept"])
    assert heads(kept) == newer
    assert desk.type("restore", str(kept), "--json").json["lost"] == 0
    assert desk.head() == newer
    assert desk.type("verify").code == 0


@pytest.mark.parametrize("state", ["gone", "garbage", "cut"])
def test_a_record_that_is_lost_comes_back(desk: Desk, state: str) -> None:
    copy, head = backed_up(desk), desk.head()
    columns = desk.path.with_name(desk.path.name + ".columns")
    columns.touch()
    if state == "gone":
        desk.path.unlink()
    else:
        content = desk.path.read_bytes()
        desk.path.write_bytes(b"?" * 9_000 if state == "garbage" else content[:10_000])
        desk.path.with_name(desk.path.name + "-wal").write_bytes(b"pages of another file")
    answer = desk.type("restore", str(copy), "--json")
    assert answer.code == 0, answer.err
    assert (heads(desk.path), columns.exists()) == (head, False)
    with closing(sqlite3.connect(desk.path)) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    if state != "gone":
        assert Path(answer.json["kept"]).exists()


@pytest.mark.parametrize("state", ["gone", "empty", "no database", "cut"])
def test_where_the_record_is_lost_its_newest_backup_is_named(desk: Desk, state: str) -> None:
    desk.type("predict", "rain", "12%")
    assert desk.type("backup", at=NOW).code == 0
    copy, before = backed_up(desk, hours=1), desk.head()
    desk.path.unlink()
    if state != "gone":
        left = {"empty": b"", "no database": b"no database", "cut": copy.read_bytes()[:9000]}
        desk.path.write_bytes(left[state])
    typed = f"forecasts restore {copy} --db {desk.path}"
    for command in ("list", "doctor", "verify"):
        answer = desk.type(command)
        assert answer.code
        assert typed in answer.out + answer.err, command
    assert desk.type(*typed.split()[1:]).code == 0
    assert desk.head() == before


def test_a_history_that_parts_is_told(desk: Desk) -> None:
    copy = backed_up(desk)
    with closing(open_store(copy)) as other, other.append(NOW, "test") as batch:
        forecasters.add(batch, "eve", ForecasterKind.PERSON)
    desk.type("predict", "rain", "12%")
    words = desk.refuses("restore", str(copy))
    assert "where the two part, would be gone" in words


def test_a_copy_that_does_not_extend_an_anchor_is_refused(desk: Desk, tmp_path: Path) -> None:
    copy = backed_up(desk)
    desk.type("predict", "rain", "12%")
    store = desk.store()
    receipt = store.receipt()
    store.close()
    file = tmp_path / "anchors.txt"
    file.write_text(f"forecasts-anchor/1 seq={receipt.seq} head={receipt.head.hex()} at=now\n")
    desk.path.unlink()
    answer = desk.type("restore", str(copy), "--anchor", str(file))
    assert answer.code == 3
    assert f"before what {file}" in answer.err
    assert not desk.path.exists()
    assert desk.type("restore", str(copy), "--anchor", str(file), "--anyway").code == 0


def test_an_anchor_on_record_binds_a_restore_too(desk: Desk) -> None:
    copy = backed_up(desk)
    desk.type("predict", "rain", "12%")
    store = desk.store()
    receipt = store.receipt()
    with store.append(NOW, "anchor") as batch:
        batch.add("anchors", {"seq": receipt.seq, "head": receipt.head.hex()})
    store.close()
    answer = desk.type("restore", str(copy), "--lose-newer")
    assert answer.code == 3
    assert "before what anchors row" in answer.err


def test_a_damaged_copy_is_refused(desk: Desk) -> None:
    copy = backed_up(desk)
    with closing(sqlite3.connect(copy)) as raw, raw:
        raw.execute("DROP TRIGGER forecasters_update")
        raw.execute("UPDATE forecasters SET name = 'eve' WHERE name = 'ana'")
    before = desk.head()
    answer = desk.type("restore", str(copy))
    assert answer.code == 3
    assert "forecasters row 1" in answer.err
    assert desk.head() == before


def test_a_record_that_another_program_has_open_is_left_alone(desk: Desk) -> None:
    copy = backed_up(desk)
    command = [sys.executable, "-c", HOLDER, str(desk.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        assert "another program has" in desk.refuses("restore", str(copy), code=75)
        holder.communicate(b"")
    assert desk.type("restore", str(copy)).code == 0


def test_no_record_is_no_copy(desk: Desk, tmp_path: Path) -> None:
    assert "is the record itself" in desk.refuses("restore", str(desk.path))
    none = desk.refuses("restore", str(tmp_path / "none.db"))
    assert f"there is no copy to restore from at {tmp_path / 'none.db'}." in none
    assert "init" not in none
    copy = backed_up(desk)
    for place in (tmp_path / "none.db", copy.parent):
        assert f"The newest backup: forecasts restore {copy}" in desk.refuses("restore", str(place))
    (tmp_path / "empty.db").touch()
    assert "that file is empty" in desk.refuses("restore", str(tmp_path / "empty.db"))
    words = tmp_path / "words.db"
    words.write_text("no database")
    assert "is not a database" in desk.refuses("restore", str(words))


@pytest.mark.parametrize("content", ["no database", "of another program", "cut", "damaged"])
def test_of_a_copy_that_cannot_be_read_another_is_named(
    desk: Desk, tmp_path: Path, content: str
) -> None:
    good, bad = backed_up(desk), tmp_path / "bad.db"
    if content == "of another program":
        with closing(sqlite3.connect(bad)) as raw, raw:
            raw.execute("CREATE TABLE a (b)")
    else:
        pages = good.read_bytes()
        kept = {"cut": pages[:50], "damaged": pages[:9000], "no database": b"no database"}
        bad.write_bytes(kept[content])
    code = 3 if content in {"cut", "damaged"} else 1
    words = desk.refuses("restore", str(bad), code=code)
    assert words.splitlines()[1] == f"The newest backup: forecasts restore {good}"
    shutil.copy(bad, good)
    words = desk.refuses("restore", str(good), code=code)  # which is not offered for itself
    assert words.splitlines()[1].startswith("Where the backups are, ")


def test_a_copy_made_while_others_write_is_one_state_of_the_record(desk: Desk) -> None:
    """A plain copy of file and WAL is torn now and then; this one is read through SQLite."""
    writer = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from forecasts.model import ForecasterKind
from forecasts.store import forecasters, open_store
store = open_store(Path(sys.argv[1]))
for i in range(60):
    with store.append(datetime.now(UTC), "test") as batch:
        forecasters.add(batch, f"writer {i}", ForecasterKind.PERSON)
"""
    with subprocess.Popen([sys.executable, "-c", writer, str(desk.path)]) as running:
        copies = [backed_up(desk, hours=hours) for hours in range(4)]
    assert running.returncode == 0
    with closing(open_store(desk.path)) as store:
        ledger = dict(store.connection.execute("SELECT seq, hash FROM ledger"))
    for copy in copies:
        with closing(open_store(copy)) as made:
            receipt = made.receipt()
            assert ledger[receipt.seq] == receipt.head
            assert verify(made).faults == ()


def test_a_restore_that_is_stopped_half_way_leaves_the_record(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backed_up(desk)
    desk.type("predict", "rain", "12%")
    before = desk.head()
    shutil.copy(desk.path, desk.path.with_name("aside"))
    monkeypatch.setattr("forecasts.store.restore.settle", _stopped)
    assert desk.type("restore", str(copy), "--lose-newer").code == 1
    monkeypatch.undo()
    monkeypatch.setenv("FORECASTS_DB", str(desk.path))
    assert desk.head() == before
    assert list(desk.path.parent.glob(".*draft*")) == []


def _stopped(path: Path) -> None:
    raise OSError(5, "Input/output error", str(path))
