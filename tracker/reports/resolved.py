"""Resolved: what happened and who says so, what was said before, and what that scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forecasts.model import QuestionType, times
from tracker.reports import calls
from tracker.reports.material import MECHANICAL, PERSON, newest_first
from tracker.reports.numbers import OF_WORDS, chance, counted, of_at_most, range_of
from tracker.reports.outcome_charts import charts
from tracker.reports.pair_scores import base_rate
from tracker.reports.paths import members
from tracker.reports.section import Address, Entry, Figure, Section, Table, Words, fields
from tracker.reports.spoken import RULE_WORDS, number
from tracker.reports.statements import (
    Given,
    given,
    outcome_words,
    reference_words,
    span,
)
from tracker.reports.statements import said as said_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model.forecast import Prediction
    from tracker.reports.figures import Step
    from tracker.reports.material import Material, Story
    from tracker.reports.pair_scores import PairScore
    from tracker.reports.window import Window

SHOWN = 12
FEW = 4  # told in full on one page
PEOPLE = 4  # named one by one; more are shown as their range
OTHERS = 6
BINARY, NUMERIC, DATE = (
    kind.value for kind in (QuestionType.BINARY, QuestionType.NUMERIC, QuestionType.DATE)
)
NOTHING = "-"
LATE = "known before this period began, and put on record in it"
REFERENCE = "reference"
NO_NEWS = 1 / 3 - 1e-9  # of rounding; who gave at least this to what happened was not surprised
RARE, VERY_RARE = 0.1, 0.02
HEADERS = ("", "first", "half-way", "last")
CAPTION = (
    "First, half-way and last: what stood when each first counted, midway and at the end. The score"
    " is the scheduled one, 0 is best; of at most: an early close leaves less to lose."
)
OF_NUMBERS = (
    " A number is scored by its CRPS, how far off it was in its own unit; its 80% range stands in"
    " brackets."
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one forecaster said over the life of a question and what that scored.

    `people` above 1: the row is the range of so many, its numbers texts as "20 to 90%". most: the
    highest score of its rule, None where there is no limit.
    """

    forecaster: str
    kind: str
    people: int
    first: str
    half_way: str
    last: str
    score: float | None
    low: float | None
    high: float | None
    attainable: float | None
    reason: str | None
    rule: str = "brier"
    most: float | None = 1.0


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved question: its outcome with its evidence, and what was said of it.

    late: in the report on a period, whether the outcome was known before that began.
    """

    question: str
    title: str
    type: str
    timezone: str
    outcome: str
    in_words: str
    happened_from: datetime | None
    happened_to: datetime | None
    known_at: datetime
    source_url: str | None
    quote: str | None
    note: str | None
    no_source: str | None
    resolver: str | None
    said: tuple[Said, ...]
    more: int
    surprise: str | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The newest outcomes; `more` are not listed."""

    questions: tuple[Resolved, ...]
    more: int


def told(material: Material) -> tuple[int, ...]:
    """Return the ids of the questions that the section shows."""
    return tuple(one.question.id for one in newest_first(material.outcomes)[:SHOWN])


def section(material: Material) -> Section:
    """Return the newest outcomes, each with its source and what was said before."""
    settled = newest_first(material.outcomes)
    subject = material.subject.name if material.subject else None
    shown = tuple(
        found
        for one in settled[:SHOWN]
        if (found := _resolved(material.stories[one.question.id], subject, material.window))
    )
    data = Outcomes(shown, len(settled) - len(shown))
    nothing = (
        f"None came on record in this {material.window.noun}."
        if material.window
        else "Nothing yet."
    )
    blocks: list[Words | Entry | Table] = [] if settled else [Words(nothing)]
    if shown:
        numbers = any(item.type == NUMERIC for item in shown)
        words = any(one.low is not None and one.people == 1 for item in shown for one in item.said)
        blocks.append(Words(CAPTION + OF_NUMBERS * numbers + OF_WORDS * words, quiet=True))
    page = material.window is not None and material.window.is_page
    slugs = [item.question for item in (shown[:FEW] if page else shown)]
    drawn = charts(material, slugs)
    whole = FEW if page else SHOWN
    blocks += [_entry(item, drawn.get(item.question)) for item in shown[:whole]]
    if brief := tuple((item.title, item.in_words, _when(item)) for item in shown[whole:]):
        blocks.append(Table(("also", "outcome", "when"), brief, frozenset(), ""))
    if data.more:
        blocks.append(Words(f"And {counted(data.more, 'earlier outcome')}:"
                            f" forecasts scores{material.scope.flag}"))  # fmt: skip
    return Section("resolved", "Resolved", tuple(blocks), data)


