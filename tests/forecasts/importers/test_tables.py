"""Folders of tables are read in any form that is right, and every bad row is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forecasts.errors import BulkError, InputError, NotFoundError
from forecasts.importers import IMPORTERS
from forecasts.importers.tables import read
from forecasts.lines import Tables

Put = Callable[..., Path]

QUESTIONS = "question,title,type,opens_at,closes_at\n"
FORECASTS = "question,forecaster,made_at,probability\n"
GOOD = "rain,ana,2026-02-01T00:00Z,0.3\n"
RAIN = "rain,Will it rain?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z\n"


def problems(tables: Tables) -> list[tuple[str, int, str, str]]:
    return [(p.file, p.line, p.column, p.why) for p in tables.problems.first]


def only_problem(tables: Tables) -> tuple[int, str, str]:
    assert tables.problems.count == 1, problems(tables)
    _, line, column, why = problems(tables)[0]
    return line, column, why


def test_the_table_of_formats_names_this_one() -> None:
    assert IMPORTERS["tables"] is read


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("rain,ana,2026-02-01T00:00Z,1.2", "probability", "above 1"),
        ("rain,ana,2026-02-01T00:00Z,70", "probability", "above 1"),
        ("rain,ana,2026-02-01T00:00Z,nan", "probability", "no number"),
        ("rain,ana,2026-02-01T00:00Z,\u0660.\u0663", "probability", "digits 0 to 9"),
        ("rain,ana,2026-02-01T00:00Z,", "probability", "empty"),
        ("rain,ana,2026-02-01T00:00,0.3", "made_at", "end it with Z"),
        ("rain,ana,2026-02-01,0.3", "made_at", "is a day"),
        ("rain,,2026-02-01T00:00Z,0.3", "forecaster", "empty"),
        ("ra in,ana,2026-02-01T00:00Z,0.3", "question", "no slug"),
        ("rain,a\u202ena,2026-02-01T00:00Z,0.3", "forecaster", "U+202E"),
        ("rain,ana,2026-02-01T00:00Z", "", "3 cells, and the header has 4"),
        ("rain,ana,2026-02-01T00:00Z,0,3", "", "5 cells, and the header has 4"),
    ],
)
def test_a_bad_row_is_shown_with_its_place(put: Put, row: str, column: str, why: str) -> None:
    tables = read(put(forecasts=f"{FORECASTS}{GOOD}{row}\n{GOOD}"))
    line, where, what = only_problem(tables)
    assert (line, where) == (3, column)
    assert why in what
    assert len(tables.forecasts.lines) == 2


def test_all_bad_cells_of_all_rows_are_shown_and_long_lists_are_counted(put: Put) -> None:
    rows = "rain,,2026-02-01,7\n" * 30
    tables = read(put(forecasts=FORECASTS + rows))
    assert tables.problems.count == 90
    assert [p[:3] for p in problems(tables)][:4] == [
        ("forecasts.csv", 2, "forecaster"),
        ("forecasts.csv", 2, "made_at"),
        ("forecasts.csv", 2, "probability"),
        ("forecasts.csv", 3, "forecaster"),
    ]
    with pytest.raises(BulkError, match=r"forecasts.csv:2: forecaster: it is empty") as caught:
        tables.problems.refuse()
    assert len(caught.value.problems) == 50
    assert "… and 40 more" in caught.value.hint


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("rain,R?,binary,2026-06-01T00:00Z,2026-01-01T00:00Z,,,", "closes_at", "before it opens"),
        ("rain,R?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z,2025-01-01T00:00Z,,", "resolves_by",
         "before the question opens"),
        ("rain,R?,dates,2026-01-01T00:00Z,2026-06-01T00:00Z,,,", "type", "Did you mean date?"),
        ("rain,R?,date,2026-01-01T00:00Z,2026-06-01T00:00Z,,3,", "range_min", "between instants"),
        ("rain,R?,numeric,2026-01-01T00:00Z,2026-06-01T00:00Z,,2026-01-02T00:00Z,", "range_min",
         "write a number"),
        ("rain,R?,numeric,2026-01-01T00:00Z,2026-06-01T00:00Z,,2026-01-02,", "range_min",
         "is a day"),
        ("rain,R?,numeric,2026-01-01T00:00Z,2026-06-01T00:00Z,,--3,", "range_min", "no number"),
        ("rain,R?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z,,,Mars", "timezone", "no time zone"),
        ("rain, ,binary,2026-01-01T00:00Z,2026-06-01T00:00Z,,,", "title", "empty"),
        ("rain,W\x1b[2J?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z,,,", "title", "U+001B"),
    ],
)  # fmt: skip
def test_a_bad_question_is_shown(put: Put, row: str, column: str, why: str) -> None:
    header = QUESTIONS.rstrip() + ",resolves_by,range_min,timezone\n"
    line, where, what = only_problem(read(put(questions=f"{header}{row}\n")))
    assert (line, where) == (2, column)
    assert why in what


@pytest.mark.parametrize(
    ("header", "column", "why"),
    [
        ("question,forecaster,made_at,probablity", "'probablity'", "Did you mean probability?"),
        ("Question,forecaster,made_at,probability", "'Question'", "Did you mean question?"),
        ("question,forecaster,probability", "made_at", "missing"),
        ("question,forecaster,made_at,made_at", "made_at", "more than once"),
        ("question;forecaster;made_at;probability", "", "by commas"),
    ],
)
def test_a_bad_header_is_shown_and_its_rows_are_not(
    put: Put, header: str, column: str, why: str
) -> None:
    tables = read(put(forecasts=f"{header}\nrain,,,\n"))
    assert (1, column) in [(line, where) for _, line, where, _ in problems(tables)]
    assert why in " ".join(p[3] for p in problems(tables))
    assert tables.forecasts.lines == []
    assert {line for _, line, _, _ in problems(tables)} == {1}


def test_a_byte_order_mark_and_windows_lines_are_read(put: Put) -> None:
    text = "\ufeff" + FORECASTS.replace("\n", ",rationale\r\n")
    text += GOOD.replace("\n", ',"one\r\ntwo"\r\n')
    tables = read(put(forecasts=text))
    assert tables.problems.count == 0
    assert tables.forecasts.lines[0].rationale == "one\ntwo"


def test_lines_are_counted_as_an_editor_counts_them(put: Put) -> None:
    text = FORECASTS.replace("\n", ",rationale\n") + GOOD.replace("\n", ',"one\ntwo\nthree"\n')
    line, _, _ = only_problem(read(put(forecasts=f"{text}\nrain,ana,never,0.3,\n")))
    assert line == 6


def test_other_encodings_are_refused_with_the_line(put: Put) -> None:
    latin = (FORECASTS + GOOD + GOOD.replace("ana", "née")).encode("latin-1")
    line, _, why = only_problem(read(put(forecasts=latin)))
    assert line == 3
    assert "is not UTF-8" in why
    line, _, why = only_problem(read(put(forecasts=(FORECASTS + GOOD).encode("utf-16"))))
    assert line == 1
    assert "UTF-16" in why


def test_nul_bytes_long_lines_and_open_quotes_are_refused(put: Put) -> None:
    line, _, why = only_problem(read(put(forecasts=FORECASTS + GOOD.replace("ana", "a\0na"))))
    assert (line, "NUL" in why) == (2, True)
    long = FORECASTS + GOOD + "rain," + "x" * 2_000_000 + "\n"
    line, _, why = only_problem(read(put(forecasts=long)))
    assert (line, "longer than 1,000,000 bytes" in why) == (3, True)
    line, _, why = only_problem(read(put(forecasts=FORECASTS + GOOD + 'rain,"ana,x,1\n' + GOOD)))
    assert (line, "quotes do not match" in why) == (3, True)


def test_an_empty_file_says_what_its_header_should_be(put: Put) -> None:
    _, _, why = only_problem(read(put(forecasts="")))
    assert "question,forecaster,made_at" in why


def test_a_text_that_was_guarded_against_spreadsheets_is_read_as_it_was(put: Put) -> None:
    text = FORECASTS.replace("\n", ",rationale\n")
    cells = ["'=1+1", "''-x", "'-", "'tis so", "' =x"]
    rows = "".join(GOOD.replace("\n", f",{cell}\n") for cell in cells)
    found = read(put(forecasts=text + rows)).forecasts.lines
    assert [line.rationale for line in found] == ["=1+1", "'-x", "-", "'tis so", "' =x"]


def test_json_lines_are_read_by_the_same_rules(put: Put) -> None:
    same = '{"question":"rain","forecaster":"ana","made_at":"2026-02-01T00:00Z","probability":0.3}'
    text = same + "\n\n" + same.replace("0.3", '"0.3"') + "\n" + same.replace("0.3", "1") + "\n"
    tables = read(put(forecasts_jsonl=text))
    assert problems(tables) == []
    assert [line.probability for line in tables.forecasts.lines] == [0.3, 0.3, 1.0]
    csv = read(put("other", forecasts=FORECASTS + GOOD)).forecasts
    assert csv.lines[0] == tables.forecasts.lines[0]
    assert csv.columns == tables.forecasts.columns


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ('{"question":"a","question":"b"}', "", "'question' stands there twice"),
        ('{"probability": NaN}', "", "NaN is no number"),
        ('{"probability": Infinity}', "", "Infinity is no number"),
        ('{"probability": 1e-400,', "", "no JSON object"),
        ('{"probablity": 0.3}', "'probablity'", "Did you mean probability?"),
        ("[" * 100_000, "", "nested too deeply"),
        ("[1, 2]", "", "no JSON object"),
        ('"text"', "", "no JSON object"),
    ],
)
def test_bad_json_is_shown_with_its_line(put: Put, row: str, column: str, why: str) -> None:
    good = '{"question":"rain","forecaster":"ana","made_at":"2026-02-01T00:00Z","probability":1}'
    line, where, what = only_problem(read(put(forecasts_jsonl=f"{good}\n{row}\n{good}\n")))
    assert (line, where) == (2, column)
    assert why in what


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ('"probability": 1e-400', "no number"),
        ('"probability": true', "no number"),
        ('"probability": ' + "9" * 5000, "no number"),
        ('"probability": 0.5, "withdrawn": true', "a withdrawal has none"),
        ('"rationale": 12, "probability": 0.5', "put it in quotes"),
        ('"probability": 0.5, "expires_at": "2026-02-01T00:00Z"', "expire before it is made"),
        ('"cdf": [0, 1], "probability": 1', "one prediction a line"),
        ('"cdf": [0, 1], "quantiles": {"0.5": 3}', "cdf is filled in too"),
        ('"quantiles": {"0.5": 3}, "withdrawn": true', "a withdrawal has none"),
        ('"cdf": {"0": 1}', "is no JSON list: write [0, 0.4, 1]"),
        ('"cdf": [0, "1"]', "is no number"),
        ('"cdf": [0, true]', "is no number"),
        ('"cdf": [0]', "two heights or more"),
        ('"cdf": [0, 1.1]', "between 0 and 1"),
        ('"cdf": [0, 0.5, 0.4]', "never falls"),
        ('"cdf": "[0, 0.5"', "is no JSON"),
        ('"cdf": "[NaN, 1]"', "NaN is no number in JSON"),
        ('"probabilities": [0.5, 0.4]', "sum to 0.9, not to 1"),
        ('"probabilities": [0.5, "0.5"]', "is no number"),
        ('"probabilities": [1e-400, 1]', "no number"),
        ('"probabilities": [0.99999999999999999, 0]', "cannot be told from 1"),
        ('"probabilities": [null, null]', "sum to 0, not to 1"),
        ('"quantiles": {"0.1": 3, "0.5": 2}', "the quantiles cross: 0.1 at 3, 0.5 at 2"),
        ('"quantiles": {"0.1": 3, "0.10": 3}', "the quantiles cross"),
        (
            '"quantiles": {"0.1": "2026-03-01T00:00Z", "0.5": "2026-02-01T00:00Z"}',
            "the quantiles cross: 0.1 at 2026-03-01T00:00:00Z, 0.5 at 2026-02-01T00:00:00Z",
        ),
        ('"quantiles": {"0.1": "2026-03-01T00:00Z", "0.5": 4}', "some of its places are numbers"),
        ('"quantiles": {"0.1": "2026-03-01"}', "is a day: write an instant"),
        ('"quantiles": {"0.1": null}', "neither a number nor an instant"),
        ('"quantiles": {"10%": 3}', "write 0.7, not 70%"),
        ('"quantiles": {"": 3}', "a level is empty"),
        ('"quantiles": {"1.5": 3}', "above 1"),
        ('"quantiles": {}', "quantiles need levels"),
        ('"quantiles": [3, 8]', "is no JSON object"),
        ('"quantiles": "{\\"0.5\\": 1, \\"0.5\\": 2}"', "stands there twice"),
        ('"family": {"name": "normal", "parameters": [8, -2]}', "a standard deviation above 0"),
        ('"family": {"name": "normal", "parameters": [8, "2"]}', "are no numbers"),
        ('"family": {"name": "cauchy", "parameters": [8, 2]}', "the families are: normal"),
        ('"family": {"name": "normal"}', "is no family"),
    ],
)
def test_a_bad_json_value_is_shown(put: Put, pair: str, why: str) -> None:
    row = '{"question":"rain","forecaster":"ana","made_at":"2026-02-01T00:00Z",' + pair + "}"
    _, _, what = only_problem(read(put(forecasts_jsonl=row)))
    assert why in what


def test_any_of_the_tables_may_be_missing_and_others_are_named(put: Put) -> None:
    folder = put(forecasts=FORECASTS + GOOD, forecast="x")
    tables = read(folder)
    assert tables.not_read == ("forecast.csv",)
    assert (tables.questions.lines, tables.links.file) == ((), "")


def test_no_folder_no_table_and_two_of_a_kind_are_refused(put: Put, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="does not exist"):
        read(tmp_path / "nowhere")
    folder = put(notes="x")
    with pytest.raises(NotFoundError, match="is no folder"):
        read(folder / "notes.csv")
    with pytest.raises(NotFoundError, match="there is no table in"):
        read(folder)
    put(forecasts=FORECASTS, forecasts_jsonl="")
    with pytest.raises(InputError, match="both there"):
        read(folder)


def test_progress_is_told_for_long_files_and_ends_at_the_end(put: Put) -> None:
    told: list[tuple[int, int]] = []
    read(put(forecasts=FORECASTS + GOOD), lambda done, total: told.append((done, total)))
    assert told == []
    folder = put("long", questions=QUESTIONS + RAIN, forecasts=FORECASTS + GOOD * 170_000)
    read(folder, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 5_000_000
    assert len(told) > 20
