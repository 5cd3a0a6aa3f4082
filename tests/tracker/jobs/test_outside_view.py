"""What base-rate says is kept up to date by the tick, where somebody forecasts beside it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from forecasts.model import ForecasterKind, ReferenceClass
from forecasts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tracker.conftest import Command, Recorder

START = 1000.5  # days; the recorder's facts were recorded on day 1000
SAID = """
    SELECT q.slug, round(f.probability, 6) FROM forecasts f
    JOIN questions q ON q.id = f.question_id JOIN forecasters_now w ON w.id = f.forecaster_id
    WHERE w.name = 'base-rate' ORDER BY f.id
"""


def said(record: Recorder) -> list[tuple[str, float]]:
    return [tuple(row) for row in record.store.connection.execute(SAID)]


def filled(record: Recorder) -> None:
    """Ask three questions of 200 days; one has no class, one has no forecast yet."""
    classes = {"with": ReferenceClass((3,), 9), "alone": ReferenceClass((3,), 9), "without": None}
    for slug, class_ in classes.items():
        record.ask(slug, opens=1000, closes=1200, reference_class=class_)
    record.forecaster("base-rate", "baseline")
    for slug in ("with", "without"):
        record.say("ana", slug, 1000, 0.4)


def test_a_tick_has_base_rate_speak_where_somebody_forecasts(
    record: Recorder, command: Command
) -> None:
    filled(record)
    assert command("tracker", "tick", day=START).code == 0
    assert said(record) == [("with", 0.35)]  # (3 + 1/2) / (9 + 1)
    assert command("tracker", "tick", day=START + 1).code == 0
    assert said(record) == [("with", 0.35)]  # what it says again is not written again


def test_the_number_goes_down_as_the_deadline_nears_where_it_was_asked_so(
    record: Recorder, command: Command
) -> None:
    record.forecaster("ana")
    told = command(
        "ask", "Will it rain?", "--slug", "rain", "--closes", "2029-06-30", "--criteria", "Rain.",
        "--base-rate", "3/9", "--by-deadline", "--source", "https://example.org/rain",
        day=1000,
    )  # fmt: skip
    assert told.code == 0, told.err
    assert command("predict", "rain", "40%", "--as", "ana", day=1000.2).code == 0
    assert command("baserate", "update", day=1000.3).code == 0
    for day in (1001, 1040, 1080):
        assert command("tracker", "tick", day=day).code == 0
    numbers = [p for _, p in said(record)]
    assert len(numbers) >= 3
    assert numbers == sorted(numbers, reverse=True)


def test_nobody_is_spoken_for(record: Recorder, command: Command) -> None:
    """Without the forecaster base-rate, or where a person has the name, a tick adds nothing."""
    filled(record)
    record.change("base-rate", kind=ForecasterKind.PERSON)
    assert command("tracker", "tick", day=START).code == 0
    assert said(record) == []


def test_a_retired_base_rate_speaks_no_more(record: Recorder, command: Command) -> None:
    filled(record)
    assert command("forecaster", "retire", "base-rate", day=1000.2).code == 0
    assert command("tracker", "tick", day=START).code == 0
    assert said(record) == []
    told = command("baserate", "update", day=START)
    assert (told.code, said(record)) == (1, [])
    assert "base-rate has retired" in told.err


def test_a_clock_that_stands_behind_the_record_says_nothing(
    record: Recorder, command: Command
) -> None:
    filled(record)
    assert command("predict", "without", "41%", "--as", "ana", day=1003).code == 0
    assert command("tracker", "tick", day=1002).code == 0
    assert said(record) == []
    assert command("tracker", "tick", day=1003.1).code == 0
    assert said(record) == [("with", 0.35)]
    assert command("verify", day=1004).code == 0


def test_what_is_settled_is_spoken_of_no_more(record: Recorder, command: Command) -> None:
    filled(record)
    record.resolve("with", "yes", known=1000.4)
    assert command("tracker", "tick", day=START).code == 0
    assert said(record) == []


def test_a_past_that_is_lived_again_gets_no_new_facts(
    record: Recorder, command: Command, tmp_path: Path
) -> None:
    filled(record)
    told = command(
        "tracker", "replay", "--from", "2028-09-27", "--to", "2028-10-05",
        "--into", str(tmp_path / "again"), day=1010,
    )  # fmt: skip
    assert told.code == 0, told.err
    with closing(open_store(tmp_path / "again" / "data.db")) as again:
        assert again.connection.execute("SELECT count(*) FROM forecasts").fetchone() == (2,)
        assert not again.connection.execute(SAID).fetchall()
