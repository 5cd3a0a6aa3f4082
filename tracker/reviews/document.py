"""The document of a review: one model of sections, rendered like every report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.meeting.spread import spread
from forecasts.model import times
from tracker.reports import confidence, footer, leaderboard, updating, where_wrong
from tracker.reports.calibrated.words import Speech
from tracker.reports.material import PERSON
from tracker.reports.numbers import chance
from tracker.reports.section import PeriodTold, Report, Section, Table, Words, fields
from tracker.reports.statements import outcome_words
from tracker.reviews import questions, verdict
from tracker.reviews.expected import in_words
from tracker.reviews.measures import MEASURES, n_words, value_words
from tracker.reviews.moved import Moved, lesson_measure_words, sentences
from tracker.reviews.surprise import PLACED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.meeting.spread import Spread, Voice
    from forecasts.model.review import Lesson
    from tracker.reports.material import Material
    from tracker.reports.section import Block
    from tracker.reviews.assembled import Assembled, Reviewed
    from tracker.reviews.written import Written

NAME = "Review"
APART = 5  # disagreements that are told
SURPRISED = (
    "What was not expected, the largest surprise first: what happened was given less than half, or"
    " lay outside the range that was to hold 80%. A calibrated forecaster has such questions too."
)
NEAR = (
    "What was expected, the hit nearest to a miss first: the same questions, since a right answer"
    " can come from luck."
)
WHOLE = (
    "These are the moves on all yes/no questions that were to end by then, of any review; those on"
    " this review's questions, with their reasons, stand under Process."
)
PROCESS = (
    "How the questions of this review were worked on: this can be read after a few, and changed. A"
    " move is a number other than the same forecaster's last one: a first number is none."
)


NO_LESSON = "no closed review of an earlier period, or of part of this one, taught one"


@dataclass(frozen=True, slots=True)
class LastLesson:
    """Last time's lesson and whether its number moved; None where there is none."""

    period: str | None
    words: str | None
    measure: str | None
    aim: str | None
    value: float | None
    target: float | None
    moved: Moved | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """A number that tells how somebody worked; value is None where n is 0."""

    measure: str
    words: str
    value: float | None
    n: int
    clusters: int


@dataclass(frozen=True, slots=True)
class ThisLesson:
    """The lesson of this review; words is None where none was written."""

    words: str | None
    measure: str | None
    aim: str | None
    value: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which people were apart half-way through its life.

    said: each name with the chance of the event on which they were apart; words: what each said.
    """

    question: str
    title: str
    outcome: str
    log_odds: float
    said: tuple[tuple[str, float], ...]
    words: tuple[str, ...]


def document(
    found: Assembled, written: Written, moved: Moved | None, now: datetime, *, you: bool
) -> Report:
    """Return the document of a review; you: whether its reader is the one reviewed."""
    speech, found = Speech(found.frame.forecaster.name, you), _spoken(found, you=you)
    asked = found.named(written.asked)
    misses, hits = ([one for one in asked if one.miss is missed] for missed in (True, False))
    sections = (
        last_lesson(written, moved),
        verdict.section(found, speech),
        *_scored(found),
        process(found),
        questions.section("surprises", "Surprises", misses, written, SURPRISED),
        questions.section("near_misses", "Hits nearest to a miss", hits, written, NEAR),
        questions.others(found.items, written),
        disagreement(found) if written.is_team else None,
        lesson(written),
        footer.section(found.material),
    )
    return _report(found, written, now, tuple(one for one in sections if one is not None))


def _spoken(found: Assembled, *, you: bool) -> Assembled:
    """Return the same, its scores told to the one reviewed or of that one."""
    depth = found.material.depth
    if depth is None or depth.voice is None:
        return found
    told = replace(depth, voice=replace(depth.voice, you=you))
    return replace(found, material=replace(found.material, depth=told))


def _scored(found: Assembled) -> tuple[Section | None, ...]:
    """Return what the scores let one say: calibration, and of a team what its reports say."""
    material = found.material
    calibration = confidence.section(material)
    if not found.frame.is_team:
        return (calibration,)
    board, wrong = leaderboard.section(material), where_wrong.section(material)
    return board, calibration, wrong, _updating(material)


def _updating(material: Material) -> Section | None:
    """Return how the numbers moved; reasons, and looks after news, are told under Process alone."""
    found = updating.section(material)
    if found is None:
        return None
    told = (block for block in found.blocks if not (isinstance(block, Words) and block.quiet))
    return replace(found, blocks=(*told, Words(WHOLE, quiet=True)))


def _report(
    found: Assembled, written: Written, now: datetime, sections: tuple[Section, ...]
) -> Report:
    window, review = found.frame.window, written.review
    state = "not started"
    if review is not None:
        closed = review.closed_at
        state = f"closed {times.to_minute(closed)}" if closed else "not closed yet"
    parts = (window.days, f"about {written.subject}", state)
    return Report(
        name=NAME,
        title=f"{NAME}: {window.title}, {written.subject}",
        subtitle=" · ".join(parts),
        topic=None,
        retrospective=False,
        as_of=found.material.as_of,
        made_at=now,
        period=PeriodTold(
            name=window.period.name,
            starts_at=window.starts_at,
            ends_at=window.ends_at,
            timezone=window.timezone,
            so_far=window.so_far,
            seq=window.seq,
            late=False,
            owned=tuple(one.question.slug for one in found.items),
        ),
        sections=sections,
    )


def last_lesson(written: Written, moved: Moved | None) -> Section:
    """Return last time's lesson, and whether its number moved as far as that can be told."""
    found = written.before
    if found is None:
        words = f"There is none: {NO_LESSON}."
        data = LastLesson(None, None, None, None, None, None, None, (words,))
        return Section("last_lesson", "Last time's lesson", (Words(words, quiet=True),), data)
    said = sentences(found, moved) if moved else (
        "It was written in words alone: whether it was kept is for its author to say.",
    )  # fmt: skip
    blocks = (Words(f"{found.period}: {found.words}"), Words(" ".join(said)))
    data = LastLesson(
        found.period, found.words, found.measure, found.aim and found.aim.value, found.value,
        found.target, moved, said,
    )  # fmt: skip
    return Section("last_lesson", "Last time's lesson", blocks, data)


