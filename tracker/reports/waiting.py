"""Needs a person: what awaits an outcome, where to look, what either answer will score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.linked.conditions import State
from forecasts.model import Status, times
from tracker.reports.material import MECHANICAL, VOID, due_at, oldest_first
from tracker.reports.numbers import OF_WORDS, chance, counted, range_of
from tracker.reports.section import Address, Command, Entry, Section, Words, fields
from tracker.reports.spoken import number
from tracker.reports.statements import is_yes_no, outcome_words, said

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.linked.conditions import Conditional
    from tracker.reports.material import Asked, Branches, Material, Story
    from tracker.reports.pair_scores import PairScore

SHOWN = 12
FEW = 4  # on one page
FORECASTERS = 6
LEAD = (
    "These await an outcome and are in no average. Two scheduled scores each: what the record"
    " will hold if the answer is yes and if it is no, known from the close on."
)
OPEN = (Status.OPEN.value, Status.REOPENED.value)
TOLD = (Status.CLOSED.value, Status.DUE.value, Status.DISPUTED.value)
ALONE = "These await an outcome and are in no average."


@dataclass(frozen=True, slots=True)
class Branch:
    """What one forecaster last said, and the Brier score under each answer."""

    forecaster: str
    last: float
    if_yes: float | None
    if_no: float | None
    yes_low: float | None
    yes_high: float | None
    no_low: float | None
    no_high: float | None


@dataclass(frozen=True, slots=True)
class LastSaid:
    """What one forecaster last said on a question that yes or no does not answer, in words."""

    forecaster: str
    said: str


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A question that waits for a person."""

    question: str
    title: str
    status: str
    closes_at: datetime
    due_at: datetime
    overdue_days: int
    where: tuple[str, ...]
    command: str
    branches: tuple[Branch, ...]
    more_branches: int
    words: tuple[str, ...]
    last: tuple[LastSaid, ...] = ()
    more_last: int = 0
    proposed: str | None = None
    unconfirmed: str | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, oldest first; `more` are not listed; `later` are closed and not due yet.

    contradictions: outcomes on record that cannot all be right.
    """

    questions: tuple[Awaiting, ...]
    more: int
    later: int
    next_due_at: datetime | None
    contradictions: tuple[str, ...] = ()


def told(material: Material) -> tuple[int, ...]:
    """Return the ids of the questions that the section shows."""
    return tuple(one.question.id for one in needing(material)[: _shown(material)])


def needing(material: Material) -> tuple[Asked, ...]:
    """Return what needs a person, the longest waiting first.

    It is due, disputed, proposed or unconfirmed, or was not ended, or ended by mistake, with the
    condition that it is asked given; what is settled comes last.
    """
    to_do = {id_ for id_, one in material.tied.items() if one.command}
    also = {*material.proposed, *material.unconfirmed, *to_do}
    settled = material.of_status(*VOID, Status.RESOLVED)
    found = oldest_first(material.asked, material.now, also)
    return (*found, *(one for one in settled if one.question.id in to_do))


def _shown(material: Material) -> int:
    return FEW if material.window and material.window.is_page else SHOWN


def section(material: Material) -> Section:
    """Return what needs a person, each with its score under either answer; none enters a mean."""
    due = needing(material)
    shown = tuple(_awaiting(material, one) for one in due[: _shown(material)])
    later = [due_at(one) for one in material.of_status(Status.CLOSED) if one not in due]
    against = tuple(one.words for one in material.contradictions)
    more = len(due) - len(shown)
    data = Waiting(shown, more, len(later), min(later, default=None), against)
    blocks: list[Words | Entry] = [Words(f"Contradiction: {words}.") for words in against]
    if not (due or against):
        blocks.append(Words("Nothing does."))
    if due:
        lead = LEAD if any(item.branches for item in shown) else ALONE
        words = any(one.yes_low is not None for item in shown for one in item.branches)
        blocks.append(Words(lead + OF_WORDS * words, quiet=True))
    blocks += [_entry(item) for item in shown]
    if data.more:
        blocks.append(Words(f"And {data.more} more: forecasts due{material.scope.flag}"))
    if data.next_due_at is not None:
        blocks.append(Words(f"{_more(len(later))}, and an answer is not expected yet; the next on"
                            f" {data.next_due_at:%Y-%m-%d}.", quiet=True))  # fmt: skip
    return Section("needs_a_person", "Needs a person", tuple(blocks), data)


def _more(count: int) -> str:
    return "1 question is closed" if count == 1 else f"{count} questions are closed"


def _awaiting(material: Material, asked: Asked) -> Awaiting:
    question, terms = asked.question, asked.question.terms
    story = material.stories[question.id]
    proposed, looked = _proposed(material, asked), _unconfirmed(material, asked)
    next_step = f'{question.type.answer} --source URL --quote "…"'
    if proposed or looked:
        next_step = "--confirm" if looked else "--accept"
    tied = material.tied.get(question.id)
    waits = tied if tied and tied.state is not State.MET else None
    subject = material.subject.name if material.subject else None
    branches, last = _branches(story, subject), _last(story, subject)
    return Awaiting(
        question=question.slug,
        title=terms.title,
        status=asked.status.value,
        closes_at=terms.closes_at,
        due_at=due_at(asked),
        overdue_days=max(0, (material.now - due_at(asked)).days),
        where=tuple(text for text in (terms.url, terms.criteria.who_says_so) if text),
        command=_command(waits, f"resolve {question.slug} {next_step}") + material.scope.flag,
        branches=branches[:FORECASTERS],
        more_branches=max(0, len(branches) - FORECASTERS),
        words=_words_alone(story),
        last=last[:FORECASTERS],
        more_last=max(0, len(last) - FORECASTERS),
        proposed=proposed,
        unconfirmed=looked,
        condition=waits.words if waits else None,
    )


def _command(waits: Conditional | None, otherwise: str) -> str:
    """Return what to type: to end what its condition decides, to look at that, or to resolve."""
    if waits is None:
        return f"forecasts {otherwise}"
    return waits.command or f"forecasts show {waits.of[0]}"


def _proposed(material: Material, asked: Asked) -> str | None:
    """Return what a rule proposes, and until when objections are awaited; None for nothing."""
    found = material.proposed.get(asked.question.id)
    if found is None:
        return None
    words = outcome_words(found.outcome, asked.question)
    if found.objections:
        return f"{words}; {counted(len(found.objections), 'objection')}"
    until = f"; objections until {times.to_minute(found.object_by)}" if found.object_by else ""
    return f"{words}{until}"


def _unconfirmed(material: Material, asked: Asked) -> str | None:
    """Return what was ruled and waits for a second person; None for nothing."""
    found = material.unconfirmed.get(asked.question.id)
    if found is None:
        return None
    return outcome_words(found.outcome, asked.question) if found.outcome else found.status.value


def _branches(story: Story, subject: str | None) -> tuple[Branch, ...]:
    """Return the branches, the subject's first; mechanical ones only where nobody else has any."""
    rows = [row for row in story.branches if row.yes.score is not None]
    judged = [row for row in rows if row.yes.kind != MECHANICAL] or rows
    ordered = sorted(judged, key=lambda row: _order(row.yes, subject))
    return tuple(_branch(story, row) for row in ordered)


