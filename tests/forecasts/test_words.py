"""The verbal scale, against the directive that defines it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forecasts import parse, words
from forecasts.cli import run
from forecasts.errors import InputError

# Intelligence Community Directive 203, Analytic Standards (2 January 2015), section D.6.e.(2)(a):
# the two rows of terms over their percentages.
DIRECTIVE = {
    "almost no chance": ("remote", 1, 5),
    "very unlikely": ("highly improbable", 5, 20),
    "unlikely": ("improbable", 20, 45),
    "roughly even chance": ("roughly even odds", 45, 55),
    "likely": ("probable", 55, 80),
    "very likely": ("highly probable", 80, 95),
    "almost certain": ("nearly certain", 95, 99),
}


def look_up(text: str, scale: str = words.ICD_203) -> words.Term | None:
    return words.SCALES[scale].look_up(text)


@pytest.mark.parametrize("term", DIRECTIVE)
def test_both_terms_of_each_column_stand_for_its_range(term: str) -> None:
    twin, low, high = DIRECTIVE[term]
    found = look_up(term)
    assert found is not None
    assert (found.low, found.high) == (low / 100, high / 100)
    assert look_up(twin) == found


def test_the_ranges_meet_and_leave_out_certainty() -> None:
    terms = sorted(set(words.SCALES[words.ICD_203].terms.values()), key=lambda term: term.low)
    assert [term.high for term in terms[:-1]] == [term.low for term in terms[1:]]
    assert (terms[0].low, terms[-1].high) == (0.01, 0.99)


def test_a_point_is_the_middle_of_its_range() -> None:
    points = {term: words.SCALES[words.ICD_203].terms[term].point for term in DIRECTIVE}
    assert list(points.values()) == [0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97]


def test_a_small_range_has_a_point_of_its_own() -> None:
    assert words.Term(0.0001, 0.0003).point == 0.0002


def test_case_and_blanks_do_not_matter_and_other_words_are_unknown() -> None:
    assert look_up("  ALMOST   certainly ") == look_up("almost certain")
    assert look_up("fairly likely") is None
    assert look_up("") is None


def test_the_scale_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        words.SCALES["mine"] = {}  # type: ignore[index]


# Each scale as its source prints it, in percent.
YARDSTICK = {
    "remote chance": (0, 5), "highly unlikely": (10, 20), "unlikely": (25, 35),
    "realistic possibility": (40, 50), "likely": (55, 75), "probable": (55, 75),
    "highly likely": (80, 90), "almost certain": (95, 100),
}  # fmt: skip
GIVE_OR_TAKE = {
    "almost certain": (93, 6), "probable": (75, 12), "chances about even": (50, 10),
    "probably not": (30, 10), "almost certainly not": (7, 5),
}  # fmt: skip
GUIDANCE_NOTE = {
    "virtually certain": (99, 100), "very likely": (90, 100), "likely": (66, 100),
    "about as likely as not": (33, 66), "unlikely": (0, 33), "very unlikely": (0, 10),
    "exceptionally unlikely": (0, 1), "extremely likely": (95, 100),
    "more likely than not": (50, 100), "extremely unlikely": (0, 5),
}  # fmt: skip


def test_the_other_scales_are_as_their_sources_print_them() -> None:
    for name, table in ((words.PHIA, YARDSTICK), (words.IPCC, GUIDANCE_NOTE)):
        for word, (low, high) in table.items():
            assert look_up(word, name) == words.Term(low / 100, high / 100)
    for word, (middle, more) in GIVE_OR_TAKE.items():
        found = look_up(word, words.KENT)
        assert found is not None
        assert (found.point, found.high - found.low) == (
            middle / 100, pytest.approx(2 * more / 100)
        )  # fmt: skip


@pytest.mark.parametrize("scale", [words.ICD_203, words.IPCC])
@pytest.mark.parametrize(
    ("english", "others"),
    [
        ("likely", ("probable",)),
        ("very likely", ("très probable", "muy probable")),
        ("unlikely", ("improbable",)),
        ("very unlikely", ("très improbable", "muy improbable")),
    ],
)
def test_french_and_spanish_words_stand_for_what_the_english_do(
    scale: str, english: str, others: tuple[str, ...]
) -> None:
    assert {look_up(word, scale) for word in others} == {look_up(english, scale)}


def test_a_negated_word_has_the_rest_of_the_probability() -> None:
    likely, unlikely = look_up("likely"), look_up("unlikely")
    assert likely is not None
    assert likely.negated == unlikely
    assert likely.negated.negated == likely


HOUSE = """
name = "House"
[[terms]]
words = ["A good  bet", "likely"]
low = 0.6
high = 0.8
"""


def test_a_house_scale_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(HOUSE)
    scale = words.house(file)
    assert scale.look_up("a GOOD bet") == words.Term(0.6, 0.8)
    assert scale.look_up("unlikely") is None
    stated = parse.probability("likely", scale=scale)
    assert (stated.probability, stated.scale, stated.low, stated.high) == (0.7, "House", 0.6, 0.8)


def test_the_scale_that_the_help_shows_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["claims", "scan", "--help"]) == 0
    shown = capsys.readouterr().out
    lines = shown[shown.index('name = "House"') : shown.index("--json prints")].splitlines()
    file = tmp_path / "house.toml"
    file.write_text("\n".join(line.strip() for line in lines))
    assert words.house(file).look_up("a good bet") == words.Term(0.6, 0.8)
    assert "docs/formats.md" in shown


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("name =", "cannot be read"),
        ("", "no name of its own"),
        ('name = "ICD 203"', "no name of its own"),
        ('name = "icd-203"', "no name of its own"),
        ('name = "House"', "no [[terms]]"),
        (HOUSE.replace('["A good  bet", "likely"]', "[]"), "term 1 has no words"),
        (HOUSE.replace('"likely"', "7"), "a word is a text"),
        (
            HOUSE.replace("low =", "point = 0.7\nlow ="),
            "there is no key 'point'; a word is read at",
        ),
        ("sauce = 1\n" + HOUSE, "there is no key 'sauce'"),
        (HOUSE.replace("0.6", "0.9"), "low first"),
        (HOUSE.replace("0.8", "80"), "low first"),
        (HOUSE + HOUSE.partition("[[")[1] + HOUSE.partition("[[")[2], "stands there twice"),
    ],
)
def test_what_is_wrong_in_a_house_scale_is_said(broken: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(broken)
    with pytest.raises(InputError, match=re.escape(told)):
        words.house(file)


def test_a_scale_is_found_by_its_name_however_written() -> None:
    assert [words.named(text).name for text in ("ICD-203", "kent", " ipcc ")] == [
        words.ICD_203, words.KENT, words.IPCC
    ]  # fmt: skip
    with pytest.raises(InputError, match="no scale"):
        words.named("mine")


def test_a_word_that_is_read_as_certainty_needs_to_be_meant(tmp_path: Path) -> None:
    file = tmp_path / "sure.toml"
    file.write_text('name = "Sure"\n[[terms]]\nwords = ["sure"]\nlow = 1\nhigh = 1\n')
    with pytest.raises(InputError, match="certainty"):
        parse.probability("sure", scale=words.house(file))
