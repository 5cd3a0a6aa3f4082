"""A chart of every kind that a review draws, at its least and at its most."""

from __future__ import annotations

import pytest

from tracker.reports.figures import (
    AtHorizon,
    Band,
    Chart,
    Difference,
    Differences,
    Horizon,
    Moves,
    Pooled,
    PooledRow,
    Reliability,
    Share,
    Stated,
    StatedHappened,
    Updating,
)

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
UPDATING = Updating((Moves(0.1, 0.5, 0.4, 0.6, 80), Moves(1.9, 1.0, None, None, 3)))
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


@pytest.fixture(params=REVIEWED, ids=lambda chart: type(chart).__name__)
def reviewed(request: pytest.FixtureRequest) -> Chart:
    """Return each of them in turn."""
    chart: Chart = request.param
    return chart


@pytest.fixture
def curves_drawn() -> list[Reliability]:
    """Return the curves among them."""
    return [chart for chart in REVIEWED if isinstance(chart, Reliability)]
