"""The whole record as lines: read back to the same head, and no changed line gets in."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from forecasts import ledger
from forecasts.cli import run
from forecasts.errors import BROKEN
from forecasts.model import ForecasterKind
from forecasts.store import forecasters, open_store, redaction
from forecasts.store.verification import Code, verify
from tests.conftest import NOW
from tests.forecasts.store.tampering import unguarded

Said = pytest.CaptureFixture[str]


@pytest.fixture
def exported(small_record: Path, tmp_path: Path) -> Path:
    file = tmp_path / "small.jsonl"
    assert run(["export", "ledger", str(file), "--db", str(small_record)]) == 0
    return file


def imported(file: Path, db: Path, *more: str) -> int:
    return run(["import", "ledger", str(file), "--db", str(db), *more], now=NOW)


def head(db: Path) -> str:
    with closing(open_store(db)) as store:
        assert verify(store).faults == ()
        return str(store.receipt())


def add(db: Path, name: str) -> None:
    with closing(open_store(db)) as store, store.append(NOW, "test") as batch:
        forecasters.add(batch, name, ForecasterKind.PERSON)


def test_what_is_read_back_is_the_same_record(small_record: Path, exported: Path) -> None:
    copy = exported.with_name("copy.db")
    assert imported(exported, copy, "--init") == 0
    assert head(copy) == head(small_record)
    again = exported.with_name("again.jsonl")
    assert run(["export", "ledger", str(again), "--db", str(copy)]) == 0
    assert again.read_bytes() == exported.read_bytes()
    for command in (["list", "--search", "rain"], ["show", "rain", "--json"]):
        assert run([*command, "--db", str(copy)], now=NOW) == 0


def test_the_chain_can_be_checked_with_sha256_alone(exported: Path) -> None:
    """An outsider needs the file and this arithmetic, and nothing of this program."""
    first, *rows = map(json.loads, exported.read_text(encoding="utf-8").splitlines())
    previous = bytes(32)
    for row in rows:
        plain = json.dumps(
            row["row"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
        lead = b"forecasts-ledger/1\0" + previous + row["table"].encode() + b"\0"
        previous = sha256(lead + plain).digest()
        assert row["hash"] == previous.hex()
        for column, kept in row.get("texts", {}).items():
            salted = bytes.fromhex(kept["salt"]) + kept["text"].encode()
            assert row["row"][column] == sha256(salted).hexdigest()
    assert (first["seq"], first["head"]) == (len(rows), previous.hex())


def test_more_rows_of_the_same_history_are_added(
    small_record: Path, exported: Path, capsys: Said
) -> None:
    copy = exported.with_name("copy.db")
    imported(exported, copy, "--init")
    add(small_record, "eve")
    longer = exported.with_name("longer.jsonl")
    run(["export", "ledger", str(longer), "--db", str(small_record)])
    capsys.readouterr()
    assert imported(longer, copy, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["added"], said["head"][:16]) == (2, head(small_record).split(":")[1])
    for file in (longer, exported):  # once more, and what is a part of it
        assert imported(file, copy) == 0
        assert "on record already: nothing was written" in capsys.readouterr().out
    assert head(copy) == head(small_record)


def test_two_histories_are_told_apart(small_record: Path, exported: Path, capsys: Said) -> None:
    copy = exported.with_name("copy.db")
    imported(exported, copy, "--init")
    add(copy, "fay")
    add(small_record, "eve")
    other = exported.with_name("other.jsonl")
    run(["export", "ledger", str(other), "--db", str(small_record)])
    before = head(copy)
    capsys.readouterr()
    assert imported(other, copy) == 1
    seq = int(before.split(":")[0]) - 1
    assert f"two histories: they part at row {seq} (forecasters)" in capsys.readouterr().err
    assert head(copy) == before


def test_a_changed_line_is_refused_by_its_number(exported: Path, capsys: Said) -> None:
    """100 files, each with one letter of one line changed, doubled or gone."""
    lines = exported.read_bytes().splitlines(keepends=True)
    chance, copy, changed = random.Random(6), exported.with_name("changed.jsonl"), 0
    empty = exported.with_name("empty.db")
    run(["init", "--db", str(empty)])
    for _ in range(100):
        at = chance.randrange(1, len(lines))
        line = bytearray(lines[at])
        place = chance.randrange(len(line) - 1)
        how = chance.randrange(3)
        if how == 0:
            line[place] ^= 1 << chance.randrange(7)
        elif how == 1:
            line.insert(place, chance.choice(b'0 1ae",'))
        else:
            del line[place]
        if line == lines[at]:
            continue
        changed += 1
        copy.write_bytes(b"".join((*lines[:at], line, *lines[at + 1 :])))
        capsys.readouterr()
        assert imported(copy, empty) in {1, 3}
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert "a defect in this program" not in said
        # A line end that comes or goes moves the numbers of the lines after it.
        assert f"changed.jsonl:{at + 1}: " in said or line.count(b"\n") != 1, said
    assert changed > 80
    assert head(empty).startswith("0:")


@pytest.mark.parametrize(
    ("how", "line", "why"),
    [
        ("cut", 0, "the file ends here, after row {last} of {rows}"),
        ("torn", 0, "the file ends in the middle of this line"),
        ("alone", 1, "the file ends here, after row 0 of {rows}"),
        ("doubled", 6, "it is row 4 and should be row 5"),
        ("swapped", 5, "it is row 5 and should be row 4"),
        ("left out", 6, "it is row 6 and should be row 5"),
        ("one more", 0, "the file goes on after row {rows}, its last"),
        ("other", 6, "it is not as it was exported (Expecting value"),
        ("edited", 2, "its hash does not follow from the line before"),
    ],
)
def test_lines_that_are_not_in_their_order_are_refused(
    exported: Path, capsys: Said, how: str, line: int, why: str
) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    rows = len(lines) - 1
    changed = {
        "cut": lines[:-1],
        "torn": [*lines[:-1], lines[-1][:9]],
        "alone": lines[:1],
        "doubled": [*lines[:5], *lines[4:]],
        "swapped": [*lines[:4], lines[5], lines[4], *lines[6:]],
        "left out": [*lines[:5], *lines[6:]],
        "one more": [*lines, lines[-1]],
        "other": [*lines[:5], b"no json\n", *lines[6:]],
        "edited": [lines[0], lines[1].replace(b'"ana"', b'"eve"'), *lines[2:]],
    }[how]
    exported.write_bytes(b"".join(changed))
    fresh = exported.with_name("fresh.db")
    assert imported(exported, fresh, "--init") == 3
    place = line or len(changed)
    said = why.format(rows=rows, last=rows - 1)
    assert f"Error: {exported.name}:{place}: {said}" in capsys.readouterr().err
    assert list(exported.parent.glob("fresh.db*")) == []


def test_a_file_or_a_record_that_is_not_there_is_told(exported: Path, capsys: Said) -> None:
    fresh = exported.with_name("fresh.db")
    assert imported(exported.with_name("none"), fresh, "--init") == 1
    assert f"there is no file {exported.with_name('none')}." in capsys.readouterr().err
    assert imported(exported, fresh) == 1
    said = capsys.readouterr().err
    assert f"forecasts import ledger {exported} --init --db {fresh}" in said
    assert list(exported.parent.glob("fresh.db*")) == []


def forged(exported: Path, at: int, **cells: object) -> Path:
    """Return the file with cells of a row changed and every hash after it computed anew."""
    first, *rows = map(json.loads, exported.read_text(encoding="utf-8").splitlines())
    rows[at]["row"].update(cells)
    previous, lines = ledger.GENESIS, []
    for row in rows:
        previous = ledger.link(previous, row["table"], row["row"])
        texts = row.get("texts")
        line = {"seq": row["seq"], "table": row["table"], "row": dict(sorted(row["row"].items()))}
        line |= {"hash": previous.hex()} | ({"texts": texts} if texts else {})
        lines.append(json.dumps(line, separators=(",", ":"), ensure_ascii=False, sort_keys=False))
    head = {"format": first["format"], "seq": len(rows), "head": previous.hex()}
    text = "\n".join((json.dumps(head, separators=(",", ":")), *lines)) + "\n"
    exported.write_text(text, encoding="utf-8")
    return exported


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"name": 7}, "name is of another type"),
        ({"retired_at": True}, "retired_at is of another type"),
        ({"forecaster_id": 1 << 63}, "forecaster_id is too large"),
        ({"forecaster_id": 1.0}, "forecaster_id is of another type"),
        ({"kind": "ghost"}, "CHECK constraint"),
        ({"hint": "x"}, "this program knows no table forecasters with hint"),
    ],
)
def test_a_chain_that_was_computed_anew_brings_in_nothing_that_does_not_fit(
    exported: Path, capsys: Said, cells: dict[str, object], said: str
) -> None:
    file = forged(exported, 0, **cells)
    assert imported(file, exported.with_name("fresh.db"), "--init") in {1, 3}
    error = capsys.readouterr().err
    assert said in error
    assert "a defect" not in error


def test_a_row_that_names_none_that_is_there_is_told_with_its_line(
    exported: Path, capsys: Said
) -> None:
    lines = exported.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if '"table":"forecasts"' in line)
    cases = {
        "names row 99 of forecasters, which is not there": {"forecaster_id": 99},
        "breaks a rule of the record: CHECK constraint failed": {"action": "nod"},
    }
    for words, cells in cases.items():
        file = forged(exported, at - 1, **cells)
        assert imported(file, exported.with_name("fresh.db"), "--init") == 3
        first, hint = capsys.readouterr().err.splitlines()
        assert first.startswith(f"Error: small.jsonl:{at + 1}: forecasts row {at} {words}")
        assert first.endswith("; nothing was written.")
        assert hint == "No record of this program held it so: ask whoever made the file."
        forged(exported, at - 1, forecaster_id=1, action="forecast")


def test_a_text_that_was_left_out_is_no_redaction(exported: Path, capsys: Said) -> None:
    lines = exported.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if "rationale_text" in line)
    row = json.loads(lines[at])
    row["texts"] = {"rationale_text": None}
    lines[at] = json.dumps(row, separators=(",", ":"), ensure_ascii=False)
    exported.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert imported(exported, exported.with_name("fresh.db"), "--init") == 3
    said = capsys.readouterr().err
    assert f":{at + 1}: its rationale is left out, and no redaction on record says so" in said


def test_what_was_blanked_stays_blanked_and_is_blanked_elsewhere(
    small_record: Path, exported: Path, capsys: Said
) -> None:
    copy, fresh = exported.with_name("copy.db"), exported.with_name("fresh.db")
    imported(exported, copy, "--init")
    with closing(open_store(small_record)) as store:
        places = redaction.search(store.connection, "clouds")
        found = [place.text_id for place in places if place.text_id]
        with store.append(NOW, "redact") as batch:
            assert redaction.blank(batch, found, "a name", "ana") == len(found) > 1
    longer = exported.with_name("longer.jsonl")
    run(["export", "ledger", str(longer), "--db", str(small_record)])
    assert b"ouest" not in longer.read_bytes()
    capsys.readouterr()
    assert imported(longer, copy) == 0
    assert f"{len(found)} texts were blanked here too" in capsys.readouterr().err
    assert imported(longer, fresh, "--init") == 0
    for db in (copy, fresh):
        assert head(db) == head(small_record)
        assert b"ouest" not in db.read_bytes()
        with closing(open_store(db)) as store:
            assert Code.REDACTED in {found.code for found in verify(store).findings}


def test_who_was_stopped_before_old_pages_were_cleaned_reads_the_file_again(
    small_record: Path, exported: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, longer = exported.with_name("copy.db"), exported.with_name("longer.jsonl")
    imported(exported, copy, "--init")
    words = ["redact", "--search", "measured", "--why", "a name", "--yes"]
    assert run([*words, "--db", str(small_record)], now=NOW) == 0
    run(["export", "ledger", str(longer), "--db", str(small_record)])
    monkeypatch.setattr(redaction, "clean", _stopped)
    assert imported(longer, copy) == 130
    monkeypatch.undo()
    assert head(copy) == head(small_record)
    assert b"measured" in copy.read_bytes()  # in old pages of the index
    with closing(sqlite3.connect(copy, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ledger").fetchone()
        capsys.readouterr()
        assert imported(longer, copy) == 75
        assert "the file still holds the words: another program reads" in capsys.readouterr().err
    assert imported(longer, copy) == 0
    assert b"measured" not in copy.read_bytes()


def _stopped(store: object) -> None:
    del store
    raise KeyboardInterrupt


@pytest.mark.parametrize("text", ["", "{}", "[1]", "no json", '{"format": "other", "seq": 1}'])
def test_another_file_is_no_ledger(tmp_path: Path, capsys: Said, text: str) -> None:
    file = tmp_path / "words"
    file.write_text(text)
    assert imported(file, tmp_path / "fresh.db", "--init") == 2
    assert "is no ledger of forecasts" in capsys.readouterr().err
    assert not (tmp_path / "fresh.db").exists()


def test_a_record_that_does_not_hold_is_not_exported(
    small_record: Path, tmp_path: Path, capsys: Said
) -> None:
    with closing(sqlite3.connect(small_record)) as raw, raw:
        raw.execute("DROP TRIGGER forecasts_update")
        raw.execute("UPDATE forecasts SET probability = 0.9 WHERE probability = 0.3")
    file = tmp_path / "out.jsonl"
    assert run(["export", "ledger", str(file), "--db", str(small_record)]) == 3
    assert "forecasts row" in capsys.readouterr().err
    assert not file.exists()


def test_a_file_that_is_there_is_kept(exported: Path, small_record: Path, capsys: Said) -> None:
    words = ["export", "ledger", str(exported), "--db", str(small_record)]
    assert run(words) == 0  # it holds the same already
    exported.write_text("mine")
    assert run(words) == 1
    assert "is there already" in capsys.readouterr().err
    assert exported.read_text() == "mine"
    assert run([*words, "--force"]) == 0


def test_a_text_that_was_blanked_by_hand_is_not_exported_until_that_is_said(
    small_record: Path, tmp_path: Path, capsys: Said
) -> None:
    db, file = ["--db", str(small_record)], tmp_path / "all.jsonl"
    with unguarded(small_record) as raw:
        (seq,) = raw.execute("SELECT min(id) FROM forecasts").fetchone()
        raw.execute("UPDATE texts SET salt = NULL, text = NULL WHERE id ="
                    " (SELECT rationale_text FROM forecasts WHERE id = ?)", (seq,))  # fmt: skip
    assert run(["export", "ledger", str(file), *db]) == BROKEN
    said = capsys.readouterr().err
    assert f"the rationale of forecasts row {seq} was blanked, and no redaction on record" in said
    assert "forecasts redact ROW COLUMN --why" in said
    assert not file.exists()
    words = ["redact", str(seq), "rationale", "--why", "by hand", "--yes", *db]
    assert run(words, now=NOW) == 0
    assert run(["export", "ledger", str(file), *db]) == 0
    assert imported(file, tmp_path / "copy.db", "--init") == 0
    assert head(tmp_path / "copy.db") == head(small_record)


@pytest.mark.parametrize("edit", ["UPDATE texts SET text = 'other' WHERE text = 'Look up.'",
                                  "DELETE FROM texts WHERE text = 'Look up.'"])  # fmt: skip
def test_a_text_that_was_changed_or_taken_out_is_not_exported(
    small_record: Path, tmp_path: Path, edit: str
) -> None:
    with unguarded(small_record) as raw:
        raw.execute(edit)
    file = tmp_path / "all.jsonl"
    assert run(["export", "ledger", str(file), "--db", str(small_record)]) == BROKEN
    assert not file.exists()
