"""From a text to a question and what its publication says of it; each claim once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forecasts.claims import Kind, scan
from forecasts.cli import run
from forecasts.cli.claims.reading import placed, read
from forecasts.model import Criteria, Forecast, Question, QuestionType
from forecasts.model.decision import Decision, Made
from forecasts.store import forecasts, open_store, questions, sources
from forecasts.store.claims import REDACTED
from forecasts.words import ICD_203, SCALES
from tests.terminal import CTRL_C, CTRL_D, CTRL_U, Answer, on_a_terminal

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


def test_a_text_of_a_range_of_days_speaks_on_the_last_and_its_question_opens_then(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = db.parent / "ranged.txt"
    file.write_text("A truce is likely before 2027.")
    dated = ("--published", "2025-01-20..2025-03-31", "--basis", "names him as in office")
    lines(capsys, db, "source", "add", str(file), "--title", "A", "--slug", "ranged", *dated)
    title = ("Will there be a truce before 2027?", "--closes", "2026-12-31")
    code, out, err = told(
        capsys, db, "claims", "accept", "1", *title, "--of", "ranged", "--slug", "truce", *CRITERIA
    )
    assert code == 0, err
    assert "ranged says 67.5% (“likely”), at the latest on 2025-03-31." in " ".join(out.split())
    (shown,) = lines(capsys, db, "show", "truce")
    assert shown["opens_at"] == "2025-03-31T00:00:00.000000Z"


def test_a_last_day_that_was_over_when_the_text_came_out_is_refused_with_what_to_type(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = told(
        capsys, db, "claims", "accept", "1", "Will talks take place?", "--closes", "2020-01-01"
    )
    assert code == 2
    assert "it would close with 2020-01-01, and the text is of 2025-02-04" in err
    assert "--opens" not in err


def test_another_copy_of_a_text_is_the_same_publication(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = ("Will talks take place before 3 November 2026?", "--closes", "2026-11-02")
    kim = ("--publication", "Kim 2025")
    (made,) = lines(capsys, db, "claims", "accept", "1", *title, *CRITERIA, *kim)
    (db.parent / "copy.txt").write_text(TEXT.replace("The year ahead", "The Year Ahead") + "End.")
    lines(capsys, db, "source", "add", str(db.parent / "copy.txt"), "--slug", "copy")
    there = ("--of", "copy", "--question", made["question"])
    code, _, err = told(capsys, db, "claims", "accept", "1", *there)
    assert (code, "Kim 2025 has spoken of" in err) == (1, True)
    code, _, err = told(capsys, db, "claims", "accept", "1", *there, "--publication", "copy")
    said = " ".join(err.split())
    assert (code, "as Kim 2025: as copy too, its author would count twice" in said) == (1, True)
    quoted = ("--publication", "the minister", "--anyway")
    (other,) = lines(capsys, db, "claims", "accept", "1", *there, *quoted)
    assert other["forecaster"] == "the minister"


def test_a_source_without_its_words_says_how_to_add_them(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(db)
    try:
        (known,) = sources.everything(store.connection)
        with store.append(NOW, "source add") as batch:
            sources.add(batch, replace(known, slug="wordless", text_sha256=None))
    finally:
        store.close()
    code, _, err = told(capsys, db, "claims", "scan", "wordless")
    assert (code, "forecasts source add FILE --slug wordless-text" in err) == (1, True)
    assert "--publication" not in err


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


@pytest.mark.parametrize(
    ("sentence", "title", "number"),
    [
        ("No vote is likely before 2027.", "Will a vote be held in 2026?", 0.325),
        ("The union is anything but likely to split.", "Will the union split in 2026?", None),
        ("Trade will probably not recover.", "Will trade recover in 2026?", "--opposite reads"),
        ("Not all members are likely to sign.", "Will the members sign in 2026?", "--opposite r"),
        ("Trade will probably recover.", "Will trade not recover in 2026?", "--opposite reads"),
        ("No vote is likely before 2027.", "Will no vote be held in 2026?", "--opposite reads"),
    ],
)
def test_no_number_is_recorded_with_the_wrong_sign(
    sentence: str, title: str, number: float | str | None, db: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    text = db.parent / "denied.txt"
    text.write_text(f"Trade\nBy Ana Kim\n4 February 2025\n\n{sentence}\n")
    assert told(capsys, db, "source", "add", str(text), "--slug", "denied")[0] == 0
    accept = ("claims", "accept", "1", title, "--closes", "2026-12-31", "--of", "denied", *CRITERIA)
    if isinstance(number, str):
        code, out, err = told(capsys, db, *accept)
        assert (code, out, number in err) == (1, "", True)
    else:
        (made,) = lines(capsys, db, *accept)
        assert made["probability"] == number


def test_the_list_says_what_a_not_makes_of_a_number(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = db.parent / "denied.txt"
    text.write_text("Trade\nBy Ana Kim\n4 February 2025\n\nTrade has fallen in recent months.\n\n"
                    "Rents will fall. Trade will probably not recover.\n")  # fmt: skip
    assert told(capsys, db, "source", "add", str(text), "--slug", "denied")[0] == 0
    *_, found = lines(capsys, db, "claims", "scan", "denied")
    assert (found["polarity"], found["denied"], found["point"]) == ("negative", True, 0.675)
    _, out, err = told(capsys, db, "claims", "scan", "denied")
    assert "read as 67.5%; by a “not”, which makes it 32.5%" in " ".join(out.split())
    assert "1 to watch" in err
    assert f"claims accept {found['n']} " in err  # the first with a number, not the first


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
    for words in (("dismiss", "1"), ("same", "1", "2")):
        code, _, error = told(capsys, db, "claims", *words)
        assert (code, "claim 1 is a question already" in error) == (1, True), words
    assert "are one claim" in told(capsys, db, "claims", "same", "1", "1")[2]


def test_what_was_said_of_a_claim_already_is_not_written_twice(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines(capsys, db, "claims", "dismiss", "3", "--why", "no measure")
    head = receipt(db)
    for why in ((), ("--why", "no measure")):
        code, out, err = told(capsys, db, "claims", "dismiss", "3", *why)
        assert (code, out) == (1, "")
        assert "claim 3 is dismissed already, because: no measure; nothing was written" in err
    assert receipt(db) == head
    lines(capsys, db, "claims", "dismiss", "3", "--why", "no day")
    assert "because: no day" in told(capsys, db, "claims", "dismiss", "3")[2]
    lines(capsys, db, "claims", "accept", "1", "Talks?", "--closes", "2026-12-31", *CRITERIA)
    lines(capsys, db, "claims", "same", "3", "1")
    head = receipt(db)
    code, out, err = told(capsys, db, "claims", "same", "3", "1")
    assert (code, out, "said to be claim 1 already" in err) == (1, "", True)
    assert receipt(db) == head


def test_a_retry_of_the_same_uuid_adds_nothing(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("accept", "1", "Talks?", "--closes", "2026-12-31", *CRITERIA)
    for n, words in enumerate((asked, ("dismiss", "3"), ("same", "2", "1")), 1):
        named = ("claims", *words, "--uuid", f"{n:08}-0000-4000-8000-000000000000")
        assert told(capsys, db, *named)[0] == 0
        head = receipt(db)
        code, out, err = told(capsys, db, *named)
        assert (code, out, "already on record" in err) == (0, "", True), words
        assert receipt(db) == head


def test_the_next_claims_of_a_text_are_said_by_who_said_the_first(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--closes", "2026-12-31", *CRITERIA)
    lines(capsys, db, "claims", "accept", "1", "Talks?", *asked, "--publication", "Kim 2025")
    (made,) = lines(capsys, db, "claims", "accept", "3", "Will the army pay?", *asked)
    assert made["forecaster"] == "Kim 2025"


def test_what_a_question_of_a_claim_lacks_is_said(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("claims", "accept", "1", "Talks?", "--closes", "2025-12-31")
    code, _, err = told(capsys, db, *asked, "--slug", "talks")
    assert code == 0
    for finding in ("what counts: --counts", "no source", "it has closed already", "--unclear"):
        assert finding in err, finding
    (made,) = lines(capsys, db, "claims", "accept", "3", "Paid?", "--closes", "2026-12-31")
    assert [one["mend"] for one in made["findings"]] == [
        '--counts "…"', '--source "…"', '--unclear "…"'
    ]  # fmt: skip


def test_two_judgements_of_one_sentence_are_told_apart(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    file = db.parent / "two.txt"
    said = (
        "The army is unlikely to pay and it is unlikely to leave in 2027, but a truce may follow."
    )
    file.write_text(f"On war\n\n4 March 2025\n\n{said}\n")
    told(capsys, db, "source", "add", str(file))
    _, out, _ = told(capsys, db, "claims", "scan")
    assert out.splitlines() == [
        '  1 "unlikely to pay and …": ICD 203 20% to 45%, read as 32.5%',
        '  2 "unlikely to leave in …": ICD 203 20% to 45%, read as 32.5%',
        '  3 "may": gives no number',
        f"    {said}",
        "    when: in 2027",
    ]
    for columns in (40, 80):
        monkeypatch.setenv("COLUMNS", str(columns))
        narrow = told(capsys, db, "claims", "scan")[1]
        assert max(map(len, narrow.splitlines())) <= columns


SLOT = "a r = d q ? > "
LINES = (  # what is asked of a question with yes or no, up to its base rate
    ("The question, such as", "Will talks take place before 3 November 2100?"),
    ("5  a day", ""),
    ("Last day that counts (Enter: 1, or another", ""),
    ("What counts as yes", "They meet."),
    ("What does not count", ""),
    ("Who says so", "KCNA"),
    ("What follows if", "It is annulled."),
    ("How often did", "3/40"),
    ("on any day up to the last", ""),
)
READ_OVER = "Enter records it"


def asked_of(db: Path) -> list[Question]:
    store = open_store(db)
    try:
        return list(questions.everything(store.connection))
    finally:
        store.close()


def said_of(db: Path, question: Question) -> Forecast:
    store = open_store(db)
    try:
        (row,) = forecasts.history(store.connection, question.id)
        return row
    finally:
        store.close()


def test_on_a_terminal_accept_asks_for_what_is_missing_and_any_line_can_be_mended(db: Path) -> None:
    answers = [
        *LINES,
        ("Of which answer does the text say “likely”?", ""),
        (READ_OVER, "3"),
        ("Last day that counts", f"{CTRL_U}soon"),
        ("'soon' is no date", "2100-01-31"),
        ("the title says 'before 3 November 2100'", ""),  # grave: Enter does not record it
        ("scored otherwise than it reads", "3"),
        ("Last day that counts", f"{CTRL_U}9"),
        ("'9' is no date", "1"),
        (READ_OVER, "5"),
        ("What does not count", "A letter."),
        (READ_OVER, "11"),
        ("Its short name", "no slug"),
        ("is no slug", "talks"),
        (READ_OVER, ""),
    ]
    ended = on_a_terminal(["claims", "accept", "1"], answers, columns=80, FORECASTS_DB=str(db))
    assert ended.code == 0, ended.seen
    assert "1 Tue 2100-11-02, by “before 3 November 2100”" in " ".join(ended.seen.split())
    assert "year-ahead says 67.5% (“likely”), on 2025-02-04" in ended.seen
    assert "To mend" not in ended.seen[ended.seen.rindex(READ_OVER) :]
    assert max(map(len, ended.lines)) <= 80, max(ended.lines, key=len)
    (made,) = asked_of(db)
    assert made.slug == "talks"
    assert made.terms.title == "Will talks take place before 3 November 2100?"
    assert made.terms.closes_at == datetime(2100, 11, 3, tzinfo=UTC)
    assert made.terms.opens_at == datetime(2025, 2, 4, tzinfo=UTC)
    assert made.terms.criteria == Criteria("They meet.", "A letter.", "KCNA", "It is annulled.")
    assert (str(made.terms.reference_class), made.terms.by_deadline) == ("3/40", True)


def test_what_stands_in_the_sentence_is_offered_and_a_day_that_is_over_is_of_the_past(
    db: Path,
) -> None:
    text = db.parent / "past.txt"
    text.write_text("A note\nBy Lee\n4 February 2020\n\nA deal is unlikely to be signed in 2020.\n")
    assert run(["source", "add", str(text), "--db", str(db)], now=NOW) == 0
    ended = on_a_terminal(
        ["claims", "accept", "1", "Will a deal be signed?", "--db", str(db), "--counts", "Ink.",
         "--source", "Reuters", "--unclear", "No."],
        [
            ("5  a day", ""),
            ("Last day that counts (Enter: 1)", ""),
            ("That is over. Is it asked of the past", "maybe"),
            ("'maybe' is neither yes nor no", ""),
            ("What does not count", ""),
            ("How often did", "many"),
            ("is no reference class", ""),
            ("of a yes, which is then at 32.5%", "2"),
            (READ_OVER, "10"),
            ("Under which name", f"{CTRL_U}Lee 2020"),
            (READ_OVER, ""),
        ],
    )  # fmt: skip
    assert ended.code == 0, ended.seen
    assert "1 Thu 2020-12-31, by “in 2020”" in " ".join(ended.seen.split())
    assert "Lee 2020 says 67.5% (“unlikely”)" in ended.seen
    (made,) = asked_of(db)
    assert (made.terms.retrospective, made.terms.closes_at.year) == (True, 2021)


def test_a_claim_that_is_on_record_is_asked_nothing_about(db: Path) -> None:
    run(["claims", "dismiss", "2", "--db", str(db)], now=NOW)
    title = "Will talks take place before 3 November 2026?"
    closes = ["--closes", "2026-11-02"]
    assert run(["claims", "accept", "1", title, *closes, "--db", str(db)], now=NOW) == 0
    ended = on_a_terminal(["claims", "accept", "1", "--db", str(db)], [])
    assert (ended.code, "claim 1 is a question already" in ended.seen) == (1, True)
    everything = ["claims", "accept", "3", "Will it pay?", "--closes", "2100-01-01"]
    ended = on_a_terminal([*everything, "--db", str(db)], [])  # all is there: nothing is asked
    assert (ended.code, "To mend:" in ended.seen) == (0, True), ended.seen


@pytest.mark.parametrize("key", [CTRL_C, "q"])
def test_accept_is_left_without_a_trace(db: Path, key: str) -> None:
    head = receipt(db)
    last = [*LINES, ("Of which answer", ""), (READ_OVER, key)] if key == "q" else []
    answers = last or [*LINES[:4], ("What does not count", key)]
    ended = on_a_terminal(["claims", "accept", "1", "--db", str(db)], answers)
    assert (ended.code, "stopped; nothing more was written." in ended.seen) == (130, True)
    assert receipt(db) == head


def receipt(db: Path) -> str:
    store = open_store(db)
    try:
        return str(store.receipt())
    finally:
        store.close()


@pytest.mark.parametrize("columns", [40, 80])
def test_a_pass_asks_a_superlative_for_its_options_and_says_what_is_on_record(
    db: Path, columns: int
) -> None:
    text = db.parent / "rank.txt"
    text.write_text(
        "On aid\n\n4 March 2025\n\nChina is the most likely source of aid in 2025.\n\n"
        "Exports will probably reach 30 million tonnes in 2026. Who knows who could win the vote."
    )
    run(["source", "add", str(text), "--slug", "aid", "--db", str(db)], now=NOW)
    answers = [
        (SLOT, "z"),
        ("'z' is no key", "?"),
        ("show these keys", "a"),
        ("The question, such as", "Who gives aid first before 2099?"),
        ("2  one of several options (Enter)", ""),
        ("The options, with ;", "China"),
        ("options or more", "Russia; China; other"),
        ("Last day that", "1"),
        ("What counts as yes", CTRL_D),  # back to the claim; what was typed is kept
        ("what you typed is kept", "a"),
        ("What counts as yes", "Announced."),
        ("What does not count", ""),
        ("Who says so", "Reuters"),
        ("What follows if", "No."),
        ("How often did each", "China=3"),
        ("it lacks 'Russia'", "China=3; Russia=0; other=1"),
        ("Which one is", ""),
        ("q leaves", ""),
        ("2/3", "d"),
        ("Why (Enter", "no measure"),
        ("3/3", CTRL_D),
    ]
    words = ["claims", "walk", "aid", "--db", str(db)]
    ended = on_a_terminal(words, answers, columns=columns, NO_COLOR="1")
    assert ended.code == 0, ended.seen
    told = " ".join(ended.seen.split())
    assert "aid ranks China first (“the most likely”), on 2025-03-04" in told
    assert "On record: 1 asked, 1 dismissed; 1 of its claims wait. Go on: forecasts claims" in told
    assert "\x1b[1m" not in ended.seen
    # Lines of ours: what is typed runs on, and names and commands are kept whole.
    ours = re.compile(r"(?!  > |.*/|.*first-before-2099)")
    own = [line for line in ended.lines if ours.match(line)]
    assert max(map(len, own)) <= columns, max(own, key=len)
    (made,) = asked_of(db)
    assert made.type is QuestionType.MULTIPLE_CHOICE
    assert said_of(db, made).about == "China"
    assert str(made.terms.reference_class) == '{"China": 3, "Russia": 0, "other": 1}'


@pytest.mark.parametrize(
    ("kind", "details", "shown"),
    [
        ("4", [("The lowest", "0"), ("The highest", "-1"), ("not from 0.0 to -1.0", "50"),
               ("on either side", "2"), ("What is counted", "tests")], "0 to 50 or more tests"),
        ("5", [("Up to which day", "2100-12-31")], "a day up to 2100-12-31; later is never"),
    ],
)  # fmt: skip
def test_a_claim_becomes_a_question_of_any_kind(
    db: Path, kind: str, details: list[tuple[str, str]], shown: str
) -> None:
    answers = [("5  a day", kind), *details, ("Who says so", ""), (READ_OVER, "")]
    words = ["claims", "accept", "2", "What will it be?", "--not-counts", "x", "--counts", "x",
             "--unclear", "x", "--db", str(db)]  # fmt: skip
    answers.insert(1 + len(details), ("Last day that counts", "2100-06-30"))
    ended = on_a_terminal(words, answers)
    assert ended.code == 0, ended.seen
    assert shown in ended.seen
    (made,) = asked_of(db)
    assert said_of(db, made).words == "could"


def test_a_pass_ends_at_ctrl_c_and_keeps_what_was_recorded(db: Path) -> None:
    title = "Will a deal be signed in 2100?"
    run(["ask", title, "--slug", "deal", "--opens", "2025-01-01", "--closes", "2100-12-31",
         "--db", str(db)], now=NOW)  # fmt: skip
    answers = [
        (SLOT, "r"),
        ("Which one?", "dael"),
        ("Did you mean deal?", "deal"),
        ("Of which answer", ""),
        (SLOT, "="),
        ("The same as which claim?", "x"),
        ("is no number of a claim", "9"),
        ("claim 9 has not been accepted", ""),
        (SLOT, "d"),
        ("Why", CTRL_C),
    ]
    ended = on_a_terminal(["claims", "walk", "--db", str(db)], answers)
    assert ended.code == 130, ended.seen
    assert "year-ahead says 67.5% (“likely”), on 2025-02-04" in ended.seen
    assert "On record: 1 asked; 3 of its claims wait." in " ".join(ended.seen.split())
    assert told_decisions(db) == {1: "accepted", 2: None, 3: None, 4: None}


def test_what_the_record_refuses_can_be_mended_and_bad_options_ask_nothing(db: Path) -> None:
    accept = ["claims", "accept", "3", "--db", str(db)]
    ended = on_a_terminal([*accept, "--closes", "soon"], [])
    assert (ended.code, "'soon' is no date" in ended.seen) == (2, True), ended.seen

    def meanwhile() -> str:
        asked = ["--closes", "2100-01-01", "--db", str(db)]
        assert run(["claims", "accept", "3", "Paid?", *asked], now=NOW) == 0
        return ""

    answers: list[tuple[str, Answer]] = [
        ("5  a day", ""),
        ("Last day that counts", "2100-01-01"),
        ("How often did", ""),
        ("Of which answer", ""),
        (READ_OVER, meanwhile),
        ("claim 3 is a question already", "q"),
    ]
    words = ["Will the army pay?", "--counts", "x", "--not-counts", "x", "--source", "x",
             "--unclear", "x"]  # fmt: skip
    ended = on_a_terminal([*accept, *words], answers)
    assert (ended.code, [one.terms.title for one in asked_of(db)]) == (130, ["Paid?"])


def test_what_is_asked_fits_the_terminal_though_the_output_is_piped(db: Path) -> None:
    words = ["claims", "walk", "--db", str(db)]
    ended = on_a_terminal(words, [("1/4", ""), ("2/4", "q")], columns=40, piped=True, NO_COLOR="1")
    assert (ended.code, "a r = d q ? >" in ended.seen) == (0, True), ended.seen
    assert max(len(line) for line in ended.lines if "/" not in line) <= 40


def told_decisions(db: Path) -> dict[int, str | None]:
    store = open_store(db)
    try:
        found = read(store, None, SCALES[ICD_203])
    finally:
        store.close()
    made = {n: one.made.value for n, one in found.decided.items()}
    return {one.n: made.get(one.n) for one in found.claims if one.kind is not Kind.INDICATOR}


def test_a_text_without_a_title_is_called_as_its_file_or_as_is_typed(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, dated = db.parent / "scan_17.txt", ("--published", "2025-02-04")
    file.write_text("by Ana Kim\n\nwar is unlikely before 2030.\n")
    code, out, err = told(capsys, db, "source", "add", str(file), *dated, "--slug", "one")
    assert (code, out.splitlines()[0], "--title" in err) == (0, "scan 17", True)
    heads, *rows = told(capsys, db, "source", "list")[1].splitlines()
    assert heads.split() == ["source", "by", "published", "language"]
    assert [row.split()[-1] for row in rows] == ["en", "en"]
    file.write_text("by Ana Kim\n\nwar is unlikely before 2031.\n")
    words = ["source", "add", str(file), "--db", str(db)]
    ended = on_a_terminal(words, [])  # it prints no day either: nobody is asked in vain
    assert (ended.code, "What is it called" in ended.seen) == (2, False)
    answers = [("What is it called (Enter: scan 17)?", "On war")]
    ended = on_a_terminal([*words, *dated], answers)
    assert (ended.code, "Slug       on-war" in ended.seen) == (0, True), ended.seen


def test_a_list_of_texts_takes_two_lines_each_of_a_terminal_and_one_elsewhere(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, basis = db.parent / "guess.txt", f"Told at https://example.org/{'long/' * 40}"
    file.write_text("War is unlikely before 2030.\n")
    days, slug = "2025-01-20..2025-03-31", "s" * 80
    typed = ("--published", days, "--basis", basis, "--title", "On war " * 20, "--slug", slug)
    assert told(capsys, db, "source", "add", str(file), *typed)[0] == 0
    ended = on_a_terminal(["source", "list", "--db", str(db)], [], columns=80, NO_COLOR="1")
    assert max(map(len, ended.lines)) <= 80
    assert ended.lines[0] == "year-ahead"
    assert ended.lines[1].startswith("  2025-02-04 · en · Ana Kim · ")
    assert ended.lines[2] == slug
    assert ended.lines[3].startswith(f"  {days} · en · On war On war ")
    assert len(ended.lines) == 4
    plain = told(capsys, db, "source", "list")[1].splitlines()
    assert [row.split()[-2:] for row in plain[1:]] == [["2025-02-04", "en"], [days, "en"]]
    assert max(map(len, plain)) < 130
    assert lines(capsys, db, "source", "list")[1]["date_basis"] == basis
