"""One prediction: as it is typed, recorded and echoed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from forecasts import entry, parse
from forecasts.cli import hinting, linking, options, wording
from forecasts.cli.layout import bold, fields, note, paragraph
from forecasts.cli.output import json_line, say
from forecasts.cli.scales import scale_of
from forecasts.errors import InputError, RefusedError
from forecasts.history import Track, tracks
from forecasts.model import Action, QuestionType, Stated, times
from forecasts.model.forecast import alike
from forecasts.store import (
    courtesy,
    forecasters,
    forecasts,
    questions,
    resolutions,
    rounds,
)
from forecasts.store.append import AlreadyAppendedError, AnotherEntryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from forecasts.distributions.typed import Typed as Parts
    from forecasts.model import Forecast, Forecaster, Question
    from forecasts.model.forecast import Prediction
    from forecasts.model.prediction import Distribution, Shares
    from forecasts.model.round import Round
    from forecasts.store import Batch, Receipt, Store
    from forecasts.store.hints import Hint
    from forecasts.store.keys import Signer

SAME = "same"


@dataclass(frozen=True, slots=True)
class Typed:
    """A prediction as it was typed."""

    words: tuple[str, ...] = ()
    parts: Parts | None = None
    why: str = ""
    expires: str | None = None
    certain: bool = False
    fix: bool = False
    hint: bool = False
    sign: bool = False
    scale: str | None = None

    @property
    def same(self) -> bool:
        """Whether what stands was said once more."""
        return self.words == (SAME,) and self.parts is None

    def stated(self, question: Question, now: datetime) -> Prediction | None:
        """Return the prediction that was typed, None for the one that stands."""
        if self.same:
            return None
        if question.type is not QuestionType.BINARY:
            from forecasts.distributions import typed

            parts = replace(self.parts or typed.Typed(), words=self.words, certain=self.certain)
            return typed.read(parts, question, now)
        if self.parts is not None or not self.words:
            what = "a yes/no question" if self.parts else "no probability was typed"
            raise InputError(
                f"{question.slug}: {what}.",
                f"Type forecasts predict {question.slug} 12%,"
                f" or: forecasts predict {question.slug} same",
            )
        scale = scale_of(self.scale) if self.scale else None
        return parse.probability(" ".join(self.words), certain=self.certain, scale=scale)

    def read(self, stated: Prediction | None, question: Question, now: datetime) -> entry.Entry:
        """Return the entry that was meant; days are days of the question's zone."""
        why = parse.plain(self.why, "the reason", lines=True)
        zone = options.zone_of(None, question.terms.timezone)
        expires_at = entry.expiry(self.expires, zone, now) if self.expires else None
        return entry.Entry(stated, why or None, expires_at, self.fix)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A forecast that is on record, with what stood before it and what to mind."""

    question: Question
    track: Track
    forecast: Forecast
    before: Forecast | None
    id: int
    receipt: Receipt
    warnings: tuple[str, ...]
    hint: Hint | None = None
    signed: str | None = None  # by which key, in short


def record(
    store: Store,
    name: str,
    who: str | None,
    typed: Typed,
    now: datetime,
    uuid: str | None = None,
    *,
    asking: bool = False,
) -> Recorded:
    """Record a prediction in one append; raise what refuses it, with nothing written.

    With `asking`, what is more than a probability, or has a hint, is shown and confirmed before.
    """
    question = questions.find(store, name)
    stated = typed.stated(question, now)
    known = options.speaker(store, who)  # an unknown name is refused before anything is asked
    signer = _signer(store, who) if typed.sign else None
    if asking and stated is not None:
        now += _confirmed(store, question, known, stated, now, hint=typed.hint)
    with _told_apart(store, uuid, question, stated), store.append(now, "predict", uuid) as batch:
        question = questions.find(store, name)
        entry.check_question(question, resolutions.latest(batch.connection, question.id), now)
        known = options.speaker(store, who)  # under the lock: another entry may have added it
        speaker = known or options.introduced(batch)
        track = Track(speaker, forecasts.history(batch.connection, question.id, speaker.id))
        now = entry.after(track, now)
        entry.check_forecaster(track, now)
        said = typed.read(stated, question, now)
        row = entry.forecast(said, question, track, now, options.entered_by(store, speaker))
        asked = rounds.taking(batch.connection, question.slug, speaker, now)
        row = replace(row, round_id=asked.id if asked else None)
        id_, key = forecasts.record(batch, row), _signed(batch, speaker, signer, row)
    warnings = wording.behind(store.noticed.taken_behind(), now)
    warnings += _around(speaker, asked, is_new=known is None)
    hint, noted = hinting.given(store.connection, track, stated, once=typed.hint)
    warnings += (*_warnings(question, row, first=track.newest is None), *noted)
    warnings += linking.broken(store.connection, question, speaker, row, now)
    before = track.standing(now)
    return Recorded(question, track, row, before, id_, batch.receipt, warnings, hint, key)


def _signer(store: Store, who: str | None) -> Signer:
    from forecasts.cli import signing  # here, since few sign

    return signing.signer(store, who)


def _signed(batch: Batch, who: Forecaster, signer: Signer | None, row: Forecast) -> str | None:
    """Sign the forecast that was just added, where that was asked for; return by which key."""
    if signer is None and row.strikes is None:
        return None
    from forecasts.store import keys, signatures

    if signer is None:
        signatures.check_struck(batch.connection, row.strikes or 0)
        return None
    signatures.add(batch, who, signer)
    return keys.fingerprint(signer.public_key)


def _around(who: Forecaster, asked: Round | None, *, is_new: bool) -> tuple[str, ...]:
    """Return what to mind of who forecasts, and of the round that it belongs to."""
    new = f"{who.name} is new to this record: added as a person."
    hidden = f"hidden from the others until the round {asked.name} closes." if asked else ""
    return (*((new,) if is_new else ()), *((hidden,) if hidden else ()))


@contextmanager
def _told_apart(
    store: Store, uuid: str | None, question: Question, stated: Prediction | None
) -> Iterator[None]:
    """Let a retry pass as done; raise RefusedError where its name stands on another entry."""
    try:
        yield
    except (AlreadyAppendedError, AnotherEntryError) as error:
        row = forecasts.of_append(store.connection, uuid or "")
        again = row is not None and row.question_id == question.id
        if row is not None and again and (stated is None or alike(row.stated, stated)):
            raise
        there = "another entry"
        if row is not None:
            (asked,) = questions.of_ids(store.connection, [row.question_id]).values()
            there = f"{asked.slug}: {wording.said(row, asked)}"
        raise RefusedError(
            f"already on record: {uuid}, and what is on record is {there}; nothing was added.",
            "A new entry needs a new --uuid.",
        ) from error


def _confirmed(
    store: Store,
    question: Question,
    who: Forecaster | None,
    stated: Prediction,
    now: datetime,
    *,
    hint: bool,
) -> timedelta:
    """Show a prediction, or the hint there is for it, and ask; return how long the answer took."""
    import time

    began_s = time.monotonic()
    entry.check_question(question, resolutions.latest(store.connection, question.id), now)
    if not isinstance(stated, Stated):
        _confirm(stated, question)
    elif who is not None:
        track = Track(who, forecasts.history(store.connection, question.id, who.id))
        found = hinting.wanted(store.connection, track, stated, once=hint)
        if found is not None:
            hinting.confirm(found, who.name)
    return timedelta(seconds=time.monotonic() - began_s)


def _confirm(stated: Shares | Distribution, question: Question) -> None:
    from forecasts.cli import kinds

    rows = kinds.rows(stated, question, headed=False)
    title = paragraph(f"{question.slug}: {question.title}")
    say(f"{title}\n\n{kinds.picture_of(stated, question)}\n\n{fields(rows)}\n")
    click.confirm("Record it?", default=True, err=True, abort=True)


def _warnings(question: Question, row: Forecast, *, first: bool) -> tuple[str, ...]:
    found = list(_unreached(question, row)) if first else []
    if row.expires_at is not None and row.expires_at > question.terms.closes_at:
        found.append("it closes before the number expires, so the expiry changes nothing.")
    if isinstance(row.stated, Stated):
        sure = row.stated.probability in (0, 1)
    else:
        sure = bool({0.0, 1.0} & set(getattr(row.stated, "probabilities", ())))
    if sure:
        found.append("a certainty that proves wrong is an infinite log loss.")
    return tuple(found)


def _unreached(question: Question, row: Forecast) -> Iterator[str]:
    """Yield what to type where a number's quantiles leave out levels that it is scored by."""
    if question.type is not QuestionType.NUMERIC or row.stated is None:
        return
    from forecasts.distributions.curve import Curve
    from forecasts.distributions.notation import quantiles_text
    from forecasts.model.prediction import Quantiles

    if isinstance(row.stated, Quantiles):
        curve = Curve.over(row.stated, question.terms)
        missing = [at for at in question.terms.quantile_levels if curve.place(at) is None]
        if missing:
            more = quantiles_text((at, "NUMBER") for at in missing)
            yield f"it gets no WIS without {more} (or other --levels when a question is asked)."


