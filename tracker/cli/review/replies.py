"""Replies of people as they are typed, checked, and put on record in one append."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.cli import options
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model.review import Aim, Answer, Lesson, Prompt
from forecasts.store import answers, forecasters, lessons, questions, reviews
from tracker.cli.review import chosen
from tracker.reviews import measures
from tracker.reviews.assembled import Frame

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.model import Forecaster
    from forecasts.model.review import Review
    from forecasts.store import Receipt, Store


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer about a question as it was typed; by: None for the one who types."""

    question: str
    prompt: Prompt
    words: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson as it was typed; empty texts are not said."""

    words: str
    measure: str = ""
    topic: str = ""
    aim: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Replies:
    """Everything that one person typed at once."""

    answers: tuple[Reply, ...] = ()
    lesson: Taught | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was put on record; added: answers that were new; receipt: None where nothing was."""

    review: Review
    added: int
    lesson: Lesson | None
    receipt: Receipt | None


def checked(prompt: Prompt, words: str) -> str:
    """Return an answer as it is kept; raise InputError for an empty one, or no choice."""
    text = parse.plain(words, f"the answer to {prompt}", lines=True).strip()
    if not text:
        raise InputError(f"the answer to {prompt} is empty.", "Leave it out, or type some words.")
    if not prompt.choices:
        return text
    fits = [choice for choice in prompt.choices if choice.startswith(text.lower())]
    if len(fits) != 1:
        listed = f"{', '.join(prompt.choices[:-1])} or {prompt.choices[-1]}"
        raise InputError(f"{text!r} is no answer to {prompt}.", f"Type {listed}.")
    return fits[0]


def record(
    store: Store, whose: Forecaster, review: Review, said: Replies, by: str | None, now: datetime,
    *, uuid: str | None = None, command: str = "review answer",
) -> Recorded:  # fmt: skip
    """Put replies on record, all or none; raise where one cannot be taken."""
    if not review.is_open:
        raise chosen.closed(review, whose)
    speaker = named(store, by)
    login = options.login()
    rows = [
        Answer(
            review_id=review.id,
            question_id=asked(store, review, one.question),
            prompt=one.prompt,
            words=checked(one.prompt, one.words),
            said_by=(said_by := named(store, one.by) if one.by else speaker),
            entered_by=None if said_by.casefold() == login.casefold() else login,
        )
        for one in said.answers
    ]
    lesson = taught(store, whose, review, said.lesson) if said.lesson else None
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


def asked(store: Store, review: Review, slug: str) -> int:
    """Return the id of a question of the review; raise RefusedError for any other."""
    question = questions.find(store, slug)
    if question.slug not in review.questions:
        found = chosen.assembled(store, Frame.of(store, review))
        if question.slug not in {one.question.slug for one in found.items}:
            names = ", ".join(review.questions[:5])
            raise RefusedError(
                f"{question.slug} is no question of the review of {review.period}.",
                f"It asks about: {names}.",
            )
    return question.id


def taught(store: Store, whose: Forecaster, review: Review, said: Taught) -> Lesson:
    """Return a lesson with the value of its measure; raise InputError for one that is no rule."""
    words = parse.plain(said.words, "the lesson", lines=True).strip()
    if not words:
        raise InputError("the lesson is empty.", 'Type a rule: forecasts review lesson "…"')
    base = Lesson(
        forecaster_id=whose.id, period=review.period, words=words, review_id=review.id,
        entered_by=options.entered_by(store, whose),
    )  # fmt: skip
    if not said.measure:
        if said.aim or said.topic or said.target:
            raise InputError(
                "--aim, --topic and --target speak of a measure.",
                f"Name it with --measure: {', '.join(measures.MEASURES)}.",
            )
        return base
    name = f"{said.measure}:{said.topic}" if said.topic else said.measure
    return _measured(store, base, review, name, said)


def _measured(store: Store, base: Lesson, review: Review, name: str, said: Taught) -> Lesson:
    from dataclasses import replace

    aim = _aim(name, said.aim)
    target = measures.target_of(name, said.target) if said.target else None
    found = chosen.assembled(store, Frame.of(store, review))
    _, topic = measures.parse(name)
    if topic is not None and not found.of_topic(topic).items:
        known = sorted({text for one in found.items for text in one.question.terms.topics})
        raise NotFoundError(
            f"no question of this review has the topic {topic!r}.",
            f"There are: {', '.join(known) or 'none'}.",
        )
    value = measures.sample_of(name, found).mean
    return replace(base, measure=name, aim=aim, value=value, target=target)


def _aim(name: str, typed: str) -> Aim:
    """Return which way the number should go: as typed, else its better side."""
    better = measures.parse(name)[0].better
    if typed:
        fits = [aim for aim in Aim if aim.value.startswith(typed.strip().lower())]
        if len(fits) != 1:
            raise InputError(f"{typed!r} is no aim.", "Type lower or higher.")
        return fits[0]
    if better is None:
        raise InputError(
            f"which way {measures.words_of(name)} should go is not said.",
            "Add --aim lower or --aim higher.",
        )
    return better
