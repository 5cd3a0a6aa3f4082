"""What is exported is imported as the same facts, to the last bit."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.errors import RefusedError
from forecasts.exporters import EXPORTERS
from forecasts.exporters.tables import _write_csv, _write_jsonl, write
from forecasts.importers import tables
from forecasts.importers.merge import Merged, merge
from forecasts.lines import (
    FORECASTERS,
    FORECASTS,
    LINKS,
    QUESTIONS,
    RESOLUTIONS,
    ForecasterLine,
    ForecastLine,
    Line,
    LinkLine,
    QuestionLine,
    ResolutionLine,
    Table,
)
from forecasts.lines import tables as line_tables
from forecasts.model import (
    Criteria,
    ForecasterKind,
    Interval,
    QuestionType,
    ReferenceClass,
    Terms,
)
from forecasts.store import Receipt, create_store, lines, open_store

Put = Callable[..., Path]
Import = Callable[..., Merged]
Facts = Callable[[Path], dict[str, list[Line]]]

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
ALPHABET = "aZ0é김 =+-@'\",;\\%\u200d"
one_line = st.text(ALPHABET, min_size=1, max_size=12).filter(lambda s: s.strip() == s)
title = one_line.filter(lambda s: not s.isspace())
long_text = st.none() | st.text(ALPHABET + "\n\t", min_size=1, max_size=30)
slugs = st.from_regex(r"[a-z][a-z0-9._-]{0,8}", fullmatch=True)
names = one_line
address = st.none() | st.sampled_from(["https://example.org", "http://a.b/c?d=e,f&g='h'"])
moments = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2026, 10, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
maybe_moment = st.none() | moments
lengths = st.timedeltas(timedelta(microseconds=1), timedelta(days=400))


@st.composite
def question_lines(draw: st.DrawFn) -> QuestionLine:
    opens_at = draw(moments)
    topics = draw(st.lists(one_line.filter(lambda s: ";" not in s), max_size=3))
    n = draw(st.integers(0, 50))
    terms = Terms(
        title=draw(title),
        opens_at=opens_at,
        closes_at=opens_at + draw(lengths),
        resolves_by=opens_at + draw(lengths),
        criteria=Criteria(draw(st.sampled_from(["", "Rain.", "=Rain\nor snow."])), draw(title)),
        topics=tuple(topics),
        group=draw(st.none() | one_line),
        url=draw(address),
        spot_at=draw(maybe_moment),
        timezone=draw(st.sampled_from(["UTC", "Asia/Seoul", "America/New_York"])),
        reference_class=draw(st.none() | st.just(ReferenceClass((draw(st.integers(0, n)),), n))),
        by_deadline=draw(st.booleans()),
        retrospective=draw(st.booleans()),
    )
    criteria = Criteria.parse(str(Criteria.parse(str(terms.criteria))))
    terms = replace(terms, criteria=criteria)
    return QuestionLine(draw(slugs), QuestionType.BINARY, terms)


@st.composite
def forecast_lines(draw: st.DrawFn, question: st.SearchStrategy[str] = slugs) -> ForecastLine:
    made_at = draw(moments)
    withdrawn = draw(st.booleans())
    return ForecastLine(
        draw(question),
        draw(names),
        made_at,
        None if withdrawn else draw(st.floats(0, 1)) + 0.0,
        withdrawn=withdrawn,
        expires_at=draw(st.none() | lengths.map(lambda length: made_at + length)),
        rationale=draw(long_text),
    )


@st.composite
def resolution_lines(draw: st.DrawFn, question: st.SearchStrategy[str] = slugs) -> ResolutionLine:
    start = draw(moments)
    happened = st.none() | st.sampled_from([Interval(start, start), Interval(start, NOW)])
    outcomes = ["yes", "no", "annulled", "ambiguous", "disputed", "reopened"]
    return ResolutionLine(
        draw(question),
        draw(st.sampled_from(outcomes)),
        draw(moments),
        draw(happened),
        draw(address),
        draw(long_text),
        draw(long_text),
    )


forecaster_lines = st.builds(
    ForecasterLine,
    names,
    st.none() | st.sampled_from(list(ForecasterKind)),
    st.lists(names, max_size=3).map(tuple),
    maybe_moment,
)
link_lines = st.builds(
    LinkLine,
    st.sampled_from(["implies", "within", "all-of"]),
    slugs.map(lambda slug: f"a{slug}"),
    slugs.map(lambda slug: f"b{slug}"),
    st.none() | st.floats(0, 1e6).map(abs),
    maybe_moment,
    long_text,
)


def through_files(table: Table[Line], found: Sequence[Line], suffix: str) -> Sequence[Line]:
    """Write lines into a file and read them again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.name}{suffix}"
        with path.open("w", encoding="utf-8", newline="") as file:
            (_write_csv if suffix == ".csv" else _write_jsonl)(file, table.names, found)
        read = tables.read(Path(folder))
    assert [str(problem) for problem in read.problems.first] == []
    part = getattr(read, table.name)
    assert [line.number for line in part.lines] == sorted({line.number for line in part.lines})
    return list(part.lines)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (QUESTIONS, question_lines()),
        (FORECASTS, forecast_lines()),
        (RESOLUTIONS, resolution_lines()),
        (FORECASTERS, forecaster_lines),
        (LINKS, link_lines),
    ],
    ids=lambda value: value.name if isinstance(value, Table) else "",
)
@given(data=st.data())
def test_lines_come_back_from_files_as_they_were(
    table: Table[Line], kind: st.SearchStrategy[Line], suffix: str, data: st.DataObject
) -> None:
    found = data.draw(st.lists(kind, max_size=4))
    assert through_files(table, found, suffix) == found


