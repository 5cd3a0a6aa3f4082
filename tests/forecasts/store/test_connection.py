"""The record is opened only where it is, and only where it is safe."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.errors import BusyError, RefusedError
from forecasts.store import connection, create_store, open_store
from forecasts.store.lock import write_lock
from tests.terminal import on_a_terminal

NOBODY = 65534

# Another user may read the folder and not write to it. Python itself may lie where that user sees
# nothing, so everything is imported before the process changes hands.
AS_NOBODY = f"""
import os, sys
import difflib, fcntl, sqlite3
import forecasts.cli.init, forecasts.cli.verify, forecasts.store.verification, forecasts.store.room
from forecasts.cli import run
from forecasts.store import forecasters, open_store
if os.getuid() == 0:
    os.setgroups([]), os.setgid({NOBODY}), os.setuid({NOBODY})
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that every user may look into, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def as_nobody(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script as a user who may read the folder and not write to it."""
    folder.chmod(0o555 if os.getuid() else 0o755)
    command = [sys.executable, "-c", AS_NOBODY + script]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


def test_a_read_only_folder_can_be_read(open_folder: Path) -> None:
    create_store(open_folder / "data.db").close()
    done = as_nobody(open_folder, "sys.exit(run(['verify']))")
    assert (done.returncode, done.stderr) == (0, "")
    assert "data.db holds" in done.stdout


def test_a_read_only_folder_cannot_be_written_to(open_folder: Path) -> None:
    create_store(open_folder / "data.db").close()
    before = sorted(open_folder.iterdir())
    done = as_nobody(
        open_folder,
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from forecasts.errors import RefusedError\n"
        "try:\n"
        "    with open_store(Path('data.db')).append(datetime.now(UTC), 'test'): pass\n"
        "except RefusedError as error: print(error)\n",
    )
    assert done.returncode == 0, done.stderr
    assert "cannot be written to" in done.stdout
    assert sorted(open_folder.iterdir()) == before


def test_a_record_cannot_be_made_in_a_read_only_folder(open_folder: Path) -> None:
    done = as_nobody(open_folder, "sys.exit(run(['init']))")
    assert done.returncode == 1
    assert "cannot be written to" in done.stderr
    assert len(done.stderr.splitlines()) <= 2
    assert list(open_folder.iterdir()) == []


def test_unfinished_pages_in_a_read_only_folder_are_not_passed_over(open_folder: Path) -> None:
    """An immutable view would not see what is still in the -wal file."""
    with closing(create_store(open_folder / "data.db")) as store:
        assert store.path.with_name("data.db-wal").stat().st_size > 0
        done = as_nobody(open_folder, "sys.exit(run(['verify']))")
    assert done.returncode == 1
    assert "unfinished pages" in done.stderr


def test_a_mistyped_path_makes_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--db", str(tmp_path / "dta.db")]) == 1
    assert "there is no record" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("verify", "init"):
        assert run([command, "--db", str(tmp_path)]) == 1
        said = capsys.readouterr().err
        assert len(said.splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_there_is_left_alone(
    small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = small_record.read_bytes()
    assert run(["init", "--db", str(small_record)]) == 1
    assert "left alone" in capsys.readouterr().err
    assert small_record.read_bytes() == before


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"])
def test_a_network_file_system_is_refused(tmp_path: Path, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/vda1 / ext4 rw 0 0\nhost:/a /net {kind} rw 0 0\ntmpfs /net/in tmpfs rw 0 0\n"
    )
    with pytest.raises(RefusedError, match=rf"network file system \({kind}\)"):
        connection.refuse_network(Path("/net/team/data.db"), mounts)
    connection.refuse_network(Path("/network/data.db"), mounts)
    connection.refuse_network(Path("/net/in/data.db"), mounts)
    connection.refuse_network(Path("/home/data.db"), mounts)


@pytest.mark.parametrize("name", ["a b", "a\tb", "a\\b", "a\\040b"])
def test_a_network_folder_of_a_strange_name_is_refused(tmp_path: Path, name: str) -> None:
    written = name.replace("\\", r"\134").replace(" ", r"\040").replace("\t", r"\011")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda1 / ext4 rw 0 0\nhost:/a /{written} nfs rw 0 0\n")
    with pytest.raises(RefusedError, match="network file system"):
        connection.refuse_network(Path(f"/{name}/data.db"), mounts)
    connection.refuse_network(Path("/ab/data.db"), mounts)


def test_a_machine_without_that_table_is_taken_as_local(tmp_path: Path) -> None:
    connection.refuse_network(tmp_path / "data.db", tmp_path / "no such file")


def test_each_connection_is_durable_and_distrusts_the_file(small_record: Path) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
    }
    with closing(open_store(small_record)) as store:
        found = {name: store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted


def test_another_program_that_holds_the_file_is_waited_for(
    small_record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "WAIT_S", 0.2)
    with (
        closing(sqlite3.connect(small_record, isolation_level=None)) as other,
        closing(open_store(small_record)) as store,
    ):
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(BusyError, match="held by another program"),
            connection.explained(small_record),
            connection.transaction(store.connection),
        ):
            pytest.fail("the other program holds the file")
        other.execute("ROLLBACK")
        with connection.transaction(store.connection):
            pass


def test_what_a_killed_init_left_is_no_record_yet_and_can_be_filled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data.db"
    with closing(connection.connect(path, create=True)):
        pass
    assert path.stat().st_size > 0
    assert run(["list", "--db", str(path)]) == 1
    words = capsys.readouterr().err
    assert f"there is no record at {path}." in words
    assert "Make one: forecasts init" in words
    assert run(["init", "--db", str(path)]) == 0
    assert run(["verify", "--db", str(path)]) == 0
    assert run(["init", "--db", str(path)]) == 1


LOOPER = """
import sys, time
from pathlib import Path
from forecasts.store.lock import write_lock
path, turns = Path(sys.argv[1]), Path(sys.argv[1] + "-turns")
while True:
    with write_lock(path):
        turns.write_text(str(int(turns.read_text()) + 1))
        time.sleep(0.002)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the order is the system's own")
def test_who_writes_again_and_again_lets_the_others_in_between(tmp_path: Path) -> None:
    """A lock that is free again at once goes to whoever runs: to the one who let it go."""
    path, turns = tmp_path / "data.db", tmp_path / "data.db-turns"
    path.touch()
    turns.write_text("0")
    command = [sys.executable, "-c", LOOPER, str(path)]
    others = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(4)]
    try:
        while int(turns.read_text() or "0") < 20:
            time.sleep(0.01)
        served, before = [], 0
        for _ in range(40):
            with write_lock(path):
                after = int(turns.read_text())
                time.sleep(0.002)
            served.append(after - before)
            before = after
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert served.count(0) <= 1  # as many as 6 to 14 where nobody stands in line


