"""Charts: valid specifications, one language, the extremes kept, nothing unnamed."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.cli import run
from tracker.reports.figures import (
    Fan,
    Forest,
    Interval,
    Line,
    Path,
    Places,
    Spread,
    Stated,
    StatedHappened,
    Step,
)
from tracker.reports.render import charts, drawing, paths, script
from tracker.reports.render.palette import DARK, LIGHT, repainted
from tracker.reports.render.svg import inline, standing_alone
from tracker.reports.section import Figure

O = datetime(2026, 1, 1, tzinfo=UTC)  # noqa: E741 - the name that the definitions use
DAY = timedelta(days=1)


def path(**changes: Any) -> Path:
    parts: dict[str, Any] = {
        "opens_at": O,
        "closes_at": O + 100 * DAY,
        "line": Line("ana", (Step(O, O + 20 * DAY, 0.3), Step(O + 20 * DAY, O + 50 * DAY, 0.1))),
        "spread": (Spread(O, O + 50 * DAY, 0.1, 0.6),),
        "people": 3,
        "base_rate": (Step(O, O + 50 * DAY, 0.12),),
        "revised_at": (O + 10 * DAY,),
        "outcome": 1.0,
        "happened_at": O + 49 * DAY,
        "known_at": O + 50 * DAY,
    }
    return Path(**(parts | changes))


def forest(n: int = 3) -> Forest:
    rows = [
        Interval(f"f{i}", 0.01 * i, 0.01 * i - 0.05, 0.01 * i + 0.05, 9, apart=False)
        for i in range(n)
    ]
    return Forest("base rate", (*rows, Interval("coin", -0.1, -0.15, -0.05, 9, apart=True)))


EVERY = [
    path(evidence_at=(O + 20 * DAY, O + 30 * DAY)),
    path(line=Line("ana", ()), base_rate=(), spread=(), known_at=None),
    forest(),
]


@pytest.mark.parametrize("chart", EVERY)
def test_altair_finds_the_specification_valid(chart: Path | Forest) -> None:
    """The program draws without altair's checks, which are slower than the drawing."""
    spec = charts.drawing_of(chart).layers.to_dict(validate=True)
    assert spec["layer"]


@pytest.mark.parametrize("chart", EVERY)
def test_it_is_drawn_without_a_complaint(
    chart: Path | Forest, capfd: pytest.CaptureFixture[str]
) -> None:
    drawn = inline(Figure(chart, "A title", "A finding"), charts.drawn(chart, (740, 350)), "c")
    assert capfd.readouterr().err == ""
    for svg, width in zip(drawn, (740, 350), strict=True):
        root = ET.fromstring(svg)  # noqa: S314 - our own drawing
        assert float(root.attrib["width"]) <= width + 20
        assert root.attrib["role"] == "img"
        named = {child.attrib.get("id"): child.text for child in root}
        ids = root.attrib["aria-labelledby"].split()
        assert [named[name] for name in ids] == ["A title", "A finding"]


@pytest.mark.parametrize("chart", EVERY)
def test_every_colour_has_its_counterpart_in_the_dark(chart: Path | Forest) -> None:
    (svg,) = inline(Figure(chart, "t", "f"), charts.drawn(chart, [740]), "c")
    used = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg)) - {"none", "transparent"}
    light = {getattr(LIGHT, name) for name in LIGHT.__slots__}
    assert used
    assert used <= light
    rules = repainted("svg")
    assert all(f'[fill="{color}"]' in rules and f'[stroke="{color}"]' in rules for color in used)


def test_a_file_of_its_own_brings_its_ground_and_both_schemes() -> None:
    svg = standing_alone(Figure(path(), "t", "f"), *charts.drawn(path(), [740]))
    assert "prefers-color-scheme:dark" in svg
    assert f'fill="{LIGHT.page}"' in svg
    assert DARK.own in svg
    assert not re.search(r"https?://(?!www\.w3\.org/)", svg)


def test_the_life_of_the_question_is_the_axis_whatever_was_said() -> None:
    (spec,) = charts.drawn(path(line=Line("ana", (Step(O, O + DAY, 0.5),))), [740])
    x = json.loads(spec["layer"][6]["encoding"]["x"]["scale"]["domain"]["expr"])
    y = spec["layer"][6]["encoding"]["y"]["scale"]["domain"]
    assert x == [O.timestamp() * 1000, (O + 100 * DAY).timestamp() * 1000]
    assert y == [0, 1]


def test_steps_are_not_smoothed_and_gaps_stay_gaps() -> None:
    steps = (
        Step(O, O + DAY, 0.2),
        Step(O + DAY, O + 2 * DAY, 0.6),
        Step(O + 5 * DAY, O + 6 * DAY, 0.1),
    )
    rows = drawing.stepped(steps)
    assert [(row["p"], row["piece"]) for row in rows] == [
        (0.2, 0), (0.2, 0), (0.6, 0), (0.6, 0), (0.1, 1), (0.1, 1),
    ]  # fmt: skip


def test_labels_that_would_overlap_stand_apart() -> None:
    close = path(base_rate=(Step(O, O + 50 * DAY, 0.1),))
    one, other = paths.labels(close)
    assert abs(one["p"] - other["p"]) == pytest.approx(drawing.LABELS_APART)


def test_a_label_at_the_right_edge_has_room() -> None:
    whole = path(line=Line("a-forecaster-with-a-name", (Step(O, O + 100 * DAY, 0.5),)))
    (spec,), (short,) = charts.drawn(whole, [740]), charts.drawn(path(), [740])
    assert spec["width"] < short["width"] == 740 - drawing.AXIS


