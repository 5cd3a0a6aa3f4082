"""--recorded-only: every score as if what was recorded late had never been recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.store import create_store
from forecasts.store.as_of import recorded_late

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

KNOWN = 9.0
COMMANDS = (
    ("scores",),
    ("scores", "q3", "--policy", "last"),
    ("leaderboard",),
    ("leaderboard", "--policy", "last", "--aggregates"),
    ("compare", "ana", "ben"),
    ("explain", "q0", "--forecaster", "ana"),
)


def fill(record: Recorder, *, late: bool) -> None:
    """Have two people forecast a dozen questions in time and, if `late`, after the outcome too."""
    for i in range(12):
        slug = f"q{i}"
        record.ask(slug)
        record.say("ana", slug, 1, 0.1 + 0.05 * i, recorded=1)
        record.say("ben", slug, 2, 0.6, recorded=KNOWN)  # to the instant: still in time
        if late:
            record.say("ana", slug, 3, 0.99 if i % 2 else 0.01, recorded=KNOWN + 0.001)
            record.say("eve", slug, 0, float(i % 2))
            record.say("ben", slug, 5, None, recorded=500)
        record.resolve(slug, "yes" if i % 2 else "no", known=KNOWN)
    record.tick()


def without_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows without what names other rows of the ledger, or says what was left out."""
    names = ("as_of_seq", "resolution")
    return [{key: value for key, value in row.items() if key not in names} for row in rows]


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_it_is_the_record_in_which_nobody_was_late(
    record: Recorder, command: Command, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    fill(record, late=True)
    apart = type(record)(tmp_path / "apart.db", create_store(tmp_path / "apart.db"))
    fill(apart, late=False)
    apart.store.close()
    whole = command(*argv, "--json")
    told = command(*argv, "--recorded-only", "--json")
    clean = command(*argv, "--json", db=apart.path)
    assert (whole.code, told.code, clean.code) == (0, 0, 0), told.err
    assert without_ids(told.json) == without_ids(clean.json)
    assert without_ids(told.json) != without_ids(whole.json)


STATE = {"seq", "as_of_seq", "head", "as_of", "recorded_only"}


def told_of(report: Any) -> Any:
    """Return a report without what names the state of the record, or the flag itself."""
    if isinstance(report, list):
        return [told_of(each) for each in report]
    if isinstance(report, dict):
        return {key: told_of(each) for key, each in report.items() if key not in STATE}
    return report


@pytest.mark.parametrize("period", ["all", "2028-Q3", "2028-09-27"])
def test_a_report_too_is_of_the_record_in_which_nobody_was_late(
    record: Recorder, command: Command, tmp_path: Path, period: str
) -> None:
    fill(record, late=True)
    apart = type(record)(tmp_path / "apart.db", create_store(tmp_path / "apart.db"))
    fill(apart, late=False)
    apart.store.close()
    argv = ("report", "--period", period, "--forecaster", "ana")
    (whole,) = command(*argv, "--json").json
    (told,) = command(*argv, "--recorded-only", "--json").json
    (clean,) = command(*argv, "--json", db=apart.path).json
    assert told_of(told) == told_of(clean)
    assert told_of(told) != told_of(whole)
    assert [told["footer"]["recorded_only"], whole["footer"]["recorded_only"]] == [True, False]
    text = " ".join(command(*argv, "--recorded-only").out.split())
    assert "Counted without forecasts that were recorded after the outcome" in text


def test_whose_time_was_entered_late_is_shown_in_words_too(
    record: Recorder, command: Command
) -> None:
    fill(record, late=True)
    shares = [
        (row["forecaster"], row["hindsight"]) for row in command("leaderboard", "--json").json
    ]
    named = ", ".join(f"{name} {share:.0%}" for name, share in shares if share)
    assert (named.count("%"), "eve 100%" in named) == (2, True)
    said = " ".join(command("leaderboard").err.split())
    assert f"Entered after the outcome was known, as imports are: {named}, of the" in said
    assert "Without it: --recorded-only." in said
    assert "Entered after" not in command("leaderboard", "--recorded-only").err


def test_where_all_came_late_no_scores_are_not_said_to_await_an_outcome(
    record: Recorder, command: Command
) -> None:
    record.ask("q")
    record.say("eve", "q", 0, 0.4)
    record.resolve("q", "yes", known=KNOWN)
    record.tick()
    said = " ".join(command("scores", "--recorded-only").err.split())
    assert "of what was recorded before its outcome was known, nothing has been resolved" in said
    assert "nothing that was forecast" not in said


def test_it_says_how_many_it_leaves_out(record: Recorder, command: Command) -> None:
    fill(record, late=True)
    assert recorded_late(record.store.connection) == 36
    told = command("leaderboard", "--recorded-only")
    assert "Without 36 forecasts that were recorded after the outcome was known." in told.err
    assert "eve" not in told.out
    assert "eve" in command("leaderboard").out


def test_what_has_no_outcome_is_never_late(record: Recorder, command: Command) -> None:
    record.ask("rain")
    record.say("ana", "rain", 1, 0.4)
    record.ask("snow")
    record.say("ana", "snow", 1, 0.4)
    record.resolve("snow", "annulled")
    assert recorded_late(record.store.connection) == 0
    assert command("scores", "--recorded-only").code == 0


def test_a_share_of_hindsight_is_none_without_it(record: Recorder, command: Command) -> None:
    fill(record, late=True)
    shares = {row["forecaster"]: row["hindsight"] for row in command("leaderboard", "--json").json}
    assert shares["eve"] == 1.0
    assert 0 < shares["ana"] < 1
    told = command("leaderboard", "--recorded-only", "--json")
    assert {row["hindsight"] for row in told.json} == {0.0}
