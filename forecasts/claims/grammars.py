"""The grammar of each language that texts are read in."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.claims import english, french, spanish
from forecasts.claims.language import ENGLISH, FRENCH, SPANISH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forecasts.claims.grammar import Grammar

GRAMMARS: Mapping[str, Grammar] = MappingProxyType(
    {ENGLISH: english.GRAMMAR, FRENCH: french.GRAMMAR, SPANISH: spanish.GRAMMAR}
)
