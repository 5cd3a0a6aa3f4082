"""Polars, lazily, fed by connectorx."""

from __future__ import annotations

import polars as pl
from work import FORECASTERS, FORECASTS, PARTS, QUESTIONS, hand_in, uri

PAIR = ("question", "forecaster")


def us(name):
    # The record writes instants in one width; the parser is told so, since guessing is slow.
    return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%.6fZ", time_unit="us").dt.epoch("us")


def brier(p, y):
    return (p - y) ** 2 + y * (1 - y)


def log_loss(p, y):
    yes = pl.when(y > 0).then(-y * p.log()).otherwise(0.0)
    return yes + pl.when(y < 1).then(-(1 - y) * (1 - p).log()).otherwise(0.0)


def read(query, **parts):
    return pl.read_database_uri(query, uri(), engine="connectorx", **parts).lazy()


def stretches(questions, forecasters, forecasts):
    struck = forecasts.filter(pl.col("strikes").is_not_null()).select("strikes")
    return (
        forecasts.filter(pl.col("action") != "said")
        .join(struck, left_on="id", right_on="strikes", how="anti")
        .join(questions, on="question")
        .join(forecasters, on="forecaster")
        .with_columns(made=us("made_at"), expires=us("expires_at"))
        .sort(*PAIR, "made", "id")
        .with_columns(after=pl.col("made").shift(-1).over(PAIR))
        .with_columns(
            length=pl.min_horizontal("after", "expires", "retired", "ends")
            - pl.max_horizontal("made", "opens")
        )
        .filter(
            (pl.col("action") != "withdrawal") & pl.col("p").is_not_null() & (pl.col("length") > 0)
        )
    )


def main():
    fraction = pl.col("reference_class").str.split_exact("/", 1)
    k, n = (fraction.struct.field(f"field_{i}").cast(pl.Float64) for i in (0, 1))
    questions = read(QUESTIONS).select(
        "question",
        y=pl.col("outcome").replace({"yes": "1", "no": "0"}).cast(pl.Float64),
        rate=((k + 0.5) / (n + 1)).fill_null(0.5),
        opens=us("opens_at"),
        closes=us("closes_at"),
        ends=us("ends_at"),
    )
    forecasters = read(FORECASTERS).select("forecaster", retired=us("retired_at"))
    p, y, rate = pl.col("p"), pl.col("y"), pl.col("rate")
    length, life = pl.col("length"), pl.col("closes") - pl.col("opens")
    forecasts = read(FORECASTS, partition_on="id", partition_num=PARTS)
    stood = stretches(questions, forecasters, forecasts).collect().lazy()
    gap = pl.col("ends").first() - pl.col("opens").first() - length.sum()

    def mean(rule):
        total = (rule(p, y) * length).sum() + gap * rule(rate.first(), y.first())
        return total / life.first()

    board = (
        stood.group_by(PAIR)
        .agg(brier=mean(brier), log=mean(log_loss))
        .group_by("forecaster")
        .agg(pl.len(), pl.col("brier").mean(), pl.col("log").mean())
    )
    weight = length / life
    tenths = stood.group_by(((p * 10).ceil() - 1).clip(0, None).alias("tenth")).agg(
        weight.sum().alias("weight"), (weight * p).sum().alias("stated"),
        (weight * y).sum().alias("happened"),
    )  # fmt: skip
    hand_in(*(each.rows() for each in pl.collect_all([board, tenths])))


if __name__ == "__main__":
    main()
