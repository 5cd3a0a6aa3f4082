"""The front door: every command, its one-line help, and where it lives; loaded on use."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from forecasts.errors import ForecastsError, UnknownZoneError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from click.shell_completion import CompletionItem

    from forecasts.store import Receipt

# name -> ("module:command", one-line help). The judge's commands are named as strings: the record
# never imports the judge. A space makes a command of a group.
SECTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "Start": {
            "init": ("forecasts.cli.init:init", "Make an empty record."),
            "demo": ("tracker.cli.demo:demo", "Make a record with a worked example in it."),
        },
        "Ask and forecast": {
            "ask": ("forecasts.cli.ask:ask", "Ask a question."),
            "revise": ("forecasts.cli.revise:revise", "Change a question's words."),
            "list": ("forecasts.cli.list:list_", "List questions."),
            "show": ("forecasts.cli.show:show", "Show a question and its history."),
            "predict": ("forecasts.cli.predict:predict", "Record a forecast."),
            "withdraw": ("forecasts.cli.withdraw:withdraw", "Take a forecast back."),
            "forecaster": ("forecasts.cli.forecaster:forecaster", "Who forecasts."),
        },
        "Read": {
            "source": ("forecasts.cli.source:source", "Keep a published text."),
            "claims": ("forecasts.cli.claims:claims", "Make questions of what a text says."),
            "link": ("forecasts.cli.link:link", "Say which questions hang together."),
            "baserate": ("forecasts.cli.baserate:baserate", "How often such things happened."),
            "evidence": ("forecasts.cli.evidence:evidence", "Note news, and what it is worth."),
            "watch": ("forecasts.cli.watch:watch", "Follow an indicator."),
        },
        "Meet": {
            "agenda": ("forecasts.cli.agenda:agenda", "What a meeting should talk about."),
            "round": ("forecasts.cli.round:round_", "Ask for numbers, unseen by each other."),
        },
        "Resolve": {
            "due": ("forecasts.cli.due:due", "What awaits an outcome, and where to look."),
            "resolve": ("forecasts.cli.resolve:resolve", "Record what happened."),
            "resolver": ("forecasts.cli.resolver:resolver", "Have a rule propose an outcome."),
        },
        "Judge": {
            "score": ("tracker.cli.score:score", "Score what is due."),
            "scores": ("tracker.cli.scores:scores", "Show scores, question by question."),
            "explain": ("tracker.cli.explain:explain", "Show how a score came about."),
            "leaderboard": ("tracker.cli.leaderboard:leaderboard", "Compare forecasters."),
            "compare": ("tracker.cli.compare:compare", "Tell two forecasters apart, or not."),
            "calibration": ("tracker.cli.calibration:calibration", "See if 70% is 7 times in 10."),
            "coherence": ("tracker.cli.coherence:coherence", "Find numbers that cannot all hold."),
            "aggregate": ("tracker.cli.aggregate:aggregate", "Make one forecast of many."),
            "review": ("tracker.cli.review:review", "Go over a period, and learn one lesson."),
            "report": ("tracker.cli.report:report", "Write the scoring report."),
            "tracker": ("tracker.cli.tracker:tracker", "Score as outcomes resolve."),
        },
        "Keep": {
            "import": ("forecasts.cli.import_:import_", "Read records from files."),
            "export": ("forecasts.cli.export:export", "Write the record to files."),
            "verify": ("forecasts.cli.verify:verify", "Check that nothing was changed."),
            "backup": ("forecasts.cli.backup:backup", "Make a checked copy of the record."),
            "restore": ("forecasts.cli.restore:restore", "Put a copy back in its place."),
            "redact": ("forecasts.cli.redact:redact", "Blank words for good, and say so."),
            "anchor": ("forecasts.cli.anchor:anchor", "Keep the head of the chain elsewhere."),
            "receipt": ("forecasts.cli.receipt:receipt", "Check what you were told."),
            "key": ("forecasts.cli.key:key", "Keys to sign forecasts with."),
            "doctor": ("tracker.cli.doctor:doctor", "Find what is wrong, and what to do."),
            "completion": ("forecasts.cli.completion:completion", "Set up shell completion."),
        },
    }
)
COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {name: entry for section in SECTIONS.values() for name, entry in section.items()}
)


class FrontDoor(click.Group):
    """A group that imports a command only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the table's order."""
        del ctx
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, importing its module."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - a wrong table entry, never input
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, suggesting the nearest name for one that is not there."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            meant = f" Did you mean {close[0]!r}?" if close else " See: forecasts --help"
            ctx.fail(f"there is no command {args[0]!r}.{meant}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that start so, from the table alone, and the group's options."""
        from click.shell_completion import CompletionItem

        named = [
            CompletionItem(name, help=line)
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return named + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, from the table alone."""
        del ctx
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name, line) for name, (_, line) in commands.items()])


@click.group(
    cls=FrontDoor,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nA first minute:\n  forecasts demo\n  forecasts report",
)
@click.version_option(package_name="forecasts", message="%(prog)s %(version)s")
def front_door() -> None:
    """Keep probabilistic forecasts in one file, and have them scored as outcomes resolve."""


def run(argv: Sequence[str], now: datetime | None = None) -> int:
    """Run one command line and return its exit code; failures are words on standard error.

    `now` is the clock that the commands see; the machine's when None.
    """
    clock = now or datetime.now(UTC)
    color = False if os.environ.get("NO_COLOR") else None
    _forget_receipts()
    try:
        result = front_door.main(
            args=[*argv], prog_name="forecasts", standalone_mode=False, obj=clock, color=color
        )
        return result if isinstance(result, int) else 0
    except UnknownZoneError as error:
        from forecasts.cli import unread

        meant = unread.zone(error.name) or error
        return _say(meant.message, meant.hint, meant.exit_code)
    except ForecastsError as error:
        return _say(error.message, error.hint, error.exit_code)
    except click.ClickException as error:
        from forecasts.cli.misuse import in_words

        return _say(*in_words(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _say("stopped; nothing more was written.", "", 130)
    except (BrokenPipeError, SystemExit):  # as click ends when the reader of its output has gone
        _silence_output()
        return 0
    except (OSError, UnicodeEncodeError) as error:
        return _refused(error)
    except Exception as error:
        if os.environ.get("FORECASTS_TRACEBACK"):
            raise
        from forecasts.cli import unread

        if (found := unread.fault()) is not None:
            return _say(found.message, found.hint, found.exit_code)
        words = f"a defect in this program: {type(error).__name__}: {error}."
        return _say(words, "For a report of it, run the same with FORECASTS_TRACEBACK=1.", 1)


def _refused(error: OSError | UnicodeEncodeError) -> int:
    """Say what the system refused, and above all whether the entry is on record all the same."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        why = f"{place}{error.strerror or error}"
    else:
        why = f"the output takes no {error.object[error.start : error.end]!a}"
    if receipt := _last_receipt():
        _silence_output()  # what could not be printed would fail once more at the exit
        words = f"recorded, receipt {receipt}; it could not be printed: {why}."
        return _say(words, "It is on record: do not type it again.", 1)
    if isinstance(error, OSError):
        return _say(f"the system refused: {why}.", _way_out(error), 1)
    # Python reads such bytes as halves of characters.
    return _say("the command line holds bytes that are no text in UTF-8.", "Type it again.", 2)


def _way_out(error: OSError) -> str:
    """Return what to do where the system refused; empty where nothing can be said."""
    import errno
    import shlex

    if error.errno == errno.ENOSPC:
        return "The disk is full: make room, then type it again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and error.filename:
        name = shlex.quote(str(error.filename))
        return f"See whose it is: ls -ld {name}   Or work on a record of your own: --db FILE"
    return ""


def _last_receipt() -> Receipt | None:
    """Return the receipt of the last append of this command line, None when it made none."""
    # A command that has appended has loaded the module; to load it for all would slow --help.
    module = sys.modules.get("forecasts.store.append")
    return module.COMMITTED[-1] if module and module.COMMITTED else None


def _forget_receipts() -> None:
    if module := sys.modules.get("forecasts.store.append"):
        module.COMMITTED.clear()
    if module := sys.modules.get("forecasts.store"):
        module.OPENED.clear()


def _silence_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str, hint: str, exit_code: int) -> int:
    from forecasts.cli.output import safe

    lead = "" if exit_code == 0 else "Error: "
    click.echo(f"{lead}{safe(message, lines=True)}", err=True)
    if hint:
        click.echo(safe(hint, lines=True), err=True)
    return exit_code