def process(found: Assembled) -> Section:
    """Return the numbers that tell how the questions were worked on."""
    samples = [(n, one, one.sample(found)) for n, one in MEASURES.items() if one.label]
    rows = [
        (
            measure.label,
            f"{value_words(name, sample.mean)}: {measure.words}, {n_words(name, sample)}"
            if sample.mean is not None
            else f"{measure.words}: nothing on record to compute it from",
        )
        for name, measure, sample in samples
    ]
    data = tuple(
        Habit(name, measure.words, sample.mean, len(sample.values), sample.clusters)
        for name, measure, sample in samples
    )
    blocks = (Words(PROCESS, quiet=True), fields(*rows))
    return Section("process", "Process", blocks, data)


def lesson(written: Written) -> Section:
    """Return the lesson of this review, or that there is none yet."""
    found = written.lesson
    if found is None:
        data = ThisLesson(None, None, None, None, None)
        return Section("lesson", "Lesson", (Words("None was written."),), data)
    blocks: tuple[Block, ...] = (
        Words(found.words),
        fields(("Checked by", lesson_measure_words(found))),
    )
    return Section("lesson", "Lesson", blocks, _data(found))


def _data(found: Lesson) -> ThisLesson:
    aim = found.aim.value if found.aim else None
    return ThisLesson(found.words, found.measure, aim, found.value, found.target)


def disagreement(found: Assembled) -> Section | None:
    """Return the questions on which people were furthest apart; None where nobody was."""
    spreads = [(one, apart) for one in found.items if (apart := _half_way(one)) is not None]
    widest = sorted(
        (pair for pair in spreads if pair[1].log_odds > 0.0), key=lambda pair: -pair[1].log_odds
    )[:APART]
    if not widest:
        return None
    data = tuple(_dispute(one, apart) for one, apart in widest)
    rows = tuple(_row(item) for item in data)
    caption = (
        "What each gave half-way through the question's life, the widest apart first; apart is the"
        " distance of the outer two in log-odds, 0.4 from 50% to 60%"
    )
    table = Table(("question", "who said what", "apart", "outcome"), rows, frozenset({2}), caption)
    return Section("disagreement", "Where people differed", (table,), data)


def _half_way(one: Reviewed) -> Spread | None:
    opens_at = one.question.terms.opens_at
    middle = opens_at + (one.ends_at - opens_at) / 2
    stood = [
        (track.forecaster.name, row)
        for track in one.story.tracks
        if track.forecaster.kind.value == PERSON
        and (row := track.standing_before(opens_at, middle + timedelta(microseconds=1))) is not None
    ]
    return spread(stood, one.question)


def _dispute(one: Reviewed, apart: Spread) -> Dispute:
    return Dispute(
        one.question.slug,
        one.question.title,
        outcome_words(one.outcome, one.question),
        apart.log_odds,
        tuple((voice.forecaster, voice.chance) for voice in apart.voices),
        tuple(_voiced(voice, one) for voice in apart.voices),
    )


def _voiced(voice: Voice, one: Reviewed) -> str:
    """Return what somebody said, a number or a date in its own words."""
    stated = voice.forecast.stated
    if stated is None or one.question.type not in PLACED:
        return chance(voice.chance)
    return in_words(stated, one.question)


def _row(item: Dispute) -> tuple[str, ...]:
    each = [f"{name} {words}" for (name, _), words in zip(item.said, item.words, strict=True)]
    said = "; ".join(_outer(each))
    apart = "certain" if item.log_odds == float("inf") else f"{item.log_odds:.1f}"
    return item.title, said, apart, item.outcome


def _outer(said: Sequence[str]) -> Sequence[str]:
    return said if len(said) <= APART else (*said[:2], *said[-2:])
