"""What an outcome means for linked questions: annulled, offered, and taken as it was offered."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.model import QuestionType, times

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
YES = ("yes", "--happened", "2026-10-20", "--source", "https://example.org/a", "--quote",
       'They "signed" it; that\'s all.')  # fmt: skip
NO = ("no", "--known", "2026-10-25", "--no-source", "they gave up")


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """Return the desk with five more open questions, a to e, that close as early as their place."""
    for place, slug in enumerate("abcde"):
        desk.ask(slug, closes=30 + place)
    return desk


def link(desk: Desk, *links: str) -> None:
    for words in links:
        answer = desk.type("link", *words.split())
        assert answer.code == 0, answer.err


def resolve(desk: Desk, slug: str, *ruling: str) -> list[Any]:
    """Resolve a question and return what was offered, or annulled."""
    answer = desk.type("resolve", slug, *ruling, "--json")
    assert answer.code == 0, answer.err
    offered: list[Any] = answer.json["follows"]
    return offered


def take(desk: Desk, offers: list[Any]) -> None:
    """Type each command that was offered as it stands; none of them may be refused."""
    for offer in offers:
        program, *argv = shlex.split(offer["command"])
        answer = desk.type(*argv)
        assert (program, answer.code) == ("forecasts", 0), answer.err


def due(desk: Desk) -> dict[str, Any]:
    return {line["question"]: line for line in desk.type("due", "--json").lines}


@pytest.mark.parametrize(
    ("links", "ruled", "wanted"),
    [
        (("a implies b",), {"a": YES}, {"b": "yes"}),
        (("a implies b",), {"b": NO}, {"a": "no"}),
        (("a excludes b",), {"a": YES}, {"b": "no"}),
        (("a excludes b",), {"b": YES}, {"a": "no"}),
        (("a earlier-deadline-of b",), {"a": YES}, {"b": "yes"}),
        (("a earlier-deadline-of b",), {"b": NO}, {"a": "no"}),
        (("a same-event b",), {"a": YES}, {"b": "yes"}),
        (("a same-event b",), {"b": NO}, {"a": "no"}),
        (("a --all-of b --all-of c",), {"a": YES}, {"b": "yes", "c": "yes"}),
        (("a --all-of b --all-of c",), {"b": YES, "c": YES}, {"a": "yes"}),
        (("a --all-of b --all-of c",), {"b": NO}, {"a": "no"}),
        (("a --all-of b --all-of c",), {"b": YES, "a": NO}, {"c": "no"}),
        (("c --given a", "c same-event b"), {"a": YES, "b": NO}, {"c": "no"}),
        (("a same-event b", "b implies c", "c excludes d"), {"a": YES},
         {"b": "yes", "c": "yes", "d": "no"}),
    ],
)  # fmt: skip
def test_what_follows_is_offered_and_its_command_records_it(
    linked: Desk,
    links: tuple[str, ...],
    ruled: dict[str, tuple[str, ...]],
    wanted: dict[str, str],
) -> None:
    link(linked, *links)
    for slug, ruling in ruled.items():
        offers = resolve(linked, slug, *ruling)
    assert {one["question"]: one["outcome"] for one in offers} == wanted
    assert {slug: line["awaits"] for slug, line in due(linked).items() if slug in wanted} == (
        dict.fromkeys(wanted, "implied")
    )
    take(linked, offers)
    for slug, outcome in wanted.items():
        (row,) = linked.resolutions(slug)
        assert row.outcome == outcome
        assert row.known_at <= NOW
    assert not wanted.keys() & due(linked).keys()


def test_an_offer_brings_the_source_its_words_and_the_clocks(linked: Desk) -> None:
    link(linked, "a same-event b", "b implies c")
    take(linked, resolve(linked, "a", *YES))
    same, implied = (linked.resolutions(slug)[0] for slug in "bc")
    for row in (same, implied):
        assert (row.source_url, row.quote) == (YES[4], YES[6])
        assert times.to_minute(row.known_at) == "2026-10-21 00:00Z"
    assert same.note == "a is yes, and a and b are the same event"
    assert same.happened is not None
    assert times.to_minute(same.happened.start) == "2026-10-20 00:00Z"
    assert implied.happened is None  # at the latest on that day


def test_a_number_and_a_date_are_offered_as_they_were_ruled(desk: Desk) -> None:
    number = {"type": QuestionType.NUMERIC, "range_min": 0.0, "range_max": 9.0}
    date = {"type": QuestionType.DATE, "range_max": times.to_seconds(NOW + 30 * DAY)}
    for slug, terms in (("n", number), ("m", number), ("d", date), ("f", date)):
        desk.ask(slug, **terms)
    link(desk, "n same-event m", "d same-event f")
    take(desk, resolve(desk, "n", "7", "--no-source", "counted", "--known", "2026-10-30"))
    take(desk, resolve(desk, "f", "2026-10-20", "--no-source", "seen"))
    assert desk.resolutions("m")[0].outcome == "7.0"
    assert desk.resolutions("d")[0].outcome == desk.resolutions("f")[0].outcome


def test_in_words_the_reason_is_wrapped_and_the_command_is_not(linked: Desk) -> None:
    link(linked, "a implies b")
    lines = linked.type("resolve", "a", *YES[:3], "--no-source", "seen").out.splitlines()
    start = lines.index("By the links, this follows and is not on record:")
    assert lines[start + 1] == "  b: yes, since a is yes, and a implies b"
    assert lines[start + 2] == (
        '    forecasts resolve b yes --no-source "a is yes, and a implies b" --known 2026-10-21'
    )
    assert lines[-1].startswith("Next: forecasts score")


def test_a_second_persons_word_brings_what_follows(linked: Desk) -> None:
    linked.ask("f", second_person=True)
    link(linked, "f implies a", "b --given f")
    assert resolve(linked, "f", *NO) == []
    confirmed = linked.type("resolve", "f", "--confirm", "--by", "ben", "--json").json
    assert [(one["question"], one["written"]) for one in confirmed["follows"]] == [("b", True)]


def test_no_answer_counts_before_its_condition_is_known(linked: Desk) -> None:
    link(linked, "a --given b --given c")
    told = linked.refuses("resolve", "a", *YES)
    assert "a waits for b and c: no answer counts before that." in told
    assert "forecasts show b" in told
    resolve(linked, "b", *YES)
    assert "a waits for c" in linked.refuses("resolve", "a", *YES)
    resolve(linked, "c", *YES)
    assert resolve(linked, "a", *YES) == []
    assert linked.resolutions("a")[0].outcome == "yes"


def test_no_answer_counts_where_its_condition_failed(linked: Desk) -> None:
    link(linked, "a --given b")
    (gone,) = resolve(linked, "b", *NO)
    assert (gone["question"], gone["status"], gone["written"]) == ("a", "annulled", True)
    assert "asked for the case that b happens, and b did not happen" in linked.refuses(
        "resolve", "a", *YES
    )
    assert resolve(linked, "a", *YES, "--anyway") != []  # it is a fact, and told as wrong
    assert due(linked)["a"]["because"] == "to be annulled, since b did not happen"
    resolve(linked, "a", "--annul", "b did not happen")
    assert "a" not in due(linked)


@pytest.mark.parametrize(
    ("ruling", "now"), [(YES, "yes"), (("--reopen", "too soon"), "open again")]
)
def test_a_condition_that_is_ruled_otherwise_brings_its_questions_back(
    linked: Desk, ruling: tuple[str, ...], now: str
) -> None:
    link(linked, "a --given b")
    resolve(linked, "b", *NO)
    assert [row.status for row in linked.resolutions("a")] == ["annulled"]
    (back,) = resolve(linked, "b", *ruling)
    assert (back["question"], back["status"]) == ("a", "reopened")
    assert back["because"] == f"b is {now}, no longer no"
    assert due(linked)["a"]["awaits"] == "reopening"
    assert linked.type("list", "--all").out.count("annulled, to reopen") == 1
    (told,) = [x for x in linked.type("agenda", "--json").lines if x["section"] == "condition"]
    assert (told["question"], told["state"], told["command"]) == ("a", "restored", back["command"])
    take(linked, [back])
    assert linked.type("show", "a", "--json").json["status"] == "reopened"
    assert "a" not in due(linked)


def test_what_was_annulled_for_a_reason_of_its_own_stays_so(linked: Desk) -> None:
    link(linked, "a --given b")
    resolve(linked, "a", "--annul", "badly asked")
    assert resolve(linked, "b", *NO) == []
    assert resolve(linked, "b", *YES) == []
    assert "a" not in due(linked)


@pytest.mark.parametrize("ending", [("--annul", "badly asked"), ("--ambiguous", "two readings")])
def test_a_condition_that_ended_without_an_answer_leaves_the_choice(
    linked: Desk, ending: tuple[str, str]
) -> None:
    """Whether it happened may still be known: so nothing is annulled at once."""
    link(linked, "a --given b")
    (offer,) = resolve(linked, "b", *ending)
    assert (offer["question"], offer["status"], offer["written"]) == ("a", "annulled", False)
    assert "b ended as a" in linked.refuses("resolve", "a", *YES)
    assert due(linked)["a"]["awaits"] == "annulment"
    assert "open, to annul" in linked.type("list").out
    take(linked, [offer])
    assert linked.resolutions("a")[-1].status == "annulled"
    (back,) = resolve(linked, "b", *YES)
    assert back["status"] == "reopened"


def test_conditions_of_conditions_fail_with_them(linked: Desk) -> None:
    link(linked, "a --given b", "b --given c")
    gone = resolve(linked, "c", *NO)
    assert [(one["question"], one["written"]) for one in gone] == [("b", True), ("a", True)]


def test_reopening_by_hand_is_not_undone_at_once(linked: Desk) -> None:
    link(linked, "a --given b", "b same-event c")
    resolve(linked, "b", *NO)
    (still,) = [
        one for one in resolve(linked, "a", "--reopen", "wait") if one["question"] == "a"
    ]  # fmt: skip
    assert (still["status"], still["written"]) == ("annulled", False)
    resolve(linked, "c", *NO)
    assert linked.resolutions("a")[-1].status == "reopened"


def test_what_is_due_but_waits_for_its_condition_asks_for_no_answer(linked: Desk) -> None:
    link(linked, "due --given a")
    (line,) = due(linked).values()
    assert (line["awaits"], line["command"]) == ("condition", "forecasts show a")
    out = linked.type("due").out
    assert out.splitlines()[0] == "due: due 5 days ago, but waits for a"
    assert "due, waits" in linked.type("list").out
    (told,) = [x for x in linked.type("agenda", "--json").lines if x["question"] == "due"]
    assert (told["section"], told["words"]) == ("condition", "waits for a, open")


def test_a_contradiction_is_told_once_in_the_same_words_wherever_one_looks(linked: Desk) -> None:
    link(linked, "a same-event b", "a implies c", "d excludes c")
    resolve(linked, "b", *YES)
    doubted = linked.type("resolve", "d", *YES)
    told = (
        "b and d are yes: they cannot both be right, since a and b are the same event, a implies c,"
        " and d excludes c"
    )
    assert told in " ".join(doubted.err.split())
    for command in ("due", "agenda", "coherence"):
        assert " ".join(linked.type(command).out.split()).count(told) == 1, command
    for slug in "bd":
        assert told in " ".join(linked.type("show", slug).out.split())
    assert "cannot" not in linked.type("show", "c").out
    assert told in " ".join(linked.type("link").err.split())
    (line,) = [x for x in linked.type("due", "--json").lines if x["awaits"] == "contradiction"]
    assert (line["question"], line["because"]) == ("d", told)
    assert line["command"] == 'forecasts resolve d --reopen "why"'
    # Nothing follows from what cannot all be right.
    assert "implied" not in {line["awaits"] for line in due(linked).values()}


def test_one_event_on_two_days_is_told_too(linked: Desk) -> None:
    link(linked, "a same-event b")
    resolve(linked, "a", *YES)
    other = ("yes", "--happened", "2026-10-22", "--no-source", "another source")
    told = "a happened on 2026-10-20 and b happened on 2026-10-22, though a and b are the same"
    assert told in " ".join(linked.type("resolve", "b", *other).err.split())
    for command in ("due", "agenda", "coherence"):
        assert " ".join(linked.type(command).out.split()).count(told) == 1, command


def test_a_window_is_told_and_its_end_is_due(linked: Desk) -> None:
    link(linked, "a within 20d of b --latest 2026-12-31")
    (window,) = resolve(linked, "b", *YES)
    assert (window["question"], window["command"]) == ("a", None)
    assert window["because"] == "the last of the 20 days of b is 2026-11-09"
    assert window["because"] in linked.type("show", "a").out
    assert "a" not in due(linked)
    late = linked.type("due", "--json", at=NOW + 9 * DAY).lines
    (line,) = [line for line in late if line["question"] == "a"]
    assert (line["awaits"], line["overdue_days"]) == ("outcome", 0)
    assert line["command"].startswith("forecasts resolve a yes/no")
