"""Formats that can be read into the record, by name; each reads a place into plain tables."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.importers import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from forecasts.lines import Tables

# A new format: a file of this folder whose read() gives Tables, a line here, a command in cli.
IMPORTERS: Mapping[str, Callable[[Path, Callable[[int, int], None] | None], Tables]] = (
    MappingProxyType({"tables": tables.read})
)
