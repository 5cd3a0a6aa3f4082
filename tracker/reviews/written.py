"""What people wrote in a review, and how much of it may leave the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.store import answers, forecasters, lessons, reviews
from tracker.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forecasts.model import Forecaster
    from forecasts.model.review import Answer, Lesson, Review
    from forecasts.store import Store
    from tracker.columns import Name
    from tracker.reviews.assembled import Assembled

MASKED = "somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A review's answers and lesson, with the one that a review before taught.

    review: None of a review that was not started yet. before: the last lesson of a review that was
    closed before; None where there is none. reasons: whether reasons may be shown. names: how
    forecasters are called; known: who is on record. masked: whether others than the subject go by
    letters.
    """

    review: Review | None
    subject: str
    is_team: bool
    answers: tuple[Answer, ...]
    lesson: Lesson | None
    before: Lesson | None
    reasons: bool
    names: Mapping[int, Name]
    known: tuple[Forecaster, ...]
    masked: bool

    @property
    def asked(self) -> tuple[str, ...]:
        """The slugs of the questions that the review asks about."""
        return self.review.questions if self.review else ()

    def name_of(self, forecaster_id: int | None) -> str | None:
        """Return how a forecaster is called; None for nobody."""
        found = self.names.get(forecaster_id) if forecaster_id is not None else None
        return found.name if found else None

    def shown(self, who: str) -> str:
        """Return the name of somebody who answered, as it may be shown."""
        found = next((one for one in self.known if one.goes_by(who)), None)
        if found is not None and found.id in self.names:
            return self.names[found.id].name
        return MASKED if self.masked and who.casefold() != self.subject.casefold() else who


def last_lesson(
    store: Store, forecaster_id: int, period: Period, review: Review | None
) -> Lesson | None:
    """Return the lesson of a forecaster's review that was closed last, before this one started.

    Of those on a period that ended no later than this one's; None where there is none.
    """
    closed = {
        one.id: one.closed_at
        for one in reviews.everything(store.connection)
        if one.closed_at is not None
        and (review is None or (one.id < review.id and one.closed_at <= review.started_at))
    }
    found = [
        one
        for one in lessons.everything(store.connection)
        if one.forecaster_id == forecaster_id
        and one.review_id in closed
        and Period.parse(one.period).end <= period.end
    ]
    return max(found, key=lambda one: (closed[one.review_id], one.review_id), default=None)


def review_of(store: Store, lesson: Lesson) -> Review:
    """Return the review that taught a lesson."""
    every = reviews.everything(store.connection)
    return next(one for one in every if one.id == lesson.review_id)


def read(
    store: Store, found: Assembled, review: Review | None, *, reasons: bool, masked: bool
) -> Written:
    """Return what was written in a review, as it stands now."""
    connection, whose = store.connection, found.frame.forecaster
    period, names = found.frame.window.period, found.material.names
    return Written(
        review=review,
        subject=whose.name,
        is_team=found.frame.is_team,
        answers=answers.of_review(connection, review.id) if review else (),
        lesson=lessons.of_review(connection, review.id) if review else None,
        before=last_lesson(store, whose.id, period, review),
        reasons=reasons,
        names=names,
        known=forecasters.everyone(connection),
        masked=masked,
    )
