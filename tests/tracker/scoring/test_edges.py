"""Every edge of time on every kind under every policy, from a record to `scores --json`, by hand.

One story a case, on a question of ten days (a date question lives it four times as slowly, in
forty). What stands is one of two forecasts, and where none does the reference says even chances:

                 outcome   good               loss    bad                loss    reference
yes/no           yes       .8                 .04     .4                 .36     .25
options          green     .1 .8 .1           .03     .6 .2 .2           .52     1/3
ordered options  middle    .1 .8 .1           .01     .6 .2 .2           .20     1/9 (rps)
number 0 to 10   5         even on 4 to 6     1/6     even on 0 to 4     7/3     5/6 (crps)
date             never     by day t .1 t/40           by day t .9 t/40           .5 t/40
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.model import times
from forecasts.model.prediction import Quantiles

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

POLICIES = ("scheduled", "open", "last", "spot", "before-close:3d")
SPOT, BEFORE = 4, 7  # the days on which the last two look
NONE_STOOD, KNOWN = "no forecast stood then", "the outcome was known by then"


@dataclass(frozen=True)
class Kind:
    """What is said on a kind of question, what comes, and what each loses by its rule."""

    rule: str
    outcome: str
    stated: dict[str, Any]
    good: float
    bad: float
    reference: float
    terms: dict[str, Any]
    other_outcome: str
    good_then: float  # what the good forecast loses if the other outcome comes


def even(low: float, high: float) -> Quantiles:
    return Quantiles(((0.0, low), (1.0, high)))


NAMES = '["red", "green", "blue"]'
SCALE = '["low", "middle", "high"]'
SHARES = {"good": (0.1, 0.8, 0.1), "bad": (0.6, 0.2, 0.2)}
KINDS = {
    "binary": Kind("brier", "yes", {"good": 0.8, "bad": 0.4}, 0.04, 0.36, 0.25, {}, "no", 0.64),
    # (.36 + .64 + .04) / 2 for the bad one; red came: (.81 + .64 + .01) / 2 for the good one.
    "multiple_choice": Kind(
        "brier", "green", SHARES, 0.03, 0.52, 1 / 3, {"options": NAMES}, "red", 0.73
    ),
    # Sums .1 .9 against 0 1: (.01 + .01) / 2. .6 .8: (.36 + .04) / 2. Low: (.81 + .01) / 2.
    "ordinal": Kind("rps", "middle", SHARES, 0.01, 0.2, 1 / 9, {"options": SCALE}, "low", 0.41),
    # Twice the integral of (z/2)^2 to 1; of (z/4)^2 to 4, and 1; at 9 of (z/2)^2 to 2, and 3.
    "numeric": Kind(
        "crps", "5", {"good": even(4, 6), "bad": even(0, 4)}, 1 / 6, 7 / 3, 5 / 6,
        {"range_min": 0.0, "range_max": 10.0}, "9", 11 / 3,
    ),
}  # fmt: skip

Share = tuple[float, float, float]  # days of good, bad and the reference


@dataclass(frozen=True)
class Edge:
    """Rows of (day, good, bad or a withdrawal, more), and for how many days each loss counts."""

    rows: tuple[tuple[float, str | None, dict[str, Any]], ...]
    scheduled: Share
    open: Share
    last: str
    spot: str
    before: str
    known: float = 10
    stood: tuple[tuple[float, float, str], ...] = ()  # for dates: from, to, which


EDGES = {
    # Good from day 2: the reference two days, good eight.
    "one observation": Edge(
        rows=((2, "good", {}),),
        scheduled=(8, 0, 2), open=(8, 0, 0), last="good", spot="good", before="good",
        stood=((2, 10, "good"),),
    ),
    # Known on day 6: good three days, bad three, nobody loses anything in the last four.
    "early close": Edge(
        rows=((0, "good", {}), (3, "bad", {})), known=6,
        scheduled=(3, 3, 0), open=(3, 3, 0), last="bad", spot="bad", before=KNOWN,
        stood=((0, 3, "good"), (3, 6, "bad")),
    ),
    # Known on day 20, and bad said on day 11: too late. Good eight days, bad one, one of nobody.
    "late known": Edge(
        rows=((1, "good", {}), (9, "bad", {}), (11, "good", {})), known=20,
        scheduled=(8, 1, 1), open=(8, 1, 0), last="bad", spot="good", before="good",
        stood=((1, 9, "good"), (9, 10, "bad")),
    ),
    # Withdrawn on day 5 and never said again: the reference takes the second half.
    "withdrawal": Edge(
        rows=((0, "good", {}), (5, None, {})),
        scheduled=(5, 0, 5), open=(5, 0, 0), last=NONE_STOOD, spot="good", before=NONE_STOOD,
        stood=((0, 5, "good"),),
    ),
    # Bad for two days, good for three from day 5: half of the time is the reference's.
    "expiry": Edge(
        rows=((0, "bad", {"expires": 2}), (5, "good", {"expires": 8})),
        scheduled=(3, 2, 5), open=(3, 2, 0), last=NONE_STOOD, spot=NONE_STOOD, before="good",
        stood=((0, 2, "bad"), (5, 8, "good")),
    ),
    # Bad on day 1 was a slip, struck by good at the same instant: it never stood.
    "strike": Edge(
        rows=((1, "bad", {}), (1, "good", {"strikes": 0})),
        scheduled=(9, 0, 1), open=(9, 0, 0), last="good", spot="good", before="good",
        stood=((1, 10, "good"),),
    ),
    # Struck on day 6 by what is said then: what stood before goes, so five days more are nobody's.
    "strike by a later word": Edge(
        rows=((1, "bad", {}), (6, "good", {"strikes": 0})),
        scheduled=(4, 0, 6), open=(4, 0, 0), last="good", spot=NONE_STOOD, before="good",
        stood=((6, 10, "good"),),
    ),
}  # fmt: skip


def lines(command: Command, rule: str, *more: str, policies: Any = POLICIES) -> dict[str, Any]:
    """Return policy -> the line of `scores --json` of ana."""
    chosen = [word for policy in policies for word in ("--policy", policy)]
    told = command("scores", "q", "--forecaster", "ana", "--rule", rule, *chosen, *more, "--json")
    assert (told.code, told.err) == (0, "")
    return {line["policy"]: line for line in told.json}


def say(record: Recorder, kind: Kind, rows: Any, slow: int = 1) -> None:
    ids: list[int] = []
    for day, what, more in rows:
        stated = None if what is None else kind.stated[what]
        extra = {"expires": more["expires"] * slow} if "expires" in more else {}
        extra |= {"strikes": ids[more["strikes"]]} if "strikes" in more else {}
        ids.append(record.say("ana", "q", day * slow, stated, **extra))


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_edge_of_time(kind: str, edge: str, record: Recorder, command: Command) -> None:
    of, case = KINDS[kind], EDGES[edge]
    record.ask("q", kind=kind, spot_at=record.at(SPOT), **of.terms)
    say(record, of, case.rows)
    record.resolve("q", of.outcome, known=case.known)
    record.tick()
    found = lines(command, of.rule)

    def days(share: Share) -> float:
        return share[0] * of.good + share[1] * of.bad + share[2] * of.reference

    assert found["scheduled"]["score"] == pytest.approx(days(case.scheduled) / 10, abs=1e-12)
    attainable = min(case.known, 10) / 10
    assert found["scheduled"]["attainable"] == pytest.approx(attainable)
    assert found["scheduled"]["coverage"] == pytest.approx(sum(case.open) / 10)
    assert found["scheduled"]["reference"] == pytest.approx(attainable * of.reference)
    assert found["open"]["score"] == pytest.approx(days(case.open) / sum(case.open), abs=1e-12)
    snapshots = {"last": case.last, "spot": case.spot, "before-close:3d": case.before}
    for policy, expected in snapshots.items():
        line = found[policy]
        if expected in {NONE_STOOD, KNOWN}:
            assert (line["score"], line["reason"]) == (None, expected)
        else:
            loss = {"good": of.good, "bad": of.bad}[expected]
            assert line["score"] == pytest.approx(loss, abs=1e-12), policy
            assert line["reason"] is None


@pytest.mark.parametrize("kind", KINDS)
def test_re_resolution_and_reopening(kind: str, record: Recorder, command: Command) -> None:
    # Known on day 6 to be the other outcome: good stood for six of ten days. Then known on day
    # 10 to be the right one: all ten. In between it is reopened, and nobody has a score.
    of = KINDS[kind]
    record.ask("q", kind=kind, spot_at=record.at(SPOT), **of.terms)
    say(record, of, ((0, "good", {}),))
    record.resolve("q", of.other_outcome, known=6)
    record.tick()
    first = lines(command, of.rule)
    assert first["scheduled"]["score"] == pytest.approx(0.6 * of.good_then, abs=1e-12)
    for policy in ("open", "last", "spot"):
        assert first[policy]["score"] == pytest.approx(of.good_then, abs=1e-12)
    assert (first["before-close:3d"]["score"], first["before-close:3d"]["reason"]) == (None, KNOWN)
    record.resolve("q", "reopened")
    record.tick()
    for policy, line in lines(command, of.rule).items():
        assert (line["score"], line["reason"]) == (None, "the question was reopened"), policy
    record.resolve("q", of.outcome, known=10)
    assert record.tick().restated == 1
    for policy, line in lines(command, of.rule).items():
        assert line["score"] == pytest.approx(of.good, abs=1e-12), policy
        assert (line["outcome"], line["superseded"]) == (of.outcome, False)
    stored = ("scheduled", "open", "last", "spot")
    chosen = [word for policy in stored for word in ("--policy", policy)]
    kept = command("scores", "q", "--rule", of.rule, *chosen, "--superseded", "--json").json
    told = {(row["outcome"], row["policy"]): row["score"] for row in kept if row["superseded"]}
    assert told[of.other_outcome, "scheduled"] == pytest.approx(0.6 * of.good_then, abs=1e-12)
    assert told[of.other_outcome, "last"] == pytest.approx(of.good_then, abs=1e-12)


@pytest.mark.parametrize("kind", ["multiple_choice", "ordinal"])
def test_an_option_that_did_not_exist_yet(kind: str, record: Recorder, command: Command) -> None:
    # The second option comes on day 4 and is the outcome; until then "other" stands for it.
    # Said on day 0: .4 and .6 of the two there are, which stops standing on day 4, when there are
    # three; on day 6 .1 .8 .1. So 4 days of the first, 2 of the reference, 4 of the second.
    came = times.to_text(record.at(4))
    options = f'["red", {{"name": "green", "from": "{came}"}}, {{"name": "blue", "other": true}}]'
    record.ask("q", kind=kind, options=options, spot_at=record.at(3))
    record.say("ana", "q", 0, (0.4, None, 0.6))
    record.say("ana", "q", 6, (0.1, 0.8, 0.1))
    record.resolve("q", "green")
    record.tick()
    # Brier: (.16 + .16) / 2 against the other option; thirds lose 1/3; (.01 + .04 + .01) / 2.
    first, thirds, second = 0.16, 1 / 3, 0.03
    policies = ("scheduled", "open", "last", "spot", "before-close:3d", "before-close:5d")
    found = lines(command, "brier", policies=policies)
    scheduled = (4 * first + 2 * thirds + 4 * second) / 10
    assert found["scheduled"]["score"] == pytest.approx(scheduled)
    assert found["scheduled"]["coverage"] == pytest.approx(0.8)
    assert found["open"]["score"] == pytest.approx((4 * first + 4 * second) / 8)
    assert found["spot"]["score"] == pytest.approx(first)
    assert found["last"]["score"] == found["before-close:3d"]["score"] == pytest.approx(second)
    # On day 5 what was said of two options stands no more.
    line = found["before-close:5d"]
    assert (line["score"], line["reason"]) == (None, NONE_STOOD)


def test_knots_beyond_an_open_range_shape_the_line_within(
    record: Recorder, command: Command
) -> None:
    # Ana: from .1 at -5 to .9 at 15, so .3 + .04 z on 0 to 10; 5 came: twice the integral of its
    # square to 5, 2 (.5^3 - .3^3) / .12. Ben has three knots, the last one beyond: z / 8
    # to 4, (z + 6) / 20 to 5, and from there on 1 - F = (14 - z) / 20.
    record.ask("q", kind="numeric", range_min=0.0, range_max=10.0, open_lower=True, open_upper=True)
    record.say("ana", "q", 0, Quantiles(((0.1, -5.0), (0.9, 15.0))))
    record.say("ben", "q", 0, Quantiles(((0.0, 0.0), (0.5, 4.0), (1.0, 14.0))))
    record.resolve("q", "5")
    record.tick()
    ana = 2 * (0.5**3 - 0.3**3) / 0.12
    ben = 4**3 / 3 / 64 + (11**3 - 10**3) / 3 / 400 + (9**3 - 4**3) / 3 / 400
    told = command("scores", "q", "--rule", "crps", "--policy", "last", "--json").json
    found = {line["forecaster"]: line["score"] for line in told}
    assert found == {"ana": pytest.approx(ana), "ben": pytest.approx(ben)}


SLOW = 4  # a date question lives ten days in forty, so that its deadlines are days
HORIZON = 10 * SLOW
TOP = {"good": 0.1, "bad": 0.9, "reference": 0.5}  # what each says of "by the horizon"


def by_deadlines(case: Edge, policy: str, happened: float) -> float | None:
    """Return the mean over "by day t?", t = 1 .. 40, of what each loses, one after another."""
    each = []
    known = case.known * SLOW if happened > HORIZON else happened
    for t in range(1, HORIZON + 1):
        end, yes = min(t, known), float(happened <= t)
        loss = {who: (top * t / HORIZON - yes) ** 2 for who, top in TOP.items()}
        stood = [
            (a * SLOW, min(b * SLOW, end), loss[who])
            for a, b, who in case.stood
            if a * SLOW < min(b * SLOW, end)
        ]
        time = sum(b - a for a, b, _ in stood)
        lost = sum((b - a) * of for a, b, of in stood)
        if policy == "scheduled":
            each.append((lost + (end - time) * loss["reference"]) / t)
        elif policy == "open":
            each += [lost / time] if stood else []
        else:
            at = {"last": end - 1e-6, "spot": SPOT * SLOW, "before-close:12d": t - 12}[policy]
            each += [of for a, b, of in stood if a <= at < b and 0 <= at < end]
    return sum(each) / len(each) if each else None


@pytest.mark.parametrize("edge", EDGES)
def test_an_edge_of_time_of_a_date(edge: str, record: Recorder, command: Command) -> None:
    case = EDGES[edge]
    kind = date_kind(record)
    ask_for_a_date(record)
    say(record, kind, case.rows, SLOW)
    early = edge == "early close"
    happened = case.known * SLOW if early else math.inf
    outcome = times.to_text(record.at(happened)) if early else "never"
    record.resolve("q", outcome, known=case.known * SLOW)
    record.tick()
    policies = ("scheduled", "open", "last", "spot", "before-close:12d")
    for policy, line in lines(command, "brier", policies=policies).items():
        expected = by_deadlines(case, policy, happened)
        assert line["score"] == pytest.approx(expected, abs=1e-12), policy
    if edge == "one observation":
        # From day 8 on: t days of which 8 are the reference's, (t/80)^2, and the rest (t/400)^2.
        first = sum((t / 80) ** 2 for t in range(1, 9))
        rest = sum((8 * (t / 80) ** 2 + (t - 8) * (t / 400) ** 2) / t for t in range(9, 41))
        (line,) = lines(command, "brier", policies=("scheduled",)).values()
        assert line["score"] == pytest.approx((first + rest) / 40, abs=1e-12)


def date_kind(record: Recorder) -> Kind:
    horizon = times.to_seconds(record.at(HORIZON))
    stated = {who: Quantiles(((top, horizon),)) for who, top in TOP.items()}
    return Kind("brier", "never", stated, 0, 0, 0, {}, "", 0)


def ask_for_a_date(record: Recorder) -> None:
    horizon = times.to_seconds(record.at(HORIZON))
    spot_at = record.at(SPOT * SLOW)
    record.ask(
        "q", kind="date", closes=HORIZON, range_max=horizon, open_upper=True, spot_at=spot_at
    )


def test_a_date_resolved_again_and_reopened(record: Recorder, command: Command) -> None:
    # It is said to have happened on day 24, which the good forecast gave .06: then it had not.
    ask_for_a_date(record)
    say(record, date_kind(record), ((0, "good", {}),), SLOW)
    record.resolve("q", times.to_text(record.at(24)), known=24)
    record.tick()
    before = sum((t / 400) ** 2 for t in range(1, 24))
    after = [(1 - t / 400) ** 2 for t in range(24, 41)]
    first = lines(command, "brier", policies=("scheduled", "open", "last", "spot"))
    # Deadlines from day 24 on stood for 24 of their t days.
    cut = sum(24 / t * loss for t, loss in zip(range(24, 41), after, strict=True))
    assert first["scheduled"]["score"] == pytest.approx((before + cut) / 40)
    for policy in ("open", "last"):
        assert first[policy]["score"] == pytest.approx((before + sum(after)) / 40)
    # On day 16 the deadlines after it are open: 24 of them.
    ahead = sum((t / 400) ** 2 for t in range(17, 24))
    assert first["spot"]["score"] == pytest.approx((ahead + sum(after)) / 24)
    record.resolve("q", "reopened")
    record.tick()
    line = lines(command, "brier", policies=("last",))["last"]
    assert (line["score"], line["reason"]) == (None, "the question was reopened")
    record.resolve("q", "never", known=HORIZON)
    record.tick()
    again = lines(command, "brier", policies=("scheduled", "open", "last", "spot"))
    whole = sum((t / 400) ** 2 for t in range(1, 41)) / 40
    for policy in ("scheduled", "open", "last"):
        assert again[policy]["score"] == pytest.approx(whole)
    assert again["spot"]["score"] == pytest.approx(sum((t / 400) ** 2 for t in range(17, 41)) / 24)


def test_a_date_within_thirty_days_is_scored_by_the_hour(
    record: Recorder, command: Command
) -> None:
    # Five days, 120 hours; by hour t .6 t/120 from hour 30 on, the reference .5 t/120 before. It
    # happens within hour 61 and is known at once: from then on nobody loses anything.
    horizon = times.to_seconds(record.at(5))
    record.ask("q", kind="date", closes=5, range_max=horizon, open_upper=True)
    record.say("ana", "q", 1.25, Quantiles(((0.0, times.to_seconds(record.at(0))), (0.6, horizon))))
    happened = 60.5 / 24
    record.resolve("q", times.to_text(record.at(happened)), known=happened)
    record.tick()
    each, stood = [], []
    for t in range(1, 121):
        end, yes = min(t, 60.5), float(t > 60.5)
        own, reference = ((top * t / 120 - yes) ** 2 for top in (0.6, 0.5))
        each.append((min(end, 30) * reference + max(end - 30, 0) * own) / t)
        stood += [own] if t > 30 else []
    found = lines(command, "brier", policies=("scheduled", "open", "last"))
    assert found["scheduled"]["score"] == pytest.approx(sum(each) / 120, abs=1e-12)
    for policy in ("open", "last"):  # one forecast: over the time it stood, and at the end
        assert found[policy]["score"] == pytest.approx(sum(stood) / 90, abs=1e-12)


def test_an_open_date_keeps_the_part_that_has_passed(record: Recorder, command: Command) -> None:
    # On day 20: the deadlines to day 20. What is said later, and a date on day 30, leave them.
    ask_for_a_date(record)
    say(record, date_kind(record), ((0, "good", {}),), SLOW)
    line = provisional(command, 20)
    passed = [(t / 400) ** 2 for t in range(1, 21)]
    assert line["score"] == pytest.approx(sum(passed) / 20, abs=1e-12)
    assert line["provisional"] is True
    record.say("ana", "q", 24, date_kind(record).stated["bad"])
    assert provisional(command, 20.5)["score"] == line["score"]
    record.resolve("q", times.to_text(record.at(30)), known=30)
    record.tick()
    later = []
    for t in range(21, 41):
        end, yes = min(t, 30), float(t >= 30)
        good, bad = ((top * t / 40 - yes) ** 2 for top in (0.1, 0.9))
        later.append((min(end, 24) * good + max(end - 24, 0) * bad) / t)
    (final,) = lines(command, "brier", policies=("scheduled",)).values()
    assert final["score"] == pytest.approx((sum(passed) + sum(later)) / 40, abs=1e-12)
    assert final["provisional"] is False


def provisional(command: Command, day: float) -> dict[str, Any]:
    told = command("scores", "q", "--rule", "brier", "--policy", "scheduled", "--json", day=day)
    (line,) = told.json
    return dict(line)
