"""`forecasts resolver`: rules typed, kept, looked at, taken away; what they propose is accepted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from forecasts.cli import proposal, resolver, run
from forecasts.errors import RefusedError
from forecasts.model import Resolution, ResolutionStatus
from forecasts.proposals import Silence
from forecasts.store import open_store, proposals, questions

START = datetime(2026, 2, 1, tzinfo=UTC)
CLOSED = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    assert run(["init", "--db", str(path)], now=START) == 0
    tests = ["--type", "numeric", "--min", "0", "--max", "100"]
    for slug, more in (("rain", []), ("tests", tests)):
        argv = ["ask", f"What of {slug}?", "--slug", slug, "--closes", "2026-03-01", *more]
        assert run([*argv, "--db", str(path)], now=START) == 0
    (tmp_path / "n.csv").write_text("day,n\n1,3\n2,7\n")
    return path


def told(
    capsys: pytest.CaptureFixture[str], db: Path, *argv: str, now: datetime = START
) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run([*argv, "--db", str(db)], now=now)
    return (code, *capsys.readouterr())


def test_a_rule_is_kept_and_says_what_it_proposes(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["resolver", "tests", "--csv", "n.csv", "--column", "n", "--where", "day=2"]
    code, out, err = told(capsys, db, *typed)
    assert code == 0
    assert "the last n of n.csv where day is 2" in out
    assert "nothing yet: it is too early" in out
    assert "Receipt" in err
    assert "Receipt" not in told(capsys, db, *typed)[2]  # the same again writes nothing
    code, out, err = told(capsys, db, "resolver", "tests", "--json", now=CLOSED)
    found = json.loads(out)
    assert (found["outcome"], found["quote"], found["written"]) == ("7.0", "n: 7", True)
    assert len(found["content_sha256"]) == 64
    assert not json.loads(told(capsys, db, "resolver", "tests", "--json", now=CLOSED)[1])["written"]
    assert told(capsys, db, "resolve", "tests", "--accept", "--by", "ana", now=CLOSED)[0] == 0


def test_a_file_that_is_not_there_yet_is_no_reason_to_refuse_the_rule(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, db, "resolver", "tests", "--csv", "later.csv", "--column", "n")
    assert code == 0
    assert "Could not look now" in out
    assert "later.csv cannot be read" in out
    (db.parent / "later.csv").write_text("m\n1\n")  # a rule on record is looked at, not refused
    again = told(capsys, db, "resolver", "tests")
    assert again[0] == 0
    assert "no column 'n'" in again[1]
    assert "Proposes" not in out + err
    assert "--accept" not in out
    assert "Receipt" in err


@pytest.mark.parametrize(
    "place", ["https://me:pw@example.org/a", "https://[::1", "https://example.org:99999/a"]
)
def test_an_address_that_may_not_stand_in_a_rule_is_not_put_on_record(
    place: str, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["resolver", "tests", "--json-at", place, "--pointer", "/a"]
    code, out, err = told(capsys, db, *typed)
    assert code == 1
    assert "no plain web address" in err
    assert "me:pw" not in out + err
    assert "has no rule" in told(capsys, db, "resolver", "tests")[1]
    assert not any(b"me:pw" in file.read_bytes() for file in db.parent.glob("data.db*"))


@pytest.mark.parametrize("name", ["key", "api_key", "serviceKey", "token", "password", "secret"])
def test_a_secret_in_an_address_is_not_put_on_record(
    name: str, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = f"https://example.org/a?series=rate&{name}=hush"
    code, out, err = told(capsys, db, "resolver", "tests", "--json-at", place, "--pointer", "/a")
    assert (code, out) == (1, "")
    assert f"{name} in the address is a secret" in err
    assert "hush" not in err
    assert not any(b"hush" in file.read_bytes() for file in db.parent.glob("data.db*"))


def test_a_rule_undoes_nothing_that_was_revised_while_it_was_typed(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(db)
    try:
        before = questions.find(store, "rain")
        assert told(capsys, db, "revise", "rain", "--title", "Will it rain?")[0] == 0
        with click.Context(resolver.resolver, obj=START).scope():
            resolver.record(store, before, Silence("no", 7.0), None)
        after = questions.find(store, "rain")
    finally:
        store.close()
    assert after.terms.title == "Will it rain?"
    assert after.terms.resolver is not None


def test_looking_writes_no_rule_anew(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another writer's rule may hold the same in other letters."""
    store = open_store(db)
    try:
        asked = questions.find(store, "rain")
        terms = replace(asked.terms, resolver='{"silence":{"outcome":"no","days":7}}')
        with store.append(START, "another") as batch:
            questions.revise(batch, asked, terms)
    finally:
        store.close()
    before = told(capsys, db, "verify", "--json")[1]
    assert "no, if nobody objects for 7 days" in told(capsys, db, "resolver", "rain")[1]
    assert told(capsys, db, "verify", "--json")[1] == before


