"""Rows that are chained well and whose times cannot have been are found."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.errors import BROKEN, OK
from forecasts.model import times
from forecasts.store import Batch, Receipt, anchors, clock, open_store
from forecasts.store.findings import Code, Finding
from forecasts.store.verification import verify
from tests.conftest import NOW, ONE
from tests.forecasts.store.tampering import opened, rehashed, unguarded

DAY = timedelta(days=1)
COPIED = "question_id, revision_id, forecaster_id, action, probability"


def forged(path: Path, recorded: datetime, made: datetime, entered: datetime | None = None) -> int:
    """Append a typed forecast by SQL alone, chained as the product would; return its id.

    entered: when its entry says that it was recorded, if at another time.
    """
    with opened(path) as raw:
        raw.execute("BEGIN")
        batch = Batch(raw, recorded)
        names = COPIED.split(", ")
        cells = raw.execute(f"SELECT {COPIED} FROM forecasts LIMIT 1").fetchone()
        row = dict(zip(names, cells, strict=True)) | {"origin": "typed"}
        id_ = batch.add("forecasts", row | {"made_at": times.to_text(made)})
        batch.recorded_at = times.to_text(entered or recorded)
        batch.add("appends", {"uuid": ONE, "command": "predict"})
        raw.execute("COMMIT")
    return id_


def found_in(path: Path, *seen: anchors.Anchor) -> list[Finding]:
    with closing(open_store(path)) as store:
        return list(verify(store, seen=seen).findings)


def test_an_honest_entry_is_not_doubted(small_record: Path) -> None:
    forged(small_record, NOW + DAY, NOW + DAY)
    assert found_in(small_record) == []


def test_a_typed_forecast_that_is_dated_back_is_found(
    small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seq = forged(small_record, NOW + DAY, NOW - 20 * DAY)
    (found,) = found_in(small_record)
    assert (found.code, found.table, found.seq, found.rows) == (Code.INVALID, "forecasts", seq, 1)
    assert run(["verify", "--db", str(small_record)]) == BROKEN
    words = f"row against the rules: forecasts row {seq} is said to be typed, and is dated before"
    assert words in capsys.readouterr().err


def test_a_row_that_says_another_time_than_its_entry_is_found(small_record: Path) -> None:
    early = NOW - 20 * DAY
    seq = forged(small_record, early, early, entered=NOW + DAY)
    (found,) = found_in(small_record)
    assert (found.code, found.table, found.seq) == (Code.INVALID, "forecasts", seq)
    assert "another time of recording than the entry it is in" in found.words


def test_an_entry_that_is_dated_back_whole_is_told_as_a_clock(small_record: Path) -> None:
    seq = forged(small_record, NOW - 20 * DAY, NOW - 20 * DAY)
    (found,) = found_in(small_record)
    assert (found.code, found.seq) == (Code.CLOCK, seq + 1)


def test_an_entry_dated_back_to_after_the_last_row_is_bounded_by_an_anchor_alone(
    small_record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Typed on day 10, it says day 3: no row lies between, and only who kept a head can tell."""
    with closing(open_store(small_record)) as store:
        head = store.receipt()
    kept = tmp_path / "anchors.txt"
    kept.write_text(anchors.line(head, times.to_text(NOW + 5 * DAY)) + "\n")
    seq = forged(small_record, NOW + 3 * DAY, NOW + 3 * DAY)
    assert found_in(small_record) == []
    (found,) = found_in(small_record, *anchors.read(kept))
    assert (found.code, found.seq, found.rows) == (Code.CLOCK, seq + 1, 1)
    assert run(["verify", "--json", "--anchor", str(kept), "--db", str(small_record)]) == OK
    (told,) = json.loads(capsys.readouterr().out)["findings"]
    assert told["words"] == (
        f"row {seq + 1} says that it was recorded before 2026-11-06 12:00Z, when {kept} saw the"
        f" record end at row {head.seq}"
    )


def test_what_came_after_an_anchor_in_time_is_not_told(small_record: Path) -> None:
    with closing(open_store(small_record)) as store:
        head = store.receipt()
    at = anchors.Anchor(head.seq, head.head.hex(), "kept", NOW + 2 * DAY)
    forged(small_record, NOW + 2 * DAY - clock.TURN / 2, NOW + 2 * DAY - clock.TURN / 2)
    assert found_in(small_record, at) == []
    line = anchors.line(Receipt(7, bytes(32)), times.to_text(NOW))
    assert [each.at for each in anchors.of_text(line, "kept")] == [NOW]
    assert [each.at for each in anchors.of_text(line.partition(" at=")[0], "kept")] == [None]
    assert [each.at for each in anchors.of_text(f"{line[:-27]}2026-13-45T00:00Z99", "k")] == [None]


