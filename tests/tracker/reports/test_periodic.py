"""Reports on a period as they are typed: what each owns, and that it never changes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from forecasts.model import Confirmation
from forecasts.store import confirmations
from tracker.periods import Period

# Day 0 is Thursday, 1 January 2026: week 2 holds days 4 to 10, week 3 days 11 to 17.
PAGE = ["verdict", "needs_a_person", "closing", "moved", "resolved", "footer"]
HEAD = ["report", "topic", "retrospective", "period", "as_of", "made_at"]


class Tags(HTMLParser):
    """Collects (tag, attribute, address) of a page, as a browser reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "" if name in {"href", "src"} else "")
                       for name, value in [("", ""), *attrs]]  # fmt: skip


def owned(command: Any, name: str, *argv: str, day: float = 400) -> list[str]:
    (found,) = command("report", "--period", name, "--json", *argv, day=day).json
    return sorted(found["period"]["owned"])


@pytest.fixture
def weeks(desk: Any) -> Any:
    """Return a desk with outcomes of two weeks, one restated and one confirmed late."""
    for slug in ("rain", "snow", "hail", "fog", "frost"):
        desk.ask(slug, 0, 10, second_person=slug == "frost")
        desk.say("ana", slug, 1, 0.3)
    desk.resolve("rain", "no", 5, recorded=6)
    desk.resolve("snow", "yes", 9, recorded=10.5)
    first = desk.resolve("frost", "no", 9, recorded=10.6, resolver="ana")
    desk.resolve("rain", "yes", 5, recorded=12)
    desk.resolve("hail", "no", 5, recorded=13)
    with desk.record.store.append(desk.record.at(14), "confirm") as batch:
        confirmations.record(batch, Confirmation(resolution_id=first, confirmer="bo"))
    return desk


@pytest.mark.usefixtures("weeks")
def test_an_outcome_is_told_by_the_period_in_which_it_first_came_into_force(command: Any) -> None:
    assert owned(command, "2026-W01") == []
    assert owned(command, "2026-W02") == ["rain", "snow"]
    assert owned(command, "2026-W03") == ["frost", "hail"]
    assert owned(command, "2026-W04") == []
    assert owned(command, "2026-01") == owned(command, "2026-Q1")
    assert owned(command, "2026-01") == ["frost", "hail", "rain", "snow"]
    assert owned(command, "2026-01-07") == ["rain"]


@pytest.mark.usefixtures("weeks")
def test_days_are_those_of_the_zone(command: Any) -> None:
    """Noon of the 11th in London is the 12th on Kiritimati, its first instant the 6th in Ohio."""
    assert owned(command, "2026-01-11") == ["snow"]
    assert owned(command, "2026-01-12", "--tz", "Pacific/Kiritimati") == ["snow"]
    assert owned(command, "2026-01-11", "--tz", "Pacific/Kiritimati") == []
    assert owned(command, "2026-01-07") == ["rain"]
    assert owned(command, "2026-01-06", "--tz", "America/New_York") == ["rain"]


@pytest.mark.usefixtures("weeks")
def test_a_page_has_its_sections_in_order(command: Any) -> None:
    (found,) = command("report", "--period", "2026-w02", "--json", day=400).json
    assert list(found) == [*HEAD, *PAGE]
    assert found["report"] == "Weekly report"
    assert found["period"]["name"] == "2026-W02"
    assert found["made_at"] == found["period"]["ends_at"] == "2026-01-12T00:00:00.000000Z"
    assert (found["period"]["so_far"], found["period"]["late"]) == (False, False)
    assert found["verdict"]["sentences"][0] == (
        "This week 2 questions resolved, 3 wait for an outcome, none moved."
    )
    assert found["verdict"]["sentences"][2] == "Two outcomes change next to nothing about that."
    assert found["verdict"]["to_date"]["questions"] == 2
    (daily,) = command("report", "--period", "2026-01-07", "--json", day=400).json
    assert list(daily)[: len(HEAD)] == HEAD
    assert daily["report"] == "Daily report"


@pytest.mark.usefixtures("weeks")
def test_the_period_reads_the_record_as_it_stood(command: Any) -> None:
    """In week 2 rain is no; that it was restated is told by week 3, which does not own it."""
    (second,) = command("report", "--period", "2026-W02", "--json", day=400).json
    outcomes = {one["question"]: one["outcome"] for one in second["resolved"]["questions"]}
    assert outcomes == {"rain": "no", "snow": "yes"}
    assert second["footer"]["restatements"] == 0
    (waits,) = (q for q in second["needs_a_person"]["questions"] if q["question"] == "frost")
    assert waits["unconfirmed"] == "no"
    assert waits["command"].startswith("forecasts resolve frost --confirm")
    (third,) = command("report", "--period", "2026-W03", "--json", day=400).json
    assert [one["question"] for one in third["resolved"]["questions"]] == ["frost", "hail"]
    assert [one["question"] for one in third["void"]["restated"]] == ["rain"]
    assert third["footer"]["restatements"] == 1
    late = {one["question"]: one["late"] for one in third["resolved"]["questions"]}
    assert late == {"frost": True, "hail": True}
    assert not any(one["late"] for one in second["resolved"]["questions"])


