"""What an outcome means for linked questions: annulled at once, or offered as a command."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forecasts.cli import linking, options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import safe, say_out
from forecasts.errors import RefusedError
from forecasts.model import Resolution, ResolutionStatus, times
from forecasts.store import resolutions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from forecasts.linked.conditions import Conditional
    from forecasts.linked.following import Consequence
    from forecasts.linked.settled import Settled
    from forecasts.model import Interval, Question
    from forecasts.model.link import Link
    from forecasts.store import Store


@dataclass(frozen=True, slots=True)
class Offer:
    """What links say is to be recorded of another question, and how it is typed.

    status, outcome: what it would be. written: whether it is on record by now. command is empty
    for what is only to be looked at. of: the questions whose outcomes it comes from.
    """

    question: str
    status: ResolutionStatus | None
    outcome: str | None
    because: str
    command: str = ""
    written: bool = False
    of: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What is to be recorded, and why."""
        ruling = {
            ResolutionStatus.ANNULLED: "to be annulled",
            None: "",
            ResolutionStatus.REOPENED: "to be reopened",
        }.get(self.status, self.outcome)
        return f"{ruling}, since {self.because}" if ruling else self.because  # fmt: skip

    def as_json(self) -> dict[str, object]:
        """Return the object that --json prints."""
        status = self.status.value if self.status else None
        return {"question": self.question, "outcome": self.outcome, "because": self.because,
                "written": self.written, "status": status,
                "command": self.command or None}  # fmt: skip


def offers(store: Store, slug: str, now: datetime) -> tuple[Offer, ...]:
    """Annul the questions whose condition has failed, and return what else links ask for.

    That is what follows from the new ruling on a question; `due` has all that is left to do. A
    question that asks for a second person's word is annulled by hand, and so is one whose condition
    ended without an answer, or has an outcome that contradicts others.
    """
    known = linking.around(store.connection, slug)
    if not known:
        return ()
    from forecasts.store.settled import settled

    annulled: list[Offer] = []
    there = settled(store.connection, known)
    failed = ruled = {slug}
    while some := _annulled(store, known, there, now, failed):  # one may be another's condition
        annulled += some
        failed = {one.question for one in some}
        ruled = ruled | failed
        there = settled(store.connection, known)
    left = (one for one in standing(known, there) if ruled & {one.question, *one.of})
    return (*annulled, *left)


def _annulled(
    store: Store,
    known: Sequence[Link],
    there: Mapping[str, Settled],
    now: datetime,
    ruled: set[str],
) -> list[Offer]:
    """Annul the questions of whose conditions one that was just ruled on did not happen."""
    from forecasts.linked.conditions import conditionals

    some = [
        one for one in conditionals(known, there)
        if ruled & {*one.of} and _at_once(one, there)
    ]  # fmt: skip
    doubted = _doubted(known, there) if some else {}
    some = [one for one in some if not doubted.keys() & {*one.of}]
    if not some:
        return []
    with store.append(now, "resolve") as batch:
        for one in some:
            ruling = Resolution(
                question_id=there[one.question].question.id,
                status=ResolutionStatus.ANNULLED,
                known_at=now,
                resolver=options.login(),
                note=one.because,
            )
            resolutions.record(batch, ruling)
    return [_of_condition(one, written=True) for one in some]


def _at_once(one: Conditional, there: Mapping[str, Settled]) -> bool:
    from forecasts.linked.conditions import State

    own = there[one.question]
    by_hand = own.question.terms.second_person or own.answer is not None
    return one.state is State.FAILED and not by_hand


def _doubted(known: Sequence[Link], there: Mapping[str, Settled]) -> dict[str, str]:
    """Return the questions whose outcome contradicts others, with how in words."""
    from forecasts.linked.following import contradictions

    return {name: one.words for one in contradictions(known, there) for name in one.questions}


def standing(known: Sequence[Link], there: Mapping[str, Settled]) -> tuple[Offer, ...]:
    """Return what links say is to be recorded and is not."""
    from forecasts.linked.conditions import conditionals
    from forecasts.linked.following import follows
    from forecasts.linked.windows import windows

    conditional = [one for one in conditionals(known, there) if one.command]
    ended = {one.question for one in conditional}
    doubted = _doubted(known, there) if conditional else {}
    return (
        *(_of_condition(one, doubted) for one in conditional),
        *(_of_answer(one, there) for one in follows(known, there) if one.question not in ended),
        *(
            Offer(one.question, None, None, one.words, of=(one.of,))
            for one in windows(known, there)
        ),
    )


def _of_condition(
    one: Conditional, doubted: Mapping[str, str] | None = None, *, written: bool = False
) -> Offer:
    from forecasts.linked.conditions import State

    back = one.state is State.RESTORED
    status = ResolutionStatus.REOPENED if back else ResolutionStatus.ANNULLED
    command = options.typed_db(one.command)
    against = next((doubted[name] for name in one.of if name in doubted), "") if doubted else ""
    because = f"{one.because}; but look first: {against}" if against else one.because
    return Offer(one.question, status, None, because, command, written, one.of)


