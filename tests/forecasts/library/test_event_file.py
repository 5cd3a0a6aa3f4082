"""An event log of one's own, as CSV or TOML."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from forecasts.errors import ForecastsError
from forecasts.library.event_file import read

if TYPE_CHECKING:
    from pathlib import Path

TOML = """
[[kinds]]
id = "visit"
title = "A minister comes"
complete = [2012, 2024]
[[events]]
kind = "visit"
date = 2019-05-01
to = 2019-05-03
published_on = 2019-05-04
what = "He came."
publisher = "KCNA"
checked = "memory"
"""


def test_a_csv_is_read_in_the_order_of_its_days(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    text = "\ufeffdate,to,what\n2022-03-01,2022-03-04,Later.\n\n2019-05-01,,Earlier.\n"
    path.write_text(text, encoding="utf-8")
    found = read(str(path))
    assert [event.what for event in found.log.events] == ["Earlier.", "Later."]
    # Without a column published_on it counts as public when it was over.
    assert [event.published_on for event in found.log.events] == [
        date(2019, 5, 1),
        date(2022, 3, 4),
    ]
    assert found.sha256 == hashlib.sha256(text.removeprefix("\ufeff").encode()).hexdigest()


def test_a_cell_may_have_commas_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text('what,date\n"He came,\nand left.",2019-05-01\n', encoding="utf-8")
    (event,) = read(str(path)).log.events
    assert (event.what, event.day) == ("He came,\nand left.", date(2019, 5, 1))


def test_a_toml_log_has_the_shape_of_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "log.toml"
    path.write_text(TOML)
    found = read(str(path)).log
    kind = found.kind("visit")
    assert kind is not None
    assert (kind.complete.start, kind.complete[-1]) == (2012, 2024)
    assert found.events[0].published_on == date(2019, 5, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("when\n2019-05-01\n", "has no date"),
        ("date,colour\n2019-05-01,red\n", "not known: colour"),
        ("date\n1 May 2019\n", "line 2"),
        ("date,to\n2019-05-01,2019-04-01\n", "line 2: it ends on 2019-04-01"),
        ("date,published_on\n2019-05-01,2019-04-01\n", "before it happened"),
        ("date,what\n2019-05-01,He came, and left.\n", "line 2: it has more cells"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "log.csv"
    path.write_text(text)
    with pytest.raises(ForecastsError) as caught:
        read(str(path))
    assert said in caught.value.message


def test_what_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(b"date\n\xff\xfe")
    for name, said in (("none.csv", "there is no event log"), ("log.csv", "cannot be read")):
        with pytest.raises(ForecastsError) as caught:
            read(str(tmp_path / name))
        assert said in caught.value.message
