"""Columns kept beside a record: dropped when in doubt, private as the record is, never an error."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forecasts.store import create_store, open_store
from tests.tracker.conftest import Recorder
from tracker import columns
from tracker.columns import cache, kept
from tracker.columns.cache import CHECK, COLUMN, HEAD, Key, Sort
from tracker.columns.judgeable import STOOD, Stood
from tracker.columns.kept import ROWS
from tracker.columns.ordered import Ordered
from tracker.scoring import judge

TOP = ROWS.top
BOTH = pytest.mark.parametrize("sort", [ROWS, STOOD], ids=["rows", "stretches"])

RUN = """
import hashlib, sys
from pathlib import Path
from forecasts.store import open_store
from tracker import columns
from tracker.columns import cache, judgeable, kept
from tracker.scoring import judge
kept.LARGE = 0
if len(sys.argv) > 2:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
path = Path(sys.argv[1])
for turn in range(20):
    if turn % 4 == 3:
        cache.place(path).unlink(missing_ok=True)
    if turn % 2 == 1:
        cache.place(path, judgeable.STOOD.suffix).unlink(missing_ok=True)
    store = open_store(path)
    with store.snapshot() as connection:
        known, case = columns.laid(connection)
    (found, *_) = judge(known.questions, known.history, case=case)
    parts = b"".join(scores.score.tobytes() for scores in found.rules.values())
    print(hashlib.sha256(parts).hexdigest())
