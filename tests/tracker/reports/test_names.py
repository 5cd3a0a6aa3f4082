"""A page without other people's names says that there is a way to have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("busy_desk")
@pytest.mark.parametrize("named", [True, False])
def test_a_masked_page_says_that_names_can_be_had(
    tmp_path: Path, command: Any, *, named: bool
) -> None:
    page = tmp_path / "r.html"
    words = ["--names"] if named else []
    done = command("report", "--forecaster", "ana", "--html", str(page), *words, day=400)
    assert done.code == 0
    assert ("--names" in done.err) is not named
    assert ("other people go by letters" in page.read_text()) is not named
    assert "Scoring report: ana" in page.read_text()


def test_on_the_screen_nobody_is_masked(busy_desk: Any, command: Any) -> None:
    assert busy_desk.record.asked
    assert "--names" not in command("report", "--forecaster", "ana", day=400).out


@pytest.mark.parametrize(
    ("whose", "named"),
    [((), True), (("--forecaster", "house"), True), (("--forecaster", "bo"), False)],
)
def test_whoever_makes_a_file_finds_the_own_name_in_it(
    desk: Any, command: Any, tmp_path: Path, *, whose: tuple[str, ...], named: bool
) -> None:
    """Unless it is about another person, whom no other name leaves the desk with."""
    page = tmp_path / "r.md"
    desk.ask("rain", 0, 10)
    for who, kind in (("ana", "person"), ("bo", "person"), ("house", "team")):
        desk.say(who, "rain", 0, 0.3, kind=kind)
    desk.resolve("rain", "no")
    done = command("report", *whose, "--as", "ana", "--markdown", str(page), day=400)
    assert done.code == 0
    assert (re.search(r"\bana\b", page.read_text()) is not None) is named
    assert (re.search(r"\bbo\b", page.read_text()) is None) is named


def test_a_file_about_oneself_for_want_of_a_name_is_read_by_oneself(
    desk: Any, command: Any, tmp_path: Path
) -> None:
    """Numbers on an open question are seen as if the name were typed, once the own is in."""
    desk.ask("rain", 0, 3)
    for who in ("ana", "cy"):
        desk.say(who, "rain", 0, 0.3)
    desk.resolve("rain", "no", 3)
    desk.ask("snow", 0, 20)
    for who in ("ana", "bo"):
        desk.say(who, "snow", 5, 0.3)
    page = ("--period", "2026-W02", "--json", "--html", str(tmp_path / "r.html"))
    named = command("report", *page, "--forecaster", "ana", day=400).json[0]["closing"]
    (snow,) = named["questions"]
    assert snow["says"] == "30%"
    assert command("report", *page, "--as", "ana", day=400).json[0]["closing"] == named
    (hidden,) = command("report", *page, day=400).json[0]["closing"]["questions"]
    assert hidden["says"] is None


def test_what_is_published_is_not_the_house_where_its_numbers_are_hidden(
    desk: Any, command: Any
) -> None:
    desk.ask("snow", 0, 20)
    desk.ask("later", 0, 300)
    desk.say("cy", "later", 0, 0.3)
    for who, kind in (("bo", "person"), ("a-brief", "publication")):
        desk.say(who, "snow", 5, 0.3, kind=kind)
    week = ("report", "--period", "2026-W02", "--json")
    (snow,) = command(*week, day=400).json[0]["closing"]["questions"]
    assert (snow["says"], snow["hidden"]) == (None, True)
    (snow,) = command(*week, "--as", "bo", day=400).json[0]["closing"]["questions"]
    assert snow["says"] == "30%"
