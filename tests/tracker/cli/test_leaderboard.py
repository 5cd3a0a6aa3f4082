"""`forecasts leaderboard`: plain means, clustered intervals, and who stands apart."""

from __future__ import annotations

import math
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from forecasts.model import ReferenceClass, times
from forecasts.model.prediction import Quantiles
from tracker.aggregation import paths

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

# The shape in SCORING, and which reference the interval is against.
KEYS = [
    "forecaster", "kind", "questions", "clusters", "coverage", "hindsight", "brier", "log_loss",
    "skill_base", "skill_uniform", "peer", "adjusted", "shrunk", "low", "high", "verdict",
    "against", "skill_over", "policy", "caution",
]  # fmt: skip
T_7 = 2.364624  # the 97.5% point of Student's t with 7 degrees of freedom, from a printed table


def fill(record: Recorder, count: int, *, group: str | None = None, **terms: object) -> None:
    """Ask questions that resolve no, ana saying .1, .2, .1, ... and ben .5 on every one."""
    for i in range(count):
        slug = f"q{len(record.asked)}"
        record.ask(slug, group=group, **terms)
        record.say("ana", slug, 0, 0.1 + 0.1 * (i % 2), recorded=1)
        record.say("ben", slug, 0, 0.5, recorded=1)
        record.resolve(slug, "no")


def test_a_row_has_the_keys_that_are_documented_in_their_order(
    record: Recorder, command: Command
) -> None:
    fill(record, 2)
    told = command("leaderboard", "--json")
    assert (told.code, told.err) == (0, "")
    assert [list(row) for row in told.json] == [KEYS, KEYS]
    from tracker.cli.leaderboard import leaderboard

    assert " ".join(KEYS) in " ".join((leaderboard.help or "").split())


def test_peer_points_are_a_mean_over_the_scores_that_have_them(
    record: Recorder, command: Command
) -> None:
    # Withdrawn, a date still has its early deadlines, each with its own last forecast, and no
    # forecast at the end of the whole to give peer points to.
    over = {"range_max": times.to_seconds(record.at(100)), "open_upper": True}
    days = [(0.1, times.to_seconds(record.at(20))), (0.5, times.to_seconds(record.at(90)))]
    record.ask("when", kind="date", closes=100, **over)
    record.say("ana", "when", 0, Quantiles(tuple(days)))
    record.say("ana", "when", 50, None)
    record.resolve("when", "never", 100)
    told = command("leaderboard", "--policy", "last", "--json")
    assert [(row["questions"], row["peer"]) for row in told.json] == [(1, None)]
    assert "NaN" not in told.out
    record.ask("rain")
    record.say("ana", "rain", 0, 0.8)
    record.say("ben", "rain", 0, 0.4)
    record.resolve("rain", "yes")
    ana, _ = command("leaderboard", "--policy", "last", "--json").json
    assert ana["questions"] == 2
    assert ana["peer"] == pytest.approx(100 * math.log(2))


def test_the_numbers_are_plain_means_over_questions(record: Recorder, command: Command) -> None:
    fill(record, 2, reference_class=ReferenceClass((0,), 4))  # .1 as the base rate
    fill(record, 1)
    record.ask("early", closes=10)
    record.say("ana", "early", 2, 0.5)  # recorded later: hindsight
    record.resolve("early", "yes", known=4)
    ana, ben = command("leaderboard", "--json").json
    scores = [0.01, 0.04, 0.01, 0.1]  # early: .25 for 4 days of 10
    assert (ana["forecaster"], ana["kind"], ana["questions"], ana["clusters"]) == (
        "ana", "person", 4, 4,
    )  # fmt: skip
    assert ana["brier"] == pytest.approx(sum(scores) / 4)
    assert ana["coverage"] == pytest.approx((3 + 0.2) / 4)
    assert ana["hindsight"] == pytest.approx(1 / 4)
    assert ana["skill_base"] == pytest.approx((0.0 - 0.03) / 2)  # where there is a class
    uniform = [0.25, 0.25, 0.25, 0.1]
    assert ana["skill_uniform"] == pytest.approx(
        sum(u - s for u, s in zip(uniform, scores, strict=True)) / 4
    )
    logs = [math.log(0.9), math.log(0.8), math.log(0.9), 0.4 * math.log(0.5)]
    assert ana["log_loss"] == pytest.approx(-sum(logs) / 4)
    peers = [100 * math.log(p / 0.5) for p in (0.9, 0.8, 0.9)]
    assert ana["peer"] == pytest.approx(sum(peers) / 4)
    assert ben["questions"] == 3
    assert ben["brier"] == 0.25


