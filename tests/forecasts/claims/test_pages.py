"""A text is read whatever its pages, its lines and its scanner did to it."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.claims import scan
from forecasts.claims.misread import corrected
from forecasts.claims.sentences import sentences
from tests.forecasts.claims.test_scan import LANGUAGES, PRECISION, RECALL, TEXTS, judged, marked


def read(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text) if not sentence.heading]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("The party lead-\ners met.", "The party leaders met."),
        ("The party lead- ers met.", "The party leaders met."),
        ("The Pyong-\nyang talks.", "The Pyongyang talks."),
        ("The Russia-\nled bloc met.", "The Russia-led bloc met."),
        ("A US-\nbacked, large-\nscale plan.", "A US-backed, large-scale plan."),
        ("A one-in-\nfour chance.", "A one-in-four chance."),
        ("Short- and long-term goals.", "Short- and long-term goals."),
        ("A cease-fire. The cease-\nfire held.", "A cease-fire. The cease-fire held."),
        ("A ceasefire. The cease-\nfire held.", "A ceasefire. The ceasefire held."),
        ("They un\u00ad\nder\u00adstand it.", "They understand it."),
        ("They foll\u00ac\now it.", "They follow it."),
        ("Il est peut-\nêtre là, dit-\nil.", "Il est peut-être là, dit-il."),
        ("La nou-\nvelle élec-\ntion.", "La nouvelle élection."),
        ("El go-\nbierno caerá.", "El gobierno caerá."),
        ("Two  blanks   here.", "Two blanks here."),
    ],
)
def test_lines_and_hyphens_leave_no_trace(broken: str, whole: str) -> None:
    assert " ".join(read(broken)) == whole


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("lt is Iikely that lran and lsrael wiII talk.",
         "It is likely that Iran and Israel will talk."),
        ("They rnay, alrnost certainly; rnidterms.", "They may, almost certainly; midterms."),
        ("A government. The governrnent turns in modern times.",
         "A government. The government turns in modern times."),
        ("0n Monday it c0uld g0 by 2O26.", "On Monday it could go by 2026."),
        ("It wi1l wait unti1 then, which is 1ikely.",
         "It will wait until then, which is likely."),
        ("They are likely1 to agree\u00b2 on it[3].", "They are likely to agree on it."),
        ("They sign soon.4 Then they rest.", "They sign soon. Then they rest."),
        ("Since 2021.15 Rates rose 3.5%.4 He left.", "Since 2021. Rates rose 3.5%. He left."),
        ("El nuev0 gobiemo.", "El nuevo gobiemo."),
        ("ll est probable.", "Il est probable."),
        ("Italy, Iran, McIntyre, OpenAI, GDP of 1bn, 5 km\u00b2, 10 lbs, 1er mai, they'll.",
         "Italy, Iran, McIntyre, OpenAI, GDP of 1bn, 5 km\u00b2, 10 lbs, 1er mai, they'll."),
    ],
)  # fmt: skip
def test_letters_that_a_scanner_took_for_others_are_read_as_meant(scanned: str, meant: str) -> None:
    assert corrected(scanned) == meant


def test_numbers_heads_and_feet_of_pages_do_not_part_a_sentence() -> None:
    text = (
        "CSDS Policy Brief 1\n\nThe parties to the long war are likely to\n\n"
        "Page 1 of 3\n\nCSDS Policy Brief 2\n\nsign an armistice within the year, and more\n"
        "THE YEAR AHEAD\nwill follow them.\n\nCSDS Policy Brief 3\n\nNothing else is known.\n"
    )
    first, second = read(text)
    assert first.startswith("The parties to the long war are likely to sign an armistice")
    assert first.endswith("within the year, and more will follow them.")
    assert second == "Nothing else is known."


def test_what_is_pasted_three_times_is_no_head_of_a_page() -> None:
    text = "The parties to the long war are likely to\nsign an armistice within the year.\n\n"
    assert len(read(text * 3)) == 3


def test_points_of_a_list_and_cells_of_a_table_stand_each_for_itself() -> None:
    text = (
        "The bank has published what it thinks of the year ahead, and we agree with it here.\n\n"
        "- Inflation is likely to fall by June\n- Rates will be cut in March\n\nThe bank decides."
        "\n\n| What | When |\n|---|---|\n| The guns will fall silent at last. | June |\n"
        "Kenya 4.7 5.0 5.2\nGhana 4.7 5.0 5.2\n"
    )
    assert [claim.sentence for claim in scan(text)] == [
        "Inflation is likely to fall by June",
        "Rates will be cut in March",
        "The guns will fall silent at last.",
    ]


def test_a_table_of_figures_and_its_caption_part_paragraphs_and_no_sentence() -> None:
    rows = "Table 1: Growth\nCountry 2024 2025 2026\nKenya 4.7 5.0 5.2\nGDP growth, % 2.1 2.3 2.4\n"
    assert read(
        f"The bank will cut.\n{rows}A default could\n{rows}follow in the coming weeks."
    ) == [
        "The bank will cut.",
        "A default could follow in the coming weeks.",
    ]


def test_paragraphs_of_one_line_end_at_a_blank_line() -> None:
    one = "The guns will fall silent " + "along the whole of the long front " * 5
    assert len(read(f"{one}\n\nA{one[1:]}")) == 2


@given(st.text(alphabet="lI1rn0O2 -\n\u00ad|aeT.", max_size=80))
def test_any_scan_is_read(text: str) -> None:
    assert corrected(text).count("\n") == text.count("\n")
    sentences(text)


@pytest.mark.parametrize("text", ["rn", "a1", "1l", "aI", "rn- ", "a|", "1\t", "l ", "x\n\n"])
def test_a_scan_without_end_is_read_in_time(text: str) -> None:
    began = time.process_time()
    scan(text * 20_000)
    assert time.process_time() - began < 5


WIDTH, LINES = 72, 30  # characters of a line, lines of a page


def misread(word: str, chance: random.Random) -> str:
    """Return one word in ten as a scanner may read it, or with the mark of a footnote."""
    wrong = chance.choice(["l", "m", "o", "I", "note", *[""] * 25])
    if wrong == "note":
        return f"{word}{chance.randint(1, 9)}" if re.fullmatch("[a-z]{4,}", word) else word
    if wrong == "I":
        return f"l{word[1:]}" if word.startswith("I") else word
    seen = {"l": "I", "m": "rn", "o": "0", "": ""}[wrong]
    return word if word.startswith("l'") or not wrong else word.replace(wrong, seen, 1)


def scanned(text: str, chance: random.Random) -> str:
    """Return a text as it is scanned: set full, broken at hyphens, with a head on every page."""
    lines, line = [], ""
    for word in text.split():
        read_as = misread(word, chance)
        room = WIDTH - len(line) - 2
        if len(line) + len(read_as) < WIDTH:
            line = f"{line}{chance.choice(['  ', *[' '] * 9])}{read_as}".lstrip()
        elif re.fullmatch("[a-z]{6,}", read_as) and 3 <= room <= len(read_as) - 3:
            lines.append(f"{line} {read_as[:room]}{chance.choice(['-', chr(0xAD)])}")
            line = read_as[room:]
        else:
            lines.append(line)
            line = read_as
    pages = [[*lines, line][at : at + LINES] for at in range(0, len(lines) + 1, LINES)]
    heads = (f"\n\nPolicy Review No. 4   {n}\n\n" for n in range(1, len(pages) + 1))
    return "".join("\n".join(page) + head for page, head in zip(pages, heads, strict=True))


def letters(sentence: str) -> str:
    """Return the letters of a sentence, those as one that a scanner takes for each other."""
    plain = sentence.replace("rn", "m").replace("I", "l").replace("1", "l").replace("0", "o")
    return re.sub(r"[\W_]", "", plain.lower())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scan_is_read_as_well_as_a_clean_text(language: str) -> None:
    told = marked(language, TEXTS / "unseen")
    wanted = {letters(sentence) for sentence, judgement in told if judgement}
    page = scanned(" ".join(sentence for sentence, _ in told), random.Random(4))
    found = {letters(sentence) for sentence in judged(page)}
    assert len(found & wanted) / len(wanted) >= RECALL, wanted - found
    assert len(found & wanted) / len(found) >= PRECISION, found - wanted
