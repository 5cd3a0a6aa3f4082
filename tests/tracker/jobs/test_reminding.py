"""What a reminder of a proposal tells people to type: never what would be refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from forecasts.cli import run
from forecasts.store import open_store
from tracker.jobs import reminding

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2026, 2, 1, tzinfo=UTC)
CLOSED = datetime(2026, 3, 3, tzinfo=UTC)


def test_the_reminder_of_a_proposal_follows_what_is_said_about_it(tmp_path: Path) -> None:
    db = tmp_path / "data.db"

    def typed(now: datetime, *words: str) -> None:
        assert run([*words, "--db", str(db)], now=now) == 0

    def reminded(now: datetime) -> tuple[str, str, str]:
        store = open_store(db)
        try:
            (found,) = [one for one in reminding.due(store, now) if one.kind == "proposal"]
        finally:
            store.close()
        return found.words, found.command, found.occurrence

    typed(START, "init")
    typed(START, "ask", "Rain?", "--slug", "rain", "--closes", "2026-03-01")
    typed(START, "tracker", "tick")
    typed(START, "resolver", "rain", "--unless-objected", "7d")
    typed(CLOSED, "resolver", "rain")
    waiting = reminded(CLOSED)
    assert "unless somebody objects by 2026-03-10" in waiting[0]
    assert waiting[1] == 'forecasts resolve rain --object "why"'
    over = reminded(CLOSED + timedelta(days=7))
    assert over[1] == "forecasts resolve rain --accept"
    typed(CLOSED, "resolve", "rain", "--object", "it rained", "--by", "ben")
    objected = reminded(CLOSED + timedelta(days=7))
    assert "ben objects" in objected[0]
    assert objected[1] == "forecasts resolve rain yes/no --source URL"
    assert len({waiting[2], over[2], objected[2]}) == 3  # each is an occasion of its own


def test_an_outcome_of_somebody_who_forecast_it_is_shown_to_others_once(tmp_path: Path) -> None:
    """It counts already; where the question asks for a second person it is told again."""
    db = tmp_path / "data.db"

    def typed(now: datetime, *words: str) -> None:
        assert run([*words, "--db", str(db)], now=now) == 0

    def reminded(days: int) -> list[tuple[str, str]]:
        store = open_store(db)
        try:
            found = reminding.due(store, CLOSED + timedelta(days=days))
            return [(one.words, one.occurrence) for one in found if one.kind == "second"]
        finally:
            store.close()

    typed(START, "init")
    typed(START, "ask", "Rain?", "--slug", "rain", "--closes", "2026-03-01")
    typed(START, "tracker", "tick")
    typed(START, "forecaster", "add", "ana")
    typed(START, "predict", "rain", "30%", "--as", "ana")
    typed(CLOSED, "resolve", "rain", "no", "--no-source", "seen", "--by", "ana")
    assert reminded(0) == []  # nobody else is there
    typed(START, "forecaster", "add", "ben")
    typed(START, "ask", "Snow?", "--slug", "snow", "--closes", "2026-04-01")
    typed(START, "predict", "snow", "30%", "--as", "ben")
    first = reminded(0)
    assert len(first) == 1
    assert "rain: no by ana, who forecast it" in first[0][0]
    assert reminded(30) == first
    typed(CLOSED, "resolve", "rain", "--confirm", "--by", "ben")
    assert reminded(0) == []
