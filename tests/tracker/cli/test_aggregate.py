"""`forecasts aggregate`: whose numbers, by which method, and when they are hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.model import times
from forecasts.model.prediction import Quantiles
from tracker.reports.aggregated import METHOD_WORDS
from tracker.rules import crps
from tracker.scoring.aggregates import METHOD_NAMES
from tracker.scoring.distribution_aggregates import DISTRIBUTION_METHOD_NAMES

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

KEYS = [
    "question", "status", "method", "label", "at", "aggregate", "members", "daily", "thinned",
    "hidden", "changes", "made_of", "scores",
]  # fmt: skip
OPEN = 5.0  # a day on which the questions of the fixture are open


@pytest.fixture
def asked(record: Recorder, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Return a record in which people, a model, a crowd and a coin forecast; I am zoe."""
    monkeypatch.setenv("LOGNAME", "zoe")
    record.forecaster("coin", "baseline")
    record.forecaster("gpt", "model")
    record.forecaster("metaculus", "crowd")
    record.forecaster("zoe")
    record.ask("rain")
    for who, p in (("ana", 0.2), ("ben", 0.4), ("gpt", 0.7), ("coin", 0.5), ("metaculus", 0.9)):
        record.say(who, "rain", 1, p)
    record.say("ana", "rain", 3, 0.3)
    return record


def told(command: Command, *words: str, day: float = OPEN) -> dict[str, Any]:
    done = command("aggregate", *words, "--json", day=day)
    assert (done.code, done.err) == (0, "")
    (found,) = done.json
    return dict(found)


@pytest.mark.usefixtures("asked")
def test_the_shape_is_the_one_that_help_documents(command: Command) -> None:
    found = told(command, "rain", "--others")
    assert list(found) == KEYS
    words = " ".join(command("aggregate", "--help").out.split()).partition("--json prints")[2]
    assert all(re.search(rf"\b{key}\b", words) for key in KEYS)
    assert found == {
        "question": "rain",
        "status": "open",
        "method": "median",
        "label": "median of 2 people and 1 model",
        "at": "2026-01-06T00:00:00.000000Z",
        "aggregate": 0.4,
        "members": 3,
        "daily": False,
        "thinned": False,
        "hidden": False,
        "changes": [
            {"at": "2026-01-02T00:00:00.000000Z", "p": 0.4, "members": 3},
            {"at": "2026-01-04T00:00:00.000000Z", "p": 0.4, "members": 3},
        ],
        "made_of": [
            {"forecaster": "ana", "kind": "person", "p": 0.3},
            {"forecaster": "ben", "kind": "person", "p": 0.4},
            {"forecaster": "gpt", "kind": "model", "p": 0.7},
        ],
        "scores": [],
    }


@pytest.mark.usefixtures("asked")
def test_it_is_hidden_until_the_reader_has_forecast(asked: Recorder, command: Command) -> None:
    found = told(command, "rain")
    assert (found["hidden"], found["aggregate"], found["members"]) == (True, None, 3)
    assert (found["changes"], found["made_of"]) == ([], [])
    done = command("aggregate", "rain", day=OPEN)
    assert not re.search(r"\d%", done.out)
    assert done.err == "Hidden until you have entered your own; --others shows it.\n"
    assert told(command, "rain", "--as", "ana")["aggregate"] == 0.4
    asked.say("zoe", "rain", 4, 0.1)
    assert told(command, "rain")["aggregate"] == pytest.approx(0.35)


@pytest.mark.usefixtures("asked")
def test_once_it_is_over_everybody_sees_how_it_ended(asked: Recorder, command: Command) -> None:
    asked.say("ben", "rain", 11, 0.9)  # late
    found = told(command, "rain", day=20)
    assert (found["status"], found["aggregate"]) == ("due", 0.4)
    assert found["at"] == "2026-01-10T23:59:59.999999Z"
    asked.resolve("rain", "yes", known=2)
    found = told(command, "rain", "--method", "mean", day=20)
    assert (found["status"], found["at"]) == ("resolved", "2026-01-02T23:59:59.999999Z")
    assert found["aggregate"] == pytest.approx((0.2 + 0.4 + 0.7) / 3)
    out = command("aggregate", "rain", day=20).out
    assert out.startswith("rain: 40%, median of 2 people and 1 model, as it stood at the end\n")


