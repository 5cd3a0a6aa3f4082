"""A comparison of two forecasters in words and in the cells of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import LEAST_CLUSTERS
from tracker.reports.numbers import counted
from tracker.reports.spoken import RULE_WORDS, number, signed

if TYPE_CHECKING:
    from tracker.reports.compared import Comparison, UnderPolicy

# What a reader must know of a score under a policy before using it.
CAUTIONS = {"open": "improper", "last": "gameable"}
A_NAME = 12  # columns of a name in a table of policies
FULL = 0.995  # of the score was attainable: nothing to say


def verdict_words(found: Comparison) -> str:
    """Return who did better and by how much, or that it cannot be told and what would tell."""
    shown, rule = found.shown, RULE_WORDS.get(found.rule, found.rule)
    result = shown.paired
    shared = f"on {counted(result.questions, 'common question')}"
    if result.clusters < result.questions:
        shared += f" in {counted(result.clusters, 'cluster')}"
    ahead, behind = (found.a, found.b) if result.difference >= 0 else (found.b, found.a)
    gap = abs(result.difference)
    by = f"by {number(gap)} {rule}" if number(gap) != "0.00" else f"by under 0.01 {rule}"
    if shown.verdict != "cannot tell":
        return f"{ahead} did better than {behind}: {by} on average, {shared} ({_interval(shown)})."
    if result.difference == 0.0:
        seen = f"No difference {shared}."
    else:
        ends = f" ({_interval(shown)})" if result.low is not None else ""
        seen = f"{ahead} was ahead {by} on average, {shared}{ends}."
    return f"Cannot tell. {seen} {_what_would_tell(found)}"


def _interval(row: UnderPolicy) -> str:
    """Return the interval of how far who is ahead is ahead, or of the first's lead."""
    low, high = row.paired.low, row.paired.high
    if low is None or high is None:
        return "no interval"
    if row.verdict == "cannot tell":
        return f"95%: {signed(low)} to {signed(high)}"
    near, far = sorted((abs(low), abs(high)))
    return f"95%: {number(near) if number(near) != '0.00' else 'just over 0'} to {number(far)}"


def _what_would_tell(found: Comparison) -> str:
    """Return how many clusters would tell a difference that matters."""
    result, delta = found.shown.paired, f"{found.delta:g}"
    few = ""
    if result.low is None:
        few = f"An interval needs {LEAST_CLUSTERS} clusters of questions. "
    if result.n80 is None:
        return f"{few}One cluster says nothing about how much luck there is in the rest."
    if result.n80 <= result.clusters:
        return (
            f"{few}{counted(result.n80, 'cluster')} would show a true difference of {delta} four"
            " times in five: if there is one, it is likely smaller than that."
        )
    return (
        f"{few}To see a true difference of {delta} four times in five takes about"
        f" {counted(result.n80, 'cluster')}; there {_are(result.clusters)}."
    )


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count:,}"


def evidence_words(found: Comparison) -> str:
    """Return what the e-process says: evidence that holds however often one looks."""
    evidence = found.shown.paired.e_process
    names = {"first": found.a, "second": found.b}
    if evidence.declared is not None:
        return (
            f"However often one looks: {names[evidence.declared]} is declared the better one,"
            f" since cluster {evidence.declared_after} of {len(evidence.path)}.{_held(found)}"
        )
    side = f"that {names[evidence.side]} is better" if evidence.side else "on either"
    return (
        f"However often one looks: a fair bet {side} has turned 1 into {evidence.e_value:.3g};"
        f" at {evidence.threshold:g} it is declared.{_held(found)}"
    )


def _held(found: Comparison) -> str:
    """Return what the bet does not look at yet: what is known early depends on the answer."""
    shown = found.shown
    if shown.waits_for is None:
        return ""
    verb = "waits" if shown.held_back == 1 else "wait"
    return (
        f" {counted(shown.held_back, 'question')} {verb} for {shown.waits_for}, which was to end"
        " first and has no outcome yet."
    )


def policy_table(found: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return headers and rows: both forecasters, and each policy in a column of its own.

    Scores under different policies are never in one column: they are no numbers of one scale.
    """
    rows = found.policies
    cautions = ("", *(CAUTIONS.get(row.policy, "") for row in rows))
    limited = any(row.policy == "scheduled" and row.attainable < FULL for row in rows)
    most = (number(row.attainable) if row.policy == "scheduled" else "" for row in rows)
    cells = [
        *([cautions] if any(cautions) else []),
        (found.a, *(number(row.a) for row in rows)),
        (found.b, *(number(row.b) for row in rows)),
        *([("of at most", *most)] if limited else []),
        ("difference", *(signed(row.paired.difference) for row in rows)),
        ("95% from", *(_end(row, row.paired.low) for row in rows)),
        ("95% to", *(_end(row, row.paired.high) for row in rows)),
        (f"{found.a} is", *(row.verdict for row in rows)),
        ("questions", *(str(row.paired.questions) for row in rows)),
        ("clusters", *(str(row.paired.clusters) for row in rows)),
    ]
    return ("", *(_short(row.policy) for row in rows)), cells


def place_table(found: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return headers and rows: the places of both in the order of means, and if that is told."""
    rows = found.policies
    names = {found.a: found.a, found.b: found.b, None: "even"}
    if max(len(found.a), len(found.b)) > A_NAME:
        names = {found.a: "the first", found.b: "the second", None: "even"}
    cells = [
        (found.a, *(f"{row.a_place} of {row.places}" for row in rows)),
        (found.b, *(f"{row.b_place} of {row.places}" for row in rows)),
        ("ahead", *(names[found.ahead(row)] for row in rows)),
        ("told apart", *("no" if row.verdict == "cannot tell" else "yes" for row in rows)),
    ]
    return ("", *(_short(row.policy) for row in rows)), cells


def place_words(found: Comparison) -> str:
    """Return what the places may not be taken for."""
    together = [_short(row.policy) for row in found.policies if row.verdict == "cannot tell"]
    if not together:
        return "The order of means; beside others, who can be told apart: forecasts leaderboard"
    *most, last = together
    under = f"{', '.join(most)} and {last}" if most else last
    return f"The order of means alone. Under {under} the two are not told apart: no ranking."


def _short(policy: str) -> str:
    """Return a policy's name; the instant of an "at" to its day."""
    return policy if not policy.startswith("at:") else f"at {policy[3:13]}"


def _end(row: UnderPolicy, value: float | None) -> str:
    """Return an end of the interval; one that rounds to nothing says on which side it lies."""
    if value is None:
        return "too few"
    if row.verdict == "cannot tell" or signed(value) != "0.00":
        return signed(value)
    return "just over 0" if value > 0.0 else "just under 0"
