"""Ticks: what is due is scored once, whatever arrives, fails, or is killed half-way."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.store import create_store, forecasters, open_store
from tracker import columns, jobs, scoring
from tracker import store as own

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

BRIER = "policy = 'scheduled' AND superseded = 0"


@pytest.fixture
def two(record: Recorder) -> Recorder:
    """Return a record of two resolved questions, ana and ben on each, and one that is open."""
    for slug in ("rain", "snow", "hail"):
        record.ask(slug)
        record.say("ana", slug, 0, 0.8)
        record.say("ben", slug, 5, 0.4)
    record.resolve("rain", "yes")
    record.resolve("snow", "no")
    return record


def briers(record: Recorder, slug: str = "rain") -> dict[str, float | None]:
    """Return forecaster -> the scheduled Brier score in force on a question."""
    people = {who.id: name for name, who in record.people.items()}
    rows = record.rows("scores", f"{BRIER} AND question_id = {record.asked[slug].id}")
    return {people[row["forecaster_id"]]: row["brier"] for row in rows}


def content(record: Recorder) -> list[dict[str, Any]]:
    return record.rows("scores", "1 ORDER BY question_id, resolution_id, policy, forecaster_id")


def test_a_tick_scores_what_is_resolved_and_a_second_one_nothing(two: Recorder) -> None:
    first = two.tick()
    assert (first.scored, first.restated, first.failed) == (2, 0, ())
    assert first.as_of_seq == two.store.receipt().seq
    assert first.last_tick_at is None
    assert briers(two) == {"ana": pytest.approx(0.04), "ben": pytest.approx((0.25 + 0.36) / 2)}
    assert briers(two, "hail") == {}
    before = content(two), two.rows("scored"), two.rows("runs")
    second = two.tick(1001)
    assert (second.scored, second.restated, second.failed) == (0, 0, ())
    assert second.last_tick_at is None  # scoring by hand is no tick
    assert (content(two), two.rows("scored"), two.rows("runs")) == before
    assert len(before[2]) == 1


def test_rows_name_the_newest_fact_and_the_resolution_they_come_from(two: Recorder) -> None:
    two.tick()
    newest = columns.newest(two.store.connection, [two.asked["rain"].id])
    for row in two.rows("scores", f"question_id = {two.asked['rain'].id}"):
        assert row["as_of_seq"] == newest[row["question_id"]]
        assert row["as_of_seq"] >= row["resolution_id"]
        assert (row["version"], row["superseded"]) == (scoring.VERSION, 0)
    assert {row["policy"] for row in two.rows()} == {"scheduled", "open", "last"}


def test_a_forecast_that_is_imported_late_is_scored_at_the_next_tick(two: Recorder) -> None:
    two.tick()
    before = briers(two, "snow")
    two.say("ana", "rain", 5, 0.6, recorded=1001)
    two.say("cho", "rain", 5, 0.9, recorded=1001)
    assert jobs.standing(two.store, two.at(1001)).waiting == 1
    assert two.tick().scored == 1
    assert briers(two)["ana"] == pytest.approx((0.04 + 0.16) / 2)
    assert briers(two)["cho"] == pytest.approx((0.25 + 0.01) / 2)
    assert briers(two, "snow") == before
    assert two.rows("scores", "superseded = 1") == []  # facts were added, nothing was restated


def test_a_forecast_struck_after_scoring_counts_no_longer(two: Recorder) -> None:
    struck = two.say("ana", "rain", 5, 0.1)
    two.tick()
    assert briers(two)["ana"] == pytest.approx((0.04 + 0.81) / 2)
    two.say("ana", "rain", 5, 0.6, strikes=struck)
    assert two.tick().scored == 1
    assert briers(two)["ana"] == pytest.approx((0.04 + 0.16) / 2)


def test_resolving_again_restates_and_keeps_what_was_said_before(two: Recorder) -> None:
    two.tick()
    before = [row | {"superseded": 1} for row in two.rows() if is_about(two, row, "rain")]
    two.resolve("rain", "no")
    again = two.tick()
    assert (again.scored, again.restated) == (1, 1)
    kept = [row for row in two.rows("scores", "superseded = 1") if is_about(two, row, "rain")]
    assert kept == before
    assert len(kept) == 6
    assert briers(two) == {"ana": pytest.approx(0.64), "ben": pytest.approx((0.25 + 0.16) / 2)}
    assert two.tick().restated == 0


def is_about(record: Recorder, row: dict[str, Any], slug: str) -> bool:
    return bool(row["question_id"] == record.asked[slug].id)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("annulled", "the question was annulled"),
        ("ambiguous", "the outcome is ambiguous"),
        ("disputed", "the outcome is disputed: withheld until it is settled"),
        ("reopened", "the question was reopened"),
    ],
)
def test_an_outcome_taken_back_withholds_every_score_and_says_why(
    two: Recorder, status: str, reason: str
) -> None:
    two.tick()
    two.resolve("rain", status)
    assert two.tick().restated == 1
    assert briers(two) == {"ana": None, "ben": None}
    rows = [row for row in two.rows("scores", "superseded = 0") if is_about(two, row, "rain")]
    assert {row["reason"] for row in rows} == {reason}
    assert len(two.rows("scores", "superseded = 1")) == 6
    two.resolve("rain", "yes", known=7)
    assert two.tick().restated == 1
    assert briers(two)["ana"] == pytest.approx(0.7 * 0.04)
    assert len(two.rows("scores", "superseded = 1")) == 12


def test_retiring_a_forecaster_ends_what_stood_and_changes_the_standing(two: Recorder) -> None:
    two.tick()
    two.change("ana", retires=5)
    assert two.tick().scored == 2  # all that ana forecast and that is resolved
    assert briers(two)["ana"] == pytest.approx((0.04 + 0.25) / 2)
    peer = {row["forecaster_id"]: row["metaculus_peer"] for row in two.rows("scores", BRIER)}
    assert set(peer.values()) == {0.0}  # ben came when ana had gone


def test_an_alias_has_the_questions_looked_at_again_and_changes_no_number(two: Recorder) -> None:
    two.tick()
    before = content(two)
    two.change("ben", aliases=("b.",))
    assert two.tick().scored == 2
    numbers = [{k: v for k, v in row.items() if k != "as_of_seq"} for row in content(two)]
    assert numbers == [{k: v for k, v in row.items() if k != "as_of_seq"} for row in before]
    assert content(two)[0]["as_of_seq"] > before[0]["as_of_seq"]


def test_other_words_for_a_question_change_no_number(two: Recorder) -> None:
    two.tick()
    before = briers(two)
    two.revise("rain", title="Will it rain, in other words?")
    assert two.tick().scored == 1
    assert briers(two) == before


def test_what_is_open_or_about_nothing_resolved_is_not_due(two: Recorder) -> None:
    two.tick()
    two.say("ana", "hail", 7, 0.9)
    two.forecaster("nobody")
    two.ask("fog")
    assert jobs.standing(two.store, two.at(1001)).waiting == 0
    assert two.tick().scored == 0


def test_words_without_a_number_are_a_row_with_that_reason(record: Recorder) -> None:
    record.ask("rain")
    record.say("brief", "rain", 1, None, action="said")
    record.say("ana", "rain", 1, 0.4)
    record.say("ana", "rain", 4, None, action="said")
    record.resolve("rain", "yes")
    record.tick()
    assert briers(record) == {"brief": None, "ana": pytest.approx((0.25 + 9 * 0.36) / 10)}
    brief = record.people["brief"].id
    rows = record.rows("scores", f"forecaster_id = {brief}")
    assert {row["reason"] for row in rows} == {"said in words that give no number"}
    assert len(rows) == 3


def test_a_spot_score_is_stored_where_a_spot_was_set(record: Recorder, two: Recorder) -> None:
    record.ask("sleet", spot_at=record.at(4))
    record.say("ana", "sleet", 1, 0.3)
    record.resolve("sleet", "no")
    two.tick()
    (row,) = two.rows("scores", "policy = 'spot'")
    assert (row["question_id"], row["brier"]) == (record.asked["sleet"].id, pytest.approx(0.09))


def test_one_that_fails_is_recorded_and_tried_again_and_the_others_are_scored(
    two: Recorder,
) -> None:
    two.ask("fog")
    two.say("ana", "fog", 0, 0.5)
    two.resolve("fog", "no")
    revision = two.asked["rain"].revision_id
    broken = f"UPDATE question_revisions SET reference_class = %s WHERE id = {revision}"
    two.tamper(broken % "'3/x'")
    first = two.tick()
    assert first.scored == 2
    why = (
        "rain: ValueError: '3/x' is no reference class: type it as 3/40 (3 cases of 40), or of"
        ' options as {"Kim": 3, "Lee": 1}'
    )
    assert first.failed == (why,)
    assert briers(two) == {}
    assert briers(two, "fog")["ana"] == 0.25
    assert two.tick(1001).failed == (why,)
    status = jobs.standing(two.store, two.at(1001))
    assert status.failures == (jobs.Failure("rain", why.removeprefix("rain: "), 2),)
    assert (status.waiting, status.scored) == (1, 2)
    two.tamper(broken % "'3/40'")
    assert two.tick(1002).scored == 1
    assert briers(two)["ana"] == pytest.approx(0.04)
    assert jobs.standing(two.store, two.at(1002)).failures == ()
    (work,) = two.rows("work")
    assert work["done_at"] == "2028-09-29T00:00:00.000000Z"  # day 1002


def test_one_that_fails_again_later_is_shown_again_and_counted_anew(two: Recorder) -> None:
    revision = two.asked["rain"].revision_id
    broken = f"UPDATE question_revisions SET reference_class = %s WHERE id = {revision}"
    for attempt in range(2):
        two.tamper(broken % "'3/x'")
        two.say("ana", "rain", 6 + attempt, 0.5)
        assert len(two.tick().failed) == 1
        (failure,) = jobs.standing(two.store, two.at(1000)).failures
        assert failure.attempts == 1
        two.tamper(broken % "'3/40'")
        assert two.tick().failed == ()


def test_a_failure_leaves_the_last_good_scores_standing(two: Recorder) -> None:
    two.tick()
    before = briers(two)
    two.say("ana", "rain", 5, 0.1)
    two.tamper(
        f"UPDATE resolutions SET outcome = 'perhaps' WHERE question_id = {two.asked['rain'].id}"
    )
    assert two.tick().failed == ("rain: ValueError: could not convert string to float: 'perhaps'",)
    assert briers(two) == before


def test_a_fact_that_arrives_while_scores_are_computed_sends_its_own_question_back(
    two: Recorder,
) -> None:
    """The other program writes between the tick's reading and its writing."""
    other = open_store(two.path)
    arrived: list[int] = []

    def meanwhile(statement: str) -> None:
        # A plain BEGIN starts the reading, and what ends it comes before anything is locked.
        if statement == "BEGIN":
            arrived.append(0)
        elif statement in {"COMMIT", "ROLLBACK"} and arrived == [0]:
            arrived.append(1)
            store, two.store = two.store, other
            two.say("ana", "rain", 5, 0.1)
            two.store = store

    two.tick(999)  # makes the judge's tables, and scores both
    two.resolve("snow", "no", known=9)
    two.resolve("rain", "yes", known=9)
    two.store.connection.set_trace_callback(meanwhile)
    first = two.tick()
    two.store.connection.set_trace_callback(None)
    other.close()
    assert arrived[:2] == [0, 1]
    assert first.scored == 1
    assert briers(two, "snow")["ana"] == pytest.approx(0.9 * 0.64)
    assert two.tick().scored == 1
    assert briers(two)["ana"] == pytest.approx((5 * 0.04 + 4 * 0.81) / 10)
    assert two.tick().scored == 0