"""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    """Return a record with some of everything, which is large enough to be kept."""
    monkeypatch.setattr(kept, "LARGE", 1)
    path = tmp_path / "record.db"
    record = Recorder(path, create_store(path))
    for slug in ("q0", "q1"):
        record.ask(slug)
        for day in range(4):
            record.say("ana", slug, day, day / 7)
            record.say("bob", slug, day / 2, 0.675, within=(0.55, 0.8), expires=day + 1)
        record.say("bob", slug, 3, None)
        record.resolve(slug, "yes")
    yield record
    record.store.close()


def read(record: Recorder) -> list[bytes]:
    connection = record.store.connection
    known = columns.facts(connection, columns.resolved(connection))
    found = [getattr(known.history, name).tobytes() for name in known.history.__slots__]
    known, case = columns.laid(connection)
    for judged in judge(known.questions, known.history, case=case):
        for scores in judged.rules.values():
            found += [getattr(scores, name).tobytes() for name in scores.__slots__]
        found += [judged.coverage.tobytes(), judged.hindsight.tobytes(), judged.forecasts.tobytes()]
    for sort in (ROWS, STOOD):
        cache.settle(record.path, sort)
    return [*found, known.as_of_seq.tobytes()]


def anew(record: Recorder) -> list[bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "LARGE", 1000)
        return read(record)


def key(record: Recorder) -> Key:
    receipt = record.store.receipt()
    return Key(receipt.seq, receipt.head)


def held(record: Recorder, sort: Sort[Any] = ROWS) -> tuple[int, list[bytes]] | None:
    """Return what a file holds, if it is to be trusted."""
    found = cache.load(record.path, sort, lambda state: state == key(record))
    if found is None:
        return None
    return found.last_id, [getattr(found.columns, name).tobytes() for name in sort.names]


@BOTH
def test_what_is_kept_is_what_was_read(record: Recorder, sort: Sort[Any]) -> None:
    first = read(record)
    before = held(record, sort)
    assert before is not None
    assert read(record) == first == anew(record)
    cache.place(record.path, sort.suffix).unlink()
    assert held(record, sort) is None
    read(record)
    assert held(record, sort) == before


def test_a_small_record_has_no_file_beside_it(
    record: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    read(record)
    assert not cache.place(record.path).exists()


def test_newer_rows_strike_retire_and_come_late(record: Recorder) -> None:
    read(record)
    struck = record.say("ana", "q0", 5, 0.9)
    assert read(record) == anew(record)
    record.say("ana", "q0", 1.5, 0.8, strikes=struck)
    record.say("eve", "q1", 0.5, 0.2)
    record.change("bob", retires=1.25)
    before = read(record)
    assert before == anew(record)
    last = record.say("bob", "q1", -3, 0.1)
    after = read(record)
    assert after == anew(record) != before
    found = held(record)
    assert found is not None
    assert found[0] == last


@BOTH
@pytest.mark.parametrize("flip", [1, 128])
def test_no_flipped_bit_goes_unseen(record: Recorder, flip: int, sort: Sort[Any]) -> None:
    read(record)
    file = cache.place(record.path, sort.suffix)
    whole = file.read_bytes()
    for at in range(len(whole)):
        spoilt = bytearray(whole)
        spoilt[at] ^= flip
        file.write_bytes(spoilt)
        assert held(record, sort) is None, at
    assert read(record) == anew(record)
    assert file.read_bytes() == whole


@BOTH
@pytest.mark.parametrize("size", [0, 1, 8, TOP - 1, TOP, TOP + 8, -8, -1])
def test_a_file_of_another_length_is_dropped(record: Recorder, size: int, sort: Sort[Any]) -> None:
    read(record)
    file = cache.place(record.path, sort.suffix)
    whole = file.read_bytes()
    file.write_bytes(whole[:size])
    assert held(record, sort) is None
    file.write_bytes(whole + bytes(max(size, 1)))
    assert held(record, sort) is None
    assert read(record) == anew(record)
    assert file.read_bytes() == whole


def signed(top: bytes) -> bytes:
    return top + CHECK.pack(zlib.crc32(top))


def test_a_file_of_another_layout_is_dropped(
    record: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(record)
    monkeypatch.setattr(cache, "LAYOUT", cache.LAYOUT + 1)
    assert held(record) is None
    assert read(record) == first
    assert held(record) is not None


def test_a_column_longer_than_the_file_is_dropped(record: Recorder) -> None:
    read(record)
    file = cache.place(record.path)
    whole = file.read_bytes()
    counts = [struct.unpack_from("<Q", whole, HEAD.size + i * COLUMN.size) for i in range(2)]
    assert counts[0] == (2,)
    top = bytearray(whole[: TOP - CHECK.size])
    struct.pack_into("<Q", top, HEAD.size, 1 << 60)
    file.write_bytes(signed(bytes(top)) + whole[TOP:])
    assert held(record) is None


def copied(record: Recorder, path: Path) -> Path:
    record.store.connection.execute("VACUUM INTO ?", (str(path),))
    return path


@pytest.mark.parametrize("goes_on", [False, True], ids=["as it was", "with other rows since"])
def test_a_record_restored_from_a_backup_does_not_get_the_rows_it_lost(
    record: Recorder, tmp_path: Path, *, goes_on: bool
) -> None:
    older = copied(record, tmp_path / "older.db")
    record.say("ana", "q0", 4, 0.99)
    lost = read(record)
    for sort in (ROWS, STOOD):
        shutil.copy(cache.place(record.path, sort.suffix), cache.place(older, sort.suffix))
    restored = Recorder(older, open_store(older), record.people, record.asked)
    if goes_on:  # the chain is longer than the lost one, and another
        restored.say("ana", "q0", 4, 0.01)
        restored.say("ana", "q0", 5, 0.02)
    assert read(restored) == anew(restored) != lost
    restored.store.close()


@BOTH
@pytest.mark.parametrize("what", ["a pipe", "a link", "another's"])
def test_only_a_plain_file_of_one_who_may_write_the_record_is_read(
    record: Recorder, sort: Sort[Any], what: str
) -> None:
    first = read(record)
    file, aside = cache.place(record.path, sort.suffix), record.path.with_name("aside")
    if what == "a pipe":
        file.unlink()
        os.mkfifo(file)  # opened as a file is, it would be waited for without end
    elif what == "a link":
        file.rename(aside)
        file.symlink_to(aside)
    elif os.geteuid():
        pytest.skip("only root gives files away")
    else:
        os.chown(file, 12345, 12345)
    assert held(record, sort) is None
    assert read(record) == first
    assert held(record, sort) is not None
    if what == "another's":  # of a group that may write the record
        os.chown(file, 12345, record.path.stat().st_gid)
        assert held(record, sort) is None
        record.path.chmod(0o660)
        assert held(record, sort) is not None


def test_a_link_to_nothing_among_the_parts_keeps_nothing_from_being_kept(record: Recorder) -> None:
    record.path.with_name("record.db.columns.1.part").symlink_to("nowhere")
    read(record)
    assert held(record) is not None


def test_what_cannot_be_kept_is_no_error(record: Recorder) -> None:
    files = [cache.place(record.path, sort.suffix) for sort in (ROWS, STOOD)]
    for file in files:
        file.mkdir()
    assert read(record) == anew(record)
    assert all(file.is_dir() for file in files)
    assert not list(record.path.parent.glob("*.part"))


def test_a_full_disk_is_no_error(record: Recorder) -> None:
    expected = subprocess.run(
        [sys.executable, "-c", RUN, record.path], capture_output=True, text=True, check=True
    ).stdout
    assert len(set(expected.split())) == 1
    cache.place(record.path).unlink(missing_ok=True)
    found = subprocess.run(
        [sys.executable, "-c", RUN, record.path, "no room"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout == expected
    assert not found.stderr
    assert not cache.place(record.path).exists()
    assert not list(record.path.parent.glob("*.part"))


def test_a_folder_that_may_not_be_written_to_is_no_error(record: Recorder, tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    path = copied(record, folder / "record.db")
    shut = Recorder(path, open_store(path), record.people, record.asked)
    folder.chmod(0o500)
    try:
        assert read(shut) == anew(record)
    finally:
        folder.chmod(0o700)
        shut.store.close()
    if os.geteuid():  # nothing is shut to root
        assert not cache.place(path).exists()


@BOTH
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o400])
def test_whoever_may_not_read_the_record_may_not_read_its_columns(
    record: Recorder, mode: int, sort: Sort[Any]
) -> None:
    record.path.chmod(mode)
    read(record)
    file = cache.place(record.path, sort.suffix)
    assert stat.S_IMODE(file.stat().st_mode) == mode
    file.unlink()
    old = os.umask(0)
    try:
        read(record)
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_processes_at_once_do_not_harm_each_other(record: Recorder) -> None:
    command = [sys.executable, "-c", RUN, str(record.path)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate() for process in running]
    assert [errors for _, errors in said] == [""] * 3
    assert len({digest for out, _ in said for digest in out.split()}) == 1
    assert not list(record.path.parent.glob("*.part"))


def test_a_command_ends_when_its_columns_are_kept(record: Recorder) -> None:
    main = f"""
