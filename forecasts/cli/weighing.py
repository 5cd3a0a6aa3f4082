"""What was noted about a question, weighed: the running suggestion beside one's own number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.cli import options, wording
from forecasts.cli.layout import paragraph
from forecasts.cli.output import percent
from forecasts.model import QuestionType, ResolutionStatus, times
from forecasts.store import evidence, forecasters, forecasts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from forecasts.model import Forecast, Forecaster, Question, Resolution
    from forecasts.model.evidence import Evidence
    from forecasts.weight_of_evidence import Weighed

SHOWN = 3  # pieces that `show` tells, the newest


@dataclass(frozen=True, slots=True)
class Weighing:
    """Pieces of evidence as they were noted, with what they suggest to their reader.

    mine: those that the reader noted, weighed, by id. suggests: after the last of them, where none
    of the reader's numbers is newer and the answer is not on record. stands: the reader's number
    that stands now.
    """

    pieces: tuple[Evidence, ...] = ()
    names: tuple[str, ...] = ()
    mine: tuple[Weighed, ...] = ()
    suggests: Weighed | None = None
    stands: Forecast | None = None

    def weighed(self, piece: Evidence) -> Weighed | None:
        """Return a piece with what it suggests, where the reader noted it."""
        return next((one for one in self.mine if one.piece.id == piece.id), None)


def gather(
    connection: sqlite3.Connection,
    question: Question,
    reader: Forecaster | None,
    in_force: Resolution | None,
    now: datetime,
) -> Weighing:
    """Return what was noted about a question, weighed for its reader: the reader's own pieces."""
    pieces = tuple(sorted(evidence.of_question(connection, question.id), key=lambda one: one.id))
    if not pieces:
        return Weighing()
    from forecasts import weight_of_evidence
    from forecasts.history import Track

    known = {who.id: who.name for who in forecasters.everyone(connection)}
    names = tuple(known.get(piece.forecaster_id or 0, "") for piece in pieces)
    own = [piece for piece in pieces if reader and piece.forecaster_id == reader.id]
    if not own or reader is None or question.type is not QuestionType.BINARY:
        return Weighing(pieces, names)
    said = Track(reader, forecasts.history(connection, question.id, reader.id))
    rate = base_rate(question, min(piece.recorded_at for piece in own))
    if in_force is None or in_force.status is not ResolutionStatus.RESOLVED:
        mine = weight_of_evidence.weighed(own, said, rate, until=now)
        suggests = weight_of_evidence.suggestion(mine, said)
        return Weighing(pieces, names, mine, suggests, said.standing(now))
    happened = {"yes": True, "no": False}.get(in_force.outcome or "")
    until = in_force.known_at
    mine = weight_of_evidence.weighed(own, said, rate, until=until, happened=happened)
    return Weighing(pieces, names, mine)


def base_rate(question: Question, at: datetime) -> float | None:
    """Return the chance by the reference class, less as a deadline nears; None without one."""
    terms, rate = question.terms, question.terms.reference_class
    if rate is None or rate.options:
        return None
    if not terms.by_deadline:
        return rate.rate
    left = (terms.closes_at - at) / (terms.closes_at - terms.opens_at)
    return rate.rate_within(min(max(left, 0.0), 1.0))


def line(weighing: Weighing, place: int, zone: str) -> str:
    """Return a piece in a paragraph: its number, day and words, and what it is worth."""
    piece, name = weighing.pieces[place], weighing.names[place]
    seen = wording.local_time(piece.observed_at, zone)
    weighed = weighing.weighed(piece)
    facts = [piece.speaks]
    if weighed and piece.likelihood_ratio is not None and weighed.suggested is not None:
        facts.append(f"{percent(weighed.prior or 0.0)} → {percent(weighed.suggested)}")
    if weighed and weighed.own is not None:
        facts.append(f"yours then {wording.chance(weighed.own)}")
    if weighed and weighed.gained is not None:
        facts.append(_gained(weighed.gained))
    if weighed and weighed.late:
        facts.append("noted when the answer was known: it moves nothing")
    facts += [f"noted by {name}"] if name and weighed is None else []
    told = f"{seen:%Y-%m-%d}  {piece.words or 'no words'}"
    worth = "; ".join(filter(None, facts))
    parts = [paragraph(told, f"  {piece.id}  ")]
    parts += [paragraph(worth, "     ")] if worth else []
    parts += [paragraph(piece.url, "     ")] if piece.url else []
    return "\n".join(parts)


def _gained(gained: float) -> str:
    verb = "helped" if gained > 0.0 else "misled" if gained < 0.0 else "changed nothing"
    return f"{verb}: log score {gained:+.2f}" if gained else verb


def suggested(weighing: Weighing) -> str:
    """Return the suggestion in a sentence; empty where there is none to make."""
    last, own = weighing.suggests, weighing.stands.chance if weighing.stands else None
    if last is None or last.suggested is None:
        return ""
    yours = f"; yours is {wording.chance(own.probability)}" if own is not None else ""
    return (
        f"The odds times what you noted since: {percent(last.suggested)}{yours}. It holds where no"
        " piece follows from another, and is no forecast."
    )


def section(weighing: Weighing, question: Question) -> Iterator[str]:
    """Yield the newest pieces and the suggestion, as `show` has them."""
    zone = question.terms.timezone
    count = len(weighing.pieces)
    yield from (line(weighing, place, zone) for place in range(max(count - SHOWN, 0), count))
    if count > SHOWN:
        see = options.typed_db(f"forecasts evidence list {question.slug}")
        yield f"  and {count - SHOWN} before: {see}"
    if said := suggested(weighing):
        yield paragraph(said, "  ")


def as_json(weighing: Weighing) -> Iterator[dict[str, object]]:
    """Yield each piece in the shape that --json prints."""
    for piece, name in zip(weighing.pieces, weighing.names, strict=True):
        one = weighing.weighed(piece)
        yield {
            "id": piece.id,
            "observed_at": times.to_text(piece.observed_at),
            "recorded_at": times.to_text(piece.recorded_at),
            "forecaster": name or None,
            "words": piece.words,
            "url": piece.url,
            "direction": piece.direction,
            "strength": piece.strength,
            "likelihood_ratio": piece.likelihood_ratio,
            "prior": one.prior if one else None,
            "suggested": one.suggested if one else None,
            "own": one.own if one else None,
            "gained": one.gained if one else None,
        }
