"""Answers given in an editor, and line by line on a terminal, by real processes."""

from __future__ import annotations

import json
import os
import pty
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
    assert f"{kept.name}:{line}: 'perhaps' is no answer to luck." in said
    assert f"The text is kept in {kept}" in said
    assert "A long thought." in kept.read_text()
    editor((f"{LUCK} perhaps", f"{LUCK} both"))
    assert review("answer", "--editor").out.startswith("2 answers on record")
    assert left(db) == []


def test_a_lesson_that_cannot_be_taken_loses_nothing(review: Run, db: Path, editor: Any) -> None:
    review("start", *Q1)
    editor((f"{KNEW}\n", f"{KNEW} A thought.\n"), ("words:\nmeasure:", "words: Look.\nmeasure: x"))
    assert "'x' is no measure" in review("answer", "--editor", code=2).err
    assert "A thought." in left(db)[0].read_text()
    assert json.loads(review("list", "--json").out)["unanswered"] == 16, "all or nothing"


@pytest.mark.parametrize(("program", "words"), [("false", "ended with 1"), ("no-such", "started")])
def test_an_editor_that_fails_records_nothing(
    review: Run, db: Path, monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    monkeypatch.setenv("VISUAL", program)
    review("start", *Q1)
    assert words in review("answer", "--editor", code=2).err
    assert len(left(db)) == 1


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
        ["review", *answers], [*[""] * 14, "Write reasons.", "reasons", "", "80%"]
    )
    assert "What did you know?" in again, "of the other questions"
    assert "share of moves with a reason, 36%, should go higher, to 80%" in " ".join(again.split())
    assert "That was all. Close it: forecasts review close" in again
