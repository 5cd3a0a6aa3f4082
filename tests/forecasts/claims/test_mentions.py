"""When a sentence says that something happens: whole, and nothing that is no time."""

from __future__ import annotations

import pytest

from forecasts.claims import mentions


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The next South Korean government will probably reopen the hotline.", ()),
        ("They will wait for the next president.", ()),
        ("She could be named at the next Party Congress.", ("the next Party Congress",)),
        ("He will likely visit Tokyo in the next 12 months.", ("in the next 12 months",)),
        ("A test is likely in the next l2 months.", ("in the next l2 months",)),
        ("Imports grow over the next three to five years.", ("over the next three to five years",)),
        ("It should recover over the coming year.", ("over the coming year",)),
        ("A summit is possible before the November elections.", ("before the November elections",)),
        ("Kim is expected in Moscow in May or June.", ("in May or June",)),
        ("Fuel is likely to come by June 2O26.", ("by June",)),
        ("Deaths rise before the mid-2030s.", ("before the mid-2030s",)),
        ("They vote in May and again in 2027.", ("in May", "in 2027")),
    ],
)
def test_a_time_is_named_whole_or_not_at_all(sentence: str, told: tuple[str, ...]) -> None:
    assert mentions.dates(sentence, "en") == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Dans les douze prochains mois, le front bougera.", ("Dans les douze prochains mois",)),
        ("D\u2019ici la fin de l\u2019année, le chômage remontera.",
         ("D\u2019ici la fin de l\u2019année",)),
        ("À l'horizon 2030, l'eau manquera.", ("À l'horizon 2030",)),
        ("D'ici deux ans, le ratio dépassera 120 %.", ("D'ici deux ans",)),
        ("Il tombera d'ici à la présidentielle d'avril.", ("d'ici à la présidentielle d'avril",)),
        ("La guerre durera jusqu'à l'hiver 2027-2028.", ("jusqu'à l'hiver 2027-2028",)),
        ("Le texte sera voté fin mars ou début avril.", ("fin mars ou début avril",)),
        ("Ils signeront d'ici six mois à un an.", ("d'ici six mois à un an",)),
        ("Ils signeront avant la fin du mois de mars.", ("avant la fin du mois de mars",)),
        ("Le traité a été signé, dit-on, et sera lu cet été.", ("cet été",)),
        ("Des élections suivront.", ()),
        ("DANS LES PROCHAINS MOIS, LA MENACE AUGMENTERA.", ("DANS LES PROCHAINS MOIS",)),
    ],
)  # fmt: skip
def test_french_says_when(sentence: str, told: tuple[str, ...]) -> None:
    assert mentions.dates(sentence, "fr") == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Pactarán antes de las elecciones de mayo.", ("antes de las elecciones de mayo",)),
        ("De aquí a 2030 faltará agua.", ("De aquí a 2030",)),
        ("En los próximos meses subirá el paro.", ("En los próximos meses",)),
        ("El paro bajará a finales de año.", ("a finales de año",)),
        ("Se cerrará para mediados de la década.", ("para mediados de la década",)),
        ("Firmarán en lo que queda de legislatura.", ("en lo que queda de legislatura",)),
        ("Firmarán antes de que acabe el año.", ("antes de que acabe el año",)),
        ("Firmarán el lunes 3 de marzo o en abril.", ("el lunes 3 de marzo", "en abril")),
        ("Habrá pacto en los próximos tres a cinco años.", ("en los próximos tres a cinco años",)),
        ("Habrá pacto a más tardar en junio.", ("a más tardar en junio",)),
        ("Aprobará la ley el Congreso antes de agosto.", ("antes de agosto",)),
        ("EN LA PROXIMA DECADA FALTARA AGUA.", ("EN LA PROXIMA DECADA",)),
    ],
)
def test_spanish_says_when(sentence: str, told: tuple[str, ...]) -> None:
    assert mentions.dates(sentence, "es") == told


@pytest.mark.parametrize(
    ("sentence", "language", "told"),
    [
        ("Au cas où Kiev refuserait, Paris cédera.", "fr", "Au cas où Kiev refuserait"),
        ("Dès lors que Kiev cède, Paris paiera.", "fr", "Dès lors que Kiev cède"),
        ("Une fois le budget voté, il partira.", "fr", "Une fois le budget voté"),
        ("À supposer que le baril reste à 60,5 dollars, ils signeront.", "fr",
         "À supposer que le baril reste à 60,5 dollars"),
        ("Faute d'un accord, il tombera.", "fr", "Faute d'un accord"),
        ("S\u2019il échoue, il partira.", "fr", "S\u2019il échoue"),
        ("Il partira lorsque Berlin aura payé.", "fr", "lorsque Berlin aura payé"),
        ("Rien ne changera sans un geste de Kiev.", "fr", "sans un geste de Kiev"),
        ("De no aprobarse el pacto, caerá.", "es", "De no aprobarse el pacto"),
        ("En caso de que gane, habrá purgas.", "es", "En caso de que gane"),
        ("Crecerá siempre que llueva.", "es", "siempre que llueva"),
        ("Firmarán a menos que Kiev ceda.", "es", "a menos que Kiev ceda"),
        ("De llegar a aplicarse, el paro subirá.", "es", "De llegar a aplicarse"),
        ("De prosperar, Rusia quedará sola.", "es", "De prosperar"),
        ("Firmarán cuando Kiev ceda.", "es", "cuando Kiev ceda"),
        ("No habrá pacto sin el visto bueno de Kiev.", "es", "sin el visto bueno de Kiev"),
    ],
)  # fmt: skip
def test_conditions_are_named_in_french_and_spanish(
    sentence: str, language: str, told: str
) -> None:
    assert mentions.conditions(sentence, language) == (told,)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Ils signeront même si Moscou proteste.", "fr"),
        ("Le prix reviendra à moins de 60 dollars.", "fr"),
        ("Une fois de plus, la France suivra.", "fr"),
        ("Ils vaincront sans doute.", "fr"),
        ("Sí habrá elecciones en octubre.", "es"),
        ("Firmarán aunque Moscú proteste.", "es"),
        ("Guardarán grano por si acaso.", "es"),
    ],
)
def test_a_concession_is_no_condition(sentence: str, language: str) -> None:
    assert mentions.conditions(sentence, language) == ()
