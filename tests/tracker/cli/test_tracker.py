"""`forecasts tracker` and `forecasts score`: what was done, what waits, what failed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.tracker.conftest import LATER
from tracker.diary.lock import ticking

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

TICKED = ["scored", "restated", "done", "failed", "as_of_seq", "seconds_since_last_tick"]


@pytest.fixture
def due(record: Recorder) -> Recorder:
    """Return a record with two questions to score and one that awaits an outcome."""
    for slug in ("rain", "snow", "hail"):
        record.ask(slug)
        record.say("ana", slug, 0, 0.3)
    record.resolve("rain", "yes")
    record.resolve("snow", "no")
    return record


@pytest.mark.parametrize("argv", [("tracker", "tick"), ("score",)])
def test_a_tick_says_what_it_did_and_what_to_type_next(
    due: Recorder, command: Command, argv: tuple[str, ...]
) -> None:
    told = command(*argv)
    assert (told.code, told.err) == (0, "")
    assert told.out == f"Scored 2 questions.\nSee: forecasts report --db {due.path}\n"
    assert command(*argv).out == "Nothing is due.\n"
    due.resolve("rain", "no")
    assert command(*argv).out.startswith("Scored 1 question, 1 of them restated.\n")


@pytest.mark.parametrize("argv", [("tracker", "tick"), ("score",)])
def test_questions_without_a_score_are_not_counted_as_scored(
    due: Recorder, command: Command, argv: tuple[str, ...]
) -> None:
    due.resolve("snow", "annulled")
    due.ask("early", opens=5)
    due.say("ana", "early", 6, 0.5)
    due.resolve("early", "yes", known=2)
    told = command(*argv).out.splitlines()[0]
    assert told == "Scored 1 question; 2 have no score (annulled, known before it opened)."
    due.ask("alone")
    due.resolve("alone", "no")
    due.resolve("rain", "disputed")
    told = command(*argv).out.splitlines()[0]
    assert told == "Scored 0 questions; 2 have no score (disputed, nobody forecast it); 1 restated."
    assert command("score", "--rebuild", "--json").json[0]["scored"] == 4


@pytest.mark.parametrize("argv", [("tracker", "tick"), ("score",)])
def test_its_object_has_the_keys_that_are_documented(
    due: Recorder, command: Command, argv: tuple[str, ...]
) -> None:
    (first,) = command(*argv, "--json", day=1000).json
    seq = due.store.receipt().seq
    assert list(first) == TICKED
    assert first == dict(zip(TICKED, [2, 0, [], [], seq, None], strict=True))
    (second,) = command(*argv, "--json", day=1000.1).json
    since = 8_640.0 if argv[0] == "tracker" else None  # a score by hand is no tick
    assert second == dict(zip(TICKED, [0, 0, [], [], seq, since], strict=True))


def test_one_that_fails_is_told_and_the_exit_code_says_so(due: Recorder, command: Command) -> None:
    revision = due.asked["rain"].revision_id
    due.tamper(f"UPDATE question_revisions SET reference_class = 'x' WHERE id = {revision}")
    told = command("tracker", "tick")
    assert told.code == 1
    assert told.out.startswith("Scored 1 question.\n")
    why = "rain: ValueError: 'x' is no reference class: type it as 3/40 (3 cases of 40)"
    assert told.err.splitlines() == [
        f'Error: 1 could not be done: {why}, or of options as {{"Kim": 3, "Lee": 1}}.',
        f"The rest was. Each is tried again; see: forecasts tracker status --db {due.path}",
    ]
    assert command("tracker", "tick").out == "Nothing is due.\n"  # it waits a minute
    again = command("tracker", "tick", day=LATER + 0.001)
    assert (again.code, again.out) == (1, "")
    told = command("tracker", "tick", "--json", day=LATER + 0.01)
    assert told.code == 1
    (line,) = told.json
    assert line["scored"] == 0
    assert len(line["failed"]) == 1
    told = command("tracker", "status")
    assert "Failed 3 times: rain: ValueError" in told.out
    assert "Waiting to be scored: 1 question." in told.out
    (status,) = command("tracker", "status", "--json").json
    (failure,) = status["failures"]
    assert list(failure) == ["question", "error", "attempts", "retry_at"]
    assert (failure["question"], failure["attempts"]) == ("rain", 3)


def test_the_status_object_and_words_before_any_tick(due: Recorder, command: Command) -> None:
    (status,) = command("tracker", "status", "--json").json
    assert status == {
        "last_tick_at": None,
        "last_scored_at": None,
        "lag_seconds": None,
        "interval_seconds": None,
        "dead": False,
        "ticking": None,
        "waiting": 2,
        "scored": 0,
        "overdue": 1,
        "failures": [],
        "next": [],
        "head": str(due.store.receipt()),
    }
    assert command("tracker", "status").out.splitlines() == [
        "The tracker has never run on this record.",
        "Scored so far: 0 questions.",
        "Waiting to be scored: 2 questions.",
        f"Type: forecasts tracker tick --db {due.path}",
        f"Awaiting an outcome: 1 question. Type: forecasts due --db {due.path}",
    ]


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize(
    ("later", "words"),
    [
        (0.0, "just now"),
        (0.0004, "34 seconds ago"),
        (0.0007, "1 minute ago"),
        (0.04, "57 minutes ago"),
        (0.05, "1 hour ago"),
        (0.99, "23 hours ago"),
        (1.0, "1 day ago"),
        (2.5, "2 days ago"),
        (3.1, "3 days ago"),
    ],
)
def test_the_status_says_when_it_last_worked(command: Command, later: float, words: str) -> None:
    command("tracker", "tick", day=1000)
    lines = command("tracker", "status", day=1000 + later).out.splitlines()
    assert lines[0] == f"Last tick {words} (2028-09-27)."
    dead = any(line.startswith("The tracker is dead: it ticked every 1 day, ") for line in lines)
    assert dead == (later > 3)
    assert "Scored so far: 2 questions." in lines
    (status,) = command("tracker", "status", "--json", day=1000 + later).json
    assert status["last_tick_at"] == "2028-09-27T00:00:00.000000Z"
    assert status["dead"] == (later > 3)


def test_a_second_tick_at_the_same_time_exits_with_75(due: Recorder, command: Command) -> None:
    with ticking(due.path):
        for argv in (("tracker", "tick"), ("tracker", "run")):
            told = command(*argv)
            assert (told.code, told.out) == (75, "")
            assert f"process {os.getpid()} ticks {due.path}." in told.err
            assert "See what it does: forecasts tracker status" in told.err
        assert f"Ticking: process {os.getpid()}." in command("tracker", "status").out
        assert command("score").out.startswith("Scored 2 questions.")  # by hand, beside it
        assert command("scores").code == 0


def test_a_rebuild_scores_everything_again(due: Recorder, command: Command) -> None:
    due.tick()
    assert command("score", "--rebuild").out.startswith("Scored 2 questions.\n")
    assert command("score").out == "Nothing is due.\n"


def test_a_rebuild_is_bent_by_no_trigger(due: Recorder, command: Command) -> None:
    """No verification looks at scores: that they can be computed anew is all that there is."""
    due.tick()
    before = command("scores", "--json").out
    with closing(sqlite3.connect(due.path)) as raw, raw:
        raw.execute(
            'CREATE TRIGGER "be""nt" AFTER INSERT ON Scores BEGIN'
            " UPDATE scores SET brier = 0.0; END"
        )
        raw.execute("UPDATE scores SET brier = 0.0")
    assert command("scores", "--json").out != before
    assert command("score", "--rebuild").code == 0
    assert command("scores", "--json").out == before


def test_where_there_is_no_record_it_says_how_to_make_one(command: Command, due: Recorder) -> None:
    missing = due.path.with_name("missing.db")
    for argv in (("tracker", "tick"), ("tracker", "status"), ("score",), ("scores",)):
        told = command(*argv, db=missing)
        assert (told.code, told.out) == (1, "")
        assert "there is no record at" in told.err
    assert not missing.exists()
