"""Plain tables into the record: what is new is added, what is on record already is skipped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from forecasts.importers.checks import check, note_circles, note_unsuited
from forecasts.importers.fitting import fitted
from forecasts.importers.roster import NEW, roster
from forecasts.importers.wordings import complete, wordings
from forecasts.lines import OnRecord
from forecasts.lines.tables import WRITTEN
from forecasts.model import Resolution, ResolutionStatus, times
from forecasts.store import forecasters, lines, links, questions, resolutions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from forecasts.importers.roster import Roster
    from forecasts.importers.wordings import Wordings
    from forecasts.ledger import Row
    from forecasts.lines import ForecastLine, Part, ResolutionLine, Tables
    from forecasts.lines.table import L
    from forecasts.model import ForecasterKind, Question
    from forecasts.model.fit import Asked
    from forecasts.store import Batch

STEP = 5_000  # rows between two reports of progress
LONG = 50_000  # rows, about two seconds of writing; less is not worth a bar
by_question = attrgetter("question")


@dataclass(slots=True)
class Merged:
    """How many rows of each table were added, were known, or changed what was on record."""

    questions_added: int = 0
    questions_revised: int = 0
    questions_known: int = 0
    forecasts_added: int = 0
    forecasts_known: int = 0
    forecasts_late: int = 0  # of those added: made at or after the close or the known outcome
    resolutions_added: int = 0
    resolutions_re_resolved: int = 0  # rows on a question that had one before
    resolutions_known: int = 0
    forecasters_made: int = 0
    forecasters_changed: int = 0
    links_added: int = 0
    links_known: int = 0


def refuse_bad_rows(tables: Tables, kind: ForecasterKind, now: datetime) -> None:
    """Raise BulkError when the tables could not be merged into an empty record."""
    check(tables, frozenset(), {}, now)
    roster(tables, (), kind)
    fitted(tables, {line.question: line for line in complete(tables.questions, tables.problems)})
    tables.problems.refuse()


def merge(
    batch: Batch,
    tables: Tables,
    kind: ForecasterKind,
    now: datetime,
    told: Callable[[int, int], None] | None = None,
) -> Merged:
    """Add what the tables hold and the record does not; return what was done.

    `kind` is that of a new forecaster on whom the tables are silent; `told(done, total)` hears of
    progress, in forecasts. Raises BulkError with the bad rows before anything is written.
    """
    old = _on_record(batch, tables)
    check(tables, lines.slugs(batch.connection), old, now)
    who = roster(tables, forecasters.everyone(batch.connection), kind)
    found = wordings(batch.connection, tables.questions, old, tables.problems, now)
    asked: dict[str, Asked] = {**old}
    asked |= {line.question: replace(line, terms=terms) for line, terms in found.changes}
    tables = fitted(tables, asked)
    tables.problems.refuse()
    return _Merge(batch, tables, old, told).run(who, found)


def _on_record(batch: Batch, tables: Tables) -> dict[str, Question]:
    """Return slug -> question, for those of the tables that are on record."""
    parts = (tables.questions, tables.forecasts, tables.resolutions)
    slugs = {line.question for part in parts for line in part.lines}
    for link in tables.links.lines:
        slugs |= {link.from_question, link.to_question}
    found = ((slug, questions.by_slug(batch.connection, slug)) for slug in slugs)
    return {slug: question for slug, question in found if question is not None}


class _Merge:
    """One import under way: its tables are good, and it only writes."""

    def __init__(
        self,
        batch: Batch,
        tables: Tables,
        old: Mapping[str, Question],
        told: Callable[[int, int], None] | None,
    ) -> None:
        self.batch = batch
        self.tables = tables
        self.old = old
        self.questions = dict(old)  # as they stand after the import
        self.told = told if len(tables.forecasts.lines) > LONG else None
        self.done = Merged()

    def run(self, who: Roster, found: Wordings) -> Merged:
        """Write forecasters, questions, forecasts, resolutions and links, in that order."""
        ids = self._write_forecasters(who)
        self._write_questions(found)
        answers = self._new_resolutions()
        self._write_forecasts(who, ids, answers)
        self._write_resolutions(answers)
        self._write_links()
        return self.done

    def _write_forecasters(self, who: Roster) -> dict[str, int]:
        """Make and change forecasters; return name -> id."""
        known = {one.id: one for one in forecasters.everyone(self.batch.connection)}
        ids = {}
        for one in who.wanted.values():
            ids[one.name] = one.id or self.batch.seq + 1
            if one == known.get(one.id):
                continue
            # add() would look through everyone for each name; the roster did that for all.
            forecasters.change(self.batch, replace(one, id=ids[one.name]))
            self.done.forecasters_made += one.id == NEW
            self.done.forecasters_changed += one.id != NEW
        return ids

    def _write_questions(self, found: Wordings) -> None:
        self.done.questions_known = found.known
        for line, terms in found.changes:
            before = self.questions.get(line.question)
            if before is None:
                after = questions.add(self.batch, line.question, line.type, terms)
                self.done.questions_added += 1
            else:
                after = questions.revise(self.batch, before, terms)
                self.done.questions_revised += 1
            self.questions[line.question] = after

    def _new_resolutions(self) -> dict[str, list[ResolutionLine]]:
        """Return question -> its resolutions that are not on record, in the order of the file."""
        part = self.tables.resolutions
        connection = self.batch.connection
        found = self._unseen(part, part.lines, lambda old: lines.resolutions(connection, old.id))
        answers = {slug: list(group) for slug, group in groupby(found, key=by_question)}
        self.done.resolutions_known = len(part.lines) - sum(map(len, answers.values()))
        return answers

    def _unseen(
        self, part: Part[L], found: Sequence[L], on_record: Callable[[Question], Iterable[L]]
    ) -> Iterator[L]:
        """Yield the lines that are not on record, by question, else in the order of the file."""
        order = sorted(found, key=lambda line: self.questions[by_question(line)].id)
        for slug, group in groupby(order, key=by_question):
            if slug not in self.old:
                yield from group
                continue
            counted = OnRecord(part)
            counted.add(on_record(self.old[slug]))
            for line in group:
                if not counted.take(line):
                    yield line

    def _write_forecasts(
        self, who: Roster, ids: Mapping[str, int], answers: Mapping[str, list[ResolutionLine]]
    ) -> None:
        part = self.tables.forecasts
        connection = self.batch.connection
        named = lines.names(connection)
        found = self._unseen(
            part, _renamed(part.lines, who), lambda old: lines.forecasts_of(connection, old, named)
        )
        # All rows of one add have the same columns, and most need but one for the prediction.
        for _, rows in groupby(self._forecast_rows(found, ids, answers), key=len):
            self.batch.add_many("forecasts", rows)
        self.done.forecasts_known = len(part.lines) - self.done.forecasts_added

    def _forecast_rows(
        self,
        found: Iterable[ForecastLine],
        ids: Mapping[str, int],
        answers: Mapping[str, list[ResolutionLine]],
    ) -> Iterator[Row]:
        """Yield the rows of new forecasts, counting them and those that are late."""
        text = self.batch.text
        total = len(self.tables.forecasts.lines)
        for slug, group in groupby(found, key=by_question):
            question = self.questions[slug]
            end = self._end(question, answers.get(slug))
            for line in group:
                if line.made_at >= end:
                    self.done.forecasts_late += 1
                self.done.forecasts_added += 1
                if self.told and self.done.forecasts_added % STEP == 0:
                    self.told(self.done.forecasts_added, total)
                row: Row = {
                    "question_id": question.id,
                    "revision_id": question.revision_id,
                    "forecaster_id": ids[line.forecaster],
                    "action": "withdrawal" if line.withdrawn else "forecast",
                    "probability": line.probability,
                    "rationale_text": text(line.rationale) if line.rationale else None,
                    "made_at": times.to_text(line.made_at),
                    "expires_at": times.to_text(line.expires_at) if line.expires_at else None,
                    "origin": "imported",
                }
                yield {**row, **_written(line)} if line.written else row
        if self.told:
            self.told(total, total)

    def _end(self, question: Question, answers: list[ResolutionLine] | None) -> datetime:
        """Return the instant from which a forecast is late: the close, or when it was known."""
        closes_at = question.terms.closes_at
        last: ResolutionLine | Resolution | None
        last = answers[-1] if answers else resolutions.latest(self.batch.connection, question.id)
        if last is None or last.status is ResolutionStatus.REOPENED:
            return closes_at
        return min(closes_at, last.known_at)

    def _write_resolutions(self, answers: Mapping[str, list[ResolutionLine]]) -> None:
        for slug, group in answers.items():
            question = self.questions[slug]
            resolved = resolutions.latest(self.batch.connection, question.id) is not None
            self.done.resolutions_re_resolved += len(group) - (not resolved)
            self.done.resolutions_added += not resolved
            for line in group:
                resolutions.record(self.batch, _resolution(question, line))

    def _write_links(self) -> None:
        part = self.tables.links
        counted = OnRecord(part)
        if part.lines:
            counted.add(lines.links(self.batch.connection, replaced=True))
        new = [line for line in part.lines if not counted.take(line)]
        self.done.links_known, self.done.links_added = len(part.lines) - len(new), len(new)
        if new:
            note_unsuited(new, self.questions, self.tables)
            note_circles(new, links.everything(self.batch.connection), self.tables)
            self.tables.problems.refuse()
        for line in new:
            row: Row = {
                "kind": line.kind,
                "from_question": self.questions[line.from_question].id,
                "to_question": self.questions[line.to_question].id,
                "days": line.days,
                "latest_at": times.maybe_to_text(line.latest_at),
                "note_text": self.batch.text(line.note),
            }
            self.batch.add("links", row)


def _written(line: ForecastLine) -> Row:
    """Return the columns of a prediction that is no single probability."""
    return {name: getattr(line, name) for name in WRITTEN}


def _renamed(found: Sequence[ForecastLine], who: Roster) -> Sequence[ForecastLine]:
    """Return the lines with each forecaster under the name on record, whatever alias is used."""
    names = {name: who.wanted[who.keys[name.casefold()]].name for name in _names(found)}
    if all(name == known for name, known in names.items()):
        return found
    return [replace(line, forecaster=names[line.forecaster]) for line in found]


def _names(found: Iterable[ForecastLine]) -> set[str]:
    return {line.forecaster for line in found}


def _resolution(question: Question, line: ResolutionLine) -> Resolution:
    return Resolution(
        question_id=question.id,
        status=line.status,
        outcome=line.outcome if line.status is ResolutionStatus.RESOLVED else None,
        known_at=line.known_at,
        happened=line.happened,
        source_url=line.source_url,
        quote=line.quote,
        note=line.note,
    )
