"""What is typed at a terminal: a line at a time, asked for again until it can be read."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import click

from forecasts.cli.layout import paragraph
from forecasts.cli.output import say
from forecasts.errors import ForecastsError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
PROMPT = "  > "  # what is asked stands above it, so that no line breaks within a word
MARGIN = "  "
FLAG = re.compile(r"^--[a-z-]+: ")
YES, NO = ("y", "yes"), ("n", "no")


def at_a_terminal() -> bool:
    """Return whether somebody sits there who reads what is asked, and can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def fit() -> None:
    """Have words laid out for the terminal that shows what is asked, if the output is piped."""
    if not sys.stdout.isatty():
        with suppress(OSError):  # then there is none, and 100 columns are taken
            columns = os.get_terminal_size(sys.stderr.fileno()).columns
            os.environ.setdefault("COLUMNS", str(columns))


def tell(words: str) -> None:
    """Say something between two answers."""
    say(paragraph(words, MARGIN))


def tell_error(error: ForecastsError) -> None:
    """Say what was wrong with an answer; what is said of options of a command line is left out."""
    words = FLAG.sub("", error.message)
    tell(words if "--" in error.hint else f"{words} {error.hint}".strip())


def line(before: str = "", prompt: str = PROMPT) -> str:
    """Return what is typed on one line, where `before` stands already, to be changed.

    Raises click.Abort at the end of the input (Ctrl-D).
    """
    if at_a_terminal():
        typed = _edited(before, prompt)
    else:
        click.echo(prompt, nl=False, err=True)
        typed = sys.stdin.readline()
    if not typed:
        click.echo(err=True)
        raise click.Abort
    return typed.strip() or ("" if at_a_terminal() else before)


def _edited(before: str, prompt: str) -> str:
    """Return a line with its end, empty at the end of the input; arrows and history work."""
    sys.stderr.flush()
    try:
        import readline
    except ImportError:  # then the terminal's own keys are all there is
        with suppress(EOFError):
            return (input(prompt) or before) + "\n"
        return ""
    readline.set_startup_hook(lambda: readline.insert_text(before))
    try:
        return input(prompt) + "\n"
    except EOFError:
        return ""
    finally:
        readline.set_startup_hook()


def asked(question: str, read: Callable[[str], T], before: str = "") -> T:
    """Ask until the answer can be read, and return what it is read as."""
    tell(question)
    return _until_read(read, before)


def _until_read(read: Callable[[str], T], before: str = "") -> T:
    while True:
        typed = line(before)
        try:
            return read(typed)
        except ForecastsError as error:
            tell_error(error)
            before = ""  # the arrow up brings back what was typed


def confirmed(question: str, *, default: bool) -> bool:
    """Ask for yes or no; Enter is the default."""

    def read(text: str) -> bool:
        word = text.lower()
        if word in (*YES, *NO, ""):
            return word in YES or (not word and default)
        raise InputError(f"{text!r} is neither yes nor no.", "Type y or n.")

    return asked(f"{question} [{'Y/n' if default else 'y/N'}]", read)


def chosen(question: str, ways: Sequence[str], default: int = 0) -> int:
    """Ask which of some ways it is, by number; return its place, Enter being the default."""

    def read(text: str) -> int:
        if not text:
            return default
        if text.isdecimal() and 1 <= int(text) <= len(ways):
            return int(text) - 1
        named = [place for place, way in enumerate(ways) if way.casefold() == text.casefold()]
        if len(named) == 1:
            return named[0]
        raise InputError(f"{text!r} is none of them.", f"Type 1 to {len(ways)}.")

    tell(question)
    for place, way in enumerate(ways):
        enter = "   (Enter)" if place == default else ""
        say(paragraph(f"{way}{enter}", f"    {place + 1}  "))
    return _until_read(read)
