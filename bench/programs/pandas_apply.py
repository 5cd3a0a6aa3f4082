"""Pandas with a function for each pair: what one writes first."""

from __future__ import annotations

import math
import sqlite3

import pandas as pd
from work import FORECASTERS, FORECASTS, QUESTIONS, chance, database, hand_in, rate

US = pd.Timedelta(1, "us")


def us(column):
    return pd.to_datetime(column, format="ISO8601", utc=True)


def brier(p, y):
    return (p - y) ** 2 + y * (1 - y)


def log_loss(p, y):
    lost = 0.0
    if y > 0:
        lost -= y * (math.log(p) if p > 0 else -math.inf)
    if y < 1:
        lost -= (1 - y) * (math.log(1 - p) if p < 1 else -math.inf)
    return lost


def pair(rows, tenths):
    """Return the pair's Brier and log loss, and add its stretches to the tenths."""
    rows = rows.sort_values(["made", "id"])
    one = rows.iloc[0]
    life, y = (one.closes - one.opens) / US, one.y
    made = [*rows.made, pd.NaT]
    stood = total_brier = total_log = 0.0
    for i, row in enumerate(rows.itertuples()):
        end = min(
            at for at in (made[i + 1], row.expires, row.retired, row.ends) if at is not pd.NaT
        )
        length = (end - max(row.made, row.opens)) / US
        if length > 0 and row.action != "withdrawal" and not math.isnan(row.p):
            stood += length
            total_brier += brier(row.p, y) * length
            total_log += log_loss(row.p, y) * length
            sums = tenths[max(math.ceil(row.p * 10) - 1, 0)]
            for place, value in enumerate((1.0, row.p, y)):
                sums[place] += length / life * value
    gap = (one.ends - one.opens) / US - stood
    scores = {
        "brier": (total_brier + gap * brier(one.rate, y)) / life,
        "log": (total_log + gap * log_loss(one.rate, y)) / life,
    }
    return pd.Series(scores if stood else {"brier": math.nan, "log": math.nan})


def main():
    connection = sqlite3.connect(database())
    questions, forecasters, forecasts = (
        pd.read_sql_query(query, connection) for query in (QUESTIONS, FORECASTERS, FORECASTS)
    )
    for name in ("opens", "closes", "ends"):
        questions[name] = us(questions[f"{name}_at"])
    questions["y"] = questions.outcome.map(chance)
    questions["rate"] = questions.reference_class.fillna("").map(rate)
    forecasters["retired"] = us(forecasters.retired_at)
    struck = set(forecasts.strikes.dropna())
    rows = forecasts[(forecasts.action != "said") & ~forecasts.id.isin(struck)].copy()
    rows["made"], rows["expires"] = us(rows.made_at), us(rows.expires_at)
    rows = rows.merge(questions, on="question").merge(forecasters, on="forecaster")
    tenths = [[0.0] * 3 for _ in range(10)]
    scores = rows.groupby(["question", "forecaster"]).apply(pair, tenths, include_groups=False)
    scores = scores.dropna().reset_index()
    by = scores.groupby("forecaster")
    board = pd.concat([by.size(), by[["brier", "log"]].mean()], axis=1).reset_index()
    hand_in(board.to_numpy().tolist(), [[i, *sums] for i, sums in enumerate(tenths)])


if __name__ == "__main__":
    main()
