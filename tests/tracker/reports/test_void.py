"""Void and restated: what no longer counts, and what was ruled otherwise before."""

from __future__ import annotations

from typing import Any


def test_a_record_without_any_leaves_it_out(desk: Any) -> None:
    desk.many("ana", 1, 0.2, "no")
    assert not desk.has("void")


def test_annulled_and_ambiguous_ones_are_listed_with_the_reason(desk: Any) -> None:
    for status in ("annulled", "ambiguous"):
        desk.ask(status)
        desk.say("ana", status, 1, 0.4)
        desk.resolve(status, status, note=f"Why it is {status}.")
    data = desk.section("void").data
    assert [(one.question, one.why) for one in data.void] == [
        ("annulled", "Why it is annulled."), ("ambiguous", "Why it is ambiguous."),
    ]  # fmt: skip
    assert desk.section("record").data.coin.rows == ()


def test_a_restatement_names_both_rulings(busy_desk: Any) -> None:
    (one,) = busy_desk.section("void").data.restated
    assert one.question == "frost"
    assert one.before == "no, known 2026-02-10 00:00Z"
    assert one.after == "yes, known 2026-02-09 00:00Z"
    assert busy_desk.section("footer").data.restatements == 1


def test_a_reopening_alone_and_one_with_a_new_outcome(desk: Any) -> None:
    desk.ask("q")
    desk.resolve("q", "no")
    desk.resolve("q", "reopened", 20)
    (one,) = desk.section("void").data.restated
    assert one.after == "reopened"
    desk.resolve("q", "yes", 9, recorded=30)
    (one,) = desk.section("void").data.restated
    assert (one.before.split(",")[0], one.after.split(",")[0]) == ("no", "yes")


def test_the_same_ruling_with_a_better_source_is_no_restatement(desk: Any) -> None:
    desk.ask("q")
    desk.resolve("q", "no")
    desk.resolve("q", "no", source_url="https://example.org")
    assert not desk.has("void")