import sys, time
from forecasts.__main__ import main
from tracker.columns import cache, kept
kept.LARGE, save = 0, cache.save
def slowly(*told):
    time.sleep(0.3)
    save(*told)
cache.save = slowly
sys.argv = ["forecasts", "leaderboard", "--db", {str(record.path)!r}]
main()
"""
    subprocess.run([sys.executable, "-c", main], capture_output=True, check=True)
    assert held(record) is not None
    assert held(record, STOOD) is not None


def test_what_a_killed_process_began_is_deleted_in_the_end(record: Recorder) -> None:
    names = ("record.db.columns.1.part", "record.db.columns.2.part", "other.db.columns.3.part")
    old, fresh, other = (record.path.with_name(name) for name in names)
    for part in (old, fresh, other):
        part.write_bytes(b"half")
    for part in (old, other):
        os.utime(part, (1, 1))
    read(record)
    assert [part.exists() for part in (old, fresh, other)] == [False, True, True]


def test_rows_that_the_chain_does_not_cover_are_not_kept(record: Recorder) -> None:
    record.tamper("DELETE FROM ledger WHERE seq > 5")
    assert read(record) == anew(record)
    assert not cache.place(record.path).exists()


def test_stretches_are_kept_for_one_state_and_one_choice_of_questions(record: Recorder) -> None:
    read(record)
    first = held(record, STOOD)
    assert first is not None
    fewer, _ = columns.laid(record.store.connection, [record.asked["q1"].id])
    assert fewer.question_id.tolist() == [record.asked["q1"].id]
    assert held(record, STOOD) == first  # the larger choice stays
    whole = read(record)
    record.resolve("q0", "no")
    assert held(record, STOOD) is None
    after = read(record)
    assert after == anew(record) != whole
    assert held(record, STOOD) is not None


@pytest.mark.parametrize(("sort", "of"), [(ROWS, Ordered), (STOOD, Stood)])
def test_the_file_has_every_column(sort: Sort[Any], of: type[Any]) -> None:
    assert sort.of is of
    assert sort.names == of.__slots__


def test_make_clean_deletes_them(tmp_path: Path) -> None:
    makefile = Path(__file__).parents[3] / "Makefile"
    (line,) = (line for line in makefile.read_text().splitlines() if ".db.columns" in line)
    for sort in (ROWS, STOOD):
        cache.place(tmp_path / "record.db", sort.suffix).touch()
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True)
    assert list(tmp_path.iterdir()) == []
