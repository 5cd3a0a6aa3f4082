"""What is typed, and how it is read: each form, each refusal, and the way back."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.distributions import notation
from forecasts.distributions.deadlines import Calendar, deadlines
from forecasts.distributions.deadlines import quantiles as date_quantiles
from forecasts.distributions.file import Deadlines, held
from forecasts.distributions.numbers import level, normal, number, quantiles
from forecasts.distributions.shares import named, shares
from forecasts.distributions.typed import Typed, read
from forecasts.errors import InputError
from forecasts.model import QuestionType, times
from forecasts.model.option import Option
from forecasts.model.prediction import Family, Heights, Quantiles, Shares
from forecasts.model.scale import Scale

if TYPE_CHECKING:
    from conftest import Ask

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LEADERS = (Option("Kim"), Option("Kimura"), Option("Lee"), Option("other"))
CLOSED = Scale(0.0, 50.0)
OPEN_ABOVE = Scale(0.0, 50.0, open_upper=True)


def refused(error: pytest.ExceptionInfo[InputError]) -> str:
    return f"{error.value.message} | {error.value.hint}"


# Options


def test_options_are_told_by_a_prefix_that_fits_one_alone_whatever_the_case() -> None:
    assert named("LE", LEADERS).name == "Lee"
    assert named("kim", LEADERS).name == "Kim"
    assert named("kimu", LEADERS).name == "Kimura"
    with pytest.raises(InputError, match="fits Kim, Kimura"):
        named("ki", LEADERS)
    for nothing in ("park", "", " "):
        with pytest.raises(InputError) as error:
            named(nothing, LEADERS)
        assert "Kim, Kimura, Lee, other" in refused(error)


def test_two_options_that_differ_in_case_alone_are_told_apart() -> None:
    assert named("no", (Option("No"), Option("no"))).name == "no"


def said(*pairs: str, **flags: bool) -> Shares:
    given_ = [tuple(pair.rpartition("=")[::2]) for pair in pairs]
    return shares(given_, LEADERS[1:], NOW, "", **flags)


def test_each_option_gets_what_was_typed_in_the_order_of_the_question() -> None:
    assert said("lee=1/2", "other=likely", "k=1", normalise=True, certain=True).probabilities == (
        pytest.approx(1 / 2.175), pytest.approx(0.5 / 2.175), pytest.approx(0.675 / 2.175),
    )  # fmt: skip
    assert said("lee=30%", "other=10%", "k=60%").probabilities == (0.6, 0.3, 0.1)


@pytest.mark.parametrize(
    ("pairs", "why", "fix"),
    [
        (("k=60%", "l=30%"), "other is missing", "--option other=10%"),
        (("k=60%",), "Lee, other are missing", "--option Lee=20% --option other=20%"),
        (("k=60%", "l=40%"), "other is missing", "--option other=1% --normalise"),
        (("k=60%", "l=30%", "o=30%"), "sum to 120%", "--normalise"),
        (("k=60%", "l=30%", "o=30%"), "sum to 120%", "Kimura 50.0%, Lee 25.0%"),
        (("k=33.3%", "l=33.3%", "o=33.3%"), "sum to 99.9%", "--normalise"),
        (("k=60%", "k=30%"), "given twice", "once"),
        (("k=60", "l=30%", "o=10%"), "not a probability", "60%"),
        (("k=0%", "l=90%", "o=10%"), "certainty", "--certain"),
        (("p=60%",), "no option is called 'p'", "Lee"),
    ],
)
def test_options_that_do_not_fit_are_refused_with_the_fix(
    pairs: tuple[str, ...], why: str, fix: str
) -> None:
    with pytest.raises(InputError) as error:
        said(*pairs)
    assert why in error.value.message
    assert fix in refused(error)


def test_the_fix_for_what_is_missing_is_accepted_when_typed() -> None:
    with pytest.raises(InputError) as error:
        said("k=60%")
    typed = shlex.split(error.value.hint.partition("add ")[2])
    assert said("k=60%", *typed[1::2]).probabilities == (0.6, 0.2, 0.2)


def test_nothing_can_be_divided_by_nothing() -> None:
    with pytest.raises(InputError, match="any chance"):
        said("k=0", "l=0", "o=0", certain=True, normalise=True)


def test_a_share_that_becomes_certainty_needs_the_flag() -> None:
    sliver = f"0.{'0' * 20}1"
    typed = ("k=50%", f"l={sliver}", f"o={sliver}")
    with pytest.raises(InputError, match="'Kimura=100%' is certainty"):
        said(*typed, normalise=True)
    assert said(*typed, normalise=True, certain=True).probabilities[0] == 1.0


def test_an_option_has_a_probability_while_it_is_on_offer_alone() -> None:
    options = (Option("a"), Option("b", NOW + DAY), Option("c", None, NOW - DAY), Option("d", NOW))
    found = shares([("a", "40%"), ("d", "60%")], options, NOW, "")
    assert found.probabilities == (0.4, None, None, 0.6)
    with pytest.raises(InputError, match="b is on offer from 2026-11-02 12:00Z"):
        shares([("a", "40%"), ("b", "60%")], options, NOW, "")
    with pytest.raises(InputError, match="c left the options on 2026-10-31 12:00Z"):
        shares([("a", "40%"), ("c", "60%")], options, NOW, "")


# Numbers


@pytest.mark.parametrize(
    ("text", "value"), [("8", 8.0), ("-1.5", -1.5), ("1e6", 1e6), (" .5 ", 0.5), ("+3.", 3.0)]
)
def test_numbers_are_read(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1,000", "write it in one, 1000"),
        ("1_000_000", "1000000"),
        ("0,5", "write a point, 0.5"),
        ("\u0661", "digits 0 to 9"),
        ("1e999", "no number"),
        ("nan", "no number"),
        ("inf", "no number"),
        ("", "no number"),
        ("8%", "no number"),
        ("1" * 50, "no number"),
    ],
)
def test_what_is_no_number_is_refused(text: str, fix: str) -> None:
    with pytest.raises(InputError) as error:
        number(text)
    assert fix in refused(error)


def test_the_unit_may_stand_behind_a_number() -> None:
    assert number("8%", "%") == number("8 %", "%") == 8.0


@pytest.mark.parametrize("text", ["", "x", "101", "-1", "1e1", "p", "10=3"])
def test_levels_are_percentages(text: str) -> None:
    assert level("p2.5") == 0.025
    with pytest.raises(InputError, match="level"):
        level(text)


def test_quantiles_are_sorted_and_may_repeat_a_place() -> None:
    found = quantiles([("90", "30"), ("10", "8"), ("50", "8")], CLOSED, None, "as typed")
    assert found == Quantiles(((0.1, 8.0), (0.5, 8.0), (0.9, 30.0)), "as typed")


@pytest.mark.parametrize(
    ("pairs", "why", "fix"),
    [
        ([("10", "9"), ("50", "8")], "p10 9 lies above p50 8", "--p10 8 --p50 9"),
        ([("10", "9"), ("20", "8"), ("90", "1")], "cross", "--p10 1 --quantile 20=8 --p90 9"),
        ([("10", "9"), ("10", "8")], "10% quantile is given twice", "once"),
        ([("10", "-3"), ("50", "8"), ("90", "30")], "-3 lies below 0", "--p10 "),
        ([("10", "3"), ("50", "8"), ("90", "80")], "80 lies above 50", "--p90 "),
        ([("0", "80"), ("100", "90")], "80 lies above 50", "from 0 to 50"),
    ],
)
def test_quantiles_that_do_not_fit_are_refused_with_the_fix(
    pairs: list[tuple[str, str]], why: str, fix: str
) -> None:
    with pytest.raises(InputError) as error:
        quantiles(pairs, CLOSED, None, "")
    assert why in error.value.message
    assert fix in error.value.hint


def pairs_of(hint: str) -> list[tuple[str, str]]:
    """Return the quantiles that a hint types out."""
    words = shlex.split(hint[hint.index("--") :])
    names = [word.removeprefix("--p") for word in words[::2]]
    return list(zip(names, words[1::2], strict=True))


@pytest.mark.parametrize(
    ("typed", "scale", "fixed"),
    [
        (("-5", "8", "120"), Scale(0.0, 100.0), "--p10 0 --p50 8 --p90 100"),
        (("0", "1000", "1e9"), Scale(1.0, 1e6, zero_point=0.0), "--p10 1 --p50 1000 --p90 1000000"),
        (("-5", "8.25", "120"), Scale(0.0, 100.0, open_upper=True), "--p10 0 --p50 8.25 --p90 120"),
        (("-5", "8", "120"), Scale(0.0, 100.0, open_lower=True), "--p10 -5 --p50 8 --p90 100"),
    ],
)
def test_the_fix_moves_what_lies_outside_to_the_bound_and_nothing_else(
    typed: tuple[str, ...], scale: Scale, fixed: str
) -> None:
    with pytest.raises(InputError) as error:
        quantiles(zip(("10", "50", "90"), typed, strict=True), scale, None, "")
    assert error.value.hint == f"Type what lies within: {fixed}"
    assert quantiles(pairs_of(error.value.hint), scale, None, "")


def test_numbers_past_an_open_end_are_meant() -> None:
    found = quantiles([("10", "3"), ("90", "80")], OPEN_ABOVE, None, "")
    assert found.pairs[-1] == (0.9, 80.0)


def test_a_normal_distribution_is_its_mean_and_deviation() -> None:
    assert normal("8,2", CLOSED, "tests", "t") == Family("normal", (8.0, 2.0), "t")
    for text in ("8", "8,0", "8,-1", "8,x"):
        with pytest.raises(InputError):
            normal(text, CLOSED, None, "")


def test_a_normal_past_a_closed_end_is_refused_with_the_part_that_lies_within() -> None:
    """Φ(-1.6) = 0.0548; the median of what is left is 8 + 5 Φ⁻¹(.0548 + .5 · .9452) = 8.344."""
    with pytest.raises(InputError, match=r"5\.5% of the normal lies below 0") as error:
        normal("8,5", OPEN_ABOVE, None, "")
    fixed = quantiles(pairs_of(error.value.hint), OPEN_ABOVE, None, "")
    assert dict(fixed.pairs)[0.5] == pytest.approx(8.344, abs=1e-3)


def test_a_normal_may_be_as_narrow_as_one_likes_and_a_point_is_typed_as_quantiles() -> None:
    assert normal("8,0.001", CLOSED, None, "").parameters == (8.0, 0.001)
    with pytest.raises(InputError, match="above 0") as error:
        normal("8,0", CLOSED, None, "")
    assert error.value.hint.endswith("--quantile 0=8 --quantile 100=8")
    assert quantiles([("0", "8"), ("100", "8")], CLOSED, None, "").pairs == ((0, 8), (1, 8))


# Dates

HORIZON = datetime(2028, 1, 1, tzinfo=UTC)


def calendar(zone: str = "UTC") -> Calendar:
    ends = times.to_seconds(NOW - 30 * DAY), times.to_seconds(HORIZON)
    return Calendar(Scale(*ends, open_upper=True), ZoneInfo(zone), NOW)


def dated(*pairs: str, never: str | None = None, **flags: bool) -> Quantiles:
    given_ = [tuple(pair.split("=")) for pair in pairs]
    return deadlines(given_, never, calendar(), "", **flags)


def at(year: int, month: int, day: int) -> float:
    return times.to_seconds(datetime(year, month, day, tzinfo=UTC))


def test_deadlines_make_a_curve_from_now_to_the_horizon() -> None:
    """A day typed as a deadline lets the day in: it ends as the next one begins."""
    assert dated("2026-12-31=20%", "2027-06-30=45%", never="30%").pairs == (
        (0.0, times.to_seconds(NOW)),
        (0.2, at(2027, 1, 1)),
        (0.45, at(2027, 7, 1)),
        (0.7, times.to_seconds(HORIZON)),
    )


def test_without_never_the_rest_is_never() -> None:
    assert dated("2026-12-31=20%").pairs[-1] == (0.2, at(2027, 1, 1))
    assert dated("2026-12-31=20%", never="80%").pairs == dated("2026-12-31=20%").pairs
    assert dated("2027-12-31=70%", never="30%").pairs == dated("2027-12-31=70%").pairs
    assert dated(never="30%").pairs[-1] == (0.7, times.to_seconds(HORIZON))


def test_a_deadline_is_a_day_of_the_questions_zone() -> None:
    seoul = deadlines([("2026-12-31", "20%")], None, calendar("Asia/Seoul"), "")
    assert seoul.pairs[-1][1] == at(2027, 1, 1) - 9 * 3600


@pytest.mark.parametrize(
    ("pairs", "never", "why", "fix"),
    [
        (("2026-12-31=50%", "2027-06-30=45%"), None, "less likely", "2027-06-30=50.1%"),
        (("2026-12-31=50%", "2027-06-30=50%"), None, "as likely", "2027-06-30=50.1%"),
        (("2026-12-31=50%", "2026-12=45%"), None, "given twice", "once"),
        (("2026-12-31=50%",), "60%", "more than 100%", "--never 50%"),
        (("2027-12-31=50%",), "40%", "leaves 50% for never, not 40%", "--never 50%"),
        (("2028-06-30=50%",), None, "after the horizon, 2027-12-31", "up to 2027-12-31"),
        (("2026-10-15=50%",), None, "has gone by", "forecasts resolve"),
        (("2026-09-15=50%",), None, "before the question opens, 2026-10-02 12:00Z", "2027-12-31"),
        (("soon=50%",), None, "no date", "2026-11-03"),
        (("2026-12-31=0%",), None, "certainty", "--certain"),
        ((), None, "no day is given", "--by"),
    ],
)
def test_deadlines_that_do_not_fit_are_refused_with_the_fix(
    pairs: tuple[str, ...], never: str | None, why: str, fix: str
) -> None:
    with pytest.raises(InputError) as error:
        dated(*pairs, never=never)
    assert why in error.value.message
    assert fix in error.value.hint


def test_never_can_be_certain_and_so_can_by_then() -> None:
    assert dated(never="100%", certain=True).pairs == ((0.0, times.to_seconds(HORIZON)),)
    assert dated(never="0%", certain=True).pairs[-1] == (1.0, times.to_seconds(HORIZON))
    first = dated("2026-12-31=0%", "2027-06-30=45%", certain=True)
    assert first.pairs == ((0.0, at(2027, 1, 1)), (0.45, at(2027, 7, 1)))


def test_never_that_leaves_certainty_needs_the_flag() -> None:
    sliver = f"0.{'0' * 20}1"
    with pytest.raises(InputError, match="is certainty"):
        dated(never=sliver)
    assert dated(never=sliver, certain=True).pairs[-1] == (1.0, times.to_seconds(HORIZON))


def test_quantiles_of_a_date_are_days() -> None:
    found = date_quantiles([("50", "2027-06-30"), ("10", "2026-12-31")], calendar(), "")
    assert found.pairs[1:] == ((0.1, at(2027, 1, 1)), (0.5, at(2027, 7, 1)))
    with pytest.raises(InputError, match="p10 2027-06-30 lies above p50 2026-12-31"):
        date_quantiles([("10", "2027-06-30"), ("50", "2026-12-31")], calendar(), "")


def test_a_start_that_has_gone_by_is_the_present() -> None:
    again = date_quantiles([("0", "2026-10-15"), ("50", "2026-12-31")], calendar(), "")
    assert again.pairs[0] == (0.0, times.to_seconds(NOW))
    later = date_quantiles([("0", "2026-11-30"), ("50", "2026-12-31")], calendar(), "")
    assert later.pairs[0] == (0.0, at(2026, 12, 1))
    with pytest.raises(InputError, match="no day to come"):
        date_quantiles([("0", "2026-10-15")], calendar(), "")


# Files


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("multiple_choice", '{"kim": 0.6, "lee": 3e-1}', (("kim", "0.6"), ("lee", "0.3"))),
        ("ordinal", "[0.6, null, 0.4]", (("Kim", "0.6"), ("Lee", "0.4"))),
        ("numeric", '{"0.1": -3, "0.025": 8.5}', (("10%", "-3"), ("2.5%", "8.5"))),
        ("date", '{"0.5": "2027-01-01T00:00Z"}', (("50%", "2027-01-01T00:00Z"),)),
        ("numeric", "[0, 0.2, 1]", Heights((0.0, 0.2, 1.0))),
        ("multiple_choice", '{"a": 0.6, "a": 0.4}', (("a", "0.6"), ("a", "0.4"))),
        # As --json prints them, alone or among other things.
        ("ordinal", '{"probabilities": [0.6, null, 0.4]}', (("Kim", "0.6"), ("Lee", "0.4"))),
        ("numeric", '{"id": 7, "quantiles": {"0.1": 3}}', (("10%", "3"),)),
        ("numeric", '{"cdf": [0, 0.2, 1]}', Heights((0.0, 0.2, 1.0))),
        ("numeric", '{"family": {"name": "normal", "parameters": [8, 2]}}',
         Family("normal", (8.0, 2.0))),
        ("date", '{"quantiles": {"0.5": "2027-01-01T00:00Z"}}', (("50%", "2027-01-01T00:00Z"),)),
        ("date", '{"2027-01-01": 0.3, "never": 0.6}', Deadlines((("2027-01-01", "0.3"),), "0.6")),
    ],
)  # fmt: skip
def test_files_hold_what_can_be_typed_and_heights(kind: str, text: str, found: object) -> None:
    assert held("f.json", text, QuestionType(kind), LEADERS) == found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("numeric", "{"),
        ("numeric", "[" * 100_000),
        ("numeric", "3"),
        ("numeric", "{}"),
        ("numeric", "[]"),
        ("numeric", "[0.5]"),
        ("numeric", "[0, true]"),
        ("numeric", "[0, NaN]"),
        ("numeric", "[0, 0.5, 0.4]"),
        ("numeric", '{"10": 3}'),
        ("numeric", '{"0.1": null}'),
        ("numeric", '{"0.1": 3, "0.99999999999999999999": 30}'),
        ("ordinal", "[0.1, 0.2, 0.3, 0.2, 0.2]"),
        ("ordinal", '{"kim": [1]}'),
    ],
)
def test_files_that_hold_no_prediction_are_refused_by_name(kind: str, text: str) -> None:
    with pytest.raises(InputError) as error:
        held("f.json", text, QuestionType(kind), LEADERS)
    assert error.value.message.count("f.json") == 1
    assert "[(" not in error.value.message
    assert error.value.hint.startswith("It holds ")


def test_a_file_of_deadlines_is_read_as_they_are_typed(ask: Ask) -> None:
    question, text = asked(ask, "date"), '{"2026-12-31": 0.3, "never": 0.6}'
    found = read(Typed(file=("f.json", text)), question, NOW)
    typed = read(Typed(by=("2026-12-31=30%",), never="60%"), question, NOW)
    assert isinstance(found, Quantiles)
    assert isinstance(typed, Quantiles)
    assert found.pairs == typed.pairs


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"0.1": {"a": 1}}', "'0.1' is an object, and a number belongs there"),
        ("[0, [1]]", "'height 2' is a list, and a number belongs there"),
        ('{"much": 3}', "'much' is no level between 0 and 1"),
    ],
)
def test_a_wrong_cell_of_a_file_is_said_in_words(text: str, why: str) -> None:
    with pytest.raises(InputError) as error:
        held("f.json", text, QuestionType.NUMERIC, ())
    assert why in error.value.message


# Every kind of question takes its own forms


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("multiple_choice", Typed(quantiles=("10=3",)), "a quantile is nothing for it"),
        ("multiple_choice", Typed(), "no prediction was typed"),
        ("multiple_choice", Typed(words=("60%",)), "'60%' is no prediction of it"),
        ("multiple_choice", Typed(options=("kim",)), "no NAME=VALUE"),
        ("numeric", Typed(by=("2026-12-31=20%",)), "--by is nothing for it"),
        ("numeric", Typed(quantiles=("10=3",), normal="8,2"), "one of them is enough"),
        ("numeric", Typed(quantiles=("10=3",), normalise=True), "--normalise is for options"),
        ("date", Typed(normal="8,2"), "--normal is nothing for it"),
        ("date", Typed(by=("2026-12-31=20%",), quantiles=("50=2027",)), "one of them is enough"),
        ("numeric", Typed(file=("f.json", "[0, 0.2, 0.9]")), "it ends at 1"),
    ],
)
def test_a_form_that_the_kind_does_not_take_is_refused(
    ask: Ask, kind: str, typed: Typed, why: str
) -> None:
    with pytest.raises(InputError) as error:
        read(typed, asked(ask, kind), NOW)
    assert why in error.value.message
    assert error.value.hint.startswith("Type ")


def asked(ask: Ask, kind: str, zone: str = "UTC") -> object:
    return {
        "multiple_choice": lambda: ask(kind, options='["Kim", "New York", "other"]'),
        "numeric": lambda: ask(kind, range_min=0.0, range_max=50.0, unit="tests"),
        "date": lambda: ask(kind, range_max=times.to_seconds(HORIZON), timezone=zone),
    }[kind]()


@pytest.mark.parametrize(
    ("kind", "words", "options"),
    [
        ("multiple_choice", "kim=60% 'New York=30%' o=10%",
         Typed(options=("kim=60%", "New York=30%", "o=10%"))),
        ("numeric", "p10=3 50=8 90%=30", Typed(quantiles=("p10=3", "50=8", "90%=30"))),
        ("numeric", "normal=8,2", Typed(normal="8,2")),
        ("date", "2026-12-31=20% never=30%", Typed(by=("2026-12-31=20%",), never="30%")),
        ("date", "p50=2027-06-30", Typed(quantiles=("p50=2027-06-30",))),
    ],
)  # fmt: skip
def test_bare_words_say_the_same_as_options(
    ask: Ask, kind: str, words: str, options: Typed
) -> None:
    question = asked(ask, kind)
    bare = read(Typed(words=tuple(shlex.split(words))), question, NOW)
    assert bare.typed == words
    assert type(bare)(*fields(bare)) == type(bare)(*fields(read(options, question, NOW)))


def fields(prediction: object) -> list[object]:
    names = [name for name in prediction.__dataclass_fields__ if name != "typed"]
    return [getattr(prediction, name) for name in names]


def test_what_was_typed_is_kept_as_it_can_be_typed_again(ask: Ask) -> None:
    typed = Typed(options=("kim=60%", "New York=70%", "o=10%"), normalise=True)
    found = read(typed, asked(ask, "multiple_choice"), NOW)
    options = "--option kim=60% --option 'New York=70%' --option o=10% --normalise"
    assert found.typed == options
    quantile = read(Typed(quantiles=("10=3", "2.5=1")), asked(ask, "numeric"), NOW)
    assert quantile.typed == "--p10 3 --quantile 2.5=1"


# There and back


def options_again(text: str) -> Typed:
    """Read the options that a prediction was written out as."""
    words = shlex.split(text)
    names, values = words[::2], words[1::2]
    found: dict[str, tuple[str, ...]] = {"--option": (), "--by": (), "--quantile": ()}
    for name, value in zip(names, values, strict=True):
        if name.startswith("--p"):
            found["--quantile"] += (f"{name.removeprefix('--p')}={value}",)
        elif name in found:
            found[name] += (value,)
    single = dict(zip(names, values, strict=True))
    return Typed(
        options=found["--option"], quantiles=found["--quantile"], by=found["--by"],
        never=single.get("--never"), normal=single.get("--normal"), certain=True,
    )  # fmt: skip


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3).filter(any))
def test_options_are_read_back_from_what_they_are_written_as(ask: Ask, weights: list[int]) -> None:
    question = asked(ask, "multiple_choice")
    pairs = zip(("kim", "new", "other"), weights, strict=True)
    typed = Typed(
        options=tuple(f"{name}={w / 1000}" for name, w in pairs), normalise=True, certain=True
    )
    found = read(typed, question, NOW)
    again = options_again(notation.shares_text(found, question.terms.choices))
    assert read(again, question, NOW).probabilities == found.probabilities


@given(st.dictionaries(st.integers(0, 100_000), st.floats(0.0, 50.0), min_size=1, max_size=6))
def test_quantiles_are_read_back_from_what_they_are_written_as(
    ask: Ask, found: dict[int, float]
) -> None:
    question, levels = asked(ask, "numeric"), sorted(found)
    pairs = zip(levels, sorted(found.values()), strict=True)
    typed = Typed(quantiles=tuple(f"{n / 1000}%={place!r}" for n, place in pairs))
    prediction = read(typed, question, NOW)
    again = read(options_again(notation.numbers_text(prediction)), question, NOW)
    assert again.pairs == prediction.pairs


@given(st.floats(20.0, 30.0), st.floats(1.0, 5.0))
def test_a_normal_is_read_back_from_what_it_is_written_as(
    ask: Ask, mean: float, deviation: float
) -> None:
    question = asked(ask, "numeric")
    found = read(Typed(normal=f"{mean!r},{deviation!r}"), question, NOW)
    again = read(options_again(notation.numbers_text(found)), question, NOW)
    assert again.parameters == found.parameters == (mean, deviation)


@given(
    st.dictionaries(st.integers(1, 420), st.integers(1, 99_999), min_size=1, max_size=5),
    st.sampled_from(("UTC", "Asia/Seoul", "America/New_York", "America/Havana", "Asia/Beirut")),
)
def test_deadlines_are_read_back_from_what_they_are_written_as(
    ask: Ask, found: dict[int, int], zone: str
) -> None:
    question, days = asked(ask, "date", zone), sorted(found)
    chances = sorted(set(found.values()))
    pairs = zip(days, chances, strict=False)
    by = tuple(f"{(NOW + n * DAY).date()}={c / 1000}%" for n, c in pairs)
    prediction = read(Typed(by=by), question, NOW)
    written = notation.dates_text(prediction, ZoneInfo(zone))
    assert all(word in written for word in (pair.split("=")[0] for pair in by))
    assert read(options_again(written), question, NOW).pairs == prediction.pairs
