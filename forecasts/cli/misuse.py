"""What a command line got wrong, in two lines: what it was, and what to type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

BELOW_ZERO = re.compile(r"-[0-9.][0-9.,eE+%-]*(?:\.\.[0-9.eE+-]+)?")


class TakesNumbers(click.Command):
    """A command whose arguments may be numbers below 0, which click takes for options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raise NoSuchOption for what starts with a dash and is no number."""
        ctx.ignore_unknown_options = ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        self._check(ctx, rest)
        if rest and not ctx.resilient_parsing:
            ctx.fail(f"Got unexpected extra argument ({' '.join(rest)})")
        for parameter in self.params:
            if isinstance(parameter, click.Argument) and parameter.name:
                self._check(ctx, ctx.params.get(parameter.name))
        return rest

    def _check(self, ctx: click.Context, value: str | Sequence[str] | None) -> None:
        words = [value] if isinstance(value, str) else value or ()
        for word in words:
            if word.startswith("-") and word != "-" and not BELOW_ZERO.fullmatch(word):
                name = word.partition("=")[0]
                from difflib import get_close_matches

                known = [flag for p in self.params for flag in p.opts if flag.startswith("--")]
                if name in known:  # click reads nothing after a bare -- as an option
                    raise InputError(
                        f"{name} stands after --, where nothing is read as an option.",
                        "Leave -- out: a number below 0 is typed as it is, -5.",
                    )
                close = get_close_matches(name, known)
                raise click.NoSuchOption(name, possibilities=close, ctx=ctx)


class TakesEither(click.Command):
    """A command that takes one side of an option such as --open-lower/--closed-lower, not both."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raise InputError where both sides of an option are there."""
        for parameter in self.params:
            sides = [flag for flag in (*parameter.opts, *parameter.secondary_opts) if flag in args]
            if len(sides) > 1 and parameter.secondary_opts:
                one, other = sides[:2]
                raise InputError(f"{one} and {other}: which of them?", "Type one of them.")
        return super().parse_args(ctx, args)


def in_words(error: click.ClickException) -> tuple[str, str]:
    """Return what was wrong on a command line, and what to type instead."""
    message = " ".join(error.format_message().split())
    message += "." * (message[-1:] not in ".?!")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return message[:1].lower() + message[1:], ""
    words = message[:1].lower() + message[1:]
    path = context.command_path
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        assert isinstance(context.command, click.Group)  # noqa: S101 - no other has commands
        names = ", ".join(context.command.list_commands(context))
        return f"{path} and what?", f"There are: {names}. See: {path} --help"
    help_ = f"{path} --help"
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error), f"See every option: {help_}"
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        return words, f"See what it takes: {help_}"
    usage = " ".join(context.command.collect_usage_pieces(context))
    shape = usage.replace("[OPTIONS] ", "").replace("[OPTIONS]", "").strip()
    typed = f"{path} {shape}".strip()
    if " See: " in words or "Did you mean" in words:  # the fix stands in the message
        fault, mark, fix = words.partition(" Did you mean")
        return (fault, f"Did you mean{fix}") if mark else _parted(words)
    return words, f"Type: {typed}   (more: {help_})"


def _parted(words: str) -> tuple[str, str]:
    fault, _, fix = words.partition(" See: ")
    return fault, f"See: {fix}"


def _no_such_option(error: click.NoSuchOption) -> str:
    near = f"; did you mean {' or '.join(error.possibilities)}?" if error.possibilities else "."
    return f"there is no option {error.option_name}{near}"
