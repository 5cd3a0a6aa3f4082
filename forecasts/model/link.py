"""How two questions hang together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class LinkKind(StrEnum):
    """What one question's answer says of another's."""

    IMPLIES = "implies"
    EXCLUDES = "excludes"
    ALL_OF = "all-of"
    GIVEN = "given"
    EARLIER_DEADLINE_OF = "earlier-deadline-of"
    WITHIN = "within"
    SAME_EVENT = "same-event"


# Of these yes to the one means yes to the other.
FORWARD = (LinkKind.IMPLIES, LinkKind.EARLIER_DEADLINE_OF, LinkKind.ALL_OF, LinkKind.SAME_EVENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One question, how it hangs on another, and that other; both by their slugs.

    all-of: `one` happens where every question it is linked to so does, and only there. given: `one`
    is asked for the case that `other` happens. within: `one` asks whether something happens within
    `days` of `other`, and closes at `latest_at` at the latest.
    """

    kind: LinkKind
    one: str
    other: str
    days: float | None = None
    latest_at: datetime | None = None
    note: str | None = None
    id: int = 0

    def __post_init__(self) -> None:
        if self.one == self.other:
            msg = f"{self.one} cannot be linked to itself"
            raise ValueError(msg)

    def __str__(self) -> str:
        if self.kind is LinkKind.WITHIN and self.days is not None:
            return f"{self.one} within {self.days:g}d of {self.other}"
        return f"{self.one} {self.kind} {self.other}"
