"""A probability that a text states as a number is read as that number, whoever's scale is named."""

from __future__ import annotations

import pytest

from forecasts import words
from forecasts.claims import Kind, scan
from forecasts.claims.claim import STATED_IN_TEXT
from forecasts.claims.letters import folded
from forecasts.claims.odds import stated


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("There is a 70 per cent chance of a cut.", 0.7, 0.7),
        ("A deal is between 60 and 70 percent likely.", 0.6, 0.7),
        ("We put the likelihood of rationing this winter at 65 per cent.", 0.65, 0.65),
        ("With a probability of 0.35 they sign.", 0.35, 0.35),
        ("I give that less than a one-in-three chance.", 0.0, 0.333),
        ("This time the chance is perhaps one in five.", 0.2, 0.2),
        ("The odds, at least two in three, favour her.", 0.667, 1.0),
        ("The odds are two to one against the incumbent.", 0.333, 0.333),
        ("Bookmakers make him 3-1 on.", 0.75, 0.75),
        ("Nine times out of ten such truces fail.", 0.9, 0.9),
        ("The chances are seventy-five per cent.", 0.75, 0.75),
        ("The vote is a coin toss.", 0.5, 0.5),
        ("Chances are better than even that it holds.", 0.5, 1.0),
    ],
)
def test_odds_in_figures_and_words_give_their_range(text: str, low: float, high: float) -> None:
    claims = [claim for claim in scan(text) if claim.kind is Kind.STATED]
    assert [(one.term.low, one.term.high) for one in claims if one.term] == [(low, high)]
    assert [one.scale for one in claims] == [STATED_IN_TEXT]
    assert claims[0].hedge in text


@pytest.mark.parametrize(
    "text",
    [
        "One in five voters is over seventy.",
        "Growth is likely to reach 3 per cent.",
        "The risk that inflation stays above 3 per cent is real.",
        "They risk losing 3 per cent of output.",
        "A 40 per cent higher chance of rain was measured.",
        "They met three times in 2018.",
    ],
)
def test_a_number_that_is_no_probability_is_not_read_as_one(text: str) -> None:
    assert list(stated(folded(text), "en")) == []


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("Il y a 70 % de chances que le texte passe.", 0.7),
        ("Los expertos ven un 70 % de probabilidad de que lo firmen.", 0.7),
    ],
)
def test_the_other_languages_state_numbers_too(text: str, point: float) -> None:
    assert [claim.term.point for claim in scan(text) if claim.term] == [point]


def test_a_stated_number_is_the_same_on_every_scale() -> None:
    for scale in words.SCALES.values():
        (claim,) = scan("There is a 70 per cent chance that they sign.", scale)
        assert (claim.scale, claim.positive) == (STATED_IN_TEXT, True)


def test_a_chance_below_a_half_is_no_prediction_that_it_comes() -> None:
    (claim,) = scan("We put it at one in ten.")
    assert not claim.positive
