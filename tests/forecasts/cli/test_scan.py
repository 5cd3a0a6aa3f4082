"""Any file is added and scanned, or refused in words; its own day tells what lies ahead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecasts.claims import scan
from forecasts.cli import run
from forecasts.cli.claims.reading import placed
from forecasts.model.decision import Decision, Made

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return an empty record."""
    assert run(["init", "--db", str(tmp_path / "data.db")], now=NOW) == 0
    capsys.readouterr()
    return tmp_path / "data.db"


def add(db: Path, name: str, content: bytes, day: str = "2025-02-04") -> int:
    file = db.parent / name
    file.write_bytes(content)
    typed = ("--published", day, "--slug", "a-text", "--title", "A text")
    return run(["source", "add", str(file), *typed, "--db", str(db)], now=NOW)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"It will rain. " * 300), ("a.txt", b"x" * 100_000),
        ("a.txt", "\U0001f600 It will rain \U0001f600".encode()), ("a.txt", b"a 1 2 3"),
        ("a.txt", "سوف يستمر الحرب".encode()), ("a.txt", "\u202eIt will\u202c rain".encode()),
        ("a.html", b"<p>It will rain"), ("a.md", b"| a | b | It will rain |"),
    ],
    ids=range(8),
)  # fmt: skip
def test_odd_texts_are_kept_and_scanned(
    db: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    assert add(db, name, content) == 0
    assert run(["claims", "scan", "--db", str(db)], now=NOW) == 0
    assert "\u202e" not in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"12 34", b"\0\1\2", b"\x89PNG", b"PK\x03\x04"])
def test_what_is_no_text_is_refused_in_words(
    db: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    assert add(db, "a.txt", content) == 2
    assert capsys.readouterr().err.startswith("Error: ")


@given(content=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_any_bytes_are_kept_or_refused(db: Path, content: bytes, name: str) -> None:
    (db.parent / name).write_bytes(content)
    typed = ("--published", "2025-02-04", "--db", str(db))
    assert run(["source", "add", str(db.parent / name), *typed], now=NOW) in (0, 2, 3)


def test_what_could_not_be_read_is_said_beside_the_answer(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(db, "a.txt", b"It will \x81 rain") == 0
    said = capsys.readouterr()
    assert "1 letter could not be read" in said.err
    assert "could not be read" not in said.out


@pytest.mark.parametrize(("day", "dates"), [("2012-06-01", ["in 2015"]), ("2025-06-01", [])])
def test_a_year_lies_ahead_of_the_day_of_its_text(
    db: Path, capsys: pytest.CaptureFixture[str], day: str, dates: list[str]
) -> None:
    assert add(db, "a.txt", b"It will be over in 2015, they say.", day) == 0
    capsys.readouterr()
    assert run(["claims", "scan", "--json", "--db", str(db)], now=NOW) == 0
    assert json.loads(capsys.readouterr().out)["dates"] == dates


def test_a_claim_that_speaks_against_says_so(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(db, "a.txt", b"The talks are doomed.") == 0
    assert run(["claims", "scan", "--db", str(db)], now=NOW) == 0
    assert '"are doomed": speaks against; no hedge, gives no number' in capsys.readouterr().out


def test_a_decision_is_found_again_where_a_later_release_reads_a_broken_word_whole() -> None:
    (claim,) = scan("The lead-\ners are likely to meet.")
    before = replace(claim, sentence="The lead-ers are Iikely to meet.", hedge="Iikely")
    known = Decision(
        source_id=1, n=7, sentence=before.sentence, hedge=before.hedge, kind=claim.kind,
        positive=True, scale=None, low=None, high=None, language="en", made=Made.DISMISSED,
        entered_by="ana",
    )  # fmt: skip
    assert placed((claim,), [known]) == {1: known}
