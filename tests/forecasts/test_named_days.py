"""Days that titles name by what happens on them."""

from __future__ import annotations

from datetime import date

import pytest

from forecasts.named_days import mentions, polling_day


@pytest.mark.parametrize(
    "held",  # as the Federal Election Commission's returns of federal elections date them
    [
        (2000, 11, 7), (2004, 11, 2), (2010, 11, 2), (2016, 11, 8), (2018, 11, 6), (2020, 11, 3),
        (2022, 11, 8), (2024, 11, 5),
    ],
)  # fmt: skip
def test_polling_day_is_the_day_on_which_it_was_held(held: tuple[int, int, int]) -> None:
    assert polling_day(held[0]) == date(*held)


def test_polling_day_is_never_the_first_of_november() -> None:
    days = [polling_day(year) for year in range(1900, 2100)]
    assert {day.weekday() for day in days} == {1}
    assert {day.day for day in days} == set(range(2, 9))


@pytest.mark.parametrize(
    ("text", "near", "day"),
    [
        ("before the US midterm elections in 2026", "2026-01-01", "2026-11-03"),
        ("Before the 2026 U.S. midterms", "2024-01-01", "2026-11-03"),
        ("ahead of the American mid-term vote of November 2026", "2026-01-01", "2026-11-03"),
        ("before the next midterms", "2026-10-31", "2026-11-03"),
        ("prior to the midterms", "2023-01-01", "2022-11-08"),
        ("before the 2028 US presidential election", "2026-01-01", "2028-11-07"),
        ("before the presidential elections in the United States", "2026-01-01", None),
        ("before the 2027 midterms", "2026-01-01", None),
        ("before the French presidential election in 2028", "2026-01-01", None),
        ("before the Argentine midterms in 2026", "2026-01-01", None),
        ("after the 2026 midterms", "2026-01-01", None),
        ("before midterm exams in 2026", "2026-01-01", None),
    ],
)
def test_what_names_a_day_and_what_does_not(text: str, near: str, day: str | None) -> None:
    found = [one.day(date.fromisoformat(near)) for one in mentions(text)]
    days = [day for day in found if day is not None]
    assert days == ([date.fromisoformat(day)] if day else [])


def test_a_text_speaks_of_the_next_election() -> None:
    (said,) = mentions("before the midterms")
    assert said.after(date(2023, 1, 1)) == date(2026, 11, 3)
    assert said.after(date(2026, 11, 3)) == date(2030, 11, 5)
