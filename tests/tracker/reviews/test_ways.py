"""Answers given in an editor, and line by line on a terminal, by real processes."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Q1 = ("--period", "2026-Q1")
KNEW, LUCK = "knew (what did you know):", "luck (luck, judgement, both):"
EDIT = """
import sys
from pathlib import Path
file, changes = Path(sys.argv[-1]), eval(sys.argv[1])
text = file.read_text()
for old, new in changes:
    assert old in text, text
    text = text.replace(old, new, 1)
file.write_text(text)
"""


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that sets an editor which makes these changes."""
    script = tmp_path / "edit.py"
    script.write_text(EDIT)

    def changing(*changes: tuple[str, str]) -> None:
        argv = [sys.executable, str(script), repr(list(changes))]
        monkeypatch.setenv("VISUAL", shlex.join(argv))

    return changing


def left(db: Path) -> list[Path]:
    return list(db.parent.glob("*.review-*.txt"))


def test_in_an_editor(review: Run, db: Path, editor: Any) -> None:
    review("start", *Q1)
    editor(
        (f"{KNEW}\n", f"{KNEW} No envoy.\n# Two lines.\n"),
        (f"{LUCK}\n", f"{LUCK} judgement\n"),
        ("words:\nmeasure:", "words: Look again.\nmeasure: unseen"),
    )
    done = review("answer", "--editor")
    assert done.out.startswith("2 answers and the lesson on record in the review of 2026-Q1")
    assert left(db) == []
    editor()
    assert "nothing recorded" in review("answer", "--editor").err, "what stands is not new"
    editor(("No envoy.", "No envoy then."))
    assert review("answer", "--editor").out.startswith("1 answer on record")
    found = json.loads(review("show", "--json").out)
    words = {one["prompt"]: one["words"] for one in found["surprises"][0]["answers"]}
    assert words == {"knew": "No envoy then.\n# Two lines.", "luck": "judgement"}
    assert found["lesson"]["measure"] == "unseen"


def test_a_text_with_mistakes_is_kept_and_opened_again(review: Run, db: Path, editor: Any) -> None:
    review("start", *Q1)
    editor((f"{KNEW}\n", f"{KNEW} A long thought.\n"), (f"{LUCK}\n", f"{LUCK} perhaps\n"))
    said = review("answer", "--editor", code=1).err
    (kept,) = left(db)
    line = kept.read_text().splitlines().index(f"{LUCK} perhaps") + 1
    assert f"{kept.name}:{line}: luck: 'perhaps' is no answer to luck." in said
    assert f"The text is kept in {kept}" in said
    assert "A long thought." in kept.read_text()
    editor((f"{LUCK} perhaps", f"{LUCK} both"))
    assert review("answer", "--editor").out.startswith("2 answers on record")
    assert left(db) == []


def test_a_lesson_that_cannot_be_taken_loses_nothing(review: Run, db: Path, editor: Any) -> None:
    review("start", *Q1)
    editor((f"{KNEW}\n", f"{KNEW} A thought.\n"), ("words:\nmeasure:", "words: Look.\nmeasure: x"))
    said = review("answer", "--editor", code=1).err
    (kept,) = left(db)
    line = kept.read_text().splitlines().index("measure: x") + 1
    assert f"{kept.name}:{line}: measure: 'x' is no measure" in said
    assert "A thought." in left(db)[0].read_text()
    assert json.loads(review("list", "--json").out)["unanswered"] == 16, "all or nothing"


FAILING = (
    ("EDITOR", "no-such-editor --wait", "'no-such-editor' is not on this machine", "EDITOR=nano"),
    (
        "VISUAL",
        "no-such-editor",
        "'no-such-editor' is not on this machine",
        "VISUAL=nano forecasts",
    ),
    ("VISUAL", "/etc", "'/etc' is no program that can be run", "VISUAL=nano forecasts"),
    ("EDITOR", "vi 'x", 'EDITOR is "vi \'x", in which a quote is left open', "EDITOR=nano"),
    (
        "VISUAL",
        "false",
        "'false' ended with an error (1), so its text was not read",
        "to go on: for",
    ),
    (
        "VISUAL",
        "sh -c 'kill $$'",
        "'sh' was stopped (SIGTERM)",
        "to go on: forecasts review answer",
    ),
    ("VISUAL", "rm", "'rm' removed the text", "to begin again: forecasts review answer"),
    ("VISUAL", "sh -c 'rm $0; exit 3'", "ended with an error (3)", "To go on: forecasts review"),
)


