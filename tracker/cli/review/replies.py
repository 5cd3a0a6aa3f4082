"""Replies of people as they are typed, and where each of their words stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from forecasts import parse
from forecasts.errors import InputError, NotFoundError, Problem, RefusedError
from forecasts.lines import Problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from forecasts.model.review import Prompt

T = TypeVar("T")
RULE = ("lesson", "measure", "topic", "aim", "target")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer about a question as it was typed; by: None for the one who types.

    line: of the text that it was read from, 0 of flags.
    """

    question: str
    prompt: Prompt
    words: str
    by: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson as it was typed; empty texts are not said. lines: of its keys, in this order."""

    words: str
    measure: str = ""
    topic: str = ""
    aim: str = ""
    target: str = ""
    lines: tuple[int, ...] = (0,) * len(RULE)

    def line(self, key: str) -> int:
        """Return the line on which a key stands, the first of the lesson's where it is left out.

        >>> Taught("Look.", target="3", lines=(4, 0, 0, 0, 8)).line("target")
        8
        """
        return self.lines[RULE.index(key)] or next(filter(None, self.lines), 0)


@dataclass(frozen=True, slots=True)
class Replies:
    """Everything that one person typed at once.

    source: the text that it was read from, empty of flags. problems: what could not be read of it.
    """

    answers: tuple[Reply, ...] = ()
    lesson: Taught | None = None
    source: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Faults:
    """What cannot be taken of some replies: told by line and key, or raised where there is none."""

    source: str
    found: list[Problem] = field(default_factory=list)

    def take(self, line: int, key: str, read: Callable[[], T]) -> T | None:
        """Return what a key says; None where that cannot be taken, which is noted."""
        try:
            return read()
        except (InputError, NotFoundError, RefusedError) as error:
            if not self.source:
                raise
            self.add(line, key, f"{error.message} {error.hint}")
            return None

    def add(self, line: int, key: str, why: str) -> None:
        """Note what cannot be taken, on one line."""
        self.found.append(Problem(self.source, line, key, " ".join(why.split())))

    def refuse(self) -> None:
        """Raise BulkError where anything was noted, in the order of the lines."""
        problems = Problems()
        for one in sorted(self.found, key=lambda one: one.line):
            problems.add(*one)
        problems.refuse()


def checked(prompt: Prompt, words: str) -> str:
    """Return an answer as it is kept; raise InputError for an empty one, or no choice."""
    text = parse.plain(words, f"the answer to {prompt}", lines=True).strip()
    if not text:
        raise InputError(f"the answer to {prompt} is empty.", "Leave it out, or type some words.")
    if not prompt.choices:
        return text
    fits = [choice for choice in prompt.choices if choice.startswith(text.lower())]
    if len(fits) != 1:
        listed = f"{', '.join(prompt.choices[:-1])} or {prompt.choices[-1]}"
        raise InputError(f"{text!r} is no answer to {prompt}.", f"Type {listed}.")
    return fits[0]
