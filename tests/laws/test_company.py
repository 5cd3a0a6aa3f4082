"""Questions about numbers and dates score the same bits alone and in any company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.scoring import (
    DAY_US,
    NEVER,
    Clocks,
    Curve,
    Date,
    Judged,
    Number,
    Policy,
    Range,
    Said,
    dates,
    judge_date,
    judge_dates,
    judge_number,
    judge_numbers,
)

POLICIES = [Policy.parse(name) for name in ("scheduled", "open", "last", "spot", "before-close:3d")]
LEVELS = (0.1, 0.5, 0.9)
ROWS = 6  # on each question: two of three forecasters each


def clocks(rng: np.random.Generator, count: int) -> Clocks:
    opens_us = rng.integers(0, 50, count) * DAY_US
    closes_us = opens_us + rng.integers(20, 60, count) * DAY_US
    known_us = opens_us + rng.integers(10, 80, count) * DAY_US
    return Clocks(opens_us, closes_us, known_us, opens_us + 15 * DAY_US)


def said(rng: np.random.Generator, asked: Clocks) -> Said:
    count = len(asked.opens_us)
    size = count * ROWS
    question = np.repeat(np.arange(count), ROWS)
    forecaster = np.tile(np.repeat(np.arange(3), 2), count)
    made_us = np.sort(rng.integers(-5, 30, (count * 3, 2)) * DAY_US, axis=1).ravel()
    return Said(
        question=question,
        forecaster=forecaster,
        made_us=asked.opens_us[question] + made_us,
        until_us=np.full(size, NEVER),
        recorded_us=np.zeros(size, dtype=np.int64),
        peer=forecaster < 2,
        stands=rng.random(size) < 0.9,
    )


def curves(
    rng: np.random.Generator, rows: Said, low: float, high: float, top: float
) -> list[Curve | None]:
    """Return curves of 1 to 150 knots, some of which repeat."""
    found: list[Curve | None] = []
    for stands in rows.stands.tolist():
        size = int(rng.integers(1, 150))
        places = np.sort(rng.uniform(low, high, size).round(1))
        found.append(Curve(places, np.sort(rng.random(size)) * top) if stands else None)
    return found


def only(of: Any, place: int, rows: slice) -> Any:
    """Return the clocks of one question, or the rows on it."""
    kept = slice(place, place + 1) if isinstance(of, Clocks) else rows
    parts = {name: getattr(of, name)[kept] for name in of.__slots__}
    if isinstance(of, Said):
        parts["question"] = np.zeros(ROWS, dtype=np.int64)
    return type(of)(**parts)


def same(whole: Judged, alone: Sequence[Judged]) -> None:
    """Compare all pairs of a question after the other; nan is nan."""
    for rule, scores in whole.rules.items():
        for part in scores.__slots__:
            apart = np.concatenate([getattr(one.rules[rule], part) for one in alone])
            assert getattr(scores, part).tobytes() == apart.tobytes(), (rule, part)
    for column in ("coverage", "attainable", "hindsight", "forecasts", "reason"):
        apart = np.concatenate([getattr(one, column) for one in alone])
        assert getattr(whole, column).tobytes() == apart.tobytes(), column
    nothing = {rule: [one.undefined.get(rule) for one in alone] for rule in whole.undefined}
    for rule, found in nothing.items():
        filled = [
            np.zeros(len(one.reason), dtype=np.int64) if why is None else why
            for one, why in zip(alone, found, strict=True)
        ]
        assert whole.undefined[rule].tolist() == np.concatenate(filled).tolist()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.tuples(st.booleans(), st.booleans()))
def test_numbers_score_the_same_alone_and_together(seed: int, bounds: tuple[bool, bool]) -> None:
    (open_lower, open_upper), rng, count = bounds, np.random.default_rng(seed), 7
    asked = clocks(rng, count)
    rows = said(rng, asked)
    # Where a bound is open, knots lie beyond it too.
    given_curves = curves(rng, rows, -3.0 * open_lower, 10.0 + 3.0 * open_upper, 1.0)
    numbers = []
    for bins in rng.integers(1, 60, count).tolist():
        edges = tuple(np.linspace(0.0, 10.0, bins + 1).tolist())
        over = Range(0.0, 10.0, open_lower, open_upper, edges)
        ends = [rng.uniform(0, 10), 0.0, 10.0, *[-np.inf] * open_lower, *[np.inf] * open_upper]
        y = float(rng.choice(ends))
        numbers.append(Number(over, LEVELS, y, y))
    whole = judge_numbers(asked, numbers, rows, given_curves, POLICIES)
    parts = [slice(place * ROWS, (place + 1) * ROWS) for place in range(count)]
    alone = [
        judge_number(
            only(asked, place, part), numbers[place], only(rows, place, part),
            given_curves[part], POLICIES,
        )
        for place, part in enumerate(parts)
    ]  # fmt: skip
    for at, found in enumerate(whole):
        same(found, [one[at] for one in alone])


@pytest.mark.parametrize("cells", [1, 100, 1 << 18])
@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_dates_score_the_same_alone_and_together_whatever_is_worked_on_at_once(
    cells: int, seed: int, *, is_open: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng, count = np.random.default_rng(seed), 5
    asked = clocks(rng, count)
    rows = said(rng, asked)
    given_curves = curves(rng, rows, 0.0, 70.0, 0.9)
    edges = tuple(np.linspace(0.0, 60.0, 11).tolist())
    over = Range(0.0, 60.0, open_lower=False, open_upper=True, edges=edges)
    each = []
    for opens_us in asked.opens_us.tolist():
        horizon_us = opens_us + 60 * DAY_US
        happened_us = int(rng.choice([NEVER, opens_us + int(rng.integers(1, 55 * DAY_US))]))
        until_us = opens_us + 20 * DAY_US if is_open else horizon_us
        each.append(Date(horizon_us, happened_us, until_us, over, LEVELS, is_open=is_open))
    monkeypatch.setattr(dates, "CELLS", cells)
    whole = judge_dates(asked, each, rows, given_curves, POLICIES)
    monkeypatch.undo()
    parts = [slice(place * ROWS, (place + 1) * ROWS) for place in range(count)]
    alone = [
        judge_date(
            only(asked, place, part), each[place], only(rows, place, part),
            given_curves[part], POLICIES,
        )
        for place, part in enumerate(parts)
    ]  # fmt: skip
    for at, found in enumerate(whole):
        same(found, [one[at] for one in alone])
