"""A review as one text: what is written in it comes back, and nothing is passed over."""

from __future__ import annotations

import string
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from forecasts.model.review import Prompt
from tracker.reviews.sheet import Card, Filled, Mistake, Sheet, read_back

CARDS = (Card("rain", ("It rained.", "  30%"), {}), Card("snow", (), {Prompt.KNEW: "A front."}))
SHEET = Sheet(("A review.",), CARDS, {})
BLANK = SHEET.text
KNEW = "knew (what did you know):"
SLUGS = ("rain", "snow", "hail")
WORDS = st.text(st.sampled_from(string.ascii_letters + string.digits + " .,#(?\n"), max_size=60)


def back(text: str) -> tuple[tuple[Filled, ...], tuple[Mistake, ...]]:
    return read_back(text, SHEET.remarks, SLUGS)


def test_what_stands_in_it_already_comes_back() -> None:
    found, mistakes = back(BLANK)
    assert mistakes == ()
    assert [(one.about, one.prompt, one.words) for one in found] == [("snow", "knew", "A front.")]
    assert BLANK.splitlines()[found[0].line - 1].startswith("knew (what did you know): A front.")


@given(WORDS)
def test_whatever_is_written_after_a_prompt_comes_back_whole(words: str) -> None:
    written = BLANK.replace(
        "knew (what did you know):\n", f"knew (what did you know): {words}\n", 1
    )
    found, mistakes = back(written)
    assert mistakes == ()
    kept = [one.words for one in found if (one.about, one.prompt) == ("rain", "knew")]
    expected = "\n".join(line.rstrip() for line in words.splitlines()).strip()
    assert kept == ([expected] if expected else [])


def test_a_line_that_starts_with_a_number_sign_is_an_answer_too() -> None:
    written = BLANK.replace(
        "luck (luck, judgement, both):", "luck (luck, judgement, both): luck\n# no", 1
    )
    assert [one.words for one in back(written)[0] if one.prompt == "luck"] == ["luck\n# no"]


@given(
    st.lists(st.sampled_from(["a", "moved: b", "## snow", "# It rained.", "# c", ""]), max_size=6)
)
def test_what_was_answered_before_comes_back_whatever_it_looks_like(lines: list[str]) -> None:
    words = "\n".join(["x", *lines, "y"])
    sheet = replace(SHEET, cards=(replace(CARDS[0], given={Prompt.MOVED: words}), CARDS[1]))
    found, mistakes = read_back(sheet.text, sheet.remarks, SLUGS)
    assert mistakes == ()
    (kept,) = [one.words for one in found if (one.about, one.prompt) == ("rain", "moved")]
    assert [line.strip() for line in kept.splitlines()] == [*words.splitlines()]


def test_any_question_of_the_period_may_be_added() -> None:
    found, mistakes = back(f"{BLANK}\n## hail\nknew: Nothing.\n")
    assert mistakes == ()
    assert found[-1].about == "hail"


def test_mistakes_are_told_with_their_lines() -> None:
    text = "words\n## rain\nlost\nknew: a\nknew: b\n## fog\nknew: c\n"
    found, mistakes = back(text)
    assert [one.line for one in mistakes] == [1, 3, 6, 5]
    assert "fog is no question of this review" in [one.why for one in mistakes]
    assert "knew of rain stands on line 4 already" in [one.why for one in mistakes]
    assert [one.words for one in found] == ["a", "b", "c"]
