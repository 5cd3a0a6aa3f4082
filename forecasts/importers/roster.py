"""Who the tables speak of: every name, on record or new, and the forecaster it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from forecasts.model import Forecaster

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forecasts.lines import ForecasterLine, Tables
    from forecasts.model import ForecasterKind

NEW = 0  # the id of a forecaster who is not on record


@dataclass(slots=True)
class Roster:
    """Forecasters by their name, as the tables want them to be; `keys` leads from any name."""

    wanted: dict[str, Forecaster] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def enter(self, who: Forecaster) -> None:
        """Enter a forecaster under the name and every alias."""
        key = who.name.casefold()
        self.wanted[key] = who
        for name in (who.name, *who.aliases):
            self.keys[name.casefold()] = key

    def named(self, name: str) -> Forecaster | None:
        """Return the forecaster who goes by the name, or None."""
        key = self.keys.get(name.casefold())
        return None if key is None else self.wanted[key]


def roster(tables: Tables, everyone: Iterable[Forecaster], kind: ForecasterKind) -> Roster:
    """Return who is on record and in the tables; new ones have the id 0.

    A name is known by any case and alias. The forecasters table adds aliases and takes none away;
    `kind` is that of a new forecaster on whom it is silent. A name that would stand for two is
    noted as a problem.
    """
    found = Roster()
    for who in everyone:
        found.enter(who)
    for line in tables.forecasters.lines:
        who = found.named(line.name) or Forecaster(NEW, line.name, line.kind or kind)
        taken = [a for a in line.aliases if (other := found.named(a)) and other.name != who.name]
        for alias in taken:
            why = f"{alias!r} is taken by another forecaster"
            tables.problems.add(tables.forecasters.file, line.number, "aliases", why)
        if not taken:
            found.enter(_as_wanted(who, line))
    for name in dict.fromkeys(line.forecaster for line in tables.forecasts.lines):
        if found.named(name) is None:
            found.enter(Forecaster(NEW, name, kind))
    return found


def _as_wanted(who: Forecaster, line: ForecasterLine) -> Forecaster:
    """Return the forecaster with what the line adds to what is known."""
    known = {name.casefold() for name in (who.name, *who.aliases)}
    added = {a.casefold(): a for a in line.aliases if a.casefold() not in known}
    return replace(
        who,
        kind=line.kind or who.kind,
        aliases=(*who.aliases, *added.values()),
        retired_at=line.retired_at or who.retired_at,
    )
