"""What a rule proposes as an outcome, and who objects; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.model.resolution import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why somebody holds a proposed outcome to be wrong, or to come too early."""

    question_id: int
    objector: str
    note: str
    proposal_id: int | None = None
    entered_by: str | None = None
    id: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An outcome that a rule proposes, where it was read, and what was said against it.

    `rule` is the JSON text of the rule; `content_sha256` is the hash of the bytes that it read.
    Until `object_by`, where there is one, objections are awaited.
    """

    question_id: int
    outcome: str
    rule: str
    source_url: str | None = None
    quote: str | None = None
    content_sha256: str | None = None
    known_at: datetime | None = None
    happened: Interval | None = None
    object_by: datetime | None = None
    objections: tuple[Objection, ...] = ()
    id: int = 0
    recorded_at: datetime | None = None

    def says_the_same(self, other: Proposal) -> bool:
        """Return whether another proposal brings nothing new: same rule, outcome and bytes.

        >>> first = Proposal(question_id=1, outcome="no", rule="{}", content_sha256="ab")
        >>> first.says_the_same(Proposal(question_id=1, outcome="no", rule="{}"))
        False
        """
        mine, theirs = (
            (each.question_id, each.outcome, each.rule, each.content_sha256)
            for each in (self, other)
        )
        return mine == theirs
