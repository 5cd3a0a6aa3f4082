"""What becomes of an outcome: confirmed by a second person, disputed, or proposed by a rule."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.model import Interval, Proposal, ResolutionStatus, Status
from forecasts.store import proposals, resolutions, verification
from tests.conftest import ONE

if TYPE_CHECKING:
    from conftest import Desk

    from forecasts.model import Resolution

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SEEN = ("--no-source", "seen from the window")
SOURCE = ("--source", "https://example.org/a", "--quote", "It rained on Friday.")
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture
def ben(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what lets ben sit down at the desk, or another if named."""
    return lambda name="ben": monkeypatch.setenv("LOGNAME", name)


def said(text: str) -> list[str]:
    """Return the lines of an answer, with one blank between a label and its words."""
    return [re.sub(r"^  +(\S.*?)  +", r"\1: ", line).strip() for line in text.splitlines()]


def in_force(desk: Desk, slug: str) -> Resolution | None:
    store = desk.store()
    found = resolutions.latest(store.connection, desk.question(slug).id)
    store.close()
    return found


def status(desk: Desk, slug: str, at: datetime = NOW) -> Status:
    return Status(desk.type("show", slug, "--json", at=at).json["status"])


def is_whole(desk: Desk) -> bool:
    store = desk.store()
    found = verification.verify(store)
    store.close()
    return not found.faults


# A second person


def test_a_question_can_ask_for_a_second_person(desk: Desk) -> None:
    asked = desk.type("ask", "Will it snow?", "--slug", "snow", "--closes", "2026-12-01",
                      "--second-person")  # fmt: skip
    counts = "counts once somebody else than the resolver confirms it"
    assert counts in asked.out
    assert desk.question("snow").terms.second_person
    assert counts in desk.type("show", "snow").out
    desk.type("revise", "snow", "--no-second-person")
    assert not desk.question("snow").terms.second_person
    assert counts not in desk.type("show", "snow").out
    changed = desk.type("revise", "snow", "--second-person", "--json").json["changed"]
    assert changed == {"second_person": {"was": "no", "now": "yes"}}


def test_it_is_not_dropped_in_silence_once_the_question_has_closed(desk: Desk) -> None:
    desk.ask("late", closes=-1, second_person=True)
    desk.type("predict", "late", "20%", at=NOW - 5 * DAY)
    assert "--anyway" in desk.refuses("revise", "late", "--no-second-person")


def test_an_outcome_counts_once_somebody_else_confirms_it(desk: Desk, ben: Any) -> None:
    desk.ask("asks", closes=-5, second_person=True)
    answer = desk.type("resolve", "asks", "no", *SEEN)
    assert "Awaits      a second person; until then it counts for nothing" in answer.out
    assert answer.out.endswith("Next, somebody else: forecasts resolve asks --confirm\n")
    assert (in_force(desk, "asks"), status(desk, "asks")) == (None, Status.DUE)
    shown = desk.type("show", "asks").out
    assert "it awaits an outcome; no, by ana, awaits a second person" in shown
    assert shown.endswith("Next, somebody else: forecasts resolve asks --confirm\n")
    ben()
    done = desk.type("resolve", "asks", "--confirm", "--note", "I looked too.")
    assert done.out.splitlines()[0] == "asks: no, confirmed by ben"
    assert "Counts     from now on" in done.out
    assert f"Receipt    {desk.head()}" in done.out
    found = in_force(desk, "asks")
    assert found is not None
    assert (found.outcome, found.resolver, status(desk, "asks")) == ("no", "ana", Status.RESOLVED)
    assert "Confirmed   by ben, 2026-11-01 12:00Z: I looked too." in desk.type("show", "asks").out
    assert is_whole(desk)


