"""What was made of the claims of published texts, in and out of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model.decision import Decision, Made

if TYPE_CHECKING:
    import sqlite3

    from forecasts.store import Batch

# A later row about the same claim takes the place of the earlier one.
SELECT = """
    SELECT c.id, c.source_id, c.n, s.text, c.hedge, c.kind, c.positive, c.scale, c.low, c.high,
        c.language, c.decision, c.question_id, c.forecast_id, c.same_as, n.text, c.replaces,
        c.entered_by
    FROM claims c LEFT JOIN texts s ON s.id = c.sentence_text
    LEFT JOIN texts n ON n.id = c.note_text
    WHERE c.source_id = ? AND c.id NOT IN (SELECT replaces FROM claims WHERE replaces IS NOT NULL)
    ORDER BY c.n, c.id
"""
REDACTED = "(redacted)"


def of_source(connection: sqlite3.Connection, source_id: int) -> dict[int, Decision]:
    """Return the standing decision on each claim of a source, by the claim's number."""
    rows = connection.execute(SELECT, (source_id,)).fetchall()
    return {
        n: Decision(
            id=id_,
            source_id=source,
            n=n,
            sentence=sentence or REDACTED,
            hedge=hedge,
            kind=kind,
            positive=bool(positive),
            scale=scale,
            low=low,
            high=high,
            language=language,
            made=Made(made),
            question_id=question_id,
            forecast_id=forecast_id,
            same_as=same_as,
            note=note,
            replaces=replaces,
            entered_by=entered_by,
        )
        for id_, source, n, sentence, hedge, kind, positive, scale, low, high, language, made,
        question_id, forecast_id, same_as, note, replaces, entered_by in rows
    }  # fmt: skip


def spoken_as(connection: sqlite3.Connection, source_id: int) -> str | None:
    """Return who said what was recorded last from a source; None for nothing."""
    row = connection.execute(
        "SELECT who.name FROM forecasts f JOIN forecasters_now who ON who.id = f.forecaster_id"
        " WHERE f.source_id = ? AND f.origin = 'claim' ORDER BY f.id DESC LIMIT 1",
        (source_id,),
    ).fetchone()
    return str(row[0]) if row else None


def record(batch: Batch, decision: Decision) -> int:
    """Add a decision on a claim and return its id."""
    return batch.add(
        "claims",
        {
            "source_id": decision.source_id,
            "n": decision.n,
            "sentence_text": batch.text(decision.sentence),
            "hedge": decision.hedge,
            "kind": decision.kind,
            "positive": decision.positive,
            "scale": decision.scale,
            "low": decision.low,
            "high": decision.high,
            "language": decision.language,
            "decision": decision.made.value,
            "question_id": decision.question_id,
            "forecast_id": decision.forecast_id,
            "same_as": decision.same_as,
            "note_text": batch.text(decision.note),
            "replaces": decision.replaces,
            "entered_by": decision.entered_by,
        },
    )
