"""Tables of every kind of question go into the record, and what does not fit is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forecasts.errors import BulkError
from forecasts.importers import tables
from forecasts.importers.merge import Merged, refuse_bad_rows
from forecasts.model import ForecasterKind, Interval, times
from forecasts.model.forecast import Prediction
from forecasts.model.prediction import Family, Heights, Quantiles, Shares
from forecasts.model.scale import Scale
from forecasts.store import forecasters, forecasts, open_store, questions, resolutions

Put = Callable[..., Path]
Import = Callable[..., Merged]

DATES = {"opens_at": "2026-01-01T00:00Z", "closes_at": "2026-06-01T00:00Z"}
QUESTIONS: list[dict[str, Any]] = [
    {"question": "rain", "title": "Will it rain?", "type": "binary"},
    {"question": "who", "title": "Who wins?", "type": "multiple_choice",
     "options": ["Kim", {"name": "Lee", "until": "2026-03-01T09:00+09:00"}, "Other",
                 {"name": "Yun", "from": "2026-02-01T00:00Z", "other": False}],
     "reference_class": {"Kim": 3, "Lee": 1, "Other": 0}},
    {"question": "how-bad", "title": "How bad?", "type": "ordinal",
     "options": ["low", "middle", "high"]},
    {"question": "how-many", "title": "How many?", "type": "numeric", "range_min": 0.5,
     "range_max": 100, "zero_point": -2.5, "open_upper": True, "levels": [0.1, 0.5, 0.9],
     "unit": "tests"},
    {"question": "count", "title": "How many seats?", "type": "numeric", "range_min": -0.5,
     "range_max": 3.5, "bins": 4},
    {"question": "free", "title": "Which number?", "type": "numeric"},
    {"question": "when", "title": "When?", "type": "date", "timezone": "Asia/Seoul",
     "range_max": "2026-12-31T15:00Z"},
]  # fmt: skip
FORECASTS: list[dict[str, Any]] = [
    {"question": "rain", "probability": 0.3},
    {"question": "who", "probabilities": [0.5, 0.25, 0.25]},
    {"question": "who", "made_at": "2026-04-01T00:00Z", "probabilities": [0.5, None, 0.25, 0.25]},
    {"question": "how-bad", "probabilities": [0, 1e-05, 0.99999]},
    {"question": "how-many", "quantiles": {"0.9": 130, "0.1": 3, "0.5": 8}},
    {"question": "how-many", "cdf": [0.125, 0.5, 0.75]},
    {"question": "how-many", "family": {"name": "normal", "parameters": [50, 10]}},
    {"question": "count", "cdf": [0, 0.1, 0.4, 0.9, 1]},
    {"question": "free", "quantiles": {"0.5": -1e9}},
    {"question": "when", "quantiles": {"0.2": "2026-03-01T00:00+09:00",
                                       "0.6": "2026-12-31T15:00Z"}},
    {"question": "when", "cdf": [0, 0.2, 0.3]},
    {"question": "when", "withdrawn": True},
]  # fmt: skip
RESOLUTIONS: list[dict[str, Any]] = [
    {"question": "rain", "outcome": 0.3},
    {"question": "who", "outcome": "KIM"},
    {"question": "how-bad", "outcome": "high"},
    {"question": "how-many", "outcome": "above"},
    {"question": "count", "outcome": 2},
    {"question": "free", "outcome": "-3..5"},
    {"question": "when", "outcome": "2026-02-03"},
]


def jsonl(rows: list[dict[str, Any]], **filled: str) -> str:
    return "".join(f"{json.dumps({**filled, **row})}\n" for row in rows)


def tables_of(**changed: list[dict[str, Any]]) -> dict[str, str]:
    """Return the tables above as JSON Lines, some with other rows."""
    rows = {"questions": QUESTIONS, "forecasts": FORECASTS, "resolutions": RESOLUTIONS, **changed}
    filled = {
        "questions": DATES,
        "forecasts": {"forecaster": "ana", "made_at": "2026-01-15T00:00Z"},
        "resolutions": {"known_at": "2026-05-01T00:00Z"},
    }
    return {f"{name}_jsonl": jsonl(found, **filled[name]) for name, found in rows.items()}


@pytest.fixture
def db(tmp_path: Path, put: Put, imported: Import) -> Path:
    """Return a record into which the tables above were read."""
    done = imported(tmp_path / "x.db", put("first", **tables_of()))
    assert done == Merged(
        questions_added=7, forecasts_added=12, resolutions_added=7, forecasters_made=1
    )
    return tmp_path / "x.db"


def stated(db: Path) -> dict[str, list[Prediction | None]]:
    """Return slug -> the predictions on record, in order."""
    store = open_store(db)
    ana = forecasters.find(store, "ana")
    slug_of = {question.id: question.slug for question in questions.everything(store.connection)}
    found: dict[str, list[Prediction | None]] = {}
    for row in forecasts.by_forecaster(store.connection, ana.id):
        found.setdefault(slug_of[row.question_id], []).append(row.stated)
    store.close()
    return found


def seconds(text: str) -> float:
    return times.to_seconds(datetime.fromisoformat(text))


def test_predictions_are_as_the_tables_say(db: Path) -> None:
    found = stated(db)
    assert found["who"] == [Shares((0.5, 0.25, 0.25)), Shares((0.5, None, 0.25, 0.25))]
    assert found["how-bad"] == [Shares((0.0, 1e-05, 0.99999))]
    assert found["how-many"] == [
        Quantiles(((0.1, 3.0), (0.5, 8.0), (0.9, 130.0))),
        Heights((0.125, 0.5, 0.75)),
        Family("normal", (50.0, 10.0)),
    ]
    assert found["count"] == [Heights((0.0, 0.1, 0.4, 0.9, 1.0))]
    assert found["free"] == [Quantiles(((0.5, -1e9),))]
    assert found["when"] == [
        Quantiles(((0.2, seconds("2026-02-28T15:00Z")), (0.6, seconds("2026-12-31T15:00Z")))),
        Heights((0.0, 0.2, 0.3)),
        None,
    ]


def test_terms_are_as_the_tables_say(db: Path) -> None:
    store = open_store(db)
    asked = {question.slug: question.terms for question in questions.everything(store.connection)}
    store.close()
    who = {option.name: option for option in asked["who"].choices}
    assert list(who) == ["Kim", "Lee", "Other", "Yun"]
    assert who["Lee"].offered_until == datetime(2026, 3, 1, tzinfo=UTC)
    assert (who["Other"].other, who["Yun"].other) == (True, False)
    assert asked["who"].reference_class is not None
    assert asked["who"].reference_class.options == ("Kim", "Lee", "Other")
    assert asked["how-many"].scale == Scale(0.5, 100.0, open_upper=True, zero_point=-2.5)
    assert (asked["how-many"].quantile_levels, asked["how-many"].unit) == ((0.1, 0.5, 0.9), "tests")
    assert (asked["count"].bins, asked["free"].scale) == (4, None)
    end = seconds("2026-12-31T15:00Z")
    assert asked["when"].scale == Scale(seconds("2026-01-01T00:00Z"), end, open_upper=True)


def test_outcomes_are_kept_in_one_text(db: Path) -> None:
    store = open_store(db)
    slug_of = {question.id: question.slug for question in questions.everything(store.connection)}
    latest = resolutions.all_latest(store.connection)
    store.close()
    found = {slug_of[id_]: resolution for id_, resolution in latest.items()}
    assert {slug: resolution.outcome for slug, resolution in found.items()} == {
        "rain": "0.3", "who": "Kim", "how-bad": "high", "how-many": "above", "count": "2.0",
        "free": "-3.0..5.0", "when": "2026-02-03T15:00:00.000000Z",
    }  # fmt: skip
    day = Interval(datetime(2026, 2, 2, 15, tzinfo=UTC), datetime(2026, 2, 3, 15, tzinfo=UTC))
    assert found["when"].happened == day


def test_importing_twice_adds_nothing_in_any_form(
    db: Path, imported: Import, put: Put, tmp_path: Path
) -> None:
    known = Merged(questions_known=7, forecasts_known=12, resolutions_known=7)
    assert imported(db, tmp_path / "first") == known
    rows = (
        "question,forecaster,made_at,quantiles,cdf\n"
        'when,ANA,2026-01-15T09:00+09:00,"{""0.60"": ""2027-01-01T00:00+09:00"", '
        '""0.2"": ""2026-02-28T15:00:00.000Z""}",\n'
        'how-many,ana,2026-01-15T00:00Z,,"[0.125, 0.50, 75e-2]"\n'
    )
    answers = "question,outcome,known_at\n" + "".join(
        f"{row},2026-05-01T00:00Z\n"
        for row in ("who,kim", "count,2", "free,-3.0 .. 5", "when,2026-02-03T15:00Z", "rain,.3")
    )
    other = put("other", forecasts=rows, resolutions=answers)
    assert imported(db, other) == Merged(forecasts_known=2, resolutions_known=5)


def problems(imported: Import, db: Path, folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(BulkError) as caught:
        imported(db, folder)
    return [(p.file, p.line, p.column, p.why) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ({"question": "rain", "probabilities": [0.5, 0.5]}, "probabilities", "one probability"),
        ({"question": "who", "probability": 0.5}, "probability", "a probability for each option"),
        ({"question": "who", "cdf": [0, 1]}, "cdf", "a probability for each option"),
        ({"question": "how-many", "probability": 0.5}, "probability", "a distribution"),
        ({"question": "how-bad", "probabilities": [0.5, 0.5]}, "probabilities",
         "'high' is on offer and has no probability: write 0 if it cannot be"),
        ({"question": "how-bad", "probabilities": [0.5, None, 0.5]}, "probabilities",
         "'middle' is on offer and has no probability"),
        ({"question": "how-bad", "probabilities": [0.5, 0.5, 0, 0]}, "probabilities",
         "4 probabilities for 3 options"),
        ({"question": "who", "probabilities": [0.5, 0.25, 0.25, 0]}, "probabilities",
         "'Yun' is not on offer then: write null"),
        ({"question": "who", "made_at": "2026-02-01T00:00Z", "probabilities": [0.5, 0.25, 0.25]},
         "probabilities", "'Yun' is on offer and has no probability"),
        ({"question": "how-many", "quantiles": {"0.5": 0.4}}, "quantiles", "0.4 lies below 0.5"),
        ({"question": "count", "quantiles": {"0.5": 3.6}}, "quantiles", "3.6 lies past 3.5"),
        ({"question": "count", "cdf": [0, 1]}, "cdf", "it has 2 heights, and 4 bins have 5 edges"),
        ({"question": "count", "cdf": [0, 0, 0, 0, 0.9]}, "cdf", "it ends at 0.9"),
        ({"question": "count", "family": {"name": "normal", "parameters": [3, 1]}}, "family",
         "30.9% of it lies above 3.5, a closed end"),
        ({"question": "free", "cdf": [0, 1]}, "cdf", "it has none: state quantiles"),
        ({"question": "free", "quantiles": {"0.5": "2026-03-01T00:00Z"}}, "quantiles",
         "the quantiles of a numeric question are numbers"),
        ({"question": "when", "quantiles": {"0.5": 8}}, "quantiles",
         "the quantiles of a date question are instants, such as 2026-11-03T00:00Z"),
        ({"question": "when", "quantiles": {"0.5": "2027-01-01T00:00Z"}}, "quantiles",
         "2027-01-01 00:00Z lies past 2026-12-31 15:00Z, where the range ends: leave it out"),
    ],
)  # fmt: skip
def test_a_prediction_that_does_not_fit_its_question_is_shown(
    tmp_path: Path,
    imported: Import,
    put: Put,
    now: datetime,
    row: dict[str, Any],
    column: str,
    why: str,
) -> None:
    folder = put("bad", **tables_of(forecasts=[FORECASTS[0], row], resolutions=[]))
    ((file, line, where, what),) = problems(imported, tmp_path / "x.db", folder)
    assert (file, line, where) == ("forecasts.jsonl", 2, column)
    assert why in what
    with pytest.raises(BulkError, match=r"forecasts\.jsonl:2"):  # and before a record is made
        refuse_bad_rows(tables.read(folder), ForecasterKind.PERSON, now)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"question": "rain", "outcome": "maybe"}, "Type yes or no"),
        ({"question": "rain", "outcome": 1}, "Type yes."),
        ({"question": "who", "outcome": "Kimm"}, "none of the options. Did you mean Kim?"),
        ({"question": "how-many", "outcome": "below"}, "closed at 0.5: nothing lies below"),
        ({"question": "how-many", "outcome": "many"}, "Type the number, such as 7.5"),
        ({"question": "when", "outcome": "soon"}, "'soon' is no date"),
        ({"question": "when", "outcome": "2026-02-03T12:00"}, "end it with Z"),
        ({"question": "when", "outcome": "2027-01-01"}, "past the horizon, 2026-12-31 15:00Z"),
        ({"question": "when", "outcome": "2026-02-30"}, "is no date"),
        ({"question": "when", "outcome": "never", "happened_at": "2026-02-03T00:00Z"},
         "what never happened has no date"),
        ({"question": "when", "outcome": "2026-02-03", "happened_at": "2026-02-09T00:00Z"},
         "it cannot have happened by 2026-02-03 15:00Z and by 2026-02-09 00:00Z"),
    ],
)  # fmt: skip
def test_an_outcome_that_does_not_fit_its_question_is_shown(
    tmp_path: Path, imported: Import, put: Put, row: dict[str, Any], why: str
) -> None:
    folder = put("bad", **tables_of(forecasts=[], resolutions=[row]))
    ((file, line, where, what),) = problems(imported, tmp_path / "x.db", folder)
    assert (file, line, where) == ("resolutions.jsonl", 1, "outcome")
    assert why in what


@pytest.mark.parametrize(
    ("slug", "more", "column", "why"),
    [
        ("rain", {"options": ["a", "b"]}, "options", "a yes/no question has none"),
        ("rain", {"range_min": 0}, "range_min", "a yes/no question has none"),
        ("who", {"options": None}, "options", "a multiple_choice question needs options"),
        ("who", {"options": ["Kim"]}, "options", "two options or more"),
        ("who", {"options": {"Kim": 1}}, "options", "is no JSON list"),
        ("who", {"options": [1, 2]}, "options", "put it in quotes"),
        ("who", {"options": ["Kim", "kim"]}, "options", "two options are called"),
        ("who", {"options": ["Kim", "Annulled"]}, "options", "no name for an option"),
        ("who", {"options": ["Kim", {"name": "Lee", "form": "2026-02-01T00:00Z"}]}, "options",
         "an option has no 'form': only name, from, until and other"),
        ("who", {"options": ["Kim", {"name": "Lee", "from": "2026-02-01"}]}, "options", "is a day"),
        ("who", {"reference_class": {"Kim": 3}}, "reference_class", "it lacks 'Lee'"),
        ("who", {"reference_class": "3/40"}, "reference_class", "it lacks 'Kim'"),
        ("rain", {"reference_class": {"k": 3, "n": 40}}, "reference_class", "write 3/40"),
        ("rain", {"reference_class": {"rate": 0.1}}, "reference_class",
         'as 3/40 (3 cases of 40), or of options as {"Kim": 3, "Lee": 1}'),
        ("how-many", {"range_min": None}, "range_min", "a range has two ends"),
        ("how-many", {"range_max": 0}, "range_max", "a range runs upwards"),
        ("how-many", {"zero_point": 50}, "zero_point", "must lie outside the range"),
        ("how-many", {"levels": [0.9, 0.1]}, "levels", "rising numbers"),
        ("how-many", {"levels": "0.9"}, "levels", "is no JSON list"),
        ("how-many", {"range_min": "2026-01-01T00:00Z"}, "range_min", "write a number"),
        ("count", {"bins": 2.5}, "bins", "no whole number"),
        ("count", {"bins": 0}, "bins", "no whole number of at least 1"),
        ("when", {"range_max": None}, "range_max", "needs a horizon"),
        ("when", {"range_max": 1.8e9}, "range_max", "runs between instants"),
        ("when", {"range_max": "2026-01-01T00:00Z"}, "range_max", "before the question opens"),
        ("when", {"range_min": "2019-01-01T00:00Z"}, "range_min", "from the opening on"),
        ("when", {"by_deadline": True}, "by_deadline", "a date question has none"),
    ],
)  # fmt: skip
def test_a_question_that_lacks_what_its_type_needs_is_shown_alone(
    tmp_path: Path,
    imported: Import,
    put: Put,
    slug: str,
    more: dict[str, Any],
    column: str,
    why: str,
) -> None:
    asked = [{**row, **more} if row["question"] == slug else row for row in QUESTIONS]
    folder = put("bad", **tables_of(questions=asked))
    ((file, line, where, what),) = problems(imported, tmp_path / "x.db", folder)
    place = [row["question"] for row in QUESTIONS].index(slug) + 1
    assert (file, line, where) == ("questions.jsonl", place, column)
    assert why in what


def test_a_question_never_changes_its_type(db: Path, imported: Import, put: Put) -> None:
    asked = [{**QUESTIONS[0], "type": "numeric"}, {**QUESTIONS[5], "question": "new"},
             {**QUESTIONS[0], "question": "new"}]  # fmt: skip
    found = problems(imported, db, put("bad", **tables_of(questions=asked)))
    assert [problem[:3] for problem in found] == [
        ("questions.jsonl", 1, "type"),
        ("questions.jsonl", 3, "type"),
    ]
    assert "rain is a yes/no question and stays one: ask a new question" in found[0][3]
    assert "new is a numeric question and stays one" in found[1][3]


def test_columns_that_are_left_out_keep_what_is_on_record(
    db: Path, imported: Import, put: Put
) -> None:
    rows = [{key: row[key] for key in ("question", "title", "type")} for row in QUESTIONS]
    assert imported(db, put("words", questions_jsonl=jsonl(rows, **DATES))).questions_known == 7
    rows[1]["title"] = "Who will win?"
    assert imported(db, put("words", questions_jsonl=jsonl(rows, **DATES))) == Merged(
        questions_revised=1, questions_known=6
    )


def with_options(*options: Any) -> list[dict[str, Any]]:
    return [{**QUESTIONS[1], "options": [*QUESTIONS[1]["options"], *options]}]


def test_options_may_be_added_from_now_on_and_nothing_else_moves(
    db: Path, imported: Import, put: Put, now: datetime
) -> None:
    late = {"name": "Han", "from": now.isoformat()}
    added = put("added", **tables_of(questions=with_options(late), forecasts=[], resolutions=[]))
    assert imported(db, added) == Merged(questions_revised=1)
    assert imported(db, added) == Merged(questions_known=1)
    for early in ("Ahn", {"name": "Ahn", "from": "2026-05-01T00:00Z"}):
        asked = with_options(late, early)
        folder = put("early", **tables_of(questions=asked, forecasts=[], resolutions=[]))
        ((_, _, column, why),) = problems(imported, db, folder)
        assert column == "options"
        assert "add options after the last, each with a from that is still to come" in why
    moved = [{**QUESTIONS[3], "range_max": 200, "unit": "launches"}]
    folder = put("moved", **tables_of(questions=moved, forecasts=[], resolutions=[]))
    found = problems(imported, db, folder)
    assert [problem[2] for problem in found] == ["range_max", "unit"]
    assert "the first forecast fixed it (100.0)" in found[0][3]


def test_a_spoilt_question_does_not_spoil_what_is_said_of_it(
    tmp_path: Path, imported: Import, put: Put
) -> None:
    asked = [{**row, "options": None} for row in QUESTIONS]
    found = problems(imported, tmp_path / "x.db", put("bad", **tables_of(questions=asked)))
    assert [problem[:3] for problem in found] == [
        ("questions.jsonl", 2, "options"),
        ("questions.jsonl", 3, "options"),
    ]
