"""A question set written into a record, in one append."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from forecasts.library import history
from forecasts.library.mechanical import RULES
from forecasts.model import Action, Forecast, ForecasterKind, Origin, QuestionType
from forecasts.model.watch import Watch
from forecasts.store import forecasters, forecasts, links, questions, resolutions, sources, watches

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from forecasts.library.mechanical import Step
    from forecasts.library.question_set import QuestionSet, Said, SetQuestion, SetWatch
    from forecasts.model import Question
    from forecasts.store import Batch, Receipt, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a question set became: numbers of questions and forecasts, and the receipt."""

    live: int
    judged: int  # live questions of which a publication says something
    numbered: int  # those of which one says something that is read as a probability
    by_rule: int
    by_rule_yes: int
    by_rule_no: int
    by_rule_other: int  # answered with a day, a number or one of several
    awaiting: int  # past their deadline without an outcome
    linked: int  # pairs of questions that hang together
    published: int  # forecasts and words of publications
    mechanical: int  # forecasts
    receipt: Receipt


def record(store: Store, question_set: QuestionSet, now: datetime) -> Recorded:
    """Write the set's sources, forecasters, questions, forecasts and outcomes; return the numbers.

    Nothing is written that was said or known after `now`. Raises RefusedError when a slug or a
    forecaster's name is taken; then nothing is written at all.
    """
    by_rule = chain.from_iterable(map(history.questions, question_set.event_types))
    asked = [_as_known(question, now) for question in (*question_set.questions, *by_rule)]
    with store.append(now, f"library {question_set.name}") as batch:
        writer = _Writer.of(batch, question_set)
        stored = [
            questions.add(batch, question.slug, question.type, question.terms) for question in asked
        ]
        pairs = list(zip(asked, stored, strict=True))
        rows = [row for pair in pairs for row in writer.forecasts(*pair, now)]
        batch.add_many("forecasts", [forecasts.row_of(batch, row) for row in rows])
        for question, found in pairs:
            if question.resolution:
                resolutions.record(batch, replace(question.resolution, question_id=found.id))
        for link in question_set.links:
            links.add(batch, link)
        ids = {question.slug: found.id for question, found in pairs}
        for one in question_set.watches:
            watches.add(batch, _watch(one, ids[one.question], now))
    return _counted(asked, rows, len(question_set.links), now, store.receipt())


def _watch(one: SetWatch, question_id: int, now: datetime) -> Watch:
    return Watch(
        question_id=question_id,
        question=one.question,
        name=one.name,
        unit=one.unit,
        every_days=one.every_days,
        began_at=now,
    )


def _as_known(question: SetQuestion, now: datetime) -> SetQuestion:
    """Return the question without what was said or known after `now`."""
    resolution = question.resolution
    return replace(
        question,
        said=tuple(said for said in question.said if said.made_at <= now),
        resolution=resolution if resolution and resolution.known_at <= now else None,
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """The ids that the set's sources and forecasters have got in the record."""

    sources: dict[str, int]
    publications: dict[str, int]
    baselines: dict[str, int]

    @classmethod
    def of(cls, batch: Batch, question_set: QuestionSet) -> _Writer:
        known = {source.slug: sources.add(batch, source) for source in question_set.sources}
        added = [forecasters.add(batch, who.name, who.kind) for who in question_set.forecasters]
        baselines = {w.name: w.id for w in added if w.kind is ForecasterKind.BASELINE}
        return cls(known, {w.name: w.id for w in added if w.name not in baselines}, baselines)

    def forecasts(self, question: SetQuestion, found: Question, now: datetime) -> list[Forecast]:
        """Return what publications said and the rules say of a question, in order of time."""
        rows = [self._published(said, found) for said in question.said]
        for name, forecaster_id in self.baselines.items():
            steps = takewhile(_sayable(question, now), RULES[name](question))
            rows += [_mechanical(step, found, forecaster_id) for step in steps]
        return sorted(rows, key=lambda row: row.made_at)

    def _published(self, said: Said, found: Question) -> Forecast:
        return Forecast(
            question_id=found.id,
            revision_id=found.revision_id,
            forecaster_id=self.publications[said.forecaster],
            action=Action.FORECAST if said.stated else Action.SAID,
            made_at=said.made_at,
            stated=said.stated,
            words=None if said.stated else said.words,
            rationale=said.note,
            about=said.about,
            origin=Origin.CLAIM,
            source_id=self.sources[said.source],
        )


def _mechanical(step: Step, found: Question, forecaster_id: int) -> Forecast:
    return Forecast(
        question_id=found.id,
        revision_id=found.revision_id,
        forecaster_id=forecaster_id,
        action=Action.FORECAST,
        made_at=step.made_at,
        stated=step.stated,
        origin=Origin.IMPORTED,
    )


def _sayable(question: SetQuestion, now: datetime) -> Callable[[Step], bool]:
    """Return whether a step lies in the past, before the answer was known."""
    known_at = question.resolution.known_at if question.resolution else None
    return lambda step: step.made_at <= now and (known_at is None or step.made_at < known_at)


def _counted(
    asked: list[SetQuestion], rows: list[Forecast], linked: int, now: datetime, receipt: Receipt
) -> Recorded:
    live = [question for question in asked if not question.terms.retrospective]
    by_rule = [question for question in asked if question.terms.retrospective]
    outcomes = [q.resolution.outcome for q in by_rule if q.resolution and _is_binary(q)]
    others = [q for q in by_rule if q.resolution and not _is_binary(q)]
    published = sum(row.origin is Origin.CLAIM for row in rows)
    return Recorded(
        live=len(live),
        judged=sum(bool(question.said) for question in live),
        numbered=sum(any(said.stated for said in question.said) for question in live),
        by_rule=len(by_rule),
        by_rule_yes=outcomes.count("yes"),
        by_rule_no=outcomes.count("no"),
        by_rule_other=len(others),
        awaiting=sum(q.resolution is None and q.terms.resolves_by <= now for q in asked),
        linked=linked,
        published=published,
        mechanical=len(rows) - published,
        receipt=receipt,
    )


def _is_binary(question: SetQuestion) -> bool:
    return question.type is QuestionType.BINARY
