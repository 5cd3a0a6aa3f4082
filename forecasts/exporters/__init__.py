"""Formats that the record can be written to, by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.exporters import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# A new format: a file of this folder with its write(), a line here, a command in cli.
EXPORTERS: Mapping[str, Callable[..., tuple[tables.Written, ...]]] = MappingProxyType(
    {"tables": tables.write}
)
