"""The options that commands share: which record, who speaks, which clock, JSON or words."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from forecasts import parse, schema
from forecasts.cli.output import safe, say
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model import ForecasterKind
from forecasts.store import Store, forecasters, lock, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime, timedelta
    from typing import TextIO
    from zoneinfo import ZoneInfo

    from forecasts.model import Forecaster
    from forecasts.store import Batch

LONGEST = 1_000_000  # characters of a text that is read from a file
SHOWN = 40  # characters of a login name that an error repeats

db_option = click.option(
    "--db",
    type=click.Path(path_type=Path),
    default="data.db",
    envvar="FORECASTS_DB",
    show_default=True,
    help="The record to work on (or FORECASTS_DB).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
tz_option = click.option(
    "--tz",
    metavar="ZONE",
    envvar="FORECASTS_TZ",
    help="Time zone of typed dates, such as America/New_York (or FORECASTS_TZ); else UTC.",
)


def _uuid(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    """Return a UUID in the one form in which it is kept; raise InputError for another name."""
    del context, parameter
    if text is None:
        return None
    import uuid

    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise InputError(
            f"--uuid {safe(text)[:SHOWN]!r} is no UUID.", f"One made just now: {uuid.uuid4()}"
        ) from None


uuid_option = click.option(
    "--uuid",
    metavar="UUID",
    callback=_uuid,
    help="Name this entry, so that a retry adds nothing.",
)


def reason(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    """Return the reason that was typed; raise InputError for one without words."""
    del context
    if text is not None and not text.strip():
        raise InputError(
            f"{parameter.opts[0]} is empty; the reason goes on record.", "Type it in words."
        )
    return text and text.strip()


def now() -> datetime:
    """Return the clock that the front door read once for this command."""
    clock: datetime = click.get_current_context().obj
    return clock


def typed_db(command: str) -> str:
    """Return a command to type next, with the record named on this command line, if one was."""
    context = click.get_current_context()
    if context.get_parameter_source("db") is ParameterSource.COMMANDLINE:
        import shlex

        return f"{command} --db {shlex.quote(str(context.params['db']))}"
    return command


@contextmanager
def opened(db: Path, *, bulk: bool = False, as_it_is: bool = False) -> Iterator[Store]:
    """Open the record for the length of a command; say what was noticed of it."""
    store = open_store(db, bulk=bulk, as_it_is=as_it_is)
    if store.noticed.older is not None:
        say(
            f"{db} was brought from schema {store.noticed.older} to {schema.VERSION}, once; what"
            " is on record stays as it was."
        )
    try:
        yield store
    except RefusedError as error:
        if error.exit_code:  # a retry of what is on record is no refusal
            store.noticed.behind = _behind(store)
        raise
    finally:
        store.close()
        _tell_clock(store)


def _waiting(path: Path) -> None:
    """Say what is waited for."""
    import shlex

    named = shlex.quote(f"{path}.lock")
    say(f"Waiting for another program that writes to {path}; which one: fuser -v {named}")


if sys.stderr.isatty():  # elsewhere nobody wonders
    lock.tell = _waiting


def _tell_clock(store: Store) -> None:
    """Say that the clock is behind what is on record, where no command said so."""
    if behind := store.noticed.taken_behind():
        from forecasts.cli import wording

        for words in wording.behind(behind, now()):
            say(f"Note: {words}")


def _behind(store: Store) -> timedelta | None:
    """Return by how much this clock is behind what is on record: it may be why one is refused."""
    from forecasts.store import clock

    with suppress(Exception):  # what is wrong with the record, the refusal says
        return clock.behind(store.connection, now())
    return None


def login() -> str:
    """Return the login name, what cannot be seen written out; "me" where there is none."""
    return safe(_login())


def _login() -> str:
    # As getpass.getuser(), without the terminal library that comes with it.
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable, "").strip():
            return name
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return "me"


def speaker(store: Store, who: str | None) -> Forecaster | None:
    """Return who speaks; None for a login name that is not on record yet.

    Raises NotFoundError for any other unknown name.
    """
    if not who:
        return forecasters.named(store, login())
    try:
        return forecasters.find(store, who)
    except NotFoundError as error:
        error.hint += f'   A new one: forecasts forecaster add "{who}"'
        raise


def reader(store: Store, who: str | None) -> Forecaster | None:
    """Return who reads; None, with a word, for a name in FORECASTS_AS that is not on record yet.

    To read takes no name on record. Raises NotFoundError for an unknown name that was typed.
    """
    try:
        return speaker(store, who)
    except NotFoundError:
        source = click.get_current_context().get_parameter_source("who")
        if source is ParameterSource.COMMANDLINE:
            raise
        name = safe(who or "")[:SHOWN]
        say(f"{name} (FORECASTS_AS) is not on record yet: this is what a newcomer sees.")
        return None


def introduced(batch: Batch) -> Forecaster:
    """Add the login name to the record and return it; raise InputError when it is no name."""
    try:
        name = parse.name(_login())
    except InputError as error:
        words = f"the login name {login()[:SHOWN]!r}: {error.message}"
        raise InputError(words, "Say who forecasts: --as NAME or FORECASTS_AS") from None
    return forecasters.add(batch, name, ForecasterKind.PERSON)


def entered_by(store: Store, forecaster: Forecaster, me: str | None = None) -> str | None:
    """Return who types, by default the login name, where that is not the forecaster's own name.

    Raises RefusedError where only others may enter the forecaster's numbers.
    """
    me = me or login()
    if not forecasters.may_enter(store.connection, forecaster, me):
        import shlex

        names = forecaster.may_enter or ()
        listed = " ".join(shlex.quote(name) for name in (*names, me))
        raise RefusedError(
            f"{me} may not enter numbers of {forecaster.name}; who may: {', '.join(names)}.",
            f"If that is wrong: forecasts forecaster allow {shlex.quote(forecaster.name)} {listed}",
        )
    return None if forecaster.goes_by(me) else me


def zone_of(tz: str | None, default: str | None = None) -> ZoneInfo:
    """Return the zone asked for, else the default, else UTC; raise InputError when unknown."""
    from forecasts import dates

    return dates.zone(tz or default or "UTC")


def long_text(text: str | None) -> str:
    """Return a long text typed on the command line; `@FILE` reads a file, `-` standard input."""
    if text is None:
        return ""
    if text == "-":
        return _bounded(sys.stdin, "the input")
    return bounded_file(text[1:], "@FILE") if text.startswith("@") else text.strip()


def bounded_file(name: str, way: str = "the name of a file") -> str:
    """Return the text of a file of at most a million characters; raise InputError for others."""
    try:
        with Path(name).open(encoding="utf-8") as file:
            return _bounded(file, name)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"{name} cannot be read: {why}.", f"Type {way}.") from error


def _bounded(file: TextIO, name: str) -> str:
    text = file.read(LONGEST + 1)
    if len(text) > LONGEST:
        raise InputError(f"{name} holds more than a million characters.", "Type a shorter text.")
    return text.strip()


def slugs(context: click.Context, parameter: click.Parameter, text: str) -> list[str]:
    """Return the slugs that start with what was typed, for shell completion."""
    from forecasts.store import questions

    del parameter
    return starting(context, text, lambda store: questions.slugs(store.connection))


def people(context: click.Context, parameter: click.Parameter, text: str) -> list[str]:
    """Return the names of forecasters that start with what was typed, for shell completion."""
    del parameter
    return starting(
        context, text, lambda store: [who.name for who in forecasters.everyone(store.connection)]
    )


def topics(context: click.Context, parameter: click.Parameter, text: str) -> list[str]:
    """Return the topics that start with what was typed, for shell completion."""
    from forecasts.store import questions

    def known(store: Store) -> list[str]:
        asked = questions.everything(store.connection)
        return sorted({topic for question in asked for topic in question.terms.topics})

    del parameter
    return starting(context, text, known)


def starting(
    context: click.Context, text: str, known: Callable[[Store], Iterable[str]]
) -> list[str]:
    """Return those of the names on record that start with what was typed; nothing on failure."""
    from forecasts.store import inspection  # which neither says nor changes anything

    db = context.params.get("db") or os.environ.get("FORECASTS_DB") or "data.db"
    try:
        with inspection.looking(Path(db), inspection.pages(Path(db))) as store:
            return [name for name in known(store) if name.startswith(text)]
    except Exception:  # noqa: BLE001 - a completion that fails must print nothing at all
        return []


question_argument = click.argument("question", shell_complete=slugs)
as_option = click.option(
    "--as",
    "who",
    metavar="NAME",
    envvar="FORECASTS_AS",
    help="Who forecasts (or FORECASTS_AS); your login name by default.",
    shell_complete=people,
)
