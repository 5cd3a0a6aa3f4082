"""Whose and what is meant, as it is typed: a slip is told what there is."""

from __future__ import annotations

from typing import Any

import pytest

READ = ("report", "calibration")


@pytest.fixture
def scored(record: Any) -> Any:
    """Return a record in which ana and ben forecast on two topics."""
    record.ask("rain", topics=("weather",))
    record.say("ana", "rain", 0, 0.2)
    record.resolve("rain", "no")
    record.ask("hail", topics=("ice",))
    record.say("ben", "hail", 0, 0.3)
    return record


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--topic", "wether"), "Did you mean weather?"),
        (("--topic", "economy"), "There are: ice, weather."),
        (("--forecaster", "anna"), "Did you mean ana?"),
        (("--forecaster", "somebody"), "On record: ana, ben."),
    ],
)
def test_a_slip_is_told_the_nearest_or_what_there_is(
    command: Any, name: str, argv: tuple[str, ...], words: str
) -> None:
    whose = () if "--forecaster" in argv else ("--forecaster", "ana")
    done = command(name, *whose, *argv)
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    assert "forecaster add" not in done.err, "whoever reads adds nobody"
    assert len(done.err.splitlines()) == 2


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("name", READ)
def test_whoever_speaks_may_be_new(command: Any, name: str) -> None:
    done = command(name, "--as", "anna")
    assert done.code == 1
    assert done.err.index("Did you mean ana?") < done.err.index("forecasts forecaster add")


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("name", READ)
def test_me_is_who_reads(command: Any, name: str) -> None:
    by_name = command(name, "--forecaster", "ben", "--as", "ben", "--json")
    assert command(name, "--forecaster", "me", "--as", "ben", "--json").json == by_name.json
    lost = command(name, "--forecaster", "me")
    assert lost.code == 1
    assert "who is not on record" in lost.err


@pytest.mark.parametrize("name", READ)
def test_somebody_may_be_called_me(record: Any, command: Any, name: str) -> None:
    record.ask("rain")
    record.say("me", "rain", 0, 0.2)
    record.say("ben", "rain", 0, 0.2)
    record.resolve("rain", "no")
    (found,) = command(name, "--forecaster", "me", "--as", "ben", "--json").json
    told = found["forecaster"] if name == "calibration" else found["verdict"]["forecaster"]
    assert told == "me"
