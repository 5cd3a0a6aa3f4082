"""Reports on questions that are more than yes or no: in their own units, whatever the kind."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.model import ReferenceClass, times
from forecasts.model.prediction import Quantiles
from tracker.reports.figures import Choices, Fan
from tracker.reports.render.charts import drawing_of, drawn
from tracker.reports.render.svg import inline
from tracker.reports.render.terminal import as_text
from tracker.reports.section import Entry, Fields, Figure, Table, Words

OPTIONS = '["Xi", "Putin", "nobody"]'


def place(desk: Any, day: float) -> float:
    return times.to_seconds(desk.record.at(day))


def say(desk: Any, who: str, slug: str, day: float, said: Any, **more: Any) -> None:
    """Record a forecast of any kind on the day it was made."""
    desk.record.say(who, slug, day, said, recorded=day, **more)


@pytest.fixture
def kinds(desk: Any) -> Any:
    """Return a desk with a question of each kind, resolved, and a number that waits."""
    desk.ask("whom", 0, 100, kind="multiple_choice", options=OPTIONS,
             reference_class=ReferenceClass((1, 2, 7), 10, ("Xi", "Putin", "nobody")))  # fmt: skip
    say(desk, "ana", "whom", 0, (0.5, 0.3, 0.2))
    say(desk, "ana", "whom", 50, (0.2, 0.7, 0.1))
    desk.resolve("whom", "Putin", 80)
    for slug in ("growth", "later"):
        desk.ask(slug, 0, 100, kind="numeric", range_min=-10.0, range_max=10.0, open_upper=True,
                 unit="percent")  # fmt: skip
        say(desk, "ana", slug, 0, Quantiles(((0.1, -2.0), (0.5, 1.5), (0.9, 4.0))))
        say(desk, "bo", slug, 40, Quantiles(((0.1, 0.0), (0.5, 2.5), (0.9, 3.0))))
    desk.resolve("growth", "4.5", 100)
    desk.ask("armistice", 0, 100, kind="date", range_max=place(desk, 200), open_upper=True)
    curve = ((0.0, place(desk, 0)), (0.25, place(desk, 100)), (0.6, place(desk, 200)))
    say(desk, "ana", "armistice", 0, Quantiles(curve))
    desk.resolve("armistice", times.to_text(desk.record.at(10)), 10)
    return desk


def entry(desk: Any, slug: str, **scope: Any) -> Any:
    title = f"Will {slug} happen?"
    blocks = desk.section("resolved", **scope).blocks
    return next(b for b in blocks if isinstance(b, Entry) and b.title == title)


def parts(entry: Any, kind: type) -> list[Any]:
    return [block for block in entry.blocks if isinstance(block, kind)]


def test_what_was_said_and_scored_is_told_in_the_questions_own_units(kinds: Any) -> None:
    (growth,) = parts(entry(kinds, "growth"), Table)
    assert growth.headers == ("", "first", "half-way", "last", "CRPS")
    ana, bo = growth.rows
    assert ana[:4] == ("ana", *["1.5 (-2 to 4) percent"] * 3)
    assert bo[:2] == ("bo", "2.5 (0 to 3) percent")
    (whom,) = parts(entry(kinds, "whom"), Table)
    assert whom.rows[0][1:4] == (
        "Xi 50%, Putin 30%, nobody 20%",
        "Xi 50%, Putin 30%, nobody 20%",
        "Putin 70%, Xi 20%, nobody 10%",
    )
    # (1 + ½)/(10 + 3/2), and so on.
    assert whom.rows[1][:2] == ("the base rate", "nobody 65.2%, Putin 21.7%, Xi 13%")
    (armistice,) = parts(entry(kinds, "armistice"), Table)
    assert armistice.rows[0][1] == "half by 2026-06-21, 60% by 2026-07-19"


def test_what_happened_is_said_as_it_is_read(kinds: Any) -> None:
    (growth,) = parts(entry(kinds, "growth"), Fields)
    assert growth.rows[0][1][0].startswith("4.5 percent, known 2026-04-11")
    (armistice,) = parts(entry(kinds, "armistice"), Fields)
    assert armistice.rows[0][1][0].startswith("2026-01-10, known 2026-01-11")
    kinds.resolve("armistice", "never", 200, recorded=300)
    (armistice,) = parts(entry(kinds, "armistice"), Fields)
    assert armistice.rows[0][1][0].startswith("not by 2026-07-19, known")


def test_the_scores_are_those_that_the_judge_stores(kinds: Any) -> None:
    kinds.record.tick(day=400)
    told = {
        (q.question, said.forecaster): said
        for q in kinds.section("resolved").data.questions
        for said in q.said
    }
    slugs = {question.id: slug for slug, question in kinds.record.asked.items()}
    names = {who.id: name for name, who in kinds.record.people.items()}
    checked = 0
    for row in kinds.record.rows("scores", "policy = 'scheduled'"):
        said = told[slugs[row["question_id"]], names[row["forecaster_id"]]]
        assert said.score == row[said.rule]
        assert said.attainable == row["attainable"]
        checked += 1
    assert checked == 4
    assert told["growth", "ana"].rule == "crps"
    assert told["growth", "ana"].most == 20.0


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("growth", "to a number as high as 4.5 percent: so far out, on either side,"),
        ("armistice", "to a date as early as 2026-01-10: so far out, on either side,"),
    ],
)
def test_a_surprise_of_a_distribution_is_how_far_out_it_lay(
    kinds: Any, slug: str, words: str
) -> None:
    told = " ".join(b.text for b in parts(entry(kinds, slug, forecaster=kinds.who("ana")), Words))
    assert words in told


def test_what_was_given_70_per_cent_surprised_nobody(kinds: Any) -> None:
    (whom,) = (q for q in kinds.section("resolved").data.questions if q.question == "whom")
    assert whom.surprise is None


def test_a_number_is_drawn_as_its_median_with_two_bands(kinds: Any) -> None:
    (figure,) = parts(entry(kinds, "growth", forecaster=kinds.who("ana")), Figure)
    fan = figure.chart
    assert isinstance(fan, Fan)
    (stood,) = fan.places
    assert (stood.start, stood.end) == (kinds.record.at(0), kinds.record.at(100))
    # From -10 at the closed end to -2 at 10%, and to 1.5 at 50%; 95% lies past the open end.
    assert (stood.low90, stood.low50, stood.middle) == pytest.approx((-6.0, -0.6875, 1.5))
    assert (stood.high50, stood.high90) == pytest.approx((3.0625, 10.0))
    assert (fan.outcome, fan.outcome_words, fan.unit) == ((4.5, 4.5), "4.5 percent", "percent")
    assert fan.low <= -6.0
    assert fan.high == 10.0


def test_several_are_drawn_as_their_medians_named_so(kinds: Any) -> None:
    (figure,) = parts(entry(kinds, "growth"), Figure)
    assert figure.chart.line.name == "median of 2 people"
    later = figure.chart.places[-1]
    assert (later.low90, later.low50, later.middle, later.high90) == (1.5, 1.5, 2.0, 2.5)


def test_calls_are_among_all_that_have_a_brier_score(kinds: Any) -> None:
    section = kinds.section("calls")
    told = {call.question for call in (*section.data.best, *section.data.worst)}
    assert told == {"whom"}  # it alone has a reference class
    call = next(b for b in section.blocks if isinstance(b, Entry))
    assert "ana went from 30% to 70% for “Putin”. Outcome: Putin." in call.blocks[0].text
    (figure,) = (b for b in call.blocks if isinstance(b, Figure))
    assert isinstance(figure.chart, Choices)
    assert [line.name for line in figure.chart.others] == ["Xi", "nobody"]
    assert not parts(entry(kinds, "whom"), Figure)  # each is drawn once


def test_what_waits_shows_what_was_last_said(kinds: Any) -> None:
    (later,) = kinds.section("needs_a_person", day=150).data.questions
    assert [(one.forecaster, one.said) for one in later.last] == [
        ("ana", "1.5 (-2 to 4) percent"),
        ("bo", "2.5 (0 to 3) percent"),
    ]
    assert later.branches == ()


@pytest.mark.parametrize("slug", ["growth", "armistice", "whom"])
@pytest.mark.parametrize("who", ["ana", None])
def test_every_life_is_drawn(
    kinds: Any, slug: str, who: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    scope = {"forecaster": kinds.who(who)} if who else {}
    figures = [f for f in kinds.report(**scope).figures if f.title == f"Will {slug} happen?"]
    (figure,) = figures
    assert drawing_of(figure.chart).layers.to_dict(validate=True)["layer"]
    for svg in inline(figure, drawn(figure.chart, (740, 350)), "c"):
        assert svg.startswith("<svg")
    assert capfd.readouterr().err == ""


def test_the_terminal_says_between_what_the_medians_are_drawn(kinds: Any) -> None:
    text = as_text(kinds.report(forecaster=kinds.who("ana")), 100)
    assert "medians, -6.8 to 10" in text
    opens = kinds.record.at(0)
    assert (opens.hour, opens.minute) == (0, 0)
    assert f"medians, {opens:%Y-%m-%d} to" in text  # the day it opened, not the one before
    assert max(len(line) for line in text.splitlines() if "not counted" not in line) <= 100


def test_other_people_go_by_letters_in_every_kind(kinds: Any) -> None:
    report = kinds.report(forecaster=kinds.who("ana"), names=False)
    assert "bo " not in as_text(report, 100).replace("about ", "")


def test_numbers_enter_no_mean(kinds: Any) -> None:
    rows = kinds.section("record").data.coin.rows
    assert [(row.forecaster, row.questions) for row in rows] == [("ana", 2)]
