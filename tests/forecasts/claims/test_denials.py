"""What is denied is not read as said: a "no" or a doubt before a hedge, a "not" behind it."""

from __future__ import annotations

import pytest

from forecasts import words
from forecasts.claims import Claim, Kind, scan

HERE = {
    "en": "The party has ruled the country for more than thirty years. ",
    "fr": "Le parti dirige le pays depuis plus de trente ans et tient les villes. ",
    "es": "El partido gobierna el país desde hace más de treinta años y tiene las ciudades. ",
}


def only(language: str, text: str) -> Claim:
    """Return the one claim of a sentence that stands in a text of a language."""
    (claim,) = scan(HERE[language] + text)
    return claim


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No election is likely before 2028."),
        ("en", "Nobody is likely to pay."),
        ("en", "Nothing is likely to change."),
        ("en", "The junta is neither likely to fall nor willing to talk."),
        ("en", "Neither is it probable that Madrid objects."),
        ("en", "Paris is no longer likely to veto it."),
        ("en", "No government in the region, however weak, is likely to fall."),
        ("fr", "Aucune élection n'est probable avant 2028."),
        ("fr", "Ni la grève ni la crise n'est probable en 2028."),
        ("es", "Ninguna elección es probable antes de 2028."),
        ("es", "Ni Madrid ni París es probable que firmen."),
        ("es", "Tampoco es probable que firmen."),
        ("es", "No es nada probable que vuelva."),
    ],
)
def test_a_word_that_is_denied_gives_the_rest_of_its_range(language: str, text: str) -> None:
    claim = only(language, text)
    assert claim.term is not None
    assert (claim.term.low, claim.term.high) == (0.2, 0.45)
    assert (claim.kind, claim.positive, claim.denied) == (Kind.SCALED, False, False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The union is anything but likely to split."),
        ("en", "It is less than likely that Niamey pays."),
        ("en", "I doubt that Bamako will probably hold out."),
        ("en", "Nothing suggests that the truce will probably hold."),
        ("en", "We do not think that war is likely in 2027."),
        ("en", "Berlin is not set to leave the euro."),
        ("en", "The cabinet is not expected to fall."),
        ("en", "The bill is far from certain to pass."),
        ("en", "It is far from certain that rates will fall."),
        ("en", "It is not certain that the truce will hold."),
        ("en", "No deal will be signed in 2027."),
        ("fr", "Il est loin d'être probable que Paris signe."),
        ("fr", "Je doute que Paris signe probablement l'accord."),
        ("fr", "Rien n'indique que la trêve tiendra probablement."),
        ("fr", "Aucun accord ne devrait être signé."),
        ("es", "Es poco o nada probable que vuelva."),
        ("es", "Dudo que probablemente vuelva a Madrid."),
        ("es", "No debería caer el gobierno en 2027."),
        ("es", "No se espera que Berlín abandone el euro."),
    ],
)
def test_what_turns_the_sense_gives_no_number_and_speaks_against(language: str, text: str) -> None:
    claim = only(language, text)
    assert (claim.term, claim.positive) == (None, False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Vienna will probably not join."),
        ("en", "It is likely that the new coalition of four parties of the left will not hold."),
        ("en", "It is likely that nobody will pay."),
        ("en", "Not all parties are likely to sign."),
        ("en", "A deal is not, in our view, likely before 2028."),
        ("en", "The party that lost no seats is likely to win."),  # in doubt, it is asked about
        ("en", "There is a 70 per cent chance that the truce will not hold."),
        ("fr", "Il est probable que la trêve ne tiendra pas."),
        ("fr", "La trêve ne tiendra probablement pas."),
        ("es", "Es probable que la tregua no aguante."),
    ],
)
def test_a_number_beside_a_not_is_marked(language: str, text: str) -> None:
    claim = only(language, text)
    assert claim.term is not None
    assert (claim.term.point > 0.5, claim.positive, claim.denied) == (True, False, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There is no doubt that war is likely in 2027."),
        ("en", "If no deal is signed, war is likely in 2027."),
        ("en", "They are likely to sign a deal that does not bind Iran."),
        ("fr", "Si aucun accord n'est signé, la guerre est probable en 2028."),
        ("es", "No cabe duda de que es probable que vuelva."),
        ("es", "Si no hay acuerdo, es probable que vuelva la guerra."),
    ],
)
def test_what_denies_something_else_turns_nothing(language: str, text: str) -> None:
    claim = next(one for one in scan(HERE[language] + text) if one.term is not None)
    assert claim.term is not None
    assert (claim.term.point, claim.positive, claim.denied) == (0.675, True, False)


def test_two_nots_speak_for_it() -> None:
    claim = only("en", "It is unlikely that the truce will not hold.")
    assert (claim.positive, claim.denied) == (True, True)
    assert only("en", "We would not be surprised if Togo did the same.").positive


def test_a_hedge_between_commas_is_of_the_verb_beside_it() -> None:
    assert only("en", "The dollar will, in all likelihood, rise.").hedge == "in all likelihood"
    assert only("es", "Con toda probabilidad, la producción subirá.").kind is Kind.NO_NUMBER


HOUSE = words.Scale(
    "House",
    "a manual",
    {
        "likely": words.Term(0.6, 0.9),
        "es probable": words.Term(0.6, 0.9),
        "set to": words.Term(0.7, 0.8),
        "devrait": words.Term(0.7, 0.8),
        "se espera que": words.Term(0.7, 0.8),
    },
)


@pytest.mark.parametrize(
    ("language", "text", "point", "positive"),
    [
        ("en", "Berlin is set to leave the euro.", 0.75, True),
        ("en", "Berlin is not set to leave the euro.", None, False),
        ("en", "No vote is likely.", 0.25, False),
        ("fr", "Bakou devrait attaquer.", 0.75, True),
        ("fr", "Bakou ne devrait pas attaquer.", None, False),
        ("fr", "Aucun accord ne devrait être signé.", None, False),
        ("es", "Se espera que Berlín abandone el euro.", 0.75, True),
        ("es", "No se espera que Berlín abandone el euro.", None, False),
        ("es", "Tampoco es probable que firmen.", 0.25, False),
        ("es", "Ninguna elección es probable antes de 2028.", 0.25, False),
    ],
)
def test_the_words_of_a_house_are_denied_too(
    language: str, text: str, point: float | None, *, positive: bool
) -> None:
    (claim,) = scan(HERE[language] + text, HOUSE)
    assert (claim.term.point if claim.term else None, claim.positive) == (point, positive)
    assert not claim.denied
