"""Any steps, with crashes between them: the record stands as a plain model of it says."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from forecasts.cli import run
from forecasts.history import tracks
from forecasts.store import create_store, forecasters, forecasts, open_store, questions
from tests.torture.plain_model import FIX_WITHIN, Asked, Row

LONG = bool(os.environ.get("TORTURE"))
RUNS, STEPS = (300, 30) if LONG else (20, 20)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PEOPLE = ("ana", "ben")
DONE: Counter[str] = Counter()  # steps that were taken, by name; "…, refused" where that was right
MOST_WORK = 600  # instructions of SQLite; an append of a forecast takes some 530


@dataclass(frozen=True)
class Step:
    """One step: what is done, to which question, by whom; each kind takes what it needs of it."""

    kind: str
    number: int
    who: str
    p: int
    minutes: int
    hours: int | None
    after: int
    outcome: str
    yes: bool


# How often each kind comes; the machine has one rule, since with many it leaves out most in a run.
OFTEN = {
    "ask": 1, "revise": 2, "predict": 6, "same": 2, "fix": 2, "withdraw": 2, "passes": 4,
    "closes": 1, "resolve": 3, "reopen": 2, "crash": 3, "tick": 2, "verify": 1,
}  # fmt: skip
KINDS = [kind for kind, times in OFTEN.items() for _ in range(times)]
SAYS = {"predict", "same", "fix", "withdraw"}
steps = st.builds(
    Step,
    kind=st.sampled_from(KINDS),
    number=st.integers(0, 99),
    who=st.sampled_from(PEOPLE),
    p=st.integers(1, 99),
    # The edges of what a slip may be fixed within, and of days.
    minutes=st.sampled_from([0, 1, 14, 15, 16, 60, 24 * 60, 4 * 24 * 60]),
    hours=st.sampled_from([None, None, 5, 36]),
    after=st.integers(1, MOST_WORK),
    outcome=st.sampled_from(["yes", "no", "annulled"]),
    yes=st.booleans(),
)
END = Step("resolve", 0, "ana", 1, 0, None, 1, "yes", yes=False)


@cache
def template() -> bytes:
    """Return an empty record of two forecasters."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        create_store(path).close()
        for name in PEOPLE:
            assert typed(path, NOON, "forecaster", "add", name)[0] == 0
        return path.read_bytes()