@pytest.mark.usefixtures("asked")
def test_members_are_those_who_are_named(command: Command) -> None:
    named = ["--members", "metaculus", "--members", "coin", "--members", "metaculus"]
    found = told(command, "rain", "--others", *named, "--method", "mean")
    assert (found["label"], found["aggregate"]) == ("mean of 1 baseline and 1 crowd", 0.7)


@pytest.mark.parametrize("method", METHOD_NAMES)
@pytest.mark.usefixtures("asked")
def test_every_method_names_itself(command: Command, method: str) -> None:
    found = told(command, "rain", "--others", "--method", method)
    assert found["label"] == f"{METHOD_WORDS[method]} of 2 people and 1 model"
    values = {
        "median": 0.4, "mean": 1.4 / 3, "trimmed": 1.4 / 3, "recency": 0.4,
        "geometric": 0.46626, "geometric-floored": 0.46626, "extremized": 1.4 / 3,
        "performance": 1.4 / 3,
    }  # fmt: skip
    # Recency: .4 and .7 were said at once and share e^(1 - sqrt 3) and e^(sqrt 2 - sqrt 3): .604
    # each, .3 weighs 1; of 2.209 half is reached at .4. Odds 3/7, 2/3 and 7/3: .87358.
    assert found["aggregate"] == pytest.approx(values[method], abs=1e-4)


def test_what_was_learned_moves_it(asked: Recorder, command: Command) -> None:
    """Eight questions on which ana was right, ben wrong, and both said less than they knew."""
    for i in range(8):
        asked.ask(f"past-{i}", opens=-30, closes=-10)
        asked.say("ana", f"past-{i}", -30, 0.8)
        asked.say("ben", f"past-{i}", -30, 0.5)
        asked.resolve(f"past-{i}", "yes", known=-10)
    named = ["--members", "ana", "--members", "ben", "--others"]
    plain, weighted = (
        told(command, "rain", *named, "--method", method)["aggregate"]
        for method in ("mean", "performance")
    )
    assert plain == pytest.approx(0.35)
    assert weighted < plain - 0.001
    assert told(command, "rain", *named, "--method", "extremized")["aggregate"] < plain - 0.01


def test_what_was_scheduled_to_end_later_teaches_nothing_yet(
    asked: Recorder, command: Command
) -> None:
    asked.ask("early", opens=-30, closes=40)
    asked.say("ana", "early", -30, 0.9)
    asked.say("ben", "early", -30, 0.1)
    asked.resolve("early", "yes", known=-20)
    named = ["--members", "ana", "--members", "ben", "--others"]
    assert told(command, "rain", *named, "--method", "performance")["aggregate"] == 0.35


def test_a_certainty_refuses_the_geometric_mean_by_name(asked: Recorder, command: Command) -> None:
    asked.say("gpt", "rain", 4, 1.0)
    done = command("aggregate", "rain", "--others", "--method", "geometric", day=OPEN)
    assert (done.code, done.out) == (2, "")
    assert "a member says 0 or 100%" in done.err
    assert "--method geometric-floored" in done.err
    found = told(command, "rain", "--others", "--method", "geometric-floored")
    assert found["label"].startswith("floored geometric mean of odds of 2")