def _order(pair: PairScore, subject: str | None) -> tuple[bool, str]:
    return pair.forecaster != subject, pair.forecaster.casefold()


def _branch(story: Story, row: Branches) -> Branch:
    name = row.yes.forecaster
    terms = story.asked.question.terms
    track = next(track for track in story.tracks if track.forecaster.name == name)
    stood = track.stretches(terms.opens_at, terms.closes_at)
    return Branch(
        name, stood[-1].probability, row.yes.score, row.no.score,
        row.yes.low, row.yes.high, row.no.low, row.no.high,
    )  # fmt: skip


def _last(story: Story, subject: str | None) -> tuple[LastSaid, ...]:
    """Return what each last said of options, a number or a date; mechanical ones if none else."""
    question = story.asked.question
    if is_yes_no(question):
        return ()
    ends = question.terms.opens_at, question.terms.closes_at
    stood = [(t.forecaster, rows[-1].forecast.stated)
             for t in story.tracks if (rows := t.stretches(*ends))]  # fmt: skip
    people = [one for one in stood if one[0].kind.value != MECHANICAL] or stood
    ordered = sorted(people, key=lambda one: (one[0].name != subject, one[0].name.casefold()))
    return tuple(LastSaid(who.name, said(one, question)) for who, one in ordered if one)


def _words_alone(story: Story) -> tuple[str, ...]:
    """Return what was said in words without a number, and by whom."""
    return tuple(
        f"{track.forecaster.name}: “{track.rows[-1].words}”, no number, not scorable"
        for track in story.tracks
        if track.rows[-1].words is not None
    )


def _entry(item: Awaiting) -> Entry:
    either = tuple(f"{branch.forecaster} {_either(branch)}" for branch in item.branches)
    said_last = tuple(f"{one.forecaster} {one.said}" for one in item.last)
    unsaid = item.more_branches + item.more_last
    more = (f"and {counted(unsaid, 'more forecaster')}",) if unsaid else ()
    where = tuple(Address(text) if "://" in text else text for text in item.where)
    return Entry(
        item.title,
        (
            fields(
                ("Waits", _waits(item)),
                ("Condition", item.condition or ""),
                ("Proposed", item.proposed or ""),
                (
                    "Recorded",
                    f"{item.unconfirmed}; a second person is to look at it"
                    if item.unconfirmed
                    else "",
                ),
                ("Look at", where),
                ("Last said", (*item.words, *either, *said_last, *more)),
            ),
            Command(item.command),
        ),
    )


def _waits(item: Awaiting) -> str:
    """Return since when it is closed and an answer due, or until when it is open; of no other."""
    if item.status not in (*OPEN, *TOLD):
        return ""
    closes = times.to_minute(item.closes_at)
    if item.status in OPEN:
        return f"open until {closes}"
    since = "an answer is due today" if not item.overdue_days else _days(item.overdue_days)
    if item.status == Status.CLOSED.value:
        since = f"an answer is expected by {item.due_at:%Y-%m-%d}"
    status = f"disputed, and {since}" if item.status == Status.DISPUTED.value else since
    return f"closed {closes}; {status}"


def _days(days: int) -> str:
    return f"an answer has been due for {'1 day' if days == 1 else f'{days} days'}"


def _either(branch: Branch) -> str:
    """Return what was said last and what it scores under each answer."""
    yes = _score(branch.if_yes, branch.yes_low, branch.yes_high)
    no = _score(branch.if_no, branch.no_low, branch.no_high)
    scores = f"{yes} either way" if yes == no else f"{yes} if yes, {no} if no"
    return f"{chance(branch.last)}: Brier {scores}"


def _score(score: float | None, low: float | None, high: float | None) -> str:
    return "no score" if score is None else number(score) + range_of(low, high)
