"""Commands in processes of their own, of which one system call is refused or the last one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

# Everything by which a program changes a disk, and what may befall it there.
FAULTS = {
    "pwrite64": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "write": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "ftruncate": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "fallocate": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "fdatasync": ("error=EIO", "signal=SIGKILL"),
    "fsync": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "mkdir": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "rename": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "link": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "unlink": ("error=EIO", "signal=SIGKILL"),
}
# An event counter is full at 2**64 and never for want of room: the renderer of charts, whose
# threads wake each other so, ends itself where one says that it is.
WAKING = re.compile(r"<anon_inode:\[eventfd\]>.*\(INJECTED\)")
# Every child is forked from a process that has loaded the program, and waits until it is traced.
SERVER = """
import json, os, subprocess, sys
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from forecasts.__main__ import _finished
from forecasts.cli import COMMANDS, run

for place, _ in COMMANDS.values():
    import_module(place.partition(":")[0])
for line in sys.stdin:
    asked = json.loads(line)
    traced, go = os.pipe()
    child = os.fork()
    if not child:
        os.close(go)
        os.chdir(asked["folder"])
        os.environ["HOME"] = asked["folder"]
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, name in ((1, "out"), (2, "err")):
            flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC
            os.dup2(os.open(f"{asked['folder']}.{name}", flags), number)
        os.read(traced, 1)
        code = run(asked["words"], now=datetime.fromisoformat(asked["at"]))
        with suppress(OSError):
            sys.stdout.flush()
        with suppress(OSError):
            sys.stderr.flush()
        _finished()
        if asked["learn"]:
            with open(f"{asked['folder']}.modules", "w") as file:
                json.dump([*sys.modules], file)
        os._exit(code)
    os.close(traced)
    strace = subprocess.Popen(
        ["strace", "-f", *asked["strace"], "-p", str(child)],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )
    attached = strace.stderr.readline()
    os.close(go)  # its read ends
    _, status = os.waitpid(child, 0)
    strace.communicate()
    if asked["learn"]:
        with open(f"{asked['folder']}.modules") as file:
            for module in json.load(file):
                with suppress(Exception):
                    import_module(module)
    print(json.dumps([os.waitstatus_to_exitcode(status), attached]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One call that is refused, or at which the program is killed."""

    call: str
    number: int
    fault: str

    def __str__(self) -> str:
        return f"{self.call}:{self.fault}:when={self.number}"

    @property
    def kills(self) -> bool:
        """Whether it is the end of the program."""
        return self.fault.startswith("signal")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, negative for a signal, and what it said.

    waking: what was refused was no write to a disk, but one by which a thread wakes another.
    """

    code: int
    out: str
    err: str
    waking: bool = False


class Forker:
    """Runs command lines, each in a process of its own that a tracer watches."""

    def __init__(self) -> None:
        self.server = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "LOGNAME": "ana", "PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def close(self) -> None:
        """End the process that the others are forked from."""
        self.server.communicate()

    def run(
        self, folder: Path, words: Sequence[str], at: datetime, *strace: str, learn: bool = False
    ) -> Ended:
        """Run a command line in a folder at an instant, under a tracer with these options."""
        asked = {"folder": str(folder), "words": words, "at": at.isoformat(),
                 "strace": strace, "learn": learn}  # fmt: skip
        to, answers = self._pipes()
        to.write(json.dumps(asked) + "\n")
        to.flush()
        code, attached = json.loads(answers.readline())
        assert "attached" in attached, attached
        said = (folder.with_name(f"{folder.name}.{name}").read_text() for name in ("out", "err"))
        return Ended(code, *said)

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        return self.server.stdin, self.server.stdout

    def points(self, folder: Path, words: Sequence[str], at: datetime) -> list[Point]:
        """Return every call that the command makes, with every fault that may befall it."""
        calls = folder.with_name(f"{folder.name}.calls")
        options = ("-e", f"trace={','.join(FAULTS)}", "-o", str(calls))
        done = self.run(folder, words, at, *options, learn=True)
        assert done.code == 0, done.err
        counted: Counter[tuple[str, str]] = Counter(
            re.findall(r"^(\d+) +(\w+)\(", calls.read_text(), re.MULTILINE)
        )
        most = {call: max(n for (_, each), n in counted.items() if each == call)
                for _, call in counted}  # fmt: skip
        return [
            Point(call, number, fault)
            for call, faults in FAULTS.items()
            for number in range(1, most.get(call, 0) + 1)
            for fault in faults
        ]

    def befallen(self, folder: Path, words: Sequence[str], at: datetime, point: Point) -> Ended:
        """Run a command of which one call is refused, or the last."""
        calls = folder.with_name(f"{folder.name}.calls")
        inject = ("-y", "-e", f"trace={point.call}", "-e", f"inject={point}")
        ended = self.run(folder, words, at, "-o", str(calls), *inject)
        return replace(ended, waking=bool(WAKING.search(calls.read_text(errors="replace"))))
