"""What a document says, and what it tells of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forecasts.documents import imprint

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with its title, author, publisher and day, each None where it does not say.

    remarks: sentences on what of the file could not be read, or was read by guess.
    """

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    remarks: tuple[str, ...] = ()

    def completed(self) -> Document:
        """Return the document with what its first lines tell in place of what is missing."""
        first = imprint.of(self.text)
        return replace(
            self,
            title=self.title or first.title,
            author=self.author or first.author,
            published=self.published or first.published,
        )