def test_every_table_of_the_format_is_written() -> None:
    known = {value.name for value in vars(line_tables).values() if isinstance(value, Table)}
    assert known == {table.name for table in tables.ALL}
    assert EXPORTERS["tables"] is write


def exported(db: Path, folder: Path, **options: bool) -> None:
    store = open_store(db)
    with store.snapshot() as connection:
        write(connection, folder, **options)
    store.close()


def head(db: Path) -> Receipt:
    store = open_store(db)
    receipt = store.receipt()
    store.close()
    return receipt


@pytest.mark.parametrize("as_jsonl", [False, True])
def test_an_export_makes_the_same_record_and_adds_nothing_to_its_own(
    small_record: Path, tmp_path: Path, imported: Import, facts: Facts, *, as_jsonl: bool
) -> None:
    exported(small_record, tmp_path / "out", as_jsonl=as_jsonl)
    imported(tmp_path / "copy.db", tmp_path / "out")
    assert facts(tmp_path / "copy.db") == facts(small_record)
    before = head(small_record)
    imported(small_record, tmp_path / "out")
    assert head(small_record) == before


@given(data=st.data())
@settings(max_examples=25)
def test_any_record_comes_back_from_its_export(data: st.DataObject) -> None:
    asked = data.draw(
        st.lists(question_lines(), min_size=1, max_size=3, unique_by=lambda line: line.question)
    )
    on = st.sampled_from([line.question for line in asked])
    said = data.draw(st.lists(forecast_lines(on), max_size=8))
    answers = data.draw(st.lists(resolution_lines(on), max_size=4))
    with TemporaryDirectory() as place:
        folders = [Path(place) / name for name in ("a", "b", "c")]
        folders[0].mkdir()
        for table, found in ((QUESTIONS, asked), (FORECASTS, said), (RESOLUTIONS, answers)):
            with (folders[0] / f"{table.name}.csv").open("w", newline="") as file:
                _write_csv(file, table.names, found)
        held = [
            _record(Path(place) / f"{folder.name}.db", folder, out)
            for folder, out in pairwise(folders)
        ]
    assert held[0] == held[1]
    by_slug = {line.question: i for i, line in enumerate(asked)}
    assert len(held[0][1]) == len(said)
    numbers = [line.probability for line in sorted(said, key=lambda x: by_slug[x.question])]
    assert [line.probability for line in held[0][1]] == numbers


def _record(db: Path, folder: Path, out: Path) -> tuple[list[Line], ...]:
    """Import a folder into a new record, export it, and return what it holds."""
    store = create_store(db)
    for again in (False, True):
        with store.append(NOW, "import") as batch:
            merge(batch, tables.read(folder), ForecasterKind.PERSON, NOW)
            if not again:
                after = batch.seq
            assert batch.seq == after
        after = store.receipt().seq
    with store.snapshot() as connection:
        write(connection, out)
        held = tuple(
            list(found(connection)) for found in (lines.questions, lines.forecasts,
                                                  lines.resolutions, lines.forecasters)
        )  # fmt: skip
    store.close()
    return held


