"""The question set in a real record: what the file states is there, and nothing after the clock."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forecasts import library
from forecasts.errors import RefusedError
from forecasts.library.record import Recorded, record
from forecasts.model import Action, ForecasterKind, Origin, QuestionType, Status, status_of
from forecasts.store import (
    Store,
    create_store,
    forecasters,
    forecasts,
    questions,
    resolutions,
    sources,
    verification,
)

FILE = Path(library.__file__).with_name("korea.toml")
TOML: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)  # polling day in New York, 3 November 2026, has passed
YEARS = sum(kind["last_year"] - kind["first_year"] + 1 for kind in TOML["event_types"])
SAID = [
    (question["slug"], said) for question in TOML["questions"] for said in question.get("said", ())
]


def recorded_at(path: Path, now: datetime) -> tuple[Store, Recorded]:
    store = create_store(path, bulk=True)
    return store, record(store, library.load("korea"), now)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Recorded]]:
    store, found = recorded_at(tmp_path_factory.mktemp("korea") / "korea.db", NOW)
    yield store, found
    store.close()


@pytest.fixture
def store(filled: tuple[Store, Recorded]) -> Store:
    return filled[0]


def said_by(store: Store, slug: str) -> list[tuple[Any, ...]]:
    """Return what is not mechanical, straight from the table."""
    return store.connection.execute(
        "SELECT w.name, s.slug, f.action, f.probability, f.word, f.scale, f.low, f.high, f.made_at"
        " FROM forecasts f JOIN questions q ON q.id = f.question_id"
        " JOIN forecasters_now w ON w.id = f.forecaster_id"
        " LEFT JOIN sources s ON s.id = f.source_id"
        " WHERE q.slug = ? AND w.kind <> 'baseline'",
        (slug,),
    ).fetchall()


def test_every_question_of_the_file_and_of_the_rule_is_asked(store: Store) -> None:
    asked = questions.everything(store.connection)
    live = [question.slug for question in asked if not question.terms.retrospective]
    assert live == [question["slug"] for question in TOML["questions"]]
    assert len(asked) - len(live) == YEARS >= 120
    assert [question.number for question in asked] == list(range(1, len(asked) + 1))


def test_sources_and_forecasters_are_kept(store: Store) -> None:
    assert [source.slug for source in sources.everything(store.connection)] == [
        source["slug"] for source in TOML["sources"]
    ]
    assert {(who.name, who.kind.value) for who in forecasters.everyone(store.connection)} == {
        (who["name"], who["kind"]) for who in TOML["forecasters"]
    }


@pytest.mark.parametrize(("slug", "said"), SAID, ids=[slug for slug, _ in SAID])
def test_a_publications_word_is_kept_with_what_it_was_read_as(
    store: Store, slug: str, said: dict[str, Any]
) -> None:
    numbered = "probability" in said
    read = tuple(said.get(key) for key in ("probability", "word", "scale", "low", "high"))
    action = "forecast" if numbered else "said"
    at = f"{said['at']:%Y-%m-%dT%H:%M:%S}.000000Z"
    row = (said["forecaster"], said["source"], action, *read, at)
    assert row in said_by(store, slug)
    assert numbered or read == (None, said["word"], None, None, None)


def test_a_judgement_is_a_claim_with_its_note(store: Store) -> None:
    question = questions.find(store, "talks-coincide-with-armistice")
    rows = forecasts.history(store.connection, question.id)
    (claim,) = (row for row in rows if row.origin is Origin.CLAIM)
    assert claim.action is Action.FORECAST
    assert claim.stated is not None
    assert claim.stated.typed == "likely"
    assert claim.rationale is not None
    assert claim.rationale.startswith("The number stands on the conjunction")


def test_outcomes_are_those_of_the_file_and_the_others_wait(
    filled: tuple[Store, Recorded],
) -> None:
    store, found = filled
    latest = resolutions.all_latest(store.connection)
    asked = questions.everything(store.connection)
    stated = {
        question.slug: question.resolution.outcome
        for question in library.load("korea").questions
        if question.resolution
    }
    assert set(stated) == {q["slug"] for q in TOML["questions"] if "resolution" in q}
    live = [question for question in asked if not question.terms.retrospective]
    assert stated == {q.slug: latest[q.id].outcome for q in live if q.id in latest}
    due = [q.slug for q in asked if status_of(q, latest.get(q.id), NOW) is Status.DUE]
    assert {"trump-kim-talks-before-midterms", "growth-2025", "china-trade-share-2025"} <= set(due)
    assert found.awaiting == len(due)


def test_numbers_told_are_those_in_the_tables(filled: tuple[Store, Recorded]) -> None:
    store, found = filled

    def one(sql: str) -> int:
        return int(store.connection.execute(sql).fetchone()[0])

    assert found.live + found.by_rule == one("SELECT count(*) FROM questions")
    assert found.published == len(SAID)
    assert found.published + found.mechanical == one("SELECT count(*) FROM forecasts")
    assert found.judged == len({slug for slug, _ in SAID})
    assert found.numbered == len({slug for slug, said in SAID if "probability" in said})
    by_rule = (
        "SELECT count(*) FROM questions_now q JOIN resolutions r ON r.question_id = q.id"
        " WHERE q.retrospective AND q.type = 'binary' AND r.outcome = "
    )
    assert (found.by_rule_yes, found.by_rule_no) == (one(by_rule + "'yes'"), one(by_rule + "'no'"))
    assert found.by_rule_yes == sum(
        len({event.day.year for event in kind.events if event.day.year >= kind.first_year})
        for kind in library.load("korea").event_types
        if kind.type is QuestionType.BINARY
    )
    assert found.by_rule_other == one(
        "SELECT count(*) FROM questions_now q JOIN resolutions r ON r.question_id = q.id"
        " WHERE q.retrospective AND q.type <> 'binary'"
    )
    assert str(found.receipt) == str(store.receipt())


def test_the_coin_speaks_wherever_there_are_options_and_the_base_rate_where_it_can(
    store: Store,
) -> None:
    found = store.connection.execute(
        "SELECT w.name, count(DISTINCT f.question_id), min(f.made_at >= q.opens_at),"
        " min(f.made_at < coalesce(r.known_at, q.closes_at)), max(f.made_at), min(f.typed IS NULL)"
        " FROM forecasts f JOIN questions_now q ON q.id = f.question_id"
        " JOIN forecasters_now w ON w.id = f.forecaster_id"
        " LEFT JOIN resolutions r ON r.question_id = q.id WHERE w.kind = 'baseline'"
        " GROUP BY w.name ORDER BY w.name"
    ).fetchall()
    opened = store.connection.execute(
        "SELECT sum(type IN ('binary', 'multiple_choice')), sum(reference_class IS NOT NULL"
        " OR (type = 'numeric' AND retrospective)) FROM questions_now"
        " WHERE opens_at <= '2026-11-22T09'"
    ).fetchone()
    assert [(name, count) for name, count, *_ in found] == [
        ("base-rate", opened[1]), ("coin", opened[0]),
    ]  # fmt: skip
    for _, _, after_opening, before_known, last, untyped in found:
        assert after_opening
        assert before_known
        assert last <= "2026-11-22T09"
        assert untyped


def test_the_chain_holds(store: Store) -> None:
    assert verification.verify(store).faults == ()


@pytest.mark.parametrize(
    "now", [datetime(2025, 6, 17, 12, tzinfo=UTC), datetime(2005, 1, 1, tzinfo=UTC)]
)
def test_nothing_is_written_that_was_said_or_known_later(tmp_path: Path, now: datetime) -> None:
    store, found = recorded_at(tmp_path / "x.db", now)
    clock = f"{now:%Y-%m-%dT%H:%M:%S}.000000Z"
    for sql in (
        "SELECT count(*) FROM forecasts WHERE made_at > ?",
        "SELECT count(*) FROM resolutions WHERE known_at > ?",
    ):
        assert store.connection.execute(sql, (clock,)).fetchone() == (0,)
    assert found.live == len(TOML["questions"])
    known = store.connection.execute("SELECT count(*) FROM resolutions").fetchone()[0]
    assert (known > 0) == (now.year == 2025)
    store.close()


def test_a_name_that_is_taken_leaves_the_record_as_it_was(tmp_path: Path) -> None:
    store = create_store(tmp_path / "x.db")
    with store.append(NOW, "test") as batch:
        forecasters.add(batch, "Coin", ForecasterKind.PERSON)
    before = store.receipt()
    with pytest.raises(RefusedError, match="'coin' is taken"):
        record(store, library.load("korea"), NOW)
    assert store.receipt() == before
    for table in ("questions", "forecasts", "resolutions", "sources"):
        assert store.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    store.close()


def test_a_set_is_recorded_once(tmp_path: Path) -> None:
    store, _ = recorded_at(tmp_path / "x.db", NOW)
    before = store.receipt()
    with pytest.raises(RefusedError):
        record(store, library.load("korea"), NOW)
    assert store.receipt() == before
    store.close()
