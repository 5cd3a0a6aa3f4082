"""Questions of numbers, from ask to resolve: what is recorded, drawn, said and refused."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Action, QuestionType
from forecasts.model.prediction import Family, Heights, Quantiles
from forecasts.store import questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SEEN = ("--no-source", "seen")
ASK = ("ask", "How many tests?", "--slug", "tests", "--closes", "2026-12-31")
RANGE = ("--min", "0", "--max", "100", "--open-upper", "--unit", "tests")
SAID = ("--p10", "3", "--p50", "8", "--p90", "30")


@pytest.fixture
def tests(desk: Desk) -> Desk:
    """Return the desk with an open question from 0 to 100 or more."""
    assert desk.type(*ASK, *RANGE).code == 0
    return desk


# Ask


def test_a_range_says_that_it_asks_for_a_number(tests: Desk) -> None:
    asked = tests.question("tests")
    scale = asked.terms.scale
    assert asked.type is QuestionType.NUMERIC
    assert scale is not None
    assert (scale.lower, scale.upper, scale.open_lower, scale.open_upper) == (
        0.0,
        100.0,
        False,
        True,
    )
    shown = tests.type("show", "tests").out
    assert "0 to 100 or more tests" in shown
    assert "Next: forecasts predict tests --p10 10 --p50 30 --p90 70" in shown


@pytest.mark.parametrize(
    ("low", "high"), [("0", "10"), ("-10", "10"), ("2000", "2010"), ("0.0001", "0.0002"),
                      ("1000000", "5000000"), ("1e20", "1e30")],
)  # fmt: skip
def test_the_example_that_a_question_gives_can_be_typed(desk: Desk, low: str, high: str) -> None:
    desk.type(*ASK, "--min", low, "--max", high, "--unit", "tests")
    refused = desk.type("predict", "tests", "30%").err
    example = refused.partition("Type forecasts ")[2].split()
    assert example[:2] == ["predict", "tests"]
    assert desk.type(*example).code == 0


def test_a_logarithmic_range_of_so_many_values(desk: Desk) -> None:
    desk.type(
        *ASK, "--min", "1", "--max", "1e6", "--log-from", "0", "--bins", "200", "--unit", "USD"
    )
    terms = desk.question("tests").terms
    assert (terms.zero_point, terms.bins, terms.range_max) == (0.0, 200, 1e6)
    assert "1 to 1,000,000 USD, logarithmic from 0, 200 values" in desk.type("show", "tests").out


def test_what_a_number_lacks_is_to_be_mended(desk: Desk) -> None:
    said = desk.type(*ASK, "--type", "numeric").err
    assert "it gets" not in said
    assert "no CRPS: --min NUMBER --max NUMBER" in said
    assert "in what it is counted: --unit WORD" in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--min", "0"), "a range has two ends"),
        (("--min", "5", "--max", "1"), "a range runs upwards"),
        (("--min", "1", "--max", "5", "--log-from", "3"), "zero point"),
        (("--min", "x", "--max", "5"), "'x' is no number"),
        (("--min", "0", "--max", "5", "--bins", "0"), "--bins"),
        (
            ("--open-upper", "--unit", "tests"),
            "--open-upper: it needs a range: type --min and --max",
        ),
        (("--min", "0", "--max", "5", "--option", "Kim"), "a multiple_choice question has none"),
    ],
)
def test_a_range_that_does_not_fit_is_refused_and_nothing_is_written(
    desk: Desk, words: tuple[str, ...], why: str
) -> None:
    assert why in desk.refuses(*ASK, *words, code=2)


def test_the_range_can_be_revised_until_the_first_forecast(tests: Desk) -> None:
    answer = tests.type("revise", "tests", "--max", "200", "--closed-upper", "--json").json
    assert answer["changed"]["range_max"] == {"was": "100.0", "now": "200.0"}
    assert answer["changed"]["open_upper"] == {"was": "True", "now": None}
    tests.type("predict", "tests", *SAID)
    assert "has forecasts" in tests.refuses("revise", "tests", "--max", "300")


# Predict


def test_quantiles_are_recorded_and_read_back(tests: Desk) -> None:
    answer = tests.type("predict", "tests", *SAID)
    (row,) = tests.rows("tests")
    assert row.stated == Quantiles(((0.1, 3.0), (0.5, 8.0), (0.9, 30.0)), " ".join(SAID))
    assert answer.out.startswith("tests: 8 (3-30) tests, the first number\n")
    assert "80% between 3 and 30; half above 8; 10% above 100" in answer.out
    assert "At stake" not in answer.out


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        (("p10=3", "50=8"), Quantiles(((0.1, 3.0), (0.5, 8.0)))),
        (("--p95", "30", "--quantile", "2.5=1"), Quantiles(((0.025, 1.0), (0.95, 30.0)))),
        (("--normal", "40,10"), Family("normal", (40.0, 10.0))),
        (("normal=40,10",), Family("normal", (40.0, 10.0))),
    ],
)
def test_each_form_is_read(tests: Desk, words: tuple[str, ...], stated: object) -> None:
    assert tests.type("predict", "tests", *words).code == 0
    (row,) = tests.rows("tests")
    assert row.stated == type(stated)(*plain(stated), " ".join(words))


def plain(stated: object) -> list[object]:
    names = [name for name in stated.__dataclass_fields__ if name != "typed"]
    return [getattr(stated, name) for name in names]


@pytest.mark.parametrize("option", ["--file", "--cdf"])
def test_a_file_of_heights_is_read(tests: Desk, option: str) -> None:
    path = tests.path.parent / "cdf.json"
    path.write_text(json.dumps([0, 0.5, 0.9, 0.95]))
    answer = tests.type("predict", "tests", option, str(path), "--json").json
    assert answer["cdf"] == [0.0, 0.5, 0.9, 0.95]
    assert tests.rows("tests")[0].stated == Heights((0.0, 0.5, 0.9, 0.95), f"--file {path}")


def test_the_picture_has_the_quantiles_under_the_curve(tests: Desk) -> None:
    lines = tests.type("predict", "tests", *SAID).out.splitlines()
    axis = next(i for i, line in enumerate(lines) if "├" in line)
    assert lines[axis].strip().endswith(">")
    assert lines[axis].index("┼") < lines[axis].rindex("┬")
    assert [line for line in lines[axis - 3 : axis] if set(line) - set(" ▁▂▃▄▅▆▇█")] == []
    assert lines[axis + 1].split() == ["3", "8", "30"]
    assert lines[axis + 2].split() == ["0", "(above:", "10%)", "100"]
    assert "\x1b" not in "".join(lines)


def test_a_point_mass_and_mass_on_a_closed_end_are_said(tests: Desk) -> None:
    answer = tests.type("predict", "tests", "--p10", "0", "--p50", "8", "--p75", "8", "--p90", "9")
    assert "10% at 0 exactly; 25% at 8 exactly" in " ".join(answer.out.split())


def test_json_holds_the_quantiles_and_what_they_are_read_as(tests: Desk) -> None:
    tests.type("predict", "tests", "--normal", "40,10")
    found = tests.type("predict", "tests", *SAID, "--json").json
    assert found["quantiles"] == {"0.1": 3.0, "0.5": 8.0, "0.9": 30.0}
    assert found["read_as"] == "80% between 3 and 30; half above 8; 10% above 100"
    assert found["before"] == {"family": {"name": "normal", "parameters": [40.0, 10.0]}}
    assert found["losses"] is None


@pytest.mark.parametrize(
    ("words", "why", "fix"),
    [
        (("--p10", "9", "--p50", "8"), "cross", "Type --p10 8 --p50 9"),
        (("--p10", "-3", "--p50", "8"), "-3 lies below 0", "--p10 "),
        (("--normal", "8,5"), "5.5% of the normal lies below 0", "--p50 8.344"),
        (("--normal", "8,1,1"), "no number", "30"),
        (("--normal", "50,0"), "a deviation is a number above 0", "--quantile 0=50"),
        (("60%",), "no prediction of it", "forecasts predict tests --p10"),
        (("--option", "a=1"), "--option is nothing for it", "--p10"),
        ((*SAID, "--never", "3%"), "--never is nothing for it", "--p10"),
        (("--p10", "x"), "'x' is no number", "30"),
        (("--quantile", "10"), "no NAME=VALUE", "--p10"),
        ((), "no prediction was typed", "--p10"),
        (("same",), "nothing to repeat", "--p10"),
    ],
)
def test_what_is_no_distribution_is_refused_with_the_fix(
    tests: Desk, words: tuple[str, ...], why: str, fix: str
) -> None:
    said = tests.refuses("predict", "tests", *words, code=1 if words == ("same",) else 2)
    assert why in said
    assert fix in said


def test_a_number_without_a_range_is_drawn_where_it_lies(desk: Desk) -> None:
    desk.type(*ASK, "--type", "numeric")
    answer = desk.type("predict", "tests", "--p10", "-1e6", "--p90", "2.5e6")
    assert answer.code == 0
    assert answer.out.startswith("tests: 750,000 (-1,000,000 to 2,500,000)")
    assert "80% between -1,000,000 and 2,500,000" in answer.out
    assert "(below: 10%)" in answer.out


def test_a_change_names_both_and_a_withdrawal_what_it_took_back(tests: Desk) -> None:
    tests.type("predict", "tests", *SAID)
    changed = tests.type("predict", "tests", "--p10", "3", "--p50", "9", "--p90", "30")
    assert changed.out.startswith("tests: 8 (3-30) tests → 9 (3-30) tests\n")
    assert tests.type("predict", "tests", "p10=3", "p50=9", "p90=30").out.startswith(
        "tests: 9 (3-30) tests, as before\n"
    )
    assert tests.type("withdraw", "tests").out.startswith("tests: 9 (3-30) tests withdrawn\n")
    assert tests.rows("tests")[-1].action is Action.WITHDRAWAL


def test_a_walk_asks_for_the_form_of_the_kind(tests: Desk) -> None:
    env = {**os.environ, "PYTHONPATH": ""}
    now = datetime.now(UTC)
    tests.ask("snow", closes=(now - NOW) / DAY + 30, type=QuestionType.NUMERIC)
    tests.type("predict", "snow", *SAID, at=now - DAY)
    command = [sys.executable, "-m", "forecasts", "predict", "--walk"]
    done = subprocess.run(
        command, input="12%\np10=4 'p90=40\np10=4 p90=40\n", capture_output=True, text=True,
        check=False, env=env,
    )  # fmt: skip
    assert "Type p10=3 p50=8 p90=30, or normal=8,2" in done.stderr
    assert "'12%' is no prediction of it" in done.stderr
    assert "a quote is not closed" in done.stderr
    assert "snow: 8 (3-30) → 22 (4-40)" in done.stdout
    assert tests.rows("snow")[-1].stated == Quantiles(((0.1, 4.0), (0.9, 40.0)), "p10=4 p90=40")


# On a terminal it is drawn, and recorded when that is meant


def typed_at_a_terminal(
    words: tuple[str, ...], answer: bytes, first: Callable[[], None] = lambda: None
) -> tuple[int, str]:
    """Run a command at a terminal, answer its question, and return its code and the screen.

    `first` is done between the question and the answer.
    """
    keyboard, terminal = pty.openpty()
    command = [sys.executable, "-m", "forecasts", *words]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        screen, deadline, asked = b"", time.monotonic() + 60, False
        while time.monotonic() < deadline:
            if not select.select([keyboard], [], [], 60)[0]:
                break
            try:
                screen += os.read(keyboard, 4096)
            except OSError:
                break
            if b"Record it?" in screen and not asked:
                asked = True
                first()
                os.write(keyboard, answer)
        code = process.wait(60)
    os.close(keyboard)
    return code, screen.decode()


def test_two_first_entries_of_a_login_name_are_both_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one of them waits at its question, the other makes the name known."""
    monkeypatch.setenv("LOGNAME", "eva")
    now = datetime.now(UTC)
    desk.ask("snow", closes=(now - NOW) / DAY + 30, type=QuestionType.NUMERIC)

    def other() -> None:
        assert desk.type("predict", "snow", *SAID, at=now).code == 0

    code, screen = typed_at_a_terminal(("predict", "snow", *SAID), b"y\n", other)
    assert (code, len(desk.rows("snow"))) == (0, 2), screen
    assert len({row.forecaster_id for row in desk.rows("snow")}) == 1


