"""The report on a screen: a golden page, and no line wider than the screen but commands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tracker.reports.render.terminal import as_text

LINE = (
    "asked 3 · open 0 · closed 3 = resolved 2 + waiting 1 + void 0 · never forecast 0"
    " · retrospective 0, not counted"
)
GOLDEN = f"""\
Scoring report: ana
Data as of 2026-05-01 00:00Z · about ana

Verdict
ana has 2 questions scored, 0.15 Brier better than the coin on average; an
interval needs 8 clusters of related questions and there are 2, so skill cannot
be told from luck.
1 closed question still waits for an outcome and can change this. It ranks
nobody and says nothing about calibration.

What is counted
{LINE}

Needs a person
These await an outcome and are in no average. Two scheduled scores each: what
the record will hold if the answer is yes and if it is no, known from the close
on.

Will hail happen?
  Waits      closed 2026-03-02 00:00Z; an answer has been due for 340 days
  Look at    https://example.org/hail
  Last said  ana 25%: Brier 0.56 if yes, 0.06 if no
  forecasts resolve hail yes/no --source URL --quote "…"

Resolved
First, half-way and last: what stood when each first counted, midway and at the
end. The score is the scheduled one, 0 is best; of at most: an early close
leaves less to lose.

Will snow happen?
  Outcome  no, known 2026-05-01 00:00Z
  Source   “None was seen.”
           https://example.org/snow

       first  half-way  last  Brier
  ana    30%       10%   10%   0.05

Will rain happen?
  Outcome  yes, happened 2026-02-18, known 2026-02-20 00:00Z

       first  half-way  last                 Brier
  ana    80%       80%   80%  0.02 of at most 0.50
  bo     60%       60%   60%  0.08 of at most 0.50
"""


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


def test_a_golden_page(small: Any) -> None:
    text = as_text(small.report(forecaster=small.who("ana")), 80)
    assert text.partition("\n\nThe record\n")[0] == GOLDEN.rstrip()


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
    bar, *_ = re.findall(r"^ *ana +\|( *─+●─+)  10 clusters$", text, re.MULTILINE)
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
