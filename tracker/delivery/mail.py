"""Mail: a page with its plain words, handed to one SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

from forecasts.errors import ForecastsError
from tracker.delivery.settings import PASSWORD, password

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.delivery.message import Message
    from tracker.delivery.settings import MailServer

PATIENCE_S = 20.0  # for each answer of the server


def as_email(message: Message, sender: str, to: str, at: datetime) -> EmailMessage:
    """Return a message as mail from one address to another, dated `at`."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id(parseaddr(sender)[1].rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    mail.set_content(message.text)
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html")
        page = mail.get_payload()[-1]  # type: ignore[index]
        for image in message.images:
            kind, _, subtype = image.media.partition("/")
            page.add_related(  # type: ignore[union-attr]
                image.content, kind, subtype, cid=f"<{image.name}>", filename=image.name
            )
    return mail


def send(server: MailServer, message: Message, sender: str, to: str, at: datetime) -> None:
    """Hand a message for one address to the mail server.

    Raises ForecastsError, without the password in it, when the server does not take it.
    """
    mail = as_email(message, sender, to, at)
    try:
        with _connected(server) as connection:
            connection.send_message(mail, to_addrs=[to])
    except (smtplib.SMTPException, OSError) as error:
        raise ForecastsError(
            f"{server.host}:{server.port} did not take the mail: {_why(error)}.",
            f"Check FORECASTS_SMTP and {PASSWORD}.",
        ) from error


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE_S, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        secret = password(server)
        if server.user and secret:
            connection.login(server.user, secret)
    except BaseException:
        connection.close()
        raise
    return connection


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        return f"{error.smtp_code} {text}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"it refuses {', '.join(error.recipients)}"
    return str(error) or type(error).__name__
