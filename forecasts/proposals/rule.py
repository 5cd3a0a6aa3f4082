"""A rule that proposes an outcome: where to look, what to read there, and what it would mean."""

from __future__ import annotations

import json
import operator
import re
from dataclasses import asdict, dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        ">=": operator.ge,
        "<=": operator.le,
        ">": operator.gt,
        "<": operator.lt,
        "=": operator.eq,
    }
)
TEST = re.compile(r"\s*(>=|<=|>|<|=)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*", re.ASCII)
WEB = re.compile(r"https?://", re.IGNORECASE)
LONGEST_WAIT = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison with a number: of a yes/no question, when it means yes.

    >>> Comparison.parse(">= 5").holds(5.0)
    True
    """

    sign: str
    limit: float

    @classmethod
    def parse(cls, text: str) -> Comparison:
        """Return the comparison that a text such as '>= 5' makes; raise InputError for others."""
        found = TEST.fullmatch(text)
        if found is None:
            raise InputError(
                f"{text!r} is no comparison with a number.", 'Type one such as ">= 5" or "= 1".'
            )
        return cls(found[1], float(found[2]))

    def holds(self, value: float) -> bool:
        """Return whether it holds for a value."""
        return COMPARISONS[self.sign](value, self.limit)

    def __str__(self) -> str:
        return f"{self.sign} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value in a CSV or JSON file beside the record, or in a JSON document on the web.

    place: a path, taken from the record's folder, or a web address. column, where: which cell of a
    CSV file, the last row in which all of `where` stands. pointer: which value of a JSON document,
    as RFC 6901 writes it. yes_if: for a yes/no question, what value means yes.
    """

    place: str
    column: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    pointer: str | None = None
    yes_if: str | None = None

    def __post_init__(self) -> None:
        if (self.column is None) == (self.pointer is None):
            raise InputError(
                "a rule reads a column of a CSV file, or one value of a JSON document.",
                "Add --column NAME for CSV, or --pointer /data/0/value for JSON.",
            )
        if self.pointer is not None and self.pointer and not self.pointer.startswith("/"):
            raise InputError(
                f"{self.pointer!r} points to nothing.", f"Start it with a slash: /{self.pointer}"
            )
        if self.is_web and self.column is not None:
            raise InputError("only JSON is read from the web.", "Save the CSV file locally.")
        if self.where and self.column is None:
            raise InputError("--where chooses a row of a CSV file.", "Use --pointer alone.")
        if self.yes_if is not None:
            Comparison.parse(self.yes_if)

    @property
    def is_web(self) -> bool:
        """Whether the place is a web address."""
        return WEB.match(self.place) is not None

    def __str__(self) -> str:
        row = "".join(f" where {name} is {value}" for name, value in self.where)
        what = f"the last {self.column}" if self.column is not None else self.pointer or "all"
        means = f", yes if {Comparison.parse(self.yes_if)}" if self.yes_if else ""
        return f"{what} of {self.place}{row}{means}"


@dataclass(frozen=True, slots=True)
class Silence:
    """An outcome that is proposed when the deadline passes and nobody objects in time."""

    outcome: str
    days: float

    def __post_init__(self) -> None:
        if not 0 <= self.days <= LONGEST_WAIT.days:
            raise InputError(
                f"{self.days:g} days is no time to object in.", "Type --unless-objected 7d."
            )

    def __str__(self) -> str:
        return f"{self.outcome}, if nobody objects for {self.days:g} days once it is proposed"


Rule = Reading | Silence


def as_text(rule: Rule) -> str:
    """Return a rule as the record keeps it: JSON with its keys in order, without what is empty.

    >>> as_text(Silence("no", 7.0))
    '{"silence": {"days": 7.0, "outcome": "no"}}'
    """
    kind = type(rule).__name__.lower()
    parts = {name: part for name, part in asdict(rule).items() if part not in (None, ())}
    if "where" in parts:
        parts["where"] = dict(parts["where"])
    return json.dumps({kind: parts}, sort_keys=True, ensure_ascii=False)


def parse_rule(text: str) -> Rule:
    """Return the rule that the record keeps; raise InputError for what is none.

    >>> parse_rule('{"reading": {"column": "n", "place": "a.csv", "where": {"day": "1"}}}').where
    (('day', '1'),)
    """
    try:
        ((kind, parts),) = json.loads(text).items()
        if "where" in parts:
            parts["where"] = tuple((str(k), str(v)) for k, v in parts["where"].items())
        rule: Rule = {"reading": Reading, "silence": Silence}[kind](**parts)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"{text!r} is no rule that proposes an outcome.", "See: forecasts resolver --help"
        ) from error
    return rule
