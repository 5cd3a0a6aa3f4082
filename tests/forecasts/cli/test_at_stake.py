"""What is told of a prediction while its question has no outcome."""

from __future__ import annotations

from forecasts import parse
from forecasts.cli import at_stake
from forecasts.model.prediction import Quantiles, Shares

NUMBER = Quantiles(((0.1, 3.0), (0.5, 8.0), (0.9, 30.0)))


def test_brier_scores_are_called_snapshots_only_where_there_are_any() -> None:
    for scored in (parse.probability("12%"), Shares((0.6, 0.4))):
        assert at_stake.caveat([NUMBER, scored]).startswith("These Brier scores are snapshots")
    assert at_stake.caveat([NUMBER, None]) == "In no average until an outcome has a source."


def test_a_number_is_told_of_no_scale() -> None:
    assert at_stake.worded(parse.probability("12%")) == at_stake.worded(NUMBER) == ""