def test_a_rebuild_gives_the_same_rows_bit_for_bit(two: Recorder, command: Command) -> None:
    two.tick()
    two.resolve("rain", "no")
    two.tick()
    before = content(two)
    two.store.connection.execute("UPDATE scores SET brier = 9 WHERE superseded = 0")
    assert command("score").out == "Nothing is due.\n"
    told = command("score", "--rebuild")
    assert told.out.startswith("Scored 2 questions.")
    assert content(two) == before
    assert len({row["resolution_id"] for row in before if is_about(two, row, "rain")}) == 2
    assert len(two.rows("runs")) == 3


def test_scores_of_another_version_of_the_definitions_are_computed_again(two: Recorder) -> None:
    two.tick()
    before = content(two)
    with own.writing(two.store) as connection:
        own.note(connection, "version", "0")
        connection.execute("UPDATE scored SET version = 0")
        connection.execute("UPDATE scores SET version = 0, brier = 9")
    assert jobs.standing(two.store, two.at(1000)).waiting == 2
    assert two.tick().scored == 2
    assert content(two) == before


def test_tables_of_another_layout_are_made_anew(two: Recorder) -> None:
    two.tick()
    before = content(two)
    with own.writing(two.store) as connection:
        own.note(connection, "layout", "0")
        connection.execute("DROP TABLE scores")
        connection.execute("CREATE TABLE scores (old TEXT)")
    assert jobs.standing(two.store, two.at(1000)).waiting == 2
    assert two.tick().scored == 2
    assert content(two) == before