def test_what_a_spreadsheet_would_run_stands_behind_an_apostrophe(
    put: Put, tmp_path: Path, imported: Import
) -> None:
    folder = put(
        questions="question,title,type,opens_at,closes_at,topics,group\n"
        "a,=cmd|' /C calc'!A0,binary,2026-01-01T00:00Z,2026-06-01T00:00Z,@x;y,-1\n",
        forecasts="question,forecaster,made_at,probability,rationale\n"
        'a,@ana,2026-02-01T00:00Z,0.25,"\t=1+1"\na,+b,2026-02-01T00:00Z,1e-05,\'=x\n',
    )
    imported(tmp_path / "x.db", folder)
    exported(tmp_path / "x.db", tmp_path / "out")
    cells = [
        cell
        for name in ("questions", "forecasts", "forecasters")
        for row in csv.reader((tmp_path / "out" / f"{name}.csv").open(newline=""))
        for cell in row
    ]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert {"'=cmd|' /C calc'!A0", "'@x;y", "'-1", "'@ana", "'+b", "'\t=1+1"} <= set(cells)
    assert {"0.25", "1e-05"} <= set(cells)  # numbers are left alone


@pytest.mark.parametrize("moved", [0, 2, 5])
def test_a_retry_of_what_was_killed_while_its_files_were_moved_writes_the_rest(
    small_record: Path, tmp_path: Path, moved: int
) -> None:
    folder = tmp_path / "out"
    exported(small_record, folder)
    whole = {file.name: file.read_bytes() for file in folder.iterdir()}
    for name in sorted(whole)[moved:]:
        (folder / name).unlink()
    exported(small_record, folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == whole


def test_files_are_written_over_only_when_asked(small_record: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    exported(small_record, folder)
    (folder / "links.csv").write_text("mine")
    (folder / "forecasts.csv").unlink()
    with pytest.raises(
        RefusedError, match=r"links\.csv is there already and holds something else"
    ) as caught:
        exported(small_record, folder)
    assert "--force" in caught.value.hint
    assert not (folder / "forecasts.csv").exists()
    exported(small_record, folder, force=True)
    assert (folder / "links.csv").read_text() != "mine"
    with pytest.raises(RefusedError, match="Name another folder: an import could not tell"):
        exported(small_record, folder, as_jsonl=True, force=True)
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{name}.csv" for name in ("forecasters", "forecasts", "links", "questions", "resolutions")
    ]


def test_json_lines_hold_numbers_and_leave_empty_cells_out(
    small_record: Path, tmp_path: Path
) -> None:
    exported(small_record, tmp_path / "out", as_jsonl=True)
    text = (tmp_path / "out" / "forecasts.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert rows[0] == {
        "question": "rain",
        "forecaster": "ana",
        "made_at": "2026-10-12T12:00:00Z",
        "probability": 0.3,
        "rationale": "Clouds, né dans l'ouest.",
    }
    assert len(rows) == 3


def test_an_export_that_fails_leaves_nothing_behind(small_record: Path, tmp_path: Path) -> None:
    store = open_store(small_record)
    store.connection.execute("CREATE TEMP VIEW links AS SELECT no_such_column FROM questions")
    with pytest.raises(Exception, match="no such column"):
        write(store.connection, tmp_path / "out")
    store.close()
    assert not (tmp_path / "out").exists()


def test_an_export_follows_no_link_that_waits_for_it(small_record: Path, tmp_path: Path) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "out"
    victim.write_text("mine")
    folder.mkdir()
    (folder / ".questions.csv.draft").symlink_to(victim)
    (folder / "links.csv").symlink_to(victim)
    exported(small_record, folder, force=True)
    assert victim.read_text() == "mine"
    assert (folder / "links.csv").read_text().startswith("kind,")
    assert not (folder / "links.csv").is_symlink()


def test_what_tables_do_not_carry_is_counted(small_record: Path) -> None:
    store = open_store(small_record)
    found = lines.not_carried(store.connection)
    store.close()
    assert found == {
        "typed words": 3,
        "confirmations": 1,
        "proposed outcomes": 1,
        "objections": 1,
        "rounds": 1,
        "sources": 1,
        "evidence": 1,
        "indicators": 1,
        "values of indicators": 1,
        "decisions on claims": 1,
        "lessons": 1,
        "reviews": 1,
        "answers of reviews": 1,
        "receipts, with the time of each": 1,
    }
