"""Plain tables for tests: written from text, and read into a record of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forecasts.importers import tables
from forecasts.importers.merge import Merged, merge
from forecasts.lines import Line
from forecasts.model import ForecasterKind
from forecasts.store import create_store, lines, open_store

Put = Callable[..., Path]
Import = Callable[..., Merged]
Facts = Callable[[Path], dict[str, list[Line]]]

QUESTIONS = """\
question,title,type,opens_at,closes_at
rain,Will it rain?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z
snow,Will it snow?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z
"""


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Return a function that writes tables, by name or file name, and returns their folder."""

    def written(folder: str = "tables", **texts: str | bytes) -> Path:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for name, text in texts.items():
            file = place / (name.replace("_jsonl", ".jsonl") if "jsonl" in name else f"{name}.csv")
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return place

    return written


@pytest.fixture
def imported(now: object) -> Import:
    """Return a function that reads a folder into a record, made when it is not there."""

    def done(db: Path, folder: Path, kind: ForecasterKind = ForecasterKind.PERSON) -> Merged:
        store = open_store(db) if db.exists() else create_store(db)
        try:
            with store.append(now, "import tables") as batch:
                return merge(batch, tables.read(folder), kind, now)
        finally:
            store.close()

    return done


@pytest.fixture
def facts() -> Facts:
    """Return a function that gives all that plain tables carry of a record."""

    def found(db: Path) -> dict[str, list[Line]]:
        store = open_store(db)
        try:
            return {
                "questions": list(lines.questions(store.connection)),
                "forecasts": list(lines.forecasts(store.connection)),
                "resolutions": list(lines.resolutions(store.connection)),
                "forecasters": list(lines.forecasters(store.connection)),
                "links": list(lines.links(store.connection)),
            }
        finally:
            store.close()

    return found
