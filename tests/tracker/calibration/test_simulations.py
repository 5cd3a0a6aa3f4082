"""What goes wrong with calibration in practice, simulated; every tolerance is 3 standard errors."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tracker.calibration import corp, cox, e_process, expected_yes, reliability

Array = np.ndarray[Any, np.dtype[Any]]
Random = np.random.Generator


def designs() -> ModuleType:
    """Return the designs that `bench/calibration.py` runs longer."""
    path = Path(__file__).parents[3] / "bench" / "calibration_designs.py"
    spec = importlib.util.spec_from_file_location("calibration_designs", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


d = designs()
share = d.share


def test_resolved_so_far_is_biased_and_the_cohort_by_scheduled_close_is_not() -> None:
    paths = d.that_end_with_yes(np.random.default_rng(1), 20_000, 50)
    resolved = paths.at <= 0.5
    stated = share(paths.p[resolved], paths.weight[resolved])
    # Calibrated forecasters said .63 (.64 in the number on record) of what has happened always.
    assert stated == pytest.approx(0.64, abs=0.02)
    assert paths.y[resolved].all()
    y = np.repeat(paths.y[:, None], 50, axis=1)
    # Of all that were to end by now: standard error .0025, clustered by question.
    assert share(paths.p, paths.weight) == pytest.approx(share(y, paths.weight), abs=0.0075)


def test_a_calibrated_35_reads_53_once_weights_are_renormalised() -> None:
    # Asked daily: with long stretches fewer of those that end soon are still asked at 35%.
    paths = d.that_end_with_yes(np.random.default_rng(2), 20_000, 200)
    alike = paths.weight / paths.weight.sum(axis=1, keepdims=True)
    read = {}
    for name, weight in (("fixed divisor", paths.weight), ("renormalised", alike)):
        question, stretch = np.nonzero((paths.p > 0.3) & (paths.p <= 0.4) & (paths.weight > 0.0))
        at = (question, stretch)
        tenth = reliability(paths.p[at], paths.y[question], 10, weight[at])[3]
        assert tenth.stated == pytest.approx(0.35, abs=0.005)
        read[name] = tenth.happened
    # The standard errors over the 10,000 questions that were ever there are .005.
    assert read["fixed divisor"] == pytest.approx(0.35, abs=0.015)
    assert read["renormalised"] == pytest.approx(0.53, abs=0.015)


def test_frequent_updating_changes_nothing_about_a_forecasters_weight() -> None:
    """Half of the forecasters' days restated ten times over is the same record."""
    paths = d.that_end_with_yes(np.random.default_rng(3), 200, 10)
    p, w, y = paths.p.ravel(), paths.weight.ravel(), np.repeat(paths.y, 10)
    question = np.repeat(np.arange(200), 10)
    often = np.where(question % 2 == 0, 10, 1)
    one = cox(p, y, w, question)
    other = cox(*(np.repeat(row, often) for row in (p, y, w / often, question)))
    assert other.slope == pytest.approx(one.slope, abs=1e-9)
    assert other.slope_low == pytest.approx(one.slope_low, abs=1e-9)
    again = corp(*(np.repeat(row, often) for row in (p, y, w / often)))
    assert again.mcb == pytest.approx(corp(p, y, w).mcb, abs=1e-12)


def test_a_band_drawn_for_each_stretch_covers_half_where_nine_tenths_are_meant() -> None:
    found, error = d.covered(d.that_stand_still, 40, 40, clustered=False)
    assert error < 0.025
    assert found == pytest.approx(0.5, abs=3.0 * error)


@pytest.mark.parametrize(
    ("draw", "n"), [("that_end_with_yes", 40), ("that_end_with_yes", 150), ("that_wander", 40)]
)
def test_a_band_drawn_for_each_question_covers_what_is_meant(draw: str, n: int) -> None:
    # Over 400 runs of bench/calibration.py: .906 to .928, standard error .005. Above .9, since
    # a curve of few questions takes few values and the band includes its ends.
    found, error = d.covered(getattr(d, draw), n, 40)
    assert error < 0.025
    assert found == pytest.approx(0.9, abs=0.03 + 3.0 * error)


