"""A judgement of yes/no questions by some of the rules."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tracker.scoring.conftest import Paper
from tracker.scoring import DEFAULT_POLICIES, RULE_NAMES, judge


@pytest.mark.parametrize("rules", [("brier",), ("log_loss", "metaculus_peer"), RULE_NAMES, ()])
def test_rules_that_are_not_asked_for_change_no_bit_of_the_others(
    paper: Paper, rules: tuple[str, ...]
) -> None:
    paper.ask(outcome=1.0)
    paper.say("ana", 0, 0.6, low=0.5, high=0.9)
    paper.say("ana", 5, 0.0)
    paper.say("bob", 2, 0.3)
    asked, history = paper.questions(), paper.history()
    every = judge(asked, history, DEFAULT_POLICIES)
    some = judge(asked, history, DEFAULT_POLICIES, rules)
    for whole, part in zip(every, some, strict=True):
        assert set(part.rules) == set(rules)
        for rule, scores in part.rules.items():
            for column in scores.__slots__:
                found, wanted = getattr(scores, column), getattr(whole.rules[rule], column)
                np.testing.assert_array_equal(found, wanted)
        np.testing.assert_array_equal(part.reason, whole.reason)
        np.testing.assert_array_equal(part.coverage, whole.coverage)
