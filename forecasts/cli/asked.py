"""What is said of a question that was asked or revised: its dates, what to mend, what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import lint
from forecasts.cli import layout, options, wording
from forecasts.cli.output import json_line, say, say_out
from forecasts.errors import RefusedError
from forecasts.model import QuestionType, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from forecasts.lint import Finding
    from forecasts.model import Question, Terms
    from forecasts.store import Receipt


def refuse_grave(findings: Sequence[Finding], *, anyway: bool) -> None:
    """Raise RefusedError when the question would be scored otherwise than it reads."""
    grave = next((finding for finding in findings if finding.grave), None)
    if grave is not None and not anyway:
        raise RefusedError(
            f"{grave.words}.",
            f"Type {grave.mend}, or {grave.or_else}. --anyway records it as it is.",
        )


def show(
    question: Question, findings: Sequence[Finding], receipt: Receipt, *, as_json: bool
) -> None:
    """Print a new question: number, slug, dates, base rate, receipt, and the next command."""
    if as_json:
        json_line(
            {
                "question": question.slug,
                "number": question.number,
                "revision": question.revision,
                **dates_json(question.terms),
                "findings": findings_json(findings),
                "seq": receipt.seq,
                "receipt": str(receipt),
            }
        )
        return
    terms = question.terms
    say_out(layout.paragraph(terms.title, f"#{question.number} "))
    rows = [
        ("Slug", question.slug),
        *wording.answers(question),
        *dates(terms),
        ("Receipt", str(receipt)),
    ]
    say_out(layout.fields(rows))
    say_findings(question, findings)
    if terms.closes_at <= options.now():
        command = f'forecasts resolve {question.slug} OUTCOME --source URL --quote "…"'
        say_out(f"Next: {options.typed_db(command)}")
        return
    opens = f"   (from {wording.moment(terms.opens_at, terms.timezone)})" if _draft(terms) else ""
    number = "…%" if question.type is QuestionType.BINARY else question.example
    say_out(f"Next: {options.typed_db(f'forecasts predict {question.slug} {number}')}{opens}")


def _draft(terms: Terms) -> bool:
    return terms.opens_at > options.now()


def dates(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Return labelled lines for the dates and the base rate, in the question's zone and in UTC."""
    last, rate = lint.last_day(terms.closes_at, terms), terms.reference_class
    answer = terms.resolves_by if terms.resolves_by != terms.closes_at else None
    closes = wording.moment(terms.closes_at, terms.timezone)
    return (
        ("Opens", wording.moment(terms.opens_at, terms.timezone)),
        ("Closes", f"{closes}; {last:%a} {last} is the last day"),
        ("Answer by", wording.moment(answer, terms.timezone) if answer else ""),
        ("Spot", wording.moment(terms.spot_at, terms.timezone) if terms.spot_at else ""),
        ("Base rate", wording.base_rate(rate) if rate else ""),
        ("Outcome", wording.SECOND_PERSON if terms.second_person else ""),
    )


def say_findings(question: Question, findings: Sequence[Finding]) -> None:
    """Say on standard error what to mend, and the one command that mends it all."""
    if findings:
        lines = [layout.paragraph(f"{f.words}: {f.mend}", "  - ") for f in findings]
        mends = " ".join(dict.fromkeys(finding.mend for finding in findings))
        command = options.typed_db(f"forecasts revise {question.slug} {mends}")
        say("\n".join(["To mend:", *lines, f"  {command}"]))


def findings_json(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return the findings as JSON objects."""
    return [
        {"words": f.words, "mend": f.mend, "or_else": f.or_else or None, "grave": f.grave}
        for f in findings
    ]


def dates_json(terms: Terms) -> dict[str, str]:
    """Return a question's three dates as JSON holds them."""
    moments: tuple[tuple[str, datetime], ...] = (
        ("opens_at", terms.opens_at),
        ("closes_at", terms.closes_at),
        ("resolves_by", terms.resolves_by),
    )
    return {name: times.to_text(moment) for name, moment in moments}
