"""`forecasts tracker schedule`: what it refuses, what it echoes, what a change does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.diary import plans

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder, Told

KEYS = [
    "name", "work", "period", "cron", "timezone", "enabled", "topic", "forecaster", "names", "next",
]  # fmt: skip
DAY = 5.5  # Tuesday, 6 January 2026, at noon


@pytest.fixture
def schedule(command: Command) -> Command:
    def ran(*argv: str, day: float = DAY) -> Told:
        return command("tracker", "schedule", *argv, day=day)

    return ran


def reports(command: Command, day: float) -> list[str]:
    """Tick and return the reports that were written."""
    (told,) = command("tracker", "tick", "--json", day=day).json
    assert told["failed"] == []
    return [name for name in told["done"] if name.startswith("report/")]


def test_a_new_record_is_told_what_will_be_planned_and_nothing_is_written(
    schedule: Command, record: Recorder
) -> None:
    before = record.path.read_bytes()
    told = schedule("list")
    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()[1:5]] == [
        "weekly", "quarterly", "reminders", "proposals",
    ]  # fmt: skip
    assert told.out.endswith("This is planned when the tracker first runs.\n")
    assert record.path.read_bytes() == before


def test_a_plan_is_echoed_with_its_next_three_firings_there_and_in_utc(schedule: Command) -> None:
    told = schedule(
        "add", "seoul", "--report", "monthly", "--cron", "0 8 1 * *", "--tz", "Asia/Seoul"
    )
    assert told.out.splitlines() == [
        "seoul: monthly report, 0 8 1 * * in Asia/Seoul.",
        "Next:",
        "  Sun 2026-02-01 08:00 KST  2026-01-31 23:00Z",
        "  Sun 2026-03-01 08:00 KST  2026-02-28 23:00Z",
        "  Wed 2026-04-01 08:00 KST  2026-03-31 23:00Z",
    ]
    assert "seoul" in schedule("list").out


def test_the_objects_have_the_keys_that_are_documented(schedule: Command) -> None:
    (added,) = schedule(
        "add", "korea", "--report", "weekly", "--topic", "korea", "--names", "--json"
    ).json
    assert list(added) == KEYS
    assert added | {"next": None} == dict(
        zip(
            KEYS,
            ["korea", "report", "weekly", "0 7 * * mon", "UTC", True, "korea", None, True, None],
            strict=True,
        )
    )
    assert added["next"] == [f"2026-01-{day}T07:00:00.000000Z" for day in ("12", "19", "26")]
    every = schedule("list", "--json").json
    assert [plan["name"] for plan in every] == [
        "korea", "proposals", "quarterly", "reminders", "weekly",
    ]  # fmt: skip
    assert all(list(plan) == KEYS for plan in every)
    (off,) = schedule("set", "korea", "--off", "--json").json
    assert (off["enabled"], off["next"]) == (False, [])


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (["add", "x"], 2, "what shall it do?"),
        (["add", "x", "--report", "weekly", "--reminders"], 2, "are two things"),
        (["add", "x", "--reminders", "--topic", "foo"], 2, "are of reports"),
        (["add", "WEEKLY", "--report", "weekly"], 1, "forecasts tracker schedule set weekly"),
        (["set", "weekly", "--cron", ""], 2, "need a value"),
        (["set", "weekly", "--tz", ""], 2, "need a value"),
        (["add", "x", "--report", "yearly"], 2, "yearly"),
        (["add", "../x", "--report", "weekly"], 2, "is no name for a plan"),
        (["add", "22", "--report", "monthly"], 2, "is no name for a plan"),
        (["add", "a b", "--report", "monthly"], 2, "is no name for a plan"),
        (["add", "weekly", "--report", "weekly"], 1, "weekly is planned already"),
        (["add", "x", "--report", "weekly", "--forecaster", "nobody"], 1, "nobody"),
        (["add", "x", "--report", "weekly", "--tz", "Mars/Olympus"], 2, "Mars/Olympus"),
        (["add", "x", "--report", "weekly", "--cron", "0 7 * * 1"], 2, "mon"),
        (["add", "x", "--report", "weekly", "--cron", "0 7 * *"], 2, "weekday"),
        (["add", "x", "--report", "weekly", "--cron", "0 7 30 2 *"], 2, "never comes"),
        (["set", "weekly"], 2, "what of weekly shall change?"),
        (["set", "weekly", "--tz", "UTC"], 2, "what of weekly shall change?"),
        (["set", "nothing", "--off"], 1, "There are: proposals, quarterly, reminders, weekly."),
        (["remove", "nothing"], 1, "nothing is planned as 'nothing'"),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(
    schedule: Command, argv: list[str], code: int, says: str
) -> None:
    schedule("add", "some", "--reminders")
    schedule("remove", "some")
    before = schedule("list").out
    told = schedule(*argv)
    assert (told.code, told.out) == (code, "")
    assert says in told.err
    assert schedule("list").out == before


def test_a_topic_that_no_question_has_is_pointed_out(schedule: Command) -> None:
    told = schedule("add", "x", "--report", "weekly", "--topic", "foo")
    assert (told.code, "no question has the topic 'foo' so far" in told.err.lower()) == (0, True)


def test_what_came_due_while_a_plan_was_off_is_not_caught_up_with(
    schedule: Command, command: Command
) -> None:
    schedule("remove", "weekly")
    schedule("add", "d", "--report", "daily")
    assert reports(command, DAY + 1) == ["report/d/2026-01-06"]
    assert schedule("set", "d", "--off", day=DAY + 1).out.endswith("It does not fire.\n")
    assert "off" in schedule("list").out
    command("tracker", "schedule", "set", "d", "--on", day=DAY + 5)
    assert reports(command, DAY + 5.2) == []
    assert reports(command, DAY + 6) == ["report/d/2026-01-11"]


def test_a_change_of_zone_or_hour_neither_loses_nor_doubles_a_period(
    schedule: Command, command: Command
) -> None:
    """On Monday the 12th at 11:00Z: in New York it is not yet seven, in Seoul long past it."""
    for name in ("east", "west"):
        schedule("add", name, "--report", "weekly", "--tz", "America/New_York")
    assert reports(command, 11.46) == ["report/weekly/2026-W02"]
    for name, zone in (("east", "Asia/Seoul"), ("west", "America/Los_Angeles")):
        command("tracker", "schedule", "set", name, "--tz", zone, day=11.46)
    assert reports(command, 11.47) == ["report/east/2026-W02"]
    assert reports(command, 12) == ["report/west/2026-W02"]
    command("tracker", "schedule", "set", "east", "--cron", "0 9 * * tue", day=12)
    assert reports(command, 14) == []  # Tuesday has come, and the week is reported
    written = reports(command, 19.5)
    assert sorted(written) == [f"report/{name}/2026-W03" for name in ("east", "weekly", "west")]


def test_what_was_removed_fires_no_more_and_its_reports_stay(
    schedule: Command, command: Command, record: Recorder
) -> None:
    schedule("add", "d", "--report", "daily")
    assert reports(command, DAY + 1) == ["report/d/2026-01-06"]
    assert schedule("remove", "d").out == "d is off the schedule.\n"
    assert reports(command, DAY + 3) == []
    assert (record.path.parent / "reports" / "2026-01-06-d.html").exists()


def test_a_plan_that_is_changed_while_a_tick_works_on_it_stays_as_it_was_set(
    schedule: Command, record: Recorder
) -> None:
    schedule("add", "d", "--report", "daily")
    connection = record.store.connection
    read = plans.named(connection, "d")
    assert read is not None
    schedule("set", "d", "--cron", "0 9 * * *")
    plans.advance(connection, read, read.done_to, None)
    after = plans.named(connection, "d")
    assert after is not None
    assert (after.cron, after.next_at is None) == ("0 9 * * *", False)
    schedule("remove", "d")
    plans.advance(connection, after, after.done_to, None)
    assert plans.named(connection, "d") is None
