"""`forecasts show`: all that is on record about a question, as far as its reader may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Action, Forecast
from forecasts.store import forecasts, questions

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SEEN = ("--no-source", "seen")


def said(desk: Desk, slug: str, name: str, words: str, days: float) -> None:
    """Record words without a number, so many days before NOW."""
    who = desk.add(name, kind="publication")
    store = desk.store()
    with store.append(NOW, "test") as batch:
        question = questions.find(store, slug)
        forecasts.record(
            batch,
            Forecast(
                question_id=question.id,
                revision_id=question.revision_id,
                forecaster_id=who.id,
                action=Action.SAID,
                words=words,
                made_at=NOW - days * DAY,
            ),
        )
    store.close()


def test_a_question_is_shown_with_what_decides_it(desk: Desk) -> None:
    assert desk.type("show", "ra").out.splitlines() == [
        "rain (#1): open, closes in 30 days",
        "Will it be rain?",
        "",
        "  Opens           2026-10-02 12:00Z",
        "  Closes          2026-12-01 12:00Z; Tue 2026-12-01 is the last day",
        "  Base rate       3 of 40, 8.5%",
        "  Counts          A signed text.",
        "  Does not count  A draft.",
        "  Who says so     Reuters.",
        "  If unclear      It is annulled.",
        "  Topics          weather",
        "",
        "Next: forecasts predict rain …%",
    ]


def test_dates_are_shown_in_the_zone_and_in_utc(desk: Desk) -> None:
    desk.ask("zoned", timezone="America/New_York", closes=1.5 + 5 / 24)
    out = desk.type("show", "zoned").out
    assert "2026-11-03 00:00 America/New_York (05:00Z); Mon 2026-11-02 is the last day" in out


@pytest.mark.parametrize(
    ("slug", "state"),
    [
        ("draft", "draft, opens in 10 days"),
        ("closed", "closed, an answer is expected in 5 days"),
        ("due", "due 5 days ago: it awaits an outcome"),
    ],
)
def test_the_state_is_said_in_words(desk: Desk, slug: str, state: str) -> None:
    assert state in desk.type("show", slug).out.splitlines()[0]


@pytest.mark.parametrize("name", ["nothing", "d", "99"])
def test_a_question_that_cannot_be_found_is_refused(desk: Desk, name: str) -> None:
    desk.refuses("show", name)


def test_an_unknown_reader_is_answered_with_the_nearest(desk: Desk) -> None:
    assert "Did you mean ben?" in desk.refuses("show", "rain", "--as", "bem")


def test_showing_writes_nothing(desk: Desk) -> None:
    head = desk.head()
    desk.type("show", "rain", "--others", "--history")
    assert desk.head() == head


# One's own history


def test_ones_own_history_has_ages_reasons_and_a_path(desk: Desk) -> None:
    desk.type("predict", "rain", "15%", "--why", "Dry air.", at=NOW - 20 * DAY)
    desk.type("predict", "rain", "same", "--expires", "20d", at=NOW - 10 * DAY)
    out = desk.type("show", "rain").out
    assert "What ana said\n  2026-10-02 " in out
    assert "  2026-10-12 12:00Z  15%, 20 days ago\n    Dry air.\n" in out
    assert "  2026-10-22 12:00Z  still 15%, 10 days ago, expires 2026-11-11 12:00Z\n" in out
    path = next(line for line in out.splitlines() if "▂" in line)
    line = path.removeprefix("  2026-10-02 ").removesuffix(" 2026-12-01")
    assert line == " " * 10 + "▂" * 20 + "·" * 30
    assert out.endswith("Next: forecasts predict rain same\n")


def test_what_was_struck_or_withdrawn_is_shown_as_such(desk: Desk) -> None:
    desk.type("predict", "rain", "51%", at=NOW - 2 * DAY)
    desk.type("predict", "rain", "15%", "--fix", at=NOW - 2 * DAY + MINUTE)
    desk.type("withdraw", "rain", at=NOW - DAY)
    answer = desk.type("show", "rain")
    assert "51%, 2 days ago, struck, never scored" in answer.out
    assert "withdrawn, 24 hours ago" in answer.out
    assert answer.out.endswith("Next: forecasts predict rain …%\n")
    rows = desk.type("show", "rain", "--json").json["forecasts"]
    assert [(r["struck"], r["standing"]) for r in rows] == [
        (True, False), (False, False), (False, False),
    ]  # fmt: skip
    assert rows[0]["if_yes"] is None
    assert rows[1]["if_yes"] == pytest.approx(0.85**2)


def test_who_typed_it_and_where_it_came_from_is_shown(desk: Desk) -> None:
    desk.type("predict", "rain", "15%", "--as", "ben")
    assert "15%, just now, entered by ana" in desk.type("show", "rain", "--as", "ben").out


def test_a_reason_of_several_lines_stays_under_its_number(desk: Desk) -> None:
    desk.type("predict", "rain", "15%", "--why", "One.\n  Two.\nResolved: yes")
    out = desk.type("show", "rain").out
    assert "\n    One.\n    Two.\n    Resolved: yes\n" in out


# Other people


def test_others_are_hidden_until_ones_own_entry(desk: Desk) -> None:
    desk.type("predict", "rain", "77%", "--why", "Wet.", "--as", "ben", at=NOW - DAY)
    said(desk, "rain", "Brief", "less likely", 3)
    hidden = desk.type("show", "rain")
    assert "2 others hidden until you have entered your own; --others shows them." in hidden.out
    assert not {"77%", "Wet.", "less likely", "ben"} & set(hidden.out.split())
    assert desk.type("show", "rain", "--json").json["hidden"] == 2
    assert desk.type("show", "rain", "--json").json["forecasts"] == []
    desk.type("predict", "rain", "12%")
    seen = desk.type("show", "rain").out
    assert "  ben    77%, 24 hours ago\n" in seen
    assert "  Brief  “less likely”, said: no number, not scorable, publication, 3 days ago" in seen
    found = desk.type("show", "rain", "--json").json
    assert found["hidden"] == 0
    assert [r["forecaster"] for r in found["forecasts"]] == ["ana", "ben", "Brief"]


def test_a_word_of_another_is_told_with_its_scale_range_and_both_scores(desk: Desk) -> None:
    """The word likely is 55 to 80% on the scale of ICD 203: squared distances from 1 and from 0."""
    desk.type("predict", "rain", "likely", "--as", "ben")
    desk.add("eve")
    desk.type("predict", "rain", "40%", "--as", "eve")
    out = " ".join(desk.type("show", "rain", "--others").out.split())
    assert (
        "ben 67.5% (“likely”), just now; likely, ICD 203 55-80%, scored at 67.5%."
        " If yes Brier 0.11 (0.04-0.20); if no 0.46 (0.30-0.64)."
    ) in out
    assert "eve 40%, just now" in out
    assert "40%, just now;" not in out


def test_others_are_shown_on_request_and_to_whom_has_one(desk: Desk) -> None:
    desk.type("predict", "rain", "77%", "--as", "ben")
    assert "77%" in desk.type("show", "rain", "--others").out
    assert "77%" in desk.type("show", "rain", "--as", "ben").out
    assert len(desk.type("show", "rain", "--others", "--json").json["forecasts"]) == 1


def test_an_entry_that_was_withdrawn_or_struck_was_an_entry(desk: Desk) -> None:
    desk.type("predict", "rain", "77%", "--as", "ben")
    desk.type("predict", "rain", "12%")
    desk.type("withdraw", "rain")
    out = desk.type("show", "rain").out
    assert "  ben  77%" in out
    desk.type("withdraw", "rain", "--as", "ben")
    assert "  ben  withdrawn, just now" in desk.type("show", "rain").out


def test_a_login_that_is_not_on_record_sees_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.type("predict", "rain", "77%", "--as", "ben")
    monkeypatch.setenv("LOGNAME", "eva")
    assert "1 other hidden" in desk.type("show", "rain").out


def test_a_reopened_question_hides_the_others_again(desk: Desk) -> None:
    desk.type("predict", "rain", "77%", "--as", "ben", at=NOW - DAY)
    desk.type("resolve", "rain", "no", *SEEN)
    assert "77%" in desk.type("show", "rain").out
    desk.type("resolve", "rain", "--reopen", "too early")
    assert "77%" not in desk.type("show", "rain").out


def test_a_crowd_is_counted_after_the_first_twenty(desk: Desk) -> None:
    for i in range(23):
        desk.add(f"p{i:02}")
        desk.type("predict", "rain", "20%", "--as", f"p{i:02}")
    out = desk.type("show", "rain", "--others").out
    assert "p19" in out
    assert "p20" not in out
    assert "and 3 more" in out
    assert len(desk.type("show", "rain", "--others", "--json").json["forecasts"]) == 23


# While an answer is due


def test_both_branches_are_shown_for_each_number_that_stood_at_the_close(desk: Desk) -> None:
    early = NOW - 20 * DAY
    desk.add("Brief E", kind="publication")
    desk.type("predict", "due", "likely", "--as", "Brief E", at=early)
    desk.type("predict", "due", "12%", at=early)
    desk.type("predict", "due", "40%", "--as", "ben", at=early)
    desk.type("withdraw", "due", "--as", "ben", at=early + DAY)
    answer = desk.type("show", "due").out
    words = " ".join(answer.split())
    assert (
        "Brief E likely, ICD 203 55-80%, scored at 67.5%."
        " If yes Brier 0.11 (0.04-0.20); if no 0.46 (0.30-0.64)."
    ) in words
    assert "  ana      12%. If yes Brier 0.77; if no 0.01.\n" in answer
    assert "  ben      withdrawn, 19 days ago\n" in answer
    assert "These Brier scores are snapshots, of what stood at the close alone" in words
    assert "In no average until an outcome has a source." in words
    assert answer.endswith('Next: forecasts resolve due yes/no --source URL --quote "…"\n')
    assert "probably" not in answer
    rows = desk.type("show", "due", "--json").json["forecasts"]
    (brief,) = (row for row in rows if row["forecaster"] == "Brief E")
    assert brief["standing"] is True
    assert (brief["if_yes"], brief["if_no"]) == (pytest.approx(0.325**2), pytest.approx(0.675**2))


# What became of it


def test_a_resolution_is_shown_with_its_source_and_clocks(desk: Desk) -> None:
    source = ("--source", "https://example.org/a", "--quote", "It rained.")
    desk.type("predict", "due", "12%", "--as", "ben", at=NOW - 20 * DAY)
    desk.type("predict", "due", "22%", "--as", "ben", at=NOW - 8 * DAY)
    desk.type("resolve", "due", "yes", "--happened", "2026-10-22", *source)
    out = desk.type("show", "due").out
    assert out.startswith("due (#4): resolved: yes\n")
    assert "Yes, recorded 2026-11-01 12:00Z by ana\n" in out
    assert "  Happened    on 2026-10-22, UTC\n" in out
    assert "  Known from  2026-10-23 00:00Z; later forecasts do not count\n" in out
    assert "  Source      https://example.org/a\n  It says     “It rained.”\n" in out
    assert "What stood with the others\n  ben  12%, 20 days ago\n" in out
    assert "22%, 8 days ago, late, never counts" in desk.type("show", "due", "--as", "ben").out
    assert out.endswith("Next: forecasts scores due\n")


def test_why_nothing_of_another_stands_is_said(desk: Desk) -> None:
    desk.type("predict", "due", "22%", "--as", "ben", at=NOW - 8 * DAY)
    desk.add("eva")
    desk.type("predict", "due", "30%", "--as", "eva", "--expires", "1d", at=NOW - 20 * DAY)
    desk.type("resolve", "due", "yes", "--known", "2026-10-22", *SEEN)
    out = desk.type("show", "due").out
    assert "  ben  22%, 8 days ago, late, never counts\n" in out
    assert "  eva  30%, 20 days ago, no longer standing\n" in out


def test_a_restatement_is_shown_beside_what_it_replaced(desk: Desk) -> None:
    desk.type("resolve", "due", "no", *SEEN, at=NOW - DAY)
    desk.type("resolve", "due", "yes", "--known", "2026-10-20", *SEEN)
    out = desk.type("show", "due").out
    assert "No, recorded 2026-10-31 12:00Z by ana\n" in out
    assert "Yes, recorded 2026-11-01 12:00Z by ana, in place of no\n" in out
    found = desk.type("show", "due", "--json").json["resolutions"]
    assert [r["outcome"] for r in found] == ["no", "yes"]
    assert found[1]["known_at"] == "2026-10-20T00:00:00.000000Z"


def test_an_annulment_is_shown_with_its_reason(desk: Desk) -> None:
    desk.type("resolve", "due", "--annul", "the office closed")
    out = desk.type("show", "due").out
    assert "due (#4): annulled\n" in out
    assert "  Because  the office closed\n" in out


# Its wording


def test_revisions_are_counted_and_what_they_changed_is_listed(desk: Desk) -> None:
    assert "Revisions\n  none" in desk.type("show", "rain", "--history").out
    store = desk.store()
    with store.append(NOW - DAY, "revise") as batch:
        old = questions.find(store, "rain")
        new = replace(old.terms, title="Will it rain?", by_deadline=True)
        questions.revise(batch, old, new, "ben")
    store.close()
    out = desk.type("show", "rain").out
    assert "  Wording         revision 2, of 2026-10-31 12:00Z\n" in out
    assert "8.5%, less as the deadline nears" in out
    shown = desk.type("show", "rain", "--history").out
    assert "Revisions\n  2  2026-10-31 12:00Z  title, by deadline by ben\n" in shown
    (revision,) = desk.type("show", "rain", "--history", "--json").json["revisions"]
    assert (revision["revision"], revision["changed"]) == (2, ["title", "by_deadline"])


def test_json_is_one_object_of_the_documented_keys(desk: Desk) -> None:
    found = desk.type("show", "rain", "--json").json
    assert list(found) == [
        "question", "number", "title", "type", "status", "opens_at", "closes_at", "resolves_by",
        "timezone", "criteria", "background", "topics", "group", "url", "reference_class",
        "base_rate", "reference_basis", "by_deadline", "retrospective", "second_person",
        "resolver", "revision", "path", "hidden", "sealed", "forecasts", "resolutions", "proposal",
        "linked", "evidence", "suggested", "watches",
    ]  # fmt: skip
    assert found["criteria"]["Who says so"] == "Reuters."
    assert (found["reference_class"], found["base_rate"]) == ("3/40", pytest.approx(3.5 / 41))


def test_a_title_cannot_speak_to_the_terminal(desk: Desk) -> None:
    desk.ask("odd", title="Is \x1b[2J it?", background="\x1b]0;x\x07")
    out = desk.type("show", "odd").out
    assert "\x1b" not in out
    assert "\x07" not in out