def test_in_the_order_in_which_outcomes_were_known_the_calibrated_are_rejected_always() -> None:
    """All questions open at once, so that every yes is known before every no."""
    random, runs = np.random.default_rng(300), 100
    rejected = 0
    for _ in range(runs):
        q = random.uniform(0.05, 0.95, 300)
        y = random.random(300) < q
        rows = np.argsort(np.where(y, random.random(300), 1.0))
        rejected += e_process(q[rows], y[rows]).declared_after is not None
    assert rejected == runs
    # One a day, with noes entered late, it is still a quarter and not one in twenty.
    assert d.times_declared(300, 200, by=d.declared_as_known) / 200 >= 0.18


def test_one_look_at_the_last_review_does_for_all() -> None:
    """Reviews after every entry, with what is on record then: each sees a beginning of the last."""
    random = np.random.default_rng(12)
    for slope in (1.0, 1.0, 1.5, 3.0):
        found = d.desk(random, 60, slope)
        last = e_process(found.p, found.y)
        seen = []
        for at in np.sort(found.entered_at):
            p, y = found.review(float(at))
            now = e_process(p, y)
            assert now.path == pytest.approx(last.path[: len(now.path)], rel=1e-12)
            seen.append(now.declared_after is not None)
        assert any(seen) == d.declared(found)
        assert len(e_process(*found.review(1e9)).path) == 60


@pytest.mark.parametrize("n", [100, 300, 1000])
def test_reviewed_after_every_resolution_the_calibrated_are_rejected_at_most_as_often_as_said(
    n: int,
) -> None:
    error = math.sqrt(0.05 * 0.95 / 300)
    assert d.times_declared(n, 300) / 300 <= 0.05 + 3.0 * error


def test_over_confidence_by_half_is_found_at_a_thousand_questions() -> None:
    # .9 is asked for; over 2,000 runs of bench/calibration.py it is found in 99%.
    assert d.times_declared(1000, 200, slope=1.5) / 200 >= 0.95


def test_half_way_the_closed_cohort_is_right_and_what_is_resolved_so_far_is_not() -> None:
    """Half of the questions have ended, and half go on; standard errors .004."""
    resolved, closed = d.halftime(np.random.default_rng(13), 20_000)
    assert closed.happened == pytest.approx(closed.stated, abs=0.012)
    assert resolved.happened - resolved.stated > 0.02


def test_a_question_that_ten_forecast_must_not_be_divided_by_ten() -> None:
    """People come one after the other, and fewer come to a question that yes closes early.

    Each one's votes weigh what they stood: dividing by how many ever came would be renormalising.
    """
    random, people = np.random.default_rng(14), 10
    paths = d.that_end_with_yes(random, 20_000, 50)
    start = np.arange(50) / 50
    here = (random.random((20_000, people))[:, :, None] <= start).sum(axis=1)
    came = (here * (paths.weight > 0.0)).max(axis=1, keepdims=True)
    y = np.repeat(paths.y[:, None], 50, axis=1)
    full = paths.weight * here
    divided = full / np.maximum(came, 1)
    # Standard errors are .004.
    assert share(y, full) == pytest.approx(share(paths.p, full), abs=0.012)
    assert share(y, divided) - share(paths.p, divided) > 0.02


def test_spiegelhalters_z_looked_at_after_every_outcome_rejects_the_calibrated() -> None:
    random, runs = np.random.default_rng(5), 1000
    first = dict.fromkeys((100, 300, 1000), 0)
    for _ in range(runs):
        q = random.uniform(0.05, 0.95, 1000)
        y = random.random(1000) < q
        lean = 1.0 - 2.0 * q
        # The z of the first n questions, for every n at once.
        z = np.cumsum((y - q) * lean) / np.sqrt(np.cumsum(lean**2 * q * (1.0 - q)))
        for n in first:
            first[n] += bool((np.abs(z[9:n]) > 1.96).any())
    shares = [count / runs for count in first.values()]
    # 25%, 32% and 41% are on record; the standard error is at most .016.
    assert shares == pytest.approx([0.25, 0.32, 0.41], abs=0.048)


def test_the_range_of_the_expected_count_holds_nine_of_ten_whole_groups() -> None:
    """Questions of a group hang together; a law that takes them alone holds far fewer."""
    random, groups = np.random.default_rng(6), np.repeat(np.arange(25), 4)
    held = {True: 0, False: 0}
    for _ in range(400):
        p = random.uniform(0.0, 1.0, 100)
        y = random.random(25)[groups] < p
        for together in held:
            found = expected_yes(p, y, groups if together else None)
            held[together] += found.low <= found.observed <= found.high
    assert held[True] / 400 >= 0.9 - 3.0 * math.sqrt(0.9 * 0.1 / 400)
    assert held[False] / 400 < 0.75