@pytest.mark.parametrize("name", ["2026-W02", "2026-01-12", "2026-01", "2026-Q1"])
def test_it_is_the_same_whenever_it_is_made(
    weeks: Any, command: Any, tmp_path: Path, name: str
) -> None:
    day = (Period.parse(name).end - weeks.record.at(0).date()).days

    def made(at: float) -> list[str]:
        page, sheet = tmp_path / "r.html", tmp_path / "r.md"
        files = ("--html", str(page), "--markdown", str(sheet))
        assert command("report", "--period", name, *files, day=at).code == 0
        screen = command("report", "--period", name, day=at).out
        return [page.read_text(), sheet.read_text(), screen]

    then = made(day)
    weeks.ask("later", 100, 500)
    weeks.say("bo", "later", 101, 0.7)
    weeks.resolve("fog", "yes", 9, recorded=120)
    weeks.say("dora", "snow", 3, 0.9, recorded=121)
    assert made(day + 500) == then


def test_the_tracker_writes_the_same_in_time_and_marks_what_is_late(
    weeks: Any, command: Any, tmp_path: Path
) -> None:
    weeks.ask("later", 100, 500)
    folder = weeks.record.path.parent / "reports"
    for day in (101, 110, 130, 186):
        done = command("tracker", "tick", day=day)
        assert done.code == 0, done.err
    # Day 110 ends a week on the 21st of April, a Tuesday; the month before last ended in time.
    page, sheet = tmp_path / "r.html", tmp_path / "r.md"
    seen = set()
    for made in sorted(folder.glob("2026-*.md")):
        name = made.stem
        files = ("--html", str(page), "--markdown", str(sheet))
        assert command("report", "--period", name, *files, day=900).code == 0
        late = re.search(r"^- \*\*Late:\*\* written .*\n", made.read_text(), re.MULTILINE)
        kept = [line for line in made.read_text().splitlines() if "**Late:** written" not in line]
        assert [line.replace(f"({name}-", "(r-") for line in kept] == sheet.read_text().splitlines()
        if late is None:
            assert made.with_suffix(".html").read_text() == page.read_text()
        seen.add((Period.parse(name).length.value, late is not None))
    assert {length for length, _ in seen} >= {"weekly"}
    assert {late for _, late in seen} == {False, True}


@pytest.mark.usefixtures("weeks")
def test_a_period_that_is_not_over_is_told_so_far(command: Any) -> None:
    (found,) = command("report", "--period", "2026-W02", "--json", day=7).json
    assert found["period"]["so_far"] is True
    assert found["period"]["owned"] == ["rain"]
    assert found["verdict"]["sentences"][0].startswith("So far this week 1 question resolved")
    screen = command("report", "--period", "2026-W02", day=7).out
    assert screen.startswith("Weekly report: 2026-W02 so far\n5 to 8 January 2026 (UTC)")


def test_what_is_recorded_at_this_instant_is_in_so_far(desk: Any, command: Any) -> None:
    desk.ask("rain", 0, 10)
    desk.say("ana", "rain", 1, 0.3)
    desk.resolve("rain", "no", 5, recorded=6)
    assert owned(command, "2026-W02", day=6) == ["rain"]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("2026-W60", 2, "'2026-W60' is no period."),
        ("last week", 2, "Type a day, week, month or quarter"),
        ("2027-Q3", 1, "2027-Q3 has not begun"),
        ("2027-Q3", 1, "report --period 2025-Q4   The one that runs: 2026-Q1"),
    ],
)
def test_what_is_no_period_is_said_in_two_lines(
    desk: Any, command: Any, name: str, code: int, words: str
) -> None:
    desk.ask("rain")
    done = command("report", "--period", name, day=20)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert len(done.err.splitlines()) == 2


@pytest.mark.parametrize("name", ["2026-W02", "2026-01", "2025-Q4"])
def test_an_empty_record_has_a_correct_report(desk: Any, command: Any, name: str) -> None:
    assert desk.record.asked == {}
    (found,) = command("report", "--period", name, "--json").json
    assert found["period"]["owned"] == []
    assert "nothing to conclude, and that is the finding" in " ".join(found["verdict"]["sentences"])
    assert command("report", "--period", name).code == 0


