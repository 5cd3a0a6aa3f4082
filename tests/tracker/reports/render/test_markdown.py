"""Markdown that shows exactly what was typed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tracker.reports.render.markdown import as_markdown, escaped
from tracker.reports.render.visible import visible

MARKS = st.text(st.sampled_from("ab 1.)*_`~[](){}<>|&$#+-=!\\:/@\"'"), max_size=20)


@given(text=st.one_of(MARKS, st.text(max_size=20)))
def test_a_reader_of_markdown_sees_the_words(text: str) -> None:
    shown = " ".join(visible(text).split())
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(f"{escaped(text)}\n")
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "softbreak"}
    assert " ".join("".join(child.content for child in children).split()) == shown


@given(text=MARKS)
def test_a_cell_stays_one_cell(text: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {escaped(text)} | x |\n"
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(table)
    cells = [after.content for before, after in pairwise(tokens) if before.type == "td_open"]
    assert len(cells) == 2
    assert cells[1] == "x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("67.5% of it", "67.5% of it"), ("1. first", "1\\. first"), ("- a", "\\- a")],
)
def test_only_what_would_be_markup_is_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_sections_entries_pictures_and_commands(busy_desk: Any) -> None:
    report = busy_desk.report(forecaster=busy_desk.who("ana"))
    names = [f"a report-{place}.svg" for place in range(len(report.figures))]
    text = as_markdown(report, names)
    assert text.startswith("# Scoring report: ana\n\nData as of ")
    assert "\n## Needs a person\n" in text
    assert "\n### Will hail happen?\n" in text
    assert "```console\nforecasts resolve hail yes/no" in text
    assert "- **Look at:** <https://example.org/hail>" in text
    assert "](a%20report-0.svg)" in text
    assert "| forecaster | n | clusters |" in text
