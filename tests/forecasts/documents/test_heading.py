"""The title of a PDF: what its first page sets larger, where the file tells none."""

from __future__ import annotations

import pytest

from forecasts.documents import heading
from forecasts.documents.heading import Run
from forecasts.documents.pdf import read
from tests.paper import pdf

TEXT = "By Ana Kim\n4 February 2025\nIntroduction\nA deal is likely before 2027. It will not last."
LARGE = "The corridor in 2026:\nwho opens it"


@pytest.mark.parametrize(
    ("large", "size", "told", "title"),
    [
        (LARGE, 20, "", "The corridor in 2026: who opens it"),
        (LARGE, 20, "Microsoft Word - brief_final.docx", "The corridor in 2026: who opens it"),
        (LARGE, 20, "brief.html", "The corridor in 2026: who opens it"),
        (LARGE, 20, "What the file tells", "What the file tells"),
        ("Policy Brief", 20, "", None),
        ("CSDS", 20, "untitled", "CSDS"),  # its first line, since nothing larger is a title
        ("", 20, "", None),
        (LARGE, 8, "", None),  # smaller than the text; and its lines run into one another
    ],
)
def test_the_title_is_what_is_set_larger_than_the_text(
    large: str, size: int, told: str, title: str | None
) -> None:
    found = read(pdf(TEXT, large, size, told))
    assert (found.title, found.author) == (title, "Ana Kim")


def test_the_largest_words_that_are_a_title_are_it() -> None:
    text = Run(9, "Talks are likely to be held before long, and a deal may follow. " * 5)
    runs = [Run(30, "CSDS"), Run(12, "A series of its own"), Run(18, "On trade"), text]
    assert heading.title(runs) == "On trade"
    assert heading.title([*runs[:1], text]) is None
    assert heading.title([Run(20, "word " * 60), text]) is None  # a paragraph in large letters
    assert heading.title([]) is None
