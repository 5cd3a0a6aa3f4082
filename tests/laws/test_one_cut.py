"""The path that `show` draws is the one that the judge scores: both cut a history alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forecasts.history import Track
from forecasts.model import Action, Forecast, Forecaster, ForecasterKind, Stated, times
from tracker.scoring import NEVER, History, Questions, stretches

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
# Few instants, so that rows often meet each other, the opening, the close and the expiry.
day = st.integers(-2, 12)
rows = st.lists(st.tuples(day, st.none() | st.sampled_from([0.0, 0.2, 1.0]), st.none() | day))


@given(rows, st.none() | day, st.integers(1, 12), st.integers(1, 12))
def test_show_and_the_judge_cut_a_history_alike(
    drawn: list[tuple[int, float | None, int | None]], retires: int | None, closes: int, known: int
) -> None:
    retired_at = None if retires is None else OPENS + retires * DAY
    ana = Forecaster(1, "ana", ForecasterKind.PERSON, (), retired_at)
    said = [
        Forecast(
            question_id=1,
            revision_id=2,
            forecaster_id=1,
            id=i,
            action=Action.WITHDRAWAL if p is None else Action.FORECAST,
            made_at=OPENS + made * DAY,
            stated=None if p is None else Stated(p, ""),
            expires_at=OPENS + lapse * DAY if lapse is not None and lapse > made else None,
        )
        for i, (made, p, lapse) in enumerate(drawn, 1)
    ]
    said.sort(key=lambda row: (row.made_at, row.id))
    ends_at = OPENS + min(closes, known) * DAY
    shown = [
        (times.to_us(s.start), times.to_us(s.end), s.probability)
        for s in Track(ana, tuple(said)).stretches(OPENS, ends_at)
    ]
    assert shown == judged(said, retired_at, closes, known)


def judged(
    said: list[Forecast], retired_at: datetime | None, closes: int, known: int
) -> list[tuple[int, int, float]]:
    size = len(said)
    p = np.array([row.stated.probability if row.stated else np.nan for row in said])
    retired_us = NEVER if retired_at is None else times.to_us(retired_at)
    until_us = [min(times.to_us(r.expires_at) if r.expires_at else NEVER, retired_us) for r in said]
    made_us = np.array([times.to_us(row.made_at) for row in said], dtype=np.int64)
    history = History(
        question=np.zeros(size, dtype=np.int64),
        forecaster=np.zeros(size, dtype=np.int64),
        made_us=made_us,
        until_us=np.array(until_us, dtype=np.int64),
        recorded_us=made_us,
        p=p,
        low=p,
        high=p,
        peer=np.zeros(size, dtype=bool),
    )
    instants = (OPENS, OPENS + closes * DAY, OPENS + known * DAY)
    opens_us, closes_us, known_us = (np.array([times.to_us(t)]) for t in instants)
    question = Questions(
        opens_us, closes_us, known_us,
        spot_us=np.array([NEVER]), outcome=np.ones(1), rate=np.full(1, 0.5),
        has_class=np.zeros(1, dtype=bool), by_deadline=np.zeros(1, dtype=bool),
    )  # fmt: skip
    cut = stretches(history, question)
    return [
        (int(start), int(end), float(p[row]))
        for row, start, end in zip(cut.row, cut.start_us, cut.end_us, strict=True)
    ]
