"""The list of questions: what stands on each, whatever happened to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.model import (
    Action,
    Forecast,
    ForecasterKind,
    QuestionType,
    Stated,
    Terms,
    standing,
)
from forecasts.store import create_store, forecasters, forecasts, listing, open_store, questions

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
hours = st.integers(-2, 2)
rows = st.tuples(
    st.integers(0, 1),  # which question
    st.integers(0, 1),  # who
    st.sampled_from(Action),
    hours,
    st.none() | st.integers(1, 3),  # expires so many hours later
    st.booleans(),  # strikes the row before it of the same forecaster and question
)


def test_two_statements_read_it_however_many_questions_there_are(small_record: Path) -> None:
    store = open_store(small_record)
    seen: list[str] = []
    store.connection.set_trace_callback(seen.append)
    lines = listing.lines(store.connection, NOW, None)
    store.close()
    assert len(lines) == 2
    assert len(seen) == 2


@settings(max_examples=150)
@given(
    st.lists(rows, max_size=10),
    hours,
    st.tuples(hours, hours),
    st.lists(st.none() | hours, min_size=2, max_size=2),
)
def test_it_counts_what_stands_now_or_stood_at_the_close(
    made: list[tuple[int, int, Action, int, int | None, bool]],
    at: int,
    closes: tuple[int, int],
    retired: list[int | None],
) -> None:
    now = NOW + at * HOUR
    with TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "a.db")
        with store.append(NOW, "test") as batch:
            people = [forecasters.add(batch, name, ForecasterKind.PERSON) for name in "ab"]
            for i, hour in enumerate(retired):
                if hour is not None:
                    people[i] = replace(people[i], retired_at=NOW + hour * HOUR)
                    forecasters.change(batch, people[i])
            asked = [
                questions.add(
                    batch,
                    f"q{i}",
                    QuestionType.BINARY,
                    Terms(
                        title="Will it?",
                        opens_at=NOW - timedelta(days=9),
                        closes_at=NOW + hour * HOUR,
                        resolves_by=NOW + timedelta(days=9),
                    ),
                )
                for i, hour in enumerate(closes)
            ]
            history: dict[tuple[int, int], list[Forecast]] = {}
            for q, who, action, hour, lasts, strikes in made:
                mine = history.setdefault((q, who), [])
                numbered = action in (Action.FORECAST, Action.REAFFIRMATION)
                made_at = NOW + hour * HOUR
                row = Forecast(
                    question_id=asked[q].id,
                    revision_id=asked[q].revision_id,
                    forecaster_id=people[who].id,
                    action=action,
                    made_at=made_at,
                    stated=Stated((len(mine) + 1) / 20, "x") if numbered else None,
                    words="likely" if action is Action.SAID else None,
                    expires_at=made_at + lasts * HOUR if lasts and numbered else None,
                    strikes=mine[-1].id if strikes and mine else None,
                )
                mine.append(replace(row, id=forecasts.record(batch, row)))
        lines = listing.lines(store.connection, now, people[0].id)
        store.close()
    for q, line in enumerate(lines):
        until = min(now, asked[q].terms.closes_at)
        in_time = {
            who: [
                row
                for row in found
                if row.made_at < asked[q].terms.closes_at
                and row.id not in {other.strikes for other in found}
            ]
            for (question, who), found in history.items()
            if question == q
        }
        stands = {
            who: row
            for who, found in in_time.items()
            if (row := standing(found, until)) is not None
            and not (people[who].retired_at and people[who].retired_at <= until)
        }
        assert line.forecasts == len(stands), q
        mine_now = stands.get(0)
        stated = mine_now.stated if mine_now else None
        assert line.mine == (stated.probability if stated else None)
