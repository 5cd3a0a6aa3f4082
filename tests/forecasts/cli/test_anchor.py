"""Anchors and receipts as they are typed, kept, and held against the record."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.errors import BROKEN, FAILED, OK, USAGE
from forecasts.store import open_store
from forecasts.store.anchors import time_stamp_request
from tests.conftest import ONE
from tests.forecasts.store.tampering import rehashed, unguarded

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def said(small_record: Path, capsys: Captured) -> object:
    """Return a function that runs a command on the record: its code, and what it printed."""

    def ran(*argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([*argv, "--db", str(small_record)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def rewritten(path: Path) -> None:
    """Change an old row and all that follows from it, the anchors on record too."""
    with unguarded(path) as raw:
        raw.execute("UPDATE forecasts SET probability = 0.97 WHERE probability = 0.3")
    rehashed(path, with_anchors=True)


def test_what_a_text_quotes_makes_no_anchor_of_an_exported_ledger(
    small_record: Path, tmp_path: Path, said: object
) -> None:
    """Its first line has the head; a rationale may quote the line of another record."""
    quoted = f"They keep forecasts-anchor/1 seq=3 head={'0' * 64}."
    assert said("predict", "snow", "12%", "--as", "ana", "--why", quoted)[0] == OK
    kept = str(tmp_path / "all.jsonl")
    assert said("export", "ledger", kept)[0] == OK
    assert said("verify", "--anchor", kept)[0] == OK
    rewritten(small_record)
    assert said("verify", "--anchor", kept)[0] == BROKEN


def test_an_anchor_is_printed_and_put_on_record(small_record: Path, said: object) -> None:
    with closing(open_store(small_record)) as store:
        head = store.receipt()
    code, out, _ = said("anchor", "--json")
    told = json.loads(out)
    assert (code, list(told)) == (OK, ["seq", "head", "at", "line", "places", "receipt"])
    assert (told["seq"], told["head"]) == (head.seq, head.head.hex())
    assert told["line"].startswith(f"forecasts-anchor/1 seq={head.seq} head={head.head.hex()} at=")
    with closing(open_store(small_record)) as store:
        row = store.connection.execute("SELECT seq, head FROM anchors ORDER BY id DESC").fetchone()
        assert row == (head.seq, head.head.hex())
        assert store.receipt().seq == head.seq + 2  # the anchor, and its entry


def test_every_form_is_met_by_the_record_and_by_none_that_was_rewritten(
    small_record: Path, tmp_path: Path, said: object
) -> None:
    line, ots, request = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "head.tsq"
    assert (
        said("anchor", "--file", str(line), "--ots", str(ots), "--rfc3161", str(request))[0] == OK
    )
    assert said("anchor", "--file", str(line))[0] == OK
    assert line.read_text().count("forecasts-anchor/1 ") == 2
    printed = tmp_path / "verify.json"
    printed.write_text(said("verify", "--json")[1])
    pages = {"html": tmp_path / "r.html", "md": tmp_path / "r.md", "json": tmp_path / "r.json"}
    assert said("report", "--html", str(pages["html"]), "--markdown", str(pages["md"]))[0] == OK
    pages["json"].write_text(said("report", "--json")[1])
    (tmp_path / "terminal.txt").write_text(said("report")[1])
    files = [line, ots, request, printed, *pages.values(), tmp_path / "terminal.txt"]
    typed = [word for file in files for word in ("--anchor", str(file))]
    code, out, err = said("verify", *typed)
    assert (code, err) == (OK, "")
    assert ", 14 anchors met, head " in out  # two lines in one file, and five on record
    rewritten(small_record)
    assert said("verify")[0] == OK
    for file in files:
        code, _, err = said("verify", "--anchor", str(file))
        assert (code, str(file) in err) == (BROKEN, True), file
        assert "history rewritten: " in err


@pytest.mark.parametrize("form", ["html", "json", "txt"])
def test_an_anchor_in_the_words_of_a_report_does_not_hide_its_own(
    small_record: Path, tmp_path: Path, said: object, form: str
) -> None:
    with closing(open_store(small_record)) as store:
        first = store.connection.execute("SELECT hash FROM ledger WHERE seq = 1").fetchone()[0]
    page, on_record = tmp_path / f"r.{form}", json.loads(said("verify", "--json")[1])["anchors"]
    assert said("report", "--html", str(page))[0] == OK
    told = {"html": page.read_text(), "json": said("report", "--json")[1], "txt": said("report")[1]}
    title = f"forecasts-anchor/1 seq=1 head={first.hex()} at=x, or forecasts-anchor/1 of nothing"
    words = json.dumps({"title": title} | json.loads(told["json"])) if form == "json" else ""
    page.write_text(words or f"{title}\n{told[form]}")
    code, out, err = said("verify", "--anchor", str(page), "--json")
    assert (code, err) == (OK, "")
    assert json.loads(out)["anchors"] == on_record + 2
    rewritten(small_record)
    code, _, err = said("verify", "--anchor", str(page))
    assert (code, f"the record does not go through {page}" in err) == (BROKEN, True)


def test_tags_of_a_repository_are_anchors(
    tmp_path: Path, said: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "ana")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ana@example.org")
    repo = tmp_path / "repo"
    git = ["git", "-C", str(repo)]
    subprocess.run(["git", "init", "-q", str(repo)], check=True)
    code, _, err = said("anchor", "--git", str(repo))
    assert (code, "git refuses in" in err) == (FAILED, True)  # there is no commit yet
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    assert said("verify", "--git", str(repo))[0] == USAGE  # nor a tag
    code, out, _ = said("anchor", "--git", str(repo))
    assert (code, "push origin forecasts-anchor-" in out) == (OK, True)
    code, out, _ = said("verify", "--git", str(repo))
    assert (code, "anchors met" in out) == (OK, True)
    (tag,) = subprocess.run(
        [*git, "tag"], capture_output=True, text=True, check=True
    ).stdout.split()
    subprocess.run([*git, "tag", "-d", tag], check=True, capture_output=True)
    wrong = f"forecasts-anchor/1 seq=2 head={'0' * 64} at=x"
    subprocess.run([*git, "tag", "-a", "-m", wrong, tag], check=True)
    code, _, err = said("verify", "--git", str(repo))
    assert (code, "does not hold the anchor that its name says" in err) == (USAGE, True)
    assert said("verify", "--git", str(tmp_path))[0] == FAILED


def test_an_anchor_that_no_longer_holds_stops_the_next(small_record: Path, said: object) -> None:
    with unguarded(small_record) as raw:
        raw.execute("UPDATE forecasts SET probability = 0.97 WHERE probability = 0.3")
    rehashed(small_record)
    code, _, err = said("anchor")
    assert (code, "does not go through anchors row" in err) == (BROKEN, True)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, said: object) -> None:
    file = tmp_path / "kept.txt"
    file.write_text("mine")
    code, _, err = said("anchor", "--ots", str(file))
    assert (code, "is there already" in err) == (FAILED, True)
    assert file.read_text() == "mine"


def test_a_retry_of_an_anchor_on_record_writes_no_file_again(tmp_path: Path, said: object) -> None:
    line, ots = tmp_path / "a.txt", tmp_path / "a.ots"
    typed = ("anchor", "--file", str(line), "--ots", str(ots), "--uuid", ONE)
    assert said(*typed)[0] == OK
    code, _, err = said(*typed)
    assert (code, "already on record" in err) == (OK, True)
    assert line.read_text().count("\n") == 1
    other = tmp_path / "b.txt"
    code, _, err = said("anchor", "--file", str(other), "--uuid", ONE)
    assert (code, "says something else" in err, other.exists()) == (FAILED, True, False)


FULL = """
import resource, sys
from pathlib import Path
from forecasts.cli.anchor import _write
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))  # bytes: as a disk that is full after them
try:
    _write(Path(sys.argv[1]), b"forecasts-anchor/1 ...\\n", sys.argv[2])
