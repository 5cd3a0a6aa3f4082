"""Which outcomes are in force, and which a second person should look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forecasts.exporters.tables import write
from forecasts.importers.merge import merge
from forecasts.importers.tables import read
from forecasts.model import (
    Action,
    Confirmation,
    Forecast,
    Forecaster,
    ForecasterKind,
    Question,
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
    lines,
    questions,
    resolutions,
    verification,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Desk:
    """A record on which ana and ben sit, with a question that asks for a second person."""

    def __init__(self, path: Path) -> None:
        self.store: Store = create_store(path)
        with self.store.append(NOW, "test") as batch:
            self.ana = forecasters.add(batch, "ana", ForecasterKind.PERSON, ("a.kim",))
            self.ben = forecasters.add(batch, "ben", ForecasterKind.PERSON)
            self.asks = self.ask("asks", second_person=True, batch=batch)
            self.plain = self.ask("plain", second_person=False, batch=batch)

    def ask(self, slug: str, *, second_person: bool, batch: object) -> Question:
        terms = Terms(
            title=f"{slug}?", opens_at=NOW - 30 * DAY, closes_at=NOW, resolves_by=NOW,
            second_person=second_person,
        )  # fmt: skip
        return questions.add(batch, slug, QuestionType.BINARY, terms)

    def resolve(
        self, question: Question, outcome: str | None, by: str | None = "ana", **more: object
    ) -> int:
        status = ResolutionStatus.RESOLVED if outcome else more.pop("status")
        found = Resolution(question_id=question.id, status=status, outcome=outcome,
                           known_at=NOW - DAY, resolver=by, **more)  # fmt: skip
        with self.store.append(NOW, "test") as batch:
            return resolutions.record(batch, found)

    def confirm(self, resolution_id: int, by: str) -> None:
        with self.store.append(NOW, "test") as batch:
            found = Confirmation(resolution_id=resolution_id, confirmer=by, note="Read it too.")
            confirmations.record(batch, found)

    def say(self, question: Question, who: Forecaster, **more: object) -> int:
        row = Forecast(question_id=question.id, revision_id=question.revision_id,
                       forecaster_id=who.id, action=Action.FORECAST, made_at=NOW - 9 * DAY,
                       stated=Stated(0.2, "20%"), **more)  # fmt: skip
        with self.store.append(NOW, "test") as batch:
            return forecasts.record(batch, row)

    def in_force(self, question: Question) -> str | None:
        found = resolutions.latest(self.store.connection, question.id)
        return None if found is None else found.outcome or found.status.value

    def waiting(self) -> list[tuple[str, bool, bool]]:
        found = confirmations.unconfirmed(self.store.connection)
        return [(each.question, each.resolution.awaits, each.forecast_it) for each in found]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "desk.db")
    yield made
    made.store.close()


def test_what_a_question_asks_for_is_read_back(desk: Desk) -> None:
    found = {q.slug: q.terms.second_person for q in questions.everything(desk.store.connection)}
    assert found == {"asks": True, "plain": False}


def test_the_ruling_before_stays_in_force_until_the_new_one_is_confirmed(desk: Desk) -> None:
    first = desk.resolve(desk.asks, "no")
    assert desk.in_force(desk.asks) is None
    desk.confirm(first, "ben")
    assert desk.in_force(desk.asks) == "no"
    second = desk.resolve(desk.asks, "yes", "ben")
    assert desk.in_force(desk.asks) == "no"
    newest = resolutions.newest(desk.store.connection, desk.asks.id)
    assert newest is not None
    assert (newest.id, newest.outcome, newest.awaits) == (second, "yes", True)
    desk.confirm(second, "ana")
    assert desk.in_force(desk.asks) == "yes"
    assert set(resolutions.all_latest(desk.store.connection)) == {desk.asks.id}


@pytest.mark.parametrize("status", ["annulled", "ambiguous"])
def test_what_ends_a_question_without_an_outcome_awaits_too(desk: Desk, status: str) -> None:
    desk.resolve(desk.asks, None, status=ResolutionStatus(status))
    assert (desk.in_force(desk.asks), desk.waiting()) == (None, [("asks", True, False)])


@pytest.mark.parametrize("status", ["disputed", "reopened"])
def test_what_withholds_an_outcome_waits_for_nobody(desk: Desk, status: str) -> None:
    desk.confirm(desk.resolve(desk.asks, "no"), "ben")
    desk.resolve(desk.asks, None, status=ResolutionStatus(status))
    assert (desk.in_force(desk.asks), desk.waiting()) == (status, [])


def test_where_nobody_asked_for_a_second_person_an_outcome_counts_at_once(desk: Desk) -> None:
    desk.resolve(desk.plain, "no")
    assert (desk.in_force(desk.plain), desk.waiting()) == ("no", [])


def test_a_resolver_who_forecast_it_should_be_looked_at_under_any_name(desk: Desk) -> None:
    desk.say(desk.plain, desk.ana)
    desk.say(desk.plain, desk.ben)
    id_ = desk.resolve(desk.plain, "no", "A.Kim")
    assert (desk.in_force(desk.plain), desk.waiting()) == ("no", [("plain", False, True)])
    desk.confirm(id_, "a.kim")
    assert desk.waiting() == [("plain", False, True)]
    desk.confirm(id_, "ben")
    assert (desk.in_force(desk.plain), desk.waiting()) == ("no", [])


def test_a_struck_number_is_none(desk: Desk) -> None:
    slip = desk.say(desk.plain, desk.ana)
    desk.say(desk.plain, desk.ben, strikes=slip)
    desk.resolve(desk.plain, "no")
    assert desk.waiting() == []


def test_a_later_ruling_takes_the_place_of_one_that_waited(desk: Desk) -> None:
    desk.resolve(desk.asks, "no")
    desk.resolve(desk.asks, "yes", "ben")
    (found,) = confirmations.unconfirmed(desk.store.connection)
    assert (found.resolution.outcome, found.resolution.resolver) == ("yes", "ben")
    assert (found.question, found.number, found.title, found.type, found.timezone) == (
        "asks", 1, "asks?", QuestionType.BINARY, "UTC")  # fmt: skip
    desk.resolve(desk.asks, None, status=ResolutionStatus.REOPENED)
    assert desk.waiting() == []


def test_a_confirmation_is_read_back_and_chained(desk: Desk) -> None:
    id_ = desk.resolve(desk.asks, "no")
    desk.confirm(id_, "ben")
    (found,) = confirmations.of_question(desk.store.connection, desk.asks.id)
    assert (found.resolution_id, found.confirmer, found.note) == (id_, "ben", "Read it too.")
    assert found.recorded_at == NOW
    assert verification.verify(desk.store).findings == ()


def test_a_dispute_is_read_back(desk: Desk) -> None:
    desk.resolve(desk.plain, "no")
    more = {"status": ResolutionStatus.DISPUTED, "claimed": "yes", "decide_by": NOW + DAY}
    desk.resolve(desk.plain, None, "ben", **more)
    found = resolutions.latest(desk.store.connection, desk.plain.id)
    assert found is not None
    assert (found.status, found.claimed, found.decide_by) == (
        ResolutionStatus.DISPUTED, "yes", NOW + DAY)  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": ResolutionStatus.RESOLVED, "outcome": "yes", "decide_by": NOW},
        {"status": ResolutionStatus.ANNULLED, "claimed": "yes"},
        {"status": ResolutionStatus.REOPENED, "awaits": True},
        {"status": ResolutionStatus.DISPUTED, "awaits": True},
    ],
)
def test_a_resolution_holds_only_what_fits_its_status(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="only"):
        Resolution(question_id=1, known_at=NOW, **wrong)


def test_what_awaits_is_not_exported_and_an_import_of_it_awaits(desk: Desk, tmp_path: Path) -> None:
    desk.resolve(desk.asks, "no")
    write(desk.store.connection, tmp_path / "out")
    table = tmp_path / "out" / "resolutions.csv"
    assert len(table.read_text().splitlines()) == 1
    left_out = lines.not_carried(desk.store.connection)
    assert left_out["outcomes that no second person confirmed"] == 1
    assert left_out["questions that ask for a second person"] == 1
    table.write_text("question,outcome,known_at\nasks,yes,2026-10-31T00:00:00Z\n")
    tables = read(tmp_path / "out")
    with desk.store.append(NOW, "import") as batch:
        merge(batch, tables, ForecasterKind.PERSON, NOW)
    assert desk.in_force(desk.asks) is None
    assert desk.waiting() == [("asks", True, False)]


def test_a_confirmed_outcome_is_exported_once(desk: Desk, tmp_path: Path) -> None:
    desk.confirm(desk.resolve(desk.asks, "no"), "ben")
    write(desk.store.connection, tmp_path / "out")
    rows = (tmp_path / "out" / "resolutions.csv").read_text().splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [["asks", "no"]]