def test_a_tick_puts_the_proposal_on_record_and_a_person_accepts_it(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for slug, *rule in (
        ("tests", "--csv", "n.csv", "--column", "n"),
        ("rain", "--unless-objected", "1d"),
    ):
        assert told(capsys, db, "resolver", slug, *rule)[0] == 0
    assert told(capsys, db, "tracker", "tick", now=START)[0] == 0
    later = CLOSED + timedelta(days=1, hours=12)
    assert told(capsys, db, "tracker", "tick", now=later)[0] == 0
    due = told(capsys, db, "due", now=later)[1]
    assert "7" in due
    assert "n: 7" in due
    assert "the last n of n.csv" in due
    assert "{" not in due
    code, out, err = told(capsys, db, "resolve", "tests", "--accept", "--by", "ana", now=later)
    assert code == 0, err
    assert "{" not in out
    accept = ("resolve", "rain", "--accept", "--by", "ana")
    assert "objections are awaited" in told(capsys, db, *accept, now=later)[2]
    later += timedelta(days=1)
    code, out, err = told(capsys, db, *accept, now=later)
    assert code == 0, err
    assert "no" in out
    assert told(capsys, db, "tracker", "tick", now=later)[0] == 0


def test_an_objection_while_somebody_is_asked_whether_to_accept_is_heard(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, db, "resolver", "rain", "--unless-objected", "1d")[0] == 0
    assert told(capsys, db, "tracker", "tick", now=START)[0] == 0
    later = CLOSED + timedelta(days=2)
    assert told(capsys, db, "tracker", "tick", now=later)[0] == 0
    store = open_store(db)
    try:
        question = questions.find(store, "rain")
        (found,) = proposals.standing(store.connection)
        new = Resolution(
            question_id=question.id,
            status=ResolutionStatus.RESOLVED,
            outcome="no",
            known_at=later,
            proposal_id=found.id,
        )
        proposal.check_standing(store.connection, question, new)
        assert told(capsys, db, "resolve", "rain", "--object", "it rained", now=later)[0] == 0
        with pytest.raises(RefusedError, match="objected to meanwhile"):
            proposal.check_standing(store.connection, question, new)
    finally:
        store.close()


def test_who_objects_before_silence_is_proposed_is_heard(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    against = ("resolve", "rain", "--object", "it rained", "--by", "ben")
    assert "no rule proposes" in told(capsys, db, *against)[2]
    assert told(capsys, db, "resolver", "rain", "--unless-objected", "7d")[0] == 0
    assert "Look now: forecasts resolver rain" in told(capsys, db, "resolve", "rain", "--accept")[2]
    assert told(capsys, db, *against)[0] == 0
    assert "said that already" in told(capsys, db, *against)[2]
    assert "ben: it rained" in told(capsys, db, "resolver", "rain", now=CLOSED)[1]
    later = CLOSED + timedelta(days=8)
    assert "ben objects: it rained" in told(capsys, db, "resolve", "rain", "--accept", now=later)[2]


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("--column", "n"), "where shall it look?"),
        (("--csv", "n.csv"), "--column NAME"),
        (("--csv", "n.csv", "--column", "n", "--unless-objected", "7d"), "two rules"),
        (("--csv", "n.csv", "--column", "n", "--where", "day"), "--where year=2026"),
        (("--csv", "n.csv", "--column", "n", "--yes-if", "> 3"), "Leave --yes-if out"),
        (("--unless-objected", "7d"), "numeric question"),
        (("--csv", "n.csv", "--column", "m"), "no column 'm'"),
        (("--csv", "../../n.csv", "--column", "n"), "outside"),
        (("--json-at", "http:/me:pw@example.org/a", "--pointer", "/a"), "http and https alone"),
        (("--json-at", "file:///etc/passwd", "--pointer", "/a"), "http and https alone"),
        (("--json-at", "ftp://me:pw@example.org/a", "--pointer", "/a"), "http and https alone"),
        (("--json-at", "http://me:pw@127.0.0.1:8099/v", "--pointer", "/a"), "no plain web address"),
        (("--remove", "--csv", "n.csv", "--column", "n"), "--remove alone"),
    ],
)
def test_what_is_no_rule_for_the_question_is_refused_and_nothing_is_written(
    db: Path, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], says: str
) -> None:
    before = told(capsys, db, "verify", "--json")[1]
    code, _, err = told(capsys, db, "resolver", "tests", *argv)
    assert code in {1, 2}
    assert says in err
    assert told(capsys, db, "verify", "--json")[1] == before


def test_a_rule_is_taken_away(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, db, "resolver", "rain", "--unless-objected", "7d")[0] == 0
    assert "has no rule" in told(capsys, db, "resolver", "rain", "--remove")[1]
    assert "has no rule" in told(capsys, db, "resolver", "rain")[1]