@pytest.mark.parametrize(("variable", "typed", "words", "hint"), FAILING)
def test_an_editor_that_fails_is_told_in_words_and_records_nothing(
    review: Run, db: Path, monkeypatch: pytest.MonkeyPatch, variable: str, typed: str, words: str,
    hint: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("VISUAL", " ")
    monkeypatch.setenv(variable, typed)
    review("start", *Q1)
    said = review("answer", "--editor", code=2).err
    assert words in said
    assert hint in said
    assert f"--editor --db {db}" in said
    assert not re.search(r"[Ee]rrno|No such file|Permission denied|Traceback", said)
    assert json.loads(review("list", "--json").out)["unanswered"] == 16
    assert len(left(db)) == (0 if "rm" in typed else 1)


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"caf\xe9", "is no text in UTF-8"), (b"x" * 1_000_001, "more than a million characters")],
)
def test_a_text_that_cannot_be_read_is_told_in_words(
    review: Run, db: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: bytes, words: str
) -> None:
    (tmp_path / "body").write_bytes(body)
    monkeypatch.setenv("VISUAL", f"cp {shlex.quote(str(tmp_path / 'body'))}")
    review("start", *Q1)
    said = review("answer", "--editor", code=2).err
    (kept,) = left(db)
    assert f"{kept.name} {'is' if b'caf' in body else 'holds'}" in said
    assert words in said
    assert "to go on: forecasts review answer" in said


def test_a_text_is_read_back_in_a_terminal_of_any_width_and_with_a_byte_order_mark(
    review: Run, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    review("start", *Q1)
    monkeypatch.setenv("COLUMNS", "40")
    editor((f"{KNEW}\n", f"{KNEW} A thought.\n"), (f"{LUCK}\n", f"{LUCK} perhaps\n"))
    review("answer", "--editor", code=1)
    monkeypatch.setenv("COLUMNS", "100")
    editor((f"{LUCK} perhaps", f"{LUCK} both"), ("# Review of", "\ufeff# Review of"))
    assert review("answer", "--editor").out.startswith("2 answers on record")
    (first, *_) = json.loads(review("show", "--json").out)["surprises"]
    assert [one["words"] for one in first["answers"]] == ["A thought.", "both"]


def test_everybody_has_a_text_of_their_own(review: Run, db: Path, editor: Any) -> None:
    review("start", *Q1)
    editor((f"{KNEW}\n", f"{KNEW} Ana's.\n"), (f"{LUCK}\n", f"{LUCK} perhaps\n"))
    review("answer", "--editor", code=1)
    editor((f"{KNEW}\n", f"{KNEW} Ben's.\n"))
    assert review("answer", "--editor", "--by", "ben").out.startswith("1 answer on record")
    assert [kept.name[-8:] for kept in left(db)] == ["-ana.txt"]


def on_a_terminal(argv: list[str], answers: list[str]) -> str:
    """Run a command on a terminal of its own and type the answers, one at each prompt."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "forecasts", *argv])  # noqa: S606 - our own
    said, until = "", time.monotonic() + 60
    pending = list(answers)
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.1)[0]:
            if pending and said.rstrip("\n").endswith(("? ", ") ")):
                os.write(terminal, f"{pending.pop(0)}\n".encode())
                said += "\n"
            continue
        try:
            said += os.read(terminal, 65536).decode()
        except OSError:  # the process has ended
            break
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said
    return said


def test_on_a_terminal_it_asks_is_left_and_taken_up_again(db: Path) -> None:
    """The machine's clock is past the quarter, so that the review is of a quarter that is over."""
    argv = ["review", "start", *Q1, "--forecaster", "ana", "--db", str(db)]
    said = on_a_terminal(argv, ["No envoy.", "", "maybe", "no", "q"])
    assert "Type yes or no." in said
    assert "Go on with: forecasts review answer" in said
    answers = ["answer", "--forecaster", "ana", "--db", str(db)]
    again = on_a_terminal(
        ["review", *answers],
        [*[""] * 14, "Look for a base rate.", "outside-view", "800%", "outside-view", "80%"],
    )
    assert "What did you know?" in again, "of the other questions"
    assert "before the own number is from 0% to 100%." in " ".join(again.split())
    assert "before the own number, 50%, should go higher, to 80%" in " ".join(again.split())
    assert "That was all. Close it: forecasts review close" in again
