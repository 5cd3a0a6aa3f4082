"""From a text to a question and what its publication says of it; each claim once."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forecasts.claims import scan
from forecasts.cli import run
from forecasts.cli.claims.reading import placed
from forecasts.model.decision import Decision, Made
from forecasts.store import forecasts, open_store, questions
from forecasts.store.claims import REDACTED

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXT = """\
The year ahead
By Ana Kim
4 February 2025

Talks are likely to take place before 3 November 2026. A deal could limit nuclear expansion in
exchange for partial sanctions relief. The army is unlikely to pay for it.

Executive summary. A potential deal could limit the nuclear expansion in exchange for partial
relief of sanctions. Trade has fallen in recent months.
"""
CRITERIA = ("--counts", "They meet.", "--source", "KCNA", "--unclear", "It is annulled.")


@pytest.fixture
def db(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a record with one text in it."""
    path = tmp_path / "data.db"
    (tmp_path / "text.txt").write_text(TEXT)
    assert run(["init", "--db", str(path)], now=NOW) == 0
    assert run(["source", "add", str(tmp_path / "text.txt"), "--db", str(path)], now=NOW) == 0
    capsys.readouterr()
    return path


def told(capsys: pytest.CaptureFixture[str], db: Path, *words: str) -> tuple[int, str, str]:
    code = run([*words, "--db", str(db)], now=NOW)
    said = capsys.readouterr()
    return code, said.out, said.err


