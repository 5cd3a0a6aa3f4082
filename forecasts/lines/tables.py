"""The five plain tables: what a line of each holds, and its columns in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forecasts.lines import choices, instants, numbers, predictions, terms, text
from forecasts.lines.choices import UNDECIDED
from forecasts.lines.instants import instant_cell, interval_cell
from forecasts.lines.table import Column, RowError, Table
from forecasts.lines.terms import json_cell, place_cell
from forecasts.model import QuestionType, ResolutionStatus, Terms

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.lines.json_cells import JsonText
    from forecasts.lines.problems import Problems
    from forecasts.lines.table import Cell, Part
    from forecasts.model import ForecasterKind, Interval

# The columns of a prediction that is no single probability.
WRITTEN = ("probabilities", "cdf", "quantiles", "family")


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question: its slug, type and terms; the background is not carried."""

    question: str
    type: QuestionType
    terms: Terms
    number: int = field(default=0, compare=False)
    redacted: tuple[str, ...] = field(default=(), compare=False)

    def cells(self) -> tuple[Cell, ...]:
        """Return its cells in the order of QUESTIONS."""
        asked, dated = self.terms, self.type is QuestionType.DATE
        return (
            self.question,
            asked.title,
            self.type.value,
            instant_cell(asked.opens_at),
            instant_cell(asked.closes_at),
            instant_cell(asked.resolves_by),
            str(asked.criteria) or None,
            json_cell(asked.options),
            place_cell(asked.range_min, dated=dated),
            place_cell(asked.range_max, dated=dated),
            asked.open_lower or None,
            asked.open_upper or None,
            place_cell(asked.zero_point, dated=dated),
            asked.bins,
            json_cell(asked.levels),
            asked.unit,
            ";".join(asked.topics) or None,
            asked.group,
            asked.url,
            instant_cell(asked.spot_at),
            asked.timezone,
            choices.reference_class_cell(asked.reference_class),
            asked.by_deadline or None,
            asked.retrospective or None,
        )


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """A forecast or a withdrawal, made at an instant; of the five predictions it has one or none.

    All but the probability are as the record keeps them.
    """

    question: str
    forecaster: str
    made_at: datetime
    probability: float | None = None
    probabilities: JsonText | None = None
    cdf: JsonText | None = None
    quantiles: JsonText | None = None
    family: JsonText | None = None
    withdrawn: bool = False
    expires_at: datetime | None = None
    rationale: str | None = None
    number: int = field(default=0, compare=False)
    redacted: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        more = self.probabilities or self.cdf or self.quantiles or self.family
        if (self.probability is None) != self.withdrawn or more:
            self._check_one()
        if self.expires_at is not None and self.expires_at <= self.made_at:
            raise RowError("expires_at", "it would expire before it is made")

    @property
    def written(self) -> JsonText | None:
        """The prediction, as it is kept, of a question that is more than yes or no."""
        return self.probabilities or self.cdf or self.quantiles or self.family

    def _check_one(self) -> None:
        """Raise RowError unless there is one prediction, or a withdrawal without any."""
        given = [name for name in ("probability", *WRITTEN) if getattr(self, name) is not None]
        if self.withdrawn and given:
            raise RowError(given[0], "a withdrawal has none: leave it empty")
        if not self.withdrawn and not given:
            raise RowError("probability", "it is empty: write it, or true under withdrawn")
        if len(given) > 1:
            raise RowError(given[1], f"{given[0]} is filled in too: write one prediction a line")

    def cells(self) -> tuple[Cell, ...]:
        """Return its cells in the order of FORECASTS."""
        return (
            self.question,
            self.forecaster,
            instant_cell(self.made_at),
            self.probability,
            self.probabilities,
            self.cdf,
            self.quantiles,
            self.family,
            self.withdrawn or None,
            instant_cell(self.expires_at),
            self.rationale,
        )


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """What happened; `outcome` is one, or annulled, ambiguous, disputed or reopened."""

    question: str
    outcome: str
    known_at: datetime
    happened: Interval | None = None
    source_url: str | None = None
    quote: str | None = None
    note: str | None = None
    number: int = field(default=0, compare=False)
    redacted: tuple[str, ...] = field(default=(), compare=False)

    @property
    def status(self) -> ResolutionStatus:
        """What the row says of its question."""
        return ResolutionStatus(self.outcome if self.outcome in UNDECIDED else "resolved")

    def cells(self) -> tuple[Cell, ...]:
        """Return its cells in the order of RESOLUTIONS."""
        return (
            self.question,
            numbers.as_number(self.outcome),
            instant_cell(self.known_at),
            interval_cell(self.happened),
            self.source_url,
            self.quote,
            self.note,
        )


