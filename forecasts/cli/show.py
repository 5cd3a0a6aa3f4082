"""`forecasts show`: a question, what was said on it, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from forecasts import outside_view
from forecasts.cli import at_stake, dossier, options, wording
from forecasts.cli.dossier import AWAITING, OPEN
from forecasts.cli.layout import bold, fields, paragraph, width
from forecasts.cli.output import json_line
from forecasts.model import Action, ForecasterKind, QuestionType, Stated, Status, times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forecasts.cli.dossier import Dossier
    from forecasts.history import Track
    from forecasts.model import Forecast, Terms

EXAMPLES = """\b
Examples:
  forecasts show armistice-before-midterms
  forecasts show kim-xi-meet --others --history

\b
--json prints one object: question number title type status opens_at closes_at
resolves_by timezone criteria{...} background topics group url reference_class
base_rate reference_basis{...} by_deadline retrospective revision path hidden
sealed
forecasts[id forecaster kind action probability typed word scale low high
rationale made_at recorded_at expires_at origin entered_by signed struck late standing
if_yes if_no]; of other kinds than yes/no also options[name from until other]
or range{min max open_lower open_upper zero_point bins unit}, and in forecasts
probabilities, quantiles, cdf or family, read_as and losses{option Brier};
resolutions[id status outcome happened_from happened_to known_at recorded_at
resolver source_url quote no_source note in_force awaits confirmed_by[]
decide_by claimed]; second_person; linked[]; evidence[] as evidence list has it,
suggested; watches[] as watch list has them; resolver; proposal, null or an object of
outcome rule source_url quote content_sha256 known_at happened_from
happened_to object_by proposed_at objections[objector objection]; with --history
revisions[revision recorded_at entered_by changed]. hidden counts the
forecasters whose rows are left out, sealed those with a number in an open
round, which is left out until it closes.
"""
NAMED = 20  # other forecasters that are named before the rest are counted


def state(found: Dossier) -> str:
    """Return where the question stands, and what ruling on it awaits a second person."""
    if found.pending is None:
        return stands(found)
    by = f", by {found.pending.resolver}," if found.pending.resolver else ""
    outcome = wording.ruling(found.pending, found.question)
    return f"{stands(found)}; {outcome}{by} awaits a second person"


def stands(found: Dossier) -> str:
    """Return where the question stands, in words: open, closed, due, or what it came to."""
    terms, now = found.question.terms, found.now
    if found.status in OPEN:
        at = terms.opens_at if found.status is Status.DRAFT else terms.closes_at
        verb = "opens" if found.status is Status.DRAFT else "closes"
        return f"{found.status}, {verb} {wording.ago(at, now)}"
    if found.status is Status.CLOSED:
        return f"closed, an answer is expected {wording.ago(terms.resolves_by, now)}"
    if found.status is Status.DUE:
        since = max(terms.closes_at, terms.resolves_by)
        return f"due {wording.ago(since, now)}: it awaits an outcome"
    last = found.in_force
    has_outcome = last is not None and last.outcome is not None
    outcome = f": {wording.ruling(last, found.question)}" if last and has_outcome else ""
    return f"{found.status}{outcome}"


def head(found: Dossier) -> str:
    """Return the question itself: its title, where it stands, its dates and what decides it."""
    question, terms = found.question, found.question.terms
    past = ", asked of the past" if terms.retrospective else ""
    line = f"{question.slug} (#{question.number}): {state(found)}{past}"
    revised = (
        f"revision {question.revision}, of {times.to_minute(found.revisions[-1].recorded_at)}"
        if found.revisions
        else ""
    )
    rows = (
        *wording.answers(found.question),
        *dates(terms),
        *terms.criteria.lines(),
        ("Background", terms.background),
        ("Outcome", wording.SECOND_PERSON if terms.second_person else ""),
        ("Look at", terms.url or ""),
        ("Topics", ", ".join(terms.topics)),
        ("Group", terms.group or ""),
        ("Wording", revised),
        *found.linked,
    )
    return f"{bold(line)}\n{paragraph(terms.title)}\n\n{fields(rows)}"


def dates(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Return labelled lines for the dates and the base rate, in the question's zone and in UTC."""
    zone, rate = terms.timezone, terms.reference_class
    last = wording.local_time(terms.closes_at - wording.LAST_MOMENT, zone)
    answer = wording.moment(terms.resolves_by, zone)
    closes = f"{wording.moment(terms.closes_at, zone)}; {last:%a %Y-%m-%d} is the last day"
    decays = ", less as the deadline nears" if terms.by_deadline else ""
    return (
        ("Opens", wording.moment(terms.opens_at, zone)),
        ("Closes", closes),
        ("Answer by", answer if terms.resolves_by != terms.closes_at else ""),
        ("Spot", wording.moment(terms.spot_at, zone) if terms.spot_at else ""),
        ("Base rate", f"{wording.base_rate(rate)}{decays}" if rate else ""),
        ("Counted", terms.reference_basis.words if terms.reference_basis else ""),
        ("", _unlike(terms)),
    )


