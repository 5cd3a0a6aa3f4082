"""A document that says something about the future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A published text; its date may be a range with the basis on which it was dated."""

    slug: str
    title: str
    author: str | None = None
    publisher: str | None = None
    date_from: date
    date_to: date
    date_basis: str = "as printed"
    language: str = "en"
    url: str | None = None
    text_sha256: str | None = None
    id: int = 0

    def __post_init__(self) -> None:
        if self.date_to < self.date_from:
            msg = "a source cannot be dated to before it is dated from"
            raise ValueError(msg)
