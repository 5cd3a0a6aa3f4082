"""The judge's hint beside a number that was typed: told, never applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import percent, say
from forecasts.model import Stated
from forecasts.store import hints

if TYPE_CHECKING:
    import sqlite3

    from forecasts.history import Track
    from forecasts.model.forecast import Prediction
    from forecasts.store.hints import Hint


def wanted(
    connection: sqlite3.Connection, track: Track, stated: Prediction | None, *, once: bool
) -> Hint | None:
    """Return the hint for what was typed; None where nobody asked for it or it changes nothing.

    once: asked for with this prediction, and not by the forecaster's lasting choice. A number that
    follows the hint for the last one gets no other: the map was fitted to numbers as they came.
    """
    who = track.forecaster
    if not (once or who.hints) or not isinstance(stated, Stated):
        return None
    found = hints.hint(connection, who.id, stated.probability)
    if found is None or _alike(found.mapped, found.stated):
        return None
    last = track.numbers[-1].chance if track.numbers else None
    before = hints.hint(connection, who.id, last.probability) if last else None
    return None if before and _alike(before.mapped, stated.probability) else found


def given(
    connection: sqlite3.Connection, track: Track, stated: Prediction | None, *, once: bool
) -> tuple[Hint | None, tuple[str, ...]]:
    """Return the hint that is wanted, and why there is none where it was asked for this once."""
    found = wanted(connection, track, stated, once=once)
    return found, (none(connection, track, stated),) if once and found is None else ()


def none(connection: sqlite3.Connection, track: Track, stated: Prediction | None) -> str:
    """Return why there is no hint for what was typed."""
    who = track.forecaster
    if not isinstance(stated, Stated):
        return "a hint is for a new number on a yes/no question."
    if stated.probability in (0, 1):
        return "a certainty has no hint."
    found = hints.hint(connection, who.id, stated.probability)
    if found is None:
        return (
            f"no hint: {who.name} has under 100 resolved questions, or no map of them helps on"
            " questions it had not seen. See: forecasts calibration"
        )
    if _alike(found.mapped, found.stated):
        return f"no hint: the map of {found.questions:,} resolved questions leaves it as it is."
    return "no hint: this number follows the one for the last."


def _alike(p: float, q: float) -> bool:
    return percent(p) == percent(q)


def words(found: Hint, name: str) -> str:
    """Return a hint as a sentence; `name` is whose number it is.

    >>> from forecasts.store.hints import Tenth
    >>> words(hints.Hint(0.8, 0.74, 130, Tenth(0.7, 0.8, 41, 0.68, 0.54, 0.8)), "house")
    ... # doctest: +NORMALIZE_WHITESPACE
    "Hint: house said over 70 to 80% on 41 questions, and it happened 68% of the time (54-80%);
    the judge's map of 130 resolved questions would make this 74%. It is not applied."
    """
    makes = f"map of {found.questions:,} resolved questions would make this {percent(found.mapped)}"
    tenth = found.tenth
    if tenth is None:
        return f"Hint: the judge's {makes}. It is not applied."
    spread = ""
    if tenth.happened_low is not None and tenth.happened_high is not None:
        spread = f" ({100 * tenth.happened_low:.0f}-{100 * tenth.happened_high:.0f}%)"
    over = "over " if tenth.low > 0.0 else ""
    return (
        f"Hint: {'you' if name == options.login() else name} said"
        f" {over}{100 * tenth.low:.0f} to {100 * tenth.high:.0f}% on {tenth.questions} questions,"
        f" and it happened {_share(tenth.happened)} of the time{spread}; the judge's {makes}."
        " It is not applied."
    )


def _share(happened: float) -> str:
    """Return a share in whole percents, with more digits next to 0 and 100%.

    >>> _share(0.907), _share(0.003)
    ('91%', '0.3%')
    """
    rounded = f"{100 * happened:.0f}%"
    return percent(happened) if rounded in {"0%", "100%"} else rounded


def confirm(found: Hint, name: str) -> None:
    """Tell a hint before anything is recorded, and ask whether the number stays; abort if not."""
    say(paragraph(words(found, name)))
    click.confirm(f"Record {percent(found.stated)}?", default=True, err=True, abort=True)


def as_json(found: Hint | None) -> dict[str, object] | None:
    """Return a hint as --json holds it."""
    if found is None:
        return None
    tenth = found.tenth
    return {
        "mapped": found.mapped,
        "questions": found.questions,
        "low": tenth.low if tenth else None,
        "high": tenth.high if tenth else None,
        "said_on": tenth.questions if tenth else 0,
        "happened": tenth.happened if tenth else None,
        "happened_low": tenth.happened_low if tenth else None,
        "happened_high": tenth.happened_high if tenth else None,
    }
