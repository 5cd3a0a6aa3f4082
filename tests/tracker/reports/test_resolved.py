"""Resolved: newest first, with its source, what was said and what that scored."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.model import ReferenceClass
from tracker.reports import resolved
from tracker.reports.resolved import surprise
from tracker.reports.section import Address, Entry, Fields, Table
from tracker.reports.statements import Given


def entry(desk: Any, title: str, **scope: Any) -> Entry:
    blocks = desk.section("resolved", **scope).blocks
    (found,) = (b for b in blocks if isinstance(b, Entry) and title in b.title)
    return found


def test_the_newest_outcome_stands_first(busy_desk: Any) -> None:
    found = busy_desk.section("resolved").data.questions
    assert [item.question for item in found] == ["snow", "rain", "frost"]


def test_outcome_and_evidence_are_quoted(busy_desk: Any) -> None:
    head = entry(busy_desk, "rain").blocks[0]
    assert isinstance(head, Fields)
    rows = dict(head.rows)
    assert rows["Outcome"] == ("yes, happened 2026-02-18, known 2026-02-20 00:00Z",)
    assert rows["Source"] == ("“It rained on Wednesday.”", Address("https://example.org/rain"))


def test_each_forecaster_stands_with_first_half_way_last_and_score(busy_desk: Any) -> None:
    """Rain was open for 50 of 100 days; ana said 20% on day 1 and 12% on day 20."""
    (rain,) = (q for q in busy_desk.section("resolved").data.questions if q.question == "rain")
    rows = {said.forecaster: said for said in rain.said}
    assert set(rows) == {"ana", "bo", "a-brief", "the base rate"}
    ana = rows["ana"]
    assert (ana.first, ana.half_way, ana.last) == ("20%", "12%", "12%")
    base_at_opening = 1 - (1 - 2.5 / 14) ** (1 - 1 / 200)  # half a day into 100
    gap = 1 * (1 - base_at_opening) ** 2
    assert ana.score == pytest.approx((gap + 19 * 0.8**2 + 30 * 0.88**2) / 100)
    assert ana.attainable == pytest.approx(0.5)
    table = next(b for b in entry(busy_desk, "rain").blocks if isinstance(b, Table))
    cells = {row[0]: row[-1] for row in table.rows}
    assert cells["ana"] == "0.36 of at most 0.50"
    assert cells["a-brief"].endswith(")"), "a word brings the range of its score"


def test_a_resolver_who_forecast_it_is_shown_as_far_as_names_may_be(busy_desk: Any) -> None:
    for names, shown in ((True, "bo"), (False, "forecaster")):
        head = entry(busy_desk, "rain", names=names).blocks[0]
        assert isinstance(head, Fields)
        (words,) = dict(head.rows)["Resolver"]
        assert words.startswith(shown)
        assert words.endswith(", who forecast it")


def test_another_resolver_is_nobody_s_business(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 1, 0.4)
    desk.resolve("q", "no", resolver="clerk")
    assert "clerk" not in str(desk.report())


def test_without_an_early_close_there_is_no_limit_to_name(busy_desk: Any) -> None:
    table = next(b for b in entry(busy_desk, "snow").blocks if isinstance(b, Table))
    assert table.rows[0][-1] == "0.78"


def test_the_base_rate_row_is_in_a_line_where_nobody_else_forecast(desk: Any) -> None:
    desk.ask("q", reference_class=ReferenceClass.parse("1/3"))
    desk.say("coin", "q", 0, 0.5, kind="baseline")
    desk.resolve("q", "no")
    head = entry(desk, "q").blocks[0]
    assert isinstance(head, Fields)
    assert dict(head.rows)["Base rate"] == ("first 37.5%, half-way 37.5%, last 37.5%; Brier 0.14",)


def test_nobody_forecast_it(desk: Any) -> None:
    desk.ask("q")
    desk.resolve("q", "no", no_source="seen from the window")
    words = entry(desk, "q").blocks[-1]
    assert words.text == "Nobody forecast it."
    assert dict(entry(desk, "q").blocks[0].rows)["Source"] == ("no source: seen from the window",)


def test_many_people_are_one_row_with_their_range(desk: Any) -> None:
    desk.ask("q")
    for place in range(9):
        desk.say(f"f{place}", "q", 0, 0.1 * (place + 1))
    desk.resolve("q", "no")
    (item,) = desk.section("resolved").data.questions
    (row,) = item.said
    assert (row.forecaster, row.first, row.score) == ("9 people", "10 to 90%", None)
    assert (row.low, row.high) == pytest.approx((0.01, 0.81))
    (item,) = desk.section("resolved", forecaster=desk.who("f2")).data.questions
    assert [said.forecaster for said in item.said] == ["f2", "8 people"]


def test_a_late_forecast_has_its_reason(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 11, 0.9)
    desk.resolve("q", "no")
    (item,) = desk.section("resolved").data.questions
    assert item.said[0].score is None
    assert item.said[0].reason is not None
    assert "no forecast stood" in item.said[0].reason


def test_a_question_of_another_kind_is_told_by_its_outcome(desk: Any) -> None:
    desk.ask("how-many", kind="numeric", range_min=0.0, range_max=9.0)
    desk.resolve("how-many", "7")
    assert entry(desk, "how-many").blocks[-1].text == "Nobody forecast it."


def test_a_surprise_is_measured_and_not_judged(busy_desk: Any) -> None:
    (rain,) = (
        q
        for q in busy_desk.section("resolved", forecaster=busy_desk.who("ana")).data.questions
        if q.question == "rain"
    )
    assert rain.surprise.startswith("ana gave 12% to what happened")
    assert "one time in 8" in rain.surprise


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (0.2, "one time in 5, so once says little."),
        (0.05, "one time in 20. Ask what was missed"),
        (0.001, "one time in 1,000. That is a surprise to learn from."),
        (0.0, "it had been called impossible."),
    ],
)
def test_how_much_a_surprise_says_depends_on_its_size(given: float, words: str) -> None:
    assert words in surprise("ana", Given(given, "what happened", given))


@pytest.mark.parametrize(
    ("p", "said"), [(0.2, None), (0.6, None), (2 / 3, None), (0.7, "ana gave 30%")]
)
def test_what_was_given_a_third_or_more_is_no_surprise(
    desk: Any, p: float, said: str | None
) -> None:
    desk.many("ana", 1, p, "no")
    found = desk.section("resolved").data.questions[0].surprise
    assert found is None if said is None else found.startswith(said)


def test_a_long_list_ends_with_a_count(desk: Any) -> None:
    desk.many("ana", resolved.SHOWN + 2, 0.2, "no")
    section = desk.section("resolved")
    assert (len(section.data.questions), section.data.more) == (resolved.SHOWN, 2)
    assert section.blocks[-1].text == "And 2 earlier outcomes: forecasts scores"