def typed(path: Path, now: datetime, *words: str) -> tuple[int, str]:
    """Run a command line; return its exit code and what it printed, after a look for a defect."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([*words, "--db", str(path)], now=now)
    assert "a defect in this program" not in err.getvalue(), (words, err.getvalue())
    assert not code or err.getvalue().startswith("Error: "), (words, code, err.getvalue())
    return code, out.getvalue()


@contextmanager
def befallen(after: int, fate: Callable[[], int]) -> Iterator[None]:
    """Let something happen once, so many instructions into the next transaction that writes."""
    connect, left = sqlite3.connect, [fate]

    def armed(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)

        def arm(statement: str) -> None:
            if statement.startswith("BEGIN IMMEDIATE"):
                connection.set_progress_handler(lambda: left.pop()() if left else 0, after)

        connection.set_trace_callback(arm)
        return connection

    sqlite3.connect = armed  # type: ignore[assignment]
    try:
        yield
    finally:
        sqlite3.connect = connect


def die() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 1


class Life(RuleBasedStateMachine):
    """A record and its model, side by side; only `passes` and `closes` move the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "data.db"
        self.path.write_bytes(template())
        self.now = NOON
        self.asked: dict[str, Asked] = {}
        self.counts = self.on_file()
        self.names = 0

    @initialize(first=steps, second=steps)
    def begin(self, first: Step, second: Step) -> None:
        self.ask(first)
        self.ask(second)

    def teardown(self) -> None:
        """Let all be resolved a little later, so that every run ends in scores."""
        try:
            self.now += HOUR
            for number, (slug, asked) in enumerate(self.asked.items()):
                self.resolve(replace(END, outcome=("yes", "no")[number % 2]), slug, asked)
            self.check_scores()
            self.verify()
        finally:
            self.folder.cleanup()

    def on_file(self) -> Counter[str]:
        with closing(open_store(self.path)) as store:
            rows = store.connection.execute('SELECT "table", count(*) FROM ledger GROUP BY 1')
            return Counter(dict(rows.fetchall()))

    def type(self, *words: str) -> tuple[int, str]:
        return typed(self.path, self.now, *words)

    def wrote(self, *tables: str) -> None:
        """Count one append to the tables, none where there is no table, and compare all."""
        self.counts.update([*tables, "appends"] if tables else ())
        assert self.on_file() == self.counts

    def expect(self, name: str, code: int, *tables: str, right: bool) -> bool:
        """Compare whether a step was taken, and what is on file; return whether it was."""
        DONE[name if right else f"{name}, refused"] += 1
        assert (code == 0) == right, (name, code, right)
        self.wrote(*(tables if right else ()))
        return right

    @rule(step=steps)
    def step(self, step: Step) -> None:
        """Take a step on a question; one who forecasts mostly finds one that takes forecasts."""
        taking = [slug for slug, asked in self.asked.items() if asked.takes(self.now)]
        says = step.kind in SAYS and taking and step.number % 8
        names = taking if says else list(self.asked)
        slug = names[step.number % len(names)]
        getattr(self, step.kind)(step, slug, self.asked[slug])

    def fresh(self) -> str:
        self.names += 1
        return f"00000000-0000-4000-8000-{self.names:012}"

    def settle(self, slug: str) -> None:
        """Compare the status of a question, and what stands on it for each forecaster."""
        with closing(open_store(self.path)) as store:
            question = questions.find(store, slug)
            known = {who.id: who for who in forecasters.everyone(store.connection)}
            said = tracks(forecasts.history(store.connection, question.id), known)
        asked = self.asked[slug]
        assert question.revision == asked.revision
        found: dict[str, int | None] = {}
        for track in said:
            stands = track.standing(self.now)
            chance = stands.chance if stands else None
            found[track.forecaster.name] = round(chance.probability * 100) if chance else None
        assert found == {who: asked.stands(who, self.now) for who in asked.rows}, slug

    def statuses(self) -> None:
        lines = self.type("list", "--all", "--json")[1].splitlines()
        found = {line["question"]: line["status"] for line in map(json.loads, lines)}
        assert found == {slug: asked.status(self.now) for slug, asked in self.asked.items()}

    def ask(self, step: Step, *_: object) -> None:
        slug, late, rate = f"q{len(self.asked)}", step.yes, 3 if step.number % 2 else None
        opens, days = 0 if step.number % 4 else 2, 1 + step.p // 9
        starts = self.now + opens * HOUR
        ends = starts + timedelta(days=days)
        due = ends + timedelta(days=2) if late else ends
        words = ["--opens", starts.isoformat()] if opens else []
        words += ["--resolves", due.isoformat()] if late else []
        words += ["--base-rate", f"{rate}/40"] if rate else []
        code, _ = self.type("ask", f"Will {slug} be?", "--slug", slug, "--closes",
                            ends.isoformat(), "--anyway", *words)  # fmt: skip
        self.expect("ask", code, "questions", "question_revisions", right=True)
        share = Fraction(2 * rate + 1, 82) if rate else Fraction(1, 2)
        self.asked[slug] = Asked(starts, ends, due, share)
        self.settle(slug)

    def revise(self, step: Step, slug: str, asked: Asked) -> None:
        status = asked.status(self.now)
        judged = status in ("resolved", "annulled") or (
            not asked.rulings and bool(asked.rows) and status in ("closed", "due")
        )
        words = ["--counts", f"It is {asked.revision + 1}."]
        code, _ = self.type("revise", slug, *words, *(["--anyway"] if step.yes else []))
        if self.expect("revise", code, "question_revisions", right=step.yes or not judged):
            asked.revision += 1
        self.settle(slug)

    def entered(self, asked: Asked, step: Step, hours: int | None = None) -> None:
        until = self.now + hours * HOUR if hours else None
        asked.rows.setdefault(step.who, []).append(Row(self.now, step.p, until))

    def predict(self, step: Step, slug: str, asked: Asked) -> None:
        words = ["--expires", f"{step.hours}h"] if step.hours else []
        code, _ = self.type("predict", slug, f"{step.p}%", "--as", step.who, *words)
        if self.expect("predict", code, "forecasts", right=asked.takes(self.now)):
            self.entered(asked, step, step.hours)
        self.settle(slug)

    def same(self, step: Step, slug: str, asked: Asked) -> None:
        p = asked.stands(step.who, self.now)
        code, _ = self.type("predict", slug, "same", "--as", step.who)
        right = asked.takes(self.now) and p is not None
        if self.expect("same", code, "forecasts", right=right):
            before = asked.live(step.who)[-1]
            until = before.expires and self.now + (before.expires - before.made)
            asked.rows[step.who].append(Row(self.now, p, until))
        self.settle(slug)

    def fix(self, step: Step, slug: str, asked: Asked) -> None:
        last = asked.live(step.who)[-1:]
        recent = bool(last) and self.now - last[0].made <= FIX_WITHIN
        code, _ = self.type("predict", slug, f"{step.p}%", "--fix", "--as", step.who)
        if self.expect("fix", code, "forecasts", right=asked.takes(self.now) and recent):
            last[0].struck = True
            self.entered(asked, step)
        self.settle(slug)

    def withdraw(self, step: Step, slug: str, asked: Asked) -> None:
        right = asked.takes(self.now) and asked.stands(step.who, self.now) is not None
        code, _ = self.type("withdraw", slug, "--as", step.who)
        if self.expect("withdraw", code, "forecasts", right=right):
            asked.rows[step.who].append(Row(self.now, None))
        self.settle(slug)

    def passes(self, step: Step, *_: object) -> None:
        self.now += timedelta(minutes=step.minutes)
        self.statuses()

    def closes(self, step: Step, slug: str, asked: Asked) -> None:
        self.now = max(self.now, asked.resolves if step.yes else asked.closes)
        DONE["close"] += 1
        self.settle(slug)
        self.statuses()

    def resolve(self, step: Step, slug: str, asked: Asked) -> None:
        known = self.now - timedelta(minutes=step.minutes if step.yes else 0)
        outcome = step.outcome
        ruling: tuple[str, str | None, datetime] = ("resolved", outcome, known)
        words = [outcome, "--no-source", "Seen.", "--known", known.isoformat()]
        if outcome == "annulled":
            ruling, words = ("annulled", None, self.now), ["--annul", "Moot."]
        last = asked.rulings[-1:]
        again = bool(last) and (last[0] == ruling or last[0][0] == outcome == "annulled")
        code, _ = self.type("resolve", slug, *words)
        name = "re-resolve" if last else "resolve"
        self.expect(name, code, *([] if again else ["resolutions"]), right=True)
        asked.rulings += [] if again else [ruling]
        self.settle(slug)
        self.statuses()

    def reopen(self, step: Step, slug: str, asked: Asked) -> None:
        del step
        again = bool(asked.rulings) and asked.rulings[-1][0] == "reopened"
        code, _ = self.type("resolve", slug, "--reopen", "Too early.")
        tables = [] if again else ["resolutions"]
        if self.expect("reopen", code, *tables, right=bool(asked.rulings)) and not again:
            asked.rulings.append(("reopened", None, self.now))
        self.settle(slug)

    def crash(self, step: Step, slug: str, asked: Asked) -> None:
        """Cut an append, or kill its process; the same typed again is recorded once."""
        del slug, asked
        ready = [slug for slug, asked in self.asked.items() if asked.takes(self.now)]
        if not ready:
            return
        slug = ready[step.number % len(ready)]
        words = ["predict", slug, f"{step.p}%", "--as", step.who, "--uuid", self.fresh()]
        before = self.on_file()
        if step.yes:
            self.kill(words, step.after)
        else:
            with befallen(step.after, lambda: 1):
                code, _ = self.type(*words)
            assert (code == 0) == (self.on_file() != before)
        there = self.on_file()
        DONE[f"crash, {'killed' if step.yes else 'cut'} {'before' if there == before else 'after'}"
             " the commit"] += 1  # fmt: skip
        code, _ = self.type(*words)
        self.expect("crash", code, "forecasts", right=True)
        self.entered(self.asked[slug], step)
        self.settle(slug)

    def kill(self, words: list[str], after: int) -> None:
        child = os.fork()
        if not child:
            try:
                with befallen(after, die):
                    self.type(*words)
            finally:
                die()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    def tick(self, *_: object) -> None:
        DONE["tick"] += 1
        self.check_scores()

    def check_scores(self) -> None:
        """Score what is due, and compare every score with that of the model."""
        assert self.type("tracker", "tick")[0] == 0
        wanted = {
            (slug, who): float(score)
            for slug, asked in self.asked.items()
            for who in asked.rows
            if (score := asked.score(who)) is not None
        }
        answer = self.type("scores", "--json", "--rule", "brier", "--policy", "scheduled")[1]
        lines = map(json.loads, answer.splitlines())
        found = {
            (line["question"], line["forecaster"]): line["score"]
            for line in lines
            if line["score"] is not None
        }
        assert found.keys() == wanted.keys()
        assert all(abs(found[pair] - wanted[pair]) < 1e-12 for pair in found), (found, wanted)
        DONE["scores compared"] += len(found)
        assert self.on_file() == self.counts

    def verify(self, *_: object) -> None:
        DONE["verify"] += 1
        code, answer = self.type("verify", "--json")
        assert (code, json.loads(answer)["code"]) == (0, "ok")


def test_any_steps_leave_the_record_as_the_model_says() -> None:
    DONE.clear()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Life,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        ),
    )
    told = ", ".join(f"{name} {count}" for name, count in sorted(DONE.items()))
    sys.stdout.write(f"\nstate machine: {RUNS} runs of {STEPS} steps equal: {told}\n")
    every = "ask revise predict fix withdraw close resolve re-resolve reopen tick crash verify"
    missing = [name for name in every.split() if not DONE[name]]
    assert not (missing if LONG else {"predict", "resolve", "crash"} & set(missing))
    assert DONE["scores compared"] > RUNS
