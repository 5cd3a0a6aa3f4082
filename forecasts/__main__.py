"""The process of the `forecasts` command: quick to start, and quick to end."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process, and end the process with its exit code."""
    # Garbage is looked for after every 700 new objects. Importing makes many, and they stay: the
    # search would take a tenth of a short command's time.
    gc.set_threshold(100_000)
    from forecasts.cli import run

    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as it is after `>&-`
            with suppress(BrokenPipeError):
                stream.flush()
    _finished()
    # Every file is closed by now. To take the libraries apart before leaving, object by object,
    # would take another tenth.
    os._exit(code)


def _finished() -> None:
    """Wait for threads that write what the next command is quicker by."""
    if "threading" in sys.modules:
        import threading

        for thread in threading.enumerate():
            if thread.name.startswith("writing "):
                thread.join()


if __name__ == "__main__":
    main()
