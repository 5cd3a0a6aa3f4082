"""The record: two statements, each with its n and its interval, nobody ranked."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.model import ReferenceClass
from forecasts.model.prediction import Quantiles
from tracker.reports import record as section_of
from tracker.reports.section import Entry, Table

CLASS = ReferenceClass.parse("2/3")


def test_without_scores_it_says_so(desk: Any) -> None:
    assert desk.section("record").blocks[0].text == "Nobody has a score yet."


def test_a_question_without_a_class_is_in_the_second_statement_alone(desk: Any) -> None:
    desk.many("ana", 2, 0.2, "no", reference_class=CLASS)
    desk.many("ana", 3, 0.2, "no", start=2)
    data = desk.section("record").data
    assert (data.base_rate.rows[0].questions, data.coin.rows[0].questions) == (2, 5)
    assert data.base_rate.rows[0].reference == pytest.approx(0.625**2)
    assert data.coin.rows[0].reference == pytest.approx(0.25)
    titles = [b.title for b in desk.section("record").blocks if isinstance(b, Entry)]
    assert titles == ["Against the base rate", "Against the coin"]


def test_without_any_class_there_is_one_statement(desk: Any) -> None:
    desk.many("ana", 2, 0.2, "no")
    titles = [b.title for b in desk.section("record").blocks if isinstance(b, Entry)]
    assert titles == ["Against the coin"]


def test_every_mean_stands_beside_its_n_reference_and_interval(busy_desk: Any) -> None:
    for entry in busy_desk.section("record").blocks:
        (table,) = (block for block in entry.blocks if isinstance(block, Table))
        assert table.headers[:4] == ("forecaster", "n", "clusters", "Brier")
        assert table.headers[5] in ("the base rate", "the coin")
        assert table.headers[7] == "90% interval"


def test_an_early_close_shows_in_what_could_be_lost(desk: Any) -> None:
    """Known half-way: a coin loses an eighth, and nobody could lose more than a half."""
    desk.ask("q", 0, 100)
    desk.say("ana", "q", 0, 0.8)
    desk.resolve("q", "yes", 50)
    (row,) = desk.section("record").data.coin.rows
    assert (row.attainable, row.reference) == pytest.approx((0.5, 0.125))


def test_no_mean_without_an_interval_and_one_with_eight_clusters(desk: Any) -> None:
    def cells() -> tuple[str, ...]:
        (entry,) = desk.section("record").blocks
        (table,) = (block for block in entry.blocks if isinstance(block, Table))
        found: tuple[str, ...] = table.rows[0]
        return found

    desk.many("ana", 7, 0.2, "no")
    assert cells()[3:8] == ("-", "-", "-", "-", "7 of 8 clusters")
    desk.many("ana", 1, 0.3, "no", start=7)
    assert cells()[3] == "0.05"
    assert cells()[7].startswith("+0.")


def test_overlapping_people_stand_in_alphabetical_order_and_baselines_apart(desk: Any) -> None:
    for place in range(9):
        desk.ask(f"q{place}")
        for who, p in (("chi", 0.30), ("ana", 0.34), ("bo", 0.31)):
            desk.say(who, f"q{place}", 0, p + 0.1 * (place % 3))
        desk.say("aaa-coin", f"q{place}", 0, 0.5, kind="baseline")
        desk.resolve(f"q{place}", "no" if place % 4 else "yes")
    rows = desk.section("record").data.coin.rows
    assert [row.forecaster for row in rows] == ["ana", "bo", "chi", "aaa-coin"]


def test_an_interval_that_ends_at_nothing_says_on_which_side() -> None:
    row = section_of.Row("ana", "person", 9, 9, 0.2, 1, 0.25, 0.05, 0.004, 0.1, 1, 0, "better")
    assert section_of.interval(row) == "just over 0 to +0.10"
    assert section_of.in_words(row) == "better"


def test_a_crowded_record_shows_those_with_most_questions_and_a_subject_alone(desk: Any) -> None:
    desk.many("often", 2, 0.2, "no")
    for place in range(section_of.SHOWN + 5):
        desk.say(f"f{place:02}", "q0", 0, 0.3)
    desk.say("house", "q0", 0, 0.3, kind="team")
    data = desk.section("record").data.coin
    assert len(data.rows) == section_of.SHOWN
    assert "often" in {row.forecaster for row in data.rows}
    assert data.more == 7
    own = desk.section("record", forecaster=desk.who("f34")).data.coin
    assert [row.forecaster for row in own.rows] == ["f34", "house"], "each sees the own row"
    assert own.more == 0


def test_who_scores_on_numbers_alone_is_told_so(desk: Any) -> None:
    """A number has no Brier score, which is not to have no score."""
    desk.ask("growth", 0, 10, kind="numeric", range_min=0.0, range_max=10.0)
    desk.record.say("ana", "growth", 0, Quantiles(((0.1, 2.0), (0.5, 4.0), (0.9, 8.0))))
    desk.resolve("growth", "4.5")
    (words,) = desk.section("record").blocks
    assert words.text == "Nobody has a score but on numbers, each told by its CRPS under Resolved."
    desk.many("bo", 2, 0.2, "no")
    ana = {"forecaster": desk.who("ana")}
    (words,) = desk.section("record", **ana).blocks
    assert words.text == "ana has no score but on numbers, each told by its CRPS under Resolved."
    assert desk.section("verdict", **ana).data.sentences[0] == (
        "ana has no Brier score: of what ana forecast in time only numbers have an outcome, told by"
        " CRPS below."
    )
    desk.ask("later")
    desk.say("cy", "later", 0, 0.3)
    (words,) = desk.section("record", forecaster=desk.who("cy")).blocks
    assert words.text == "cy has no score yet."


def test_dates_have_a_brier_score_and_a_row(desk: Any) -> None:
    end = desk.record.at(200).timestamp()
    desk.ask("armistice", 0, 100, kind="date", range_max=end, open_upper=True)
    curve = ((0.0, desk.record.at(0).timestamp()), (0.6, end))
    desk.record.say("ana", "armistice", 0, Quantiles(curve))
    desk.resolve("armistice", "never", 200)
    assert [row.forecaster for row in desk.section("record").data.coin.rows] == ["ana"]


def test_the_reference_and_what_rounds_to_nothing_are_no_better(desk: Any) -> None:
    for place in range(9):
        desk.ask(f"q{place}", reference_class=CLASS)
        desk.say("rate", f"q{place}", 0, 0.625, kind="baseline")
        desk.say("near", f"q{place}", 0, 0.6245 - place / 10_000)
        desk.resolve(f"q{place}", "no")
    near, rate = desk.section("record").data.base_rate.rows
    assert near.low > 0
    assert section_of.in_words(near) == "the same"
    assert section_of.in_words(rate, "base rate") == "the base rate itself"
    words = desk.section("verdict", forecaster=desk.who("near")).data.sentences[0]
    assert words.startswith("near scores as the base rate does, to two decimals of Brier (90%:")
    (row, *_) = desk.section("leaderboard", forecaster=desk.who("near")).blocks[-1].rows
    assert (row[3], row[-1]) == ("0.00", "the same")


def test_nobody_is_behind_by_what_rounds_to_nothing(desk: Any) -> None:
    for place in range(24):
        desk.ask(f"q{place}", reference_class=CLASS, topics=("nuts" if place % 2 else "bolts",))
        desk.say("ana", f"q{place}", 0, 0.627 + place / 10_000)
        desk.resolve(f"q{place}", "no")
    lead, *more = desk.section("where_wrong").blocks
    assert all(part.ends[1] < 0 for part in desk.section("where_wrong").data.topics)
    assert lead.text.startswith("ana and the base rate are less than 0.01 apart on all of the ")
    assert not [block for block in more if isinstance(block, Entry)]
