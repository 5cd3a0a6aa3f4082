"""`forecasts completion`: complete commands and slugs with the Tab key."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from forecasts.cli.output import say, say_out

if TYPE_CHECKING:
    from collections.abc import Mapping

# shell -> (the file it reads, the line that asks click for the completion script)
SHELLS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bash": ("~/.bashrc", 'eval "$(_FORECASTS_COMPLETE=bash_source forecasts)"'),
        "zsh": ("~/.zshrc", 'eval "$(_FORECASTS_COMPLETE=zsh_source forecasts)"'),
        "fish": (
            "~/.config/fish/config.fish",
            "_FORECASTS_COMPLETE=fish_source forecasts | source",
        ),
    }
)


@click.command(epilog="\b\nExample:\n  forecasts completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(list(SHELLS)))
def completion(shell: str) -> None:
    """Print the line that makes the Tab key complete commands and questions."""
    file, line = SHELLS[shell]
    say(f"Add this line to {file}, then open a new shell:")
    say_out(line)
