"""`forecasts doctor`: each thing that may be wrong, made wrong on a real file, and told."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forecasts import schema
from forecasts.cli import run
from forecasts.store import open_store
from forecasts.store.lock import write_lock
from tests.conftest import NOW
from tests.tracker.conftest import Command, Recorder
from tracker.cli.checks import ANYWHERE, OF_A_FILE, OF_A_RECORD, machine
from tracker.cli.checks.settings import KNOWN
from tracker.columns import cache

ROOT = Path(__file__).parents[3]
SETTINGS = [name for name in os.environ if name.startswith("FORECASTS_")]


@dataclass(frozen=True)
class Seen:
    """What the doctor said: its exit code, its object, and the words for people."""

    code: int
    ok: bool
    findings: list[dict[str, Any]]
    err: str

    def states(self, check: str) -> list[str]:
        return [found["state"] for found in self.findings if found["check"] == check]

    def one(self, check: str, state: str) -> dict[str, Any]:
        """Return the one finding of that check in that state."""
        (found,) = [f for f in self.findings if (f["check"], f["state"]) == (check, state)]
        return found

    @property
    def wrong(self) -> list[str]:
        return [found["check"] for found in self.findings if found["state"] == "wrong"]


Doctor = Callable[..., Seen]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name)


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str]) -> Doctor:
    """Return a function that has a record looked at, and holds that nothing on disk changed."""

    def seen(path: Path, now: datetime = NOW) -> Seen:
        before = contents(path.parent)
        capsys.readouterr()
        code = run(["doctor", "--json", "--db", str(path)], now=now)
        said = capsys.readouterr()
        assert contents(path.parent) == before
        (line,) = said.out.splitlines()
        return Seen(code, **json.loads(line), err=said.err)

    return seen


def contents(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        file.name: (file.stat().st_mode, file.stat().st_mtime_ns, start(file))
        for file in sorted(folder.iterdir())
        if file.is_file()
    }


def start(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(8_000_000)


def raw(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def running(script: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a program beside us from its first line said until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_sound_record_is_told_to_be_so(small_record: Path, doctor: Doctor) -> None:
    small_record.chmod(0o600)
    small_record.with_name("small.db.lock").chmod(0o600)
    seen = doctor(small_record)
    assert (seen.code, seen.ok, seen.err, seen.wrong) == (0, True, "", [])
    assert [list(found) for found in seen.findings] == [
        ["check", "state", "words", "command"] for _ in seen.findings
    ]
    assert [f["check"] for f in seen.findings] == [*ANYWHERE, *OF_A_FILE, *OF_A_RECORD]
    odd = {f["check"]: f["state"] for f in seen.findings if f["state"] != "ok"}
    odd.pop("SQLite", None)  # by the machine
    assert odd == {"backup": "note", "tracker": "note"}
    assert seen.one("chain", "ok")["words"].startswith("The newest rows hold, head ")


def test_people_read_a_table_and_then_what_to_do(
    small_record: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    raw(small_record, "DROP TRIGGER forecasts_update", "DROP TRIGGER forecasts_delete")
    assert run(["doctor", "--db", str(small_record)], now=NOW) == 3
    said = capsys.readouterr()
    top, *lines = said.out.splitlines()
    assert top == "state    check       finding"
    assert lines[0] == (
        "wrong    guards      Rows may have been changed unseen by the database: the trigger"
        " forecasts_update is gone; the trigger forecasts_delete is gone. Nothing is added until"
        " the guards are back."
    )
    states = [line.split(" ")[0] for line in lines[: lines.index("What to do")]]
    gravity = ["wrong", "warning", "note", "ok"]
    assert states == sorted(states, key=gravity.index)
    typed = f"    forecasts verify --db {small_record} --restore-guards"
    why = "   # finds the rows that were, and puts them back if none"
    assert lines[lines.index("What to do") + 1 :][:2] == ["  guards:", f"{typed}{why}"]
    assert "\x1b" not in said.out
    assert said.err.splitlines() == [
        "Error: something is wrong: guards.",
        "The record is not whole. What to do is said above.",
    ]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TRIGGER ledger_insert", "the trigger ledger_insert is gone"),
        ("DROP VIEW forecasts_now", "the view forecasts_now is gone"),
        (
            "CREATE TRIGGER mine AFTER INSERT ON forecasts BEGIN SELECT 1; END",
            "the trigger mine is not one that this program made",
        ),
    ],
)
def test_a_guard_that_is_gone_or_new_is_named(
    small_record: Path, doctor: Doctor, statement: str, words: str
) -> None:
    raw(small_record, statement)
    seen = doctor(small_record)
    assert (seen.code, seen.ok, seen.wrong) == (3, False, ["guards"])
    assert words in seen.one("guards", "wrong")["words"]


def test_a_changed_row_at_the_head_is_found(record: Recorder, doctor: Doctor) -> None:
    record.ask("rain")
    seq = record.say("ana", "rain", 1, 0.3)
    record.store.close()
    record.tamper(f"UPDATE forecasts SET probability = 0.9 WHERE id = {seq}")
    seen = doctor(record.path, record.at(1001))
    assert (seen.code, seen.wrong) == (3, ["chain"])
    found = seen.one("chain", "wrong")
    assert found["words"] == f"Row changed: forecasts row {seq} is not what was recorded."
    assert found["command"] == f"forecasts verify --db {record.path}"


@pytest.mark.parametrize("tail", ["a row at the end is gone", "a row came in past the chain"])
def test_rows_and_chain_must_end_together(small_record: Path, doctor: Doctor, tail: str) -> None:
    guard = "SELECT sql FROM sqlite_master WHERE name = 'ledger_delete'"
    with closing(sqlite3.connect(small_record)) as connection:
        trigger = connection.execute(guard).fetchone()
    if "gone" in tail:
        raw(small_record, "DROP TRIGGER ledger_delete",
            "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)", trigger[0])  # fmt: skip
    else:
        raw(small_record, "INSERT INTO lessons (id, period, words_text, recorded_at)"
            " VALUES (9999, '2026-10', 'x', '2026-11-01T00:00:00.000000Z')")  # fmt: skip
    seen = doctor(small_record)
    assert (seen.code, seen.wrong) == (3, ["chain"])
    assert "came in past the chain" in seen.one("chain", "wrong")["words"]


@pytest.mark.parametrize("kept", [0.99, 0.7, 0.4, 0.1, 0.01])
def test_a_truncated_file_is_damaged(small_record: Path, doctor: Doctor, kept: float) -> None:
    whole = small_record.read_bytes()
    small_record.write_bytes(whole[: int(len(whole) * kept)])
    seen = doctor(small_record)
    assert (seen.code, seen.ok) == (3, False)
    assert "file" in seen.wrong
    assert "defect" not in seen.err


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (Path.exists, 1, "there is no record at"),
        (lambda path: path.touch(), 3, "is empty"),
        (lambda path: path.mkdir(), 1, "is a folder"),
        (lambda path: path.write_text("dear diary\n" * 90), 3, "is not a database"),
        (lambda path: raw(path, "CREATE TABLE t (a)"), 1, "not a forecasts record"),
    ],
)
def test_what_is_no_record_is_told_in_words(
    tmp_path: Path, doctor: Doctor, make: Callable[[Path], object], code: int, words: str
) -> None:
    path = tmp_path / "data.db"
    make(path)
    seen = doctor(path)
    assert (seen.code, seen.wrong) == (code, ["file"])
    found = seen.one("file", "wrong")
    assert words in found["words"]
    assert found["command"]
    assert seen.states("SQLite")  # the machine is looked at all the same


def test_a_newer_schema_is_not_for_this_program(small_record: Path, doctor: Doctor) -> None:
    raw(small_record, "ALTER TABLE forecasts ADD COLUMN mood TEXT",
        "CREATE TABLE moods (id INTEGER PRIMARY KEY)",
        "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('forecasts', 'moods')",
        f"PRAGMA user_version = {schema.VERSION + 1}")  # fmt: skip
    seen = doctor(small_record)
    assert (seen.code, seen.wrong) == (1, ["schema"])
    assert "uv tool upgrade" in seen.one("schema", "wrong")["command"]
    assert seen.states("guards") == ["note"]
    assert seen.states("chain") == ["ok"]  # a new column changes no old row


@pytest.mark.parametrize("steps", range(1, schema.VERSION))
def test_an_older_schema_stays_as_it_is(tmp_path: Path, doctor: Doctor, steps: int) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for step in schema.MIGRATIONS[:steps]:
            step(connection)
        connection.execute(f"PRAGMA user_version = {steps}")
    seen = doctor(path)
    assert (seen.code, seen.wrong, seen.states("schema")) == (0, [], ["note"])
    assert {f["state"] for f in seen.findings} <= {"ok", "note", "warning"}
    assert "could not" not in " ".join(f["words"] for f in seen.findings)
    raw(path, "DROP TRIGGER forecasts_update")
    assert doctor(path).wrong == ["guards"]


def test_a_hundred_rows_of_the_chain_are_enough_for_a_look(
    record: Recorder, doctor: Doctor
) -> None:
    record.ask("rain")
    first = record.say("ana", "rain", 1, 0.3)
    for day in range(2, 9):
        record.say("ana", "rain", day, 0.3 + day / 100)
    with record.store.append(record.at(1000), "test") as batch:
        batch.add_many("lessons", [{"period": "2026-10", "words_text": "x"} for _ in range(200)])
    record.store.close()
    record.tamper(f"UPDATE forecasts SET probability = 0.9 WHERE id = {first}")
    assert doctor(record.path, record.at(1001)).code == 0  # and verify is said to look at all
    assert run(["verify", "--db", str(record.path)]) == 3


@pytest.mark.parametrize(
    ("mode", "states", "words"),
    [
        (0o600, ["ok"], "Its owner"),
        (0o640, ["ok"], "and its group may read it"),
        (0o666, ["warning"], "Every account of this machine may change small.db."),
    ],
)
def test_who_may_read_and_write(
    small_record: Path, doctor: Doctor, mode: int, states: list[str], words: str
) -> None:
    small_record.with_name("small.db.lock").chmod(0o600)
    small_record.chmod(mode)
    seen = doctor(small_record)
    assert seen.states("rights") == states
    assert words in seen.one("rights", states[0])["words"]


@pytest.mark.parametrize(
    ("name", "mode", "warned"),
    [
        ("small.db.columns", 0o644, True),
        ("small.db.columns", 0o600, False),
        ("small.db.lock", 0o644, False),  # it holds nothing
        ("small.db.lock", 0o666, True),  # others may hold it, and nobody writes
        ("other.db-wal", 0o666, False),
    ],
)
def test_what_lies_beside_is_not_open_wider(
    small_record: Path, doctor: Doctor, name: str, mode: int, *, warned: bool
) -> None:
    small_record.chmod(0o600)
    small_record.with_name("small.db.lock").chmod(0o600)
    file = small_record.with_name(name)
    file.touch()
    file.chmod(mode)
    seen = doctor(small_record)
    assert seen.states("rights") == (["warning"] if warned else ["ok"])
    if warned:
        command = seen.one("rights", "warning")["command"]
        subprocess.run(shlex.split(command), check=True)
        assert doctor(small_record).states("rights") == ["ok"]


def test_a_folder_where_anybody_may_swap_the_file(small_record: Path, doctor: Doctor) -> None:
    small_record.parent.chmod(0o777)
    assert any("put another file" in found["words"] for found in doctor(small_record).findings)
    small_record.parent.chmod(0o1777)
    assert not any("put another file" in found["words"] for found in doctor(small_record).findings)


def test_another_owner_s_file_beside_it(small_record: Path, doctor: Doctor) -> None:
    if os.geteuid():
        pytest.skip("only root gives files away")
    lock = small_record.with_name("small.db.lock")
    os.chown(lock, 65534, -1)
    assert "belongs to nobody" in doctor(small_record).one("rights", "warning")["words"]


# An account that may not write; it may not read Python's own files either, so they are read before.
VISITOR = """
import os, sys
from forecasts.cli import run
run(["doctor", "--json", "--db", sys.argv[1]])
os.chdir(sys.argv[2])
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
sys.exit(run(["doctor", "--json", "--db", "copy.db"]))
"""


def test_a_read_only_copy_can_be_looked_at(small_record: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(small_record, folder / "copy.db")
        (folder / "copy.db").chmod(0o444)
        folder.chmod(0o555)
        before = contents(folder)
        argv = [sys.executable, "-c", VISITOR, str(small_record), str(folder)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        assert contents(folder) == before
        folder.chmod(0o755)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout.splitlines()[-1])
    words = [f["words"] for f in found["findings"]]
    assert "This account may read copy.db and not write: it can look, and not record." in words
    assert "SQLite finds its pages whole." in words


def test_what_may_not_be_looked_at_is_told_with_what_to_do(small_record: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(small_record, folder / "copy.db")
        (folder / "backups").mkdir(mode=0o700)
        folder.chmod(0o755)
        argv = [sys.executable, "-c", VISITOR, str(small_record), str(folder)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout.splitlines()[-1])["findings"]
    barred = [f for f in found if "Permission denied" in f["words"]]
    assert {f["check"] for f in barred} == {"leftovers", "backup"}
    for each in barred:
        assert re.fullmatch(r"ls -ld \S*backups   # whose it is", each["command"])


READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM texts").fetchone()
print("ready", flush=True)
sys.stdin.read()
"""
WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for number in range(24):
    connection.execute("INSERT INTO texts VALUES (?, x'00', ?)", (str(number), "x" * 1_000_000))
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_reader_that_holds_the_file_is_told(small_record: Path, doctor: Doctor) -> None:
    with running(WRITER, small_record):
        found = doctor(small_record).one("copying", "ok")["words"]  # SQLite copies every 4 MB
    with running(READER, small_record):
        with running(WRITER.replace("range(24)", "range(24, 48)"), small_record):
            pass
        seen = doctor(small_record)
        held = seen.one("copying", "warning")
        assert (seen.code, found != held["words"]) == (0, True)
        assert re.match(r"2\d\.\d MB wait beside the file to be copied into it", held["words"])
        assert held["command"].startswith("fuser -v ")
    open_store(small_record).close()
    raw(small_record, "SELECT 1 FROM texts")  # the last to close it copies them
    words = "Everything that was written is in the file itself."
    assert doctor(small_record).one("copying", "ok")["words"] == words