def _unlike(terms: Terms) -> str:
    """Return that the cases counted are shorter or longer than the question; empty where alike."""
    basis, runs = terms.reference_basis, terms.closes_at - terms.opens_at
    case = outside_view.named(basis.per) if basis else None
    if case is None or (kind := outside_view.unlike(case, runs / timedelta(days=1))) is None:
        return ""
    low = "low" if kind == "shorter" else "high"
    lengths = f"{wording.span(timedelta(days=round(case.days)))} against {wording.span(runs)}"
    return f"the cases are {kind} than the question ({lengths}): as a bar the rate may be too {low}"


def own(found: Dossier) -> str:
    """Return the reader's own path and history, or that there is none."""
    track = found.own
    if track is None:
        return ""
    title = bold(f"What {track.forecaster.name} said")
    rows = "\n".join(entry(found, track, row) for row in track.rows)
    return "\n".join(
        part for part in (title, path(found, track), rows, drawn(found, track)) if part
    )


def drawn(found: Dossier, track: Track) -> str:
    """Return the distribution that stands, drawn and read; empty on a yes/no question."""
    row = found.standing(track)
    if row is None or row.stated is None or isinstance(row.stated, Stated):
        return ""
    from forecasts.cli import kinds

    now = found.now if found.status in OPEN else None
    picture = kinds.picture_of(row.stated, found.question)
    rows = fields(kinds.rows(row.stated, found.question, now))
    return f"\n{picture}\n\n{rows}".rstrip()


def path(found: Dossier, track: Track) -> str:
    """Return the track's sparkline between its dates; empty when nothing ever stood."""
    if found.question.type is not QuestionType.BINARY:
        return ""
    terms = found.question.terms
    opens, closes = f"{terms.opens_at:%Y-%m-%d}", f"{terms.closes_at:%Y-%m-%d}"
    columns = width() - len(opens) - len(closes) - 4
    line = found.path(track, min(columns, 60))
    return f"  {opens} {line} {closes}" if line.strip(" ·") else ""


def entry(found: Dossier, track: Track, row: Forecast) -> str:
    """Return one row of a history: when, what, how old, what to know of it, and the reason."""
    facts = [
        wording.said(row, found.question),
        wording.ago(row.made_at, found.now),
        *remarks(found, track, row),
    ]
    line = paragraph(", ".join(facts), f"  {times.to_minute(row.made_at)}  ")
    return f"{line}\n{paragraph(row.rationale, '    ')}" if row.rationale else line


def remarks(found: Dossier, track: Track, row: Forecast) -> Iterator[str]:
    """Yield what a reader must know of a row beside its number."""
    if row.id in track.struck:
        yield "struck, never scored"
    elif row.action is not Action.SAID and found.is_late(row):
        yield "late, never counts"
    if row.expires_at is not None:
        verb = "expired" if row.expires_at <= found.now else "expires"
        yield f"{verb} {times.to_minute(row.expires_at)}"
    if row.origin.value != "typed":
        yield row.origin.value
    if row.entered_by is not None:
        yield f"entered by {row.entered_by}"
    if key := found.signed.get(row.id or 0):
        yield f"with a signature by the key {key}, which verify --full checks"


