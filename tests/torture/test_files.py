"""Tables, TOML and ledgers in a file: words and no traceback, nothing read outside its bounds."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

import pytest

from forecasts import parse
from forecasts.errors import ForecastsError
from forecasts.exporters import ledger as ledger_lines
from forecasts.importers import ledger, tables
from forecasts.library import event_file, events, reader
from forecasts.lines import Problems
from forecasts.meeting import sheet
from forecasts.store import open_store
from forecasts.words import house
from tests.conftest import NOW
from tests.torture.test_readers import QUESTIONS, WORDS, sound, swept
from tracker.reviews.sheet import read_back

# Tables.

ASKED = """\
question,title,type,opens_at,closes_at,options,range_min,range_max,levels,reference_class,topics,bins
a,Will it?,binary,2026-01-01T00:00Z,2026-12-01T00:00Z,,,,,3/40,x; y,
b,Which?,multiple_choice,2026-01-01T00:00Z,2026-12-01T00:00+09:00,"[""Kim"",{""name"":""Lee""}]",,,,,,
c,How many?,numeric,2026-01-01T00:00Z,2026-12-01T00:00Z,,0,1e2,"[0.1,0.5]",,,7
d,When?,date,2026-01-01T00:00Z,2026-12-01T00:00Z,,,2027-12-01T00:00Z,,,,
"""
SAID = """\
question,forecaster,made_at,probability,probabilities,quantiles,cdf,family,withdrawn,expires_at,rationale
a,ana,2026-02-01T00:00:00Z,0.3,,,,,,2026-03-01T00:00Z,"Dry,
so far."
b,ben,2026-02-01 00:00+01:00,,"[0.25,0.75]",,,,false,,
c,ana,2026-02-01T00:00Z,,,"{""0.1"":3,""0.9"":30}",,,,,
c,ana,2026-02-02T00:00Z,,,,"[0,0.5,1]",,,,
c,ana,2026-02-02T00:00Z,,,,,"{""name"":""normal"",""parameters"":[8,2]}",,,
d,ana,2026-02-02T00:00Z,,,"{""0.5"":""2027-01-01T00:00Z""}",,,true,,'=x
"""
HAPPENED = """\
question,outcome,known_at,happened_at,source_url,quote,note
a,yes,2026-05-01T00:00Z,2026-04-30T00:00Z/2026-05-01T00:00Z,https://example.org/x,"It ""was"".",
c,-3.5,2026-05-01T00:00Z,,,,
"""
MORE = {
    "forecasters": "name,kind,aliases,retired_at\nana,person,A. Lee; Anna,2026-05-01T00:00Z\n",
    "links": "kind,from,to,days,latest_at,note\nwithin,a,b,30,2026-12-01T00:00Z,Why.\n",
}
TABLES = {"questions": ASKED, "forecasts": SAID, "resolutions": HAPPENED, **MORE}


def lines_of(folder: Path) -> object:
    """Read a folder of tables; check each good line and read back the cells printed of it."""
    found = tables.read(folder)
    lines = 0
    for part in (
        found.questions,
        found.forecasts,
        found.resolutions,
        found.forecasters,
        found.links,
    ):
        for line in part.lines:
            lines += 1
            cells = [None if cell is None else printed(cell) for cell in line.cells()]
            read = (
                column.read(cell) for column, cell in zip(part.table.columns, cells, strict=True)
            )
            assert part.table.make(*read, line.number) == line, line
    for said in found.forecasts.lines:
        assert said.probability is None or 0.0 <= said.probability <= 1.0
        assert said.made_at.utcoffset() == timedelta()
        written_soundly(said)
    assert all(problem.why for problem in found.problems.first)
    return lines > 0 and not found.problems.count


def printed(cell: object) -> object:
    """Return a cell as CSV holds it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return repr(cell) if isinstance(cell, float | int) else cell


def written_soundly(said: Any) -> None:
    if said.probabilities:
        shares = [p for p in json.loads(said.probabilities) if p is not None]
        assert abs(sum(shares) - 1.0) <= 1e-9
        assert all(0.0 <= p <= 1.0 for p in shares)
    if said.cdf:
        assert all(0.0 <= a <= b <= 1.0 for a, b in pairwise(json.loads(said.cdf)))
    if said.quantiles:
        levels = [float(level) for level in json.loads(said.quantiles)]
        assert all(0.0 <= a < b <= 1.0 for a, b in pairwise([*levels, 1.1][:-1]))