def _resolved(story: Story, subject: str | None, window: Window | None) -> Resolved | None:
    question, resolution = story.asked.question, story.asked.resolution
    if resolution is None or resolution.outcome is None:
        return None
    classed = question.terms.reference_class is not None
    judged = [
        pair
        for pair in story.scores
        if not classed or pair.kind != MECHANICAL or pair.forecaster == subject
    ]
    rows = sorted(judged, key=lambda pair: _order(pair, subject))
    people = [pair for pair in rows if pair.kind == PERSON and pair.forecaster != subject]
    alone = rows if len(people) <= PEOPLE else [pair for pair in rows if pair not in people]
    said = [_said(story, pair) for pair in alone[:OTHERS]]
    if len(people) > PEOPLE:
        said.insert(int(rows[0].forecaster == subject), _range(story, people))
    said += _base_rate(story)
    return Resolved(
        question=question.slug,
        title=question.title,
        type=question.type.value,
        timezone=question.terms.timezone,
        outcome=resolution.outcome,
        in_words=outcome_words(resolution.outcome, question),
        happened_from=resolution.happened.start if resolution.happened else None,
        happened_to=resolution.happened.end if resolution.happened else None,
        known_at=resolution.known_at,
        source_url=resolution.source_url,
        quote=resolution.quote,
        note=resolution.note,
        no_source=resolution.no_source,
        resolver=_own_resolver(story),
        said=tuple(said),
        more=max(0, len(alone) - OTHERS),
        surprise=_surprise(story, subject, resolution.outcome),
        late=window is not None and resolution.known_at < window.starts_at,
    )


def _own_resolver(story: Story) -> str | None:
    """Return who resolved it, where that is one of those who forecast it."""
    resolver = story.asked.resolution.resolver if story.asked.resolution else None
    said = (track.forecaster for track in story.tracks if track.numbers)
    return resolver if resolver and any(who.goes_by(resolver) for who in said) else None


def _order(pair: PairScore, subject: str | None) -> tuple[bool, bool, str]:
    return pair.forecaster != subject, pair.kind == MECHANICAL, pair.forecaster.casefold()


def _instants(story: Story) -> tuple[datetime, datetime, datetime]:
    opens_at, ends_at = story.asked.question.terms.opens_at, story.asked.ends_at
    return opens_at, opens_at + (ends_at - opens_at) / 2, ends_at


def _statements(story: Story, track: Track) -> tuple[Prediction | None, ...]:
    """Return what first counted, what stood midway and what stood at the end."""
    opens_at, middle, ends_at = _instants(story)
    stood = track.stretches(opens_at, ends_at)
    halfway = next((s.forecast.stated for s in stood if s.start <= middle < s.end), None)
    last = track.standing_before(opens_at, ends_at)
    return (
        stood[0].forecast.stated if stood else None, halfway, last.stated if last else None
    )  # fmt: skip


def _track(story: Story, name: str) -> Track:
    return next(track for track in story.tracks if track.forecaster.name == name)


def _said(story: Story, pair: PairScore) -> Said:
    question = story.asked.question
    first, halfway, last = (
        NOTHING if one is None else said_words(one, question)
        for one in _statements(story, _track(story, pair.forecaster))
    )
    return Said(
        pair.forecaster, pair.kind, 1, first, halfway, last, pair.score, pair.low, pair.high,
        pair.attainable, pair.reason, pair.rule, pair.most,
    )  # fmt: skip


def _range(story: Story, people: Sequence[PairScore]) -> Said:
    question, outcome = story.asked.question, _outcome(story)
    columns = zip(*(_statements(story, _track(story, p.forecaster)) for p in people), strict=True)
    texts = [span([one for one in column if one], question, outcome) for column in columns]
    scores = [pair.score for pair in people if pair.score is not None]
    return Said(
        f"{len(people)} people", PERSON, len(people), texts[0], texts[1], texts[2], None,
        min(scores, default=None), max(scores, default=None), people[0].attainable, None,
        people[0].rule, people[0].most,
    )  # fmt: skip


def _outcome(story: Story) -> str:
    return str(story.asked.resolution.outcome) if story.asked.resolution else ""


def _percent(p: float | None) -> str:
    return NOTHING if p is None else chance(p)


def _base_rate(story: Story) -> list[Said]:
    """Return what the reference class said, where the question has one."""
    opens_at, middle, ends_at = _instants(story)
    steps = base_rate(story.asked.question, ends_at)
    pairs = [pair for pair in story.scores if pair.reference is not None]
    if steps:
        said = [*(_percent(_at(steps, at)) for at in (opens_at, middle)), _percent(steps[-1].p)]
    elif text := reference_words(story.asked.question):
        said = [text] * 3
    else:
        return []
    return [
        Said("the base rate", REFERENCE, 1, said[0], said[1], said[2],
             pairs[0].reference if pairs else None, None, None,
             pairs[0].attainable if pairs and pairs[0].most is not None else None, None)
    ]  # fmt: skip


