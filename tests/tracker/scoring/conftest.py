"""A sheet of paper: questions and histories in days, judged without any record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tracker.scoring import NEVER, REASONS, History, Judged, Policy, Questions, judge

DAY_US = 86_400_000_000


def us(day: float | None) -> int:
    return NEVER if day is None else round(day * DAY_US)


@dataclass
class Paper:
    """Questions by name and what was said of them; every time is in days from day 0."""

    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: list[dict[str, Any]] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    def ask(self, name: str = "q", **terms: Any) -> None:
        """Ask a question that opens on day 0, closes on day 10 and is known then to be yes."""
        plain = {"opens": 0, "closes": 10, "known": 10, "spot": None, "outcome": 1.0}
        plain |= {"rate": None, "by_deadline": False}
        assert terms.keys() <= plain.keys()
        self.asked[name] = plain | terms

    def say(self, who: str, day: float, p: float | None, **more: Any) -> None:
        """Add a row in the order of the ledger; p None is a withdrawal."""
        plain = {"until": None, "recorded": day, "low": p, "high": p, "peer": True, "on": "q"}
        assert more.keys() <= plain.keys()
        if who not in self.people:
            self.people.append(who)
        self.said.append(plain | more | {"who": who, "day": day, "p": p, "seq": len(self.said)})

    def questions(self) -> Questions:
        rows = list(self.asked.values())

        def days(column: str) -> Any:
            return np.array([us(row[column]) for row in rows], dtype=np.int64)

        return Questions(
            opens_us=days("opens"),
            closes_us=days("closes"),
            known_us=days("known"),
            spot_us=days("spot"),
            outcome=np.array([row["outcome"] for row in rows], dtype=np.float64),
            rate=np.array([0.5 if row["rate"] is None else row["rate"] for row in rows]),
            has_class=np.array([row["rate"] is not None for row in rows], dtype=bool),
            by_deadline=np.array([row["by_deadline"] for row in rows], dtype=bool),
        )

    def history(self) -> History:
        names = list(self.asked)
        order = [
            (names.index(row["on"]), self.people.index(row["who"]), us(row["day"]), row["seq"])
            for row in self.said
        ]
        rows = [self.said[place[3]] for place in sorted(order)]

        def column(name: str, kind: type) -> Any:
            return np.array([np.nan if row[name] is None else row[name] for row in rows], kind)

        def days(name: str) -> Any:
            return np.array([us(row[name]) for row in rows], dtype=np.int64)

        return History(
            question=np.array([place[0] for place in sorted(order)], dtype=np.int64),
            forecaster=np.array([place[1] for place in sorted(order)], dtype=np.int64),
            made_us=days("day"),
            until_us=days("until"),
            recorded_us=days("recorded"),
            p=column("p", float),
            low=column("low", float),
            high=column("high", float),
            peer=column("peer", bool),
        )

    def judged(self, policy: str = "scheduled") -> Judged:
        (found,) = judge(self.questions(), self.history(), [Policy.parse(policy)])
        return found

    def scores(self, policy: str = "scheduled", on: str = "q") -> dict[str, SimpleNamespace]:
        """Return forecaster -> every number of the pair, a rule's score by the rule's name."""
        found, number = self.judged(policy), list(self.asked).index(on)
        return {
            self.people[found.forecaster[i]]: SimpleNamespace(
                coverage=found.coverage[i],
                attainable=found.attainable[i],
                hindsight=found.hindsight[i],
                forecasts=found.forecasts[i],
                reason=REASONS[found.reason[i]],
                **{rule: scores.score[i] for rule, scores in found.rules.items()},
                low={rule: scores.low[i] for rule, scores in found.rules.items()},
                high={rule: scores.high[i] for rule, scores in found.rules.items()},
                reference={rule: scores.reference[i] for rule, scores in found.rules.items()},
                uniform={rule: scores.uniform[i] for rule, scores in found.rules.items()},
            )
            for i in np.flatnonzero(found.question == number).tolist()
        }


NewPaper = Callable[[], Paper]


@pytest.fixture
def paper() -> Paper:
    """Return an empty sheet."""
    return Paper()