def _of_answer(one: Consequence, there: Mapping[str, Settled]) -> Offer:
    words = f"forecasts resolve {one.question} {shlex.quote(one.outcome)} {_evidence(one, there)}"
    command = options.typed_db(f"{words}{_clocks(one, there)}")
    status = ResolutionStatus.RESOLVED
    return Offer(one.question, status, one.outcome, one.because, command, of=one.of)


def _evidence(one: Consequence, there: Mapping[str, Settled]) -> str:
    """Return the source of the one outcome that it follows from, with the reason beside it."""
    why = _quoted(one.because)
    ruling = there[one.of[0]].ruling
    if len(one.of) > 1 or ruling is None or not ruling.source_url or not ruling.quote:
        return f"--no-source {why}"
    source, quote = shlex.quote(ruling.source_url), _quoted(" ".join(ruling.quote.split()))
    return f"--source {source} --quote {quote} --note {why}"


def _quoted(text: str) -> str:
    """Return a text as a shell reads it back, in the quotation marks that are easier to read."""
    return shlex.quote(text) if set('"$`\\!') & set(text) else f'"{text}"'


def _clocks(one: Consequence, there: Mapping[str, Settled]) -> str:
    """Return when it happened, where that follows, and from when on it could be known."""
    question = there[one.question].question
    rulings = [ruling for name in one.of if (ruling := there[name].ruling)]
    known_at = max(ruling.known_at for ruling in rulings)
    days = [ruling.happened for ruling in rulings if ruling.happened]
    dated = one.dated and len(days) == len(rulings)
    happened = _typed(max(days, key=lambda day: day.end), question) if dated else ""
    if one.outcome in ("no", "never") and known_at >= question.terms.closes_at:
        return ""  # known from the close on, as every no
    said = f" --happened {happened}" if happened else ""
    return f"{said} --known {_moment(known_at, question)}"


def _typed(day: Interval, question: Question) -> str:
    """Return when something happened as it is typed; empty for what is neither day nor instant."""
    if day.start == day.end:
        return _moment(day.start, question)
    first, after = (_moment(end, question) for end in (day.start, day.end))
    is_day = len(first) == len(after) == len("2026-01-01") and (day.end - day.start).days <= 1
    return first if is_day else ""


def _moment(at: datetime, question: Question) -> str:
    """Return an instant as it is typed, or a day of the question's zone that starts then."""
    from forecasts import dates

    local = at.astimezone(dates.zone(question.terms.timezone))
    return f"{local:%Y-%m-%d}" if not any(local.timetuple()[3:6]) else times.to_text(at)


def tell(found: Sequence[Offer]) -> None:
    """Print what was annulled, and what follows beside it with the command for each."""
    if found:
        say_out("")
    for one in found:
        if one.written:
            say_out(f"Annulled, since {one.because}: {one.question}")
    for one in found:
        if one.status is None:
            say_out(paragraph(f"{one.question}: {one.because}"))
    offered = [one for one in found if one.command and not one.written]
    if offered:
        say_out("By the links, this follows and is not on record:")
    for one in offered:
        _print(one)


def _print(one: Offer) -> None:
    """Print an offer: what and why in a paragraph, and the command whole, to be copied."""
    say_out(paragraph(f"{one.question}: {one.words}", "  "))
    say_out(f"    {safe(one.command)}")


def check_conditions(store: Store, question: Question, status: ResolutionStatus) -> None:
    """Raise RefusedError for an answer to what is asked given another that has not happened."""
    if status is not ResolutionStatus.RESOLVED:
        return
    for one in _own_conditions(store, question):
        if one.command:
            raise RefusedError(
                f"{question.slug} is asked for the case that {one.of[0]} happens, and"
                f" {one.because}.",
                f"Type: {options.typed_db(one.command)}   (--anyway records the answer)",
            )
        raise RefusedError(
            f"{question.slug} {one.words}: no answer counts before that.",
            f"See: {options.typed_db(f'forecasts show {one.of[0]}')}"
            "   (--anyway records the answer)",
        )


def _own_conditions(store: Store, question: Question) -> Iterator[Conditional]:
    known = linking.around(store.connection, question.slug)
    if not known:
        return
    from forecasts.linked.conditions import State, conditionals
    from forecasts.store.settled import settled

    stop = (State.WAITS, State.FAILED, State.UNKNOWN)
    there = settled(store.connection, known)
    there[question.slug] = replace(there[question.slug], ruling=None)  # whatever it came to before
    for one in conditionals(known, there):
        if one.question == question.slug and one.state in stop:
            yield one


def contradicted(store: Store, question: Question, new: Resolution) -> Iterator[str]:
    """Yield which outcomes on record a new one cannot stand beside."""
    known = linking.around(store.connection, question.slug)
    if not known or new.status is not ResolutionStatus.RESOLVED or new.awaits:
        return
    from forecasts.linked.following import contradictions
    from forecasts.store.settled import settled

    there = settled(store.connection, known)
    there[question.slug] = replace(there[question.slug], ruling=new)
    for one in contradictions(known, there):
        if question.slug in one.questions:
            yield f"{one.words}."