KILLED = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("DROP TRIGGER forecasts_update")
os.kill(os.getpid(), 9)
"""


def test_what_a_killed_program_wrote_last_is_seen(small_record: Path, doctor: Doctor) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(small_record)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert small_record.with_name("small.db-wal").stat().st_size
    assert doctor(small_record).wrong == ["guards"]  # which only the pages beside it say
    small_record.with_name("small.db-shm").unlink()
    seen = doctor(small_record)
    assert (seen.code, seen.states("file")) == (0, ["warning"])
    found = seen.one("file", "warning")
    assert "small.db-wal holds pages that small.db lacks" in found["words"]
    assert found["command"] == f"forecasts verify --db {small_record}"


# Each time every page moves, and gets into the file when the writer closes it.
BUSY = """
import sqlite3, sys, time
number = 0
while True:
    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    if number % 2:
        connection.execute("VACUUM")
    else:
        text = (f"busy {number}", "x" * 3_000_000)
        connection.execute("INSERT INTO texts VALUES (?, x'00', ?)", text)
    connection.close()
    number += 1
    if number == 1:
        print("ready", flush=True)
    time.sleep(0.05)
"""


def test_a_record_that_is_written_meanwhile_is_not_taken_for_damaged(small_record: Path) -> None:
    """Looked at once only, it was taken for damaged or gone in 9 of 48 trials."""
    with closing(sqlite3.connect(small_record)) as connection, connection:
        texts = ((str(number), b"0", "x" * 5000) for number in range(3000))
        connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", texts)
    command = [sys.executable, "-m", "forecasts", "doctor", "--json", "--db", str(small_record)]
    with running(BUSY, small_record):
        for _ in range(15):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_cannot_be_a_lock_is_told_and_not_waited_for(
    small_record: Path, make: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    lock = small_record.with_name("small.db.lock")
    lock.unlink(missing_ok=True)
    make(lock)
    assert run(["doctor", "--db", str(small_record)], now=NOW) == 1
    said = capsys.readouterr().out
    assert "small.db.lock is no plain file: nothing can be recorded." in said
    assert f"mv {lock} {lock}.old" in said


def test_a_clock_that_is_behind_is_told(small_record: Path, doctor: Doctor) -> None:
    assert doctor(small_record, NOW).states("clock") == ["ok"]
    seen = doctor(small_record, NOW - timedelta(hours=50))
    found = seen.one("clock", "warning")
    assert (seen.code, "2 days before the latest time on record" in found["words"]) == (0, True)
    assert found["command"].startswith("timedatectl")


def test_a_dead_tracker_is_told_by_the_words_of_status(
    record: Recorder, command: Command, doctor: Doctor
) -> None:
    record.ask("rain")
    record.store.close()
    for hours in (0, 1):
        assert command("tracker", "tick", day=1000 + hours / 24).code == 0
    alive = doctor(record.path, record.at(1000.08))
    assert (alive.code, alive.states("tracker")) == (0, ["ok"])
    seen = doctor(record.path, record.at(1003))
    assert (seen.code, seen.wrong) == (1, ["tracker"])
    found = seen.one("tracker", "wrong")
    assert "The tracker is dead: it ticked every 1 hour, and three such times" in found["words"]
    status = command("tracker", "status", day=1003).out
    assert found["words"] == " ".join(status.splitlines()[:2])
    assert found["command"].startswith(f"forecasts tracker run --db {record.path}")
    assert f"or: forecasts tracker run --db {record.path}" in status


def test_work_that_failed_is_told(record: Recorder, command: Command, doctor: Doctor) -> None:
    record.ask("rain")
    record.say("ana", "rain", 0, 0.3)
    record.resolve("rain", "yes")
    record.store.close()
    assert doctor(record.path, record.at(1000)).states("work") == ["ok"]
    revision = record.asked["rain"].revision_id
    record.tamper(f"UPDATE question_revisions SET reference_class = 'x' WHERE id = {revision}")
    assert command("tracker", "tick").code == 1
    found = doctor(record.path, record.at(1000)).one("work", "warning")
    assert found["words"].startswith("Failed once: rain: ValueError: 'x' is no reference class")


SECRET = "hunter2"  # noqa: S105 - nobody's
BAD = {
    "a zone": ({"TZ": f"Mars/{SECRET}"}, "wrong", "FORECASTS_TZ"),
    "a folder": ({"REPORTS": "/dev/null"}, "wrong", "FORECASTS_REPORTS"),
    "a server": ({"SMTP": f"mail.{SECRET}.org"}, "wrong", "FORECASTS_SMTP"),
    "a password in it": (
        {"SMTP": f"smtp://ana:{SECRET}@mail.example.org"}, "wrong",
        "FORECASTS_SMTP holds a password",
    ),
    "no addresses": (
        {"SMTP": "smtp://mail.example.org", "MAIL_TO": SECRET}, "wrong", "FORECASTS_MAIL_TO",
    ),
    "no sender": (
        {"SMTP": "smtp://mail.example.org", "MAIL_TO": "a@example.org", "MAIL_FROM": SECRET},
        "wrong", "FORECASTS_MAIL_FROM",
    ),
    "nobody to mail": ({"SMTP": "smtp://mail.example.org"}, "warning", "no mail is sent"),
    "no server": ({"MAIL_TO": "a@example.org"}, "warning", "no mail is sent"),
    "in the clear": (
        {"SMTP": "smtp+plain://ana@mail.example.org", "SMTP_PASSWORD": SECRET,
         "MAIL_TO": "a@example.org", "MAIL_FROM": "b@example.org"}, "warning", "in the clear",
    ),
    "no channel": (
        {"NOTIFY": f"json://example.org {SECRET}://x"}, "wrong", "FORECASTS_NOTIFY: word 2",
    ),
    "an address for a host": ({"HOSTS": f"https://{SECRET}.org/x"}, "wrong", "FORECASTS_HOSTS"),
    "a host in one list": ({"PRIVATE_HOSTS": SECRET}, "warning", "FORECASTS_PRIVATE_HOSTS"),
    "a slip": ({"MAILTO": SECRET}, "warning", "Did you mean FORECASTS_MAIL_TO?"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BAD))
def test_a_setting_that_cannot_be_used_is_named_and_never_shown(
    tmp_path: Path, doctor: Doctor, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    settings, state, words = BAD[name]
    for key, value in settings.items():
        monkeypatch.setenv(f"FORECASTS_{key}", value)
    seen = doctor(tmp_path / "none.db")
    assert words in seen.one("settings", state)["words"]
    assert SECRET not in json.dumps(seen.findings) + seen.err


def test_settings_that_can_be_used_are_listed(
    small_record: Path, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {
        "SMTP": "smtp://ana@mail.example.org",
        "SMTP_PASSWORD": SECRET,
        "MAIL_TO": "ben=ben@example.org",
        "MAIL_FROM": "forecasts@example.org",
        "NOTIFY": "json://hooks.example.org/" + SECRET,
        "HOSTS": "data.example.org, 10.0.0.7",
        "PRIVATE_HOSTS": "10.0.0.7",
        "TZ": "Asia/Seoul",
        "AS": "ana",
    }
    for key, value in good.items():
        monkeypatch.setenv(f"FORECASTS_{key}", value)
    seen = doctor(small_record)
    names = ", ".join(sorted(f"FORECASTS_{key}" for key in good))
    assert seen.one("settings", "ok")["words"] == f"Usable: {names}."
    assert seen.states("who") == ["ok"]
    assert SECRET not in json.dumps(seen.findings)
    monkeypatch.setenv("FORECASTS_AS", "nadie")
    assert doctor(small_record).states("who") == ["warning"]


def test_every_setting_of_the_program_is_known() -> None:
    files = [file for room in ("forecasts", "tracker") for file in (ROOT / room).rglob("*.py")]
    named = {name for file in files for name in re.findall(r'"(FORECASTS_\w+)"', file.read_text())}
    assert named == KNOWN


def test_what_killed_programs_left_is_named(small_record: Path, doctor: Doctor) -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    folder = small_record.parent
    left = [f".2026-W47.html.{done.pid}.draft", f"small.db.columns.{done.pid}-7.part"]
    for name in (*left, f".2026-W48.html.{os.getpid()}.draft", ".notes.draft"):
        (folder / name).touch()
    found = [f for f in doctor(small_record).findings if f["check"] == "leftovers"]
    assert [(f["state"], f["command"]) for f in found] == [
        ("note", f"rm {folder / name}") for name in sorted(left)
    ]


LOCKING = """
import fcntl, sys
lock = open(sys.argv[1] + ".lock", "a")
fcntl.flock(lock, fcntl.LOCK_EX)
print("ready", flush=True)
sys.stdin.read()
"""


def test_the_newest_backup_is_told_with_its_age(small_record: Path, doctor: Doctor) -> None:
    assert "No backup lies in" in doctor(small_record).one("backup", "note")["words"]
    for days in (20, 9):
        made = NOW - timedelta(days=days)
        assert run(["backup", "--db", str(small_record)], now=made) == 0
    seen = doctor(small_record).one("backup", "note")
    assert "is 9 days old" in seen["words"]
    assert seen["command"] == f"forecasts backup --db {small_record}"
    assert run(["backup", "--db", str(small_record)], now=NOW - timedelta(hours=5)) == 0
    assert "is 5 hours old" in doctor(small_record).one("backup", "ok")["words"]


def test_a_lock_that_is_held_for_long_is_told(small_record: Path, doctor: Doctor) -> None:
    with running(LOCKING, small_record) as holder:
        words = doctor(small_record).one("leftovers", "warning")["words"]
        assert "A program has held the right to write for a second" in words
        if Path("/proc/locks").exists():
            assert f"process {holder.pid}" in words
    assert doctor(small_record).states("leftovers") == ["ok"]


@pytest.mark.parametrize("kind", ["of this record", "of another", "older", "short"])
def test_columns_beside_the_record_are_of_it_or_not_used(
    small_record: Path, doctor: Doctor, kind: str
) -> None:
    store = open_store(small_record)
    receipt = store.receipt()
    store.close()
    layout = cache.LAYOUT - (kind == "older")
    head = bytes(32) if kind == "of another" else receipt.head
    top = cache.HEAD.pack(cache.MAGIC, layout, receipt.seq, head, 1)
    file = small_record.with_name("small.db.columns")
    file.write_bytes(top[:9] if kind == "short" else top)
    seen = doctor(small_record)
    fits = kind == "of this record"
    assert (seen.code, seen.states("columns")) == (0, ["ok" if fits else "note"])
    if not fits:
        assert seen.one("columns", "note")["command"] == f"rm {file}"


def test_a_record_that_fits_no_second_time_on_the_disk(small_record: Path, doctor: Doctor) -> None:
    assert doctor(small_record).states("room") == ["ok"]
    try:
        os.truncate(small_record, shutil.disk_usage(small_record.parent).free + (1 << 30))
    except OSError:
        pytest.skip("this file system has no files with holes")
    found = doctor(small_record).one("room", "warning")
    assert found["words"].startswith("No copy of it fits: ")
    assert found["command"].startswith("df -h ")


def test_a_second_name_of_the_file_is_told(small_record: Path, doctor: Doctor) -> None:
    assert doctor(small_record).states("disk") == ["ok"]
    small_record.with_name("again.db").hardlink_to(small_record)
    assert "has 2 names (hard links)" in doctor(small_record).one("disk", "warning")["words"]


def test_a_link_to_the_file_is_looked_through(small_record: Path, doctor: Doctor) -> None:
    folder = small_record.with_name("desk")
    folder.mkdir()
    link = folder / "data.db"
    link.symlink_to(small_record)
    assert f"at {small_record}; its locks lie there too" in doctor(link).one("disk", "ok")["words"]
    assert doctor(link).states("backup") == ["note"]
    for path in (small_record, link):  # made by whichever name, and seen by the other where it can
        assert run(["backup", "--db", str(path)], now=NOW) == 0
        assert doctor(link).states("backup") == ["ok"]
    with write_lock(small_record):  # and is seen by whichever name
        assert "has held the right to write" in doctor(link).one("leftovers", "warning")["words"]
    subprocess.run([sys.executable, "-c", KILLED, str(small_record)], check=False)
    assert doctor(link).wrong == ["guards"]  # the pages lie beside the file, not beside the link


STOPPED = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = DELETE")
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE more AS SELECT hex(zeroblob(99)) FROM ledger a, ledger, ledger")
os.kill(os.getpid(), 9)
"""


