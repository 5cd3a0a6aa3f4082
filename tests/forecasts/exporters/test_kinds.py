"""A record of every kind of question comes back from its export, to the last bit."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.exporters.tables import write
from forecasts.importers import tables
from forecasts.importers.merge import merge
from forecasts.lines import ForecastLine, QuestionLine
from forecasts.model import (
    Action,
    Forecast,
    ForecasterKind,
    Interval,
    Question,
    QuestionType,
    ReferenceClass,
    Resolution,
    ResolutionStatus,
    Stated,
    Terms,
    times,
)
from forecasts.model.forecast import Prediction
from forecasts.model.option import Option, to_text
from forecasts.model.prediction import Family, Heights, Quantiles, Shares
from forecasts.store import (
    Batch,
    create_store,
    forecasters,
    forecasts,
    lines,
    questions,
    resolutions,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OPENS = datetime(2026, 1, 1, tzinfo=UTC)
CLOSES = datetime(2026, 6, 1, tzinfo=UTC)
TURN = datetime(2026, 3, 1, tzinfo=UTC)  # from here on one more option is on offer, and one less
names = st.lists(
    st.text("aé김=-@'\",;0.", min_size=1, max_size=5).filter(lambda s: s.strip() == s),
    min_size=3, max_size=5, unique_by=str.casefold,
)  # fmt: skip
finite = st.floats(-1e12, 1e12)
Make = Callable[[st.DrawFn, Terms, datetime], Prediction]


def choice_terms(draw: st.DrawFn) -> dict[str, Any]:
    first, *rest, leaves, comes = (*draw(names), "Other")
    found = (Option(first), *map(Option, rest), Option(leaves, None, TURN), Option(comes, TURN))
    counts = [draw(st.integers(0, 9)) for _ in found]
    counted = ReferenceClass(tuple(counts), sum(counts), tuple(o.name for o in found))
    return {"options": to_text(found), "reference_class": draw(st.sampled_from([None, counted]))}


def shares(draw: st.DrawFn, terms: Terms, at: datetime) -> Prediction:
    offered = [option.offered(at) for option in terms.choices]
    weights = [draw(st.integers(1, 99)) if there else 0 for there in offered]
    found = [w / sum(weights) if there else None for w, there in zip(weights, offered, strict=True)]
    return Shares(tuple(found))


def numeric_terms(draw: st.DrawFn) -> dict[str, Any]:
    lower = draw(st.floats(-1e6, 1e6)) + 0.0
    found = {"range_min": lower, "range_max": lower + draw(st.floats(0.1, 1e6)),
             "open_lower": draw(st.booleans()), "open_upper": draw(st.booleans()),
             "zero_point": draw(st.none() | st.just(lower - 1.0)),
             "bins": draw(st.none() | st.integers(1, 5))}  # fmt: skip
    shared = {"unit": draw(st.sampled_from([None, "USD"])),
              "levels": draw(st.sampled_from([None, "[0.1,0.5,0.9]"]))}  # fmt: skip
    return draw(st.sampled_from([found, {}])) | shared


def heights(draw: st.DrawFn, terms: Terms) -> Heights:
    count = draw(st.integers(2, 6)) if terms.bins is None else terms.bins + 1
    found = sorted(draw(st.lists(st.floats(0, 1), min_size=count, max_size=count)))
    return Heights((*found[:-1], found[-1] if terms.open_upper else 1.0))


def distribution(draw: st.DrawFn, terms: Terms, at: datetime) -> Prediction:
    del at
    scale = terms.scale
    if scale is not None and draw(st.booleans()):
        return heights(draw, terms)
    if scale is None and draw(st.booleans()):
        return Family("normal", (draw(finite), draw(st.floats(1e-9, 1e9))))
    places = finite if scale is None else st.floats(scale.lower, scale.upper)
    levels = sorted(draw(st.lists(st.floats(0, 1), min_size=1, max_size=4, unique=True)))
    found = sorted(draw(places) + 0.0 for _ in levels)
    if terms.title == "date?":  # dates are instants, to the microsecond
        found = [times.to_seconds(times.from_seconds(place)) for place in found]
    return Quantiles(tuple(zip((level + 0.0 for level in levels), found, strict=True)))


def date_terms(draw: st.DrawFn) -> dict[str, Any]:
    months = draw(st.integers(1, 1_000_000)) * times.MICROSECOND * 10_000_000
    end = times.to_seconds(OPENS + timedelta(days=2) + months)
    start = draw(st.none() | st.just(times.to_seconds(OPENS + timedelta(days=1))))
    return {"range_min": start, "range_max": end, "open_lower": draw(st.booleans()),
            "open_upper": True, "timezone": draw(st.sampled_from(["UTC", "Asia/Seoul"])),
            "reference_class": draw(st.sampled_from([None, ReferenceClass((3,), 40)]))}  # fmt: skip


def chance(draw: st.DrawFn, terms: Terms, at: datetime) -> Prediction:
    del terms, at
    return Stated(draw(st.floats(0, 1)) + 0.0, "")


KINDS: dict[str, tuple[Callable[[st.DrawFn], dict[str, Any]], Make]] = {
    "binary": (lambda draw: {"by_deadline": draw(st.booleans())}, chance),
    "multiple_choice": (choice_terms, shares),
    "ordinal": (choice_terms, shares),
    "numeric": (numeric_terms, distribution),
    "date": (date_terms, distribution),
}


def outcome(draw: st.DrawFn, kind: str, terms: Terms) -> tuple[str, Interval | None]:
    """Return an outcome as the record keeps it, and for dates when it happened."""
    if kind == "binary":
        share = draw(st.floats(0.001, 0.999))
        return draw(st.sampled_from(["yes", "no", repr(share)])), None
    if kind == "numeric":
        low = draw(finite) + 0.0
        known = [repr(low), f"{low!r}..{low + 1e6!r}"]
        past = [word for word, there in (("below", terms.open_lower), ("above", terms.open_upper))
                if there]  # fmt: skip
        return draw(st.sampled_from([*known, *past])), None
    if kind == "date":
        end = OPENS + timedelta(days=draw(st.floats(0, 2)))
        start = end - timedelta(hours=draw(st.integers(0, 24)))
        happened = (times.to_text(end), Interval(start, end))
        return draw(st.sampled_from([("never", None), happened]))
    return draw(st.sampled_from(terms.choices)).name, None


@st.composite
def records(draw: st.DrawFn) -> list[tuple[str, Terms, list[tuple[datetime, Prediction]], Any]]:
    """Draw questions of some kinds: terms, predictions in order, and an outcome."""
    found = []
    for kind in draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=4)):
        more, make = KINDS[kind]
        dates = {"opens_at": OPENS, "closes_at": CLOSES, "resolves_by": CLOSES}
        terms = Terms(**{"title": f"{kind}?", **dates, **more(draw)})
        instants = draw(st.lists(st.sampled_from([OPENS, TURN, CLOSES]), max_size=3))
        said = [(at, make(draw, terms, at)) for at in instants]
        found.append((kind, terms, said, outcome(draw, kind, terms)))
    return found


def record(batch: Batch, drawn: Any) -> None:
    """Put drawn questions on record, with what was said of each and what happened."""
    ana = forecasters.add(batch, "ana", ForecasterKind.PERSON)
    for number, (kind, terms, said, (answer, happened)) in enumerate(drawn):
        asked: Question = questions.add(batch, f"q{number}", QuestionType(kind), terms)
        for at, stated in said:
            row = Forecast(
                question_id=asked.id, revision_id=asked.revision_id, forecaster_id=ana.id,
                action=Action.FORECAST, made_at=at, stated=stated,
            )  # fmt: skip
            forecasts.record(batch, row)
        resolved = Resolution(
            question_id=asked.id, status=ResolutionStatus.RESOLVED, known_at=CLOSES,
            outcome=answer, happened=happened,
        )  # fmt: skip
        resolutions.record(batch, resolved)


def held(db: Path, folder: Path | None, out: Path, drawn: Any = None, *, as_jsonl: bool) -> Any:
    """Make a record of what was drawn, or of a folder read twice; export it, return its lines."""
    store = create_store(db)
    with store.append(NOW, "test") as batch:
        if folder is None:
            record(batch, drawn)
        else:
            merge(batch, tables.read(folder), ForecasterKind.PERSON, NOW)
    head = store.receipt()
    with store.snapshot() as connection:
        write(connection, out, as_jsonl=as_jsonl)
        parts = (lines.questions, lines.forecasts, lines.resolutions)
        found: list[Sequence[Any]] = [list(part(connection)) for part in parts]
    with store.append(NOW, "test") as batch:
        merge(batch, tables.read(out), ForecasterKind.PERSON, NOW)
    assert store.receipt() == head  # its own export adds nothing
    store.close()
    return found


@pytest.mark.parametrize("as_jsonl", [False, True])
@given(drawn=records())
@settings(max_examples=40)
def test_export_import_export_is_identical(drawn: Any, *, as_jsonl: bool) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        first = held(place / "a.db", None, place / "a", drawn, as_jsonl=as_jsonl)
        again = held(place / "b.db", place / "a", place / "b", as_jsonl=as_jsonl)
        assert first == again
        assert {path.name: path.read_bytes() for path in (place / "a").iterdir()} == {
            path.name: path.read_bytes() for path in (place / "b").iterdir()
        }
    asked, said, answered = first
    assert [line.terms for line in asked] == [terms for _, terms, _, _ in drawn]
    assert [line.question for line in said] == [
        f"q{number}" for number, (_, _, found, _) in enumerate(drawn) for _ in found
    ]
    assert [line.outcome for line in answered] == [answer for _, _, _, (answer, _) in drawn]


def test_json_lines_hold_lists_and_numbers_and_csv_their_text(tmp_path: Path) -> None:
    terms = Terms(
        title="How many?", opens_at=OPENS, closes_at=CLOSES, resolves_by=CLOSES,
        range_min=-3.0, range_max=50.0, levels="[0.5]",
    )  # fmt: skip
    drawn = [("numeric", terms, [(OPENS, Quantiles(((0.5, -1.5),)))], ("-1.5", None))]
    held(tmp_path / "a.db", None, tmp_path / "csv", drawn, as_jsonl=False)
    held(tmp_path / "b.db", None, tmp_path / "jsonl", drawn, as_jsonl=True)
    parts = ("questions", "forecasts", "resolutions")
    asked, said, answered = (
        (tmp_path / "csv" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1]
        for name in parts
    )
    assert ",-3.0,50.0,,,,,[0.5],," in asked
    assert ',"{""0.5"":-1.5}",' in said
    assert answered.startswith("q0,-1.5,")
    rows = {
        name: json.loads((tmp_path / "jsonl" / f"{name}.jsonl").read_text(encoding="utf-8"))
        for name in parts
    }
    assert (rows["questions"]["range_min"], rows["questions"]["levels"]) == (-3.0, [0.5])
    assert rows["forecasts"]["quantiles"] == {"0.5": -1.5}
    assert rows["resolutions"]["outcome"] == -1.5


def test_a_line_has_one_prediction() -> None:
    line = QuestionLine("a", QuestionType.BINARY, Terms(
        title="?", opens_at=OPENS, closes_at=CLOSES, resolves_by=CLOSES
    ))  # fmt: skip
    assert line.cells()[7:16] == (None,) * 9
    assert ForecastLine("a", "ana", OPENS, 0.5).cells()[3:8] == (0.5, None, None, None, None)
