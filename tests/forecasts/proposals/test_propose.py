"""What rules propose for every kind of question, from real files, before and after the close."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.errors import ForecastsError, InputError, RefusedError
from forecasts.model import Question
from forecasts.proposals import Reading, Silence, check, propose
from forecasts.store import open_store, questions

NOW = datetime(2026, 2, 1, tzinfo=UTC)
OPEN, CLOSED = datetime(2026, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
ASKED = {
    "rain": [],
    "tests": ["--type", "numeric", "--min", "0", "--max", "100"],
    "winner": ["--type", "multiple_choice", "--option", "Red", "--option", "Blue"],
    "summit": ["--type", "date", "--horizon", "2026-03-01"],
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Question]:
    db = str(tmp_path_factory.mktemp("rules") / "data.db")
    assert run(["init", "--db", db], now=NOW) == 0
    for slug, flags in ASKED.items():
        argv = ["ask", f"What of {slug}?", "--slug", slug, "--closes", "2026-03-01", *flags]
        assert run([*argv, "--db", db], now=NOW) == 0
    store = open_store(Path(db))
    return {slug: questions.find(store, slug) for slug in ASKED}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = "day,count,text\n2026-02-01,3,no\n2026-02-28,7,yes\n2026-02-28,8,yes\n2026-03-05,,\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8-sig")
    (tmp_path / "a.json").write_text(
        json.dumps({"n": 7, "won": "blue", "at": "2026-02-20", "a/b": [True, None], "big": {}})
    )
    return tmp_path


@pytest.mark.parametrize(
    ("slug", "rule", "while_open", "after"),
    [
        ("rain", Reading("a.csv", "count", (("day", "2026-02-28"),), yes_if=">= 8"), "yes", "yes"),
        ("rain", Reading("a.csv", "count", (("day", "2026-02-01"),), yes_if=">= 8"), None, "no"),
        ("rain", Reading("a.csv", "text", (("day", "2026-02-28"),)), "yes", "yes"),
        ("rain", Reading("a.csv", "count", (("day", "2030-01-01"),), yes_if=">= 8"), None, None),
        ("rain", Reading("a.json", pointer="/a~1b/0"), "yes", "yes"),
        ("rain", Reading("a.json", pointer="/a~1b/1"), None, None),
        ("rain", Reading("a.json", pointer="/a~1b/9"), None, None),
        ("tests", Reading("a.csv", "count"), None, None),  # the last row holds nothing yet
        ("tests", Reading("a.json", pointer="/n"), None, "7.0"),
        ("winner", Reading("a.json", pointer="/won"), "Blue", "Blue"),
        (
            "summit",
            Reading("a.json", pointer="/at"),
            "2026-02-21T00:00:00.000000Z",
            "2026-02-21T00:00:00.000000Z",
        ),
        ("rain", Silence("no", 7.0), None, "no"),
        ("summit", Silence("never", 7.0), None, "never"),
    ],
)
def test_a_rule_proposes(
    asked: dict[str, Question],
    folder: Path,
    slug: str,
    rule: Reading | Silence,
    while_open: str | None,
    after: str | None,
) -> None:
    check(asked[slug], rule, folder)
    for now, expected in ((OPEN, while_open), (CLOSED, after)):
        found = propose(asked[slug], rule, folder, now)
        assert (found.outcome if found else None) == expected


def test_what_was_read_is_kept_as_a_hash_and_quoted(
    asked: dict[str, Question], folder: Path
) -> None:
    found = propose(asked["tests"], Reading("a.json", pointer="/n"), folder, CLOSED)
    assert found is not None
    assert found.content_sha256 == hashlib.sha256((folder / "a.json").read_bytes()).hexdigest()
    assert found.quote == "/n: 7"
    assert found.object_by is None


def test_silence_says_until_when_to_object(asked: dict[str, Question], folder: Path) -> None:
    rule, later = Silence("no", 7.0), CLOSED + timedelta(days=30)
    for now in (CLOSED, later):  # counted from when people could see it
        found = propose(asked["rain"], rule, folder, now)
        assert found is not None
        assert found.object_by == now + timedelta(days=7)
        known_at = found.as_proposal(asked["rain"], rule, now).known_at
        assert known_at == asked["rain"].terms.closes_at


@pytest.mark.parametrize(
    ("slug", "rule", "says"),
    [
        ("rain", Reading("b.csv", "count"), "cannot be read"),
        ("rain", Reading("a.csv", "counts"), "It has: day, count, text"),
        ("rain", Reading("a.csv", "text", (("day", "2026-02-01"),), yes_if="> 1"), "no number"),
        ("rain", Reading("a.csv", "day"), "outcome"),
        ("tests", Reading("a.json", pointer="/won"), "no outcome of a numeric question"),
        ("winner", Reading("a.json", pointer="/n"), "none of the options"),
        ("rain", Reading("a.json", pointer="/big"), "one value"),
        ("rain", Reading("a.csv", pointer="/n"), "no JSON"),
    ],
)
def test_what_cannot_be_an_outcome_is_said(
    asked: dict[str, Question], folder: Path, slug: str, rule: Reading, says: str
) -> None:
    with pytest.raises(ForecastsError) as refused:
        propose(asked[slug], rule, folder, CLOSED)
    assert says in str(refused.value)


@pytest.mark.parametrize("place", ["../secret.csv", "/etc/passwd", "link.csv"])
def test_files_elsewhere_are_not_read(asked: dict[str, Question], folder: Path, place: str) -> None:
    (folder / "link.csv").symlink_to("/etc/passwd")
    with pytest.raises(RefusedError, match="outside"):
        propose(asked["rain"], Reading(place, "count"), folder, CLOSED)


def test_a_pipe_is_not_waited_for(asked: dict[str, Question], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(ForecastsError, match="no plain file"):
        propose(asked["rain"], Reading("pipe.csv", "count"), tmp_path, CLOSED)


def test_nan_is_no_number(asked: dict[str, Question], tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("n\nnan\n")
    with pytest.raises(ForecastsError, match="no number"):
        propose(asked["rain"], Reading("n.csv", "n", yes_if=">= 8"), tmp_path, CLOSED)


def test_a_number_too_long_to_read_is_said(asked: dict[str, Question], tmp_path: Path) -> None:
    (tmp_path / "n.json").write_text("9" * 5000)
    with pytest.raises(ForecastsError, match="no JSON document"):
        propose(asked["tests"], Reading("n.json", pointer=""), tmp_path, CLOSED)


def test_a_rule_must_fit_its_question(asked: dict[str, Question], folder: Path) -> None:
    with pytest.raises(RefusedError, match="--yes-if"):
        check(asked["tests"], Reading("a.csv", "n", yes_if="> 1"), folder)
    with pytest.raises(InputError, match="none of the options"):
        check(asked["winner"], Silence("no", 7.0), folder)
