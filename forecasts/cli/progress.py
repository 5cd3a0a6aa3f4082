"""A progress bar for long work: on a terminal only, on standard error, gone when done."""

from __future__ import annotations

import atexit
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT = 500  # steps below which a bar would only flicker


def progress(what: str, short: int = SHORT) -> Callable[[int, int], None] | None:
    """Return a `told(done, total)` that draws a bar, or None where standard error is no terminal.

    Another total is another piece of work, with a bar of its own; one of fewer than `short` steps
    has none. rich is loaded when a long piece of work first reports.
    """
    if not sys.stderr.isatty():
        return None
    bars: dict[int, Callable[[int], None]] = {}

    def told(done: int, total: int) -> None:
        if total < short:
            return
        if total not in bars:
            bars[total] = _bar(what, total)
        bars[total](done)
        if done >= total:
            del bars[total]

    return told


def _bar(what: str, total: int) -> Callable[[int], None]:
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=total)
    bar.start()
    atexit.register(bar.stop)  # gives the terminal its cursor back, however the work ends

    def move(done: int) -> None:
        bar.update(task, completed=done)
        if done >= total:
            bar.stop()

    return move
