"""Reviews, their answers and lessons, as the record keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forecasts.errors import RefusedError
from forecasts.model import ForecasterKind
from forecasts.model.review import Aim, Answer, Lesson, Prompt, Review
from forecasts.store import (
    Store,
    answers,
    evidence,
    forecasters,
    lessons,
    open_store,
    questions,
    redaction,
    reviews,
)


@pytest.fixture
def store(small_record: Path) -> Iterator[Store]:
    found = open_store(small_record)
    yield found
    found.close()


@pytest.fixture
def whose(store: Store, now: datetime) -> int:
    with store.append(now, "forecaster add") as batch:
        return forecasters.add(batch, "bo", ForecasterKind.PERSON).id


def started(store: Store, now: datetime, whose: int, period: str = "2026-Q3") -> Review:
    new = Review(
        forecaster_id=whose, period=period, timezone="UTC", as_of_seq=7, questions=("rain",),
        started_at=now,
    )  # fmt: skip
    with store.append(now, "review start") as batch:
        return reviews.start(batch, new)


def said(store: Store, review: Review, words: str, by: str = "bo") -> Answer:
    rain = questions.find(store, "rain").id
    return Answer(
        review_id=review.id, question_id=rain, prompt=Prompt.KNEW, words=words, said_by=by
    )


def test_a_review_comes_back_as_it_was_started(store: Store, now: datetime, whose: int) -> None:
    review = started(store, now, whose)
    (found,) = reviews.of_forecaster(store.connection, whose)
    assert found == review
    assert found.is_open
    assert reviews.of_forecaster(store.connection, whose, "2026-Q2") == ()


def test_one_of_a_period_is_open_at_a_time(store: Store, now: datetime, whose: int) -> None:
    review = started(store, now, whose)
    with pytest.raises(RefusedError, match="open already"):
        started(store, now, whose)
    started(store, now, whose, "2026-Q2")
    with store.append(now, "review close") as batch:
        reviews.close(batch, review, None)
    again = started(store, now + timedelta(days=1), whose)
    assert [one.is_open for one in reviews.of_forecaster(store.connection, whose, "2026-Q3")] == [
        False,
        True,
    ]
    assert again.id != review.id


def test_a_closed_review_is_not_changed(store: Store, now: datetime, whose: int) -> None:
    review = started(store, now, whose)
    later = now + timedelta(hours=1)
    with store.append(later, "review close") as batch:
        closed = reviews.close(batch, review, "eva")
    assert (closed.closed_at, closed.entered_by, closed.started_at) == (later, "eva", now)
    head = store.receipt()
    for change in (reviews.check_open, lambda batch, one: reviews.close(batch, one, None)):
        with (
            pytest.raises(RefusedError, match="is not changed"),
            store.append(later, "review") as batch,
        ):
            change(batch, review)
    assert store.receipt() == head


def test_an_answer_replaces_the_same_persons_last_one(
    store: Store, now: datetime, whose: int
) -> None:
    review = started(store, now, whose)
    with store.append(now, "review answer") as batch:
        assert (
            answers.record(
                batch, [said(store, review, "A."), said(store, review, "Her own.", "ana")]
            )
            == 2
        )
        assert (
            answers.record(batch, [said(store, review, "B.", "BO"), said(store, review, "B.")]) == 1
        )
    found = answers.of_review(store.connection, review.id)
    assert [(one.said_by, one.words) for one in found] == [("BO", "B."), ("ana", "Her own.")]
    rows = store.connection.execute(
        "SELECT replaces FROM answers WHERE review_id = ? ORDER BY id", (review.id,)
    ).fetchall()
    assert [replaces is None for (replaces,) in rows] == [True, True, False]


def test_a_lesson_keeps_its_number_and_a_second_one_replaces_it(
    store: Store, now: datetime, whose: int
) -> None:
    review = started(store, now, whose)
    first = Lesson(forecaster_id=whose, period="2026-Q3", words="Look.", review_id=review.id)
    second = replace(
        first, words="Look twice.", measure="brier:korea", aim=Aim.LOWER, value=0.25, target=0.2
    )
    assert lessons.of_review(store.connection, review.id) is None
    for lesson in (first, second):
        with store.append(now, "review lesson") as batch:
            lessons.record(batch, lesson)
    found = lessons.of_review(store.connection, review.id)
    assert found is not None
    assert replace(found, id=0, recorded_at=None) == second
    assert len(lessons.everything(store.connection)) == 1


def test_words_that_were_blanked_are_said_to_be(store: Store, now: datetime, whose: int) -> None:
    review = started(store, now, whose)
    with store.append(now, "review answer") as batch:
        answers.record(batch, [said(store, review, "A name.")])
    find = "SELECT id FROM texts WHERE text = 'A name.'"
    with store.append(now, "redact") as batch:
        redaction.blank(batch, [*store.connection.execute(find).fetchone()], "A name.", None)
    (found,) = answers.of_review(store.connection, review.id)
    assert found.words == "(redacted)"


def test_evidence_that_was_replaced_is_left_out(store: Store, now: datetime) -> None:
    rain = questions.find(store, "rain").id
    (old,) = evidence.of_question(store.connection, rain)
    row = {
        "question_id": rain,
        "observed_at": "2026-10-20T00:00:00.000000Z",
        "url": "https://e.org",
    }
    with store.append(now, "evidence add") as batch:
        batch.add("evidence", {**row, "words_text": batch.text("Clouds."), "replaces": old.id})
    (found,) = evidence.of_question(store.connection, rain)
    assert (found.words, found.url, found.observed_at.day) == ("Clouds.", "https://e.org", 20)
