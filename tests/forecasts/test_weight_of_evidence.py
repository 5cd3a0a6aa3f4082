"""Odds times likelihood ratios: a running suggestion that starts again from one's own numbers."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.errors import InputError
from forecasts.model import Action, Forecast, Stated
from forecasts.model.evidence import Evidence
from forecasts.weight_of_evidence import ratio, suggestion, updated, weighed

START = datetime(2026, 11, 1, tzinfo=UTC)
chances = st.floats(0.001, 0.999)
ratios = st.lists(st.floats(0.01, 100.0), min_size=1, max_size=6)


def note(day: int, r: float | None, id_: int = 0) -> Evidence:
    at = START + timedelta(days=day)
    return Evidence(
        question_id=1, observed_at=at, recorded_at=at, likelihood_ratio=r, id=id_ or day
    )


def said(day: int, p: float) -> Forecast:
    return Forecast(
        question_id=1,
        revision_id=1,
        forecaster_id=1,
        action=Action.FORECAST,
        made_at=START + timedelta(days=day),
        stated=Stated(p, ""),
    )


def test_a_textbook_case() -> None:
    # 1 in 100 has it; the test finds 80% of those and 9.6% of the others (Eddy 1982): 7.8%.
    assert updated(0.01, 0.80 / 0.096) == pytest.approx(0.0776, abs=5e-5)


@given(chances, ratios)
def test_the_order_does_not_matter(prior: float, rs: list[float]) -> None:
    forth = weighed([note(i, r) for i, r in enumerate(rs)], (), prior)[-1].suggested
    back = weighed([note(i, r) for i, r in enumerate(reversed(rs))], (), prior)[-1].suggested
    assert forth == pytest.approx(back, abs=1e-9)
    assert forth == pytest.approx(updated(prior, math.prod(rs)), abs=1e-9)


@given(chances, ratios, st.booleans())
def test_what_the_pieces_gained_adds_up(prior: float, rs: list[float], happened: bool) -> None:  # noqa: FBT001
    found = weighed([note(i, r) for i, r in enumerate(rs)], (), prior, happened=happened)
    last = found[-1].suggested
    assert last is not None
    ends = (last, prior) if happened else (1.0 - last, 1.0 - prior)
    total = sum(one.gained or 0.0 for one in found)
    assert total == pytest.approx(math.log(ends[0] / ends[1]), abs=1e-6)
    signs = {(one.gained or 0.0) * math.log(r) * (1 if happened else -1) >= -1e-12
             for one, r in zip(found, rs, strict=True)}  # fmt: skip
    assert signs == {True}


def test_a_number_of_ones_own_takes_in_what_was_noted_before() -> None:
    pieces = [note(1, 3.0), note(2, 2.0), note(5, 4.0)]
    found = weighed(pieces, [said(0, 0.25), said(3, 0.5)], 0.1)
    assert [one.prior for one in found] == pytest.approx([0.25, 0.5, 0.5])
    assert [one.suggested for one in found] == pytest.approx([0.5, 2 / 3, 0.8])
    assert [one.own for one in found] == [0.25, 0.5, 0.5]
    last = suggestion(found, [said(0, 0.25), said(3, 0.5)])
    assert last is not None
    assert last.suggested == pytest.approx(0.8)
    assert suggestion(found, [said(0, 0.25), said(6, 0.5)]) is None


def test_it_starts_from_the_base_rate_where_nothing_was_said() -> None:
    (one,) = weighed([note(1, 3.0)], (), 0.25)
    assert (one.suggested, one.own) == (pytest.approx(0.5), None)
    (bare,) = weighed([note(1, 3.0)], (), None)
    assert bare.suggested is None
    assert suggestion((bare,), ()) is None


def test_a_note_without_a_ratio_moves_nothing() -> None:
    found = weighed([note(1, None)], [said(0, 0.3)], None, happened=True)
    assert (found[0].suggested, found[0].gained) == (0.3, None)
    assert suggestion(found, [said(0, 0.3)]) is None


@pytest.mark.parametrize("typed", ["0", "-3", "1/0", "nan", "inf", "5000", "three", "1/2/3", ""])
def test_what_is_no_ratio_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="no likelihood ratio"):
        ratio(typed)
