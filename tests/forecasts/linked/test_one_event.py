"""Two questions on one event that came to different days, numbers or options."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.linked.one_event import differing
from forecasts.linked.settled import Settled
from forecasts.model import QuestionType, times
from forecasts.model.option import Option, to_text
from tests.forecasts.linked.worlds import NOW, links, settled

DATE = {"type": QuestionType.DATE, "range_max": times.to_seconds(NOW) + 9e6}
NUMBER = {"type": QuestionType.NUMERIC, "range_min": 0.0, "range_max": 9.0}
WHO: dict[str, Any] = {
    "type": QuestionType.MULTIPLE_CHOICE, "options": to_text((Option("Kim"), Option("Lee")))
}  # fmt: skip


def told(one: Settled, other: Settled, link: str = "same-event") -> list[str]:
    there = {"a": one, "b": other}
    return [words.split(", though")[0] for _, words in differing(links(f"a {link} b"), there)]


def a(*rulings: str, **terms: Any) -> Settled:
    return settled("a", *rulings, **terms)


def b(*rulings: str, **terms: Any) -> Settled:
    return settled("b", *rulings, **terms)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (a("yes", happened=9), b("yes", happened=5),
         "a happened on 2026-02-20 and b happened on 2026-02-24"),
        (a("yes", happened=9), b("yes", happened=9), None),
        (a("yes", happened=9), b("yes"), None),
        (a("yes"), b("no"), None),  # told of all links alike
        (a("7.0", **NUMBER), b("8.0", **NUMBER), "a is 7.0 and b is 8.0"),
        (a("7.0", **NUMBER), b("6.0..8.0", **NUMBER), None),
        (a("Kim", **WHO), b("Lee", **WHO), "a is Kim and b is Lee"),
        (a("Kim", **WHO), b("kim", **WHO), None),
        (a("2026-02-21T00:00:00.000000Z", happened=9, **DATE),
         b("2026-02-25T00:00:00.000000Z", happened=5, **DATE), ("a is 2026-02-20 and b is"
         " 2026-02-24")),
        (a("2026-02-21T00:00:00.000000Z", **DATE), b("yes", happened=9), None),
        (a("2026-02-21T00:00:00.000000Z", **DATE), b("yes", happened=8),
         "a is 2026-02-20 and b happened on 2026-02-21"),
        (a("no"), b("2026-02-21T00:00:00.000000Z", **DATE), "a is no and b is 2026-02-20"),
        (a("no", closes=-20), b("2026-02-21T00:00:00.000000Z", **DATE), None),
        (a("never", **DATE), b("yes", happened=9), "a is never and b happened on 2026-02-20"),
        (a("never", **DATE), b("no"), None),
        (a("annulled"), b("yes", happened=9), None),
    ],
)  # fmt: skip
def test_what_differs_on_one_event(one: Settled, other: Settled, how: str | None) -> None:
    found = told(one, other)
    assert found == ([how] if how else [])
    assert len(told(other, one)) == len(found)


def test_an_earlier_deadline_asks_for_the_same_day() -> None:
    assert told(a("yes", happened=9), b("yes", happened=5), "earlier-deadline-of")
    assert told(a("yes", happened=9), b("yes", happened=5), "implies") == []
    assert told(a("7.0", **NUMBER), b("8.0", **NUMBER), "earlier-deadline-of") == []


def test_a_day_is_one_of_its_own_zone() -> None:
    """The 3rd in Seoul and the 3rd in New York share no hour by a day line that both keep."""
    seoul = a("yes", happened=9, timezone="Asia/Seoul")
    assert told(seoul, b("yes", happened=9, timezone="America/New_York")) == []
