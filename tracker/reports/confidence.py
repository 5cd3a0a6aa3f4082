"""Calibration in a report: as many numbers as there are outcomes for, and when more arrive."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from tracker.comparison import clustered_mean
from tracker.reports.calibrated.as_json import as_json
from tracker.reports.calibrated.drawn import reliability
from tracker.reports.calibrated.words import missing, sentences, verdict_words
from tracker.reports.figures import Difference, Differences, StatedHappened
from tracker.reports.numbers import LEVEL, PERCENT, counted
from tracker.reports.section import Figure, Section, Words
from tracker.reports.spoken import number, signed
from tracker.reports.voice import advantage_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.reports.calibrated import Calibration
    from tracker.reports.depth import Depth
    from tracker.reports.few_votes import FewVotes
    from tracker.reports.material import Material
    from tracker.reports.section import Block
    from tracker.reports.voice import Voice

ELSEWHERE = "The calibration of so many forecasts takes longer than a report may:"
FIRST = 2  # paragraphs of a calibration in words that lead it
HUNDRED, TENS, FIVES = 100, 10, 5
COUNTED = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
OFTEN = 0.35  # from here on, tenths are nearer than one time in three or two


@dataclass(frozen=True, slots=True)
class Confidence:
    """The calibration in words, and its numbers as `forecasts calibration --json` has them.

    few: one vote a question, under 30 questions of one forecaster. numbers: empty of very many.
    """

    forecaster: str
    sentences: tuple[str, ...]
    few: FewVotes | None
    numbers: Mapping[str, object]


def section(material: Material) -> Section | None:
    """Return the calibration, cumulative to the report's instant; None where nobody is judged."""
    depth = material.depth
    if depth is None or depth.voice is None:
        return None
    if depth.calibration is None:
        return None if material.scope.retrospective else _elsewhere(depth.voice)
    found, voice = depth.calibration, depth.voice
    if depth.few is not None:
        said, blocks = _few(material, depth.few, voice, found)
    elif found.few_curve is not None and not voice.several:
        said = (sentences(found, voice.speech)[0], *missing(found))
        blocks = [Words(text, quiet=place > 0) for place, text in enumerate(said)]
    else:
        said = tuple(sentences(found, voice.speech))
        blocks = [*(Words(text, quiet=place >= FIRST) for place, text in enumerate(said))]
        curve = _curve(found, said[0])
        blocks[1:1] = [curve] if curve else []
    data = Confidence(voice.name, said, depth.few, as_json(found))
    return Section("calibration", "Calibration", tuple(blocks), data)


def _elsewhere(voice: Voice) -> Section:
    whose = "--everybody" if voice.several else f"--forecaster {quote(voice.name)}"
    said = f"{ELSEWHERE} forecasts calibration {whose}"
    data = Confidence(voice.name, (said,), None, {})
    return Section("calibration", "Calibration", (Words(said),), data)


def summary(depth: Depth | None) -> str:
    """Return the calibration in one sentence, for the verdict; empty where there is none.

    Why nothing can be said, where that is all there is to say, is left to the section.
    """
    if depth is None or depth.voice is None or depth.calibration is None:
        return ""
    found, speech = depth.calibration, depth.voice.speech
    if depth.few is not None:
        return _conclusion(depth.few, found, depth.voice)
    uncounted = found.curve is None and found.waits is None and found.expected.expected is None
    if uncounted or not found.counts.questions:
        return f"Nothing can be said yet about {speech.whose} calibration."
    return verdict_words(found, speech)[0]


# --- Few questions --------------------------------------------------------------------------------


def _few(
    material: Material, few: FewVotes, voice: Voice, found: Calibration
) -> tuple[tuple[str, ...], list[Block]]:
    """Return what few questions allow: counts, a range for each, and what would be needed."""
    lead = (
        f"{_scored(found, voice)} {_stated(few, voice)} {_brier(few, voice)} Conclusion:"
        f" {_conclusion(few, found, voice, first=False)}"
    )
    lacks = missing(found)
    said = (lead, _needed(few), *lacks)
    charts = [_dots(few, lead), *_differences(material, voice)]
    blocks: list[Block] = [Words(said[0]), Words(said[1]), *charts]
    blocks += [Words(text, quiet=True) for text in lacks]
    return said, blocks


def _scored(found: Calibration, voice: Voice) -> str:
    counts = found.counts
    whose = "your questions" if voice.you else f"{voice.name}'s questions"
    is_ = "is" if counts.questions == 1 else "are"
    wait = "closed one waits" if counts.waiting == 1 else "closed ones wait"
    void = "is" if counts.void == 1 else "are"
    return (
        f"{counts.questions} of {whose} {is_} scored; {counts.waiting} {wait}, {counts.void} {void}"
        " void."
    )


def _stated(few: FewVotes, voice: Voice) -> str:
    who = "You" if voice.you else voice.name
    on = ""
    if few.without:
        on = f" Of these {len(few.rows)} had a number and no outcome yet {_before(few)}."
    return (
        f"{on} {who} expected {few.expected:.1f} of {len(few.rows)} to happen, as stated"
        f" {_before(few)}; {few.observed} did; a calibrated forecaster gets {few.low} to"
        f" {few.high} nine times in ten."
    ).strip()


