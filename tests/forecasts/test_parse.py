"""What people type as a probability, length, outcome, title, name or address."""

from __future__ import annotations

import math
import sys
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forecasts import parse, words
from forecasts.errors import InputError

inside = st.floats(0, 1, exclude_min=True, exclude_max=True)


@given(inside)
@example(5e-324)
@example(math.nextafter(1, 0))
@example(2.2250738585072014e-308)
@example(0.1 + 0.2)
def test_a_printed_probability_is_read_back_as_the_same_number(p: float) -> None:
    assert parse.probability(parse.probability_text(p)).probability == p


@pytest.mark.parametrize("whole", [0, 1, 7, 29, 58, 99, 100])
def test_a_whole_percentage_is_printed_before_decimals_are_loaded(
    whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Loading them takes 3 ms, a twentieth of a command.
    monkeypatch.setitem(sys.modules, "decimal", None)
    assert parse.probability_text(whole / 100) == f"{whole}%"


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_odds_shares_and_one_in_n_are_the_nearest_float(a: int, b: int) -> None:
    assert parse.probability(f"{a}:{b}").probability == float(Fraction(a, a + b))
    assert parse.probability(f"{a}/{a + b}").probability == float(Fraction(a, a + b))
    assert parse.probability(f"{a} in {a + b}").probability == float(Fraction(a, a + b))


@pytest.mark.parametrize(
    ("typed", "p"),
    [
        ("70%", 0.7),
        (" 70 % ", 0.7),
        ("70 per cent", 0.7),
        ("70 percent", 0.7),
        ("12.5%", 0.125),
        (".5", 0.5),
        (".5%", 0.005),
        ("0.70", 0.7),
        ("7:3", 0.7),
        ("3.5 : 1.5", 0.7),
        ("3/4", 0.75),
        ("3 / 4", 0.75),
        ("1 in 20", 0.05),
        ("1  IN  20", 0.05),
        ("likely", 0.675),
        ("Very  Likely", 0.875),
    ],
)
def test_every_form_is_read_and_kept_as_typed(typed: str, p: float) -> None:
    stated = parse.probability(typed)
    assert stated.probability == p
    assert stated.typed == typed.strip()


def test_a_word_brings_its_scale_and_range_and_loses_its_blanks() -> None:
    stated = parse.probability("Very   likely")
    assert (stated.word, stated.scale) == ("very likely", words.ICD_203)
    assert (stated.low, stated.high) == (0.80, 0.95)


@pytest.mark.parametrize("typed", ["0", "1", "0%", "100%", "0.0", "1.000", "0:5", "5:0", "3/3"])
def test_certainty_needs_a_flag(typed: str) -> None:
    with pytest.raises(InputError, match="--certain"):
        parse.probability(typed)
    assert parse.probability(typed, certain=True).probability in (0.0, 1.0)


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("0." + "9" * 23, 1.0),
        ("99." + "9" * 20 + "%", 1.0),
        ("9" * 30 + ":1", 1.0),
        ("1 in 9" + "0" * 330, 0.0),
        ("0." + "0" * 330 + "1", 0.0),
    ],
)
def test_a_number_that_rounds_to_certainty_needs_the_flag_too(typed: str, recorded: float) -> None:
    with pytest.raises(InputError, match="is certainty"):
        parse.probability(typed)
    assert parse.probability(typed, certain=True).probability == recorded


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("70", "Did you mean 70%"),
        ("1.2", "Did you mean 1.2%"),
        ("100", "Did you mean 100%"),
        ("101", "lies above 1"),
        ("120", "above 1"),
        ("120%", "above 1"),
        ("5/4", "above 1"),
        ("3 in 2", "above 1"),
        ("-0.1", "below 0"),
        ("- 5%", "below 0"),
        ("0,7", "write a point, 0.7"),
        ("12,5%", "write a point, 12.5%"),
        ("\u0660.\u0667", "write the digits 0 to 9"),
        ("७०%", "write the digits 0 to 9"),
        ("\uff17\uff10%", "write the digits 0 to 9"),
        ("1e-3", "without an exponent"),
        ("7E-1", "without an exponent"),
        ("likley", "did you mean likely"),
        ("very unlikly", "did you mean very unlikely"),
        ("nan", "is not a probability"),
        ("inf", "is not a probability"),
        ("-inf", "is not a probability"),
        ("Infinity%", "is not a probability"),
        ("1_000", "is not a probability"),
        ("0.7_5", "is not a probability"),
        ("0x1", "is not a probability"),
        ("+0.5", "is not a probability"),
        ("50%%", "is not a probability"),
        ("0:0", "is not a probability"),
        ("0/0", "is not a probability"),
        ("1/0", "is not a probability"),
        ("", "is not a probability"),
        ("perhaps", "is not a probability"),
        ("very\x1flikely", "is not a probability"),
        ("\u212ai", "is not a probability"),
        ("9" * 5000, "is not a probability"),
        ("9" * 300, "above 1"),
        ("9" * 390 + "%", "above 1"),
        ("1/" + "0" * 300, "is not a probability"),
    ],
)
@pytest.mark.parametrize("certain", [False, True])
def test_bad_input_is_answered_with_what_to_type(typed: str, why: str, *, certain: bool) -> None:
    with pytest.raises(InputError) as caught:
        parse.probability(typed, certain=certain)
    assert why in caught.value.message
    assert "70%" in caught.value.hint
    assert caught.value.exit_code == 2
    assert len(caught.value.message) < 150
    assert "\n" not in caught.value.message


