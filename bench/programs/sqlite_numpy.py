"""sqlite3 and numpy alone, as one would write it by hand."""

from __future__ import annotations

import sqlite3

import numpy as np
from work import FORECASTERS, FORECASTS, QUESTIONS, chance, database, hand_in, rate

NEVER = np.iinfo(np.int64).max


def instants(texts):
    parsed = np.array([text[:-1] if text else "NaT" for text in texts], dtype="M8[us]")
    return np.where(np.isnat(parsed), NEVER, parsed.astype(np.int64))


def losses(p, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.where(y > 0, -y * np.log(p), 0.0) + np.where(y < 1, -(1 - y) * np.log(1 - p), 0.0)
    return (p - y) ** 2 + y * (1 - y), log


def read(connection, ids, names):
    """Return question, forecaster, p, made and expires of the rows that count, in order."""
    rows = connection.execute(f"{FORECASTS} WHERE action <> 'said'").fetchall()
    id_, question, forecaster, _action, p, made, expires, strikes = zip(*rows, strict=True)
    struck = [each for each in strikes if each is not None]
    question = np.array(question)
    kept = np.isin(question, ids) & ~np.isin(np.array(id_), struck)
    q = np.searchsorted(ids, question[kept])
    f = np.searchsorted(names, np.array(forecaster)[kept])
    p = np.array([np.nan if each is None else each for each in p])[kept]  # nan: withdrawn
    made, expires = instants(made)[kept], instants(expires)[kept]
    order = np.lexsort((np.array(id_)[kept], made, f, q))
    return (column[order] for column in (q, f, p, made, expires))


def main():
    connection = sqlite3.connect(database())
    asked = connection.execute(QUESTIONS + " ORDER BY q.id").fetchall()
    ids, opens, closes, ends, outcome, classes = zip(*asked, strict=True)
    ids, rates = np.array(ids), np.array([rate(each) for each in classes])
    opens, closes, ends = map(instants, (opens, closes, ends))
    outcome = np.array([chance(each) for each in outcome])
    people = connection.execute(FORECASTERS + " ORDER BY id").fetchall()
    names, retired = np.array([row[0] for row in people]), instants([row[1] for row in people])
    q, f, p, made, expires = read(connection, ids, names)

    first = np.ones(len(q), dtype=bool)
    first[1:] = (q[1:] != q[:-1]) | (f[1:] != f[:-1])
    after = np.full(len(q), NEVER)
    after[:-1][~first[1:]] = made[1:][~first[1:]]
    start = np.maximum(made, opens[q])
    end = np.minimum.reduce([after, expires, retired[f], ends[q]])
    stood = (end > start) & ~np.isnan(p)
    length = (end - start)[stood].astype(float)
    pair, pair_q, pair_f = (np.cumsum(first) - 1)[stood], q[first], f[first]
    q, p = q[stood], p[stood]
    y, life = outcome[q], (closes - opens).astype(float)

    total = np.bincount(pair, length, minlength=len(pair_q))
    scored, gap = total > 0, (ends - opens)[pair_q] - total
    means = [np.bincount(pair_f[scored], minlength=len(names))]
    for loss, reference in zip(losses(p, y), losses(rates, outcome), strict=True):
        score = np.bincount(pair, loss * length, minlength=len(pair_q)) + gap * reference[pair_q]
        sums = np.bincount(pair_f[scored], (score / life[pair_q])[scored], minlength=len(names))
        means.append(sums / np.maximum(means[0], 1))
    weight, tenth = length / life[q], np.maximum(np.ceil(p * 10) - 1, 0).astype(int)
    sums = [np.bincount(tenth, weight * each, minlength=10) for each in (1.0, p, y)]
    board = np.column_stack([names, *means])[means[0] > 0]
    hand_in(board.tolist(), np.column_stack([np.arange(10), *sums]).tolist())


if __name__ == "__main__":
    main()
