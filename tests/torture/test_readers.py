"""Anything typed or put in a file: words and no traceback, nothing read outside its bounds."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from math import isfinite
from typing import Any

import pytest

from forecasts import dates, parse
from forecasts.distributions import notation, typed
from forecasts.errors import ForecastsError
from forecasts.model import Interval, Question, QuestionType, Terms, times
from forecasts.model.prediction import Family, Heights, Quantiles, Shares
from tests.conftest import NOW
from tests.torture.mutations import texts

LONG = bool(os.environ.get("TORTURE"))
INPUTS = int(os.environ.get("INPUTS", "20000" if LONG else "500"))
SEED = int(os.environ.get("SEED", "6"))
UTC, SEOUL, NEW_YORK = map(dates.zone, ("UTC", "Asia/Seoul", "America/New_York"))
Read = Callable[[str], object]


def swept(name: str, examples: list[str], grammar: str, read: Read) -> None:
    """Read many texts; only words for people may be raised, and both ends must have been met."""
    text, met = texts(examples, [*grammar, *grammar.split()], SEED), Counter[str]()
    for _ in range(INPUTS):
        given = text()
        try:
            found = read(given)
        except ForecastsError as error:
            met["refused" if str(error).strip() else "wordless"] += 1
        except Exception as error:
            error.add_note(f"{name} was given {given[:3000]!r}")
            raise
        else:
            met["read" if found is not False else "refused"] += 1
    sys.stdout.write(f"\n{name}: {INPUTS} inputs, {met['read']} read, {met['refused']} refused\n")
    assert not met["wordless"]
    assert min(met["read"], met["refused"]) >= 5


# What is typed.


def probability(text: str) -> None:
    p = parse.probability(text, certain=True).probability
    assert 0.0 <= p <= 1.0
    assert parse.probability(parse.probability_text(p), certain=True).probability == p
    if p in (0.0, 1.0):
        with pytest.raises(ForecastsError):
            parse.probability(text)
    assert all(c.isascii() for c in text if c.isdigit())


def test_probability() -> None:
    examples = ["70%", "0.7", ".5", "7:3", "3/4", "1 in 20", "likely", "12 percent", "probable",
                "tan probable como improbable", "0%", "1", "0.1:0.9"]  # fmt: skip
    swept(
        "probability", examples, "0123456789.%:/ in per cent likely very unlikely 1e", probability
    )


def date(text: str) -> None:
    for zone in (UTC, NEW_YORK):
        for edge in dates.Edge:
            at = dates.instant(text, edge, zone, NOW)
            assert at.utcoffset() == timedelta()
            assert times.FIRST_YEAR <= at.year <= times.LAST_YEAR
            assert dates.instant(times.to_text(at), edge, zone, NOW) == at
        found = dates.interval(text, zone, NOW)
        assert found.start <= found.end
    assert all(c.isascii() for c in text if c.isdigit())


def test_date() -> None:
    examples = ["2026-11-03", "3 November 2026", "Nov 3, 2026", "2026-Q4", "q2 2027", "2027-03",
                "in 3 weeks", "end of 2027", "end of March 2027", "tomorrow", "friday", "eoy",
                "2027", "2026-11-03T05:00Z", "2026-11-03T05:00:00.1-05:00"]  # fmt: skip
    swept("date", examples, "0123456789 -:+ZTWQ in end of week month year d w mo may q4", date)


def duration(text: str) -> None:
    length = parse.duration(text)
    assert timedelta() < length <= parse.CENTURY
    assert parse.duration(parse.duration_text(length)) == length
    assert text.strip().isascii()


def test_duration() -> None:
    examples = ["36h", "7d", "3 weeks", "3mo", "1 hour", "36525d"]
    swept("duration", examples, "0123456789 h d w mo week hours days", duration)


def asked(kind: QuestionType, **terms: Any) -> Question:
    closes = NOW + timedelta(days=90)
    opens = NOW - timedelta(days=9)
    said = Terms(title="Which?", opens_at=opens, closes_at=closes, resolves_by=closes, **terms)
    return Question(id=1, number=1, slug="q", type=kind, revision=1, revision_id=2, terms=said)


HORIZON = times.to_seconds(NOW + timedelta(days=900))
QUESTIONS = {
    "options": asked(QuestionType.MULTIPLE_CHOICE, options='["Kim","Lee","1=2"]'),
    "numbers": asked(QuestionType.NUMERIC, range_min=0.0, range_max=50.0, open_upper=True),
    "dates": asked(QuestionType.DATE, range_max=HORIZON, open_upper=True, timezone="Asia/Seoul"),
}
WORDS = {
    "options": ["Kim=60% Lee=30% 1=2=10%", "kim=1:1 lee=1/4 '1=2=0.25'", "Kim=0 Lee=0 1=2=1"],
    "numbers": ["p10=3 p50=8 p90=30", "normal=8,2", "5=1 25=2.5 50=1e1 97.5=40", "p50=0 p90=7"],
    "dates": ["2026-12-31=20% 2027-06-30=45% never=30%", "p10=2027-01-01 p50=2028-01-01",
              "2027-Q1=1/3", "'in 3 weeks=10%' '2027-05-01T05:00Z=0.5'"],
}  # fmt: skip


def sound(stated: object, question: Question) -> None:
    """Check a prediction of options, numbers or dates, and read back what is printed of it."""
    if isinstance(stated, Shares):
        shares = [p for p in stated.probabilities if p is not None]
        assert all(0.0 <= p <= 1.0 for p in shares)
        assert abs(sum(shares) - 1.0) <= 1e-9
        printed = notation.shares_text(stated, question.terms.choices)
    elif isinstance(stated, Quantiles):
        assert all(isfinite(level) and isfinite(place) for level, place in stated.pairs)
        assert all(0.0 <= level <= 1.0 for level, _ in stated.pairs)
        assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(stated.pairs))
        printed = ""
        if question.type is QuestionType.NUMERIC:
            printed = notation.numbers_text(stated)
        elif stated.pairs[-1][0] > 0.0:
            printed = notation.dates_text(stated, SEOUL)
    elif isinstance(stated, Heights):
        assert all(0.0 <= a <= b <= 1.0 for a, b in pairwise(stated.heights))
        return
    else:
        assert isinstance(stated, Family)
        assert all(map(isfinite, stated.parameters))
        assert stated.parameters[1] > 0.0
        printed = notation.numbers_text(stated)
    if not printed:
        return
    again = typed.read(options_of(printed), question, NOW)
    if isinstance(stated, Quantiles) and question.type is QuestionType.DATE:
        assert isinstance(again, Quantiles)  # a curve starts when it is typed
        drawn = [pair for pair in stated.pairs if pair[0] > 0.0]
        assert [pair for pair in again.pairs if pair[0] > 0.0] == drawn
        return
    assert replaced(again) == replaced(stated)


def replaced(stated: object) -> object:
    return getattr(stated, "probabilities", None) or getattr(
        stated, "pairs", getattr(stated, "parameters", None)
    )


def options_of(printed: str) -> typed.Typed:
    """Return what a printed prediction is as options of `predict`."""
    words, parts = shlex.split(printed), {"option": [], "quantile": [], "by": []}
    normal = None
    for name, value in zip(words[::2], words[1::2], strict=True):
        bare = name.removeprefix("--")
        if bare == "normal":
            normal = value
        elif bare[1:].isdigit():
            parts["quantile"].append(f"{bare[1:]}={value}")
        else:
            parts[bare].append(value)
    return typed.Typed(
        options=tuple(parts["option"]), quantiles=tuple(parts["quantile"]), by=tuple(parts["by"]),
        normal=normal, certain=True,
    )  # fmt: skip


@pytest.mark.parametrize("kind", QUESTIONS)
def test_typed_distribution(kind: str) -> None:
    def read(text: str) -> object:
        with suppress(ValueError):  # a quote that is open is the shell's affair
            words = tuple(shlex.split(text))
            sound(
                typed.read(typed.Typed(words=words, certain=True), QUESTIONS[kind], NOW), question
            )
            return None
        return False

    question = QUESTIONS[kind]
    swept(f"typed {kind}", WORDS[kind], "0123456789.%=,-e p50= never= normal= Kim= Lee=", read)


FILES = {
    "options": ['{"Kim": 0.5, "Lee": 0.25, "1=2": 0.25}', "[0.5, 0.5, 0]",
                '{"probabilities": ["50%", 0.5, 0]}'],
    "numbers": ['{"0.1": 3, "0.5": 8, "0.9": 30}', "[0, 0.25, 0.5, 1]", '{"cdf": [0.0, 1e-1, 1]}',
                '{"family": {"name": "normal", "parameters": [8, 2]}}',
                '{"quantiles": {"0.5": 8, "0.975": 4e1}}'],
    "dates": ['{"2027-01-01": 0.3, "never": 0.6}', '{"0.5": "2027-01-01"}', "[0, 0.2, 0.4]"],
}  # fmt: skip


@pytest.mark.parametrize("kind", QUESTIONS)
def test_distribution_in_a_file(kind: str) -> None:
    def read(text: str) -> None:
        held = typed.Typed(file=("x.json", text), certain=True)
        sound(typed.read(held, QUESTIONS[kind], NOW), QUESTIONS[kind])

    swept(f"{kind} in a file", FILES[kind], '0123456789.,:[]{}"-e "0.5": null true "never":', read)


def test_interval_of_a_cell() -> None:
    from forecasts.lines.instants import interval, interval_cell

    def read(text: str) -> object:
        try:
            found = interval(text)
        except ValueError:
            return False
        assert found is None or isinstance(found, Interval)
        assert interval(interval_cell(found)) == found
        return None

    swept("interval", ["2026-11-03T05:00Z", "2025-09-04T00:00Z/2025-09-05T00:00:00.5+09:00"],
          "0123456789-:TZ+/.", read)  # fmt: skip
