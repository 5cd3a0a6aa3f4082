"""Words laid out: no wider than the terminal, nothing lost, nothing that speaks to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import parse
from forecasts.cli.layout import NARROWEST, WIDEST, bold, fields, paragraph, width
from forecasts.cli.output import columns


@pytest.mark.parametrize(
    ("said", "expected"),
    [("80", 80), ("500", WIDEST), ("7", NARROWEST), ("", WIDEST), ("wide", WIDEST), ("0", WIDEST)],
)
def test_the_width_is_the_terminals_within_limits(
    monkeypatch: pytest.MonkeyPatch, said: str, expected: int
) -> None:
    monkeypatch.setenv("COLUMNS", said)
    assert width() == expected


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")


@pytest.mark.usefixtures("narrow")
def test_a_paragraph_hangs_under_its_lead() -> None:
    text = paragraph("one two three four five six seven eight nine", "- ")
    assert text == "- one two three four five six seven\n  eight nine"


@pytest.mark.usefixtures("narrow")
def test_letters_that_take_two_columns_are_counted_as_two() -> None:
    text = paragraph("김정은과 시진핑이 2027년 이전에 직접 만날 것인가? 그렇다면 언제인가?")
    assert len(text.splitlines()) == 2
    assert all(columns(line) <= 40 for line in text.splitlines())


@pytest.mark.usefixtures("narrow")
def test_an_address_is_kept_whole() -> None:
    address = "https://example.org/" + "a" * 60
    assert address in paragraph(f"See {address} for more", "  ").splitlines()[1]


def test_lines_typed_apart_stay_apart() -> None:
    assert paragraph("one\n\ntwo", "> ") == "> one\n\n  two"


def test_fields_are_aligned_and_empty_ones_left_out() -> None:
    assert fields([("A", "x"), ("Long", ""), ("Bcd", "y")]) == "  A    x\n  Bcd  y"
    assert fields([]) == ""


@given(st.text(max_size=80), st.integers(NARROWEST, WIDEST))
def test_every_word_is_kept_and_no_line_is_wider(text: str, limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(limit))
        shown = paragraph(text, "  ")
        again = paragraph(" ".join(shown.split()))
    assert shown.split() == again.split()
    assert all(columns(line) <= limit or len(line.split()) == 1 for line in shown.splitlines())
    assert parse.hidden_characters(shown, lines=True) == ()


def test_a_heading_cannot_speak_to_the_terminal() -> None:
    assert bold("a\x1b[2Jb") == "\x1b[1ma\\u001b[2Jb\x1b[0m"
