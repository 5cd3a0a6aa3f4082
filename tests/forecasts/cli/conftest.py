"""A desk to type at: one record, one analyst, one clock, and what the commands answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run
from forecasts.model import (
    Criteria,
    Forecast,
    Forecaster,
    ForecasterKind,
    Question,
    QuestionType,
    ReferenceClass,
    Resolution,
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

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CRITERIA = Criteria("A signed text.", "A draft.", "Reuters.", "It is annulled.")


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Desk:
    """A record at `path`; `type` runs a command line on it in this process, as ana."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def type(self, *words: str, at: datetime = NOW) -> Answer:
        self.capsys.readouterr()
        code = run(words, now=at)
        said = self.capsys.readouterr()
        return Answer(code, said.out, said.err)

    def refuses(self, *words: str, at: datetime = NOW, code: int = 1) -> str:
        """Type a command that must fail with one or two lines and write nothing; return them."""
        before = self.head()
        answer = self.type(*words, at=at)
        assert (answer.code, answer.out) == (code, "")
        assert 1 <= len(answer.err.splitlines()) <= 2, answer.err
        assert "Traceback" not in answer.err
        assert self.head() == before
        return answer.err

    def head(self) -> str:
        store = self.store()
        try:
            return str(store.receipt())
        finally:
            store.close()

    def store(self) -> Store:
        return open_store(self.path)

    def ask(self, slug: str, opens: float = -30, closes: float = 30, **terms: Any) -> Question:
        """Record a question that opens and closes so many days from NOW."""
        kind = terms.pop("type", QuestionType.BINARY)
        given = {
            "title": f"Will it be {slug}?",
            "opens_at": NOW + opens * DAY,
            "closes_at": NOW + closes * DAY,
            "resolves_by": NOW + closes * DAY,
            "criteria": CRITERIA,
            **terms,
        }
        store = self.store()
        with store.append(NOW + min(opens, 0) * DAY, "test") as batch:
            question = questions.add(batch, slug, kind, Terms(**given))
        store.close()
        return question

    def add(self, name: str, kind: str = "person", retired: datetime | None = None) -> Forecaster:
        store = self.store()
        with store.append(NOW - 40 * DAY, "test") as batch:
            who = forecasters.add(batch, name, ForecasterKind(kind))
            if retired:
                forecasters.change(batch, Forecaster(who.id, name, who.kind, (), retired))
        store.close()
        return who

    def question(self, slug: str) -> Question:
        store = self.store()
        found = questions.find(store, slug)
        store.close()
        return found

    def rows(self, slug: str) -> tuple[Forecast, ...]:
        store = self.store()
        found = forecasts.history(store.connection, questions.find(store, slug).id)
        store.close()
        return found

    def resolutions(self, slug: str) -> tuple[Resolution, ...]:
        store = self.store()
        found = resolutions.history(store.connection, questions.find(store, slug).id)
        store.close()
        return found


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """Return a desk where ana sits, before an open question, one asked later and one that is due.

    `rain` closes in 30 days, `draft` opens in 10, `closed` awaits its day, `due` its outcome.
    """
    monkeypatch.setenv("LOGNAME", "ana")
    for name in ("FORECASTS_AS", "FORECASTS_TZ", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "desk.db"
    monkeypatch.setenv("FORECASTS_DB", str(path))
    create_store(path).close()
    made = Desk(path, capsys)
    made.add("ana")
    made.add("ben")
    made.ask("rain", topics=("weather",), reference_class=ReferenceClass((3,), 40))
    made.ask("draft", opens=10)
    made.ask("closed", closes=-5, resolves_by=NOW + 5 * DAY)
    made.ask("due", closes=-5, url="https://example.org/due")
    return made
