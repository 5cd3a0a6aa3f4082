"""The verbal scale, against the directive that defines it."""

from __future__ import annotations

import pytest

from forecasts import words

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


@pytest.mark.parametrize("term", DIRECTIVE)
def test_both_terms_of_each_column_stand_for_its_range(term: str) -> None:
    twin, low, high = DIRECTIVE[term]
    found = words.look_up(term)
    assert found is not None
    assert (found.low, found.high) == (low / 100, high / 100)
    assert words.look_up(twin) == found


def test_the_ranges_meet_and_leave_out_certainty() -> None:
    terms = sorted(set(words.SCALES[words.ICD_203].values()), key=lambda term: term.low)
    assert [term.high for term in terms[:-1]] == [term.low for term in terms[1:]]
    assert (terms[0].low, terms[-1].high) == (0.01, 0.99)


def test_a_point_is_the_middle_of_its_range() -> None:
    points = {term: words.SCALES[words.ICD_203][term].point for term in DIRECTIVE}
    assert list(points.values()) == [0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97]


def test_case_and_blanks_do_not_matter_and_other_words_are_unknown() -> None:
    assert words.look_up("  ALMOST   certainly ") == words.look_up("almost certain")
    assert words.look_up("fairly likely") is None
    assert words.look_up("") is None


def test_the_scale_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        words.SCALES["mine"] = {}  # type: ignore[index]
