"""`forecasts round`: sheets out and in, what is hidden until it closes, and what it came to."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import QuestionType
from tests.conftest import ONE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def team(desk: Desk) -> Desk:
    """Return the desk with cal, a team house, a question of a number, and a round of all."""
    desk.add("cal")
    desk.type("forecaster", "add", "house", "--kind", "team", "--may-enter", "ana,ben")
    desk.ask("tests", title="How many =tests?", type=QuestionType.NUMERIC, range_min=0.0,
             range_max=50.0)  # fmt: skip
    desk.ask("formula", title="=SUM(A1) or not?")
    answer = desk.type("round", "open", "W45")
    assert answer.code == 0, answer.err
    return desk


def sheet(folder: Path, who: str, **cells: tuple[str, str]) -> Path:
    """Fill in a sheet as a spreadsheet saves it and return its path."""
    path = folder / f"W45-{who}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    for row in rows:
        row[head.index("p")], row[head.index("why")] = cells.get(row[0], ("", ""))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def entered(desk: Desk, folder: Path, who: str, **cells: tuple[str, str]) -> None:
    desk.type("round", "sheet", "--for", who, "--folder", str(folder), "--force")
    path = sheet(folder, who, **cells)
    answer = desk.type("round", "enter", str(path), "--as", who)
    assert answer.code == 0, answer.err


def test_it_asks_everybody_of_what_is_open(team: Desk) -> None:
    (found,) = team.type("round", "list", "--json").lines
    assert found["questions"] == ["rain", "tests", "formula"]
    assert found["forecasters"] == ["ana", "ben", "cal"]
    assert (found["open"], found["closes_at"]) == (True, None)
    assert found["entered"] == {"ana": 0, "ben": 0, "cal": 0}
    assert "open" in team.type("round", "list").out


def test_a_round_may_be_of_some_questions_and_people(team: Desk) -> None:
    assert "are asked in the open round W45" in team.refuses("round", "open", "W46")
    team.type("round", "close", "W45")
    words = ("round", "open", "W46", "--question", "rain", "--question", "#1", "--forecaster")
    found = team.type(*words, "ben", "--closes", "2026-11-05", "--json").json
    assert (found["questions"], found["forecasters"]) == (["rain"], ["ben"])
    assert found["closes_at"] == "2026-11-06T00:00:00.000000Z"
    assert found["receipt"] == team.head()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("W45", "--question", "rain"), "there is a round W45 already"),
        (("x", "--question", "due"), "takes no forecasts now"),
        (("x", "--topic", "sports"), "no question of the topic sports is open"),
        (("x", "--question", "rain", "--forecaster", "bne"), "Did you mean ben?"),
    ],
)
def test_a_round_that_cannot_be_is_refused(team: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in team.refuses("round", "open", *words)


def test_a_day_that_has_passed_and_two_ways_of_naming_are_refused(team: Desk) -> None:
    assert "has passed" in team.refuses("round", "open", "x", "--closes", "2026-10-01", code=2)
    both = ("--question", "rain", "--topic", "weather")
    assert "one of them" in team.refuses("round", "open", "x", *both, code=2)


def test_a_sheet_is_a_table_that_no_spreadsheet_runs(team: Desk, tmp_path: Path) -> None:
    team.type("predict", "rain", "12%")
    answer = team.type("round", "sheet", "--folder", str(tmp_path / "out"), "--json")
    assert [line["forecaster"] for line in answer.lines] == ["ana", "ben", "cal"]
    raw = (tmp_path / "out" / "W45-ana.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert " ".join(rows[0]) == "slug title deadline last form forecaster p why"
    assert {row["forecaster"] for row in rows} == {"ana"}
    assert [row["slug"] for row in rows] == ["rain", "tests", "formula"]
    assert [row["last"] for row in rows] == ["12%", "", ""]
    assert rows[0]["deadline"] == "2026-12-01"
    assert rows[1]["form"] == "p10=3 p50=8 p90=30"
    assert rows[2]["title"] == "'=SUM(A1) or not?"
    assert all(not row["p"] and not row["why"] for row in rows)


def test_a_filled_sheet_is_never_written_over_unasked(team: Desk, tmp_path: Path) -> None:
    team.type("round", "sheet", "--folder", str(tmp_path))
    before = sheet(tmp_path, "ben", rain=("12%", "")).read_bytes()
    assert "is there already" in team.refuses("round", "sheet", "--folder", str(tmp_path))
    assert (tmp_path / "W45-ben.csv").read_bytes() == before


def test_a_sheet_is_entered_once_with_who_typed_it(team: Desk, tmp_path: Path) -> None:
    cells = {"rain": ("12%", "no clouds"), "tests": ("p10=3 p50=8 p90=30", "")}
    entered(team, tmp_path, "ben", **cells)
    (row,) = team.rows("rain")
    assert (row.entered_by, row.rationale) == ("ana", "no clouds")
    assert row.round_id is not None
    assert team.rows("tests")[0].stated is not None
    assert team.rows("formula") == ()
    before = team.head()
    again = team.type("round", "enter", str(tmp_path / "W45-ben.csv"), "--as", "ben", at=NOW + DAY)
    assert (again.code, again.out) == (0, "")
    assert "nothing new" in again.err
    assert team.head() == before


def test_dates_and_options_entered_twice_add_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.ask("meet", type=QuestionType.DATE, range_min=(NOW - 30 * DAY).timestamp(),
             range_max=(NOW + 300 * DAY).timestamp())  # fmt: skip
    desk.ask("lead", type=QuestionType.MULTIPLE_CHOICE, options='[{"name":"a b"},{"name":"c"}]')
    desk.type("round", "open", "W45", "--question", "meet", "--question", "lead")
    cells = {"meet": ("2026-12-31=20% never=60%", ""), "lead": ("'a b=40%' c=60%", "")}
    entered(desk, tmp_path, "ben", **cells)
    before = desk.head()
    path = str(tmp_path / "W45-ben.csv")
    answer = desk.type("round", "enter", path, "--as", "ben", "--json", at=NOW + DAY)
    assert (answer.json["entered"], answer.json["receipt"]) == ([], None)
    assert desk.head() == before


def test_the_number_that_stands_and_same_are_second_looks(team: Desk, tmp_path: Path) -> None:
    early = NOW - DAY
    team.type("predict", "rain", "12%", "--as", "ben", at=early)
    team.type("predict", "formula", "40%", "--as", "ben", at=early)
    entered(team, tmp_path, "ben", rain=("12%", "still dry"), formula=("same", ""))
    assert [row.action.value for row in team.rows("rain")] == ["forecast", "reaffirmation"]
    assert [row.action.value for row in team.rows("formula")] == ["forecast", "reaffirmation"]
    assert team.rows("rain")[-1].rationale == "still dry"
    before = team.head()
    team.type("round", "enter", str(tmp_path / "W45-ben.csv"), "--as", "ben", at=NOW + DAY)
    assert team.head() == before


def test_all_bad_cells_are_listed_and_nothing_is_written(team: Desk, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(
        "slug,p,why\nrain,12,\ntests,zzz,\nformula,,because\nsnow,10%,\nrain,12%,\ndue,3%,\n"
        "formula,same,\n",
        encoding="utf-8",
    )
    before = team.head()
    answer = team.type("round", "enter", str(path), "--as", "ben")
    assert answer.code == 1
    lines = answer.err.splitlines()
    places = [line.removeprefix("Error: ").split(": ")[:2] for line in lines[:-1]]
    assert places == [
        ["bad.csv:2", "p"], ["bad.csv:3", "p"], ["bad.csv:4", "why"], ["bad.csv:5", "slug"],
        ["bad.csv:6", "slug"], ["bad.csv:7", "slug"], ["bad.csv:8", "slug"],
    ]  # fmt: skip
    assert lines[-1] == "Nothing was written."
    assert team.head() == before


def test_a_sheet_of_another_is_refused_unless_anyway(team: Desk, tmp_path: Path) -> None:
    team.type("round", "sheet", "--folder", str(tmp_path))
    words = ("round", "enter", str(sheet(tmp_path, "ben", rain=("12%", ""))), "--as", "cal")
    before = team.head()
    assert "the sheet of ben, not cal" in team.refuses(*words)
    assert team.head() == before
    assert team.type(*words, "--anyway").code == 0


def test_capitals_and_semicolons_are_read(team: Desk, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("SLUG;P;Why\nrain;12%;dry, so far\n", encoding="utf-8")
    assert team.type("round", "enter", str(path), "--as", "ben").code == 0
    assert team.rows("rain")[-1].rationale == "dry, so far"


def test_same_where_nothing_stands_is_a_bad_cell(team: Desk, tmp_path: Path) -> None:
    path = tmp_path / "same.csv"
    path.write_text("slug,p\nrain,same\n", encoding="utf-8")
    answer = team.type("round", "enter", str(path), "--as", "ben")
    assert answer.err.startswith("Error: same.csv:2: p: there is nothing to repeat on rain")


def test_who_is_not_asked_and_a_closed_round_are_refused(team: Desk, tmp_path: Path) -> None:
    path = tmp_path / "W45-ben.csv"
    team.type("round", "sheet", "--folder", str(tmp_path))
    team.add("dan")
    assert "dan is not asked" in team.refuses("round", "enter", str(path), "--as", "dan")
    assert "no file" in team.refuses("round", "enter", "nowhere.csv", "--as", "ben", code=2)
    team.type("round", "close", at=NOW + DAY)
    late = NOW + 2 * DAY
    refused = team.refuses("round", "enter", str(path), "--as", "ben", "--round", "W45", at=late)
    assert "closed on 2026-11-02 12:00Z" in refused
    assert "no round is open" in team.refuses("round", "enter", str(path), "--as", "ben", at=late)


def test_who_has_retired_enters_no_sheet(team: Desk, tmp_path: Path) -> None:
    team.type("round", "sheet", "--folder", str(tmp_path))
    path = sheet(tmp_path, "ben", rain=("12%", ""))
    team.type("forecaster", "retire", "ben")
    refused = team.refuses("round", "enter", str(path), "--as", "ben", at=NOW + DAY)
    assert "ben retired on" in refused


def test_a_retry_of_an_entry_passes_as_done(team: Desk, tmp_path: Path) -> None:
    team.type("round", "sheet", "--folder", str(tmp_path))
    path = str(sheet(tmp_path, "ben", rain=("12%", "")))
    words = ("round", "enter", path, "--as", "ben", "--uuid", ONE)
    assert team.type(*words).code == 0
    before = team.head()
    again = team.type(*words)
    assert (again.code, team.head()) == (0, before)
    assert "already on record" in again.err


def numbers(text: str) -> bool:
    """Return whether ben's or cal's number of the round can be read in what was printed."""
    return any(token in text for token in ("13%", "0.13", "61%", "0.61"))


def test_numbers_of_an_open_round_are_hidden_everywhere(team: Desk, tmp_path: Path) -> None:
    team.type("predict", "rain", "33%", "--as", "ben", at=NOW - DAY)
    team.type("predict", "rain", "40%")
    entered(team, tmp_path, "ben", rain=("13%", "dry"))
    entered(team, tmp_path, "cal", rain=("61%", "wet"))
    for words in (
        ("show", "rain", "--others"), ("show", "rain", "--others", "--json"),
        ("list",), ("list", "--json"), ("predict", "rain", "41%", "--others"),
        ("agenda", "--others", "--days", "40"), ("agenda", "--others", "--days", "40", "--json"),
        ("aggregate", "rain", "--others"), ("aggregate", "--others", "--json"),
        ("round", "show"), ("round", "show", "--json"), ("round", "list", "--json"),
        ("leaderboard",), ("report",),
    ):  # fmt: skip
        answer = team.type(*words)
        assert answer.code == 0, (words, answer.err)
        assert not numbers(answer.out + answer.err), words
        assert "dry" not in answer.out
    assert "on 1 question are left out" in team.type("agenda", "--others").err
    shown = team.type("show", "rain", "--others")
    assert "33%" in shown.out
    assert "2 numbers entered in an open round, hidden until it closes." in shown.out
    assert team.type("show", "rain", "--json").json["sealed"] == 2
    assert team.type("aggregate", "rain", "--others", "--json").json["aggregate"] is None
    mine = team.type("show", "rain", "--as", "ben", "--others")
    assert "13%" in mine.out
    assert "61%" not in mine.out
    team.type("round", "close", at=NOW + DAY)
    later = team.type("show", "rain", at=NOW + DAY)
    assert "13%" in later.out
    assert "61%" in later.out
    after = team.type("aggregate", "rain", "--json", at=NOW + DAY).json
    assert after["aggregate"] is not None


def test_before_its_round_a_number_is_seen_as_ever(team: Desk) -> None:
    team.type("round", "close")
    team.type("predict", "rain", "33%", "--as", "ben")
    team.type("round", "open", "W46", at=NOW + DAY)
    at = NOW + 2 * DAY
    team.type("predict", "rain", "44%", "--as", "ben", at=at)
    shown = team.type("show", "rain", "--others", "--json", at=at).json
    assert [row["probability"] for row in shown["forecasts"]] == [0.33]


def test_a_number_typed_in_a_round_belongs_to_it(team: Desk) -> None:
    answer = team.type("predict", "rain", "12%")
    assert "hidden from the others until the round W45 closes" in answer.err
    (row,) = team.rows("rain")
    assert row.round_id is not None
    team.type("predict", "due", "1%")
    team.add("dan")
    assert "hidden" not in team.type("predict", "rain", "12%", "--as", "dan").err


def test_a_round_with_a_day_ends_by_itself(team: Desk) -> None:
    team.type("round", "close")
    team.type("round", "open", "W46", "--closes", "2026-11-02")
    team.type("predict", "rain", "12%", "--as", "ben")
    assert team.type("show", "rain", "--others", "--json").json["sealed"] == 1
    over = datetime(2026, 11, 3, tzinfo=UTC)
    assert team.type("show", "rain", "--others", "--json", at=over).json["sealed"] == 0
    found = team.type("round", "show", "W46", "--json", at=over).json
    (rain,) = [one for one in found["results"] if one["question"] == "rain"]
    assert rain["voices"] == [{"forecaster": "ben", "said": 0.12, "why": None}]


def test_what_has_an_outcome_is_hidden_no_longer(team: Desk) -> None:
    team.type("predict", "rain", "12%", "--as", "ben")
    known = ("--known", "2026-11-02", "--happened", "2026-11-02", "--no-source", "seen")
    answer = team.type("resolve", "rain", "yes", *known, at=NOW + 2 * DAY)
    assert answer.code == 0, answer.err
    assert team.type("show", "rain", "--json", at=NOW + 2 * DAY).json["sealed"] == 0


def test_at_the_close_the_outer_two_are_asked_why(team: Desk, tmp_path: Path) -> None:
    entered(team, tmp_path, "ana", rain=("30%", ""))
    entered(team, tmp_path, "ben", rain=("12%", "no clouds"), formula=("50%", ""))
    entered(team, tmp_path, "cal", rain=("60%", "fronts"), formula=("51%", ""))
    answer = team.type("round", "close", at=NOW + DAY)
    assert answer.out.splitlines()[2:8] == [
        "rain: 12% to 60%, median 30%, 2.4 apart",
        "Will it be rain?",
        "  Lowest   ben 12%: no clouds",
        "  Highest  cal 60%: fronts",
        "  Between  ana 30%",
        "  Ask why  ben and cal",
    ]
    assert "formula: 50% to 51%, median 50.5%, 0.0 apart" in answer.out
    assert "tests: nobody has a number" in answer.out
    assert f"Receipt {team.head()}" in answer.out
    found = team.type("round", "show", "W45", "--json", at=NOW + 2 * DAY).json
    (rain, formula, tests) = found["results"]
    assert rain["lowest"] == {"forecaster": "ben", "chance": 0.12, "why": "no clouds"}
    assert (rain["median"], rain["event"], formula["silent"]) == (0.3, "yes", ["ana"])
    assert (tests["log_odds"], tests["voices"]) == (None, [])


def test_what_is_said_after_the_close_does_not_change_what_the_round_came_to(team: Desk) -> None:
    team.type("predict", "rain", "12%", "--as", "ben")
    team.type("predict", "rain", "50%")
    team.type("round", "close", at=NOW + DAY)
    before = team.type("round", "show", "W45", "--json", at=NOW + DAY).json["results"]
    team.type("predict", "rain", "90%", at=NOW + 2 * DAY)
    assert team.type("round", "show", "W45", "--json", at=NOW + 2 * DAY).json["results"] == before


def test_a_round_closes_once(team: Desk) -> None:
    first = team.type("round", "close", "W45", "--uuid", ONE)
    assert first.code == 0
    before = team.head()
    assert team.type("round", "close", "W45", "--uuid", ONE).code == 0
    assert team.head() == before
    assert "closed on" in team.refuses("round", "close", "W45")
    assert "no round is open" in team.refuses("round", "close")
    assert "Open one" in team.refuses("round", "show")
    assert "The last ones: W45" in team.refuses("round", "close", "W54")


def test_the_agreed_number_is_the_teams(team: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    team.type("predict", "rain", "12%", "--as", "ben")
    agreed = ("--agree", "rain=20%", "--agree", "tests=p10=3 p50=8 p90=30", "--why", "middle")
    answer = team.type("round", "close", "--house", "house", *agreed, "--json", at=NOW + DAY)
    assert answer.code == 0, answer.err
    assert [row["question"] for row in answer.json["agreed"]] == ["rain", "tests"]
    assert answer.json["receipt"] == team.head()
    row = team.rows("rain")[-1]
    assert (row.entered_by, row.rationale) == ("ana", "middle")
    before = team.head()
    again = team.type("round", "close", "--house", "house", *agreed, at=NOW + 2 * DAY)
    assert (again.code, team.head()) == (0, before)
    assert "on record already" in again.err
    other = ("round", "close", "--house", "house", "--agree", "rain=30%")
    assert team.type(*other, at=NOW + 2 * DAY).code == 0
    monkeypatch.setenv("LOGNAME", "cal")
    assert "cal may not enter" in team.refuses(*other[:-1], "rain=35%", at=NOW + 3 * DAY)
    monkeypatch.setenv("FORECASTS_AS", "ben")
    assert team.type(*other[:-1], "rain=35%", at=NOW + 3 * DAY).code == 0
    assert team.rows("rain")[-1].entered_by == "ben"


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("--house", "ben", "--agree", "rain=20%"), "ben is a person", 1),
        (("--house", "house", "--agree", "rain"), "is no agreed number", 2),
        (("--house", "house", "--agree", "due=5%"), "was not asked", 2),
        (("--house", "house", "--agree", "rain=200%"), "is not a probability", 2),
        (("--house", "house", "--agree", "rain=2%", "--agree", "rain=3%"), "twice", 2),
        (("--agree", "rain=20%"), "whose numbers", 2),
        (("--house", "house"), "no terminal", 2),
    ],
)
def test_an_agreement_that_cannot_be_leaves_the_round_open(
    team: Desk, words: tuple[str, ...], said: str, code: int
) -> None:
    assert said in team.refuses("round", "close", *words, code=code)
    assert team.type("round", "list", "--json").json["open"]


def test_the_walk_asks_for_each_number(team: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def __init__(self, *lines: str) -> None:
            self.lines = [*lines]

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return self.lines.pop(0) if self.lines else ""

    team.type("predict", "rain", "12%", "--as", "ben")
    monkeypatch.setattr(sys, "stdin", Terminal("200%\n", "20%\n", "\n", "q\n"))
    answer = team.type("round", "close", "--house", "house", at=NOW + DAY)
    assert answer.code == 0, answer.err
    assert "200%" in answer.err
    assert "rain: ben 12%, alone > " in answer.err
    assert "Agreed\n  rain  20%" in answer.out
    assert [row.entered_by for row in team.rows("rain")] == ["ana", "ana"]
    assert team.rows("tests") == ()


def test_closed_rounds_verify_and_are_counted_where_tables_leave_them_out(
    team: Desk, tmp_path: Path
) -> None:
    team.type("round", "close")
    assert team.type("verify").code == 0
    found = json.loads(team.type("export", "tables", str(tmp_path / "t"), "--json").out)
    assert found["not_carried"]["rounds"] == 1


def test_a_provisional_score_of_a_sealed_number_is_not_told(desk: Desk) -> None:
    desk.ask("meet", opens=-200, closes=200, type=QuestionType.DATE,
             range_min=(NOW - 200 * DAY).timestamp(),
             range_max=(NOW + 200 * DAY).timestamp())  # fmt: skip
    early = NOW - 100 * DAY
    desk.type("round", "open", "W29", "--question", "meet", at=early)
    for who in ("ana", "ben"):
        done = desk.type("predict", "meet", "--by", "2026-12-31=20%", "--never", "60%", "--as", who,
                         at=early)  # fmt: skip
        assert done.code == 0, done.err
    assert {line["forecaster"] for line in desk.type("scores", "--json").lines} == {"ana"}
    refused = desk.type("explain", "meet", "--forecaster", "ben")
    assert (refused.code, refused.out) == (1, "")
    assert "ben has a number on meet in an open round" in refused.err
    assert desk.type("explain", "meet", "--forecaster", "ana").code == 0
    desk.type("round", "close")
    assert {line["forecaster"] for line in desk.type("scores", "--json").lines} == {"ana", "ben"}
    assert desk.type("explain", "meet", "--forecaster", "ben").code == 0


def test_two_processes_that_open_the_same_round_make_one(desk: Desk) -> None:
    desk.ask("far", closes=20_000)  # the processes read the machine's clock
    words = [sys.executable, "-m", "forecasts", "round", "open", "W45", "--db", str(desk.path)]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(2)]  # fmt: skip
    codes = []
    for process in both:
        process.communicate(timeout=60)
        codes.append(process.returncode)
    assert sorted(codes) == [0, 1]
    assert len(desk.type("round", "list", "--json").lines) == 1


def test_many_questions_are_counted_and_not_poured_out(desk: Desk) -> None:
    for i in range(25):
        desk.ask(f"q{i}")
    assert "and 18 more" in desk.type("round", "open", "W45").out
    answer = desk.type("round", "close")
    assert "and 6 more: forecasts round show --json has them all" in answer.out
