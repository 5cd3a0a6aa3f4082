"""Odds times likelihood ratios: a running suggestion that starts again from one's own numbers."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.errors import InputError
from forecasts.history import Track
from forecasts.model import Action, Forecast, Forecaster, ForecasterKind, Stated
from forecasts.model.evidence import Evidence
from forecasts.weight_of_evidence import ratio, suggestion, updated, weighed

START = datetime(2026, 11, 1, tzinfo=UTC)
END = START + timedelta(days=30)
ANA = Forecaster(1, "ana", ForecasterKind.PERSON)
NOTHING = Track(ANA, ())
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
    forth = weighed([note(i, r) for i, r in enumerate(rs)], NOTHING, prior, until=END)[-1].suggested
    back = weighed([note(i, r) for i, r in enumerate(reversed(rs))], NOTHING, prior, until=END)[
        -1
    ].suggested
    assert forth == pytest.approx(back, abs=1e-9)
    assert forth == pytest.approx(updated(prior, math.prod(rs)), abs=1e-9)


@given(chances, ratios, st.booleans())
def test_what_the_pieces_gained_adds_up(prior: float, rs: list[float], happened: bool) -> None:  # noqa: FBT001
    found = weighed(
        [note(i, r) for i, r in enumerate(rs)], NOTHING, prior, until=END, happened=happened
    )
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
    own = Track(ANA, (said(0, 0.25), said(3, 0.5)))
    found = weighed(pieces, own, 0.1, until=END)
    assert [one.prior for one in found] == pytest.approx([0.25, 0.5, 0.5])
    assert [one.suggested for one in found] == pytest.approx([0.5, 2 / 3, 0.8])
    assert [one.own for one in found] == [0.25, 0.25, 0.5]
    last = suggestion(found, own)
    assert last is not None
    assert last.suggested == pytest.approx(0.8)
    assert suggestion(found, Track(ANA, (said(0, 0.25), said(6, 0.5)))) is None


def test_it_starts_from_the_base_rate_where_nothing_was_said() -> None:
    (one,) = weighed([note(1, 3.0)], NOTHING, 0.25, until=END)
    assert (one.suggested, one.own) == (pytest.approx(0.5), None)
    (bare,) = weighed([note(1, 3.0)], NOTHING, None, until=END)
    assert bare.suggested is None
    assert suggestion((bare,), NOTHING) is None


def test_a_number_that_was_withdrawn_or_has_expired_is_none_to_start_from() -> None:
    """From 1 to 4 of the base rate, and not from the even odds that stand no more."""
    withdrawn = replace(said(1, 0.5), stated=None, action=Action.WITHDRAWAL, id=2)
    expired = replace(said(0, 0.5), expires_at=START + timedelta(days=2))
    for rows in ((said(0, 0.5), withdrawn), (expired,)):
        (one,) = weighed([note(3, 4.0)], Track(ANA, rows), 0.2, until=END)
        assert (one.prior, one.suggested, one.own) == (0.2, pytest.approx(0.5), None)


def test_what_was_noted_when_the_answer_was_known_helped_nobody() -> None:
    pieces = [note(1, 3.0), note(8, 900.0)]
    own = Track(ANA, (said(0, 0.25), said(7, 0.99)))
    first, late = weighed(pieces, own, None, until=START + timedelta(days=5), happened=True)
    assert (first.gained, first.own) == (pytest.approx(math.log(2)), 0.25)
    assert (late.late, late.prior, late.suggested, late.own, late.gained) == (True, *[None] * 4)


def test_a_number_of_the_same_instant_was_there_before() -> None:
    own = Track(ANA, (said(1, 0.5),))
    found = weighed([note(1, 3.0)], own, 0.1, until=END)
    assert (found[0].prior, found[0].suggested) == (0.5, 0.75)
    assert suggestion(found, own) == found[0]


def test_a_note_without_a_ratio_moves_nothing() -> None:
    own = Track(ANA, (said(0, 0.3),))
    found = weighed([note(1, None)], own, None, until=END, happened=True)
    assert (found[0].suggested, found[0].gained) == (0.3, None)
    assert suggestion(found, own) is None


@pytest.mark.parametrize(
    "typed", ["0", "-3", "1/0", "nan", "inf", "5000", "three", "1/2/3", "", "1_0", "٣"]
)
def test_what_is_no_ratio_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="no likelihood ratio"):
        ratio(typed)
