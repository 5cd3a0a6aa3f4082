"""What waits for a person: an outcome, a second look, a decision, what links leave to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from forecasts import outcome
from forecasts.cli import confirmation, hanging, options, proposal, wording
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.model import ForecasterKind, ResolutionStatus, Status, times
from forecasts.store import (
    confirmations,
    forecasters,
    listing,
    proposals,
    questions,
    resolutions,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from forecasts.cli.hanging import Hanging
    from forecasts.linked.windows import Window
    from forecasts.model import Proposal, Question, Resolution
    from forecasts.store import Store
    from forecasts.store.confirmations import Unconfirmed
    from forecasts.store.listing import Line

OPEN = (Status.OPEN, Status.REOPENED)
NEAR = timedelta(days=7)  # how long before its day a dispute is listed
NAMED = 5  # outcomes of resolvers who forecast them that are named; the rest are counted


class For(StrEnum):
    """What a question waits for."""

    OUTCOME = "outcome"
    CONFIRMATION = "confirmation"
    DECISION = "decision"
    ACCEPTANCE = "acceptance"
    CONDITION = "condition"  # it is asked given another, which is not known yet
    ANNULMENT = "annulment"  # its condition has failed
    REOPENING = "reopening"  # it was annulled with a condition that has not failed after all
    IMPLIED = "implied"  # its outcome follows from another
    CONTRADICTION = "contradiction"  # its outcome and others cannot all be right


LINKED = (For.CONDITION, For.ANNULMENT, For.REOPENING, For.IMPLIED, For.CONTRADICTION)
BY_LINKS = {ResolutionStatus.ANNULLED: For.ANNULMENT, ResolutionStatus.REOPENED: For.REOPENING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """A question that waits for somebody, since or until an instant.

    `look` is the ruling to confirm, `dispute` the one to settle with what was ruled `before`.
    `words` are what links say of it, and `todo` the command that this asks for; `window` is the
    time in which it can come true, where another event decides it.
    """

    line: Line
    question: Question
    awaits: For
    since: datetime
    proposal: Proposal | None = None
    look: Unconfirmed | None = None
    dispute: Resolution | None = None
    before: Resolution | None = None
    words: str = ""
    todo: str = ""
    window: Window | None = None

    @property
    def is_due(self) -> bool:
        """Whether an outcome is overdue."""
        over = self.line.status is Status.DUE or self.window is not None
        return self.awaits is For.OUTCOME and over

    @property
    def counts(self) -> bool:
        """Whether it is an outcome that counts, though nobody else has looked at it."""
        return self.look is not None and not self.look.resolution.awaits

    @property
    def where(self) -> str:
        """The place to look for the answer."""
        terms = self.question.terms
        return " · ".join(text for text in (terms.url, terms.criteria.who_says_so) if text)

    def command(self, now: datetime) -> str:
        """Return the command that moves the question on."""
        if self.todo:
            return self.todo
        if self.look is not None:
            return options.typed_db(f"forecasts resolve {self.line.slug} --confirm")
        if self.proposal is not None:
            return proposal.next_step(self.proposal, self.question, now)
        return proposal.by_hand(self.question)

    def overdue_days(self, now: datetime) -> int | None:
        """Return for how many whole days an answer has been due; None when it is not yet."""
        return (now - self.since).days if self.is_due else None


def find(store: Store, now: datetime, soon: timedelta | None) -> tuple[Awaiting, ...]:
    """Return what is due, the oldest first, then what is so `soon`, then what else waits."""
    lines = {line.id: line for line in listing.lines(store.connection, now, None)}
    looks = confirmations.unconfirmed(store.connection)
    proposed = {found.question_id: found for found in proposals.standing(store.connection)}
    held = {look.resolution.question_id for look in looks if look.resolution.awaits}
    due, later = [], []
    for line in lines.values():
        since = max(line.closes_at, line.resolves_by)
        next_at = line.closes_at if line.status in OPEN else line.resolves_by
        if line.status is Status.DUE and line.id not in held:
            due.append(_outcome(store, line, since))
        elif soon and line.status in (*OPEN, Status.CLOSED) and next_at <= now + soon:
            later.append(_outcome(store, line, next_at))
    ties = hanging.found(store.connection)
    due += _over(store, lines.values(), ties, now)
    tied = {item.line.id: item for item in _tied(store, lines.values(), ties, now)
            if item.line.id not in held}  # fmt: skip
    due = [item for item in due if item.line.id not in tied]
    for item in tied.values():
        proposed.pop(item.line.id, None)
    asked = [item for items in (due, later) for item in sorted(items, key=lambda i: i.since)]
    asked = [replace(item, proposal=proposed.pop(item.line.id, None)) for item in asked]
    return (
        *asked,
        *tied.values(),
        *_contradictions(store, lines.values(), ties),
        *(_accept(store, lines[id_], found, now) for id_, found in proposed.items()),
        *(_confirm(store, lines[look.resolution.question_id], look, now) for look in looks),
        *_disputes(store, lines.values(), now + max(soon or NEAR, NEAR)),
    )


def _outcome(store: Store, line: Line, since: datetime) -> Awaiting:
    question = questions.find(store, line.slug)
    return Awaiting(line=line, question=question, awaits=For.OUTCOME, since=since)


def _over(store: Store, lines: Iterable[Line], ties: Hanging, now: datetime) -> list[Awaiting]:
    """Return what can no longer come true, since the days round another event are over."""
    ended = {slug: one for slug, one in (ties.windows or {}).items() if one.is_over(now)}
    return [
        replace(_outcome(store, line, ended[line.slug].ends_at or now), window=ended[line.slug])
        for line in lines
        if line.slug in ended and line.status in (*OPEN, Status.CLOSED)
    ]


def _tied(store: Store, lines: Iterable[Line], ties: Hanging, now: datetime) -> list[Awaiting]:
    """Return what links leave to do, a question once, and what is due but waits for a condition."""
    offers = {one.question: one for one in reversed(ties.offers)}
    found = []
    for line in lines:
        offer, waits = offers.get(line.slug), ties.waits.get(line.slug)
        if offer is not None:
            awaits = BY_LINKS.get(offer.status or ResolutionStatus.RESOLVED, For.IMPLIED)
            words, todo = offer.words, offer.command
        elif waits is not None and line.status is Status.DUE:
            awaits, words = For.CONDITION, waits.words
            todo = options.typed_db(f"forecasts show {waits.of[0]}")
        else:
            continue
        since = min(max(line.closes_at, line.resolves_by), now)
        question = questions.find(store, line.slug)
        item = Awaiting(line=line, question=question, awaits=awaits, since=since)
        found.append(replace(item, words=words, todo=todo))
    return found


def _contradictions(store: Store, lines: Iterable[Line], ties: Hanging) -> tuple[Awaiting, ...]:
    """Return outcomes that cannot all be right, under the one that was recorded last."""
    by_slug = {line.slug: line for line in lines} if ties.contradictions else {}
    return tuple(
        Awaiting(
            line=by_slug[slug],
            question=questions.find(store, slug),
            awaits=For.CONTRADICTION,
            since=by_slug[slug].closes_at,
            words=one.words,
            todo=hanging.look_again(slug),
        )
        for slug, one in ties.contradictions
    )


def _accept(store: Store, line: Line, found: Proposal, now: datetime) -> Awaiting:
    question, since = questions.find(store, line.slug), found.recorded_at or now
    return Awaiting(
        line=line, question=question, awaits=For.ACCEPTANCE, since=since, proposal=found
    )


def _confirm(store: Store, line: Line, look: Unconfirmed, now: datetime) -> Awaiting:
    question, since = questions.find(store, line.slug), look.resolution.recorded_at or now
    return Awaiting(line=line, question=question, awaits=For.CONFIRMATION, since=since, look=look)


def _disputes(store: Store, lines: Iterable[Line], until: datetime) -> tuple[Awaiting, ...]:
    """Return the disputes to be decided until an instant, the first to be decided first."""
    found = []
    for line in lines:
        if line.status is not Status.DISPUTED:
            continue
        history = resolutions.history(store.connection, line.id)
        dispute = history[-1]
        if dispute.decide_by is not None and dispute.decide_by <= until:
            item = Awaiting(
                line=line,
                question=questions.find(store, line.slug),
                awaits=For.DECISION,
                since=dispute.decide_by,
                dispute=dispute,
                before=outcome.disputed(history, dispute),
            )
            found.append(item)
    return tuple(sorted(found, key=lambda item: item.since))


def card(item: Awaiting, now: datetime) -> str:
    """Return what a person reads of a question: how long it waits, where to look, what to type."""
    # A command is not wrapped, so that it can be copied whole.
    command = f"  {item.command(now)}"
    soon = item.awaits is For.OUTCOME and not item.is_due and item.proposal is None
    parts = (
        bold(_title(item, now)),
        paragraph(item.line.title) if item.awaits is not For.CONTRADICTION else "",
        fields(_rows(item, now)),
        "" if soon else command,
    )
    return "\n".join(part for part in parts if part)


def _title(item: Awaiting, now: datetime) -> str:
    named = "" if item.awaits is For.CONTRADICTION else f"{item.line.slug}: "
    return f"{named}{state(item, now)}"


def state(item: Awaiting, now: datetime) -> str:
    """Return what a question awaits, and since or until when."""
    line, when = item.line, wording.ago(item.since, now)
    if item.awaits in LINKED:
        return _linked(item, when)
    if item.window is not None:
        return f"{item.window.words}, {_wait(line.forecasts)}"
    if item.is_due:
        return f"due {when}, {_wait(line.forecasts)}"
    if item.look is not None:
        ruled = item.look.resolution
        by = f" by {ruled.resolver}" if ruled.resolver else ""
        ruling = f"{wording.ruling(ruled, item.question)}{by}, {when}"
        return f"{ruling}, awaits a second person"
    if item.awaits is For.DECISION:
        was = "was " if item.since <= now else ""
        return f"disputed, {was}to be decided {when}"
    if item.awaits is For.ACCEPTANCE:
        return "a rule proposes an outcome"
    verb = "closes" if line.status in OPEN else "an answer is expected"
    return f"{verb} {when}, {wording.moment(item.since, line.timezone)}"


def _linked(item: Awaiting, when: str) -> str:
    """Return what links say of a question that is due, to be annulled, reopened or recorded."""
    said = {
        For.CONDITION: f"due {when}, but {item.words}",
        For.IMPLIED: f"by links {item.words}",
        For.CONTRADICTION: f"Contradiction: {item.words}",
    }
    return said.get(item.awaits, item.words)


def _wait(forecasters: int) -> str:
    if forecasters == 0:
        return "no number stood on it"
    return "1 forecaster waits" if forecasters == 1 else f"{forecasters} forecasters wait"


def _rows(item: Awaiting, now: datetime) -> tuple[tuple[str, str], ...]:
    zone = item.question.terms.timezone
    if item.look is not None:
        return wording.evidence(item.look.resolution, zone)
    if item.dispute is not None:
        before = (item.before,) if item.before else ()
        about = confirmation.dispute_rows(item.dispute, item.question, before, now)
        return (*about, *wording.evidence(item.dispute, zone))
    proposed = proposal.rows(item.proposal, item.question, now) if item.proposal else ()
    return (("Look at", item.where if item.awaits not in LINKED else ""), *proposed)


def unseen(store: Store, found: Sequence[Awaiting]) -> str:
    """Return, in one paragraph, the outcomes of resolvers who forecast them; empty without any.

    Somebody who works alone has nobody to ask, and is not told.
    """
    people = [
        who
        for who in forecasters.everyone(store.connection)
        if who.kind is ForecasterKind.PERSON and who.retired_at is None
    ]
    asked = [item for item in found if item.counts]
    if not asked or len(people) < 2:  # noqa: PLR2004 - two people can look at each other's work
        return ""
    named = [
        f"{item.line.slug} ({wording.ruling(item.look.resolution, item.question)} by"
        f" {item.look.resolution.resolver})"
        for item in asked[:NAMED]
        if item.look
    ]
    more = f", and {len(asked) - NAMED} more" if len(asked) > NAMED else ""
    command = options.typed_db(f"forecasts resolve {asked[0].line.slug} --confirm")
    listed = ", ".join(named) + more
    words = f"Resolved by somebody who forecast it, and seen by nobody else: {listed}."
    return f"{paragraph(words)}\n  {command}"


def record(item: Awaiting, now: datetime) -> dict[str, object]:
    """Return a question in the shape that --json prints."""
    line = item.line
    ruled = item.look.resolution if item.look else item.before
    return {
        "question": line.slug,
        "number": line.number,
        "title": line.title,
        "type": line.type.value,
        "status": line.status.value,
        "opens_at": times.to_text(line.opens_at),
        "closes_at": times.to_text(line.closes_at),
        "resolves_by": times.to_text(line.resolves_by),
        "forecasts": line.forecasts,
        "overdue_days": item.overdue_days(now),
        "where": item.where or None,
        "command": item.command(now),
        "awaits": item.awaits.value,
        "outcome": (ruled.outcome or ruled.status.value) if ruled else None,
        "resolver": ruled.resolver if ruled else None,
        "counts": item.counts if item.look else None,
        "forecast_it": item.look.forecast_it if item.look else None,
        "claimed": item.dispute.claimed if item.dispute else None,
        "decide_by": times.maybe_to_text(item.dispute.decide_by) if item.dispute else None,
        "proposal": proposal.as_json(item.proposal) if item.proposal else None,
        "because": item.words or (item.window.words if item.window else None),
    }
