"""The charts of a review: valid, in one language, in their width, with every number in words."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tracker.reports.figures import Chart, Moves, Reliability, Share, Updating
from tracker.reports.findings import finding
from tracker.reports.render import charts, curves
from tracker.reports.render.characters import drawn as in_characters
from tracker.reports.render.drawing import POINTED
from tracker.reports.render.palette import LIGHT
from tracker.reports.render.svg import inline
from tracker.reports.section import Figure


def test_altair_finds_the_specification_valid(reviewed: Chart) -> None:
    assert charts.drawing_of(reviewed).layers.to_dict(validate=True)["layer"]


def test_it_is_drawn_in_its_width_and_in_our_colours(
    reviewed: Chart, capfd: pytest.CaptureFixture[str]
) -> None:
    drawn = inline(
        Figure(reviewed, "A title", "A finding"), charts.drawn(reviewed, (740, 350)), "c"
    )
    assert capfd.readouterr().err == ""
    light = {getattr(LIGHT, name) for name in LIGHT.__slots__}
    for svg, width in zip(drawn, (740, 350), strict=True):
        assert float(ET.fromstring(svg).attrib["width"]) <= width + 20  # noqa: S314 - our own
        used = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg))
        assert used - {"none", "transparent"} <= light
        assert "NaN" not in svg


@pytest.mark.parametrize("width", [740, 350])
def test_shares_have_a_scale_from_nothing_to_all(reviewed: Chart, width: int) -> None:
    """The histogram of weight hangs below 0%, where the scale has no number."""
    (spec,) = charts.drawn(reviewed, [width])
    for layer in spec["layer"]:
        for side in ("x", "y"):
            about = layer["encoding"].get(side, {})
            if about.get("axis", {}) and about["axis"].get("format") == ".0%":
                assert about["axis"]["values"] == [0, 0.25, 0.5, 0.75, 1]
                assert about["scale"]["domain"] in ([0, 1], [curves.FOOT, 1])


def test_pointing_tells_every_number_and_costs_a_still_picture_nothing(reviewed: Chart) -> None:
    (spec,) = charts.drawn(reviewed, [740])
    told = spec["datasets"][POINTED]
    assert told
    assert all("\n" in row["about"] for row in told)
    (svg,) = inline(Figure(reviewed, "t", "f"), [spec], "c")
    assert 'opacity="0"' not in svg


def test_a_terminal_shows_it_in_its_width(reviewed: Chart) -> None:
    for width in (60, 100):
        lines = in_characters(reviewed, width)
        assert lines
        assert max(map(len, lines)) <= width


def test_its_finding_names_n(reviewed: Chart) -> None:
    said = finding(reviewed)
    assert re.search(r"n = \d|\d+ (question|cluster|by \d)|of \d+ by", said)
    assert said.endswith(".")
    assert "None" not in said


def test_a_curve_keeps_every_bend() -> None:
    stairs = [Share(p / 1000, (p // 100) / 10, 1.0) for p in range(1000)]
    kept = curves.thinned(stairs)
    assert len(kept) == 20
    assert {one.happened for one in kept} == {one.happened for one in stairs}


def test_the_key_stands_where_the_curve_does_not(curves_drawn: list[Reliability]) -> None:
    for chart in curves_drawn:
        below = curves._key(chart)[0]["happened"] < 0.5
        early = [one.happened for one in chart.curve if one.stated < 0.5]
        late = [one.happened for one in chart.curve if one.stated > 0.5]
        assert below == (max(early) > 1 - min(late))


def test_moves_are_held_against_calibrated_ones_and_not_against_a_coin() -> None:
    chart = Updating((Moves(0.1, 0.5, 0.4, 0.6, 80, 0.55), Moves(1.9, 1.0, None, None, 3, 0.8)))
    (spec,) = charts.drawn(chart, [740])
    assert [row["calibrated"] for row in spec["datasets"]["rows"]] == [0.55, 0.8]
    (tick,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "tick")
    assert tick["encoding"]["y"]["field"] == "calibrated"
    (svg,) = inline(Figure(chart, "t", "f"), [spec], "c")
    assert "if calibrated" in svg
    assert "coin" not in svg
    first, second, *key = in_characters(chart, 100)
    assert first.index("│") > first.index("●")
    assert "│ if the numbers are calibrated" in key[0]
    assert "│" in second
