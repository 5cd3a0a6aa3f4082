"""A terminal of its own for a command: what it shows, and what is typed once it shows it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass

CTRL_C, CTRL_D, CTRL_U = "\x03", "\x04", "\x15"
LONGEST_S = 60
# Readline may miss a Ctrl-C between showing a prompt and waiting at it; people then type it again.
QUIET_S = 2.0
Answer = str | Callable[[], str]  # what is typed, or what happens before it is


@dataclass(frozen=True)
class Ended:
    """How a command ended, and all that stood on its terminal."""

    code: int
    seen: str

    @property
    def lines(self) -> list[str]:
        """What was shown, line by line, without what moves the cursor."""
        return self.seen.replace("\r", "").splitlines()


def on_a_terminal(
    words: list[str], answers: list[tuple[str, Answer]], *, columns: int = 100, piped: bool = False,
    **env: str,
) -> Ended:  # fmt: skip
    """Run a command on a terminal; type each answer once its prompt stands there, in their order.

    An answer that ends without a control key is followed by Enter. Fails where an answer is never
    asked for, or nothing ends. piped: the output goes
    elsewhere, and the terminal shows what is asked.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    given = {**os.environ, "TERM": "dumb", "COLUMNS": str(columns), **env}
    if piped:
        del given["COLUMNS"]
    process = subprocess.Popen(
        [sys.executable, "-m", "forecasts", *words],
        stdin=theirs, stdout=subprocess.DEVNULL if piped else theirs, stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one thread
        env=given,
    )  # fmt: skip
    os.close(theirs)
    try:
        return Ended(*_followed(ours, process, answers))
    finally:
        os.close(ours)
        if process.poll() is None:
            process.kill()
            process.wait()


def _followed(
    ours: int, process: subprocess.Popen[bytes], answers: list[tuple[str, Answer]]
) -> tuple[int, str]:
    seen, place, pending, answer, heard_at = "", 0, [*answers], "", time.monotonic()
    end = heard_at + LONGEST_S
    while time.monotonic() < end:
        found = seen.find(pending[0][0], place) if pending else -1
        if found >= 0 and ">" in seen.rpartition("\n")[2]:  # the prompt stands there
            prompt, typed = pending.pop(0)
            answer = typed() if callable(typed) else typed
            place = found + len(prompt)
            os.write(ours, (answer if answer[-1:] in (CTRL_C, CTRL_D) else f"{answer}\r").encode())
        if not select.select([ours], [], [], 0.05)[0]:
            if process.poll() is not None:
                break
            if answer.endswith(CTRL_C) and time.monotonic() - heard_at > QUIET_S:
                os.write(ours, CTRL_C.encode())
                heard_at = time.monotonic()
            continue
        heard_at = time.monotonic()
        try:
            more = os.read(ours, 65536)
        except OSError:  # Linux: the other end is closed
            break
        seen += more.decode(errors="replace")
    else:
        raise AssertionError(f"waited for {pending[:1]} in vain:\n{seen[-1500:]}")
    assert not pending, f"never asked for {pending}:\n{seen[-1500:]}"
    return process.wait(timeout=LONGEST_S), seen