@pytest.mark.parametrize(
    ("flags", "answer", "code", "recorded"),
    [((), b"n\n", 130, 0), ((), b"y\n", 0, 1), ((), b"\n", 0, 1), (("--yes",), b"", 0, 1)],
)
def test_at_a_terminal_it_is_drawn_and_confirmed(
    desk: Desk, flags: tuple[str, ...], answer: bytes, code: int, recorded: int
) -> None:
    now = datetime.now(UTC)
    desk.ask("snow", closes=(now - NOW) / DAY + 30, type=QuestionType.NUMERIC)
    before = desk.head()
    ended, screen = typed_at_a_terminal(("predict", "snow", *SAID, *flags), answer)
    assert ended == code
    assert len(desk.rows("snow")) == recorded
    assert (desk.head() == before) is (recorded == 0)
    assert screen.count("▆") > 5
    assert ("Record it?" in screen) is (not flags)
    assert screen.count("┼") == 1  # drawn once


def test_a_yes_no_question_is_not_asked_back(desk: Desk) -> None:
    now = datetime.now(UTC)
    desk.ask("snow", closes=(now - NOW) / DAY + 30)
    code, screen = typed_at_a_terminal(("predict", "snow", "12%"), b"")
    assert (code, "Record it?" in screen) == (0, False)