def as_json_lines(text: str) -> str:
    rows = csv.DictReader(text.splitlines(keepends=True))
    return "".join(json.dumps({k: v for k, v in row.items() if v}) + "\n" for row in rows)


def put(path: Path, text: str) -> None:
    path.write_bytes(text.encode(errors="surrogatepass"))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_table(tmp_path: Path, suffix: str) -> None:
    def read(text: str) -> object:
        kept = next((name for name, start in starts.items() if text[:12] == start), "forecasts")
        path = tmp_path / f"{kept}{suffix}"
        put(path, text)
        try:
            return lines_of(tmp_path)
        finally:
            path.unlink()

    given = {
        name: text if suffix == ".csv" else as_json_lines(text) for name, text in TABLES.items()
    }
    starts = {name: text[:12] for name, text in given.items()}
    grammar = '0123456789.,:[]{}"-eTZ\n "", a,ana,2026-02-01T00:00Z,0.5\n "made_at": "question":'
    swept(f"tables {suffix}", [*given.values()], grammar, read)


# TOML.

SCALE = """\
name = "House"
source = "ours"
[[terms]]
words = ["likely", "a good chance"]
low = 0.6
high = 0.8
[[terms]]
words = ["sure"]
low = 1
high = 1
"""


def test_house_scale(tmp_path: Path) -> None:
    def read(text: str) -> None:
        put(tmp_path / "house.toml", text)
        scale = house(tmp_path / "house.toml")
        assert scale.name.strip()
        for word, term in scale.terms.items():
            assert word == " ".join(word.lower().split())
            assert 0.0 <= term.low <= term.high <= 1.0
            assert 0.0 <= term.point <= 1.0

    swept("house scale", [SCALE], '0123456789.[]="\n low= high= words= nan inf true 1e400', read)


LOG = """\
kinds = [{ id = "test", title = "A test", complete = [2000, 2025] }, { id = "x", title = "X" }]
[[events]]
kind = "test"
date = 2006-10-09
to = 2006-10-10
published_on = 2006-10-10
what = "It was tested."
publisher = "KCNA"
url = "https://example.org/"
dated = 2006-10-09
checked = "text"
value = 1.5
[[events]]
kind = "test"
date = 2009-05-25
what = "Again."
publisher = "KCNA"
checked = "memory"
"""


def test_event_log() -> None:
    def read(text: str) -> None:
        found = events.read("log.toml", text)
        assert all(event.day <= event.last_day for event in found.events)
        assert all(one.day <= after.day for one, after in pairwise(found.events))
        for event in found.events:
            assert type(event.day) is type(event.last_day) is type(event.published_on)
            assert event.value is None or isfinite(event.value)

    swept("event log", [LOG], '0123456789.[]{}="\n date= 2010-01-01 complete= [] true nan', read)


def test_event_log_of_one_s_own(tmp_path: Path) -> None:
    def read(text: str) -> None:
        put(tmp_path / "log.csv", text)
        found = event_file.read(str(tmp_path / "log.csv")).log
        assert all(event.day <= event.last_day for event in found.events)

    given = (
        'date,to,kind,published_on,what,source\n2020-01-01,2020-01-03,a,2020-01-02,"It, was",b\n'
        "2021-01-01,,a,,,\n"
    )
    swept("event log, CSV", [given, "date\n2020-01-01\n"], '0123456789,-"\n date kind', read)


