"""The verdict: what can be said, on how many questions, how surely, and what cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from forecasts.model import QuestionType, Status
from tracker.comparison import LEAST_CLUSTERS
from tracker.reports.confidence import summary
from tracker.reports.material import TAKING, WAITING
from tracker.reports.numbers import LEVEL, PERCENT, counted
from tracker.reports.record import only_numbers
from tracker.reports.section import Section, Words
from tracker.reports.spoken import NOTHING, ends, number, signed, verdict_word
from tracker.reports.standings import APART

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.reports.material import Material
    from tracker.reports.standings import Standing

MOSTLY = 0.5
NAMED = 3
LUCK = 1.0 - LEVEL  # of the intervals this share lies off the truth
RANKS = "It ranks nobody and says nothing about calibration."


@dataclass(frozen=True, slots=True)
class Verdict:
    """At most three sentences, and the numbers in them; None where there is none to name."""

    forecaster: str | None
    against: str | None
    questions: int
    clusters: int | None
    skill: float | None
    low: float | None
    high: float | None
    verdict: Literal["better", "worse", "cannot tell"]
    sentences: tuple[str, ...]


def section(material: Material) -> Section:
    """Return the verdict: on the subject, else on all who have scores together."""
    data = to_date(material)
    calibration = summary(material.depth)
    finding, *limits = data.sentences
    if calibration:
        limits = [text for text in limits if text != RANKS]
        data = replace(data, sentences=(finding, calibration, *limits[:1]))
    said = (Words(calibration),) if calibration else ()
    rest = (Words(" ".join(limits[:1] if calibration else limits), quiet=True),)
    return Section("verdict", "Verdict", (Words(finding), *said, *(rest if limits else ())), data)


def to_date(material: Material) -> Verdict:
    """Return what the questions that are scored let one say."""
    scored = len(set(material.scored.question.tolist()))
    judged = [row for row in material.coin if row.kind not in APART]
    voice = material.depth.voice if material.depth else None
    if material.subject is not None:
        return _of_one(material, material.subject.name, scored)
    if not scored:
        return _nothing(material)
    if voice is not None and not voice.several and scored:
        return _of_one(material, voice.name, scored)
    if len(judged) == 1:
        return _of_one(material, judged[0].forecaster, scored)
    return _of_many(material, judged, scored) if judged else _mechanical(material, scored)


def _nothing(material: Material) -> Verdict:
    if early := _before_the_record(material):
        return Verdict(None, None, 0, None, None, None, None, "cannot tell", early)
    waiting, taking = len(material.of_status(*WAITING)), len(material.of_status(*TAKING))
    resolved = len(material.of_status(Status.RESOLVED))
    why = "no question that was forecast in time has an outcome" if resolved else "no outcome yet"
    kinds = {one.question.type for one in material.of_status(Status.RESOLVED)}
    numbers = kinds == {QuestionType.NUMERIC} or only_numbers(material)
    if numbers:
        why = "only numbers have an outcome, and each is told by its CRPS below"
        if len(kinds) > 1:
            why = "of what was forecast in time only numbers have one, each told by its CRPS below"
    sentences = (
        f"Nothing has a Brier score: {why}." if numbers else f"Nothing is scored: {why}.",
        f"{counted(waiting, 'question')} wait for an answer and {taking} are open."
        if waiting != 1
        else f"1 question waits for an answer and {taking} are open.",
        "So there is nothing to conclude, and that is the finding.",
    )
    return Verdict(None, None, 0, None, None, None, None, "cannot tell", sentences)


def _before_the_record(material: Material) -> tuple[str, ...]:
    """Return when the record begins, and what it can report; nothing where it had begun."""
    window = material.window
    if window is None or window.begins_at is None or window.first is None:
        return ()
    day = window.begins_at.astimezone(ZoneInfo(window.timezone))
    command = f"forecasts report --period {window.first.name}{material.scope.flag}"
    return (
        f"The record begins on {day:%Y-%m-%d}, after this {window.noun}.",
        f"The first {window.noun} it can report: {command}",
    )


def _of_one(material: Material, name: str, scored: int) -> Verdict:
    base = next((row for row in material.base if row.forecaster == name), None)
    coin = next((row for row in material.coin if row.forecaster == name), None)
    row = base if base is not None and (base.low is not None or _no_interval(coin)) else coin
    if row is None:
        why = f"nothing that {name} forecast in time has an outcome"
        numbers = only_numbers(material, name)
        if numbers:
            why = (
                f"of what {name} forecast in time only numbers have an outcome, told by CRPS below"
            )
        sentences = (
            f"{name} has no {'Brier score' if numbers else 'score yet'}: {why}.",
            f"{counted(scored, 'question')} scored for others." if scored else "Nor has anybody.",
            "There is nothing to conclude.",
        )
        return Verdict(name, None, 0, None, None, None, None, "cannot tell", sentences)
    return Verdict(
        name, row.against, row.questions, row.clusters, _skill(row), row.low, row.high,
        _verdict_word(row), (_sentence(row), *_limits(material, [row])[:2]),
    )  # fmt: skip


def _no_interval(row: Standing | None) -> bool:
    return row is None or row.low is None


def _verdict_word(row: Standing) -> Literal["better", "worse", "cannot tell"]:
    if row.low is None or row.high is None or (row.low <= 0 <= row.high):
        return "cannot tell"
    return "better" if row.low > 0 else "worse"


def _skill(row: Standing) -> float:
    base = row.skill_base if row.against == "base rate" else None
    return row.skill_uniform if base is None else base


def _n(row: Standing) -> str:
    if row.clusters == row.questions:
        return f"n = {row.questions:,}"
    return f"n = {row.questions:,} in {counted(row.clusters, 'cluster')}"


def _sentence(row: Standing) -> str:
    """Return what can be said of one forecaster, with n, reference and interval."""
    who, reference, skill = row.forecaster, f"the {row.against}", _skill(row)
    if row.low is None or row.high is None:
        return (
            f"{who} has {counted(row.questions, 'question')} scored; an interval against"
            f" {reference} needs {LEAST_CLUSTERS} clusters of related questions and there"
            f" {_is(row.clusters)}, so skill cannot be told from luck."
        )
    within = f"{PERCENT}: {ends(row.low, row.high)}, {_n(row)}"
    word = _verdict_word(row)
    if verdict_word(word, skill, row.low, row.high) == "the same":
        return f"{who} scores as {reference} does, to two decimals of Brier ({within})."
    if word == "cannot tell":
        return (f"Whether {who} is better or worse than {reference} cannot be told:"
                f" {signed(skill)} Brier on average ({within}).")  # fmt: skip
    return f"{who} did {word} than {reference} by {number(abs(skill))} Brier on average ({within})."


def continued(sentence: str) -> str:
    """Return a sentence as it goes on after a colon; a name at its start stays as it is."""
    return f"w{sentence[1:]}" if sentence.startswith("Whether ") else sentence


def _is(clusters: int) -> str:
    return "is 1" if clusters == 1 else f"are {clusters}"


def _of_many(material: Material, judged: Sequence[Standing], scored: int) -> Verdict:
    against, rows = _told_against(material)
    told = [row for row in rows if row.low is not None and row.kind not in APART]
    head = f"{counted(scored, 'question')} scored, {len(judged):,} forecasters"
    limits = _limits(material, told or judged)[:2]
    sentences = (f"{head}: {_tally(told, against)}", *limits)
    return Verdict(
        None, against if told else None, scored, None, None, None, None, "cannot tell", sentences
    )


def _tally(told: Sequence[Standing], against: str) -> str:
    """Return how many can be told from the reference; few are named, many counted."""
    if not told:
        return (f"none has the {LEAST_CLUSTERS} clusters of related questions that an interval"
                " needs, so nobody can be told from the base rate or a coin.")  # fmt: skip
    if len(told) <= NAMED:
        return f"{'; '.join(continued(_sentence(row)).rstrip('.') for row in told)}."
    words = [_verdict_word(row) for row in told]
    expected = round(LUCK * len(told))
    luck = f"; luck alone puts about {expected} of so many off zero" if expected else ""
    return (
        f"against the {against}, of {len(told):,} with a {PERCENT} interval"
        f" ({LEAST_CLUSTERS} clusters of questions or more) {words.count('better')} did better,"
        f" {words.count('worse')} worse, and for {words.count('cannot tell')} it cannot be"
        f" told{luck}."
    )


def _told_against(material: Material) -> tuple[str, Sequence[Standing]]:
    """Return the reference that gives intervals, the base rate before the coin."""
    if any(row.low is not None and row.kind not in APART for row in material.base):
        return "base rate", material.base
    return "coin", material.coin


def _mechanical(material: Material, scored: int) -> Verdict:
    rows = [row for row in material.base if row.low is not None and _verdict_word(row) == "worse"]
    shown = [row for row in rows if signed(_skill(row)) != NOTHING][:1]
    finding = f": {continued(_sentence(shown[0]))}" if shown else "."
    sentences = (
        f"{counted(scored, 'question')} scored, by mechanical forecasters alone{finding}",
        "This is what an analyst has to beat; it says nothing about anybody's skill.",
    )
    row = shown[0] if shown else None
    return Verdict(
        row.forecaster if row else None,
        row.against if row else None,
        scored,
        row.clusters if row else None,
        _skill(row) if row else None,
        row.low if row else None,
        row.high if row else None,
        _verdict_word(row) if row else "cannot tell",
        sentences,
    )


def _limits(material: Material, rows: Sequence[Standing]) -> tuple[str, ...]:
    """Return what the numbers do not show, the weightiest first."""
    waiting = len(material.of_status(*WAITING))
    parts = []
    if all(row.hindsight > MOSTLY for row in rows):
        parts.append("Most of it was entered after the outcomes were known, so it is no proof of"
                     " foresight.")  # fmt: skip
    if waiting:
        verb = "question still waits" if waiting == 1 else "questions still wait"
        parts.append(f"{waiting} closed {verb} for an outcome and can change this.")
    parts.append(RANKS)
    return tuple(parts)