def test_the_hot_path_knows_the_version_without_numpy() -> None:
    assert jobs.VERSION == scoring.VERSION


def test_before_the_first_tick_the_standing_says_so_and_writes_nothing(two: Recorder) -> None:
    before = two.path.read_bytes()
    status = jobs.standing(two.store, two.at(1000))
    assert (status.last_tick_at, status.waiting, status.scored) == (None, 2, 0)
    assert (status.overdue, status.failures) == (1, ())  # hail is past its day
    assert status.head == str(two.store.receipt())
    assert jobs.standing(two.store, two.at(9)).overdue == 0
    assert two.path.read_bytes() == before
    assert not own.ready(two.store.connection)


HELD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from forecasts.store import open_store
from tracker import jobs
from tracker.diary.lock import ticking

def hold(done, total):
    print(done, total, flush=True)
    time.sleep(60)

path = Path(sys.argv[1])
with ticking(path):
    jobs.score(open_store(path), datetime(2028, 9, 27, tzinfo=UTC), hold)
"""


def started(script: str, db: Path) -> subprocess.Popen[str]:
    argv = [sys.executable, "-c", script, str(db)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)


def test_a_second_process_is_told_to_come_back(two: Recorder) -> None:
    with started(HELD, two.path) as first:
        assert first.stdout
        assert first.stdout.readline() == "2 2\n"
        argv = [sys.executable, "-m", "forecasts", "tracker", "tick", "--db", str(two.path)]
        second = subprocess.run(argv, capture_output=True, text=True, check=False)
        first.kill()
    assert second.returncode == 75
    assert second.stdout == ""
    assert second.stderr.startswith(f"Error: process {first.pid} ticks {two.path}.")
    assert two.tick().failed == ()  # the lock went with the process


def many(folder: Path) -> Path:
    """Write 450 resolved questions: three units of work."""
    folder.mkdir()
    count = range(450)
    rows = {
        "questions": ["question,title,type,opens_at,closes_at"]
        + [f"q{i},Will it?,binary,2026-01-01T00:00Z,2026-03-01T00:00Z" for i in count],
        "forecasts": ["question,forecaster,made_at,probability"]
        + [f"q{i},ana,2026-01-{1 + i % 28:02}T00:00Z,{i / 450}" for i in count]
        + [f"q{i},ben,2026-02-{1 + i % 28:02}T00:00Z,{1 - i / 450}" for i in count],
        "resolutions": ["question,outcome,known_at"]
        + [f"q{i},{'yes' if i % 3 else 'no'},2026-03-01T00:00Z" for i in count],
    }
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    return folder


def test_killed_half_way_the_next_tick_gives_what_an_unbroken_one_does(
    record: Recorder, command: Command, tmp_path: Path
) -> None:
    assert command("import", "tables", str(many(tmp_path / "many"))).code == 0
    whole = tmp_path / "whole.db"
    record.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(record.path, whole)
    assert command("tracker", "tick", db=whole).code == 0
    with started(HELD, record.path) as broken:
        assert broken.stdout
        assert broken.stdout.readline() == "200 450\n"
        broken.send_signal(signal.SIGKILL)
    assert len(record.rows("scored")) == 200
    assert record.rows("runs") == []
    assert record.tick().scored == 250
    other = open_store(whole)
    cursor = other.connection.execute("SELECT * FROM scores")
    assert [tuple(row.values()) for row in record.rows()] == cursor.fetchall()
    other.close()
    assert record.tick().scored == 0


TORN = """
import sys, time
from pathlib import Path
from forecasts.store import open_store
from tracker import store as own

