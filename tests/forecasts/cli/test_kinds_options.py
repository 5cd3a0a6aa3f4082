"""Questions with options, from ask to resolve: what is recorded, said and refused."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Action, QuestionType, Status
from forecasts.model.prediction import Shares
from forecasts.store import forecasts

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SEEN = ("--no-source", "seen")
ASK = ("ask", "Who leads?", "--slug", "leader", "--closes", "2026-12-31")
LEADERS = ("--option", "Kim", "--option", "Lee", "--option", "other")
SAID = ("kim=60%", "lee=30%", "o=10%")


def shares(desk: Desk, slug: str = "leader") -> list[tuple[float | None, ...]]:
    return [row.stated.probabilities for row in desk.rows(slug) if isinstance(row.stated, Shares)]


@pytest.fixture
def leader(desk: Desk) -> Desk:
    """Return the desk with an open question on three options."""
    assert desk.type(*ASK, *LEADERS).code == 0
    return desk


# Ask and revise


@pytest.mark.parametrize("kind", ["multiple_choice", "ordinal"])
def test_a_question_offers_options_in_their_order(desk: Desk, kind: str) -> None:
    answer = desk.type(*ASK, "--type", kind, *LEADERS)
    asked = desk.question("leader")
    assert (answer.code, asked.type) == (0, QuestionType(kind))
    assert [(option.name, option.other) for option in asked.terms.choices] == [
        ("Kim", False), ("Lee", False), ("other", True),
    ]  # fmt: skip
    assert "Kim, Lee, other" in answer.out
    assert "Next: forecasts predict leader --option NAME=40% for each option" in answer.out


def test_options_alone_say_that_it_is_multiple_choice(leader: Desk) -> None:
    assert leader.question("leader").type is QuestionType.MULTIPLE_CHOICE


def test_options_may_come_as_json_with_their_times(desk: Desk) -> None:
    text = '["Kim", {"name": "Lee", "from": "2026-12-01T00:00Z"}, {"name": "rest", "other": true}]'
    desk.type(*ASK, "--options-json", text)
    _, lee, rest = desk.question("leader").terms.choices
    assert lee.offered_from == datetime(2026, 12, 1, tzinfo=UTC)
    assert rest.other
    assert "Lee (from 2026-12-01 00:00Z)" in desk.type("show", "leader").out


def test_a_base_rate_counts_the_options(desk: Desk) -> None:
    desk.type(*ASK, *LEADERS, "--base-rate", '{"Kim": 3, "Lee": 1, "other": 0}')
    assert "Base rate  Kim 3, Lee 1, other 0 of 4" in desk.type("show", "leader").out


def test_a_list_without_the_rest_is_to_be_mended(desk: Desk) -> None:
    answer = desk.type(*ASK, *LEADERS[:4])
    assert "--add-option other" in answer.err
    assert "--add-option" not in desk.type(*ASK[:2], "--closes", "2026-12-31", *LEADERS).err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--option", "Kim"), "two options or more"),
        (("--option", "Kim", "--option", "kim"), "two options are called"),
        (("--option", "Kim", "--option", "annulled"), "no name for an option"),
        (("--option", "Kim", "--option", "a\x1bb"), "cannot be seen"),
        (("--options-json", "["), "Expecting"),
        (("--options-json", "{}"), "JSON list"),
        (("--type", "ordinal"), "needs options"),
        (("--type", "binary", *LEADERS), "--option: a yes/no question has none"),
        ((*LEADERS, "--min", "0", "--max", "3"), "--min: a multiple_choice question has none"),
        ((*LEADERS, "--horizon", "2027-12-31"), "only a date has a horizon"),
        ((*LEADERS, "--base-rate", "3/40"), "it lacks 'Kim'"),
        ((*LEADERS, "--base-rate", '{"Park": 3}'), "no option 'Park'"),
        ((*LEADERS, "--by-deadline"), "--by-deadline: a multiple_choice question has none"),
    ],
)
def test_options_that_do_not_fit_are_refused_and_nothing_is_written(
    desk: Desk, words: tuple[str, ...], why: str
) -> None:
    assert why in desk.refuses(*ASK, *words, code=2)


def test_a_question_that_follows_another_offers_what_that_offers_now(leader: Desk) -> None:
    leader.type("revise", "leader", "--add-option", "Park", "--from", "2026-12-15")
    leader.type("ask", "--like", "leader", "--slug", "next", "--closes", "2027-12-31", at=NOW + DAY)
    assert [o.name for o in leader.question("next").terms.choices] == ["Kim", "Lee", "other"]
    said = leader.refuses(
        "ask", "--like", "leader", "--type", "numeric", "--closes", "2028", code=2
    )
    assert "a multiple_choice question, and numeric was typed" in said


def test_an_option_may_be_added_after_the_first_forecast_from_now_on(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID, at=NOW)
    answer = leader.type("revise", "leader", "--add-option", "Park", at=NOW + DAY)
    assert answer.code == 0
    assert leader.question("leader").terms.choices[-1].offered_from == NOW + DAY
    assert shares(leader) == [(0.6, 0.3, 0.1)]
    assert "Kim 60%, Lee 30%, other 10%" in leader.type("show", "leader", at=NOW + DAY).out
    missing = leader.refuses("predict", "leader", *SAID, code=2, at=NOW + DAY)
    assert "Park is missing" in missing
    leader.type("predict", "leader", "kim=50%", "lee=30%", "o=10%", "park=10%", at=NOW + 2 * DAY)
    assert shares(leader)[-1] == (0.5, 0.3, 0.1, 0.1)


def test_an_option_that_comes_later_has_no_probability_before(leader: Desk) -> None:
    leader.type("revise", "leader", "--add-option", "Park", "--from", "2026-12-01")
    leader.type("predict", "leader", *SAID)
    assert shares(leader) == [(0.6, 0.3, 0.1, None)]
    said = leader.refuses("predict", "leader", *SAID, "park=1%", code=2)
    assert "Park is on offer from 2026-12-01 00:00Z" in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("leader", "--add-option", "Park", "--from", "2026-10-20"), "2026-10-20 has begun"),
        (("leader", "--from", "2026-12-01"), "--from is the first day of an option"),
        (("leader", "--add-option", "kim"), "two options are called"),
        (("rain", "--add-option", "kim"), "it has no options"),
        (("rain", "--option", "kim"), "--option: a yes/no question has none"),
    ],
)
def test_an_option_that_cannot_be_added_is_refused(
    leader: Desk, words: tuple[str, ...], why: str
) -> None:
    assert why in leader.refuses("revise", *words, code=2)


def test_the_options_are_fixed_by_the_first_forecast(leader: Desk) -> None:
    assert leader.type("revise", "leader", "--option", "Kim", "--option", "Lee").code == 0
    assert [o.name for o in leader.question("leader").terms.choices] == ["Kim", "Lee"]
    leader.type("predict", "leader", "kim=60%", "lee=40%")
    assert "has forecasts" in leader.refuses("revise", "leader", *LEADERS)


# Predict


@pytest.mark.parametrize(
    "words",
    [SAID, ("--option", "Kim=60%", "--option", "lee=3/10", "--option", "OTHER=0.1")],
)
def test_a_probability_for_each_option_is_recorded(leader: Desk, words: tuple[str, ...]) -> None:
    answer = leader.type("predict", "leader", *words, "--why", "polls")
    (row,) = leader.rows("leader")
    assert answer.code == 0
    assert isinstance(row.stated, Shares)
    assert row.stated.probabilities == (0.6, 0.3, 0.1)
    assert row.rationale == "polls"
    assert row.stated.typed == " ".join(words)


def test_the_echo_draws_the_options_and_says_what_is_at_stake(leader: Desk) -> None:
    """Half scale: if Kim, ½ (.4² + .3² + .1²) = .13; if Lee .43; if other .63."""
    answer = leader.type("predict", "leader", *SAID)
    assert answer.out.startswith("leader: Kim 60%, Lee 30%, other 10%, the first number\n")
    assert [line.split()[0] for line in answer.out.splitlines() if "█" in line] == [
        "Kim", "Lee", "other",
    ]  # fmt: skip
    assert "if Kim 0.13, if Lee 0.43, if other 0.63 lost" in answer.out
    assert f"Receipt       {leader.head()}" in answer.out
    assert "\x1b" not in answer.out


def test_options_that_do_not_sum_to_1_can_be_divided(leader: Desk) -> None:
    said = leader.refuses("predict", "leader", "kim=60%", "lee=30%", "o=30%", code=2)
    assert "sum to 120%" in said
    assert "--normalise" in said
    answer = leader.type("predict", "leader", "kim=60%", "lee=30%", "o=30%", "--normalise")
    assert shares(leader) == [(0.5, 0.25, 0.25)]
    assert "Kim 50%, Lee 25%, other 25%" in answer.out


def test_json_holds_the_probabilities_and_the_losses(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    found = leader.type("predict", "leader", "kim=50%", "lee=30%", "o=20%", "--json").json
    assert found["probabilities"] == [0.5, 0.3, 0.2]
    assert found["before"] == {"probabilities": [0.6, 0.3, 0.1]}
    assert found["losses"]["Lee"] == pytest.approx((0.25 + 0.49 + 0.04) / 2)
    assert "probability" not in found


def test_a_second_look_a_change_a_fix_and_a_withdrawal(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    assert "looked, still Kim 60%" in leader.type("predict", "leader", "same").out
    changed = leader.type("predict", "leader", "kim=50%", "lee=30%", "o=20%")
    assert changed.out.startswith("leader: Kim 60%, Lee 30%, other 10% → Kim 50%, Lee 30%")
    fixed = leader.type("predict", "leader", "kim=55%", "lee=30%", "o=15%", "--fix")
    assert "in place of Kim 50%, Lee 30%, other 20% (struck, never scored)" in fixed.out
    gone = leader.type("withdraw", "leader", "--json").json
    assert gone["before"] == {"probabilities": [0.55, 0.3, 0.15]}
    assert [row.action for row in leader.rows("leader")] == [
        Action.FORECAST, Action.REAFFIRMATION, Action.FORECAST, Action.FORECAST, Action.WITHDRAWAL,
    ]  # fmt: skip
    assert "Type a number: forecasts predict leader --option" in leader.refuses(
        "withdraw", "leader"
    )


def test_what_lacks_an_option_added_since_is_not_said_once_more(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    leader.type("revise", "leader", "--add-option", "Park Jin")
    fixed = "predict leader --option Kim=60% --option Lee=30% --option other=10%"
    for words in (("same",), ("--reaffirm",)):
        said = leader.refuses("predict", "leader", *words, at=NOW + DAY)
        assert "Park Jin came on offer since" in said
        assert f"{fixed} --option 'Park Jin=1%' --normalise" in said
    words = shlex.split(said[said.index("predict leader") :])
    assert leader.type(*words, at=NOW + DAY).code == 0
    assert shares(leader)[-1][-1] == pytest.approx(0.01 / 1.01)
    assert leader.type("predict", "leader", "same", at=NOW + 2 * DAY).code == 0


def test_a_list_that_adds_an_option_names_the_way_to_add_it(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    said = leader.refuses("revise", "leader", *LEADERS, "--option", "Park Jin")
    assert "forecasts revise leader --add-option 'Park Jin'" in said
    assert "--like leader" in leader.refuses("revise", "leader", "--option", "A", "--option", "B")


def test_what_names_an_option_that_is_gone_is_not_said_once_more(desk: Desk) -> None:
    until = '["Kim", {"name": "Lee", "until": "2026-11-20T00:00Z"}, "other"]'
    desk.type(*ASK, "--options-json", until)
    desk.type("predict", "leader", *SAID)
    said = desk.refuses("predict", "leader", "same", at=NOW + 25 * DAY)
    assert "Lee is gone since" in said
    assert "predict leader --option Kim=60% --option other=10% --normalise" in said


def test_an_old_second_look_without_an_added_option_is_exported_and_read_back(
    leader: Desk, tmp_path: Path
) -> None:
    leader.type("predict", "leader", *SAID)
    leader.type("revise", "leader", "--add-option", "Park", at=NOW + DAY / 2)
    (first,) = leader.rows("leader")
    store = leader.store()
    with store.append(NOW + DAY, "test") as batch:
        again = replace(first, action=Action.REAFFIRMATION, made_at=NOW + DAY)
        forecasts.record(batch, again)
    store.close()
    folder, other = str(tmp_path / "out"), str(tmp_path / "other.db")
    assert leader.type("export", "tables", folder).code == 0
    done = leader.type("import", "tables", folder, "--init", "--db", other, at=NOW + 2 * DAY)
    assert done.code == 0, done.err
    read = replace(leader, path=Path(other))
    assert shares(read) == shares(leader) == [(0.6, 0.3, 0.1)] * 2


def test_a_certain_option_is_said_to_cost(leader: Desk) -> None:
    words = ("predict", "leader", "kim=100%", "lee=0%", "o=0%")
    assert "--certain" in leader.refuses(*words, code=2)
    answer = leader.type(*words, "--certain")
    assert "infinite log loss" in answer.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("60%",), "multiple_choice question: '60%' is no prediction of it"),
        (("--p50", "3"), "a quantile is nothing for it"),
        (("kim=60%",), "are missing"),
        (("--file", "nowhere.json"), "cannot be read"),
        (("same", "--option", "kim=60%"), "'same' is no prediction of it"),
        (("--reaffirm", "--option", "kim=60%"), "the old one?"),
    ],
)
def test_what_is_no_prediction_of_options_is_refused(
    leader: Desk, words: tuple[str, ...], why: str
) -> None:
    assert why in leader.refuses("predict", "leader", *words, code=2)


@pytest.mark.parametrize(
    "words", [("--option", "yes=60%"), ("--p50", "3"), ("12%", "--never", "1%")]
)
def test_a_yes_no_question_takes_one_probability(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk.refuses("predict", "rain", *words, code=2)
    assert "yes/no question" in said
    assert "forecasts predict rain 12%" in said


def test_a_closed_question_is_refused_before_anything_is_drawn(desk: Desk) -> None:
    desk.ask("which", closes=-5, type=QuestionType.ORDINAL, options='["a", "b"]')
    assert "resolve which OPTION --source" in desk.refuses("predict", "which", "a=60%", "b=40%")


# Show, list, due


def test_show_and_list_say_what_stands(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    shown = leader.type("show", "leader")
    assert "Kim, Lee, other" in shown.out
    assert "if Kim 0.13" in shown.out
    assert "Next: forecasts predict leader same" in shown.out
    listed = leader.type("list").out
    assert next(line for line in listed.splitlines() if " leader " in line).endswith("Kim 60%")
    found = next(line for line in leader.type("list", "--json").lines if line["type"] != "binary")
    assert found["mine"] == {"probabilities": [0.6, 0.3, 0.1]}


def test_show_as_json_holds_the_options_and_what_was_said_of_each(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    found = leader.type("show", "leader", "--json").json
    assert [option["name"] for option in found["options"]] == ["Kim", "Lee", "other"]
    (row,) = found["forecasts"]
    assert (row["probabilities"], row["probability"]) == ([0.6, 0.3, 0.1], None)
    assert row["typed"] == "kim=60% lee=30% o=10%"
    assert found["path"] is None


def test_other_peoples_options_are_hidden_until_ones_own_entry(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID, "--as", "ben")
    assert "Kim 60%" not in leader.type("show", "leader").out
    assert "Kim 60%" in leader.type("show", "leader", "--others").out
    leader.type("predict", "leader", "kim=50%", "lee=30%", "o=20%")
    assert "ben  Kim 60%, Lee 30%, other 10%" in leader.type("show", "leader").out


def test_while_an_answer_is_due_each_branch_is_scored(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    after = datetime(2027, 1, 2, tzinfo=UTC)
    shown = leader.type("show", "leader", at=after).out
    assert "Brier if Kim 0.13, if Lee 0.43, if other" in " ".join(shown.split())
    assert "forecasts resolve leader OPTION --source URL" in shown
    assert "resolve leader OPTION" in leader.type("due", at=after).out


# Resolve


def test_an_option_is_resolved_by_how_its_name_begins(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    after = datetime(2027, 1, 2, tzinfo=UTC)
    answer = leader.type("resolve", "leader", "ki", *SEEN, at=after)
    (row,) = leader.resolutions("leader")
    assert (answer.code, row.outcome) == (0, "Kim")
    assert row.known_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert answer.out.startswith("leader: Kim\n")
    assert "ana, who forecast it: Kim 60%, Lee 30%, other 10%" in " ".join(answer.out.split())
    assert "resolved: Kim" in leader.type("show", "leader", at=after).out
    line = next(x for x in leader.type("list", "--all", "--json", at=after).lines if x["mine"])
    assert line["status"] == Status.RESOLVED


def test_an_option_known_before_the_close_needs_the_day(leader: Desk) -> None:
    leader.type("predict", "leader", *SAID)
    after = datetime(2026, 12, 2, tzinfo=UTC)
    assert "--happened" in leader.refuses("resolve", "leader", "kim", *SEEN, at=after, code=2)
    answer = leader.type("resolve", "leader", "kim", "--happened", "2026-10-31", *SEEN, "--json",
                         at=after)  # fmt: skip
    assert answer.json["late"][0]["probability"] == {"probabilities": [0.6, 0.3, 0.1]}
    assert answer.json["own"] == {"probabilities": [0.6, 0.3, 0.1]}


def test_an_option_that_was_not_on_offer_is_doubted(leader: Desk) -> None:
    leader.type("revise", "leader", "--add-option", "Park", "--from", "2026-12-15")
    answer = leader.type("resolve", "leader", "park", "--known", "2026-11-01", *SEEN,
                         at=NOW + DAY)  # fmt: skip
    assert answer.code == 0
    assert "Park was not on offer when it was known" in answer.err


@pytest.mark.parametrize(
    ("outcome", "why"),
    [("yes", "no option is called 'yes'"), ("0.3", "no option"), ("never", "no option")],
)
def test_what_is_no_option_is_no_outcome(leader: Desk, outcome: str, why: str) -> None:
    assert why in leader.refuses("resolve", "leader", outcome, *SEEN, code=2)


def test_a_share_of_yes_must_be_meant(desk: Desk) -> None:
    said = desk.refuses("resolve", "due", "0.3", "--known", "2026-10-20", *SEEN, code=2)
    assert "add --fraction" in said
    answer = desk.type("resolve", "due", "0.3", "--fraction", "--known", "2026-10-20", *SEEN)
    assert answer.out.startswith("due: 30% yes\n")
    assert desk.resolutions("due")[0].outcome == "0.3"


def test_a_file_of_probabilities_is_read(leader: Desk) -> None:
    path = leader.path.parent / "said.json"
    path.write_text(json.dumps({"Kim": 0.6, "Lee": 0.3, "other": 0.1}))
    answer = leader.type("predict", "leader", "--file", str(path))
    assert shares(leader) == [(0.6, 0.3, 0.1)]
    assert answer.code == 0


def test_a_share_on_an_option_that_left_is_told_wherever_the_number_is(desk: Desk) -> None:
    until = '["Kim", {"name": "Lee", "until": "2026-11-20T00:00Z"}, "other"]'
    desk.type(*ASK, "--options-json", until)
    desk.type("predict", "leader", *(word for said in SAID for word in ("--option", said)))
    told = "30% on Lee: no longer on offer, lost until there is a new number"
    before, after = NOW + DAY, NOW + 30 * DAY
    assert "no longer on offer" not in desk.type("show", "leader", at=before).out
    mine = " ".join(desk.type("show", "leader", at=after).out.split())
    assert told in mine
    assert "Next: forecasts predict leader --option NAME=40% for each option" in mine
    desk.type("forecaster", "add", "zoe")
    others = desk.type("show", "leader", "--as", "zoe", "--others", at=after).out
    assert told in " ".join(others.split())
