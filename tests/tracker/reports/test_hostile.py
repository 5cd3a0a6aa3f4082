"""Titles, reasons and quotes that try to be more than words, inert in every format."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "h3",
        "p",
        "dl",
        "div",
        "dt",
        "dd",
        "span",
        "a",
        "pre",
        "code",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "section",
        "article",
        "svg",
        "desc",
        "g",
        "path",
        "line",
        "text",
        "rect",
        "script",
    ]
)


class Tags(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_html_holds_our_own_elements_alone(hostile_files: Path) -> None:
    page = Tags()
    page.feed((hostile_files / "r.html").read_text(encoding="utf-8"))
    assert {tag for tag, _ in page.found} <= TAGS
    attributes = [(name, value or "") for _, attrs in page.found for name, value in attrs.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    links = [value for name, value in attributes if name in ("href", "src", "xlink:href")]
    assert all(value.startswith("http") for value in links)
    assert not [name for name, _ in attributes if name == "style"]
    scripts = [attrs for tag, attrs in page.found if tag == "script"]
    assert scripts.pop() == {}, "the one that draws the charts, let run by its hash"
    assert all(attrs == {"type": "application/json"} for attrs in scripts)


def test_html_shows_the_words_that_were_typed(hostile_files: Path) -> None:
    text = (hostile_files / "r.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;document.title=" in text
    assert "{{ 7 * 7 }}" in text
    assert "\u202e" not in text
    assert "\\u202e" in text


def test_charts_are_well_formed_and_hold_no_foreign_element(hostile_files: Path) -> None:
    charts = sorted(hostile_files.glob("*.svg"))
    assert charts
    for chart in charts:
        tree = ET.fromstring(chart.read_text(encoding="utf-8"))  # noqa: S314 - our own
        names = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert names <= {"svg", "title", "desc", "style", "rect", "g", "path", "line", "text"}


def test_markdown_has_no_link_image_or_markup_of_theirs(hostile_files: Path) -> None:
    text = (hostile_files / "r.md").read_text(encoding="utf-8")
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inline)}
    assert not kinds & {"html_block", "html_inline", "em_open", "s_open", "hr", "code_inline"}
    links = [str(t.attrs["href"]) for t in inline if t.type == "link_open"]
    assert all(link.startswith("http") for link in links)
    images = [str(t.attrs["src"]) for t in inline if t.type == "image"]
    assert images
    assert all(re.fullmatch(r"r-\d\.svg", image) for image in images)


def test_markdown_tables_keep_their_shape(hostile_files: Path) -> None:
    text = (hostile_files / "r.md").read_text(encoding="utf-8")
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1


def test_markdown_shows_the_words_that_were_typed(hostile_files: Path) -> None:
    text = (hostile_files / "r.md").read_text(encoding="utf-8")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    shown = "".join(
        child.content for token in tokens for child in token.children or () if child.type == "text"
    )
    assert "<script>document.title='owned'</script>" in shown
    assert "[click](javascript:document.title='owned')" in shown
    assert "$x^2$" in shown


@pytest.mark.usefixtures("hostile_desk")
@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_a_terminal_gets_no_control_character(command: Any, flags: tuple[str, ...]) -> None:
    out = command("report", "--rationales", *flags, day=400).out
    allowed = out.replace("\n", "").replace("\u200c", "")
    assert allowed.isprintable()


@pytest.mark.usefixtures("hostile_desk")
def test_json_gives_the_words_back_to_the_last_character(command: Any, hostile_words: str) -> None:
    found = json.loads(command("report", "--json", day=400).out)
    assert found["resolved"]["questions"][0]["quote"] == hostile_words