def test_the_one_who_resolved_cannot_confirm_under_any_name(desk: Desk, ben: Any) -> None:
    desk.type("forecaster", "alias", "ana", "a.kim")
    desk.ask("asks", closes=-5, second_person=True)
    desk.type("resolve", "asks", "no", *SEEN)
    words = desk.refuses("resolve", "asks", "--confirm")
    assert "ana resolved asks: the second look is another person's." in words
    assert "forecasts resolve asks --confirm" in words
    desk.refuses("resolve", "asks", "--confirm", "--by", "ANA")
    ben("a.kim")
    desk.refuses("resolve", "asks", "--confirm")
    assert in_force(desk, "asks") is None


def test_who_typed_for_the_second_person_is_kept_and_shown(desk: Desk) -> None:
    desk.ask("asks", closes=-5, second_person=True)
    desk.type("resolve", "asks", "no", *SEEN)
    told = desk.type("resolve", "asks", "--confirm", "--by", "the chair", "--json").json
    assert (told["confirmer"], told["entered_by"], told["awaited"]) == ("the chair", "ana", True)
    assert "by the chair, entered by ana" in desk.type("show", "asks").out


def test_a_resolver_who_forecast_it_can_be_confirmed_though_it_counts(desk: Desk, ben: Any) -> None:
    desk.type("predict", "due", "20%", at=NOW - 9 * DAY)
    desk.type("predict", "due", "30%", "--as", "ben", at=NOW - 9 * DAY)
    desk.type("resolve", "due", "no", *SEEN)
    assert status(desk, "due") is Status.RESOLVED
    ben()
    done = desk.type("resolve", "due", "--confirm").out
    assert "Resolver   ana, who forecast it: 20%" in done
    assert "Confirmed  by ben, who forecast it too: 30%" in done
    assert "Counts     as it did before" in done
    shown = desk.type("show", "due").out
    assert "No, recorded 2026-11-01 12:00Z by ana, who forecast it\n" in shown
    assert "Confirmed   by ben, 2026-11-01 12:00Z\n" in shown
    (ruled,) = desk.type("show", "due", "--json").json["resolutions"]
    assert (ruled["in_force"], ruled["confirmed_by"], ruled["awaits"]) == (True, ["ben"], False)


def test_a_confirmation_is_recorded_once(desk: Desk, ben: Any) -> None:
    desk.ask("asks", closes=-5, second_person=True)
    desk.type("resolve", "asks", "no", *SEEN)
    ben()
    first = desk.type("resolve", "asks", "--confirm", "--json", "--uuid", ONE).json
    head = desk.head()
    assert (first["written"], first["receipt"], first["confirmer"]) == (True, head, "ben")
    assert desk.type("resolve", "asks", "--confirm", "--uuid", ONE).code == 0
    again = desk.type("resolve", "asks", "--confirm")
    assert "ben confirmed that already; nothing was written." in again.err
    assert desk.head() == head


def test_the_same_outcome_said_by_another_points_to_the_confirmation(desk: Desk, ben: Any) -> None:
    desk.ask("asks", closes=-5, second_person=True)
    desk.type("resolve", "asks", "no", *SEEN)
    ben()
    again = desk.type("resolve", "asks", "no", *SEEN)
    assert "To confirm it: forecasts resolve asks --confirm" in again.err
    assert len(desk.resolutions("asks")) == 1


def test_the_ruling_before_stays_until_the_new_one_is_confirmed(desk: Desk, ben: Any) -> None:
    desk.ask("asks", closes=-5, second_person=True)
    desk.type("resolve", "asks", "no", *SEEN)
    ben()
    desk.type("resolve", "asks", "--confirm")
    desk.type("resolve", "asks", "yes", "--happened", "2026-10-20", *SEEN)
    shown = desk.type("show", "asks").out
    assert "asks (#5): resolved: no; yes, by ben, awaits a second person" in shown
    assert (first := in_force(desk, "asks")) is not None
    assert first.outcome == "no"
    ben("ana")
    desk.type("resolve", "asks", "--confirm")
    assert "asks (#5): resolved: yes\n" in desk.type("show", "asks").out


