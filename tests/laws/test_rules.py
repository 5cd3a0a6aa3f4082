"""Laws that every scoring rule of chances in the table must obey."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import RULES, Rule, metaculus_baseline, metaculus_peer

Array = np.ndarray[Any, np.dtype[Any]]
Score = Callable[[Any, Any], Any]

GRID = np.linspace(0.0, 1.0, 101)
CHANCES = {"binary", "multiple_choice", "ordinal"}
BINARY = [rule for rule in RULES.values() if "binary" in rule.kinds]
OPTIONS = [rule for rule in RULES.values() if {"multiple_choice", "ordinal"} & set(rule.kinds)]

over_binary = pytest.mark.parametrize("rule", BINARY, ids=lambda rule: rule.name)
over_options = pytest.mark.parametrize("rule", OPTIONS, ids=lambda rule: rule.name)


def baseline(p: Any, y: Any) -> Any:
    """Return the Metaculus baseline of binary or option forecasts, by the shape of p."""
    return metaculus_baseline(p, "binary" if np.ndim(p) < 2 else "multiple_choice", y)


def against_a_peer(p: Any, y: Any) -> Any:
    """Return the Metaculus peer points of each forecast against one who says uniform chances."""
    if np.ndim(p) == 0:
        return float(metaculus_peer([p if y else 1 - p, 0.5])[0])
    if np.ndim(p) == 1:
        return np.array([against_a_peer(a, b) for a, b in zip(p, y, strict=True)])
    uniform = np.full(np.shape(p)[1], 1 / np.shape(p)[1])
    return np.array([metaculus_peer([a, uniform], b)[0] for a, b in zip(p, y, strict=True)])


OTHER_SIGNATURES: dict[str, Score] = {
    "metaculus_baseline": baseline,
    "metaculus_peer": against_a_peer,
}


def score_of(rule: Rule) -> Score:
    """Return the rule as a function of (p, y)."""
    return OTHER_SIGNATURES.get(rule.name, rule.function)


def loss(rule: Rule, p: Any, y: Any) -> Array:
    """Return the rule's loss, or its points times -1."""
    return np.asarray(score_of(rule)(p, y) * (1.0 if rule.orientation == "loss" else -1.0))


def expected(truth: Array, losses: Array) -> Array:
    """Return the sum of truth times losses over the last axis, with 0 times infinity as 0."""
    counted = np.where(truth > 0.0, losses, 0.0)
    return np.asarray((truth * counted).sum(axis=-1))


@st.composite
def chances(draw: st.DrawFn, options: int, rows: int, least: float = 0.0) -> Array:
    """Draw rows of probabilities, none under `least`."""
    weight = st.floats(0.0, 1.0, allow_subnormal=False)
    raw = np.array(draw(st.lists(weight, min_size=options * rows, max_size=options * rows)))
    raw = raw.reshape(rows, options) + 1e-12
    share = raw / raw.sum(axis=1, keepdims=True)
    return np.asarray(least + share * (1.0 - options * least))


@st.composite
def scored(draw: st.DrawFn) -> tuple[Array, Array]:
    """Draw a few binary forecasts, ties and certainties among them, and outcomes."""
    p = st.one_of(st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.floats(0.0, 1.0))
    rows = draw(st.lists(st.tuples(p, st.integers(0, 1)), min_size=1, max_size=8))
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


