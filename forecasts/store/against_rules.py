"""Rows that are chained and readable, and that no command of this program would have added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.store.findings import Code, Finding

if TYPE_CHECKING:
    import sqlite3

# What it says of the first row, the table, and which rows are so. A forecast is struck by a fix
# alone, of which forecasts.entry has the 15 minutes; a thousandth more is for SQLite's rounding.
# There too: one typed while another waited for the lock is dated as that one, by a minute at most
# after its own clock. A table may date by the end of the present day, of 25 hours in autumn.
QUERIES = (
    (
        (
            "forecasts row {} strikes what no fix can strike: a forecast of others, of another"
            " question, or made over 15 minutes apart"
        ),
        "forecasts",
        """FROM forecasts f LEFT JOIN forecasts s ON s.id = f.strikes
        WHERE f.strikes IS NOT NULL AND NOT ifnull(s.id < f.id AND f.origin = 'typed'
            AND s.question_id = f.question_id AND s.forecaster_id = f.forecaster_id
            AND abs(julianday(f.made_at) - julianday(s.made_at)) * 1440 < 15.015, 0)""",
    ),
    (
        "forecasts row {} is dated after it was recorded",
        "forecasts",
        """FROM forecasts f WHERE made_at > recorded_at AND origin <> 'claim'
            AND julianday(made_at) - julianday(recorded_at)
            > CASE origin WHEN 'typed' THEN 1.1 / 1440 ELSE 25.1 / 24 END""",
    ),
    (
        "forecasts row {} expires before it is made",
        "forecasts",
        "FROM forecasts f WHERE expires_at <= made_at",
    ),
    (
        "forecasts row {} states not one prediction, or one where it says that there is none",
        "forecasts",
        """FROM forecasts f WHERE (action IN ('forecast', 'reaffirmation')) <>
            (probability IS NOT NULL) + (probabilities IS NOT NULL) + (quantiles IS NOT NULL)
            + (cdf IS NOT NULL) + (family IS NOT NULL)""",
    ),
    (
        "forecasts row {} is on another question than the revision that it names",
        "forecasts",
        """FROM forecasts f WHERE question_id <>
            (SELECT r.question_id FROM question_revisions r WHERE r.id = f.revision_id)""",
    ),
    (
        "resolutions row {} says that its outcome was known after it was recorded",
        "resolutions",
        "FROM resolutions f WHERE known_at > recorded_at",
    ),
    (
        "resolutions row {} gives a question of yes or no an outcome that is neither",
        "resolutions",
        """FROM resolutions f JOIN questions q ON q.id = f.question_id WHERE q.type = 'binary'
            AND outcome NOT IN ('yes', 'no') AND NOT (outcome GLOB '[0-9]*'
            AND CAST(outcome AS REAL) BETWEEN 0 AND 1)""",
    ),
)


def rows(connection: sqlite3.Connection) -> list[Finding]:
    """Find rows that the rules of the record forbid: one finding for each rule."""
    found = []
    for words, table, source in QUERIES:
        seq, count = connection.execute(f"SELECT min(f.id), count(*) {source}").fetchone()
        if count:
            found.append(Finding(Code.INVALID, table, words.format(seq), seq, count))
    return found
