"""Outcomes that a second person confirms late count as if they had been confirmed at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.exporters.tables import write
from forecasts.model import (
    Action,
    Confirmation,
    Forecast,
    ForecasterKind,
    Origin,
    QuestionType,
    Resolution,
    ResolutionStatus,
    Stated,
    Terms,
)
from forecasts.store import (
    Store,
    confirmations,
    create_store,
    forecasters,
    forecasts,
    listing,
    questions,
    resolutions,
    verification,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TABLES = ("questions", "forecasts", "resolutions", "forecasters", "links")
IN_FORCE = "SELECT question_id, status, outcome, known_at, resolver FROM resolutions_now ORDER BY 1"


@dataclass(frozen=True)
class Ruling:
    """A ruling as it came: what it says, and whether it is ever confirmed."""

    status: ResolutionStatus
    outcome: str | None
    confirmed: bool
    days: int


rulings = st.builds(
    lambda status, outcome, confirmed, days: Ruling(
        status, outcome if status is ResolutionStatus.RESOLVED else None, confirmed, days
    ),
    st.sampled_from(ResolutionStatus),
    st.sampled_from(["yes", "no", "0.5"]),
    st.booleans(),
    st.integers(1, 9),
)


def lived(path: Path, course: list[Ruling], *, second_person: bool) -> Store:
    """Return a record on which the rulings came one a day.

    With `second_person` each awaits its confirmation, which comes a day later or never; without,
    those that were never confirmed are left out.
    """
    store = create_store(path)
    with store.append(NOW, "test") as batch:
        ana = forecasters.add(batch, "ana", ForecasterKind.PERSON)
        terms = Terms(title="Rain?", opens_at=NOW - 30 * DAY, closes_at=NOW, resolves_by=NOW,
                      second_person=second_person)  # fmt: skip
        asked = questions.add(batch, "rain", QuestionType.BINARY, terms)
        row = Forecast(question_id=asked.id, revision_id=asked.revision_id, forecaster_id=ana.id,
                       action=Action.FORECAST, made_at=NOW - 20 * DAY,
                       stated=Stated(0.3, "30%"), origin=Origin.IMPORTED)  # fmt: skip
        forecasts.record(batch, row)
    for n, ruling in enumerate(course):
        counts = ruling.confirmed or not ruling.status.settles
        if not (second_person or counts):
            continue
        found = Resolution(question_id=asked.id, status=ruling.status, outcome=ruling.outcome,
                           known_at=NOW - ruling.days * DAY, resolver="ana")  # fmt: skip
        with store.append(NOW + n * DAY, "resolve") as batch:
            id_ = resolutions.record(batch, found)
        if second_person and ruling.confirmed and ruling.status.settles:
            with store.append(NOW + (n + 0.5) * DAY, "confirm") as batch:
                confirmations.record(batch, Confirmation(resolution_id=id_, confirmer="ben"))
    return store


def shown(store: Store) -> tuple[object, ...]:
    """Return all that the views, the list and an export say of the record."""
    in_force = store.connection.execute(IN_FORCE).fetchall()
    lines = listing.lines(store.connection, NOW + 99 * DAY, None)
    latest = resolutions.all_latest(store.connection).values()
    objects = [replace(found, id=0, recorded_at=None, awaits=False) for found in latest]
    folder = store.path.with_suffix(".out")
    write(store.connection, folder)
    return in_force, lines, objects, [(folder / f"{name}.csv").read_text() for name in TABLES]


@given(st.lists(rulings, max_size=6))
@settings(max_examples=40)
def test_what_was_confirmed_late_shows_as_what_was_confirmed_at_once(course: list[Ruling]) -> None:
    with TemporaryDirectory() as folder:
        waited = lived(Path(folder) / "waited.db", course, second_person=True)
        at_once = lived(Path(folder) / "at-once.db", course, second_person=False)
        assert shown(waited) == shown(at_once)
        assert verification.verify(waited).findings == ()
        waited.close()
        at_once.close()
