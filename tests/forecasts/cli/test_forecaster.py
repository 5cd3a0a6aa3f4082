"""`forecasts forecaster`: who is on record, under which names, and until when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.store import forecasters
from tests.conftest import ONE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

    from forecasts.model import Forecaster

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def known(desk: Desk, name: str) -> Forecaster:
    store = desk.store()
    found = forecasters.find(store, name)
    store.close()
    return found


def test_a_forecaster_is_added_with_kind_and_aliases(desk: Desk) -> None:
    answer = desk.type(
        "forecaster", "add", " CSIS ", "--kind", "publication", "--alias", "csis.org",
        "--alias", "CSIS.ORG", "--alias", "csis", "--json",
    )  # fmt: skip
    assert answer.json == {
        "forecaster": "CSIS",
        "kind": "publication",
        "aliases": ["CSIS.ORG"],
        "retired_at": None,
        "may_enter": None,
        "hints": False,
        "seq": int(desk.head().split(":")[0]),
        "receipt": desk.head(),
    }
    assert known(desk, "csis.org").name == "CSIS"


def test_the_receipt_and_the_next_command_are_said(desk: Desk) -> None:
    answer = desk.type("forecaster", "add", "Ana Kim")
    assert (answer.code, answer.err) == (0, "")
    assert f"Receipt {desk.head()}" in answer.out
    assert "forecasts predict QUESTION …% --as 'Ana Kim'" in answer.out


@pytest.mark.parametrize("kind", ["person", "team", "crowd", "model", "publication", "baseline"])
def test_every_kind_can_be_added_and_aggregates_cannot(desk: Desk, kind: str) -> None:
    assert desk.type("forecaster", "add", "new", "--kind", kind).code == 0
    assert known(desk, "new").kind.value == kind
    assert desk.type("forecaster", "add", "sum", "--kind", "aggregate").code == 2


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("add", "Ana"), "taken", 1),
        (("add", "new", "--alias", "BEN"), "taken", 1),
        (("add", ""), "1 to 80 characters", 2),
        (("add", "x" * 81), "1 to 80 characters", 2),
        (("add", "a\x1b[2Jb"), "U+001B", 2),
        (("add", "a\u202eb"), "U+202E", 2),
        (("alias", "benn", "b"), "Did you mean ben?", 1),
        (("alias", "ben", "ANA"), "taken", 1),
        (("alias", "ben", "b\x07"), "U+0007", 2),
        (("retire", "bem"), "Did you mean ben?", 1),
        (("retire", "nobody-at-all"), "On record: ana, ben.", 1),
        (("retire", "ben", "--at", "soon"), "'soon' is no date", 2),
    ],
)
def test_bad_input_writes_nothing_and_says_what_to_type(
    desk: Desk, words: tuple[str, ...], says: str, code: int
) -> None:
    assert says in desk.refuses("forecaster", *words, code=code)


def test_an_alias_is_as_good_as_the_name(desk: Desk) -> None:
    answer = desk.type("forecaster", "alias", "ben", "Benjamin")
    assert answer.out.startswith("ben goes by Benjamin too.")
    desk.type("predict", "rain", "12%", "--as", "benjamin")
    assert desk.rows("rain")[0].forecaster_id == known(desk, "ben").id
    head = desk.head()
    assert "nothing written" in desk.type("forecaster", "alias", "ben", "BENJAMIN").err
    assert desk.type("forecaster", "alias", "ben", "ben", "--json").json["receipt"] is None
    assert desk.head() == head


def test_the_list_counts_numbers_and_questions_and_leaves_struck_ones_out(desk: Desk) -> None:
    desk.type("predict", "rain", "12%")
    desk.type("predict", "rain", "13%", "--fix")
    desk.type("predict", "rain", "same")
    desk.ask("snow")
    desk.type("predict", "snow", "20%")
    desk.type("withdraw", "snow")
    ana, ben = desk.type("forecaster", "list", "--json").lines
    assert ana == {
        "forecaster": "ana",
        "kind": "person",
        "aliases": [],
        "retired_at": None,
        "may_enter": None,
        "hints": False,
        "forecasts": 3,
        "questions": 2,
    }
    assert (ben["forecasts"], ben["questions"]) == (0, 0)
    rows = desk.type("forecaster", "list").out.splitlines()
    assert re.split(r"  +", rows[0]) == [
        "forecaster", "kind", "also", "forecasts", "questions", "retired",
    ]  # fmt: skip
    assert rows[1].split() == ["ana", "person", "3", "2"]


def test_nobody_is_on_record_at_first(desk: Desk, tmp_path: object) -> None:
    other = f"{tmp_path}/empty.db"
    desk.type("init", "--db", other)
    answer = desk.type("forecaster", "list", "--db", other)
    assert (answer.code, answer.out) == (0, "")
    assert "login name" in answer.err


def test_retiring_ends_what_stands_and_lets_the_past_stand(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", "--as", "ben")
    desk.ask("over", closes=1)
    desk.type("predict", "over", "30%", "--as", "ben")
    answer = desk.type("forecaster", "retire", "ben", "--at", "2026-11-10", "--tz", "Asia/Seoul")
    assert answer.code == 0
    assert "2026-11-10 00:00" in answer.out
    assert "2026-11-09 15:00Z" in answer.out
    assert known(desk, "ben").retired_at == datetime(2026, 11, 9, 15, tzinfo=UTC)

    def standing(at: datetime) -> dict[str, int]:
        lines = desk.type("list", "--json", at=at).lines
        return {line["question"]: line["forecasts"] for line in lines}

    before = standing(datetime(2026, 11, 9, 14, 59, tzinfo=UTC))
    after = standing(datetime(2026, 11, 9, 15, tzinfo=UTC))
    assert (before["rain"], after["rain"]) == (1, 0)
    assert (before["over"], after["over"]) == (1, 1)  # it stood when the question closed


def test_the_day_of_a_retirement_can_be_moved_and_said_again(desk: Desk) -> None:
    assert desk.type("forecaster", "retire", "ben").code == 0
    assert known(desk, "ben").retired_at == NOW
    later = NOW + timedelta(days=1)
    again = desk.type("forecaster", "retire", "ben", at=later)
    assert "nothing written" in again.err
    assert known(desk, "ben").retired_at == NOW
    moved = desk.type("forecaster", "retire", "ben", "--at", "2026-11-15", "--json", at=later)
    assert moved.json["retired_at"] == "2026-11-15T00:00:00.000000Z"
    assert desk.type("predict", "rain", "12%", "--as", "ben", at=later).code == 0
    after = datetime(2026, 11, 15, tzinfo=UTC)
    assert "retired" in desk.refuses("predict", "rain", "12%", "--as", "ben", at=after)


def test_a_retry_of_the_same_uuid_adds_nothing(desk: Desk) -> None:
    desk.type("forecaster", "add", "new", "--uuid", ONE)
    head = desk.head()
    assert desk.type("forecaster", "add", "new", "--uuid", ONE).code == 0
    assert desk.head() == head
    assert "says something else" in desk.refuses("forecaster", "add", "other", "--uuid", ONE)


def test_a_retirement_takes_no_forecast_back(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", "--as", "ben")
    words = desk.refuses("forecaster", "retire", "ben", "--at", "2026-11-01")
    assert "its score would be taken back" in words
    assert "forecasts forecaster retire ben --at 2026-11-02" in words
    assert desk.type("forecaster", "retire", "ben", "--at", "2026-11-02").code == 0


# Who may enter a team's numbers


def sits(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let another person sit down at the desk."""
    monkeypatch.setenv("LOGNAME", name)