@pytest.mark.parametrize(
    ("typed", "says", "code"),
    [
        (("due", "--confirm"), "due has no outcome to confirm.", 1),
        (("nowhere", "--confirm"), "no question is called 'nowhere'", 1),
        (("due", "no", "--confirm"), "--confirm records no outcome of its own.", 2),
        (("due", "--confirm", *SEEN), "--confirm records no outcome of its own.", 2),
        (("due", "--confirm", "--annul", "x"), "--confirm records no outcome of its own.", 2),
        (("due", "--confirm", "--accept"), "each stand alone", 2),
        (("due", "--confirm", "--object", "x"), "each stand alone", 2),
        (("due", "--confirm", "--by", "a\x1bb"), "U+001B", 2),
    ],
)
def test_what_cannot_be_confirmed(desk: Desk, typed: tuple[str, ...], says: str, code: int) -> None:
    assert says in desk.refuses("resolve", *typed, code=code)


# Disputes


def disputed(desk: Desk, *more: str) -> None:
    desk.type("resolve", "due", "no", *SEEN)
    desk.type("resolve", "due", *more, "--dispute", "It rained at night.", "--decide-by",
              "2026-11-10", "--by", "ben")  # fmt: skip


def test_a_dispute_shows_both_results_and_withholds_the_outcome(desk: Desk) -> None:
    desk.type("resolve", "due", "no", *SEEN)
    answer = desk.type("resolve", "due", "yes", "--dispute", "It rained at night.",
                       "--decide-by", "2026-11-10", "--by", "ben")  # fmt: skip
    assert answer.out.splitlines()[0] == "due: disputed"
    for line in (
        "On record: no, by ana",
        "Claimed: yes, by ben",
        "Decide by: 2026-11-11 00:00Z (in 9 days)",
        "Because: It rained at night.",
    ):
        assert line in said(answer.out)
        assert line in said(desk.type("show", "due").out)
    assert "To settle it: forecasts resolve due yes/no --source URL" in answer.out
    found = in_force(desk, "due")
    assert found is not None
    assert (found.status, found.claimed, found.outcome) == (
        ResolutionStatus.DISPUTED, "yes", None)  # fmt: skip
    assert found.decide_by == datetime(2026, 11, 11, tzinfo=UTC)
    assert len(desk.resolutions("due")) == 2
    assert is_whole(desk)


def test_a_dispute_need_not_claim_anything(desk: Desk) -> None:
    disputed(desk)
    shown = desk.type("show", "due").out
    assert "On record: no, by ana" in said(shown)
    assert "Claimed" not in shown


def test_a_day_by_which_to_decide_is_a_day_of_the_question_s_zone(desk: Desk) -> None:
    desk.ask("zoned", closes=-5, timezone="Asia/Seoul")
    desk.type("resolve", "zoned", "no", *SEEN)
    told = desk.type("resolve", "zoned", "--dispute", "x", "--decide-by", "2026-11-10", "--json")
    assert told.json["decide_by"] == "2026-11-10T15:00:00.000000Z"
    assert (told.json["status"], told.json["claimed"]) == ("disputed", None)


def test_a_dispute_is_settled_by_a_new_outcome(desk: Desk) -> None:
    disputed(desk, "yes")
    assert status(desk, "due") is Status.DISPUTED
    desk.type("resolve", "due", "yes", "--happened", "2026-10-25", *SEEN)
    assert status(desk, "due") is Status.RESOLVED
    assert desk.type("due").out == ""


def test_a_dispute_can_be_put_off(desk: Desk) -> None:
    disputed(desk)
    desk.type("resolve", "due", "--dispute", "It rained at night.", "--decide-by", "2026-12-10")
    found = in_force(desk, "due")
    assert found is not None
    assert found.decide_by == datetime(2026, 12, 11, tzinfo=UTC)
    assert "On record: no, by ana" in said(desk.type("show", "due").out)