def noted(found: Dossier) -> str:
    """Return the newest evidence with what it suggests, and what indicators stand at."""
    if not (found.noted or found.watched):
        return ""
    from forecasts.cli import watching, weighing

    lines = "\n".join(weighing.section(found.noted, found.question)) if found.noted else ""
    evidence = f"{bold('Evidence')}\n{lines}" if lines else ""
    watched = fields(watching.rows(found.watched, found.now))
    return "\n\n".join(filter(None, (evidence, watched and f"{bold('Watched')}\n{watched}")))


def others(found: Dossier) -> str:
    """Return what the others say, or how many say something that is hidden for now."""
    unseen = sealed(found)
    if found.hidden:
        count = "1 other" if found.hidden == 1 else f"{found.hidden} others"
        entered = "hidden until you have entered your own; --others shows them."
        return f"{bold('Others')}\n  {count} {entered}{unseen}"
    if not found.others or found.status in AWAITING:
        return f"{bold('Others')}{unseen}" if unseen else ""
    title = "Others" if found.now < found.ends_at else "What stood with the others"
    rows = [(track.forecaster.name, stance(found, track)) for track in found.others]
    rest = f"\n  and {len(rows) - NAMED} more: --json names them all" if len(rows) > NAMED else ""
    return f"{bold(title)}\n{fields(rows[:NAMED])}{rest}{unseen}"


def sealed(found: Dossier) -> str:
    """Return, on a line of its own, how many have a number in an open round; empty for none."""
    if not found.sealed:
        return ""
    count = "1 number" if found.sealed == 1 else f"{found.sealed} numbers"
    return f"\n  {count} entered in an open round, hidden until it closes."


def stance(found: Dossier, track: Track) -> str:
    """Return what a forecaster says now, or said when it last counted, with kind and age."""
    kind = track.forecaster.kind
    who = "" if kind is ForecasterKind.PERSON else f", {kind}"
    stands, last = found.standing(track), track.newest
    row = stands or last or track.rows[-1]
    age = wording.ago(row.made_at, found.now)
    if stands is not None and (gone := lost(found, stands)):
        age = f"{age}; {gone}"
    if stands is not None and found.status in OPEN and (word := at_stake.worded(stands.stated)):
        age = f"{age}; {word}"
    if stands is not None or last is None:  # what nobody put a number on never stands
        return f"{wording.said(row, found.question)}{who}, {age}"
    if last.action is Action.WITHDRAWAL:
        return f"withdrawn{who}, {age}"
    why = "late, never counts" if found.is_late(last) else "no longer standing"
    return f"{wording.said(last, found.question)}{who}, {age}, {why}"


def lost(found: Dossier, row: Forecast) -> str:
    """Return which shares are on options that left an open question; empty for none."""
    if found.status not in OPEN or row.stated is None or isinstance(row.stated, Stated):
        return ""
    from forecasts.cli import kinds

    return kinds.gone(row.stated, found.question, found.now)


def branches(found: Dossier) -> str:
    """Return, while an outcome is awaited, what each standing number would score either way."""
    if found.status not in AWAITING:
        return ""
    rows, stood = [], [found.standing(track) for track in found.tracks]
    for track, row in zip(found.tracks, stood, strict=True):
        if row is not None and row.stated is not None:
            text = at_stake.outcomes(row.stated, found.question)
        else:
            text = stance(found, track)
        rows.append((track.forecaster.name, text))
    if not rows:
        return ""
    rest = f"\n  and {len(rows) - NAMED} more: --json names them all" if len(rows) > NAMED else ""
    shown = [row.stated for row in stood[:NAMED] if row is not None]
    end = paragraph(at_stake.caveat(shown), "  ")
    return f"{bold('What stood at the close')}\n{fields(rows[:NAMED])}{rest}\n{end}"


