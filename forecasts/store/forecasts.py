"""Forecasts in and out of the record: one question's history, and new rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import model
from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    from forecasts.model import Forecast
    from forecasts.model.forecast import Prediction
    from forecasts.store import Batch

COLUMNS = ("probabilities", "quantiles", "cdf", "family")
SELECT = """
    SELECT f.id, f.question_id, f.revision_id, f.forecaster_id, f.action, f.probability, f.typed,
        f.word, f.scale, f.low, f.high, t.text, f.made_at, f.expires_at, f.strikes, f.source_id,
        f.origin, f.entered_by, f.recorded_at,
        f.round_id, f.about, f.probabilities, f.quantiles, f.cdf, f.family
    FROM forecasts f LEFT JOIN texts t ON t.id = f.rationale_text
"""
# The index leads from a question to its forecasters: one look a question, not at every row.
THEIRS = """
    SELECT f.question_id, f.id, f.action, f.strikes FROM forecasts f
    WHERE f.question_id IN (SELECT id FROM questions) AND f.forecaster_id = ?
    ORDER BY f.question_id, f.made_at, f.id
"""
SIGNED = """
    SELECT f.id, substr(k.public_key, 1, 16) FROM forecasts f
        JOIN signatures s ON s.fact_id = f.id JOIN keys k ON k.id = s.key_id
    WHERE f.question_id = ?
"""


def _forecast(row: Sequence[Any]) -> Forecast:
    id_, question, revision, forecaster, action, probability, typed, word, scale, *rest = row
    low, high, rationale, made_at, expires_at, strikes, source, origin, entered_by, *rest = rest
    recorded, round_id, about, *columns = rest
    said = action == "said"
    stated: Prediction | None = None
    if probability is not None:
        stated = model.Stated(probability, typed or "", word, scale, low, high)
    elif any(columns):
        from forecasts.model import written

        stated = written.prediction(written.Columns(*columns), typed or "")
    return model.Forecast(
        id=id_,
        question_id=question,
        revision_id=revision,
        forecaster_id=forecaster,
        action=model.Action(action),
        stated=stated,
        words=word if said else None,
        rationale=rationale,
        made_at=times.from_text(made_at),
        expires_at=times.maybe_from_text(expires_at),
        strikes=strikes,
        source_id=source,
        round_id=round_id,
        about=about,
        origin=model.Origin(origin),
        entered_by=entered_by,
        recorded_at=times.from_text(recorded),
    )


def history(
    connection: sqlite3.Connection, question_id: int, forecaster_id: int | None = None
) -> tuple[Forecast, ...]:
    """Return a question's forecast rows in the order (made_at, seq), of one forecaster if named."""
    where, keys = " WHERE f.question_id = ?", [question_id]
    if forecaster_id is not None:
        where, keys = f"{where} AND f.forecaster_id = ?", [question_id, forecaster_id]
    rows = connection.execute(f"{SELECT}{where} ORDER BY f.made_at, f.id", keys)
    return tuple(_forecast(row) for row in rows)


def by_id(connection: sqlite3.Connection, id_: int) -> Forecast:
    """Return the forecast row of that id; raises LookupError when there is none."""
    row = connection.execute(f"{SELECT} WHERE f.id = ?", (id_,)).fetchone()
    if row is None:
        msg = f"no forecast has the id {id_}"
        raise LookupError(msg)
    return _forecast(row)


def of_append(connection: sqlite3.Connection, uuid: str) -> Forecast | None:
    """Return the forecast that the append of that name added last, None where it added none."""
    found = connection.execute(
        "SELECT id, (SELECT max(b.id) FROM appends b WHERE b.id < a.id) FROM appends a"
        " WHERE uuid = ?",
        (uuid,),
    ).fetchone()
    end, start = found or (0, 0)
    rows = f"{SELECT} WHERE f.id > ? AND f.id < ? ORDER BY f.id DESC LIMIT 1"
    row = connection.execute(rows, (start or 0, end)).fetchone()
    return None if row is None else _forecast(row)


def signed(connection: sqlite3.Connection, question_id: int) -> dict[int, str]:
    """Return forecast id -> the first 16 hex digits of the key that is said to have signed it.

    `verify --full` checks whether it did.
    """
    return dict(connection.execute(SIGNED, (question_id,)))


def by_forecaster(connection: sqlite3.Connection, forecaster_id: int) -> tuple[Forecast, ...]:
    """Return all rows of one forecaster, in the order (question, made_at, seq)."""
    theirs = "f.question_id IN (SELECT id FROM questions) AND f.forecaster_id = ?"
    order = "ORDER BY f.question_id, f.made_at, f.id"
    rows = connection.execute(f"{SELECT} WHERE {theirs} {order}", (forecaster_id,))
    return tuple(_forecast(row) for row in rows)


def last_words(connection: sqlite3.Connection, forecaster_id: int) -> tuple[Forecast, ...]:
    """Return the last that a forecaster said on each question, with a number or without.

    Struck rows and withdrawals were not said.
    """
    import json

    rows = connection.execute(THEIRS, (forecaster_id,)).fetchall()
    struck = {strikes for *_, strikes in rows}
    last = {
        question_id: id_
        for question_id, id_, action, _ in rows
        if action != "withdrawal" and id_ not in struck
    }
    ids = json.dumps(sorted(last.values()))
    found = f"{SELECT} WHERE f.id IN (SELECT value FROM json_each(?)) ORDER BY f.question_id"  # noqa: S608
    return tuple(_forecast(row) for row in connection.execute(found, (ids,)))


def record(batch: Batch, forecast: Forecast) -> int:
    """Add a forecast row and return its id."""
    return batch.add("forecasts", row_of(batch, forecast))


def row_of(batch: Batch, forecast: Forecast) -> dict[str, str | int | float | None]:
    """Return the columns of a forecast row, keeping its rationale as a salted text."""
    stated, chance = forecast.stated, forecast.chance
    return {
        "question_id": forecast.question_id,
        "revision_id": forecast.revision_id,
        "forecaster_id": forecast.forecaster_id,
        "action": forecast.action.value,
        "probability": chance.probability + 0.0 if chance else None,  # -0.0 becomes 0.0
        **_written(batch, forecast),
        "typed": (stated.typed or None) if stated else forecast.words,
        "word": chance.word if chance else forecast.words,
        "scale": chance.scale if chance else None,
        "low": chance.low if chance else None,
        "high": chance.high if chance else None,
        "rationale_text": batch.text(forecast.rationale),
        "made_at": times.to_text(forecast.made_at),
        "expires_at": times.maybe_to_text(forecast.expires_at),
        "strikes": forecast.strikes,
        "source_id": forecast.source_id,
        "round_id": forecast.round_id,
        "about": forecast.about,
        "origin": forecast.origin.value,
        "entered_by": forecast.entered_by,
    }


def _written(batch: Batch, forecast: Forecast) -> dict[str, str | None]:
    """Return the columns of a prediction that is no single probability."""
    stated = forecast.stated
    if stated is None or isinstance(stated, model.Stated):
        return dict.fromkeys(COLUMNS)
    from forecasts.model import written

    asked = batch.connection.execute(
        "SELECT type = 'date' FROM questions WHERE id = ?", (forecast.question_id,)
    )
    return written.columns(stated, dated=bool(asked.fetchone()[0]))._asdict()
