"""`forecasts scores`: what each forecast scored, question by question."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import json_lines, say, say_out
from forecasts.model import QuestionType, ResolutionStatus
from forecasts.store import courtesy, forecasters, questions
from tracker import jobs
from tracker.cli.choice import (
    NO_SPOT,
    choose_policies,
    choose_rules,
    counted,
    policy_option,
    recorded_only_option,
    rule_option,
)
from tracker.columns import counts
from tracker.reports.score_lines import read_lines
from tracker.reports.spoken import spoken, stated_percent
from tracker.reports.statements import outcome_words
from tracker.scoring import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from forecasts.model import Question
    from forecasts.store import Store
    from tracker.reports.score_lines import ScoreLine

SPOT = Policy.parse("spot")
AS_IT_IS = {"yes", "no", *(status.value for status in ResolutionStatus)}


@click.command(
    epilog="\b\nExamples:\n  forecasts scores kim-xi-meet-before-2027\n"
    "  forecasts scores --forecaster ana --policy before-close:7d --rule brier --json"
)
@click.argument("question", required=False, shell_complete=options.slugs)
@click.option("--forecaster", metavar="NAME", help="Only this forecaster's.")
@policy_option
@rule_option
@click.option("--superseded", is_flag=True, help="Also scores under earlier resolutions.")
@recorded_only_option
@options.db_option
@options.json_option
def scores(
    db: Path, question: str | None, forecaster: str | None, policies: tuple[str, ...],
    rules: tuple[str, ...], superseded: bool, recorded_only: bool, as_json: bool,
) -> None:  # fmt: skip
    """Show scores: one line a question and forecaster, or with --json one line a rule and policy.

    In words it is the Brier score on the half scale (0 best, 1 worst), for numbers the crps, under
    the scheduled policy unless --policy says otherwise. --json has the rules of each question's
    kind. Open date questions are scored on their deadlines up to now: provisional. The keys of
    --json: question forecaster rule policy score score_low score_high coverage attainable
    reference skill_base skill_uniform forecasts resolution outcome superseded provisional version
    as_of_seq reason.
    """
    chosen, wanted = choose_policies(policies), choose_rules(rules)
    chosen = chosen if as_json or policies else chosen[:1]
    with options.opened(db) as store, counted(store, recorded_only=recorded_only) as then:
        ids = [questions.find(store, question).id] if question else None
        who = forecasters.find(store, forecaster).name if forecaster else None
        lines = read_lines(
            then.connection, ids, chosen, wanted, superseded=superseded,
            headline=not (as_json or rules), now=options.now(), stored=not recorded_only,
        )  # fmt: skip
        kept = [line for line in seen(lines, store) if who is None or line.forecaster == who]
        if as_json:
            json_lines(line.as_json() for line in kept)
        for line in () if as_json else in_words(kept, store):
            say_out(_fitted(spoken(line, store.connection)))
        no_spot = SPOT in chosen and not counts.with_spot(store.connection, ids)
        _hint(store, empty=not kept, no_spot=no_spot, recorded_only=recorded_only)


def seen(lines: Iterable[ScoreLine], store: Store) -> Iterator[ScoreLine]:
    """Yield the lines that no open round hides: a provisional score would tell the number."""
    me = options.speaker(store, None)
    sealed = courtesy.sealed(store.connection, me.id if me else None, options.now()).questions
    names = {who.id: who.name for who in forecasters.everyone(store.connection)} if sealed else {}
    for line in lines:
        hidden = {names[id_] for id_ in sealed.get(line.question, ())}
        if not (line.provisional and line.forecaster in hidden):
            yield line


def _fitted(line: str) -> str:
    """Return the line, wrapped on a terminal: through a pipe there is a line a score."""
    return paragraph(line, "", "  ") if sys.stdout.isatty() else line


def in_words(lines: Iterable[ScoreLine], store: Store) -> Iterator[ScoreLine]:
    """Yield the lines with their outcomes as their questions have them: a unit, a day, percent."""
    asked: dict[str, Question | None] = {}
    for line in lines:
        if line.outcome is None or line.outcome in AS_IT_IS:
            yield line
            continue
        if line.question not in asked:
            asked[line.question] = questions.by_slug(store.connection, line.question)
        question = asked[line.question]
        yield line if question is None else replace(line, outcome=_words(line.outcome, question))


def _words(outcome: str, question: Question) -> str:
    if question.type is QuestionType.BINARY:
        return f"{stated_percent(float(outcome))} yes"
    return outcome_words(outcome, question)


def _hint(store: Store, *, empty: bool, no_spot: bool, recorded_only: bool) -> None:
    """Say on standard error what is not there yet, and what to type."""
    if no_spot:
        say(paragraph(NO_SPOT))
    waiting = 0 if recorded_only else jobs.standing(store, options.now()).waiting
    if waiting:
        say(f"{waiting} resolved and not scored yet.\nType: forecasts score --db {store.path}")
    elif empty and not no_spot:
        say(paragraph(NOTHING_IN_TIME if recorded_only else NOTHING))


NOTHING_IN_TIME = (
    "No scores here: of what was recorded before its outcome was known, nothing has been resolved."
    " Without --recorded-only there may be some."
)
NOTHING = "No scores here: nothing that was forecast has been resolved. See: forecasts due"
