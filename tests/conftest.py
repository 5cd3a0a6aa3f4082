"""What every test may use: settled properties, one clock, and a small record."""

from __future__ import annotations

import signal
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from forecasts.model import (
    Action,
    Criteria,
    Forecast,
    ForecasterKind,
    Origin,
    QuestionType,
    Resolution,
    ResolutionStatus,
    Source,
    Stated,
    Terms,
)
from forecasts.store import create_store, forecasters, forecasts, questions, resolutions, sources

if TYPE_CHECKING:
    from pathlib import Path

# The same examples every time, however slow the machine: a failure is the code's.
# Look further with: pytest --hypothesis-profile=wide
settings.register_profile("settled", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("wide", deadline=None, max_examples=2000)
settings.load_profile("settled")

# Behind nohup or &, both are ignored, and processes inherit that; one that is handled they do not.
signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
ONE, TWO = (f"{n:08}-0000-4000-8000-000000000000" for n in (1, 2))  # names of entries


@pytest.fixture(scope="session")
def now() -> datetime:
    """Return the clock of the small record."""
    return NOW


@pytest.fixture
def small_record(tmp_path: Path) -> Path:
    """Return a record with a row or more in every fact table."""
    path = tmp_path / "small.db"
    store = create_store(path)
    with store.append(NOW, "test") as batch:
        ana = forecasters.add(batch, "ana", ForecasterKind.PERSON, ("a.",))
        source = Source(
            slug="brief", title="A brief", date_from=date(2026, 10, 1), date_to=date(2026, 10, 2)
        )
        source_id = sources.add(batch, source)
        terms = Terms(
            title="Will it rain?",
            opens_at=NOW - timedelta(days=30),
            closes_at=NOW + timedelta(days=30),
            resolves_by=NOW + timedelta(days=30),
            criteria=Criteria(counts="Rain that is measured."),
            topics=("weather",),
        )
        rain = questions.add(batch, "rain", QuestionType.BINARY, terms)
        snow = questions.add(batch, "snow", QuestionType.BINARY, terms)
        for days, p in ((20, 0.3), (10, 0.5), (5, 1.0)):
            forecast = Forecast(
                question_id=rain.id,
                revision_id=rain.revision_id,
                forecaster_id=ana.id,
                action=Action.FORECAST,
                made_at=NOW - timedelta(days=days),
                stated=Stated(p, f"{p:.0%}"),
                rationale="Clouds, né dans l'ouest.",
                origin=Origin.IMPORTED,
                source_id=source_id,
            )
            forecasts.record(batch, forecast)
        answer = Resolution(
            question_id=rain.id,
            status=ResolutionStatus.RESOLVED,
            known_at=NOW - timedelta(days=1),
            outcome="yes",
            quote="It rained.",
        )
        ruled = resolutions.record(batch, answer)
        about = {"question_id": rain.id, "forecaster_id": ana.id}
        pair = {"from_question": rain.id, "to_question": snow.id}
        batch.add("links", {"kind": "implies", **pair, "days": 2, "note_text": batch.text("Why.")})
        batch.add("evidence", {**about, "observed_at": "2026-10-30T00:00:00.000000Z"})
        batch.add("lessons", {"period": "2026-10", "words_text": batch.text("Look up.")})
        batch.add("confirmations", {"resolution_id": ruled, "confirmer": "ben"})
        proposed = {"question_id": snow.id, "outcome": "no", "rule": "{}", "known_at": None}
        doubted = {"question_id": snow.id, "proposal_id": batch.add("proposals", proposed)}
        batch.add("objections", {**doubted, "objector": "ben", "note_text": batch.text("Not yet.")})
        asked = {"questions": '["snow"]', "forecasters": '["ana"]'}
        batch.add("rounds", {"round_id": batch.seq + 1, "name": "monday", **asked})
        began = {"forecaster_id": ana.id, "period": "2026-10", "timezone": "UTC", "as_of_seq": 1}
        review = {"review_id": batch.seq + 1, "questions": '["rain"]', **began}
        said = {"prompt": "knew", "words_text": batch.text("Clouds.")}
        batch.add("answers", {"review_id": batch.add("reviews", review), **said})
        key = batch.add("keys", {"forecaster_id": ana.id, "public_key": "00"})
        batch.add("signatures", {"fact_id": 1, "key_id": key, "signature": "00"})
        batch.add("anchors", {"seq": batch.seq, "head": batch.head.hex()})
        batch.add("redactions", {"text_id": "none", "why": "A name."})
        read = {"n": 1, "hedge": "will", "kind": "asserted", "positive": 1, "language": "en"}
        kept = {"source_id": source_id, "sentence_text": batch.text("It will rain."), **read}
        batch.add("claims", {**kept, "decision": "dismissed"})
        watch = {"question_id": rain.id, "name": "clouds", "every_days": 7}
        watch_id = batch.add("watches", {"watch_id": batch.seq + 1, **watch})
        batch.add("observations", {"watch_id": watch_id, "observed_at": "2026-10-30T00:00:00Z"})
    store.close()
    return path
