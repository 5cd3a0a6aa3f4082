"""The people: adjusted, shrunk, in an order that says no more than the intervals do."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.calibration import random_effects
from tracker.comparison import difficulty_adjusted


@pytest.fixture
def three(desk: Any) -> Any:
    """Return twelve questions; zed is far better than ana and bo, who are alike."""
    for place in range(12):
        slug = f"q{place}"
        desk.ask(slug)
        turn = place % 2
        for who, p in (("bo", 0.5 + 0.2 * turn), ("ana", 0.72 - 0.2 * turn), ("zed", 0.05)):
            desk.say(who, slug, 0, p)
        desk.resolve(slug, "no")
    return desk


def test_order_is_the_alphabet_but_for_who_can_be_told_apart(three: Any) -> None:
    rows = three.section("people").data.rows
    assert [row.forecaster for row in rows] == ["zed", "ana", "bo"]
    assert rows[0].high < rows[1].low
    assert rows[1].low < rows[2].high


def test_the_interval_is_the_pooled_one_drawn_in_to_90_percent(three: Any) -> None:
    material = three.material()
    scored = material.scored
    fit = difficulty_adjusted(scored.brier, scored.forecaster, scored.question, scored.cluster)
    errors = [(fit.sigma2 * fit.design_effect / n) ** 0.5 for n in fit.scored]
    pooled = random_effects(list(fit.adjusted), errors)
    by_name = {row.forecaster: row for row in three.section("people").data.rows}
    for place, id_ in enumerate(fit.forecasters):
        row = by_name[material.names[id_].name]
        assert row.adjusted == pytest.approx(fit.adjusted[place])
        assert row.shrunk == pytest.approx(pooled.pooled[place])
        half = (pooled.high[place] - pooled.pooled[place]) * 1.6448536 / 1.9599640
        assert row.high == pytest.approx(row.shrunk + half)


def test_each_sees_the_own_row_and_the_mean_of_all(three: Any) -> None:
    section = three.section("people", forecaster=three.who("bo"))
    assert [row.forecaster for row in section.data.rows] == ["bo"]
    assert section.data.people == 3
    cells = [row[0] for row in section.blocks[1].rows]
    assert cells == ["bo", "mean of 3 people"]


def test_who_has_few_questions_has_no_row(three: Any) -> None:
    three.say("new", "q0", 1, 0.3)
    data = three.section("people").data
    assert "new" not in {row.forecaster for row in data.rows}
    assert data.few == 1


def test_one_person_alone_is_compared_with_nobody(desk: Any) -> None:
    desk.many("ana", 9, 0.2, "no")
    assert not desk.has("people")
