"""Published judgements: the words, the number they were read as, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import Status
from tracker.reports.material import TAKING, VOID, WAITING, due_at
from tracker.reports.numbers import chance, counted, of_at_most, range_of
from tracker.reports.section import Entry, Section, Table, Words
from tracker.reports.spoken import number
from tracker.reports.statements import outcome_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.model import Resolution, Source, Stated
    from tracker.reports.material import Material, Published

SHOWN = 40
FEW = 5  # on one page
HEADERS = ("said", "read as", "question", "answer", "scheduled Brier")
CAPTION = (
    "A word is read as the middle of its range on the scale named; brackets give the score over the"
    " whole range. Where an answer is awaited, the score under each; neither is in any average."
)
UNSCORABLE = "no number, not scorable"
NO_NUMBER = "No number, not scorable; kept as said"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement of a publication; the scores of both answers where it waits for one.

    in_words: the outcome for reading. about: the option that its words rank first, right where
    that is the answer.
    """

    publication: str
    source: str | None
    question: str
    title: str
    words: str
    scale: str | None
    low: float | None
    high: float | None
    probability: float | None
    status: str
    outcome: str | None
    in_words: str | None
    due_at: datetime
    score: float | None
    score_low: float | None
    score_high: float | None
    attainable: float | None
    reference: float | None
    if_yes: float | None
    if_no: float | None
    about: str | None
    ranked_right: bool | None


@dataclass(frozen=True, slots=True)
class Judgements:
    """What publications said, those with a number first; `more` are not listed."""

    judgements: tuple[Judgement, ...]
    more: int


def told(judgements: Sequence[Published]) -> tuple[int, ...]:
    """Return the ids of the questions whose scores the section shows."""
    return tuple(one.question_id for one in _in_order(judgements)[:SHOWN])


def _in_order(judgements: Sequence[Published]) -> list[Published]:
    return sorted(judgements, key=lambda one: one.stated is None)


def section(material: Material) -> Section | None:
    """Return what publications said, or None where there are none on record."""
    ordered = _in_order(material.published)
    if not ordered:
        return None
    shown = [(one, _judgement(material, one)) for one in ordered[:SHOWN]]
    documents = list(dict.fromkeys((one.publication, one.source) for one, _ in shown))
    entries = tuple(
        _entry(*document, [row for row in shown if (row[0].publication, row[0].source) == document])
        for document in documents
    )
    data = Judgements(tuple(judgement for _, judgement in shown), len(ordered) - len(shown))
    more = (Words(_others(data.more, "list --all", material, "then forecasts show QUESTION")),)
    blocks = (Words(CAPTION, quiet=True), *entries, *(more if data.more else ()))
    return Section("published", "Published judgements", blocks, data)


def brief(material: Material) -> Section | None:
    """Return a line for each judgement that is unsettled, or was settled in the period.

    None where there is none.
    """
    rows = _unsettled(material)
    if not rows:
        return None
    shown = [(one, _judgement(material, one)) for one in rows[:FEW]]
    data = Judgements(tuple(judgement for _, judgement in shown), len(rows) - len(shown))
    cells = tuple(
        (item.publication, f"“{item.words}”", item.title, _stands(one.stated, item))
        for one, item in shown
    )
    headers = ("publication", "said", "question", "now")
    blocks: tuple[Table | Words, ...] = (Table(headers, cells, frozenset(), ""),)
    if data.more:
        narrowed = f" --topic {material.scope.topic}" if material.scope.topic else ""
        narrowed += " --retrospective" if material.scope.retrospective else ""
        blocks = (*blocks, Words(_others(data.more, f"report{narrowed}", material), quiet=True))
    return Section("published", "Published judgements", blocks, data)


def _others(more: int, command: str, material: Material, then: str = "") -> str:
    """Return how many judgements are not listed, and what shows them."""
    typed = f"forecasts {command}{material.scope.flag}"
    return f"And {counted(more, 'more judgement')}: {typed}{', ' * bool(then)}{then}"


def briefly_told(material: Material) -> tuple[int, ...]:
    """Return the ids of the questions that `brief` shows."""
    return tuple(one.question_id for one in _unsettled(material)[:FEW])


def _unsettled(material: Material) -> list[Published]:
    """Return what is not settled, or was in the period: that first, then what has a number."""
    told_of = material.owned | {one.question.id for one in material.voided}
    settled = {one.question.id for one in material.of_status(Status.RESOLVED, *VOID)} - told_of
    rows = [one for one in material.published if one.question_id not in settled]
    return sorted(rows, key=lambda one: (one.question_id not in told_of, one.stated is None))


