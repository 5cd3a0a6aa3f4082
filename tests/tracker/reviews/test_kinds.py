"""A review of questions of every kind."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run

ASKED = {
    "end": "--type date",
    "begin": "--type date",
    "growth": "--type numeric --min -10 --max 10 --open-lower --open-upper",
    "below": "--type numeric --min -10 --max 10 --open-lower --open-upper",
    "whom": "--type multiple_choice --option Xi --option Putin --option nobody",
    "far": "--type ordinal --option low --option mid --option high",
}
SAID = {
    "end": "--by 2026-01-31=60% --by 2026-02-28=80% --never 20%",
    "begin": "--by 2026-01-31=5% --by 2026-02-28=10% --never 90%",
    "growth": "--p10 -2 --p50 1.5 --p90 4",
    "below": "--p10 -2 --p50 1.5 --p90 4",
    "whom": "--option xi=30% --option putin=45% --option nobody=25%",
    "far": "--option low=30% --option mid=45% --option high=25%",
}
HAPPENED = {
    "end": "never",
    "begin": "2026-01-10 --known 2026-01-11",
    "growth": "1.5 --known 2026-02-28",
    "below": "below --known 2026-02-28",
    "whom": "Xi --known 2026-02-28",
    "far": "mid --known 2026-02-28",
}
LATER = "--closes 2026-06-01 --counts X. --source Y --unclear Z."
TERMS = "--closes 2026-03-01 --counts X. --source Y --unclear Z."


@pytest.fixture
def every_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """Return a function that runs a command so many days after 2 January 2026."""
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.setenv("FORECASTS_DB", str(tmp_path / "kinds.db"))

    def ran(day: int, words: str) -> str:
        capsys.readouterr()
        clock = datetime(2026, 1, 2, 9, tzinfo=UTC) + timedelta(days=day)
        code = run(shlex.split(words), now=clock)
        said = capsys.readouterr()
        assert code == 0, said.err
        return str(said.out)

    ran(0, "init")
    for slug, terms in ASKED.items():
        ran(0, f"ask 'What of {slug}?' --slug {slug} {terms} {TERMS}")
        ran(1, f"predict {slug} {SAID[slug]} --why 'Because of {slug}.'")
    for slug, outcome in HAPPENED.items():
        ran(62, f"resolve {slug} {outcome} --no-source seen")
    return ran


def test_each_is_as_surprising_as_its_numbers_say(every_kind: Any) -> None:
    every_kind(95, "review start --period 2026-Q1")
    found = json.loads(every_kind(95, "review show --json"))
    told = {one["question"]: one for key in ("surprises", "near_misses", "others")
            for one in found.get(key, ())}  # fmt: skip
    assert set(told) == set(ASKED)
    chances = {slug: one["chance"] for slug, one in told.items()}
    # 1.5 is the median of what was said; of all else too little was given to what happened.
    assert chances["growth"] == pytest.approx(1.0)
    assert (chances["end"], chances["whom"], chances["far"]) == pytest.approx((0.2, 0.3, 0.45))
    assert 0.0 < chances["begin"] < 0.05
    assert [one["question"] for one in found["near_misses"]] == ["growth"]
    said = " ".join(every_kind(95, "review show").split())
    assert "Because of begin." in said
    assert "as far out, on either side, comes about" in said
    begin = said[said.index("What of begin?") : said.index("Because of begin.")]
    assert "of at most" not in begin, "no one share of time bounds a date's score"
    assert "of at most" in said[said.index("What of whom?") :]


LAST_SAID = {
    "end": "last said: median 2026-01-27, never 20%",
    "begin": "last said: never 90%",
    "growth": "last said: median 1.5, 80% from -2 to 4",
    "below": "last said: median 1.5, 80% from -2 to 4",
    "whom": "given 30% on average",
    "far": "given 45% on average",
}


def test_what_was_said_of_a_number_or_a_date_is_told_in_its_own_words(every_kind: Any) -> None:
    started = json.loads(every_kind(95, "review start --period 2026-Q1 --json"))
    assert {one["question"]: one["given"] for one in started["questions"]} == LAST_SAID
    said = " ".join(every_kind(95, "review start --period 2026-Q1").split())
    for words in LAST_SAID.values():
        assert words in said
    shown = " ".join(every_kind(95, "review show").split())
    never = "Last said: median 2026-01-27, never 20%. What happened was given 20% on average"
    assert never in shown
    growth = shown[shown.index("What of growth?") :]
    assert "What happened lay in the middle of what was said." in growth
    assert "100%" not in growth[: growth.index("Lesson")]


def test_what_several_said_of_a_number_or_a_date_is_told_by_its_range(every_kind: Any) -> None:
    every_kind(96, "forecaster add crew --kind team")
    every_kind(96, "forecaster add bo")
    every_kind(96, f"ask 'How many?' --slug many --type numeric --min 0 --max 99 {LATER}")
    every_kind(96, f"ask 'When?' --slug when --type date {LATER}")
    for who, least, never in (("ana", 20, 40), ("bo", 30, 70)):
        every_kind(97, f"predict many --p10 {least} --p50 {least + 5} --p90 60 --as {who}")
        by = f"--by 2026-04-30={100 - never}% --never {never}%"
        every_kind(97, f"predict when {by} --as {who}")
    every_kind(160, "resolve many 28 --no-source seen --known 2026-05-20")
    every_kind(160, "resolve when never --no-source seen")
    started = every_kind(185, "review start --period 2026-Q2 --forecaster crew --json")
    given = {one["question"]: one["given"] for one in json.loads(started)["questions"]}
    assert given["many"] == "last said: medians 25 to 35 (2 forecasters)"
    assert re.fullmatch(
        r"last said: median 2026-04-\d\d, never 40% to 70% \(2 forecasters\)", given["when"]
    )
    (row,) = [one for one in json.loads(every_kind(185, "review show --forecaster crew --json"))
              ["disagreement"] if one["question"] == "many"]  # fmt: skip
    assert row["words"] == ["median 25, 80% from 20 to 60", "median 35, 80% from 30 to 60"]
