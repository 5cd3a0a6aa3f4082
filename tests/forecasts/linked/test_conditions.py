"""Where a question that is asked given others stands, whatever became of these."""

from __future__ import annotations

import pytest

from forecasts.linked.conditions import State, conditionals
from tests.forecasts.linked.worlds import links, settled


@pytest.mark.parametrize(
    ("own", "deal", "state", "words"),
    [
        ((), (), State.WAITS, "waits for deal"),
        ((), ("disputed",), State.WAITS, "waits for deal"),
        ((), ("no", "reopened"), State.WAITS, "waits for deal"),
        ((), ("yes",), State.MET, "deal happened: it counts"),
        ((), ("no",), State.FAILED, "deal did not happen: it is to be annulled"),
        ((), ("annulled",), State.UNKNOWN,
         "deal ended as annulled, so nobody can say whether it happened: it is to be annulled too"),
        ((), ("ambiguous",), State.UNKNOWN,
         ("deal ended as ambiguous, so nobody can say whether it happened: it is to be annulled"
         " too")),
        (("yes",), ("yes",), None, ""),
        (("yes",), ("no",), State.FAILED,
         "it is yes, but deal did not happen: it is to be annulled"),
        (("37",), ("no",), State.FAILED,
         "it is 37, but deal did not happen: it is to be annulled"),
        (("disputed",), ("no",), None, ""),
        ((None, "annulled"), ("no",), None, ""),
        ((None, "annulled"), ("no", None, "yes"), State.RESTORED,
         "it was annulled, but deal is yes, no longer no: it is to be reopened"),
        ((None, "annulled"), ("no", None, "reopened"), State.RESTORED,
         "it was annulled, but deal is open again, no longer no: it is to be reopened"),
        ((None, "annulled"), ("annulled", None, "yes"), State.RESTORED,
         "it was annulled, but deal is yes, no longer annulled: it is to be reopened"),
        # It was annulled before, for a reason of its own.
        (("annulled",), (None, "no", "yes"), None, ""),
        (("annulled",), (None, "yes"), None, ""),
        ((None, "annulled", None, "reopened"), ("no", None, "yes"), State.MET,
         "deal happened: it counts"),
        (("ambiguous",), ("no",), None, ""),
    ],
)  # fmt: skip
def test_one_condition(
    own: tuple[str | None, ...], deal: tuple[str | None, ...], state: State | None, words: str
) -> None:
    there = {"terms": settled("terms", *own), "deal": settled("deal", *deal)}
    found = conditionals(links("terms given deal"), there)
    assert [(one.state, one.words) for one in found] == ([(state, words)] if state else [])


@pytest.mark.parametrize(
    ("deal", "troops", "state", "of"),
    [
        ((), (), State.WAITS, ("deal", "troops")),
        (("yes",), (), State.WAITS, ("troops",)),
        (("yes",), ("yes",), State.MET, ("deal", "troops")),
        (("yes",), ("no",), State.FAILED, ("troops",)),
        (("no",), (), State.FAILED, ("deal",)),
        (("no",), ("no",), State.FAILED, ("deal", "troops")),
        (("annulled",), ("no",), State.FAILED, ("troops",)),
    ],
)
def test_of_several_conditions_all_must_have_happened(
    deal: tuple[str, ...], troops: tuple[str, ...], state: State, of: tuple[str, ...]
) -> None:
    there = {"payer": settled("payer"), "deal": settled("deal", *deal),
             "troops": settled("troops", *troops)}  # fmt: skip
    (one,) = conditionals(links("payer given deal, payer given troops"), there)
    assert (one.state, one.of) == (state, of)


def test_what_was_annulled_with_its_own_condition_did_not_happen_either() -> None:
    known = links("b given a, c given b")
    there = {"a": settled("a", "no"), "b": settled("b", None, "annulled"), "c": settled("c")}
    assert [(o.question, o.state) for o in conditionals(known, there)] == [("c", State.FAILED)]
    there["a"] = settled("a", "yes")
    there["b"] = settled("b", "annulled")
    assert [o.state for o in conditionals(known, there)] == [State.UNKNOWN]


def test_the_command_says_what_is_to_be_done() -> None:
    there = {"terms": settled("terms"), "deal": settled("deal", "no")}
    (one,) = conditionals(links("terms given deal"), there)
    assert one.command == 'forecasts resolve terms --annul "deal did not happen"'
    there["deal"] = settled("deal")
    assert [o.command for o in conditionals(links("terms given deal"), there)] == [""]
