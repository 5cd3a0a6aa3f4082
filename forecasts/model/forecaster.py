"""Who forecasts: a person, team, crowd, model, publication or mechanical baseline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.model.kinds import ForecasterKind

NAME = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,78}[^\s\x00-\x1f\x7f])?")


@dataclass(frozen=True, slots=True)
class Forecaster:
    """A forecaster as known now; `id` is the ledger seq of the first row about it.

    `may_enter` names who may enter its numbers; None lets anybody. `hints`: whether the judge's
    hint is wanted with a forecast.

    >>> from forecasts.model import ForecasterKind
    >>> Forecaster(1, "ana", ForecasterKind.PERSON).goes_by("ANA")
    True
    """

    id: int
    name: str
    kind: ForecasterKind
    aliases: tuple[str, ...] = ()
    retired_at: datetime | None = None
    may_enter: tuple[str, ...] | None = None
    hints: bool = False

    def __post_init__(self) -> None:
        for name in (self.name, *self.aliases, *(self.may_enter or ())):
            if not NAME.fullmatch(name):
                msg = f"{name!r} is no name: 1 to 80 printing characters, no blank at either end"
                raise ValueError(msg)

    def goes_by(self, name: str) -> bool:
        """Return whether this forecaster is meant by `name`, whatever the case of its letters."""
        wanted = name.casefold()
        return wanted in (known.casefold() for known in (self.name, *self.aliases))

    def has_retired(self, now: datetime) -> bool:
        """Return whether this forecaster forecasts no more, and none of its numbers stands."""
        return self.retired_at is not None and self.retired_at <= now
