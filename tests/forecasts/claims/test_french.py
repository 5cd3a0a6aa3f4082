"""French sentences of all kinds: what speaks of the future is found with its direction."""

from __future__ import annotations

import pytest

from forecasts.claims import Claim, Kind, scan

# Before each, so that a short sentence is read as French.
BEFORE = "Le gouvernement et les partis se sont vus pour parler de la paix dans la ville. "


def claims(sentence: str) -> list[Claim]:
    found = scan(BEFORE + sentence)
    return [one for one in found if one.sentence in sentence and one.kind is not Kind.INDICATOR]


@pytest.mark.parametrize(
    "sentence",
    [
        "Il y a fort à parier que le Sénat amendera le texte.",
        "Tout porte à croire à une rupture.",
        "Il faut s'attendre à un durcissement.",
        "Le candidat a toutes les chances d'être élu.",
        "La balance penche du côté de l'escalade.",
        "Un embrasement régional menace.",
        "L'accord est en bonne voie.",
        "La Serbie s'apprête à élire un nouveau parlement.",
        "Les prix ont vocation à remonter.",
        "Encore un choc et le gouvernement saute.",
        "Le plus dur reste à faire.",
        "L'horizon s'assombrit pour les exportateurs.",
        "Les dés sont jetés.",
        "Les sondages lui promettent une défaite.",
        "Les marchés intègrent déjà deux baisses de taux.",
        "Selon l'Insee, le chômage atteindrait 7,6 % fin 2026.",
        "Le FMI a estimé que la croissance ralentirait.",
        "Elle a annoncé que les aides seraient prolongées jusqu'en 2028.",
        "On votera au printemps.",
        "Les loyers risquent en outre de grimper.",
        "La filière peut se gripper.",
        "Je vois venir une grève.",
        "Ils vont vous demander un effort.",
        "Une degradation est peut-etre une affaire de semaines.",
        "LES FLUX AUGMENTERONT AU PRINTEMPS.",
    ],
)
def test_what_says_it_comes_is_found(sentence: str) -> None:
    assert any(one.positive for one in claims(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "On voit mal comment Rome céderait.",
        "Personne ne viendra à son secours.",
        "Aucune majorité ne se dégagera.",
        "Jamais la Turquie n'entrera dans l'Union.",
        "L'accord ne sera ni signé ni ratifié.",
        "La trêve ne devrait pas tenir.",
        "L'accord ne risque pas de tenir.",
        "Le pays n'est pas près de retrouver la paix.",
        "Une reprise est tout sauf certaine.",
        "Le compromis tient à un fil.",
        "Les chances d'un accord sont minces.",
        "Il ne me semble pas probable que la trêve tienne.",
        "Une rupture est exclue.",
        "Le dispositif n'est pas destiné à durer.",
        "Nous ne croyons guère à une trêve.",
        "Le régime vit ses derniers mois.",
    ],
)
def test_what_says_it_does_not_come_is_turned(sentence: str) -> None:
    (claim,) = claims(sentence)
    assert not claim.positive


@pytest.mark.parametrize(
    "sentence",
    [
        "Une rupture n'est pas exclue.",
        "On n'échappera pas à une hausse d'impôts.",
        "Le ministre ne manquera pas de réagir.",
    ],
)
def test_two_negations_are_none(sentence: str) -> None:
    (claim,) = claims(sentence)
    assert claim.positive


@pytest.mark.parametrize(
    "sentence",
    [
        "L'Iran serait derrière l'attaque.",
        "Le président serait malade, croit-on savoir.",
        "Le chef du groupe se trouverait au Qatar.",
        "Il sera exécuté le 4 mars 1953.",
        "Il faudra attendre 1989 pour que le mur tombe.",
        "Le lendemain, il sera arrêté.",
        "Il a refusé de dire s'il se présenterait.",
        "Cela pourrait s'expliquer par le froid.",
        "L'incendie pourrait être d'origine criminelle.",
        "Les entreprises doivent déposer leurs comptes avant le 30 juin.",
        "Le sommet a lieu tous les deux ans.",
        "Le ministre assure que tout ira bien.",
        "Il était entendu que l'armée resterait en place.",
        "Le commando aurait dû être repéré.",
        "Nous y reviendrons.",
        "Plusieurs élus estiment que la loi tombera.",
        "Le texte sera débattu en commission le 4 mars.",
        "Nous suivrons trois points :",
        "L'an dernier, ce risque se chiffrait à 30 %.",
        "Le prochain orateur est ministre.",
    ],
)
def test_rumours_history_duties_and_guesses_are_left_out(sentence: str) -> None:
    assert claims(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "hedge", "low", "high"),
    [
        ("Un retour est peu probable (20 %).", "peu probable (20 %)", 0.2, 0.2),
        ("Un retour est improbable (entre 20 et 30 %).", "improbable (entre 20 et 30 %)", 0.2, 0.3),
    ],
)
def test_a_number_behind_a_word_is_its_range(
    sentence: str, hedge: str, low: float, high: float
) -> None:
    (claim,) = claims(sentence)
    assert claim.term is not None
    assert (claim.kind, claim.hedge, claim.term.low, claim.term.high) == (
        Kind.STATED, hedge, low, high,
    )  # fmt: skip


def test_a_tiny_majority_is_no_tiny_chance() -> None:
    (slight,) = claims("L'accord a une chance infime d'aboutir.")
    assert slight.term is not None
    assert (slight.term.low, slight.term.high) == (0.01, 0.05)
    assert [one.term for one in claims("Le parti gagnera d'une infime majorité.")] == [None]
