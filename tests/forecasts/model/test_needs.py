"""Each kind of question has the terms that it needs, and no others."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from forecasts.model import QuestionType, ReferenceClass, Terms, times
from forecasts.model.needs import SPOKEN, UNUSED, MisfitError, check, complete

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
CLOSES = datetime(2026, 6, 1, tzinfo=UTC)
HORIZON = times.to_seconds(CLOSES)
DAY = 86_400.0

GOOD: dict[str, dict[str, Any]] = {
    "binary": {},
    "multiple_choice": {"options": '["a","b"]'},
    "ordinal": {"options": '["low","middle","high"]'},
    "numeric": {"range_min": 0.0, "range_max": 50.0},
    "date": {"range_max": HORIZON, "open_upper": True},
}


def terms(kind: str, **more: Any) -> Terms:
    dates = {"opens_at": OPENS, "closes_at": CLOSES, "resolves_by": CLOSES}
    return Terms(**{"title": "Which?", **dates, **GOOD[kind], **more})


@pytest.mark.parametrize("kind", list(QuestionType))
def test_every_kind_can_be_asked_and_is_kept_as_it_was(kind: QuestionType) -> None:
    asked = terms(kind.value)
    check(kind, asked)
    assert complete(kind, asked) == asked
    assert {*UNUSED} == {*SPOKEN} == {*QuestionType}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("binary", {"by_deadline": True, "reference_class": ReferenceClass((3,), 40)}),
        ("ordinal", {"reference_class": ReferenceClass((1, 2, 3), 6, ("low", "high", "middle"))}),
        ("multiple_choice", {"options": '["a",{"name":"b","from":"2026-02-01T00:00:00Z"}]',
                             "reference_class": ReferenceClass((1,), 1, ("a",))}),
        ("numeric", {"range_min": None, "range_max": None, "unit": "USD", "levels": "[0.5]"}),
        ("numeric", {"zero_point": -1.0, "bins": 1, "open_lower": True, "open_upper": True}),
        ("date", {"range_min": times.to_seconds(OPENS) + DAY, "open_lower": True, "bins": 9}),
        ("date", {"levels": "[0.1,0.9]", "reference_class": ReferenceClass((3,), 40)}),
    ],
)  # fmt: skip
def test_more_terms_that_a_kind_can_have(kind: str, more: dict[str, Any]) -> None:
    check(QuestionType(kind), terms(kind, **more))


@pytest.mark.parametrize(
    ("kind", "more", "term", "why"),
    [
        ("binary", {"options": '["a","b"]'}, "options", "a yes/no question has none"),
        ("binary", {"range_min": 0.0}, "range_min", "a yes/no question has none"),
        ("binary", {"reference_class": ReferenceClass((1, 2), 3, ("a", "b"))}, "reference_class",
         "write 3/40 for a yes/no question"),
        ("multiple_choice", {"options": None}, "options", "needs options"),
        ("multiple_choice", {"options": '["a"]'}, "options", "two options or more"),
        ("multiple_choice", {"options": "[3, 4]"}, "options", "is no option"),
        ("multiple_choice", {"options": '["a","A"]'}, "options", "two options are called 'a'"),
        ("multiple_choice", {"options": '["other",{"name":"else","other":true}]'}, "options",
         "only one option"),
        ("multiple_choice", {"options": '[{"name":"a","from":"2026-02-01T00:00:00Z"},'
                                        '{"name":"b","from":"2026-02-01T00:00:00Z"}]'},
         "options", "no option is on offer when the question opens"),
        ("multiple_choice", {"by_deadline": True}, "by_deadline", "has none"),
        ("multiple_choice", {"reference_class": ReferenceClass((3,), 40)}, "reference_class",
         "it lacks 'a'"),
        ("multiple_choice", {"reference_class": ReferenceClass((1, 1), 2, ("a", "c"))},
         "reference_class", "there is no option 'c'"),
        ("ordinal", {"bins": 3}, "bins", "an ordinal question has none"),
        ("ordinal", {"zero_point": 0.0}, "zero_point", "an ordinal question has none"),
        ("numeric", {"options": '["a","b"]'}, "options", "a numeric question has none"),
        ("numeric", {"range_min": None}, "range_min", "a range has two ends"),
        ("numeric", {"range_max": None}, "range_max", "a range has two ends"),
        ("numeric", {"range_min": 50.0}, "range_max", "a range runs upwards"),
        ("numeric", {"range_max": float("inf")}, "range_max", "a range runs upwards"),
        ("numeric", {"zero_point": 25.0}, "zero_point", "must lie outside the range"),
        ("numeric", {"bins": 0}, "bins", "0 is no number of bins"),
        ("numeric", {"bins": 1_000_001}, "bins", "write 1 to 1,000,000"),
        ("numeric", {"range_min": None, "range_max": None, "bins": 5}, "bins", "needs a range"),
        ("numeric", {"range_min": None, "range_max": None, "zero_point": 0.0}, "zero_point",
         "needs a range"),
        ("numeric", {"range_min": None, "range_max": None, "open_upper": True}, "open_upper",
         "needs a range"),
        ("numeric", {"reference_class": ReferenceClass((3,), 40)}, "reference_class", "has none"),
        ("numeric", {"levels": "[0.5, 0.1]"}, "levels", "rising numbers"),
        ("numeric", {"levels": "[0.5, 0.5]"}, "levels", "rising numbers"),
        ("numeric", {"levels": "[0, 0.5]"}, "levels", "rising numbers"),
        ("numeric", {"levels": "[0.5, 1]"}, "levels", "rising numbers"),
        ("numeric", {"levels": "[]"}, "levels", "rising numbers"),
        ("numeric", {"levels": '["a"]'}, "levels", "list of numbers"),
        ("date", {"range_max": None}, "range_max", "needs a horizon"),
        ("date", {"range_max": times.to_seconds(OPENS)}, "range_max", "before the question opens"),
        ("date", {"range_max": 1e12}, "range_max", "between 1900 and 2200"),
        ("date", {"range_min": HORIZON}, "range_max", "a range runs upwards"),
        ("date", {"range_min": 0.0}, "range_min", "asked for from the opening on: leave it out"),
        ("date", {"open_upper": False}, "open_upper", "never is an answer"),
        ("date", {"unit": "days"}, "unit", "a date question has none"),
        ("date", {"reference_class": ReferenceClass((1, 2), 3, ("a", "b"))}, "reference_class",
         "write 3/40 for a date question"),
    ],
)  # fmt: skip
def test_terms_that_a_kind_cannot_have_are_named(
    kind: str, more: dict[str, Any], term: str, why: str
) -> None:
    with pytest.raises(MisfitError, match=why) as caught:
        check(QuestionType(kind), terms(kind, **more))
    assert caught.value.term == term
    assert term in {field.name for field in fields(Terms)}


def test_terms_are_kept_in_one_form() -> None:
    asked = terms("ordinal", options='[ "low", {"name": "high", "other": false} ]')
    assert complete(QuestionType.ORDINAL, asked).options == '["low","high"]'
    asked = terms("numeric", levels="[ 0.10, 0.5 ]")
    assert complete(QuestionType.NUMERIC, asked).levels == "[0.1,0.5]"
    asked = terms("date", open_upper=False)
    assert complete(QuestionType.DATE, asked).open_upper
