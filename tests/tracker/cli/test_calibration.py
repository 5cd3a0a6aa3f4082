"""`forecasts calibration`: votes and counts by hand, what n allows, and what is never said."""

from __future__ import annotations

import itertools
import json
import math
import os
import pty
import random
import re
import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from scipy import stats

from forecasts.model.prediction import Quantiles
from forecasts.store import create_store
from tests.tracker.conftest import Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tracker.conftest import Command

NO_VERDICT = "No verdict on calibration: 4 of 34 questions"
ENDED = "Ended by 2028-09-26 (close and answer-by day passed; numbers and dates apart)"
KEYS = [
    "forecaster", "pooled", "recorded_only", "cohort", "votes", "questions", "waiting",
    "expected_yes", "corp", "murphy", "cox", "e_process", "auc", "auc_reason", "ece",
    "ece_reason", "bins", "bins_reason", "one_vote", "verdict", "reason", "kind", "topic",
    "as_of", "as_of_seq", "members", "disputed", "clusters", "never_forecast", "without_vote",
    "void", "retrospective", "fractions", "hindsight", "curve", "spiegelhalter", "recalibration",
    "by_term", "by_horizon", "by_topic", "intervals", "missing", "beside",
]  # fmt: skip


def told(command: Command, *words: str, **on: Any) -> dict[str, Any]:
    done = command("calibration", "--forecaster", "ana", *words, "--json", **on)
    assert (done.code, done.err) == (0, "")
    (found,) = done.json
    return dict(found)


def plain(record: Recorder, count: int, *, p: float = 0.5, **terms: Any) -> None:
    """Ask questions of ten days that ana says p of from the start, every second one a yes."""
    for _ in range(count):
        k = len(record.asked)
        record.ask(f"q{k}", **terms)
        record.say("ana", f"q{k}", 0, p)
        record.resolve(f"q{k}", "yes" if k % 2 else "no")


# The same numbers, computed slowly from the rows themselves.
SPOKEN = """
    SELECT f.id, f.made_at, f.expires_at, f.action, f.probability, f.word
    FROM forecasts f JOIN forecasters w ON w.id = f.forecaster_id
    WHERE w.name = 'ana' AND f.question_id = ? AND f.action <> 'said'
    ORDER BY f.made_at, f.id
"""


@dataclass(frozen=True)
class Vote:
    question: str
    group: str
    p: float
    y: float
    weight: float
    before_end: float
    y_share: float | None = None


