"""The options in which predictions on options, numbers and dates are typed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from forecasts.cli.options import bounded_file
from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from forecasts.distributions.typed import Typed

PERCENTS = (5, 10, 25, 50, 75, 90, 95)  # quantiles that have an option of their own
OPTIONS = (
    click.option(
        "--option", "pairs", metavar="NAME=40%", multiple=True, help="One for each option."
    ),
    click.option("--normalise", is_flag=True, help="Divide the options by their sum."),
    *(
        click.option(
            f"--p{percent}", metavar="NUMBER|DATE", multiple=True, help=f"The {percent}% quantile."
        )
        for percent in PERCENTS
    ),
    click.option("--quantile", "quantiles", metavar="10=3", multiple=True, help="Any quantile."),
    click.option("--normal", metavar="8,2", help="A normal distribution: mean, deviation."),
    click.option("--by", metavar="DATE=20%", multiple=True, help="That it happens by that day."),
    click.option("--never", metavar="30%", help="That it does not happen by the horizon."),
    click.option("--file", "--cdf", metavar="FILE", help="JSON: heights, quantiles, or options."),
)


def parts_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options above; it is called with what was typed in one `parts`."""

    @wraps(command)
    def gathered(**given: Any) -> None:  # noqa: ANN401 - click hands over what each option reads
        names = ("pairs", "normalise", "quantiles", "normal", "by", "never", "file")
        short = {percent: given.pop(f"p{percent}") for percent in PERCENTS}
        command(parts=_parts(short, **{name: given.pop(name) for name in names}), **given)

    for option in reversed(OPTIONS):
        gathered = option(gathered)
    return gathered


def _parts(
    short: dict[int, tuple[str, ...]],
    *,
    pairs: tuple[str, ...],
    quantiles: tuple[str, ...],
    by: tuple[str, ...],
    never: str | None,
    normal: str | None,
    file: str | None,
    normalise: bool,
) -> Typed | None:
    """Return what was typed, None where nothing was: most predictions are one probability."""
    for percent, places in short.items():
        if len(places) > 1:
            given = " and ".join(places)
            raise InputError(f"--p{percent} was typed twice: {given}.", "Type it once.")
    own = tuple(f"{percent}={place}" for percent, places in short.items() for place in places)
    if not any((own, pairs, quantiles, by, never, normal, file, normalise)):
        return None
    from forecasts.distributions.typed import Typed

    return Typed(
        options=pairs,
        quantiles=(*own, *quantiles),
        by=by,
        never=never,
        normal=normal,
        file=(file, bounded_file(file)) if file else None,
        normalise=normalise,
    )