with own.writing(open_store(Path(sys.argv[1]))) as connection:
    connection.execute("DELETE FROM scores")
    connection.execute("DELETE FROM scored")
    print("torn", flush=True)
    time.sleep(60)
"""


def test_killed_while_it_writes_nothing_of_it_stays(two: Recorder) -> None:
    two.tick()
    before = content(two)
    with started(TORN, two.path) as torn:
        assert torn.stdout
        assert torn.stdout.readline() == "torn\n"
        torn.send_signal(signal.SIGKILL)
    assert content(two) == before
    assert two.tick().scored == 0


def test_progress_is_told_after_each_unit(
    record: Recorder, command: Command, tmp_path: Path
) -> None:
    assert command("import", "tables", str(many(tmp_path / "many"))).code == 0
    told: list[tuple[int, int]] = []
    jobs.score(record.store, record.at(1000), lambda done, total: told.append((done, total)))
    assert told == [(200, 450), (400, 450), (450, 450)]


QUIET = """
import sys
from forecasts.cli import run
code = run(["tracker", "tick", "--db", sys.argv[1]])
loaded = {name.partition(".")[0] for name in sys.modules}
print(code, sorted(loaded & {"numpy", "pandas", "scipy", "sqlite_utils", "rich", "apscheduler"}))
"""


def test_with_nothing_due_a_tick_loads_nothing_heavy(two: Recorder) -> None:
    argv = [sys.executable, "-c", QUIET, str(two.path)]
    subprocess.run(argv, capture_output=True, text=True, check=True)
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stdout == "Nothing is due.\n0 []\n"


def test_an_empty_record_has_nothing_due(tmp_path: Path, record: Recorder) -> None:
    store = create_store(tmp_path / "empty.db")
    result = jobs.score(store, record.at(0))
    assert (result.scored, result.failed, result.as_of_seq) == (0, (), 0)
    store.close()


def test_who_changes_kind_is_no_longer_a_peer(two: Recorder) -> None:
    two.tick()
    ana = two.people["ana"].id
    assert [
        row["metaculus_peer"] > 0
        for row in two.rows("scores", f"{BRIER} AND forecaster_id = {ana}")
    ] == [True, False]
    two.change("ben", kind=forecasters.ForecasterKind.BASELINE)
    two.tick()
    rows = two.rows("scores", f"{BRIER} AND forecaster_id = {ana}")
    assert [row["metaculus_peer"] for row in rows] == [0.0, 0.0]
