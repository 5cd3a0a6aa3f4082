"""`forecasts baserate`: windows, the cut-off, a forecast to type, a class on record, base-rate."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.cli.output import percent
from forecasts.library.event_file import read
from forecasts.model import QuestionType, ReferenceClass, times

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OPENS = datetime(2026, 10, 2, 12, tzinfo=UTC)  # of the desk's questions
SANCTIONS = ("baserate", "korea", "--kind", "unsc-dprk-sanctions")
UPDATE = ("baserate", "update", "--json")
LOG = """date,kind,published_on,what
2019-05-01,visit,2019-05-03,A first one.
2019-06-01,visit,,A second in one year.
2022-12-30,visit,2023-01-02,Told only in the new year.
2024-03-01,strike,,Another kind.
2025-07-01,visit,2026-10-02,Public on the day that the question opens.
"""


@pytest.fixture
def log(tmp_path: Path) -> str:
    path = tmp_path / "visits.csv"
    path.write_text(LOG)
    return str(path)


def test_the_two_windows_of_the_brief_stand_side_by_side(desk: Desk) -> None:
    # S9 of the brief: 5 of 19 years 2006-24, 0 of 7 since 2018.
    one, two = desk.type(*SANCTIONS, "--from", "2006", "--from", "2018", "--json").lines
    assert [(line["k"], line["n"], line["first"], line["last"]) for line in (one, two)] == [
        (5, 19, "2006-01-01", "2024-12-31"),
        (0, 7, "2018-01-01", "2024-12-31"),
    ]
    # R 4.2.2: qbeta(c(.05, .95), 5.5, 14.5); qbeta(.95, .5, 7.5)
    assert (one["rate"], one["low"], one["high"]) == pytest.approx(
        (0.275, 0.12835, 0.44780), abs=1e-5
    )
    assert (two["low"], two["high"]) == pytest.approx((0.0, 0.23246), abs=1e-5)
    said = desk.type(*SANCTIONS, "--from", "2006", "--from", "2018")
    assert "5 of 19     0 of 7" in said.out
    assert "Jeffreys' interval, 90%  13% to 45%  0% to 23%" in said.out


def test_nothing_that_was_public_later_counts(desk: Desk, log: str) -> None:
    typed = ("baserate", log, "--kind", "visit", "--from", "2019", "--json")
    early = desk.type(*typed, "--cutoff", "2023-01-02").json
    assert (early["k"], early["n"], early["left_out"]) == (1, 4, 2)
    day_later = desk.type(*typed, "--cutoff", "2023-01-03").json
    assert (day_later["k"], day_later["n"], day_later["left_out"]) == (2, 4, 1)
    # Of the question that opens on the day of its publication, the last one is unknown too.
    asked = desk.type(*typed, "--question", "rain").json
    assert (asked["cutoff"], asked["k"], asked["n"], asked["left_out"]) == ("2026-10-02", 2, 7, 1)
    assert "has not come yet" in desk.refuses(*typed[:-1], "--cutoff", "2027-01-01", code=2)


def test_what_the_log_does_not_list_whole_is_not_counted(desk: Desk, log: str) -> None:
    assert "Type --from YEAR" in desk.refuses("baserate", log, "--kind", "visit", code=2)
    assert "from 1990 to 2024 only" in desk.refuses(*SANCTIONS, "--to", "2025", code=2)
    assert "There are: visit, strike" in desk.refuses("baserate", log, "--from", "2019", code=2)
    assert "line 2" in desk.refuses(*SANCTIONS[:1], _broken(log), "--from", "2019")


def _broken(log: str) -> str:
    from pathlib import Path

    path = Path(log).with_name("broken.csv")
    path.write_text("date\n3 May 2019\n")
    return str(path)


def test_a_class_is_kept_with_how_it_was_counted_and_only_before_a_forecast(
    desk: Desk, log: str
) -> None:
    typed = ("baserate", log, "--kind", "visit", "--from", "2019", "--question", "rain", "--record")
    assert "--cutoff" in desk.refuses(*typed, "--cutoff", "2026-10-20")
    assert "one window" in desk.refuses(*typed, "--from", "2020", code=2)
    done = desk.type(*typed)
    assert done.code == 0, done.err
    assert "base rate 2 of 7, 31%" in done.out
    assert "--per 60d" in done.err
    found = desk.question("rain").terms
    assert found.reference_class == ReferenceClass((2,), 7)
    basis = found.reference_basis
    assert basis is not None
    assert (basis.sha256, basis.kind, basis.left_out) == (read(log).sha256, "visit", 1)
    shown = " ".join(desk.type("show", "rain").out.split())
    assert "Counted 2 of 7 years from 2019-01-01 to 2025-12-31 had one of visit" in shown
    kept = desk.type("show", "rain", "--json").json["reference_basis"]
    assert (kept["cutoff"], kept["counted"]) == ("2026-10-02", "2/7")
    desk.type("revise", "rain", "--base-rate", "1/9")
    assert desk.question("rain").terms.reference_basis is None
    desk.type("predict", "rain", "20%")
    assert "has forecasts" in desk.refuses(*typed)


def test_the_wait_is_a_forecast_to_type(desk: Desk) -> None:
    horizon = times.to_seconds(datetime(2028, 12, 31, 23, tzinfo=UTC) + timedelta(hours=1))
    desk.ask("when", closes=792, type=QuestionType.DATE, range_max=horizon, open_upper=True)
    found = desk.type(*SANCTIONS, "--from", "2006", "--question", "when", "--json").json
    command = found["predict"].split()
    assert command[:3] == ["forecasts", "predict", "when"]
    done = desk.type(*command[1:], "--json")
    assert done.code == 0, done.err
    stands = desk.rows("when")[-1].stated
    assert stands is not None
    assert stands.pairs[-1][0] == pytest.approx(found["chance"], abs=5e-4)


def test_base_rate_says_what_changed_and_nothing_twice(desk: Desk) -> None:
    desk.ask("soon", closes=60, reference_class=ReferenceClass((3,), 40), by_deadline=True)
    desk.ask("past", reference_class=ReferenceClass((3,), 40), retrospective=True)
    first = {line["question"]: line["stated"] for line in desk.type(*UPDATE).lines}
    assert sorted(first) == ["rain", "soon"]
    assert 0.03 < first["soon"] < 3.5 / 41
    before = desk.head()
    assert desk.type("baserate", "update", at=NOW + timedelta(days=20)).out == ""
    assert desk.head() == before
    (later,) = desk.type(*UPDATE, at=NOW + timedelta(days=31)).lines
    assert later["question"] == "soon"
    assert 0.0 < later["stated"] < first["soon"]
    assert {row.made_at for row in desk.rows("soon")} == {NOW, NOW + timedelta(days=31)}


def test_somebody_elses_name_is_left_alone(desk: Desk) -> None:
    desk.add("base-rate")
    assert "no baseline" in desk.refuses("baserate", "update")


def test_stretches_and_days_are_counted_too(desk: Desk, log: str) -> None:
    typed = ("baserate", log, "--kind", "visit", "--from", "2019", "--to", "2024", "--json")
    stretches = desk.type(*typed, "--per", "365d", "--cutoff", "2025-01-01").json
    assert (stretches["k"], stretches["n"], stretches["last"]) == (2, 6, "2024-12-31")
    days = desk.type(*typed, "--per", "day", "--cutoff", "2025-01-01", "--by", "2025-12-31").json
    assert (days["k"], days["n"]) == (3, 2192)
    # R 4.2.2: 1 - (2192/(2192 + 365))^3.5
    assert days["chance"] == pytest.approx(1 - (2192 / 2557) ** 3.5, abs=1e-12)
    refused = desk.refuses(*typed[:-1], "--question", "rain", "--per", "day", "--record", code=2)
    assert "counts cases" in refused
    assert "no case to count" in desk.refuses(*typed, "--per", "1d", code=2)


def test_a_deadline_that_has_passed_and_a_log_without_events_are_refused(
    desk: Desk, log: str, tmp_path: Path
) -> None:
    asked = ("--kind", "visit", "--from", "2019", "--by")
    past = desk.type("baserate", log, *asked, "2020-01-01")
    assert (past.code, past.out) == (2, "")
    assert "'2020-01-01' lies before 2026-11-01" in past.err
    assert desk.type("baserate", log, *asked, "2026-11-01").code == 0
    bare = tmp_path / "bare.csv"
    bare.write_text("date,what\n")
    assert "bare.csv lists no event" in desk.type("baserate", str(bare), "--from", "2019").err


def test_a_window_that_is_cut_is_told(desk: Desk, tmp_path: Path) -> None:
    log = tmp_path / "visits.csv"
    log.write_text("date\n2012-03-01\n2015-06-01\n2019-02-01\n2024-08-01\n", encoding="utf-8")

    def notes(*words: str) -> str:
        answer = desk.type("baserate", str(log), "--from", "2012", *words)
        assert answer.code == 0, answer.err
        return " ".join(answer.err.split())

    assert "it is counted up to 2025-12-31, the last case that was over" in notes("--to", "2030")
    later = notes("--to", "2020")
    assert "--to 2020 leaves out 1 that came later and was public before 2026-11-01" in later
    assert "counted up to" not in later
    assert "leaves out 2 that came later and were public" in notes("--to", "2015")
    assert "so that the first 88 days of 2012 make no whole case" in notes(
        "--to", "2020", "--per", "100d"
    )
    for words in ((), ("--to", "2025")):
        assert not {"leaves out", "counted up to", "whole case"} & {*notes(*words).split(". ")}
        assert "--to" not in notes(*words)
    (line,) = desk.type("baserate", str(log), "--from", "2012", "--to", "2020", "--json").lines
    assert (line["later"], line["last"]) == (1, "2020-12-31")


def test_show_says_that_the_cases_are_not_as_long_as_the_question(desk: Desk, log: str) -> None:
    typed = ("baserate", log, "--kind", "visit", "--from", "2019", "--question", "rain", "--record")
    assert desk.type(*typed).code == 0
    assert "the cases are longer than the question" in " ".join(
        desk.type("show", "rain").out.split()
    )


def test_a_question_that_is_settled_is_proposed_no_forecast(desk: Desk, log: str) -> None:
    typed = ("baserate", log, "--kind", "visit", "--from", "2019", "--question", "rain")
    assert "As a forecast" in desk.type(*typed).out
    done = ("--happened", "2026-10-20", "--no-source", "seen", "--yes")
    assert desk.type("resolve", "rain", "yes", *done).code == 0
    assert "As a forecast" not in desk.type(*typed).out
    assert desk.type(*typed, "--json").json["predict"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date\n03.05.2012\n", "'03.05.2012' is no day of the calendar"),
        ("date\n2012-13-01\n", "'2012-13-01' is no day of the calendar"),
        ("date;kind\n2012-03-01;visit\n", "separated by semicolons"),
    ],
)
def test_what_a_csv_is_refused_for_is_said_in_words(
    desk: Desk, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text)
    code = 2 if ";" in text else 1
    assert said in desk.refuses("baserate", str(path), "--from", "2010", code=code)


def test_a_log_with_an_unknown_key_is_told_the_known_ones(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "log.toml"
    path.write_text('title = "Visits"\n')
    said = desk.refuses("baserate", str(path), "--from", "2010")
    assert "no key 'title'; the keys are events, kinds" in said


def test_a_log_without_a_publisher_is_told_what_one_is(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "visits.toml"
    event = 'kind = "visit"\ndate = 2018-06-12\nwhat = "A visit."\n'
    path.write_text(f'[[kinds]]\nid = "visit"\ntitle = "A visit"\n[[events]]\n{event}')
    said = desk.refuses("baserate", str(path), "--from", "2010")
    assert 'publisher is missing: it is who says so, such as publisher = "Reuters"' in said
    path.write_text(f'{path.read_text()}publisher = "Reuters"\n')
    said = desk.refuses("baserate", str(path), "--from", "2010")
    assert 'checked is missing: it is "text"' in said


def test_the_toml_log_of_the_help_is_one_that_can_be_counted(desk: Desk, tmp_path: Path) -> None:
    shown = desk.type("baserate", "count", "--help").out
    lines = shown[shown.index("[[kinds]]") : shown.index("complete: the years")].splitlines()
    path = tmp_path / "visits.toml"
    path.write_text("\n".join(line.strip() for line in lines))
    found = desk.type("baserate", str(path), "--json").json
    assert (found["k"], found["n"], found["kind"]) == (1, 13, "visit")


@pytest.mark.parametrize("wide", [40, 80, 200])
def test_the_picture_of_the_wait_says_its_days_and_its_chances(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, wide: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(wide))
    monkeypatch.setenv("NO_COLOR", "1")
    typed = (*SANCTIONS, "--from", "2006", "--by", "2031-10-31")
    found = desk.type(*typed, "--json").json
    out = desk.type(*typed).out
    drawn = out[out.index("The chance that the next one") :]
    assert max(map(len, drawn.splitlines())) <= min(wide, 100)
    assert "\x1b" not in drawn
    (axis,) = (line for line in drawn.splitlines() if "└" in line)
    assert axis.strip().startswith("0% └")
    assert "100% │" in drawn
    assert "50% │" in drawn
    days = drawn.splitlines()[drawn.splitlines().index(axis) + 1].split()
    assert days == ["2026-11-01", *(["2029-05-01"] if wide > 40 else []), "2031-10-31"]
    words = " ".join(drawn.split())
    said = re.findall(r"(\d+)% \((\S+)\)", words)
    assert [level for level, _ in said] == ["10", "50"]
    for level, marked in said:  # the first day by which the chance is that
        day = date.fromisoformat(marked)
        by = [
            desk.type(*typed[:-1], str(day - timedelta(days=back)), "--json").json["chance"]
            for back in (0, 1)
        ]
        assert by[0] >= int(level) / 100 > by[1]
    assert f"By 2031-10-31 it is {percent(found['chance'])}." in words
    assert axis.count("┼") == 2


def test_the_picture_of_a_rare_thing_has_a_scale_of_its_own(desk: Desk) -> None:
    drawn = desk.type(*SANCTIONS, "--from", "2018", "--by", "2027-02-28").out
    assert "4% │" in drawn
    assert "100% │" not in drawn
    assert "By 2027-02-28 it is 2.2%." in drawn
    assert "marks" not in drawn