def _stands(said: Stated | None, item: Judgement) -> str:
    """Return what came of a judgement: its answer and score, or what it waits for."""
    if said is None:
        return f"{_graded(item)}; {UNSCORABLE}"
    if item.score is None:
        return _answer(item)
    return f"{_answer(item)}; Brier {_score(said, item)}"


def _judgement(material: Material, one: Published) -> Judgement:
    story = material.stories[one.question_id]
    asked, said = story.asked, one.stated
    pair = next((p for p in story.scores if p.forecaster == one.publication), None)
    waits = asked.status not in (Status.RESOLVED, *VOID)
    ruled = asked.resolution.outcome if asked.resolution else None
    return Judgement(
        publication=one.publication,
        source=one.source.slug if one.source else None,
        question=asked.question.slug,
        title=asked.question.title,
        words=one.words,
        scale=said.scale if said else None,
        low=said.low if said else None,
        high=said.high if said else None,
        probability=said.probability if said else None,
        status=asked.status.value,
        outcome=ruled,
        in_words=outcome_words(ruled, asked.question) if ruled is not None else None,
        due_at=due_at(asked),
        score=pair.score if pair else None,
        score_low=pair.low if pair else None,
        score_high=pair.high if pair else None,
        attainable=pair.attainable if pair else None,
        reference=pair.reference if pair else None,
        if_yes=said.brier(happened=True) if said and waits else None,
        if_no=said.brier(happened=False) if said and waits else None,
        about=one.about,
        ranked_right=_right(one, asked.resolution),
    )


def _right(one: Published, ruled: Resolution | None) -> bool | None:
    """Return whether the option that was ranked first is the answer; None where that is open."""
    if one.about is None or ruled is None or ruled.outcome is None:
        return None
    return ruled.outcome.casefold() == one.about.casefold()


def _entry(name: str, source: Source | None, rows: Sequence[tuple[Published, Judgement]]) -> Entry:
    parts = [source.title, source.author, source.publisher, _dated(source)] if source else []
    blocks: list[Words | Table] = []
    if parts:
        blocks.append(Words(", ".join(part for part in parts if part)))
    numbered = tuple(_cells(one.stated, item) for one, item in rows if one.stated)
    if numbered:
        blocks.append(Table(HEADERS, numbered, frozenset(), ""))
    worded = tuple(
        (f"“{item.words}”", item.title, _graded(item)) for one, item in rows if not one.stated
    )
    if worded:
        headers = (HEADERS[0], HEADERS[2], HEADERS[3])
        blocks.append(Table(headers, worded, frozenset(), NO_NUMBER))
    return Entry(name, tuple(blocks))


def _dated(source: Source) -> str:
    if source.date_from == source.date_to:
        return source.date_from.isoformat()
    return f"undated, between {source.date_from.isoformat()} and {source.date_to.isoformat()}"


def _cells(said: Stated, item: Judgement) -> tuple[str, ...]:
    return f"“{item.words}”", _read_as(said), item.title, _answer(item), _score(said, item)


def _read_as(said: Stated) -> str:
    if said.low is None or said.high is None:
        return chance(said.probability)
    return f"{chance(said.probability)} ({said.scale} {100 * said.low:.3g} to {chance(said.high)})"


def _answer(item: Judgement) -> str:
    if item.in_words is not None:
        return item.in_words
    if item.status in (Status.DUE.value, Status.DISPUTED.value):
        return f"waits; {item.status} since {item.due_at:%Y-%m-%d}"
    if item.status in (status.value for status in (*WAITING, *TAKING)):
        return f"{item.status}; due {item.due_at:%Y-%m-%d}"
    return item.status


def _graded(item: Judgement) -> str:
    """Return the answer, and of words that rank whether what they rank first is it."""
    if item.about is None:
        return _answer(item)
    if item.ranked_right is None:
        return f"{_answer(item)}; ranked first: {item.about}"
    return (
        f"{_answer(item)}; ranked first: {item.about}, {'right' if item.ranked_right else 'wrong'}"
    )


def _score(said: Stated, item: Judgement) -> str:
    if item.if_yes is not None and item.if_no is not None:
        either = [_branch(said, happened=happened) for happened in (True, False)]
        return f"of the word alone: if yes {either[0]}, if no {either[1]}"
    if item.score is None:
        return "no score"
    against = f"; base rate {number(item.reference)}" if item.reference is not None else ""
    ranged = range_of(item.score_low, item.score_high)
    return of_at_most(item.score, item.attainable or 1.0) + ranged + against


def _branch(said: Stated, *, happened: bool) -> str:
    score = number(said.brier(happened=happened))
    if said.low is None or said.high is None:
        return score
    ends = sorted(((said.low - happened) ** 2, (said.high - happened) ** 2))
    return score + range_of(*ends)
