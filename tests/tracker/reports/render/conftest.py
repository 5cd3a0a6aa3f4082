"""A chart of every kind that a review draws, at its least and at its most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path as FilePath
from typing import Any

import pytest

from tracker.reports.figures import (
    AtHorizon,
    Band,
    Chart,
    Choices,
    Difference,
    Differences,
    Fan,
    Horizon,
    Line,
    Moves,
    Path,
    Places,
    Pooled,
    PooledRow,
    Reliability,
    Share,
    Stated,
    StatedHappened,
    Step,
    Updating,
)
from tracker.reports.render.html import as_html
from tracker.reports.section import Figure, Report, Section

CURVE = tuple(
    Share(*one) for one in ((0.05, 0.0, 9.5), (0.2, 0.4, 4.0), (0.6, 0.4, 8.0), (0.95, 1.0, 1.0))
)
UNDER = tuple(Share(p, min(1.0, p + 0.5), 1.0) for p in (0.1, 0.3, 0.5, 0.9))
RELIABILITY = Reliability(
    curve=CURVE,
    band=tuple(Band(p, p / 2, (1 + p) / 2) for p in (0.05, 0.2, 0.6, 0.95)),
    level=0.9,
    all_yes=CURVE,
    all_no=CURVE[:2],
    questions=40,
    waiting=3,
)
STATED = StatedHappened(
    tuple(
        Stated(f"q{place}", f"Will the {place}th of the long list of things happen in time?", p,
               happened=p > 0.3, base_rate=None if place % 2 else 0.25)
        for place, p in enumerate((0.3, 0.02, 1.0, 0.5, 0.3))
    ),
    "30 days before it closed",
)  # fmt: skip
DIFFERENCES = Differences(
    against="base rate",
    rows=tuple(Difference(f"q{n}", f"Question {n}", (n * 7 % 40 - 18) / 200) for n in range(90)),
    mean=0.01,
    low=-0.02,
    high=0.04,
    clusters=44,
)
HORIZON = Horizon(
    "base rate", (AtHorizon(30, 0.05, 0.01, 0.09, 210), AtHorizon(365, -0.01, None, None, 9))
)
POOLED = Pooled(
    by="topic",
    rows=(
        PooledRow("elections", -0.12, -0.06, -0.13, 0.01, 44),
        PooledRow("a topic with quite a long name", 0.0, None, None, None, 10),
    ),
    percent=True,
    below="happened less often than stated",
    above="more often",
)
UPDATING = Updating((Moves(0.1, 0.5, 0.4, 0.6, 80, 0.55), Moves(1.9, 1.0, None, None, 3, 0.8)))
REVIEWED: list[Chart] = [
    RELIABILITY,
    Reliability(curve=UNDER, band=(), level=0.9, all_yes=(), all_no=(), questions=30, waiting=0),
    STATED,
    StatedHappened((Stated("q", "One?", 0.5, happened=False, base_rate=None),), "at the end"),
    DIFFERENCES,
    Differences(against="coin", rows=(Difference("q", "One?", 0.0),), mean=0.0, low=None,
                high=None, clusters=1),
    HORIZON,
    POOLED,
    UPDATING,
]  # fmt: skip

O, DAY = datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=1)  # noqa: E741 - as definitions name it
STEPS = (Step(O, O + 20 * DAY, 0.3), Step(O + 20 * DAY, O + 50 * DAY, 0.1))


def lives(name: str) -> list[Chart]:
    """Return the life of a question of each kind, under a forecaster's name."""
    ends: Any = {"opens_at": O, "closes_at": O + 100 * DAY, "people": 2,
                 "happened_at": O + 49 * DAY, "known_at": O + 50 * DAY,
                 "revised_at": (O + 10 * DAY,), "evidence_at": (O + 20 * DAY,)}  # fmt: skip
    start = O.timestamp()
    places = [
        tuple(Places(step.start, step.end, *(scale * (k + 20 * step.p) + low for k in range(5)))
              for step in STEPS)
        for scale, low in ((1.0, 0.0), (10 * DAY.total_seconds(), start))
    ]  # fmt: skip
    fan: Any = {"line": Line(name, ()), "said": "", "timezone": "UTC", "outcome_words": "then"}
    return [
        Path(line=Line(name, STEPS), spread=(), base_rate=STEPS[:1], outcome=1.0, **ends),
        Fan(places=places[0], dated=False, unit="t", low=0, high=12, outcome=(5, 5), **fan, **ends),
        Fan(places=places[1], dated=True, unit="", low=start, high=start + 1e7,
            outcome=(start + 5e6, start + 5e6), **fan, **ends),
        Choices(line=Line(name, STEPS), option=name, others=(Line("no", STEPS[1:]),), **ends),
    ]  # fmt: skip


@pytest.fixture
def gallery(tmp_path: FilePath, hostile_words: str) -> FilePath:
    """Return a page with a chart of every kind, every name in them hostile."""
    named = replace(STATED, rows=tuple(replace(row, title=hostile_words) for row in STATED.rows))
    charts = [*lives(hostile_words), *REVIEWED, named]
    shown = [
        Figure(chart, hostile_words, f"{hostile_words} {k}.") for k, chart in enumerate(charts)
    ]
    section = Section("charts", hostile_words, tuple(shown), None)
    report = Report("scoring", "Charts", "2026-W48", None, False, O, O, None, (section,))  # noqa: FBT003 - retrospective
    page = tmp_path / "gallery.html"
    page.write_text(as_html(report), encoding="utf-8")
    return page


@pytest.fixture(params=REVIEWED, ids=lambda chart: type(chart).__name__)
def reviewed(request: pytest.FixtureRequest) -> Chart:
    """Return each of them in turn."""
    chart: Chart = request.param
    return chart


@pytest.fixture
def curves_drawn() -> list[Reliability]:
    """Return the curves among them."""
    return [chart for chart in REVIEWED if isinstance(chart, Reliability)]
