"""A desk: a record filled question by question, and the report made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forecasts.model import (
    Action,
    Forecast,
    Forecaster,
    Interval,
    Question,
    QuestionType,
    Resolution,
    ResolutionStatus,
    Source,
    Stated,
    Terms,
)
from forecasts.store import forecasts, questions, resolutions, sources
from tracker.reports import build
from tracker.reports.material import Material, Scope
from tracker.reports.reader import read
from tracker.reports.section import Report, Section

# Titles, reasons and quotes that try to be more than words.
SCRIPT = "<script>document.title='owned'</script>"
IMAGE = '"><img src=x onerror="document.title=\'owned\'">'
LINK = "[click](javascript:document.title='owned')"
FORMULA = '=HYPERLINK("https://evil.example","x")'
TERMINAL = "\x1b]0;owned\x07\x1b[2J\x9b31m"
BIDI = "abc\u202edcba\u2066"
TEMPLATE = "{{ 7 * 7 }} {% raw %} ${7*7} $x^2$"
MARKDOWN = "# h\n| a | b |\n- * _x_ **y** `z` ~~s~~ &lt; <b> ![i](http://evil.example/p.png) @you"
ALL = (SCRIPT, IMAGE, LINK, FORMULA, TERMINAL, BIDI, TEMPLATE, MARKDOWN)

TODAY = 400  # days after 1 January 2026 on which reports are made, unless said otherwise


@dataclass
class Desk:
    """A record in the making; every time is in days after 1 January 2026."""

    record: Any

    def ask(
        self,
        slug: str,
        opens: float = 0,
        closes: float = 10,
        *,
        title: str | None = None,
        expected: float | None = None,
        kind: str = "binary",
        **terms: Any,
    ) -> Question:
        at = self.record.at
        asked = Terms(
            title=title or f"Will {slug} happen?",
            opens_at=at(opens),
            closes_at=at(closes),
            resolves_by=at(closes if expected is None else expected),
            **terms,
        )
        with self.record.store.append(at(opens), "ask") as batch:
            question = questions.add(batch, slug, QuestionType(kind), asked)
        self.record.asked[slug] = question
        return question

    def say(
        self,
        who: str,
        slug: str,
        day: float,
        p: float | None = None,
        *,
        kind: str = "person",
        word: str | None = None,
        within: tuple[float, float] | None = None,
        rationale: str | None = None,
        source: int | None = None,
        strikes: int | None = None,
        recorded: float | None = None,
    ) -> int:
        """Record a number; or words alone where there is none but `word`; else a withdrawal."""
        low, high = within or (None, None)
        scale = "ICD 203" if within else None
        question = self.record.asked[slug]
        action = "forecast" if p is not None else "said" if word else "withdrawal"
        row = Forecast(
            question_id=question.id,
            revision_id=question.revision_id,
            forecaster_id=self.record.forecaster(who, kind).id,
            action=Action(action),
            made_at=self.record.at(day),
            stated=None if p is None else Stated(p, "", word, scale, low, high),
            words=word if action == "said" else None,
            rationale=rationale,
            source_id=source,
            strikes=strikes,
        )
        at = self.record.at(day if recorded is None else recorded)
        with self.record.store.append(at, "predict") as batch:
            return forecasts.record(batch, row)

    def resolve(
        self,
        slug: str,
        outcome: str,
        known: float = 10,
        *,
        happened: tuple[float, float] | None = None,
        recorded: float | None = None,
        **evidence: Any,
    ) -> int:
        """Record an outcome, or a status that is none, such as annulled."""
        at = self.record.at
        decided = outcome not in set(ResolutionStatus)
        answer = Resolution(
            question_id=self.record.asked[slug].id,
            status=ResolutionStatus("resolved" if decided else outcome),
            outcome=outcome if decided else None,
            known_at=at(known),
            happened=Interval(at(happened[0]), at(happened[1])) if happened else None,
            **evidence,
        )
        with self.record.store.append(at(known if recorded is None else recorded), "x") as batch:
            return resolutions.record(batch, answer)

    def source(self, slug: str, **about: Any) -> int:
        known = {"title": "A brief", "date_from": date(2026, 1, 1), "date_to": date(2026, 1, 1)}
        with self.record.store.append(self.record.at(0), "source") as batch:
            return sources.add(batch, Source(slug=slug, **(known | about)))

    def material(self, day: float = TODAY, **scope: Any) -> Material:
        return read(self.record.store, Scope(**scope), self.record.at(day), "0.0")

    def report(self, day: float = TODAY, **scope: Any) -> Report:
        return build("scoring", self.material(day, **scope))

    def section(self, key: str, day: float = TODAY, **scope: Any) -> Section:
        (found,) = (s for s in self.report(day, **scope).sections if s.key == key)
        return found

    def has(self, key: str, **scope: Any) -> bool:
        return key in {section.key for section in self.report(**scope).sections}

    def who(self, name: str) -> Forecaster:
        found: Forecaster = self.record.people[name]
        return found

    def many(
        self, who: str, n: int, p: float, outcome: str, *, start: int = 0, **terms: Any
    ) -> None:
        """Ask and resolve n questions of ten days each, on each of which `who` says p."""
        for place in range(start, start + n):
            slug = f"q{place}"
            self.ask(slug, **terms)
            self.say(who, slug, 0, p)
            self.resolve(slug, outcome)


@pytest.fixture
def desk(record: Any) -> Desk:
    """Return an empty desk."""
    return Desk(record)


@pytest.fixture
def busy_desk(desk: Desk) -> Desk:
    """Return a desk with a question in every state, and everybody's sort of forecaster."""
    brief = desk.source("brief", title="A brief on rain", author="I. Bureau", publisher="Weather")
    rate = {"reference_class": _reference("2/13"), "by_deadline": True}
    desk.ask("rain", 0, 100, topics=("weather",), **rate)
    desk.say("ana", "rain", 1, 0.2, rationale="Clouds in the west.")
    desk.say("bo", "rain", 2, 0.4)
    desk.say("ana", "rain", 20, 0.12, rationale="They went away.")
    desk.say("a-brief", "rain", 3, 0.675, kind="publication", word="likely", within=(0.55, 0.8),
             source=brief)  # fmt: skip
    desk.say("coin", "rain", 0, 0.5, kind="baseline")
    desk.resolve("rain", "yes", 50, happened=(48, 49), source_url="https://example.org/rain",
                 quote="It rained on Wednesday.", resolver="bo")  # fmt: skip
    desk.ask("snow", 0, 100)
    desk.say("ana", "snow", 5, 0.9)
    desk.resolve("snow", "no", 100, note="None was seen.")
    desk.ask("hail", 0, 60, url="https://example.org/hail")
    desk.say("ana", "hail", 1, 0.25)
    desk.ask("fog", 0, 70)
    desk.say("a-brief", "fog", 1, kind="publication", word="less likely", source=brief)
    desk.ask("sun", 300, 900)
    desk.say("a-brief", "sun", 301, 0.675, kind="publication", word="likely", within=(0.55, 0.8),
             source=brief)  # fmt: skip
    desk.ask("wind", 0, 30)
    desk.say("ana", "wind", 1, 0.5)
    desk.resolve("wind", "annulled", 30, note="The gauge broke.")
    desk.ask("frost", 0, 40)
    desk.say("ana", "frost", 1, 0.3)
    desk.resolve("frost", "no", 40)
    desk.resolve("frost", "yes", 39, recorded=60, happened=(38, 39))
    desk.ask("eclipse", 500, 600)
    desk.ask("flood-2006", -100, -1, retrospective=True)
    desk.say("coin", "flood-2006", -100, 0.5)
    desk.resolve("flood-2006", "no", -1)
    return desk


