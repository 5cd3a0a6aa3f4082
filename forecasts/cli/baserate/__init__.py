"""`forecasts baserate`: how often such things happened, before anybody says how likely this is."""

from __future__ import annotations

import click

from forecasts.cli.baserate.counting import count
from forecasts.cli.baserate.keeping import update

FIRST = {"count": count, "update": update}


class CountsByDefault(click.Group):
    """A group whose first word is a log to count, unless it is one of its commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `LOG --kind K` as `count LOG --kind K`."""
        known = (*FIRST, *ctx.help_option_names)
        return super().parse_args(ctx, ["count", *args] if args and args[0] not in known else args)


@click.group(
    cls=CountsByDefault,
    commands=FIRST,
    epilog="""\b
Examples:
  forecasts baserate korea --kind unsc-dprk-sanctions --from 2006 --from 2018
  forecasts baserate visits.csv --from 2012 --per quarter --question next-visit
  forecasts baserate update

\b
What `forecasts baserate LOG` takes: forecasts baserate count --help""",
)
def baserate() -> None:
    """Take the outside view: count a log of dated events, and keep base-rate's forecasts."""
