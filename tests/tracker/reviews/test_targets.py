"""What a lesson's number may be asked to reach: on its better side, within its range, in words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.errors import ForecastsError, InputError, RefusedError
from forecasts.model.review import Aim
from tracker.reviews import targets
from tracker.reviews.measures import MEASURES, value_words
from tracker.reviews.targets import RANGES, aim_of, best_of, example_of, target_of, target_typed

NAMES = st.sampled_from([*MEASURES])


@st.composite
def at_a_value(draw: st.DrawFn) -> tuple[str, float]:
    """Return a measure with a value that it can have and that is not the best there is."""
    name = draw(NAMES)
    least, most, _ = RANGES[MEASURES[name].unit]
    value = draw(st.floats(least, min(most, 1e4)))
    if value_words(name, value) == value_words(name, best_of(name)):
        value = best_of(name) + (0.3 if MEASURES[name].better is not Aim.HIGHER else -0.3)
    return name, value


@given(at_a_value())
def test_the_example_of_an_error_can_be_typed_and_lies_on_the_better_side(
    found: tuple[str, float],
) -> None:
    name, value = found
    target = target_of(name, example_of(name, value), value)
    assert abs(target - best_of(name)) < abs(value - best_of(name))
    assert (target < value) is (aim_of(name, "", value) is Aim.LOWER)


@given(NAMES)
def test_the_example_without_a_value_can_be_typed(name: str) -> None:
    target_of(name, example_of(name, None))


@given(at_a_value(), st.floats(allow_nan=False, allow_infinity=False))
def test_a_target_is_taken_where_it_is_nearer_to_the_best_and_in_range(
    found: tuple[str, float], target: float
) -> None:
    """An oracle in other words: every other target is refused, with an example that fits."""
    name, value = found
    least, most, _ = RANGES[MEASURES[name].unit]
    typed = f"{target:.6f}"
    kept = float(typed)
    if MEASURES[name].unit in ("share", "points"):
        typed, kept = f"{typed}%", kept / 100
    towards_0 = MEASURES[name].better is None
    good = (
        least <= kept <= most
        and abs(kept - best_of(name)) < abs(value - best_of(name))
        and not (towards_0 and kept * value < 0)
    )
    try:
        assert target_of(name, typed, value) == pytest.approx(kept)
    except RefusedError as error:
        assert not good or value_words(name, kept) == value_words(name, value)
        assert f"Type it as {example_of(name, value)}." in error.hint  # noqa: PT017
    else:
        assert good


@pytest.mark.parametrize(
    ("name", "typed", "value", "words"),
    [
        ("reasons", "800%", 0.4, "800% cannot be reached: share of moves with a reason is from 0%"),
        ("brier", "-3", 0.2, "-3 cannot be reached: mean scheduled Brier score is from 0 to 1"),
        ("advantage", "1.5", 0.0, "from -1 to 1"),
        ("brier", "1.01", None, "from 0 to 1"),
        ("sure", "101%", None, "from 0% to 100%"),
        ("advantage", "-1.01", None, "from -1 to 1"),
        ("calibration", "101%", None, "from -100 to 100 points"),
        ("unseen", "-1 days", 9.0, "is 0 days or more"),
        ("unseen", "9" * 400, None, "is 0 days or more"),
        ("calibration", "-120%", -0.2, "is from -100 to 100 points"),
        ("brier", "0.3", 0.2, "reached already: mean scheduled Brier score is 0.20, and lower is"),
        ("coverage", "30%", 0.4, "is 40%, and higher is better"),
        ("coverage", "40%", 0.4, "reached already"),
        ("calibration", "5%", -0.12, "is past 0"),
        ("calibration", "-20%", -0.12, "is -12 points, and it is better towards 0, so higher"),
    ],
)
def test_what_cannot_be_reached_or_is_reached_is_refused(
    name: str, typed: str, value: float | None, words: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        target_of(name, typed, value)
    assert words in caught.value.message
    assert caught.value.hint.startswith("Type it as ")


@pytest.mark.parametrize(
    ("name", "typed", "example"),
    [
        ("coverage", "0.8", "80%"),
        ("coverage", "80", "80%"),
        ("coverage", "%", "80%"),
        ("coverage", "nan%", "80%"),
        ("coverage", "-", "80%"),
        ("coverage", "1e1%", "80%"),
        ("brier", "15%", "0.15"),
        ("brier", "3 days", "0.15"),
        ("unseen", "80%", "7"),
        ("unseen", "soon", "7"),
        ("advantage", "5%", "0.05"),
        ("calibration", "0.05", "5%"),
        ("sure", "0.1", "20%"),
    ],
)
def test_a_target_needs_its_unit_and_the_example_fits_the_measure(
    name: str, typed: str, example: str
) -> None:
    with pytest.raises(InputError, match="is no target") as caught:
        target_of(name, typed)
    assert caught.value.hint == f"Type it as {example}."


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("coverage", "80%", 0.8), ("brier", ".15", 0.15), ("unseen", "3 days", 3.0),
     ("unseen", "1 day", 1.0), ("calibration", "-5 points", -0.05), ("advantage", "+0.1", 0.1),
     ("calibration", "-0%", 0.0), ("brier", "1", 1.0), ("sure", "0%", 0.0), ("news", "100%", 1.0),
     ("calibration", "-100%", -1.0), ("advantage", "-1", -1.0)],
)  # fmt: skip
def test_a_target_is_read_and_comes_back_as_it_is_typed(
    name: str, typed: str, value: float
) -> None:
    assert target_of(name, typed) == pytest.approx(value)
    assert math.copysign(1.0, target_of(name, typed)) == math.copysign(1.0, value)
    assert target_of(name, target_typed(name, value)) == pytest.approx(value)


@pytest.mark.parametrize(("value", "aim"), [(0.12, "lower"), (-0.12, "higher")])
def test_a_bias_is_better_towards_0(value: float, aim: str) -> None:
    assert aim_of("calibration", "", value).value == aim
    assert aim_of("calibration", aim[:3], value).value == aim
    other = "higher" if aim == "lower" else "lower"
    with pytest.raises(RefusedError, match=f"better towards 0, so {aim}") as caught:
        aim_of("calibration", other, value)
    assert caught.value.hint == f"Type {aim}, or leave the aim out."


@given(NAMES, st.sampled_from([None, *Aim]))
def test_an_aim_at_the_worse_side_is_refused_of_every_measure(name: str, typed: Aim | None) -> None:
    value = 0.5 if MEASURES[name].unit != "days" else 20.0
    better = targets.better_side(name, value)
    if typed in (None, better):
        assert aim_of(name, typed or "", value) is better
        return
    with pytest.raises(RefusedError, match="is the worse side"):
        aim_of(name, typed or "", value)


@pytest.mark.parametrize(("value", "now"), [(0.2, ", 0.20 now"), (None, "")])
def test_the_worse_side_is_named_with_the_number_of_now(value: float | None, now: str) -> None:
    with pytest.raises(RefusedError) as caught:
        aim_of("brier", "higher", value)
    assert caught.value.message == (
        f"higher is the worse side of mean scheduled Brier score{now}: lower is better."
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("calibration", None, "no value in this review"), ("calibration", 0.0, "the best there is"),
     ("reasons", 1.0, "is 100%, which is the best"), ("brier", 0.0, "is 0.00, which is the best"),
     ("unseen", 0.0, "is 0 days, which is the best")],
)  # fmt: skip
def test_where_nothing_can_be_bettered_another_number_is_asked_for(
    name: str, value: float | None, words: str
) -> None:
    with pytest.raises(ForecastsError) as caught:
        aim_of(name, "", value)
    assert words in caught.value.message
    assert "write it in words alone" in caught.value.hint
