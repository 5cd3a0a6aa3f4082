"""One event by several deadlines: what its day says of each of them, and what it leaves open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import ResolutionStatus
from tests.forecasts.cli.test_offering import due, link, resolve, take

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SAID = ("--no-source", "the papers")
SINCE = (
    "late is yes, early is late by an earlier deadline, and late happened on 2026-10-10, before"
    " early closes"
)
CANNOT = (
    "late is yes and early is no: they cannot both be right, since early is late by an earlier"
    " deadline, and late happened on 2026-10-10, before early closes"
)


@pytest.fixture
def nested(desk: Desk) -> Desk:
    """Return the desk with one event by three deadlines: 9 days ago, in 30 and in 60 days.

    `if-early` is asked given the first of them, `early`.
    """
    desk.ask("early", opens=-60, closes=-9)
    desk.ask("late", opens=-60, closes=30)
    desk.ask("last", opens=-60, closes=60)
    desk.ask("if-early", opens=-60, closes=60)
    link(desk, "early earlier-deadline-of late", "late earlier-deadline-of last",
         "if-early --given early")  # fmt: skip
    return desk


def test_a_yes_in_its_time_is_offered_for_the_earlier_deadline_too(nested: Desk) -> None:
    offers = resolve(nested, "late", "yes", "--happened", "2026-10-10", *SAID)
    early, last = sorted(offers, key=lambda one: one["question"])
    assert (early["question"], early["outcome"], early["because"]) == ("early", "yes", SINCE)
    assert (last["question"], last["outcome"]) == ("last", "yes")
    assert "--happened 2026-10-10" in early["command"]
    assert due(nested)["early"]["awaits"] == "implied"
    assert SINCE in " ".join(nested.type("show", "early").out.split())
    take(nested, offers)
    (row,) = nested.resolutions("early")
    assert (row.outcome, row.happened and f"{row.happened.start:%F}") == ("yes", "2026-10-10")


def test_from_the_latest_deadline_it_reaches_every_earlier_one(nested: Desk) -> None:
    offers = resolve(nested, "last", "yes", "--happened", "2026-10-10", *SAID)
    assert {one["question"]: one["outcome"] for one in offers} == {"early": "yes", "late": "yes"}


def test_a_no_beside_it_is_a_contradiction_everywhere_and_annuls_nothing(nested: Desk) -> None:
    resolve(nested, "late", "yes", "--happened", "2026-10-10", *SAID)
    wrong = nested.type("resolve", "early", "no", *SAID)
    assert CANNOT in " ".join(wrong.err.split())
    assert nested.resolutions("if-early") == ()
    (offer,) = [x for x in resolve(nested, "early", "no", *SAID) if x["question"] == "if-early"]
    assert (offer["written"], offer["status"]) == (False, ResolutionStatus.ANNULLED.value)
    assert offer["because"] == f"early did not happen; but look first: {CANNOT}"
    for words in (("due",), ("agenda",), ("coherence",), ("show", "early"), ("show", "late")):
        assert CANNOT in " ".join(nested.type(*words).out.split()), words
    assert CANNOT in " ".join(nested.type("link").err.split())
    # Taken back, nothing contradicts, and a no that stands alone annuls at once.
    resolve(nested, "late", "--reopen", "it was another meeting")
    assert nested.resolutions("if-early") == ()
    assert "cannot" not in nested.type("due").out


@pytest.mark.parametrize(
    ("happened", "edge"),
    [
        ("2026-10-20..2026-10-25", "by its close"),
        ("2026-08-20..2026-10-01", "after its opening"),
    ],
)
def test_days_that_straddle_its_time_are_told_and_offer_nothing(
    nested: Desk, happened: str, edge: str
) -> None:
    from forecasts.model import Interval, Resolution
    from forecasts.store import questions, resolutions

    first, last = (datetime.fromisoformat(f"{day}T00:00Z") for day in happened.split(".."))
    store = nested.store()
    with store.append(NOW - DAY, "test") as batch:
        late = questions.find(store, "late")
        ruling = Resolution(
            question_id=late.id, status=ResolutionStatus.RESOLVED, known_at=NOW - DAY,
            outcome="yes", happened=Interval(first, last + DAY), resolver="ana",
        )  # fmt: skip
        resolutions.record(batch, ruling)
    store.close()
    words = (
        f"late happened from {first:%F} to {last:%F}, which leaves open whether it did {edge}:"
        " look it up"
    )
    assert words in " ".join(nested.type("show", "early").out.split())
    awaits = due(nested)["early"]
    assert awaits["awaits"] == "outcome"
    # A no is no contradiction then.
    assert "cannot" not in nested.type("resolve", "early", "no", *SAID).err


def test_what_happened_after_it_closed_or_before_it_opened_says_nothing(nested: Desk) -> None:
    nested.ask("other", opens=-10, closes=-2)
    link(nested, "other earlier-deadline-of late")
    offers = resolve(nested, "late", "yes", "--happened", "2026-10-31", *SAID)
    assert [one["question"] for one in offers] == ["last"]


def test_after_an_outcome_only_what_follows_from_it_is_told(nested: Desk) -> None:
    nested.ask("more", closes=40)
    nested.ask("most", closes=50)
    link(nested, "more implies most", "last excludes more")
    resolve(nested, "late", "yes", "--happened", "2026-10-10", *SAID)
    assert {"early", "last", "more"} <= due(nested).keys()
    offers = resolve(nested, "most", "yes", "--happened", "2026-10-20", *SAID)
    assert offers == []
    assert {"early", "last", "more"} <= due(nested).keys()
    resolve(nested, "last", "yes", "--happened", "2026-10-10", *SAID)
    (offer,) = resolve(nested, "last", "--reopen", "too soon")
    assert (offer["question"], offer["outcome"]) == ("last", "yes")
