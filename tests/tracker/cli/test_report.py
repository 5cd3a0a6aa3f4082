"""`forecasts report` as it is typed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def scored(record: Any) -> Any:
    """Return a record with two live questions of a topic, one of them waiting, and a past one."""
    record.ask("rain", topics=("weather",))
    record.say("ana", "rain", 0, 0.2, recorded=0)
    record.resolve("rain", "no")
    record.ask("hail", topics=("weather", "ice"))
    record.say("ana", "hail", 0, 0.3)
    record.ask("flood", -20, -10, retrospective=True)
    record.say("ana", "flood", -20, 0.1)
    record.resolve("flood", "no", -10)
    return record


@pytest.mark.usefixtures("scored")
def test_on_the_screen(command: Any) -> None:
    done = command("report")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Scoring report\nData as of ")
    assert "asked 2 · open 0 · closed 2 = resolved 1 + waiting 1 + void 0" in done.out


def test_the_command_to_type_next_finds_the_same_record(scored: Any, command: Any) -> None:
    (line,) = re.findall(r"^ +forecasts resolve hail .*$", command("report").out, re.MULTILINE)
    assert line.endswith(f" --db {scored.path}")


@pytest.mark.usefixtures("scored")
def test_files_are_written_and_named(command: Any, tmp_path: Path) -> None:
    page, sheet = tmp_path / "r.html", tmp_path / "r.md"
    done = command("report", "--html", str(page), "--markdown", str(sheet))
    assert (done.code, done.out) == (0, "")
    assert f"Wrote {page}." in done.err
    assert f"Wrote {sheet} and beside it r-1.svg, r-2.svg" in done.err
    assert "each as PNG too." in done.err
    assert page.read_text().startswith("<!doctype html>")
    assert "](r-1.svg)" in sheet.read_text()
    assert (tmp_path / "r-1.svg").read_text().startswith("<svg")
    assert (tmp_path / "r-1.png").read_bytes().startswith(b"\x89PNG")
    assert str(tmp_path) not in page.read_text() + sheet.read_text(), "no path of this machine"


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", ".lock"])
@pytest.mark.parametrize("option", ["--html", "--markdown"])
def test_the_record_is_never_written_over(
    scored: Any, command: Any, tmp_path: Path, option: str, ending: str
) -> None:
    target = scored.path.with_name(scored.path.name + ending)
    receipt, before = scored.store.receipt(), target.read_bytes()
    page = tmp_path / "page.html"
    also = ("--html", str(page)) if option == "--markdown" else ()
    done = command("report", option, str(target), *also)
    assert (done.code, done.out) == (1, "")
    assert "--html report.html" in done.err
    assert target.read_bytes() == before
    assert scored.store.receipt() == receipt
    assert not page.exists(), "all the files or none"


@pytest.mark.usefixtures("scored")
def test_json_is_one_object_and_may_go_with_a_file(command: Any, tmp_path: Path) -> None:
    done = command("report", "--json", "--html", str(tmp_path / "r.html"))
    (found,) = done.json
    assert found["denominators"]["asked"] == 2
    assert (tmp_path / "r.html").exists()


@pytest.mark.usefixtures("scored")
def test_the_past_is_a_report_of_its_own(command: Any) -> None:
    (found,) = command("report", "--retrospective", "--json").json
    assert found["retrospective"] is True
    assert found["verdict"]["questions"] == 1
    assert "the retrospective history" in command("report", "--retrospective").out


@pytest.mark.usefixtures("scored")
def test_it_is_about_me_where_i_have_scores(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ana")
    assert "about ana" in command("report").out
    monkeypatch.setenv("LOGNAME", "nobody-known")
    assert "about" not in command("report").out.splitlines()[1]


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--forecaster", "anna"), "Did you mean ana?"),
        (("--topic", "wether"), "Did you mean weather?"),
        (("--topic", "economy"), "There are: ice, weather."),
        (("--html", "no-such-folder/r.html"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_two_lines(
    command: Any, argv: tuple[str, ...], words: str
) -> None:
    done = command("report", *argv)
    assert done.code == 1
    assert words in done.err
    assert len(done.err.splitlines()) <= 2
    assert done.out == ""


def test_it_reads_only(scored: Any, command: Any) -> None:
    head = scored.store.receipt()
    tables = scored.rows("sqlite_master", "type = 'table'")
    command("report", "--json")
    assert scored.store.receipt() == head
    assert scored.rows("sqlite_master", "type = 'table'") == tables


def test_it_speaks_of_facts_and_needs_no_tick(scored: Any, command: Any) -> None:
    before = command("report", "--json").json[0]["record"]
    scored.tick()
    assert command("report", "--json").json[0]["record"] == before


def test_a_screen_report_draws_nothing_heavy(scored: Any) -> None:
    """Neither altair nor pandas nor jinja2 is loaded for the screen."""
    code = (
        "import sys; from forecasts.cli import run; run(sys.argv[1:]);"
        "sys.exit([m for m in ('altair', 'pandas', 'jinja2', 'vl_convert') if m in sys.modules])"
    )
    argv = [sys.executable, "-c", code, "report", "--db", str(scored.path)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"


@pytest.mark.usefixtures("scored")
def test_it_works_from_an_export_of_json_to_another_program(command: Any) -> None:
    assert json.loads(command("report", "--json").out)["method"]


@pytest.mark.parametrize("option", ["--html", "--markdown"])
def test_a_dash_is_no_file(
    command: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = command("report", option, "-")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"Error: {option} - names no file.\n"
        "Name a file; the terminal's page goes to standard output by itself.\n"
    )
    assert not (tmp_path / "-").exists()