NONSENSE = [
    ("forecasts", "made_at", "nonsense"),
    ("forecasts", "made_at", "2026-02-30T00:00:00.000000Z"),
    ("forecasts", "made_at", "2026-13-01T00:00:00.000000Z"),
    ("forecasts", "made_at", "2026-11-29T00:00:00.00000xZ"),
    ("forecasts", "expires_at", "2026-11-29"),
    ("question_revisions", "closes_at", "zzz"),
    ("question_revisions", "options", "{"),
    ("resolutions", "known_at", "2026-10-31T27:00:00.000000Z"),
    ("appends", "recorded_at", "zzz"),
    ("rounds", "questions", "snow"),
]


@pytest.mark.parametrize(("table", "column", "value"), NONSENSE)
def test_a_cell_that_nobody_can_read_is_found_in_a_chain_that_holds(
    small_record: Path, table: str, column: str, value: str
) -> None:
    with unguarded(small_record) as raw:
        (seq,) = raw.execute(f"SELECT max(id) FROM {table}").fetchone()
        raw.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, seq))
    rehashed(small_record, with_anchors=True)
    bad = [each for each in found_in(small_record) if each.table == table]
    assert (bad[0].code, bad[0].seq) == (Code.INVALID, seq)
    assert bad[0].words.startswith(f"the {column} of {table} row {seq} ")


@pytest.mark.parametrize("day", ["2024-02-29", "2026-11-30", "2026-12-31", "2026-01-28"])
def test_real_days_at_the_end_of_a_month_are_read(small_record: Path, day: str) -> None:
    with unguarded(small_record) as raw:
        value = f"{day}T23:59:59.999999Z"
        raw.execute("UPDATE forecasters SET retired_at = ?", (value,))
    rehashed(small_record, with_anchors=True)
    assert found_in(small_record) == []


READ = (["show", "rain"], ["export", "tables", "{folder}"], ["list", "--all"], ["due"])


@pytest.mark.parametrize("column", ["made_at", "recorded_at"])
def test_a_command_that_falls_over_a_damaged_row_names_it(
    small_record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str
) -> None:
    with unguarded(small_record) as raw:
        (seq,) = raw.execute("SELECT max(id) FROM forecasts").fetchone()
        raw.execute(f"UPDATE forecasts SET {column} = 'nonsense' WHERE id = ?", (seq,))
    rehashed(small_record, with_anchors=True)
    codes = []
    for command in READ:
        words = [word.format(folder=tmp_path / "tables") for word in command]
        codes.append(run([*words, "--db", str(small_record)], now=NOW))
        said = capsys.readouterr().err
        assert "defect" not in said
        if codes[-1]:
            assert f"forecasts row {seq}" in said
            assert "is no time" in said if column == "made_at" else "cannot be read" in said
            assert f"forecasts verify --db {small_record}" in said
    assert (codes[0], set(codes)) == (BROKEN, {OK, BROKEN})


def test_a_defect_of_the_program_is_still_called_one(
    small_record: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object) -> None:
        raise ValueError("ours")

    monkeypatch.setattr("forecasts.store.questions.find", wrong)
    assert run(["show", "rain", "--db", str(small_record)], now=NOW) == 1
    assert "a defect in this program: ValueError: ours." in capsys.readouterr().err


def test_a_time_that_is_none_hides_no_clock_that_is_behind(small_record: Path) -> None:
    with unguarded(small_record) as raw:
        raw.execute("UPDATE appends SET recorded_at = 'zzz'")
    forged(small_record, NOW, NOW)
    with closing(sqlite3.connect(small_record)) as raw:
        assert clock.behind(raw, NOW - DAY) == DAY
        assert clock.behind(raw, NOW - clock.TURN) is None


def test_a_record_with_a_row_against_the_rules_can_be_copied_and_put_back(
    small_record: Path, tmp_path: Path
) -> None:
    """The row cannot be taken out: without copies the rest would be lost with the disk."""
    forged(small_record, NOW + DAY, NOW - 20 * DAY)
    copy, db = tmp_path / "copy.db", ["--db", str(small_record)]
    assert run(["backup", str(copy), *db], now=NOW + DAY) == OK
    assert run(["verify", "--db", str(copy)]) == BROKEN
    place = tmp_path / "back.db"
    assert run(["restore", str(copy), "--db", str(place)], now=NOW + DAY) == OK
    assert place.exists()
