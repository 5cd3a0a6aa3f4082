"""Questions and forecasts of every kind, kept and given back by the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forecasts.errors import RefusedError
from forecasts.model import (
    Action,
    Forecast,
    ForecasterKind,
    Question,
    QuestionType,
    Stated,
    Terms,
    times,
)
from forecasts.model.forecast import Prediction
from forecasts.model.prediction import Family, Heights, Quantiles, Shares
from forecasts.store import Store, create_store, forecasters, forecasts, questions, verification

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
CLOSES = datetime(2026, 6, 1, tzinfo=UTC)
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
END = times.to_seconds(CLOSES)

KINDS: dict[str, tuple[dict[str, Any], tuple[Prediction, ...]]] = {
    "binary": ({}, (Stated(0.5, "50%"),)),
    "multiple_choice": (
        {"options": '["a","b",{"name":"c","from":"2026-03-01T00:00:00.000000Z"}]'},
        (Shares((0.1, 0.9, None), "a=10%"), Shares((1 / 3, 2 / 3))),
    ),
    "ordinal": ({"options": '["low","high"]'}, (Shares((0.0, 1.0)),)),
    "numeric": (
        {"range_min": -1.5, "range_max": 50.0, "open_upper": True, "unit": "USD",
         "zero_point": -2.0, "levels": "[0.1,0.9]"},
        (Quantiles(((0.1, -0.5), (0.9, 1e9)), "p10"), Heights((0.0, 0.1, 0.9)),
         Family("normal", (20.0, 3.0), "8,2")),
    ),
    "date": (
        {"range_max": END, "open_upper": True},
        (Quantiles(((0.2, END - 0.000001),), "--by"), Heights((0.0, 0.3))),
    ),
}  # fmt: skip


def terms(kind: str) -> Terms:
    dates = {"opens_at": OPENS, "closes_at": CLOSES, "resolves_by": CLOSES}
    return Terms(**{"title": f"{kind}?", **dates, **KINDS[kind][0]})


@pytest.fixture
def store(tmp_path: Path) -> Any:
    found = create_store(tmp_path / "x.db")
    with found.append(NOW, "test") as batch:
        forecasters.add(batch, "ana", ForecasterKind.PERSON)
        for kind in KINDS:
            questions.add(batch, kind.replace("_", "-"), QuestionType(kind), terms(kind))
    yield found
    found.close()


def said(question: Question, stated: Prediction, who: int, minutes: int) -> Forecast:
    return Forecast(
        question_id=question.id, revision_id=question.revision_id, forecaster_id=who,
        action=Action.FORECAST, made_at=NOW + timedelta(minutes=minutes), stated=stated,
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(KINDS))
def test_terms_and_predictions_come_back_as_they_were(store: Store, kind: str) -> None:
    question = questions.find(store, kind.replace("_", "-"))
    assert (question.type, question.terms) == (QuestionType(kind), terms(kind))
    ana = forecasters.find(store, "ana")
    predictions = KINDS[kind][1]
    for minutes, stated in enumerate(predictions):
        with store.append(NOW + timedelta(minutes=minutes), "test") as batch:
            forecasts.record(batch, said(question, stated, ana.id, minutes))
    history = forecasts.history(store.connection, question.id)
    assert tuple(row.stated for row in history) == predictions
    chances = [row.chance for row in history]
    assert chances == [row if kind == "binary" else None for row in predictions]
    assert verification.verify(store).findings == ()


def test_predictions_stand_in_the_columns_of_the_format(store: Store) -> None:
    ana = forecasters.find(store, "ana")
    with store.append(NOW, "test") as batch:
        for kind, (_, predictions) in KINDS.items():
            question = questions.find(store, kind.replace("_", "-"))
            forecasts.record(batch, said(question, predictions[0], ana.id, 0))
    rows = store.connection.execute(
        "SELECT probability, probabilities, quantiles, cdf, family FROM forecasts ORDER BY id"
    )
    assert rows.fetchall() == [
        (0.5, None, None, None, None),
        (None, "[0.1,0.9,null]", None, None, None),
        (None, "[0.0,1.0]", None, None, None),
        (None, None, '{"0.1":-0.5,"0.9":1000000000.0}', None, None),
        (None, None, '{"0.2":"2026-05-31T23:59:59.999999Z"}', None, None),
    ]


def test_the_view_of_what_stands_shows_every_form(store: Store) -> None:
    ana, number = forecasters.find(store, "ana"), questions.find(store, "numeric")
    with store.append(NOW, "test") as batch:
        for minutes, stated in enumerate(KINDS["numeric"][1][:2]):
            forecasts.record(batch, said(number, stated, ana.id, minutes))
    row = store.connection.execute(
        "SELECT question, forecaster, probability, probabilities, quantiles, cdf, family, typed"
        " FROM forecasts_now"
    )
    assert row.fetchall() == [("numeric", "ana", None, None, None, "[0.0,0.1,0.9]", None, None)]


def test_options_may_be_added_after_the_first_forecast(store: Store) -> None:
    question, ana = questions.find(store, "multiple-choice"), forecasters.find(store, "ana")
    with store.append(NOW, "test") as batch:
        forecasts.record(batch, said(question, Shares((0.1, 0.9)), ana.id, 0))

    def revised(entry: str) -> Question:
        options = f"{(question.terms.options or '')[:-1]},{entry}]"
        with store.append(NOW, "revise") as batch:
            return questions.revise(batch, question, replace(question.terms, options=options))

    for entry in ('"d"', '{"name":"d","from":"2026-02-01T11:59:59.999999Z"}'):
        with pytest.raises(RefusedError, match="its dates, range, options"):
            revised(entry)
    after = revised('{"name":"d","from":"2026-02-01T12:00:00Z"}')
    assert [option.name for option in after.terms.choices] == ["a", "b", "c", "d"]
    assert questions.find(store, "multiple-choice").terms == after.terms


def test_terms_that_a_kind_cannot_have_are_never_recorded(store: Store) -> None:
    head = store.receipt()
    with pytest.raises(ValueError, match="has none"), store.append(NOW, "ask") as batch:
        questions.add(batch, "x", QuestionType.BINARY, terms("numeric"))
    date = questions.find(store, "date")
    with pytest.raises(ValueError, match="needs a horizon"), store.append(NOW, "revise") as batch:
        questions.revise(batch, date, replace(date.terms, range_max=None))
    assert store.receipt() == head


def test_what_a_kind_takes_for_granted_is_on_record(store: Store) -> None:
    asked = replace(terms("date"), open_upper=False, levels="[ 0.5 ]")
    with store.append(NOW, "ask") as batch:
        found = questions.add(batch, "when", QuestionType.DATE, asked)
    assert (found.terms.open_upper, found.terms.levels) == (True, "[0.5]")
    assert questions.find(store, "when").terms == found.terms
