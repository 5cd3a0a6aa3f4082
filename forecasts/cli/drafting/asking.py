"""A draft is asked for line by line, read over whole, and mended until it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts import lint
from forecasts.cli import layout, prompting
from forecasts.cli.drafting.draft import Draft, Drafted, LeftError, Line, Start
from forecasts.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecasts.lint import Finding

ANYWAY, LEAVE = "anyway", ("q", "quit")
NOTHING = "-"


def drafted(draft: Draft, start: Start, lines: Sequence[Line], wanted: Sequence[Line]) -> Drafted:
    """Ask for the wanted lines that are missing, show all, and mend them until they are taken.

    Raises LeftError with what was typed so far, at q or at the end of the input, and InputError for
    what cannot stand in the draft from the start.
    """
    start.terms(draft)  # nobody is asked in vain
    try:
        for line in wanted:
            if line.fits(draft) and not line.there(draft, start):
                draft = line.ask(draft, start)
        while True:
            shown = [line for line in lines if line.fits(draft)]
            findings = lint.findings(start.terms(draft), start.now, draft.kind)
            _show(draft, start, shown, findings)
            answer = prompting.line().lower()
            if answer in LEAVE:
                raise LeftError(draft)
            grave = any(finding.grave for finding in findings)
            if answer == ANYWAY or (not answer and not grave):
                return Drafted(draft, anyway=grave)
            draft = _mended(answer, draft, start, shown)
    except click.Abort:
        raise LeftError(draft) from None


def _mended(answer: str, draft: Draft, start: Start, lines: Sequence[Line]) -> Draft:
    """Ask for the line of that number again; say what to type where there is none."""
    if answer.isdecimal() and 1 <= int(answer) <= len(lines):
        return lines[int(answer) - 1].ask(draft, start)
    grave = f"It would be scored otherwise than it reads: mend it, or type {ANYWAY}."
    prompting.tell(f"Type a number from 1 to {len(lines)}." if answer else grave)
    return draft


def _show(draft: Draft, start: Start, lines: Sequence[Line], findings: Sequence[Finding]) -> None:
    """Show each line by its number, what the lint finds in them, and what can be typed."""
    widest, digits = max(len(line.label) for line in lines), len(str(len(lines)))
    say("")
    for number, line in enumerate(lines, 1):
        lead = f"  {number:{digits}} {line.label.ljust(widest)}  "
        say(layout.paragraph(line.shown(draft, start) or NOTHING, lead))
    if findings:
        say("  To mend:")
    for finding in findings:
        say(layout.paragraph(f"{_number(finding, lines)}{finding.words}", "  - "))
    grave = any(finding.grave for finding in findings)
    enter = f"{ANYWAY} records it all the same" if grave else "Enter records it"
    prompting.tell(f"{enter}, a number changes that line, q leaves it.")


def _number(finding: Finding, lines: Sequence[Line]) -> str:
    option = finding.mend.split()[0]
    places = [place for place, line in enumerate(lines, 1) if option in line.mends]
    return f"{places[0]}: " if places else ""
