"""Rows that are chained as the product would, and that no command of it adds, are found."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.cli import run
from forecasts.errors import BROKEN, OK
from forecasts.model import times
from forecasts.store import Batch, open_store
from forecasts.store.findings import Code, Finding
from forecasts.store.verification import verify
from tests.conftest import NOW, ONE
from tests.forecasts.store.tampering import opened

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.ledger import Row

LATER = NOW + timedelta(days=1)
COPIED = "question_id, revision_id, forecaster_id, action, probability"


def appended(path: Path, table: str, columns: str, changed: Row) -> list[Finding]:
    """Append a row by SQL like the first of its table but for what changed; return what is found.

    Names in braces stand for ids of the record.
    """
    with opened(path) as raw:
        raw.execute("BEGIN")
        ids = {
            "rain": raw.execute("SELECT id FROM questions WHERE slug = 'rain'").fetchone()[0],
            "snow": raw.execute("SELECT id FROM questions WHERE slug = 'snow'").fetchone()[0],
            "old": raw.execute("SELECT min(id) FROM forecasts").fetchone()[0],
        }
        batch = Batch(raw, LATER)
        ids["itself"] = batch.seq + 1
        ids["coming"] = batch.seq + 2
        cells = raw.execute(f"SELECT {columns} FROM {table} LIMIT 1").fetchone()
        row = dict(zip(columns.split(", "), cells, strict=True)) | dict(changed)
        row = {name: ids.get(str(cell).strip("{}"), cell) for name, cell in row.items()}
        batch.add(table, row)
        batch.add("appends", {"uuid": ONE, "command": "test"})
        raw.execute("COMMIT")
    with closing(open_store(path)) as store:
        return [each for each in verify(store).findings if each.table == table]


TYPED: Row = {"origin": "typed", "made_at": times.to_text(LATER)}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"strikes": "{old}"}, "strikes what no fix can strike"),
        ({"strikes": "{itself}"}, "strikes what no fix can strike"),
        ({"made_at": times.to_text(LATER + timedelta(days=1))}, "dated after it was recorded"),
        ({"expires_at": times.to_text(LATER)}, "expires before it is made"),
        ({"probability": None}, "states not one prediction"),
        ({"action": "withdrawal"}, "states not one prediction"),
        ({"probabilities": "[0.5,0.5]"}, "states not one prediction"),
        ({"question_id": "{snow}"}, "on another question than the revision"),
    ],
)
def test_a_forecast_that_no_command_adds(small_record: Path, changed: Row, words: str) -> None:
    (found,) = appended(small_record, "forecasts", COPIED, {**TYPED, **changed})
    assert (found.code, found.rows) == (Code.INVALID, 1)
    assert words in found.words
    assert run(["verify", "--db", str(small_record)]) == BROKEN


def test_an_import_strikes_nothing(small_record: Path) -> None:
    """The same row typed within 15 minutes is a fix; imported it is none."""
    with opened(small_record) as raw:
        made = raw.execute("SELECT min(made_at) FROM forecasts").fetchone()[0]
    changed: Row = {"origin": "imported", "made_at": made, "strikes": "{old}"}
    (found,) = appended(small_record, "forecasts", COPIED, changed)
    assert "strikes what no fix can strike" in found.words


@pytest.mark.parametrize("minutes", [0, 15])
def test_a_fix_in_time_is_none_of_these(small_record: Path, minutes: int) -> None:
    at = NOW + timedelta(days=2)
    command = ["predict", "snow", "--as", "ana", "--yes", "--db", str(small_record)]
    assert run([*command, "30%"], now=at) == OK
    assert run([*command, "20%", "--fix"], now=at + timedelta(minutes=minutes)) == OK
    with closing(open_store(small_record)) as store:
        assert verify(store).findings == ()


def test_a_number_that_waited_for_the_lock_is_none_of_these(small_record: Path) -> None:
    """It is dated as the one that passed it, which is after its own clock was read."""
    at = NOW + timedelta(days=2)
    command = ["predict", "snow", "--as", "ana", "--yes", "--db", str(small_record)]
    assert run([*command, "30%"], now=at) == OK
    assert run([*command, "20%"], now=at - timedelta(minutes=1)) == OK
    with closing(open_store(small_record)) as store:
        ahead = "SELECT count(*) FROM forecasts WHERE made_at > recorded_at"
        assert store.connection.execute(ahead).fetchone() == (1,)
        assert verify(store).findings == ()


@pytest.mark.parametrize(("hours", "is_one"), [(24, False), (25.2, True)])
def test_an_import_may_be_dated_by_the_end_of_its_day(
    small_record: Path, hours: float, *, is_one: bool
) -> None:
    made_at = times.to_text(LATER + timedelta(hours=hours))
    changed: Row = {"origin": "imported", "made_at": made_at}
    found = appended(small_record, "forecasts", COPIED, changed)
    assert ["dated after it was recorded" in each.words for each in found] == [True] * is_one


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"known_at": times.to_text(LATER + timedelta(days=1))}, "known after it was recorded"),
        ({"outcome": "perhaps"}, "an outcome that is neither"),
        ({"outcome": "1.5"}, "an outcome that is neither"),
        ({"outcome": "-0.5"}, "an outcome that is neither"),
    ],
)
def test_a_ruling_that_no_command_adds(small_record: Path, changed: Row, words: str) -> None:
    columns = "question_id, status, outcome, known_at"
    (found,) = appended(small_record, "resolutions", columns, changed)
    assert (found.code, found.rows) == (Code.INVALID, 1)
    assert words in found.words


@pytest.mark.parametrize("outcome", ["yes", "no", "0", "0.3", "1", "1.0"])
def test_an_outcome_of_yes_no_or_between_is_none_of_these(small_record: Path, outcome: str) -> None:
    columns = "question_id, status, outcome, known_at"
    assert appended(small_record, "resolutions", columns, {"outcome": outcome}) == []


def test_a_copy_holds_such_a_row_too_and_that_is_told(
    small_record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is left out of a backup or an export, and nobody takes it for checked."""
    appended(small_record, "forecasts", COPIED, {**TYPED, "strikes": "{old}"})
    file, copy, db = tmp_path / "all.jsonl", tmp_path / "copy.db", ["--db", str(small_record)]
    words = "as it is: row against the rules: forecasts row"
    assert run(["backup", str(copy), *db]) == OK
    assert f"Copied {words}" in capsys.readouterr().err
    assert run(["export", "ledger", str(file), *db]) == OK
    capsys.readouterr()
    made = ["import", "ledger", str(file), "--init", "--db", str(tmp_path / "made.db")]
    assert run(made) == OK
    assert f"Read {words}" in capsys.readouterr().err
    assert run(["verify", "--db", str(copy)]) == BROKEN
