"""The questions of a review as they are told: what was said and why, what happened, the answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forecasts.model import Action
from forecasts.model.review import Prompt
from tracker.reports import calls
from tracker.reports.lives import life_of
from tracker.reports.material import MECHANICAL
from tracker.reports.numbers import chance, counted, of_at_most
from tracker.reports.paths import TEAM
from tracker.reports.section import Address, Entry, Figure, Section, Table, Words, fields
from tracker.reports.spoken import number
from tracker.reports.statements import outcome_words
from tracker.reports.statements import said as said_words
from tracker.reviews import expected, process, surprise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecast
    from tracker.reports.pair_scores import PairScore
    from tracker.reports.section import Block, Fields
    from tracker.reviews.assembled import Reviewed
    from tracker.reviews.written import Written

DRAWN = 2  # surprises with their path
MEMBERS, OUTER = 10, 3  # people told one by one; of more, so many at each end
NEARLY_ALL = 0.995
MOSTLY = 0.95  # of the time: what is scored for so little of the rest tells next to nothing
MOVES = 8  # told one by one: the first and the last ones
OTHERS = (
    "What happened, and the chance it was given on average, or of a number or a date what was last"
    " said; the least expected first"
)
STOOD = "Stood: the share of the time in which a number did; for the rest the reference is scored"
UNANSWERED = "unanswered"
HIDDEN = "kept at the desk; --rationales writes the reasons"


@dataclass(frozen=True, slots=True)
class Said:
    """A number as it was entered; why: None without a reason, or where reasons are held back."""

    forecaster: str
    action: str
    said: str
    why: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A piece of evidence as it is told; speaks: which way, as its author saw it."""

    observed_at: datetime
    words: str | None
    url: str | None
    by: str | None
    speaks: str = ""
    likelihood_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it is told."""

    prompt: str
    said_by: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A question as a review tells it; chance: what was given to what happened, on average.

    given: the chance of what happened, or what was last said of a number or a date, in words.
    asked: whether the review asks about it. score: the scheduled Brier score, or of a number its
    CRPS, as rule says; None where nobody in particular is scored. stood: the share of the time up
    to the end in which a number stood; for the rest the reference is scored.
    """

    question: str
    title: str
    type: str
    outcome: str
    in_words: str
    known_at: datetime | None
    miss: bool
    asked: bool
    given: str
    chance: float
    rule: str | None
    score: float | None
    attainable: float | None
    most: float | None
    stood: float | None
    reference: float | None
    said: tuple[Said, ...]
    evidence: tuple[Noted, ...]
    answers: tuple[Answered, ...]


def told(one: Reviewed, written: Written) -> Told:
    """Return a question with its path, reasons, evidence and answers."""
    ruled, score = one.story.asked.resolution, one.score
    return Told(
        question=one.question.slug,
        title=one.question.title,
        type=one.question.type.value,
        outcome=one.outcome,
        in_words=outcome_words(one.outcome, one.question),
        known_at=ruled.known_at if ruled else None,
        miss=one.miss,
        asked=one.question.slug in written.asked,
        given=expected.expected(one),
        chance=one.chance,
        rule=score.rule if score else None,
        score=score.score if score else None,
        attainable=score.attainable if score else None,
        most=score.most if score else None,
        stood=process.stood(score) if score else None,
        reference=score.reference if score else None,
        said=tuple(_said(one, written)),
        evidence=tuple(
            Noted(
                note.observed_at,
                note.words,
                note.url,
                written.name_of(note.forecaster_id),
                note.speaks,
                note.likelihood_ratio,
            )
            for note in one.evidence
        ),
        answers=tuple(
            Answered(given.prompt.value, written.shown(given.said_by), given.words)
            for given in written.answers
            if given.question_id == one.question.id
        ),
    )


def _said(one: Reviewed, written: Written) -> list[Said]:
    """Return the numbers in time; in a team's review everybody's, else those that are told."""
    return [
        Said(
            track.forecaster.name,
            row.action.value,
            said_words(row.stated, one.question) if row.stated else "",
            row.rationale if written.reasons else None,
            row.made_at,
        )
        for row, track in sorted(
            _rows(one, written), key=lambda pair: (pair[0].made_at, pair[0].id)
        )
    ]