def test_only_those_who_may_enter_a_team_s_numbers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = desk.type("forecaster", "add", "house", "--kind", "team", "--may-enter", "Ana, ben")
    assert "Its numbers are entered by ana, ben." in added.out
    assert known(desk, "house").may_enter == ("ana", "ben")
    assert desk.type("predict", "rain", "12%", "--as", "house").code == 0
    assert desk.rows("rain")[-1].entered_by == "ana"
    sits(monkeypatch, "eve")
    words = desk.refuses("predict", "rain", "20%", "--as", "house")
    assert "eve may not enter numbers of house; who may: ana, ben." in words
    assert "forecasts forecaster allow house ana ben eve" in words
    desk.refuses("withdraw", "rain", "--as", "house")
    assert desk.type("predict", "rain", "20%").code == 0


def test_an_alias_enters_as_the_one_it_names(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.type("forecaster", "alias", "ana", "a.kim")
    desk.type("forecaster", "add", "house", "--kind", "team", "--may-enter", "a.kim")
    assert known(desk, "house").may_enter == ("ana",)
    for name, code in (("A.Kim", 0), ("ana", 0), ("ben", 1), ("house", 0)):
        sits(monkeypatch, name)
        assert desk.type("predict", "rain", "12%", "--as", "house").code == code, name


def test_who_may_enter_can_be_changed_and_lifted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.type("forecaster", "add", "house", "--kind", "team", "--may-enter", "ana")
    assert desk.type("forecaster", "allow", "house", "ben", "--json").json["may_enter"] == ["ben"]
    desk.refuses("predict", "rain", "12%", "--as", "house")
    same = desk.type("forecaster", "allow", "house", "ben")
    assert "nothing written" in same.err
    lifted = desk.type("forecaster", "allow", "house", "--anybody")
    assert f"Anybody may enter numbers of house.\nReceipt {desk.head()}" in lifted.out
    sits(monkeypatch, "eve")
    assert desk.type("predict", "rain", "12%", "--as", "house").code == 0
    assert desk.type("forecaster", "list", "--json").lines[2]["may_enter"] is None


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("add", "house", "--may-enter", "ana,nobody"), "no forecaster is called 'nobody'", 1),
        (("add", "house", "--may-enter", "ana,,ben"), "", 2),
        (("allow", "ben", "bem"), "Did you mean ben?", 1),
        (("allow", "ben"), "Name them all, or type --anybody.", 2),
        (("allow", "ben", "ana", "--anybody"), "who may enter its numbers?", 2),
        (("allow", "house", "ana"), "no forecaster is called 'house'", 1),
    ],
)
def test_a_name_that_is_unknown_lets_nobody_in(
    desk: Desk, words: tuple[str, ...], says: str, code: int
) -> None:
    assert says in desk.refuses("forecaster", *words, code=code)


def test_a_retirement_and_an_import_keep_who_may_enter(desk: Desk, tmp_path: Path) -> None:
    desk.type("forecaster", "add", "house", "--kind", "team", "--may-enter", "ana")
    desk.type("forecaster", "retire", "house", "--at", "2026-12-01")
    (tmp_path / "forecasters.csv").write_text("name,kind,aliases\nhouse,team,the desk\n")
    assert desk.type("import", "tables", str(tmp_path)).code == 0
    assert known(desk, "the desk").may_enter == ("ana",)


def test_hints_are_asked_for_kept_and_turned_off(desk: Desk) -> None:
    on = desk.type("forecaster", "hints", "ana", "on")
    assert f"ana is shown hints with a forecast.\nReceipt {desk.head()}" in on.out
    assert known(desk, "ana").hints
    head = desk.head()
    assert "nothing written" in desk.type("forecaster", "hints", "ana", "on").err
    assert desk.head() == head
    desk.type("forecaster", "alias", "ana", "a.kim")
    assert known(desk, "ana").hints
    assert desk.type("forecaster", "hints", "a.kim", "off", "--json").json["hints"] is False
    assert not known(desk, "ana").hints
    assert "on" in desk.refuses("forecaster", "hints", "ana", "maybe", code=2)