# Show, list, resolve


def test_show_and_list_say_what_stands(tests: Desk) -> None:
    tests.type("predict", "tests", *SAID)
    shown = tests.type("show", "tests").out
    assert "8 (3-30) tests, just now" in shown
    assert "80% between 3 and 30; half above 8; 10% above 100" in shown
    assert shown.count("┼") == 1
    line = next(x for x in tests.type("list").out.splitlines() if " tests " in x)
    assert line.endswith("8 (3-30)")
    found = tests.type("show", "tests", "--json").json
    assert found["range"] == {
        "min": 0.0, "max": 100.0, "open_lower": False, "open_upper": True, "zero_point": None,
        "bins": None, "unit": "tests",
    }  # fmt: skip
    assert found["forecasts"][0]["quantiles"] == {"0.1": 3.0, "0.5": 8.0, "0.9": 30.0}


def test_while_an_answer_is_due_what_stood_is_read(tests: Desk) -> None:
    tests.type("predict", "tests", *SAID)
    shown = tests.type("show", "tests", at=datetime(2027, 1, 2, tzinfo=UTC)).out
    assert "ana  80% between 3 and 30; half above 8; 10% above 100." in shown
    assert "resolve tests NUMBER" in shown


AFTER = datetime(2027, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "outcome", "said"),
    [
        ("7", "7.0", "7 tests"),
        ("3..5", "3.0..5.0", "3 to 5 tests"),
        ("above", "above", "above 100 tests"),
        ("1e1", "10.0", "10 tests"),
    ],
)
def test_a_number_is_resolved(tests: Desk, typed: str, outcome: str, said: str) -> None:
    tests.type("predict", "tests", *SAID)
    answer = tests.type("resolve", "tests", typed, *SEEN, at=AFTER)
    assert tests.resolutions("tests")[0].outcome == outcome
    assert answer.out.startswith(f"tests: {said}\n")
    assert f"resolved: {said}" in tests.type("show", "tests", at=AFTER).out
    assert "already" in tests.type("resolve", "tests", typed, *SEEN, at=AFTER).out


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("below", "closed at 0: nothing lies below"),
        ("yes", "no outcome of a numeric question"),
        ("5..3", "runs backwards"),
        ("nan", "no outcome"),
    ],
)
def test_what_is_no_number_is_no_outcome(tests: Desk, typed: str, why: str) -> None:
    assert why in tests.refuses("resolve", "tests", typed, *SEEN, at=AFTER, code=2)