def _rows(one: Reviewed, written: Written) -> list[tuple[Forecast, Track]]:
    tracks = one.story.tracks if written.is_team else one.tracks
    return [
        (row, track)
        for track in tracks
        if track.forecaster.kind.value != MECHANICAL
        for row in track.numbers
        if row.made_at < one.ends_at
    ]


def section(
    key: str, title: str, some: Sequence[Reviewed], written: Written, lead: str
) -> Section | None:
    """Return some of the questions that a review asks about, each told in full; None of none."""
    if not some:
        return None
    shown = tuple(told(one, written) for one in some)
    blocks: list[Block] = [Words(lead, quiet=True)]
    for place, (one, item) in enumerate(zip(some, shown, strict=True)):
        drawn = item.miss and place < DRAWN
        blocks.append(_entry(one, item, written, drawn=drawn))
    return Section(key, title, tuple(blocks), shown)


def _entry(one: Reviewed, item: Told, written: Written, *, drawn: bool) -> Entry:
    life = life_of(one.story, written.subject, one.ends_at)
    finding = calls.finding_of(life, one.story)
    opens_at = one.question.terms.opens_at
    news = tuple(n.observed_at for n in one.evidence if opens_at <= n.observed_at < one.ends_at)
    figure: tuple[Words | Figure, ...] = ()
    if drawn:
        chart = replace(life, evidence_at=news)
        figure = (
            calls.figure_of(chart, item.title, one.story, finding), *calls.key_of(life),
        )  # fmt: skip
    who = (members(one),) if written.is_team else ()
    parts = (Words(finding), Words(surprise_words(item)), *figure, *who)
    given = any(row.rationale and row.action is Action.FORECAST for row, _ in _rows(one, written))
    reasons = _reasons(item, written, given=given)
    return Entry(item.title, (*parts, *reasons, _answers(item, written)))


def surprise_words(item: Told) -> str:
    """Return how much of a surprise it was, and what it scored."""
    given = f"What happened was given {chance(item.chance)} on average while a number stood"
    if item.type in surprise.PLACED:
        lay = _lay(item) if surprise.is_placed(item.type, item.outcome) else given
        given = f"Last said: {item.given}. {lay}"
    scored = brier_words(item)
    if not scored:
        return f"{given}."
    base = "" if item.reference is None else f", base rate {number(item.reference)}"
    return f"{given}. Scheduled Brier {scored}{base}{_filled(item)}."


def _filled(item: Told) -> str:
    """Return how long a number stood and what is scored for the rest; empty of nearly all."""
    if item.stood is None or item.stood > MOSTLY:
        return ""
    rest = "even chances are" if item.reference is None else "the base rate is"
    return f"; a number stood for {chance(item.stood)} of the time, and {rest} scored for the rest"


def _lay(item: Told) -> str:
    """Return where a number or a date lay in what was said of it."""
    if item.chance > NEARLY_ALL:
        return "What happened lay in the middle of what was said"
    return (
        f"What happened lay {'outside' if item.miss else 'inside'} the range that was to hold 80%:"
        f" something as far out, on either side, comes about {chance(item.chance)} of the time, on"
        " average while a number stood"
    )


def brier_words(item: Told) -> str:
    """Return the scheduled Brier score, with its limit where there is one; empty without it."""
    if item.score is None or item.attainable is None or item.rule != "brier":
        return ""
    return number(item.score) if item.most is None else of_at_most(item.score, item.attainable)


