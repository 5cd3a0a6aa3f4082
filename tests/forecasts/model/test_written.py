"""Predictions are read back as they were, to the last bit."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.model import times
from forecasts.model.forecast import Prediction
from forecasts.model.prediction import Family, Heights, Quantiles, Shares
from forecasts.model.scale import LARGEST
from forecasts.model.written import Columns, columns, is_dated, prediction

finite = st.floats(-LARGEST, LARGEST)
levels = st.lists(st.floats(0, 1), min_size=1, max_size=6, unique=True).map(sorted)
instants = st.datetimes(
    datetime(1900, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2200, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@st.composite
def shares(draw: st.DrawFn) -> Shares:
    weights = draw(st.lists(st.none() | st.integers(0, 99), min_size=2, max_size=6))
    total = sum(weight or 0 for weight in weights)
    if not total:
        weights, total = [1, None, 0], 1
    return Shares(tuple(None if weight is None else weight / total for weight in weights))


@st.composite
def heights(draw: st.DrawFn) -> Heights:
    steps = draw(st.lists(st.floats(0, 1), min_size=1, max_size=9))
    sums = list(accumulate([0.0, *steps]))
    return Heights(tuple(min(h / max(sums[-1], 1.0), 1.0) for h in sums))


@st.composite
def quantiles(draw: st.DrawFn, places: st.SearchStrategy[float]) -> Quantiles:
    found = draw(levels)
    at = sorted(draw(st.lists(places, min_size=len(found), max_size=len(found))))
    return Quantiles(tuple(zip(found, at, strict=True)))


families = st.builds(
    Family,
    st.just("normal"),
    st.tuples(finite, st.floats(0, LARGEST, exclude_min=True)),
)


@given(shares() | heights() | quantiles(finite) | families)
def test_a_prediction_is_read_back_from_its_one_column(stated: Prediction) -> None:
    found = columns(stated, dated=False)
    assert sum(column is not None for column in found) == 1
    back = prediction(found)
    assert repr(back) == repr(stated)  # repr tells -0.0 from 0.0
    assert columns(back, dated=False) == found


@given(quantiles(instants.map(times.to_seconds)))
def test_dates_are_written_as_instants(stated: Quantiles) -> None:
    found = columns(stated, dated=True)
    assert found.quantiles is not None
    assert is_dated(found.quantiles)
    assert prediction(found) == stated


def test_the_texts_are_those_of_the_format() -> None:
    assert columns(Shares((0.25, None, 0.75)), dated=False) == Columns("[0.25,null,0.75]")
    assert columns(Heights((0.0, 1.0)), dated=True) == Columns(cdf="[0.0,1.0]")
    pairs = Quantiles(((0.05, -3.0), (0.5, 1e22)))
    assert columns(pairs, dated=False) == Columns(quantiles='{"0.05":-3.0,"0.5":1e+22}')
    assert columns(Family("normal", (8.0, 2.0)), dated=False) == Columns(
        family='{"name":"normal","parameters":[8.0,2.0]}'
    )
    assert prediction(Columns()) is None
    typed = prediction(Columns("[0.5,0.5]"), "half and half")
    assert typed == Shares((0.5, 0.5), "half and half")


@pytest.mark.parametrize(
    "found", [Columns("[0.5,0.6]"), Columns(cdf="[1]"), Columns(quantiles='{"0.5": "soon"}')]
)
def test_columns_that_hold_no_prediction_are_refused(found: Columns) -> None:
    with pytest.raises(ValueError, match=r"sum to|two heights|isoformat"):
        prediction(found)