def test_a_number_below_zero_follows_two_dashes(desk: Desk) -> None:
    desk.ask("cold", type=QuestionType.NUMERIC)
    answer = desk.type("resolve", *SEEN, "--known", "2026-10-31", "--", "cold", "-5")
    assert answer.out.startswith("cold: -5\n")


# The daily commands stay light on every kind


LOADED = """
import sys
from datetime import UTC, datetime
from forecasts.cli import run
code = run(sys.argv[2:], now=datetime(2026, 11, 1, 13, tzinfo=UTC))
print("", *(name for name in sys.argv[1].split(",") if name in sys.modules), file=sys.stderr)
sys.exit(code)
"""
HEAVY = ("numpy", "pandas", "rich", "scipy", "sqlite_utils")
OF_OTHER_KINDS = (
    "forecasts.cli.kinds", "forecasts.cli.picture", "forecasts.distributions.typed",
    "forecasts.distributions.curve", "forecasts.model.scale", "forecasts.model.option",
)  # fmt: skip


def loaded(modules: tuple[str, ...], words: tuple[str, ...]) -> list[str]:
    """Run a command in a process of its own and return which of the modules it loaded."""
    command = [sys.executable, "-c", LOADED, ",".join(modules), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[-1].split()


@pytest.mark.parametrize(
    "words",
    [("predict", "tests", *SAID), ("show", "tests"), ("show", "tests", "--json"), ("list",)],
)
def test_no_heavy_library_is_loaded(tests: Desk, words: tuple[str, ...]) -> None:
    tests.type("predict", "tests", "--normal", "40,10")
    assert loaded(HEAVY, words) == []
    assert "forecasts.cli.kinds" in loaded(OF_OTHER_KINDS, words)


@pytest.mark.parametrize("words", [("predict", "rain", "12%"), ("show", "rain"), ("list",)])
def test_a_yes_no_question_loads_nothing_of_other_kinds(desk: Desk, words: tuple[str, ...]) -> None:
    desk.type("predict", "rain", "30%")
    assert loaded(OF_OTHER_KINDS, words) == []


# Levels


def test_the_levels_of_wis_may_be_typed(desk: Desk) -> None:
    assert desk.type(*ASK, *RANGE, "--levels", "10,50,90").code == 0
    store = desk.store()
    asked = questions.find(store, "tests")
    store.close()
    assert asked.terms.quantile_levels == (0.1, 0.5, 0.9)


@pytest.mark.parametrize("levels", ["90,10", "a,b", "0,50", "50,100", "", "10,10"])
def test_levels_that_do_not_rise_are_refused(desk: Desk, levels: str) -> None:
    assert "--levels 5,25,50,75,95" in desk.refuses(*ASK, *RANGE, "--levels", levels, code=2)


def test_levels_belong_to_numbers_and_dates(desk: Desk) -> None:
    typed = ("ask", "Will it?", "--closes", "2026-12-31", "--type", "binary", "--levels", "10,90")
    assert "--levels" in desk.refuses(*typed, code=2)


def test_a_quantile_typed_twice_is_not_chosen_among(tests: Desk) -> None:
    said = tests.refuses("predict", "tests", "--p50", "5", "--p50", "6", "--p90", "9", code=2)
    assert said.splitlines() == ["Error: --p50 was typed twice: 5 and 6.", "Type it once."]


# What a slip of the hand comes to


def test_a_point_mass_is_said_once(tests: Desk) -> None:
    answer = tests.type("predict", "tests", "--p10", "1", "--p50", "1", "--p90", "1", "--json")
    assert answer.json["read_as"] == "80% at 1 exactly; 10% above 100"


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        ("3.5", "3.5 is no whole number"),
        ("11", "11 lies outside the range, 0 to 10"),
        ("3..20", "3..20 lies outside the range"),
    ],
)
def test_an_outcome_that_was_not_asked_for_is_recorded_only_when_it_is_meant(
    desk: Desk, outcome: str, why: str
) -> None:
    desk.type(*ASK, "--min", "0", "--max", "10", "--bins", "11")
    words = ("resolve", "tests", outcome, "--no-source", "seen", "--known", "2026-10-31")
    said = desk.refuses(*words)
    assert why in said
    assert "--anyway" in said
    answer = desk.type(*words, "--anyway")
    assert answer.code == 0
    assert why in answer.err
    assert desk.type("resolve", "tests", "7", *words[3:]).code == 0