def test_an_outcome_that_awaits_a_second_person_can_be_disputed(desk: Desk, ben: Any) -> None:
    desk.ask("asks", closes=-5, second_person=True)
    desk.type("resolve", "asks", "no", *SEEN)
    ben()
    desk.type("resolve", "asks", "--dispute", "Not yet.", "--decide-by", "2026-11-10")
    assert status(desk, "asks") is Status.DISPUTED
    words = desk.refuses("resolve", "asks", "--confirm")
    assert "asks is disputed: there is no outcome to confirm." in words
    desk.type("resolve", "asks", "no", *SOURCE)
    assert status(desk, "asks") is Status.DISPUTED  # until the new one is confirmed
    ben("ana")
    desk.type("resolve", "asks", "--confirm")
    assert status(desk, "asks") is Status.RESOLVED


@pytest.mark.parametrize(
    ("typed", "says", "code"),
    [
        (("--dispute", "x"), "a dispute has a day by which it is decided", 2),
        (("no", "--decide-by", "2026-12-01", *SEEN), "and only a dispute", 2),
        (("--dispute", " ", "--decide-by", "2026-12-01"), "disputed, but why?", 2),
        (("--dispute", "x", "--decide-by", "2026-10-31"), "lies in the past", 2),
        (("--dispute", "x", "--decide-by", "soon"), "Type 2026-11-03", 2),
        (("no", "--dispute", "x", "--decide-by", "2026-12-01"), "no is what is on record", 1),
        (("maybe", "--dispute", "x", "--decide-by", "2026-12-01"), "maybe", 2),
        (("--dispute", "x", "--annul", "y"), "two rulings", 2),
        (("--dispute", "x", "--decide-by", "2026-12-01", "--known", "2026-10-30"), "no clocks", 2),
        (
            ("--dispute", "x", "--decide-by", "2026-12-01", "--source", "javascript:alert(1)"),
            "is no web address",
            2,
        ),
    ],
)
def test_a_dispute_that_cannot_be(desk: Desk, typed: tuple[str, ...], says: str, code: int) -> None:
    desk.type("resolve", "due", "no", *SEEN)
    assert says in desk.refuses("resolve", "due", *typed, code=code)


@pytest.mark.parametrize("before", [(), ("--reopen", "early")])
def test_where_there_is_no_outcome_there_is_no_dispute(desk: Desk, before: tuple[str, ...]) -> None:
    if before:
        desk.type("resolve", "due", "no", *SEEN)
        desk.type("resolve", "due", *before)
    words = desk.refuses("resolve", "due", "--dispute", "x", "--decide-by", "2026-12-01")
    assert "due has no outcome to dispute." in words


# Proposals


def propose(desk: Desk, slug: str = "due", **more: Any) -> None:
    given = {"outcome": "no", "rule": '{"rule":"file"}', "content_sha256": SHA256} | more
    store = desk.store()
    with store.append(NOW - DAY, "propose") as batch:
        found = Proposal(question_id=desk.question(slug).id, **given)
        assert proposals.propose(batch, found)
    store.close()


def test_a_proposal_is_shown_and_decides_nothing(desk: Desk) -> None:
    propose(desk, source_url="https://example.org/rain.json", quote="Rain: none.")
    assert (in_force(desk, "due"), status(desk, "due")) == (None, Status.DUE)
    for shown in (desk.type("show", "due").out, desk.type("due").out):
        for line in ("no, by a rule, 24 hours ago", "https://example.org/rain.json",
                     "“Rain: none.”", SHA256):  # fmt: skip
            assert line in shown
        assert "forecasts resolve due --accept" in shown
    assert desk.type("show", "due", "--json").json["proposal"]["outcome"] == "no"


def test_a_person_accepts_it_with_its_source_and_clocks(desk: Desk) -> None:
    clocks = {"known_at": NOW - 4 * DAY, "happened": Interval(NOW - 6 * DAY, NOW - 5.5 * DAY)}
    propose(desk, outcome="yes", source_url="https://example.org/r", quote="Rain.", **clocks)
    told = desk.type("resolve", "due", "--accept", "--json").json
    (found,) = desk.resolutions("due")
    assert (found.outcome, found.resolver) == ("yes", "ana")
    assert (found.source_url, found.quote) == ("https://example.org/r", "Rain.")
    assert (found.known_at, found.happened) == tuple(clocks.values())
    assert told["proposal_id"] == found.proposal_id is not None
    assert "Proposed    by a rule" in desk.type("show", "due").out
    assert is_whole(desk)


