"""The names and parameters that users of the rules rely on, in their order."""

from __future__ import annotations

import inspect
import math

import pytest

import tracker.rules

BASELINE = "metaculus_baseline"
UNBOUNDED = {
    "log_loss", "crps", "crps_family", "wis", "pinball", "interval_score", "interval_log_loss",
}  # fmt: skip
SIGNATURES = {
    "brier": "p, y",
    "log_loss": "p, y",
    "spherical_loss": "p, y",
    "rps": "p, y",
    "crps": "x, F, y, lower=None, upper=None, open_lower=False, open_upper=False",
    "crps_scaled": "x, F, y, lower, upper, open_lower=False, open_upper=False",
    "crps_family": "name, parameters, y",
    "deadline_brier": "x, F, happened, until",
    "interval_log_loss": "x, F, interval=None, censored_at=None",
    "pinball": "q, level, y",
    "interval_score": "lower, upper, coverage, y",
    "wis": "levels, q, y",
    "mean_loss": "rules, p, y, weights=None",
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_rule_takes_these_parameters_by_position_and_by_name(name: str) -> None:
    parameters = inspect.signature(getattr(tracker.rules, name)).parameters.values()
    assert all(one.kind is one.POSITIONAL_OR_KEYWORD for one in parameters)
    assert (
        ", ".join(str(one.replace(annotation=one.empty)) for one in parameters) == SIGNATURES[name]
    )


def test_points_of_metaculus_take_these_first() -> None:
    baseline = list(inspect.signature(tracker.rules.metaculus_baseline).parameters)
    assert baseline[:3] == ["p", "kind", "y"]
    assert (
        next(iter(inspect.signature(tracker.rules.metaculus_peer).parameters)) == "p_by_forecaster"
    )


def test_every_rule_in_the_table_is_importable_by_its_name_and_says_where_it_is_from() -> None:
    for name, rule in tracker.rules.RULES.items():
        assert rule.function is getattr(tracker.rules, name)
        words = " ".join((rule.function.__doc__ or "").split())
        assert "Source: " in words
        assert ">>> " in words
        assert "is better" in words
        assert "Raises" in words or "errors as" in words
    assert set(tracker.rules.RULES) | {"RULES", "Rule", "mean_loss"} < set(tracker.rules.__all__)


def test_the_table_says_the_best_and_the_worst_that_a_rule_gives_and_which_rules_limit_p() -> None:
    rules = tracker.rules.RULES
    assert {name for name, rule in rules.items() if rule.limits_p} == {
        "metaculus_baseline", "metaculus_peer",
    }  # fmt: skip
    points = [tracker.rules.metaculus_baseline([p], "binary", [1])[0] for p in (1.0, 0.0)]
    assert points == pytest.approx([rules[BASELINE].best, rules[BASELINE].worst])
    for rule in rules.values():
        assert rule.orientation == ("points" if rule.limits_p else "loss")
        if rule.orientation == "loss":
            assert rule.best == 0.0
            assert rule.worst == (math.inf if rule.name in UNBOUNDED else 1.0)
