"""A progress bar for long work: on a terminal only, on standard error, gone when done."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT = 500  # steps below which a bar would only flicker


def progress(what: str) -> Callable[[int, int], None] | None:
    """Return a `told(done, total)` that draws a bar, or None where standard error is no terminal.

    rich is loaded when a long piece of work first reports.
    """
    if not sys.stderr.isatty():
        return None
    bars: list[Callable[[int], None]] = []

    def told(done: int, total: int) -> None:
        if total < SHORT:
            return
        if not bars:
            bars.append(_bar(what, total))
        bars[0](done)

    return told


def _bar(what: str, total: int) -> Callable[[int], None]:
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=total)
    bar.start()

    def move(done: int) -> None:
        bar.update(task, completed=done)
        if done >= total:
            bar.stop()

    return move
