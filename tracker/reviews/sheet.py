"""A review as one text to be filled in with any editor, and read back line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model.review import Prompt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

LESSON = "lesson"
ASKS = "One lesson, as a rule that the next review can check."
RULE = ("words", "measure", "topic", "aim", "target")
HEADING = re.compile(r"## +(\S+)")
PROMPT = re.compile(r"([a-z]+)(?: \([^)]*\))?:(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Card:
    """A question of the text: what is to be read above its prompts, and what was answered."""

    slug: str
    remarks: tuple[str, ...]
    given: Mapping[Prompt, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written after a prompt; line: where, from 1. about: a slug, or the lesson."""

    about: str
    prompt: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be read, and on which line."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text as it is written: remarks above, a card a question, and the lesson so far."""

    lead: tuple[str, ...]
    cards: tuple[Card, ...]
    rule: Mapping[str, str]

    @property
    def remarks(self) -> frozenset[str]:
        """The lines that are no answers."""
        parts = [*self.lead, ASKS, *(part for card in self.cards for part in card.remarks)]
        return frozenset(f"# {part}" for part in parts)

    @property
    def text(self) -> str:
        """Remarks after #, a heading for each question, a line for each prompt."""
        lines = [*(f"# {part}" for part in self.lead), ""]
        for card in self.cards:
            lines += [f"## {card.slug}", *(f"# {part}" for part in card.remarks)]
            lines += [self._line(_named(prompt), card.given.get(prompt, "")) for prompt in Prompt]
            lines.append("")
        lines += [f"## {LESSON}", f"# {ASKS}"]
        lines += [self._line(name, self.rule.get(name, "")) for name in RULE]
        return "\n".join(lines) + "\n"

    def _line(self, name: str, words: str) -> str:
        """Return a prompt with its answer; a line of it that reads as another thing is set in."""
        first, *rest = words.split("\n")
        odd = [line in self.remarks or HEADING.match(line) or PROMPT.match(line) for line in rest]
        kept = [f" {line}" if strange else line for line, strange in zip(rest, odd, strict=True)]
        return "\n".join([f"{name}: {first}".rstrip(), *kept])


def _named(prompt: Prompt) -> str:
    return f"{prompt.value} ({', '.join(prompt.choices) or prompt.asks.rstrip('?').lower()})"


def read_back(
    text: str, remarks: Collection[str], slugs: Collection[str]
) -> tuple[tuple[Filled, ...], tuple[Mistake, ...]]:
    """Return what was filled in, and what cannot be read; an empty prompt says nothing.

    remarks: the lines of the text as it was written that are no answers; any other line belongs to
    the prompt above it, so that nothing that somebody wrote is passed over.
    """
    found: list[Filled] = []
    mistakes: list[Mistake] = []
    about = ""
    for place, line in enumerate(text.splitlines(), 1):
        if line in remarks:
            continue
        if heading := HEADING.fullmatch(line.rstrip()):
            about = heading[1]
            if about not in (*slugs, LESSON):
                mistakes.append(Mistake(place, f"{about} is no question of this review"))
            continue
        prompts = RULE if about == LESSON else tuple(prompt.value for prompt in Prompt)
        named = PROMPT.fullmatch(line)
        if named and named[1] in prompts:
            found.append(Filled(about, named[1], named[2].strip(), place))
        elif found and found[-1].about == about:
            last = found.pop()
            found.append(Filled(about, last.prompt, f"{last.words}\n{line.rstrip()}", last.line))
        elif line.strip():
            mistakes.append(Mistake(place, "these words stand under no prompt"))
    given = tuple(_trimmed(found))
    return given, (*mistakes, *_twice(given))


def _trimmed(found: Sequence[Filled]) -> Iterator[Filled]:
    for one in found:
        if words := one.words.strip():
            yield Filled(one.about, one.prompt, words, one.line)


def _twice(given: Sequence[Filled]) -> Iterator[Mistake]:
    first: dict[tuple[str, str], int] = {}
    for one in given:
        key = (one.about, one.prompt)
        if key in first:
            why = f"{one.prompt} of {one.about} stands on line {first[key]} already"
            yield Mistake(one.line, why)
        first.setdefault(key, one.line)
