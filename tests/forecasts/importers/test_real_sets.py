"""Two real records, when they lie beside the repository: crowds on Korea, and replications."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forecasts.importers.merge import Merged
from forecasts.lines import Line
from forecasts.model import ForecasterKind
from forecasts.store import open_store

Import = Callable[..., Merged]
Facts = Callable[[Path], dict[str, list[Line]]]

SETS = Path(__file__).parents[4] / "shared" / "data"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def as_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "questions", "forecasts", "resolutions", "forecasters"),
    [("theatre", 101, 5_792, 53, 4), ("replication", 103, 15_130, 103, 345)],
)
def test_a_real_set_is_read_whole_and_once(
    name: str,
    questions: int,
    forecasts: int,
    resolutions: int,
    forecasters: int,
    tmp_path: Path,
    imported: Import,
    facts: Facts,
) -> None:
    folder = SETS / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    db = tmp_path / "x.db"
    done = imported(db, folder, ForecasterKind.CROWD)
    said = rows(folder / "forecasts.csv")
    closes = {q["question"]: as_utc(q["closes_at"]) for q in rows(folder / "questions.csv")}
    known = {r["question"]: as_utc(r["known_at"]) for r in rows(folder / "resolutions.csv")}
    ends = {slug: min(end, known.get(slug, end)) for slug, end in closes.items()}
    late = sum(as_utc(row["made_at"]) >= ends[row["question"]] for row in said)
    assert done == Merged(
        questions_added=questions,
        forecasts_added=forecasts,
        forecasts_late=late,
        resolutions_added=resolutions,
        forecasters_made=forecasters,
    )
    assert imported(db, folder, ForecasterKind.CROWD) == Merged(
        questions_known=questions, forecasts_known=forecasts, resolutions_known=resolutions
    )
    numbers = [line.cells()[3] for line in facts(db)["forecasts"]]
    assert sorted(numbers) == sorted(float(row["probability"]) for row in said)
    store = open_store(db)
    assert store.receipt().seq == questions * 2 + forecasts + resolutions + forecasters + 1
    store.close()