def test_a_number_has_up_to_400_characters_and_an_error_repeats_40() -> None:
    assert parse.probability("0." + "5" * 398).probability == 0.5 + 1 / 18
    assert parse.probability(f"very{' ' * 390}likely").word == "very likely"
    with pytest.raises(InputError) as caught:
        parse.probability("0." + "5" * 399)
    assert f"'0.{'5' * 38}' is" in caught.value.message


def test_a_guess_is_made_for_what_begins_with_a_letter() -> None:
    with pytest.raises(InputError, match=r": did you mean likely\?\n"):
        parse.probability("l-ikely")
    with pytest.raises(InputError, match=r": did you mean very unlikely\?\n"):  # one, the nearest
        parse.probability("very unlikly")
    with pytest.raises(InputError, match=r"'=likely' is not a probability\.\n"):
        parse.probability("=likely")


@given(st.text(max_size=60))
def test_no_text_is_read_as_a_number_outside_0_to_1(text: str) -> None:
    try:
        read = parse.probability(text)
    except InputError:
        return
    assert 0 < read.probability < 1
    assert read.word is not None or text.strip().isascii()


@given(st.integers(1, 876_600))
def test_a_printed_length_is_read_back_as_the_same_length(hours: int) -> None:
    length = timedelta(hours=hours)
    assert parse.duration(parse.duration_text(length)) == length


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("36h", 36),
        ("1 hour", 1),
        (" 7d ", 168),
        ("2 weeks", 336),
        ("2w", 336),
        ("3mo", 2160),
        ("36525d", 876_600),
    ],
)
def test_lengths(typed: str, hours: int) -> None:
    assert parse.duration(typed) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "typed", ["", "7", "0d", "-1d", "1.5d", "5m", "٣d", "1e3d", "d", "7 dogs", "999999d", "36526d"]
)
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="36h"):
        parse.duration(typed)


@pytest.mark.parametrize(
    ("typed", "outcome"), [("Yes", "yes"), ("y", "yes"), ("TRUE", "yes"), (" no ", "no"), ("f", "")]
)
def test_outcomes_of_yes_no_questions(typed: str, outcome: str) -> None:
    if outcome:
        assert parse.binary_outcome(typed) == outcome
        return
    with pytest.raises(InputError, match="--annul"):
        parse.binary_outcome(typed)


@pytest.mark.parametrize(
    "bad",
    [
        "\x1b[31m",
        "\x07",
        "\x00",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\u2028",
        "\x85",
        "\ud800",
    ],
)
def test_hidden_characters_are_refused_in_titles_and_names(bad: str) -> None:
    code = f"U\\+{ord(bad[0]):04X}"
    for read in (parse.title, parse.name, parse.web_address):
        with pytest.raises(InputError, match=code):
            read(f"https://a{bad}b")


def test_up_to_four_hidden_characters_are_named_once_each() -> None:
    with pytest.raises(InputError, match=r": U\+0007, U\+001B, U\+0085, U\+200B\.\n"):
        parse.plain("a\u2066\x07\x07\u200b\x85\x1bb", "it")


def test_lines_and_joiners_that_people_need_are_kept() -> None:
    assert parse.plain("می‌خواهم", "it") == "می‌خواهم"
    assert parse.plain("a\n\tb", "it", lines=True) == "a\n\tb"
    assert parse.hidden_characters("a\n\tb") == ("U+000A", "U+0009")
    with pytest.raises(InputError, match=r"U\+000A"):
        parse.plain("a\nb", "it")


def test_a_title_has_1_to_300_characters() -> None:
    assert parse.title("x" * 300) == "x" * 300
    with pytest.raises(InputError, match="301 characters; 300"):
        parse.title("x" * 301)
    with pytest.raises(InputError, match="empty"):
        parse.title("   ")


def test_a_name_has_1_to_80_characters() -> None:
    assert parse.name(" 김 여정 ") == "김 여정"
    for bad in ("", "  ", "x" * 81):
        with pytest.raises(InputError, match="1 to 80"):
            parse.name(bad)


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "ftp://a/b", "example.org", "http://", "https://a b", ""]
)
def test_only_web_addresses_are_linked_to(bad: str) -> None:
    assert parse.web_address("HTTP://example.org") == "HTTP://example.org"
    with pytest.raises(InputError, match="https://"):
        parse.web_address(bad)
