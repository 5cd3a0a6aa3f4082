"""What draws charts, in a process of its own where there is time to start one.

vl-convert keeps the interpreter to itself while it works, so that a thread beside it stands still;
another process draws while the record is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from threading import Lock
from typing import Any

SERVE = "from tracker.reports.render.artist import serve; serve()"
FIRST = {"mark": "point"}  # the first picture takes half a second, whatever it shows
STARTED: list[Artist] = []


class Artist:
    """A running process that draws; asked by one at a time."""

    def __init__(self) -> None:
        """Start it. Raises OSError where it cannot be started."""
        # Without -P a folder `tracker` where the command was typed would be taken for ours.
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-c", SERVE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._one_at_a_time = Lock()

    def ask(self, request: dict[str, Any]) -> str:
        """Return what it made; raise OSError or ValueError where it is gone or made nothing."""
        into, out = self.process.stdin, self.process.stdout
        assert into is not None  # noqa: S101 - both are pipes
        assert out is not None  # noqa: S101
        with self._one_at_a_time:
            into.write(json.dumps(request, allow_nan=False).encode() + b"\n")
            into.flush()
            answer = json.loads(out.readline())
        return str(answer["made"])


def begin() -> None:
    """Start it, once in a process; where that fails, charts are drawn here."""
    if not STARTED:
        try:
            STARTED.append(Artist())
        except OSError:
            return


def svg(spec: dict[str, Any]) -> str:
    """Return a Vega-Lite specification drawn as SVG; raise ValueError for one that is none."""
    return _made({"svg": spec})


@cache
def bundle(library: str) -> str:
    """Return the libraries that draw in a browser, with `library` after them, as one script."""
    return _made({"bundle": library})


def _made(request: dict[str, Any]) -> str:
    if STARTED:
        try:
            return STARTED[0].ask(request)
        except (OSError, ValueError, KeyError):
            STARTED.clear()  # it is gone, or refused: here it is told why
    return _drawn(request)


def _drawn(request: dict[str, Any]) -> str:
    import vl_convert

    if "bundle" in request:
        return str(vl_convert.javascript_bundle(request["bundle"]))
    return str(vl_convert.vegalite_to_svg(request["svg"]))


def serve() -> None:
    """Draw what is asked for on standard input, a line each, until it ends."""
    for line in sys.stdin.buffer:
        request = json.loads(line)
        sys.stdout.write(json.dumps({"made": _drawn(request)}) + "\n")
        sys.stdout.flush()
        if "bundle" in request:
            _drawn({"svg": FIRST})
