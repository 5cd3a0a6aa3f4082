"""A second try under an entry's name passes where it says the same, and is refused where not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import ONE
from tests.forecasts.cli.conftest import NOW, Desk

SOON = NOW + timedelta(seconds=40)
PREDICTED = ("predict", "rain", "12%", "--why", "clouds", "--expires", "30d")
RESOLVED = ("resolve", "due", "yes", "--no-source", "seen", "--happened", "2026-10-20")
ASKED = ("ask", "Will it hail before 2 December 2026?", "--closes", "2026-12-01")
BLANKED = ("redact", "--search", "clouds", "--why", "a name", "--yes")


@pytest.mark.parametrize(
    "words",
    [
        PREDICTED,
        RESOLVED,
        ASKED,
        (*ASKED, "--counts", "Hail.", "--base-rate", "3/40"),
        ("withdraw", "rain"),
        ("revise", "rain", "--background", "It rained."),
        ("forecaster", "add", "new", "--alias", "n."),
        BLANKED,
        ("key", "revoke", "--why", "lost"),
    ],
)
def test_the_same_again_passes_and_adds_nothing(desk: Desk, words: tuple[str, ...]) -> None:
    if words[0] in {"withdraw", "redact"}:
        assert desk.type("predict", "rain", "20%", "--why", "clouds").code == 0
    if words[0] == "key":
        pytest.importorskip("cryptography")
        assert desk.type("key", "new").code == 0
    assert desk.type(*words, "--uuid", ONE).code == 0
    before = desk.head()
    again = desk.type(*words, "--uuid", ONE, at=SOON)
    assert (again.code, again.out) == (0, "")
    assert f"already on record: {ONE}" in again.err
    assert desk.head() == before


@pytest.mark.parametrize(
    ("words", "other"),
    [
        (PREDICTED, (*PREDICTED[:4], "sun", *PREDICTED[5:])),
        (PREDICTED, (*PREDICTED[:-1], "60d")),
        (PREDICTED, PREDICTED[:-2]),
        (RESOLVED, ("resolve", "due", "no", "--no-source", "seen")),
        (RESOLVED, (*RESOLVED[:-1], "2026-10-21")),
        (ASKED, (*ASKED[:-1], "2026-11-30", "--anyway")),
        (ASKED, (*ASKED, "--counts", "Hail.")),
        (("forecaster", "add", "new"), ("forecaster", "add", "newer")),
        (("revise", "rain", "--background", "a"), ("revise", "rain", "--background", "b")),
    ],
)
def test_something_else_is_refused(
    desk: Desk, words: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert desk.type(*words, "--uuid", ONE).code == 0
    said = desk.type(*other, "--uuid", ONE, at=SOON)
    assert said.code == 1
    assert "and it says something else; nothing was added." in said.err


def test_what_could_not_be_compared_is_told(desk: Desk) -> None:
    """What now is refused by itself passes as a retry, and nobody takes it for what was said."""
    assert desk.type("predict", "rain", "20%").code == 0
    assert desk.type("withdraw", "rain", "--uuid", ONE).code == 0
    other = desk.type("withdraw", "snow", "--uuid", ONE, at=SOON)
    assert (other.code, f"already on record: {ONE}" in other.err) == (0, True)
    why = "It was not compared with that entry, since now it is refused:"
    assert f"{why} no question is called 'snow'." in other.err


def test_another_text_is_not_taken_as_blanked(desk: Desk) -> None:
    """Who is told that it is on record would think that the second name is gone."""
    assert desk.type("predict", "rain", "20%", "--why", "clouds").code == 0
    assert desk.type("predict", "rain", "30%", "--why", "winds").code == 0
    assert desk.type(*BLANKED, "--uuid", ONE).code == 0
    other = ("redact", "--search", "winds", "--why", "a name", "--yes", "--uuid", ONE)
    assert "says something else" in desk.refuses(*other)
    assert desk.type(*other[:-2]).code == 0
