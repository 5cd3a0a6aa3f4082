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
        ("A return is unlikely (20-30 percent).", 0.2, 0.3),
        ("A relapse is (70%) likely.", 0.7, 0.7),
        ("An early ballot looks unlikely, at 15 percent.", 0.15, 0.15),
        ("A ceasefire is highly unlikely (under 10 percent).", 0.0, 0.1),
        ("There is a 0.04% chance of war.", 0.0004, 0.0004),  # and not 0, which is certainty
        ("There is a 99.97% chance of peace.", 0.9997, 0.9997),
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
    ("text", "low", "high"),
    [
        ("Il y a 70 % de chances que le texte passe.", 0.7, 0.7),
        ("Il y a deux chances sur trois que la trêve tienne.", 0.667, 0.667),
        ("Le parti a moins d'une chance sur dix de l'emporter.", 0.0, 0.1),
        ("La probabilité d'une récession est évaluée à 30 %.", 0.3, 0.3),
        ("La probabilité d'un défaut à deux ans ne dépasse pas 10 %.", 0.0, 0.1),
        ("Nous estimons à au moins 15,5 % le risque d'un défaut.", 0.155, 1.0),
        ("Les marchés lui donnent une probabilité de 60 à 70 %.", 0.6, 0.7),
        ("Los expertos ven un 70 % de probabilidad de que lo firmen.", 0.7, 0.7),
        ("Hay dos posibilidades de cada tres de que la tregua aguante.", 0.667, 0.667),
        ("El partido tiene menos de una posibilidad entre diez de ganar.", 0.0, 0.1),
        ("La probabilidad de recesión se estima en un 15 %.", 0.15, 0.15),
        ("La probabilidad de impago a dos años no supera el 10 %.", 0.0, 0.1),
        ("El partido tiene entre un 60 y un 70 % de posibilidades de ganar.", 0.6, 0.7),
    ],
)
def test_french_and_spanish_state_numbers_too(text: str, low: float, high: float) -> None:
    (claim,) = (claim for claim in scan(text) if claim.kind is Kind.STATED)
    assert claim.term == words.Term(low, high)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Un électeur sur deux a plus de cinquante ans.", "fr"),
        ("Les prix ont augmenté de 3 %.", "fr"),
        ("Uno de cada cuatro jueces cobra sobornos.", "es"),
        ("El paro bajó al 10 %.", "es"),
    ],
)
def test_a_share_is_no_probability(text: str, language: str) -> None:
    assert list(stated(folded(text), language)) == []


def test_a_stated_number_is_the_same_on_every_scale() -> None:
    for scale in words.SCALES.values():
        (claim,) = scan("There is a 70 per cent chance that they sign.", scale)
        assert (claim.scale, claim.positive) == (STATED_IN_TEXT, True)


def test_a_chance_below_a_half_is_no_prediction_that_it_comes() -> None:
    (claim,) = scan("We put it at one in ten.")
    assert not claim.positive
