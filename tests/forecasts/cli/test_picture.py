"""Pictures of predictions: never wider or taller than they may be, and true to the masses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.cli import picture
from forecasts.cli.output import columns
from forecasts.distributions.curve import Curve
from forecasts.distributions.notation import figure
from forecasts.model.prediction import Quantiles
from forecasts.model.scale import Scale

BLOCKS = " ▁▂▃▄▅▆▇█"


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def heights(lines: list[str]) -> list[int]:
    """Return the height of each column of a density, in eighths."""
    rows = [line[2:].ljust(picture.WIDEST) for line in lines if set(line) <= set(BLOCKS)]
    return [sum(BLOCKS.index(row[i]) for row in rows) for i in range(picture.WIDEST)]


SHARES = st.lists(
    st.tuples(st.text("aé서울 ", min_size=1, max_size=60), st.floats(0.0, 1.0)),
    min_size=1, max_size=30,
)  # fmt: skip


@settings(max_examples=40)
@given(SHARES)
@pytest.mark.parametrize("wide", ["40", "80", "200"])
def test_bars_fit_on_eight_lines_of_any_screen(wide: str, shares: list[tuple[str, float]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", wide)
        lines = picture.bars(shares).splitlines()
    assert 1 <= len(lines) <= picture.BARS
    assert max(map(columns, lines)) <= min(int(wide), 100)


def test_bars_are_as_long_as_the_shares() -> None:
    long, short = picture.bars([("a", 0.8), ("b", 0.2)]).splitlines()
    assert long.count("█") == pytest.approx(4 * short.count("█"), abs=4)
    assert long.endswith("80%")


def test_of_many_options_the_likeliest_are_drawn_and_the_rest_counted() -> None:
    shares = [(f"option {i}", 0.3 if i == 11 else 0.7 / 11) for i in range(12)]
    lines = picture.bars(shares).splitlines()
    assert "option 11" in lines[-2]
    assert lines[-1].split() == ["5", "more", "32%"]


def curve(*pairs: tuple[float, float], **ends: bool) -> Curve:
    return Curve.of(Quantiles(pairs), Scale(0.0, 64.0, **ends))


def drawn(found: Curve) -> list[str]:
    return picture.density(found, figure, ("", "")).splitlines()


def test_an_even_curve_is_drawn_flat() -> None:
    lines = drawn(curve((0.5, 32.0)))
    assert set(heights(lines)) == {24}


def test_columns_are_as_high_as_their_mass() -> None:
    """Two thirds below the middle: 24 eighths there, and half of that above."""
    found = heights(drawn(curve((2 / 3, 32.0))))
    assert set(found[:32]) == {24}
    assert set(found[32:]) == {12}


def test_a_point_mass_is_a_spike_and_the_rest_is_still_seen() -> None:
    found = heights(drawn(curve((0.01, 32.5), (0.99, 32.5))))
    assert found[32] == 24
    assert set(found[:32]) == {1}


def test_what_lies_on_a_closed_end_lies_in_its_column() -> None:
    found = heights(drawn(curve((0.4, 0.0), (0.6, 64.0))))
    assert found[0] > 10 * found[1]
    assert found[-1] > 10 * found[1]


def test_nothing_is_drawn_where_nothing_lies() -> None:
    lines = drawn(curve((0.1, 16.0), (0.9, 32.0), open_lower=True, open_upper=True))
    found = heights(lines)
    assert set(found[:16]) == set(found[32:]) == {0}
    axis = next(line for line in lines if "┼" in line)
    assert (axis[2], axis[-1]) == ("<", ">")


def test_a_logarithmic_axis_gives_each_decade_the_same_room() -> None:
    found = Curve.of(Quantiles(((0.5, 10.0),)), Scale(1.0, 100.0, zero_point=0.0))
    axis = next(line for line in drawn(found) if "┼" in line)
    assert axis.index("┼") - 2 == picture.WIDEST // 2


PAIRS = st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 64.0)), min_size=1, max_size=6)


@given(PAIRS, st.booleans(), st.booleans(), st.sampled_from(("40", "80")))
def test_any_curve_is_drawn_in_few_lines_of_the_screen(
    pairs: list[tuple[float, float]], lower: object, upper: object, wide: str
) -> None:
    levels = sorted({level for level, _ in pairs})
    places = sorted(place for _, place in pairs)[: len(levels)]
    scale = Scale(0.0, 64.0, open_lower=bool(lower), open_upper=bool(upper))
    found = Curve.of(Quantiles(tuple(zip(levels, places, strict=True))), scale)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", wide)
        lines = drawn(found)
    assert len(lines) <= 8
    assert max(map(len, lines)) <= int(wide)
