"""`forecasts redact`: the words leave the file, the reason and the chain stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from forecasts.model import Criteria
from forecasts.store import open_store, questions, restore
from forecasts.store.verification import Code, verify
from tests.forecasts.cli.conftest import NOW, Desk

NAME = "Zaphodine"
ONE = "7f0e3c7a-0000-4000-8000-000000000001"
LONG = f"Word came from {NAME} in the ministry. " * 300  # over several pages


@pytest.fixture
def told(desk: Desk) -> Desk:
    """Return a desk whose record holds the name in criteria, a rationale and a quote."""
    desk.ask("leak", criteria=Criteria(counts=f"What {NAME} counts."), background=LONG)
    assert desk.type("predict", "rain", "12%", "--why", LONG).code == 0
    store = desk.store()
    with store.append(NOW, "test") as batch:
        rain = questions.by_slug(store.connection, "rain")
        assert rain is not None
        row = {"question_id": rain.id, "observed_at": batch.recorded_at}
        batch.add("evidence", {**row, "words_text": batch.text(f"Heard of {NAME.lower()}.")})
    store.close()
    return desk


def holds(path: Path, word: str = NAME) -> list[str]:
    """Return which of the record's files hold the word, in any case."""
    files = path.parent.glob(f"{path.name}*")
    wanted = word.lower().encode()
    return [file.name for file in files if wanted in file.read_bytes().lower()]


def test_a_word_is_listed_where_it_stands(told: Desk) -> None:
    answer = told.type("redact", "--search", NAME, "--json")
    found = {(row["table"], row["column"]) for row in answer.json["found"]}
    assert {("question_revisions", "criteria"), ("question_revisions", "background")} <= found
    assert {("evidence", "words"), ("forecasts", "rationale")} <= found
    assert answer.json["elsewhere"] == []
    said = told.type("redact", "--search", NAME)
    assert f"forecasts redact --search {NAME} --why REASON" in said.out
    assert holds(told.path)


def test_what_is_blanked_leaves_every_page_of_the_file(told: Desk) -> None:
    head = told.head()
    with closing(sqlite3.connect(told.path)) as reader:  # so that the WAL stays
        reader.execute("SELECT count(*) FROM ledger").fetchone()
        answer = told.type("redact", "--search", NAME, "--why", "a name", "--yes", "--json")
        assert answer.code == 0, answer.err
        assert answer.json["clean"] is True
        assert holds(told.path) == []
    assert holds(told.path) == []
    with closing(open_store(told.path)) as store:
        verdict = verify(store)
        assert verdict.faults == ()
        assert Code.REDACTED in {found.code for found in verdict.findings}
        rows = store.connection.execute("SELECT DISTINCT why, entered_by FROM redactions")
        assert rows.fetchall() == [("a name", "ana")]
        seq = int(head.split(":")[0])
        kept = store.connection.execute("SELECT hash FROM ledger WHERE seq = ?", (seq,))
        assert kept.fetchone()[0].hex().startswith(head.split(":")[1])
    assert told.type("list", "--search", NAME, "--json").out == ""
    assert told.type("list", "--search", "leak", "--json").lines[0]["question"] == "leak"
    assert told.type("show", "leak").code == 0
    assert "stands nowhere" in told.refuses("redact", "--search", NAME)


def test_one_text_is_blanked_by_its_row_and_column(told: Desk) -> None:
    found = told.type("redact", "--search", NAME, "--json").json["found"]
    place = next(row for row in found if row["table"] == "evidence")
    words = ("redact", str(place["seq"]), "words", "--why", "a name", "--yes")
    answer = told.type(*words, "--uuid", ONE, "--json")
    assert answer.json["redacted"] == [place]
    left = told.type("redact", "--search", NAME, "--json").json["found"]
    assert place not in left
    assert len(left) == len(found) - 1
    again = told.type(*words, "--uuid", ONE)
    assert (again.code, "already on record" in again.err) == (0, True)
    before = told.head()
    assert told.type(*words).code == 0  # cleans the file once more, and records nothing
    assert told.head() == before


@pytest.mark.parametrize("seq", ["999", str(1 << 63), "9" * 30])
def test_a_row_that_no_record_can_have_is_refused(told: Desk, seq: str) -> None:
    words = told.refuses("redact", seq, "rationale", "--why", "a name")
    assert words.startswith(f"Error: there is no row {seq}.")


