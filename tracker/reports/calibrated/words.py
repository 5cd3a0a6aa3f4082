"""A calibration in words: the verdict first, and only what its outcomes allow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.calibration import recalibrate
from tracker.reports.calibrated.interval_words import before_close, interval_words, whole
from tracker.reports.numbers import counted
from tracker.reports.spoken import number

if TYPE_CHECKING:
    from tracker.reports.calibrated.bins import BinRow
    from tracker.reports.calibrated.build import Calibration, Verdict

HALF = 0.5
SMALL = 0.005
MANY, MILLION = 100, 1_000_000
HEADLINES = {
    "over-confident": "Over-confident",
    "under-confident": "Under-confident",
    "too low": "Stated too low",
    "too high": "Stated too high",
    "not calibrated": "Not calibrated",
}
ADVISED = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Speech:
    """How a forecaster is spoken to, or of; you: whether it is the reader; they: of several."""

    name: str
    you: bool
    they: bool = False

    @property
    def subject(self) -> str:
        """The one who did something."""
        if self.they:
            return "they"
        return "you" if self.you else self.name

    @property
    def says(self) -> str:
        """The one, speaking."""
        return f"{self.subject} say{'' if self.you or self.they else 's'}"

    @property
    def whose(self) -> str:
        """The name as the owner of something."""
        if self.they:
            return "their"
        return "your" if self.you else f"{self.name}'s"


def sentences(found: Calibration, who: Speech) -> list[str]:
    """Return the paragraphs: verdict, denominators, count, evidence, terms, advice, what lacks."""
    line = denominators(found)
    if not found.counts.questions:
        late, fell = recorded_late(found), interval_words(found)
        return [_nothing(found, who), line, *late, *fell, *missing(found)]
    if found.inquiry.kind == "numeric":
        return [*interval_words(found), line, *recorded_late(found)]
    return [
        part
        for part in (
            " ".join(filter(None, verdict_words(found, who))),
            line,
            *_together(found),
            *recorded_late(found),
            _expected(found, who),
            _evidence(found),
            _decomposed(found),
            _advice(found, who),
            *interval_words(found),
            *missing(found),
        )
        if part
    ]


def _nothing(found: Calibration, who: Speech) -> str:
    asked = found.inquiry
    return (
        f"Nothing can be said yet about {who.whose} calibration: no question"
        f"{' of a number' if asked.kind == 'numeric' else ''} that has ended by"
        f" {asked.day} has an outcome and a vote"
        f"{' recorded before that outcome was known' if asked.recorded_only else ''}."
    )


def denominators(found: Calibration) -> str:
    """Return the one line that says what was asked and what became of it."""
    counts = found.counts
    what = "Resolved so far" if found.inquiry.resolved_so_far else _ended(found)
    disputed = f" ({counts.disputed} disputed)" if counts.disputed else ""
    parts = [f"resolved {counts.questions:,}", f"waiting {counts.waiting:,}{disputed}"]
    parts += [
        f"{name} {count:,}"
        for name, count in (
            ("never forecast", counts.never_forecast),
            ("nothing stood", counts.without_vote),
        )
        if count
    ]
    line = f"{what}: {counts.members:,} = {' + '.join(parts)}"
    for name, count in (("void", counts.void), ("retrospective", counts.retrospective)):
        line += f" · {name} {count:,}, not counted" if count else ""
    return line


def _ended(found: Calibration) -> str:
    asked = found.inquiry
    apart = "; numbers and dates apart" if asked.kind is None else ""
    return f"Ended by {asked.day} (close and answer-by day passed{apart})"


def _together(found: Calibration) -> list[str]:
    """Return how several people's votes are taken together; nothing of one forecaster."""
    asked = found.inquiry
    if not asked.pooled:
        return []
    how = "Each one's votes count by the share of the time they stood"
    return [f"Together: {asked.name}. {how}; all that was said on one question is one cluster."]


def recorded_late(found: Calibration) -> list[str]:
    """Return how much was recorded once the outcome was known; nothing where all was in time."""
    share = found.counts.hindsight
    if found.inquiry.recorded_only:
        return ["Without what was recorded after the outcome was known."]
    if not share:
        return []
    much = "all votes" if share >= 1.0 else f"{whole(share)} of the votes by weight"
    late = "recorded after the outcome was known, as imports are; without them: --recorded-only."
    return [f"Hindsight: {much} were {late}"]


