"""What the tracker sends: words and perhaps a page, under a key that is sent once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

KEY_DIGITS = 32  # of SHA-256 in a Message-ID: enough that no two keys share one


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that a page shows, by its Content-ID: its name, which no two pictures share."""

    name: str
    content: bytes
    media: str = "image/png"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to one address or channel.

    key: of the work that sends it; a second sending of the same key bears the same Message-ID, so
    that mailboxes show it once. text: for people without HTML, and for chats.
    """

    key: str
    subject: str
    text: str
    html: str | None = None
    images: tuple[Image, ...] = field(default=())

    def message_id(self, domain: str) -> str:
        """Return the Message-ID of RFC 5322: the same for the same key.

        >>> Message("a", "b", "c").message_id("example.org")
        '<ca978112ca1bbdcafac231b39a23dc4d@example.org>'
        """
        return f"<{hashlib.sha256(self.key.encode()).hexdigest()[:KEY_DIGITS]}@{domain}>"
