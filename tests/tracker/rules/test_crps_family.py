"""The CRPS of named families against scoringrules, plain integration, and its edges."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tracker.rules import crps, crps_family
from tracker.rules.crps_family import FAMILIES

Y = np.array([-3.0, -0.5, 0.0, 0.1, 0.7, 1.0, 2.2, 50.0])
LAWS: dict[str, Any] = {
    "normal": stats.norm,
    "lognormal": lambda mu, sigma: stats.lognorm(sigma, scale=math.exp(mu)),
    "logistic": stats.logistic,
    "student_t": stats.t,
}
PARAMETERS = {
    "normal": [(0.0, 1.0), (1.5, 0.3), (-2.0, 4.0)],
    "lognormal": [(0.0, 1.0), (1.5, 0.3), (-1.0, 1.5)],
    "logistic": [(0.0, 1.0), (1.5, 0.3), (-2.0, 4.0)],
    "student_t": [(1.5, 0.0, 1.0), (3.0, 1.5, 0.3), (30.0, -2.0, 4.0)],
}
each = pytest.mark.parametrize("name", FAMILIES)


def test_every_family_is_tested() -> None:
    assert set(FAMILIES) == set(LAWS) == set(PARAMETERS)


@pytest.mark.parametrize(
    ("name", "parameters", "y", "loss"),
    [
        # 2 φ(0) - 1/√π; 2 ln 2 - 1, both by hand.
        ("normal", (0.0, 1.0), 0.0, 0.23369497725510907),
        ("normal", (10.0, 2.0), 10.0, 0.46738995451021815),
        ("logistic", (0.0, 1.0), 0.0, 0.38629436111989057),
        # scoringrules 0.10.0.
        ("lognormal", (0.0, 1.0), 1.0, 0.2674054670226937),
        ("student_t", (3.0, 0.0, 1.0), 0.0, 0.2756644477108962),
    ],
)
def test_reference_numbers(name: str, parameters: tuple[float, ...], y: float, loss: float) -> None:
    found = crps_family(name, parameters, y)
    assert type(found) is float
    assert found == pytest.approx(loss, abs=1e-12)


@each
def test_it_is_that_of_scoringrules(name: str) -> None:
    for parameters in PARAMETERS[name]:
        # scoringrules scores no outcome below 0 by the lognormal.
        y = Y[Y > 0] if name == "lognormal" else Y
        if name == "student_t":
            theirs = scoringrules.crps_t(y, *parameters)
        else:
            theirs = getattr(scoringrules, f"crps_{name}")(y, *parameters)
        assert crps_family(name, parameters, y) == pytest.approx(theirs, abs=1e-12, rel=1e-12)


@each
def test_it_is_the_integral_on_fine_knots(name: str) -> None:
    for parameters in PARAMETERS[name][1:]:
        law = LAWS[name](*parameters)
        x = np.unique(law.ppf(np.linspace(0.0, 1.0, 200_001)[1:-1]))
        heights = law.cdf(x)
        for y in (-3.0, 0.0, 0.7, 2.2):
            # Knots end at quantiles of 1/200,000; beyond them the integral is small, or |z - y|.
            plain = crps(x, heights, y, min(y, x[0]), max(y, x[-1]))
            assert crps_family(name, parameters, y) == pytest.approx(plain, abs=2e-4), (name, y)


@each
@given(
    place=st.floats(-5.0, 5.0),
    y=st.floats(-200.0, 200.0),
    scale=st.sampled_from([0.0, 1e-320, 1e-12]),
)
def test_no_width_is_the_distance(name: str, place: float, y: float, scale: float) -> None:
    parameters = (*((3.0,) if name == "student_t" else ()), place, scale)
    median = math.exp(place) if name == "lognormal" else place
    assert crps_family(name, parameters, y) == pytest.approx(abs(y - median), abs=1e-8)
    if scale == 0.0:
        assert crps_family(name, parameters, median) == pytest.approx(0.0, abs=1e-13)


@each
@given(place=st.floats(-3.0, 3.0), scale=st.floats(0.01, 3.0), data=st.data())
def test_it_is_least_for_the_true_law(
    name: str, place: float, scale: float, data: st.DataObject
) -> None:
    first = (4.0,) if name == "student_t" else ()
    other = (data.draw(st.floats(-3.0, 3.0)), data.draw(st.floats(0.01, 3.0)))
    y = LAWS[name](*first, place, scale).ppf(np.linspace(0.0, 1.0, 2001)[1::2])
    honest = np.mean(crps_family(name, (*first, place, scale), y))
    assert np.mean(crps_family(name, (*first, *other), y)) >= honest * (1 - 1e-3)


@pytest.mark.parametrize("name", ["normal", "logistic", "student_t"])
@given(y=st.floats(-10.0, 10.0), shift=st.floats(-10.0, 10.0), unit=st.floats(0.1, 10.0))
def test_units_scale_it_and_places_do_not(name: str, y: float, shift: float, unit: float) -> None:
    first = (4.0,) if name == "student_t" else ()
    one = crps_family(name, (*first, 0.5, 1.5), y)
    moved = crps_family(name, (*first, shift + unit * 0.5, unit * 1.5), shift + unit * y)
    assert moved == pytest.approx(unit * one, rel=1e-9, abs=1e-9)


def test_many_degrees_of_freedom_are_a_normal_law() -> None:
    t = crps_family("student_t", (1e8, 0.0, 1.0), Y)
    assert t == pytest.approx(crps_family("normal", (0.0, 1.0), Y), abs=1e-6)


def test_rows_score_as_they_do_alone() -> None:
    mu, sigma, y = [0.0, 1.0, 2.0], [1.0, 0.0, 3.0], [0.5, 0.5, -1.0]
    together = crps_family("normal", (mu, sigma), y)
    alone = [crps_family("normal", row[:2], row[2]) for row in zip(mu, sigma, y, strict=True)]
    assert np.asarray(together).tolist() == alone
    assert np.shape(crps_family("normal", (0.0, 1.0), y)) == (3,)
    assert np.shape(crps_family("normal", (mu, 1.0), 0.0)) == (3,)


def test_a_wide_lognormal_does_not_overflow_before_its_loss_does() -> None:
    # Its mean is e^800; the loss is about 2 e^(s^2/4) / (s √π), with s = 40.
    found = crps_family("lognormal", (0.0, 40.0), 5.0)
    assert math.log(found) == pytest.approx(400 + math.log(2 / (40 * math.sqrt(math.pi))), abs=0.01)


@pytest.mark.parametrize(
    ("name", "parameters", "y", "message"),
    [
        ("gaussian", (0.0, 1.0), 0.0, "there is no family 'gaussian': give one of normal,"),
        ("normal", (0.0,), 0.0, "normal needs mu, sigma: 1 parameters"),
        ("student_t", (0.0, 1.0), 0.0, "student_t needs degrees of freedom, mu, scale"),
        ("normal", (0.0, -1.0), 0.0, "sigma is -1.0: a scale is not negative"),
        ("normal", (0.0, [1.0, -1.0]), 0.0, r"sigma\[1\] is -1.0"),
        ("normal", (math.nan, 1.0), 0.0, "mu is nan: it needs"),
        ("normal", (0.0, math.inf), 0.0, "sigma is inf: it needs"),
        ("normal", (0.0, 1.0), math.inf, "y is inf: it needs"),
        ("student_t", (1.0, 0.0, 1.0), 0.0, "more than 1 degree of freedom"),
        ("lognormal", (0.0, 1e308), 5.0, "too large to compute with"),
    ],
)
def test_what_is_no_law_is_refused(
    name: str, parameters: tuple[Any, ...], y: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        crps_family(name, parameters, y)
