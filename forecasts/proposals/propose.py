"""What a rule proposes for a question at an instant; it decides nothing."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.answer import answer_of
from forecasts.errors import ForecastsError, RefusedError
from forecasts.model import Proposal, QuestionType
from forecasts.proposals.rule import Comparison, Reading, Silence, as_text
from forecasts.proposals.value import value_in

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Question
    from forecasts.proposals.rule import Rule

MOST_BYTES = 20_000_000  # of a local file
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # RFC 3986 section 3.1


@dataclass(frozen=True, slots=True)
class Proposed:
    """An outcome as a rule proposes it, with where it comes from.

    content_sha256: of the bytes that were read, as hex. object_by: until when somebody may object
    to what is taken from silence.
    """

    outcome: str
    source_url: str | None = None
    quote: str | None = None
    content_sha256: str | None = None
    object_by: datetime | None = None

    def as_proposal(self, question: Question, rule: Rule, now: datetime) -> Proposal:
        """Return it as the record keeps it: known from now, what silence means from the close."""
        silent = isinstance(rule, Silence)
        return Proposal(
            question_id=question.id,
            outcome=self.outcome,
            rule=as_text(rule),
            source_url=self.source_url,
            quote=self.quote,
            content_sha256=self.content_sha256,
            known_at=question.terms.closes_at if silent else now,
            object_by=self.object_by,
        )


def propose(question: Question, rule: Rule, folder: Path, now: datetime) -> Proposed | None:
    """Return what a rule proposes now, None where there is nothing to propose yet.

    A "no" and a number wait for the close: until then more may happen. Objections to silence are
    awaited from now on, when it can be seen first. Local files are looked for
    in `folder` and below. Raises ForecastsError when what is read cannot be an outcome.
    """
    closes_at = question.terms.closes_at
    if isinstance(rule, Silence):
        if now < closes_at:
            return None
        silent = answer_of(question, rule.outcome, now=now).outcome
        return Proposed(silent, object_by=now + timedelta(days=rule.days))
    document = _bytes(rule, folder)
    value = value_in(document, rule)
    outcome = None if value is None else _outcome(question, rule, value, now)
    if value is None or outcome is None:
        return None
    return Proposed(
        outcome,
        source_url=rule.place if rule.is_web else None,
        quote=f"{rule.column or rule.pointer or 'value'}: {value}",
        content_sha256=hashlib.sha256(document).hexdigest(),
    )


def check(question: Question, rule: Rule, folder: Path) -> None:
    """Raise ForecastsError for a rule that can never propose an outcome of the question.

    A file that is there is read; one that is not may come later, and the web is not asked.
    """
    if isinstance(rule, Silence):
        answer_of(question, rule.outcome, now=question.terms.closes_at)
        return
    if rule.yes_if is not None and question.type is not QuestionType.BINARY:
        raise RefusedError(f"{question.slug} is not answered by yes or no.", "Leave --yes-if out.")
    if rule.is_web:
        from forecasts.proposals.web import check_public, plain_address

        check_public(plain_address(rule.place))
    elif SCHEME.match(rule.place):
        raise RefusedError(
            "a rule reads http and https alone.", "Type https://host/path, or a file's path."
        )
    elif _inside(rule, folder).exists():
        value_in(_bytes(rule, folder), rule)


def _outcome(question: Question, rule: Reading, value: str, now: datetime) -> str | None:
    """Return the outcome that a value means; None while it is too early to tell."""
    if rule.yes_if is not None:
        outcome = "yes" if Comparison.parse(rule.yes_if).holds(_number(rule, value)) else "no"
    else:
        outcome = answer_of(question, value, now=now).outcome
    waits = question.type is QuestionType.NUMERIC or outcome in ("no", "never")
    return None if waits and now < question.terms.closes_at else outcome


def _number(rule: Reading, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ForecastsError(
            f"{value!r} in {rule.place} is no number, which --yes-if needs.", "Mend the file."
        )
    return number


def _bytes(rule: Reading, folder: Path) -> bytes:
    if rule.is_web:
        from forecasts.proposals.web import fetch

        return fetch(rule.place)
    path = _inside(rule, folder)
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise ForecastsError(f"{rule.place} is no plain file.", "Name one that is.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ForecastsError(f"{rule.place} is longer than {MOST_BYTES:,} bytes.")
        return path.read_bytes()
    except OSError as error:
        raise ForecastsError(f"{rule.place} cannot be read: {error.strerror}.") from error


def _inside(rule: Reading, folder: Path) -> Path:
    """Return where a rule's file lies; raise RefusedError outside the record's folder."""
    inside = folder.resolve()
    path = (inside / rule.place).resolve()
    if not path.is_relative_to(inside):
        raise RefusedError(
            f"{rule.place} lies outside {folder}, the record's folder.",
            "Put the file beside the record.",
        )
    return path
