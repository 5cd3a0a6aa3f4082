"""Questions: criteria, reference classes, terms, slugs and the status at an instant."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.model import (
    Criteria,
    Question,
    QuestionType,
    ReferenceClass,
    Resolution,
    ResolutionStatus,
    Status,
    Terms,
    slug_of,
    status_at,
    status_of,
    times,
)
from forecasts.model.question import LABELS, SLUG, SLUG_LENGTH
from forecasts.model.scale import Scale

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
CLOSES = datetime(2026, 2, 1, tzinfo=UTC)
ANSWER = datetime(2026, 3, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def terms(**more: Any) -> Terms:
    given = {"title": "Will it?", "opens_at": OPENS, "closes_at": CLOSES, "resolves_by": ANSWER}
    return Terms(**{**given, **more})


def question(**more: Any) -> Question:
    return Question(
        id=7,
        number=1,
        slug="will-it",
        type=QuestionType.BINARY,
        revision=1,
        revision_id=8,
        terms=terms(**more),
    )


line = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters=" :"))
words = (
    st.lists(line, max_size=3)
    .map("\n".join)
    .map(lambda text: "\n".join(part.strip() for part in text.splitlines()).strip())
    .filter(lambda text: not any(part.split(":")[0] in LABELS for part in text.splitlines()))
)


@given(st.builds(Criteria, words, words, words, words))
def test_criteria_are_read_back_as_they_are_written(criteria: Criteria) -> None:
    assert Criteria.parse(str(criteria)) == criteria


@given(st.text(max_size=200))
def test_criteria_once_read_stay_as_they_are(text: str) -> None:
    once = Criteria.parse(text)
    assert Criteria.parse(str(once)) == once


def test_text_without_labels_is_what_counts_and_labels_part_it() -> None:
    assert Criteria.parse("One.\nTwo.") == Criteria(counts="One.\nTwo.")
    text = "Counts: a\nWho says so: b\n  c\nIf unclear: d"
    assert Criteria.parse(text) == Criteria("a", "", "b\nc", "d")
    assert Criteria("a", if_unclear="d").lines() == (("Counts", "a"), ("If unclear", "d"))
    assert str(Criteria("a")) == "a"
    assert str(Criteria()) == ""
    apart = Criteria.parse("Counts: a\n\nWho says so:")
    assert apart == Criteria("a")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_reference_class_is_read_back_and_its_rate_is_never_certain(k: int, more: int) -> None:
    found = ReferenceClass((k,), k + more)
    assert ReferenceClass.parse(str(found)) == found
    assert 0 < found.rate < 1


def test_the_rate_is_jeffreys_estimate() -> None:
    # Jeffreys' prior Beta(1/2, 1/2) has the posterior mean (k + 1/2)/(n + 1).
    assert ReferenceClass((3,), 40).rate == 3.5 / 41
    assert ReferenceClass((0,), 0).rate == 0.5


def test_a_reference_class_of_options_keeps_their_names() -> None:
    found = ReferenceClass.parse('{"Kim": 3, "né": 0}')
    assert found == ReferenceClass((3, 0), 3, ("Kim", "né"))
    assert ReferenceClass.parse(str(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "8%", "3", "3/", "/4", "5/4", "-1/4", "3/4/5", "٣/٤", "1.5/3", "{}", "[]", "5", "null",
        '{"a": -1}', '{"a": 1.5}', '{"a": "1"}', '{"a": 1e999}', '{"a": true}', "[" * 9999,
    ],
)  # fmt: skip
def test_what_is_no_reference_class_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="3/40"):
        ReferenceClass.parse(text)


def test_counts_and_options_must_match() -> None:
    with pytest.raises(ValueError, match="3/40"):
        ReferenceClass((1, 2), 3, ("a",))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": "  "}, "title"),
        ({"closes_at": OPENS}, "before it opens"),
        ({"closes_at": OPENS - SECOND}, "before it opens"),
        ({"resolves_by": OPENS - SECOND}, "before the question opens"),
        ({"timezone": "Mars/Base"}, "Mars/Base"),
        ({"timezone": "../etc"}, "etc"),
        ({"timezone": ""}, "time zone"),
    ],
)
def test_terms_are_valid_from_the_moment_they_are_made(wrong: Any, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        terms(**wrong)


def test_words_may_change_and_everything_that_scores_depend_on_is_fixed() -> None:
    free = {"title", "criteria", "background", "topics", "group", "url"}
    free |= {"second_person", "resolver", "reference_basis"}
    other: dict[str, Any] = {
        "opens_at": OPENS - SECOND,
        "closes_at": CLOSES + SECOND,
        "resolves_by": ANSWER + SECOND,
        "spot_at": OPENS,
        "timezone": "Asia/Seoul",
        "options": "[]",
        "range_min": 0.0,
        "range_max": 1.0,
        "open_lower": True,
        "open_upper": True,
        "zero_point": 0.0,
        "bins": 10,
        "levels": "[]",
        "unit": "USD",
        "reference_class": ReferenceClass((1,), 2),
        "by_deadline": True,
        "retrospective": True,
        "title": "Else?",
        "criteria": Criteria("x"),
        "reference_basis": "x",
        "background": "x",
        "topics": ("x",),
        "group": "x",
        "url": "https://example.org",
        "second_person": True,
        "resolver": "{}",
    }
    assert set(other) == {field.name for field in fields(Terms)}
    for name, value in other.items():
        changed = replace(terms(), **{name: value})
        assert (changed.fixed() == terms().fixed()) == (name in free), name


def test_options_may_be_added_last_and_from_now_on() -> None:
    now = OPENS + timedelta(days=3)
    before = terms(options='["a","b"]')

    def moved(*added: str) -> tuple[str, ...]:
        return terms(options=f'["a","b"{"".join(f",{entry}" for entry in added)}]').moved(
            before, now
        )

    later = '{"name":"c","from":"2026-01-04T00:00:00Z"}'
    assert moved(later) == ()
    assert moved(later, '{"name":"d","from":"2026-01-05T00:00:00Z"}') == ()
    assert moved('"c"') == ("options",)
    assert moved('{"name":"c","from":"2026-01-03T23:59:59Z"}') == ("options",)
    assert moved('{"name":"c","until":"2026-01-05T00:00:00Z"}') == ("options",)
    for other in (f'[{later},"a","b"]', '["a"]', '["b","a"]', '["a","B"]', None):
        assert terms(options=other).moved(before, now) == ("options",)
    assert terms(options='["a","b"]', unit="USD", group="x").moved(before, now) == ("unit",)


def test_a_range_of_dates_starts_at_the_opening_unless_it_is_said() -> None:
    assert terms().scale is None
    with pytest.raises(ValueError, match="no horizon"):
        _ = terms().horizon
    asked = terms(range_max=times.to_seconds(ANSWER), open_upper=True)
    assert asked.horizon == ANSWER
    assert asked.scale == Scale(times.to_seconds(OPENS), times.to_seconds(ANSWER), open_upper=True)
    assert terms(range_min=-1.0, range_max=2.0, zero_point=-2.0).scale == Scale(
        -1.0, 2.0, zero_point=-2.0
    )


def test_levels_are_those_of_the_question_else_five() -> None:
    assert terms().quantile_levels == (0.05, 0.25, 0.5, 0.75, 0.95)
    assert terms(levels="[0.1, 0.5, 1]").quantile_levels == (0.1, 0.5, 1.0)
    for text in ("{}", '["0.1"]', "[true]", "[null]"):
        with pytest.raises(ValueError, match="list of numbers"):
            _ = terms(levels=text).quantile_levels


def test_what_the_record_holds_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        question().slug = "else"  # type: ignore[misc]
    assert question().title == "Will it?"
    assert question().duration == CLOSES - OPENS


@pytest.mark.parametrize(
    ("now", "said", "status"),
    [
        (OPENS - SECOND, None, Status.DRAFT),
        (OPENS, None, Status.OPEN),
        (CLOSES - SECOND, None, Status.OPEN),
        (CLOSES, None, Status.CLOSED),
        (ANSWER - SECOND, None, Status.CLOSED),
        (ANSWER, None, Status.DUE),
        (OPENS - SECOND, "reopened", Status.DRAFT),
        (OPENS, "reopened", Status.REOPENED),
        (CLOSES, "reopened", Status.CLOSED),
        (ANSWER, "reopened", Status.DUE),
        (OPENS, "resolved", Status.RESOLVED),
        (OPENS - SECOND, "annulled", Status.ANNULLED),
        (ANSWER, "ambiguous", Status.AMBIGUOUS),
        (ANSWER, "disputed", Status.DISPUTED),
    ],
)
def test_the_status_follows_from_the_dates_and_the_last_resolution(
    now: datetime, said: str | None, status: Status
) -> None:
    kind = ResolutionStatus(said) if said else None
    assert status_at(OPENS, CLOSES, ANSWER, kind, now) is status
    last = None
    if kind:
        outcome = "yes" if kind is ResolutionStatus.RESOLVED else None
        last = Resolution(question_id=7, status=kind, known_at=now, outcome=outcome)
    assert status_of(question(), last, now) is status


def test_every_status_can_come_about_from_a_resolution_or_the_dates() -> None:
    dated = {Status.DRAFT, Status.OPEN, Status.CLOSED, Status.DUE}
    assert {s.value for s in Status} - dated == {s.value for s in ResolutionStatus}


@given(st.text(max_size=400))
def test_a_slug_made_from_a_title_is_a_slug_or_nothing(title: str) -> None:
    slug = slug_of(title)
    assert slug == "" or SLUG.fullmatch(slug)
    assert len(slug) <= SLUG_LENGTH
    assert slug == slug.lower()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        (
            "Will the U.S. and D.P.R.K. sign before 3 November?",
            "us-and-dprk-sign-before-3-november",
        ),
        ("Does Kim's train reach Vladivostok?", "kims-train-reach-vladivostok"),
        ("Will there be a vote before 2028?", "vote-before-2028"),
        ("Is there an accord?", "accord"),
        ("Will version 2.5 ship?", "version-2-5-ship"),
        ("Élysée: ça va?", "elysee-ca-va"),
        ("김정은과 시진핑이 만날까?", ""),
        ("2026?", ""),
        ("Will?", ""),
        ("Will " + "word " * 30, "-".join(["word"] * 12)),
        ("x" * 90, "x" * 60),
    ],
)
def test_slugs_are_whole_words_in_ascii(title: str, slug: str) -> None:
    assert slug_of(title) == slug
