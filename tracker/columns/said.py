"""What was said on questions that yes or no does not answer: rows and predictions as read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model.written import Columns, prediction
from tracker.columns.facts import PEERS, batches, marks
from tracker.columns.instants import instants_us
from tracker.scoring import Said

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from forecasts.model.prediction import Distribution, Shares

    Integers = NDArray[np.int64]

SAID = """
    SELECT f.question_id, f.forecaster_id, f.made_at, f.expires_at, f.recorded_at, w.retired_at,
        w.kind, f.action = 'withdrawal', f.probabilities, f.quantiles, f.cdf, f.family
    FROM forecasts f JOIN forecasters_now w ON w.id = f.forecaster_id
    WHERE f.question_id IN ({marks}) AND f.action <> 'said' AND f.id NOT IN
        (SELECT strikes FROM forecasts s
         WHERE s.question_id = f.question_id AND s.strikes IS NOT NULL)
    ORDER BY f.question_id, f.forecaster_id, f.made_at, f.id
"""


@dataclass(frozen=True, slots=True)
class Statements:
    """Rows of some questions with what each stated; indices as in Facts.

    stated: None for a withdrawal.
    """

    said: Said
    stated: tuple[Shares | Distribution | None, ...]
    forecaster_id: Integers

    def on(self, questions: Sequence[int]) -> Statements:
        """Return the rows on some of the questions, which are counted anew."""
        places = np.array(questions, dtype=np.int64)
        first, end = (np.searchsorted(self.said.question, at) for at in (places, places + 1))
        size = end - first
        rows = np.arange(size.sum()) + np.repeat(first - (np.cumsum(size) - size), size)
        said = Said(*(getattr(self.said, column)[rows] for column in Said.__slots__))
        said = replace(said, question=np.repeat(np.arange(len(size)), size))
        return Statements(said, tuple(self.stated[row] for row in rows), self.forecaster_id)


def statements(connection: sqlite3.Connection, question_ids: Sequence[int]) -> Statements:
    """Return the rows of these questions in the judge's order; ids rise.

    Raises ValueError when a prediction cannot be read.
    """
    rows: list[tuple[Any, ...]] = [
        row
        for ids in batches(question_ids)
        for row in connection.execute(SAID.format(marks=marks(ids)), ids)
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 12
    question, forecaster, made, expires, recorded, retired, kind, withdrawn, *written = columns
    forecaster_id = np.unique(np.array(forecaster, dtype=np.int64))
    return Statements(
        said=Said(
            question=np.searchsorted(question_ids, np.array(question, dtype=np.int64)),
            forecaster=np.searchsorted(forecaster_id, np.array(forecaster, dtype=np.int64)),
            made_us=instants_us(made),
            until_us=np.minimum(instants_us(expires), instants_us(retired)),
            recorded_us=instants_us(recorded),
            peer=np.isin(np.array(kind, dtype=str), PEERS),
            stands=np.array([not gone for gone in withdrawn], dtype=bool),
        ),
        stated=tuple(
            None if gone else _stated(Columns(*texts))
            for gone, *texts in zip(withdrawn, *written, strict=True)
        ),
        forecaster_id=forecaster_id,
    )


def _stated(texts: Columns) -> Shares | Distribution:
    found = prediction(texts)
    if found is None:
        msg = "a forecast on it states nothing of its kind"
        raise ValueError(msg)
    return found
