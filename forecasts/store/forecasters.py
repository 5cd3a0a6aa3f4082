"""Forecasters in and out of the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.errors import NotFoundError, RefusedError
from forecasts.model import Forecaster, ForecasterKind, times

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.store import Batch, Store

LISTED = 5
COLUMNS = "id, name, kind, aliases, retired_at, may_enter, hints"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many numbers a forecaster said, struck ones left out, and on how many questions."""

    forecasts: int = 0
    questions: int = 0


def _forecaster(row: Sequence[object]) -> Forecaster:
    id_, name, kind, aliases, retired_at, may_enter, hints = row
    return Forecaster(
        id=int(str(id_)),
        name=str(name),
        kind=ForecasterKind(str(kind)),
        aliases=_names(str(aliases)) if aliases else (),
        retired_at=times.maybe_from_text(str(retired_at) if retired_at else None),
        may_enter=_names(str(may_enter)) if may_enter else None,
        hints=bool(hints),
    )


def _names(text: str) -> tuple[str, ...]:
    import json

    return tuple(json.loads(text))


def everyone(connection: sqlite3.Connection) -> tuple[Forecaster, ...]:
    """Return all forecasters as known now, in the order in which they were added."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM forecasters_now ORDER BY id")  # noqa: S608
    return tuple(_forecaster(row) for row in rows)


def named(store: Store, name: str) -> Forecaster | None:
    """Return the forecaster who goes by that name or alias, or None."""
    return next((who for who in everyone(store.connection) if who.goes_by(name)), None)


def find(store: Store, name: str) -> Forecaster:
    """Return the forecaster of that name or alias; raise NotFoundError with the nearest names."""
    known = everyone(store.connection)
    for who in known:
        if who.goes_by(name):
            return who
    names = {name_.casefold(): name_ for who in known for name_ in (who.name, *who.aliases)}
    from difflib import get_close_matches

    close = [names[key] for key in get_close_matches(name.casefold(), names)]
    hint = f"Did you mean {' or '.join(close)}?" if close else _listed(known)
    raise NotFoundError(f"no forecaster is called {name!r}.", hint)


def _listed(known: Sequence[Forecaster]) -> str:
    some = ", ".join(who.name for who in known[:LISTED]) or "nobody yet"
    more = len(known) - LISTED
    rest = f" and {more:,} more; see: forecasts forecaster list" if more > 0 else "."
    return f"On record: {some}{rest}"


def add(
    batch: Batch,
    name: str,
    kind: ForecasterKind,
    aliases: tuple[str, ...] = (),
    may_enter: tuple[str, ...] | None = None,
) -> Forecaster:
    """Add a forecaster; raise RefusedError when the name or an alias is taken."""
    for wanted in (name, *aliases):
        check_free(batch, wanted)
    who = Forecaster(batch.seq + 1, name, kind, aliases, None, may_enter)
    batch.add("forecasters", _row(who, None))
    return who


def check_free(batch: Batch, name: str) -> None:
    """Raise RefusedError when somebody goes by that name."""
    taken = next((who for who in everyone(batch.connection) if who.goes_by(name)), None)
    if taken is not None:
        raise RefusedError(
            f"{name!r} is taken: it names {taken.name} ({taken.kind}).", "Choose another."
        )


def change(batch: Batch, who: Forecaster) -> None:
    """Record a forecaster's new aliases or retirement, in a row that replaces the last one."""
    last = batch.connection.execute(
        "SELECT max(id) FROM forecasters WHERE forecaster_id = ?", (who.id,)
    ).fetchone()[0]
    batch.add("forecasters", _row(who, last))


def may_enter(connection: sqlite3.Connection, who: Forecaster, name: str) -> bool:
    """Return whether the person of that name may enter numbers of a forecaster."""
    if who.may_enter is None or who.goes_by(name):
        return True
    known = [other for other in everyone(connection) if other.goes_by(name)]
    names = {name.casefold(), *(other.name.casefold() for other in known)}
    return any(entrant.casefold() in names for entrant in who.may_enter)


def newest_made_at(connection: sqlite3.Connection, forecaster_id: int) -> datetime | None:
    """Return when a forecaster last said a number that was not struck; None without one."""
    row = connection.execute(
        """SELECT max(made_at) FROM forecasts
        WHERE forecaster_id = ? AND action IN ('forecast', 'reaffirmation')
            AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)""",
        (forecaster_id,),
    ).fetchone()
    return times.maybe_from_text(row[0])


def tallies(connection: sqlite3.Connection) -> dict[int, Tally]:
    """Return forecaster id -> what they said, for everyone who said a number."""
    rows = connection.execute("""
        SELECT forecaster_id, count(*), count(DISTINCT question_id) FROM forecasts
        WHERE action IN ('forecast', 'reaffirmation')
            AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
        GROUP BY forecaster_id
    """)
    return {id_: Tally(forecasts, questions) for id_, forecasts, questions in rows}


def _row(who: Forecaster, replaces: int | None) -> dict[str, str | int | None]:
    import json

    return {
        "forecaster_id": who.id,
        "replaces": replaces,
        "name": who.name,
        "kind": who.kind.value,
        "aliases": json.dumps(who.aliases, ensure_ascii=False) if who.aliases else None,
        "retired_at": times.maybe_to_text(who.retired_at),
        "may_enter": json.dumps(who.may_enter, ensure_ascii=False) if who.may_enter else None,
        "hints": 1 if who.hints else None,
    }