def test_a_number_past_an_open_end_is_an_outcome(tests: Desk) -> None:
    done = tests.type("resolve", "tests", "140", "--no-source", "seen", "--known", "2026-10-31")
    assert done.code == 0


@pytest.mark.parametrize(("bins", "mend"), [("12", "--bins 11"), ("1", "--bins 11"), ("11", "")])
def test_a_miscount_of_whole_numbers_is_to_be_mended(desk: Desk, bins: str, mend: str) -> None:
    answer = desk.type(*ASK, "--min", "0", "--max", "10", "--unit", "x", "--bins", bins)
    assert answer.code == 0
    assert (mend in answer.err) if mend else "whole numbers" not in answer.err


def test_options_after_two_dashes_are_told_apart_from_unknown_ones(desk: Desk) -> None:
    desk.type(*ASK, "--min", "-10", "--max", "10")
    said = desk.refuses("resolve", "tests", "--", "-5", "--no-source", "seen", code=2)
    assert "--no-source stands after --" in said
    assert "Leave -- out" in said
    words = ("resolve", "tests", "-5", "--no-source", "seen", "--known", "2026-10-31")
    assert desk.type(*words).code == 0


def test_a_level_that_may_be_a_share_or_a_percentage_is_refused(tests: Desk) -> None:
    said = tests.refuses("predict", "tests", "--quantile", "0.1=1", "--quantile", "0.9=5", code=2)
    assert "'0.1' may be 10% or 0.1%" in said
    assert "--quantile 10%=3, or --quantile 0.1%=3" in said
    assert tests.type("predict", "tests", "--quantile", "0.1%=1", "--p90", "5").code == 0


def test_quantiles_that_leave_out_a_level_scored_by_are_told_once(tests: Desk) -> None:
    words = ("predict", "tests", "--p10", "3", "--p50", "8", "--p90", "30")
    note = "it gets no WIS without --p95 NUMBER"
    assert note in tests.type(*words).err
    assert note not in tests.type(*words, at=NOW + timedelta(hours=1)).err
    assert "WIS" not in tests.type(*words, "--p95", "60", "--as", "ben").err


def test_the_chance_of_each_number_is_refused_with_quantiles(tests: Desk) -> None:
    said = tests.refuses("predict", "tests", "4=50%", "3=20%", "5=30%", code=2)
    assert "Type how likely it is at most each: --quantile 20=3 --quantile 70=4" in said
    assert said.endswith("--quantile 100=5\n")


@pytest.mark.parametrize("command", [ASK, ("revise", "tests")])
def test_both_sides_of_an_option_are_refused(tests: Desk, command: tuple[str, ...]) -> None:
    said = tests.refuses(*command, "--open-lower", "--closed-lower", code=2)
    assert "--open-lower and --closed-lower: which of them?" in said