SET = """\
title = "A set"
about = "On it."
[[sources]]
slug = "brief"
title = "A brief"
date_from = 2025-02-04
date_to = 2025-02-05
date_basis = "Printed."
language = "en"
[[forecasters]]
name = "csds"
kind = "publication"
[[questions]]
slug = "meet"
title = "Do they meet?"
opens_at = 2025-02-04T00:00:00Z
closes_at = 2026-01-01T00:00:00-05:00
timezone = "America/New_York"
counts = "They meet."
does_not_count = "Calls."
who_says_so = "KCNA."
if_unclear = "No."
background = "Before."
topics = ["korea"]
url = "https://example.org/"
by_deadline = true
reference_class = { k = 3, n = 40, basis = "Years." }
[[questions.said]]
forecaster = "csds"
source = "brief"
at = 2025-02-04T23:59:59Z
word = "likely"
scale = "ICD 203"
probability = 0.675
low = 0.55
high = 0.8
note = "So it says."
[questions.resolution]
outcome = "yes"
happened = 2025-09-04
known_at = 2026-01-15T00:00:00Z
source_url = "https://example.org/"
note = "It did."
[[event_types]]
id = "test"
title = "Is there a test in {year}?"
counts = "A test."
does_not_count = "A parade."
who_says_so = "KCNA."
if_unclear = "No."
topics = ["korea"]
first_year = 2006
last_year = 2020
class_from = 2000
url = "https://example.org/"
"""


def test_question_set() -> None:
    log = events.read("log.toml", LOG)

    def read(text: str) -> None:
        found = reader.read("x", "x.toml", text, log)
        for question in found.questions:
            assert question.terms.opens_at.utcoffset() == timedelta()
            assert question.terms.opens_at < question.terms.closes_at
            for said in question.said:
                assert said.made_at.utcoffset() == timedelta()
                if said.stated is not None:
                    assert 0.0 <= said.stated.low <= said.stated.high <= 1.0  # type: ignore[operator]

    swept(
        "question set", [SET], '0123456789.[]{}="\n true nan [] low= k= range_min= options=', read
    )


# The ledger, and sheets.


def test_ledger_lines(small_record: Path, tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    with closing(open_store(small_record)) as store:
        before = ledger_lines.write(store, file)

        def read(text: str) -> None:
            put(file, text)
            try:
                assert ledger.read(store, file).added == 0
            finally:
                assert store.receipt() == before

        swept(
            "ledger lines", [file.read_text()], '0123456789abcdef{}[]:,"\n null "seq":1e999', read
        )


SHEET = (
    'slug,title,deadline,last,form,forecaster,p,why\nq,Which?,2027-01-01,,,ana,{p},"Dry,\nso."\n'
)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_sheet_of_a_round(tmp_path: Path, kind: str) -> None:
    path, question = tmp_path / "sheet.csv", QUESTIONS[kind]

    def read(text: str) -> object:
        put(path, text)
        problems, rows = Problems(), 0
        for row in sheet.read(path, problems):
            assert not parse.hidden_characters(row.why, lines=True)
            if row.p:
                sound(sheet.prediction(row.p, question, NOW, certain=True), question)
                rows += 1
        return rows > 0 and not problems.count

    given = [SHEET.format(p=f'"{p}"') for p in WORDS[kind]]
    given += [text.replace(",", ";", 7) for text in given[:1]]
    swept(f"sheet of {kind}", given, '0123456789.%=,;"\n p50= never= Kim= q,,', read)


def test_sheet_of_a_review() -> None:
    slugs = {"rain", "snow"}

    def read(text: str) -> object:
        filled, mistakes = read_back(text, {"# remark"}, slugs)
        assert all(one.words.strip() == one.words != "" for one in filled)
        assert len({(one.about, one.prompt) for one in filled}) == len(filled) or mistakes
        return not mistakes

    given = "# remark\n## rain\nknew (yes, no): yes\nwords: It\n was.\n\n## snow\nknew: no\n"
    swept("sheet of a review", [given], "## rain\n ## snow\n knew: : # () \n lesson words", read)


HEADER = '{"format":"forecasts-ledger/1","seq":1,"head":"00"}'
ENDLESS = '{"seq":1e999,"table":"keys","row":{},"hash":"00"}'


@pytest.mark.parametrize("line", [HEADER.replace(":1,", ":1e999,"), f"{HEADER}\n{ENDLESS}"])
def test_a_ledger_of_endless_length_is_refused(
    small_record: Path, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "ledger.jsonl"
    put(file, line + "\n")
    with closing(open_store(small_record)) as store, pytest.raises(ForecastsError):
        ledger.read(store, file)