def members(one: Reviewed) -> Table:
    """Return who said what: first and last number in time, and the score.

    Of many, the teams and those who last gave what happened the least and the most.
    """
    scores = {pair.forecaster: pair for pair in one.story.scores}
    rows, others = [], []
    for track in one.story.tracks:
        said = [row.stated for row in track.numbers if row.stated and row.made_at < one.ends_at]
        name, kind = track.forecaster.name, track.forecaster.kind.value
        if not said or kind == MECHANICAL:
            continue
        ends = (said_words(stated, one.question) for stated in (said[0], said[-1]))
        row = (name, *ends, _score(scores.get(name)))
        if kind == TEAM:
            rows.append(row)
        else:
            others.append((surprise.chance_of(said[-1], one.question, one.outcome) or 0.0, row))
    if len(others) > MEMBERS:
        others.sort(key=lambda pair: pair[0])
        between = len(others) - 2 * OUTER
        rest = (0.0, (f"{between:,} others between", "", "", ""))
        others = [*others[:OUTER], rest, *others[-OUTER:]]
    cells = (*rows, *(row for _, row in others))
    return Table(("who", "first", "last", "score"), cells, frozenset({1, 2, 3}), "")


def _score(pair: PairScore | None) -> str:
    if pair is None or pair.score is None:
        return "-"
    if pair.most is None:
        return number(pair.score)
    return of_at_most(pair.score, pair.attainable, pair.most)


def _reasons(item: Told, written: Written, *, given: bool) -> tuple[Fields, ...]:
    """Return the numbers with their reasons, and the evidence beside them.

    given: whether there is any reason, where they are held back too.
    """
    moves = [row for row in item.said if row.action == Action.FORECAST.value]
    if written.is_team:
        moves = [row for row in moves if row.why]
    shown = moves if len(moves) <= MOVES else [*moves[: MOVES // 2], *moves[-MOVES // 2 :]]
    rows: list[tuple[str, str | tuple[str | Address, ...]]] = []
    if not given:
        rows.append(("Reasons", "none was given"))
    elif not written.reasons:
        rows.append(("Reasons", HIDDEN))
    else:
        rows += [(f"{row.made_at:%Y-%m-%d}", _move(row, written)) for row in shown]
        if left := len(moves) - len(shown):
            rows.append(("Between", f"{counted(left, 'number')} more"))
    rows += [(f"News {note.observed_at:%Y-%m-%d}", _note(note)) for note in item.evidence]
    return (fields(*rows),)


def _move(row: Said, written: Written) -> str:
    who = f"{row.forecaster} " if written.is_team else ""
    return f"{who}{row.said}: {row.why or 'no reason'}"


def _note(note: Noted) -> tuple[str | Address, ...]:
    by = ", ".join(filter(None, (note.speaks, f"noted by {note.by}" if note.by else "")))
    words = note.words or ("" if note.url else "no words")
    return (words, Address(note.url) if note.url else "", by)


def _answers(item: Told, written: Written) -> Fields:
    rows: list[tuple[str, str | tuple[str, ...]]] = []
    for prompt in Prompt:
        given = [one for one in item.answers if one.prompt == prompt.value]
        texts = tuple(
            one.words if one.said_by == written.subject else f"{one.said_by}: {one.words}"
            for one in given
        )
        rows.append((prompt.label, texts or UNANSWERED))
    return fields(*rows)


def others(found: Sequence[Reviewed], written: Written) -> Section | None:
    """Return what the review does not ask about, a line each; None where it asks about all."""
    rest = [one for one in found if one.question.slug not in written.asked]
    if not rest:
        return None
    shown = tuple(told(one, written) for one in rest)
    headers: tuple[str, ...] = ("question", "outcome", "known", "given to it")
    caption = OTHERS
    rows = tuple(_row(item) for item in shown)
    if any(item.stood is not None for item in shown):
        headers, caption = (*headers, "stood", "Brier"), f"{OTHERS}. {STOOD}"
        scored = (_scored(item) for item in shown)
        rows = tuple((*row, *cells) for row, cells in zip(rows, scored, strict=True))
    table = Table(headers, rows, frozenset({3, 4, 5}), caption)
    return Section("others", "The other questions", (table,), shown)


def _row(item: Told) -> tuple[str, ...]:
    known = f"{item.known_at:%Y-%m-%d}" if item.known_at else "-"
    answered = f" ({counted(len(item.answers), 'answer')})" if item.answers else ""
    return f"{item.title}{answered}", item.in_words, known, item.given


def _scored(item: Told) -> tuple[str, str]:
    """Return for how much of the time a number stood, and the scheduled Brier score."""
    return "-" if item.stood is None else f"{item.stood:.0%}", brier_words(item) or "-"
