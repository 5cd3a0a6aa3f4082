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
