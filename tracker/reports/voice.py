"""Whose forecasts a scoring report judges: one forecaster's, a team's, or all people's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.reports.calibrated.words import Speech
from tracker.reports.material import MECHANICAL, PERSON
from tracker.reports.numbers import counted
from tracker.reports.paths import TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracker.columns import Name, Scored

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Voice:
    """The forecasters whose numbers are taken together, as they may be named.

    kind: of the first of them. you: whether it is the reader.
    """

    name: str
    ids: tuple[int, ...]
    kind: str
    you: bool = False

    @property
    def several(self) -> bool:
        """Whether it is more than one forecaster."""
        return len(self.ids) > 1

    @property
    def speech(self) -> Speech:
        """How it is spoken to, or of."""
        return Speech(self.name, self.you, self.several)


@dataclass(frozen=True, slots=True)
class Advantage:
    """A voice's Brier advantage over one reference, above 0 better, one element a question.

    advantage: the mean over those of the voice who were scored on it. cluster: as of `Scored`.
    """

    against: str
    question: Integers
    cluster: Integers
    advantage: Floats


def voice_of(
    scored: Scored, names: Mapping[int, Name], subject: Name | None, *, you: bool
) -> Voice | None:
    """Return the subject; else the one team that is scored, all people, or all but baselines."""
    if subject is not None:
        return Voice(subject.name, (subject.id,), subject.kind, you)
    there = [names[id_] for id_ in np.unique(scored.forecaster).tolist()]
    team = _of_kind(there, TEAM)
    people = _of_kind(there, PERSON)
    chosen = team if len(team) == 1 else people or [n for n in there if n.kind != MECHANICAL]
    if not chosen:
        return None
    if len(chosen) == 1:
        return Voice(chosen[0].name, (chosen[0].id,), chosen[0].kind)
    said = f"{len(chosen)} people" if chosen is people else counted(len(chosen), "forecaster")
    return Voice(said, tuple(name.id for name in chosen), chosen[0].kind)


def _of_kind(there: Sequence[Name], kind: str) -> list[Name]:
    return [name for name in there if name.kind == kind]


def together(scored: Scored, ids: Sequence[int]) -> Scored:
    """Return the mean scores of some forecasters taken together, one pair a question.

    forecaster is 0 in all of them; an infinite log loss stays infinite.
    """
    own = scored.only(np.isin(scored.forecaster, ids))
    _, first, place = np.unique(own.question, return_index=True, return_inverse=True)
    count = np.bincount(place)

    def mean(column: Floats) -> Floats:
        return np.asarray(np.bincount(place, weights=column) / count)

    return replace(
        own.only(first),
        forecaster=np.zeros(len(first), dtype=np.int64),
        brier=mean(own.brier),
        log_loss=mean(own.log_loss),
        peer=mean(own.peer),
        reference=mean(own.reference),
        uniform=mean(own.uniform),
        coverage=mean(own.coverage),
        hindsight=mean(own.hindsight),
    )


def advantage_of(scored: Scored, ids: Sequence[int]) -> Advantage | None:
    """Return the advantage over the base rate where one is known, else over the coin; None of none.

    The two are never put together: with a reference class on some questions, the others are left
    out.
    """
    own = scored.only(np.isin(scored.forecaster, ids))
    if not len(own.question):
        return None
    classed = bool(own.has_class.any())
    own = own.only(own.has_class) if classed else own
    ahead = (own.reference if classed else own.uniform) - own.brier
    question, first, place = np.unique(own.question, return_index=True, return_inverse=True)
    mean = np.bincount(place, weights=ahead) / np.bincount(place)
    against = "base rate" if classed else "coin"
    return Advantage(against, question, own.cluster[first], mean)
