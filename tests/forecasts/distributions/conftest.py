"""Questions to predict: one of each kind that takes more than a probability."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forecasts.model import Question, QuestionType, Terms, needs

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
Ask = Callable[..., Question]


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Return a function that makes a question; it opened 30 days ago."""

    def asked(kind: str, **terms: Any) -> Question:
        given = {
            "title": "Which, how many, when?",
            "opens_at": NOW - 30 * DAY,
            "closes_at": NOW + 400 * DAY,
            "resolves_by": NOW + 400 * DAY,
            **terms,
        }
        type_ = QuestionType(kind)
        made = needs.complete(type_, Terms(**given))
        return Question(id=1, number=1, slug="q", type=type_, revision=1, revision_id=1, terms=made)

    return asked
