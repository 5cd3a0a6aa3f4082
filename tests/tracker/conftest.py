"""A record made row by row, its times in days, and commands run on it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
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
    Question,
    QuestionType,
    Resolution,
    ResolutionStatus,
    Stated,
    Terms,
)
from forecasts.model.prediction import Quantiles, Shares
from forecasts.store import Store, create_store, forecasters, forecasts, questions, resolutions
from tracker import jobs

DAY_0 = datetime(2026, 1, 1, tzinfo=UTC)
LATER = 1000  # the day on which rows are recorded and commands run, unless said otherwise


@dataclass
class Recorder:
    """A record that takes rows one by one; every time is in days after 1 January 2026."""

    path: Path
    store: Store
    people: dict[str, Forecaster] = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)

    @staticmethod
    def at(day: float) -> datetime:
        return DAY_0 + timedelta(days=day)

    def ask(
        self, slug: str, opens: float = 0, closes: float = 10, kind: str = "binary", **terms: Any
    ) -> None:
        asked = Terms(
            title=f"Will {slug} happen?",
            opens_at=self.at(opens),
            closes_at=self.at(closes),
            resolves_by=self.at(closes),
            **terms,
        )
        with self.store.append(self.at(LATER), "ask") as batch:
            self.asked[slug] = questions.add(batch, slug, QuestionType(kind), asked)

    def revise(self, slug: str, **terms: Any) -> None:
        question = self.asked[slug]
        with self.store.append(self.at(LATER), "revise") as batch:
            new = replace(question.terms, **terms)
            self.asked[slug] = questions.revise(batch, question, new)

    def forecaster(self, name: str, kind: str = "person") -> Forecaster:
        if name not in self.people:
            with self.store.append(self.at(LATER), "forecaster add") as batch:
                self.people[name] = forecasters.add(batch, name, ForecasterKind(kind))
        return self.people[name]

    def change(self, name: str, retires: float | None = None, **columns: Any) -> None:
        if retires is not None:
            columns["retired_at"] = self.at(retires)
        self.people[name] = replace(self.people[name], **columns)
        with self.store.append(self.at(LATER), "forecaster change") as batch:
            forecasters.change(batch, self.people[name])

    def say(
        self,
        who: str,
        slug: str,
        day: float,
        p: float | tuple[float | None, ...] | Quantiles | None,
        *,
        recorded: float = LATER,
        expires: float | None = None,
        within: tuple[float, float] = (0.0, 0.0),
        action: str | None = None,
        strikes: int | None = None,
    ) -> int:
        """Record a forecast: a chance, one an option, or quantiles; a withdrawal where p is None.

        `within` is the range of a word.
        """
        low, high = within if any(within) else (None, None)
        stated: Any = Shares(p) if isinstance(p, tuple) else p
        if isinstance(p, float | int):
            stated = Stated(p, "", low=low, high=high)
        row = Forecast(
            question_id=self.asked[slug].id,
            revision_id=self.asked[slug].revision_id,
            forecaster_id=self.forecaster(who).id,
            action=Action(action or ("withdrawal" if p is None else "forecast")),
            made_at=self.at(day),
            stated=stated,
            words="conceivable" if action == "said" else None,
            expires_at=None if expires is None else self.at(expires),
            strikes=strikes,
        )
        with self.store.append(self.at(recorded), "predict") as batch:
            return forecasts.record(batch, row)

    def resolve(self, slug: str, outcome: str, known: float = 10) -> int:
        """Record an outcome, or a status that is none, such as annulled."""
        decided = outcome not in set(ResolutionStatus)
        answer = Resolution(
            question_id=self.asked[slug].id,
            status=ResolutionStatus("resolved" if decided else outcome),
            outcome=outcome if decided else None,
            known_at=self.at(known),
        )
        with self.store.append(self.at(LATER), "resolve") as batch:
            return resolutions.record(batch, answer)

    def tick(self, day: float = LATER) -> jobs.TickResult:
        return jobs.score(self.store, self.at(day))

    def rows(self, what: str = "scores", where: str = "1") -> list[dict[str, Any]]:
        """Return the rows of one of the judge's tables, in the order of its key."""
        cursor = self.store.connection.execute(f"SELECT * FROM {what} WHERE {where}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def tamper(self, *statements: str) -> None:
        """Change rows behind the record's back, as a program would that drops its guards."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as raw:
            triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = triggers.fetchall()
            for name, _ in guards:
                raw.execute(f"DROP TRIGGER {name}")
            for statement in (*statements, *(sql for _, sql in guards)):
                raw.execute(statement)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Recorder]:
    """Return an empty record to fill."""
    path = tmp_path / "record.db"
    store = create_store(path)
    yield Recorder(path, store)
    store.close()


@dataclass(frozen=True)
class Told:
    """What a command said: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Told]


@pytest.fixture
def command(record: Recorder, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs a command line on the record, on day 1000 unless said."""

    def ran(*argv: str, day: float = LATER, db: Path | None = None) -> Told:
        capsys.readouterr()
        code = run([*argv, "--db", str(db or record.path)], now=Recorder.at(day))
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return ran
