"""A record of two quarters: ten questions each, two people, and the team that they are."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run
from forecasts.model import (
    Action,
    Forecast,
    Forecaster,
    ForecasterKind,
    QuestionType,
    ReferenceClass,
    Resolution,
    ResolutionStatus,
    Stated,
    Terms,
)
from forecasts.store import (
    Store,
    create_store,
    forecasters,
    forecasts,
    open_store,
    questions,
    resolutions,
)

DAY_0 = datetime(2026, 1, 1, tzinfo=UTC)
QUARTER = 90  # days in 2026-Q1, near enough: the second starts on day 90
OPENS, CLOSES = 1, 61  # days after the quarter's first
ASKED = 10
# What ana says on the questions of each quarter, and which of them happen.
SAID = (0.1, 0.25, 0.3, 0.6, 0.7, 0.8, 0.1, 0.1, 0.05, 0.05)
HAPPENS = (0, 1, 3, 4, 5)


def at(day: float) -> datetime:
    return DAY_0 + timedelta(days=day)


@dataclass
class Quarters:
    """A record in the making; every time is in days after 1 January 2026."""

    store: Store
    people: dict[str, Forecaster]

    def know(self, name: str, kind: str = "person", day: float = 0) -> None:
        with self.store.append(at(day), "forecaster add") as batch:
            self.people[name] = forecasters.add(batch, name, ForecasterKind(kind))

    def ask(self, slug: str, opens: float, closes: float, **terms: Any) -> None:
        asked = Terms(
            title=f"Will {slug} happen?", opens_at=at(opens), closes_at=at(closes),
            resolves_by=at(closes), **terms,
        )  # fmt: skip
        with self.store.append(at(opens), "ask") as batch:
            questions.add(batch, slug, QuestionType.BINARY, asked)

    def say(
        self, who: str, slug: str, day: float, p: float, why: str | None = None,
        action: str = "forecast",
    ) -> None:  # fmt: skip
        question = questions.find(self.store, slug)
        row = Forecast(
            question_id=question.id, revision_id=question.revision_id,
            forecaster_id=self.people[who].id, action=Action(action), made_at=at(day),
            stated=Stated(p, f"{p:.0%}"), rationale=why,
        )  # fmt: skip
        with self.store.append(at(day), "predict") as batch:
            forecasts.record(batch, row)

    def resolve(self, slug: str, outcome: str, known: float) -> None:
        question = questions.find(self.store, slug)
        row = Resolution(
            question_id=question.id, status=ResolutionStatus.RESOLVED, outcome=outcome,
            known_at=at(known),
        )  # fmt: skip
        with self.store.append(at(known), "resolve") as batch:
            resolutions.record(batch, row)

    def note(self, slug: str, day: float, words: str, url: str) -> None:
        row = {"question_id": questions.find(self.store, slug).id, "url": url,
               "observed_at": f"{at(day):%Y-%m-%dT%H:%M:%S.%fZ}"}  # fmt: skip
        with self.store.append(at(day), "evidence add") as batch:
            batch.add("evidence", {**row, "words_text": batch.text(words)})


def fill(path: Path) -> None:
    """Fill two quarters: ana gives reasons for three questions of the first, all of the second."""
    store = create_store(path)
    with store.append(DAY_0, "forecaster add") as batch:
        people = {name: forecasters.add(batch, name, ForecasterKind.PERSON)
                  for name in ("ana", "ben")}  # fmt: skip
        people["house"] = forecasters.add(batch, "house", ForecasterKind.TEAM)
    desk = Quarters(store, people)
    for quarter, letter in enumerate("ab"):
        start = quarter * QUARTER
        for place, p in enumerate(SAID):
            slug = f"{letter}{place}"
            known = quarter or place < 5  # half of the first quarter's have a base rate
            terms = {"reference_class": ReferenceClass.parse("1/4")} if known else {}
            topics = ("weather",) if place % 2 else ("korea",)
            desk.ask(slug, start + OPENS, start + CLOSES, topics=topics, **terms)
            why = f"Reason {slug}." if quarter or place < 3 else None
            desk.say("ana", slug, start + OPENS, p, why)
            desk.say("ben", slug, start + OPENS, 0.5, "A coin.")
            desk.say("house", slug, start + OPENS, (p + 0.5) / 2)
        desk.note(f"{letter}0", start + 20, "An envoy was named.", "https://example.org/envoy")
        desk.say("ana", f"{letter}0", start + 31, 0.3, f"An envoy, {slug}.")
        for place in range(ASKED):
            outcome = "yes" if place in HAPPENS else "no"
            desk.resolve(f"{letter}{place}", outcome, start + CLOSES)
    store.close()


@pytest.fixture
def desk(db: Path) -> Iterator[Quarters]:
    """Return the record, to be filled further."""
    store = open_store(db)
    people = {who.name: who for who in forecasters.everyone(store.connection)}
    yield Quarters(store, people)
    store.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the record, filled once."""
    path = tmp_path_factory.mktemp("quarters") / "quarters.db"
    fill(path)
    return path


@pytest.fixture
def db(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the record, to be changed; ana is at the desk."""
    for name in ("FORECASTS_AS", "FORECASTS_TZ", "FORECASTS_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOGNAME", "ana")
    return Path(shutil.copy(filled, tmp_path / "data.db"))


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


@pytest.fixture
def review(db: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Return a function that runs `forecasts review`, in the first quarter's week after."""

    def ran(*argv: str, day: float = QUARTER + 5, code: int = 0) -> Told:
        capsys.readouterr()
        found = run(["review", *argv, "--db", str(db)], now=at(day))
        said = capsys.readouterr()
        assert found == code, said.err
        return Told(found, said.out, said.err)

    return ran
