"""When a sentence says that something happens: whole, and nothing that is no time."""

from __future__ import annotations

from datetime import date

import pytest

from forecasts.claims import mentions, scan


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The next South Korean government will probably reopen the hotline.", ()),
        ("They will wait for the next president.", ()),
        ("She could be named at the next Party Congress.", ("at the next Party Congress",)),
        ("He will likely visit Tokyo in the next 12 months.", ("in the next 12 months",)),
        ("A test is likely in the next l2 months.", ("in the next l2 months",)),
        ("Imports grow over the next three to five years.", ("over the next three to five years",)),
        ("It should recover over the coming year.", ("over the coming year",)),
        ("A summit is possible before the November elections.", ("before the November elections",)),
        ("Kim is expected in Moscow in May or June.", ("in May or June",)),
        ("Fuel is likely to come by June 2O26.", ("by June",)),
        ("Deaths rise before the mid-2030s.", ("before the mid-2030s",)),
        ("They vote in May and again in 2027.", ("in May", "in 2027")),
        ("Rates will fall by year's end.", ("by year's end",)),
        ("It will be over before the decade is out.", ("before the decade is out",)),
        ("It will fade in the mid-2020s.", ("in the mid-2020s",)),
        ("A truce is likely in the coming weeks.", ("in the coming weeks",)),
        ("They meet within the next twelve months.", ("within the next twelve months",)),
        ("It will fall by the end of the decade.", ("by the end of the decade",)),
        ("A truce is likely next spring.", ("next spring",)),
        ("It fails this side of the June vote.", ("this side of the June vote",)),
        ("He goes to the summit in Rome by June.", ("by June",)),
        ("Two cuts by the Fed before mid-2027.", ("before mid-2027",)),
        ("A vote in the first quarter of 2027.", ("in the first quarter of 2027",)),
        ("It is sold in the next year or two.", ("in the next year or two",)),
        ("It holds until the war ends.", ("until the war ends",)),
        ("It falls as soon as they leave.", ()),
        ("The next assessment is due in May.", ("in May",)),
        ("It is lifted not an hour sooner.", ()),
        ("Liquidity is not coming back any time soon.", ("any time soon",)),
        ("He goes by Christmas of next year.", ("by Christmas of next year",)),
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


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Should Trump return, talks resume.", ("Should Trump return",)),
        ("They resume should the war end.", ("should the war end",)),
        ("Once the ice melts, they sail.", ("Once the ice melts",)),
        ("Were Kim to agree, it would end.", ("Were Kim to agree",)),
        ("It holds provided that Kyiv pays.", ("provided that Kyiv pays",)),
        ("It falls in the event of a strike.", ("in the event of a strike",)),
        ("Absent a deal, it falls.", ("Absent a deal",)),
        ("Assuming no strike, it grows.", ("Assuming no strike",)),
        ("Without a deal, the war goes on.", ("Without a deal",)),
        ("Rates stay unless prices rise by 3.5 per cent.",
         ("unless prices rise by 3.5 per cent",)),
        ("It grows if sanctions go and investment, trade and aid rise.",
         ("if sanctions go and investment, trade and aid rise",)),
        ("It falls as soon as the war ends.", ("as soon as the war ends",)),
        ("Without a new cable the islands cannot leave.", ("Without a new cable",)),
        ("In that case early elections are certain.", ("In that case",)),
        ("He once said that it would fall.", ()),
        ("They should stay at once, as if nothing was.", ()),
        ("Nobody knows if it holds.", ()),
        ("It falls in June, if not before.", ()),
        ("Without doubt it falls.", ()),
    ],
)  # fmt: skip
def test_a_condition_is_named_whole(sentence: str, told: tuple[str, ...]) -> None:
    assert mentions.conditions(sentence, "en") == told


def test_a_date_that_is_gone_when_the_text_is_written_is_none_of_its_forecasts() -> None:
    text = "The sanctions of 2019 could, as in 2015, grow since 2016 and until 2021."
    (claim,) = scan(text, written=date(2020, 1, 1))
    assert claim.dates == ("until 2021",)
    assert scan(text, written=date(2022, 1, 1))[0].dates == ()


@pytest.mark.parametrize(
    "text",
    [
        "The term ends in March 2015.",
        "Le vote a lieu en mars 2015.",
        "Las obras empiezan en 2015.",
    ],
)
def test_what_lies_ahead_is_told_by_the_year_of_the_text(text: str) -> None:
    found = [[one.hedge for one in scan(text, written=date(year, 6, 1))] for year in (2012, 2036)]
    assert found[0]
    assert not found[1]
    assert "2015" in scan(text, written=date(2012, 6, 1))[0].dates[0]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("He will probably go to China, as well as potentially to Korea depending on who wins.",
         [(), ("depending on who wins",)]),
        ("Le pays va probablement signer, et pourrait partir si Paris refuse.",
         [(), ("si Paris refuse",)]),
        ("El país probablemente firme, y podría salir si Madrid se niega.",
         [(), ("si Madrid se niega",)]),
        ("If Paris agrees, Rome will probably sign, and Oslo may leave.",
         [("If Paris agrees",), ("If Paris agrees",)]),
        ("We would not be surprised if Togo did the same.", [()]),
    ],
)  # fmt: skip
def test_a_condition_is_of_the_claim_of_its_clause(text: str, given: list[tuple[str, ...]]) -> None:
    assert [claim.conditions for claim in scan(text)] == given
