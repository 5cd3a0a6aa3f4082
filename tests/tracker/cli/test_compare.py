"""`forecasts compare`: known differences, the bet by hand, and when nothing can be told."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.model import ForecasterKind, ReferenceClass
from forecasts.model.prediction import Quantiles

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

# The shape in SCORING, and what explains it.
KEYS = [
    "a", "b", "rule", "policy", "questions", "clusters", "a_loss", "b_loss", "attainable",
    "difference", "low", "high", "n80", "verdict", "reason", "e_value", "e_for", "e_threshold",
    "e_declared", "e_declared_after", "e_waits_for", "delta", "policies", "adjusted", "beside",
]  # fmt: skip
POLICY_KEYS = [*KEYS[3:14], "ahead", "a_place", "b_place", "places"]
STAKES = (1 / 16, 1 / 8, 1 / 4, 1 / 2)
T_7 = 2.364624  # the 97.5% point of Student's t with 7 degrees of freedom, from a printed table


def fill(
    record: Recorder, losses: list[tuple[float, float]], due: float | None = None, **terms: Any
) -> None:
    """Ask questions that resolve no, ana and ben saying the roots of these Brier scores."""
    for ana, ben in losses:
        slug = f"q{len(record.asked)}"
        record.ask(slug, **terms)
        if due is not None:
            record.revise(slug, resolves_by=record.at(due))
        record.say("ana", slug, 0, math.sqrt(ana))
        record.say("ben", slug, 0, math.sqrt(ben))
        record.resolve(slug, "no")


def told(command: Command, *words: str) -> dict[str, Any]:
    done = command("compare", *words, "--json")
    assert (done.code, done.err) == (0, "")
    (found,) = done.json
    return dict(found)


def bet(differences: list[float]) -> float:
    """Return the mean over the stakes of the products of 1 + stake times difference."""
    return sum(math.prod(1 + stake * d for d in differences) for stake in STAKES) / 4


def test_the_shape_is_the_one_that_help_documents(record: Recorder, command: Command) -> None:
    fill(record, [(0.01, 0.04)])
    found = told(command, "ana", "ben")
    assert list(found) == KEYS
    assert [list(row) for row in found["policies"]] == [POLICY_KEYS] * 3
    assert list(found["adjusted"][0]) == ["forecaster", "questions", "raw", "adjusted", "shrunk"]
    words = " ".join(command("compare", "--help").out.split())
    for key in (*KEYS, *POLICY_KEYS):
        assert re.search(rf"\b{key}\b", words.partition("--json prints")[2]), key


def test_known_differences_and_their_interval_by_hand(record: Recorder, command: Command) -> None:
    fill(record, [(0.01, 0.04), (0.04, 0.16)] * 4)  # differences .03 and .12
    found = told(command, "ana", "ben")
    assert (found["questions"], found["clusters"]) == (8, 8)
    assert found["a_loss"] == pytest.approx(0.025)
    assert found["b_loss"] == pytest.approx(0.1)
    assert found["difference"] == pytest.approx(0.075)
    # Every difference is .045 from the mean: sqrt(8/7 x 8 x .045^2) / 8.
    half = T_7 * math.sqrt(8 / 7 * 8 * 0.045**2) / 8
    assert found["low"] == pytest.approx(0.075 - half, abs=1e-6)
    assert found["high"] == pytest.approx(0.075 + half, abs=1e-6)
    assert (found["verdict"], found["reason"]) == ("better", None)
    # (2.8 sd / .01)^2, sd^2 = 8/7 x .045^2.
    assert found["n80"] == math.ceil((2.8 / 0.01) ** 2 * 8 / 7 * 0.045**2)
    assert told(command, "ana", "ben", "--delta", "0.1")["n80"] == math.ceil(
        (2.8 / 0.1) ** 2 * 8 / 7 * 0.045**2
    )
    assert found["e_value"] == pytest.approx(bet([0.03, 0.12] * 4))
    assert (found["e_for"], found["e_threshold"], found["e_declared"]) == ("ana", 40.0, None)


def test_an_end_that_rounds_to_nothing_says_on_which_side_it_lies(
    record: Recorder, command: Command
) -> None:
    # Differences .02 and 0: .01 give or take .01 T_7 / sqrt 7 = .0089.
    fill(record, [(0.01, 0.03), (0.01, 0.01)] * 4)
    assert 0 < told(command, "ana", "ben")["low"] < 0.005
    out = command("compare", "ana", "ben").out
    assert "(95%: just over 0 to 0.02)" in " ".join(out.split())
    assert re.search(r"^95% from +just over 0", out, re.MULTILINE)
    out = command("compare", "ben", "ana").out
    assert "(95%: just over 0 to 0.02)" in " ".join(out.split())
    assert re.search(r"^95% from +-0.02", out, re.MULTILINE)
    assert re.search(r"^95% to +just under 0", out, re.MULTILINE)


def test_turned_round_it_says_the_opposite(record: Recorder, command: Command) -> None:
    fill(record, [(0.01, 0.04), (0.04, 0.16)] * 4)
    one, other = told(command, "ana", "ben"), told(command, "ben", "ana")
    assert other["verdict"] == "worse"
    assert other["difference"] == -one["difference"]
    assert (other["low"], other["high"]) == (-one["high"], -one["low"])
    assert (other["e_value"], other["e_for"]) == (one["e_value"], "ana")


@pytest.mark.parametrize(("apart", "verdict"), [(6, "cannot tell"), (7, "better")])
def test_under_eight_clusters_nothing_can_be_told(
    record: Recorder, command: Command, apart: int, verdict: str
) -> None:
    fill(record, [(0.01, 0.04), (0.04, 0.16)] * 4)
    fill(record, [(0.01, 0.05)] * 3, group="siblings")
    for slug in list(record.asked)[apart:8]:
        record.revise(slug, group="siblings")
    found = told(command, "ana", "ben")
    assert (found["clusters"], found["verdict"]) == (apart + 1, verdict)
    assert (found["low"] is None) is (verdict == "cannot tell")
    said = " ".join(command("compare", "ana", "ben").out.split())
    if verdict == "cannot tell":
        assert found["reason"] == "7 of the 8 clusters that an interval needs"
        assert said.startswith("Cannot tell. ana was ahead by 0.07 Brier on average, on 11 common")
        assert "An interval needs 8 clusters of questions." in said
        assert f"takes about {found['n80']} clusters; there are 7." in said
    else:
        assert said.startswith("ana did better than ben: by 0.07 Brier on average, on 11 common")


def test_a_cluster_is_one_bet(record: Recorder, command: Command) -> None:
    fill(record, [(0.01, 0.05), (0.01, 0.13)], group="siblings")
    fill(record, [(0.09, 0.04)])
    assert told(command, "ana", "ben")["e_value"] == pytest.approx(bet([0.08, -0.05]))


def test_the_bet_is_declared_for_good_in_the_order_of_scheduled_ends(
    record: Recorder, command: Command
) -> None:
    """Wins come first by their scheduled ends, though the losses were asked and known first."""
    fill(record, [(1.0, 0.0)] * 10, due=500)
    fill(record, [(0.0, 0.5)] * 30)
    found = told(command, "ana", "ben")
    path = [bet([0.5] * n) for n in range(1, 31)]
    declared = next(n for n, value in enumerate(path, 1) if value >= 40)
    assert (found["e_declared"], found["e_declared_after"]) == ("ana", declared)
    assert found["e_value"] == pytest.approx(bet([0.5] * 30 + [-1.0] * 10))
    assert found["e_value"] < 40
    said = " ".join(command("compare", "ana", "ben").out.split())
    assert f"ana is declared the better one, since cluster {declared} of 40." in said


def wait_for(record: Recorder, slug: str, due: float) -> None:
    record.ask(slug)
    record.revise(slug, resolves_by=record.at(due))
    for who in ("ana", "ben"):
        record.say(who, slug, 0, 0.5)


def test_the_bet_waits_for_what_was_to_end_first(record: Recorder, command: Command) -> None:
    """Four are known, the second to end is not: the bet is on the first; the interval on all."""
    for n in range(4):
        fill(record, [(0.01, 0.04)], due=20 + n)
    record.ask("alone")
    record.say("ana", "alone", 0, 0.1)  # ben said nothing of it
    wait_for(record, "last", 30)
    found = told(command, "ana", "ben")
    assert (found["e_waits_for"], found["e_value"]) == (None, pytest.approx(bet([0.03] * 4)))
    wait_for(record, "open", 20.5)
    found = told(command, "ana", "ben")
    assert (found["e_waits_for"], found["e_value"]) == ("open", pytest.approx(bet([0.03])))
    assert (found["questions"], found["difference"]) == (4, pytest.approx(0.03))
    said = " ".join(command("compare", "ana", "ben").out.split())
    assert "3 questions wait for open, which was to end first and has no outcome yet." in said
    wait_for(record, "early", 20)  # by its slug it ends before q0
    found = told(command, "ana", "ben")
    assert (found["e_waits_for"], found["e_value"], found["e_for"]) == ("early", 1.0, None)
    # Disputed, the outcome is still to come; annulled or ambiguous, none is.
    record.resolve("early", "disputed")
    assert told(command, "ana", "ben")["e_waits_for"] == "early"
    record.resolve("early", "annulled")
    assert told(command, "ana", "ben")["e_waits_for"] == "open"
    record.resolve("open", "ambiguous")
    found = told(command, "ana", "ben")
    assert (found["e_waits_for"], found["e_value"]) == (None, pytest.approx(bet([0.03] * 4)))


def test_a_cluster_waits_for_its_last_question(record: Recorder, command: Command) -> None:
    fill(record, [(0.01, 0.04), (0.01, 0.09)])
    record.ask("z-open")
    for who in ("ana", "ben"):
        record.say(who, "z-open", 0, 0.5)
    assert told(command, "ana", "ben")["e_value"] == pytest.approx(bet([0.03, 0.08]))  # q0, q1
    record.revise("z-open", group="siblings")
    record.revise("q0", group="siblings")
    found = told(command, "ana", "ben")
    assert found["e_value"] == pytest.approx(bet([0.08]))
    assert (found["e_waits_for"], found["clusters"]) == ("z-open", 2)


def test_a_question_that_the_rule_or_policy_will_not_score_holds_nothing_back(
    record: Recorder, command: Command
) -> None:
    fill(record, [(0.01, 0.04)] * 2, spot_at=record.at(4))
    record.ask("a-number", kind="numeric", range_min=0.0, range_max=10.0)
    for who in ("ana", "ben"):
        record.say(who, "a-number", 0, Quantiles(((0.0, 0.0), (1.0, 10.0))))
    assert told(command, "ana", "ben")["e_waits_for"] is None
    record.ask("a-open")
    for who in ("ana", "ben"):
        record.say(who, "a-open", 2, 0.5)
    assert told(command, "ana", "ben")["e_waits_for"] == "a-open"
    assert told(command, "ana", "ben", "--policy", "spot")["e_waits_for"] is None
    assert told(command, "ana", "ben", "--at", "2026-01-02")["e_waits_for"] is None
    assert told(command, "ana", "ben", "--at", "2026-01-03")["e_waits_for"] == "a-open"


def test_equal_ends_are_taken_by_slug(record: Recorder, command: Command) -> None:
    """One group is whole where its last question by slug stands, whatever came first."""
    for slug in ("b-late", "a-early"):
        record.ask(slug)
    for slug, ana, ben in (("b-late", 0.0, 1.0), ("a-early", 1.0, 0.0)):
        record.say("ana", slug, 0, ana)
        record.say("ben", slug, 0, ben)
        record.resolve(slug, "no")
    from tracker import columns

    ids = columns.resolved(record.store.connection)
    import numpy as np

    ends = columns.scheduled_ends(record.store.connection, np.array(ids))
    assert ends.place.tolist() == [1, 0]
    assert told(command, "ana", "ben")["difference"] == 0.0
    assert "No difference on 2 common questions." in command("compare", "ana", "ben").out


def test_only_questions_of_both_count_and_all_of_them_adjust(
    record: Recorder, command: Command
) -> None:
    """Ana alone answers a hard question: plainly she is worse, on the same ones she is better."""
    fill(record, [(0.01, 0.04)] * 4)
    record.ask("hard")
    record.say("ana", "hard", 0, 1.0)
    record.say("cai", "hard", 0, 1.0)
    record.resolve("hard", "no")
    record.ask("annulled")
    record.say("ana", "annulled", 0, 0.9)
    record.say("ben", "annulled", 0, 0.1)
    record.resolve("annulled", "annulled")
    found = told(command, "ana", "ben")
    assert (found["questions"], found["difference"]) == (4, pytest.approx(0.03))
    ana, ben = found["adjusted"]
    assert (ana["forecaster"], ana["questions"], ben["questions"]) == ("ana", 5, 4)
    assert ana["raw"] == pytest.approx((4 * 0.01 + 1) / 5)
    assert ben["raw"] == pytest.approx(0.04)
    # Ben as if he had answered the hard one too: .03 above ana.
    assert ben["adjusted"] - ana["adjusted"] == pytest.approx(0.03)
    out = command("compare", "ana", "ben").out
    assert re.search(r"^ana +5 +0\.21 +0\.21 +0\.21$", out, re.MULTILINE)


def test_every_policy_stands_in_a_column_of_its_own_with_its_caution(
    record: Recorder, command: Command
) -> None:
    # Known yes on day 5 of 10. Ana .8 and ben .4 until day 3, then both .5.
    record.ask("q", spot_at=record.at(2))
    for who, p in (("ana", 0.8), ("ben", 0.4)):
        record.say(who, "q", 0, p)
        record.say(who, "q", 3, 0.5)
    record.resolve("q", "yes", known=5)
    found = told(command, "ana", "ben")
    assert {row["policy"]: row["difference"] for row in found["policies"]} == {
        "scheduled": pytest.approx(3 * 0.32 / 10),
        "open": pytest.approx(3 * 0.32 / 5),
        "last": 0.0,
        "spot": pytest.approx(0.32),
    }
    assert found["attainable"] == 0.5
    out = command("compare", "ana", "ben").out
    assert re.search(r"^ +scheduled +open +last +spot\n +improper +gameable$", out, re.MULTILINE)
    assert re.search(r"^of at most +0\.50", out, re.MULTILINE)
    assert re.search(r"^difference +\+0\.10 +\+0\.19 +0\.00 +\+0\.32$", out, re.MULTILINE)
    early = told(command, "ana", "ben", "--policy", "before-close:8d")
    assert early["policy"] == "before-close:8d"
    assert early["difference"] == pytest.approx(0.32)
    assert [row["policy"] for row in early["policies"]][-1] == "before-close:8d"


def test_places_among_all_who_were_scored_on_the_same_questions(
    record: Recorder, command: Command
) -> None:
    fill(record, [(0.04, 0.09)] * 8)
    for slug in record.asked:
        for who, p in (("cai", 0.1), ("dov", 0.3), ("coin", 0.05)):
            record.say(who, slug, 0, p)
    record.say("eve", "q0", 0, 0.01)  # the best one, on one question of eight
    record.change("coin", kind=ForecasterKind.BASELINE)
    rows = told(command, "ana", "ben")["policies"]
    assert {(row["ahead"], row["a_place"], row["b_place"], row["places"]) for row in rows} == {
        ("ana", 2, 3, 4)  # ben and dov share a place
    }
    out = " ".join(command("compare", "ana", "ben").out.split())
    assert "ana 2 of 4 2 of 4 2 of 4 ben 3 of 4 3 of 4 3 of 4 ahead ana ana ana" in out
    assert "told apart yes yes yes" in out
    assert "no ranking" not in out
    (row, *_) = told(command, "ben", "dov")["policies"]
    assert (row["ahead"], row["a_place"], row["b_place"]) == (None, 3, 3)
    assert told(command, "coin", "ana")["policies"][0]["places"] == 5


def test_places_of_those_who_cannot_be_told_apart_are_no_ranking(
    record: Recorder, command: Command
) -> None:
    fill(record, [(0.01, 0.04)] * 2)
    out = " ".join(command("compare", "ana", "ben", "--policy", "last").out.split())
    assert "told apart no no no" in out
    assert "Under scheduled, open and last the two are not told apart: no ranking." in out
    assert "All their questions, on scheduled Brier whatever the rule and policy above" in out


def test_other_rules_and_topics(record: Recorder, command: Command) -> None:
    fill(record, [(0.01, 0.04)] * 2, topics=("korea",))
    fill(record, [(0.04, 0.01)])
    found = told(command, "ana", "ben", "--topic", "korea", "--rule", "spherical_loss")
    assert (found["questions"], found["rule"]) == (2, "spherical_loss")
    assert found["a_loss"] == pytest.approx(1 - 0.9 / math.hypot(0.9, 0.1))
    assert [row["questions"] for row in found["adjusted"]] == [2, 2]
    assert found["adjusted"][0]["raw"] == pytest.approx(0.01)  # Brier, whatever the rule
    past = [(0.04, 0.01)] * 4
    fill(record, past, retrospective=True)
    assert told(command, "ana", "ben")["questions"] == 3
    assert told(command, "ana", "ben", "--retrospective")["questions"] == 4


def test_questions_with_options_are_compared_too(record: Recorder, command: Command) -> None:
    record.ask("who", kind="multiple_choice", options='["red", "green", "blue"]')
    record.say("ana", "who", 0, (0.2, 0.5, 0.3))
    record.say("ben", "who", 0, (0.5, 0.3, 0.2))
    record.resolve("who", "green")
    found = told(command, "ana", "ben")
    assert found["a_loss"] == pytest.approx((0.04 + 0.25 + 0.09) / 2)
    assert found["b_loss"] == pytest.approx((0.25 + 0.49 + 0.04) / 2)


def test_at_a_date_what_stood_at_its_end_is_compared_with_whoever_stood(
    record: Recorder, command: Command
) -> None:
    for slug in ("q", "r", "later"):
        record.ask(slug, opens=5 if slug == "later" else 0, reference_class=ReferenceClass((0,), 4))
        record.say("ana", slug, 0, 0.2)
        record.say("ben", slug, 0, 0.4)
        record.say("ben", slug, 3.5, 0.3)  # on 4 January: the day's last word
        record.resolve(slug, "no")
    record.say("cai", "q", 1, 0.1)
    record.say("dan", "q", 5, 0.1)
    record.forecaster("coin", "baseline")
    record.say("coin", "q", 0, 0.5)
    found = told(command, "ana", "ben", "--at", "2026-01-04")
    assert found["policy"] == "at:2026-01-04T23:59:59.999999Z"
    assert (found["questions"], found["adjusted"]) == (2, [])
    assert (found["a_loss"], found["b_loss"]) == (pytest.approx(0.04), pytest.approx(0.09))
    assert found["beside"] == [
        {"forecaster": "base rate", "kind": "reference", "questions": 2,
         "loss": pytest.approx(0.01), "a": pytest.approx(0.04), "b": pytest.approx(0.09)},
        {"forecaster": "cai", "kind": "person", "questions": 1,
         "loss": pytest.approx(0.01), "a": pytest.approx(0.04), "b": pytest.approx(0.09)},
    ]  # fmt: skip
    before = told(command, "ana", "ben", "--at", "2026-01-04T11:00Z")
    assert before["b_loss"] == pytest.approx(0.16)
    out = command("compare", "ana", "ben", "--at", "2026-01-04").out
    assert re.search(r"^ +at 2026-01-04$", out, re.MULTILINE)
    assert re.search(r"^cai +1 +0\.01 +0\.04 +0\.09$", out, re.MULTILINE)


def test_a_day_is_one_of_the_zone_that_was_typed(record: Recorder, command: Command) -> None:
    fill(record, [(0.01, 0.04)])
    found = told(command, "ana", "ben", "--at", "2026-01-04", "--tz", "Asia/Seoul")
    assert found["policy"] == "at:2026-01-04T14:59:59.999999Z"


@pytest.fixture
def published(record: Recorder) -> Recorder:
    """Return a record in which a brief spoke of two questions on 2 January, of one again later."""
    record.forecaster("brief", "publication")
    for slug in ("q", "r", "silent"):
        record.ask(slug)
        record.say("ana", slug, 0, 0.3)
        record.resolve(slug, "no")
    record.say("brief", "q", 1.9, 0.2)
    record.say("brief", "r", 1.9, 0.2)
    record.say("brief", "r", 4, 0.1)
    return record


def test_a_publication_is_compared_at_its_own_date_alone(
    published: Recorder, command: Command
) -> None:
    for words in (("brief", "ana"), ("ana", "brief")):
        done = command("compare", *words)
        assert (done.code, done.out) == (2, "")
        assert "brief is a publication, and is compared only at its own date." in done.err
        assert "It spoke on 2026-01-05, 2026-01-02." in done.err
        assert "Type: --at 2026-01-05" in done.err
    done = command("compare", "brief", "ana", "--at", "2026-01-03")
    assert (done.code, done.out) == (2, "")
    assert "brief said nothing on 2026-01-03." in done.err
    assert told(command, "brief", "ana", "--at", "2026-01-02")["questions"] == 2
    again = told(command, "brief", "ana", "--at", "2026-01-05")
    assert (again["questions"], again["a_loss"]) == (1, pytest.approx(0.01))
    published.forecaster("mute", "publication")
    assert "It said no number." in command("compare", "mute", "ana").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ana", "anna"), "no forecaster is called 'anna'."),
        (("ana", "a."), "ana and a. are both ana."),
        (("ana", "ben", "--policy", "median"), "'median' is no policy"),
        (("ana", "ben", "--policy", "last", "--at", "2026-01-02"), "--at looks at one instant"),
        (("ana", "ben", "--at", "soon"), "'soon' is no date."),
        (("ana", "cai"), "ana and cai have no question in common that is scored under scheduled."),
        (
            ("ana", "ben", "--policy", "spot"),
            "have no question in common that is scored under spot",
        ),
        (("ana", "ben", "--at", "2027-01-01"), "no question in common that is scored under at:"),
    ],
)
def test_what_cannot_be_compared_is_said(
    record: Recorder, command: Command, words: tuple[str, ...], said: str
) -> None:
    fill(record, [(0.01, 0.04)])
    record.change("ana", aliases=("a.",))
    record.forecaster("cai")
    done = command("compare", *words)
    assert (done.code in (1, 2), done.out) == (True, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 2


@pytest.mark.parametrize("words", [("--rule", "log_loss"), ("--delta", "0"), ("--delta", "2")])
def test_an_unbounded_rule_and_no_difference_are_wrong_words(
    record: Recorder, command: Command, words: tuple[str, ...]
) -> None:
    fill(record, [(0.01, 0.04)])
    assert command("compare", "ana", "ben", *words).code == 2


@pytest.mark.parametrize(("scatter", "says"), [
    (0.0, "0 clusters would show a true difference of 0.01 four times in five"),
    (0.3, "To see a true difference of 0.01 four times in five takes about"),
])  # fmt: skip
def test_what_would_tell_is_said_in_clusters(
    record: Recorder, command: Command, scatter: float, says: str
) -> None:
    fill(record, [(0.3 + scatter, 0.3), (0.3, 0.3 + scatter)] * 5)
    said = " ".join(command("compare", "ana", "ben").out.split())
    assert said.startswith("Cannot tell.")
    assert says in said


def test_it_fits_a_terminal_of_80_columns(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("the-executive-summary", "the-other-long-brief"):
        record.forecaster(name)
    record.ask("q", spot_at=record.at(2))
    record.say("the-executive-summary", "q", 0, 0.1)
    record.say("the-other-long-brief", "q", 0, 0.9)
    record.resolve("q", "no")
    done = command("compare", "the-executive-summary", "the-other-long-brief")
    assert max(map(len, (done.out + done.err).splitlines())) <= 80
    assert re.search("^ahead +the first", done.out, re.MULTILINE)