def instant(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def slow_votes(path: Path, day: float = 1000) -> list[Vote]:
    """Return ana's path votes on what has ended, row by row; y is nan while it waits."""
    found = []
    with closing(sqlite3.connect(path)) as raw:
        struck = {row[0] for row in raw.execute("SELECT strikes FROM forecasts")}
        questions = raw.execute(
            "SELECT q.id, q.slug, q.group_name, q.opens_at, q.closes_at, q.resolves_by, r.status,"
            " r.outcome, r.known_at FROM questions_now q"
            " LEFT JOIN resolutions_now r ON r.question_id = q.id"
            " WHERE q.type = 'binary' AND coalesce(q.retrospective, 0) = 0"
        ).fetchall()
        for id_, slug, group, *texts, status, outcome, known in questions:
            opens, closes, by = map(instant, texts)
            end = max(closes, by)
            if status in ("annulled", "ambiguous") or end > Recorder.at(day).timestamp():
                continue
            y = math.nan
            if status == "resolved":
                y = (
                    {"yes": 1.0, "no": 0.0}.get(outcome)
                    if outcome in ("yes", "no")
                    else float(outcome)
                )
            until = min(closes, instant(known)) if status == "resolved" else closes
            rows = [row for row in raw.execute(SPOKEN, (id_,)) if row[0] not in struck]
            for k, (_, made, expires, action, p, _) in enumerate(rows):
                start = max(instant(made), opens)
                stop = min(until, instant(rows[k + 1][1]) if k + 1 < len(rows) else until)
                stop = min(stop, instant(expires)) if expires else stop
                if action == "withdrawal" or stop <= start:
                    continue
                share = (stop - start) / (closes - opens)
                parts = [(y, share)] if y in (0.0, 1.0) or math.isnan(y) else [
                    (1.0, share * y), (0.0, share * (1 - y))]  # fmt: skip
                found += [
                    Vote(slug, group or slug, p, each, weight, end - start, weight / share)
                    for each, weight in parts
                ]
    return found


def slow_curve(votes: list[Vote]) -> dict[float, float]:
    """Return the rising shares of yes by the max-min formula (Robertson, Wright & Dykstra 1988)."""
    yes, all_ = defaultdict(float), defaultdict(float)
    for vote in votes:
        yes[vote.p] += vote.weight * vote.y
        all_[vote.p] += vote.weight
    places = sorted(all_)
    found = {}
    for k, p in enumerate(places):
        found[p] = max(
            min(
                sum(yes[q] for q in places[i : j + 1]) / sum(all_[q] for q in places[i : j + 1])
                for j in range(k, len(places))
            )
            for i in range(k + 1)
        )
    return found


def slow_expected(p_by_group: dict[str, list[float]]) -> tuple[int, int]:
    """Return the 5-95% range of the count when each group hangs on one uniform number."""
    law = [1.0]
    for group in p_by_group.values():
        steps = [1.0, *sorted(group, reverse=True), 0.0]
        part = [high - low for high, low in itertools.pairwise(steps)]
        law = [
            sum(law[i - j] * part[j] for j in range(len(part)) if 0 <= i - j < len(law))
            for i in range(len(law) + len(part) - 1)
        ]
    rising = [sum(law[: k + 1]) for k in range(len(law))]
    return tuple(next(k for k, r in enumerate(rising) if r >= level - 1e-12)
                 for level in (0.05, 0.95))  # type: ignore[return-value]  # fmt: skip


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record with everything that a path can do, and 104 resolved questions of ana's."""
    path = tmp_path_factory.mktemp("crowded") / "record.db"
    store = create_store(path)
    record, luck = Recorder(path, store), random.Random(7)
    for k in range(130):
        slug, opens, life = f"q{k:03}", luck.uniform(0, 200), luck.uniform(12, 60)
        group = f"g{k // 3}" if k % 9 < 3 else None
        record.ask(slug, opens, opens + life, group=group, topics=("east" if k % 2 else "west",),
                   retrospective=k == 11)  # fmt: skip
        true = luck.random()
        for day in sorted(luck.uniform(-1, life) for _ in range(luck.randint(1, 4))):
            p = round(min(max(true + luck.uniform(-0.2, 0.2), 0.02), 0.98), 2)
            expires = opens + day + 5 if luck.random() < 0.1 else None
            record.say("ana", slug, opens + day, p, expires=expires)
        if k % 10 == 0:
            record.say("ana", slug, opens + life * 0.9, None)
        record.say("ben", slug, opens, 0.9)
        if k == 17:
            record.say("ana", slug, opens + 1, 0.5, strikes=record.say("ana", slug, opens, 0.01))
        if k in (20, 21):
            record.resolve(slug, "annulled", known=opens + life)
        elif k == 22:
            record.resolve(slug, "0.25", known=opens + life)
        elif k >= 8:
            yes = luck.random() < true
            early = luck.uniform(0.3, 1) if yes else 1.0
            record.resolve(slug, "yes" if yes else "no", known=opens + life * early)
    store.close()
    return path


def test_the_shape_is_the_one_that_help_documents(record: Recorder, command: Command) -> None:
    plain(record, 2)
    assert list(told(command)) == KEYS
    words = " ".join(command("calibration", "--help").out.split())
    for key in KEYS:
        assert re.search(rf"\b{key}\b", words.partition("--json prints")[2]), key


def test_path_votes_are_those_of_a_slow_reading_of_the_rows(
    crowded: Path, command: Command
) -> None:
    found, votes = told(command, db=crowded), slow_votes(crowded)
    done = [vote for vote in votes if not math.isnan(vote.y)]
    assert found["questions"] == len({vote.question for vote in done}) >= 100
    assert found["waiting"] == len({vote.question for vote in votes if math.isnan(vote.y)}) > 3
    assert found["clusters"] == len({vote.group for vote in done})
    assert (found["void"], found["retrospective"], found["fractions"]) == (2, 1, 1)
    weights = defaultdict(float)
    for vote in done:
        weights[vote.p] += vote.weight
    curve = found["curve"]
    assert curve["stated"] == sorted(weights)
    assert curve["weight"] == pytest.approx([weights[p] for p in curve["stated"]], abs=1e-12)
    slow = slow_curve(done)
    assert curve["happened"] == pytest.approx([slow[p] for p in curve["stated"]], abs=1e-9)
    total = sum(vote.weight for vote in done)
    score = sum(v.weight * (v.p - v.y) ** 2 for v in done) / total
    best = sum(v.weight * (slow[v.p] - v.y) ** 2 for v in done) / total
    rate = sum(v.weight * v.y for v in done) / total
    sums: dict[str, float] = defaultdict(float)
    for v in done:
        sums[v.group] += v.weight * ((v.p - v.y) ** 2 - score)
    spread = math.sqrt(len(sums) / (len(sums) - 1) * sum(s * s for s in sums.values())) / total
    half = spread * float(stats.t.ppf(0.975, len(sums) - 1))
    assert found["corp"] == {
        "score": pytest.approx(score, abs=1e-12),
        "score_low": pytest.approx(score - half, abs=1e-9),
        "score_high": pytest.approx(score + half, abs=1e-9),
        "mcb": pytest.approx(score - best, abs=1e-9),
        "dsc": pytest.approx(rate * (1 - rate) - best, abs=1e-9),
        "unc": pytest.approx(rate * (1 - rate), abs=1e-12),
        "reason": None,
    }


def test_the_curves_of_those_that_wait_are_all_yes_and_all_no(
    crowded: Path, command: Command
) -> None:
    curve, votes = told(command, db=crowded)["curve"], slow_votes(crowded)
    for name, y in (("all_no", 0.0), ("all_yes", 1.0)):
        slow = slow_curve([
            Vote(v.question, v.group, v.p, y if math.isnan(v.y) else v.y, v.weight, 0)
            for v in votes
        ])  # fmt: skip
        assert curve[name]["happened"] == pytest.approx(
            [slow[p] for p in curve[name]["stated"]], abs=1e-9
        )


def test_bins_and_topics_are_weighted_shares_of_ten_questions_or_more(
    crowded: Path, command: Command
) -> None:
    found = told(command, db=crowded)
    done = [vote for vote in slow_votes(crowded) if not math.isnan(vote.y)]
    for row in found["bins"]:
        inside = [v for v in done if row["low"] < v.p <= row["high"]]
        assert row["questions"] == len({v.question for v in inside})
        if row["questions"] < 10:
            assert row["stated"] is None
            assert "of the 10 resolved questions" in row["reason"]
            continue
        total = sum(v.weight for v in inside)
        assert row["weight"] == pytest.approx(total)
        assert row["stated"] == pytest.approx(sum(v.weight * v.p for v in inside) / total)
        assert row["happened"] == pytest.approx(sum(v.weight * v.y for v in inside) / total)
        assert 0 <= row["happened_low"] < row["happened"] < row["happened_high"] <= 1
    assert {row["stated"] is None for row in found["bins"]} >= {False}
    assert [row["label"] for row in found["by_topic"]] == ["east", "west"]
    for row in found["by_topic"]:
        of = [v for v in done if (int(v.question[1:]) % 2 == 1) == (row["label"] == "east")]
        total = sum(v.weight for v in of)
        assert row["difference"] == pytest.approx(sum(v.weight * (v.y - v.p) for v in of) / total)
        assert row["low"] < row["pooled"] < row["high"]
    total = sum(v.weight for v in done)
    assert sum(row["weight"] for row in found["bins"]) == pytest.approx(total)


def test_one_vote_a_question_stood_a_week_before_the_close(crowded: Path, command: Command) -> None:
    found = told(command, "--votes", "before-close:7d", db=crowded)
    week, stood = 7 * 86400, {}
    for vote in slow_votes(crowded):  # in time order: the last that began by then
        if vote.before_end >= week and not math.isnan(vote.y):
            stood[vote.question] = vote
    with closing(sqlite3.connect(crowded)) as raw:
        rows = raw.execute(
            "SELECT q.slug, q.closes_at, r.known_at, f.expires_at, f.made_at, f.action,"
            " r.outcome FROM questions_now q JOIN resolutions_now r ON r.question_id = q.id"
            " JOIN forecasts f ON f.question_id = q.id"
            " JOIN forecasters w ON w.id = f.forecaster_id AND w.name = 'ana' ORDER BY f.made_at"
        ).fetchall()
    for slug, closes, known, expires, made, action, outcome in rows:
        at = instant(closes) - week
        gone = (expires and instant(made) <= at >= instant(expires)) or (
            action == "withdrawal" and instant(made) <= at
        )
        if instant(known) <= at or outcome not in ("yes", "no"):
            stood.pop(slug, None)
        elif gone and slug in stood:
            later = [r for r in rows if r[0] == slug and instant(made) < instant(r[4]) <= at]
            if not later:
                stood.pop(slug)
    by_group = defaultdict(list)
    for vote in stood.values():
        by_group[vote.group].append(vote.p)
    count = found["expected_yes"]
    assert count["questions"] == len(stood) > 50
    assert count["expected"] == pytest.approx(sum(vote.p for vote in stood.values()))
    assert count["observed"] == sum(vote.y for vote in stood.values())
    assert (count["low"], count["high"]) == slow_expected(by_group)
    assert told(command, db=crowded)["expected_yes"] == count  # the same beside path votes


def test_weights_are_shares_of_the_scheduled_time_and_never_renormalised(
    record: Recorder, command: Command
) -> None:
    plain(record, 29, p=0.4)
    record.ask("early", closes=10)
    record.say("ana", "early", 1, 0.4)
    record.resolve("early", "yes", known=3)
    curve = told(command)["curve"]
    assert curve["stated"] == [0.4]
    assert curve["weight"] == [pytest.approx(29 + 0.2)]
    assert curve["happened"] == [pytest.approx((14 + 0.2) / 29.2)]


def test_saying_it_again_changes_nothing(record: Recorder, command: Command) -> None:
    plain(record, 30, p=0.4)
    before = told(command)
    for day in (1, 2, 5):
        record.say("ana", "q3", day, 0.4)
    after = told(command)
    for key in ("corp", "bins", "expected_yes", "one_vote", "by_topic"):
        assert after[key] == before[key]
    assert after["curve"]["weight"] == pytest.approx(before["curve"]["weight"])


@pytest.mark.parametrize(("n", "shown"), [(29, False), (30, True)])
def test_the_curve_needs_thirty(record: Recorder, command: Command, n: int, shown: bool) -> None:  # noqa: FBT001
    plain(record, n)
    found, said = told(command), command("calibration", "--forecaster", "ana").out
    assert (found["curve"]["stated"] is not None) is (found["bins"] is not None) is shown
    assert ("┬" in said) is shown
    assert ("The curve needs 30 resolved questions" in " ".join(said.split())) is not shown
    assert found["curve"]["reason"] == (
        None if shown else "29 of the 30 resolved questions that it needs"
    )
    assert found["corp"]["mcb"] is None
    assert found["verdict"] is None
    # The pace: all ended in the 1,000 days since the first opened, none in the last year.
    missing = found["missing"][-1]
    assert (missing["needs"], missing["questions"]) == (100, n)
    assert (missing["a_year"], missing["arrives_at"]) == (0, None)


def test_what_is_missing_arrives_at_the_pace_of_the_last_year(
    record: Recorder, command: Command
) -> None:
    plain(record, 20)
    found = told(command, day=20)  # 20 in 20 days: the other 10 take 10 more, and 80 take 80
    assert [(one["needs"], one["arrives_at"][:10]) for one in found["missing"]] == [
        (30, "2026-01-31"), (100, "2026-04-11"),
    ]  # fmt: skip
    said = " ".join(command("calibration", "--forecaster", "ana", day=20).out.split())
    assert "there are 20: at the present pace, 365 a year, in January 2026." in said


@pytest.mark.parametrize(("n", "shown"), [(99, False), (100, True)])
def test_the_decomposition_needs_a_hundred(
    record: Recorder, command: Command, n: int, shown: bool  # noqa: FBT001
) -> None:  # fmt: skip
    for k in range(n):
        record.ask(f"q{k}")
        record.say("ana", f"q{k}", 0, (0.1, 0.9)[k % 2])
        # Of what is called 90% seven in ten happen, and the other way round.
        record.resolve(f"q{k}", "yes" if (k % 2 == 1) == (k // 2 % 10 < 7) else "no")
    found, said = told(command), command("calibration", "--forecaster", "ana").out
    parts = ("corp", "murphy", "cox", "recalibration", "spiegelhalter")
    assert {found[part]["reason"] for part in parts} == (
        {
            None,
            "it needs one vote per question, and path votes give a question one for each stretch",
        }
        if shown
        else {"99 of the 100 resolved questions that it needs"}
    )
    assert (found["auc"] is not None) is shown
    assert found["verdict"] == ("over-confident" if shown else None)
    words = " ".join(said.split())
    sentence = (
        "Over-confident: when ana says 80-90% (90% on average),"
        " it has happened 70% of the time, 56-81% (95%"
    )
    assert (sentence in words) is shown
    assert ("where ana says 90%, say 72%" in words) is shown
    assert ("The decomposition needs 100 resolved questions" in words) is not shown
    assert "overconfident" not in words


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_topics_and_terms_need_ten_each(
    record: Recorder, command: Command, n: int, shown: bool  # noqa: FBT001
) -> None:  # fmt: skip
    plain(record, n, topics=("east",))
    plain(record, 12, topics=("west",))
    east, west = told(command)["by_topic"]
    assert (east["label"], east["questions"], west["questions"]) == ("east", n, 12)
    assert (east["stated"] is not None) is shown
    assert west["stated"] == 0.5
    assert east["reason"] == (None if shown else "9 of the 10 resolved questions that it needs")
    said = command("calibration", "--forecaster", "ana").out
    assert ("too few, 10 questions are needed: east (9)" in said) is not shown


@pytest.mark.parametrize(("waiting", "verdict"), [(3, True), (4, False)])
def test_above_a_tenth_waiting_there_is_no_verdict(
    record: Recorder, command: Command, waiting: int, verdict: bool  # noqa: FBT001
) -> None:  # fmt: skip
    plain(record, 30)
    for k in range(waiting):
        record.ask(f"waits{k}")
        record.say("ana", f"waits{k}", 0, 0.5)
    found, said = told(command), command("calibration", "--forecaster", "ana").out
    assert found["waiting"] == waiting
    assert said.startswith("Too few for a verdict" if verdict else NO_VERDICT)
    assert ("more than 10%" in (found["reason"] or "")) is not verdict
    assert "if all that wait end yes" in said


def test_the_cohort_is_chosen_by_date_and_what_resolved_early_stands_beside_it(
    record: Recorder, command: Command
) -> None:
    plain(record, 3)
    record.ask("early", closes=2000)
    record.say("ana", "early", 0, 0.6)
    record.resolve("early", "yes", known=500)
    record.ask("answered-later", closes=10)
    record.revise("answered-later", resolves_by=record.at(1500))
    record.say("ana", "answered-later", 0, 0.6)
    record.resolve("answered-later", "no", known=20)
    found = told(command)
    assert (found["cohort"], found["questions"], found["beside"]) == ("closed", 3, None)
    biased = told(command, "--cohort", "resolved")
    assert (biased["cohort"], biased["questions"], biased["verdict"]) == ("resolved", 5, None)
    assert biased["reason"] == "what is resolved so far is a biased choice"
    assert biased["e_process"]["value"] is None
    assert {**biased["beside"], "beside": None} == found
    said = command("calibration", "--forecaster", "ana", "--cohort", "resolved").out
    assert said.index(f"{ENDED}: 3") < said.index("Resolved so far, a biased choice")


def test_half_way_what_resolved_has_always_happened_and_at_the_end_half_of_it(
    record: Recorder, command: Command
) -> None:
    votes = ("--votes", "before-close:99d", "--cohort", "resolved")
    for k in range(40):
        record.ask(f"q{k}", closes=100)
        record.say("ana", f"q{k}", 0, 0.5)
        if k < 10:
            record.resolve(f"q{k}", "yes", known=5 + 4 * k)
    half = told(command, *votes, day=50)
    count = half["expected_yes"]
    assert (count["questions"], count["expected"], count["observed"], count["high"]) == (
        10, 5.0, 10, 8,
    )  # fmt: skip
    assert half["beside"]["questions"] == 0
    for k in range(10, 40):
        record.resolve(f"q{k}", "yes" if k < 20 else "no", known=55 + k if k < 20 else 100)
    ended = told(command, *votes, day=100)["beside"]
    assert (ended["expected_yes"]["expected"], ended["expected_yes"]["observed"]) == (20.0, 20)
    assert ended["one_vote"] is None
    assert ended["curve"]["happened"] == [0.5]


def test_void_disputed_and_retrospective_questions_each_have_their_place(
    record: Recorder, command: Command
) -> None:
    plain(record, 5)
    plain(record, 2, retrospective=True)
    record.ask("silent")
    record.resolve("silent", "no")
    for slug, status in (("none", "annulled"), ("unclear", "ambiguous"), ("fought", "disputed")):
        record.ask(slug)
        record.say("ana", slug, 0, 0.5)
        record.resolve(slug, status)
    found = told(command)
    assert [found[key] for key in (
        "members", "questions", "waiting", "disputed", "never_forecast", "void", "retrospective",
    )] == [7, 5, 1, 1, 1, 2, 2]  # fmt: skip
    assert (
        f"{ENDED}: 7 = resolved 5 + waiting 1 (1 disputed) + never forecast 1"
        " · void 2, not counted · retrospective 2, not counted"
    ) in " ".join(command("calibration", "--forecaster", "ana").out.split())


def factor(p: float, y: int, a: float, b: float) -> float:
    q = 1 / (1 + math.exp(-(a + b * math.log(p / (1 - p)))))
    return (q if y else 1 - q) / (p if y else 1 - p)


ALTERNATIVES = [
    (a, b) for a in (-0.8, -0.4, 0, 0.4, 0.8) for b in (1 / 2, 2 / 3, 1, 3 / 2, 2)
    if (a, b) != (0, 1)
]  # fmt: skip


def test_evidence_goes_in_scheduled_order_and_names_what_stops_it(
    record: Recorder, command: Command
) -> None:
    for slug, closes, outcome, known in (
        ("b", 40, "yes", 39), ("a", 30, "no", 30), ("waits", 45, None, 0), ("c", 50, "yes", 49),
    ):  # fmt: skip
        record.ask(slug, closes=closes)
        record.say("ana", slug, 0, {"a": 0.8, "b": 0.3}.get(slug, 0.5))
        if outcome:
            record.resolve(slug, outcome, known=known)
    found = told(command)["one_vote"]
    products = [factor(0.8, 0, a, b) * factor(0.3, 1, a, b) for a, b in ALTERNATIVES]
    assert found["value"] == pytest.approx(sum(products) / 24)
    assert (found["questions"], found["stopped_at"], found["declared"]) == (2, "waits", False)
    assert "It waits for the outcome of waits." in " ".join(
        command("calibration", "--forecaster", "ana").out.split()
    )
    at_a_time = told(command, "--votes", "before-close:7d")
    assert (at_a_time["e_process"], at_a_time["one_vote"]) == (found, None)
    path = told(command)["e_process"]
    assert (path["value"], path["reason"][:27]) == (None, "it needs one vote per quest")


def test_evidence_is_declared_and_a_group_waits_for_its_last(
    record: Recorder, command: Command
) -> None:
    for k in range(3):
        record.ask(f"q{k}", closes=20)
        record.say("ana", f"q{k}", 0, 0.99)
        record.resolve(f"q{k}", "no", known=20)
    for slug, closes in (("first", 30), ("last", 3000)):
        record.ask(slug, closes=closes, group="both")
        record.say("ana", slug, 0, 0.9)
    record.resolve("first", "no", known=30)
    found = told(command)["one_vote"]
    products = [factor(0.99, 0, a, b) ** 3 for a, b in ALTERNATIVES]
    assert found["value"] == pytest.approx(sum(products) / 24)
    assert (found["declared"], found["declared_after"], found["held_back"]) == (True, 2, 1)
    said = " ".join(command("calibration", "--forecaster", "ana").out.split())
    assert "Not calibrated: declared, however often one looks, after 2 clusters of" in said
    assert "1 vote held back until the whole group has ended." in said


def test_a_certainty_that_was_wrong_is_infinite_evidence(
    record: Recorder, command: Command
) -> None:
    record.ask("sure", closes=20)
    record.say("ana", "sure", 0, 1.0)
    record.resolve("sure", "no", known=20)
    assert told(command)["one_vote"]["value"] == "Infinity"
    assert "e-value infinite" in command("calibration", "--forecaster", "ana").out


ONE_CLASS = "every outcome is the same"
APART = "one probability parts all yes from all no: Firth's estimate, without an interval"


@pytest.mark.parametrize(
    ("rows", "verdict", "words"),
    [
        ([(1.0, "yes")], "cannot tell", "since every vote is 0 or 1. When ana says 90-100%"),
        ([(1.0, "no"), (0.0, "yes")], "not calibrated", "Not calibrated: when ana says 90-100%"),
        ([(0.5, "yes"), (0.5, "no")], "cannot tell", "since every probability is the same."),
        ([(0.3, "no"), (0.6, "no")], "not calibrated", f"since {ONE_CLASS}."),
        ([(0.3, "no"), (0.6, "yes")], "not calibrated", f"since {APART}."),
    ],
)
def test_what_is_undefined_is_said_in_words(
    record: Recorder, command: Command, rows: list[tuple[float, str]], verdict: str, words: str
) -> None:
    for k in range(100):
        p, outcome = rows[k % len(rows)]
        record.ask(f"q{k}", closes=20)
        record.say("ana", f"q{k}", 0, p)
        record.resolve(f"q{k}", outcome, known=20)
    found = told(command)
    assert found["verdict"] == verdict
    done = command("calibration", "--forecaster", "ana")
    assert words in " ".join(done.out.split())
    assert not re.search(r"\bnan\b", json.dumps(found) + done.out + done.err, re.IGNORECASE)
    for part in ("corp", "murphy", "cox", "recalibration", "spiegelhalter"):
        fields = [name for name in found[part] if name not in ("reason", "bias_corrected")]
        assert found[part]["reason"] or None not in [found[part][name] for name in fields], part
    assert (found["auc"] is None) is (found["auc_reason"] is not None)


def test_an_option_is_one_vote_that_the_likeliest_happens(
    record: Recorder, command: Command
) -> None:
    three = '["red", "green", "blue"]'
    for k, outcome in enumerate(("red", "green", "blue")):
        record.ask(f"m{k}", closes=20, kind="multiple_choice", options=three)
        record.say("ana", f"m{k}", 0, (0.5, 0.3, 0.2))
        record.say("ana", f"m{k}", 10, (0.1, 0.6, 0.3))
        record.resolve(f"m{k}", outcome, known=20)
    plain(record, 27, p=0.55)
    curve = told(command)["curve"]
    assert curve["stated"] == [0.5, 0.55, 0.6]
    assert curve["weight"] == [1.5, 27.0, 1.5]
    alone = told(command, "--kind", "multiple_choice")["expected_yes"]
    assert (alone["questions"], alone["expected"], alone["observed"]) == (3, pytest.approx(1.8), 1)


def by(record: Recorder, *pairs: tuple[float, float]) -> Quantiles:
    return Quantiles(tuple((height, record.at(day).timestamp()) for height, day in pairs))


def test_a_date_is_asked_of_every_deadline_and_its_weights_add_up_to_its_coverage(
    record: Recorder, command: Command
) -> None:
    for k in range(30):
        over = {"range_max": record.at(40).timestamp(), "open_upper": True}
        record.ask(f"d{k}", closes=40, kind="date", **over)
        record.say("ana", f"d{k}", 10, by(record, (0.2, 20), (0.8, 40)))
        record.resolve(f"d{k}", record.at(25 + k % 3).strftime("%Y-%m-%dT%H:%M:%SZ"), known=30)
    curve = told(command, "--kind", "date")["curve"]
    # Deadlines t = 1 to 40; E = min(t, 30), and nothing stood before day 10.
    each = sum(max(min(t, 30) - 10, 0) / t for t in range(1, 41)) / 40
    assert sum(curve["weight"]) == pytest.approx(30 * each)
    assert told(command)["questions"] == 0
    intervals = told(command)["intervals"]
    assert (intervals["questions"], intervals["waiting"]) == (0, 0)  # known before the last week
    spans = told(command, "--votes", "before-close:12d")["intervals"]
    # The outcomes at 25, 26 and 27 lie at .35, .38 and .41: inside both central intervals.
    assert spans["questions"] == 30
    assert [(one["level"], one["inside"], one["n"]) for one in spans["coverage"]] == [
        (0.5, 30, 30), (0.9, 30, 30),
    ]  # fmt: skip
    assert spans["pit"] == [0, 0, 0, 20, 10, 0, 0, 0, 0, 0]
    said = command("calibration", "--forecaster", "ana", "--votes", "before-close:12d").out
    assert "level if calibrated: ▁▁▁█▅▁▁▁▁▁ (0 0 0 20 10 0 0 0 0 0)." in " ".join(said.split())


def test_numbers_speak_through_their_intervals_alone(record: Recorder, command: Command) -> None:
    for k in range(12):
        record.ask(f"n{k}", closes=20, kind="numeric")
        said = Quantiles(((0.05, 0.0), (0.25, 10.0), (0.5, 20.0), (0.75, 30.0), (0.95, 40.0)))
        record.say("ana", f"n{k}", 0, said)
        record.resolve(f"n{k}", str(12 + 3 * k), known=20)
    found = told(command, "--kind", "numeric")
    assert (found["questions"], found["curve"]["stated"]) == (12, None)
    assert found["curve"]["reason"] == "a number has no yes and no: see intervals"
    half, most = found["intervals"]["coverage"]
    # 12, 15, ..., 30 lie within 10 to 30; up to 39 within 0 to 40.
    assert (half["inside"], most["inside"], half["n"]) == (7, 10, 12)
    assert half["share"] == pytest.approx(7 / 12)
    said = " ".join(command("calibration", "--forecaster", "ana", "--kind", "numeric").out.split())
    assert said.startswith("Numbers and dates, 7 days before the close: 12 outcomes.")
    assert "90% intervals held 10 of 12, 83% (95%:" in said
    assert said.count("to 100%): no sign that they are too wide or too narrow.") == 1


def test_the_past_is_the_record_as_it_stood(record: Recorder, command: Command) -> None:
    plain(record, 3)
    assert told(command, "--as-of", "2028-09-26", day=1010)["questions"] == 0
    found = told(command, "--as-of", "2028-09-27", day=1010)
    assert (found["questions"], found["as_of"][:10]) == (3, "2028-09-28")
    record.ask("later")
    assert told(command, "--as-of", "2028-09-27", day=1010)["as_of_seq"] > found["as_of_seq"]
    ahead = command("calibration", "--forecaster", "ana", "--as-of", "2040-01-01")
    assert (ahead.code, ahead.err.splitlines()[0]) == (2, "Error: --as-of 2040-01-01 lies ahead.")


def test_nothing_to_say_is_said(record: Recorder, command: Command) -> None:
    record.forecaster("ana")
    done = command("calibration", "--forecaster", "ana")
    assert done.code == 0
    assert done.out.startswith("Nothing can be said yet about ana's calibration: no question")
    found = told(command)
    assert found["expected_yes"]["reason"] == "no question with an outcome has a vote then"
    assert found["one_vote"]["reason"] == "no question has a vote then"
    assert "nan" not in json.dumps(found).lower()


def test_who_is_meant_is_the_reader_or_the_only_one(record: Recorder, command: Command) -> None:
    plain(record, 2)
    assert command("calibration", "--json").json[0]["forecaster"] == "ana"
    assert "your calibration" in command("calibration", "--as", "ana").out
    record.forecaster("ben")
    lost = command("calibration")
    assert lost.code == 2
    assert "who has: ana, ben." in lost.err


@pytest.mark.parametrize("votes", ["last", "before-close:0d", "\x1b[2J", ""])
def test_votes_of_another_kind_are_refused(record: Recorder, command: Command, votes: str) -> None:
    plain(record, 1)
    done = command("calibration", "--forecaster", "ana", "--votes", votes)
    assert (done.code, done.out) == (2, "")
    assert "--votes" in done.err
    assert "Type path, or a fixed horizon in days or hours: before-close:7d" in done.err
    assert "--policy" not in done.err
    assert "\x1b" not in done.err


def test_votes_of_one_horizon_are_not_parted_by_horizon(record: Recorder, command: Command) -> None:
    plain(record, 12)
    assert [row["label"] for row in told(command)["by_horizon"]] == ["under 7 days", "7 to 30 days"]
    assert told(command, "--votes", "before-close:7d")["by_horizon"] == []
    words = command("calibration", "--forecaster", "ana", "--votes", "before-close:7d").out
    assert "under 7 days" not in words
    assert "since every vote is taken 7 days before the close." in " ".join(words.split())


def test_hostile_words_are_inert(record: Recorder, command: Command) -> None:
    plain(record, 12, topics=("east",))
    record.ask("late")
    record.say("ana", "late", 0, 0.5)
    evil = "e\x1b[2J\u202e=HYPERLINK(1)"
    record.tamper(
        f"UPDATE question_revisions SET topics = '{evil}'",
        "UPDATE forecasts SET word = 'li' || char(27) || '[31mkely'",
    )
    done = command("calibration", "--forecaster", "ana")
    assert done.code == 0
    assert not {"\x1b", "\u202e"} & {*done.out, *done.err}
    assert "\\u001b" in done.out


@pytest.mark.parametrize("no_color", ["", "1"])
def test_on_a_terminal_it_is_bold_and_faint_and_never_coloured(
    crowded: Path, no_color: str
) -> None:
    command = (sys.executable, "-m", "forecasts", "calibration", "--forecaster", "ana",
               "--db", str(crowded))  # fmt: skip
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm", "NO_COLOR": no_color}
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL,
                          env=environment) as process:  # fmt: skip
        os.close(theirs)
        said = b"".join(parts(ours))
    os.close(ours)
    assert process.returncode == 0
    text = said.decode()
    picture = text[: text.index("before the end")]
    shown = no_color == ""
    assert bool(re.search(r"\x1b\[1m[●•]", picture)) is shown
    assert bool(re.search(r"\x1b\[2m[░·]", picture)) is shown
    assert not re.search(r"\x1b\[(3|4|9)[0-9]", text)  # a colour could vanish on its background
    plain_text = re.sub(r"\x1b\[[0-9;]*m", "", picture)
    assert "\x1b" not in plain_text
    assert "●" in plain_text
    assert max(map(len, plain_text.splitlines())) <= 80


def parts(terminal: int) -> Iterator[bytes]:
    """Yield what a process writes to a terminal, to its end."""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other side is closed
            return
        if not part:
            return
        yield part


def test_words_and_horizons_are_weighted_shares_too(crowded: Path, command: Command) -> None:
    found = told(command, db=crowded)
    assert found["by_term"] == []
    day, done = 86400, [v for v in slow_votes(crowded) if not math.isnan(v.y)]
    with closing(sqlite3.connect(crowded)) as raw:
        life = dict(raw.execute(
            "SELECT slug, (julianday(closes_at) - julianday(opens_at)) * 86400 FROM questions_now"
        ))  # fmt: skip
    for name, low, high in (("under 7 days", 0, 7), ("7 to 30 days", 7, 30)):
        (row,) = (one for one in found["by_horizon"] if one["label"] == name)
        total = stated = 0.0
        for v in done:  # the part of the stretch that lies between so many days before the end
            start, share = v.before_end, 1.0 if v.y_share is None else v.y_share
            end = start - v.weight / share * life[v.question]
            inside = max(min(start, high * day) - max(end, low * day), 0) / life[v.question] * share
            total, stated = total + inside, stated + inside * v.p
        assert row["stated"] == pytest.approx(stated / total, abs=1e-6)
        assert row["questions"] >= 10


def test_a_word_is_known_by_what_was_said(record: Recorder, command: Command) -> None:
    plain(record, 10, p=0.675)
    plain(record, 4, p=0.3)
    record.tamper(
        "UPDATE forecasts SET word = 'Likely' WHERE probability = 0.675",
        "UPDATE forecasts SET word = 'unlikely' WHERE probability = 0.3",
    )
    unlikely, likely = told(command)["by_term"]
    assert (likely["label"], likely["questions"], likely["stated"]) == ("likely", 10, 0.675)
    assert (unlikely["label"], unlikely["questions"], unlikely["stated"]) == ("unlikely", 4, None)
    assert likely["happened"] == 0.5
    said = " ".join(command("calibration", "--forecaster", "ana").out.split())
    assert "likely 10 68% 50% -18" in said
    assert "others: too few, 10 questions are needed: unlikely (4)." in said


@pytest.mark.parametrize("columns", [60, 80])
def test_it_fits_a_narrow_terminal_and_a_pipe_gets_no_escape_codes(
    crowded: Path, command: Command, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = command("calibration", "--forecaster", "ana", db=crowded).out
    picture = out[: out.index("before the end")]
    assert max(map(len, picture.splitlines())) <= columns
    assert "\x1b" not in out
    assert "●" in picture
