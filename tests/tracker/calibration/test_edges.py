"""Heavy ties, p at 0 and 1, one question, one class, all p equal: against other programs."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss

from tracker.calibration import (
    auc,
    consistency_band,
    corp,
    cox,
    e_process,
    ece,
    expected_yes,
    murphy,
    partial_pooling,
    recalibration,
    reliability,
    spiegelhalter,
    waiting_bounds,
)

Array = np.ndarray[Any, np.dtype[Any]]
K = np.arange(200)
# Eleven probabilities from 0 to 1, each said about eighteen times, in clusters of five or six.
P, W, G = K * 7 % 11 / 10, (K * 5 % 9 + 1) / 10, K * 3 % 37
Y = (K * 13 % 17 / 17 < P**1.5 * 0.8 + 0.1).astype(int)

# model-diagnostics 1.5.0, scoring.decompose with SquaredError: without and with the weights.
DECOMPOSED = {
    False: (0.18995000000000004, 0.008743859649122832, 0.06756885964912282, 0.24877500000000002),
    True: (0.1940220661985958, 0.01106289880709918, 0.06622368708970022, 0.24918285448119684),
}
# R 4.2.2: coef(glm(y ~ qlogis(p), binomial, weights)) of the votes inside (0, 1), and the roots of
# the diagonal of sandwich 3.0.2, vcovCL(fit, cluster, type = "HC0", cadjust = TRUE), which is CR1;
# statsmodels 0.15.0, GLM with freq_weights and cov_type="cluster", gives the same to 1e-10.
LINES = {
    False: (-0.2583177837187230, 0.1135330931218881, 0.7429368053868960, 0.1607873575297079),
    True: (-0.2494453200445212, 0.1267074729449873, 0.6867602506556884, 0.1647441688545197),
}
T_36 = 2.028094000980451  # R 4.2.2, qt(.975, 36)

EDGES: dict[str, tuple[list[float], list[int]]] = {
    "a single yes": ([0.3], [1]),
    "a single certainty that was wrong": ([1.0], [0]),
    "one class": ([0.0, 0.2, 0.2, 0.7, 1.0], [0, 0, 0, 0, 0]),
    "all p equal": ([0.3] * 7, [1, 0, 0, 0, 1, 0, 0]),
    "all p equal, one class": ([0.5] * 9, [1] * 9),
    "only 0 and 1, right and wrong": ([0.0, 0.0, 1.0, 1.0, 1.0, 0.5], [0, 1, 1, 0, 1, 1]),
    "only 0 and 1, all right": ([0.0, 1.0] * 6, [0, 1] * 6),
    "heavy ties": (P.tolist(), Y.tolist()),
}
# model-diagnostics 1.5.0 again; it refuses a single forecast.
DECOMPOSED_EDGES = {
    "all p equal": (0.20428571428571426, 0.00020408163265300816, 0.0, 0.20408163265306126),
    "one class": (0.31399999999999995, 0.31399999999999995, 0.0, 0.0),
    "only 0 and 1, right and wrong": (
        0.375, 0.16666666666666666, 0.013888888888888895, 0.22222222222222224,
    ),
}  # fmt: skip


def terms(found: Any) -> tuple[float, ...]:
    return found.score, found.mcb, found.dsc, found.unc


@pytest.mark.parametrize("weighted", [False, True])
def test_ties_at_0_and_1_are_decomposed_as_model_diagnostics_does(*, weighted: bool) -> None:
    found = corp(P, Y, W if weighted else None, G)
    assert terms(found) == pytest.approx(DECOMPOSED[weighted], abs=1e-9)


@pytest.mark.parametrize("name", DECOMPOSED_EDGES)
def test_edges_are_decomposed_as_model_diagnostics_does(name: str) -> None:
    assert terms(corp(*EDGES[name])) == pytest.approx(DECOMPOSED_EDGES[name], abs=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_line_and_its_clustered_intervals_are_those_of_r(*, weighted: bool) -> None:
    found = cox(P, Y, W if weighted else None, G)
    intercept, of_intercept, slope, of_slope = LINES[weighted]
    assert (found.votes, found.clusters, found.left_out, found.firth) == (163, 37, 37, False)
    for mine, theirs in (
        (found.intercept, intercept),
        (found.intercept_low, intercept - T_36 * of_intercept),
        (found.intercept_high, intercept + T_36 * of_intercept),
        (found.slope, slope),
        (found.slope_low, slope - T_36 * of_slope),
        (found.slope_high, slope + T_36 * of_slope),
    ):
        assert mine == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", EDGES)
def test_the_curve_is_the_isotonic_regression_of_scikit_learn(name: str, *, weighted: bool) -> None:
    p, y = map(np.array, EDGES[name])
    w = np.resize(W, len(p)) if weighted else None
    theirs = IsotonicRegression().fit(p, y, sample_weight=w).predict(p)
    found = corp(p, y, w)
    assert found.recalibrated == pytest.approx(theirs, abs=1e-9)
    # The terms follow from that curve by scikit-learn's score.
    score, best = (
        brier_score_loss(y, q, sample_weight=w, labels=[0, 1]) for q in (p, np.clip(theirs, 0, 1))
    )
    assert found.score == pytest.approx(score, abs=1e-9)
    assert found.mcb == pytest.approx(score - best, abs=1e-9)


def numbers(found: object) -> list[float]:
    """Return every number within a result, however deep."""
    if isinstance(found, float | int):
        return [float(found)]
    if isinstance(found, np.ndarray):
        return [float(value) for value in found.ravel()]
    if isinstance(found, tuple | list):
        return [value for part in found for value in numbers(part)]
    if dataclasses.is_dataclass(found):
        return [
            value
            for field in dataclasses.fields(found)
            for value in numbers(getattr(found, field.name))
        ]
    return []


@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("name", [*EDGES, "nothing"])
def test_what_is_undefined_is_none_with_a_reason_and_never_nan(
    name: str, *, clustered: bool
) -> None:
    p, y = (np.array(part, dtype=float) for part in EDGES.get(name, ([], [])))
    groups = np.arange(len(p)) // 2 if clustered else None
    label = np.arange(len(p)) % 2
    found = {
        "corp": corp(p, y, groups=groups),
        "log": corp(p, y, rule="log_loss"),
        "murphy": murphy(p, y),
        "corrected": murphy(p, y, bias_corrected=True),
        "cox": cox(p, y, groups=groups),
        "recalibration": recalibration(p, y, groups=groups),
        "waiting": waiting_bounds(p, y),
        "e_process": e_process(p, y, groups),
        "expected": expected_yes(p, y, groups),
        "spiegelhalter": spiegelhalter(p, y),
        "auc": auc(p, y),
        "ece": ece(p, y),
        "reliability": reliability(p, y, 10),
        "band": consistency_band(p, groups=groups, resamples=20),
        "pooled": partial_pooling(p, y, label, groups=groups),
    }
    for part, each in found.items():
        assert not any(math.isnan(value) for value in numbers(each)), part
    for part in ("corp", "murphy", "corrected", "cox", "recalibration"):
        values = {
            field.name: getattr(found[part], field.name)
            for field in dataclasses.fields(found[part])  # type: ignore[arg-type]
        }
        undefined = [key for key, value in values.items() if value is None and key != "reason"]
        assert bool(values["reason"]) or not undefined, (part, undefined)
