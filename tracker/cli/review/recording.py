"""Replies checked against their review, and put on record in one append."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.cli import options
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model.review import Answer, Lesson
from forecasts.store import answers, forecasters, lessons, questions, reviews
from tracker.cli.review import chosen
from tracker.cli.review.replies import Faults, checked
from tracker.reviews import measures, targets
from tracker.reviews.assembled import Frame

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.model import Forecaster
    from forecasts.model.review import Review
    from forecasts.store import Receipt, Store
    from tracker.cli.review.replies import Replies, Reply, Taught
    from tracker.reviews.assembled import Assembled

LISTED = 5  # names that a hint tells; how many more there are is said


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was put on record; added: answers that were new; receipt: None where nothing was."""

    review: Review
    added: int
    lesson: Lesson | None
    receipt: Receipt | None


def record(
    store: Store, whose: Forecaster, review: Review, said: Replies, by: str | None, now: datetime,
    *, uuid: str | None = None, command: str = "review answer",
) -> Recorded:  # fmt: skip
    """Put replies on record, all or none.

    Raises BulkError with each line and key that cannot be taken, and of flags the first error.
    """
    if not review.is_open:
        raise chosen.closed(review, whose)
    faults = Faults(said.source, [*said.problems])
    taking = Taking(store, whose, review, faults)
    rows = taking.rows(said.answers, named(store, by))
    lesson = taking.lesson(said.lesson) if said.lesson else None
    faults.refuse()
    with store.append(now, command, uuid) as batch:
        reviews.check_open(batch, review)
        added = answers.record(batch, rows)
        if lesson is not None:
            lessons.record(batch, lesson)
    receipt = batch.receipt if added or lesson else None
    return Recorded(review, added, lesson, receipt)


def named(store: Store, by: str | None) -> str:
    """Return who answers: a forecaster's own name for any that they go by; the login name."""
    text = by or options.login()
    found = forecasters.named(store, text)
    if found is None and by is not None and by != options.login():
        forecasters.find(store, by)  # raises, with the nearest name
    return found.name if found else text


class Taking:
    """Replies on one review, on their way to the record."""

    def __init__(self, store: Store, whose: Forecaster, review: Review, faults: Faults) -> None:
        self.store, self.whose, self.review, self.faults = store, whose, review, faults

    @cached_property
    def found(self) -> Assembled:
        """What the review speaks of, assembled once."""
        return chosen.assembled(self.store, Frame.of(self.store, self.review))

    def rows(self, said: tuple[Reply, ...], speaker: str) -> list[Answer]:
        """Return the answers as they are kept; what cannot be taken is among the faults."""
        login = options.login()
        rows: list[Answer] = []
        first: dict[tuple[int, str, str], int] = {}
        for one in said:
            take, key = self.faults.take, one.prompt.value
            question_id = take(one.line, "question", partial(self.asked, one.question))
            said_by = take(one.line, "by", partial(self._by, one.by, speaker))
            words = take(one.line, key, partial(checked, one.prompt, one.words))
            if question_id is None or said_by is None or words is None:
                continue
            place = first.setdefault((question_id, key, said_by.casefold()), one.line)
            if place != one.line:
                why = f"{key} of {one.question} stands on line {place} already"
                self.faults.add(one.line, key, why)
            entered_by = None if said_by.casefold() == login.casefold() else login
            rows.append(Answer(
                review_id=self.review.id, question_id=question_id, prompt=one.prompt,
                words=words, said_by=said_by, entered_by=entered_by,
            ))  # fmt: skip
        return rows

    def _by(self, by: str | None, speaker: str) -> str:
        return named(self.store, by) if by else speaker

    def asked(self, slug: str) -> int:
        """Return the id of a question of the review; raise RefusedError for any other."""
        question, review = questions.find(self.store, slug), self.review
        if question.slug not in review.questions and not self.found.named((question.slug,)):
            more = len(review.questions) - LISTED
            rest = f" and {more} more" if more > 0 else ""
            raise RefusedError(
                f"{question.slug} is no question of the review of {review.period}.",
                f"It asks about {', '.join(review.questions[:LISTED])}{rest}."
                f"   All that can be answered about: {chosen.command(review, self.whose, 'show')}",
            )
        return question.id

    def lesson(self, said: Taught) -> Lesson | None:
        """Return a lesson with the value of its measure; None where it cannot be taken."""
        take = self.faults.take
        words = take(said.line("lesson"), "lesson", lambda: rule(said.words))
        base = Lesson(
            forecaster_id=self.whose.id, period=self.review.period, words=words or "",
            review_id=self.review.id, entered_by=self._entered_by(said),
        )  # fmt: skip
        if not said.measure:
            take(said.line("measure"), "measure", lambda: _alone(said))
            return base
        name = take(said.line("measure"), "measure", lambda: _measure(said))
        return None if name is None else self._measured(base, name, said)

    def _entered_by(self, said: Taught) -> str | None:
        import shlex

        flags = (("measure", said.measure), ("topic", said.topic), ("aim", said.aim),
                 ("target", said.target))  # fmt: skip
        words = "".join(f" --{name} {shlex.quote(value)}" for name, value in flags if value)
        more = f" {shlex.quote(said.words)}{words}"
        typed = chosen.command(self.review, self.whose, "lesson", more)
        return chosen.entered_by(self.store, self.whose, "write the lesson of a review", typed)

    def _measured(self, base: Lesson, name: str, said: Taught) -> Lesson | None:
        """Return a lesson with its number, which way that should go, and to where."""
        take = self.faults.take
        _, topic = measures.parse(name)
        if topic and take(said.line("topic"), "topic", lambda: self._topic(topic)) is None:
            return None
        value = measures.sample_of(name, self.found).mean
        aim = take(said.line("aim"), "aim", lambda: targets.aim_of(name, said.aim, value))
        target = None
        if said.target:
            read = partial(targets.target_of, name, said.target, value)
            target = take(said.line("target"), "target", read)
        return replace(base, measure=name, aim=aim, value=value, target=target)

    def _topic(self, topic: str) -> str:
        """Return a topic on which the review has questions; raise NotFoundError for another."""
        if not self.found.of_topic(topic).items:
            known = sorted({text for one in self.found.items for text in one.question.terms.topics})
            raise NotFoundError(
                f"no question of this review has the topic {topic!r}.",
                f"There are: {', '.join(known) or 'none'}.",
            )
        return topic


def rule(words: str) -> str:
    """Return the words of a lesson as they are kept; raise InputError for none."""
    text = parse.plain(words, "the lesson", lines=True).strip()
    if not text:
        raise InputError("the lesson is empty.", 'Type a rule: "Write a reason with every move."')
    return text


def _measure(said: Taught) -> str:
    """Return the name of a lesson's number, with its topic; raise InputError for no such number."""
    name = f"{said.measure}:{said.topic}" if said.topic else said.measure
    measures.parse(name)
    return name


def _alone(said: Taught) -> None:
    """Raise InputError where a lesson in words alone says what only a number can have."""
    if said.aim or said.topic or said.target:
        raise InputError(
            "aim, topic and target speak of a number.",
            f"Name it, as the measure: {', '.join(measures.MEASURES)}.",
        )
