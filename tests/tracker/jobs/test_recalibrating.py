"""The judge's maps: kept for whom they help, looked at when something changed, told as hints."""

from __future__ import annotations

import os
import pty
import random
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.store import create_store, open_store
from tests.tracker.conftest import Recorder
from tracker import jobs
from tracker.calibration import recalibrate
from tracker.jobs import recalibrating

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tracker.conftest import Command

SAID = (0.1, 0.9, 0.8, 0.2, 0.75)


def over_confident(record: Recorder, count: int, who: str = "ana", sure: float = 1.0) -> None:
    """Ask questions of 20 days on which what is said happens less surely than it is said."""
    luck = random.Random(5)
    for k in range(count):
        slug, p = f"{who}-{k}", SAID[k % len(SAID)]
        record.ask(slug, closes=20, topics=("east",))
        record.say(who, slug, 0, p)
        true = 0.5 + (p - 0.5) * sure
        record.resolve(slug, "yes" if luck.random() < true else "no", known=20)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorder]:
    """Return a record of 120 questions on which ana was over-confident, to copy."""
    path = tmp_path_factory.mktemp("made") / "record.db"
    store = create_store(path)
    found = Recorder(path, store)
    over_confident(found, 120, sure=0.4)
    yield found
    store.close()


@pytest.fixture
def record(made: Recorder, tmp_path: Path) -> Iterator[Recorder]:
    """Return a copy of it."""
    path = tmp_path / "record.db"
    with closing(sqlite3.connect(made.path)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    store = open_store(path)
    yield Recorder(path, store, dict(made.people), dict(made.asked))
    store.close()


def looked(record: Recorder, day: float) -> bool:
    return jobs.recalibrate(record.store, record.at(day))


def maps(record: Recorder) -> list[dict[str, Any]]:
    return record.rows("recalibrations")


def test_a_map_is_kept_for_whom_it_helps_and_is_that_of_the_review(
    record: Recorder, command: Command
) -> None:
    over_confident(record, 100, "ben")
    over_confident(record, 99, "cho", sure=0.4)
    assert looked(record, 1000)
    (kept,) = maps(record)
    (found,) = command("calibration", "--forecaster", "ana", "--json").json
    advised = found["recalibration"]
    assert advised["shown"]
    assert kept["forecaster_id"] == record.people["ana"].id
    for column, name in (("gain", "gain"), ("gain_low", "low"), ("gain_high", "high")):
        assert kept[column] == pytest.approx(advised[name], abs=1e-12)
    for name in ("intercept", "slope"):
        assert kept[name] == pytest.approx(advised[name], abs=1e-12)
    assert (kept["questions"], kept["as_of_seq"]) == (120, found["as_of_seq"])
    rows = record.rows("recalibration_bins")
    assert [row["stated"] for row in rows] == [row["stated"] for row in found["bins"]]
    assert [row["happened_low"] for row in rows] == [row["happened_low"] for row in found["bins"]]


def test_above_a_tenth_waiting_nothing_is_kept(record: Recorder) -> None:
    for k in range(14):
        record.ask(f"waits-{k}", closes=20)
        record.say("ana", f"waits-{k}", 0, 0.5)
    assert looked(record, 1000)
    assert maps(record) == []


def test_it_is_looked_at_anew_when_something_relevant_changed_and_only_then(
    record: Recorder,
) -> None:
    record.ask("open", closes=2000)
    record.ask("ends", closes=1500)
    assert looked(record, 1000)
    (before,) = maps(record)
    assert not looked(record, 1001)
    record.say("ana", "open", 1000, 0.4)
    record.ask("soon", closes=1200)
    assert not looked(record, 1002)  # a number and a question: nothing has ended
    assert maps(record) == [before]
    assert looked(record, 1201)  # the question that was asked since has ended
    assert not looked(record, 1202)
    record.resolve("ana-3", "annulled")
    assert looked(record, 1203)
    (after,) = maps(record)
    assert after["questions"] == 119
    assert looked(record, 1100)  # the clock was set back
    assert not looked(record, 1110)
    assert looked(record, 1501)  # time alone: one more has ended


def test_a_map_that_no_longer_helps_is_gone(record: Recorder) -> None:
    assert looked(record, 1000)
    assert maps(record)
    for k in range(120):
        p = SAID[k % len(SAID)]
        record.resolve(f"ana-{k}", "yes" if (k // len(SAID)) % 20 < 20 * p else "no", known=20)
    assert looked(record, 1001)
    assert maps(record) == []


def test_dropped_tables_are_made_again(record: Recorder, command: Command) -> None:
    assert command("score").code == 0
    (before,) = maps(record)
    record.store.connection.execute("DROP TABLE recalibrations")
    record.store.connection.execute("DROP TABLE recalibration_bins")
    record.ask("open", closes=3000)
    assert command("predict", "open", "80%", "--as", "ana", "--hint").code == 0
    assert command("score", "--rebuild").code == 0
    (after,) = maps(record)
    assert {**after, "as_of_seq": 0} == {**before, "as_of_seq": 0}


def test_a_tick_looks_once_a_day(record: Recorder, command: Command) -> None:
    assert command("tracker", "tick", day=1000).code == 0
    assert len(maps(record)) == 1
    for k in range(100):
        record.resolve(f"ana-{k}", "annulled")
    assert command("tracker", "tick", day=1000.2).code == 0
    assert len(maps(record)) == 1
    assert command("tracker", "tick", day=1001).code == 0
    assert maps(record) == []


def test_a_row_that_cannot_be_read_keeps_no_score_from_being_written(
    record: Recorder, command: Command
) -> None:
    seven = "SELECT id FROM questions WHERE slug = 'ana-7'"
    record.tamper(f"UPDATE forecasts SET made_at = 'soon' WHERE question_id = ({seven})")
    done = command("score", "--json")
    assert done.json[0]["scored"] == 119
    assert "Note: hints stay as they were: " in done.err


@pytest.fixture
def advised(record: Recorder, command: Command) -> Recorder:
    """Return a record on which the judge has a map for ana and an open question is asked."""
    record.ask("open", closes=3000)
    assert command("score").code == 0
    return record


def test_the_hint_is_told_after_the_receipt_to_those_who_asked(
    advised: Recorder, command: Command
) -> None:
    quiet = command("predict", "open", "90%", "--as", "ana")
    assert (quiet.code, quiet.err) == (0, "")
    once = command("predict", "open", "80%", "--as", "ana", "--hint")
    (line,) = maps(advised)
    makes = recalibrate(0.8, line["intercept"], line["slope"])
    (tenth,) = advised.rows("recalibration_bins", "low < 0.8 AND 0.8 <= high")
    said = " ".join(once.err.split())
    spread = f"({100 * tenth['happened_low']:.0f}-{100 * tenth['happened_high']:.0f}%)"
    assert said == (
        f"Hint: ana said over 70 to 80% on 48 questions, and it happened"
        f" {100 * tenth['happened']:.0f}% of the time {spread}; the judge's map of 120 resolved"
        f" questions would make this {100 * makes:.0f}%. It is not applied."
    )
    assert "Receipt" in once.out
    assert command("forecaster", "hints", "ana", "on").code == 0
    lasting = command("predict", "open", "90%", "--as", "ana", "--json")
    (hint,) = [one["hint"] for one in lasting.json]
    assert hint["mapped"] == pytest.approx(
        recalibrate(0.9, line["intercept"], line["slope"]), abs=1e-12
    )
    assert advised.rows("forecasts_now", "question = 'open'")[0]["probability"] == 0.9


def test_whoever_follows_a_hint_gets_no_other_for_it(advised: Recorder, command: Command) -> None:
    shown = command("predict", "open", "90%", "--as", "ana", "--hint", "--json")
    follows = f"{100 * shown.json[0]['hint']['mapped']:.0f}%"
    assert len(advised.rows("forecasts_now", "question = 'open'")) == 1
    done = command("predict", "open", follows, "--as", "ana", "--hint")
    assert "no hint: this number follows the one for the last." in done.err
    assert "Hint:" not in done.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("80%", "--as", "ben"), "no hint: ben has under 100 resolved questions, or no map"),
        (("same", "--as", "ana"), "a hint is for a new number on a yes/no question."),
        (("100%", "--certain", "--as", "ana"), "a certainty has no hint."),
    ],
)
def test_asked_for_once_it_says_why_there_is_none(
    advised: Recorder, command: Command, words: tuple[str, ...], why: str
) -> None:
    advised.forecaster("ben")
    assert command("predict", "open", "70%", "--as", "ana").code == 0
    done = command("predict", "open", *words, "--hint")
    assert done.code == 0
    assert why in " ".join(done.err.split())


