"""The record as the lines of plain tables: what is on it, and what such tables do not carry."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from forecasts.lines import ForecasterLine, ForecastLine, LinkLine, QuestionLine, ResolutionLine
from forecasts.lines.terms import json_cell
from forecasts.model import Interval, QuestionType, times
from forecasts.store import forecasters as people
from forecasts.store.questions import TERMS, TEXTS, terms_from_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import Any

    from forecasts.model import Question

REVISIONS = f"""
    SELECT w.slug, w.type, q.criteria_text IS NOT NULL AND c.text IS NULL, {TERMS}
    FROM question_revisions q JOIN questions w ON w.id = q.question_id {TEXTS}
"""  # noqa: S608 - our own words
PRESENT = "q.id = (SELECT max(p.id) FROM question_revisions p WHERE p.question_id = q.question_id)"
FORECASTS = """
    SELECT f.question_id, f.forecaster_id, f.made_at, f.probability, f.probabilities, f.cdf,
        f.quantiles, f.family, f.action = 'withdrawal', f.expires_at, t.text,
        f.rationale_text IS NOT NULL AND t.text IS NULL
    FROM forecasts f LEFT JOIN texts t ON t.id = f.rationale_text
    WHERE f.action <> 'said'
"""
NOT_STRUCK = "f.id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)"
RESOLUTIONS = """
    SELECT w.slug, coalesce(r.outcome, r.status), r.known_at, r.happened_from, r.happened_to,
        r.source_url, q.text, n.text, r.quote_text IS NOT NULL AND q.text IS NULL,
        r.note_text IS NOT NULL AND n.text IS NULL
    FROM resolutions r JOIN questions w ON w.id = r.question_id
    LEFT JOIN texts q ON q.id = r.quote_text LEFT JOIN texts n ON n.id = r.note_text
"""
QUOTED = ("quote", "note")
# An outcome that nobody confirmed yet would count where the tables are read, so it stays here.
COUNTED = """(r.awaits IS NOT 1 OR EXISTS (SELECT 1 FROM confirmations c
    WHERE c.resolution_id = r.id AND lower(c.confirmer) IS NOT lower(r.resolver)))"""
LINKS = """
    SELECT l.kind, a.slug, b.slug, l.days, l.latest_at, n.text,
        l.note_text IS NOT NULL AND n.text IS NULL
    FROM links l JOIN questions a ON a.id = l.from_question
    JOIN questions b ON b.id = l.to_question LEFT JOIN texts n ON n.id = l.note_text
"""
# What the tables leave out, each with the statement that counts it.
NOT_CARRIED = {
    "typed words": "SELECT count(*) FROM forecasts WHERE typed IS NOT NULL AND action <> 'said'",
    "said words": "SELECT count(*) FROM forecasts WHERE action = 'said'",
    "struck forecasts": "SELECT count(*) FROM forecasts WHERE strikes IS NOT NULL",
    "reaffirmations, written as forecasts":
        "SELECT count(*) FROM forecasts WHERE action = 'reaffirmation'",
    "names of those who typed for others": "SELECT (SELECT count(entered_by) FROM forecasts)"
        " + (SELECT count(entered_by) FROM resolutions)"
        " + (SELECT count(entered_by) FROM question_revisions)"
        " + (SELECT count(entered_by) FROM confirmations)"
        " + (SELECT count(entered_by) FROM objections)",
    "earlier revisions": "SELECT count(*) FROM question_revisions WHERE revision > 1",
    "backgrounds": f"SELECT count(q.background_text) FROM question_revisions q WHERE {PRESENT}",  # noqa: S608
    "questions that follow another": "SELECT count(follows) FROM questions",
    "resolvers": "SELECT count(resolver) FROM resolutions",
    "reasons for no source": "SELECT count(no_source) FROM resolutions",
    "outcomes that no second person confirmed":
        f"SELECT count(*) FROM resolutions r WHERE NOT {COUNTED}",  # noqa: S608
    "confirmations": "SELECT count(*) FROM confirmations",
    "what disputes claim, and by when they are decided":
        "SELECT count(coalesce(decide_by, claimed)) FROM resolutions",
    "questions that ask for a second person":
        f"SELECT count(q.second_person) FROM question_revisions q WHERE {PRESENT}",  # noqa: S608
    "rules that propose outcomes":
        f"SELECT count(q.resolver) FROM question_revisions q WHERE {PRESENT}",  # noqa: S608
    "proposed outcomes": "SELECT count(*) FROM proposals",
    "objections": "SELECT count(*) FROM objections",
    "rounds": "SELECT count(DISTINCT round_id) FROM rounds",
    "teams with a rule who may enter their numbers":
        "SELECT count(may_enter) FROM forecasters_now",
    "forecasters who want hints": "SELECT count(hints) FROM forecasters_now",
    "sources": "SELECT count(*) FROM sources",
    "evidence": "SELECT count(*) FROM evidence",
    "decisions on claims": "SELECT count(*) FROM claims",
    "indicators": "SELECT count(DISTINCT watch_id) FROM watches",
    "values of indicators": "SELECT count(*) FROM observations",
    "how reference classes were counted":
        f"SELECT count(q.reference_basis) FROM question_revisions q WHERE {PRESENT}",  # noqa: S608
    "lessons": "SELECT count(*) FROM lessons",
    "reviews": "SELECT count(DISTINCT review_id) FROM reviews",
    "answers of reviews": "SELECT count(*) FROM answers",
    "redacted texts": "SELECT count(*) FROM texts WHERE text IS NULL",
    "receipts, with the time of each": "SELECT count(*) FROM appends",
}  # fmt: skip


def slugs(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the slugs of all questions."""
    return frozenset(slug for (slug,) in connection.execute("SELECT slug FROM questions"))