def as_record(done: Recorded) -> dict[str, object]:
    """Return a recorded forecast in the shape that --json prints."""
    row = done.forecast
    return {
        "question": done.question.slug,
        "forecaster": done.track.forecaster.name,
        "action": row.action.value,
        **_said_json(done),
        "made_at": times.to_text(row.made_at),
        "expires_at": times.maybe_to_text(row.expires_at),
        "strikes": row.strikes,
        "entered_by": row.entered_by,
        "id": done.id,
        "receipt": str(done.receipt),
        "warnings": done.warnings,
        "hint": hinting.as_json(done.hint),
        "signed": done.signed,
    }


def _said_json(done: Recorded) -> dict[str, object]:
    """Return what was said and what stood before, as a probability or in the shape of its kind."""
    stated, before = done.forecast.stated, done.before
    if not isinstance(stated, Stated):
        from forecasts.cli import kinds

        return kinds.said_json(done.forecast, before, done.question)
    return {
        "probability": stated.probability,
        "typed": stated.typed,
        "word": stated.word,
        "scale": stated.scale,
        "low": stated.low,
        "high": stated.high,
        "before": before.chance.probability if before and before.chance else None,
        "if_yes": stated.brier(happened=True),
        "if_no": stated.brier(happened=False),
    }


def change(done: Recorded) -> str:
    """Return in a few words what a recorded forecast changed."""
    row, newest, question = done.forecast, done.track.newest, done.question
    number = wording.said(row, question)
    if row.strikes is not None and newest is not None:
        return f"{number}, in place of {wording.said(newest, question)} (struck, never scored)"
    if row.action is Action.REAFFIRMATION:
        return f"looked, {number}"
    if done.before is None or done.before.stated is None or row.stated is None:
        return f"{number}, the first number" if newest is None else f"{number}, where none stood"
    old = wording.stated(done.before.stated, question)
    same = old == wording.stated(row.stated, question)
    return f"{number}, as before" if same else f"{old} → {number}"


