"""A year lived again day by day ends with the scores of one batch run, and a report a week."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run

WEEK = timedelta(days=7)
THEATRE = Path(__file__).parents[4] / "shared" / "data" / "theatre"


def ran(at: str, *argv: str) -> None:
    assert run([*argv], now=datetime.fromisoformat(at)) == 0


def small_year(folder: Path) -> Path:
    """Write a year of questions of three kinds: early and late answers, one that changes twice."""
    folder.mkdir()
    questions = ["question,title,type,opens_at,closes_at,range_min,range_max,options"]
    forecasts = ["question,forecaster,made_at,probability,quantiles,probabilities"]
    resolutions = ["question,outcome,known_at"]
    for month in range(1, 12):
        opens, closes = date(2025, month, 1), date(2025, month + 1, 1)
        questions.append(f"q{month},Will it?,binary,{opens}T00:00Z,{closes}T00:00Z,,,")
        for who, p in (("ana", month / 12), ("ben", 0.5)):
            for day in (12, 21, 29):  # the last may come after the answer
                made = date(2025, month, min(day, 28))
                forecasts.append(f"q{month},{who},{made}T10:{day}Z,{p * day / 40},,")
        known = closes if month % 3 else date(2025, month, 20)
        resolutions.append(f"q{month},{'yes' if month % 2 else 'no'},{known}T12:00Z")
    resolutions += ["q2,yes,2025-03-20T12:00Z", "q2,no,2025-04-20T12:00Z"]
    span = "2025-01-01T00:00Z,2025-12-01T00:00Z"
    questions.append(f"when,When?,date,{span},2025-01-01T00:00Z,2025-12-01T00:00Z,")
    questions.append(f'whom,Whom?,multiple_choice,{span},,,"[""x"", ""y""]"')
    stated = '"{""0.2"": ""2025-03-01T00:00Z"", ""0.6"": ""2025-09-01T00:00Z""}"'
    forecasts.append(f"when,ana,2025-01-05T00:00Z,,{stated},")
    forecasts.append('whom,ana,2025-02-05T00:00Z,,,"[0.3, 0.7]"')
    resolutions += ["when,2025-08-03,2025-08-04T00:00Z", "whom,y,2025-11-04T00:00Z"]
    for name, lines in (("questions", questions), ("forecasts", forecasts)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    (folder / "resolutions.csv").write_text("\n".join(resolutions) + "\n")
    return folder


# All but hindsight: what a replay reveals in time is recorded in time.
SCORES = """
    SELECT q.slug, w.name, s.policy, s.forecasts, s.coverage, s.attainable, s.reason, s.brier,
        s.log_loss, s.spherical_loss, s.metaculus_baseline, s.metaculus_peer, s.rps, s.crps,
        s.crps_scaled, s.wis, s.deadline_brier, s.interval_log_loss, s.brier_reference,
        s.brier_uniform
    FROM scores s JOIN questions q ON q.id = s.question_id
        JOIN forecasters_now w ON w.id = s.forecaster_id
    WHERE s.superseded = 0 ORDER BY 1, 2, 3
"""


def rows(db: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(query).fetchall()


CASES = [
    pytest.param(small_year, "2025-01-01", "2025-12-31", "1d", id="small year"),
    pytest.param(
        None, "2025-09-01", "2026-09-01", "1d" if os.environ.get("TORTURE") else "7d", id="theatre",
        marks=pytest.mark.skipif(not THEATRE.exists(), reason="the data are not here"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "start", "end", "step"), CASES)
def test_a_replay_ends_with_the_scores_of_one_batch_run_and_a_report_for_every_week(
    tmp_path: Path, source: Any, start: str, end: str, step: str
) -> None:
    tables = source(tmp_path / "tables") if source else THEATRE
    batch = tmp_path / "batch.db"
    ran("2026-11-01T00:00Z", "import", "tables", str(tables), "--init", "--db", str(batch))
    ran("2026-11-01T00:00Z", "score", "--db", str(batch))
    folder = tmp_path / "year"
    argv = ["--from", start, "--to", end, "--step", step, "--into", str(folder)]
    ran("2026-11-01T00:00Z", "tracker", "replay", *argv, "--db", str(batch))
    expected = rows(batch, SCORES)
    assert len(expected) > 60
    assert rows(folder / "data.db", SCORES) == expected

    first, last = date.fromisoformat(start), date.fromisoformat(end)
    # On the first Monday, at seven, it fires on the week before.
    weeks = [first + timedelta(days=-first.weekday() % 7) - WEEK]
    while weeks[-1] + 2 * WEEK <= last:
        weeks.append(weeks[-1] + WEEK)
    names = [f"{year}-W{week:02}" for year, week, _ in (day.isocalendar() for day in weeks)]
    written = rows(
        folder / "data.db", "SELECT period FROM reports WHERE plan = 'weekly' ORDER BY 1"
    )
    assert [period for (period,) in written] == names
    assert all((folder / "reports" / f"{name}.html").exists() for name in names)
    late = rows(folder / "data.db", "SELECT count(*) FROM reports WHERE late")[0][0]
    assert late == 0 or step == "7d"
    assert rows(folder / "data.db", "SELECT max(attempts) FROM tasks") == [(1,)]