def test_a_reader_of_an_older_state_keeps_the_file_from_being_clean(told: Desk) -> None:
    with closing(sqlite3.connect(told.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ledger").fetchone()
        answer = told.type("redact", "--search", NAME, "--why", "a name", "--yes")
        assert answer.code == 75
        assert "the file still holds the words: another program reads" in answer.err
        assert "Receipt " in answer.out
    again = told.type("redact", "--search", NAME, "--why", "a name", "--yes")
    assert (again.code, "stands nowhere on record" in again.err) == (0, True)
    assert holds(told.path) == []


@pytest.mark.parametrize("as_json", [False, True])
def test_a_file_that_a_stopped_program_did_not_clean_is_told_until_it_is(
    told: Desk, monkeypatch: pytest.MonkeyPatch, *, as_json: bool
) -> None:
    def stopped(_: object) -> None:
        raise KeyboardInterrupt

    words = ["redact", "--search", NAME, "--why", "a name", "--yes", *(["--json"] * as_json)]
    with monkeypatch.context() as patch:
        patch.setattr("forecasts.store.redaction.clean", stopped)
        assert told.type(*words).code == 130
    assert holds(told.path)
    found = [f for f in told.type("doctor", "--json").json["findings"] if f["check"] == "leftovers"]
    assert [each["state"] for each in found] == ["warning"]
    assert "may still stand in desk.db or beside it" in found[0]["words"]
    again = told.type(*words)
    assert again.code == 0
    assert again.json["clean"] if as_json else "Cleaned: " in again.out
    assert holds(told.path) == []
    found = [f for f in told.type("doctor", "--json").json["findings"] if f["check"] == "leftovers"]
    assert [each["state"] for each in found] == ["ok"]


def test_copies_that_still_hold_it_are_named(told: Desk) -> None:
    before = told.type("backup", "--json").json["backup"]
    answer = told.type("redact", "--search", NAME, "--why", "a name", "--yes")
    assert f"Still in {before}" in answer.err
    assert "Not reached: backups, copies, exports" in answer.err
    assert holds(Path(before))


def test_what_comes_back_with_an_old_copy_is_blanked_again(told: Desk) -> None:
    copy = told.type("backup", "--json").json["backup"]
    told.type("redact", "--search", NAME, "--why", "a name", "--yes")
    Path(copy).rename(told.path.parent / "safe")
    answer = told.type("restore", str(told.path.parent / "safe"), "--lose-newer", "--json")
    assert answer.json["blanked"] >= 4
    assert holds(told.path) == []
    with closing(open_store(told.path)) as store:
        assert verify(store).faults == ()
        assert store.connection.execute("SELECT DISTINCT why FROM redactions").fetchall() == [
            ("a name",)
        ]


def test_what_was_blanked_is_in_no_page_that_a_restore_puts_back(told: Desk) -> None:
    """Nothing is left to do once the pages are in place, so a kill there brings no word back."""
    copy = Path(told.type("backup", "--json").json["backup"])
    told.type("redact", "--search", NAME, "--why", "a name", "--yes")
    kept = told.path.with_name("kept.db")
    with restore.opened(copy, told.path) as found, restore.alone(told.path) as present:
        standing = restore.compared(found, present)
        with restore.blanked_again(found, told.path, standing, NOW) as clean:
            assert restore.put(clean, told.path, present, kept, None) == kept
        assert holds(told.path) == []
    assert list(told.path.parent.glob(".*draft*")) == []
    assert holds(copy), "the copy itself stays as it is"


def test_titles_and_names_stay_and_are_told(told: Desk) -> None:
    told.add("Zaphodine Smith")
    answer = told.type("redact", "--search", NAME, "--why", "a name", "--yes")
    assert answer.code == 0
    assert "a cell that is no long text, and stays" in answer.err
    assert "forecasters name: Zaphodine Smith" in answer.err


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        ((), "name a text by its row and column, or a word", 2),
        (("3",), "name a text by its row and column", 2),
        (("3", "rationale", "--search", "x"), "name a text by its row and column", 2),
        (("3", "criteria"), "why is it blanked?", 2),
        (("999", "criteria", "--why", "x"), "there is no row 999", 1),
        (("1", "criteria", "--why", "x"), "row 1 of forecasters has no criteria", 1),
        (("--search", " "), "an empty word", 2),
        (("--search", "what", "--why", "What it is", "--yes"), "the reason itself holds", 1),
        (("--search", "what", "--why", "x"), "nobody is here to be asked", 1),
        (("--search", "what", "--why", "x", "--json"), "nobody is here to be asked", 1),
    ],
)
def test_what_cannot_be_done_is_said(
    told: Desk, words: tuple[str, ...], said: str, code: int
) -> None:
    assert said in told.refuses("redact", *words, code=code)


def test_a_wrong_column_is_answered_with_the_right_ones(told: Desk) -> None:
    found = told.type("redact", "--search", NAME, "--json").json["found"]
    seq = next(row["seq"] for row in found if row["column"] == "background")
    words = told.refuses("redact", str(seq), "rationale", "--why", "x", "--yes")
    assert "It has: criteria, background" in words


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Said Jane\nDoe.", "jane doe"),
        ("Said Jane \t  DOE.", "Jane\nDoe"),
        ("Jos\u00e9 said so.", "Jose\u0301"),
        ("Jose\u0301 said so.", "JOS\u00c9"),
        ("\uff2a\uff41\uff4e\uff45 said so.", "Jane"),
    ],
)
def test_a_name_is_found_however_it_is_written(desk: Desk, words: str, name: str) -> None:
    """A text that came from a file is wrapped: a name that a line break parts must not stay."""
    assert desk.type("predict", "rain", "12%", "--why", words).code == 0
    assert desk.type("redact", "--search", name, "--why", "a name", "--yes").code == 0
    assert "stands nowhere on record" in desk.refuses("redact", "--search", name)
    store = desk.store()
    with closing(store.connection):
        kept = store.connection.execute("SELECT count(*) FROM texts WHERE text = ?", (words,))
        assert kept.fetchone() == (0,)


def test_a_reason_that_holds_the_name_in_another_form_is_refused(desk: Desk) -> None:
    assert desk.type("predict", "rain", "12%", "--why", "Jane Doe said so.").code == 0
    words = ("redact", "--search", "Jane Doe", "--why", "asked by jane\ndoe", "--yes")
    assert "the reason itself holds the word" in desk.refuses(*words)


def test_a_word_that_nobody_sees_is_none(desk: Desk) -> None:
    assert "stands everywhere" in desk.refuses("redact", "--search", "\u200b", code=2)


def test_where_words_stand_can_be_looked_up_without_a_lock(told: Desk) -> None:
    """Who may read a record, or holds a copy on a medium that takes no writing, may look."""
    place = told.path.with_name(told.path.name + ".lock")
    place.unlink(missing_ok=True)
    place.mkdir()
    assert told.type("redact", "--search", NAME).code == 0
    assert place.is_dir()
