"""The leaderboard: everybody on the questions of its first row, the coin apart, no bare mean."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.model import ReferenceClass
from tracker.reports import depth
from tracker.reports.section import Figure

CLASS = ReferenceClass.parse("2/3")  # (2 + ½) / (3 + 1) = 0.625


@pytest.fixture
def team(desk: Any) -> Any:
    """Return ten questions with a class, all no; a team on nine, three people on all, a crowd."""
    for place in range(10):
        slug = f"q{place}"
        desk.ask(slug, reference_class=CLASS)
        for who, p in (("ana", 0.1), ("bo", 0.2), ("cy", 0.6)):
            desk.say(who, slug, 0, p)
        if place < 9:
            desk.say("house", slug, 0, 0.15, kind="team")
        if place < 8:
            desk.say("market", slug, 0, 0.3, kind="crowd")
        desk.resolve(slug, "no")
    return desk


def test_the_house_its_median_the_crowd_and_the_coin(team: Any) -> None:
    data = team.section("leaderboard").data
    assert data.against == "base rate"
    rows = [(row.forecaster, row.shared, row.apart) for row in data.rows]
    assert rows == [
        ("house", 9, False),
        ("median of 3 people", 9, False),
        ("market", 8, False),
        ("coin", 9, True),
    ]
    skills = [row.skill for row in data.rows]
    expected = [0.625**2 - p**2 for p in (0.15, 0.2, 0.3, 0.5)]
    assert skills == pytest.approx(expected)


def test_a_report_about_one_person_compares_on_the_own_questions(team: Any) -> None:
    data = team.section("leaderboard", forecaster=team.who("ana")).data
    assert [(row.forecaster, row.shared) for row in data.rows] == [
        ("ana", 10),
        ("house", 9),
        ("median of 3 people", 10),
        ("market", 8),
        ("coin", 10),
    ]


def test_the_plot_counts_shared_questions(team: Any) -> None:
    (figure,) = (b for b in team.section("leaderboard").blocks if isinstance(b, Figure))
    assert figure.chart.counted == "shared questions"
    assert [row.apart for row in figure.chart.rows] == [False, False, False, True]
    assert "house: +0.37, 90%" in figure.finding
    assert "n = 9" in figure.finding


def test_under_eight_clusters_there_is_no_mean_and_no_plot(desk: Any) -> None:
    desk.many("ana", 7, 0.2, "no", reference_class=CLASS)
    section = desk.section("leaderboard")
    assert all((row.skill, row.low, row.high) == (None, None, None) for row in section.data.rows)
    assert not [block for block in section.blocks if isinstance(block, Figure)]


def test_without_a_class_the_coin_is_the_reference_and_no_row(desk: Any) -> None:
    desk.many("ana", 8, 0.2, "no")
    data = desk.section("leaderboard").data
    assert data.against == "coin"
    assert [row.forecaster for row in data.rows] == ["ana"]
    assert data.rows[0].skill == pytest.approx(0.25 - 0.04)


def test_questions_of_the_two_references_are_not_put_together(desk: Any) -> None:
    desk.many("ana", 8, 0.2, "no", reference_class=CLASS)
    desk.many("ana", 8, 0.9, "no", start=8)
    (row, coin) = desk.section("leaderboard").data.rows
    assert (row.shared, coin.shared) == (8, 8)
    assert row.skill == pytest.approx(0.625**2 - 0.2**2)


def test_people_of_whom_no_median_is_made_stand_with_their_mean(
    team: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third of 0.01 + 0.04 + 0.36; beside two teams, of which neither is the house."""
    monkeypatch.setattr(depth, "MOST", 10)
    team.say("away", "q0", 0, 0.5, kind="team")
    rows = team.section("leaderboard").data.rows
    assert [(row.forecaster, row.shared) for row in rows] == [
        ("3 people, mean score", 10),
        ("house", 9),
        ("away", 1),
        ("market", 8),
        ("coin", 10),
    ]
    assert rows[0].skill == pytest.approx(0.625**2 - 0.41 / 3)


def test_nobody_scored_is_no_leaderboard(desk: Any) -> None:
    desk.ask("q")
    assert not desk.has("leaderboard")