def test_what_a_rule_read_in_a_local_file_is_named_by_its_hash(desk: Desk) -> None:
    propose(desk)
    desk.type("resolve", "due", "--accept")
    (found,) = desk.resolutions("due")
    assert found.source_url is None
    assert found.no_source == f'proposed by a rule in bytes of SHA-256 {SHA256}: {{"rule":"file"}}'


def test_who_accepts_may_bring_clocks_and_a_source_of_their_own(desk: Desk) -> None:
    propose(desk, outcome="yes", known_at=NOW - 2 * DAY)
    desk.type("resolve", "due", "--accept", "--happened", "2026-10-20", *SOURCE)
    (found,) = desk.resolutions("due")
    assert found.happened == Interval(datetime(2026, 10, 20, tzinfo=UTC),
                                      datetime(2026, 10, 21, tzinfo=UTC))  # fmt: skip
    assert found.known_at == datetime(2026, 10, 21, tzinfo=UTC)
    assert (found.source_url, found.quote) == (SOURCE[1], SOURCE[3])


def test_a_yes_without_a_clock_still_needs_one(desk: Desk) -> None:
    propose(desk, outcome="yes")
    assert "--happened" in desk.refuses("resolve", "due", "--accept", code=2)


def test_an_accepted_outcome_awaits_a_second_person_where_one_is_asked_for(desk: Desk) -> None:
    desk.ask("asks", closes=-5, second_person=True)
    propose(desk, "asks")
    assert desk.type("resolve", "asks", "--accept", "--json").json["awaits"] is True
    assert in_force(desk, "asks") is None


def test_it_is_accepted_once(desk: Desk) -> None:
    propose(desk)
    desk.type("resolve", "due", "--accept", "--uuid", ONE)
    head = desk.head()
    again = desk.type("resolve", "due", "--accept", "--uuid", ONE)
    assert (again.code, "already on record" in again.err, desk.head()) == (0, True, head)
    assert "no rule proposes an outcome of due now." in desk.refuses("resolve", "due", "--accept")


def test_while_objections_are_awaited_it_cannot_be_accepted(desk: Desk) -> None:
    propose(desk, object_by=NOW + 3 * DAY)
    words = desk.refuses("resolve", "due", "--accept")
    assert "objections are awaited until 2026-11-04 12:00Z." in words
    assert "Object by: 2026-11-04 12:00Z (in 3 days)" in said(desk.type("due").out)
    assert 'forecasts resolve due --object "why"' in desk.type("due").out
    assert desk.type("resolve", "due", "--accept", at=NOW + 3 * DAY).code == 0


def test_an_objection_is_shown_and_leaves_the_decision_to_a_person(desk: Desk) -> None:
    propose(desk, object_by=NOW + 3 * DAY)
    told = desk.type("resolve", "due", "--object", "It did rain.", "--by", "ben", "--json").json
    assert (told["objector"], told["proposed"], told["entered_by"]) == ("ben", "no", "ana")
    assert told["receipt"] == desk.head()
    for shown in (desk.type("show", "due").out, desk.type("due").out):
        assert "Objects: ben: It did rain." in said(shown)
        assert "forecasts resolve due yes/no --source URL" in shown
    words = desk.refuses("resolve", "due", "--accept", at=NOW + 9 * DAY)
    assert "ben objects: It did rain." in words
    same = desk.type("resolve", "due", "--object", "It did rain.", "--by", "ben")
    assert "nothing was written" in same.err
    assert is_whole(desk)


