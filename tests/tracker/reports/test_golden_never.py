"""What no report may show, searched for in every report of golden/, in words and in numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "golden"
WORDS = sorted(path.name for path in (*FOLDER.glob("*.txt"), *FOLDER.glob("*.md")))
NUMBERS = sorted(path.stem for path in FOLDER.glob("*.json"))
LEAST_CLUSTERS, LEAST_QUESTIONS, CURVE, DECOMPOSITION = 8, 10, 30, 100
METHOD = re.compile(r"^(#+ )?Method$.*?^(#+ )?About this report$", re.MULTILINE | re.DOTALL)
FORBIDDEN = {
    "three decimals": r"(?<![\w.:])\d+\.\d{3,}\b",
    "a rank": r"\b(rank\w*|medal\w*|winner\w*|loser\w*|podium|first place|top \d)\b",
    "accuracy": r"accura\w*",
    "a p-value": r"p-?value|signific\w*|\bp ?[<=] ?0",
    "a trend": r"\b(trend\w*|improv\w*|declin\w*|deteriorat\w*)\b|[↑↓↗↘▲▼🥇🥈🥉]",
    "what is no number": r"\bnan\b|\binf\b|(?-i:[=(:,·] ?None\b|\bNone[,;)])",
    "a policy that pays for waiting": r"while open|\bopen policy\b",
}


def read(name: str) -> str:
    """Return the words of a report on one line, without its method, which says what is not done."""
    text = METHOD.sub("", (FOLDER / name).read_text(encoding="utf-8"))
    return " ".join(text.split())


def told(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


SCORING = [name for name in NUMBERS if "record" in told(name)]  # the others are pages on a week


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("name", WORDS)
def test_words_that_no_report_holds(name: str, what: str) -> None:
    found = re.finditer(f".{{0,9}}(?:{FORBIDDEN[what]}).{{0,20}}", read(name), re.IGNORECASE)
    assert not [match[0] for match in found], what


def test_the_list_finds_what_it_looks_for() -> None:
    bad = "ranked first, accuracy 0.812 (p < 0.05), an improvement ↑ of nan, x = None, while open"
    assert [what for what, pattern in FORBIDDEN.items()
            if not re.search(pattern, bad, re.IGNORECASE)] == []  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_a_mean_has_its_interval_or_is_not_told(name: str) -> None:
    report = told(name)
    for row in report.get("leaderboard", {}).get("rows", ()):
        assert (row["skill"] is None) == (row["low"] is None) == (row["clusters"] < LEAST_CLUSTERS)
    for part in parts(report):
        assert (part["raw"] is None) == (part["low"] is None)
        assert part["raw"] is None or part["questions"] >= LEAST_QUESTIONS
        assert part["raw"] is None or part["clusters"] >= LEAST_CLUSTERS
    updating = report.get("updating")
    if updating and updating["share"] is not None:
        assert min(updating["moves"] - LEAST_QUESTIONS, updating["clusters"] - LEAST_CLUSTERS) >= 0


def parts(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    found = report.get("where_wrong", {})
    for key in ("topics", "kinds", "horizons"):
        yield from found.get(key, ())


@pytest.mark.parametrize("name", [n for n in WORDS if n.endswith(".txt")])
def test_a_mean_in_the_tables_stands_beside_an_interval(name: str) -> None:
    """Of two questions or more; a single one has a score and no mean."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        few = re.search(r"\b(\d+) of 8 clusters", line)
        if few and few[1] != "1":
            assert not re.search(r"\d\.\d\d", line), line


