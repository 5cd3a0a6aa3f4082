"""Links as people type them, and what show, predict and resolve make of them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)
QUESTIONS = ("joint", "talks", "armistice", "deal", "terms")


@pytest.fixture
def db(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "data.db"
    assert run(["init", "--db", str(path)], now=NOW) == 0
    for slug in QUESTIONS:
        asked = ["ask", f"Will {slug} come?", "--slug", slug, "--closes", "2027-12-31"]
        assert run([*asked, "--db", str(path)], now=NOW) == 0
    number = ["ask", "How many?", "--slug", "count", "--closes", "2027-12-31", "--min", "0"]
    assert run([*number, "--max", "9", "--db", str(path)], now=NOW) == 0
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


def test_each_kind_of_link_is_typed_listed_and_taken_back(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (
        ("joint", "--all-of", "talks", "--all-of", "armistice"), ("terms", "--given", "deal"),
        ("deal", "implies", "talks"), ("terms", "excludes", "armistice"),
        ("joint", "within", "90d", "of", "armistice", "--latest", "2028-02-01", "--note", "why"),
    ):  # fmt: skip
        code, out, err = told(capsys, db, "link", *words)
        assert (code, "Linked: " in out, err) == (0, True, "")
    found = lines(capsys, db, "link")
    assert [(one["question"], one["kind"], one["to"], one["days"]) for one in found] == [
        ("joint", "all-of", "talks", None), ("joint", "all-of", "armistice", None),
        ("terms", "given", "deal", None), ("deal", "implies", "talks", None),
        ("terms", "excludes", "armistice", None), ("joint", "within", "armistice", 90),
    ]  # fmt: skip
    assert (found[5]["latest_at"], found[5]["note"]) == ("2028-02-02T00:00:00.000000Z", "why")
    assert told(capsys, db, "link", "deal", "implies", "talks", "--remove")[0] == 0
    assert "deal implies talks" not in told(capsys, db, "link")[1]
    assert told(capsys, db, "link", "deal", "implies", "talks", "--remove")[0] == 1
    assert told(capsys, db, "link", "deal", "implies", "talks")[0] == 0  # and made again
    assert told(capsys, db, "verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("deal", "implies"), "implies which question"),
        (("deal", "causes", "talks"), "no relation"),
        (("deal", "implies", "none"), "no question"),
        (("deal", "implies", "deal"), "linked to itself"),
        (("joint", "within", "90d", "armistice"), "within what of which"),
        (("joint", "within", "soon", "of", "armistice"), "no length of time"),
        (("joint", "--all-of", "talks"), "all of one"),
        (("joint", "implies", "talks", "--given", "deal"), "one relation at a time"),
        (("count", "implies", "talks"), "not answered by yes or no, and implies is said of that"),
        (("count", "excludes", "talks"), "not answered by yes or no, and excludes is said of that"),
        (("talks", "--all-of", "count", "--all-of", "deal"), "and all-of is said of that alone"),
        (("count", "same-event", "talks"), "count is a question of a number, talks of yes or no"),
        (("talks", "--given", "count"), "not answered by yes or no"),
        (("talks", "implies", "deal", "--latest", "2028-01-01"), "goes with within"),
        (("joint", "within", "9d", "of", "talks", "--latest", "2027-01-01"), "after --latest"),
        (("talks", "implies", "deal"), "in a circle"),
        (("deal", "excludes", "talks"), "deal could never happen"),
        (("deal", "implies", "talks"), "it is on record"),
        (("--given", "deal"), "which question"),
    ],
)
def test_what_is_no_link_is_said_and_nothing_written(
    words: tuple[str, ...], why: str, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, db, "link", "deal", "implies", "talks")[0] == 0
    before = lines(capsys, db, "link")
    code, out, err = told(capsys, db, "link", *words)
    assert (code in {1, 2}, out) == (True, "")
    assert why in err
    assert lines(capsys, db, "link") == before


def test_predict_warns_where_own_numbers_do_not_fit(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, db, "link", "joint", "--all-of", "talks", "--all-of", "armistice")[0] == 0
    assert told(capsys, db, "predict", "talks", "30%")[0] == 0
    _, _, err = told(capsys, db, "predict", "joint", "40%")
    assert "40% does not fit: talks is part of joint, and talks is at 30%, so at most 30%;" in err
    assert "does not fit" not in told(capsys, db, "predict", "joint", "20%")[2]
    told(capsys, db, "forecaster", "add", "ben")
    assert "does not fit" not in told(capsys, db, "predict", "joint", "90%", "--as", "ben")[2]


WARNED = """
import sys
from datetime import UTC, datetime
from forecasts.cli import run
code = run(sys.argv[1:], now=datetime(2026, 3, 1, tzinfo=UTC))
heavy = {"numpy", "scipy", "pandas", "rich", "sqlite_utils"} & sys.modules.keys()
sys.exit(f"exit code {code}, loaded {heavy}" if code or heavy else 0)
"""


def test_a_warning_is_in_the_object_and_beside_it_and_loads_no_numpy(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (
        "talks --given deal", "talks same-event armistice", "terms excludes armistice",
        "joint --all-of deal --all-of armistice",
    ):  # fmt: skip
        assert told(capsys, db, "link", *words.split())[0] == 0, words
    for slug, p in (("deal", "90%"), ("talks", "90%"), ("terms", "70%"), ("joint", "45%")):
        told(capsys, db, "predict", slug, p)
    predict = ["predict", "armistice", "60%", "--json", "--db", str(db)]
    done = subprocess.run([sys.executable, "-c", WARNED, *predict], capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    (warned, other) = json.loads(done.stdout)["warnings"]
    assert warned.startswith(
        "60% does not fit: terms excludes armistice, and terms is at 70%, so at most 30%; see:"
    )
    assert other.startswith("60% does not fit: talks is armistice given deal, and deal is at 90%")
    assert done.stderr.splitlines() == [f"Note: {warned}", f"Note: {other}"]


def test_an_outcome_counts_for_its_question_whatever_was_said_of_it(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, db, "link", "joint", "implies", "talks")
    told(capsys, db, "predict", "talks", "90%")
    told(capsys, db, "resolve", "talks", "no", "--no-source", "seen", "--known", "2026-02-28")
    said = told(capsys, db, "predict", "joint", "20%")[2]
    assert "20% does not fit: joint implies talks, and talks is no, so at most 0%" in said


def test_several_conditions_are_kept_and_a_whole_keeps_two_parts(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, db, "link", "terms", "--given", "deal", "--given", "talks")[0] == 0
    assert "Waits for  deal, talks" in told(capsys, db, "show", "terms")[1]
    joint = ("link", "joint", "--all-of", "talks", "--all-of", "armistice")
    assert told(capsys, db, *joint)[0] == 0
    code, _, err = told(capsys, db, "link", "joint", "--all-of", "talks", "--remove")
    assert (code, "joint would be all of armistice alone" in err) == (1, True)
    assert told(capsys, db, *joint, "--remove")[0] == 0
    assert len(lines(capsys, db, "link")) == 2


def test_no_part_is_taken_from_a_whole_where_the_rest_would_forbid_a_question(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joint = ("--all-of", "talks", "--all-of", "armistice", "--all-of", "deal")
    assert told(capsys, db, "link", "joint", *joint)[0] == 0
    for words in ("implies talks", "implies armistice", "excludes joint"):
        assert told(capsys, db, "link", "terms", *words.split())[0] == 0
    code, _, err = told(capsys, db, "link", "joint", "--all-of", "deal", "--remove")
    assert (code, "terms could never happen" in err) == (1, True)
    assert len(lines(capsys, db, "link", "joint")) == 6
    assert told(capsys, db, "due")[0] == 0


@pytest.mark.parametrize("typed", [("deal",), ("talks", "deal")])
def test_a_part_is_added_to_a_whole_in_one_command(
    typed: tuple[str, ...], db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joint = ("link", "joint", "--all-of", "talks")
    assert "all of one is that one" in told(capsys, db, *joint)[2]
    assert told(capsys, db, *joint, "--all-of", "armistice")[0] == 0
    more = ("link", "joint", *(word for name in typed for word in ("--all-of", name)))
    code, out, _ = told(capsys, db, *more)
    assert (code, "By now joint is all of talks, armistice and deal." in out) == (0, True)
    parts = [one["to"] for one in lines(capsys, db, "link")]
    assert parts == ["talks", "armistice", "deal"]
    assert "it is on record: joint all-of" in told(capsys, db, *more)[2]


def test_what_has_no_direction_is_on_record_both_ways(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, db, "link", "deal", "excludes", "talks")
    code, _, err = told(capsys, db, "link", "talks", "excludes", "deal")
    assert (code, "it is on record: deal excludes talks" in err) == (1, True)
    assert told(capsys, db, "link", "talks", "excludes", "deal", "--remove")[0] == 0
    assert lines(capsys, db, "link") == []


def test_show_says_what_a_question_hangs_on_and_waits_for(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, db, "link", "terms", "--given", "deal")
    shown = told(capsys, db, "show", "terms")[1]
    assert "terms given deal" in shown
    assert "Waits for" in shown
    assert "Waits for" not in told(capsys, db, "show", "deal")[1]
    assert lines(capsys, db, "show", "terms")[0]["linked"] == ["terms given deal", "deal"]


def test_an_outcome_offers_what_follows_and_a_failed_condition_annuls(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, db, "link", "terms", "--given", "deal")
    told(capsys, db, "link", "deal", "implies", "talks")
    done = ("--no-source", "seen", "--known", "2026-02-28")
    (ruled,) = lines(capsys, db, "resolve", "deal", "no", *done, "--anyway")
    (terms,) = ruled["follows"]
    assert terms.pop("command").startswith('forecasts resolve terms --annul "deal did not happen"')
    assert terms == {"question": "terms", "outcome": None, "because": "deal did not happen",
                     "written": True, "status": "annulled"}  # fmt: skip
    (shown,) = lines(capsys, db, "show", "terms")
    assert shown["status"] == "annulled"
    assert shown["resolutions"][-1]["note"] == "deal did not happen"
    assert "can be annulled" not in told(capsys, db, "show", "terms")[1]
    (again,) = lines(capsys, db, "resolve", "deal", "no", "--no-source", "three")
    assert again["follows"] == []
    assert told(capsys, db, "resolve", "terms", "--reopen", "too soon")[0] == 0
    assert "deal did not happen: it is to be annulled" in told(capsys, db, "show", "terms")[1]
    _, out, _ = told(capsys, db, "resolve", "deal", "no", "--no-source", "four")
    assert "Annulled, since deal did not happen: terms" in out


def test_a_failed_condition_annuls_what_it_alone_decides_and_offers_the_rest(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is only inferred to have failed annuls nothing yet."""
    told(capsys, db, "link", "deal", "implies", "talks")
    told(capsys, db, "link", "terms", "--given", "deal")
    done = ("--no-source", "seen", "--known", "2026-02-28", "--anyway")
    (ruled,) = lines(capsys, db, "resolve", "talks", "no", *done)
    assert [(f["question"], f["written"]) for f in ruled["follows"]] == [("deal", False)]
    assert lines(capsys, db, "show", "terms")[0]["status"] == "open"


def test_two_questions_on_one_event_that_were_resolved_differently_are_shown(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, db, "link", "deal", "same-event", "talks")
    known = ("--no-source", "seen", "--known", "2026-02-28")
    told(capsys, db, "resolve", "deal", "yes", *known)
    told(capsys, db, "resolve", "talks", "no", *known)
    words = "deal is yes and talks is no: they cannot both be right"
    assert words in told(capsys, db, "link")[2]
    assert words in " ".join(told(capsys, db, "show", "deal")[1].split())