except OSError:
    print("refused")
"""


@pytest.mark.parametrize(("mode", "left"), [("ab", b"ten letter"), ("xb", None)])
def test_a_full_disk_leaves_no_half_of_an_anchor(
    tmp_path: Path, mode: str, left: bytes | None
) -> None:
    file = tmp_path / "kept"
    if left is not None:
        file.write_bytes(left)
    argv = [sys.executable, "-c", FULL, str(file), mode]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"
    assert (file.read_bytes() if file.exists() else None) == left


def test_an_empty_record_has_nothing_to_anchor(tmp_path: Path, capsys: Captured) -> None:
    db = str(tmp_path / "new.db")
    assert run(["init", "--db", db]) == OK
    assert run(["anchor", "--db", db]) == FAILED
    assert "nothing is on record yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    ["", "a note", "forecasts-anchor/1 seq=0 head=" + "0" * 64, '{"a": 1}', "[1]", "{", "0\0\0",
     "forecasts-anchor/2 seq=1 head=" + "0" * 64, "Ledger head 0:" + "0" * 16],
)  # fmt: skip
def test_a_file_without_an_anchor_proves_nothing(
    content: str, tmp_path: Path, said: object
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(content)
    code, out, err = said("verify", "--anchor", str(file))
    assert (code, out) == (USAGE, "")
    assert "no anchor" in err


def test_a_missing_file_is_told(tmp_path: Path, said: object) -> None:
    code, _, err = said("verify", "--anchor", str(tmp_path / "none.txt"))
    assert (code, "cannot be read" in err) == (USAGE, True)


def test_a_time_stamp_request_is_what_openssl_reads(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl here")
    file = tmp_path / "head.tsq"
    file.write_bytes(time_stamp_request(bytes(range(32)), b"\xff" * 8))
    command = ["openssl", "ts", "-query", "-in", str(file), "-text"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Hash Algorithm: sha256" in told
    assert "00 01 02 03 04 05 06 07-08 09 0a 0b 0c 0d 0e 0f" in told
    assert "Nonce: 0x01FFFFFFFFFFFFFFFF" in told
    assert "Certificate required: yes" in told


def test_receipts_are_checked_from_the_line_a_file_and_input(
    tmp_path: Path, said: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = said("predict", "snow", "12%", "--as", "ana", "--json")
    receipt = json.loads(out)["receipt"]
    code, out, _ = said("receipt", "check", receipt)
    assert code == OK
    assert out.startswith(f"{receipt} holds: predict, ")
    assert out.endswith("forecast of ana on snow, not signed.\n")
    file = tmp_path / "receipts.txt"
    file.write_text(f"\n{receipt}\n")
    assert said("receipt", "check", "--file", str(file))[1] == out
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{receipt}\n"))
    assert said("receipt", "check", "-")[1] == out
    code, out, _ = said("receipt", "check", receipt, "--json")
    told = json.loads(out)
    assert list(told) == ["receipt", "ok", "words", "command", "recorded_at", "forecasts"]
    assert [row["question"] for row in told["forecasts"]] == ["snow"]
    assert said("receipt", "check")[0] == USAGE
    assert said("receipt", "check", "12:abc")[0] == USAGE


def test_a_receipt_of_a_changed_entry_does_not_hold(small_record: Path, said: object) -> None:
    _, out, _ = said("predict", "snow", "12%", "--as", "ana", "--json")
    receipt = json.loads(out)["receipt"]
    with unguarded(small_record) as raw:
        raw.execute("UPDATE forecasts SET probability = 0.9 WHERE probability = 0.12")
    code, out, err = said("receipt", "check", receipt)
    assert (code, out) == (BROKEN, "")
    assert f"{receipt} does not hold: forecasts row" in err


def test_since_looks_at_the_newer_rows_alone(small_record: Path, said: object) -> None:
    with closing(open_store(small_record)) as store:
        kept = store.receipt()
    assert said("predict", "snow", "12%", "--as", "ana")[0] == OK
    code, out, _ = said("verify", "--since", str(kept))
    assert (code, f"holds: 2 rows after row {kept.seq}," in out) == (OK, True)
    with unguarded(small_record) as raw:
        raw.execute("UPDATE forecasts SET probability = 0.97 WHERE probability = 0.3")
    assert said("verify", "--since", str(kept.seq))[0] == OK  # an older row
    assert said("verify")[0] == BROKEN
    assert said("verify", "--since", f"{kept.seq}:{'0' * 16}")[0] == BROKEN
    for typed in ("999", "x", "٣", "-1"):
        assert said("verify", f"--since={typed}")[0] == USAGE
    with unguarded(small_record) as raw:
        raw.execute("UPDATE forecasts SET probability = 0.9 WHERE probability = 0.12")
    code, _, err = said("verify", "--since", str(kept.seq))
    assert (code, "row changed: forecasts row" in err) == (BROKEN, True)


def test_since_a_row_that_is_gone_nothing_is_known(small_record: Path, said: object) -> None:
    with closing(open_store(small_record)) as store:
        since = store.receipt().seq
    assert said("predict", "snow", "12%", "--as", "ana")[0] == OK
    with unguarded(small_record) as raw:
        raw.execute("DELETE FROM ledger WHERE seq = ?", (since,))
        raw.execute("UPDATE forecasts SET probability = 0.9 WHERE probability = 0.12")
    code, _, err = said("verify", "--since", str(since))
    assert (code, f"the chain does not hold at row {since}" in err) == (BROKEN, True)


def test_a_clock_that_was_set_back_is_told_and_is_no_failure(
    small_record: Path, capsys: Captured
) -> None:
    from datetime import UTC, datetime

    early = datetime(2026, 10, 20, tzinfo=UTC)
    command = ["predict", "snow", "12%", "--as", "ana", "--db", str(small_record)]
    assert run(command, now=early) == OK
    told = capsys.readouterr()
    assert "behind the newest entry" in told.err
    with closing(open_store(small_record)) as store:
        last = store.receipt().seq
        row = store.connection.execute("SELECT recorded_at FROM appends ORDER BY id DESC LIMIT 1")
        assert row.fetchone() == ("2026-10-20T00:00:00.000000Z",)  # as the clock was read
    assert run(["verify", "--db", str(small_record)]) == OK
    assert f"clock set back: row {last} was recorded at 2026-10-20" in capsys.readouterr().out


def test_without_git_another_way_is_named(
    tmp_path: Path, said: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = said("anchor", "--git", str(tmp_path))
    assert (code, "git is not installed here" in err, "--file" in err) == (FAILED, True, True)


def test_a_line_that_was_changed_is_told_beside_one_that_was_not(
    tmp_path: Path, said: object
) -> None:
    file = tmp_path / "kept.txt"
    assert said("anchor", "--file", str(file))[0] == OK
    file.write_text(file.read_text() + "forecasts-anchor/1 seq=3 head=00ff at=x\n")
    code, _, err = said("verify", "--anchor", str(file))
    assert (code, "is no anchor" in err) == (USAGE, True)


def test_a_request_for_a_head_that_never_was_is_not_met(tmp_path: Path, said: object) -> None:
    file = tmp_path / "other.tsq"
    file.write_bytes(time_stamp_request(bytes(range(32)), bytes(8)))
    code, _, err = said("verify", "--anchor", str(file))
    assert (code, "no row of the record has the head" in err) == (BROKEN, True)


def test_progress_is_told_to_the_end(small_record: Path) -> None:
    from forecasts.store.verification import verify

    heard: list[tuple[int, int]] = []
    with closing(open_store(small_record)) as store:
        rows = store.receipt().seq
        verify(store, told=lambda done, total: heard.append((done, total)))
    assert heard == [(rows, rows)]