@pytest.mark.parametrize(("alone", "clusters"), [(6, 7), (7, 8)])
def test_a_group_is_one_cluster_and_under_eight_nothing_can_be_told(
    record: Recorder, command: Command, alone: int, clusters: int
) -> None:
    fill(record, alone)
    fill(record, 3, group="siblings")
    ana, ben = command("leaderboard", "--json").json
    assert (ana["clusters"], ben["clusters"]) == (clusters, clusters)
    assert (ana["questions"], ben["questions"]) == (alone + 3, alone + 3)
    told = command("leaderboard")
    if clusters < 8:
        assert (ana["low"], ana["high"], ana["verdict"]) == (None, None, "cannot tell")
        assert "too few" in told.out
        assert "Under 8 clusters of questions there is no interval" in told.err
    else:
        assert ana["verdict"] == "better"
        assert ben["verdict"] == "cannot tell"  # a half is the coin itself
        assert "too few" not in told.out


def test_the_interval_is_the_clustered_t_interval_by_hand(
    record: Recorder, command: Command
) -> None:
    # Eight questions, ana .1 and .2 by turns: advantages over the coin .24 and .21, mean .225,
    # deviations of .015: half = t sqrt(8/7 * 8 * .015^2) / 8.
    fill(record, 8)
    ana, _ = command("leaderboard", "--json").json
    half = T_7 * math.sqrt(8 / 7 * 8 * 0.015**2) / 8
    assert ana["low"] == pytest.approx(0.225 - half, abs=1e-7)
    assert ana["high"] == pytest.approx(0.225 + half, abs=1e-7)
    assert (ana["verdict"], ana["against"]) == ("better", "coin")


def test_with_enough_of_them_the_verdict_is_against_the_base_rate(
    record: Recorder, command: Command
) -> None:
    fill(record, 8, reference_class=ReferenceClass((0,), 4))
    fill(record, 8)
    ana, ben = command("leaderboard", "--json").json
    assert (ana["against"], ana["verdict"]) == ("base rate", "worse")  # .1 is as good or better
    assert ana["skill_base"] == pytest.approx(-0.015)
    assert ana["skill_uniform"] == pytest.approx(0.225)
    assert ana["low"] < -0.015 < ana["high"]
    assert (ben["against"], ben["verdict"]) == ("base rate", "worse")


def test_with_too_few_of_them_it_is_against_the_coin(record: Recorder, command: Command) -> None:
    fill(record, 7, reference_class=ReferenceClass((0,), 4))
    fill(record, 3)
    ana, _ = command("leaderboard", "--json").json
    assert (ana["against"], ana["verdict"]) == ("coin", "better")
    assert ana["skill_base"] == pytest.approx(-0.03 * 3 / 7)


def test_a_skill_over_some_of_the_questions_says_over_how_many(
    record: Recorder, command: Command
) -> None:
    fill(record, 2)
    fill(record, 1, reference_class=ReferenceClass((0,), 4))
    ana, _ = command("leaderboard", "--json").json
    assert (ana["questions"], ana["against"], ana["skill_over"]) == (3, "base rate", 1)
    told = command("leaderboard")
    assert "base rate, 1 of n" in told.out
    assert "Skill is against the base rate, on the questions that have one" in told.err
    fill(record, 5)
    ana, _ = command("leaderboard", "--json").json
    assert (ana["questions"], ana["against"], ana["skill_over"]) == (8, "coin", 8)
    assert "of n" not in command("leaderboard").out


def test_a_policy_that_pays_for_something_else_says_so(record: Recorder, command: Command) -> None:
    fill(record, 2)
    for policy, caution, words in (
        ("open", "improper", "Under open: improper, it pays for waiting"),
        ("last", "gameable", "Under last: gameable"),
        ("scheduled", None, ""),
        ("before-close:1d", None, ""),
    ):
        rows = command("leaderboard", "--policy", policy, "--json").json
        assert [(row["policy"], row["caution"]) for row in rows] == [(policy, caution)] * 2
        assert words in command("leaderboard", "--policy", policy).out
    assert "Under" not in command("leaderboard").out


