"""DuckDB, fed by connectorx through Arrow."""

from __future__ import annotations

from functools import partial

import connectorx
import duckdb
from work import FORECASTERS, FORECASTS, PARTS, QUESTIONS, hand_in, uri

WORK = """
CREATE TEMP TABLE asked AS
    SELECT question, epoch_us(opens_at::TIMESTAMP) AS opens,
        epoch_us(closes_at::TIMESTAMP) AS closes, epoch_us(ends_at::TIMESTAMP) AS ends,
        CASE outcome WHEN 'yes' THEN 1.0::DOUBLE WHEN 'no' THEN 0.0::DOUBLE
            ELSE outcome::DOUBLE END AS y,
        coalesce((split_part(reference_class, '/', 1)::DOUBLE + 0.5)
            / (split_part(reference_class, '/', 2)::DOUBLE + 1), 0.5) AS rate
    FROM questions;
CREATE TEMP TABLE stretches AS
    WITH rows AS (
        SELECT id, question, forecaster, CASE WHEN action <> 'withdrawal' THEN p END AS p,
            epoch_us(made_at::TIMESTAMP) AS made, epoch_us(expires_at::TIMESTAMP) AS expires
        FROM forecasts
        WHERE action <> 'said'
            AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
            AND question IN (SELECT question FROM asked)
    ), following AS (
        SELECT *, lead(made) OVER (PARTITION BY question, forecaster ORDER BY made, id) AS after
        FROM rows
    )
    SELECT question, forecaster, p, y,
        least(coalesce(after, ends), coalesce(expires, ends), ends,
            coalesce(epoch_us(retired_at::TIMESTAMP), ends)) - greatest(made, opens) AS length
    FROM following JOIN asked USING (question) JOIN forecasters USING (forecaster)
    WHERE p IS NOT NULL AND length > 0;
"""
LOG = """
    CASE WHEN {y} > 0 THEN -{y} * CASE WHEN {p} > 0 THEN ln({p}) ELSE '-inf'::DOUBLE END
        ELSE 0 END
    + CASE WHEN {y} < 1 THEN -(1 - {y}) * CASE WHEN {p} < 1 THEN ln(1 - {p})
        ELSE '-inf'::DOUBLE END ELSE 0 END
"""
BRIER = "(({p} - {y}) ** 2 + {y} * (1 - {y}))"
BOARD = f"""
    WITH pairs AS (
        SELECT question, forecaster, sum(length) AS stood,
            sum(length * {BRIER.format(p="p", y="y")}) AS brier,
            sum(length * ({LOG.format(p="p", y="y")})) AS log
        FROM stretches GROUP BY ALL
    )
    SELECT forecaster, count(*),
        avg((brier + (ends - opens - stood) * {BRIER.format(p="rate", y="y")}) / (closes - opens)),
        avg((log + (ends - opens - stood) * ({LOG.format(p="rate", y="y")})) / (closes - opens))
    FROM pairs JOIN asked USING (question) GROUP BY ALL
"""
TENTHS = """
    SELECT greatest(ceil(p * 10) - 1, 0) AS tenth, sum(length / (closes - opens)),
        sum(length / (closes - opens) * p), sum(length / (closes - opens) * stretches.y)
    FROM stretches JOIN asked USING (question) GROUP BY ALL
"""


def main():
    engine = duckdb.connect()
    read = partial(connectorx.read_sql, uri(), return_type="arrow")
    engine.register("questions", read(QUESTIONS))
    engine.register("forecasters", read(FORECASTERS))
    engine.register("forecasts", read(FORECASTS, partition_on="id", partition_num=PARTS))
    engine.execute(WORK)
    hand_in(engine.execute(BOARD).fetchall(), engine.execute(TENTHS).fetchall())


if __name__ == "__main__":
    main()
