"""Questions of when, from ask to resolve: deadlines, the horizon, and what a stale curve says."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Action, Interval, QuestionType, times
from forecasts.model.prediction import Quantiles

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SEEN = ("--no-source", "seen")
ASK = ("ask", "When do they meet?", "--slug", "meet", "--closes", "2027-06-30")
SAID = ("--by", "2026-12-31=20%", "--by", "2027-06-30=45%", "--never", "30%")


def at(year: int, month: int, day: int) -> float:
    return times.to_seconds(datetime(year, month, day, tzinfo=UTC))


@pytest.fixture
def meet(desk: Desk) -> Desk:
    """Return the desk with an open question on a date up to the end of 2027."""
    assert desk.type(*ASK, "--horizon", "2027-12-31").code == 0
    return desk


# Ask


def test_a_horizon_says_that_it_asks_for_a_date(meet: Desk) -> None:
    asked = meet.question("meet")
    assert asked.type is QuestionType.DATE
    assert asked.terms.horizon == datetime(2028, 1, 1, tzinfo=UTC)
    assert asked.terms.resolves_by == asked.terms.horizon
    shown = meet.type("show", "meet").out
    assert "Horizon    2028-01-01 00:00Z; what is later is never" in shown
    assert "Next: forecasts predict meet --by DATE=20% --by LATER=45% --never 30%" in shown


def test_the_horizon_is_the_close_unless_it_is_said_and_moves_with_it(desk: Desk) -> None:
    desk.type(*ASK, "--type", "date")
    assert desk.question("meet").terms.horizon == datetime(2027, 7, 1, tzinfo=UTC)
    answer = desk.type("revise", "meet", "--closes", "2027-09-30", "--json").json
    assert desk.question("meet").terms.horizon == datetime(2027, 10, 1, tzinfo=UTC)
    assert set(answer["changed"]) == {"closes_at", "resolves_by", "horizon"}


@pytest.mark.parametrize("flag", ["--min", "--max", "--log-from"])
def test_the_range_of_a_date_is_typed_as_a_horizon(desk: Desk, flag: str) -> None:
    refused = desk.type(*ASK, "--type", "date", flag, "0")
    assert refused.code != 0
    assert f"{flag} is for numbers" in refused.err
    assert "--horizon" in refused.err
    assert '"date"' not in desk.type("list", "--json").out


def test_the_range_of_a_question_rolled_on_starts_at_its_own_opening(desk: Desk) -> None:
    late = times.to_seconds(NOW - 30 * DAY)
    desk.ask("old", type=QuestionType.DATE, opens_at=NOW - 40 * DAY, closes_at=NOW + DAY,
             resolves_by=NOW + 2 * DAY, range_min=late, range_max=times.to_seconds(NOW + 2 * DAY),
             open_upper=True)  # fmt: skip
    asked = desk.type("ask", "--like", "old", "--slug", "next", "--closes", "2027-06-30")
    assert asked.code == 0, asked.err
    assert desk.question("next").terms.range_min is None


def test_a_question_that_follows_another_has_a_horizon_of_its_own(meet: Desk) -> None:
    meet.type("ask", "--like", "meet", "--slug", "next", "--closes", "2028-06-30")
    assert meet.question("next").terms.horizon == datetime(2028, 7, 1, tzinfo=UTC)


def test_a_horizon_before_the_close_is_to_be_mended(desk: Desk) -> None:
    assert "--horizon DATE" in desk.type(*ASK, "--horizon", "2027-03-31").err


def test_a_title_may_state_the_horizon(desk: Desk) -> None:
    words = ("ask", "When before 2028 do they meet?", "--slug", "m", "--closes", "2027-06-30")
    assert desk.type(*words, "--horizon", "2027-12-31").code == 0
    refused = desk.refuses(*words[:3], "n", *words[4:], "--horizon", "2027-11-30")
    assert "the title says 'before 2028'" in refused


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--horizon", "2026-10-31"), "--horizon: the horizon lies before the question opens"),
        (("--horizon", "someday"), "no date"),
        (("--horizon", "2027-12-31", "--unit", "days"), "--unit: a date question has none"),
        (("--horizon", "2027-12-31", "--type", "numeric"), "only a date has a horizon"),
    ],
)
def test_a_horizon_that_does_not_fit_is_refused(
    desk: Desk, words: tuple[str, ...], why: str
) -> None:
    assert why in desk.refuses(*ASK, *words, code=2)


# Predict


@pytest.mark.parametrize("words", [SAID, ("2026-12-31=20%", "2027-06-30=45%", "never=30%")])
def test_deadlines_are_recorded_from_now_to_the_horizon(meet: Desk, words: tuple[str, ...]) -> None:
    answer = meet.type("predict", "meet", *words)
    (row,) = meet.rows("meet")
    assert answer.code == 0
    assert isinstance(row.stated, Quantiles)
    assert row.stated.pairs == (
        (0.0, times.to_seconds(NOW)),
        (0.2, at(2027, 1, 1)),
        (0.45, at(2027, 7, 1)),
        (0.7, at(2028, 1, 1)),
    )
    assert row.stated.typed == " ".join(words)


def test_the_echo_nests_the_deadlines_and_says_what_time_does_to_them(meet: Desk) -> None:
    """Once 2026-12-31 has gone by: (.45 - .2) / .8 = 31%."""
    answer = meet.type("predict", "meet", *SAID)
    flat = " ".join(answer.out.split())
    assert flat.startswith("meet: by 2026-12-31 20%, by 2027-06-30 45%, not by 2027-12-31 30%, the")
    assert "If nothing happens by 2026-12-31, the same curve then says 31% by 2027-06-30" in flat
    assert "2026-10" not in flat.partition("Receipt")[0].replace("2026-11-01", "")
    assert "(never 30%) 2027-12-31" in flat
    assert "At stake" not in flat


def test_days_are_days_of_the_questions_zone(desk: Desk) -> None:
    desk.type(*ASK, "--horizon", "2027-12-31", "--tz", "Asia/Seoul")
    answer = desk.type("predict", "meet", "--by", "2026-12-31=20%")
    (row,) = desk.rows("meet")
    assert isinstance(row.stated, Quantiles)
    assert row.stated.pairs[-1] == (0.2, at(2027, 1, 1) - 9 * 3600)
    assert "by 2026-12-31 20%, not by 2027-12-31 80%" in " ".join(answer.out.split())


def test_json_holds_instants(meet: Desk) -> None:
    found = meet.type("predict", "meet", *SAID, "--json").json
    assert found["quantiles"]["0.2"] == "2027-01-01T00:00:00.000000Z"
    assert found["read_as"] == "by 2026-12-31 20%, by 2027-06-30 45%, not by 2027-12-31 30%"


@pytest.mark.parametrize(
    ("words", "why", "fix"),
    [
        (("--by", "2026-12-31=50%", "--by", "2027-06-30=45%"), "less likely", "2027-06-30=50.1%"),
        (("--by", "2026-12-31=50%", "--never", "60%"), "more than 100%", "--never 50%"),
        (("--by", "2027-12-31=50%", "--never", "40%"), "the horizon", "--never 50%"),
        (("--by", "2028-12-31=50%"), "after the horizon, 2027-12-31", "up to 2027-12-31"),
        (("--by", "2026-10-31=50%"), "before the question opens", "up to 2027-12-31"),
        (("--by", "2026-12-31"), "no NAME=VALUE", "--by DATE=20%"),
        (("--normal", "8,2"), "--normal is nothing for it", "--by DATE=20%"),
        (("20%",), "no prediction of it", "--by DATE=20%"),
        (("--by", "2026-12-31=100%"), "certainty", "--certain"),
        ((), "no prediction was typed", "--by DATE=20%"),
    ],
)
def test_what_is_no_curve_of_dates_is_refused_with_the_fix(
    meet: Desk, words: tuple[str, ...], why: str, fix: str
) -> None:
    said = meet.refuses("predict", "meet", *words, code=2)
    assert why in said
    assert fix in said


def test_a_day_gone_by_is_refused_later(meet: Desk) -> None:
    said = meet.refuses("predict", "meet", "--by", "2026-11-30=50%", code=2, at=NOW + 60 * DAY)
    assert "'2026-11-30' has gone by, and nothing has happened on record" in said


def test_quantiles_of_a_date(meet: Desk) -> None:
    answer = meet.type("predict", "meet", "--p10", "2026-12-31", "--p50", "2027-06-30")
    assert "by 2026-12-31 10%, by 2027-06-30 50%, not by 2027-12-31 50%" in " ".join(
        answer.out.split()
    )


# As time goes by


LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_show_says_what_a_stale_curve_has_come_to_say_and_how_to_say_it(meet: Desk) -> None:
    """On 1 December F = .2 · 30 / 60.5 = .0992; by the end of the year (.2 - F) / (1 - F) = 11%."""
    meet.type("predict", "meet", *SAID)
    assert "As nothing" not in meet.type("show", "meet").out
    shown = meet.type("show", "meet", at=LATER).out
    passed = 0.2 * 30 / 60.5
    by_june = (0.45 - passed) / (1 - passed)
    flat = " ".join(shown.split())
    assert (
        f"By now as nothing has happened: by 2026-12-31 {(0.2 - passed) / (1 - passed):.0%}" in flat
    )
    assert f"by 2027-06-30 {by_june:.0%}" in flat
    command = shown.splitlines()[-1].removeprefix("Next: forecasts ")
    assert f"--by 2027-06-30={by_june:.1%}" in command
    assert meet.type(*shlex.split(command), at=LATER).code == 0
    assert "Next: forecasts predict meet same" in meet.type("show", "meet", at=LATER).out


def test_a_second_look_says_so_too(meet: Desk) -> None:
    meet.type("predict", "meet", *SAID)
    again = " ".join(meet.type("predict", "meet", "same", at=LATER).out.split())
    assert "looked, still by 2026-12-31 20%" in again
    assert "By now as nothing has happened: by 2026-12-31 11%" in again
    assert [row.action for row in meet.rows("meet")] == [Action.FORECAST, Action.REAFFIRMATION]


def test_a_closed_question_says_what_was_said(meet: Desk) -> None:
    meet.type("predict", "meet", *SAID)
    shown = meet.type("show", "meet", at=datetime(2028, 1, 2, tzinfo=UTC)).out
    assert "By now" not in shown
    assert "ana  by 2026-12-31 20%, by 2027-06-30 45%, not by 2027-12-31 30%." in shown
    assert "resolve meet DATE" in shown


def test_list_says_the_chance_by_the_horizon(meet: Desk) -> None:
    meet.type("predict", "meet", *SAID)
    line = next(x for x in meet.type("list").out.splitlines() if " meet " in x)
    assert line.endswith("70% by 2027-12-31")


# Resolve


def test_a_date_is_resolved_by_the_day(meet: Desk) -> None:
    meet.type("predict", "meet", *SAID)
    answer = meet.type("resolve", "meet", "2026-12-05", *SEEN, at=NOW + 60 * DAY)
    (row,) = meet.resolutions("meet")
    end = datetime(2026, 12, 6, tzinfo=UTC)
    assert row.outcome == times.to_text(end)
    assert row.happened == Interval(end - DAY, end)
    assert row.known_at == end
    assert answer.out.startswith("meet: 2026-12-05\n")
    assert "resolved: 2026-12-05" in meet.type("show", "meet", at=NOW + 60 * DAY).out


def test_a_date_known_to_lie_in_a_month_keeps_the_month(meet: Desk) -> None:
    answer = meet.type("resolve", "meet", "2026-12", *SEEN, at=NOW + 90 * DAY)
    assert "from 2026-12-01 to 2026-12-31" in answer.out


def test_what_never_came_is_known_at_the_horizon(meet: Desk) -> None:
    after = datetime(2028, 1, 2, tzinfo=UTC)
    answer = meet.type("resolve", "meet", "never", *SEEN, at=after)
    assert meet.resolutions("meet")[0].known_at == datetime(2028, 1, 1, tzinfo=UTC)
    assert answer.out.startswith("meet: not by 2027-12-31\n")
    assert answer.err == ""


def test_never_before_the_horizon_needs_the_day_it_became_certain(meet: Desk) -> None:
    said = meet.refuses("resolve", "meet", "never", *SEEN, code=2)
    assert "asked for up to 2028-01-01 00:00Z: until then it can still happen" in said
    assert "--known DATE" in said
    answer = meet.type("resolve", "meet", "never", *SEEN, "--known", "2026-10-31")
    assert answer.code == 0
    assert meet.resolutions("meet")[0].known_at == datetime(2026, 10, 31, tzinfo=UTC)


def test_a_question_with_an_outcome_says_it_as_the_question_has_it(meet: Desk) -> None:
    later = datetime(2026, 11, 24, tzinfo=UTC)
    meet.type("resolve", "meet", "2026-11-22", *SEEN, at=later)
    said = meet.refuses("predict", "meet", *SAID, at=later)
    assert said.startswith("Error: meet is resolved: 2026-11-22; it takes no more")


@pytest.mark.parametrize(
    ("typed", "why", "code"),
    [
        ("yes", "no date", 2),
        ("2028-02-01", "past the horizon", 2),
        ("2026-12-05", "lies in the future", 1),
        ("below", "closed", 2),
    ],
)
def test_what_is_no_date_is_no_outcome(meet: Desk, typed: str, why: str, code: int) -> None:
    assert why in meet.refuses("resolve", "meet", typed, *SEEN, code=code)


def test_a_picture_of_dates_begins_on_the_day_it_opens(desk: Desk) -> None:
    desk.type("ask", "When?", "--slug", "when", "--opens", "2026-11-01", "--closes", "2026-12-31",
              "--horizon", "2027-12-31", "--tz", "Asia/Seoul")  # fmt: skip
    desk.type("predict", "when", "--by", "2027-06-30=50%")
    last = [
        line.split() for line in desk.type("show", "when").out.splitlines() if "never 50%" in line
    ]
    assert last == [["2026-11-01", "(never", "50%)", "2027-12-31"]]