def test_a_record_without_a_judge_has_no_hints(record: Recorder, command: Command) -> None:
    record.ask("open", closes=3000)
    record.forecaster("ana")
    done = command("predict", "open", "80%", "--as", "ana", "--hint")
    assert done.code == 0
    assert "no hint" in done.err


LOADED = """
import sys
from datetime import datetime
from forecasts.cli import run
run(["predict", "open", "80%", "--as", "ana", "--hint", "--json", "--db", sys.argv[1]],
    now=datetime.fromisoformat("2028-09-27T00:00Z"))
heavy = {"numpy", "scipy", "pandas", "sqlite_utils", "tracker", "rich"}
print(sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


def test_a_hint_loads_neither_the_judge_nor_numpy(advised: Recorder) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(advised.path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told, loaded = done.stdout.splitlines()
    assert '"mapped"' in told
    assert loaded == "[]"


@pytest.mark.parametrize(("answer", "recorded"), [("y", 1), ("n", 0)])
def test_on_a_terminal_the_hint_is_seen_before_and_may_change_ones_mind(
    advised: Recorder, answer: str, recorded: int
) -> None:
    words = ("predict", "open", "80%", "--as", "ana", "--hint", "--db", str(advised.path))
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        (sys.executable, "-m", "forecasts", *words), stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "TERM": "dumb", "COLUMNS": "100"},
    ):  # fmt: skip
        os.close(theirs)
        said = b""
        while b"Record 80%?" not in said:
            said += os.read(ours, 4096)
        os.write(ours, f"{answer}\n".encode())
        with suppress(OSError):  # how Linux says that the other side is closed
            while part := os.read(ours, 4096):
                said += part
    os.close(ours)
    text = said.decode()
    assert text.index("Hint: ana said over 70 to 80%") < text.index("Record 80%?")
    assert text.count("Hint:") == 1
    assert len(advised.rows("forecasts_now", "question = 'open'")) == recorded


def test_two_looks_at_the_same_facts_keep_the_same_rows(record: Recorder) -> None:
    assert looked(record, 1000)
    before = (maps(record), record.rows("recalibration_bins"))
    recalibrating.forget(record.store)
    assert looked(record, 1000)
    assert (maps(record), record.rows("recalibration_bins")) == before
