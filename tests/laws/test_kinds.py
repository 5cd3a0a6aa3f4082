"""Laws over every kind: dates are their nested deadlines, and honesty pays on each kind."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.model import (
    Action,
    Forecast,
    ForecasterKind,
    Question,
    QuestionType,
    ReferenceClass,
    Resolution,
    ResolutionStatus,
    Stated,
    Terms,
    times,
)
from forecasts.model.prediction import Quantiles
from forecasts.store import Store, create_store, forecasters, forecasts, questions, resolutions
from tracker import columns, jobs
from tracker.scoring import (
    DAY_US,
    NEVER,
    Choice,
    Clocks,
    Curve,
    Date,
    Number,
    Policy,
    Range,
    Said,
    judge_date,
    judge_number,
    judge_options,
)

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
RECORDED = OPENS + timedelta(days=2000)
H, C = 36, 30  # the horizon, and the close before it
POLICIES = [Policy.parse(name) for name in ("scheduled", "open", "last", "spot", "before-close:4d")]


def at(day: float) -> datetime:
    return OPENS + timedelta(days=day)


def chance(knots: list[tuple[float, float]], day: float) -> float:
    """Return the height at a day of the line through (0, 0) and the knots, flat after the last."""
    line = [(0.0, 0.0), *knots]
    for (x, low), (y, high) in pairwise(line):
        if day < y:
            return low + (high - low) * (day - x) / (y - x)
    return line[-1][1]


class Pages:
    """A record with a date question and the nested questions made of it by hand."""

    def __init__(self, path: Path) -> None:
        self.store: Store = create_store(path)
        with self.store.append(RECORDED, "forecaster add") as batch:
            kind = ForecasterKind.PERSON
            self.people = [forecasters.add(batch, name, kind) for name in ("ana", "ben")]

    def ask(self, slug: str, kind: str, closes: float, **terms: object) -> Question:
        asked = Terms(
            title=slug, opens_at=at(0), closes_at=at(closes), resolves_by=at(closes),
            spot_at=at(7.5), **terms,  # type: ignore[arg-type]
        )  # fmt: skip
        with self.store.append(RECORDED, "ask") as batch:
            return questions.add(batch, slug, QuestionType(kind), asked)

    def say(self, question: Question, who: int, day: float, stated: object) -> None:
        row = Forecast(
            question_id=question.id,
            revision_id=question.revision_id,
            forecaster_id=self.people[who].id,
            action=Action.WITHDRAWAL if stated is None else Action.FORECAST,
            made_at=at(day),
            stated=stated,  # type: ignore[arg-type]
        )
        with self.store.append(RECORDED, "predict") as batch:
            forecasts.record(batch, row)

    def resolve(self, question: Question, outcome: str, known: float) -> None:
        answer = Resolution(
            question_id=question.id,
            status=ResolutionStatus.RESOLVED,
            outcome=outcome,
            known_at=at(known),
        )
        with self.store.append(RECORDED, "resolve") as batch:
            resolutions.record(batch, answer)


@pytest.mark.parametrize(
    ("seed", "happened", "known"), [(1, None, H), (2, 11.25, 11.25), (3, 20, 27.5), (4, 33.5, 34)]
)
def test_a_date_question_is_the_mean_of_its_nested_deadlines(
    tmp_path: Path, seed: int, happened: float | None, known: float
) -> None:
    rng = np.random.default_rng(seed)
    pages = Pages(tmp_path / "record.db")
    whole = pages.ask(
        "when", "date", C, range_max=times.to_seconds(at(H)), open_upper=True,
        reference_class=ReferenceClass((2,), 9),
    )  # fmt: skip
    days = np.sort(rng.uniform(0, 12, 6))
    rows = [(i % 2, float(day), _drawn(rng, i)) for i, day in enumerate(days)]
    nested = {}
    for t in range(1, H + 1):
        nested[t] = pages.ask(f"by-{t}", "binary", min(t, C))
    for who, day, knots in rows:
        pairs = None if knots is None else tuple((p, times.to_seconds(at(x))) for x, p in knots)
        pages.say(whole, who, day, None if pairs is None else Quantiles(pairs))
        for t, question in nested.items():
            p = None if knots is None else Stated(chance(knots, t), "")
            pages.say(question, who, day, p)
    pages.resolve(whole, "never" if happened is None else times.to_text(at(happened)), known)
    for t, question in nested.items():
        yes = happened is not None and happened <= t
        pages.resolve(question, "yes" if yes else "no", min(t, known))
    jobs.score(pages.store, RECORDED)
    ids = {t: question.id for t, question in nested.items()}
    checked = [_compare(pages, whole.id, ids, policy) for policy in POLICIES]
    pages.store.close()
    assert sum(checked) >= 8


def _drawn(rng: np.random.Generator, place: int) -> list[tuple[float, float]] | None:
    if place == 3:
        return None
    heights = np.sort(rng.uniform(0.02, 0.95, 3))
    places = np.sort(rng.uniform(0.5, H, 3))
    return list(zip(places.tolist(), heights.tolist(), strict=True))


def _compare(pages: Pages, whole: int, nested: dict[int, int], policy: Policy) -> int:
    """Compare every pair under a policy; return how many scores were compared."""
    name, compared = str(policy), 0
    rows = columns.computed(pages.store.connection, [whole, *nested.values()], [policy])
    names = columns.sheet.own.COLUMNS
    found = {(row[0], row[1]): dict(zip(names, row, strict=True)) for row in rows}
    h = 2.5 / 10
    for person in pages.people:
        one = found.get((whole, person.id))
        if one is None:
            continue
        for rule, loss in (("brier", lambda p, y: (p - y) ** 2), ("log_loss", _log)):
            each = []
            for t, id_ in nested.items():
                of = found[id_, person.id]
                score = of[rule]
                p, end = h * t / H, float(of["attainable"])  # type: ignore[arg-type]
                if score is None and name == "scheduled":
                    score = loss(p, float(_is_yes(pages, id_))) * end  # the reference alone
                elif score is not None and name == "scheduled":
                    # By hand the gaps are filled with ½; the date's reference says h t / H.
                    gap = end - float(of["coverage"])  # type: ignore[arg-type]
                    y = float(_is_yes(pages, id_))
                    score += gap * (loss(p, y) - loss(0.5, y))  # type: ignore[operator]
                if score is not None:
                    each.append(score)
            if one[rule] is None:
                assert name == "scheduled" or not each
                continue
            assert one[rule] == pytest.approx(np.mean(each), abs=1e-12)  # type: ignore[arg-type]
            compared += 1
    return compared


def _log(p: float, y: float) -> float:
    given = p if y else 1 - p
    return -math.log(given)


def _is_yes(pages: Pages, question: int) -> bool:
    (outcome,) = pages.store.connection.execute(
        "SELECT outcome FROM resolutions_now WHERE question_id = ?", (question,)
    ).fetchone()
    return bool(outcome == "yes")


# Honesty: whatever is true, nobody expects to do better by saying something else.

DAYS = 10
truths = st.lists(st.integers(1, 9), min_size=3, max_size=5)


def said(rows: int) -> Said:
    """Return one row of one forecaster on day 0 of each of some questions, or of one."""
    zero = np.zeros(rows, dtype=np.int64)
    return Said(
        zero, np.arange(rows), zero, np.full(rows, NEVER), zero,
        np.ones(rows, dtype=bool), np.ones(rows, dtype=bool),
    )  # fmt: skip


def clocks(known: float = DAYS, closes: float = DAYS) -> Clocks:
    return Clocks(*(np.array([round(day * DAY_US)]) for day in (0, closes, known)),
                  np.array([NEVER]))  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(truths, st.data(), st.booleans())
def test_honest_shares_expect_the_least_loss(
    weights: list[int],
    data: st.DataObject,
    ordinal: bool,  # noqa: FBT001
) -> None:
    truth = np.array(weights) / sum(weights)
    size = len(truth)
    other = data.draw(st.lists(st.integers(1, 9), min_size=size, max_size=size))
    shares = np.stack([truth, np.array(other) / sum(other)])
    expected: dict[str, np.ndarray] = {}
    for outcome, p in enumerate(truth):
        choice = Choice((-1,) * size, (NEVER,) * size, outcome)
        (found,) = judge_options(
            clocks(), [choice], said(2), shares, [Policy.parse("scheduled")], ordinal=ordinal
        )
        for rule, of in found.rules.items():
            expected[rule] = expected.get(rule, np.zeros(2)) + p * of.score
    for rule in ("brier", "log_loss", "spherical_loss", *(["rps"] if ordinal else [])):
        assert expected[rule][0] <= expected[rule][1] + 1e-12
    for rule in ("metaculus_baseline", "metaculus_peer"):
        assert expected[rule][0] >= expected[rule][1] - 1e-9


def _curve(weights: list[int]) -> Curve:
    heights = np.concatenate(([0.0], np.cumsum(weights) / sum(weights)))
    heights[-1] = 1.0
    return Curve(np.linspace(0.0, 10.0, len(heights)), heights)


six = st.lists(st.integers(1, 9), min_size=5, max_size=5)


@settings(max_examples=6, deadline=None)
@given(six, six)
def test_an_honest_distribution_expects_the_least_distance(
    weights: list[int], other: list[int]
) -> None:
    curves = [_curve(weights), _curve(other)]
    edges = tuple(np.linspace(0.0, 10.0, 6).tolist())
    over = Range(0.0, 10.0, open_lower=False, open_upper=False, edges=edges)
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    expected: dict[str, np.ndarray] = {}
    # Two hundred equally likely values of the truth, one in the middle of each step.
    for y in curves[0].quantiles(((np.arange(200) + 0.5) / 200).tolist()):
        (found,) = judge_number(clocks(), Number(over, levels, y, y), said(2), curves)[:1]
        for rule in ("crps", "crps_scaled", "wis", "metaculus_baseline"):
            so_far = expected.get(rule, np.zeros(2))
            expected[rule] = so_far + found.rules[rule].score / 200
    for rule in ("crps", "crps_scaled", "wis"):
        assert expected[rule][0] <= expected[rule][1] + 2e-3 * (rule != "crps_scaled") + 2e-4
    assert expected["metaculus_baseline"][0] >= expected["metaculus_baseline"][1] - 0.5


@settings(max_examples=15, deadline=None)
@given(six, six)
def test_an_honest_path_of_dates_expects_the_least_loss(
    weights: list[int], other: list[int]
) -> None:
    # Eight in ten that it happens; everybody sees it happen, and restates nothing before.
    curves = [_scaled(_curve(weights), 0.8), _scaled(_curve(other), 0.8)]
    edges = tuple(np.linspace(0.0, 10.0, 11).tolist())
    over = Range(0.0, 10.0, open_lower=False, open_upper=True, edges=edges)
    ten, total = 10 * DAY_US, {rule: np.zeros(2) for rule in ("brier", "log_loss")}
    levels = (np.arange(20) + 0.5) / 20
    for level in levels:
        happened = None if level > 0.8 else float(curves[0].quantiles((level,))[0])
        happened_us = NEVER if happened is None else round(happened * DAY_US)
        asked = Date(ten, happened_us, ten, over, (0.5,))
        # Known only at the end: what a forecaster who restates nothing can be held to.
        (found,) = judge_date(clocks(), asked, said(2), curves, [Policy.parse("scheduled")])
        total = {rule: so_far + found.rules[rule].score / 20 for rule, so_far in total.items()}
    for honest, otherwise in total.values():
        assert honest <= otherwise + 0.01


def _scaled(curve: Curve, top: float) -> Curve:
    return Curve(curve.places, curve.heights * top)
