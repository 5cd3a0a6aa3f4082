"""Texts in four formats say the same, and odd files are refused in words."""

from __future__ import annotations

import contextlib
import io
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from forecasts import documents
from forecasts.claims import scan
from forecasts.documents import html, imprint, markdown, plain
from forecasts.documents.pdf import read as read_pdf
from forecasts.errors import InputError
from tests.paper import pdf

WORDS = "A deal is likely before 2027. It will not last."
PLAIN = f"The year ahead\nBy Ana Kim\n4 February 2025\n\n{WORDS}\n"
MARKDOWN = f"""---
title: "The year ahead"
author: Ana Kim
date: 2025-02-04
---
# One

A **deal** is [likely](https://example.org) before 2027. It will `not` last.

![a picture](x.png)
<!-- {WORDS} -->
"""
HTML = """<!doctype html><html lang="en"><head><title> The year
 ahead </title><meta name="author" content="Ana Kim">
<meta property="article:published_time" content="2025-02-04T10:00:00Z">
<style>p { color: red }</style><script>document.write("War is likely.")</script></head>
<body><nav><a href="/">Peace is likely.</a></nav>
<h1>One</h1><p>A <b>deal</b> is <i>likely</i>
before 2027.<br>It will not last.</p><footer>It will rain.</footer></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (
        ("a.txt", PLAIN.encode()),
        ("a.md", MARKDOWN.encode()),
        ("a.html", HTML.encode()),
        ("a.pdf", pdf(PLAIN)),
    ):
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf"])
def test_each_format_says_the_same(folder: Path, name: str) -> None:
    found = documents.read(folder / name)
    assert (found.title, found.author) == ("The year ahead", "Ana Kim")
    assert found.published == date(2025, 2, 4)
    assert [claim.hedge for claim in scan(found.text)] == ["likely", "will not"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2025-02-04", date(2025, 2, 4)),
        ("4.2.2025", date(2025, 2, 4)),
        ("4 February 2025", date(2025, 2, 4)),
        ("February 4, 2025", date(2025, 2, 4)),
        ("le 1er février 2025", date(2025, 2, 1)),
        ("4 de febrero de 2025", date(2025, 2, 4)),
        ("Published: 4th February 2025", date(2025, 2, 4)),
        ("04/02/2025", None),  # a day in April or in February
        ("31.2.2025", None),
        ("They met on 4 February 2025", None),  # the day of something else
    ],
)
def test_a_day_is_read_where_it_is_certain(line: str, day: date | None) -> None:
    assert imprint.of(f"A title\n{line}\nThe text.").published == day


def test_a_sentence_is_no_title() -> None:
    text = "Amid the war, the foreign policy has shifted towards Russia to\nsecure benefits.\n"
    assert imprint.of(text) == imprint.Imprint(None, None, None)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"", "no words"),
        ("a.txt", b"12 34", "no words"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x7fELF\0\0", "no text"),
        ("a.txt", b"\x01\x02\xff\x03 words", "no text"),
        ("a.txt", "A deal".encode("utf-16")[:-1], "UTF-16"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.md", b"{\\rtf1 A deal}", "RTF"),
        ("a.docx", b"PK\x03\x04 A deal", "Word"),
        ("a.pdf", b"", "no PDF"),
        ("a.pdf", b"%PDF-1.4 and no more", "no PDF"),
        ("a.html", b"<script>alert(1)</script>", "no words"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=told):
        documents.read(tmp_path / name)


def test_a_pdf_behind_a_password_or_without_words_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "blank.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(InputError, match="picture"):
        documents.read(tmp_path / "blank.pdf")
    with pytest.raises(InputError, match="password"):
        documents.read(tmp_path / "locked.pdf")


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            documents.read(path)


def test_old_files_of_windows_are_read() -> None:
    assert plain.read("Élections probables".encode("cp1252")).text == "Élections probables"


@given(st.text(max_size=300))
def test_any_text_is_read_in_every_format(text: str) -> None:
    for read in (plain.read, markdown.read, html.read):
        read(text.replace("\0", " ").encode("utf-8", "replace"))


NEVER_ENDING = ("<a", "<!--", "<![", '<a b="', "</", "<?", "[", "[](", "![", "[a](", "*a ", "# ",
                " #", "[^", "<div>", "* ", "#", "<![CDATA[")  # fmt: skip


@pytest.mark.parametrize("suffix", [".html", ".md", ".txt"])
def test_a_file_of_marks_alone_is_read_in_time_or_refused(tmp_path: Path, suffix: str) -> None:
    began = time.process_time()
    for mark in NEVER_ENDING:
        file = tmp_path / f"marks{suffix}"
        file.write_text(f"# a {mark * 10_000}")
        with contextlib.suppress(InputError):
            documents.read(file)
    assert time.process_time() - began < 5


def test_what_a_page_remarks_on_is_no_text_and_a_lone_sign_is(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><p>One<!-- <p>two</p> --> if 3 < 4.</p><?php x ?><!-- never")
    assert documents.read(file).text.strip() == "One if 3 < 4."


def test_marks_go_and_what_stands_between_them_stays(tmp_path: Path) -> None:
    file = tmp_path / "note.md"
    file.write_text("# On C# #\n\nSee [Korea](https://example.org/Korea_(both)) and *this*.\n")
    assert documents.read(file).text.endswith("\nSee Korea and this.\n")
    assert "On C#\n" in documents.read(file).text


def test_a_pdf_is_one_whatever_its_name(tmp_path: Path) -> None:
    named = tmp_path / "brief.txt"
    named.write_bytes(pdf(PLAIN))
    assert "%PDF" not in documents.read(named).text
    assert "A deal is likely before 2027." in documents.read(named).text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_text_is_read_in_the_encoding_that_it_has(
    name: str, encoding: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes("Élections likely in 2027.\n".encode(encoding))
    found = documents.read(tmp_path / name)
    assert found.text.strip() == "Élections likely in 2027."
    assert ["Windows-1252" in remark for remark in found.remarks] == [True] * (encoding == "cp1252")


def test_letters_that_could_not_be_read_are_counted_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"It will \x81\x8d fall \xe9t\xe9")
    found = documents.read(tmp_path / "a.txt")
    assert found.text == "It will \ufffd\ufffd fall été"
    assert any(remark.startswith("2 letters could not be read") for remark in found.remarks)


def test_a_text_in_other_letters_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("سوف يستمر", encoding="utf-8")
    (remark,) = documents.read(tmp_path / "a.txt").remarks
    assert "English, French and Spanish" in remark


def test_pages_of_a_pdf_without_words_are_named(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(PLAIN)))
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "a.pdf")
    (remark,) = documents.read(tmp_path / "a.pdf").remarks
    assert remark.startswith("Page 2 of 2 holds no words")


@given(st.integers(0, 700), st.binary(min_size=1, max_size=8))
def test_any_broken_pdf_is_read_or_refused(at: int, noise: bytes) -> None:
    whole = pdf(PLAIN)
    with contextlib.suppress(ValueError):
        read_pdf(whole[:at] + noise + whole[at + len(noise) :])


def test_points_and_cells_of_a_page_stand_each_for_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<p>The bank has said what it thinks of the year ahead, and most here agree with it."
        "<ul><li>Inflation is likely to fall by June<li><p>Rates will be cut</p></ul>"
        "<p>Then nothing.</p><table><tr><th>What<th>When<tr><td>The guns fall silent by May."
        "<td>May</table>"
    )
    assert [claim.sentence for claim in scan(documents.read(tmp_path / "a.html").text)] == [
        "Inflation is likely to fall by June",
        "Rates will be cut",
        "The guns fall silent by May.",
    ]


def test_bars_and_addresses_of_markdown_are_in_no_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "The [note][1] will matter.\n\n[1]: https://example.org 'It will'\n\n"
        "| What | When |\n|:--|--:|\n| It will fall. | It will rain. |\n"
    )
    assert [claim.sentence for claim in scan(documents.read(tmp_path / "a.md").text)] == [
        "The note will matter.",
        "It will fall.",
        "It will rain.",
    ]


def test_emphasis_by_low_lines_leaves_the_word_that_it_marks() -> None:
    text = markdown.read(b"It is _very_ unlikely that __no__ snake_case_name _stays_.").text
    assert text == "It is very unlikely that no snake_case_name stays."
    (claim,) = (one for one in scan(text) if one.term is not None)
    assert (claim.hedge, claim.term and claim.term.point) == ("very unlikely", 0.125)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Par \u00c9lo\u00efse Dupr\u00e9, le 3 mars 2026", "\u00c9lo\u00efse Dupr\u00e9"),
        ("By Ana Le, on Tuesday 3 March 2026", "Ana Le"),
        ("Por Luis del Olmo, el 3 de marzo de 2026", "Luis del Olmo"),
    ],
)
def test_what_leads_up_to_the_day_is_no_name(line: str, author: str) -> None:
    found = imprint.of(f"A title\n{line}\nThe text begins.")
    assert (found.author, found.published) == (author, date(2026, 3, 3))