HOLDER = """
import sys
from pathlib import Path
from forecasts.store.lock import write_lock
with write_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("names", [("real", "link"), ("link", "real"), ("link", "folder")])
def test_a_record_has_one_lock_by_whatever_link_it_is_named(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    (tmp_path / "there").mkdir()
    by = {
        "real": tmp_path / "there" / "data.db",
        "link": tmp_path / "link.db",
        "folder": tmp_path / "beside" / "data.db",
    }
    create_store(by["real"]).close()
    by["link"].symlink_to(by["real"])
    (tmp_path / "beside").symlink_to(tmp_path / "there")
    first, second = (by[name] for name in names)
    command = [sys.executable, "-c", HOLDER]
    with subprocess.Popen(
        [*command, str(first)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as one:
        assert one.stdout is not None
        assert one.stdout.readline() == b"held\n"
        with subprocess.Popen(
            [*command, str(second)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdout is not None
            os.set_blocking(other.stdout.fileno(), False)
            time.sleep(0.5)
            assert other.stdout.read() is None  # it waits
            one.communicate(b"")
            os.set_blocking(other.stdout.fileno(), True)
            assert other.stdout.readline() == b"held\n"
            other.communicate(b"")
    assert [file.name for file in tmp_path.rglob("*.lock")] == ["data.db.lock"]


def test_a_lock_that_its_holder_removed_is_taken_anew(tmp_path: Path) -> None:
    """Who waits for a lock that is removed must not go beside who makes the next one."""
    path = tmp_path / "data.db"
    with write_lock(path):
        command = [sys.executable, "-c", HOLDER, str(path)]
        waiting = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        time.sleep(0.3)
    assert waiting.stdout is not None
    assert waiting.stdout.readline() == b"held\n"
    assert path.with_name("data.db.lock").exists()
    waiting.communicate(b"")
    assert list(tmp_path.iterdir()) == []


def test_who_waits_for_long_at_a_terminal_is_told(small_record: Path) -> None:
    def add(name: str) -> str:
        done = on_a_terminal(["forecaster", "add", name, "--db", str(small_record)], [])
        assert done.code == 0, done.seen
        return " ".join(done.seen.split())

    command = [sys.executable, "-c", HOLDER, str(small_record)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    release = threading.Timer(4, lambda: holder.communicate(b""))
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    release.start()
    said = add("dee")
    release.join()
    words = f"Waiting for another program that writes to {small_record}; which one: fuser -v"
    assert said.count(words) == 1
    assert "Waiting" not in add("eve")


@pytest.mark.parametrize("rights", [0o600, 0o660])
def test_a_lock_has_the_rights_of_its_record(tmp_path: Path, rights: int) -> None:
    path = tmp_path / "data.db"
    create_store(path).close()
    path.with_name("data.db.lock").unlink()
    path.chmod(rights)
    with write_lock(path):
        assert path.with_name("data.db.lock").stat().st_mode & 0o777 == rights


@pytest.mark.skipif(os.getuid() != 0, reason="only root works on what is somebody else's")
def test_a_lock_that_root_makes_is_the_owners(tmp_path: Path) -> None:
    """A job of root's must not shut the owner out."""
    path = tmp_path / "data.db"
    create_store(path).close()
    path.with_name("data.db.lock").unlink()
    os.chown(path, NOBODY, NOBODY)
    with write_lock(path):
        there = path.with_name("data.db.lock").stat()
    assert (there.st_uid, there.st_gid) == (NOBODY, NOBODY)


@pytest.mark.parametrize("kind", ["pipe", "folder", "ring", "nowhere"])
def test_what_cannot_be_a_lock_is_named(small_record: Path, kind: str) -> None:
    """None of them is waited for, and none is made."""
    place = small_record.with_name("small.db.lock")
    place.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to(place if kind == "ring" else small_record.with_name("no file"))
    with (
        pytest.raises(RefusedError, match="cannot be written to") as refusal,
        write_lock(small_record),
    ):
        raise AssertionError
    assert "small.db" in str(refusal.value)


def name_a_row_that_is_not_there(record: sqlite3.Connection) -> None:
    with connection.transaction(record):
        record.execute("PRAGMA defer_foreign_keys = ON")  # told at the COMMIT alone
        record.execute(
            "INSERT INTO confirmations (id, resolution_id, confirmer, recorded_at)"
            " VALUES (999, 999, 'ana', '')"
        )


def test_a_transaction_that_cannot_be_committed_is_rolled_back(small_record: Path) -> None:
    with closing(open_store(small_record)) as store:
        with pytest.raises(sqlite3.IntegrityError):
            name_a_row_that_is_not_there(store.connection)
        assert not store.connection.in_transaction
        with connection.transaction(store.connection):
            pass
