"""What a tick with nothing due costs on a record of many questions, against bare start-up."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from startup import PROGRAM, measured

from forecasts.model import Action, Forecast, ForecasterKind, QuestionType, Stated, Terms
from forecasts.store import create_store, forecasters, forecasts, questions

BARE = """
import click, sqlite3
connection = sqlite3.connect("data.db")
connection.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
"""
MOST = 2.0  # times that


def open_questions(path: Path, count: int) -> None:
    """Make a record of open questions, each with a forecast."""
    now = datetime.now(UTC) - timedelta(days=1)
    terms = Terms(
        title="Will it rain?",
        opens_at=now,
        closes_at=now + timedelta(days=10_000),
        resolves_by=now + timedelta(days=10_000),
    )
    store = create_store(path, bulk=True)
    with store.append(now, "bench") as batch:
        ana = forecasters.add(batch, "ana", ForecasterKind.PERSON)
        for place in range(count):
            asked = questions.add(batch, f"rain-{place}", QuestionType.BINARY, terms)
            said = Forecast(
                question_id=asked.id,
                revision_id=asked.revision_id,
                forecaster_id=ana.id,
                action=Action.FORECAST,
                made_at=now,
                stated=Stated(0.3, "30%"),
            )
            forecasts.record(batch, said)
    store.close()


def main() -> int:
    """Print both medians and their ratio; return 1 when it is more than it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=100_000, help="questions (default 100000)")
    parser.add_argument("--times", type=int, default=21, help="turns (default 21)")
    told = parser.parse_args()
    os.environ |= {"FORECASTS_DB": "data.db", "FORECASTS_TZ": "UTC"}
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    tick = [str(PROGRAM), "tracker", "tick"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_questions(folder / "data.db", told.n)
        subprocess.run(tick, cwd=folder, check=True, capture_output=True)
        bare = [sys.executable, "-c", BARE]
        taken = measured({"bare": bare, "tick": tick}, folder, told.times)
    ratio = median(a / b for a, b in zip(taken["tick"], taken["bare"], strict=True))
    print(f"bare start-up and one query        {median(taken['bare']):6.1f} ms")
    print(
        f"tick, nothing due, {told.n:,} questions {median(taken['tick']):6.1f} ms"
        f"   {ratio:4.2f} of at most {MOST} {'ok' if ratio <= MOST else 'TOO SLOW'}"
    )
    return 1 if ratio > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
