"""Who asked and said what and when: a drawn population of questions and forecast histories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Booleans = NDArray[np.bool_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MINUTE_US = 60_000_000
DAY_US = 1440 * MINUTE_US
START_US = 18_628 * DAY_US  # 1 January 2021
YEARS = 5
NEVER = -1  # in place of an instant or a row that is not there

PER_QUESTION = 100  # forecasts
PER_PAIR = 5  # forecasts of one forecaster on one question
FORECAST, REAFFIRMATION, WITHDRAWAL, SAID = range(4)
# Shares of rows, pairs, questions or forecasters, as seen on tournament platforms and in imports.
REAFFIRMED, WITHDRAWN, SAID_ONLY, STRUCK = 0.05, 0.015, 0.003, 0.003
EXPIRING, CERTAIN, WORDED, EARLY_BIRDS, TOLD_LATE = 0.03, 1e-4, 0.05, 0.02, 0.01
KNOWN_EARLY, KNOWN_FIRST, FRACTIONAL, RESTATED = 0.3, 0.002, 0.01, 0.02
RETROSPECTIVE, CLASSED, GROUPED, SPOTTED, REVISED = 0.03, 0.4, 0.1, 0.1, 0.05
RETIRED, IMPORTERS, HOURLY, DAILY = 0.03, 0.2, 0.25, 0.15
STATUSES = ("resolved", "annulled", "ambiguous", "disputed", "reopened", "")
STATUS_SHARES = (0.80, 0.05, 0.01, 0.01, 0.01, 0.12)
# Some say whole percents, some steps of five, some tenths of a percent: most values are ties.
STEPS, STEP_SHARES = (0.01, 0.05, 0.001), (0.7, 0.2, 0.1)
KINDS = ("person", "model", "crowd", "team", "publication", "baseline")
KIND_SHARES = (0.85, 0.06, 0.02, 0.02, 0.03, 0.02)
WORDS = ("likely", "unlikely", "very likely", "very unlikely")  # of the scale ICD 203
WORD_LOW, WORD_HIGH = (0.55, 0.2, 0.8, 0.05), (0.8, 0.45, 0.95, 0.2)


@dataclass(frozen=True, slots=True)
class Forecasters:
    """One forecaster an element, the busiest first; retired_us is NEVER for most."""

    kind: Integers
    step: Floats
    grain_us: Integers
    imports: Booleans
    retired_us: Integers


@dataclass(frozen=True, slots=True)
class Questions:
    """One question an element, by opening; outcome is nan where there is none in force.

    known_us: NEVER where nothing was said about the outcome. before: the outcome that a later
    resolution replaced, nan for most. hits, tries: the reference class, tries 0 without one.
    """

    opens_us: Integers
    closes_us: Integers
    known_us: Integers
    revised_us: Integers
    spot_us: Integers
    status: Integers
    outcome: Floats
    before: Floats
    hits: Integers
    tries: Integers
    group: Integers
    retrospective: Booleans
    leaning: Floats  # log odds of the yes that was drawn


@dataclass(frozen=True, slots=True)
class Forecasts:
    """One row an element, by pair and made_us; p is nan for withdrawals and words without number.

    word: index into WORDS, -1 for a number. strikes: the index of the row struck by this one.
    """

    question: Integers
    forecaster: Integers
    action: Integers
    p: Floats
    word: Integers
    made_us: Integers
    recorded_us: Integers
    expires_us: Integers
    strikes: Integers


@dataclass(frozen=True, slots=True)
class Population:
    """Everything that a record is written from."""

    forecasters: Forecasters
    questions: Questions
    forecasts: Forecasts


def population(size: int, seed: int) -> Population:
    """Draw a population with that many forecasts; the same seed gives the same one."""
    rng = np.random.default_rng((seed, size))
    who = _forecasters(rng, min(2000, max(10, round(size**0.5))))
    asked = _questions(rng, max(10, size // PER_QUESTION))
    return Population(who, asked, _forecasts(rng, who, asked, size))


def _forecasters(rng: np.random.Generator, n: int) -> Forecasters:
    late_us = START_US + round(YEARS * 365 * DAY_US * 0.7)
    retired_us = late_us + rng.integers(0, YEARS * 100, n) * DAY_US
    grains = (1, 60 * MINUTE_US, DAY_US)
    return Forecasters(
        kind=rng.choice(len(KINDS), n, p=KIND_SHARES),
        step=rng.choice(STEPS, n, p=STEP_SHARES),
        grain_us=rng.choice(grains, n, p=(1 - HOURLY - DAILY, HOURLY, DAILY)),
        imports=rng.random(n) < IMPORTERS,
        retired_us=np.where(rng.random(n) < RETIRED, retired_us, NEVER),
    )


def _questions(rng: np.random.Generator, n: int) -> Questions:
    opens_us = START_US + np.sort(rng.integers(0, YEARS * 365 * 24, n)) * 60 * MINUTE_US
    life_us = (np.exp(rng.normal(4.2, 0.9, n)).clip(3, 900) * 24).astype(np.int64) * 60 * MINUTE_US
    closes_us = opens_us + life_us
    after_us = rng.integers(0, 14 * DAY_US, n)
    known_us = closes_us + after_us
    early = rng.random(n) < KNOWN_EARLY
    known_us[early] = opens_us[early] + (life_us[early] * rng.random(early.sum())).astype(np.int64)
    first = rng.random(n) < KNOWN_FIRST
    known_us[first] = opens_us[first] - after_us[first]
    status = rng.choice(len(STATUSES), n, p=STATUS_SHARES)
    leaning = rng.normal(-0.6, 1.5, n)
    outcome = (rng.random(n) < _sigmoid(leaning)).astype(np.float64)
    whole = outcome.copy()
    partial = rng.random(n) < FRACTIONAL
    outcome[partial] = rng.choice((0.25, 0.5, 0.8), partial.sum())
    tries = np.where(rng.random(n) < CLASSED, rng.integers(5, 60, n), 0)
    revised_us = opens_us + rng.integers(0, life_us)
    spot_us = opens_us + life_us // 2
    resolved = status == 0
    return Questions(
        opens_us=opens_us,
        closes_us=closes_us,
        known_us=np.where(status < len(STATUSES) - 1, known_us, NEVER),
        revised_us=np.where(rng.random(n) < REVISED, revised_us, NEVER),
        spot_us=np.where(rng.random(n) < SPOTTED, spot_us, NEVER),
        status=status,
        outcome=np.where(resolved, outcome, np.nan),
        before=np.where((rng.random(n) < RESTATED) & resolved, 1.0 - whole, np.nan),
        hits=rng.binomial(tries, _sigmoid(rng.normal(-0.6, 1.0, n))),
        tries=tries,
        group=np.where(rng.random(n) < GROUPED, np.arange(n) // 50, -1),
        retrospective=rng.random(n) < RETROSPECTIVE,
        leaning=leaning + np.where(whole > 0, 1.0, -1.0),
    )


def _pairs(
    rng: np.random.Generator, forecasters: int, questions: int, size: int
) -> tuple[Integers, Integers, Integers]:
    """Return (question, forecaster) pairs, each once, and how often each was forecast.

    Both activity and attention follow a power law: a few forecast most, most forecast a few.
    """
    busy = _power_law(forecasters, 0.8)
    read = rng.permutation(_power_law(questions, 0.4))
    wanted = max(1, size // PER_PAIR)
    question = rng.choice(questions, wanted, p=read).astype(np.int64)
    forecaster = rng.choice(forecasters, wanted, p=busy).astype(np.int64)
    pair = np.unique(question * forecasters + forecaster)
    keen = rng.pareto(1.5, len(pair)) + 0.2
    times = 1 + rng.multinomial(size - len(pair), keen / keen.sum())
    return pair // forecasters, pair % forecasters, times


def _power_law(n: int, exponent: float) -> Floats:
    weight = np.arange(1, n + 1) ** -exponent
    return np.asarray(weight / weight.sum())


def _forecasts(
    rng: np.random.Generator, who: Forecasters, asked: Questions, size: int
) -> Forecasts:
    pair_question, pair_forecaster, times = _pairs(rng, len(who.kind), len(asked.status), size)
    question, forecaster = np.repeat(pair_question, times), np.repeat(pair_forecaster, times)
    first = np.zeros(size, dtype=bool)
    first[np.concatenate(([0], np.cumsum(times)[:-1]))] = True
    made_us = _made(rng, asked, question, first, who.grain_us[forecaster])
    later = ~first
    action = np.zeros(size, dtype=np.int64)
    for code, share in ((REAFFIRMATION, REAFFIRMED), (WITHDRAWAL, WITHDRAWN), (SAID, SAID_ONLY)):
        action[later & (rng.random(size) < share)] = code
    later_us = np.where(
        rng.random(size) < TOLD_LATE,
        rng.exponential(10 * DAY_US, size).astype(np.int64),
        rng.integers(1, MINUTE_US, size),
    )
    quarter_us = (made_us // (91 * DAY_US) + 1) * 91 * DAY_US  # imports come in one go
    recorded_us = np.where(who.imports[forecaster], quarter_us, made_us + later_us)
    may = later & ~who.imports[forecaster] & (action == FORECAST)
    may[1:] &= recorded_us[:-1] < made_us[:-1] + MINUTE_US  # what is told late is not mended
    strikes = _strikes(rng, may)
    mends = strikes != NEVER
    made_us[mends] = recorded_us[mends] = made_us[strikes[mends]] + 5 * MINUTE_US
    p = _probabilities(rng, asked, question, made_us, who.step[forecaster])
    same = np.flatnonzero(action == REAFFIRMATION)
    p[same] = p[same - 1]
    word = np.where(rng.random(size) < WORDED, rng.integers(0, len(WORDS), size), -1)
    word[action != FORECAST] = -1
    point = np.round((np.array(WORD_LOW) + np.array(WORD_HIGH)) / 2, 3)
    p = np.where(word >= 0, point[word], p)
    expires = (action == FORECAST) & (rng.random(size) < EXPIRING)
    expires_us = made_us + 1 + rng.exponential(20 * DAY_US, size).astype(np.int64)
    p[action >= WITHDRAWAL] = np.nan
    return Forecasts(
        question, forecaster, action, p, word, made_us, recorded_us,
        np.where(expires, expires_us, NEVER), strikes,
    )  # fmt: skip


def _made(
    rng: np.random.Generator, asked: Questions, question: Integers, first: Booleans, grain: Integers
) -> Integers:
    """Return when each row was made, rising within a pair; some early, some late, many ties."""
    pair = np.cumsum(first) - 1
    start = rng.beta(1, 3, int(pair[-1]) + 1)[pair]
    share = start + (1.03 - start) * rng.random(len(question)) * ~first  # above 1 is too late
    opens_us = asked.opens_us[question]
    made_us = opens_us + (share * (asked.closes_us[question] - opens_us)).astype(np.int64)
    eager = first & (rng.random(len(question)) < EARLY_BIRDS)
    made_us[eager] = opens_us[eager] - rng.integers(1, 2 * DAY_US, eager.sum())
    made_us -= made_us % grain
    return np.asarray(made_us[np.lexsort((made_us, pair))])


def _strikes(rng: np.random.Generator, may: Booleans) -> Integers:
    """Return for each row the row before it where it strikes that one; few do."""
    chosen = may & (rng.random(len(may)) < STRUCK)
    chosen[1:] &= ~chosen[:-1]  # nobody strikes a row that strikes another
    return np.where(chosen, np.arange(len(may)) - 1, NEVER)


def _probabilities(
    rng: np.random.Generator, asked: Questions, question: Integers, made_us: Integers, step: Floats
) -> Floats:
    """Return what was said: noisy, surer as the close nears, in everyone's own steps."""
    opens_us = asked.opens_us[question]
    share = ((made_us - opens_us) / (asked.closes_us[question] - opens_us)).clip(0, 1)
    odds = asked.leaning[question] * (0.6 + share) + rng.normal(0, 0.8, len(question))
    parts = np.round(1 / step)
    p = np.clip(np.round(_sigmoid(odds) * parts), 1, parts - 1) / parts
    sure = rng.random(len(question)) < CERTAIN
    return np.where(sure, np.round(p), p)


def _sigmoid(odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))
