"""Pandas with whole columns at a time, fed by connectorx."""

from __future__ import annotations

from functools import partial

import connectorx
import numpy as np
import pandas as pd
from work import FORECASTERS, FORECASTS, PARTS, QUESTIONS, chance, hand_in, rate, uri

PAIR = ["question", "forecaster"]


def us(column):
    return pd.to_datetime(column, format="ISO8601", utc=True)


def losses(p, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.where(y > 0, -y * np.log(p), 0.0) + np.where(y < 1, -(1 - y) * np.log(1 - p), 0.0)
    return {"brier": (p - y) ** 2 + y * (1 - y), "log": log}


def stretches(questions, forecasters, forecasts):
    struck = forecasts.strikes.dropna()
    rows = forecasts[(forecasts.action != "said") & ~forecasts.id.isin(struck)]
    rows = rows.merge(questions, on="question").merge(forecasters, on="forecaster")
    rows["made"], rows["expires"] = us(rows.made_at), us(rows.expires_at)
    rows = rows.sort_values([*PAIR, "made", "id"])
    after = rows.groupby(PAIR, sort=False).made.shift(-1)
    # fmin: an instant that is missing bounds nothing
    end = rows.ends
    for bound in (after, rows.expires, rows.retired):
        end = end.where(~(bound < end), bound)
    start = rows.made.where(rows.made > rows.opens, rows.opens)
    rows["length"] = (end - start) / pd.Timedelta(1, "us")
    return rows[(rows.action != "withdrawal") & rows.p.notna() & (rows.length > 0)]


def main():
    read = partial(connectorx.read_sql, uri(), return_type="pandas")
    questions, people = read(QUESTIONS), read(FORECASTERS)
    forecasts = read(FORECASTS, partition_on="id", partition_num=PARTS)
    questions["opens"], questions["closes"] = us(questions.opens_at), us(questions.closes_at)
    questions["ends"] = us(questions.ends_at)
    questions["y"] = questions.outcome.map(chance)
    questions["rate"] = questions.reference_class.map(rate)
    questions["life"] = (questions.closes - questions.opens) / pd.Timedelta(1, "us")
    questions["open_for"] = (questions.ends - questions.opens) / pd.Timedelta(1, "us")
    for name, loss in losses(questions.rate, questions.y).items():
        questions[f"{name}_rate"] = loss
    questions = questions.drop(columns=["opens_at", "closes_at", "ends_at", "outcome"])
    people["retired"] = us(people.retired_at)
    stood = stretches(questions, people[["forecaster", "retired"]], forecasts)
    for name, loss in losses(stood.p, stood.y).items():
        stood[name] = loss * stood.length
    pairs = stood.groupby(PAIR)[["length", "brier", "log"]].sum().reset_index()
    pairs = pairs.merge(questions, on="question")
    gap = pairs.open_for - pairs.length
    for name in ("brier", "log"):
        pairs[name] = (pairs[name] + gap * pairs[f"{name}_rate"]) / pairs.life
    by = pairs.groupby("forecaster")
    board = pd.concat([by.size(), by[["brier", "log"]].mean()], axis=1).reset_index()
    weight = stood.length / stood.life
    tenth = np.maximum(np.ceil(stood.p.to_numpy() * 10) - 1, 0)
    parts = pd.DataFrame({"w": weight, "p": weight * stood.p, "y": weight * stood.y})
    hand_in(board.to_numpy().tolist(), parts.groupby(tenth).sum().reset_index().to_numpy().tolist())


if __name__ == "__main__":
    main()