def echo(done: Recorded, others: str = "", *, drawn: bool = False) -> str:
    """Return what people read after a prediction: what changed, what is at stake, the receipt.

    `others` is what other people say, when it was asked for; `drawn` that the picture of a
    distribution was shown before.
    """
    row, who, terms = done.forecast, done.track.forecaster, done.question.terms
    closes = wording.moment(terms.closes_at, terms.timezone)
    lapses = row.expires_at is not None and row.expires_at < terms.closes_at
    expires = wording.moment(row.expires_at, terms.timezone) if row.expires_at else ""
    rows = (
        *_meaning(done, drawn=drawn),
        ("Stands until", f"{expires}, when it expires" if lapses else f"{closes}, the close"),
        ("Forecaster", f"{who.name}, entered by {row.entered_by}" if row.entered_by else ""),
        ("Others", others),
        ("Signed", f"by the key {done.signed}" if done.signed else ""),
        ("Receipt", str(done.receipt)),
    )
    title, picture = paragraph(done.question.title), "" if drawn else _picture(done)
    head = f"{bold(f'{done.question.slug}: {change(done)}')}\n{title}"
    return "\n\n".join(part for part in (head, picture, fields(rows)) if part)


def _meaning(done: Recorded, *, drawn: bool) -> tuple[tuple[str, str], ...]:
    """Return the labelled lines on how a prediction was read and what is at stake."""
    row, stated = done.forecast, done.forecast.stated
    if isinstance(stated, Stated):
        plain = stated.typed == wording.chance(stated.probability)
        return (
            ("Read as", "" if plain else wording.read_as(stated)),
            ("At stake", f"{wording.stakes(stated)} (Brier: 0 is best, 1 is worst)"),
        )
    if stated is None or drawn:
        return ()
    from forecasts.cli import kinds

    return kinds.rows(stated, done.question, row.made_at)


def _picture(done: Recorded) -> str:
    stated = done.forecast.stated
    if stated is None or isinstance(stated, Stated):
        return ""
    from forecasts.cli import kinds

    return kinds.picture_of(stated, done.question)


def tell(done: Recorded, words: str, *, as_json: bool, hinted: bool = False) -> None:
    """Print a recorded forecast, as words or as JSON; what to mind goes to standard error.

    hinted: whether the hint was told before.
    """
    for warning in done.warnings:
        note(warning)
    if as_json:
        json_line(as_record(done))
    else:
        click.echo(words)
        if done.hint is not None and not hinted:
            say(paragraph(hinting.words(done.hint, done.track.forecaster.name)))


def others_say(store: Store, question: Question, own: Forecaster) -> str:
    """Return what stands from everybody else, on one line; words when nothing does."""
    now = options.now()
    known = {who.id: who for who in forecasters.everyone(store.connection)}
    unseen = courtesy.sealed(store.connection, own.id, now)
    there = unseen.unsealed(tracks(forecasts.history(store.connection, question.id), known))
    said = [
        f"{track.forecaster.name} {wording.said(stands, question)}"
        for track in there
        if track.forecaster.id != own.id and (stands := track.standing(now))
    ]
    count = len(unseen.questions.get(question.slug, ()))
    sealed = [f"{count} hidden until their round closes"] if count else []
    return ", ".join([*said, *sealed]) or "nobody else has a number on it"