def _before(few: FewVotes) -> str:
    return f"{counted(few.days, 'day')} before the close"


def _brier(few: FewVotes, voice: Voice) -> str:
    like = "yours" if voice.you else "these"
    return (
        f"Brier {number(few.brier)} then; calibrated people with numbers like {like} get"
        f" {number(few.brier_low)} to {number(few.brier_high)}."
    )


def _conclusion(few: FewVotes, found: Calibration, voice: Voice, *, first: bool = True) -> str:
    whose = "your" if voice.you else f"{voice.name}'s"
    if found.waits is not None:
        said = f"no verdict on {whose} calibration: {found.waits}."
    elif not few.surprising:
        said = f"nothing can be said yet about {whose} calibration, in either direction."
    elif not few.low <= few.observed <= few.high:
        said = (
            f"{few.observed} of {len(few.rows)} happened where {few.low} to {few.high} are usual: a"
            " hint, and no verdict on so few."
        )
    else:
        said = (
            f"Brier {number(few.brier)} where calibrated people get {number(few.brier_low)} to"
            f" {number(few.brier_high)} nine times in ten: a hint that the numbers were"
            f" {'bolder' if few.brier > few.brier_high else 'more timid'} than they should be, and"
            f" no verdict on {counted(len(few.rows), 'question')}."
        )
    return f"{said[0].upper()}{said[1:]}" if first else said


def _needed(few: FewVotes) -> str:
    if few.needed is None:
        return "Numbers next to 50% show no over-confidence, however many there are."
    n = counted(len(few.rows), "question")
    if few.needed <= len(few.rows):
        return f"With {n} like these 1.5-fold over-confidence is seen four times in five or more."
    said = (
        "To see 1.5-fold over-confidence four times in five takes about"
        f" {_about(few.needed)} questions like these in one planned look; with {n} it is seen"
        f" {_odds(few.seen)}."
    )
    pace = few.a_year / 4
    if pace <= 0:
        return f"{said} None has ended in the last year, so no day can be named."
    often = f"about {pace:.0f}" if round(pace) else "fewer than one"
    when = "not within thirty years" if few.needed_at is None else f"{few.needed_at:%B %Y}"
    return f"{said} At {often} a quarter: {when}. Faster: ask more and shorter questions."


def _about(n: int) -> str:
    """Return a number as rough as it is.

    >>> _about(1834), _about(173), _about(47)
    ('1,800', '170', '45')
    """
    step = HUNDRED if n >= HUNDRED * TENS else TENS if n >= HUNDRED else FIVES
    return f"{round(n / step) * step:,}"


def _odds(p: float) -> str:
    """Return a chance as so many times in so many.

    >>> _odds(0.19), _odds(0.65), _odds(0.09), _odds(0.03)
    ('one time in five', 'six times in ten', 'one time in 11', 'fewer than one time in twenty')
    """
    if p >= OFTEN:
        return f"{COUNTED[min(round(p * TENS), TENS - 1)]} times in ten"
    if p < 0.05:  # noqa: PLR2004 - one in twenty
        return "fewer than one time in twenty"
    words = (*COUNTED, "ten")
    of = round(1 / p)
    return f"one time in {words[of] if of < len(words) else of}"


def _dots(few: FewVotes, lead: str) -> Figure:
    when = f"{counted(few.days, 'day')} before it closed"
    chart = StatedHappened(few.rows, when)
    return Figure(chart, "Stated and happened", lead)


def _differences(material: Material, voice: Voice) -> list[Figure]:
    """Return the advantages over the reference as a strip of dots; nothing without an interval."""
    found = advantage_of(material.depth.ended, voice.ids) if material.depth else None
    if found is None:
        return []
    mean = clustered_mean(found.advantage, found.cluster, LEVEL)
    if mean.low is None or mean.high is None:
        return []
    asked = {one.question.id: one.question for one in material.asked}
    rows = tuple(
        Difference(asked[id_].slug, asked[id_].title, ahead)
        for id_, ahead in zip(found.question.tolist(), found.advantage.tolist(), strict=True)
    )
    chart = Differences(against=found.against, rows=rows, mean=mean.mean, low=mean.low,
                        high=mean.high, clusters=mean.clusters)  # fmt: skip
    words = (
        f"{len(rows)} differences from the {found.against} in scheduled Brier, above 0 better; mean"
        f" {signed(mean.mean)}, {PERCENT} {signed(mean.low)} to {signed(mean.high)}."
    )
    return [Figure(chart, f"Question by question against the {found.against}", words)]


# --- The curve ------------------------------------------------------------------------------------


def _curve(found: Calibration, finding: str) -> Figure | None:
    """Return the CORP curve on its band; None under 30 questions."""
    if found.curve is None:
        return None
    return Figure(reliability(found.curve), "What happened of what was stated", finding)
