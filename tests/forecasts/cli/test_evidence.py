"""`forecasts evidence`: noted, weighed beside one's own number, taken back, and judged."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import QuestionType, ReferenceClass

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ADD = ("evidence", "add", "rain", "Clouds.")


def test_the_suggestion_stands_beside_ones_own_number_and_is_no_forecast(desk: Desk) -> None:
    desk.type("predict", "rain", "25%", at=NOW - 3 * DAY)
    done = desk.type(*ADD, "--likelihood-ratio", "3", "--observed", "2026-10-30", "--json")
    assert done.code == 0, done.err
    assert (done.json["prior"], done.json["suggested"]) == pytest.approx((0.25, 0.5))
    assert list(done.json) == [
        "question", "id", "observed_at", "recorded_at", "forecaster", "words", "url", "direction",
        "strength", "likelihood_ratio", "prior", "suggested", "own", "gained", "receipt",
    ]  # fmt: skip
    desk.type("evidence", "add", "rain", "Wind.", "--direction", "down", "--strength", "moderate")
    out = " ".join(desk.type("show", "rain").out.split())
    assert "Clouds. 3 times likelier if yes; 25% → 50%; yours then 25%" in out
    assert "4 times likelier if no; 50% → 20%" in out
    assert "The odds times what you noted since: 20%; yours is 25%." in out
    shown = desk.type("show", "rain", "--json").json
    assert shown["suggested"] == pytest.approx(0.2)
    assert [row["probability"] for row in shown["forecasts"]] == [0.25]


def test_pieces_stand_in_the_order_in_which_they_were_noted(desk: Desk) -> None:
    desk.type("predict", "rain", "50%", at=NOW - 3 * DAY)
    desk.type(*ADD, "--likelihood-ratio", "3")
    desk.type(*ADD, "--likelihood-ratio", "2", "--observed", "2026-10-05")
    found = desk.type("evidence", "list", "rain", "--json").lines
    assert [one["suggested"] for one in found] == pytest.approx([0.75, 6 / 7])


def test_a_newer_number_takes_it_in(desk: Desk) -> None:
    desk.type("predict", "rain", "25%", at=NOW - 3 * DAY)
    desk.type(*ADD, "--likelihood-ratio", "3")
    desk.type("predict", "rain", "40%", at=NOW + DAY)
    shown = desk.type("show", "rain", "--json", at=NOW + DAY).json
    assert shown["suggested"] is None
    assert shown["evidence"][0]["own"] == 0.25
    desk.type("evidence", "add", "rain", "Wind.", "--likelihood-ratio", "2", at=NOW + 2 * DAY)
    out = " ".join(desk.type("show", "rain", at=NOW + 2 * DAY).out.split())
    assert "25% → 50%; yours then 25%" in out
    assert "57%; yours is 40%." in out
    desk.type("withdraw", "rain", at=NOW + 2.5 * DAY)
    assert "yours is" not in desk.type("evidence", "list", "rain", at=NOW + 3 * DAY).out


def test_it_starts_from_the_base_rate(desk: Desk) -> None:
    found = desk.type(*ADD, "--likelihood-ratio", "3", "--json").json
    assert found["prior"] == pytest.approx(3.5 / 41)
    assert found["suggested"] == pytest.approx(10.5 / 48)


def test_a_base_rate_by_a_deadline_is_that_of_when_the_first_piece_was_noted(desk: Desk) -> None:
    """The question of 60 days has run 30 days when the first is noted, and 45 at the second."""
    desk.ask("soon", reference_class=ReferenceClass((3,), 40), by_deadline=True)
    for later in (0, 15):
        desk.type("evidence", "add", "soon", "A.", "--likelihood-ratio", "3", at=NOW + later * DAY)
    first, second = desk.type("evidence", "list", "soon", "--json", at=NOW + 15 * DAY).lines
    assert first["prior"] == pytest.approx(1 - (1 - 3.5 / 41) ** 0.5)
    assert second["prior"] == first["suggested"]


@pytest.mark.parametrize(
    ("direction", "strength", "ratio"),
    [("up", "weak", 1.5), ("up", "moderate", 4), ("up", "strong", 10), ("down", "weak", 2 / 3)],
)
def test_a_strength_in_words_is_the_ratio_that_the_help_says(
    desk: Desk, direction: str, strength: str, ratio: float
) -> None:
    found = desk.type(*ADD, "--direction", direction, "--strength", strength, "--json").json
    assert (found["direction"], found["likelihood_ratio"]) == (direction, pytest.approx(ratio))


def test_what_yes_or_no_does_not_answer_takes_notes_alone(desk: Desk) -> None:
    desk.ask("count", type=QuestionType.NUMERIC, range_min=0.0, range_max=9.0)
    refused = desk.refuses("evidence", "add", "count", "A.", "--likelihood-ratio", "3", code=2)
    assert "has no ratio" in refused
    assert desk.type("evidence", "add", "count", "A.").code == 0


def test_what_was_there_to_be_seen_today_was_there_by_now(desk: Desk) -> None:
    done = desk.type(*ADD, "--observed", "2026-11-01", "--json")
    assert done.json["observed_at"] == "2026-11-01T12:00:00.000000Z"


def test_the_newest_three_stand_beside_the_question(desk: Desk) -> None:
    for place in range(5):
        desk.type("evidence", "add", "rain", f"Cloud {place}.")
    out = desk.type("show", "rain").out
    assert "Cloud 1." not in out
    assert "Cloud 2." in out
    assert "and 2 before: forecasts evidence list rain" in out


def test_others_weigh_for_themselves(desk: Desk) -> None:
    desk.type(*ADD, "--likelihood-ratio", "3", "--as", "ben")
    (found,) = desk.type("evidence", "list", "rain", "--json").lines
    assert (found["forecaster"], found["likelihood_ratio"]) == ("ben", 3.0)
    assert found["suggested"] is None
    assert "noted by ben" in desk.type("evidence", "list", "rain").out


def test_after_the_outcome_it_is_told_which_helped(desk: Desk) -> None:
    desk.type("predict", "rain", "25%", at=NOW - 3 * DAY)
    desk.type(*ADD, "--likelihood-ratio", "3")
    desk.type("evidence", "add", "rain", "Wind.", "--likelihood-ratio", "1/3", at=NOW + DAY)
    later = NOW + 2 * DAY
    resolved = desk.type(
        "resolve", "rain", "yes", "--happened", "2026-11-03", "--no-source", "seen", at=later
    )
    assert resolved.code == 0, resolved.err
    one, two = desk.type("evidence", "list", "rain", "--json", at=later).lines
    assert one["gained"] == pytest.approx(math.log(2))
    assert two["gained"] == pytest.approx(-math.log(2))
    out = desk.type("evidence", "list", "rain", at=later).out
    assert "helped: log score +0.69" in out
    assert "misled: log score -0.69" in out
    assert "hindsight" in desk.refuses(*ADD, at=later)


def test_what_was_noted_when_the_answer_was_known_is_no_evidence(desk: Desk) -> None:
    desk.type("predict", "rain", "25%", at=NOW - 3 * DAY)
    desk.type(*ADD, "--likelihood-ratio", "3")
    later = NOW + 5 * DAY  # the outcome is recorded days after it was known
    desk.type("evidence", "add", "rain", "It fell.", "--likelihood-ratio", "900", at=later)
    desk.type("resolve", "rain", "yes", "--happened", "2026-11-03", "--no-source", "seen", at=later)
    one, two = desk.type("evidence", "list", "rain", "--json", at=later).lines
    assert one["gained"] == pytest.approx(math.log(2))
    assert (two["prior"], two["suggested"], two["gained"]) == (None, None, None)
    out = desk.type("evidence", "list", "rain", at=later).out
    assert "noted when the answer was known: it moves nothing" in " ".join(out.split())
    assert "The odds times" not in out


def test_what_is_taken_back_counts_no_more_and_stays_on_record(desk: Desk) -> None:
    id_ = desk.type(*ADD, "--likelihood-ratio", "3", "--json").json["id"]
    assert desk.type("evidence", "remove", "rain", str(id_)).code == 0
    assert desk.type("evidence", "list", "rain", "--json").lines == []
    assert "no evidence" in desk.refuses("evidence", "remove", "rain", str(id_))
    store = desk.store()
    rows = store.connection.execute("SELECT replaces, removed FROM evidence").fetchall()
    store.close()
    assert rows == [(None, None), (id_, 1)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--direction", "up"), "a direction goes with a strength"),
        (("--strength", "weak", "--direction", "up", "--likelihood-ratio", "2"), "one weight"),
        (("--likelihood-ratio", "0"), "no likelihood ratio"),
        (("--observed", "2026-12-01"), "has not come yet"),
        (("--url", "ftp://x"), "no web address"),
    ],
)
def test_what_does_not_go_together_is_refused(
    desk: Desk, typed: tuple[str, ...], said: str
) -> None:
    assert said in desk.refuses(*ADD, *typed, code=2)


def test_a_retry_adds_nothing(desk: Desk) -> None:
    for _ in range(2):
        desk.type(*ADD, "--uuid", "11111111-1111-4111-8111-111111111111")
    assert len(desk.type("evidence", "list", "rain", "--json").lines) == 1


@pytest.mark.parametrize("ruling", [("--annul", "x"), ("--ambiguous", "x")])
def test_what_is_settled_takes_no_evidence_until_it_is_reopened(
    desk: Desk, ruling: tuple[str, str]
) -> None:
    desk.type("resolve", "rain", *ruling)
    assert "hindsight" in desk.refuses(*ADD)
    desk.type("resolve", "rain", "--reopen", "wrong")
    assert desk.type(*ADD).code == 0


def test_after_the_close_no_number_can_take_it_in(desk: Desk) -> None:
    done = desk.type("evidence", "add", "due", "Late news.", "--likelihood-ratio", "2")
    assert done.code == 0
    assert "due closed 2026-10-27" in done.err
    assert "forecasts predict" not in done.err


def test_it_is_said_why_there_is_no_suggestion(desk: Desk) -> None:
    desk.ask("snow")
    done = desk.type("evidence", "add", "snow", "Cold.", "--likelihood-ratio", "2")
    assert "No suggestion: there is no number of yours to start from" in done.err
    assert "forecasts predict snow …%" in done.err
