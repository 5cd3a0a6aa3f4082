"""The rules of the house, held by machine where a machine can hold them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from forecasts.cli import COMMANDS, front_door

ROOT = Path(__file__).parents[1]
ROOMS = ("forecasts", "tracker", "bench")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
FILE_LINES, FUNCTION_LINES, COMMAND_LINES = 400, 40, 25
SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "stuff"}
# Judgements are computed from arguments alone: the same facts give the same score tomorrow.
PURE = ("aggregation", "calibration", "coherence", "comparison", "rules", "scoring")
CLOCKS_AND_FILES = {
    "now",
    "utcnow",
    "today",
    "open",
    "read_text",
    "write_text",
    "getenv",
    "environ",
}
HEAVY = ("altair", "apscheduler", "jinja2", "numpy", "pandas", "rich", "scipy", "sqlite_utils")

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        re.match(r"\w+\.(command|group)\b", ast.unparse(decorator))
        for decorator in function.decorator_list
    )


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the length without decorators, and without the words that --help shows."""
    length = (function.end_lineno or 0) - function.lineno + 1
    if is_command(function) and ast.get_docstring(function):
        words = function.body[0]
        length -= (words.end_lineno or 0) - words.lineno + 1
    return length


@each_module
def test_a_file_and_its_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= FILE_LINES
    long = [
        f"{function.name}: {length} lines"
        for function in functions(ast.parse(text))
        if (length := lines_of(function))
        > (COMMAND_LINES if is_command(function) else FUNCTION_LINES)
    ]
    assert long == []


@each_module
def test_a_file_says_in_one_line_what_it_is_for(path: Path) -> None:
    caption = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first, *more = caption.splitlines()
    assert first.endswith(".")
    assert more[:1] in ([], [""])


@each_module
def test_names_say_something(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names = [*path.relative_to(ROOT).with_suffix("").parts, *classes]
    names += [function.name for function in functions(tree)]
    words = {
        word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    }
    assert not words & SAY_NOTHING


def pure_modules() -> list[Path]:
    rooms = [ROOT / "tracker" / room for room in PURE]
    return [
        path
        for room in rooms
        for path in [room.with_suffix(".py"), *sorted(room.rglob("*.py"))]
        if path.exists()
    ]


@pytest.mark.parametrize("path", pure_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_pure_room_reads_no_clock_and_no_file(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not (named | called) & CLOCKS_AND_FILES


def test_every_pure_room_stands_in_the_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = {
        module
        for contract in project["tool"]["importlinter"]["contracts"]
        if "the judge computes" in contract["name"].lower()
        for module in contract["source_modules"]
    }
    there = {f"tracker.{name}" for name in PURE if find_spec(f"tracker.{name}")}
    assert listed == there


@each_module
def test_only_the_schedule_knows_the_scheduler(path: Path) -> None:
    if ROOT / "tracker" / "schedule" not in path.parents:
        assert not re.search(r"^\s*(import|from) apscheduler", path.read_text(), re.MULTILINE)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Give every command by its full name, those of a group after the group."""
    context = click.Context(front_door)
    for name in COMMANDS:
        command = front_door.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for below in command.list_commands(context):
                found = command.get_command(context, below)
                assert found is not None
                yield f"{name} {below}", found


def test_every_command_of_the_table_is_there_and_shows_an_example() -> None:
    for name, command in commands():
        shown = command.get_help(click.Context(command, info_name=name))
        if not isinstance(command, click.Group):
            assert "Example" in shown, f"{name} --help shows no example"
            assert f"forecasts {name}" in shown, f"{name}: the example does not run it"
        assert (command.help or "").strip(), f"{name} does not say what it does"


def test_every_command_that_reads_the_record_speaks_json() -> None:
    """Those that only make files or a shell's line have nothing to print, or talk to a person."""
    quiet = {
        "claims walk", "completion", "demo", "export", "export tables", "tracker install",
        "tracker run",
    }  # fmt: skip
    silent = {
        name
        for name, command in commands()
        if not isinstance(command, click.Group)
        and not any("--json" in parameter.opts for parameter in command.params)
    }
    assert silent <= quiet


RESOLVE = ["resolve", "snow", "no", "--no-source", "seen", "--known", "2026-10-31"]
HOT = {
    "--help": ["--help"],
    "list": ["list"],
    "list --json": ["list", "--json"],
    "show": ["show", "snow"],
    "show --json": ["show", "rain", "--json"],
    "predict": ["predict", "snow", "12%", "--as", "ana"],
    "resolve": RESOLVE,
    "due": ["due"],
    "verify": ["verify"],
    "agenda": ["agenda", "--others"],
    "round show": ["round", "show", "monday"],
    "tracker status": ["tracker", "status"],
}  # fmt: skip
LOADED = """
import sys
from datetime import UTC, datetime
from forecasts.cli import run
code = run(sys.argv[2:], now=datetime(2026, 11, 1, 12, tzinfo=UTC))
loaded = [name for name in sys.argv[1].split(",") if name in sys.modules]
sys.exit(f"exit code {code}, loaded {loaded}" if code or loaded else 0)
"""


def loads_nothing_heavy(record: Path, argv: list[str]) -> None:
    """Run a command in a process of its own; fail when it ends badly or loads a heavy library."""
    command = [sys.executable, "-c", LOADED, ",".join(HEAVY), *argv]
    if argv != ["--help"]:
        command += ["--db", str(record)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", list(HOT))
def test_the_hot_path_loads_no_heavy_library(name: str, small_record: Path) -> None:
    loads_nothing_heavy(small_record, HOT[name])


def test_a_tick_with_nothing_due_loads_no_heavy_library(small_record: Path) -> None:
    tick = ["tracker", "tick", "--db", str(small_record)]
    subprocess.run([sys.executable, "-c", LOADED, "none", *tick], capture_output=True, check=True)
    loads_nothing_heavy(small_record, ["tracker", "tick"])


DOCUMENTS = [
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*"), ROOT / "Makefile", ROOT / ".ci/run")
    if path.is_file() and path.suffix != ".png"
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_speak_of_the_product_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"/work/\S*|/home/\w+|/root\b|/tmp/\S+|\bshared/", text)


def test_where_to_change_what_is_where_the_readme_says() -> None:
    """The table's paths exist: what stands in backticks, with a slash or an ending of a file."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    if (
        heading := re.search(r"^#+ where to change what", readme, re.IGNORECASE | re.MULTILINE)
    ) is None:
        pytest.skip("the README has no table yet")
    section = re.split(r"^#", readme[heading.end() :], maxsplit=1, flags=re.MULTILINE)[0]
    paths = [
        name
        for name in re.findall(r"`([\w./-]+)`", section)
        if "/" in name or name.endswith((".py", ".md", ".toml"))
    ]
    assert len(paths) > 5
    assert [name for name in paths if not (ROOT / name).exists()] == []