@given(values=st.lists(st.floats(0, 1), min_size=6, max_size=90))
def test_a_long_path_keeps_its_extremes_and_loses_weight(values: list[float]) -> None:
    steps = [Step(O + i * DAY, O + (i + 1) * DAY, p) for i, p in enumerate(values)]
    kept = drawing.thinned(steps, 5)
    assert len(kept) <= 4 * 5
    assert {step.p for step in kept} <= set(values)
    assert (min(s.p for s in kept), max(s.p for s in kept)) == (min(values), max(values))
    assert (kept[0].start, kept[-1].end) == (steps[0].start, steps[-1].end)
    assert all(one.end == other.start for one, other in pairwise(kept))


def test_a_path_of_a_hundred_thousand_entries_stays_small() -> None:
    life = (O + 100 * DAY - O) / 100_000
    steps = tuple(
        Step(O + i * life, O + (i + 1) * life, (i * 7919 % 101) / 101) for i in range(100_000)
    )
    crowd = path(line=Line("crowd", steps))
    (svg,) = inline(Figure(crowd, "t", "f"), charts.drawn(crowd, [740]), "c")
    assert len(svg) < 300_000


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_colours_of_text_and_lines_stand_out(palette: Any) -> None:
    """WCAG 2.2: 4.5 to 1 for text, 3 to 1 for the lines of a chart."""
    for name, least in (
        ("ink", 4.5),
        ("quiet", 4.5),
        ("own", 4.5),
        ("event", 4.5),
        ("reference", 3),
    ):
        assert contrast(getattr(palette, name), palette.page) >= least, name


def contrast(ink: str, ground: str) -> float:
    one, other = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("asked", "said", "outcome"),
    [
        (("--min", "0", "--max", "10"), ("--p10", "2", "--p50", "5", "--p90", "8"), "6.5"),
        (("--horizon", "2026-03-19"), ("--by", "2026-03-10=40%", "--never", "30%"), "2026-03-08"),
        (("--option", "a", "--option", "b"), ("a=40%", "b=60%"), "a"),
        ((), ("40%",), "yes"),
    ],
)
def test_a_question_opened_within_a_millisecond_is_drawn_as_wide_as_others(
    asked: tuple[str, ...], said: tuple[str, ...], outcome: str, tmp_path: FilePath
) -> None:
    """As typed ones are: their openings have microseconds, and places in charts have not."""
    opened = datetime(2026, 3, 1, 9, 0, 0, 123_456, tzinfo=UTC)
    db, page = str(tmp_path / "data.db"), tmp_path / "r.html"

    def typed(days: float, *words: str) -> None:
        assert run([*words, "--db", db], now=opened + timedelta(days=days)) == 0

    typed(0, "init")
    typed(0, "ask", "What comes?", "--slug", "q", "--closes", "2026-03-19", *asked)
    typed(1, "predict", "q", *said)
    known = ("--happened", "2026-03-08") if outcome == "yes" else ()
    typed(20, "resolve", "q", outcome, "--no-source", "seen", *known)
    typed(21, "report", "--html", str(page), "--markdown", str(tmp_path / "r.md"))
    widths = re.findall(r'<svg[^>]*viewBox="-0 -0 ([\d.e+]+) ', page.read_text())
    assert len(widths) >= 2
    assert all(100 < float(width) <= 760 for width in widths), widths
    assert list(tmp_path.glob("r-*.png"))


@pytest.mark.parametrize("spread", [(), (Spread(O, O + 50 * DAY, 0.1, 0.6),)])
def test_a_band_says_what_it_is(spread: tuple[Spread, ...]) -> None:
    shown = Figure(path(spread=spread), "t", "f")
    for svg in inline(shown, charts.drawn(path(spread=spread), (740, 350)), "c"):
        assert ("lowest to highest of 3 people" in svg) is bool(spread)


@pytest.mark.parametrize(("days", "format_"), [(40, "%d %b"), (400, "%b %Y")])
def test_a_scale_of_dates_names_no_month_twice(days: int, format_: str) -> None:
    low = O.timestamp()
    place = Places(O, O + DAY, low, low, low + 1, low + 2, low + 2)
    fan = Fan(
        opens_at=O, closes_at=O + days * DAY, line=Line("ana", ()), people=1, revised_at=(),
        happened_at=None, known_at=None, said="", places=(place,), dated=True, timezone="UTC",
        unit="", low=low, high=low + days * DAY.total_seconds(), outcome=None, outcome_words="",
    )  # fmt: skip
    (spec,) = charts.drawn(fan, [740])
    (y,) = {json.dumps(layer["encoding"]["y"]["axis"]) for layer in spec["layer"]
            if "axis" in layer["encoding"].get("y", {})}  # fmt: skip
    assert json.loads(y)["format"] == format_


@pytest.mark.parametrize(("letters", "whole"), [(18, True), (60, False)])
def test_names_are_cut_where_there_is_no_room_for_them(letters: int, *, whole: bool) -> None:
    """A still picture cuts them short of what the page's own font may need."""
    row = Stated("q", "n" * letters, 0.5, happened=True, base_rate=None)
    (spec,) = charts.drawn(StatedHappened((row,), "at the end"), [740])
    room = {param["name"]: param["value"] for param in spec["params"]}
    assert (room["fitting"] == room["names"]) is whole
    spoken = json.loads(script.data([spec, spec]))["spec"]["params"]
    assert {p["name"]: p["value"] for p in spoken}["fitting"] >= room["names"] - script.BESIDE
