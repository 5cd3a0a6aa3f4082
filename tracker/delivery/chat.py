"""Webhooks and chats, through apprise."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from forecasts.errors import ForecastsError

if TYPE_CHECKING:
    from apprise import Apprise

    from tracker.delivery.message import Message


def notify(channel: str, message: Message) -> None:
    """Send the words of a message to a channel, an address as apprise writes it.

    Raises ForecastsError naming the kind of channel that failed; its address may hold secrets and
    is never repeated.
    """
    if find_spec("apprise") is None:
        raise ForecastsError(
            "FORECASTS_NOTIFY needs apprise, which is not installed.",
            'Install it: uv tool install "forecasts[notify]"',
        )
    sender = _sender(channel)
    if sender is None or not sender.notify(title=message.subject, body=message.text):
        kind = urlsplit(channel).scheme or "an address without a scheme"
        raise ForecastsError(
            f"not delivered by {kind}.", "Check the address of that kind in FORECASTS_NOTIFY."
        )


def is_known(channel: str) -> bool:
    """Return whether a channel is of a kind that apprise can send to; it must be installed."""
    return _sender(channel) is not None


def _sender(channel: str) -> Apprise | None:
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings may repeat an address
    sender = apprise.Apprise()
    return sender if sender.add(channel) else None
