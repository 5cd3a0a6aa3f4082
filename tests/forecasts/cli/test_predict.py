"""`forecasts predict`: what it records, what it says, and what it refuses."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forecasts.cli.output import safe
from forecasts.model import Action, Origin, QuestionType
from forecasts.store import open_store
from tests.conftest import ONE

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def test_a_number_is_recorded_as_of_now(desk: Desk) -> None:
    answer = desk.type("predict", "rain", "12%", "--why", "dry air")
    (row,) = desk.rows("rain")
    assert answer.code == 0
    assert (row.action, row.origin, row.entered_by) == (Action.FORECAST, Origin.TYPED, None)
    assert row.stated is not None
    assert (row.stated.probability, row.stated.typed, row.rationale) == (0.12, "12%", "dry air")
    assert row.made_at == row.recorded_at == NOW


def test_the_echo_names_the_question_the_stakes_and_the_receipt(desk: Desk) -> None:
    answer = desk.type("predict", "rain", "12%")
    assert answer.out.splitlines()[:2] == ["rain: 12%, the first number", "Will it be rain?"]
    assert "if yes 0.77 lost, if no 0.01" in answer.out
    assert f"Receipt       {desk.head()}" in answer.out
    assert answer.err == ""


def test_the_change_is_echoed(desk: Desk) -> None:
    desk.type("predict", "rain", "15%", at=NOW - DAY)
    assert desk.type("predict", "rain", "12%").out.startswith("rain: 15% → 12%\n")
    assert desk.type("predict", "rain", "12%").out.startswith("rain: 12%, as before\n")


def test_an_entry_that_waited_for_its_turn_comes_after_the_one_it_waited_for(desk: Desk) -> None:
    """Its clock was read before the other entry was made, and before the record was locked."""
    desk.type("predict", "rain", "15%", at=NOW + timedelta(seconds=2))
    assert desk.type("predict", "rain", "12%").out.startswith("rain: 15% → 12%\n")
    assert [row.made_at - NOW for row in desk.rows("rain")] == [timedelta(seconds=2)] * 2


def test_a_reader_that_has_gone_is_no_failure(desk: Desk) -> None:
    words = [sys.executable, "-m", "forecasts", "list", "--db", str(desk.path)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


def test_a_word_is_echoed_with_its_scale_range_and_point(desk: Desk) -> None:
    answer = desk.type("predict", "rain", "very", "likely")
    assert "very likely, ICD 203 80-95%, scored at 87.5%" in answer.out
    stated = desk.rows("rain")[0].stated
    assert stated is not None
    assert (stated.word, stated.low, stated.high) == ("very likely", 0.8, 0.95)


def test_odds_are_echoed_as_the_percentage_they_were_read_as(desk: Desk) -> None:
    assert "Read as       5%" in desk.type("predict", "rain", "1", "in", "20").out


def test_json_is_one_object(desk: Desk) -> None:
    desk.type("predict", "rain", "15%", at=NOW - DAY)
    found = desk.type("predict", "rain", "likely", "--json").json
    assert found["receipt"] == desk.head()
    assert (found["question"], found["forecaster"], found["action"]) == ("rain", "ana", "forecast")
    assert (found["before"], found["probability"], found["high"]) == (0.15, 0.675, 0.8)
    assert found["if_yes"] == pytest.approx(0.325**2)
    assert found["id"] == desk.rows("rain")[-1].id


@pytest.mark.parametrize("name", ["rain", "ra", "1"])
def test_a_question_is_named_by_slug_prefix_or_number(desk: Desk, name: str) -> None:
    assert desk.type("predict", name, "12%").code == 0
    assert len(desk.rows("rain")) == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1.2", "above 1"),
        ("70", "Did you mean 70%?"),
        ("nan", "not a probability"),
        ("inf", "not a probability"),
        ("\u0667\u0660%", "write the digits 0 to 9"),
        ("0,7", "write a point, 0.7"),
        ("1e-1", "not a probability"),
        ("perhaps", "or a word such as likely"),
        ("0", "--certain"),
        ("100%", "--certain"),
        ("12% 13%", "not a probability"),
    ],
)
def test_what_is_no_probability_is_answered_with_what_to_type(
    desk: Desk, number: str, words: str
) -> None:
    assert words in desk.refuses("predict", "rain", number, code=2)


def test_a_number_below_zero_is_no_probability(desk: Desk) -> None:
    assert "below 0" in desk.refuses("predict", "--", "rain", "-5%", code=2)


def test_certainty_is_accepted_when_meant_and_its_price_is_said(desk: Desk) -> None:
    answer = desk.type("predict", "rain", "0%", "--certain")
    assert answer.code == 0
    assert "infinite log loss" in answer.err
    assert "if yes 1.00 lost, if no 0.00" in answer.out


@pytest.mark.parametrize(
    ("slug", "why", "way_on"),
    [
        ("draft", "before it opens on 2026-11-11 12:00Z", "again then"),
        ("closed", "closed on 2026-10-27 12:00Z", "forecasts ask --like closed --closes"),
        ("due", "awaits its outcome", "forecasts resolve due yes/no"),
    ],
)
def test_a_question_that_is_not_open_is_refused(
    desk: Desk, slug: str, why: str, way_on: str
) -> None:
    said = desk.refuses("predict", slug, "12%")
    assert why in said
    assert way_on in said
    assert "nobody" not in said


def test_a_resolved_question_is_refused_and_a_reopened_one_is_not(desk: Desk) -> None:
    desk.type("resolve", "rain", "yes", "--known", "2026-10-31", "--no-source", "seen")
    assert "rain is resolved: yes" in desk.refuses("predict", "rain", "12%")
    desk.type("resolve", "rain", "--reopen", "it was drizzle")
    assert desk.type("predict", "rain", "12%").code == 0


def test_an_unknown_question_is_answered_with_the_nearest(desk: Desk) -> None:
    assert "Did you mean rain?" in desk.refuses("predict", "rian", "12%")


def test_a_prefix_of_several_questions_lists_them(desk: Desk) -> None:
    assert "draft, due" in desk.refuses("predict", "d", "12%")


def test_a_question_of_another_kind_takes_no_probability(desk: Desk) -> None:
    desk.ask("which", type=QuestionType.MULTIPLE_CHOICE, options='["a", "b"]')
    assert "multiple_choice" in desk.refuses("predict", "which", "12%", code=2)


def test_a_forecaster_one_letter_off_is_answered_with_the_nearest(desk: Desk) -> None:
    said = desk.refuses("predict", "rain", "12%", "--as", "benn")
    assert "Did you mean ben?" in said


def test_only_the_login_name_makes_itself_known(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "eva")
    desk.refuses("predict", "due", "12%")
    answer = desk.type("predict", "rain", "12%")
    assert "eva is new to this record" in answer.err
    assert desk.type("predict", "rain", "13%").err == ""
    desk.refuses("predict", "rain", "12%", "--as", "fay")


@pytest.mark.parametrize("login", ["a\x1b[31mb", "a\udcffb", "b" * 81])
def test_a_login_name_that_is_no_name_is_refused_with_the_way_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    monkeypatch.setenv("LOGNAME", login)
    for command in (("predict", "rain", "12%"), ("withdraw", "rain")):
        said = desk.refuses(*command, code=2)
        assert "--as NAME or FORECASTS_AS" in said
        assert "\x1b" not in said
    assert desk.type("predict", "rain", "12%", "--as", "ana").code == 0
    assert desk.rows("rain")[0].entered_by == safe(login)
    assert desk.type("resolve", "due", "no", "--no-source", "seen").code == 0


def test_who_typed_for_another_is_kept(desk: Desk) -> None:
    desk.add("Brief E", kind="publication")
    answer = desk.type("predict", "rain", "likely", "--as", "brief e")
    assert "Brief E, entered by ana" in answer.out
    assert desk.rows("rain")[0].entered_by == "ana"
    for again in (("predict", "rain", "9%"), ("withdraw", "rain")):
        said = desk.refuses(*again, "--as", "brief e")
        assert "what it said is never updated" in said
        assert "--as YOUR-NAME" in said
    assert desk.type("predict", "rain", "9%").code == 0


def test_the_retired_forecast_no_more(desk: Desk) -> None:
    desk.add("old", retired=NOW - DAY)
    assert "old retired on 2026-10-31 12:00Z" in desk.refuses(
        "predict", "rain", "9%", "--as", "old"
    )


def test_other_people_are_named_only_when_asked_for(desk: Desk) -> None:
    desk.type("predict", "rain", "30%", "--as", "ben")
    assert "ben" not in desk.type("predict", "rain", "12%").out
    assert "Others        ben 30%" in desk.type("predict", "rain", "12%", "--others").out


def test_a_retry_with_the_same_uuid_adds_nothing(desk: Desk) -> None:
    words = ("predict", "rain", "12%", "--uuid", ONE)
    assert desk.type(*words).code == 0
    head = desk.head()
    again = desk.type(*words, at=NOW + MINUTE)
    assert (again.code, again.out) == (0, "")
    assert "already on record" in again.err
    assert desk.head() == head


def test_a_forecast_cannot_be_backdated(desk: Desk) -> None:
    assert desk.type("predict", "rain", "12%", "--at", "2026-10-01").code == 2
    assert desk.rows("rain") == ()


def test_a_clock_behind_the_newest_entry_is_said_and_not_refused(desk: Desk) -> None:
    desk.type("predict", "rain", "12%")
    answer = desk.type("predict", "rain", "13%", at=NOW - 3 * 60 * MINUTE)
    assert answer.code == 0
    assert "3 hours behind the newest entry" in answer.err
    assert desk.rows("rain")[0].made_at == NOW - 3 * 60 * MINUTE


def unprinted(output: str, desk: Desk, *words: str, **variables: str) -> tuple[int, str]:
    """Run a command whose output goes to a device; return its exit code and what it complained."""
    command = [sys.executable, "-m", "forecasts", *words]
    with Path(output).open("w") as device:
        done = subprocess.run(
            command, stdout=device, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
            env={**os.environ, "FORECASTS_DB": str(desk.path), **variables},
        )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that only Linux has")
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_entry_that_cannot_be_printed_is_said_to_be_recorded(
    desk: Desk, form: tuple[str, ...]
) -> None:
    now = datetime.now(UTC)
    desk.ask("snow", opens=(now - NOW) / DAY - 1, closes=(now - NOW) / DAY + 30)
    code, said = unprinted("/dev/full", desk, "predict", "snow", "12%", *form)
    assert [row.chance.probability for row in desk.rows("snow") if row.chance] == [0.12]
    assert code == 1
    why = "it could not be printed: No space left on device."
    assert said.splitlines() == [
        f"Error: recorded, receipt {desk.head()}; {why}",
        "It is on record: do not type it again.",
    ]
    code, said = unprinted("/dev/full", desk, "list")
    assert (code, said.splitlines()[0]) == (
        1,
        "Error: the system refused: No space left on device.",
    )


def test_an_entry_in_letters_that_the_output_lacks_is_said_to_be_recorded(desk: Desk) -> None:
    now = datetime.now(UTC)
    away = (now - NOW) / DAY
    desk.ask("snow", opens=away - 1, closes=away + 30, title="雪?")
    code, said = unprinted(os.devnull, desk, "predict", "snow", "12%", PYTHONIOENCODING="latin-1")
    assert len(desk.rows("snow")) == 1
    assert code == 1
    assert f"recorded, receipt {desk.head()}; it could not be printed" in said
    assert "do not type it again" in said


def test_hidden_characters_in_a_reason_are_refused(desk: Desk) -> None:
    assert "U+001B" in desk.refuses("predict", "rain", "12%", "--why", "a\x1b[2Jb", code=2)


def test_a_reason_can_come_from_a_file(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "why.txt").write_text("First.\nSecond.\n")
    desk.type("predict", "rain", "12%", "--why", f"@{tmp_path / 'why.txt'}")
    assert desk.rows("rain")[0].rationale == "First.\nSecond."
    desk.refuses("predict", "rain", "12%", "--why", "@nowhere.txt", code=2)


# A slip is struck


@pytest.mark.parametrize("minutes", [0, 1, 15])
def test_a_fix_within_a_quarter_of_an_hour_strikes_the_last_row(desk: Desk, minutes: int) -> None:
    desk.type("predict", "rain", "15%", at=NOW - DAY)
    desk.type("predict", "rain", "21%")
    answer = desk.type("predict", "rain", "12%", "--fix", at=NOW + minutes * MINUTE)
    first, slip, fixed = desk.rows("rain")
    assert fixed.strikes == slip.id
    assert first.strikes is slip.strikes is None
    assert answer.out.startswith("rain: 12%, in place of 21% (struck, never scored)\n")


def test_a_fix_after_a_quarter_of_an_hour_is_refused(desk: Desk) -> None:
    desk.type("predict", "rain", "21%")
    said = desk.refuses("predict", "rain", "12%", "--fix", at=NOW + 15 * MINUTE + DAY / 86400)
    assert "stays on record" in said
    assert "without --fix: forecasts predict rain 12%" in said


def test_a_fix_of_a_fix_strikes_the_fix(desk: Desk) -> None:
    desk.type("predict", "rain", "21%")
    desk.type("predict", "rain", "12%", "--fix")
    desk.type("predict", "rain", "13%", "--fix", at=NOW + MINUTE)
    first, second, third = desk.rows("rain")
    assert (second.strikes, third.strikes) == (first.id, second.id)


def test_there_must_be_something_of_ones_own_to_fix(desk: Desk) -> None:
    desk.type("predict", "rain", "21%", "--as", "ben")
    assert "ana has nothing to fix on rain" in desk.refuses("predict", "rain", "12%", "--fix")


def test_nothing_is_fixed_once_the_outcome_is_on_record(desk: Desk) -> None:
    desk.type("predict", "rain", "21%")
    desk.type("resolve", "rain", "no", "--no-source", "seen")
    desk.refuses("predict", "rain", "1%", "--fix", at=NOW + MINUTE)


# Looked, still the same


@pytest.mark.parametrize("words", [("same",), ("--reaffirm",), ("same", "--reaffirm")])
def test_a_second_look_copies_the_prediction(desk: Desk, words: tuple[str, ...]) -> None:
    desk.type("predict", "rain", "likely", at=NOW - DAY)
    answer = desk.type("predict", "rain", *words, "--why", "no news")
    first, second = desk.rows("rain")
    assert (second.action, second.stated) == (Action.REAFFIRMATION, first.stated)
    assert second.rationale == "no news"
    assert answer.out.startswith("rain: looked, still 67.5%\n")


def test_what_was_to_expire_runs_the_same_length_again(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", "--expires", "7d", at=NOW - 2 * DAY)
    answer = desk.type("predict", "rain", "same")
    assert desk.rows("rain")[-1].expires_at == NOW + 7 * DAY
    assert "2026-11-08 12:00Z, when it expires" in answer.out
    desk.type("predict", "rain", "same", "--expires", "1d")
    assert desk.rows("rain")[-1].expires_at == NOW + DAY


def test_nothing_that_stands_is_nothing_to_repeat(desk: Desk) -> None:
    assert "ana has said nothing on it yet" in desk.refuses("predict", "rain", "same")
    desk.type("predict", "rain", "12%", "--expires", "2h", at=NOW - DAY)
    assert "let the last number expire on 2026-10-31 14:00Z" in desk.refuses(
        "predict", "rain", "same"
    )
    desk.type("predict", "rain", "12%")
    desk.type("withdraw", "rain")
    assert "ana withdrew on 2026-11-01 12:00Z" in desk.refuses("predict", "rain", "same")


def test_a_new_number_and_a_second_look_are_two_things(desk: Desk) -> None:
    desk.type("predict", "rain", "12%")
    desk.refuses("predict", "rain", "13%", "--reaffirm", code=2)
    assert "forecasts predict rain same" in desk.refuses("predict", "rain", code=2)


# It lapses


def test_a_day_of_expiry_is_still_covered_in_the_zone_of_the_question(desk: Desk) -> None:
    desk.ask("zoned", timezone="America/New_York")
    desk.type("predict", "zoned", "12%", "--expires", "2026-11-10")
    assert desk.rows("zoned")[0].expires_at == datetime(2026, 11, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize("when", ["2026-10-31", "0d", "soon", "99999mo", "2026-11-01T11:59Z"])
def test_an_expiry_that_cannot_be_is_refused(desk: Desk, when: str) -> None:
    desk.refuses("predict", "rain", "12%", "--expires", when, code=2)


def test_an_expiry_after_the_close_changes_nothing_and_says_so(desk: Desk) -> None:
    answer = desk.type("predict", "rain", "12%", "--expires", "60d")
    assert "the expiry changes nothing" in answer.err
    assert "2026-12-01 12:00Z, the close" in answer.out


# The walk


def walk(desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str, *words: str) -> tuple[str, str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    answer = desk.type("predict", "--walk", *words)
    assert answer.code == 0
    return answer.out, answer.err


def numbers(desk: Desk, slug: str) -> list[tuple[Action, float | None]]:
    return [(r.action, r.stated.probability if r.stated else None) for r in desk.rows(slug)]


def test_without_a_question_and_a_terminal_it_asks_for_one(desk: Desk) -> None:
    assert "forecasts predict QUESTION 12%" in desk.refuses("predict", code=2)


@pytest.mark.parametrize("option", ["--fix", "--reaffirm", "--certain", "--why=x", "--uuid=1"])
def test_what_belongs_to_one_question_asks_for_it(desk: Desk, option: str) -> None:
    desk.refuses("predict", "--walk", option, code=2)


def test_the_walk_begins_with_what_was_unseen_for_longest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ask("snow")
    desk.ask("hail")
    desk.ask("fog")
    for slug, days in (("rain", 2), ("snow", 20), ("hail", 9)):
        desk.type("predict", slug, "12%", at=NOW - days * DAY)
    out, err = walk(desk, monkeypatch, "\n70\n30%\ns\n")
    assert numbers(desk, "snow") == [(Action.FORECAST, 0.12), (Action.REAFFIRMATION, 0.12)]
    assert numbers(desk, "hail") == [(Action.FORECAST, 0.12), (Action.FORECAST, 0.3)]
    assert numbers(desk, "rain") == [(Action.FORECAST, 0.12)]
    assert [line.split(": ")[0].strip() for line in out.splitlines()] == ["snow", "hail"]
    assert "Did you mean 70%?" in err
    assert "Yours: 12%, 20 days ago" in err
    assert "3 open with a number of ana's, then 1 without." in err
    assert err.index("hail") < err.index("4/4  fog") < err.index("nothing yet; Enter skips")


def test_each_answer_of_a_walk_is_an_append_of_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ask("snow")
    for slug in ("rain", "snow"):
        desk.type("predict", slug, "12%", at=NOW - DAY)
    out, _ = walk(desk, monkeypatch, "30%\n40%\n", "--json")
    assert len(out.splitlines()) == 2
    store = open_store(desk.path)
    commands = store.connection.execute("SELECT count(*) FROM appends WHERE command = 'predict'")
    assert commands.fetchone() == (4,)
    store.close()


@pytest.mark.parametrize("typed", ["q\n30%\n", ""])
def test_a_walk_stops_when_told_or_when_the_answers_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    desk.type("predict", "rain", "12%", at=NOW - DAY)
    walk(desk, monkeypatch, typed)
    assert len(desk.rows("rain")) == 1


def test_a_walk_leaves_out_the_withdrawn_and_asks_again_about_the_expired(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ask("snow")
    desk.type("predict", "rain", "12%", "--expires", "1d", at=NOW - 3 * DAY)
    desk.type("predict", "snow", "12%", at=NOW - 3 * DAY)
    desk.type("withdraw", "snow", at=NOW - DAY)
    out, err = walk(desk, monkeypatch, "\n20%\n")
    assert "rain: 20%, where none stood" in out
    assert "it has expired" in err
    assert "nothing to repeat" in err
    assert "snow" not in out


def test_enter_skips_what_was_never_forecast(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = walk(desk, monkeypatch, "\n")
    assert (out, desk.rows("rain")) == ("", ())
    assert err.endswith("That was all.\n")


@pytest.mark.parametrize("typed", ["-5%", "-0.1", "-3"])
def test_a_number_below_0_is_no_option(desk: Desk, typed: str) -> None:
    said = desk.refuses("predict", "rain", typed, code=2)
    assert "a probability is 0 to 100%" in said
    assert len(said.splitlines()) == 2
    assert desk.rows("rain") == ()


def test_a_mistyped_option_is_named_in_two_lines(desk: Desk) -> None:
    said = desk.refuses("predict", "rain", "12%", "--wyh", "x", code=2)
    assert said.splitlines()[0].startswith("Error: there is no option --wyh; did you mean --why")
    assert said.splitlines()[1:] == ["See every option: forecasts predict --help"]


def test_a_name_of_an_entry_is_not_taken_for_another_one(desk: Desk) -> None:
    assert desk.type("predict", "rain", "12%", "--uuid", ONE).code == 0
    again = desk.type("predict", "rain", "0.12", "--uuid", ONE)
    assert again.code == 0
    assert "already on record" in again.err
    other = desk.refuses("predict", "rain", "40%", "--uuid", ONE, code=1)
    assert "what is on record is rain: 12%; nothing was added" in other
    assert "new --uuid" in other
    assert len(desk.rows("rain")) == 1


def test_a_walk_hides_the_others_until_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.type("predict", "rain", "12%", at=NOW - DAY)
    desk.type("predict", "rain", "77%", "--as", "ben", at=NOW - DAY)
    assert "77%" not in "".join(walk(desk, monkeypatch, "s\n"))
    assert "Others: ben 77%" in walk(desk, monkeypatch, "s\n", "--others")[1]


def test_whoever_has_no_numbers_is_told_how_to_begin(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = walk(desk, monkeypatch, "30%\n")
    assert "1 open without a number of ana's." in err
    assert "rain: 30%, the first number" in out
    monkeypatch.setenv("LOGNAME", "eva")
    assert "eva has no numbers yet" in walk(desk, monkeypatch, "")[1]


def test_on_a_terminal_no_question_begins_a_walk(desk: Desk) -> None:
    now = datetime.now(UTC)
    desk.ask("snow", closes=(now - NOW) / DAY + 30)
    desk.type("predict", "snow", "12%", at=now - DAY)
    keyboard, terminal = pty.openpty()
    command = [sys.executable, "-m", "forecasts", "predict"]
    with subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, text=True) as process:
        os.write(keyboard, b"30%\nq\n")
        said, _ = process.communicate(timeout=60)
    os.close(terminal)
    os.close(keyboard)
    assert "snow: 12% → 30%" in said
    assert numbers(desk, "snow")[-1] == (Action.FORECAST, 0.3)
