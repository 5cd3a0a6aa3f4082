"""What a disk may hold after a power cut: system calls read from a trace, and replayed in part."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512  # bytes that a disk writes whole
CALLS = (
    "openat,pwrite64,write,lseek,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,"
    "unlinkat,link,linkat"
)
# A name or bytes as strace -xx writes them.
HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
FD = re.compile(r"^(\w+)\((\d+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?")
RECEIPT = re.compile(rb"\b([0-9]+):([0-9a-f]{16})\b")
RUN = """
import sys, shlex
from forecasts.cli import run
for words in sys.argv[1:]:
    run(shlex.split(words))
"""


def has_strace() -> bool:
    """Return whether this machine can trace system calls."""
    found = shutil.which("strace")
    if not found:
        return False
    tried = subprocess.run([found, "-qq", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@dataclass(frozen=True, slots=True)
class Op:
    """One change of a file or folder, or the moment when something was acknowledged."""

    kind: str  # create, write, cut, sync, sync folder, rename, link, unlink, said
    name: str
    offset: int = 0
    data: bytes = b""
    other: str = ""


def traced(folder: Path, *commands: str) -> list[Op]:
    """Run command lines one after the other in a folder, and return what they did to its files."""
    out = folder.with_name(folder.name + ".trace")
    strace = ["strace", "-f", "-qq", "-y", "-xx", "-s", "99999999", "-e", f"trace={CALLS}"]
    command = [*strace, "-o", str(out), sys.executable, "-c", RUN, *commands]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Error" not in done.stderr, done.stderr.decode()
    return list(_ops(out, str(folder) + "/"))


def _lines(out: Path) -> Iterator[str]:
    """Yield the calls of a trace whole, each where it ended."""
    begun: dict[str, str] = {}
    with out.open(encoding="utf-8") as file:
        for raw in file:
            process, _, call = raw.rstrip("\n").partition(" ")
            call = call.lstrip()
            if call.endswith("<unfinished ...>"):
                begun[process] = call.removesuffix("<unfinished ...>").rstrip()
                continue
            if call.startswith("<... "):
                call = begun.pop(process, "") + call.partition("resumed>")[2]
            if call and ") = -1 " not in call:
                yield call


def _ops(out: Path, folder: str) -> Iterator[Op]:
    at: dict[str, int] = {}  # how far each open file was written
    for call in _lines(out):
        name, _, rest = call.partition("(")
        strings = [_bytes(text) for text in HEX.findall(rest)]
        fd = FD.match(call)
        place = _bytes(fd[3]).decode() if fd else ""
        if name == "write" and fd and fd[2] in {"1", "2"}:
            yield Op("said", "", data=strings[0])
        elif name == "openat":
            opened = _bytes(call.rpartition("<")[2].removesuffix(">")).decode()
            if opened.startswith(folder):
                at[opened] = 0
                yield from _opened(opened, call)
        elif name.startswith(("unlink", "rename", "link")):
            yield from _of_names(name, strings, folder)
        elif fd and name in {"fsync", "fdatasync"}:
            inside = place.startswith(folder)
            if inside or place + "/" == folder:
                yield Op("sync" if inside else "sync folder", place)
        elif fd and place.startswith(folder) and not fd[4]:
            yield from _change(name, place, rest, strings, at)


def _opened(place: str, call: str) -> Iterator[Op]:
    if "O_CREAT" in call:
        yield Op("create", place)
    if "O_TRUNC" in call:
        yield Op("cut", place)


def _of_names(name: str, strings: list[bytes], folder: str) -> Iterator[Op]:
    names = [text.decode() for text in strings]
    full = [each if each.startswith("/") else folder + each for each in names]
    if full[0].startswith(folder):
        kind = name.removesuffix("2").removesuffix("at")
        yield Op(kind, full[0], other=full[1] if len(full) > 1 else "")


def _change(
    name: str, place: str, rest: str, strings: list[bytes], at: dict[str, int]
) -> Iterator[Op]:
    result = int(rest.rpartition("= ")[2].split()[0].partition("<")[0])
    if name == "pwrite64":
        offset = int(rest.rpartition(", ")[2].partition(")")[0])
        yield Op("write", place, offset, strings[-1][:result])
    elif name == "write":
        yield Op("write", place, at.get(place, 0), strings[-1][:result])
        at[place] = at.get(place, 0) + result
    elif name == "lseek":
        at[place] = result
    elif name == "ftruncate":
        yield Op("cut", place, int(rest.rpartition(", ")[2].partition(")")[0]))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass(slots=True)
class _File:
    durable: bytes
    pending: list[Op] = field(default_factory=list)

    def settle(self) -> None:
        for op in self.pending:
            self.durable = _applied(self.durable, op)
        self.pending.clear()


def _applied(content: bytes, op: Op) -> bytes:
    if op.kind == "cut":
        return content[: op.offset].ljust(op.offset, b"\0")
    end = op.offset + len(op.data)
    return content[: op.offset].ljust(op.offset, b"\0") + op.data + content[end:]


@dataclass(frozen=True, slots=True)
class State:
    """What the folder may hold after a power cut, and what had been said before it."""

    files: dict[str, bytes]
    said: tuple[tuple[int, str], ...]
    told: bytes

    def laid_out(self, folder: Path) -> Path:
        """Write the state into an empty folder."""
        for name, content in self.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return folder


class Disk:
    """A folder's files as a disk holds them, while calls come in."""

    def __init__(self, folder: Path, *, strict: bool) -> None:
        self.folder = str(folder) + "/"
        self.strict = strict  # names last only once the folder was synced, as POSIX has it
        self.files = {
            str(path): _File(path.read_bytes()) for path in folder.rglob("*") if path.is_file()
        }
        self.names = dict(self.files)  # as they are on disk
        self.waiting: list[tuple[Op, _File | None]] = []  # changes of names
        self.said: list[tuple[int, str]] = []
        self.told = b""

    def take(self, op: Op) -> None:
        """Do one call."""
        if op.kind == "said":
            self.told += op.data
            self.said += [(int(seq), head.decode()) for seq, head in RECEIPT.findall(op.data)]
        elif op.kind in {"write", "cut"}:
            if op.name in self.files:
                self.files[op.name].pending.append(op)
        elif op.kind == "sync":
            self.files[op.name].settle()
            if not self.strict:  # ext4 writes its journal of names with any fsync
                self._settle_names()
        elif op.kind == "sync folder":
            self._settle_names()
        elif op.kind != "create" or op.name not in self.files:
            file = self.files.get(op.name) or _File(b"")
            _rename(self.files, op, file)
            self.waiting.append((op, file))

    def _settle_names(self) -> None:
        for op, file in self.waiting:
            _rename(self.names, op, file)
        self.waiting.clear()

    def cut(self, chance: Random) -> State:
        """Return one state in which a power cut now may leave the disk."""
        names = dict(self.names)
        how = chance.choice(("none", "all", "some", "torn"))
        last = {"none": 0, "all": len(self.waiting)}.get(how, chance.randint(0, len(self.waiting)))
        for op, file in self.waiting[:last]:
            _rename(names, op, file)
        files = {
            name.removeprefix(self.folder): _cut(file, how, chance)
            for name, file in names.items()
            if file is not None and not name.endswith(("-shm", ".lock"))  # never read after a start
        }
        return State(files, tuple(self.said), self.told)


def _rename(names: dict[str, _File], op: Op, file: _File | None) -> None:
    if op.kind in {"rename", "unlink"}:
        names.pop(op.name, None)
    if file is not None and op.kind != "unlink":
        names[op.other or op.name] = file


def _cut(file: _File, how: str, chance: Random) -> bytes:
    content = file.durable
    for op in file.pending:
        if how == "none" or (how in {"some", "torn"} and chance.random() < 0.5):
            continue
        sectors = len(op.data) // SECTOR
        if how == "torn" and op.kind == "write" and sectors > 1:
            end = chance.randint(0, sectors) * SECTOR
            content = _applied(content, Op("write", op.name, op.offset, op.data[:end]))
        else:
            content = _applied(content, op)
    return content


def cuts(folder: Path, ops: list[Op], count: int, seed: int) -> Iterator[State]:
    """Yield so many states of a folder, each after a power cut at some moment of the calls."""
    chance = Random(seed)
    for strict in (False, True):
        disk = Disk(folder, strict=strict)
        moments = sorted(chance.randint(0, len(ops)) for _ in range(count // 2))
        done = 0
        for moment in moments:
            for op in ops[done:moment]:
                disk.take(op)
            done = moment
            yield disk.cut(chance)