def test_a_journal_of_a_program_that_was_stopped_is_explained(
    small_record: Path, doctor: Doctor
) -> None:
    subprocess.run([sys.executable, "-c", STOPPED, str(small_record)], check=False)
    assert small_record.with_name("small.db-journal").stat().st_size
    seen = doctor(small_record)
    assert seen.wrong == []
    found = seen.one("file", "warning")
    assert "was left half written by a program that was stopped" in found["words"]
    assert "right" not in found["words"].split()  # nothing is wrong with anybody's rights
    assert found["command"].endswith(f"forecasts verify --db {small_record}")
    assert run(["verify", "--db", str(small_record)]) == 0
    assert "rollback journal" in doctor(small_record).one("copying", "warning")["words"]
    raw(small_record, "PRAGMA journal_mode = WAL")
    assert doctor(small_record).states("copying") == ["ok"]


def test_a_folder_that_may_not_be_entered(small_record: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(small_record, folder / "copy.db")
        folder.chmod(0o711)
        (folder / "copy.db").chmod(0)
        script = VISITOR.replace('"copy.db"', "sys.argv[2] + '/copy.db'").replace("os.chdir", "str")
        argv = [sys.executable, "-c", script, str(small_record), str(folder)]
        closed = subprocess.run(argv, capture_output=True, text=True, check=False)
        folder.chmod(0)
        barred = subprocess.run(argv, capture_output=True, text=True, check=False)
        folder.chmod(0o755)
    found = json.loads(closed.stdout.splitlines()[-1])["findings"]
    assert (closed.returncode, barred.returncode) == (1, 1)
    assert [f["check"] for f in found if f["state"] == "wrong"] == ["file"]
    assert found[-1]["words"] == f"this account may not read {folder}/copy.db."
    last = json.loads(barred.stdout.splitlines()[-1])["findings"][-1]
    assert (last["check"], last["state"]) == ("file", "wrong")
    assert "Permission denied" in last["words"]


# From 3.7.0 to 3.51.2, mended in 3.51.3, 3.50.7 and 3.44.6: https://sqlite.org/wal.html
@pytest.mark.parametrize("version", ["3.7.0", "3.40.1", "3.44.5", "3.45.0", "3.50.6", "3.51.2"])
def test_versions_of_sqlite_with_the_bug(version: str) -> None:
    assert machine.has_reset_bug(tuple(map(int, version.split("."))))


@pytest.mark.parametrize("version", ["3.44.6", "3.50.7", "3.51.3", "3.52.0", "3.53.1", "4.0.0"])
def test_versions_of_sqlite_without_it(version: str) -> None:
    assert not machine.has_reset_bug(tuple(map(int, version.split("."))))


def test_this_machine_s_sqlite_is_named(tmp_path: Path, doctor: Doctor) -> None:
    (found,) = [f for f in doctor(tmp_path / "none.db").findings if f["check"] == "SQLite"]
    assert f"SQLite {sqlite3.sqlite_version}" in found["words"]


@pytest.mark.parametrize("version", ["4.0.0a6", "3.10.4", "3.11.2"])
def test_schedulers_that_are_known_to_fail(version: str) -> None:
    assert version in machine.scheduler_fault(version)


@pytest.mark.parametrize(
    "command", ["list --all", "show rain", "predict rain 12% --as ana", "report"]
)
def test_a_zone_that_this_machine_lacks_is_told_with_its_question(
    record: Recorder,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    record.ask("snow")
    record.ask("rain", timezone="Asia/Tokyo")
    record.say("ana", "rain", 1, 0.3)
    record.resolve("rain", "yes", 20)
    monkeypatch.setitem(sys.modules, "tzdata.zoneinfo.Asia", None)
    try:
        zoneinfo.reset_tzpath(to=[])
        zoneinfo.ZoneInfo.clear_cache()
        assert run([*command.split(), "--db", str(record.path)], now=record.at(5)) == 1
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "Error: rain stands in the time zone Asia/Tokyo, which this machine lacks.",
        "Install what there is: apt install tzdata tzdata-legacy   # or: uv pip install tzdata",
    ]


def test_a_machine_without_time_zones_is_told(small_record: Path) -> None:
    script = "import sys; sys.modules['tzdata'] = None; from forecasts.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "doctor", "--json", "--db", str(small_record)],
        env={**os.environ, "PYTHONTZPATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert next(f["check"] for f in findings if f["state"] == "wrong") == "time zones"