def lines(capsys: pytest.CaptureFixture[str], db: Path, *words: str) -> list[dict[str, Any]]:
    code, out, err = told(capsys, db, *words, "--json")
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_a_text_is_kept_with_what_it_tells_of_itself(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (known,) = lines(capsys, db, "source", "list")
    assert (known["source"], known["author"]) == ("year-ahead", "Ana Kim")
    assert (known["date_from"], known["date_to"]) == ("2025-02-04", "2025-02-04")
    code, _, err = told(capsys, db, "source", "add", str(db.parent / "text.txt"), "--slug", "two")
    assert (code, "on record as year-ahead" in err) == (1, True)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--published", "2027-01-01"), "lies ahead"),
        (("--published", "2025-01-20..2025-03-31"), "--basis"),
        (("--published", "2025-03-31..2025-01-20", "--basis", "x"), "ends before it begins"),
        (("--slug", "no slug"), "no slug"),
        (("--slug", "year-ahead"), "taken"),
        (("--url", "example"), "no web address"),
        ((), "prints no day"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_and_nothing_written(
    more: tuple[str, ...], why: str, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = db.parent / "other.txt"
    file.write_text("War is likely." if not more else f"{TEXT} War is likely.")
    before = lines(capsys, db, "source", "list")
    code, _, err = told(capsys, db, "source", "add", str(file), *more)
    assert (code in {1, 2}, why in err) == (True, True), err
    assert lines(capsys, db, "source", "list") == before


def test_scan_shows_what_each_word_stands_for(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(capsys, db, "claims", "scan")
    assert [(one["n"], one["hedge"], one["point"], one["polarity"]) for one in found] == [
        (1, "likely", 0.675, "positive"), (2, "could", None, "positive"),
        (3, "unlikely", 0.325, "negative"), (4, "could", None, "positive"),
    ]  # fmt: skip
    assert (found[0]["dates"], found[3]["same_as"]) == (["before 3 November 2026"], 2)
    watched = lines(capsys, db, "claims", "scan", "--indicators")
    assert [one["kind"] for one in watched][4:] == ["indicator"]
    (first, *_) = lines(capsys, db, "claims", "scan", "--scale", "kent")
    assert (first["scale"], first["point"]) == ("Kent", 0.75)


def test_a_claim_becomes_a_question_and_a_forecast_at_its_own_date(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "Will talks take place before 3 November 2026?"
    (made,) = lines(
        capsys, db, "claims", "accept", "1", title, "--closes", "2026-11-02", *CRITERIA,
        "--publication", "Kim 2025",
    )  # fmt: skip
    assert (made["probability"], made["low"], made["high"]) == (0.675, 0.55, 0.8)
    store = open_store(db)
    try:
        asked = questions.find(store, made["question"])
        (row,) = forecasts.history(store.connection, asked.id)
    finally:
        store.close()
    assert asked.terms.opens_at == datetime(2025, 2, 4, tzinfo=UTC)
    assert row.made_at.date().isoformat() == "2025-02-04"
    assert row.rationale == "Talks are likely to take place before 3 November 2026."
    # A publication says it once.
    code, _, err = told(
        capsys, db, "claims", "accept", "3", "--question", made["question"],
        "--publication", "Kim 2025",
    )  # fmt: skip
    assert (code, "never updated" in err) == (1, True)


def test_the_opposite_of_a_claim_turns_its_range_round(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (made,) = lines(
        capsys, db, "claims", "accept", "3", "Will the army leave it unpaid in 2026?",
        "--closes", "2026-12-31", "--opposite", *CRITERIA,
    )  # fmt: skip
    assert (made["low"], made["probability"], made["high"]) == (0.55, 0.675, 0.8)


def test_a_claim_is_recorded_once_unless_told_so(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title, again = "Will talks take place by the end of 2026?", "Will the talks be held in 2026?"
    asked = ("--closes", "2026-12-31", *CRITERIA)
    lines(capsys, db, "claims", "accept", "1", title, *asked)
    code, out, err = told(capsys, db, "claims", "accept", "1", again, *asked)
    assert (code, out) == (1, "")
    assert "claim 1 is a question already" in err
    (made,) = lines(
        capsys, db, "claims", "accept", "1", again, *asked, "--anyway", "--publication", "Kim"
    )
    assert made["probability"] == 0.675


def test_probably_not_is_no_number_for_its_happening(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "trade.txt"
    text.write_text("By Ana Kim\n4 February 2025\n\nTrade will probably not recover in 2026.\n")
    assert told(capsys, db, "source", "add", str(text))[0] == 0
    accept = ("claims", "accept", "1", "Will trade recover in 2026?", "--closes", "2026-12-31",
              "--of", "trade", *CRITERIA)  # fmt: skip
    code, out, err = told(capsys, db, *accept)
    assert (code, out) == (1, "")
    assert "--opposite reads it as 32.5%; --anyway records 67.5%" in err
    (made,) = lines(capsys, db, *accept, "--opposite")
    assert (made["low"], made["probability"], made["high"]) == (0.2, 0.325, 0.45)
    straight = ("--closes", "2026-12-31", "--of", "trade", "--publication", "Kim", *CRITERIA)
    title = "Will trade not recover in 2026?"
    (made,) = lines(capsys, db, "claims", "accept", "1", title, *straight, "--anyway")
    assert made["probability"] == 0.675


def test_words_without_a_number_are_kept_as_said_and_once(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (made,) = lines(
        capsys, db, "claims", "accept", "2", "Will a deal be signed in 2026?", "--closes",
        "2026-12-31", *CRITERIA,
    )  # fmt: skip
    assert (made["action"], made["probability"], made["word"]) == ("said", None, "could")
    found = lines(capsys, db, "claims", "scan")
    assert [one["decision"] for one in found] == [None, "accepted", None, "same"]
    assert found[3]["question"] == made["question"]
    assert "not scored" not in told(capsys, db, "verify")[1]
    assert told(capsys, db, "verify")[0] == 0


def test_a_word_is_read_on_the_scale_that_is_named(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(capsys, db, "ask", "Rain?", "--slug", "rain", "--closes", "2026-12-31")
    for scale, p in ((None, 0.675), ("phia", 0.65), ("IPCC", 0.83)):
        more = ("--scale", scale) if scale else ()
        (said,) = lines(capsys, db, "predict", "rain", "likely", *more)
        assert said["probability"] == pytest.approx(p)
    house = db.parent / "house.toml"
    house.write_text('name = "House"\n[[terms]]\nwords = ["a fair bet"]\nlow = 0.6\nhigh = 0.7\n')
    monkeypatch.setenv("FORECASTS_SCALE", str(house))
    (said,) = lines(capsys, db, "predict", "rain", "a fair bet")
    assert (said["probability"], said["scale"]) == (0.65, "House")
    code, _, err = told(capsys, db, "predict", "rain", "likely")
    assert (code, "is not a probability" in err) == (2, True)
    assert told(capsys, db, "predict", "rain", "likely", "--scale", "mine")[0] == 2


def test_a_superlative_ranks_an_option_and_is_graded_right_or_wrong(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = db.parent / "rank.txt"
    text.write_text("On aid\n\n4 March 2025\n\nChina is the most likely source of aid in 2025.\n")
    told(capsys, db, "source", "add", str(text))
    asked = ("Who gives aid first?", "--option", "China", "--option", "Russia", "--option", "other",
             "--closes", "2027-12-31", "--slug", "aid", *CRITERIA)  # fmt: skip
    code, _, err = told(capsys, db, "claims", "accept", "1", *asked, "--about", "Peru")
    assert (code, "no option of aid" in err) == (2, True)
    (made,) = lines(capsys, db, "claims", "accept", "1", *asked, "--about", "china")
    assert (made["action"], made["about"], made["probability"]) == ("said", "China", None)
    resolved = ("resolve", "aid", "China", "--no-source", "seen", "--known", "2026-02-01")
    assert told(capsys, db, *resolved)[0] == 0
    (report,) = lines(capsys, db, "report")
    (judged,) = report["published"]["judgements"]
    assert (judged["about"], judged["ranked_right"]) == ("China", True)
    assert "ranked first: China, right" in " ".join(told(capsys, db, "report")[1].split())


def test_a_claim_is_dismissed_with_a_reason_or_said_to_be_another(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, db, "claims", "dismiss", "3", "--why", "no measure")[0] == 0
    code, _, err = told(capsys, db, "claims", "same", "1", "3")
    assert (code, "not been accepted" in err) == (2, True)
    decided = {one["n"]: one["decision"] for one in lines(capsys, db, "claims", "scan")}
    assert decided == {1: None, 2: None, 3: "dismissed", 4: None}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("9",), "has no claim 9"),
        (("1",), "what is the question"),
        (("1", "Will it?"), "needs a day"),
        (("1", "Will it?", "--closes", "2024-01-01"), "it would close"),
        (("1", "--question", "none"), "none"),
        (("1", "--of", "none"), "no source is called"),
        (("1", "Will it?", "--closes", "2026-12-31", "--scale", "mine"), "no scale"),
    ],
)
def test_what_cannot_be_accepted_is_said_and_nothing_written(
    words: tuple[str, ...], why: str, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = told(capsys, db, "verify", "--json")[1]
    code, out, err = told(capsys, db, "claims", "accept", *words)
    assert (code in {1, 2}, out) == (True, "")
    assert why in err
    assert told(capsys, db, "verify", "--json")[1] == before


def test_a_pass_over_a_text_records_each_answer_at_once(db: Path) -> None:
    """At a real terminal: the first claim becomes a question, the second waits, then stop."""
    answers = "a\nWill talks take place?\n\n2100-12-31\nThey meet.\n\nKCNA\n\n\n\n\n\nq\n"
    command = [sys.executable, "-m", "forecasts", "claims", "walk", "--db", str(db)]
    master, slave = pty.openpty()
    with subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:  # fmt: skip
        os.write(master, answers.encode())
        os.write(master, b"\x04")  # should it ask for more, its input ends
        out, err = process.communicate(timeout=60)
    os.close(master)
    os.close(slave)
    assert process.returncode == 0, err
    assert "year-ahead says 67.5%" in out
    store = open_store(db)
    try:
        assert [one.terms.title for one in questions.everything(store.connection)] == [
            "Will talks take place?"
        ]
    finally:
        store.close()


def test_a_decision_stays_with_its_claim_when_more_is_found_in_the_text() -> None:
    first, second = scan("They will sign. It is likely to rain by May 2026.")
    made = Decision(
        source_id=1, n=1, sentence=second.sentence, hedge="likely", kind="scaled", positive=True,
        scale=None, low=None, high=None, language="en", made=Made.DISMISSED,
    )  # fmt: skip
    assert placed((first, second), [made]) == {2: made}
    assert placed((first, second), [replace(made, hedge="x")]) == {2: replace(made, hedge="x")}
    redacted = replace(made, sentence=REDACTED)
    assert placed((first, second), [redacted]) == {1: redacted}
    assert placed((first, second), [replace(made, sentence="No more.")]) == {}


def test_a_claim_that_is_a_question_is_not_dismissed(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "Will talks take place before 3 November 2026?"
    accepted = told(capsys, db, "claims", "accept", "1", title, "--closes", "2026-11-02", *CRITERIA)
    assert accepted[0] == 0, accepted
    code, _, error = told(capsys, db, "claims", "dismiss", "1")
    assert (code, "claim 1 is a question already" in error) == (1, True)
    assert "are one claim" in told(capsys, db, "claims", "same", "1", "1")[2]
