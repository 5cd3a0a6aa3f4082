"""The report on a screen: no line is wider than it but commands; its charts are characters."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tracker.reports.render.terminal import as_text


@pytest.fixture
def small(desk: Any) -> Any:
    desk.ask("hail", 0, 60, url="https://example.org/hail")
    desk.say("ana", "hail", 0, 0.25)
    desk.ask("rain", 0, 100)
    desk.say("ana", "rain", 0, 0.8)
    desk.say("bo", "rain", 0, 0.6)
    desk.resolve("rain", "yes", 50, happened=(48, 49))
    desk.ask("snow", 0, 120)
    desk.say("ana", "snow", 0, 0.3)
    desk.say("ana", "snow", 60, 0.1)
    desk.resolve("snow", "no", 120, quote="None was seen.", source_url="https://example.org/snow")
    return desk


@pytest.mark.parametrize("width", [40, 80, 100])
def test_lines_fit_the_screen(small: Any, width: int) -> None:
    text = as_text(small.report(), width)
    long = [line for line in text.splitlines() if len(line) > width]
    whole = re.compile(
        r"asked \d|\s*forecasts |\s*.*https?://|\s*(ana|bo|median|\d{4}-)|\s+\S+ +[▁-█·]"
    )
    assert [line for line in long if not whole.match(line)] == []


def test_a_path_is_a_row_of_blocks_with_points_for_what_never_came(small: Any) -> None:
    text = as_text(small.report(forecaster=small.who("bo")), 80)
    (line,) = re.findall(r"^ +bo +([▁-█· ]+)  60%$", text, re.MULTILINE)
    assert line == "▅" * 20 + "·" * 20


def test_an_interval_is_a_bar_on_one_axis(desk: Any) -> None:
    desk.many("ana", 5, 0.2, "no")
    desk.many("ana", 5, 0.4, "no", start=5)
    text = as_text(desk.report(), 80)
    bar, *_ = re.findall(r"^ *ana +\|( *─+●─+)  10 shared questions$", text, re.MULTILINE)
    left, right = bar.split("●")
    assert abs(len(left.lstrip()) - len(right)) <= 1, "the mean stands in the middle"


def test_headings_are_set_off_where_the_screen_can(small: Any) -> None:
    text = as_text(small.report(), 80, lambda title: f"*{title}*")
    assert text.startswith("*Scoring report*\n")
    assert "\n\n*Verdict*\n" in text


def test_nothing_to_say_is_a_whole_report(desk: Any) -> None:
    text = as_text(desk.report(), 80)
    assert "Data as of an empty record" in text
    assert "Nothing is scored" in text
    assert "Ledger head" in text


def test_a_table_that_is_too_wide_leaves_out_what_is_empty(desk: Any) -> None:
    desk.many("ana", 2, 0.2, "no")
    text = as_text(desk.report(), 60)
    row = "    n: 2 · clusters: 2 · 90% interval: 2 of 8 clusters ·\n    verdict: cannot tell"
    assert row in text
