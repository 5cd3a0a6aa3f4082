"""Seeded records of invented desks, made through the import of tables, month after month.

Events come by a constant hazard, so that a yes closes its question early; a no is put on record
days or weeks after its close; forecasts are entered at the end of the month in which they were
made.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forecasts.cli import run

START = datetime(2024, 1, 1, tzinfo=UTC)
TOPICS = ("north-korea", "russia", "elections", "energy", "trade", "technology")
REASONS = (
    "No date has been named, and none of the earlier rounds kept to one.",
    "The ministry's own calendar now has it.",
    "Third report from the region this week; two of the sources are new.",
    "Nothing has moved since the last look, and time runs out.",
)
DAY = timedelta(days=1)
COLUMNS = {
    "questions": (
        "question", "title", "type", "opens_at", "closes_at", "topics", "group",
        "reference_class", "by_deadline",
    ),
    "forecasts": ("question", "forecaster", "made_at", "probability", "rationale"),
    "resolutions": (
        "question", "outcome", "known_at", "happened_at", "source_url", "quote", "note",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Analyst:
    """Who forecasts: log-odds are `boldness` times too far out, and off by noise."""

    name: str
    kind: str = "person"
    boldness: float = 1.0
    noise: float = 0.5
    share: float = 1.0  # of the questions
    every: float = 40.0  # days between two looks


@dataclass(frozen=True)
class Entry:
    """A line of a table, and the day on which it is put on record."""

    day: float
    table: str
    cells: tuple[str, ...]


@dataclass
class Desk:
    """Invents a desk's questions, what was said of them and what came of them."""

    analysts: tuple[Analyst, ...]
    questions: int
    days: int
    seed: int = 1
    shortest: float = 60.0
    longest: float = 240.0
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def entries(self) -> list[Entry]:
        """Return every line, in the order in which they are put on record."""
        found = [
            Entry(0.0, "forecasters", (analyst.name, analyst.kind)) for analyst in self.analysts
        ]
        for number in range(self.questions):
            found += self._question(number)
        return sorted(found, key=lambda entry: entry.day)

    def _question(self, number: int) -> Iterator[Entry]:
        draw = self.random
        opens = draw.uniform(0.0, 0.7) * self.days
        length = draw.uniform(self.shortest, self.longest)
        topic = draw.choice(TOPICS)
        hazard = -math.log1p(-draw.betavariate(0.9, 1.8))  # over the whole life
        slug = f"{topic}-{number + 1:03}"
        of = draw.randint(8, 40)
        earlier = min(of, round(of * (1 - math.exp(-hazard)) + draw.uniform(-2, 2)))
        classed = draw.random() < 0.85
        yield Entry(opens, "questions", (
            slug, f"Does event {number + 1} of {topic} come about in time?", "binary", _at(opens),
            _at(opens + length), topic, f"siblings-{number // 3}" if number % 9 < 3 else "",
            f"{max(earlier, 0)}/{of}" if classed else "", "true" if classed else "",
        ))  # fmt: skip
        comes = draw.expovariate(1.0) / hazard * length if hazard > 0 else math.inf
        for analyst in self.analysts:
            if draw.random() < analyst.share:
                yield from self._said(analyst, slug, opens, length, hazard, comes)
        yield from self._outcome(slug, opens, length, comes)

    def _said(
        self, analyst: Analyst, slug: str, opens: float, length: float, hazard: float, comes: float
    ) -> Iterator[Entry]:
        draw, at, before = self.random, opens + self.random.uniform(0, 6), None
        bias = draw.gauss(0.0, analyst.noise)
        while at < min(opens + length, opens + comes):
            left = hazard * (1 - (at - opens) / length)
            warned = draw.random() < (0.5 if comes < length else 0.15)
            news = math.log(0.5 / 0.15 if warned else 0.5 / 0.85)
            odds = math.log(math.expm1(left)) + news + bias + draw.gauss(0.0, analyst.noise / 3)
            p = round(1 / (1 + math.exp(-odds * analyst.boldness)), 2)
            p = min(max(p, 0.01), 0.99)
            why = draw.choice(REASONS) if draw.random() < 0.45 else ""
            cells = (slug, analyst.name, _at(at), str(p), why)
            if p != before or why:
                yield Entry(at + draw.uniform(0, 0.5), "forecasts", cells)
            before, at = p, at + draw.uniform(0.4, 1.6) * analyst.every

    def _outcome(self, slug: str, opens: float, length: float, comes: float) -> Iterator[Entry]:
        draw = self.random
        if draw.random() < 0.03:
            ends = opens + length
            cells = (slug, "annulled", _at(ends), "", "", "", "It was never measured.")
            yield Entry(ends + 3, "resolutions", cells)
        elif comes < length:
            happened, known = opens + comes, opens + comes + draw.uniform(0.1, 1.0)
            yield Entry(known + draw.uniform(0, 4), "resolutions", (
                slug, "yes", _at(known), _at(happened), f"https://example.org/{slug}",
                "It came about.", "",
            ))  # fmt: skip
        else:
            ends = opens + length
            source = f"https://example.org/{slug}"
            cells = (slug, "no", _at(ends), "", source, "Nothing of the kind.", "")
            yield Entry(ends + draw.expovariate(1 / 12.0), "resolutions", cells)


def _at(day: float) -> str:
    instant = START + timedelta(seconds=round(day * 86_400))
    return instant.isoformat().replace("+00:00", "Z")


def record(entries: list[Entry], folder: Path, days: int, step: int = 30) -> Path:
    """Put the lines on record, `step` days at a time up to `days`; return the record."""
    path = folder / "data.db"
    for start in range(0, days, step):
        new = [entry for entry in entries if start <= entry.day < min(start + step, days)]
        if new or not start:
            _import(new, folder / f"{start:05}", path, START + (min(start + step, days)) * DAY)
    return path


def _import(new: list[Entry], folder: Path, path: Path, now: datetime) -> None:
    folder.mkdir(parents=True)
    columns = {**COLUMNS, "forecasters": ("name", "kind")}
    for table, head in columns.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(head)
            rows.writerows(entry.cells for entry in new if entry.table == table)
    argv = ["import", "tables", str(folder), "--db", str(path)]
    assert run([*argv, *([] if path.exists() else ["--init"])], now=now) == 0