def _at(steps: Sequence[Step], at: datetime) -> float | None:
    return next((step.p for step in steps if step.start <= at < step.end), None)


def _surprise(story: Story, subject: str | None, outcome: str) -> str | None:
    """Return how likely the last number made what happened: the subject's, or the only one."""
    house = members(story.tracks)
    name = subject or (house[0].forecaster.name if len(house) == 1 else None)
    track = next((t for t in story.tracks if t.forecaster.name == name), None)
    last = _statements(story, track)[2] if track else None
    found = given(last, story.asked.question, outcome) if last else None
    if name is None or found is None or found.often >= NO_NEWS:
        return None
    return surprise(name, found)


def surprise(name: str, found: Given) -> str:
    """Return what a chance given to what then happened does and does not show.

    >>> surprise("ana", Given(0.12, "what happened", 0.12))
    'ana gave 12% to what happened: that little comes about one time in 8, so once says little.'
    """
    head = f"{name} gave {chance(found.chance)} to {found.to}"
    if found.often == 0:
        return f"{head}: it had been called impossible."
    what = "that little" if found.often == found.chance else "so far out, on either side,"
    often = f"{head}: {what} comes about one time in {round(1 / found.often):,}"
    if found.often >= RARE:
        return f"{often}, so once says little."
    if found.often >= VERY_RARE:
        return f"{often}. Ask what was missed; one case does not say that anything was."
    return f"{often}. That is a surprise to learn from."


def _entry(item: Resolved, figure: Figure | None) -> Entry:
    quote = f"“{item.quote}”" if item.quote else ""
    why = f"no source: {item.no_source}" if item.no_source else ""
    source = (quote, Address(item.source_url) if item.source_url else "", why)
    blocks: list[Words | Table | Figure] = []
    alone = item.said if len(item.said) == 1 and item.said[0].kind == REFERENCE else ()
    if item.said and not alone:
        rows = tuple(_cells(said) for said in item.said)
        headers = (*HEADERS, RULE_WORDS[item.said[0].rule])
        numbers = frozenset({1, 2, 3, 4} if item.type == BINARY else {4})
        blocks.append(Table(headers, rows, numbers, ""))
    if item.more:
        blocks.append(Words(f"And {counted(item.more, 'more forecaster')}.", quiet=True))
    if item.surprise:
        blocks.append(Words(item.surprise))
    if figure is not None:
        blocks += [figure, *calls.key_of(figure.chart)]
    if not item.said:
        blocks.append(Words("Nobody forecast it.", quiet=True))
    head = fields(
        ("Outcome", f"{item.in_words}, {_when(item)}"),
        ("Source", tuple(text for text in source if text)),
        ("Note", item.note or ""),
        ("Late", LATE if item.late else ""),
        ("Resolver", f"{item.resolver}, who forecast it" if item.resolver else ""),
        ("Base rate", tuple(_in_a_line(said) for said in alone)),
    )
    return Entry(item.title, (head, *blocks))


def _when(item: Resolved) -> str:
    known = f"known {times.to_minute(item.known_at)}"
    if item.happened_from is None or item.happened_to is None or item.type == DATE:
        return known  # of a date, the outcome is when it happened
    # Days of the question's own zone; the end of the interval is the first instant after them.
    zone = ZoneInfo(item.timezone)
    whole = item.happened_to > item.happened_from
    ended = item.happened_to - whole * times.MICROSECOND
    days = sorted({f"{at.astimezone(zone):%Y-%m-%d}" for at in (item.happened_from, ended)})
    return f"happened {' to '.join(days)}, {known}"


def _in_a_line(said: Said) -> str:
    score = "" if said.score is None else f"; Brier {_cells(said)[-1]}"
    return f"first {said.first}, half-way {said.half_way}, last {said.last}{score}"


def _cells(said: Said) -> tuple[str, ...]:
    def limited(score: float) -> str:
        whole = 1.0 if said.most is None else said.attainable or 1.0
        return of_at_most(score, whole, said.most or 1.0)

    if said.score is not None:
        score = limited(said.score) + range_of(said.low, said.high)
    elif said.low is not None and said.high is not None:
        score = f"{number(said.low)} to {limited(said.high)}"
    elif said.reason is not None:
        score = f"no score: {said.reason}"
    else:
        score = NOTHING
    return said.forecaster, said.first, said.half_way, said.last, score
