"""Which policies, rules, forecaster and topic a command speaks of, read from what was typed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import say
from forecasts.errors import InputError, NotFoundError
from forecasts.store import forecasters, questions
from tracker.scoring import ALL_RULES, DEFAULT_POLICIES, Policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forecasts.model import Forecaster
    from forecasts.store import Store

ME = "me"
LISTED = 20  # topics
policy_option = click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="POLICY",
    help="scheduled, open, last, spot or before-close:7d; may be repeated.",
)
rule_option = click.option(
    "--rule", "rules", multiple=True, metavar="RULE", help=f"{', '.join(ALL_RULES)}; repeatable."
)
NO_SPOT = (
    "No question here has a spot time, so nothing is scored under spot. Set one when you ask:"
    " --spot DATE. Or see: --policy last, --policy before-close:7d"
)

recorded_only_option = click.option(
    "--recorded-only", is_flag=True, help="Leave out what was recorded after the outcome was known."
)


@contextmanager
def counted(store: Store, *, recorded_only: bool) -> Iterator[Store]:
    """Open the record as it is scored: whole, or without what was recorded after an outcome.

    Says on standard error how many forecasts that leaves out.
    """
    if not recorded_only:
        yield store
        return
    from forecasts.store.as_of import as_of, recorded_late

    late = recorded_late(store.connection)
    say(f"Without {late:,} forecasts that were recorded after the outcome was known.")
    with as_of(store, store.receipt().seq, in_time=True) as then:
        yield then


def choose_policies(
    typed: Sequence[str], default: Sequence[Policy] = DEFAULT_POLICIES
) -> tuple[Policy, ...]:
    """Return the policies that were typed, or the default; raise InputError for an unknown one."""
    try:
        return tuple(dict.fromkeys(map(Policy.parse, typed))) or tuple(default)
    except ValueError as error:
        raise InputError(f"{error}.", "Such as: --policy before-close:7d") from None


def choose_rules(typed: Sequence[str]) -> tuple[str, ...]:
    """Return the rules that were typed, or all; raise InputError for an unknown one."""
    for rule in typed:
        if rule not in ALL_RULES:
            raise InputError(f"{rule!r} is no rule.", f"Type one of {', '.join(ALL_RULES)}.")
    return tuple(dict.fromkeys(typed)) or ALL_RULES


def choose_forecaster(store: Store, typed: str, who: str | None) -> Forecaster:
    """Return the forecaster that was typed; "me" is the reader, unless somebody is called that.

    Raises NotFoundError with the nearest names for one that is not on record.
    """
    if typed != ME or forecasters.named(store, ME) is not None:
        return forecasters.find(store, typed)
    if (reader := options.speaker(store, who)) is not None:
        return reader
    raise NotFoundError(
        f"you are {options.login()}, who is not on record.",
        "Type a name, or say who you are: --as NAME   See: forecasts forecaster list",
    )


def check_topic(store: Store, topic: str | None) -> None:
    """Raise NotFoundError, with the nearest topic or all there are, for one no question has."""
    if topic is None:
        return
    asked = questions.everything(store.connection)
    known = sorted({name for question in asked for name in question.terms.topics})
    if topic not in known:
        from difflib import get_close_matches

        close = get_close_matches(topic, known)
        hint = f"Did you mean {' or '.join(close)}?" if close else f"There are: {_listed(known)}."
        raise NotFoundError(f"no question has the topic {topic!r}.", hint)


def _listed(topics: Sequence[str]) -> str:
    more = f" and {len(topics) - LISTED:,} more" if len(topics) > LISTED else ""
    return f"{', '.join(topics[:LISTED])}{more}" if topics else "none"
