"""Where a question that is asked given others stands: whether these happened, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from forecasts.linked import listed
from forecasts.linked.settled import VOID
from forecasts.model import ResolutionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forecasts.linked.settled import Answered
    from forecasts.model.link import Link

WAITING = (None, ResolutionStatus.DISPUTED.value)
ENDED = (*VOID, ResolutionStatus.DISPUTED.value)  # no answer that would have to go


class State(StrEnum):
    """What the conditions of a question came to."""

    WAITS = "waits"  # one is not known yet
    MET = "met"
    FAILED = "failed"  # it is to be annulled
    UNKNOWN = "unknown"  # one ended without an answer
    RESTORED = "restored"  # it was annulled with a condition that has not failed after all


@dataclass(frozen=True, slots=True)
class Conditional:
    """A question that is asked given others; `of` are those that put it where it stands.

    because: what they came to. words: that, and what is to be done.
    """

    question: str
    state: State
    of: tuple[str, ...]
    because: str
    words: str

    @property
    def command(self) -> str:
        """What to type, empty where there is nothing to do but wait."""
        ruling = {State.FAILED: "annul", State.UNKNOWN: "annul", State.RESTORED: "reopen"}
        way = ruling.get(self.state)
        return f'forecasts resolve {self.question} --{way} "{self.because}"' if way else ""


def conditionals(links: Sequence[Link], known: Mapping[str, Answered]) -> tuple[Conditional, ...]:
    """Return the conditional questions that are not over, and those that were ended by mistake."""
    from forecasts.linked.rules import conditions

    return given_others(conditions(links), known)


def given_others(
    given: Mapping[str, tuple[str, ...]], known: Mapping[str, Answered]
) -> tuple[Conditional, ...]:
    """Return the same of questions by their conditions: question -> what it is asked given."""
    failed = {name for name, one in known.items() if one.answer == "no"}
    while more := {  # what was annulled with its own condition did not happen either
        name for name, names in given.items()
        if known[name].answer == ResolutionStatus.ANNULLED.value and failed & {*names}
    } - failed:  # fmt: skip
        failed |= more
    found = (_conditional(one, names, known, failed) for one, names in given.items())
    return tuple(one for one in found if one is not None)


def _conditional(
    name: str, given: tuple[str, ...], known: Mapping[str, Answered], never: set[str]
) -> Conditional | None:
    own = known[name].answer
    answers = {one: known[one].answer for one in given}
    failed = tuple(one for one in given if one in never)
    ended = tuple(one for one in given if answers[one] in VOID and one not in never)
    if own == ResolutionStatus.ANNULLED.value and not failed and not ended:
        return _restored(name, given, known)
    if own is not None and (own in ENDED or not failed):
        return None
    if failed:
        because = f"{listed(failed)} did not happen"
        but = f"it is {own}, but {because}" if own else because
        return Conditional(name, State.FAILED, failed, because, f"{but}: it is to be annulled")
    if ended:
        because = f"{ended[0]} ended as {answers[ended[0]]}"
        words = f"{because}, so nobody can say whether it happened: it is to be annulled too"
        return Conditional(name, State.UNKNOWN, ended, because, words)
    waits = tuple(one for one in given if answers[one] in WAITING)
    if waits:
        words = f"waits for {listed(waits)}"
        return Conditional(name, State.WAITS, waits, words, words)
    because = f"{listed(given)} happened"
    return Conditional(name, State.MET, given, because, f"{because}: it counts")


def _restored(
    name: str, given: tuple[str, ...], known: Mapping[str, Answered]
) -> Conditional | None:
    """Return a question that was annulled with a condition which is no longer so."""
    before = {one: known[one].answer_before(known[name].seq) for one in given}
    back = tuple(one for one in given if before[one] in ("no", *VOID))
    if not back:
        return None
    now = {one: known[one].answer or "open again" for one in back}
    because = listed([f"{one} is {now[one]}, no longer {before[one]}" for one in back])
    words = f"it was annulled, but {because}: it is to be reopened"
    return Conditional(name, State.RESTORED, back, because, words)
