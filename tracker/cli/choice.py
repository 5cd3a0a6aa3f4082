"""Which policies and rules a command speaks of, read from what was typed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from forecasts.cli.output import say
from forecasts.errors import InputError
from tracker.scoring import ALL_RULES, DEFAULT_POLICIES, Policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forecasts.store import Store

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