def test_without_a_question_every_open_one_is_on_a_line(asked: Recorder, command: Command) -> None:
    asked.ask("snow", closes=20)
    asked.say("zoe", "snow", 2, 0.25)
    asked.ask("draft", opens=50, closes=60)
    asked.ask("over", closes=2)
    asked.ask("silent", closes=20)
    done = command("aggregate", "--json", day=OPEN)
    assert [(row["question"], row["aggregate"], row["hidden"]) for row in done.json] == [
        ("rain", None, True), ("snow", 0.25, False), ("silent", None, True),
    ]  # fmt: skip
    done = command("aggregate", day=OPEN)
    lines = [re.split(r"  +", line) for line in done.out.splitlines()]
    assert lines == [
        ["question", "aggregate", "of", "last change"],
        ["rain", "hidden", "median of 2 people and 1 model"],
        ["snow", "25%", "median of 1 person", "2026-01-03"],
        ["silent", "hidden", "median without members"],
    ]
    assert "--others shows it" in done.err
    assert (
        command("aggregate", day=500).err
        == "No question that can be aggregated is open. See: forecasts list\n"
    )


def test_before_it_opens_it_is_what_will_stand_then(record: Recorder, command: Command) -> None:
    record.ask("draft", opens=50, closes=60)
    record.say("ana", "draft", 3, 0.3)
    found = told(command, "draft", "--others")
    assert (found["status"], found["aggregate"]) == ("draft", 0.3)


def test_nobody_stands(asked: Recorder, command: Command) -> None:
    for who in ("ana", "ben", "gpt"):
        asked.say(who, "rain", 4, None)
    found = told(command, "rain", "--others")
    assert (found["aggregate"], found["members"]) == (None, 0)
    assert found["changes"][-1] == {
        "at": "2026-01-05T00:00:00.000000Z", "p": None, "members": 0,
    }  # fmt: skip
    out = command("aggregate", "rain", "--others", day=OPEN).out
    assert out.startswith("rain: nothing stands, median without members\n")


@pytest.mark.usefixtures("asked")
def test_in_words_it_names_who_says_what(command: Command) -> None:
    done = command("aggregate", "rain", "--others", "--method", "mean", day=OPEN)
    assert done.err == ""
    assert done.out == (
        "rain: 47%, mean of 2 people and 1 model\n"
        "Will rain happen?\n"
        "  ana  30%\n"
        "  ben  40%\n"
        "  gpt  70%, model\n"
        "First 43% on 2026-01-02; between 43% and 47% since; computed 2 times.\n"
    )


def test_options_are_aggregated_each_and_sum_to_one(record: Recorder, command: Command) -> None:
    record.ask("who", kind="ordinal", options='["low", "middle", "high"]')
    for who, p in (("ana", (0.5, 0.3, 0.2)), ("ben", (0.2, 0.5, 0.3)), ("cai", (0.1, 0.2, 0.7))):
        record.say(who, "who", 1, p)
    found = told(command, "who", "--others")
    assert found["label"] == "median of 3 people"
    assert found["aggregate"] == {
        name: pytest.approx(p) for name, p in (("low", 0.25), ("middle", 0.375), ("high", 0.375))
    }
    assert found["changes"] == [
        {"at": "2026-01-02T00:00:00.000000Z", "p": found["aggregate"], "members": 3}
    ]
    assert found["made_of"][0] == {
        "forecaster": "ana", "kind": "person", "p": {"low": 0.5, "middle": 0.3, "high": 0.2},
    }  # fmt: skip
    pool = told(command, "who", "--others", "--method", "geometric")["aggregate"]
    roots = {name: p ** (1 / 3) for name, p in (("low", 0.01), ("middle", 0.03), ("high", 0.042))}
    assert pool == {name: pytest.approx(p / sum(roots.values())) for name, p in roots.items()}
    out = command("aggregate", "who", "--others", "--method", "mean", day=OPEN).out
    assert out.startswith("who: low 27%, middle 33%, high 40%, mean of 3 people\n")
    assert "  ana  low 50%, middle 30%, high 20%\n" in out
    assert "First low 27%, middle 33%, high 40% on 2026-01-02; computed 1 time.\n" in out
    record.say("cai", "who", 2, (0.0, 0.3, 0.7))
    assert command("aggregate", "who", "--method", "geometric", "--others", day=OPEN).code == 2


