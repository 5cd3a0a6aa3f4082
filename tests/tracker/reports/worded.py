"""A seeded season of questions of all five kinds, said in words and in numbers.

Words are typed as they fall due, since no table carries them; all else comes by tables, at the end
of the fortnight in which it happened. ana answers everything, 26 times in one of two words; bo
answers in numbers, a brief in one word.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forecasts.cli import run

START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
STEP = 14  # days from one import to the next
LIFE = 40.0  # days of a question
WORDS = (("likely", 0.6), ("unlikely", 0.3))  # and how often what they are said of happens
NEWER = {"likely": "very likely", "unlikely": "very unlikely"}
TOPICS = ("north-korea", "russia", "trade")
GUESTS, GRADES = ("Xi", "Putin", "nobody"), ("few", "some", "many")
HEADS = {
    "forecasters": ("name", "kind"),
    "questions": (
        "question", "title", "type", "opens_at", "closes_at", "topics", "options", "range_min",
        "range_max", "open_upper", "unit", "reference_class",
    ),
    "forecasts": (
        "question", "forecaster", "made_at", "probability", "probabilities", "quantiles",
        "rationale",
    ),
    "resolutions": ("question", "outcome", "known_at", "happened_at", "source_url", "quote"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A line of a table, by column, and the day on which it comes on record."""

    day: float
    table: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Word:
    """A word that is typed on a day."""

    day: float
    who: str
    slug: str
    word: str
    why: str = ""


Event = Row | Word


def at(day: float) -> str:
    return (START + timedelta(seconds=round(day * 86_400))).isoformat().replace("+00:00", "Z")


def season(seed: int = 3) -> list[Event]:
    """Return everything that happens, in the order of its days."""
    draw = random.Random(seed)
    people = (("ana", "person"), ("bo", "person"), ("a-brief", "publication"))
    found: list[Event] = [
        Row(0.0, "forecasters", {"name": name, "kind": kind}) for name, kind in people
    ]
    for place in range(26):
        found += _worded(draw, place)
    for place in range(8):
        found += _number(draw, place)
        found += _options(draw, place)
    for place in range(6):
        found += _amount(draw, place)
        found += _date(draw, place)
    return sorted(found, key=lambda event: event.day)


def _asked(slug: str, title: str, kind: str, opens: float, **more: str) -> Row:
    cells = {"question": slug, "title": title, "type": kind, "opens_at": at(opens),
             "closes_at": at(opens + LIFE), **more}  # fmt: skip
    return Row(0.0, "questions", cells)


def _said(slug: str, who: str, day: float, rationale: str = "", **said: str) -> Row:
    cells = {"question": slug, "forecaster": who, "made_at": at(day), "rationale": rationale}
    return Row(day, "forecasts", {**cells, **said})


def _came(slug: str, outcome: str, known: float, happened: float | None = None) -> Row:
    cells = {"question": slug, "outcome": outcome, "known_at": at(known),
             "source_url": f"https://example.org/{slug}", "quote": "So it was."}  # fmt: skip
    return Row(known + 1, "resolutions", cells | ({} if happened is None else
                                                  {"happened_at": at(happened)}))  # fmt: skip


def _outcome(draw: random.Random, slug: str, opens: float, p: float) -> Row:
    if draw.random() < p:
        happened = opens + draw.uniform(0.5, 0.95) * LIFE
        return _came(slug, "yes", happened + 0.5, happened)
    return _came(slug, "no", opens + LIFE)


def _worded(draw: random.Random, place: int) -> Iterator[Event]:
    word, share = WORDS[place % 2]
    slug, opens = f"word-{place + 1:02}", 4.0 * place
    yield _asked(slug, f"Does thing {place + 1} come about?", "binary", opens,
                 topics=TOPICS[place % 3], reference_class="4/10" if place % 5 else "")  # fmt: skip
    yield Word(opens + 1, "ana", slug, word)
    if place % 4 == 0:
        yield Word(opens + 15, "ana", slug, NEWER[word], "A second report says the same.")
    if place % 3 == 0:
        yield _said(slug, "bo", opens + 3, probability=f"{draw.uniform(0.1, 0.9):.2f}")
    if place % 8 == 0:
        yield Word(opens + 2, "a-brief", slug, "likely")
    yield _outcome(draw, slug, opens, share)


def _number(draw: random.Random, place: int) -> Iterator[Event]:
    slug, opens, p = f"chance-{place + 1}", 12.0 * place, draw.uniform(0.1, 0.9)
    yield _asked(slug, f"Does event {place + 1} happen?", "binary", opens, topics=TOPICS[place % 3])
    yield _said(slug, "ana", opens + 1, probability=f"{p:.2f}")
    yield _outcome(draw, slug, opens, p)


