"""What is found in a question before anyone forecasts it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import dates, lint
from forecasts.dates import Edge
from forecasts.library import load
from forecasts.model import Criteria, QuestionType, Terms, times

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WHOLE = Criteria("A signed text.", "A draft.", "Reuters.", "No.")


def terms(title: str, closes: str = "2026-11-02", zone: str = "UTC", **more: Any) -> Terms:
    tz = dates.zone(zone)
    closes_at = dates.instant(closes, Edge.DEADLINE, tz, NOW)
    given = {"criteria": WHOLE, "by_deadline": True, "resolves_by": closes_at, **more}
    return Terms(title=title, opens_at=NOW, closes_at=closes_at, timezone=zone, **given)


@pytest.mark.parametrize(
    "title",
    [
        "Will they meet before 3 November 2026?",
        "Will they meet before 3rd November 2026?",
        "Will they meet before November 3, 2026?",
        "Will they meet before Nov. 3 2026?",
        "Will they meet before 2026-11-03?",
        "Will they meet prior to the 3 Nov 2026?",
        "Will they meet before 3 November?",
        "Will they meet by 2 November 2026?",
        "Will it hold until 2 November 2026?",
        "Will it hold through Nov 2?",
        "Will they meet?",
        "Will the law of 5 May 2019 be used?",
        "Will they meet by 2027?",
        "May they meet?",
        "Will they meet before the US midterm elections in 2026?",
        "Will they meet before the midterms?",
        "Will they meet before the Argentine midterms in 2026?",
        "Will they, by 1 October, agree to meet before 3 November 2026?",
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Seoul"])
def test_a_title_that_agrees_with_the_close_is_left_alone(title: str, zone: str) -> None:
    assert lint.findings(terms(title, zone=zone)) == ()


@pytest.mark.parametrize(
    ("title", "closes", "mend", "or_else"),
    [
        ("Will they meet before 3 November 2026?", "2026-11-03", "2026-11-02", "before 4 November"),
        ("Will they meet by 3 November 2026?", "2026-11-02", "2026-11-03", "by 2 November 2026"),
        ("Will it hold until Nov 3, 2026?", "2026-12-01", "2026-11-03", "until 1 December 2026"),
        ("Will they meet before 2027?", "2027-01-01", "2026-12-31", "before 2 January 2027"),
        ("Will they meet before March 2027?", "2027-03-01", "2027-02-28", "before 2 March 2027"),
        ("Will they meet by the end of 2026?", "2026-11-30", "2026-12-31", "by 30 November 2026"),
        ("Will they meet by end of June 2027?", "2027-05-31", "2027-06-30", "by 31 May 2027"),
        ("Will they meet before 1 January 2027?", "2027-12-31", "2026-12-31", "1 January 2028"),
    ],
)
def test_a_title_that_contradicts_the_close_is_grave_and_mended_two_ways(
    title: str, closes: str, mend: str, or_else: str
) -> None:
    first, *rest = lint.findings(terms(title, closes))
    assert first.grave
    assert not any(finding.grave for finding in rest)
    assert first.mend == f"--closes {mend}"
    assert or_else in first.or_else
    assert not any(f.grave for f in lint.findings(terms(title, mend)))


@given(
    st.dates(datetime(2026, 6, 3).date(), datetime(2150, 1, 1).date()),  # noqa: DTZ001
    st.sampled_from(["before", "by", "until", "through", "prior to"]),
)
def test_the_words_that_are_offered_agree_with_the_close(day: Any, word: str) -> None:
    found = lint.findings(terms(f"Will they meet {word} 2 June 2026?", day.isoformat()))
    offered = found[0].or_else.split("'")[1]
    assert not any(f.grave for f in lint.findings(terms(f"Meet {offered}?", day.isoformat())))


def test_a_close_within_the_last_day_says_the_same() -> None:
    title = "Will they meet before 3 November 2026?"
    assert lint.findings(terms(title, "2026-11-02T23:59Z")) == ()
    assert lint.findings(terms(title, "2026-11-02T12:00Z")) == ()
    assert lint.findings(terms(title, "2026-11-03T00:01Z"))[0].grave


def test_an_early_close_agrees_when_the_answer_is_expected_at_the_stated_day() -> None:
    title, answer = "Will they meet before 3 November 2026?", datetime(2026, 11, 3, tzinfo=UTC)
    assert lint.findings(terms(title, "2026-10-01"))[0].grave
    assert lint.findings(terms(title, "2026-10-01", resolves_by=answer)) == ()


def test_what_is_missing_is_named_with_its_option() -> None:
    found = lint.findings(terms("Will they meet?", criteria=Criteria()))
    assert [f.mend for f in found] == ['--counts "…"', '--source "…"', '--unclear "…"']
    found = lint.findings(terms("Will they meet?", criteria=Criteria(), url="https://a.org"))
    assert [f.mend for f in found] == ['--counts "…"', '--unclear "…"']


def test_vague_words_are_found_as_whole_words() -> None:
    found = lint.findings(terms("Will a Significant breakthrough come soon?"))
    assert [f.words.split("'")[1] for f in found] == ["significant", "soon", "breakthrough"]
    assert lint.findings(terms("Will the sooner insignificant majority rise?")) == ()


def test_dates_that_cannot_be_meant_are_found() -> None:
    late = terms("Will they meet?", resolves_by=NOW + timedelta(days=2))
    assert [f.mend for f in lint.findings(late)] == ["--resolves DATE"]
    past = NOW + timedelta(days=365)
    assert [f.mend for f in lint.findings(terms("Will they?"), past)] == ["--retrospective"]
    assert lint.findings(terms("Will they?", retrospective=True), past) == ()
    assert lint.findings(terms("Will they?"), NOW) == ()


@pytest.mark.parametrize(
    ("title", "mends"),
    [
        ("Will they meet before 3 November 2026?", ["--by-deadline"]),
        ("Will they meet by 2 November 2026?", ["--by-deadline"]),
        ("Will it hold until 2 November 2026?", []),
        ("Will it hold through 2 November 2026?", []),
        ("Will they meet?", []),
    ],
)
def test_an_event_with_a_deadline_should_say_so(title: str, mends: list[str]) -> None:
    assert [f.mend for f in lint.findings(terms(title, by_deadline=False))] == mends


@given(st.text(max_size=80).filter(str.strip))
def test_no_title_breaks_it(title: str) -> None:
    for finding in lint.findings(terms(title), NOW):
        assert finding.words
        assert finding.mend


def test_the_questions_that_ship_with_the_tool_have_nothing_to_mend() -> None:
    for question in load("korea").questions:
        assert lint.findings(question.terms, kind=question.type) == (), question.slug


def mends(kind: QuestionType, title: str = "Which?", **more: Any) -> list[str]:
    """Return what is to be mended in a question of a kind, by_deadline being for yes or no."""
    return [f.mend for f in lint.findings(terms(title, by_deadline=False, **more), kind=kind)]


def test_options_that_leave_something_out_are_found() -> None:
    kind = QuestionType.MULTIPLE_CHOICE
    assert mends(kind, options='["Kim", "Lee"]') == ["--add-option other"]
    assert mends(kind, options='["Kim", "Other"]') == []
    assert mends(kind, options='["Kim", {"name": "rest", "other": true}]') == []
    assert mends(QuestionType.ORDINAL, options='["low", "high"]') == []


def test_a_number_without_range_or_unit_is_found() -> None:
    kind = QuestionType.NUMERIC
    assert mends(kind) == ["--min NUMBER --max NUMBER", "--unit WORD"]
    assert mends(kind, range_min=0.0, range_max=9.0, unit="tests") == []


def test_a_date_is_asked_for_up_to_a_horizon_that_its_title_may_state() -> None:
    def horizon(day: str) -> float:
        return times.to_seconds(datetime.fromisoformat(f"{day}T00:00Z"))

    kind, title = QuestionType.DATE, "When before 2028 do they meet?"
    assert mends(kind, title, range_max=horizon("2028-01-01"), open_upper=True) == []
    assert mends(kind, title, range_max=horizon("2027-12-01"), open_upper=True) == [
        "--closes 2027-12-31"
    ]
    assert mends(kind, range_max=horizon("2026-10-01"), open_upper=True) == ["--horizon DATE"]


def test_only_a_yes_no_question_is_by_a_deadline() -> None:
    title = "How many before 3 November 2026?"
    assert mends(QuestionType.BINARY, title) == ["--by-deadline"]
    assert mends(QuestionType.NUMERIC, title, range_min=0.0, range_max=9.0, unit="x") == []


@pytest.mark.parametrize(
    ("title", "closes", "expected"),
    [
        ("Will they meet in 2028?", "2027-12-31", None),
        ("Will they meet in 2028?", "2029-01-01", None),
        ("Will they meet in the first half of 2027?", "2027-07-01", None),
        ("Will they meet in the second half of 2027?", "2027-06-30", "2027-06-30"),
    ],
)
def test_a_close_outside_the_year_or_half_of_the_title_is_grave(
    title: str, closes: str, expected: str | None
) -> None:
    by = dates.instant(expected or closes, Edge.DEADLINE, dates.zone("UTC"), NOW)
    grave = [found for found in lint.findings(terms(title, closes, resolves_by=by)) if found.grave]
    assert [title[15:-1] in found.words for found in grave] == [True]


@pytest.mark.parametrize(
    ("title", "closes", "expected"),
    [
        ("Will they meet in 2028?", "2028-12-31", "2028-12-31"),
        ("Will they meet in 2028?", "2028-03-01", "2028-12-31"),
        ("Will they meet in 2028?", "2027-12-31", "2028-12-31"),  # asked ahead, answered in 2028
        ("Will they meet in the first half of 2027?", "2027-06-30", "2027-06-30"),
        ("Will the treaty signed in 2019 be used?", "2027-06-30", "2027-06-30"),
        ("Will he say before 1 July 2027 that he runs in 2028?", "2027-06-30", "2027-06-30"),
    ],
)
def test_a_close_inside_the_year_or_half_of_the_title_is_left_alone(
    title: str, closes: str, expected: str
) -> None:
    by = dates.instant(expected, Edge.DEADLINE, dates.zone("UTC"), NOW)
    assert not any(found.grave for found in lint.findings(terms(title, closes, resolves_by=by)))


@pytest.mark.parametrize(
    "title",
    [
        "Will Trump and Kim talk before the US midterm elections in 2026?",
        "Will they talk before the 2026 midterms?",
        "Will they talk ahead of the midterms?",
    ],
)
def test_a_close_that_lets_polling_day_in_is_found(title: str) -> None:
    found = lint.findings(terms(title, "2026-11-03", "America/New_York"))
    assert [(one.grave, one.mend) for one in found] == [(True, "--closes 2026-11-02")]
    assert "(polling day is 2026-11-03)" in found[0].words
    assert "4 November 2026" in found[0].or_else


def test_midterms_without_a_year_far_from_the_close_may_be_others() -> None:
    assert lint.findings(terms("Will the party hold before the midterms?", "2027-10-23")) == ()