def test_a_row_that_cannot_be_read_is_named(record: Recorder, command: Command) -> None:
    for slug in ("sound", "who"):
        record.ask(slug, kind="multiple_choice", options='["red", "green", "blue"]')
        record.say("ana", slug, 1, (0.5, 0.3, 0.2))
    record.tamper(
        f"UPDATE forecasts SET probabilities = '[0.9' WHERE question_id = {record.asked['who'].id}"
    )
    done = command("aggregate", "--others", "--method", "geometric", day=OPEN)
    assert (done.code, done.out) == (3, "")
    assert "the record of who cannot be read" in done.err
    assert "forecasts verify" in done.err


def test_scores_of_every_kind_teach_the_weights(record: Recorder, command: Command) -> None:
    for i in range(6):
        record.ask(f"who-{i}", opens=-30, closes=-10, kind="multiple_choice",
                   options='["red", "green", "blue"]')  # fmt: skip
        record.say("ana", f"who-{i}", -30, (0.8, 0.1, 0.1))
        record.say("ben", f"who-{i}", -30, (0.1, 0.1, 0.8))
        record.resolve(f"who-{i}", "red", known=-10)
    record.ask("rain")
    record.say("ana", "rain", 1, 0.2)
    record.say("ben", "rain", 1, 0.6)
    found = told(command, "rain", "--others", "--method", "performance")
    # Losses .03 and .73 on each of six, means .38; 30 more of .38.
    weights = [(6 * 0.38 + 30 * 0.38) / (6 * loss + 30 * 0.38) for loss in (0.03, 0.73)]
    expected = (weights[0] * 0.2 + weights[1] * 0.6) / sum(weights)
    assert found["aggregate"] == pytest.approx(expected)
    assert found["aggregate"] < 0.39