@dataclass(frozen=True, slots=True)
class ForecasterLine:
    """Who forecasts; without a kind, what is on record or was asked for holds."""

    name: str
    kind: ForecasterKind | None = None
    aliases: tuple[str, ...] = ()
    retired_at: datetime | None = None
    number: int = field(default=0, compare=False)
    redacted: tuple[str, ...] = field(default=(), compare=False)

    def cells(self) -> tuple[Cell, ...]:
        """Return its cells in the order of FORECASTERS."""
        kind = self.kind.value if self.kind else None
        return (self.name, kind, text.names_cell(self.aliases), instant_cell(self.retired_at))


@dataclass(frozen=True, slots=True)
class LinkLine:
    """How two different questions hang together."""

    kind: str
    from_question: str
    to_question: str
    days: float | None = None
    latest_at: datetime | None = None
    note: str | None = None
    number: int = field(default=0, compare=False)
    redacted: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if self.from_question == self.to_question:
            raise RowError("to", "a question cannot be linked to itself")

    def cells(self) -> tuple[Cell, ...]:
        """Return its cells in the order of LINKS."""
        latest_at = instant_cell(self.latest_at)
        return (self.kind, self.from_question, self.to_question, self.days, latest_at, self.note)


def _question(*values: Any) -> QuestionLine:  # noqa: ANN401 - of 24 columns, each read by its own
    """Make a line of the questions table; the answer is expected at the close unless said.

    What its type needs is checked later: a file may leave out columns that are on record.
    """
    *cells, number = values
    said = dict(zip(QUESTIONS.names, cells, strict=True))
    slug, kind = said.pop("question"), said.pop("type")
    dated = kind is QuestionType.DATE
    said["resolves_by"] = said["resolves_by"] or said["closes_at"]
    said["open_upper"] = said["open_upper"] or dated  # never is an answer to every date question
    for name in ("range_min", "range_max", "zero_point"):
        said[name] = terms.number_of(name, said[name], dated=dated)
    try:
        return QuestionLine(slug, kind, Terms(**said), number)
    except ValueError as error:
        column = "closes_at" if said["closes_at"] <= said["opens_at"] else "resolves_by"
        raise RowError(column, str(error)) from None


QUESTIONS = Table(
    "questions",
    (
        Column("question", text.slug),
        Column("title", text.title),
        Column("type", choices.question_type),
        Column("opens_at", instants.instant),
        Column("closes_at", instants.instant),
        Column("resolves_by", instants.instant),
        Column("criteria", choices.criteria),
        Column("options", terms.options),
        Column("range_min", terms.place),
        Column("range_max", terms.place),
        Column("open_lower", numbers.flag),
        Column("open_upper", numbers.flag),
        Column("zero_point", terms.place),
        Column("bins", terms.whole),
        Column("levels", terms.levels),
        Column("unit", text.line),
        Column("topics", text.topics),
        Column("group", text.line),
        Column("url", text.address),
        Column("spot_at", instants.instant),
        Column("timezone", choices.zone),
        Column("reference_class", choices.reference_class),
        Column("by_deadline", numbers.flag),
        Column("retrospective", numbers.flag),
    ),
    required=5,
    make=_question,
)

FORECASTS = Table(
    "forecasts",
    (
        Column("question", text.slug),
        Column("forecaster", text.name),
        Column("made_at", instants.instant),
        Column("probability", numbers.probability),
        Column("probabilities", predictions.probabilities),
        Column("cdf", predictions.cdf),
        Column("quantiles", predictions.quantiles),
        Column("family", predictions.family),
        Column("withdrawn", numbers.flag),
        Column("expires_at", instants.instant),
        Column("rationale", text.words),
    ),
    required=3,
    make=ForecastLine,
)

RESOLUTIONS = Table(
    "resolutions",
    (
        Column("question", text.slug),
        Column("outcome", choices.outcome),
        Column("known_at", instants.instant),
        Column("happened_at", instants.interval),
        Column("source_url", text.address),
        Column("quote", text.words),
        Column("note", text.words),
    ),
    required=3,
    make=ResolutionLine,
)

FORECASTERS = Table(
    "forecasters",
    (
        Column("name", text.name),
        Column("kind", choices.forecaster_kind),
        Column("aliases", text.names),
        Column("retired_at", instants.instant),
    ),
    required=1,
    make=ForecasterLine,
)

LINKS = Table(
    "links",
    (
        Column("kind", choices.link_kind),
        Column("from", text.slug),
        Column("to", text.slug),
        Column("days", numbers.number),
        Column("latest_at", instants.instant),
        Column("note", text.words),
    ),
    required=3,
    make=LinkLine,
)


@dataclass(frozen=True, slots=True)
class Tables:
    """All that was read of a folder of plain tables, good rows and bad."""

    questions: Part[QuestionLine]
    forecasts: Part[ForecastLine]
    resolutions: Part[ResolutionLine]
    forecasters: Part[ForecasterLine]
    links: Part[LinkLine]
    problems: Problems
    not_read: tuple[str, ...] = ()
