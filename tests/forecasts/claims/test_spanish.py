"""Spanish sentences of all kinds: what speaks of the future is found with its direction."""

from __future__ import annotations

import pytest

from forecasts.claims import Claim, Kind, scan

# Before each, so that a short sentence is read as Spanish.
BEFORE = "El gobierno y los partidos se reunieron ayer para hablar del pacto con los vecinos. "


def claims(sentence: str) -> list[Claim]:
    found = scan(BEFORE + sentence)
    return [one for one in found if one.sentence in sentence and one.kind is not Kind.INDICATOR]


@pytest.mark.parametrize(
    "sentence",
    [
        "Todo apunta a que el Senado enmendará el texto.",
        "Cabe esperar un endurecimiento.",
        "Está llamada a ser la reforma del sexenio.",
        "No es descartable un aplazamiento.",
        "A buen seguro, la partida será reñida.",
        "El acuerdo va por buen camino.",
        "El Líbano va camino del impago.",
        "La escalada acecha.",
        "Asoma una recesión.",
        "El calendario juega en contra de Kiev.",
        "Están dadas las condiciones para una devaluación.",
        "Las encuestas dan ganadora a la oposición.",
        "Los mercados apuestan por la continuidad.",
        "Servicios de inteligencia advierten sobre posibles sabotajes.",
        "El país está en la antesala de una crisis.",
        "Según el INE, el paro llegaría al 7,6 % a finales de 2026.",
        "El Banco Central señaló que la inflación llegaría a la meta en el primer trimestre.",
        "Los precios se habrán duplicado para 2030.",
        "¡Que nadie se engañe: la crisis llegará!",
        "De ahí que quepa temer otra sequía.",
        "El consorcio puede tambalearse.",
        "Veo venir otra huelga.",
        "Mucho tendrían que cambiar las cosas para que el pacto sobreviva.",
    ],
)
def test_what_says_it_comes_is_found(sentence: str) -> None:
    assert any(one.positive or "nadie" in one.hedge for one in claims(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "No se contempla que el paro baje.",
        "Los fondos no dan para más.",
        "Difícilmente habrá acuerdo.",
        "Nadie acudirá en su ayuda.",
        "Ninguna mayoría saldrá de las urnas.",
        "Tampoco bajará el paro.",
        "Nunca volverá la calma.",
        "No lo veo probable.",
        "No se considera probable una ruptura.",
        "No hay posibilidades de acuerdo.",
        "La probabilidad de acuerdo es baja.",
        "Nada garantiza que el BCE espere.",
        "El presidente no la tiene fácil.",
        "El banco descarta que la crisis llegue.",
    ],
)
def test_what_says_it_does_not_come_is_turned(sentence: str) -> None:
    (claim,) = claims(sentence)
    assert not claim.positive


@pytest.mark.parametrize("sentence", ["No se descarta una ruptura.", "El peso no dejará de caer."])
def test_two_negations_are_none(sentence: str) -> None:
    (claim,) = claims(sentence)
    assert claim.positive


@pytest.mark.parametrize(
    "sentence",
    [
        "Será cosa de la edad.",
        "Estará en su casa a estas horas.",
        "Tendrá unos cincuenta años.",
        "Serán las ocho de la noche en Caracas.",
        "Por algo será.",
        "Algo habrá hecho.",
        "El jefe del grupo residiría en Catar.",
        "El presidente estaría enfermo, según se rumorea.",
        "Aquella derrota marcaría a toda una generación.",
        "Al día siguiente sería detenido.",
        "Sería ejecutado el 4 de marzo de 1953.",
        "Octavio Paz moriría en 1998 convencido de lo contrario.",
        "Se negó a decir si se presentaría.",
        "Se desconoce cuánto tiempo seguirá al mando.",
        "El incendio podría haber sido provocado.",
        "Las solicitudes pueden presentarse hasta el 15 de marzo.",
        "El ministro asegura que los precios bajarán.",
        "Se recordará que Francia se abstuvo.",
        "Se dice que la ministra renunciará.",
        "Algunos alcaldes creen que el tren llegará.",
        "La próxima edición saldrá en mayo.",
        "Se vigilarán tres cosas:",
        "Volveremos sobre ello.",
    ],
)
def test_rumours_history_duties_and_guesses_are_left_out(sentence: str) -> None:
    assert claims(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "El pais tendra que devaluar la moneda.",
        "La inflacion seguira alta.",
        "La inversion aumentara, segun el banco.",
        "Rusia quedaria en una posicion marginal.",
        "LOS PRECIOS SUBIRAN EN LOS PROXIMOS MESES.",
        "LOS PRECIOS SUBIRÁN EN MARZO.",
    ],
)
def test_a_future_that_lost_its_accents_is_one_still(sentence: str) -> None:
    assert len(claims(sentence)) == 1


@pytest.mark.parametrize(
    ("sentence", "hedge", "low", "high"),
    [
        ("El acuerdo es poco probable (20 %).", "poco probable (20 %)", 0.2, 0.2),
        ("La vuelta es improbable (entre 20 y 30 %).", "improbable (entre 20 y 30 %)", 0.2, 0.3),
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


def test_remote_work_is_no_remote_chance() -> None:
    (remote,) = claims("Hay una remota posibilidad de acuerdo.")
    assert remote.term is not None
    assert (remote.term.low, remote.term.high) == (0.01, 0.05)
    assert [one.term for one in claims("El trabajo remoto crecerá en 2027.")] == [None]