def test_every_rule_of_chances_is_under_these_laws() -> None:
    of_chances = {rule.name for rule in RULES.values() if CHANCES & set(rule.kinds)}
    assert of_chances == {rule.name for rule in BINARY + OPTIONS}
    assert of_chances >= {"brier", "log_loss", "spherical_loss", "rps"}
    assert all(name == rule.name for name, rule in RULES.items())


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        RULES["brier"] = RULES["rps"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        RULES["brier"].best = 1.0  # type: ignore[misc]


@over_binary
def test_on_a_grid_the_truth_alone_has_the_least_expected_loss(rule: Rule) -> None:
    losses = np.stack([loss(rule, GRID, np.zeros(101)), loss(rule, GRID, np.ones(101))], axis=-1)
    truth = np.stack([1.0 - GRID, GRID], axis=-1)
    mean = expected(truth[:, np.newaxis, :], losses[np.newaxis, :, :])
    excess = mean - np.diagonal(mean)[:, np.newaxis]
    np.fill_diagonal(excess, np.inf)
    assert excess.min() > 1e-6


def test_the_linear_score_is_improper() -> None:
    # |p - y|: whoever believes 0.6 does best to say 1, and at 0.4 to say 0.
    for truth, said in ((0.4, 0), (0.6, 1), (0.51, 1)):
        linear = truth * (1.0 - GRID) + (1.0 - truth) * GRID
        assert GRID[np.argmin(linear)] == said


@pytest.mark.parametrize("rule", [rule for rule in BINARY if rule.limits_p])
def test_beyond_its_limits_a_rule_of_two_outcomes_tells_no_truths_apart(rule: Rule) -> None:
    reports = np.array([0.0, 0.0002, 0.001, 0.002])
    losses = np.stack([loss(rule, reports, np.full(4, y)) for y in (0, 1)], axis=-1)
    mean = expected(np.array([0.9998, 0.0002]), losses)
    assert mean[0] == mean[1] == mean[2] < mean[3]


@pytest.mark.parametrize("score", [baseline, against_a_peer])
def test_beyond_its_limits_a_rule_of_options_is_improper(score: Score) -> None:
    # What is limited is made to sum to 1 again. Who believes an option has 1 in 2,000 and says 0
    # is given the least for it all the same, and more for the others.
    truth = np.array([0.0005, 0.3998, 0.5997])
    honest, zeroed = (
        float(truth @ score(np.tile(row, (3, 1)), np.arange(3))) for row in (truth, [0.0, 0.4, 0.6])
    )
    assert zeroed > honest + 1e-5


@over_options
@given(data=st.data(), options=st.integers(2, 5))
def test_at_random_no_report_beats_the_truth(rule: Rule, data: st.DataObject, options: int) -> None:
    # Where a rule limits probabilities, truths beyond its limits cannot be told apart.
    truth = data.draw(chances(options, 1, least=0.001 if rule.limits_p else 0.0))
    report = data.draw(chances(options, 1))
    each = np.arange(options)
    honest = expected(truth[0], loss(rule, np.repeat(truth, options, axis=0), each))
    other = expected(truth[0], loss(rule, np.repeat(report, options, axis=0), each))
    scale = 100.0 if rule.orientation == "points" else 1.0
    assert other >= honest - 1e-9 * scale


@over_options
def test_leaning_away_from_the_truth_costs(rule: Rule) -> None:
    truth, each = np.array([0.2, 0.3, 0.5]), np.arange(3)
    for tilt in ([0.02, -0.02, 0.0], [0.0, 0.02, -0.02], [-0.02, 0.0, 0.02]):
        honest = expected(truth, loss(rule, np.tile(truth, (3, 1)), each))
        leaning = expected(truth, loss(rule, np.tile(truth + tilt, (3, 1)), each))
        assert leaning > honest + 1e-5


@over_binary
@given(rows=scored())
def test_scores_stay_in_the_stated_range(rule: Rule, rows: tuple[Array, Array]) -> None:
    p, y = rows
    low, high = sorted((rule.best, rule.worst))
    found = score_of(rule)(p, y)
    assert np.all((found >= low - 1e-9) & (found <= high + 1e-9)), found
    if not rule.limits_p:
        assert np.all(found >= low)
        assert np.all(found <= high)


@over_options
@given(data=st.data(), options=st.integers(2, 6))
def test_option_scores_stay_in_the_stated_range(
    rule: Rule, data: st.DataObject, options: int
) -> None:
    p = data.draw(chances(options, 3))
    y = np.array(data.draw(st.lists(st.integers(0, options - 1), min_size=3, max_size=3)))
    low, high = sorted((rule.best, rule.worst))
    found = score_of(rule)(p, y)
    assert np.all((found >= low - 1e-9) & (found <= high + 1e-9)), found


@over_binary
def test_both_ends_of_the_range_are_reached(rule: Rule) -> None:
    if rule.name == "metaculus_peer":
        best, worst = metaculus_peer([1.0, 0.0])
    else:
        best, worst = score_of(rule)(np.array([1.0, 1.0]), np.array([1, 0]))
    assert (best, worst) == (pytest.approx(rule.best), pytest.approx(rule.worst))


@over_binary
@given(rows=scored(), data=st.data())
def test_the_order_of_rows_changes_nothing(
    rule: Rule, rows: tuple[Array, Array], data: st.DataObject
) -> None:
    p, y = rows
    order = np.array(data.draw(st.permutations(range(len(p)))))
    score = score_of(rule)
    assert np.array_equal(score(p, y)[order], score(p[order], y[order]))


@over_options
@given(data=st.data(), options=st.integers(2, 5))
def test_the_order_of_option_rows_changes_nothing(
    rule: Rule, data: st.DataObject, options: int
) -> None:
    p = data.draw(chances(options, 4))
    y = np.array(data.draw(st.lists(st.integers(0, options - 1), min_size=4, max_size=4)))
    order = np.array(data.draw(st.permutations(range(4))))
    score = score_of(rule)
    assert np.array_equal(score(p, y)[order], score(p[order], y[order]))
    alone = [score(p[k : k + 1], y[k : k + 1])[0] for k in range(4)]
    assert np.array_equal(alone, score(p, y))


def laid_otherwise(values: Array) -> dict[str, Array]:
    """Return the same numbers in other orders in memory."""
    return {
        "by column": np.asfortranarray(values),
        "backwards": values[::-1].copy()[::-1],
        "every third": np.repeat(values, 3, axis=0)[::3],
    }


LAID = [(name, options) for name in ("brier", "log_loss", "spherical_loss", "metaculus_baseline")
        for options in (0, 2, 3, 40)] + [("rps", 3), ("rps", 40)]  # fmt: skip


@pytest.mark.parametrize(("name", "options"), LAID)
def test_where_the_numbers_lie_in_memory_changes_no_bit(name: str, options: int) -> None:
    random = np.random.default_rng(1)
    n, score = 2_000, score_of(RULES[name])
    p = random.dirichlet(np.ones(options), n) if options else random.random(n)
    y = random.integers(0, options, n) if options else random.random(n)
    expected = score(p, y)
    for how, other in laid_otherwise(p).items():
        assert np.array_equal(score(other, y), expected), how
    for how, other in laid_otherwise(y).items():
        assert np.array_equal(score(p, other), expected), how


@over_binary
@given(rows=scored())
def test_a_scalar_gives_the_float_of_the_vector(rule: Rule, rows: tuple[Array, Array]) -> None:
    p, y = rows
    score = score_of(rule)
    singles = [score(float(a), int(b)) for a, b in zip(p, y, strict=True)]
    assert all(type(single) is float for single in singles)
    assert singles == score(p, y).tolist()


@over_binary
@given(rows=scored())
def test_two_options_score_like_yes_and_no(rule: Rule, rows: tuple[Array, Array]) -> None:
    p, y = rows
    score = score_of(rule)
    assert np.allclose(score(np.stack([1.0 - p, p], axis=1), y), score(p, y), atol=1e-12)


@given(rows=scored())
def test_two_ordered_options_score_like_brier(rows: tuple[Array, Array]) -> None:
    p, y = rows
    ordered = RULES["rps"].function(np.stack([1.0 - p, p], axis=1), y)
    assert np.allclose(ordered, RULES["brier"].function(p, y), atol=1e-15)


@over_options
@given(data=st.data(), options=st.integers(2, 5))
def test_names_of_options_do_not_matter(rule: Rule, data: st.DataObject, options: int) -> None:
    p = data.draw(chances(options, 1))
    y = data.draw(st.integers(0, options - 1))
    # An order of options may be turned round, but not shuffled.
    keeps_order = rule.kinds == ("ordinal",)
    turned = list(range(options))[::-1]
    new = turned if keeps_order else data.draw(st.permutations(range(options)))
    score = score_of(rule)
    assert np.allclose(score(p[:, new], [new.index(y)]), score(p, [y]), atol=1e-9)


@pytest.mark.parametrize("rule", [rule for rule in BINARY if rule.name != "metaculus_peer"])
@given(p=st.floats(0.0, 1.0), r=st.floats(0.0, 1.0))
def test_a_fraction_mixes_yes_and_no(rule: Rule, p: float, r: float) -> None:
    score = score_of(rule)
    mixed = expected(np.array([1.0 - r, r]), np.array([score(p, 0), score(p, 1)]))
    assert score(p, r) == pytest.approx(float(mixed), rel=1e-12, abs=1e-9)


@over_binary
def test_no_warning_leaks_and_the_input_stays(rule: Rule) -> None:
    p, y = np.array([0.0, 1.0, 0.0, 1.0, 0.5]), np.array([0, 0, 1, 1, 1])
    p.flags.writeable = y.flags.writeable = False
    with warnings.catch_warnings(), np.errstate(all="warn"):
        warnings.simplefilter("error")
        score_of(rule)(p, y)
        score_of(rule)(np.stack([1.0 - p, p], axis=1), y)
        if rule.name != "metaculus_peer":
            score_of(rule)(p, np.array([0.0, 0.5, 1.0, 0.5, 1.0]))


@over_binary
def test_no_forecast_gives_no_score(rule: Rule) -> None:
    assert score_of(rule)(np.empty(0), np.empty(0)).shape == (0,)


@over_options
def test_no_forecast_of_options_gives_no_score(rule: Rule) -> None:
    assert score_of(rule)(np.empty((0, 3)), np.empty(0, dtype=int)).shape == (0,)


@over_options
def test_what_is_no_probability_is_refused(rule: Rule) -> None:
    score = score_of(rule)
    for wrong in ([1.2, -0.2], [np.nan, 1.0], [0.5, 0.4]):
        with pytest.raises(ValueError, match=r"is 1\.2|is nan|sums to 0\.9"):
            score(np.array([wrong]), np.array([0]))
    with pytest.raises(ValueError, match="an option index from 0 to 1"):
        score(np.array([[0.5, 0.5]]), np.array([2]))