def test_words_about_the_table_are_wrapped(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(record, 2)
    record.ask("old", retrospective=True)
    record.say("ana", "old", 0, 0.5)
    record.resolve("old", "no")
    record.ask("many", kind="numeric", range_min=0.0, range_max=9.0)
    record.resolve("many", "3")
    monkeypatch.setenv("COLUMNS", "60")
    told = command("leaderboard", "--policy", "open")
    assert max(map(len, told.err.splitlines())) <= 60
    assert len(told.out.splitlines()[0]) <= 60


def test_retrospective_questions_are_kept_apart(record: Recorder, command: Command) -> None:
    fill(record, 3)
    fill(record, 2, retrospective=True)
    live, history = (
        command("leaderboard", "--json"),
        command("leaderboard", "--retrospective", "--json"),
    )
    assert [row["questions"] for row in live.json] == [3, 3]
    assert [row["questions"] for row in history.json] == [2, 2]
    words = command("leaderboard").err
    assert "Not counted: 2 retrospective questions." in words
    words = command("leaderboard", "--retrospective").err
    assert "Not counted here: 3 live questions." in words


def test_numbers_are_left_out_aloud_and_a_missing_spot_is_named(
    record: Recorder, command: Command
) -> None:
    fill(record, 2)
    told = command("leaderboard", "--json")
    assert told.err == ""
    record.ask("how-many", kind="numeric", range_min=0.0, range_max=10.0)
    record.say("ana", "how-many", 0, Quantiles(((0.1, 3.0), (0.9, 7.0))))
    record.resolve("how-many", "7.0")
    for argv in (["leaderboard"], ["leaderboard", "--json"]):
        said = command(*argv).err
        assert "1 resolved question about numbers left out" in said
        assert "spot" not in said
    nothing = command("leaderboard", "--policy", "spot")
    assert (nothing.code, nothing.out) == (0, "")
    assert "No question here has a spot time" in nothing.err


def test_mechanical_forecasters_stand_apart_at_the_end(record: Recorder, command: Command) -> None:
    record.forecaster("a-coin", "baseline")
    record.forecaster("zoe", "person")
    record.forecaster("mean", "model")
    fill(record, 2)
    for slug in record.asked:
        record.say("a-coin", slug, 0, 0.0)
        record.say("zoe", slug, 0, 0.9)
        record.say("mean", slug, 0, 0.4)
    names = [row["forecaster"] for row in command("leaderboard", "--json").json]
    assert names == ["ana", "ben", "mean", "zoe", "a-coin"]


def test_where_intervals_overlap_the_order_is_alphabetical(
    record: Recorder, command: Command
) -> None:
    # zoe is better than ana in every question, and ben far worse than both.
    for i in range(10):
        slug = f"q{i}"
        record.ask(slug)
        record.say("zoe", slug, 0, 0.1 + 0.02 * (i % 3))
        record.say("ana", slug, 0, 0.11 + 0.03 * (i % 3))
        record.say("Ben", slug, 0, 0.9 + 0.01 * (i % 2))
        record.resolve(slug, "no")
    rows = command("leaderboard", "--json").json
    by_name = {row["forecaster"]: row for row in rows}
    assert by_name["zoe"]["brier"] < by_name["ana"]["brier"]
    assert [row["forecaster"] for row in rows] == ["ana", "zoe", "Ben"]


def test_a_topic_and_a_policy_choose_what_is_compared(record: Recorder, command: Command) -> None:
    record.ask("rain", topics=("weather", "asia"))
    record.ask("vote", topics=("asia",))
    for slug in ("rain", "vote"):
        record.say("ana", slug, 0, 0.2)
        record.say("ana", slug, 5, 0.4)
        record.resolve(slug, "no")
    assert command("leaderboard", "--topic", "asia", "--json").json[0]["questions"] == 2
    (row,) = command("leaderboard", "--topic", "weather", "--json").json
    assert (row["questions"], row["brier"]) == (1, pytest.approx(0.1))
    (row,) = command("leaderboard", "--policy", "last", "--json").json
    assert row["brier"] == pytest.approx(0.16)
    told = command("leaderboard", "--topic", "weathe", "--json")
    assert (told.code, told.out) == (0, "")
    told = command("leaderboard", "--policy", "best")
    assert told.code == 2
    assert "'best' is no policy" in told.err


def test_an_infinite_log_loss_is_a_word_and_the_rest_stays(
    record: Recorder, command: Command
) -> None:
    fill(record, 8)
    record.say("ana", "q0", 5, 1.0)
    ana = next(row for row in command("leaderboard", "--json").json if row["forecaster"] == "ana")
    assert ana["log_loss"] == "Infinity"
    assert ana["brier"] < 1
    assert "infinite" in command("leaderboard").out


def test_annulled_and_open_questions_and_who_never_stood_are_not_on_it(
    record: Recorder, command: Command
) -> None:
    fill(record, 1)
    for slug in ("fog", "hail"):
        record.ask(slug)
        record.say("cho", slug, 0, 0.5)
    record.resolve("fog", "annulled")
    record.say("late", "q0", 10, 0.5)
    names = [row["forecaster"] for row in command("leaderboard", "--json").json]
    assert names == ["ana", "ben"]


def test_it_is_computed_from_the_facts_and_needs_no_tick(
    record: Recorder, command: Command
) -> None:
    fill(record, 1)
    before = command("leaderboard", "--json").json
    record.tick()
    assert command("leaderboard", "--json").json == before


def test_nobody_on_it_is_said_on_standard_error(record: Recorder, command: Command) -> None:
    told = command("leaderboard")
    assert (told.code, told.out) == (0, "")
    assert told.err == "Nobody has a score on a live question yet.\n"
    fill(record, 1, retrospective=True)
    told = command("leaderboard")
    assert "Not counted: 1 retrospective question." in told.err


def test_a_record_that_was_changed_is_answered_in_words(record: Recorder, command: Command) -> None:
    fill(record, 3)
    revision = record.asked["q1"].revision_id
    record.tamper(f"UPDATE question_revisions SET reference_class = 'x' WHERE id = {revision}")
    told = command("leaderboard")
    assert (told.code, told.out) == (3, "")
    assert told.err.startswith("Error: the record of q1 cannot be read: 'x' is no reference class")
    assert told.err.splitlines()[-1] == "See what was changed: forecasts verify"


def test_aggregates_are_scored_like_the_rest_and_stand_apart(
    record: Recorder, command: Command
) -> None:
    fill(record, 8)
    record.say("coin", "q0", 0, 0.5)
    people = command("leaderboard", "--json").json
    told = command("leaderboard", "--aggregates", "--json")
    assert (told.code, told.err) == (0, "")
    assert told.json[: len(people)] == people
    rows = {row["forecaster"]: row for row in told.json[len(people) :]}
    assert all(list(row) == KEYS and row["kind"] == "aggregate" for row in rows.values())
    assert sorted(rows) == [
        "extremized mean of 3 people", "geometric mean of odds of 3 people", "mean of 3 people",
        "median of 3 people", "performance-weighted mean of 3 people",
        "recency-weighted median of 3 people", "trimmed mean of 3 people",
    ]  # fmt: skip
    mean = rows["mean of 3 people"]
    # .3 and .35 in turn; the first with another .5.
    losses = [(1.1 / 3) ** 2, *[0.35**2, 0.3**2] * 3, 0.35**2]
    assert mean["brier"] == pytest.approx(sum(losses) / 8)
    assert (mean["questions"], mean["clusters"], mean["coverage"]) == (8, 8, 1.0)
    assert mean["verdict"] == "better"
    # Peers are the people themselves: ln .7 less the mean of ln .9 and ln .5, and so on.
    said = [(0.9, 0.5, 0.5), *[(0.8, 0.5), (0.9, 0.5)] * 3, (0.8, 0.5)]
    peers = [math.log(sum(p) / len(p)) - sum(map(math.log, p)) / len(p) for p in said]
    assert mean["peer"] == pytest.approx(100 * sum(peers) / 8)


def test_an_aggregate_does_not_depend_on_the_topic_that_is_shown(
    record: Recorder, command: Command
) -> None:
    """Weights are learned from all questions, whatever is shown of them."""
    fill(record, 6)
    for i in range(3):
        record.ask(f"later{i}", opens=20, closes=30, topics=("korea",))
        record.say("ana", f"later{i}", 20, 0.2)
        record.say("ben", f"later{i}", 20, 0.6)
        record.resolve(f"later{i}", "no", known=30)
    shown = command("leaderboard", "--aggregates", "--topic", "korea", "--json").json
    (row,) = (row for row in shown if row["forecaster"].startswith("performance"))
    assert row["questions"] == 3
    assert row["brier"] < 0.4**2 - 0.001


def test_with_a_certainty_among_them_the_geometric_mean_is_floored_by_name(
    record: Recorder, command: Command
) -> None:
    fill(record, 2)
    record.say("cai", "q0", 0, 0.0)
    labels = [row["forecaster"] for row in command("leaderboard", "--aggregates", "--json").json]
    assert "floored geometric mean of odds of 3 people" in labels
    assert "geometric mean of odds of 3 people" not in labels


def test_options_and_dates_are_aggregated_with_the_rest(record: Recorder, command: Command) -> None:
    fill(record, 2)
    record.ask("who", kind="multiple_choice", options='["red", "green", "blue"]')
    record.say("ana", "who", 0, (0.2, 0.5, 0.3))
    record.say("ben", "who", 0, (0.6, 0.3, 0.1))
    record.resolve("who", "green")
    rows = command("leaderboard", "--aggregates", "--json").json
    (mean,) = (row for row in rows if row["forecaster"] == "mean of 2 people")
    assert mean["questions"] == 3
    option = (0.4**2 + 0.6**2 + 0.2**2) / 2
    assert mean["brier"] == pytest.approx((0.3**2 + 0.35**2 + option) / 3)
    logs = [math.log(0.7), math.log(0.65), math.log(0.4)]
    assert mean["log_loss"] == pytest.approx(-sum(logs) / 3)
    assert "geometric mean of odds of 2 people" in {row["forecaster"] for row in rows}
    record.ask("sky", kind="multiple_choice", options='["red", "green", "blue"]')
    record.say("ana", "sky", 0, (0.0, 0.7, 0.3))
    record.resolve("sky", "green")
    told = command("leaderboard", "--aggregates", "--json")
    labels = {row["forecaster"] for row in told.json}
    assert "floored geometric mean of odds of 2 people" in labels
    assert "geometric mean of odds of 2 people" not in labels
    assert told.err == ""
    horizon = record.at(10).timestamp()
    record.ask("when", kind="date", range_max=horizon)
    record.say("ana", "when", 0, Quantiles(((0.5, horizon - 86400), (0.9, horizon))))
    record.resolve("when", "never")
    told = command("leaderboard", "--aggregates", "--json")
    rows = {row["forecaster"]: row["questions"] for row in told.json}
    assert (rows["ana"], rows["median of 2 people"]) == (5, 5)
    assert (rows["extremized mean of 2 people"], rows["mean of quantiles of 2 people"]) == (4, 1)
    assert told.err == "1 date question left out where odds are aggregated.\n"
    (alone,) = (r for r in told.json if r["forecaster"] == "mean of quantiles of 2 people")
    record.tick()
    (own,) = (
        row["brier"]
        for row in record.rows(where="policy = 'scheduled'")
        if row["question_id"] == record.asked["when"].id
    )
    assert alone["brier"] == own  # ana is the one member who stood


def test_without_a_member_there_is_no_aggregate(record: Recorder, command: Command) -> None:
    record.forecaster("coin", "baseline")
    record.ask("q")
    record.say("coin", "q", 0, 0.5)
    record.resolve("q", "no")
    rows = command("leaderboard", "--aggregates", "--json").json
    assert [row["forecaster"] for row in rows] == ["coin"]


def test_daily_aggregates_are_said_to_be_daily(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(record, 2)
    for hour in range(1, 20):
        record.say("ana", "q0", hour / 24, 0.3 + hour / 100)
    assert "daily" not in command("leaderboard", "--aggregates").err
    instants = paths.instants
    monkeypatch.setattr("tracker.scoring.aggregates.instants", lambda *of: instants(*of, most=10))
    assert "1 question with over 10,000 changes: aggregated daily." in (
        command("leaderboard", "--aggregates").err
    )


def test_on_a_narrow_terminal_the_main_columns_are_left(record: Recorder) -> None:
    fill(record, 8)
    record.tick()
    command = [sys.executable, "-m", "forecasts", "leaderboard", "--aggregates",
               "--db", str(record.path)]  # fmt: skip
    shown = {columns: on_a_terminal(command, columns) for columns in (80, 200)}
    assert max(map(len, shown[80].splitlines())) <= 80
    header = "forecaster +n +Brier +skill +95% interval +verdict"
    assert re.search(header, shown[80])
    assert "better (coin)" in shown[80]
    assert re.search("kind +n +clusters +coverage", shown[200])


def on_a_terminal(command: list[str], columns: int) -> str:
    """Return what a command prints on a terminal of that many columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "xterm"}
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL,
                          env=environment) as process:  # fmt: skip
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            said += part
    os.close(ours)
    assert process.returncode == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", said.decode())