@pytest.mark.parametrize("name", NUMBERS)
def test_calibration_shows_what_n_allows(name: str) -> None:
    found = told(name).get("calibration", {}).get("numbers")
    if found is None:
        return
    n = found["questions"]
    assert (found["curve"]["reason"] is None) == (n >= CURVE)
    assert (found["cox"]["slope"] is None) == (n < DECOMPOSITION)
    assert all(row["questions"] >= LEAST_QUESTIONS for row in found["bins"] or ()
               if row["happened"] is not None)  # fmt: skip
    if found["waiting"] > (found["waiting"] + n) / 10:
        assert found["verdict"] is None
        assert found["reason"]
    missing = {one["part"] for one in found["missing"]}
    assert missing == {part for part, floor in
                       (("the curve", CURVE), ("the decomposition", DECOMPOSITION))
                       if n < floor}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_moves_after_news_have_no_bin_under_ten(name: str) -> None:
    found = told(name).get("updating")
    assert all(one["moves"] >= LEAST_QUESTIONS for one in (found or {}).get("after", ()))


@pytest.mark.parametrize("name", NUMBERS)
def test_a_change_is_called_one_where_the_interval_excludes_nothing(name: str) -> None:
    for row in told(name).get("against_before", {}).get("rows", ()):
        told_apart = row["low"] is not None and not row["low"] <= 0 <= row["high"]
        assert (row["verdict"] == "cannot tell") != told_apart


@pytest.mark.parametrize("name", SCORING)
def test_what_waits_or_is_void_is_in_no_average(name: str) -> None:
    report = told(name)
    outside = {one["question"] for one in report["needs_a_person"]["questions"]}
    void = report.get("void", {})
    outside |= {one["question"] for key in ("void", "disputed") for one in void.get(key, ())}
    scored = {one["question"] for one in report["resolved"]["questions"]}
    calls = report.get("calls", {})
    scored |= {one["question"] for key in ("best", "worst") for one in calls.get(key, ())}
    assert not outside & scored
    counts = report["denominators"]
    assert counts["closed"] == counts["resolved"] + counts["waiting"] + counts["void"]
    most = counts["resolved"]
    assert all(row["questions"] <= most for row in report["record"]["coin"]["rows"])


@pytest.mark.parametrize("name", SCORING)
def test_an_early_close_says_of_at_most(name: str) -> None:
    """Once for each score of a question that could not lose all, in the words of its entry."""
    words = read(f"{name}.txt")
    for one in told(name)["resolved"]["questions"]:
        for row in one["said"]:
            if row["score"] is not None and row["attainable"] < 0.995:
                said = f"{row['score']:.2f} of at most {row['attainable']:.2f}"
                assert said in words, (one["question"], row["forecaster"])


@pytest.mark.parametrize("name", SCORING)
def test_the_two_references_never_meet(name: str) -> None:
    """What has no reference class is compared with the coin alone, in a statement of its own."""
    report = told(name)
    record = report["record"]
    assert [record[key]["against"] for key in ("base_rate", "coin")] == ["base rate", "coin"]
    for row in record["base_rate"]["rows"]:
        other = next(r for r in record["coin"]["rows"] if r["forecaster"] == row["forecaster"])
        assert row["questions"] <= other["questions"]
    assert report["retrospective"] is False
    assert report["footer"]["policy"].startswith("scheduled")


def test_there_is_a_report_of_every_size_and_of_every_trouble() -> None:
    sizes = {name: told(name)["denominators"]["resolved"] for name in SCORING}
    assert (sizes["n0"], sizes["n1"], sizes["n14"]) == (0, 1, 14)
    assert sizes["n400"] >= 400
    assert told("n14")["denominators"]["waiting"] == 3
    assert len(told("disputed")["void"]["disputed"]) == 1
    assert told("restated")["footer"]["restatements"] == 1
    kinds = {"binary", "multiple_choice", "ordinal", "numeric", "date"}
    assert {one["type"] for one in told("kinds")["resolved"]["questions"]} <= kinds
    told_of = {one["type"] for name in ("kinds", "kinds-week")
               for one in told(name)["resolved"]["questions"]}  # fmt: skip
    assert told_of == kinds
    assert [one["label"] for one in told("kinds")["where_wrong"]["terms"] if one["pooled"]] == [
        "unlikely", "likely",
    ]  # fmt: skip
    assert "published" in told("kinds")
