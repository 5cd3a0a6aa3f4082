"""The verdict on calibration in words: it names what it rests on, and its first sentence whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.tracker.conftest import Command, Recorder

WHO = "j. smith"


def says(record: Recorder, cells: Sequence[tuple[float, int, int]]) -> None:
    """Ask n questions for each (p, n, yes), of which so many come true."""
    for p, n, yes in cells:
        for _ in range(n):
            slug = f"q{len(record.asked)}"
            record.ask(slug)
            record.say(WHO, slug, 0, p)
        for place, slug in enumerate([*record.asked][-n:]):
            record.resolve(slug, "yes" if place < yes else "no")


def verdict(command: Command) -> str:
    done = command("calibration", "--forecaster", WHO)
    assert done.code == 0, done.err
    return " ".join(done.out.split("\n\n")[0].split())


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (  # as stated at 4%, and behind it everywhere else
            [(0.04, 50, 2), (0.3, 40, 6), (0.5, 40, 11), (0.8, 40, 23)],
            (
                f"Stated too high: when {WHO} says 70-80% (80% on average),"
                " it has happened 57% of the time,"
            ),
        ),
        (  # the same mirrored
            [(0.96, 50, 48), (0.7, 40, 34), (0.5, 40, 29), (0.2, 40, 17)],
            (
                f"Stated too low: when {WHO} says 40-50% (50% on average),"
                " it has happened 72% of the time,"
            ),
        ),
        (  # 97% too low by little, and the rest of it far too far out
            [(0.97, 50, 49), (0.9, 60, 36), (0.1, 60, 24)],
            (
                f"Over-confident: when {WHO} says 80-90% (90% on average),"
                " it has happened 60% of the time,"
            ),
        ),
        (
            [(0.5, 20, 8), (0.65, 80, 74), (0.35, 80, 6)],
            (
                f"Under-confident: when {WHO} says 60-70% (65% on average),"
                " it has happened 92% of the time,"
            ),
        ),
    ],
)
def test_a_verdict_names_a_number_that_shows_it(
    record: Recorder, command: Command, cells: Sequence[tuple[float, int, int]], words: str
) -> None:
    says(record, cells)
    assert words in verdict(command)


def test_the_level_of_each_interval_is_said(record: Recorder, command: Command) -> None:
    says(record, [(0.9, 60, 36), (0.1, 60, 24)])
    said = " ".join(command("calibration", "--forecaster", WHO).out.split())
    assert "47-71% (95% interval, 60 of 120 questions). The slope is 0.18 (95%: " in said


def test_the_brier_score_stands_beside_its_interval(record: Recorder, command: Command) -> None:
    says(record, [(0.9, 60, 36), (0.1, 60, 24)])
    (found,) = command("calibration", "--forecaster", WHO, "--json").json
    scores = np.array([0.01] * 36 + [0.81] * 24 + [0.81] * 24 + [0.01] * 36)  # one vote a question
    known = stats.ttest_1samp(scores, 0.0).confidence_interval(0.95)
    corp = found["corp"]
    assert (corp["score_low"], corp["score_high"]) == pytest.approx((known.low, known.high))
    said = " ".join(command("calibration", "--forecaster", WHO).out.split())
    assert "Brier 0.33 over the votes (95%: 0.26 to 0.40) = " in said


def test_a_name_with_a_dot_is_whole_in_the_first_sentence(
    record: Recorder, command: Command
) -> None:
    says(record, [(0.9, 60, 36), (0.1, 60, 24)])
    (report,) = command("report", "--forecaster", WHO, "--json").json
    first = report["verdict"]["sentences"][1]
    said = f"Over-confident: when {WHO} says 80-90% (90% on average), it has happened 60%"
    assert first.startswith(said)
    assert first.endswith("(95% interval, 60 of 120 questions).")


def test_that_nothing_can_be_said_is_told_once_of_numbers_of_the_last_day(
    record: Recorder, command: Command
) -> None:
    record.ask("q")
    record.say(WHO, "q", 9.5, 0.4)
    record.resolve("q", "yes")
    said = " ".join(command("report", "--forecaster", WHO).out.split())
    assert f"Nothing can be said yet about {WHO}'s calibration. " in said
    assert said.count("nothing can be said yet about") == 1


def test_where_nothing_has_ended_the_reason_is_told_once(
    record: Recorder, command: Command
) -> None:
    record.ask("early", 0, 2000)
    record.say(WHO, "early", 0, 0.4)
    record.resolve("early", "yes", known=100)
    said = " ".join(command("report", "--forecaster", WHO).out.split())
    assert f"Nothing can be said yet about {WHO}'s calibration. " in said
    assert said.count(f"Nothing can be said yet about {WHO}'s calibration: no question") == 1