def test_only_retrospective_ones_are_nothing_to_conclude(desk: Any, command: Any) -> None:
    desk.ask("flood", -20, -10, retrospective=True)
    desk.say("ana", "flood", -20, 0.1)
    desk.resolve("flood", "no", -10, recorded=5)
    (live,) = command("report", "--period", "2026-W02", "--json").json
    assert (live["period"]["owned"], live["verdict"]["resolved"]) == ([], 0)
    assert live["verdict"]["to_date"]["questions"] == 0
    assert owned(command, "2026-W02", "--retrospective") == ["flood"]


def test_one_outcome_has_no_average_and_no_verdict(desk: Any, command: Any) -> None:
    desk.ask("rain", 0, 10)
    desk.say("ana", "rain", 1, 0.3)
    desk.resolve("rain", "no", 5, recorded=6)
    screen = " ".join(command("report", "--period", "2026-W02").out.split())
    assert "ana has 1 question scored" in screen
    assert "One outcome changes next to nothing about that." in screen
    assert not re.search(r"on average|calibrat", screen)


def test_a_month_scores_its_own_questions_and_is_set_against_the_one_before(
    desk: Any, command: Any
) -> None:
    for place in range(20):
        slug = f"q{place}"
        opens = 0 if place < 10 else 31
        desk.ask(slug, opens, opens + 10)
        desk.say("ana", slug, opens, 0.3 if place < 10 else 0.1)
        desk.resolve(slug, "no", opens + 10)
    (found,) = command("report", "--period", "2026-02", "--json").json
    assert found["report"] == "Scoring report"
    (row,) = found["record"]["coin"]["rows"]
    assert (row["questions"], row["brier"]) == (10, pytest.approx(0.01))
    against = found["against_before"]
    assert (against["period"], against["before"]) == ("2026-02", "2026-01")
    (change,) = against["rows"]
    assert (change["questions"], change["questions_before"]) == (10, 10)
    assert change["difference"] == pytest.approx(0.09 - 0.01)
    assert change["verdict"] == "better"
    assert found["calibration"]["numbers"]["questions"] == 20


def test_people_go_by_letters_in_files_unless_named(
    weeks: Any, command: Any, tmp_path: Path
) -> None:
    assert weeks.record.asked
    page = tmp_path / "r.html"
    done = command("report", "--period", "2026-W02", "--html", str(page))
    assert done.err.splitlines()[-1].startswith("Other people go by letters")
    assert "forecaster A" in page.read_text()
    assert not re.search(r"\bana\b", page.read_text())
    command("report", "--period", "2026-W02", "--html", str(page), "--names")
    assert re.search(r"\bana\b", page.read_text())


@pytest.mark.parametrize("name", ["2026-W02", "2026-Q1"])
def test_hostile_texts_are_inert(
    hostile_desk: Any, command: Any, tmp_path: Path, name: str
) -> None:
    assert hostile_desk.record.asked
    page, sheet = tmp_path / "r.html", tmp_path / "r.md"
    files = ("--html", str(page), "--markdown", str(sheet))
    flags = ("--names", "--rationales", "--others")
    assert command("report", "--period", name, *files, *flags, day=400).code == 0
    tags = Tags()
    tags.feed(page.read_text())
    assert tags.found
    assert not {"img", "iframe", "object"} & {name for name, _, _ in tags.found}
    scripts = [one for one in tags.found if one[0] == "script"]
    assert {attribute for _, attribute, _ in scripts} <= {"", "type"}, "data, and one of our own"
    assert not [one for one in tags.found if one[1].startswith("on") or "javascript:" in one[2]]
    assert not re.search(r"(?<!\\)\]\(javascript", sheet.read_text())
    screen = command("report", "--period", name, *flags, day=400).out
    assert "\x1b]0" not in screen
    assert "\u202e" not in screen + page.read_text() + sheet.read_text()


@pytest.mark.usefixtures("weeks")
@pytest.mark.parametrize(
    ("name", "noun", "first"),
    [("2025-W40", "week", "2026-W01"), ("2025-Q3", "quarter", "2026-Q1")],
)
def test_a_period_before_the_record_began_names_the_first_it_can_report(
    command: Any, name: str, noun: str, first: str
) -> None:
    said = " ".join(command("report", "--period", name).out.split())
    assert f"The record begins on 2026-01-01, after this {noun}." in said
    assert f"The first {noun} it can report: forecasts report --period {first}" in said
    assert "nothing to conclude" not in said
    assert "begins on" not in command("report", "--period", first).out