def _reference(text: str) -> Any:
    from forecasts.model import ReferenceClass

    return ReferenceClass.parse(text)


@pytest.fixture
def files(tmp_path: Path, busy_desk: Desk, command: Callable[..., Any]) -> Path:
    """Return a folder with the busy desk's report about ana as report.html and report.md."""
    assert busy_desk.record.asked
    folder = tmp_path / "out"
    folder.mkdir()
    done = command(
        "report", "--forecaster", "ana",
        "--html", str(folder / "report.html"), "--markdown", str(folder / "report.md"),
        day=TODAY,
    )  # fmt: skip
    assert (done.code, done.out) == (0, ""), done.err
    return folder


@pytest.fixture
def hostile_words() -> str:
    """Return every kind of attack in one text."""
    return " ".join(ALL)


@pytest.fixture
def hostile_desk(desk: Desk, hostile_words: str) -> Desk:
    """Return a desk of which every text is hostile, written past the checks at the door."""
    one_line = re.sub(r"[\n\x00-\x1f\x7f]", "", hostile_words)
    name = re.sub(r"[\n\x00-\x1f\x7f]", "", f"{SCRIPT[:30]}{LINK[:20]}{BIDI}")[:80].strip()
    source = desk.source("s", title=hostile_words, author=hostile_words, url=LINK)
    desk.ask("q1", title=hostile_words, url="javascript:alert(1)", topics=("t",))
    desk.say(name, "q1", 0, 0.3, rationale=hostile_words)
    desk.say("a-brief", "q1", 0, 0.6, kind="publication", word=one_line, within=(0.5, 0.7),
             source=source)  # fmt: skip
    desk.resolve("q1", "yes", 5, quote=hostile_words, note=hostile_words,
                 source_url="javascript:alert(1)")  # fmt: skip
    desk.ask("q2", title=f"{hostile_words} two", url=hostile_words)
    desk.say(name, "q2", 0, 0.3)
    desk.ask("q3", title=f"{hostile_words} three")
    desk.resolve("q3", "annulled", note=hostile_words)
    return desk


@pytest.fixture
def hostile_files(tmp_path: Path, hostile_desk: Desk, command: Callable[..., Any]) -> Path:
    """Return a folder with the hostile desk's report as r.html and r.md, nothing held back."""
    assert hostile_desk.record.asked
    folder = tmp_path / "out"
    folder.mkdir()
    files = ("--html", str(folder / "r.html"), "--markdown", str(folder / "r.md"))
    done = command("report", *files, "--names", "--rationales", day=TODAY)
    assert done.code == 0, done.err
    return folder
