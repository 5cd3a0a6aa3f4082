"""How long each forecast stood, at every edge of half-open time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tracker.scoring import DAY_US, NEVER, stretches

if TYPE_CHECKING:
    from tests.tracker.scoring.conftest import Paper

INSTANT = 1 / DAY_US  # a microsecond, in days


def spans(paper: Paper) -> list[tuple[str, float, float, float]]:
    """Return (who, start, end, p) of every stretch, in days."""
    history = paper.history()
    found = stretches(history, paper.questions())
    return [
        (paper.people[int(history.forecaster[row])], start / DAY_US, end / DAY_US, history.p[row])
        for row, start, end in zip(found.row, found.start_us, found.end_us, strict=True)
    ]


def test_a_forecast_stands_until_the_next_one(paper: Paper) -> None:
    paper.ask()
    for day, p in ((1, 0.1), (4, 0.2), (4.5, 0.3)):
        paper.say("ana", day, p)
    assert spans(paper) == [("ana", 1, 4, 0.1), ("ana", 4, 4.5, 0.2), ("ana", 4.5, 10, 0.3)]


def test_rows_are_ordered_by_when_they_were_made_and_not_by_when_they_came(paper: Paper) -> None:
    paper.ask()
    for day, p in ((4, 0.2), (1, 0.1)):
        paper.say("ana", day, p)
    assert spans(paper) == [("ana", 1, 4, 0.1), ("ana", 4, 10, 0.2)]


def test_of_two_at_one_instant_the_later_row_stands(paper: Paper) -> None:
    paper.ask()
    for p in (0.9, 0.1):
        paper.say("ana", 4, p)
    assert spans(paper) == [("ana", 4, 10, 0.1)]


def test_before_the_opening_the_last_one_counts_from_the_opening(paper: Paper) -> None:
    paper.ask(opens=5)
    for day, p in ((1, 0.9), (3, 0.2)):
        paper.say("ana", day, p)
    assert spans(paper) == [("ana", 5, 10, 0.2)]


def test_the_order_before_the_opening_is_that_of_time(paper: Paper) -> None:
    # Clipped first, both would start at the opening and the later row of the ledger would win.
    paper.ask(opens=5)
    for day, p in ((3, 0.2), (1, 0.9)):
        paper.say("ana", day, p)
    assert spans(paper) == [("ana", 5, 10, 0.2)]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (10 - INSTANT, [("ana", 10 - INSTANT, 10, 0.3)]),
        (10, []),
        (11, []),
    ],
)
def test_at_the_close_it_is_too_late(paper: Paper, made: float, expected: list[Any]) -> None:
    paper.ask(known=20)
    paper.say("ana", made, 0.3)
    assert spans(paper) == expected


@pytest.mark.parametrize(("made", "stood"), [(4 - INSTANT, 1), (4, 0), (7, 0)])
def test_from_when_the_outcome_is_known_it_is_too_late(
    paper: Paper, made: float, stood: int
) -> None:
    paper.ask(known=4)
    paper.say("ana", made, 0.3)
    assert len(spans(paper)) == stood


def test_a_late_forecast_leaves_the_one_before_it_standing(paper: Paper) -> None:
    paper.ask(known=4)
    paper.say("ana", 1, 0.3)
    paper.say("ana", 4, 0.99)
    assert spans(paper) == [("ana", 1, 4, 0.3)]


def test_a_withdrawal_leaves_nothing_until_the_next_forecast(paper: Paper) -> None:
    paper.ask()
    for day, p in ((1, 0.1), (3, None), (8, 0.2)):
        paper.say("ana", day, p)
    assert spans(paper) == [("ana", 1, 3, 0.1), ("ana", 8, 10, 0.2)]


def test_a_withdrawal_at_the_same_instant_takes_the_forecast_back_at_once(paper: Paper) -> None:
    paper.ask()
    for p in (0.1, None):
        paper.say("ana", 3, p)
    assert spans(paper) == []


def test_an_expiry_ends_it_and_nothing_older_comes_back(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 1, 0.1)
    paper.say("ana", 3, 0.2, until=5)
    assert spans(paper) == [("ana", 1, 3, 0.1), ("ana", 3, 5, 0.2)]


@pytest.mark.parametrize(
    ("until", "expected"), [(3, 3), (3 - INSTANT, 3 - INSTANT), (6, 3), (20, 3), (None, 3)]
)
def test_the_next_forecast_ends_it_even_before_its_expiry(
    paper: Paper, until: float | None, expected: float
) -> None:
    paper.ask()
    paper.say("ana", 1, 0.1, until=until)
    paper.say("ana", 3, 0.2)
    assert spans(paper)[0] == ("ana", 1, expected, 0.1)


def test_one_that_expires_before_the_opening_never_stood(paper: Paper) -> None:
    paper.ask(opens=5)
    paper.say("ana", 1, 0.1, until=5)
    assert spans(paper) == []


def test_nothing_stands_on_a_question_that_was_known_when_it_opened(paper: Paper) -> None:
    paper.ask(opens=5, known=5)
    paper.say("ana", 1, 0.1)
    paper.say("ana", 6, 0.1)
    assert spans(paper) == []


def test_every_pair_is_there_even_if_nothing_of_it_stood(paper: Paper) -> None:
    paper.ask("q")
    paper.ask("r", known=2)
    for who, on, day, p in (
        ("ana", "q", 1, 0.1), ("ben", "q", 12, 0.1), ("ana", "r", 3, 0.1), ("ben", "r", 1, 0.5),
    ):  # fmt: skip
        paper.say(who, day, p, on=on)
    found = stretches(paper.history(), paper.questions())
    assert found.pair_question.tolist() == [0, 0, 1, 1]
    assert found.pair_forecaster.tolist() == [0, 1, 0, 1]
    assert found.pair.tolist() == [0, 3]
    assert found.question.tolist() == [0, 1]
    assert found.length_us.tolist() == [9 * DAY_US, 1 * DAY_US]
    assert found.length_us.dtype == np.float64


def test_one_forecaster_does_not_end_what_another_said(paper: Paper) -> None:
    paper.ask("q")
    paper.ask("r")
    paper.say("ana", 1, 0.1)
    paper.say("ben", 2, 0.2)
    paper.say("ana", 3, 0.3, on="r")
    assert spans(paper) == [("ana", 1, 10, 0.1), ("ben", 2, 10, 0.2), ("ana", 3, 10, 0.3)]


def test_of_two_who_take_turns_each_ends_what_they_said_themselves(paper: Paper) -> None:
    paper.ask()
    for day, who in enumerate(("ana", "ben", "ana", "ben")):
        paper.say(who, day, day / 10)
    assert spans(paper) == [
        ("ana", 0, 2, 0.0), ("ana", 2, 10, 0.2), ("ben", 1, 3, 0.1), ("ben", 3, 10, 0.3),
    ]  # fmt: skip


def test_without_any_row_there_is_no_stretch_and_no_pair(paper: Paper) -> None:
    found = stretches(paper.history(), paper.questions())
    assert len(found.row) == len(found.pair_question) == 0
    paper.ask()
    assert len(stretches(paper.history(), paper.questions()).row) == 0


def test_never_is_later_than_any_instant_of_a_record() -> None:
    assert np.datetime64(NEVER, "us") > np.datetime64("9999-12-31T23:59:59.999999")