def verdict_words(found: Calibration, who: Speech) -> tuple[str, ...]:
    """Return the sentences of the verdict, or of why there is none, the weightiest first."""
    if not found.counts.questions:
        return (_nothing(found, who),)
    if found.inquiry.resolved_so_far:
        early = "what happens early resolves early, and what does not happen waits for its end"
        return f"Biased: {early}.", "Read nothing but the questions that have ended."
    if found.waits is not None:
        return f"No verdict on calibration: {found.waits}.", "Resolve them: forecasts due"
    rows = [row for row in found.curve.bins if row.stated is not None] if found.curve else []
    farthest = _capital(_spoken(max(rows, key=_far_out), found, who)) if rows else ""
    if found.decomposition is None and found.evidence.declared:
        at_odds = "Not calibrated, as the evidence below declares; too few outcomes to say how."
        return at_odds, farthest
    if found.curve is None:
        return (_too_few(found, who),)
    if found.decomposition is None:
        return "Too few for a verdict on confidence.", farthest
    if found.verdict == "cannot tell" or found.verdict is None:
        return f"Over-confident or not, nothing can be told: {_slope(found)}.", farthest
    showing = [row for row in rows if _shows(row, found.verdict)]
    said = f": {_spoken(max(showing, key=_miscalibration), found, who)}" if showing else "."
    return f"{HEADLINES[found.verdict]}{said}", f"{_capital(_slope(found))}."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _slope(found: Calibration) -> str:
    line = found.decomposition.cox if found.decomposition else None
    if line is None or line.slope is None or line.slope_low is None or line.slope_high is None:
        reason = line.reason if line and line.votes else "every vote is 0 or 1"
        return f"the slope of stated against happened has no interval, since {reason}"
    words = (
        f"the slope is {number(line.slope)} (95%: {number(line.slope_low)} to"
        f" {number(line.slope_high)}), under 1 over-confident"
    )
    if line.intercept_low is None or line.intercept_high is None:
        return words
    if line.intercept_low > 0.0:
        return f"{words}; things happen more often than stated"
    return f"{words}; things happen less often than stated" if line.intercept_high < 0 else words


def _too_few(found: Calibration, who: Speech) -> str:
    count = found.expected
    n = counted(found.counts.questions, "question")
    if count.observed is not None and count.low is not None and count.high is not None:
        side = "more" if count.observed > count.high else "fewer"
        if not count.low <= count.observed <= count.high:
            return (
                f"{n} resolved: too few for a verdict on calibration. {side.capitalize()} happened"
                " than nine calibrated forecasters in ten would see."
            )
    return (
        f"{n} resolved: nothing can be said yet about {who.whose} calibration, in either direction."
    )


def _spoken(row: BinRow, found: Calibration, who: Speech) -> str:
    """Return what happened of what was stated in one bin, from ten questions on, of how many."""
    stated, happened = _ends(row)
    said = (
        f"when {who.says} {round(100 * row.low)}-{round(100 * row.high)}% ({whole(stated)} on"
        f" average), it has happened {whole(happened)} of the time"
    )
    n = f"{row.questions:,} of {counted(found.counts.questions, 'question')}"
    if row.happened_low is None or row.happened_high is None:
        return f"{said} ({n})."
    return (
        f"{said}, {round(100 * row.happened_low)}-{round(100 * row.happened_high)}%"
        f" (95% interval, {n})."
    )


def _ends(row: BinRow) -> tuple[float, float]:
    """Return what was stated in a bin and what happened."""
    return (HALF if row.stated is None else row.stated), row.happened or 0.0


def _far_out(row: BinRow) -> tuple[float, float]:
    return abs(_ends(row)[0] - HALF), row.low


def _miscalibration(row: BinRow) -> tuple[float, float]:
    """Return how much of all miscalibration lies in a bin, 0 or more; of equals the upper one."""
    stated, happened = _ends(row)
    return round(row.weight * (stated - happened) ** 2, 9), row.low


def _shows(row: BinRow, verdict: Verdict) -> bool:
    """Return whether a bin shows what the verdict says, in whole percents."""
    stated, happened = _ends(row)
    if whole(stated) == whole(happened):
        return False
    outward = (happened - stated) * (stated - HALF)
    if verdict in ("over-confident", "under-confident"):
        return outward < 0 if verdict == "over-confident" else outward > 0
    return verdict == "not calibrated" or (happened > stated) is (verdict == "too low")


