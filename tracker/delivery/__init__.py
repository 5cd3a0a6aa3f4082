"""What leaves the machine: mail, webhooks and chats, where the environment asks for them."""

from tracker.delivery.chat import notify
from tracker.delivery.mail import send
from tracker.delivery.message import Image, Message
from tracker.delivery.settings import MailServer, Recipient, Settings, settings

__all__ = [
    "Image",
    "MailServer",
    "Message",
    "Recipient",
    "Settings",
    "notify",
    "send",
    "settings",
]
