"""Where it goes wrong: by topic, kind, verbal term and time to the close, partly pooled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.comparison import LEAST_CLUSTERS, clustered_mean
from tracker.reports.calibrated.floors import EACH, few
from tracker.reports.calibrated.label_words import points
from tracker.reports.figures import AtHorizon, Horizon, Pooled, PooledRow
from tracker.reports.numbers import LEVEL, PERCENT, counted, listed
from tracker.reports.pooling import Part, narrowed, parts
from tracker.reports.section import Entry, Figure, Section, Table, Words
from tracker.reports.spoken import NOTHING, ends, signed
from tracker.reports.voice import advantage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.columns import Scored
    from tracker.reports.calibrated.labels import Label
    from tracker.reports.depth import Depth
    from tracker.reports.material import Material
    from tracker.reports.section import Block
    from tracker.reports.voice import Advantage, Voice

SHOWN = 15  # topics of a chart
CLOSE = "By time to the close"
LEAST = 0.01  # of a Brier advantage, to be told from the reference in a chart
PARTS = 2  # a chart of one part compares nothing
KINDS = {
    "binary": "yes or no", "multiple_choice": "options", "ordinal": "ordered options",
    "date": "dates",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WhereWrong:
    """The advantages over one reference on the questions that have ended, part by part.

    horizons: so many days before the close, of the questions still open then; reason in place of
    numbers that are too few. terms: verbal terms, happened minus stated.
    """

    forecaster: str
    against: str
    questions: int
    topics: tuple[Part, ...]
    kinds: tuple[Part, ...]
    horizons: tuple[Part, ...]
    terms: tuple[Label, ...]


def section(material: Material) -> Section | None:
    """Return where the voice does worse than elsewhere; None where nothing has ended."""
    depth = material.depth
    if depth is None or depth.voice is None:
        return None
    found = advantage_of(depth.ended, depth.voice.ids)
    if found is None:
        return None
    data = _data(material, depth, depth.voice, found)
    rows = [_named(row, found, material) for row in _rows(depth, depth.voice, data)]
    entries = [*_by(data, data.topics, "topic"), *_by(data, data.kinds, "kind"), *_terms(data),
               *_horizons(data, rows)]  # fmt: skip
    if _is_level([part for part in (*data.topics, *data.kinds, *data.horizons) if part.ends]):
        entries = _terms(data)
    blocks: list[Block] = [Words(_lead(data, rows)), *entries]
    if any(entry.title != CLOSE for entry in entries):
        blocks.insert(1, Words(KEY, quiet=True))
    return Section("where_wrong", "Where it goes wrong", tuple(blocks), data)


AT_THAT_INSTANT = (
    "A score here is that of what stood at that instant, not the scheduled one of the leaderboard:"
    " the two are on two scales. The rows share questions: they are not independent findings."
)
KEY = (
    "Each part is drawn towards all the others by as much as it is uncertain; the raw mean stands"
    f" beside it. Intervals hold {PERCENT}; parts with under {EACH} questions are left out."
)


def _data(material: Material, depth: Depth, voice: Voice, found: Advantage) -> WhereWrong:
    topics: dict[str, set[int]] = {}
    kinds: dict[str, set[int]] = {}
    for one in material.asked:
        for topic in one.question.terms.topics:
            topics.setdefault(topic, set()).add(one.question.id)
        name = KINDS.get(one.question.type.value, one.question.type.value)
        kinds.setdefault(name, set()).add(one.question.id)
    by_topic, by_kind = (
        parts(found, [(name, frozenset(ids)) for name, ids in labels.items()])
        for labels in (topics, kinds)
    )
    terms = depth.calibration.by_term if depth.calibration else ()
    return WhereWrong(
        voice.name, found.against, len(found.question), by_topic, by_kind,
        tuple(_horizon(days, depth, voice, found, place)
              for place, (days, _) in enumerate(depth.horizons)),
        terms,
    )  # fmt: skip


def _horizon(days: int, depth: Depth, voice: Voice, whole: Advantage, place: int) -> Part:
    """Return the advantage at a horizon, against the reference that all of them are set against."""
    name = f"{days} days before the close"
    found = _at(depth.horizons[place][1], voice, whole.against)
    if found is None:
        return Part(name, 0, 0, None, None, None, None, few(0, EACH))
    mean = clustered_mean(found.advantage, found.cluster, LEVEL)
    why = few(mean.n, EACH) or mean.reason
    if why is not None:
        return Part(name, mean.n, mean.clusters, None, None, None, None, why)
    return Part(name, mean.n, mean.clusters, mean.mean, None, mean.low, mean.high, None)


def _at(scored: Scored, voice: Voice, against: str) -> Advantage | None:
    kept = scored.only(scored.has_class) if against == "base rate" else scored
    found = advantage_of(kept, voice.ids)
    return found if found is not None and found.against == against else None


@dataclass(frozen=True, slots=True)
class _Row:
    """Horizons that hold the very same questions and read the same, as one part."""

    days: tuple[int, ...]
    ids: frozenset[int]
    part: Part


def _rows(depth: Depth, voice: Voice, data: WhereWrong) -> tuple[_Row, ...]:
    """Return the horizons with enough questions, those that tell the same finding as one."""
    rows: list[_Row] = []
    for part, (days, scored) in zip(data.horizons, depth.horizons, strict=True):
        found = _at(scored, voice, data.against) if part.ends else None
        if found is None:
            continue
        ids = frozenset(found.question.tolist())
        one = next((k for k, row in enumerate(rows)
                    if row.ids == ids and _reads(row.part) == _reads(part)), None)  # fmt: skip
        if one is None:
            rows.append(_Row((days,), ids, part))
            continue
        every = (*rows[one].days, days)
        name = f"{listed(every)} days before the close"
        rows[one] = _Row(every, ids, replace(rows[one].part, name=name))
    return tuple(rows)


def _reads(part: Part) -> tuple[str, str]:
    return _middle(part), ends(*(part.ends or (0.0, 0.0)))


def _named(row: _Row, found: Advantage, material: Material) -> _Row:
    """Return the row with whose questions it holds: those of a topic, or the same at each time."""
    asked = {*found.question.tolist()}
    topics: dict[str, set[int]] = {}
    for one in material.asked:
        for topic in one.question.terms.topics if one.question.id in asked else ():
            topics.setdefault(topic, set()).add(one.question.id)
    several, n = len(row.days) > 1, counted(row.part.questions, "question")
    whose = next((f"the {n} of {name}" for name, ids in topics.items() if ids == row.ids), None)
    if whose is None and not several:
        return row
    on = f"{row.part.name}, {'each ' * several}on {whose or f'the same {n}'},"
    return replace(row, part=replace(row.part, name=on))


# --- Words ----------------------------------------------------------------------------------------


def _lead(data: WhereWrong, rows: Sequence[_Row]) -> str:
    """Return on which parts it is behind the reference, as far as intervals tell."""
    kinds = data.kinds if len(data.kinds) > 1 else ()
    every = [*data.topics, *kinds, *(row.part for row in rows)]
    told = [part for part in every if part.ends]
    if not told:
        return (
            f"{counted(data.questions, 'question')} that have ended: no topic, kind or time to the"
            f" close has the {EACH} questions in {LEAST_CLUSTERS} clusters that a line needs."
            if data.questions != 1
            else "1 question has ended: that tells no topic from another."
        )
    behind = [part for part in told if part.ends and part.ends[1] < 0 and _middle(part) != NOTHING]
    n = f"n = {data.questions:,} that have ended"
    parts = f"{len(told)} topics, kinds and times to the close with enough questions"
    if not behind and _is_level(told):
        return (
            f"{data.forecaster} and the {data.against} are less than 0.01 apart on all of the"
            f" {parts} ({n})."
        )
    if not behind:
        by = " by 0.01 or more" if any(part.ends and part.ends[1] < 0 for part in told) else ""
        return (
            f"On none of the {parts} can {data.forecaster} be told to be behind the {data.against}"
            f"{by} ({n})."
        )
    return f"Behind the {data.against} ({n}): {'; '.join(map(_said, behind))}."


def _is_level(told: Sequence[Part]) -> bool:
    """Return whether all intervals lie next to nothing: a chart of them would show the rounding."""
    return bool(told) and all(abs(end) < LEAST for part in told for end in part.ends or ())


def _middle(part: Part) -> str:
    return signed((part.raw if part.pooled is None else part.pooled) or 0.0)


def _said(part: Part) -> str:
    low, high = part.ends or (0.0, 0.0)
    return f"{part.name} {_middle(part)} ({PERCENT}: {ends(low, high)}, n = {part.questions:,})"


def _by(data: WhereWrong, found: Sequence[Part], by: str) -> list[Entry]:
    """Return one way of dividing the questions, as a chart and a table; nothing of one part."""
    told = [part for part in found if part.ends]
    if len(told) < PARTS:
        return []
    rows = tuple(
        PooledRow(part.name, part.raw or 0.0, part.pooled, part.low, part.high, part.questions)
        for part in told[:SHOWN]
    )
    chart = Pooled(by=by, rows=rows, percent=False, below=f"behind the {data.against}",
                   above="ahead of it")  # fmt: skip
    finding = f"Advantage over the {data.against} by {by}: {'; '.join(map(_said, told[:SHOWN]))}."
    title = f"Ahead of the {data.against} or behind it, by {by}"
    table = Table(
        (by, "n", "raw", "pooled", f"{PERCENT} interval"),
        tuple(_cells(part) for part in told[:SHOWN]), frozenset(range(1, 5)), "",
    )  # fmt: skip
    return [Entry(f"By {by}", (Figure(chart, title, finding), table, *_left_out(found)))]


def _left_out(found: Sequence[Part]) -> tuple[Words, ...]:
    few_ = [part for part in found if not part.ends]
    if not few_:
        return ()
    named = ", ".join(f"{part.name} ({part.questions})" for part in few_[:SHOWN])
    more = f" and {len(few_) - SHOWN} more" if len(few_) > SHOWN else ""
    return (Words(f"Too few questions: {named}{more}.", quiet=True),)


def _cells(part: Part) -> tuple[str, ...]:
    low, high = part.ends or (0.0, 0.0)
    pooled = "-" if part.pooled is None else signed(part.pooled)
    return part.name, f"{part.questions:,}", signed(part.raw or 0.0), pooled, ends(low, high)


def _terms(data: WhereWrong) -> list[Entry]:
    """Return what happened where words were used for numbers."""
    rows = tuple(row for one in data.terms if (row := _term(one)))
    if len(rows) < PARTS:
        return []
    chart = Pooled(by="verbal term", rows=rows, percent=True,
                   below="happened less often than stated", above="more often")  # fmt: skip
    said = [
        f"{row.name} {points(row.pooled or 0.0)} ({points(row.low or 0.0)} to"
        f" {points(row.high or 0.0)}, n = {row.questions})"
        for row in rows
    ]
    finding = f"Happened minus stated, in points, {PERCENT} intervals: {'; '.join(said)}."
    table = Table(
        ("verbal term", "n", "raw", "pooled", f"{PERCENT} interval"),
        tuple(
            (row.name, f"{row.questions:,}", points(row.raw), points(row.pooled or 0.0),
             f"{points(row.low or 0.0)} to {points(row.high or 0.0)}")
            for row in rows
        ),
        frozenset(range(1, 5)), "Happened minus stated, in percentage points",
    )  # fmt: skip
    figure = Figure(chart, "What words turned out to mean", finding)
    return [Entry("By verbal term", (figure, table))]


def _term(one: Label) -> PooledRow | None:
    if one.difference is None or one.pooled is None or one.low is None or one.high is None:
        return None
    low, high = narrowed(one.pooled, one.low, one.high)
    return PooledRow(one.label, one.difference, one.pooled, low, high, one.questions)


def _horizons(data: WhereWrong, rows: Sequence[_Row]) -> list[Entry]:
    if len(rows) < PARTS:
        return []
    dots = tuple(
        AtHorizon(days, row.part.raw or 0.0, row.part.low, row.part.high, row.part.questions,
                  None if days == row.days[0] else row.days[0])
        for row in rows
        for days in row.days
    )  # fmt: skip
    chart = Horizon(data.against, dots)
    finding = (
        f"Advantage over the {data.against} at so many days before the close, of the questions open"
        f" then: {'; '.join(_said(row.part) for row in rows)}."
    )
    title = f"Ahead of the {data.against} or behind it, by days to the close"
    return [Entry(CLOSE, (Words(AT_THAT_INSTANT, quiet=True), Figure(chart, title, finding)))]