def _options(draw: random.Random, place: int) -> Iterator[Event]:
    ordered = place % 2 == 1
    names = GRADES if ordered else GUESTS
    slug, opens = f"{'grade' if ordered else 'guest'}-{place + 1}", 10.0 * place + 3
    title = f"How many rounds take place, month {place + 1}?" if ordered else (
        f"Who is the first guest, month {place + 1}?"
    )  # fmt: skip
    kind = "ordinal" if ordered else "multiple_choice"
    counts = json.dumps(dict.fromkeys(names, 2)) if ordered else ""
    yield _asked(slug, title, kind, opens, topics=TOPICS[place % 3], options=json.dumps(names),
                 reference_class=counts)  # fmt: skip
    outcome = draw.choice(names)
    for who, after in (("ana", 1), ("ana", 20), ("bo", 5)):
        shares = [draw.uniform(0.2, 1.0) * (3 if name == outcome else 1) for name in names]
        parts = [round(share / sum(shares), 2) for share in shares]
        parts[-1] = round(1 - sum(parts[:-1]), 2)
        yield _said(slug, who, opens + after, probabilities=json.dumps(parts))
    yield _came(slug, outcome, opens + LIFE)


def _amount(draw: random.Random, place: int) -> Iterator[Event]:
    slug, opens, truth = f"growth-{place + 1}", 14.0 * place + 2, round(draw.gauss(1.5, 2.5), 1)
    yield _asked(slug, f"What does output grow by in region {place + 1}?", "numeric", opens,
                 topics="trade", range_min="-10", range_max="10", open_upper="true",
                 unit="percent")  # fmt: skip
    for who, after, wide in (("ana", 1, 1.5), ("ana", 22, 1.0), ("bo", 6, 3.0)):
        middle = truth + draw.gauss(0.0, 2.0)
        said = {level: round(middle + wide * z, 2) for level, z in
                ((0.05, -1.6), (0.25, -0.7), (0.5, 0.0), (0.75, 0.7), (0.95, 1.6))}  # fmt: skip
        why = "The early figures are in." if after > WAIT else ""
        yield _said(slug, who, opens + after, why, quantiles=json.dumps(said))
    yield _came(slug, str(truth), opens + LIFE)


WAIT = 20  # days after which a second number has a reason


def _date(draw: random.Random, place: int) -> Iterator[Event]:
    slug, opens = f"when-{place + 1}", 15.0 * place + 1
    horizon = opens + LIFE
    yield _asked(slug, f"When does envoy {place + 1} arrive?", "date", opens, topics="russia",
                 range_max=at(horizon), open_upper="true")  # fmt: skip
    for who, after, most in (("ana", 1, 0.7), ("bo", 8, 0.4)):
        days = (after, after + 10, LIFE)
        said = dict(zip((0.0, most / 2, most), (at(opens + day) for day in days), strict=True))
        yield _said(slug, who, opens + after, quantiles=json.dumps(said))
    if place % 3 == 2:
        yield _came(slug, "never", horizon)
    else:
        came = opens + draw.uniform(15, 35)
        yield _came(slug, at(came), came + 0.5)


def record(folder: Path, days: int) -> Path:
    """Put the season on record, a fortnight at a time; return the record."""
    path, events = folder / "data.db", season()
    for start in range(0, days, STEP):
        end = min(start + STEP, days)
        now = [event for event in events if start <= event.day < end]
        rows = [event for event in now if isinstance(event, Row)]
        _import([row for row in rows if row.day == 0], folder / "first", path, START)
        for word in (event for event in now if isinstance(event, Word)):
            _type(word, path)
        _import(
            [row for row in rows if row.day > 0], folder / f"{start:05}", path, START + end * DAY
        )
    return path


def _type(word: Word, path: Path) -> None:
    why = ("--why", word.why) if word.why else ()
    argv = ["predict", word.slug, word.word, "--as", word.who, *why, "--db", str(path)]
    assert run(argv, now=START + word.day * DAY) == 0


def _import(rows: list[Row], folder: Path, path: Path, now: datetime) -> None:
    if not rows:
        return
    folder.mkdir(parents=True)
    for table, head in HEADS.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, head)
            lines.writeheader()
            lines.writerows(row.cells for row in rows if row.table == table)
    argv = ["import", "tables", str(folder), "--db", str(path)]
    assert run([*argv, *([] if path.exists() else ["--init"])], now=now) == 0