def questions(connection: sqlite3.Connection, slug: str | None = None) -> Iterator[QuestionLine]:
    """Yield the questions as they stand, in the order asked; for one slug, all its revisions."""
    where = "w.slug = ?" if slug is not None else PRESENT
    rows = connection.execute(
        f"{REVISIONS} WHERE {where} ORDER BY q.question_id, q.id", () if slug is None else (slug,)
    )
    for name, type_, redacted, *terms in rows:
        blanked = ("criteria",) if redacted else ()
        yield QuestionLine(name, QuestionType(type_), terms_from_row(terms), redacted=blanked)


def forecasts(
    connection: sqlite3.Connection, sealed: Collection[int] = ()
) -> Iterator[ForecastLine]:
    """Yield forecasts and withdrawals, by question in the order recorded.

    Struck rows and said words are left out, and the rows whose ids are `sealed`.
    """
    without = f"AND f.id NOT IN ({', '.join(map(str, sealed))})" if sealed else ""
    rows = connection.execute(
        f"{FORECASTS} AND {NOT_STRUCK} {without} ORDER BY f.question_id, f.id"
    )
    named = dict(connection.execute("SELECT id, slug FROM questions").fetchall())
    return _forecasts(rows, named, names(connection))


def forecasts_of(
    connection: sqlite3.Connection, question: Question, who: Mapping[int, str]
) -> Iterator[ForecastLine]:
    """Yield the forecasts and withdrawals of one question, struck ones too; `who` is `names`."""
    rows = connection.execute(f"{FORECASTS} AND f.question_id = ? ORDER BY f.id", (question.id,))
    return _forecasts(rows, {question.id: question.slug}, who)


def names(connection: sqlite3.Connection) -> dict[int, str]:
    """Return forecaster id -> name."""
    return {who.id: who.name for who in people.everyone(connection)}


def _forecasts(
    rows: Iterable[tuple[Any, ...]], slugs: Mapping[int, str], who: Mapping[int, str]
) -> Iterator[ForecastLine]:
    for question, forecaster, made_at, probability, *written, withdrawn, expires, why, gone in rows:
        shares, cdf, quantiles, family = map(json_cell, written) if any(written) else written
        yield ForecastLine(
            slugs[question],
            who[forecaster],
            instant(made_at),
            probability,
            shares,
            cdf,
            quantiles,
            family,
            bool(withdrawn),
            instant(expires) if expires else None,
            why,
            redacted=("rationale",) if gone else (),
        )


instant = lru_cache(maxsize=1 << 17)(times.from_text)  # forecasts share their instants


def resolutions(
    connection: sqlite3.Connection, question_id: int | None = None
) -> Iterator[ResolutionLine]:
    """Yield the resolutions that count or did, by question in the order recorded.

    Of one question, if it is named, also those that await a second person.
    """
    where = f"WHERE {COUNTED}" if question_id is None else "WHERE r.question_id = ?"
    for slug, outcome, known_at, start, end, url, quote, note, *blanked in connection.execute(
        f"{RESOLUTIONS} {where} ORDER BY r.question_id, r.id",
        () if question_id is None else (question_id,),
    ):
        happened = Interval(times.from_text(start), times.from_text(end)) if start else None
        redacted = tuple(column for column, gone in zip(QUOTED, blanked, strict=True) if gone)
        known = times.from_text(known_at)
        yield ResolutionLine(slug, outcome, known, happened, url, quote, note, redacted=redacted)


def forecasters(connection: sqlite3.Connection) -> Iterator[ForecasterLine]:
    """Yield the forecasters as they are known now, in the order in which they were added."""
    for who in people.everyone(connection):
        yield ForecasterLine(who.name, who.kind, who.aliases, who.retired_at)


def links(connection: sqlite3.Connection, *, replaced: bool = False) -> Iterator[LinkLine]:
    """Yield the links between questions, with those that were replaced if asked for."""
    where = "WHERE l.removed IS NULL"
    if not replaced:
        where += " AND l.id NOT IN (SELECT replaces FROM links WHERE replaces > 0)"
    for kind, first, second, days, latest_at, note, redacted in connection.execute(
        f"{LINKS} {where} ORDER BY l.id"
    ):
        latest = times.maybe_from_text(latest_at)
        blanked = ("note",) if redacted else ()
        yield LinkLine(kind, first, second, days, latest, note, redacted=blanked)


def not_carried(connection: sqlite3.Connection) -> dict[str, int]:
    """Return what plain tables leave out -> how many there are, where there are any."""
    counts = {what: connection.execute(sql).fetchone()[0] for what, sql in NOT_CARRIED.items()}
    return {what: count for what, count in counts.items() if count}
