"""`forecasts review` from its start to the next one, as an analyst goes through it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from forecasts.cli import run
from forecasts.store import open_store

Run = Callable[..., Any]
Q1, Q2 = ("--period", "2026-Q1"), ("--period", "2026-Q2")
NEXT = 90 + 95  # in the week after the second quarter
HOUSE = ("--forecaster", "house")


def at(day: float) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)


def shown(review: Run, *argv: str, day: float = 95) -> Any:
    return json.loads(review("show", *argv, "--json", day=day).out)


def rows(db: Path) -> int:
    store = open_store(db)
    seq = store.receipt().seq
    store.close()
    return seq


def test_it_asks_of_the_largest_surprises_and_the_nearest_misses(review: Run) -> None:
    found = json.loads(review("start", *Q1, "--json").out)
    chances = {one["question"]: one["chance"] for one in found["questions"]}
    # a0: half of its life at 10%, half at 30%, and it happened; a1: 25%.
    assert chances == pytest.approx({"a0": 0.2, "a1": 0.25, "a3": 0.6, "a2": 0.7})
    assert [one["miss"] for one in found["questions"]] == [True, True, False, False]
    assert (found["assembled"], found["surprises"], found["last_lesson"]) == (10, 2, None)
    assert found["questions"][0]["unanswered"] == ["knew", "moved", "again", "luck"]
    assert re.fullmatch(r"\d+:[0-9a-f]{16}", found["receipt"])


def test_it_owns_the_questions_that_the_report_on_its_period_owns(review: Run, db: Path,
        capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    review("start", *Q1)
    capsys.readouterr()
    run(["report", *Q1, "--json", "--db", str(db)], now=at(95))
    report = json.loads(capsys.readouterr().out)
    assert sorted(shown(review)["period"]["owned"]) == sorted(report["period"]["owned"])


def test_what_was_answered_is_on_record_at_once_and_replaced_by_a_new_row(review: Run) -> None:
    review("start", *Q1)
    review("answer", "a0", "--knew", "No envoy.", "--again", "n", "--luck", "judge")
    left = json.loads(review("start", *Q1, "--json").out)
    assert left["receipt"] is None, "taken up again, not started anew"
    assert left["questions"][0]["unanswered"] == ["moved"]
    review("answer", "a0", "--knew", "No envoy, no date.")
    said = {one["prompt"]: one["words"] for one in shown(review)["surprises"][0]["answers"]}
    assert said == {"knew": "No envoy, no date.", "again": "no", "luck": "judgement"}


def test_what_somebody_else_answers_is_told_as_theirs(review: Run) -> None:
    review("start", *Q1)
    review("answer", "a0", "--knew", "Nothing.")
    review("answer", "a0", "--knew", "You had the cable.", "--by", "ben")
    said = " ".join(review("show").out.split())
    assert "Knew Nothing. ben: You had the cable." in said


def test_any_question_of_the_period_may_be_answered_about(review: Run) -> None:
    review("start", *Q1)
    review("answer", "a9", "--luck", "luck")
    (other,) = [one for one in shown(review)["others"] if one["question"] == "a9"]
    assert other["answers"] == [{"prompt": "luck", "said_by": "ana", "words": "luck"}]
    assert other["asked"] is False


def test_the_next_review_opens_with_the_lesson_and_whether_its_number_moved(review: Run) -> None:
    review("start", *Q1)
    words = "Look for a base rate first."
    taught = review("lesson", words, "--measure", "outside-view", "--target", "80%", "--json")
    lesson = json.loads(taught.out)["lesson"]
    assert lesson == {"words": words, "measure": "outside-view", "aim": "higher",
                      "value": 0.5, "target": 0.8}  # fmt: skip
    review("close")
    opened = review("start", *Q2, day=NEXT)
    assert f"2026-Q1: {words}" in " ".join(opened.out.split())
    moved = shown(review, *Q2, day=NEXT)["last_lesson"]["moved"]
    assert (moved["before"], moved["now"], moved["difference"]) == (0.5, 1.0, 0.5)
    assert moved["low"] < moved["difference"] < moved["high"]
    assert moved["verdict"] == "as meant"
    assert moved["reached"] is True
    said = " ".join(review("show", *Q2, day=NEXT).out.split())
    assert "50% in 2026-Q1 (10 questions), 100% now" in said
    assert "It moved as meant: +50 points (90%:" in said
    assert "The target, 80%, was reached." in said


def test_too_few_questions_cannot_tell_and_no_arrow_is_drawn(review: Run) -> None:
    review("start", *Q1)
    review("lesson", "Lean on the class.", "--measure", "brier", "--topic", "korea")
    review("close")
    review("start", *Q2, day=NEXT)
    moved = shown(review, *Q2, day=NEXT)["last_lesson"]["moved"]
    assert (moved["low"], moved["verdict"]) == (None, "cannot tell")
    said = " ".join(review("show", *Q2, day=NEXT).out.split())
    assert "Whether it moved cannot be told: an interval needs 8 clusters" in said
    assert not re.search("[↑↓↗↘▲▼]", said)


def test_a_number_that_stays_where_it_was_cannot_be_told_to_have_moved(review: Run) -> None:
    review("start", *Q1)
    review("lesson", "Score better.", "--measure", "brier")
    review("close")
    review("start", *Q2, day=NEXT)
    moved = shown(review, *Q2, day=NEXT)["last_lesson"]["moved"]
    assert moved["difference"] == pytest.approx(0.0)
    assert moved["low"] < 0 < moved["high"]
    assert moved["verdict"] == "cannot tell"


def test_a_lesson_in_words_alone_is_its_authors_to_check(review: Run) -> None:
    review("start", *Q1)
    review("lesson", "Ask who would sign.")
    review("close")
    said = " ".join(review("start", *Q2, day=NEXT).out.split())
    assert "2026-Q1: Ask who would sign." in said
    assert "in words alone" in review("show", *Q2, day=NEXT).out


def test_a_closed_review_is_a_document_that_says_what_was_not_answered(
    review: Run, tmp_path: Path
) -> None:
    attack = "<script>document.title='owned'</script> [x](javascript:alert(1))"
    review("start", *Q1)
    review("answer", "a0", "--knew", "An envoy was named in January.", "--moved", attack)
    review("lesson", "Look again after news.", "--measure", "news")
    page, sheet = tmp_path / "q.html", tmp_path / "q.md"
    done = review("close", "--html", str(page), "--markdown", str(sheet))
    assert "14 of 16 answers were not given." in done.err
    for text in (page.read_text(), sheet.read_text()):
        assert "An envoy was named in January." in text
        assert "unanswered" in text
        assert "Look again after news." in text
        assert "example.org/envoy" in text, "the evidence beside the path"
        assert "Reason a1" not in text, "reasons leave the desk by --rationales alone"
    assert "<script>document" not in page.read_text()
    assert "<script>" not in sheet.read_text()
    assert not re.search(r"(?<!\\)\]\(javascript", sheet.read_text())
    screen = review("show", *Q1).out
    assert "Reason a1" in screen
    for text in (sheet.read_text(), screen):  # what no report may show
        assert not re.findall(r"(?<![\w.])\d+\.\d{3,}\b", text), "three decimals"
        assert not re.search(r"accura|p-?value|signific|\brank|winner|[↑↓▲▼🥇]", text)


def test_a_closed_review_is_not_changed(review: Run, db: Path) -> None:
    review("start", *Q1)
    review("close")
    before = rows(db)
    for argv in (("answer", "a0", "--knew", "x"), ("lesson", "No."), ("close",), ("start", *Q1)):
        assert "is not changed" in review(*argv, code=1).err
    assert rows(db) == before
    review("start", *Q1, "--again")
    assert shown(review)["surprises"][0]["answers"] == []
    assert [line.split()[0] for line in review("list").out.splitlines()[1:]] == ["2026-Q1"] * 2


def test_a_file_that_cannot_be_written_closes_nothing(review: Run, db: Path) -> None:
    review("start", *Q1)
    before = rows(db)
    review("close", "--markdown", "no/such/folder/q.md", code=1)
    assert rows(db) == before
    assert json.loads(review("list", "--json").out)["closed_at"] is None


def test_it_reads_the_record_as_it_stood(review: Run, db: Path) -> None:
    review("start", *Q1)
    before = shown(review)
    argv = ["resolve", "a0", "no", "--no-source", "restated", "--happened", "2026-03-02"]
    assert run([*argv, "--db", str(db)], now=at(96)) == 0
    after = shown(review, day=97)
    assert {**before, "made_at": None} == {**after, "made_at": None}


def test_a_period_that_is_not_over_is_reviewed_so_far(review: Run) -> None:
    said = review("start", *Q1, day=70)
    assert "2026-Q1 so far" in said.out
    assert shown(review, day=95)["period"]["so_far"] is True, "as it was when it was started"


def test_the_verdict_counts_and_does_not_conclude_from_ten(review: Run) -> None:
    review("start", *Q1)
    found = shown(review)
    assert [found["verdict"][key] for key in ("reviewed", "surprises", "void")] == [10, 2, 0]
    few = found["calibration"]["few"]
    # 30 days before the close ana had said 30, 25, 30, 60, 70, 80, 10, 10, 5 and 5%.
    assert (few["days"], few["expected"], few["observed"]) == (30, pytest.approx(3.25), 5)
    said = " ".join(review("show").out.split())
    assert "10 of your questions were first resolved in 2026-Q1: 2 surprises, 8 hits." in said
    assert "nothing can be said yet about your calibration" in said
    assert "in one planned look" in said


def test_a_week_says_nothing_of_calibration(review: Run) -> None:
    review("start", "--period", "2026-W10")
    assert "Nothing is said of calibration on the questions of a week" in review("show").out


def test_how_the_questions_were_worked_on(review: Run) -> None:
    review("start", *Q1)
    found = {one["measure"]: one["value"] for one in shown(review)["process"]}
    assert found["reasons"] == 1.0, "the one move; first numbers are none"
    assert found["outside-view"] == pytest.approx(0.5)
    assert found["news"] == 0.0, "eleven days after the envoy"
    assert found["sure"] == pytest.approx(1 / 5), "10% on a0, and it happened"
    assert found["unseen"] == pytest.approx((9 * 60 + 30) / 10)
    assert found["coverage"] == pytest.approx(1.0)


def test_a_retry_with_the_same_uuid_adds_nothing(review: Run, db: Path) -> None:
    review("start", *Q1)
    for argv in (
        ("answer", "a0", "--knew", "x", "--uuid", str(UUID(int=1))),
        ("lesson", "Look.", "--uuid", str(UUID(int=2))),
        ("close", "--uuid", str(UUID(int=3))),
    ):
        review(*argv)
        before = rows(db)
        assert "already on record" in review(*argv).err
        assert rows(db) == before


BAD = (
    (("answer", "a0", "--luck", "maybe"), "Type luck, judgement or both."),
    (("answer", "a0", "--knew", "  "), "is empty"),
    (("answer", "--knew", "x"), "Name it"),
    (("answer", "b0", "--knew", "x"), "no question of the review"),
    (("answer", "a0", "--knew", "x", "--by", "bean"), "Did you mean ben?"),
    (("answer",), "no terminal"),
    (("answer", "a0", "--editor"), "Type it alone"),
    (("lesson", ""), "the lesson is empty"),
    (("lesson", "x", "--measure", "brire"), "is no measure"),
    (("lesson", "x", "--measure", "calibration", "--aim", "higher"), "Type lower, or leave"),
    (("lesson", "x", "--measure", "brier", "--aim", "up"), "Type lower or higher"),
    (("lesson", "x", "--measure", "brier", "--aim", "higher"), "lower is better"),
    (("lesson", "x", "--measure", "reasons"), "is 100%, which is the best there is"),
    (("lesson", "x", "--measure", "news", "--target", "800%"), "is from 0% to 100%"),
    (("lesson", "x", "--measure", "brier", "--target", "-3"), "is from 0 to 1"),
    (("lesson", "x", "--measure", "brier", "--target", "0.5"), "is reached already"),
    (("lesson", "x", "--measure", "unseen", "--target", "80%"), "Type it as 28."),
    (("lesson", "x", "--measure", "brier", "--topic", "wether"), "There are: korea, weather."),
    (("lesson", "x", "--measure", "outside-view", "--target", "0.8"), "Type it as 75%."),
    (("lesson", "x", "--target", "3"), "Name it, as the measure"),
    (("start", "--period", "2026-Q9"), "is no period"),
    (("start", "--period", "2027-Q1"), "has not begun"),
    (("start", "--period", "2025-Q4"), "was not on record"),
    (("start", *Q1, "--forecaster", "anna"), "Did you mean ana?"),
    (("close", "--period", "2026-02"), "there is no review of 2026-02 of ana"),
    (("show", *HOUSE), "there is no review of house"),
)
USAGE = {
    "Type luck, judgement or both.", "is empty", "Name it", "no terminal", "Type it alone",
    "the lesson is empty", "is no measure", "Type lower or higher", "Type it as 28.",
    "Type it as 75%.", "Name it, as the measure", "is no period",
}  # fmt: skip


def test_what_cannot_be_done_is_said_in_words_and_nothing_written(review: Run, db: Path) -> None:
    review("start", *Q1)
    before = rows(db)
    for argv, words in BAD:
        done = review(*argv, code=2 if words in USAGE else 1)
        assert words in done.err, argv
        assert done.out == ""
    assert rows(db) == before


def test_who_is_not_on_record_is_told_to_name_somebody(
    review: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "nobody-known")
    assert "--forecaster NAME" in review("start", *Q1, code=1).err
    monkeypatch.setenv("FORECASTS_AS", "ben")
    assert json.loads(review("start", *Q1, "--json").out)["forecaster"] == "ben"


def test_a_team_hears_who_said_what_and_where_it_differed(review: Run) -> None:
    review("start", *Q1, *HOUSE)
    review("answer", "a0", *HOUSE, "--knew", "Nothing.")
    review("answer", "a0", *HOUSE, "--knew", "I had heard of the envoy.", "--by", "ben")
    found = shown(review, *HOUSE)
    (first, *_) = found["surprises"]
    assert [(one["said_by"], one["words"]) for one in first["answers"]] == [
        ("ana", "Nothing."),
        ("ben", "I had heard of the envoy."),
    ]
    widest = found["disagreement"][0]
    assert widest["question"] in {"a8", "a9"}, "5% and 50%"
    assert widest["said"] == [["ana", 0.05], ["ben", 0.5]]
    said = " ".join(review("show", *HOUSE).out.split())
    assert "ben: I had heard of the envoy." in said
    assert re.search(r"ana +10% +30%", said), "who said what"
    assert "ben 50%: A coin." in said, "and why"


def test_a_team_without_numbers_hears_the_median_and_of_many_people_the_ends(
    review: Run, desk: Any
) -> None:
    desk.know("crew", "team", 181)
    desk.ask("c0", 182, 200)
    for place in range(14):
        desk.know(f"p{place:02}", day=182)
        desk.say(f"p{place:02}", "c0", 183, 0.05 * (place + 1))
    desk.resolve("c0", "yes", 200)
    crew = ("--forecaster", "crew")
    review("start", "--period", "2026-Q3", *crew, day=280)
    said = " ".join(review("show", *crew, day=280).out.split())
    assert "median of 14 people said 37.5% throughout" in said
    assert "8 others between" in said
    assert "p02 15%" in said
    assert "p03" not in said
    assert "p11 60%" in said
    assert "crew has no number of its own" in said
    assert "Calibration" not in said, "it would be that of the other team"
    assert len(shown(review, *crew, day=280)["surprises"][0]["said"]) == 14


def test_a_move_is_another_number_than_ones_last(review: Run, desk: Any) -> None:
    """A first number and a second look are none; one after a withdrawal is."""
    for slug in ("d0", "d1"):
        desk.ask(slug, 182, 200)
        desk.say("ana", slug, 183, 0.4, "Why.")
        desk.say("ana", slug, 190, 0.4, action="reaffirmation")
    desk.say("ana", "d1", 192, 0.5)
    desk.say("ana", "d1", 193, 0.6, "News.")
    for slug in ("d0", "d1"):
        desk.resolve(slug, "no", 200)
    review("start", "--period", "2026-Q3", day=280)
    found = {one["measure"]: one for one in shown(review, day=280)["process"]}
    assert (found["reasons"]["value"], found["reasons"]["n"]) == (0.5, 2)
    assert found["unseen"]["value"] == pytest.approx((10.0 + 7.0) / 2)
    assert "first number is none" in " ".join(review("show", day=280).out.split())


def test_moves_with_a_reason_are_counted_as_the_report_counts_them(
    review: Run, desk: Any, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.note("a0", 181, "News.", "https://example.org/news")
    for place in range(6):
        desk.ask(f"d{place}", 182, 200)
        for who in ("ana", "ben", "house"):
            for day in range(183, 183 + place):
                why = "Why." if (day + place) % 3 else None
                desk.say(who, f"d{place}", day, 0.1 + 0.05 * (day // 2 % 5), why)
        desk.resolve(f"d{place}", "no", 200)
    for argv, moves, reasons in (((), 6, 4), (HOUSE, 6, 4)):
        review("start", "--period", "2026-Q3", *argv, day=280)
        found = {one["measure"]: one for one in shown(review, *argv, day=280)["process"]}
        assert found["reasons"]["n"] == moves
        assert found["reasons"]["value"] == pytest.approx(reasons / moves)
        said = " ".join(review("show", *argv, day=280).out.split())
        assert f"67%: share of moves with a reason, {moves} moves on 4 questions" in said
        assert "came with a reason" not in said, "it is told once"
        assert "not looked at" not in said, "likewise"
    capsys.readouterr()
    run(["report", "--forecaster", "ana", "--period", "2026-Q3", "--json", "--db", str(db)],
        now=at(280))  # fmt: skip
    report = json.loads(capsys.readouterr().out)["updating"]
    assert (report["moves"], report["reasons"]) == (6 + 2, 4 + 2), "and those on a0 and b0"


def test_how_long_a_number_stood_is_told_beside_a_score_that_is_mostly_the_reference(
    review: Run, desk: Any
) -> None:
    given = {"d0": 0.4, "d1": 0.9, "d2": 0.95, "d3": 0.96}
    for slug in given:
        desk.ask(slug, 180, 200)
    for slug, p in given.items():
        desk.say("ana", slug, 195, p)
    for slug in given:
        desk.resolve(slug, "yes", 200)
    review("start", "--period", "2026-Q3", day=280)
    found = shown(review, day=280)
    (first,) = found["surprises"]
    assert first["stood"] == pytest.approx(5 / 20)
    assert first["score"] == pytest.approx((15 * 0.25 + 5 * 0.36) / 20)
    assert [one["stood"] for one in found["others"]] == pytest.approx([0.25])
    said = " ".join(review("show", day=280).out.split())
    assert "a number stood for 25% of the time, and even chances are scored for the rest." in said
    assert "no reason" not in said
    assert "numbers more" not in said


def test_a_team_without_scores_has_no_empty_columns(review: Run, desk: Any) -> None:
    desk.know("crew", "team", 181)
    for place in range(8):
        desk.ask(f"d{place}", 182, 200)
    for place in range(8):
        for who in ("ana", "ben"):
            desk.say(who, f"d{place}", 183, 0.6 + place / 25)
    for place in range(8):
        desk.resolve(f"d{place}", "yes", 200)
    review("start", "--period", "2026-Q3", "--forecaster", "crew", day=280)
    said = " ".join(review("show", "--forecaster", "crew", day=280).out.split())
    assert "question outcome known given to it Will" in said
    review("start", "--period", "2026-Q3", day=280)
    own = " ".join(review("show", day=280).out.split())
    assert "question outcome known given to it stood Brier Will" in own


def test_what_to_type_next_names_whose_review_is_meant(review: Run) -> None:
    review("start", *Q1, *HOUSE)
    named = "--forecaster house --period 2026-Q1"
    flags = '--knew "…" --luck judgement'
    assert f"review answer a0 {named} {flags}" in review("answer", *HOUSE, code=2).err
    assert f"review answer a3 {named} {flags}" in review("answer", "a3", *HOUSE, code=2).err
    assert (
        f"review answer a3 {named} {flags}" in review("answer", "a3", "--json", *HOUSE, code=2).err
    )
    review("close", *HOUSE)
    for argv in (("close",), ("start", *Q1), ("lesson", "x")):
        assert f"review start {named} --again" in review(*argv, *HOUSE, code=1).err


def test_saying_a_sure_number_often_adds_nothing(review: Run, desk: Any) -> None:
    for slug, outcome in (("d0", "no"), ("d1", "yes")):
        desk.ask(slug, 182, 200)
        desk.say("ana", slug, 183, 0.05)
        desk.resolve(slug, outcome, 200)
    for day in range(184, 190):
        desk.say("ana", "d0", day, 0.04 + day % 2 / 100)
    review("start", "--period", "2026-Q3", day=280)
    found = {one["measure"]: one for one in shown(review, day=280)["process"]}
    assert (found["sure"]["value"], found["sure"]["n"]) == (0.5, 2)


def test_news_counts_where_there_was_a_week_to_look_again(review: Run, desk: Any) -> None:
    desk.ask("d0", 182, 220)
    desk.note("d0", 183, "News.", "https://example.org/news")  # before there was any number
    desk.say("ana", "d0", 185, 0.4)
    desk.note("d0", 186, "News.", "https://example.org/news")  # looked at two days later
    desk.say("ana", "d0", 188, 0.5)
    desk.note("d0", 200, "News.", "https://example.org/news")  # never looked at again
    desk.note(
        "d0", 214, "News.", "https://example.org/news"
    )  # the question ended before the week did
    desk.resolve("d0", "no", 220)
    review("start", "--period", "2026-Q3", day=280)
    found = {one["measure"]: one for one in shown(review, day=280)["process"]}
    assert (found["news"]["value"], found["news"]["n"]) == (0.5, 2)


def test_what_ended_early_alone_says_nothing_of_calibration_and_says_so_once(
    review: Run, desk: Any
) -> None:
    desk.know("dee", day=182)
    desk.ask("e0", 182, 330)
    desk.say("dee", "e0", 183, 0.4)
    desk.resolve("e0", "yes", 200)
    dee = ("--forecaster", "dee")
    review("start", "--period", "2026-Q3", *dee, day=280)
    found = shown(review, *dee, day=280)["calibration"]
    assert len(found["sentences"]) == 1
    assert found["sentences"][0].startswith("Nothing can be said yet about dee's calibration")


def test_where_there_is_something_to_review_is_said(review: Run, desk: Any) -> None:
    """Nothing of ana's was resolved in 2025 or in the third quarter, and much in the first two."""
    desk.know("eve", day=181)
    words = "Theirs were in 2026-Q2, 2026-Q1: forecasts review start --period 2026-Q2"
    assert words in review("start", "--period", "2025-Q4", code=1, day=280).err
    assert words in review("start", "--period", "2026-Q3", code=1, day=280).err
    months = review("start", "--period", "2026-07", *HOUSE, code=1, day=280).err
    assert "Theirs were in 2026-06, 2026-03: forecasts review start --forecaster house" in months
    eve = review("start", "--period", "2026-Q3", "--forecaster", "eve", code=1, day=280).err
    assert "See what was: forecasts report --period 2026-Q3" in eve


