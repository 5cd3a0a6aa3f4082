"""A question told in full scores as the judge scores it."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecasts.model import ReferenceClass
from tracker import columns

ROW = st.tuples(
    st.sampled_from(["ana", "bo", "chi"]),
    st.floats(-1, 12),
    st.one_of(st.none(), st.floats(0, 1)),
)


def judged(desk: Any, slug: str) -> dict[str, tuple[float, float, float]]:
    names = columns.names(desk.record.store.connection)
    scored = columns.from_facts(desk.record.store.connection, [desk.record.asked[slug].id])
    return {
        names[who].name: (score, coin, coverage)
        for who, score, coin, coverage in zip(
            scored.forecaster.tolist(), scored.brier, scored.uniform, scored.coverage, strict=True
        )
    }


def told(desk: Any, slug: str) -> dict[str, tuple[float, float, float]]:
    story = desk.material().stories[desk.record.asked[slug].id]
    return {
        pair.forecaster: (pair.score, pair.coin, pair.coverage)
        for pair in story.scores
        if pair.score is not None
    }


def test_the_same_numbers_as_the_judge(desk: Any) -> None:
    """A decaying reference, an early close, a tie, a struck row, a late one, a retirement."""
    desk.ask("q", 0, 10, reference_class=ReferenceClass.parse("3/40"), by_deadline=True)
    desk.say("ana", "q", 1, 0.3)
    first = desk.say("bo", "q", 2, 0.9)
    desk.say("bo", "q", 2, 0.7, strikes=first)
    desk.say("chi", "q", 2, 0.2)
    desk.say("chi", "q", 2, 0.6)
    desk.say("ana", "q", 7.5, 0.99)
    desk.record.change("chi", retires=4)
    desk.resolve("q", "yes", 7)
    assert told(desk, "q") == judged(desk, "q")
    assert len(told(desk, "q")) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(rows=st.lists(ROW, max_size=12), outcome=st.sampled_from(["yes", "no", "0.25"]))
def test_for_any_history(
    desk: Any, rows: list[tuple[str, float, float | None]], outcome: str
) -> None:
    slug = f"q{len(desk.record.asked)}"
    desk.ask(slug, 0, 10, reference_class=ReferenceClass.parse("1/5"))
    for who, day, p in rows:
        desk.say(who, slug, day, p)
    known = 9 + len(desk.record.asked) / 1000  # later than the last one, so that it is told
    desk.resolve(slug, outcome, known, recorded=20)
    assert told(desk, slug) == judged(desk, slug)
