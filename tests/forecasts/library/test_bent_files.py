"""Files of one's own that are bent: words that name what is wrong, never a traceback."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from forecasts.errors import ForecastsError
from forecasts.library import event_file, events
from forecasts.library.table import whole
from forecasts.words import house

SCALE = 'name = "House"\n[[terms]]\nwords = ["likely"]\nlow = 0.6\nhigh = 1\n'
LOG = 'kinds = [{ id = "test", title = "A test", complete = [2000, 2025] }]\n'
EVENT = (
    '[[events]]\nkind = "test"\ndate = 2006-10-09\nwhat = "It was."\npublisher = "KCNA"\n'
    'checked = "memory"\nvalue = 1.5\n'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"House"', "[" * 5_000),
        ("0.6", "9" * 5_000),
        ("high = 1", "high = true"),
        ("0.6", "nan"),
        ('"House"', '"Ho\\u001b[2Juse"'),
        ('"likely"', '"like\\u202ely"'),
    ],
)
def test_a_bent_scale_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "house.toml"
    path.write_text(SCALE)
    assert house(path).terms["likely"].high == 1.0
    path.write_text(SCALE.replace(old, new))
    with pytest.raises(ForecastsError):
        house(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[2000, 2025]", "[2000]"),
        ("[2000, 2025]", '["a", "b"]'),
        ("[2000, 2025]", "[2000.5, 2025]"),
        ("[2000, 2025]", "[2025, 2000]"),
        ("[2000, 2025]", "[1, 99999999999999999999]"),
        ("[2000, 2025]", "[" * 5_000),
        ("[2000, 2025]", "9" * 5_000),
        ("kinds = [{", "kinds = [1, {"),
        ("1.5", "nan"),
        ("1.5", "inf"),
        ("It was.", "It\\u001b[2J was."),
    ],
)
def test_a_bent_log_is_refused(old: str, new: str) -> None:
    assert events.read("log.toml", LOG + EVENT).events[0].value == 1.5
    with pytest.raises(ForecastsError):
        events.read("log.toml", (LOG + EVENT).replace(old, new))


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("date,date\n2020-01-01,2021-01-01\n")
    with pytest.raises(ForecastsError, match="twice"):
        event_file.read(str(path))


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"date,what\n2020-01-01,{'x' * 200_000}\n")
    before = csv.field_size_limit(131_072)  # as Python has it: an import of tables raises it
    try:
        with pytest.raises(ForecastsError, match="cannot be read"):
            event_file.read(str(path))
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-05:00"])
def test_an_instant_outside_the_years_of_a_record_is_refused(at: str) -> None:
    with pytest.raises(ForecastsError, match="year must lie"):
        whole("x.toml", "question", f"opens_at = {at}\n").instant("opens_at")