def test_nothing_to_review_is_said(review: Run, desk: Any) -> None:
    desk.know("eve", day=181)
    said = review("start", "--period", "2026-Q3", "--forecaster", "eve", day=280, code=1).err
    assert "no question that eve forecast in time was first resolved in 2026-Q3" in said


def test_in_files_other_people_go_by_letters(review: Run, tmp_path: Path) -> None:
    review("start", *Q1, *HOUSE)
    review("answer", "a0", *HOUSE, "--knew", "I had heard.", "--by", "ben")
    sheet = tmp_path / "house.md"
    done = review("show", *HOUSE, "--markdown", str(sheet))
    assert "--names writes their names" in done.err
    text = sheet.read_text()
    assert "I had heard." in text
    assert re.search(r"forecaster [AB]: I had heard", text)
    assert not re.search(r"\b(ana|ben)\b", text)
    assert "A coin." not in text, "reasons stay at the desk"
    assert "ben: I had heard." in review("show", *HOUSE).out


def test_only_those_who_may_enter_a_teams_numbers_keep_its_review(
    review: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["forecaster", "allow", "house", "ben", "--db", str(db)], now=at(94)) == 0
    assert "only ben may start" in review("start", *Q1, *HOUSE, code=1).err
    monkeypatch.setenv("LOGNAME", "ben")
    review("start", *Q1, *HOUSE)
    monkeypatch.setenv("LOGNAME", "ana")
    review("answer", "a0", *HOUSE, "--knew", "Everybody answers.")
    assert "only ben may close" in review("close", *HOUSE, code=1).err


def test_how_many_more_questions_there_are_is_said(review: Run, desk: Any) -> None:
    for place in range(9):
        desk.ask(f"d{place}", 182, 200)
        desk.say("ana", f"d{place}", 183, 0.1 if place < 6 else 0.9)
        desk.resolve(f"d{place}", "yes", 200)
    review("start", "--period", "2026-Q3", day=280)
    said = review("answer", "a0", "--knew", "x", day=280, code=1).err
    assert "It asks about d0, d1, d2, d3, d4 and 2 more." in said
    assert "All that can be answered about: forecasts review show --period 2026-Q3" in said
