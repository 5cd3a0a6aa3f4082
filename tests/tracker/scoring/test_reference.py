"""What the reference says and loses: by hand, at every edge of its daily steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tracker.rules import brier, log_loss
from tracker.scoring import DAY_US
from tracker.scoring.reference import reference, reference_loss

if TYPE_CHECKING:
    from tests.tracker.scoring.conftest import Paper

Q = np.zeros(1, dtype=np.int64)  # the only question


def days(*values: float) -> np.ndarray:
    return np.array([round(value * DAY_US) for value in values], dtype=np.int64)


def test_without_a_deadline_it_says_one_number(paper: Paper) -> None:
    paper.ask("class", rate=0.2)
    paper.ask("none", closes=400)
    path = reference(paper.questions())
    assert path.p.tolist() == [0.2, 0.5]
    assert path.start_us.tolist() == [0, 0]


def test_by_deadline_the_chance_shrinks_with_the_time_left_at_the_middle_of_each_day(
    paper: Paper,
) -> None:
    # Two days, r = 3/4: 1 - (1/4)^(3/4) and 1 - (1/4)^(1/4).
    paper.ask(closes=2, rate=0.75, by_deadline=True)
    path = reference(paper.questions())
    assert path.p == pytest.approx([1 - 2**-1.5, 1 - 2**-0.5], abs=1e-15)
    assert path.start_us.tolist() == [0, DAY_US]


def test_the_last_day_may_be_a_part_and_is_taken_at_its_own_middle(paper: Paper) -> None:
    # Two and a half days from day 1: what is left is 2/2.5, 1/2.5 and, of the last half, 0.25/2.5.
    paper.ask(opens=1, closes=3.5, rate=0.36, by_deadline=True)
    path = reference(paper.questions())
    assert (path.start_us / DAY_US).tolist() == [1, 2, 3]
    assert path.p == pytest.approx([1 - 0.64**x for x in (0.8, 0.4, 0.1)], abs=1e-15)
    assert all(path.p > 0)


@pytest.mark.parametrize(("closes", "steps"), [(0.001, 1), (1, 1), (1 + 1 / DAY_US, 2), (365, 365)])
def test_there_is_a_step_for_every_day_begun(paper: Paper, closes: float, steps: int) -> None:
    paper.ask(closes=closes, known=closes, rate=0.3, by_deadline=True)
    assert len(reference(paper.questions()).p) == steps


def test_less_than_a_day_is_one_step_at_its_middle(paper: Paper) -> None:
    paper.ask(closes=0.25, rate=0.36, by_deadline=True)
    assert reference(paper.questions()).p == pytest.approx([0.2])  # 1 - .64^(1/2)


def test_without_a_class_it_decays_from_a_half(paper: Paper) -> None:
    paper.ask(closes=2, by_deadline=True)
    expected = [1 - 0.5**0.75, 1 - 0.5**0.25]
    assert reference(paper.questions()).p == pytest.approx(expected)


@pytest.mark.parametrize("opens", [0, 100.25])
def test_a_step_begins_at_its_first_instant_and_the_last_one_holds_to_the_end(
    paper: Paper, opens: float
) -> None:
    paper.ask(opens=opens, closes=opens + 2.5, by_deadline=True)
    path = reference(paper.questions())
    at = days(opens, opens + 1, opens + 2, opens + 2.5)
    assert path.step(Q.repeat(4), at).tolist() == [0, 1, 2, 2]
    assert path.step(Q.repeat(3), at[1:] - 1).tolist() == [0, 1, 2]


def test_its_loss_over_a_time_is_the_sum_over_the_steps_it_crosses(paper: Paper) -> None:
    # From half a day to a day and a quarter, the answer no: half a day of p0^2, a quarter of p1^2.
    paper.ask(closes=2, rate=0.75, by_deadline=True, outcome=0.0)
    questions = paper.questions()
    of = reference_loss(reference(questions), questions, brier)
    p0, p1 = 1 - 2**-1.5, 1 - 2**-0.5
    whole = of.between(Q, days(0.5), days(1.25)) / DAY_US
    assert whole == pytest.approx([0.5 * p0**2 + 0.25 * p1**2], abs=1e-15)
    assert of.between(Q, days(0), days(2)) / DAY_US == pytest.approx([p0**2 + p1**2], abs=1e-15)
    assert of.between(Q, days(1), days(2)) / DAY_US == pytest.approx([p1**2], abs=1e-15)
    assert of.between(Q, days(1.25), days(1.25)).tolist() == [0]
    assert of.at(Q.repeat(2), days(0.99, 1)) == pytest.approx([p0**2, p1**2], abs=1e-15)


def test_over_many_steps_it_is_the_sum_of_its_parts(paper: Paper) -> None:
    paper.ask("before", closes=3, rate=0.4, by_deadline=True)
    paper.ask("q", opens=0.4, closes=31.1, rate=0.1, by_deadline=True)
    paper.ask("after", closes=5, rate=0.9)
    questions = paper.questions()
    of = reference_loss(reference(questions), questions, log_loss)
    cuts = days(0.4, 0.5, 1.4, 7.77, 7.78, 30.4, 31.05, 31.1)
    one = np.ones(1, dtype=np.int64)
    parts = of.between(one.repeat(7), cuts[:-1], cuts[1:])
    assert parts.sum() == pytest.approx(of.between(one, cuts[:1], cuts[-1:])[0], rel=1e-14)


def test_one_second_of_ten_years_keeps_all_its_digits(paper: Paper) -> None:
    paper.ask(closes=3650, known=3650, rate=0.2, by_deadline=True)
    questions = paper.questions()
    path = reference(questions)
    of = reference_loss(path, questions, log_loss)
    start = days(1825.3)
    lost = of.between(Q, start, start + 1_000_000)[0] / 1_000_000
    assert lost == pytest.approx(-math.log(path.p[1825]), rel=1e-15)


def test_each_question_has_a_path_of_its_own(paper: Paper) -> None:
    terms = [
        {"closes": 2, "rate": 0.75, "by_deadline": True},
        {"closes": 30, "rate": 0.1},
        {"opens": 3, "closes": 5.5, "by_deadline": True, "outcome": 0.0},
    ]
    for number, asked in enumerate(terms):
        paper.ask(f"q{number}", **asked)
    together = paper.questions()
    of = reference_loss(reference(together), together, brier)
    starts, ends = together.opens_us, together.closes_us
    found = of.between(np.arange(3), starts, ends)
    for number, asked in enumerate(terms):
        alone = type(paper)()
        alone.ask("q", **asked)
        one = alone.questions()
        single = reference_loss(reference(one), one, brier).between(Q, one.opens_us, one.closes_us)
        assert single[0] == found[number]