@pytest.fixture
def numbers(record: Recorder, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Return a record with a number and a date, on which three and two people have a say."""
    monkeypatch.setenv("LOGNAME", "ana")
    record.ask("rate", kind="numeric", range_min=0.0, range_max=10.0, open_upper=True, unit="%")
    for who, day, places in (("ana", 1, (2, 4)), ("ben", 2, (4, 8)), ("cai", 3, (3, 9))):
        levels = zip((0.0, 0.8), map(float, places), strict=True)
        record.say(who, "rate", day, Quantiles(tuple(levels)))
    record.ask("peace", kind="date", range_max=times.to_seconds(record.at(100)))
    for who, p in (("ana", 0.8), ("ben", 0.2)):
        end = times.to_seconds(record.at(100))
        record.say(who, "peace", 0, Quantiles(((0.0, end - 100 * 86_400), (p, end))))
    return record


@pytest.mark.usefixtures("numbers")
def test_distributions_are_aggregated_by_quantiles_or_heights(command: Command) -> None:
    found = told(command, "rate", "--method", "quantiles")
    assert list(found) == KEYS
    assert found["label"] == "mean of quantiles of 3 people"
    assert found["aggregate"] == {
        "quantiles": {
            "0.05": pytest.approx(3.25), "0.25": pytest.approx(4.25), "0.5": pytest.approx(5.5),
            "0.75": pytest.approx(6.75), "0.95": None,
        },
        "below": 0.0,
        "above": pytest.approx(0.2),
        "knots": [[0.0, 0.0], [3.0, 0.0], [7.0, 0.8]],
    }  # fmt: skip
    assert [change["p"]["quantiles"]["0.5"] for change in found["changes"]] == [
        pytest.approx(3.25), pytest.approx(4.875), pytest.approx(5.5),
    ]  # fmt: skip
    assert [change["members"] for change in found["changes"]] == [1, 2, 3]
    assert "knots" not in found["changes"][0]["p"]
    assert found["made_of"][0]["p"]["quantiles"]["0.75"] == pytest.approx(3.875)
    # At 4 the heights are .8, 0 and .8/6.
    pool = told(command, "rate", "--method", "mean")["aggregate"]
    assert dict(pool["knots"])[4.0] == pytest.approx((0.8 + 0.8 / 6) / 3)
    assert told(command, "rate")["aggregate"]["quantiles"]["0.75"] == pytest.approx(7.75)
    assert told(command, "rate", "--method", "recency")["label"].startswith("recency-weighted")


@pytest.mark.usefixtures("numbers")
def test_never_is_the_greatest_of_the_mean_of_quantiles_and_the_mean_of_the_pool(
    command: Command,
) -> None:
    pool = told(command, "peace", "--method", "mean")["aggregate"]
    assert pool["above"] == pytest.approx(0.5)
    assert pool["knots"] == [
        ["2026-01-01T00:00:00.000000Z", 0.0], ["2026-04-11T00:00:00.000000Z", pytest.approx(0.5)],
    ]  # fmt: skip
    average = told(command, "peace", "--method", "quantiles")["aggregate"]
    assert average["above"] == pytest.approx(0.8)
    # One says a fifth on day 25, the other on day 100.
    assert average["knots"][-1] == ["2026-03-04T12:00:00.000000Z", 0.2]
    assert average["quantiles"]["0.5"] is None


@pytest.mark.usefixtures("numbers")
def test_distributions_in_words_are_drawn(command: Command) -> None:
    out = command("aggregate", "rate", "--method", "quantiles", day=OPEN).out
    lines = out.splitlines()
    assert lines[0] == "rate: 5.5 %, mean of quantiles of 3 people"
    assert any("█" in line for line in lines)
    assert "0                                                (above: 20%) 10" in out
    assert "  ben  6.5 %" in out
    assert "its median between 3.25 and 5.5 since; computed 3 times." in " ".join(out.split())
    out = command("aggregate", "peace", "--method", "mean", day=OPEN).out
    assert out.startswith("peace: not by 2026-04-10 50%, mean of 2 people\n")
    out = command("aggregate", day=OPEN).out
    assert [re.split(r"  +", line)[:3] for line in out.splitlines()[1:]] == [
        ["rate", "6.5 %", "median of 3 people"],
        ["peace", "by 2026-03-04 20%, not by 2026-04-10 80%", "median of 2 people"],
    ]
    hidden = command("aggregate", "rate", "--as", "ben", day=1.5)
    assert hidden.out == "rate: hidden, median of 1 person\nWill rate happen?\n"


@pytest.mark.usefixtures("numbers", "asked")
def test_a_method_is_for_the_kinds_that_it_is_defined_for(command: Command) -> None:
    done = command("aggregate", "rate", "--method", "geometric", day=OPEN)
    assert (done.code, done.out) == (2, "")
    assert "rate is a numeric question, and geometric is undefined for those." in done.err
    assert "Choose one of: --method median, mean, trimmed, recency, quantiles" in done.err
    done = command("aggregate", "rain", "--method", "quantiles", day=OPEN)
    assert "rain is a binary question, and quantiles is undefined for those." in done.err
    lines = command("aggregate", "--method", "quantiles", "--json", day=OPEN).json
    assert [line["question"] for line in lines] == ["rate", "peace"]
    lines = command("aggregate", "--method", "extremized", "--json", day=OPEN).json
    assert [line["question"] for line in lines] == ["rain"]


@pytest.mark.parametrize("method", DISTRIBUTION_METHOD_NAMES)
@pytest.mark.usefixtures("numbers")
def test_every_method_of_distributions_names_itself(command: Command, method: str) -> None:
    found = told(command, "rate", "--others", "--method", method)
    assert found["label"] == f"{METHOD_WORDS[method]} of 3 people"
    # Medians 3.25, 6.5 and 6.75. The heights at z are .8, (z - 4)/5 and (z - 3)/7.5: half at 5.7.
    middle = {"median": 6.5, "recency": 6.5, "mean": 5.7, "performance": 5.7}.get(method, 5.5)
    assert found["aggregate"]["quantiles"]["0.5"] == pytest.approx(middle)


def test_scores_of_dates_teach_the_weights_of_distributions(
    numbers: Recorder, command: Command
) -> None:
    for i in range(6):
        slug = f"past-{i}"
        numbers.ask(slug, opens=-60, closes=-30, kind="date",
                    range_max=times.to_seconds(numbers.at(-30)))  # fmt: skip
        for who, p in (("ana", 0.05), ("ben", 0.95)):
            start, end = (times.to_seconds(numbers.at(day)) for day in (-60, -30))
            numbers.say(who, slug, -60, Quantiles(((0.0, start), (p, end))))
        numbers.resolve(slug, "never", known=-30)
    named = ["--members", "ana", "--members", "ben"]
    plain, weighted = (
        told(command, "peace", *named, "--method", method)["aggregate"]["above"]
        for method in ("mean", "performance")
    )
    assert plain == pytest.approx(0.5)
    # ana, who says 20% never, was right each time that nothing came.
    assert weighted < plain - 0.01
    late = told(command, "rate", *named, "--method", "quantiles-performance")["aggregate"]
    # The medians are 3.25 and 6.5, and ana's weighs more.
    assert late["quantiles"]["0.5"] < 4.875


def test_what_it_scored_is_told_once_there_is_an_outcome(
    numbers: Recorder, command: Command
) -> None:
    numbers.resolve("rate", "5")
    numbers.resolve("peace", "never", known=100)
    found = told(command, "rate", "--method", "quantiles", day=200)["scores"]
    assert list(found[0]) == [
        "policy", "rule", "score", "score_low", "score_high", "reference", "coverage",
        "attainable", "reason",
    ]  # fmt: skip
    words = " ".join(command("aggregate", "--help").out.split()).partition("--json prints")[2]
    assert all(re.search(rf"\b{key}\b", words) for key in found[0])
    by = {(row["policy"], row["rule"]): row for row in found}
    last = by["last", "crps"]
    # The aggregate says nothing under 3, .8 at 7, and leaves .2 above 10, where it is clamped.
    expected = crps([3, 7], [0.0, 0.8], 5.0, 0.0, 10.0, open_upper=True)
    assert (last["score"], last["reason"]) == (pytest.approx(expected), None)
    assert by["scheduled", "crps"]["coverage"] == 0.9
    assert by["last", "wis"]["score"] is None
    assert by["last", "wis"]["reason"] is not None
    assert {row["policy"] for row in found} == {"scheduled", "open", "last"}
    assert [row["rule"] for row in found][:2] == ["crps", "crps_scaled"]
    date = told(command, "peace", "--method", "mean", day=200)["scores"]
    by = {(row["policy"], row["rule"]): row["score"] for row in date}
    # Half by day 100, evenly: (t / 200)^2 on each of the hundred deadlines, as long as it stood.
    assert by["last", "brier"] == pytest.approx(sum((t / 200) ** 2 for t in range(1, 101)) / 100)
    assert by["last", "deadline_brier"] == pytest.approx(1 / 12)
    out = " ".join(command("aggregate", "peace", "--method", "mean", day=200).out.split())
    assert f"last brier {by['last', 'brier']:.3g} (reference " in out


def test_scores_of_chances_and_options_are_told_too(asked: Recorder, command: Command) -> None:
    asked.resolve("rain", "yes")
    asked.ask(
        "who", kind="multiple_choice", options='["red", "green", "blue"]', spot_at=asked.at(5)
    )
    asked.say("ana", "who", 0, (0.5, 0.3, 0.2))
    asked.say("ben", "who", 0, (0.1, 0.3, 0.6))
    asked.resolve("who", "red")
    rain = told(command, "rain", "--method", "mean", day=200)["scores"]
    by = {(row["policy"], row["rule"]): row["score"] for row in rain}
    # From day 1 to 3 1.3/3, then 1.4/3; the coin before.
    early, late = (1 - 1.3 / 3) ** 2, (1 - 1.4 / 3) ** 2
    assert by["last", "brier"] == pytest.approx(late)
    assert by["scheduled", "brier"] == pytest.approx((0.25 + 2 * early + 7 * late) / 10)
    who = told(command, "who", "--method", "mean", day=200)["scores"]
    by = {(row["policy"], row["rule"]): row["score"] for row in who}
    assert by["spot", "brier"] == pytest.approx((0.7**2 + 0.3**2 + 0.4**2) / 2)
    (board,) = (
        row
        for row in command("leaderboard", "--aggregates", "--json").json
        if row["forecaster"] == "mean of 2 people and 1 model"
    )
    scheduled = [row["score"] for rows in (rain, who) for row in rows
                 if (row["policy"], row["rule"]) == ("scheduled", "brier")]  # fmt: skip
    assert board["brier"] == pytest.approx(sum(scheduled) / 2)


def test_a_row_of_numbers_that_cannot_be_read_is_named(numbers: Recorder, command: Command) -> None:
    numbers.tamper(
        f"UPDATE forecasts SET quantiles = '[0.9' WHERE question_id = {numbers.asked['rate'].id}"
    )
    done = command("aggregate", "--others", day=OPEN)
    assert (done.code, done.out) == (3, "")
    assert "the record of rate cannot be read" in done.err


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("sun",), 1, "no question is called 'sun'."),
        (("rain", "--members", "anna"), 1, "no forecaster is called 'anna'."),
        (("rain", "--method", "mode"), 2, "'mode' is not one of"),
        (("rain", "--as", "nobody"), 1, "no forecaster is called 'nobody'."),
    ],
)
def test_what_is_not_there_is_said(
    command: Command, words: tuple[str, ...], code: int, said: str
) -> None:
    done = command("aggregate", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_words_about_one_number_and_about_nobody(record: Recorder, command: Command) -> None:
    over = {"range_min": 0.0, "range_max": 16.0}
    record.ask("tests", kind="numeric", closes=2000, **over)
    record.ask("rain", closes=2000)
    for day in (0, 5):
        record.say("ana", "tests", day, Quantiles(((0.5, 8.0),)))
        record.say("ana", "rain", day, 0.3)
    for slug, words in (("tests", "; its median 8 since;"), ("rain", "; 30% since;")):
        out = " ".join(command("aggregate", slug, "--others").out.split())
        assert words in out
        assert "between" not in out.partition("First")[2]
    record.ask("empty", closes=2000)
    assert "nothing stands, median without members" in command("aggregate", "empty", "--others").out


def test_options_are_pooled_by_the_name_that_the_field_gives_it(
    record: Recorder, command: Command
) -> None:
    for kind in ("multiple_choice", "ordinal"):
        record.ask(kind, kind=kind, closes=2000, options='["a", "b", "c"]')
        record.say("ana", kind, 0, (0.2, 0.3, 0.5))
        record.say("ben", kind, 0, (0.4, 0.3, 0.3))
        out = command("aggregate", kind, "--method", "geometric", "--others").out
        assert "log pool of 2 people" in out
        floored = command("aggregate", kind, "--method", "geometric-floored", "--others").out
        assert "floored log pool of 2 people" in floored


def test_an_infinite_score_of_an_aggregate_is_a_word(record: Recorder, command: Command) -> None:
    record.ask("rain")
    record.say("ana", "rain", 0, 0.0)
    record.resolve("rain", "yes")
    out = command("aggregate", "rain").out
    assert "log_loss infinite" in out
    assert " inf" not in out.replace(" infinite", "")
