"""Whether a room's tests notice a changed sign, bound, number, condition or answer in its code.

    bench/mutants.py rules -n 80 --seed 1

prints how many changed programs were tried and how many of them a test failed on, then each that
none did: file, line, what stood there and what was put there instead. `ROOM` is ledger, parse,
scoring or rules; without -n every change is tried. A survivor is a missing test, or a change that
no number can show; a reader tells which. The tree stays as it is: the change is made in a copy.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEAST_KILLED = 0.9
LONG = {"test_dates.py", "test_distribution_aggregates.py", "test_edges.py"}  # run after the others
SLOWER = 3  # times the processor time of the unchanged room: a program that never ends is noticed
HEAVY = (  # imported once, before each process is forked
    "hypothesis", "numpy", "scipy.stats", "scipy.integrate", "sqlite3", "click", "pandas",
    "sklearn.metrics", "scoringrules",
)  # fmt: skip
ROOMS = {
    "ledger": "forecasts/ledger.py",
    "parse": "forecasts/parse.py",
    "scoring": "tracker/scoring",
    "rules": "tracker/rules",
}
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file, the line, what stood there, what stands there now, the whole text."""

    path: str
    line: int
    before: str
    after: str
    text: str


def changes(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901 - one case a kind of node
    """Yield what a node may be changed into, one change each."""
    match node:
        case ast.Compare(ops=ops):
            for i, op in enumerate(ops):
                for other in COMPARED[type(op)]:
                    yield ast.Compare(
                        node.left, [*ops[:i], other(), *ops[i + 1 :]], node.comparators
                    )
        case ast.BinOp(op=op) if type(op) in COMPUTED:
            yield ast.BinOp(node.left, COMPUTED[type(op)](), node.right)
        case ast.AugAssign(op=op) if type(op) in COMPUTED:
            yield ast.AugAssign(node.target, COMPUTED[type(op)](), node.value)
        case ast.BoolOp(op=op):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield node.operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Yield where each node that runs hangs: its parent, the field, the index in a list."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for i, child in items:
            types_only = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            if isinstance(child, ast.AST) and not types_only:
                yield node, name, i
                yield from places(child)


def hung(parent: ast.AST, name: str, i: int | None, child: ast.AST | None = None) -> ast.AST:
    """Return what hangs there, after hanging a child there if one is given."""
    siblings = getattr(parent, name)
    if child is not None and i is None:
        setattr(parent, name, child)
    elif child is not None:
        siblings[i] = child
    return siblings if i is None else siblings[i]


def mutants_of(path: str) -> Iterator[Mutant]:
    """Yield every change of a file that makes another program: `int | str` at its top is a type."""
    tree = ast.parse((ROOT / path).read_text())
    types = {id(node) for top in tree.body if isinstance(top, ast.Assign) for node in unions(top)}
    for place in places(tree):
        node = hung(*place)
        for changed in () if id(node) in types else changes(node):
            hung(*place, child=changed)
            text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(tree)))
            hung(*place, child=node)
            yield Mutant(path, node.lineno, ast.unparse(node), ast.unparse(changed), text)


def unions(top: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of the form `a | b`."""
    for node in ast.walk(top):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield node


def files_of(room: str) -> list[str]:
    """Return the paths of a room's files."""
    place = ROOT / ROOMS[room]
    found = sorted(place.glob("*.py")) if place.is_dir() else [place]
    return [str(path.relative_to(ROOT)) for path in found]


def turns(room: str, path: str) -> list[list[str]]:
    """Return the tests to run: first those of the file and its doctests, then those of the room."""
    own = Path("tests", path).parent / f"test_{Path(path).stem}.py"
    first = [str(own), path] if (ROOT / own).exists() else [path]
    if not (ROOT / ROOMS[room]).is_dir():
        return [first]
    names = sorted(
        one.name for one in (ROOT / own.parent).glob("test_*.py") if one.name != own.name
    )
    return [first, [str(own.parent / name) for name in sorted(names, key=LONG.__contains__)]]


def tried(room: str, mutants: Sequence[Mutant], tree: Path, limit_s: int) -> None:
    """Exit with 1 if a test fails on the mutants, 0 if none does. In a process of its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s))
    out = os.open(os.devnull, os.O_WRONLY)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.dont_write_bytecode = True  # two mutants of one second and size would share it
    sys.path.insert(0, str(tree))
    os.chdir(tree)
    for mutant in mutants:
        (tree / mutant.path).write_text(mutant.text)
    flags = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--tb=no"]
    fine = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)  # a file may have no doctest
    failed = any(pytest.main([*flags, *turn]) not in fine for turn in turns(room, mutants[0].path))
    os._exit(int(failed))


def survive(room: str, mutants: Sequence[Mutant], tree: Path, limit_s: int = 3_600) -> bool:
    """Return whether no test fails on the mutants, all of them at once."""
    work = (room, mutants, tree, limit_s)
    before = {mutant.path: (tree / mutant.path).read_text() for mutant in mutants}
    child = multiprocessing.get_context("fork").Process(target=tried, args=work)
    child.start()
    child.join()
    for name, text in before.items():
        (tree / name).write_text(text)
    return child.exitcode == 0


def measured(room: str, drawn: Sequence[Mutant], tree: Path) -> list[Mutant]:
    """Return those that no test fails on; raise if one fails without any change."""
    same = [
        Mutant(path, 0, "", "", ast.unparse(ast.parse((ROOT / path).read_text())))
        for path in files_of(room)
    ]
    if not survive(room, same, tree):
        raise SystemExit(f"The tests of {room} fail on the code as it is.")
    limit_s = 5 + SLOWER * int(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
    survivors = []
    for mutant in drawn:
        if survive(room, [mutant], tree, limit_s):
            survivors.append(mutant)
            print(f"{mutant.path}:{mutant.line}: {mutant.before}  ->  {mutant.after}", flush=True)
    return survivors


def main() -> int:
    """Try the mutants of a room; return 1 if under 90% of them are noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("-n", type=int, metavar="SAMPLE", help="how many, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    every = [mutant for path in files_of(asked.room) for mutant in mutants_of(path)]
    count = len(every) if asked.n is None else min(asked.n, len(every))
    drawn = random.Random(asked.seed).sample(every, count)
    for name in HEAVY:
        importlib.import_module(name)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in ("forecasts", "tracker", "tests"):
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", tree)
        killed = count - len(measured(asked.room, drawn, tree))
    took_s = time.monotonic() - start
    print(f"{asked.room}: {count} mutants of {len(every)} (seed {asked.seed}), ", end="")
    print(f"{killed} killed ({killed / count:.1%}), {took_s:.0f} s")
    return int(killed < LEAST_KILLED * count)


if __name__ == "__main__":
    sys.exit(main())
