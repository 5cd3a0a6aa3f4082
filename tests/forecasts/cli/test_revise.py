"""`forecasts revise`: what may change, what is shown, and what is fixed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Criteria, ReferenceClass
from forecasts.store import questions, revisions
from tests.conftest import ONE

if TYPE_CHECKING:
    from conftest import Desk

    from forecasts.model import Terms


NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def terms_of(desk: Desk, slug: str) -> Terms:
    store = desk.store()
    found = questions.find(store, slug).terms
    store.close()
    return found


def test_words_change_in_a_new_revision_and_the_old_ones_stay(desk: Desk) -> None:
    answer = desk.type(
        "revise", "rain", "--title", "Will it rain in Seoul?", "--counts", "One millimetre.",
        "--background", "It is autumn.", "--topic", "seoul", "--topic", "rain", "--group", "sky",
        "--url", "https://example.org",
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    terms = terms_of(desk, "rain")
    assert terms.title == "Will it rain in Seoul?"
    assert terms.criteria == Criteria("One millimetre.", "A draft.", "Reuters.", "It is annulled.")
    assert (terms.background, terms.topics) == ("It is autumn.", ("seoul", "rain"))
    assert (terms.group, terms.url) == ("sky", "https://example.org")
    store = desk.store()
    history = revisions.history(store.connection, questions.find(store, "rain").id)
    store.close()
    assert [r.terms.title for r in history] == ["Will it be rain?", "Will it rain in Seoul?"]
    assert [r.entered_by for r in history] == [None, "ana"]


def test_what_changed_is_shown_was_and_now(desk: Desk) -> None:
    out = desk.type("revise", "1", "--title", "Will it rain in Seoul?", "--background", "x").out
    assert out.splitlines() == [
        "#1 rain, revision 2",
        "  Title",
        "    was  Will it be rain?",
        "    now  Will it rain in Seoul?",
        "  Background",
        "    was  (nothing)",
        "    now  x",
        f"  Receipt  {desk.head()}",
    ]


def test_the_json_names_each_change(desk: Desk) -> None:
    said = desk.type("revise", "rain", "--closes", "2026-12-31", "--group", "sky", "--json").json
    assert said["changed"] == {
        "closes_at": {"was": "2026-12-01T12:00:00.000000Z", "now": "2027-01-01T00:00:00.000000Z"},
        "resolves_by": {"was": "2026-12-01T12:00:00.000000Z", "now": "2027-01-01T00:00:00.000000Z"},
        "group": {"was": None, "now": "sky"},
    }
    assert (said["question"], said["number"], said["revision"]) == ("rain", 1, 2)
    assert said["receipt"] == desk.head()


def test_an_empty_text_takes_words_away(desk: Desk) -> None:
    given = ("--background", "x", "--group", "sky", "--url", "https://example.org")
    desk.type("revise", "rain", *given)
    blank = ("--background", "", "--group", "", "--url", "", "--topic", "", "--unclear", "")
    answer = desk.type("revise", "rain", *blank, "--base-rate", "")
    terms = terms_of(desk, "rain")
    assert (terms.background, terms.group, terms.url, terms.topics) == ("", None, None, ())
    assert terms.criteria.if_unclear == ""
    assert terms.reference_class is None
    assert '--unclear "…"' in answer.err


def test_a_new_gap_is_said_and_an_old_one_is_not_said_again(desk: Desk) -> None:
    desk.type("revise", "rain", "--unclear", "")
    answer = desk.type("revise", "rain", "--background", "x")
    assert answer.err == ""


def test_nothing_changed_writes_nothing(desk: Desk) -> None:
    head = desk.head()
    answer = desk.type("revise", "rain", "--title", " Will it be rain? ", "--topic", "weather")
    assert (answer.code, answer.out) == (0, "")
    assert "nothing changed, nothing written" in answer.err
    said = desk.type("revise", "rain", "--title", "Will it be rain?", "--json").json
    assert (said["changed"], said["receipt"], said["seq"]) == ({}, None, None)
    assert desk.head() == head


@pytest.mark.parametrize(
    "moved",
    [
        ("--closes", "2026-12-31"),
        ("--opens", "2026-10-01"),
        ("--resolves", "2027-01-31"),
        ("--spot", "2026-11-10"),
        ("--base-rate", "4/41"),
        ("--by-deadline",),
        ("--retrospective",),
        ("--tz", "Asia/Seoul"),
    ],
)
def test_the_first_forecast_fixes_dates_and_base_rate(desk: Desk, moved: tuple[str, ...]) -> None:
    assert desk.type("predict", "rain", "12%").code == 0
    words = desk.refuses("revise", "rain", *moved)
    assert "fixed" in words
    assert "forecasts ask --like rain --closes DATE" in words
    assert desk.type("revise", "rain", "--counts", "Rain.").code == 0


def test_before_the_first_forecast_dates_and_base_rate_may_move(desk: Desk) -> None:
    answer = desk.type(
        "revise", "rain", "--closes", "2026-12-31", "--base-rate", "4/41", "--by-deadline",
        "--tz", "Asia/Seoul",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    terms = terms_of(desk, "rain")
    assert terms.closes_at == datetime(2026, 12, 31, 15, tzinfo=UTC)
    assert terms.resolves_by == terms.closes_at  # it was due at the close, and still is
    assert terms.reference_class == ReferenceClass((4,), 41)
    assert (terms.by_deadline, terms.timezone) == (True, "Asia/Seoul")
    assert "2027-01-01 00:00" in answer.out


def test_a_zone_of_the_environment_moves_no_question(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORECASTS_TZ", "Asia/Seoul")
    desk.type("revise", "rain", "--closes", "2026-12-31")
    terms = terms_of(desk, "rain")
    assert (terms.timezone, terms.closes_at) == ("UTC", datetime(2027, 1, 1, tzinfo=UTC))


def test_a_title_that_comes_to_contradict_the_close_is_refused(desk: Desk) -> None:
    title = "Will it rain before 3 November 2026?"
    words = desk.refuses("revise", "rain", "--title", title)
    assert "--anyway" in words
    assert desk.type("revise", "rain", "--title", title, "--anyway").code == 0
    # The contradiction is on record; other words may still be mended.
    assert desk.type("revise", "rain", "--counts", "Rain.").code == 0


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("rain",), "what is to change?", 2),
        (("rian", "--title", "x"), "Did you mean rain?", 1),
        (("99", "--title", "x"), "no question number 99", 1),
        (("rain", "--title", ""), "the title is empty", 2),
        (("rain", "--title", "a\x1b[2J"), "U+001B", 2),
        (("rain", "--closes", "2026-01-01"), "before it opens", 2),
        (("rain", "--url", "ftp://a"), "https://", 2),
    ],
)
def test_bad_input_writes_nothing_and_says_what_to_type(
    desk: Desk, words: tuple[str, ...], says: str, code: int
) -> None:
    assert says in desk.refuses("revise", *words, code=code)


def test_a_retry_of_the_same_uuid_adds_nothing(desk: Desk) -> None:
    desk.type("revise", "rain", "--title", "One?", "--uuid", ONE)
    head = desk.head()
    assert desk.type("revise", "rain", "--title", "One?", "--uuid", ONE).code == 0
    assert desk.head() == head
    other = desk.refuses("revise", "rain", "--title", "Two?", "--uuid", ONE)
    assert "says something else" in other


def test_bytes_that_are_no_text_are_refused(desk: Desk) -> None:
    assert "UTF-8" in desk.refuses("revise", "\udcff", "--title", "Rain?", code=2)


def test_words_that_an_answer_was_judged_by_change_only_after_a_reopening_or_anyway(
    desk: Desk,
) -> None:
    reworded = ("revise", "due", "--title", "Will it be due, or not?")
    assert desk.type("resolve", "due", "no", "--no-source", "own list").code == 0
    words = desk.refuses(*reworded)
    assert "due is resolved; its words are what it was judged by" in words
    assert "--reopen" in words
    assert desk.type("revise", "due", "--topic", "weather").code == 0
    assert desk.type(*reworded, "--anyway").code == 0
    assert desk.type("resolve", "due", "--reopen", "the source erred").code == 0
    assert desk.type("revise", "due", "--counts", "A drop.").code == 0


def test_words_of_a_closed_question_are_fixed_once_somebody_forecast_it(desk: Desk) -> None:
    assert desk.type("revise", "closed", "--counts", "A drop.").code == 0
    desk.type("predict", "rain", "12%")
    assert desk.type("revise", "#1", "--counts", "A drop.").code == 0
    later = NOW + timedelta(days=40)
    words = desk.refuses("revise", "rain", "--counts", "Two drops.", at=later)
    assert "rain has closed; its words are what was forecast" in words
    assert desk.type("revise", "rain", "--counts", "Two.", "--anyway", at=later).code == 0