def rulings(found: Dossier) -> str:
    """Return every resolution, the one in force last, and what it replaced."""
    if not found.resolutions:
        return ""
    from forecasts.cli import confirmation

    zone, before = found.question.terms.timezone, ""
    parts = []
    for resolution in found.resolutions:
        at = times.to_minute(resolution.recorded_at) if resolution.recorded_at else "?"
        by = f" by {resolution.resolver}" if resolution.resolver else ""
        by += ", who forecast it" if has_forecast(found, resolution.resolver) else ""
        ruling = wording.ruling(resolution, found.question)
        title = bold(f"{ruling[:1].upper()}{ruling[1:]}, recorded {at}{by}{before}")
        looks = confirmation.rows(
            resolution, found.question, found.resolutions, found.confirmations, found.now
        )
        rows = (*wording.evidence(resolution, zone), *looks)
        parts.append(f"{title}\n{fields(rows)}".rstrip())
        before = f", in place of {ruling}"
    return "\n\n".join(parts)


def has_forecast(found: Dossier, name: str | None) -> bool:
    """Return whether somebody of that name has a number on the question that may be seen."""
    tracks = [track for track in found.tracks if name and track.forecaster.goes_by(name)]
    return any(track.numbers for track in tracks)


def proposed(found: Dossier) -> str:
    """Return what a rule proposes as the outcome, with what is said against it."""
    if found.proposal is None:
        return ""
    from forecasts.cli import proposal

    rows = proposal.rows(found.proposal, found.question, found.now)
    return f"{bold('What a rule proposes')}\n{fields(rows)}"


def history(found: Dossier) -> str:
    """Return what each revision of the question changed."""
    title = bold("Revisions")
    lines = []
    for revision, changed in dossier.changes(found.revisions):
        by = f" by {revision.entered_by}" if revision.entered_by else ""
        at = times.to_minute(revision.recorded_at)
        names = ", ".join(name.replace("_", " ") for name in changed) or "nothing"
        lines.append(paragraph(f"{names}{by}", f"  {revision.number}  {at}  "))
    return "\n".join([title, *lines]) if lines else f"{title}\n  none: it stands as it was asked"


def next_step(found: Dossier) -> str:
    """Return the command that moves the question on, where there is one."""
    slug = found.question.slug
    if found.pending is not None:
        return f"Next, somebody else: {options.typed_db(f'forecasts resolve {slug} --confirm')}"
    if found.proposal is not None:
        from forecasts.cli import proposal

        return f"Next: {proposal.next_step(found.proposal, found.question, found.now)}"
    if found.status in AWAITING or found.status is Status.DISPUTED:
        answer = found.question.type.answer
        command = f'forecasts resolve {slug} {answer} --source URL --quote "…"'
    elif found.status in (Status.OPEN, Status.REOPENED):
        command = f"forecasts predict {slug} {next_number(found)}"
    elif found.status is Status.RESOLVED:
        command = f"forecasts scores {slug}"
    else:
        return ""
    return f"Next: {options.typed_db(command)}"


def next_number(found: Dossier) -> str:
    """Return what to say next: the same, what a stale curve has come to say, or a first number."""
    stands = found.standing(found.own) if found.own else None
    kind = found.question.type
    if stands is None or stands.stated is None:
        return "…%" if kind is QuestionType.BINARY else found.question.example
    if isinstance(stands.stated, Stated):
        return "same"
    from forecasts.cli import kinds

    if kinds.gone(stands.stated, found.question, found.now):
        return found.question.example
    return kinds.refreshed(stands.stated, found.question, found.now) or "same"


@click.command(epilog=EXAMPLES)
@options.question_argument
@click.option("--others", "with_others", is_flag=True, help="Show other people's numbers.")
@click.option("--history", "with_history", is_flag=True, help="List what revisions changed.")
@options.as_option
@options.db_option
@options.json_option
def show(
    question: str, with_others: bool, with_history: bool, who: str | None, db: Path, as_json: bool
) -> None:
    """Show a question: what decides it, what was said on it and when, and what became of it.

    While it is open, other people's numbers are hidden until you have entered your own.
    """
    with options.opened(db) as store:
        reader = options.reader(store, who)
        found = dossier.gather(store, question, reader, options.now(), with_others=with_others)
    if as_json:
        json_line(dossier.as_record(found, history=with_history))
        return
    parts = (
        head(found),
        own(found),
        noted(found),
        others(found),
        branches(found),
        rulings(found),
        proposed(found),
    )
    revisions = history(found) if with_history else ""
    click.echo("\n\n".join(part for part in (*parts, revisions, next_step(found)) if part))
