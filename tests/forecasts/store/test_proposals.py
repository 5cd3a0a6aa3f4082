"""Outcomes that a rule proposes: kept once, with what is said against them, until one is ruled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forecasts.model import (
    Interval,
    Objection,
    Proposal,
    QuestionType,
    Resolution,
    ResolutionStatus,
    Terms,
)
from forecasts.store import Store, create_store, proposals, questions, resolutions, verification

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "desk.db")
    with made.append(NOW, "test") as batch:
        terms = Terms(
            title="Rain?", opens_at=NOW - 30 * DAY, closes_at=NOW, resolves_by=NOW,
            resolver='{"rule":"silence"}',
        )  # fmt: skip
        questions.add(batch, "rain", QuestionType.BINARY, terms)
    yield made
    made.close()


@pytest.fixture
def proposal(store: Store) -> Proposal:
    question = questions.find(store, "rain")
    assert question.terms.resolver == '{"rule":"silence"}'
    return Proposal(
        question_id=question.id, outcome="yes", rule='{"rule":"file"}', quote="Rain: 3 mm.",
        source_url="https://example.org/rain.json", content_sha256=SHA256, known_at=NOW - DAY,
        happened=Interval(NOW - 2 * DAY, NOW - DAY), object_by=NOW + 7 * DAY,
    )  # fmt: skip


def propose(store: Store, proposal: Proposal) -> int | None:
    with store.append(NOW, "propose") as batch:
        return proposals.propose(batch, proposal)


def test_it_is_read_back_whole(store: Store, proposal: Proposal) -> None:
    id_ = propose(store, proposal)
    assert id_ is not None
    wanted = replace(proposal, id=id_, recorded_at=NOW)
    assert proposals.standing(store.connection) == (wanted,)
    assert proposals.of_question(store.connection, proposal.question_id) == wanted
    assert proposals.by_id(store.connection, id_) == wanted
    assert verification.verify(store).findings == ()


def test_the_same_again_adds_nothing(store: Store, proposal: Proposal) -> None:
    propose(store, proposal)
    before = store.receipt()
    assert propose(store, replace(proposal, known_at=NOW, quote="Otherwise put.")) is None
    assert store.receipt() == before


@pytest.mark.parametrize(
    "news", [{"outcome": "no"}, {"rule": "{}"}, {"content_sha256": None}, {"content_sha256": "0"}]
)
def test_what_is_new_takes_its_place_and_may_come_back(
    store: Store, proposal: Proposal, news: dict[str, str]
) -> None:
    propose(store, proposal)
    propose(store, replace(proposal, **news))
    (standing,) = proposals.standing(store.connection)
    assert {name: getattr(standing, name) for name in news} == news
    assert propose(store, proposal) is not None


def test_it_stands_until_something_is_ruled_and_then_does_not_come_again(
    store: Store, proposal: Proposal
) -> None:
    id_ = propose(store, proposal)
    ruled = Resolution(question_id=proposal.question_id, status=ResolutionStatus.RESOLVED,
                       outcome="yes", known_at=NOW, proposal_id=id_)  # fmt: skip
    with store.append(NOW, "resolve") as batch:
        resolutions.record(batch, ruled)
    assert proposals.standing(store.connection) == ()
    assert propose(store, proposal) is None
    found = resolutions.latest(store.connection, proposal.question_id)
    assert found is not None
    assert found.proposal_id == id_


def test_objections_belong_to_the_proposal_they_were_made_to(
    store: Store, proposal: Proposal
) -> None:
    first = propose(store, proposal)
    objection = Objection(question_id=proposal.question_id, proposal_id=first, objector="ben",
                          note="It was snow.", entered_by="ana")  # fmt: skip
    with store.append(NOW, "object") as batch:
        id_ = proposals.object_to(batch, objection)
    (standing,) = proposals.standing(store.connection)
    assert standing.objections == (replace(objection, id=id_, recorded_at=NOW),)
    propose(store, replace(proposal, outcome="no"))
    assert proposals.standing(store.connection)[0].objections == ()


def test_a_proposal_that_is_not_there(store: Store) -> None:
    assert proposals.of_question(store.connection, 1) is None
    with pytest.raises(LookupError, match="no proposal"):
        proposals.by_id(store.connection, 999)
    with pytest.raises(LookupError, match="no resolution"):
        resolutions.by_id(store.connection, 999)
