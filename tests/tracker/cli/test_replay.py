"""`forecasts tracker replay`: what it makes, what it says, what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tracker.conftest import Command, Recorder

KEYS = ["db", "reports", "ticks", "scored", "done", "failed"]


@pytest.fixture
def month(record: Recorder) -> Recorder:
    """Return a record of a question that is asked, forecast and resolved in January 2026."""
    record.ask("rain")
    record.say("ana", "rain", 1, 0.3)
    record.resolve("rain", "yes", known=9)
    return record


def test_it_lives_in_a_record_of_its_own_and_sends_nothing(
    month: Recorder, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORECASTS_SMTP", "smtp+plain://127.0.0.1:1")
    monkeypatch.setenv("FORECASTS_MAIL_FROM", "a@example.org")
    monkeypatch.setenv("FORECASTS_MAIL_TO", "a@example.org")
    month.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = month.path.read_bytes()
    into = tmp_path / "again"
    argv = ["--from", "2026-01-01", "--to", "2026-01-20", "--step", "12h", "--into", str(into)]
    (told,) = command("tracker", "replay", *argv, "--json").json
    assert list(told) == KEYS
    # Three Mondays, and the first day of a quarter.
    assert (told["db"], told["reports"], told["ticks"]) == (str(into / "data.db"), 4, 41)
    assert (told["scored"], told["failed"]) == (1, [])
    assert not [name for name in told["done"] if name.startswith("mail/")]
    assert month.path.read_bytes() == before
    scores = command("scores", "rain", db=into / "data.db").out
    assert command("score").code == 0
    assert scores == command("scores", "rain").out
    assert "Brier 0.42" in scores
    again = command("tracker", "replay", *argv)
    assert again.code == 1
    assert f"a replay is in {into} already" in again.err
    assert "--into replay2" in again.err


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--from", "2026-02-01", "--to", "2026-01-01"], "--to comes before --from"),
        (["--from", "2026-01-01", "--to", "2026-01-20", "--step", "often"], "often"),
        (["--from", "someday", "--to", "2026-01-20"], "someday"),
        (["--to", "2026-01-20"], "--from"),
    ],
)
@pytest.mark.usefixtures("month")
def test_what_it_cannot_read_is_said(command: Command, argv: list[str], says: str) -> None:
    told = command("tracker", "replay", *argv)
    assert (told.code, told.out) == (2, "")
    assert says in told.err
