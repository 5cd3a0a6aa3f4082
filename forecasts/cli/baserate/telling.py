"""What was counted, told: a table of windows, a picture of the wait, and what to type."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from forecasts import outside_view
from forecasts.cli import options, wording
from forecasts.cli.baserate import wait
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import json_lines, percent, say, say_out, table
from forecasts.model import QuestionType
from forecasts.parse import probability_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forecasts.cli.baserate.asking import Counted
    from forecasts.cli.baserate.recording import Kept
    from forecasts.outside_view import Count

DUST = 1e-9  # of a day
SHORTEST = 64.0  # days that are drawn
WAITS = (0.25, 0.5, 0.75)
DECIMALS = 3  # of a chance that is to be typed
AHEAD = 20.0  # years that the picture shows at most


def tell(found: Counted, kept: Kept | None = None, *, as_json: bool) -> None:
    """Print what was counted, and what was recorded."""
    if as_json:
        json_lines(
            as_record(found, place) | _kept_json(kept) for place in range(len(found.windows))
        )
        return
    click.echo(bold(": ".join(filter(None, (found.kind.id, found.kind.title))) or found.log.name))
    names = [_span(one) for one in found.windows]
    rows = list(_rows(found))
    table(("", *names), rows, right=range(1, len(names) + 1))
    if drawn := _drawn(found):
        say_out(f"\n{drawn}")
    if typed := predicted(found, found.windows[0]):
        say_out(f"\nAs a forecast: {options.typed_db(typed)}")
    for note in _notes(found):
        say(paragraph(f"Note: {note}"))
    if kept is not None:
        class_ = kept.question.terms.reference_class
        rate = wording.base_rate(class_) if class_ else ""
        rows_kept = (("Recorded", f"{kept.question.slug}, base rate {rate}"),
                     ("Receipt", str(kept.receipt)))  # fmt: skip
        click.echo(f"\n{fields(rows_kept)}")


def _span(one: Count) -> str:
    last = one.after - timedelta(days=1)
    whole = (one.first.month, one.first.day, last.month, last.day) == (1, 1, 12, 31)
    return f"{one.first.year}-{last.year}" if whole else f"{one.first} to {last}"


def _rows(found: Counted) -> Iterator[tuple[str, ...]]:
    windows = found.windows
    case = windows[0].case
    level = f"Jeffreys' interval, {found.level:.0%}"
    if case.is_exposure:
        yield ("Events", *(str(one.k) for one in windows))
        yield ("Days", *(str(one.n) for one in windows))
        yield ("Rate a year", *(f"{one.rate * outside_view.YEAR_DAYS:.2g}" for one in windows))
        yield (level, *(_rates(one, found.level) for one in windows))
    else:
        yield (f"{_name(case.name)} with one", *(f"{one.k} of {one.n}" for one in windows))
        yield ("Events in them", *(str(one.events) for one in windows))
        yield (f"Chance in a {_one(case.name)}", *(percent(one.rate) for one in windows))
        yield (level, *(_chances(*one.interval(found.level)) for one in windows))
    if found.by is not None:
        days = _days(found)
        yield (f"From {found.start} by {found.by}", *(percent(one.chance(days)) for one in windows))
        yield ("  its interval",
               *(_chances(*one.chance_interval(days, found.level)) for one in windows))  # fmt: skip
    yield ("Even chance within", *(_wait(one.waiting_days(0.5)) for one in windows))


def _name(per: str) -> str:
    return f"Stretches of {per}" if per[0].isdigit() else f"{per.capitalize()}s"


def _one(per: str) -> str:
    return f"stretch of {per}" if per[0].isdigit() else per


def _rates(one: Count, level: float) -> str:
    low, high = (end * outside_view.YEAR_DAYS for end in one.interval(level))
    return f"{low:.2g} to {high:.2g}"


def _chances(low: float, high: float) -> str:
    return f"{percent(low)} to {percent(high)}"


def _wait(days: float | None) -> str:
    if days is None or days > 100 * outside_view.YEAR_DAYS:
        return "over a century"
    return wording.span(timedelta(days=days))


def _days(found: Counted) -> float:
    """Return the days from the start up to the end of the last day."""
    return float(max((found.by - found.start).days + 1, 0)) if found.by else 0.0


def _drawn(found: Counted) -> str:
    """Return the wait drawn for the first window: when the next one comes, up to a horizon."""
    one = found.windows[0]
    horizon = float(_days(found))
    if not found.by:
        horizon = min(one.waiting_days(0.8) or 1e9, AHEAD * outside_view.YEAR_DAYS)
    if horizon < SHORTEST or one.chance(horizon) <= 0.0:
        return ""

    def label(place: float) -> str:
        return str(found.start + timedelta(days=max(math.ceil(place - DUST) - 1, 0)))

    head = f"The chance that the next one has come, from {found.start} on, counting {_span(one)}:"
    return f"{paragraph(head)}\n{wait.drawn(one, horizon, label, str(found.start))}"


def predicted(found: Counted, one: Count) -> str:
    """Return the command that says the same as a forecast on the question; empty for none."""
    question = found.question
    if question is None or found.by is None or not found.takes_forecasts:
        return ""
    days = _days(found)
    chance = round(one.chance(days), DECIMALS)
    if not 0.0 < chance < 1.0:
        return ""
    if question.type is QuestionType.BINARY:
        return f"forecasts predict {question.slug} {probability_text(chance)}"
    parts, last = [], 0.0
    for day in outside_view.deadlines(found.start, found.by):
        p = round(one.chance(float((day - found.start).days + 1)), DECIMALS)
        if p > last:
            parts.append(f"--by {day}={probability_text(p)}")
            last = p
    never = probability_text(round(1.0 - chance, DECIMALS))
    return f"forecasts predict {question.slug} {' '.join(parts)} --never {never}"


def _notes(found: Counted) -> Iterator[str]:
    """Yield what to mind of what was counted."""
    one = found.windows[0]
    late = (
        f"{found.left_out} of the kind left out, public only then or later; "
        if found.left_out
        else ""
    )
    yield f"as public before {found.cutoff}: {late}a case that was not over by then is not counted."
    yield from _cut(found)
    for span, index in zip(map(_span, found.windows), found.bursts, strict=True):
        if index is not None and one.case.is_exposure:
            yield (
                f"{span}: they come in bursts (the variance of a year's number is {index:.1f} times"
                " its mean), so that this says the next too soon; --per year does not."
            )
    question = found.question
    if question is not None and not one.case.is_exposure:
        runs = question.duration / timedelta(days=1)
        if outside_view.unlike(one.case, runs) is not None:
            yield (
                f"a case is a {_one(one.case.name)}, and {question.slug} runs"
                f" {wording.span(question.duration)}: as its reference class it should count cases"
                f" as long, --per {round(runs)}d."
            )


def _cut(found: Counted) -> Iterator[str]:
    """Yield where the window that was counted is not the one that was typed, and what it omits."""
    to, one = found.last_year, found.windows[0]
    last = one.after - timedelta(days=1)
    if to is not None and one.after <= date(to, 12, 31):
        yield (
            f"--to {to}: it is counted up to {last}, the last case that was over before"
            f" {found.cutoff}."
        )
    if found.later:
        came = "1 that came later and was" if found.later == 1 else f"{found.later} that came later"
        were = "" if found.later == 1 else " and were"
        yield f"--to {to} leaves out {came}{were} public before {found.cutoff}."
    for first, window in zip(found.first_years, found.windows, strict=True):
        days = (window.first - date(first, 1, 1)).days
        if days > 0:
            yield (
                f"{_span(window)}: counted back from its end, so that the first"
                f" {wording.span(timedelta(days=days))} of {first} make no whole case."
            )


def as_record(found: Counted, place: int) -> dict[str, object]:
    """Return a window in the shape that --json prints."""
    one = found.windows[place]
    low, high = one.interval(found.level)
    days = _days(found)
    chances = one.chance_interval(days, found.level) if found.by else (None, None)
    return {
        "log": found.log.name,
        "sha256": found.log.sha256,
        "kind": found.kind.id,
        "title": found.kind.title,
        "first": str(one.first),
        "last": str(one.after - timedelta(days=1)),
        "per": one.case.name,
        "k": one.k,
        "n": one.n,
        "events": one.events,
        "rate": one.rate,
        "level": found.level,
        "low": low,
        "high": high,
        "cutoff": str(found.cutoff),
        "left_out": found.left_out,
        "later": found.later,
        "start": str(found.start),
        "by": _text(found.by),
        "chance": one.chance(days) if found.by else None,
        "chance_low": chances[0],
        "chance_high": chances[1],
        "waiting": {str(level): one.waiting_days(level) for level in WAITS},
        "bursts": found.bursts[place],
        "predict": predicted(found, one) or None,
    }


def _text(day: date | None) -> str | None:
    return str(day) if day else None


def _kept_json(kept: Kept | None) -> dict[str, object]:
    if kept is None:
        return {}
    return {
        "question": kept.question.slug,
        "reference_class": str(kept.question.terms.reference_class),
        "seq": kept.receipt.seq,
        "receipt": str(kept.receipt),
    }
