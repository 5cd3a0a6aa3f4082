"""A probability for each option, read from NAME=PROBABILITY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.distributions.notation import options_text
from forecasts.errors import InputError
from forecasts.model import times
from forecasts.model.prediction import ROUNDING, Shares

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.model.option import Option

SHOWN = 40  # characters of a text that an error repeats
LISTED = 8  # options an error names
SLIVER = "1%"  # what an option that was left out might get


def shares(  # noqa: PLR0913 - what was typed, the question's part, and two flags
    pairs: Sequence[tuple[str, str]],
    options: Sequence[Option],
    now: datetime,
    typed: str,
    *,
    normalise: bool = False,
    certain: bool = False,
) -> Shares:
    """Return what was said of each option; None stands for one that is not on offer at `now`.

    Names are told by a prefix that fits one option alone, whatever its case. Raises InputError,
    with what to type instead, for a name that fits none or several, an option left out, and
    probabilities that do not sum to 1 unless they are to be divided by their sum.

    >>> from forecasts.model import times
    >>> from forecasts.model.option import Option
    >>> given = [("y", "40%"), ("n", "0.6")]
    >>> shares(given, (Option("yes"), Option("no")), times.EPOCH, "").probabilities
    (0.4, 0.6)
    """
    said: dict[str, float] = {}
    for name, probability in pairs:
        option = named(name, options)
        if not option.offered(now):
            raise InputError(f"{option.name} {_absence(option, now)}.", "Leave it out.")
        if option.name in said:
            raise InputError(f"{option.name} is given twice.", "Type it once.")
        said[option.name] = parse.probability(probability, certain=certain).probability
    offered = [option.name for option in options if option.offered(now)]
    _check_complete(said, offered)
    total = sum(said.values())
    if normalise and total > 0.0:
        said = {name: p / total for name, p in said.items()}
        for name, p in said.items():
            parse.check_certain(f"{name}={p:.0%}", p, certain=certain)
    elif abs(total - 1.0) > ROUNDING:
        raise _no_whole(said, total)
    return Shares(tuple(said.get(option.name) for option in options), typed)


def named(name: str, options: Sequence[Option]) -> Option:
    """Return the option of that name, or the only one that starts so, whatever the case.

    >>> from forecasts.model.option import Option
    >>> named("ki", (Option("Kim"), Option("Lee"))).name
    'Kim'
    """
    wanted = name.strip().casefold()
    exact = [o for o in options if o.name == name.strip()]
    exact = exact or [o for o in options if o.name.casefold() == wanted]
    fitting = exact or [o for o in options if wanted and o.name.casefold().startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = ", ".join(option.name for option in fitting[:LISTED])
        raise InputError(f"{name[:SHOWN]!r} fits {names}.", "Type more of the name.")
    more = f" and {len(options) - LISTED} more" if len(options) > LISTED else ""
    names = ", ".join(option.name for option in options[:LISTED])
    raise InputError(f"no option is called {name[:SHOWN]!r}.", f"The options are: {names}{more}.")


def _absence(option: Option, now: datetime) -> str:
    start = option.offered_from
    if start is not None and now < start:
        return f"is on offer from {times.to_minute(start)}"
    assert option.offered_until is not None  # noqa: S101 - nothing else takes an option away
    return f"left the options on {times.to_minute(option.offered_until)}"


def _check_complete(said: dict[str, float], offered: list[str]) -> None:
    """Raise InputError that names the options left out and types what is missing."""
    missing = [name for name in offered if name not in said]
    if not missing:
        return
    rest = 1.0 - sum(said.values())
    names = ", ".join(missing[:LISTED])
    verb = "is" if len(missing) == 1 else "are"
    if rest > ROUNDING:
        each = parse.probability_text(round(rest / len(missing), 12))
        left = parse.probability_text(round(rest, 12))
        hint = f"The rest is {left}: add {options_text([(name, each) for name in missing])}"
    else:
        hint = f"Add {options_text([(name, SLIVER) for name in missing])} --normalise"
    raise InputError(f"{names} {verb} missing: each option needs a probability.", hint)


def _no_whole(said: dict[str, float], total: float) -> InputError:
    sum_ = parse.probability_text(round(total, 12))
    if total <= 0.0:
        return InputError("no option is given any chance.", "Type one above 0%.")
    divided = ", ".join(f"{name} {p / total:.1%}" for name, p in [*said.items()][:LISTED])
    return InputError(
        f"the options sum to {sum_}, not to 100%.",
        f"Add --normalise to divide them by their sum: {divided}.",
    )
