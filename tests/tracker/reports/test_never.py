"""What no report may show, searched for in everything that a report prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from forecasts.model import ReferenceClass
from tracker.reports.render.as_json import as_json
from tracker.reports.render.palette import DARK, LIGHT
from tracker.reports.render.terminal import as_text
from tracker.reports.section import Entry, Table

RED_OR_GREEN = re.compile(
    r"\b(red|green|crimson|lime)\b|#(f00|0f0|ff0000|00ff00|008000)\b", re.IGNORECASE
)


@pytest.fixture
def crowded(busy_desk: Any) -> Any:
    """Return the busy desk with enough questions for intervals, some closed early."""
    desk = busy_desk
    terms = {"reference_class": ReferenceClass.parse("1/3")}
    for place in range(12):
        slug = f"m{place}"
        desk.ask(slug, 0, 100, **terms)
        for who, p in (("ana", 0.21), ("bo", 0.33), ("chi", 0.67)):
            desk.say(who, slug, place, p + place / 50)
        desk.say("base-rate", slug, 0, 0.37, kind="baseline")
        desk.resolve(slug, "yes" if place % 3 == 0 else "no", 40 + place)
    return desk


def everything(tmp_path: Path, command: Any) -> str:
    """Return all that a report prints: on the screen and in its files."""
    page, sheet = tmp_path / "r.html", tmp_path / "r.md"
    assert command("report", "--html", str(page), "--markdown", str(sheet), day=400).code == 0
    screen = command("report", day=400).out
    body = re.sub(r"<(style|script)\b.*?</\1>", "", page.read_text(), flags=re.DOTALL)
    words = re.sub(r"<[^>]*>", " ", body)  # the numbers in a chart's attributes are no figures
    return " ".join(f"{screen} {words} {sheet.read_text()}".split())


@pytest.mark.usefixtures("crowded")
def test_it_never_prints_what_it_must_not(tmp_path: Path, command: Any) -> None:
    said = everything(tmp_path, command)
    assert not re.findall(r"(?<![\w.])\d+\.\d{3,}\b", said), "three decimals"
    denied = re.sub(r"Nobody is ranked|It ranks nobody", "", said)
    assert not re.search(r"\b(rank\w*|medal\w*|winner\w*)\b", denied), "a rank"
    assert not re.search(r"accura", said, re.IGNORECASE), "accuracy"
    assert not re.search(r"p-?value|signific|p *[<=] *0\.0", said, re.IGNORECASE), "a p-value"
    assert not re.search("[↑↓↗↘▲▼🥇🥈🥉]", said), "a trend arrow or a medal"


def test_means_stand_beside_n_reference_and_interval(crowded: Any) -> None:
    for row in crowded.section("record").data.base_rate.rows:
        assert row.questions > 0
        assert row.reference >= 0
        assert (row.low is None) == (row.clusters < 8)
    sentence = crowded.section("verdict", forecaster=crowded.who("ana")).data.sentences[0]
    assert re.search(r"the base rate.*90%: \S+ to \S+, n = \d+", sentence)


def test_the_coin_and_the_base_rate_never_share_a_table(crowded: Any) -> None:
    for entry in crowded.section("record").blocks:
        heads = [h for block in entry.blocks if isinstance(block, Table) for h in block.headers]
        assert ("the coin" in heads) != ("the base rate" in heads)


def test_a_scheduled_score_of_an_early_close_says_of_at_most(crowded: Any) -> None:
    found = crowded.section("resolved").blocks
    early = [block for block in found if isinstance(block, Entry) and " m" in block.title]
    assert early
    for entry in early:
        (table,) = (block for block in entry.blocks if isinstance(block, Table))
        assert all("of at most" in row[-1] for row in table.rows)


def test_only_the_scheduled_policy_is_scored(crowded: Any) -> None:
    assert crowded.section("footer").data.policy.startswith("scheduled:")
    assert "while open" not in as_text(crowded.report(), 100)


def test_live_and_retrospective_questions_never_meet(crowded: Any) -> None:
    live, past = (as_json(crowded.report(retrospective=flag)) for flag in (False, True))
    assert "flood-2006" not in live
    assert "flood-2006" in past
    assert '"rain"' not in past


def test_people_have_one_colour_and_it_is_neither_red_nor_green(files: Path) -> None:
    for palette in (LIGHT, DARK):
        red, green, blue = (int(palette.own[place : place + 2], 16) for place in (1, 3, 5))
        assert blue > max(red, green)
    page = (files / "report.html").read_text(encoding="utf-8")
    assert not RED_OR_GREEN.search("".join(re.findall(r'(?:fill|stroke)="([^"]*)"', page)))


def test_few_questions_have_no_interval_no_plot_and_no_verdict(busy_desk: Any) -> None:
    assert all(f.chart.__class__.__name__ == "Path" for f in busy_desk.report().figures)
    assert {row.verdict for row in busy_desk.section("record").data.coin.rows} == {"cannot tell"}
