"""`forecasts explain`: a score taken apart, to be checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

KEYS = ["question", "forecaster", "policy", "rule", "outcome", "opens_at", "closes_at", "known_at",
        "stretches", "reference", "sum", "sum_low", "sum_high", "reason"]  # fmt: skip


@pytest.fixture
def scored(record: Recorder) -> Recorder:
    """Return a record in which ana said .2 on days 1-4 and .6 on days 5-8 of ten; yes on day 8."""
    record.ask("rain")
    record.say("ana", "rain", 1, 0.2, expires=4)
    record.say("ana", "rain", 5, 0.6)
    record.say("ben", "rain", 9, 0.6)
    record.say("word", "rain", 1, None, action="said")
    record.resolve("rain", "yes", known=8)
    record.ask("snow")
    record.say("ana", "snow", 1, 0.2)
    return record


@pytest.mark.usefixtures("scored")
def test_the_stretches_their_losses_and_weights_add_up_to_the_sum(command: Command) -> None:
    told = command("explain", "rain", "--forecaster", "ana", "--json")
    (found,) = told.json
    assert (told.code, told.err) == (0, "")
    assert list(found) == KEYS
    assert all(
        list(part) == ["from", "to", "stated", "loss", "weight"] for part in found["stretches"]
    )
    parts = [
        (part["from"][8:10], part["to"][8:10], part["stated"], part["loss"], part["weight"])
        for part in found["stretches"]
    ]
    assert parts == [
        ("01", "02", None, 0.25, 0.1),
        ("02", "05", 0.2, pytest.approx(0.64), 0.3),
        ("05", "06", None, 0.25, 0.1),
        ("06", "09", 0.6, pytest.approx(0.16), 0.3),
    ]
    assert found["sum"] == pytest.approx(sum(part[3] * part[4] for part in parts), abs=1e-15)
    assert found["reference"] == pytest.approx(0.8 * 0.25)
    assert (found["rule"], found["policy"], found["reason"]) == ("brier", "scheduled", None)
    assert found["known_at"] == "2026-01-09T00:00:00.000000Z"


@pytest.mark.usefixtures("scored")
def test_in_words_it_is_a_table_and_the_sum(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    told = command("explain", "rain", "--forecaster", "ana")
    assert told.out.splitlines() == [
        "rain · ana · yes",
        "Brier under scheduled: opened 2026-01-01, closes 2026-01-11, outcome known 2026-01-09",
        "from        to             stated      loss    weight  loss x weight",
        "2026-01-01  2026-01-02  reference  0.250000  0.100000       0.025000",
        "2026-01-02  2026-01-05        20%  0.640000  0.300000       0.192000",
        "2026-01-05  2026-01-06  reference  0.250000  0.100000       0.025000",
        "2026-01-06  2026-01-09        60%  0.160000  0.300000       0.048000",
        "Sum 0.290000   (reference 0.200000)",
    ]


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize(
    ("policy", "rule", "weights", "total"),
    [
        ("open", "brier", [0.5, 0.5], 0.4),
        ("last", "brier", [1.0], 0.16),
        ("before-close:7d", "brier", [1.0], 0.64),
        # 100 log2(.4) for three days of ten and 100 log2(1.2) for three; nothing fills in.
        ("scheduled", "metaculus_baseline", [0.3, 0.3], -31.766811),
    ],
)
def test_other_policies_and_points(
    command: Command, policy: str, rule: str, weights: list[float], total: float
) -> None:
    argv = ("explain", "rain", "--forecaster", "ana", "--policy", policy, "--rule", rule)
    (found,) = command(*argv, "--json").json
    assert [part["weight"] for part in found["stretches"]] == weights
    assert found["sum"] == pytest.approx(total, abs=1e-6)
    assert command(*argv).out.splitlines()[-1].startswith(f"Sum {total:.6f}")


def test_an_infinite_loss_is_a_word(record: Recorder, command: Command) -> None:
    record.ask("rain")
    record.say("ana", "rain", 0, 0.0)
    record.resolve("rain", "yes")
    (found,) = command(
        "explain", "rain", "--forecaster", "ana", "--rule", "log_loss", "--json"
    ).json
    assert (found["sum"], found["stretches"][0]["loss"]) == ("Infinity", "Infinity")
    words = command("explain", "rain", "--forecaster", "ana", "--rule", "log_loss").out
    assert words.splitlines()[-1].startswith("Sum infinite   (reference 0.693147)")
    assert " inf " not in words


@pytest.mark.usefixtures("scored")
def test_what_was_not_scored_says_why(command: Command) -> None:
    late = "no forecast stood before the question closed or its outcome was known"
    told = command("explain", "rain", "--forecaster", "ben")
    assert told.out.splitlines()[-1] == f"No score: {late}."
    (found,) = command("explain", "rain", "--forecaster", "ben", "--json").json
    assert (found["sum"], found["stretches"], found["reason"]) == (None, [], late)


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["snow", "--forecaster", "ana"], 1, "snow has no outcome yet."),
        (["rain", "--forecaster", "word"], 1, "word has given no number on rain."),
        (["rain", "--forecaster", "anna"], 1, "Did you mean ana?"),
        (["rain"], 2, "rain has several forecasters: ana, ben, word."),
        (["hail"], 1, "no question is called 'hail'."),
        (["rain", "--forecaster", "ana", "--rule", "metaculus_peer"], 2, "no one path explains"),
        (["rain", "--forecaster", "ana", "--rule", "brie"], 2, "'brie' is no rule."),
        (["rain", "--forecaster", "ana", "--policy", "late"], 2, "'late' is no policy"),
    ],
)
def test_what_cannot_be_taken_apart_is_answered_in_two_lines(
    command: Command, argv: list[str], code: int, words: str
) -> None:
    told = command("explain", *argv)
    assert (told.code, told.out) == (code, "")
    assert words in told.err
    assert len(told.err.splitlines()) <= 2


@pytest.mark.parametrize("status", ["annulled", "ambiguous", "disputed"])
def test_a_question_without_a_verdict_says_so(
    scored: Recorder, command: Command, status: str
) -> None:
    scored.resolve("rain", status)
    told = command("explain", "rain", "--forecaster", "ana")
    assert told.err.splitlines()[0] == f"Error: rain is {status}: nobody is scored on it."
    scored.resolve("rain", "reopened")
    assert "rain has no outcome yet." in command("explain", "rain", "--forecaster", "ana").err


def test_ones_own_score_is_meant_and_else_the_only_one(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ana")
    for slug in ("rain", "snow"):
        record.ask(slug)
        record.say("ben", slug, 0, 0.3)
        record.resolve(slug, "no")
    record.say("ana", "rain", 0, 0.1)
    assert command("explain", "rain", "--json").json[0]["forecaster"] == "ana"
    assert command("explain", "snow", "--json").json[0]["forecaster"] == "ben"
    record.ask("hail")
    assert "nobody has forecast hail." in command("explain", "hail").err


@pytest.mark.usefixtures("scored")
def test_the_keys_of_the_object_are_in_the_help(command: Command) -> None:
    # --help takes no --db, so the words are read where the command keeps them.
    from tracker.cli.explain import explain

    listed = "question forecaster policy rule outcome opens_at closes_at known_at"
    assert listed in " ".join((explain.help or "").split())
    (found,) = command("explain", "rain", "--forecaster", "ana", "--json").json
    assert list(found)[:8] == listed.split()
