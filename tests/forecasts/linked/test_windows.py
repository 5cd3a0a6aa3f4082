"""Until when a question asked within so many days of another event can come true."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from forecasts.linked.windows import windows
from forecasts.model.link import Link, LinkKind
from tests.forecasts.linked.worlds import NOW, settled

LINK = Link(kind=LinkKind.WITHIN, one="joint", other="armistice", days=90.0)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("rulings", "latest_at", "ends_at", "words"),
    [
        (("yes",), None, NOW + 82 * DAY, "the last of the 90 days of armistice is 2026-05-21"),
        (("yes",), NOW + 20 * DAY, NOW + 20 * DAY, ("the last of the 90 days of armistice is"
         " 2026-03-20")),
        (("no",), None, None, "armistice is no: look whether joint can still come"),
    ],
)  # fmt: skip
def test_a_window_opens_with_the_other_event(
    rulings: tuple[str, ...], latest_at: datetime | None, ends_at: datetime | None, words: str
) -> None:
    there = {"joint": settled("joint"), "armistice": settled("armistice", *rulings, happened=9)}
    (one,) = windows([replace(LINK, latest_at=latest_at)], there)
    assert (one.question, one.ends_at, one.words) == ("joint", ends_at, words)
    assert one.is_over(NOW + 82 * DAY) == (ends_at is not None)
    assert not one.is_over(NOW)


def test_no_window_without_a_day_or_once_the_question_has_its_answer() -> None:
    def found(joint: tuple[str, ...], armistice: tuple[str, ...], happened: int | None) -> int:
        there = {"joint": settled("joint", *joint),
                 "armistice": settled("armistice", *armistice, happened=happened)}  # fmt: skip
        return len([*windows([LINK], there)])

    assert found((), ("yes",), 9) == 1
    assert found((), (), None) == found((), ("yes",), None) == found(("no",), ("yes",), 9) == 0
    assert found((), ("annulled",), None) == 0