@pytest.mark.parametrize(
    ("typed", "says", "code"),
    [
        (("rain", "--accept"), "no rule proposes an outcome of rain now.", 1),
        (("rain", "--object", "x"), "no rule proposes an outcome of rain now.", 1),
        (("due", "--object", "  "), "an objection, but why?", 2),
        (("due", "--object", "x", "--annul", "y"), "--object records no outcome.", 2),
        (("due", "no", "--accept"), "two rulings", 2),
        (("due", "--accept", "--object", "x"), "each stand alone", 2),
        (("due", "--accept", "--known", "2026-12-01"), "lies in the future", 1),
    ],
)
def test_what_cannot_be_accepted_or_objected_to(
    desk: Desk, typed: tuple[str, ...], says: str, code: int
) -> None:
    propose(desk)
    assert says in desk.refuses("resolve", *typed, code=code)


# What waits


def test_due_lists_what_a_second_person_should_look_at(desk: Desk, ben: Any) -> None:
    desk.ask("asks", closes=-5, second_person=True)
    desk.type("predict", "closed", "20%", at=NOW - 9 * DAY)
    desk.type("resolve", "closed", "no", *SEEN)
    desk.type("resolve", "asks", "no", *SEEN)
    out = desk.type("due", at=NOW + DAY).out
    assert out.index("due: due 6 days ago") < out.index("asks: no by ana, 24 hours ago, awaits")
    assert "  forecasts resolve asks --confirm" in out
    assert "seen by nobody else: closed (no by ana)." in out.replace("\n", " ")
    lines = {line["question"]: line for line in desk.type("due", "--json").lines}
    assert [*lines] == ["due", "closed", "asks"]
    told = [(each["awaits"], each["counts"], each["forecast_it"]) for each in lines.values()]
    assert told == [
        ("outcome", None, None), ("confirmation", True, True), ("confirmation", False, False),
    ]  # fmt: skip
    assert (lines["asks"]["outcome"], lines["asks"]["resolver"]) == ("no", "ana")
    ben()
    for slug in ("asks", "closed"):
        desk.type("resolve", slug, "--confirm")
    assert [line["question"] for line in desk.type("due", "--json").lines] == ["due"]


def test_one_who_works_alone_is_not_told_to_ask_somebody(desk: Desk) -> None:
    desk.type("predict", "due", "20%", at=NOW - 9 * DAY)
    desk.type("resolve", "due", "no", *SEEN)
    assert "seen by nobody else" in desk.type("due").out
    desk.type("forecaster", "retire", "ben")
    assert desk.type("due").out == ""


def test_due_lists_a_dispute_when_its_day_nears_and_when_it_has_passed(desk: Desk) -> None:
    disputed(desk, "yes")
    assert desk.type("due", at=NOW + DAY).out == ""
    assert "to be decided in 9 days" in desk.type("due", "--soon", "30d").out
    near = desk.type("due", at=NOW + 5 * DAY).out
    assert "\ndue: disputed, to be decided in 4 days\n" in near
    assert {"On record: no, by ana", "Claimed: yes, by ben"} <= set(said(near))
    assert "forecasts resolve due yes/no --source URL" in near
    late = desk.type("due", at=NOW + 13 * DAY).out
    assert "Decide by: 2026-11-11 00:00Z (3 days ago)" in said(late)
    found = next(
        line for line in desk.type("due", "--json", at=NOW + 13 * DAY).lines
        if line["awaits"] == "decision"
    )  # fmt: skip
    assert (found["outcome"], found["claimed"], found["resolver"]) == ("no", "yes", "ana")
    assert found["decide_by"] == "2026-11-11T00:00:00.000000Z"


def test_due_lists_a_proposal_on_a_question_that_is_open_still(desk: Desk) -> None:
    propose(desk, "rain", outcome="yes", known_at=NOW - 2 * DAY)
    out = desk.type("due").out
    assert out.index("due: due 5 days ago") < out.index("rain: a rule proposes an outcome")
    (_, found) = desk.type("due", "--json").lines
    assert (found["awaits"], found["proposal"]["content_sha256"]) == ("acceptance", SHA256)
    assert found["command"] == "forecasts resolve rain --accept"