def _expected(found: Calibration, who: Speech) -> str:
    count = found.expected
    when = before_close(count.votes)
    if count.expected is None:
        return f"Expected and observed, {when}: {count.reason}."
    gets = f"gets {count.low:,} to {count.high:,} nine times in ten."
    if who.they:
        return (
            f"They expected {count.expected:,.1f} yes in {counted(count.cast, 'answer')} on"
            f" {counted(count.questions, 'question')}, {when}; {count.observed:,} came true."
            f" Whoever is calibrated {gets}"
        )
    return (
        f"{'You' if who.you else who.name} expected {count.expected:,.1f} of"
        f" {counted(count.questions, 'question')} to happen, {when}; {count.observed:,} did. A"
        f" calibrated forecaster {gets}"
    )


def _evidence(found: Calibration) -> str:
    one = found.evidence
    if found.inquiry.resolved_so_far:
        return ""
    if one.value is None:
        return f"No evidence to look at: {one.reason}."
    if one.questions == 0:
        return f"No evidence yet: it waits for the outcome of {one.stopped_at}, the first to end."
    entered = counted(one.questions, "question")
    if one.declared:
        after = counted(one.declared_after or 0, "cluster")
        said = f"Not calibrated: declared, however often one looks, after {after} of questions"
        said += f" (e-value {_evidence_value(one.value)}"
        said += f" after {entered}; {one.threshold:.0f} declares)."
        said += " A certainty was wrong." if math.isinf(one.value) else ""
    else:
        said = "Looked at as often as one likes: no case against calibration (e-value"
        said += f" {_evidence_value(one.value)} after {entered}; {one.threshold:.0f} declares)."
    if one.stopped_at is not None:
        said += f" It waits for the outcome of {one.stopped_at}."
    if one.held_back:
        said += f" {counted(one.held_back, 'vote')} held back until the whole group has ended."
    return said


def _evidence_value(value: float) -> str:
    """Return an e-value for people.

    >>> _evidence_value(8.021), _evidence_value(23456.7), _evidence_value(3e9)
    ('8.02', '23,457', 'over a million')
    """
    if MANY <= value < MILLION:
        return f"{value:,.0f}"
    return "over a million" if MILLION <= value < float("inf") else number(value)


def _decomposed(found: Calibration) -> str:
    if found.decomposition is None or found.curve is None or found.inquiry.resolved_so_far:
        return ""
    one, terms = found.curve.corp, found.decomposition
    if one.score is None or one.mcb is None or one.dsc is None or one.unc is None:
        return f"No decomposition: {one.reason}."
    whole_of, within = terms.brier, ""
    if whole_of.low is not None and whole_of.high is not None:
        within = f" (95%: {number(max(whole_of.low, 0.0))} to {number(min(whole_of.high, 1.0))})"
    said = (
        f"Brier {number(one.score)} over the votes{within} = {number(one.mcb)} of miscalibration"
        f" - {number(one.dsc)} of telling apart + {number(one.unc)} of uncertainty."
    )
    if terms.auc is not None:
        said += f" A yes was stated above a no in {whole(terms.auc)} of pairs."
    if (look := terms.spiegelhalter) is not None:
        said += f" If this is the one planned look: Spiegelhalter's z {number(look.z)},"
        said += f" p {number(look.p_value)}."
    return said


def _advice(found: Calibration, who: Speech) -> str:
    if found.decomposition is None or found.verdict is None:
        return ""
    one = found.decomposition.recalibration
    if not one.shown or one.intercept is None or one.slope is None or one.gain is None:
        return ""
    low, high = (float(recalibrate(p, one.intercept, one.slope)) for p in ADVISED)
    gain = number(one.gain) if one.gain >= SMALL else "under 0.01"
    return (
        f"Advice: where {who.says} 10%, say {whole(low)}; where"
        f" {who.says} 90%, say {whole(high)}. On questions the advice had not seen it"
        f" saves {gain} Brier."
    )


def missing(found: Calibration) -> list[str]:
    """Return which parts need more questions, and when they arrive; nothing where none ended."""
    if not found.counts.questions and not found.counts.waiting:
        return []
    said = []
    for one in () if found.inquiry.resolved_so_far else found.floors:
        there = "none has ended in the last year, so no day can be named"
        if one.arrives_at is not None:
            pace = f"{one.a_year:.0f}" if one.a_year >= 1 else "under 1"
            there = f"at the present pace, {pace} a year, in {one.arrives_at:%B %Y}"
        elif one.a_year:
            there = "at the present pace not within a century"
        said.append(
            f"{one.part.capitalize()} needs {one.needs} resolved questions, and there"
            f" {'is' if one.questions == 1 else 'are'} {one.questions}: {there}."
        )
    return said
